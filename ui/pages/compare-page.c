/* The Compare page: two models on one input, side by side. */
#include "ui/pages/compare-page.h"

#include "analysis/figures/attention-figure.h"
#include "analysis/figures/comparison-figure.h"
#include "ui/figure-source.h"
#include "ui/model-answers.h"
#include "ui/model-study.h"
#include "ui/run-origin.h"
#include "ui/widgets/figure-view.h"
#include "ui/widgets/page-heading.h"

#define FIRST 0
#define SECOND 1

/**
 * Side: one of the two models.
 * @study: (nullable): what the figure shows; it may be of an older run while a newer one is measured
 * @next: (nullable): what it shows as soon as there is one of both
 * @pending: (nullable): the run that is being measured
 * @stopped: (nullable): the run that could not be
 */
typedef struct
{
  TrestleModelStudy *study;
  TrestleModelStudy *next;
  TrestleRun *pending;
  TrestleRun *stopped;
} Side;

/**
 * @pair: (nullable): the maps at @place that the figure shows; without them there is no figure
 * @is_old: whether @pair is of other studies than those of @sides
 */
struct _TrestleComparePage
{
  AdwBin parent_instance;

  TrestleWorkbench *workbench;
  TrestleComparison *comparison;
  GtkStack *stack;
  GtkStack *figures;
  TrestleModelAnswers *first_answers;
  TrestleModelAnswers *second_answers;
  GtkToggleButton *mean_button;
  TrestleFigureView *figure;
  Side sides[2];
  TrestleMapPair *pair;
  TrestleMapPlace place;
  gboolean is_old;
  gboolean shows_mean;
  gboolean was_busy;
};

