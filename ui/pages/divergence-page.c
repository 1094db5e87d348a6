/* The Divergence page: one number for every head of every layer, as the paper plots it. */
#include "ui/pages/divergence-page.h"

#include "analysis/figures/head-figure.h"
#include "ui/figure-source.h"
#include "ui/head-origin.h"
#include "ui/list-input.h"
#include "ui/list-study.h"
#include "ui/pair-study.h"
#include "ui/settings.h"
#include "ui/widgets/head-panels.h"
#include "ui/widgets/list-bar.h"
#include "ui/widgets/page-heading.h"

/**
 * @pair: (nullable): the heads of the image and text of now; %NULL without a workbench
 * @over: the heads over a list
 * @list: (nullable): path of the list
 * @problem: (nullable): why it could not be gone through
 */
struct _TrestleDivergencePage
{
  AdwBin parent_instance;

  TrestleWorkbench *workbench;
  TrestlePageHeading *heading;
  GtkToggleButton *this_pair;
  GtkToggleButton *a_list;
  GtkDropDown *measures;
  GtkToggleButton *encoder;
  GtkToggleButton *towers;
  TrestleListBar *list_bar;
  TrestleHeadPanels *panels;
  AdwStatusPage *empty;
  GtkLabel *readout;
  GtkWidget *offer;
  GtkWidget *exchange;
  GtkStack *stack;
  TrestlePairStudy *pair;
  TrestleListStudy *over;
  char *list;
  char *problem;
  TrestleHeadMeasure measure;
  gboolean shows_towers;
  gboolean is_over_list;
};

