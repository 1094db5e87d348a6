/* The captions to rank: written one a line, scored by one of the model's heads, and shown best first. */
#include "ui/caption-list.h"

#include "ui/ranking-bars.h"

struct _TrestleCaptionList
{
  AdwBin parent_instance;

  TrestleWorkbench *workbench;
  GtkWidget *view;
  GtkTextBuffer *buffer;
  GtkLabel *hint;
  GtkDropDown *measure;
  TrestleCaptionBars *bars;
};

G_DEFINE_FINAL_TYPE (TrestleCaptionList, trestle_caption_list, ADW_TYPE_BIN)

/* (transfer full) */
static char *
list_get_text (TrestleCaptionList *list)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (list->buffer, &start, &end);
  return gtk_text_buffer_get_text (list->buffer, &start, &end, FALSE);
}

static void
on_buffer_changed (GtkTextBuffer *buffer, TrestleCaptionList *list)
{
  g_autofree char *text = list_get_text (list);

  trestle_workbench_type (list->workbench, text);
}

static void
on_text_changed (TrestleWorkbench *workbench, TrestleCaptionList *list)
{
  if (trestle_workbench_get_task (workbench) != TRESTLE_WINDOW_RANK)
    return;
  g_signal_handlers_block_by_func (list->buffer, on_buffer_changed, list);
  gtk_text_buffer_set_text (list->buffer, trestle_workbench_get_text (workbench), -1);
  g_signal_handlers_unblock_by_func (list->buffer, on_buffer_changed, list);
}

/* The heads that the drop-down offers are those that the model has, in the order of the measures. */
static TrestleTask
head_of_item (const TrestleModel *model, guint item)
{
  guint n_measures;
  const TrestleMeasureWords *measures = trestle_measures_list (&n_measures);

  for (guint i = 0; i < n_measures; i++)
    if (trestle_model_can (model, measures[i].head) && item-- == 0)
      return measures[i].head;
  return TRESTLE_N_TASKS;
}

static void
on_measure_selected (GtkDropDown *measure, GParamSpec *pspec, TrestleCaptionList *list)
{
  TrestleRun *run = trestle_workbench_get_run (list->workbench);
  TrestleTask head = run != NULL ? head_of_item (run->model, gtk_drop_down_get_selected (measure)) : TRESTLE_N_TASKS;

  if (head != TRESTLE_N_TASKS)
    trestle_workbench_set_measure (list->workbench, head);
}

/* A choice of one is none: then it is only said what it is. */
static void
list_describe_measure (TrestleCaptionList *list, const TrestleMeasureWords *words, gboolean is_choice)
{
  g_autofree char *title = g_ascii_strdown (words->title, -1);
  g_autofree char *hint = g_strdup_printf ("One caption a line, scored %s", title);

  gtk_label_set_text (list->hint, is_choice ? "One caption a line" : hint);
  gtk_widget_set_tooltip_text (GTK_WIDGET (list->hint), is_choice ? NULL : words->meaning);
  gtk_widget_set_tooltip_text (GTK_WIDGET (list->measure), words->meaning);
  gtk_widget_set_visible (GTK_WIDGET (list->measure), is_choice);
}

static void
list_show_measures (TrestleCaptionList *list, const TrestleRun *run)
{
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);
  guint n_measures, selected = 0, n_items = 0;
  const TrestleMeasureWords *measures = trestle_measures_list (&n_measures), *words = measures;

  for (guint i = 0; i < n_measures; i++)
    if (trestle_model_can (run->model, measures[i].head))
      {
        gtk_string_list_append (titles, measures[i].title);
        if (measures[i].head == run->head)
          {
            selected = n_items;
            words = &measures[i];
          }
        n_items++;
      }
  g_signal_handlers_block_by_func (list->measure, on_measure_selected, list);
  gtk_drop_down_set_model (list->measure, G_LIST_MODEL (titles));
  gtk_drop_down_set_selected (list->measure, selected);
  g_signal_handlers_unblock_by_func (list->measure, on_measure_selected, list);
  list_describe_measure (list, words, n_items > 1);
}

static void
on_result_changed (TrestleWorkbench *workbench, TrestleCaptionList *list)
{
  const TrestleRun *run = trestle_workbench_get_run (workbench);

  if (run->task != TRESTLE_WINDOW_RANK)
    return;
  list_show_measures (list, run);
  trestle_ranking_bars_show (list->bars, run);
}

static void
on_row_chosen (TrestleCaptionBars *bars, guint row, TrestleCaptionList *list)
{
  const TrestleRun *run = trestle_workbench_get_run (list->workbench);

  if (run->ranking != NULL && row < run->ranking->len)
    trestle_workbench_choose_caption (list->workbench, g_array_index (run->ranking, TrestleRankedCaption, row).index);
}

void
trestle_caption_list_set_workbench (TrestleCaptionList *list, TrestleWorkbench *workbench)
{
  g_return_if_fail (list->workbench == NULL);
  list->workbench = g_object_ref (workbench);
  g_signal_connect_object (workbench, "text-changed", G_CALLBACK (on_text_changed), list, 0);
  g_signal_connect_object (workbench, "result-changed", G_CALLBACK (on_result_changed), list, 0);
}

void
trestle_caption_list_focus_text (TrestleCaptionList *list)
{
  gtk_widget_grab_focus (list->view);
}

static void
trestle_caption_list_dispose (GObject *object)
{
  g_clear_object (&TRESTLE_CAPTION_LIST (object)->workbench);
  G_OBJECT_CLASS (trestle_caption_list_parent_class)->dispose (object);
}

static void
trestle_caption_list_class_init (TrestleCaptionListClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = trestle_caption_list_dispose;
  g_type_ensure (TRESTLE_TYPE_CAPTION_BARS);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/trestle/Trestle/ui/caption-list.ui");
  gtk_widget_class_bind_template_child (widget_class, TrestleCaptionList, view);
  gtk_widget_class_bind_template_child (widget_class, TrestleCaptionList, buffer);
  gtk_widget_class_bind_template_child (widget_class, TrestleCaptionList, hint);
  gtk_widget_class_bind_template_child (widget_class, TrestleCaptionList, measure);
  gtk_widget_class_bind_template_child (widget_class, TrestleCaptionList, bars);
  gtk_widget_class_bind_template_callback (widget_class, on_buffer_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_measure_selected);
  gtk_widget_class_bind_template_callback (widget_class, on_row_chosen);
}

static void
trestle_caption_list_init (TrestleCaptionList *list)
{
  gtk_widget_init_template (GTK_WIDGET (list));
}
