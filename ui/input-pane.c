/* The left side of the window: the image with its heat, the words, the task, the text and the answer. */
#include "ui/input-pane.h"

#include "analysis/figures/attention-figure.h"
#include "analysis/measures/word-weights.h"
#include "ui/answer-list.h"
#include "ui/caption-list.h"
#include "ui/image-stepper.h"
#include "ui/second-image.h"
#include "ui/tasks.h"
#include "ui/widgets/color-scale.h"
#include "ui/widgets/image-view.h"
#include "ui/widgets/word-chips.h"

/* So many of the patches that look at a word are outlined at most: more would hide the heat. */
#define MOST_OUTLINED 9

/**
 * @hovered_word: the token under the pointer or the keys, -1 for none
 * @hovered_patch: likewise; at most one of the two is there
 */
struct _TrestleInputPane
{
  AdwBin parent_instance;

  TrestleWorkbench *workbench;
  TrestleImageView *image_view;
  TrestleColorScale *color_scale;
  GtkDropDown *colormap;
  GtkAdjustment *opacity_adjustment;
  GtkToggleButton *show_grid;
  GtkLabel *readout;
  TrestleImageStepper *stepper;
  GtkLabel *weight;
  TrestleWordChips *word_chips;
  GtkBox *tasks;
  GtkEntry *entry;
  TrestleCaptionList *captions;
  TrestleSecondImage *second_image;
  GtkLabel *note;
  TrestleAnswerList *answers;

  gint hovered_word;
  gint hovered_patch;
};

G_DEFINE_FINAL_TYPE (TrestleInputPane, trestle_input_pane, ADW_TYPE_BIN)

/* Whether there is something under the pointer or the keys, and the run still has it. */
static gboolean
pane_has_hovered (TrestleInputPane *pane)
{
  const TrestleRun *run = trestle_workbench_get_run (pane->workbench);

  if (run == NULL)
    return FALSE;
  if (pane->hovered_word >= 0)
    return (guint) pane->hovered_word < run->tokens->length;
  return pane->hovered_patch >= 0 && (guint) pane->hovered_patch < trestle_run_get_n_patches (run);
}

/* (transfer full) (nullable): that, in both directions */
static TrestleAttentionLink *
pane_make_link (TrestleInputPane *pane)
{
  const TrestleSelection *selection = trestle_workbench_get_selection (pane->workbench);
  const TrestleRun *run = trestle_workbench_get_run (pane->workbench);

  if (!pane_has_hovered (pane))
    return NULL;
  if (pane->hovered_word >= 0)
    return trestle_selection_link_word (selection, run, (guint) pane->hovered_word);
  return trestle_selection_link_patch (selection, run, (guint) pane->hovered_patch);
}

static gboolean
is_on_words (const TrestleAttentionMap *map)
{
  return map != NULL && map->grid_columns == 0;
}

/* Of words it may be a sum over tokens. */
static double
pane_get_max (TrestleInputPane *pane, const TrestleAttentionMap *map)
{
  const TrestleRun *run = trestle_workbench_get_run (pane->workbench);

  if (map == NULL)
    return 1;
  return is_on_words (map) ? trestle_word_weights_find_max (map->weights, run->tokens->words, map->n_keys) : map->max;
}

/* The map is drawn where its keys are; so is where the hovered thing looks, over it or on the other side. */
static void
pane_show_maps (TrestleInputPane *pane, TrestleAttentionMap *map, TrestleAttentionMap *hovered)
{
  TrestleAttentionMap *on_image = is_on_words (map) ? NULL : map;
  TrestleAttentionMap *on_words = is_on_words (map) ? map : NULL;

  if (is_on_words (hovered))
    on_words = hovered;
  else if (hovered != NULL)
    on_image = hovered;
  trestle_image_view_set_map (pane->image_view, on_image, pane_get_max (pane, on_image));
  trestle_word_chips_set_weights (pane->word_chips, on_words != NULL ? on_words->weights : NULL, pane_get_max (pane, on_words));
  g_object_set (pane->color_scale, "max", pane_get_max (pane, is_on_words (map) ? on_words : on_image), NULL);
  if (map != NULL)
    g_object_set (pane->color_scale, "title", trestle_attention_get_scale_title (map), NULL);
}