enum
{
  PROP_MEASURE = 1,
  PROP_TOWERS,
  PROP_OVER_LIST,
  PROP_LIST,
  PROP_BUSY,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

static void divergence_page_page_init (TrestlePageInterface *interface);
static void divergence_page_figure_source_init (TrestleFigureSourceInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TrestleDivergencePage,
                               trestle_divergence_page,
                               ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (TRESTLE_TYPE_PAGE, divergence_page_page_init)
                                   G_IMPLEMENT_INTERFACE (TRESTLE_TYPE_FIGURE_SOURCE, divergence_page_figure_source_init))

/* What the choice calls a measure, and what its numbers say, with the unit. */
static const struct
{
  const char *title;
  const char *sentence;
} words[TRESTLE_N_HEAD_MEASURES] = {
  [TRESTLE_HEAD_DIVERGENCE] = { "Divergence",
                                "How differently a head looks from the other heads of its layer: the mean KL divergence to them, in nats. "
                                "0 means that all look alike." },
  [TRESTLE_HEAD_ENTROPY] = { "Entropy", "How widely a head spreads its attention: the mean entropy of where it looks, in nats. 0 means "
                                        "that it looks at "
                                        "one place only." },
  [TRESTLE_HEAD_DISTANCE] = { "Distance",
                              "How far away a head looks: the mean distance from a patch to the patches it looks at, in patches." },
  [TRESTLE_HEAD_CLASS_SHARE] = { "Class token",
                                 "How much of its attention a head gives to the class token: the mean weight, from 0 to 1." },
  [TRESTLE_HEAD_SEPARATOR_SHARE] = { "Separator",
                                     "How much of its attention a head gives to the token that closes the text: the mean weight, from 0 to "
                                     "1." },
};

#define OVER_LIST " Over a list of pairs: the mean over the pairs, with the 95 % interval of that mean."

/* (nullable): what is known of the list, as far as there is a number in it */
static TrestleListResult *
page_get_result (TrestleDivergencePage *page)
{
  TrestleListResult *result = trestle_list_study_get_result (page->over);

  return result != NULL && result->n_done > result->n_failed ? result : NULL;
}

/* @profiles: (out caller-allocates): what is shown, for as long as nothing changes. Returns how many there are. */
static guint
page_get_profiles (TrestleDivergencePage *page, TrestleHeadProfile *profiles)
{
  const TrestleListResult *result = page_get_result (page);

  if (!page->is_over_list)
    return page->pair != NULL ? trestle_pair_study_get_profiles (page->pair, profiles) : 0;
  for (guint i = 0; result != NULL && i < result->n_models; i++)
    profiles[i] = result->profiles[i];
  return result != NULL ? result->n_models : 0;
}

/* What is shown, at that width; a #TrestleFigureMaker. */
static TrestleFigure *
make_figure (double width_mm, gpointer data)
{
  TrestleDivergencePage *page = data;
  TrestleHeadProfile profiles[TRESTLE_MOST_HEAD_PROFILES];
  guint n_profiles = page_get_profiles (page, profiles);
  TrestleLook look = TRESTLE_LOOK_DEFAULT;

  if (n_profiles == 0)
    return NULL;
  look.width_mm = width_mm;
  if (page->shows_towers)
    return trestle_head_figure_new_of_profiles (page->measure, profiles, n_profiles, trestle_head_figure_tower_blocks,
                                                G_N_ELEMENTS (trestle_head_figure_tower_blocks), &look);
  return trestle_head_figure_new_of_profiles (page->measure, profiles, n_profiles, trestle_head_figure_cross_blocks,
                                              G_N_ELEMENTS (trestle_head_figure_cross_blocks), &look);
}

static void
page_describe_dot (TrestleDivergencePage *page, gint dot)
{
  const TrestleFigure *figure = trestle_figure_view_get_figure (TRESTLE_FIGURE_VIEW (page->panels));
  g_autofree char *text = NULL;

  if (dot >= 0 && figure != NULL)
    text = trestle_head_figure_describe_dot (figure, (guint) dot);
  else if (figure != NULL)
    text = g_strdup ("Small dots are heads, the line is their mean. Click a dot to see where that head looks.");
  gtk_label_set_text (page->readout, text != NULL ? text : "");
}

static void
page_show_heading (TrestleDivergencePage *page)
{
  g_autofree char *sentence = g_strconcat (words[page->measure].sentence, page->is_over_list ? OVER_LIST : NULL, NULL);

  g_object_set (page->heading, "sentence", sentence, "topic", page->is_over_list ? "over-a-list" : "heads", NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (page->panels), GTK_ACCESSIBLE_PROPERTY_LABEL, words[page->measure].title,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, sentence, -1);
}

/* Which of the stack's children there is to see. */
static const char *
page_choose_child (TrestleDivergencePage *page)
{
  TrestleHeadProfile profiles[TRESTLE_MOST_HEAD_PROFILES];

  if (page_get_profiles (page, profiles) > 0)
    return "figure";
  return page->is_over_list && !trestle_list_study_is_running (page->over) ? "empty" : "waiting";
}

static void
page_show_figure (TrestleDivergencePage *page)
{
  gtk_stack_set_visible_child_name (page->stack, page_choose_child (page));
  trestle_figure_view_renew (TRESTLE_FIGURE_VIEW (page->panels));
  page_describe_dot (page, -1);
}

/* (transfer full) (nullable): what the second model is opened from */
static TrestleModelSource *
page_find_second (TrestleDivergencePage *page, const TrestleModelSource *first)
{
  TrestleComparison *comparison = trestle_workbench_get_comparison (page->workbench);
  const TrestleRun *run = trestle_comparison_get_run (comparison);
  g_autofree char *path = NULL;
  guint stand_in;

  if (!trestle_comparison_is_active (comparison))
    return NULL;
  if (run != NULL)
    return trestle_model_source_ref (run->model_source);
  g_object_get (comparison, "model", &path, "stand-in", &stand_in, NULL);
  if (stand_in != TRESTLE_STAND_IN_NONE)
    return trestle_model_source_new_without_bridges (first->path, first->image_size, stand_in);
  return trestle_model_source_new (path, 0);
}

/* @sources: (out caller-allocates) (transfer full): the models of now. Returns how many there are, 0 before the first run. */
static guint
page_find_sources (TrestleDivergencePage *page, TrestleModelSource **sources)
{
  const TrestleRun *run = page->workbench != NULL ? trestle_workbench_get_run (page->workbench) : NULL;

  if (run == NULL)
    return 0;
  sources[0] = trestle_model_source_ref (run->model_source);
  sources[1] = page_find_second (page, run->model_source);
  return sources[1] != NULL ? 2 : 1;
}

static void
clear_sources (TrestleModelSource **sources, guint n_sources)
{
  for (guint i = 0; i < n_sources; i++)
    trestle_model_source_unref (sources[i]);
}

/* (transfer full): "shapes", "shapes at 384 pixels", "shapes without bridges (last)" */
static char *
describe_source (const TrestleModelSource *source)
{
  g_autofree char *base = g_path_get_basename (source->path);
  g_autofree char *name = g_filename_display_name (base);
  g_autofree char *model = trestle_stand_in_name_model (source->stand_in, name);

  return source->image_size > 0 ? g_strdup_printf ("%s at %u pixels", model, source->image_size) : g_steal_pointer (&model);
}

/* (transfer full): "a", "a and b" */
static char *
describe_sources (TrestleModelSource *const *sources, guint n_sources)
{
  g_autofree char *first = describe_source (sources[0]);
  g_autofree char *second = n_sources > 1 ? describe_source (sources[1]) : NULL;

  return second != NULL ? g_strconcat (first, " and ", second, NULL) : g_steal_pointer (&first);
}

/* (transfer full) (nullable): why what is known of the list is not what is wanted */
static char *
page_describe_problem (TrestleDivergencePage *page)
{
  const TrestleListResult *result = trestle_list_study_get_result (page->over);
  TrestleModelSource *sources[TRESTLE_MOST_HEAD_PROFILES];
  guint n_sources = page_find_sources (page, sources);
  g_autofree char *then = NULL;
  g_autofree char *now = NULL;
  char *text = g_strdup (page->problem);

  if (text == NULL && result != NULL && n_sources > 0 && !trestle_list_result_is_of (result, sources, n_sources))
    {
      then = describe_sources (result->sources, result->n_models);
      now = describe_sources (sources, n_sources);
      text = g_strdup_printf ("These numbers are of %s. Run the list again to measure %s.", then, now);
    }
  clear_sources (sources, n_sources);
  return text;
}

/* (transfer full) (nullable) */
static char *
describe_failed (const TrestleListResult *result)
{
  if (result == NULL || result->n_failed == 0)
    return NULL;
  return g_strdup_printf ("%" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT " pairs could not be measured", result->n_failed, result->n_done);
}

/* What to do when there is no figure. @result: (nullable) */
static void
page_show_empty (TrestleDivergencePage *page, const TrestleListResult *result)
{
  const char *title = "No List Yet", *description = "Choose or drop a file. " TRESTLE_LIST_FORMAT;

  if (result != NULL)
    {
      title = "Nothing Could Be Measured";
      description = TRESTLE_LIST_FORMAT;
    }
  else if (page->list != NULL)
    {
      title = "Not Measured Yet";
      description = "Run the list to see its heads on average.";
    }
  adw_status_page_set_title (page->empty, title);
  adw_status_page_set_description (page->empty, description);
}

static void
page_show_list (TrestleDivergencePage *page)
{
  const TrestleListResult *result = trestle_list_study_get_result (page->over);
  g_autofree char *summary = result != NULL ? trestle_list_result_describe (result) : NULL;
  g_autofree char *failures = result != NULL ? trestle_list_result_describe_failures (result) : NULL;
  g_autofree char *failed = describe_failed (result);
  g_autofree char *notice = page_describe_problem (page);

  g_object_set (page->list_bar, "list", page->list, "summary", summary, "failed", failed, "failures", failures, "notice", notice, NULL);
  page_show_empty (page, result);
}

static void
page_show (TrestleDivergencePage *page)
{
  gtk_widget_set_visible (GTK_WIDGET (page->list_bar), page->is_over_list);
  gtk_widget_set_visible (page->offer, FALSE);
  page_show_heading (page);
  page_show_list (page);
  page_show_figure (page);
}

static void
on_pair_changed (TrestlePairStudy *pair, TrestleDivergencePage *page)
{
  if (page->is_over_list)
    return;
  gtk_widget_set_visible (page->offer, FALSE);
  page_show_figure (page);
}

static void
on_list_changed (TrestleListStudy *over, TrestleDivergencePage *page)
{
  page_show_list (page);
  if (page->is_over_list)
    page_show_figure (page);
}

static void
page_set_problem (TrestleDivergencePage *page, const char *sentence)
{
  g_free (page->problem);
  page->problem = g_strdup (sentence);
  page_show_list (page);
}

static void
on_list_failed (TrestleListStudy *over, const char *sentence, TrestleDivergencePage *page)
{
  page_set_problem (page, sentence);
  trestle_workbench_report (page->workbench, sentence);
}

/* Other models may be there now than those that the list was measured with. */
static void
on_models_changed (TrestleDivergencePage *page)
{
  page_show_list (page);
}

static void
on_busy (TrestleDivergencePage *page)
{
  g_object_notify_by_pspec (G_OBJECT (page), properties[PROP_BUSY]);
}

/* Nothing happens before there is a model. */
static void
page_start (TrestleDivergencePage *page)
{
  TrestleModelSource *sources[TRESTLE_MOST_HEAD_PROFILES];
  guint n_sources = page_find_sources (page, sources);

  page_set_problem (page, NULL);
  if (n_sources > 0 && page->list != NULL)
    trestle_list_study_start (page->over, page->list, sources, n_sources);
  clear_sources (sources, n_sources);
}

void
trestle_divergence_page_open_list (TrestleDivergencePage *page, const char *path)
{
  g_object_set (page, "list", path, "over-list", TRUE, NULL);
  page_start (page);
}

static void
on_list_chosen (gpointer page, const char *path)
{
  trestle_divergence_page_open_list (page, path);
}

static void
on_choose (TrestleDivergencePage *page)
{
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (page)));

  trestle_list_input_choose (window, page->workbench, on_list_chosen, G_OBJECT (page));
}

