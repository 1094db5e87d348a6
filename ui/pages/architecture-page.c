/* The Architecture page: the model drawn as in the paper, with what a chosen number says of its parts. */
#include "ui/pages/architecture-page.h"

#include "analysis/figures/model-figure.h"
#include "ui/figure-source.h"
#include "ui/pages/architecture-study.h"
#include "ui/pages/architecture-words.h"
#include "ui/settings.h"
#include "ui/widgets/model-panel.h"
#include "ui/widgets/page-heading.h"

/* @study: (nullable): %NULL without a workbench */
struct _TrestleArchitecturePage
{
  AdwBin parent_instance;

  TrestleWorkbench *workbench;
  TrestlePageHeading *heading;
  GtkDropDown *layers;
  GtkDropDown *bridges;
  GtkWidget *state_row;
  GtkLabel *state;
  GtkWidget *measure_button;
  GtkStack *stack;
  TrestleModelPanel *panel;
  GtkLabel *readout;
  TrestleArchitectureStudy *study;
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
  return trestle_architecture_choice_at (gtk_drop_down_get_selected (page->layers), gtk_drop_down_get_selected (page->bridges));
}

/* (nullable) */
static const TrestleModel *
page_get_model (TrestleArchitecturePage *page)
{
  return page->study != NULL ? trestle_architecture_study_get_model (page->study) : NULL;
}

/* A #TrestleFigureMaker. */
static TrestleFigure *
make_figure (double width_mm, gpointer data)
{
  TrestleArchitecturePage *page = data;
  TrestleArchitectureView view;

  if (page->study == NULL || !trestle_architecture_study_get_view (page->study, &view))
    return NULL;
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
  page_describe_part (page, trestle_figure_panel_get_hovered (TRESTLE_FIGURE_PANEL (page->panel)));
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
  TrestleArchitectureView view;

  if (page->study == NULL || !trestle_architecture_study_get_view (page->study, &view))
    return "";
  return trestle_architecture_explain_bridges (view.choice.bridges, view.run->model, view.bridges,
                                               trestle_architecture_study_is_stopped (page->study));
}

static void
page_show_state (TrestleArchitecturePage *page)
{
  const TrestleModel *model = page_get_model (page);
  const char *text = page_explain_bridges (page);

  gtk_label_set_text (page->state, text);
  gtk_widget_set_visible (page->state_row, *text != '\0');
  gtk_widget_set_visible (page->measure_button, page->study != NULL && trestle_architecture_study_can_resume (page->study));
  gtk_widget_set_sensitive (GTK_WIDGET (page->bridges), model == NULL || trestle_model_get_n_bridges (model) > 0);
}

static void
page_show (TrestleArchitecturePage *page)
{
  page_show_heading (page);
  page_show_state (page);
  gtk_stack_set_visible_child_name (page->stack, page_get_model (page) != NULL ? "figure" : "waiting");
  trestle_figure_view_renew (TRESTLE_FIGURE_VIEW (page->panel));
  page_show_readout (page);
}

/* What was chosen and is missing is measured while somebody looks. */
static void
page_follow_choice (TrestleArchitecturePage *page)
{
  TrestleArchitectureChoice choice = page_get_choice (page);

  if (page->study != NULL)
    trestle_architecture_study_set_choice (page->study, &choice, gtk_widget_get_mapped (GTK_WIDGET (page)));
}

static void
on_busy (TrestleArchitecturePage *page)
{
  g_object_notify_by_pspec (G_OBJECT (page), properties[PROP_BUSY]);
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
  page_follow_choice (page);
  page_show (page);
}

static void
trestle_architecture_page_unmap (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (trestle_architecture_page_parent_class)->unmap (widget);
  page_follow_choice (TRESTLE_ARCHITECTURE_PAGE (widget));
}

static void
measure_again (GtkWidget *widget, const char *action, GVariant *parameter)
{
  trestle_architecture_study_resume (TRESTLE_ARCHITECTURE_PAGE (widget)->study);
}

static void
on_layers_selected (GtkDropDown *layers, GParamSpec *spec, TrestleArchitecturePage *page)
{
  page_follow_choice (page);
  page_show (page);
  g_object_notify_by_pspec (G_OBJECT (page), properties[PROP_LAYERS_BY]);
}

static void
on_bridges_selected (GtkDropDown *bridges, GParamSpec *spec, TrestleArchitecturePage *page)
{
  page_follow_choice (page);
  page_show (page);
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

  if (page->study == NULL || !trestle_architecture_study_get_view (page->study, &view))
    return NULL;
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
  page->study = trestle_architecture_study_new (workbench);
  g_signal_connect_object (page->study, "changed", G_CALLBACK (page_show), page, G_CONNECT_SWAPPED);
  g_signal_connect_object (page->study, "notify::busy", G_CALLBACK (on_busy), page, G_CONNECT_SWAPPED);
  g_signal_connect_object (workbench, "notify::colormap", G_CALLBACK (on_colormap_changed), page, 0);
  trestle_settings_bind ("layers-by", page, "layers-by");
  trestle_settings_bind ("bridges-by", page, "bridges-by");
  page_follow_choice (page);
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
    gtk_drop_down_set_selected (page->bridges, place);
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
      if (page->study != NULL)
        g_object_get_property (G_OBJECT (page->study), "busy", value);
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
  g_clear_object (&page->study);
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
  gtk_widget_class_bind_template_child (class, TrestleArchitecturePage, bridges);
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
