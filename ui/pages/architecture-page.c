/* The Architecture page: the model drawn as in the paper, with what a chosen number says of its parts. */
#include "ui/pages/architecture-page.h"

#include "analysis/figures/model-figure.h"
#include "ui/bridge-work.h"
#include "ui/figure-source.h"
#include "ui/head-work.h"
#include "ui/pages/architecture-figure.h"
#include "ui/pages/architecture-words.h"
#include "ui/settings.h"
#include "ui/widgets/model-panel.h"
#include "ui/widgets/page-heading.h"

/**
 * @run: (nullable): what is drawn
 * @heads: (nullable): what is known of them; %NULL without a workbench
 * @bridges: (nullable): likewise
 * @interest: what the page wants to know of bridges
 */
struct _TrestleArchitecturePage
{
  AdwBin parent_instance;

  TrestleWorkbench *workbench;
  TrestlePageHeading *heading;
  GtkDropDown *layers;
  GtkDropDown *bridges_choice;
  GtkWidget *state_row;
  GtkLabel *state;
  GtkWidget *measure_button;
  GtkStack *stack;
  TrestleModelPanel *panel;
  GtkLabel *readout;

  TrestleRun *run;
  TrestleHeadWork *heads;
  TrestleBridgeWork *bridges;
  TrestleBridgeInterest interest;
};