static void
on_start (TrestleDivergencePage *page)
{
  page_start (page);
}

static void
on_cancel (TrestleDivergencePage *page)
{
  trestle_list_study_cancel (page->over);
}

static void
trestle_divergence_page_map (GtkWidget *widget)
{
  TrestleDivergencePage *page = TRESTLE_DIVERGENCE_PAGE (widget);

  GTK_WIDGET_CLASS (trestle_divergence_page_parent_class)->map (widget);
  if (page->pair != NULL)
    trestle_pair_study_hold (page->pair);
}

static void
trestle_divergence_page_unmap (GtkWidget *widget)
{
  TrestleDivergencePage *page = TRESTLE_DIVERGENCE_PAGE (widget);

  if (page->pair != NULL)
    trestle_pair_study_release (page->pair);
  GTK_WIDGET_CLASS (trestle_divergence_page_parent_class)->unmap (widget);
}

static void
on_dot_hovered (TrestleHeadPanels *panels, gint dot, TrestleDivergencePage *page)
{
  page_describe_dot (page, dot);
}

/* Whether the window's own model is the one whose dots come first. */
static gboolean
page_shows_first (TrestleDivergencePage *page)
{
  const TrestleRun *run = trestle_workbench_get_run (page->workbench);
  const TrestleListResult *result = page_get_result (page);

  return !page->is_over_list || (result != NULL && trestle_model_source_is_same (result->sources[0], run->model_source));
}