/* Patches that look at the hovered thing are outlined, words that do are underlined. */
static void
pane_show_onlookers (TrestleInputPane *pane, const TrestleAttentionLink *link)
{
  g_autofree guint *patches = NULL;
  guint n_patches = 0;

  if (link != NULL)
    patches = trestle_attention_link_list_patches (link, MOST_OUTLINED, &n_patches);
  trestle_image_view_set_outlined (pane->image_view, patches, n_patches);
  if (link != NULL && link->onlookers_are_text)
    trestle_word_chips_set_lines (pane->word_chips, link->onlookers, link->most);
  else
    trestle_word_chips_set_lines (pane->word_chips, NULL, 1);
}

/* "“red”", or "Patch 3, 4" (row, column). */
static char *
pane_name_hovered (TrestleInputPane *pane)
{
  const TrestleRun *run = trestle_workbench_get_run (pane->workbench);
  guint columns = trestle_trace_get_grid_columns (run->trace);

  if (pane->hovered_word >= 0)
    return g_strdup_printf ("“%s”", run->words[pane->hovered_word]);
  return g_strdup_printf ("Patch %u, %u", (guint) pane->hovered_patch / columns + 1, (guint) pane->hovered_patch % columns + 1);
}

/* What is meant; where the colour scale is that of the map that is looked at, and the hovered one is elsewhere, with where that one ends.
 */
static char *
pane_describe_link (TrestleInputPane *pane, const TrestleAttentionMap *map, const TrestleAttentionLink *link)
{
  g_autofree char *name = pane_name_hovered (pane);
  gboolean has_scale = is_on_words (link->row) == is_on_words (map);
  g_autofree char *end = has_scale ? g_strdup ("") : g_strdup_printf (" (to %.2g)", pane_get_max (pane, link->row));
  const char *onlookers = link->onlookers_are_text ? ", line who looks at it" : ", outline who looks at it";

  return g_strdup_printf ("%s: %s where it looks%s%s", name, is_on_words (link->row) ? "shade" : "heat", end,
                          link->n_onlookers > 0 ? onlookers : "");
}

/* The hovered thing or, without one, the map. What is not linked can be asked. */
static char *
pane_describe (TrestleInputPane *pane, const TrestleAttentionMap *map, const TrestleAttentionLink *link)
{
  g_autofree char *name = NULL;

  if (link != NULL)
    return pane_describe_link (pane, map, link);
  if (!pane_has_hovered (pane))
    return trestle_workbench_describe_map (pane->workbench);
  name = pane_name_hovered (pane);
  return g_strdup_printf ("%s: click to follow it through the layers", name);
}

/* The weight of the hovered thing in the map that is looked at, if it is one of its keys. */
static char *
pane_describe_weight (TrestleInputPane *pane, const TrestleAttentionMap *map)
{
  gint key = is_on_words (map) ? pane->hovered_word : pane->hovered_patch + 1;
  gboolean is_key = is_on_words (map) ? pane->hovered_word >= 0 : pane->hovered_patch >= 0;

  return map != NULL && is_key && (gsize) key < map->n_keys ? g_strdup_printf ("%.4f", map->weights[key]) : g_strdup ("");
}

/* The map that is looked at and, while there is something under the pointer or the keys, where that looks and who looks at it. */
static void
pane_show_attention (TrestleInputPane *pane)
{
  TrestleAttentionMap *map = trestle_workbench_get_map (pane->workbench);
  g_autoptr (TrestleAttentionLink) link = pane_make_link (pane);
  g_autofree char *weight = pane_describe_weight (pane, map);
  g_autofree char *readout = pane_describe (pane, map, link);

  pane_show_maps (pane, map, link != NULL ? link->row : NULL);
  pane_show_onlookers (pane, link);
  gtk_label_set_text (pane->readout, readout);
  gtk_label_set_text (pane->weight, weight);
}