enum
{
  PROP_MEAN = 1,
  PROP_BUSY,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

static void compare_page_page_init (TrestlePageInterface *interface);
static void compare_page_figure_source_init (TrestleFigureSourceInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TrestleComparePage,
                               trestle_compare_page,
                               ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (TRESTLE_TYPE_PAGE, compare_page_page_init)
                                   G_IMPLEMENT_INTERFACE (TRESTLE_TYPE_FIGURE_SOURCE, compare_page_figure_source_init))

/* A study that the page waits for. */
typedef struct
{
  TrestleComparePage *page;
  guint side;
} Waiting;

/* (transfer none) (nullable) */
static TrestleRun *
page_get_run (TrestleComparePage *page, guint side)
{
  return side == FIRST ? trestle_workbench_get_run (page->workbench) : trestle_comparison_get_run (page->comparison);
}

static gboolean
page_has_both_runs (TrestleComparePage *page)
{
  return page_get_run (page, FIRST) != NULL && page_get_run (page, SECOND) != NULL;
}

/* Whether the figure is about the runs that there are. */
static gboolean
page_is_up_to_date (TrestleComparePage *page)
{
  for (guint side = 0; side < 2; side++)
    if (page->sides[side].study == NULL || page->sides[side].study->run != page_get_run (page, side))
      return FALSE;
  return TRUE;
}

static gboolean
is_running (TrestleRunner *runner)
{
  gboolean busy;

  g_object_get (runner, "busy", &busy, NULL);
  return busy;
}

/* Whether nothing more will come unless somebody asks for it. */
static gboolean
page_is_stopped (TrestleComparePage *page)
{
  if (page_get_run (page, SECOND) == NULL)
    return page_get_run (page, FIRST) != NULL && !is_running (trestle_workbench_get_runner (page->workbench))
           && !is_running (trestle_comparison_get_runner (page->comparison));
  for (guint side = 0; side < 2; side++)
    if (page->sides[side].stopped != NULL && page->sides[side].stopped == page_get_run (page, side))
      return TRUE;
  return FALSE;
}

static gboolean
page_is_busy (TrestleComparePage *page)
{
  return page->workbench != NULL && trestle_comparison_is_active (page->comparison) && !page_is_up_to_date (page)
         && !page_is_stopped (page);
}

static TrestleMapSide
get_map_side (const TrestleModelStudy *study, const char *name)
{
  const TrestleRun *run = study->run;

  return (TrestleMapSide){ name, run->trace, run->tokens, (const char *const *) run->words, &run->image_window };
}

/* The map that is looked at. */
static TrestleMapPlace
page_find_place (TrestleComparePage *page)
{
  const TrestleSelection *selection = trestle_workbench_get_selection (page->workbench);

  return (TrestleMapPlace){ selection->block, selection->layer, page->shows_mean ? TRESTLE_HEAD_MEAN : selection->head,
                            trestle_selection_get_query (selection) };
}

static gboolean
is_same_place (const TrestleMapPlace *a, const TrestleMapPlace *b)
{
  return a->block == b->block && a->layer == b->layer && a->head == b->head && a->query == b->query;
}

static void
page_drop_pair (TrestleComparePage *page)
{
  g_clear_pointer (&page->pair, trestle_map_pair_unref);
  trestle_figure_view_renew (page->figure);
}

/* That map of both models, and the figure with it, unless that is what there is; none while the selection is about another run. */
static void
page_make_pair (TrestleComparePage *page)
{
  const TrestleModelStudy *first = page->sides[FIRST].study, *second = page->sides[SECOND].study;
  TrestleMapPlace place = page_find_place (page);
  g_autofree char *first_name = trestle_run_name_model (first->run);
  g_autofree char *second_name = trestle_run_name_model (second->run);
  g_autofree char *text = trestle_run_get_shown_text (first->run);
  TrestleMapSide sides[] = { get_map_side (first, first_name), get_map_side (second, second_name) };
  TrestleMapPair *pair;

  if (page->pair != NULL && !page->is_old && is_same_place (&place, &page->place))
    return;
  pair = trestle_map_pair_new (sides, &place, text, NULL);
  if (pair == NULL)
    return;
  g_clear_pointer (&page->pair, trestle_map_pair_unref);
  page->pair = pair;
  page->place = place;
  page->is_old = FALSE;
  trestle_figure_view_renew (page->figure);
}

static TrestleComparisonSide
get_figure_side (const TrestleModelStudy *study, const char *name)
{
  return (TrestleComparisonSide){ name, &study->run->image_window, &study->shape, study->heads, study->readouts };
}

static TrestleFigure *
draw_figure (TrestleComparePage *page, double opacity, const TrestleLook *look)
{
  const TrestleModelStudy *first = page->sides[FIRST].study, *second = page->sides[SECOND].study;
  g_autofree char *first_name = trestle_run_name_model (first->run);
  g_autofree char *second_name = trestle_run_name_model (second->run);
  TrestleComparisonSide sides[] = { get_figure_side (first, first_name), get_figure_side (second, second_name) };

  return trestle_comparison_figure_new (sides, page->pair, first->task, first->run->image, opacity, look);
}

/* The figure at that width; a #TrestleFigureMaker. */
static TrestleFigure *
make_figure (double width_mm, gpointer data)
{
  TrestleComparePage *page = data;
  TrestleLook look = TRESTLE_LOOK_DEFAULT;
  double opacity;

  if (page->pair == NULL || page->is_old)
    return NULL;
  look.width_mm = width_mm;
  g_object_get (page->workbench, "colormap", &look.colormap, "opacity", &opacity, NULL);
  return draw_figure (page, opacity, &look);
}

/* (transfer full): "text → image · layer 4 · mean of heads · “red”", counted as people count */
static char *
page_name_map (TrestleComparePage *page)
{
  const TrestleAttentionMap *map = page->pair->maps[FIRST];
  g_autofree char *head = map->head == TRESTLE_HEAD_MEAN ? g_strdup ("mean of heads") : g_strdup_printf ("head %d", map->head + 1);
  g_autofree char *query = trestle_workbench_describe_query (page->workbench);

  return g_strdup_printf ("%s · layer %u · %s · %s", trestle_block_get_title (map->block), map->layer + 1, head, query);
}

/* What the map is of, and what of it could not be matched, for those who hear the figure. */
static void
page_describe_map (TrestleComparePage *page)
{
  g_autofree char *text = page_name_map (page);
  g_autofree char *notes = g_strjoinv (" ", page->pair->notes);

  gtk_accessible_update_property (GTK_ACCESSIBLE (page->figure), GTK_ACCESSIBLE_PROPERTY_LABEL, text, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  notes, -1);
}

static void
page_show_figure (TrestleComparePage *page)
{
  const char *shown = "waiting";

  if (page_is_up_to_date (page))
    page_make_pair (page);
  if (page->pair != NULL)
    page_describe_map (page);
  if (page_is_stopped (page))
    shown = "stopped";
  else if (page->pair != NULL)
    shown = "figure";
  gtk_stack_set_visible_child_name (page->figures, shown);
}

static void
page_show_answers (TrestleComparePage *page)
{
  g_autofree char *name = trestle_comparison_name (page->comparison);

  trestle_model_answers_show (page->first_answers, NULL, page_get_run (page, FIRST));
  trestle_model_answers_show (page->second_answers, name, page_get_run (page, SECOND));
  trestle_model_answers_set_waiting (page->second_answers, page_is_busy (page));
}

static void
page_show (TrestleComparePage *page)
{
  gboolean is_active = trestle_comparison_is_active (page->comparison) && page_get_run (page, FIRST) != NULL;

  gtk_stack_set_visible_child_name (page->stack, is_active ? "both" : "none");
  if (is_active)
    {
      page_show_answers (page);
      page_show_figure (page);
    }
  if (page_is_busy (page) == page->was_busy)
    return;
  page->was_busy = !page->was_busy;
  g_object_notify_by_pspec (G_OBJECT (page), properties[PROP_BUSY]);
}

static void page_work (TrestleComparePage *page);

static void
side_clear (Side *side)
{
  g_clear_pointer (&side->study, trestle_model_study_free);
  g_clear_pointer (&side->next, trestle_model_study_free);
  g_clear_pointer (&side->pending, trestle_run_unref);
  g_clear_pointer (&side->stopped, trestle_run_unref);
}

/* Both together, so that the figure is never of two texts. */
static void
page_take_studies (TrestleComparePage *page)
{
  for (guint side = 0; side < 2; side++)
    if (page->sides[side].next == NULL || page->sides[side].next->run != page_get_run (page, side))
      return;
  for (guint side = 0; side < 2; side++)
    {
      g_clear_pointer (&page->sides[side].study, trestle_model_study_free);
      page->sides[side].study = g_steal_pointer (&page->sides[side].next);
    }
  page->is_old = TRUE;
}

/* After an error nothing is tried again before there is another run, or the user says so. */
static void
side_note_failure (Side *side, TrestleComparePage *page, const GError *error)
{
  g_clear_pointer (&side->stopped, trestle_run_unref);
  side->stopped = g_steal_pointer (&side->pending);
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    trestle_workbench_report (page->workbench, error->message);
}

static void
on_measured (GObject *runner, GAsyncResult *result, gpointer data)
{
  g_autofree Waiting *waiting = data;
  g_autoptr (TrestleComparePage) page = waiting->page;
  Side *side = &page->sides[waiting->side];
  g_autoptr (GError) error = NULL;
  g_autoptr (TrestleModelStudy) study = trestle_model_study_measure_finish (TRESTLE_RUNNER (runner), result, &error);

  if (page->workbench == NULL)
    return;
  if (study != NULL)
    {
      g_clear_pointer (&side->next, trestle_model_study_free);
      side->next = g_steal_pointer (&study);
      g_clear_pointer (&side->pending, trestle_run_unref);
    }
  else
    side_note_failure (side, page, error);
  page_take_studies (page);
  page_work (page);
  page_show (page);
}

static gboolean
side_has_study (const Side *side, const TrestleRun *run, TrestleTask task)
{
  const TrestleModelStudy *study = side->next != NULL && side->next->run == run ? side->next : side->study;

  return study != NULL && study->run == run && study->task == task;
}

/* One run after the other, and only the latest. What there is already need not be measured again. */
static void
page_measure (TrestleComparePage *page, guint index, TrestleTask task)
{
  TrestleRunner *runners[] = { trestle_workbench_get_runner (page->workbench), trestle_comparison_get_runner (page->comparison) };
  Side *side = &page->sides[index];
  TrestleRun *run = page_get_run (page, index);
  Waiting *waiting;

  if (side->pending != NULL || side->stopped == run || side_has_study (side, run, task))
    return;
  waiting = g_new (Waiting, 1);
  *waiting = (Waiting){ g_object_ref (page), index };
  side->pending = trestle_run_ref (run);
  trestle_model_study_measure_async (runners[index], run, task, on_measured, waiting);
}

/* A study of a run that there still is becomes the next one again: the other model was exchanged. */
static void
page_keep_studies (TrestleComparePage *page)
{
  for (guint side = 0; side < 2; side++)
    if (page->sides[side].next == NULL && page->sides[side].study != NULL && page->sides[side].study->run == page_get_run (page, side)
        && !page_is_up_to_date (page))
      {
        page->sides[side].next = g_steal_pointer (&page->sides[side].study);
        page_drop_pair (page);
      }
}

/* Only while somebody looks, and as soon as both models have run. */
static void
page_work (TrestleComparePage *page)
{
  TrestleTask task;

  if (page->workbench == NULL || !page_has_both_runs (page) || !gtk_widget_get_mapped (GTK_WIDGET (page)))
    return;
  task = trestle_model_study_choose_task (page_get_run (page, FIRST), page_get_run (page, SECOND));
  page_keep_studies (page);
  for (guint side = 0; side < 2; side++)
    page_measure (page, side, task);
}

/* Of another second model there is nothing to show yet. */
static void
page_forget_figure (TrestleComparePage *page)
{
  page_drop_pair (page);
  for (guint side = 0; side < 2; side++)
    g_clear_pointer (&page->sides[side].study, trestle_model_study_free);
}

static void
on_choice_changed (TrestleComparison *comparison, GParamSpec *pspec, TrestleComparePage *page)
{
  page_forget_figure (page);
}

static void
on_changed (TrestleComparePage *page)
{
  page_work (page);
  page_show (page);
}

static void
on_selection_changed (TrestleWorkbench *workbench, TrestleComparePage *page)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (page)))
    on_changed (page);
}