/* (transfer full) (nullable): the model that could take the first one's place: what is shown of one without bridges is no model of its own
 */
static TrestleModelSource *
page_find_other (TrestleDivergencePage *page)
{
  TrestleModelSource *sources[TRESTLE_MOST_HEAD_PROFILES];
  guint n_sources = page_find_sources (page, sources);
  TrestleModelSource *other = NULL;

  if (n_sources == 2 && sources[1]->stand_in == TRESTLE_STAND_IN_NONE)
    other = trestle_model_source_ref (sources[1]);
  clear_sources (sources, n_sources);
  return other;
}

/* Says that the head cannot be opened, and offers what makes it one that can. */
static void
page_offer_exchange (TrestleDivergencePage *page)
{
  g_autoptr (TrestleModelSource) other = page_find_other (page);

  gtk_widget_set_visible (page->exchange, other != NULL);
  gtk_widget_set_visible (page->offer, TRUE);
}

/* Only the window's own model has maps to show. */
static void
on_dot_activated (TrestleHeadPanels *panels, guint dot, TrestleDivergencePage *page)
{
  guint n_dots;
  const TrestleHeadDot *dots = trestle_head_figure_get_dots (trestle_figure_view_get_figure (TRESTLE_FIGURE_VIEW (panels)), &n_dots);

  if (dots[dot].series == 0 && page_shows_first (page))
    trestle_workbench_show_head (page->workbench, dots[dot].block, dots[dot].layer, dots[dot].head);
  else
    page_offer_exchange (page);
}

