/* The Divergence page: one number for every head of every layer, as the paper plots it. */
#include "ui/pages/divergence-page.h"

#include "analysis/figures/head-figure.h"
#include "ui/exchange-offer.h"
#include "ui/figure-source.h"
#include "ui/head-choice.h"
#include "ui/head-origin.h"
#include "ui/head-words.h"
#include "ui/list-input.h"
#include "ui/list-panel.h"
#include "ui/pair-study.h"
#include "ui/settings.h"
#include "ui/widgets/head-panels.h"
#include "ui/widgets/page-heading.h"

/**
 * @pair: (nullable): the heads of the image and text of now; %NULL without a workbench
 * @list: the heads over a list
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
  TrestleListPanel *list;
  TrestleHeadPanels *panels;
  AdwStatusPage *empty;
  GtkLabel *readout;
  TrestleExchangeOffer *offer;
  GtkStack *stack;
  TrestlePairStudy *pair;
  TrestleHeadChoice choice;
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

#define OVER_LIST " Over a list of pairs: the mean over the pairs, with the 95 % interval of that mean."

/* @profiles: (out caller-allocates): what is shown, for as long as nothing changes. Returns how many there are. */
static guint
page_get_profiles (TrestleDivergencePage *page, TrestleHeadProfile *profiles)
{
  const TrestleListResult *result = trestle_list_panel_get_result (page->list);

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

  return trestle_head_choice_draw (&page->choice, profiles, n_profiles, width_mm);
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
  const TrestleHeadWords *words = trestle_head_words_get (page->choice.measure);
  g_autofree char *sentence = g_strconcat (words->of_heads, page->is_over_list ? OVER_LIST : NULL, NULL);

  g_object_set (page->heading, "sentence", sentence, "topic", page->is_over_list ? "over-a-list" : "heads", NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (page->panels), GTK_ACCESSIBLE_PROPERTY_LABEL, words->title,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, sentence, -1);
}

/* Which of the stack's children there is to see. */
static const char *
page_choose_child (TrestleDivergencePage *page)
{
  TrestleHeadProfile profiles[TRESTLE_MOST_HEAD_PROFILES];

  if (page_get_profiles (page, profiles) > 0)
    return "figure";
  return page->is_over_list && !trestle_list_panel_is_running (page->list) ? "empty" : "waiting";
}

static void
page_show_figure (TrestleDivergencePage *page)
{
  gtk_stack_set_visible_child_name (page->stack, page_choose_child (page));
  trestle_figure_view_renew (TRESTLE_FIGURE_VIEW (page->panels));
  page_describe_dot (page, -1);
}

/* What to do when there is no figure. */
static void
page_show_empty (TrestleDivergencePage *page)
{
  const char *title, *description;

  trestle_list_panel_explain_nothing (page->list, &title, &description);
  adw_status_page_set_title (page->empty, title);
  adw_status_page_set_description (page->empty, description);
}

static void
page_show (TrestleDivergencePage *page)
{
  gtk_widget_set_visible (GTK_WIDGET (page->list), page->is_over_list);
  gtk_widget_set_visible (GTK_WIDGET (page->offer), FALSE);
  page_show_heading (page);
  page_show_empty (page);
  page_show_figure (page);
}

static void
on_pair_changed (TrestlePairStudy *pair, TrestleDivergencePage *page)
{
  if (page->is_over_list)
    return;
  gtk_widget_set_visible (GTK_WIDGET (page->offer), FALSE);
  page_show_figure (page);
}

static void
on_list_changed (TrestleListPanel *list, TrestleDivergencePage *page)
{
  page_show_empty (page);
  if (page->is_over_list)
    page_show_figure (page);
}

static void
on_busy (TrestleDivergencePage *page)
{
  g_object_notify_by_pspec (G_OBJECT (page), properties[PROP_BUSY]);
}

void
trestle_divergence_page_open_list (TrestleDivergencePage *page, const char *path)
{
  g_object_set (page, "list", path, "over-list", TRUE, NULL);
  trestle_list_panel_start (page->list);
}

static void
on_list_chosen (TrestleListPanel *list, const char *path, TrestleDivergencePage *page)
{
  trestle_divergence_page_open_list (page, path);
}

static void
on_list_dropped (gpointer page, const char *path)
{
  trestle_divergence_page_open_list (page, path);
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
  const TrestleListResult *result = trestle_list_panel_get_result (page->list);

  return !page->is_over_list || (result != NULL && trestle_model_source_is_same (result->sources[0], run->model_source));
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
    trestle_exchange_offer_show (page->offer);
}