const TrestleMapPair *
trestle_compare_page_get_pair (TrestleComparePage *page)
{
  return page->pair;
}

const TrestleModelStudy *
trestle_compare_page_get_study (TrestleComparePage *page, guint side)
{
  return page->sides[side].study;
}

static void
on_look_changed (TrestleComparePage *page)
{
  trestle_figure_view_renew (page->figure);
}

static void
trestle_compare_page_map (GtkWidget *widget)
{
  TrestleComparePage *page = TRESTLE_COMPARE_PAGE (widget);

  GTK_WIDGET_CLASS (trestle_compare_page_parent_class)->map (widget);
  for (guint side = 0; side < 2; side++)
    g_clear_pointer (&page->sides[side].stopped, trestle_run_unref);
  trestle_comparison_hold (page->comparison);
  on_changed (page);
}

static void
trestle_compare_page_unmap (GtkWidget *widget)
{
  TrestleComparePage *page = TRESTLE_COMPARE_PAGE (widget);

  trestle_comparison_release (page->comparison);
  GTK_WIDGET_CLASS (trestle_compare_page_parent_class)->unmap (widget);
}

/* What was stopped, the run or what is measured of it. */
static void
on_try_again (GtkButton *button, TrestleComparePage *page)
{
  for (guint side = 0; side < 2; side++)
    g_clear_pointer (&page->sides[side].stopped, trestle_run_unref);
  if (page_get_run (page, SECOND) == NULL)
    trestle_comparison_try_again (page->comparison);
  on_changed (page);
}