static void
on_exchange (TrestleDivergencePage *page)
{
  g_autoptr (TrestleModelSource) other = page_find_other (page);
  g_autofree char *first = NULL;

  gtk_widget_set_visible (page->offer, FALSE);
  if (other == NULL)
    return;
  first = g_strdup (trestle_workbench_get_run (page->workbench)->model_source->path);
  trestle_workbench_open_model (page->workbench, other->path);
  trestle_comparison_open_model (trestle_workbench_get_comparison (page->workbench), first);
}

/* (transfer full) */
static TrestleOrigin *
page_make_origin (TrestleDivergencePage *page, double width_mm, const char *file)
{
  TrestleHeadProfile profiles[TRESTLE_MOST_HEAD_PROFILES];
  g_autofree char *title = g_strdup_printf ("Heads of every layer: %s", trestle_head_measure_get_title (page->measure));
  g_autofree char *width = g_strdup_printf ("%g", width_mm);
  const char *options[] = { "--measure", trestle_head_measure_get_name (page->measure), "--width", width, "-o",
                            file,        page->shows_towers ? "--towers" : NULL,        NULL };

  if (page->is_over_list)
    return trestle_head_origin_new_of_list (page_get_result (page), title, options);
  return trestle_head_origin_new_of_runs (
      trestle_pair_study_get_run (page->pair, 0),
      trestle_pair_study_get_profiles (page->pair, profiles) > 1 ? trestle_pair_study_get_run (page->pair, 1) : NULL, title, options);
}

static TrestleFigure *
page_make_figure (TrestleFigureSource *source, double width_mm, const char *file)
{
  TrestleDivergencePage *page = TRESTLE_DIVERGENCE_PAGE (source);
  TrestleFigure *figure = make_figure (width_mm, page);

  if (figure != NULL)
    trestle_figure_set_origin (figure, page_make_origin (page, width_mm, file));
  return figure;
}

static char *
page_name_file (TrestleFigureSource *source)
{
  TrestleDivergencePage *page = TRESTLE_DIVERGENCE_PAGE (source);

  return g_strdup_printf ("%s-%s%s", trestle_head_measure_get_name (page->measure), page->shows_towers ? "towers" : "encoder",
                          page->is_over_list ? "-list" : "");
}

static void
divergence_page_figure_source_init (TrestleFigureSourceInterface *interface)
{
  interface->make_figure = page_make_figure;
  interface->name_file = page_name_file;
}

static void
page_set_workbench (TrestlePage *widget, TrestleWorkbench *workbench)
{
  TrestleDivergencePage *page = TRESTLE_DIVERGENCE_PAGE (widget);

  g_return_if_fail (page->workbench == NULL);
  page->workbench = g_object_ref (workbench);
  page->pair = trestle_pair_study_new (workbench);
  g_signal_connect_object (page->pair, "changed", G_CALLBACK (on_pair_changed), page, 0);
  g_signal_connect_object (page->pair, "notify::busy", G_CALLBACK (on_busy), page, G_CONNECT_SWAPPED);
  g_signal_connect_object (workbench, "result-changed", G_CALLBACK (on_models_changed), page, G_CONNECT_SWAPPED);
  g_signal_connect_object (trestle_workbench_get_comparison (workbench), "changed", G_CALLBACK (on_models_changed), page,
                           G_CONNECT_SWAPPED);
  trestle_list_input_attach (GTK_WIDGET (page), workbench, on_list_chosen);
  trestle_settings_bind ("pair-list", page, "list");
  if (gtk_widget_get_mapped (GTK_WIDGET (page)))
    trestle_pair_study_hold (page->pair);
}