enum
{
  PROP_LAYERS_BY = 1,
  PROP_BRIDGES_BY,
  PROP_BUSY,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

static void architecture_page_page_init (TrestlePageInterface *interface);
static void architecture_page_figure_source_init (TrestleFigureSourceInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TrestleArchitecturePage,
                               trestle_architecture_page,
                               ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (TRESTLE_TYPE_PAGE, architecture_page_page_init)
                                   G_IMPLEMENT_INTERFACE (TRESTLE_TYPE_FIGURE_SOURCE, architecture_page_figure_source_init))

static TrestleArchitectureChoice
page_get_choice (TrestleArchitecturePage *page)
{
  return trestle_architecture_choice_at (gtk_drop_down_get_selected (page->layers), gtk_drop_down_get_selected (page->bridges_choice));
}

/* (nullable) */
static const TrestleModel *
page_get_model (TrestleArchitecturePage *page)
{
  return page->run != NULL ? page->run->model : NULL;
}

/* Whether the bridges of the model can be said what was chosen. */
static gboolean
page_can_measure_bridges (TrestleArchitecturePage *page)
{
  return page->run != NULL && trestle_bridge_choice_is_possible (page_get_choice (page).bridges, page->run->model);
}

/* (nullable): what there is of what was chosen */
static const TrestleBridgeStudy *
page_find_bridges (TrestleArchitecturePage *page)
{
  const TrestleBridgeStudy *study = page->bridges != NULL ? trestle_bridge_work_get_study (page->bridges) : NULL;

  if (study == NULL || !page_can_measure_bridges (page) || !trestle_bridge_choice_is_in (page_get_choice (page).bridges, study))
    return NULL;
  return study;
}

/* (nullable): of the run's model; they may be of an older run while a newer one is measured */
static const TrestleHeadStudy *
page_find_heads (TrestleArchitecturePage *page)
{
  const TrestleHeadStudy *study = trestle_head_work_get_study (page->heads);

  return study != NULL && study->run->model_source == page->run->model_source ? study : NULL;
}

static gboolean
page_misses_bridges (TrestleArchitecturePage *page)
{
  return page_can_measure_bridges (page) && page_find_bridges (page) == NULL;
}

static gboolean
page_is_stopped (TrestleArchitecturePage *page)
{
  return page->bridges != NULL && trestle_bridge_work_is_stopped (page->bridges);
}

/* Of the run, which there has to be. */
static TrestleArchitectureView
page_get_view (TrestleArchitecturePage *page)
{
  guint colormap;

  g_object_get (page->workbench, "colormap", &colormap, NULL);
  return (TrestleArchitectureView){
    .run = page->run,
    .choice = page_get_choice (page),
    .heads = page_find_heads (page),
    .bridges = page_find_bridges (page),
    .colormap = (TrestleColormap) colormap,
  };
}

/* A #TrestleFigureMaker. */
static TrestleFigure *
make_figure (double width_mm, gpointer data)
{
  TrestleArchitecturePage *page = data;
  TrestleArchitectureView view;

  if (page->run == NULL)
    return NULL;
  view = page_get_view (page);
  return trestle_architecture_view_draw (&view, width_mm);
}

static void
page_describe_part (TrestleArchitecturePage *page, gint part)
{
  const TrestleFigure *figure = trestle_figure_view_get_figure (TRESTLE_FIGURE_VIEW (page->panel));
  g_autofree char *text = NULL;

  if (part >= 0 && figure != NULL)
    text = trestle_model_figure_describe_part (figure, (guint) part);
  else
    text = g_strdup (trestle_architecture_get_hint (page_get_model (page)));
  gtk_label_set_text (page->readout, text);
}

/* Of the part that is pointed at, if one is: its number may be another one now. */
static void
page_show_readout (TrestleArchitecturePage *page)
{
  page_describe_part (page, trestle_model_panel_get_hovered (page->panel));
}

static void
page_show_heading (TrestleArchitecturePage *page)
{
  TrestleArchitectureChoice choice = page_get_choice (page);
  const char *topic = trestle_architecture_find_topic (&choice, page_get_model (page));
  g_autofree char *sentence = trestle_architecture_write_heading (&choice, page_get_model (page));

  g_object_set (page->heading, "sentence", sentence, "topic", topic, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (page->panel), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, sentence, -1);
}

/* "" where there is nothing to say. */
static const char *
page_explain_bridges (TrestleArchitecturePage *page)
{
  if (page->run == NULL)
    return "";
  return trestle_architecture_explain_bridges (page_get_choice (page).bridges, page->run->model, page_find_bridges (page),
                                               page_is_stopped (page));
}

static void
page_show_state (TrestleArchitecturePage *page)
{
  const char *text = page_explain_bridges (page);

  gtk_label_set_text (page->state, text);
  gtk_widget_set_visible (page->state_row, *text != '\0');
  gtk_widget_set_visible (page->measure_button, page_is_stopped (page) && page_misses_bridges (page));
  gtk_widget_set_sensitive (GTK_WIDGET (page->bridges_choice), page->run == NULL || trestle_model_get_n_bridges (page->run->model) > 0);
}

static void
page_show (TrestleArchitecturePage *page)
{
  page_show_heading (page);
  page_show_state (page);
  gtk_stack_set_visible_child_name (page->stack, page->run != NULL ? "figure" : "waiting");
  trestle_figure_view_renew (TRESTLE_FIGURE_VIEW (page->panel));
  page_show_readout (page);
}

static gboolean
page_is_busy (TrestleArchitecturePage *page)
{
  gboolean is_measuring = FALSE;

  if (page->heads != NULL)
    g_object_get (page->heads, "busy", &is_measuring, NULL);
  return is_measuring || (page_misses_bridges (page) && !page_is_stopped (page));
}

static void
page_notify_busy (TrestleArchitecturePage *page)
{
  g_object_notify_by_pspec (G_OBJECT (page), properties[PROP_BUSY]);
}

static TrestleBridgeInterest
page_find_interest (TrestleArchitecturePage *page)
{
  TrestleBridgeChoice choice = page_get_choice (page).bridges;

  if (choice == TRESTLE_BRIDGES_BY_NOTHING || !gtk_widget_get_mapped (GTK_WIDGET (page)))
    return TRESTLE_BRIDGE_INTEREST_NONE;
  if (trestle_bridge_choice_get_stand_in (choice) == TRESTLE_STAND_IN_NONE)
    return TRESTLE_BRIDGE_INTEREST_SHARES;
  return TRESTLE_BRIDGE_INTEREST_EFFECTS;
}

static void
page_measure_bridges (TrestleArchitecturePage *page)
{
  TrestleBridgeInterest interest = page_find_interest (page);

  trestle_bridge_work_look (page->bridges, page->interest, interest);
  page->interest = interest;
}

/* What was chosen and is missing, while somebody looks. */
static void
page_measure (TrestleArchitecturePage *page)
{
  if (page->workbench == NULL)
    return;
  page_measure_bridges (page);
  trestle_head_work_set_wanted (page->heads, page_get_choice (page).has_measure && gtk_widget_get_mapped (GTK_WIDGET (page)));
  page_notify_busy (page);
}

static void
on_heads_changed (TrestleArchitecturePage *page)
{
  if (page->run != NULL)
    page_show (page);
}

/* While the numbers of a new run are on their way, which takes a moment, those of the run before stay: nothing flickers. */
static void
on_bridges_changed (TrestleArchitecturePage *page)
{
  if (page->run == NULL || (page_misses_bridges (page) && page->interest == TRESTLE_BRIDGE_INTEREST_SHARES && !page_is_stopped (page)))
    return;
  page_show (page);
  page_notify_busy (page);
}

static void
on_result_changed (TrestleWorkbench *workbench, TrestleArchitecturePage *page)
{
  TrestleRun *run = trestle_workbench_get_run (workbench);
  gboolean is_same_model = page->run != NULL && page->run->model_source == run->model_source;

  g_clear_pointer (&page->run, trestle_run_unref);
  page->run = trestle_run_ref (run);
  if (!is_same_model)
    page_show (page);
  page_measure (page);
}

static void
on_colormap_changed (TrestleWorkbench *workbench, GParamSpec *spec, TrestleArchitecturePage *page)
{
  trestle_figure_view_renew (TRESTLE_FIGURE_VIEW (page->panel));
}

static void
trestle_architecture_page_map (GtkWidget *widget)
{
  TrestleArchitecturePage *page = TRESTLE_ARCHITECTURE_PAGE (widget);

  GTK_WIDGET_CLASS (trestle_architecture_page_parent_class)->map (widget);
  page_measure (page);
  page_show (page);
}

static void
trestle_architecture_page_unmap (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (trestle_architecture_page_parent_class)->unmap (widget);
  page_measure (TRESTLE_ARCHITECTURE_PAGE (widget));
}

static void
measure_again (GtkWidget *widget, const char *action, GVariant *parameter)
{
  trestle_bridge_work_resume (TRESTLE_ARCHITECTURE_PAGE (widget)->bridges);
}

static void
on_layers_selected (GtkDropDown *layers, GParamSpec *spec, TrestleArchitecturePage *page)
{
  page_show (page);
  page_measure (page);
  g_object_notify_by_pspec (G_OBJECT (page), properties[PROP_LAYERS_BY]);
}

static void
on_bridges_selected (GtkDropDown *bridges, GParamSpec *spec, TrestleArchitecturePage *page)
{
  page_show (page);
  page_measure (page);
  g_object_notify_by_pspec (G_OBJECT (page), properties[PROP_BRIDGES_BY]);
}

static void
on_part_hovered (TrestleModelPanel *panel, gint part, TrestleArchitecturePage *page)
{
  page_describe_part (page, part);
}

static void
on_part_activated (TrestleModelPanel *panel, guint part, TrestleArchitecturePage *page)
{
  guint n_parts;
  const TrestleModelPart *parts = trestle_model_figure_get_parts (trestle_figure_view_get_figure (TRESTLE_FIGURE_VIEW (panel)), &n_parts);

  if (parts[part].kind == TRESTLE_MODEL_BRIDGE)
    g_object_set (page->workbench, "page", TRESTLE_PAGE_BRIDGES, NULL);
  else
    trestle_workbench_show_head (page->workbench, parts[part].block, parts[part].layer, TRESTLE_HEAD_MEAN);
}

static TrestleFigure *
page_make_figure (TrestleFigureSource *source, double width_mm, const char *file)
{
  TrestleArchitecturePage *page = TRESTLE_ARCHITECTURE_PAGE (source);
  TrestleArchitectureView view;

  if (page->run == NULL)
    return NULL;
  view = page_get_view (page);
  return trestle_architecture_view_export (&view, width_mm, file);
}

static char *
page_name_file (TrestleFigureSource *source)
{
  return g_strdup ("architecture");
}

static void
architecture_page_figure_source_init (TrestleFigureSourceInterface *interface)
{
  interface->make_figure = page_make_figure;
  interface->name_file = page_name_file;
}

static void
page_set_workbench (TrestlePage *widget, TrestleWorkbench *workbench)
{
  TrestleArchitecturePage *page = TRESTLE_ARCHITECTURE_PAGE (widget);

  g_return_if_fail (page->workbench == NULL);
  page->workbench = g_object_ref (workbench);
  page->heads = trestle_head_work_new (workbench);
  page->bridges = g_object_ref (trestle_bridge_work_of (workbench));
  g_signal_connect_object (page->heads, "changed", G_CALLBACK (on_heads_changed), page, G_CONNECT_SWAPPED);
  g_signal_connect_object (page->heads, "notify::busy", G_CALLBACK (page_notify_busy), page, G_CONNECT_SWAPPED);
  g_signal_connect_object (page->bridges, "changed", G_CALLBACK (on_bridges_changed), page, G_CONNECT_SWAPPED);
  g_signal_connect_object (workbench, "result-changed", G_CALLBACK (on_result_changed), page, 0);
  g_signal_connect_object (workbench, "notify::colormap", G_CALLBACK (on_colormap_changed), page, 0);
  trestle_settings_bind ("layers-by", page, "layers-by");
  trestle_settings_bind ("bridges-by", page, "bridges-by");
}

static void
architecture_page_page_init (TrestlePageInterface *interface)
{
  interface->set_workbench = page_set_workbench;
}

/* @name: (nullable): of a choice; any other changes nothing */
static void
page_set_layers_by (TrestleArchitecturePage *page, const char *name)
{
  guint place;

  if (trestle_architecture_choice_find_layers (name, &place))
    gtk_drop_down_set_selected (page->layers, place);
}

static void
page_set_bridges_by (TrestleArchitecturePage *page, const char *name)
{
  guint place;

  if (trestle_architecture_choice_find_bridges (name, &place))
    gtk_drop_down_set_selected (page->bridges_choice, place);
}

static void
trestle_architecture_page_set_property (GObject *object, guint id, const GValue *value, GParamSpec *spec)
{
  TrestleArchitecturePage *page = TRESTLE_ARCHITECTURE_PAGE (object);

  switch (id)
    {
    case PROP_LAYERS_BY:
      page_set_layers_by (page, g_value_get_string (value));
      break;
    case PROP_BRIDGES_BY:
      page_set_bridges_by (page, g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
    }
}

static void
trestle_architecture_page_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  TrestleArchitecturePage *page = TRESTLE_ARCHITECTURE_PAGE (object);
  TrestleArchitectureChoice choice = page_get_choice (page);

  switch (id)
    {
    case PROP_LAYERS_BY:
      g_value_set_string (value, trestle_architecture_choice_name_layers (&choice));
      break;
    case PROP_BRIDGES_BY:
      g_value_set_string (value, trestle_architecture_choice_name_bridges (&choice));
      break;
    case PROP_BUSY:
      g_value_set_boolean (value, page_is_busy (page));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
    }
}

static void
trestle_architecture_page_dispose (GObject *object)
{
  TrestleArchitecturePage *page = TRESTLE_ARCHITECTURE_PAGE (object);

  if (page->panel != NULL)
    trestle_figure_view_forget (TRESTLE_FIGURE_VIEW (page->panel));
  g_clear_object (&page->workbench);
  if (page->heads != NULL)
    g_object_run_dispose (G_OBJECT (page->heads));
  g_clear_object (&page->heads);
  g_clear_object (&page->bridges);
  g_clear_pointer (&page->run, trestle_run_unref);
  G_OBJECT_CLASS (trestle_architecture_page_parent_class)->dispose (object);
}

static void
install_properties (GObjectClass *class)
{
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  properties[PROP_LAYERS_BY] = g_param_spec_string ("layers-by", NULL, NULL, "divergence", flags);
  properties[PROP_BRIDGES_BY] = g_param_spec_string ("bridges-by", NULL, NULL, "share", flags);
  properties[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (class, N_PROPERTIES, properties);
}

static void
bind_template (GtkWidgetClass *class)
{
  gtk_widget_class_set_template_from_resource (class, "/org/trestle/Trestle/ui/pages/architecture-page.ui");
  gtk_widget_class_bind_template_child (class, TrestleArchitecturePage, heading);
  gtk_widget_class_bind_template_child (class, TrestleArchitecturePage, layers);
  gtk_widget_class_bind_template_child_full (class, "bridges", FALSE, G_STRUCT_OFFSET (TrestleArchitecturePage, bridges_choice));
  gtk_widget_class_bind_template_child (class, TrestleArchitecturePage, state_row);
  gtk_widget_class_bind_template_child (class, TrestleArchitecturePage, state);
  gtk_widget_class_bind_template_child (class, TrestleArchitecturePage, measure_button);
  gtk_widget_class_bind_template_child (class, TrestleArchitecturePage, stack);
  gtk_widget_class_bind_template_child (class, TrestleArchitecturePage, panel);
  gtk_widget_class_bind_template_child (class, TrestleArchitecturePage, readout);
  gtk_widget_class_bind_template_callback (class, on_layers_selected);
  gtk_widget_class_bind_template_callback (class, on_bridges_selected);
  gtk_widget_class_bind_template_callback (class, on_part_hovered);
  gtk_widget_class_bind_template_callback (class, on_part_activated);
}

static void
trestle_architecture_page_class_init (TrestleArchitecturePageClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  object_class->set_property = trestle_architecture_page_set_property;
  object_class->get_property = trestle_architecture_page_get_property;
  object_class->dispose = trestle_architecture_page_dispose;
  widget_class->map = trestle_architecture_page_map;
  widget_class->unmap = trestle_architecture_page_unmap;
  install_properties (object_class);
  gtk_widget_class_install_action (widget_class, "architecture.measure", NULL, measure_again);
  g_type_ensure (TRESTLE_TYPE_MODEL_PANEL);
  g_type_ensure (TRESTLE_TYPE_PAGE_HEADING);
  bind_template (widget_class);
}

static void
trestle_architecture_page_init (TrestleArchitecturePage *page)
{
  gtk_widget_init_template (GTK_WIDGET (page));
  trestle_figure_view_set_maker (TRESTLE_FIGURE_VIEW (page->panel), make_figure, page);
  page_set_layers_by (page, "divergence");
  page_set_bridges_by (page, "share");
}
