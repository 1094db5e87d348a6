/* The Compare page: two models on one input, side by side. */
#include "ui/pages/compare-page.h"

#include "analysis/figures/attention-figure.h"
#include "ui/comparison-study.h"
#include "ui/figure-source.h"
#include "ui/model-answers.h"
#include "ui/pages/compare-figure.h"
#include "ui/widgets/figure-view.h"
#include "ui/widgets/page-heading.h"

/**
 * @study: (nullable): of both models; %NULL without a workbench
 * @pair: (nullable): the maps at @place that the figure shows; without them there is no figure
 * @is_old: whether @pair is of other studies than those of @study
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
  TrestleComparisonStudy *study;
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

static gboolean
page_is_busy (TrestleComparePage *page)
{
  return page->study != NULL && trestle_comparison_study_is_busy (page->study);
}

/* @studies: (out caller-allocates): `[2]`. %FALSE while one is missing. */
static gboolean
page_get_studies (TrestleComparePage *page, const TrestleModelStudy **studies)
{
  for (guint side = 0; side < TRESTLE_N_COMPARED_MODELS; side++)
    {
      studies[side] = trestle_comparison_study_get_study (page->study, side);
      if (studies[side] == NULL)
        return FALSE;
    }
  return TRUE;
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
page_make_pair (TrestleComparePage *page, const TrestleModelStudy *const *studies)
{
  TrestleMapPlace place = page_find_place (page);
  TrestleMapPair *pair;

  if (page->pair != NULL && !page->is_old && is_same_place (&place, &page->place))
    return;
  pair = trestle_compare_figure_match (studies, &place);
  if (pair == NULL)
    return;
  g_clear_pointer (&page->pair, trestle_map_pair_unref);
  page->pair = pair;
  page->place = place;
  page->is_old = FALSE;
  trestle_figure_view_renew (page->figure);
}

/* @file: (nullable): what the figure is to be written to, for its origin */
static TrestleFigure *
page_draw (TrestleComparePage *page, double width_mm, const char *file)
{
  const TrestleModelStudy *studies[TRESTLE_N_COMPARED_MODELS];
  TrestleLook look = TRESTLE_LOOK_DEFAULT;
  TrestleFigure *figure;
  double opacity;

  if (page->pair == NULL || page->is_old || !page_get_studies (page, studies))
    return NULL;
  look.width_mm = width_mm;
  g_object_get (page->workbench, "colormap", &look.colormap, "opacity", &opacity, NULL);
  figure = trestle_compare_figure_draw (studies, page->pair, opacity, &look);
  if (file != NULL)
    trestle_figure_set_origin (figure, trestle_compare_figure_make_origin (studies, &page->place, opacity, &look, file));
  return figure;
}

/* The figure at that width; a #TrestleFigureMaker. */
static TrestleFigure *
make_figure (double width_mm, gpointer page)
{
  return page_draw (page, width_mm, NULL);
}

/* (transfer full): "text → image · layer 4 · mean of heads · “red”", counted as people count */
static char *
page_name_map (TrestleComparePage *page)
{
  const TrestleAttentionMap *map = page->pair->maps[TRESTLE_FIRST_MODEL];
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
  const TrestleModelStudy *studies[TRESTLE_N_COMPARED_MODELS];
  const char *shown = "waiting";

  if (trestle_comparison_study_is_up_to_date (page->study) && page_get_studies (page, studies))
    page_make_pair (page, studies);
  if (page->pair != NULL)
    page_describe_map (page);
  if (trestle_comparison_study_is_stopped (page->study))
    shown = "stopped";
  else if (page->pair != NULL)
    shown = "figure";
  gtk_stack_set_visible_child_name (page->figures, shown);
}

static void
page_show_answers (TrestleComparePage *page)
{
  g_autofree char *name = trestle_comparison_name (page->comparison);

  trestle_model_answers_show (page->first_answers, NULL, trestle_comparison_study_get_run (page->study, TRESTLE_FIRST_MODEL));
  trestle_model_answers_show (page->second_answers, name, trestle_comparison_study_get_run (page->study, TRESTLE_SECOND_MODEL));
  trestle_model_answers_set_waiting (page->second_answers, page_is_busy (page));
}

static void
page_show (TrestleComparePage *page)
{
  gboolean is_active = trestle_comparison_is_active (page->comparison)
                       && trestle_comparison_study_get_run (page->study, TRESTLE_FIRST_MODEL) != NULL;

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

/* What is missing is of another model: of that there is nothing to show yet. */
static void
on_exchanged (TrestleComparePage *page)
{
  const TrestleModelStudy *studies[TRESTLE_N_COMPARED_MODELS];

  page->is_old = TRUE;
  if (!page_get_studies (page, studies))
    page_drop_pair (page);
}

static void
on_selection_changed (TrestleWorkbench *workbench, TrestleComparePage *page)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (page)))
    page_show (page);
}

const TrestleMapPair *
trestle_compare_page_get_pair (TrestleComparePage *page)
{
  return page->pair;
}

const TrestleModelStudy *
trestle_compare_page_get_study (TrestleComparePage *page, guint side)
{
  return trestle_comparison_study_get_study (page->study, side);
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
  trestle_comparison_study_hold (page->study);
}

static void
trestle_compare_page_unmap (GtkWidget *widget)
{
  TrestleComparePage *page = TRESTLE_COMPARE_PAGE (widget);

  trestle_comparison_study_release (page->study);
  GTK_WIDGET_CLASS (trestle_compare_page_parent_class)->unmap (widget);
}

static void
on_try_again (GtkButton *button, TrestleComparePage *page)
{
  trestle_comparison_study_try_again (page->study);
}

static TrestleFigure *
page_make_figure (TrestleFigureSource *source, double width_mm, const char *file)
{
  TrestleComparePage *page = TRESTLE_COMPARE_PAGE (source);

  return page->workbench != NULL && trestle_comparison_is_active (page->comparison) ? page_draw (page, width_mm, file) : NULL;
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

  g_return_if_fail (page->workbench == NULL);
  page->workbench = g_object_ref (workbench);
  page->comparison = g_object_ref (trestle_workbench_get_comparison (workbench));
  page->study = trestle_comparison_study_new (workbench);
  g_signal_connect_object (page->study, "exchanged", G_CALLBACK (on_exchanged), page, G_CONNECT_SWAPPED);
  g_signal_connect_object (page->study, "changed", G_CALLBACK (page_show), page, G_CONNECT_SWAPPED);
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
  if (page->study != NULL)
    g_object_run_dispose (G_OBJECT (page->study));
  g_clear_object (&page->study);
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