static void
divergence_page_page_init (TrestlePageInterface *interface)
{
  interface->set_workbench = page_set_workbench;
}

/* @path: "" for none, as the settings say it */
static void
page_set_list (TrestleDivergencePage *page, const char *path)
{
  g_free (page->list);
  page->list = path != NULL && *path != '\0' ? g_strdup (path) : NULL;
}

static void
trestle_divergence_page_set_property (GObject *object, guint id, const GValue *value, GParamSpec *spec)
{
  TrestleDivergencePage *page = TRESTLE_DIVERGENCE_PAGE (object);

  switch (id)
    {
    case PROP_MEASURE:
      page->measure = g_value_get_uint (value);
      break;
    case PROP_TOWERS:
      page->shows_towers = g_value_get_boolean (value);
      break;
    case PROP_OVER_LIST:
      page->is_over_list = g_value_get_boolean (value);
      break;
    case PROP_LIST:
      page_set_list (page, g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
    }
  page_show (page);
}

/* What a setting can hold: UTF-8. */
static const char *
page_get_list (TrestleDivergencePage *page)
{
  return page->list != NULL && g_utf8_validate (page->list, -1, NULL) ? page->list : "";
}

static void
trestle_divergence_page_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  TrestleDivergencePage *page = TRESTLE_DIVERGENCE_PAGE (object);
  gboolean is_busy = FALSE;

  switch (id)
    {
    case PROP_MEASURE:
      g_value_set_uint (value, page->measure);
      break;
    case PROP_TOWERS:
      g_value_set_boolean (value, page->shows_towers);
      break;
    case PROP_OVER_LIST:
      g_value_set_boolean (value, page->is_over_list);
      break;
    case PROP_LIST:
      g_value_set_string (value, page_get_list (page));
      break;
    case PROP_BUSY:
      if (page->pair != NULL)
        g_object_get (page->pair, "busy", &is_busy, NULL);
      g_value_set_boolean (value, is_busy);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
    }
}

static void
trestle_divergence_page_dispose (GObject *object)
{
  TrestleDivergencePage *page = TRESTLE_DIVERGENCE_PAGE (object);

  if (page->panels != NULL)
    trestle_figure_view_forget (TRESTLE_FIGURE_VIEW (page->panels));
  if (page->pair != NULL)
    g_object_run_dispose (G_OBJECT (page->pair));
  g_clear_object (&page->pair);
  if (page->over != NULL)
    g_signal_handlers_disconnect_by_data (page->over, page);
  g_clear_object (&page->over);
  g_clear_object (&page->workbench);
  G_OBJECT_CLASS (trestle_divergence_page_parent_class)->dispose (object);
}

static void
trestle_divergence_page_finalize (GObject *object)
{
  TrestleDivergencePage *page = TRESTLE_DIVERGENCE_PAGE (object);

  g_free (page->list);
  g_free (page->problem);
  G_OBJECT_CLASS (trestle_divergence_page_parent_class)->finalize (object);
}

