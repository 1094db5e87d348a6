/* The left side of the window: the image with its heat, the words, the task, the text and the answer. */
#include "ui/input-pane.h"

#include "analysis/figures/attention-figure.h"
#include "ui/answer-list.h"
#include "ui/caption-list.h"
#include "ui/second-image.h"
#include "ui/tasks.h"
#include "ui/widgets/color-scale.h"
#include "ui/widgets/image-view.h"
#include "ui/widgets/word-chips.h"

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
  TrestleWordChips *word_chips;
  GtkBox *tasks;
  GtkEntry *entry;
  TrestleCaptionList *captions;
  TrestleSecondImage *second_image;
  GtkLabel *note;
  TrestleAnswerList *answers;
};

G_DEFINE_FINAL_TYPE (TrestleInputPane, trestle_input_pane, ADW_TYPE_BIN)

/* What the colours mean, or the weight of what the pointer is on. */
static void
pane_show_weight (TrestleInputPane *pane, const char *of_what, gint key)
{
  TrestleAttentionMap *map = trestle_workbench_get_map (pane->workbench);
  g_autofree char *text = NULL;

  if (map != NULL && of_what != NULL && key >= 0 && (gsize) key < map->n_keys)
    text = g_strdup_printf ("%s: %s %.4f", of_what, trestle_attention_get_scale_title (map), map->weights[key]);
  else
    text = trestle_workbench_describe_map (pane->workbench);
  gtk_label_set_text (pane->readout, text);
}

static void
on_patch_hovered (TrestleImageView *view, gint patch, TrestleInputPane *pane)
{
  TrestleAttentionMap *map = trestle_workbench_get_map (pane->workbench);
  g_autofree char *name = NULL;

  if (patch >= 0 && map != NULL && map->grid_columns > 0)
    name = g_strdup_printf ("Patch %u, %u", (guint) patch / map->grid_columns + 1, (guint) patch % map->grid_columns + 1);
  pane_show_weight (pane, name, patch + 1);
}

static void
on_word_hovered (TrestleWordChips *chips, gint word, TrestleInputPane *pane)
{
  TrestleAttentionMap *map = trestle_workbench_get_map (pane->workbench);
  TrestleRun *run = trestle_workbench_get_run (pane->workbench);
  g_autofree char *name = NULL;

  if (word >= 0 && map != NULL && map->grid_columns == 0 && (guint) word < run->tokens->length)
    name = g_strdup_printf ("“%s”", run->words[word]);
  pane_show_weight (pane, name, word);
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

  trestle_image_view_set_image (pane->image_view, run->image, &run->image_window, trestle_trace_get_grid_rows (run->trace),
                                trestle_trace_get_grid_columns (run->trace));
  trestle_word_chips_set_words (pane->word_chips, (const char *const *) run->words);
  pane_show_tasks (pane, run->model);
  trestle_answer_list_set_answers (pane->answers, run->task, run->answers);
  gtk_label_set_text (pane->note, run->note != NULL ? run->note : "");
  gtk_widget_set_visible (GTK_WIDGET (pane->note), run->note != NULL);
}

/* The map is drawn where its keys are, the query marked where the query is. */
static void
on_selection_changed (TrestleWorkbench *workbench, TrestleInputPane *pane)
{
  const TrestleSelection *selection = trestle_workbench_get_selection (workbench);
  TrestleAttentionMap *map = trestle_workbench_get_map (workbench);
  gboolean asks_word = trestle_block_queries_are_text (selection->block);
  gboolean on_words = map != NULL && map->grid_columns == 0;
  double max = map != NULL ? map->max : 1;

  trestle_image_view_set_map (pane->image_view, on_words ? NULL : map, max);
  trestle_word_chips_set_weights (pane->word_chips, on_words ? map->weights : NULL, max);
  g_object_set (pane->image_view, "query", asks_word ? -1 : selection->patch, NULL);
  g_object_set (pane->word_chips, "query", asks_word ? selection->word : -1, NULL);
  g_object_set (pane->color_scale, "max", max, NULL);
  pane_show_weight (pane, NULL, -1);
  if (map != NULL)
    g_object_set (pane->color_scale, "title", trestle_attention_get_scale_title (map), NULL);
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
  gtk_widget_init_template (GTK_WIDGET (pane));
  pane_fill_colormaps (pane);
  pane_fill_tasks (pane);
}