/* (transfer full) */
static TrestleOrigin *
page_make_origin (TrestleDivergencePage *page, double width_mm, const char *file)
{
  TrestleHeadProfile profiles[TRESTLE_MOST_HEAD_PROFILES];
  g_autofree char *title = trestle_head_choice_write_title (&page->choice);
  g_auto (GStrv) options = trestle_head_choice_list_options (&page->choice, width_mm, file);
  const char *const *words = (const char *const *) options;
  gboolean has_second;

  if (page->is_over_list)
    return trestle_head_origin_new_of_list (trestle_list_panel_get_result (page->list), title, words);
  has_second = trestle_pair_study_get_profiles (page->pair, profiles) > 1;
  return trestle_head_origin_new_of_runs (trestle_pair_study_get_run (page->pair, 0),
                                          has_second ? trestle_pair_study_get_run (page->pair, 1) : NULL, title, words);
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
  g_autofree char *name = trestle_head_choice_name_file (&page->choice);

  return g_strconcat (name, page->is_over_list ? "-list" : NULL, NULL);
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
  trestle_list_panel_set_workbench (page->list, workbench);
  trestle_exchange_offer_set_workbench (page->offer, workbench);
  trestle_list_input_attach (GTK_WIDGET (page), workbench, on_list_dropped);
  trestle_settings_bind ("pair-list", page, "list");
  if (gtk_widget_get_mapped (GTK_WIDGET (page)))
    trestle_pair_study_hold (page->pair);
}

static void
divergence_page_page_init (TrestlePageInterface *interface)
{
  interface->set_workbench = page_set_workbench;
}

static void
trestle_divergence_page_set_property (GObject *object, guint id, const GValue *value, GParamSpec *spec)
{
  TrestleDivergencePage *page = TRESTLE_DIVERGENCE_PAGE (object);

  switch (id)
    {
    case PROP_MEASURE:
      page->choice.measure = g_value_get_uint (value);
      break;
    case PROP_TOWERS:
      page->choice.towers = g_value_get_boolean (value);
      break;
    case PROP_OVER_LIST:
      page->is_over_list = g_value_get_boolean (value);
      break;
    case PROP_LIST:
      g_object_set_property (G_OBJECT (page->list), "list", value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
    }
  page_show (page);
}

static void
trestle_divergence_page_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  TrestleDivergencePage *page = TRESTLE_DIVERGENCE_PAGE (object);
  gboolean is_busy = FALSE;

  switch (id)
    {
    case PROP_MEASURE:
      g_value_set_uint (value, page->choice.measure);
      break;
    case PROP_TOWERS:
      g_value_set_boolean (value, page->choice.towers);
      break;
    case PROP_OVER_LIST:
      g_value_set_boolean (value, page->is_over_list);
      break;
    case PROP_LIST:
      g_object_get_property (G_OBJECT (page->list), "list", value);
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
  g_clear_object (&page->workbench);
  G_OBJECT_CLASS (trestle_divergence_page_parent_class)->dispose (object);
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
  gtk_widget_class_bind_template_child (class, TrestleDivergencePage, list);
  gtk_widget_class_bind_template_child (class, TrestleDivergencePage, panels);
  gtk_widget_class_bind_template_child (class, TrestleDivergencePage, empty);
  gtk_widget_class_bind_template_child (class, TrestleDivergencePage, readout);
  gtk_widget_class_bind_template_child (class, TrestleDivergencePage, offer);
  gtk_widget_class_bind_template_child (class, TrestleDivergencePage, stack);
  gtk_widget_class_bind_template_callback (class, on_dot_hovered);
  gtk_widget_class_bind_template_callback (class, on_dot_activated);
  gtk_widget_class_bind_template_callback (class, on_list_chosen);
  gtk_widget_class_bind_template_callback (class, on_list_changed);
}

static void
trestle_divergence_page_class_init (TrestleDivergencePageClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  object_class->set_property = trestle_divergence_page_set_property;
  object_class->get_property = trestle_divergence_page_get_property;
  object_class->dispose = trestle_divergence_page_dispose;
  widget_class->map = trestle_divergence_page_map;
  widget_class->unmap = trestle_divergence_page_unmap;
  install_properties (object_class);
  g_type_ensure (TRESTLE_TYPE_EXCHANGE_OFFER);
  g_type_ensure (TRESTLE_TYPE_HEAD_PANELS);
  g_type_ensure (TRESTLE_TYPE_LIST_PANEL);
  g_type_ensure (TRESTLE_TYPE_PAGE_HEADING);
  bind_template (widget_class);
}

static void
trestle_divergence_page_init (TrestleDivergencePage *page)
{
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);

  gtk_widget_init_template (GTK_WIDGET (page));
  for (guint i = 0; i < TRESTLE_N_HEAD_MEASURES; i++)
    gtk_string_list_append (titles, trestle_head_words_get (i)->title);
  gtk_drop_down_set_model (page->measures, G_LIST_MODEL (titles));
  g_object_bind_property (page, "measure", page->measures, "selected", G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
  g_object_bind_property (page, "towers", page->towers, "active", G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
  g_object_bind_property (page, "over-list", page->a_list, "active", G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
  trestle_figure_view_set_maker (TRESTLE_FIGURE_VIEW (page->panels), make_figure, page);
  page_show (page);
}