static void
install_properties (GObjectClass *class)
{
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  properties[PROP_MEASURE] = g_param_spec_uint ("measure", NULL, NULL, 0, TRESTLE_N_HEAD_MEASURES - 1, TRESTLE_HEAD_DIVERGENCE, flags);
  properties[PROP_TOWERS] = g_param_spec_boolean ("towers", NULL, NULL, FALSE, flags);
  properties[PROP_OVER_LIST] = g_param_spec_boolean ("over-list", NULL, NULL, FALSE, flags);
  properties[PROP_LIST] = g_param_spec_string ("list", NULL, NULL, "", flags);
  properties[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (class, N_PROPERTIES, properties);
}

static void
bind_template (GtkWidgetClass *class)
{
  gtk_widget_class_set_template_from_resource (class, "/org/trestle/Trestle/ui/pages/divergence-page.ui");
  gtk_widget_class_bind_template_child (class, TrestleDivergencePage, heading);
  gtk_widget_class_bind_template_child (class, TrestleDivergencePage, this_pair);
  gtk_widget_class_bind_template_child (class, TrestleDivergencePage, a_list);
  gtk_widget_class_bind_template_child (class, TrestleDivergencePage, measures);
  gtk_widget_class_bind_template_child (class, TrestleDivergencePage, encoder);
  gtk_widget_class_bind_template_child (class, TrestleDivergencePage, towers);
  gtk_widget_class_bind_template_child (class, TrestleDivergencePage, list_bar);
  gtk_widget_class_bind_template_child (class, TrestleDivergencePage, panels);
  gtk_widget_class_bind_template_child (class, TrestleDivergencePage, empty);
  gtk_widget_class_bind_template_child (class, TrestleDivergencePage, readout);
  gtk_widget_class_bind_template_child (class, TrestleDivergencePage, offer);
  gtk_widget_class_bind_template_child (class, TrestleDivergencePage, exchange);
  gtk_widget_class_bind_template_child (class, TrestleDivergencePage, stack);
  gtk_widget_class_bind_template_callback (class, on_dot_hovered);
  gtk_widget_class_bind_template_callback (class, on_dot_activated);
  gtk_widget_class_bind_template_callback (class, on_choose);
  gtk_widget_class_bind_template_callback (class, on_start);
  gtk_widget_class_bind_template_callback (class, on_cancel);
  gtk_widget_class_bind_template_callback (class, on_exchange);
}

static void
trestle_divergence_page_class_init (TrestleDivergencePageClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  object_class->set_property = trestle_divergence_page_set_property;
  object_class->get_property = trestle_divergence_page_get_property;
  object_class->dispose = trestle_divergence_page_dispose;
  object_class->finalize = trestle_divergence_page_finalize;
  widget_class->map = trestle_divergence_page_map;
  widget_class->unmap = trestle_divergence_page_unmap;
  install_properties (object_class);
  g_type_ensure (TRESTLE_TYPE_HEAD_PANELS);
  g_type_ensure (TRESTLE_TYPE_LIST_BAR);
  g_type_ensure (TRESTLE_TYPE_PAGE_HEADING);
  bind_template (widget_class);
}

static void
page_watch_list (TrestleDivergencePage *page)
{
  page->over = trestle_list_study_new ();
  g_signal_connect (page->over, "changed", G_CALLBACK (on_list_changed), page);
  g_signal_connect (page->over, "failed", G_CALLBACK (on_list_failed), page);
  g_object_bind_property (page->over, "running", page->list_bar, "running", G_BINDING_SYNC_CREATE);
  g_object_bind_property (page->over, "progress", page->list_bar, "progress", G_BINDING_SYNC_CREATE);
  g_object_bind_property (page->over, "stage", page->list_bar, "stage", G_BINDING_SYNC_CREATE);
}

static void
trestle_divergence_page_init (TrestleDivergencePage *page)
{
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);

  gtk_widget_init_template (GTK_WIDGET (page));
  page_watch_list (page);
  for (guint i = 0; i < TRESTLE_N_HEAD_MEASURES; i++)
    gtk_string_list_append (titles, words[i].title);
  gtk_drop_down_set_model (page->measures, G_LIST_MODEL (titles));
  g_object_bind_property (page, "measure", page->measures, "selected", G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
  g_object_bind_property (page, "towers", page->towers, "active", G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
  g_object_bind_property (page, "over-list", page->a_list, "active", G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
  trestle_figure_view_set_maker (TRESTLE_FIGURE_VIEW (page->panels), make_figure, page);
  page_show (page);
}