/* What was hovered last counts: the focus may be on a word, and the pointer on the image. */
static void
on_patch_hovered (TrestleImageView *view, gint patch, TrestleInputPane *pane)
{
  pane->hovered_patch = patch;
  if (patch >= 0)
    pane->hovered_word = -1;
  if (pane->workbench != NULL)
    pane_show_attention (pane);
}

static void
on_word_hovered (TrestleWordChips *chips, gint word, TrestleInputPane *pane)
{
  pane->hovered_word = word;
  if (word >= 0)
    pane->hovered_patch = -1;
  if (pane->workbench != NULL)
    pane_show_attention (pane);
}

static void
on_patch_activated (TrestleImageView *view, guint patch, TrestleInputPane *pane)
{
  trestle_workbench_choose_patch (pane->workbench, patch);
}

static void
on_word_activated (TrestleWordChips *chips, guint word, TrestleInputPane *pane)
{
  trestle_workbench_choose_word (pane->workbench, word);
}

static void
on_entry_changed (GtkEditable *entry, TrestleInputPane *pane)
{
  trestle_workbench_type (pane->workbench, gtk_editable_get_text (entry));
}

static void
on_entry_activate (GtkEntry *entry, TrestleInputPane *pane)
{
  trestle_workbench_run_now (pane->workbench);
}

static void
on_entry_icon_press (GtkEntry *entry, GtkEntryIconPosition position, TrestleInputPane *pane)
{
  int cursor;

  gtk_editable_delete_selection (GTK_EDITABLE (entry));
  cursor = gtk_editable_get_position (GTK_EDITABLE (entry));
  gtk_editable_insert_text (GTK_EDITABLE (entry), TRESTLE_MASK, -1, &cursor);
  gtk_editable_set_position (GTK_EDITABLE (entry), cursor);
}

/* What the task asks for, and in which words. */
static void
pane_describe_entry (TrestleInputPane *pane)
{
  TrestleWindowTask task = trestle_workbench_get_task (pane->workbench);
  gboolean fills = task == TRESTLE_WINDOW_FILL;

  gtk_widget_set_visible (GTK_WIDGET (pane->entry), task != TRESTLE_WINDOW_RANK);
  gtk_widget_set_visible (GTK_WIDGET (pane->captions), task == TRESTLE_WINDOW_RANK);
  gtk_widget_set_visible (GTK_WIDGET (pane->second_image), task == TRESTLE_WINDOW_REASON);
  gtk_entry_set_placeholder_text (pane->entry, trestle_tasks_find (task)->placeholder);
  gtk_entry_set_icon_from_icon_name (pane->entry, GTK_ENTRY_ICON_SECONDARY, fills ? "list-add-symbolic" : NULL);
  if (fills)
    gtk_entry_set_icon_tooltip_text (pane->entry, GTK_ENTRY_ICON_SECONDARY, "Insert " TRESTLE_MASK);
}

static void
on_text_changed (TrestleWorkbench *workbench, TrestleInputPane *pane)
{
  const char *text = trestle_workbench_get_text (workbench);

  pane_describe_entry (pane);
  if (trestle_workbench_get_task (workbench) == TRESTLE_WINDOW_RANK)
    return;
  g_signal_handlers_block_by_func (pane->entry, on_entry_changed, pane);
  gtk_editable_set_text (GTK_EDITABLE (pane->entry), text);
  g_signal_handlers_unblock_by_func (pane->entry, on_entry_changed, pane);
}