/* How the second model is named on a command line. */
static void
add_second_model (GStrvBuilder *options, const TrestleRun *second)
{
  if (second->model_source->stand_in != TRESTLE_STAND_IN_NONE)
    g_strv_builder_add_many (options, "--without-bridges", trestle_stand_in_get_name (second->model_source->stand_in), NULL);
  else
    g_strv_builder_add_many (options, "--beside", second->model_source->path, NULL);
}

/* (transfer full): what the command line takes beside the first model and its input. */
static char **
page_list_options (TrestleComparePage *page, double width_mm, const char *file)
{
  const TrestleModelStudy *first = page->sides[FIRST].study;
  const TrestleMapPlace *place = &page->place;
  g_autoptr (GStrvBuilder) options = g_strv_builder_new ();
  g_autofree char *layer = g_strdup_printf ("%s.%u", trestle_block_get_name (place->block), place->layer);
  g_autofree char *head = place->head == TRESTLE_HEAD_MEAN ? g_strdup ("mean") : g_strdup_printf ("%d", place->head);
  g_autofree char *query = g_strdup_printf ("%d", place->query);
  g_autofree char *width = g_strdup_printf ("%g", width_mm);
  g_autofree char *heat = NULL;
  TrestleColormap colormap;
  double opacity;

  g_object_get (page->workbench, "colormap", &colormap, "opacity", &opacity, NULL);
  heat = g_strdup_printf ("%.2f", opacity);
  add_second_model (options, page->sides[SECOND].study->run);
  g_strv_builder_add_many (options, "--layer", layer, "--head", head, "--query", query, "--opacity", heat, "--colormap",
                           trestle_colormap_get_name (colormap), "--width", width, NULL);
  if (first->task < TRESTLE_N_TASKS)
    g_strv_builder_add_many (options, "--task", trestle_task_get_name (first->task), NULL);
  g_strv_builder_add_many (options, "-o", file, NULL);
  return g_strv_builder_end (options);
}

static TrestleOrigin *
page_make_origin (TrestleComparePage *page, double width_mm, const char *file)
{
  g_auto (GStrv) options = page_list_options (page, width_mm, file);
  g_autofree char *first = trestle_run_name_model (page->sides[FIRST].study->run);
  g_autofree char *second = trestle_run_name_model (page->sides[SECOND].study->run);
  TrestleOrigin *origin = trestle_run_make_origin (page->sides[FIRST].study->run, "Two models side by side", "compare",
                                                   (const char *const *) options);

  g_free (origin->model);
  origin->model = g_strdup_printf ("%s, %s", first, second);
  return origin;
}

static TrestleFigure *
page_make_figure (TrestleFigureSource *source, double width_mm, const char *file)
{
  TrestleComparePage *page = TRESTLE_COMPARE_PAGE (source);
  TrestleFigure *figure = page->workbench != NULL && trestle_comparison_is_active (page->comparison) ? make_figure (width_mm, page) : NULL;

  if (figure != NULL)
    trestle_figure_set_origin (figure, page_make_origin (page, width_mm, file));
  return figure;
}

static char *
page_name_file (TrestleFigureSource *source)
{
  TrestleComparePage *page = TRESTLE_COMPARE_PAGE (source);

  if (page->pair == NULL)
    return g_strdup ("compare");
  return g_strdup_printf ("compare-%s-layer%u", trestle_block_get_name (page->place.block), page->place.layer + 1);
}

static void
compare_page_figure_source_init (TrestleFigureSourceInterface *interface)
{
  interface->make_figure = page_make_figure;
  interface->name_file = page_name_file;
}