/* The switch offers what the model has heads for. */
static void
pane_show_tasks (TrestleInputPane *pane, const TrestleModel *model)
{
  guint n_tasks;
  const TrestleTaskWords *tasks = trestle_tasks_list (&n_tasks);
  GtkWidget *button = gtk_widget_get_first_child (GTK_WIDGET (pane->tasks));

  for (guint i = 0; i < n_tasks; i++, button = gtk_widget_get_next_sibling (button))
    gtk_widget_set_visible (button, trestle_tasks_can (model, tasks[i].task));
}

static void
on_result_changed (TrestleWorkbench *workbench, TrestleInputPane *pane)
{
  TrestleRun *run = trestle_workbench_get_run (workbench);
  g_auto (GStrv) wholes = trestle_run_list_whole_words (run);

  trestle_image_view_set_image (pane->image_view, run->image, &run->image_window, trestle_trace_get_grid_rows (run->trace),
                                trestle_trace_get_grid_columns (run->trace));
  trestle_word_chips_set_tokens (pane->word_chips, (const char *const *) run->words, run->tokens->words, (const char *const *) wholes);
  pane_show_tasks (pane, run->model);
  trestle_answer_list_set_answers (pane->answers, run->task, run->answers);
  gtk_label_set_text (pane->note, run->note != NULL ? run->note : "");
  gtk_widget_set_visible (GTK_WIDGET (pane->note), run->note != NULL);
}

/* The query is marked where it is. */
static void
on_selection_changed (TrestleWorkbench *workbench, TrestleInputPane *pane)
{
  const TrestleSelection *selection = trestle_workbench_get_selection (workbench);
  gboolean asks_word = trestle_block_queries_are_text (selection->block);

  g_object_set (pane->image_view, "query", asks_word ? -1 : selection->patch, NULL);
  g_object_set (pane->word_chips, "query", asks_word ? selection->word : -1, NULL);
  pane_show_attention (pane);
}

static void
pane_fill_colormaps (TrestleInputPane *pane)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  for (TrestleColormap map = 0; map < TRESTLE_N_COLORMAPS; map++)
    {
      g_autofree char *name = g_strdup (trestle_colormap_get_name (map));

      name[0] = g_ascii_toupper (name[0]);
      gtk_string_list_append (names, name);
    }
  gtk_drop_down_set_model (pane->colormap, G_LIST_MODEL (names));
}

static void
pane_fill_tasks (TrestleInputPane *pane)
{
  guint n_tasks;
  const TrestleTaskWords *tasks = trestle_tasks_list (&n_tasks);

  for (guint i = 0; i < n_tasks; i++)
    {
      GtkWidget *button = gtk_toggle_button_new_with_label (tasks[i].title);
      g_autofree char *tooltip = g_strdup_printf ("%s (Alt+%u)", tasks[i].meaning, i + 1);

      gtk_widget_set_tooltip_text (button, tooltip);
      gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.task");
      gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", tasks[i].name);
      gtk_box_append (pane->tasks, button);
    }
}

void
trestle_input_pane_set_workbench (TrestleInputPane *pane, TrestleWorkbench *workbench)
{
  GBindingFlags both = G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE;

  g_return_if_fail (pane->workbench == NULL);
  pane->workbench = g_object_ref (workbench);
  g_object_bind_property (workbench, "colormap", pane->colormap, "selected", both);
  g_object_bind_property (workbench, "colormap", pane->image_view, "colormap", G_BINDING_SYNC_CREATE);
  g_object_bind_property (workbench, "colormap", pane->word_chips, "colormap", G_BINDING_SYNC_CREATE);
  g_object_bind_property (workbench, "colormap", pane->color_scale, "colormap", G_BINDING_SYNC_CREATE);
  g_object_bind_property (workbench, "opacity", pane->opacity_adjustment, "value", both);
  g_object_bind_property (workbench, "opacity", pane->image_view, "opacity-of-heat", G_BINDING_SYNC_CREATE);
  g_object_bind_property (workbench, "show-grid", pane->show_grid, "active", both);
  g_object_bind_property (workbench, "show-grid", pane->image_view, "show-grid", G_BINDING_SYNC_CREATE);
  trestle_image_stepper_set_workbench (pane->stepper, workbench);
  trestle_caption_list_set_workbench (pane->captions, workbench);
  trestle_second_image_set_workbench (pane->second_image, workbench);
  g_signal_connect_object (workbench, "text-changed", G_CALLBACK (on_text_changed), pane, 0);
  g_signal_connect_object (workbench, "result-changed", G_CALLBACK (on_result_changed), pane, 0);
  g_signal_connect_object (workbench, "selection-changed", G_CALLBACK (on_selection_changed), pane, 0);
  on_text_changed (workbench, pane);
}