static void
page_set_workbench (TrestlePage *widget, TrestleWorkbench *workbench)
{
  TrestleComparePage *page = TRESTLE_COMPARE_PAGE (widget);
  TrestleComparison *comparison = trestle_workbench_get_comparison (workbench);

  g_return_if_fail (page->workbench == NULL);
  page->workbench = g_object_ref (workbench);
  page->comparison = g_object_ref (comparison);
  g_signal_connect_object (comparison, "notify::active", G_CALLBACK (on_choice_changed), page, 0);
  g_signal_connect_object (comparison, "changed", G_CALLBACK (on_changed), page, G_CONNECT_SWAPPED);
  g_signal_connect_object (trestle_comparison_get_runner (comparison), "notify::busy", G_CALLBACK (page_show), page, G_CONNECT_SWAPPED);
  g_signal_connect_object (trestle_workbench_get_runner (workbench), "notify::busy", G_CALLBACK (page_show), page, G_CONNECT_SWAPPED);
  g_signal_connect_object (workbench, "selection-changed", G_CALLBACK (on_selection_changed), page, 0);
  g_signal_connect_object (workbench, "notify::colormap", G_CALLBACK (on_look_changed), page, G_CONNECT_SWAPPED);
  g_signal_connect_object (workbench, "notify::opacity", G_CALLBACK (on_look_changed), page, G_CONNECT_SWAPPED);
  page_show (page);
}

static void
compare_page_page_init (TrestlePageInterface *interface)
{
  interface->set_workbench = page_set_workbench;
}

static void
trestle_compare_page_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  TrestleComparePage *page = TRESTLE_COMPARE_PAGE (object);

  switch (id)
    {
    case PROP_MEAN:
      g_value_set_boolean (value, page->shows_mean);
      break;
    case PROP_BUSY:
      g_value_set_boolean (value, page_is_busy (page));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
    }
}

static void
trestle_compare_page_set_property (GObject *object, guint id, const GValue *value, GParamSpec *spec)
{
  TrestleComparePage *page = TRESTLE_COMPARE_PAGE (object);

  if (id != PROP_MEAN)
    {
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
      return;
    }
  page->shows_mean = g_value_get_boolean (value);
  if (page->workbench != NULL)
    page_show (page);
}

static void
trestle_compare_page_dispose (GObject *object)
{
  TrestleComparePage *page = TRESTLE_COMPARE_PAGE (object);

  if (page->figure != NULL)
    trestle_figure_view_forget (page->figure);
  for (guint side = 0; side < 2; side++)
    side_clear (&page->sides[side]);
  g_clear_pointer (&page->pair, trestle_map_pair_unref);
  g_clear_object (&page->comparison);
  g_clear_object (&page->workbench);
  G_OBJECT_CLASS (trestle_compare_page_parent_class)->dispose (object);
}

static void
install_properties (GObjectClass *class)
{
  properties[PROP_MEAN] = g_param_spec_boolean ("mean", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (class, N_PROPERTIES, properties);
}

static void
trestle_compare_page_class_init (TrestleComparePageClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  object_class->get_property = trestle_compare_page_get_property;
  object_class->set_property = trestle_compare_page_set_property;
  object_class->dispose = trestle_compare_page_dispose;
  widget_class->map = trestle_compare_page_map;
  widget_class->unmap = trestle_compare_page_unmap;
  install_properties (object_class);
  g_type_ensure (TRESTLE_TYPE_PAGE_HEADING);
  g_type_ensure (TRESTLE_TYPE_MODEL_ANSWERS);
  g_type_ensure (TRESTLE_TYPE_FIGURE_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/trestle/Trestle/ui/pages/compare-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TrestleComparePage, stack);
  gtk_widget_class_bind_template_child (widget_class, TrestleComparePage, figures);
  gtk_widget_class_bind_template_child (widget_class, TrestleComparePage, first_answers);
  gtk_widget_class_bind_template_child (widget_class, TrestleComparePage, second_answers);
  gtk_widget_class_bind_template_child (widget_class, TrestleComparePage, mean_button);
  gtk_widget_class_bind_template_child (widget_class, TrestleComparePage, figure);
  gtk_widget_class_bind_template_callback (widget_class, on_try_again);
}

static void
trestle_compare_page_init (TrestleComparePage *page)
{
  gtk_widget_init_template (GTK_WIDGET (page));
  g_object_bind_property (page, "mean", page->mean_button, "active", G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
  trestle_figure_view_set_maker (page->figure, make_figure, page);
}