void
trestle_input_pane_focus_text (TrestleInputPane *pane)
{
  if (trestle_workbench_get_task (pane->workbench) == TRESTLE_WINDOW_RANK)
    trestle_caption_list_focus_text (pane->captions);
  else
    gtk_widget_grab_focus (GTK_WIDGET (pane->entry));
}

static void
trestle_input_pane_dispose (GObject *object)
{
  g_clear_object (&TRESTLE_INPUT_PANE (object)->workbench);
  G_OBJECT_CLASS (trestle_input_pane_parent_class)->dispose (object);
}

static void
trestle_input_pane_class_init (TrestleInputPaneClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = trestle_input_pane_dispose;
  g_type_ensure (TRESTLE_TYPE_ANSWER_LIST);
  g_type_ensure (TRESTLE_TYPE_IMAGE_STEPPER);
  g_type_ensure (TRESTLE_TYPE_IMAGE_VIEW);
  g_type_ensure (TRESTLE_TYPE_COLOR_SCALE);
  g_type_ensure (TRESTLE_TYPE_WORD_CHIPS);
  g_type_ensure (TRESTLE_TYPE_CAPTION_LIST);
  g_type_ensure (TRESTLE_TYPE_SECOND_IMAGE);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/trestle/Trestle/ui/input-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, TrestleInputPane, image_view);
  gtk_widget_class_bind_template_child (widget_class, TrestleInputPane, color_scale);
  gtk_widget_class_bind_template_child (widget_class, TrestleInputPane, colormap);
  gtk_widget_class_bind_template_child (widget_class, TrestleInputPane, opacity_adjustment);
  gtk_widget_class_bind_template_child (widget_class, TrestleInputPane, show_grid);
  gtk_widget_class_bind_template_child (widget_class, TrestleInputPane, readout);
  gtk_widget_class_bind_template_child (widget_class, TrestleInputPane, stepper);
  gtk_widget_class_bind_template_child (widget_class, TrestleInputPane, weight);
  gtk_widget_class_bind_template_child (widget_class, TrestleInputPane, word_chips);
  gtk_widget_class_bind_template_child (widget_class, TrestleInputPane, tasks);
  gtk_widget_class_bind_template_child (widget_class, TrestleInputPane, entry);
  gtk_widget_class_bind_template_child (widget_class, TrestleInputPane, captions);
  gtk_widget_class_bind_template_child (widget_class, TrestleInputPane, second_image);
  gtk_widget_class_bind_template_child (widget_class, TrestleInputPane, note);
  gtk_widget_class_bind_template_child (widget_class, TrestleInputPane, answers);
  gtk_widget_class_bind_template_callback (widget_class, on_patch_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_patch_hovered);
  gtk_widget_class_bind_template_callback (widget_class, on_word_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_word_hovered);
  gtk_widget_class_bind_template_callback (widget_class, on_entry_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_entry_activate);
  gtk_widget_class_bind_template_callback (widget_class, on_entry_icon_press);
}

static void
trestle_input_pane_init (TrestleInputPane *pane)
{
  pane->hovered_word = -1;
  pane->hovered_patch = -1;
  gtk_widget_init_template (GTK_WIDGET (pane));
  pane_fill_colormaps (pane);
  pane_fill_tasks (pane);
}
