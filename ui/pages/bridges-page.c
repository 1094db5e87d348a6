/* The Bridges page: the figure of what each bridge brings, the trial of knock-outs, and the maps, put together. */
#include "ui/pages/bridges-page.h"

#include "analysis/figures/bridge-figure.h"
#include "ui/bridge-maps.h"
#include "ui/bridge-trial.h"
#include "ui/figure-source.h"
#include "ui/run-origin.h"
#include "ui/widgets/bridge-panels.h"
#include "ui/widgets/page-heading.h"

/* Indexed by TrestleBridgeQuantity. */
static const char *const sentences[TRESTLE_N_BRIDGE_QUANTITIES] = {
  "What the tower’s layer brings to each bridge: its share of the bridge’s output, from 0 to 1, the cosine between the two sides, from −1 "
  "to "
  "1, and how the first answer’s logit changes when something stands in for that layer.",
  "What the tower’s layer brings to each bridge: its share of the bridge’s output, from 0 to 1, the cosine between the two sides, from −1 "
  "to "
  "1, and how far the answers move when something stands in for that layer, in nats (KL divergence).",
};

/**
 * TrestleBridgesPage:
 * @shown: (nullable) (transfer none): the numbers that the figure was made of, to see whether there are others; likewise @shown_task
 */
struct _TrestleBridgesPage
{
  AdwBin parent_instance;

  GtkStack *stack;
  AdwStatusPage *no_bridges;
  TrestlePageHeading *heading;
  GtkDropDown *quantities;
  TrestleBridgePanels *figure;
  GtkLabel *readout;
  GtkWidget *measure_button;
  GtkLabel *state;
  TrestleBridgeTrial *trial;
  TrestleBridgeMaps *maps;

  TrestleWorkbench *workbench;
  TrestleBridgeWork *work;
  TrestleBridgeQuantity quantity;
  gconstpointer shown;
  TrestleTask shown_task;
};

enum
{
  PROP_QUANTITY = 1,
};

static void bridges_page_page_init (TrestlePageInterface *interface);
static void bridges_page_figure_source_init (TrestleFigureSourceInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TrestleBridgesPage,
                               trestle_bridges_page,
                               ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (TRESTLE_TYPE_PAGE, bridges_page_page_init)
                                   G_IMPLEMENT_INTERFACE (TRESTLE_TYPE_FIGURE_SOURCE, bridges_page_figure_source_init))

/* (nullable) */
static const TrestleBridgeStudy *
page_get_study (TrestleBridgesPage *page)
{
  return page->work != NULL ? trestle_bridge_work_get_study (page->work) : NULL;
}

/* Bridges that do not split have nothing to draw before they have been knocked out. */
static TrestleFigure *
make_figure (double width_mm, gpointer data)
{
  TrestleBridgesPage *page = data;
  const TrestleBridgeStudy *study = page_get_study (page);
  TrestleLook look = TRESTLE_LOOK_DEFAULT;

  if (study == NULL || (!study->shape.has_share && !trestle_bridge_study_has_effects (study)))
    return NULL;
  look.width_mm = width_mm;
  return trestle_bridge_figure_new (trestle_model_get_name (study->run->model), NULL, &study->shape, study->values, NULL, study->task,
                                    page->quantity, &look);
}

static void
page_show_state (TrestleBridgesPage *page)
{
  const TrestleBridgeStudy *study = page_get_study (page);
  gboolean has_effects = study != NULL && trestle_bridge_study_has_effects (study);
  gboolean is_stopped = page->work != NULL && trestle_bridge_work_is_stopped (page->work) && !has_effects;
  const char *text = is_stopped ? "The knock-outs were not measured." : has_effects ? "" : "Knocking out each bridge…";

  gtk_label_set_text (page->state, text);
  gtk_widget_set_visible (GTK_WIDGET (page->state), *text != '\0');
  gtk_widget_set_visible (page->measure_button, is_stopped);
}

static void
page_show_readout (TrestleBridgesPage *page, gint mark)
{
  const TrestleFigure *figure = trestle_figure_view_get_figure (TRESTLE_FIGURE_VIEW (page->figure));
  g_autofree char *text = mark >= 0 && figure != NULL ? trestle_bridge_figure_describe_mark (figure, (guint) mark) : NULL;

  gtk_label_set_text (page->readout, text != NULL ? text : "Point at a dot or a bar for its number.");
}

static void
on_mark_hovered (TrestleBridgePanels *panels, int mark, TrestleBridgesPage *page)
{
  page_show_readout (page, mark);
}

static void
page_show_figure (TrestleBridgesPage *page)
{
  g_object_set (page->heading, "sentence", sentences[page->quantity], NULL);
  trestle_figure_view_renew (TRESTLE_FIGURE_VIEW (page->figure));
  page_show_readout (page, -1);
}

/* A switch alone changes nothing in the figure, so it is not made again for that. */
static void
on_work_changed (TrestleBridgesPage *page)
{
  const TrestleBridgeStudy *study = page_get_study (page);
  gconstpointer values = study != NULL ? study->values : NULL;

  page_show_state (page);
  if (page->shown == values && (study == NULL || page->shown_task == study->task))
    return;
  page->shown = values;
  page->shown_task = study != NULL ? study->task : page->shown_task;
  page_show_figure (page);
}

static void
measure_again (GtkWidget *widget, const char *action, GVariant *parameter)
{
  trestle_bridge_work_resume (TRESTLE_BRIDGES_PAGE (widget)->work);
}

/* From anywhere on the page. */
static gboolean
undo_switch (GtkWidget *widget, GVariant *parameter, gpointer data)
{
  return gtk_widget_activate_action (GTK_WIDGET (TRESTLE_BRIDGES_PAGE (widget)->trial), "bridges.undo", NULL);
}

static void
on_result_changed (TrestleWorkbench *workbench, TrestleBridgesPage *page)
{
  const TrestleModel *model = trestle_workbench_get_run (workbench)->model;
  g_autofree char *description = g_strdup_printf (
      "“%s” feeds its cross-modal encoder with the last layers of its towers alone. Open a model "
      "of the BridgeTower kind to see what bridges bring.",
      trestle_model_get_name (model));

  adw_status_page_set_description (page->no_bridges, description);
  gtk_stack_set_visible_child_name (page->stack, trestle_model_get_n_bridges (model) > 0 ? "bridges" : "no-bridges");
}

static void
trestle_bridges_page_map (GtkWidget *widget)
{
  TrestleBridgesPage *page = TRESTLE_BRIDGES_PAGE (widget);

  GTK_WIDGET_CLASS (trestle_bridges_page_parent_class)->map (widget);
  if (page->work != NULL)
    trestle_bridge_work_look (page->work, TRESTLE_BRIDGE_INTEREST_NONE, TRESTLE_BRIDGE_INTEREST_EFFECTS);
}

static void
trestle_bridges_page_unmap (GtkWidget *widget)
{
  TrestleBridgesPage *page = TRESTLE_BRIDGES_PAGE (widget);

  if (page->work != NULL)
    trestle_bridge_work_look (page->work, TRESTLE_BRIDGE_INTEREST_EFFECTS, TRESTLE_BRIDGE_INTEREST_NONE);
  GTK_WIDGET_CLASS (trestle_bridges_page_parent_class)->unmap (widget);
}

TrestleBridgeWork *
trestle_bridges_page_get_work (TrestleBridgesPage *page)
{
  return page->work;
}

/* The command line always knocks bridges out: without that it has no way to make the same. */
static TrestleFigure *
page_make_figure (TrestleFigureSource *source, double width_mm, const char *file)
{
  TrestleBridgesPage *page = TRESTLE_BRIDGES_PAGE (source);
  const TrestleBridgeStudy *study = page_get_study (page);
  TrestleFigure *figure = make_figure (width_mm, page);
  g_autofree char *width = g_strdup_printf ("%g", width_mm);
  gboolean has_effects = study != NULL && trestle_bridge_study_has_effects (study);
  const char *task = figure != NULL && trestle_bridge_study_has_answer (study) ? trestle_task_get_name (study->task) : NULL;
  const char *options[] = {
    "--by", trestle_bridge_quantity_get_name (page->quantity), "--width", width, "-o", file, task != NULL ? "--task" : NULL, task, NULL
  };

  if (figure != NULL)
    trestle_figure_set_origin (figure,
                               trestle_run_make_origin (study->run, "What each bridge brings", has_effects ? "bridges" : NULL, options));
  return figure;
}

static char *
page_name_file (TrestleFigureSource *source)
{
  return g_strdup ("bridges");
}

static void
bridges_page_figure_source_init (TrestleFigureSourceInterface *interface)
{
  interface->make_figure = page_make_figure;
  interface->name_file = page_name_file;
}

/* The work hears of a new run before the page does. */
static void
page_set_workbench (TrestlePage *widget, TrestleWorkbench *workbench)
{
  TrestleBridgesPage *page = TRESTLE_BRIDGES_PAGE (widget);

  g_return_if_fail (page->workbench == NULL);
  page->workbench = g_object_ref (workbench);
  page->work = g_object_ref (trestle_bridge_work_of (workbench));
  g_signal_connect_object (page->work, "changed", G_CALLBACK (on_work_changed), page, G_CONNECT_SWAPPED);
  g_signal_connect_object (workbench, "result-changed", G_CALLBACK (on_result_changed), page, 0);
  trestle_bridge_trial_set_work (page->trial, workbench, page->work);
  trestle_bridge_maps_set_work (page->maps, workbench, page->work);
}

static void
bridges_page_page_init (TrestlePageInterface *interface)
{
  interface->set_workbench = page_set_workbench;
}

static void
trestle_bridges_page_set_property (GObject *object, guint id, const GValue *value, GParamSpec *spec)
{
  TrestleBridgesPage *page = TRESTLE_BRIDGES_PAGE (object);

  if (id != PROP_QUANTITY)
    {
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
      return;
    }
  page->quantity = g_value_get_uint (value);
  page_show_figure (page);
}

static void
trestle_bridges_page_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  if (id == PROP_QUANTITY)
    g_value_set_uint (value, TRESTLE_BRIDGES_PAGE (object)->quantity);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
}

static void
trestle_bridges_page_dispose (GObject *object)
{
  TrestleBridgesPage *page = TRESTLE_BRIDGES_PAGE (object);

  if (page->figure != NULL)
    trestle_figure_view_forget (TRESTLE_FIGURE_VIEW (page->figure));
  /* What is under way would keep it, and with it the workbench. */
  if (page->work != NULL)
    g_object_run_dispose (G_OBJECT (page->work));
  g_clear_object (&page->work);
  g_clear_object (&page->workbench);
  G_OBJECT_CLASS (trestle_bridges_page_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *class)
{
  gtk_widget_class_set_template_from_resource (class, "/org/trestle/Trestle/ui/pages/bridges-page.ui");
  gtk_widget_class_bind_template_child (class, TrestleBridgesPage, stack);
  gtk_widget_class_bind_template_child (class, TrestleBridgesPage, no_bridges);
  gtk_widget_class_bind_template_child (class, TrestleBridgesPage, heading);
  gtk_widget_class_bind_template_child (class, TrestleBridgesPage, quantities);
  gtk_widget_class_bind_template_child (class, TrestleBridgesPage, figure);
  gtk_widget_class_bind_template_child (class, TrestleBridgesPage, readout);
  gtk_widget_class_bind_template_child (class, TrestleBridgesPage, measure_button);
  gtk_widget_class_bind_template_child (class, TrestleBridgesPage, state);
  gtk_widget_class_bind_template_child (class, TrestleBridgesPage, trial);
  gtk_widget_class_bind_template_child (class, TrestleBridgesPage, maps);
  gtk_widget_class_bind_template_callback (class, on_mark_hovered);
}

static void
trestle_bridges_page_class_init (TrestleBridgesPageClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->set_property = trestle_bridges_page_set_property;
  object_class->get_property = trestle_bridges_page_get_property;
  object_class->dispose = trestle_bridges_page_dispose;
  widget_class->map = trestle_bridges_page_map;
  widget_class->unmap = trestle_bridges_page_unmap;
  g_object_class_install_property (object_class, PROP_QUANTITY,
                                   g_param_spec_uint ("quantity", NULL, NULL, 0, TRESTLE_N_BRIDGE_QUANTITIES - 1, 0, flags));
  gtk_widget_class_install_action (widget_class, "bridges.measure", NULL, measure_again);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_z, GDK_CONTROL_MASK, undo_switch, NULL);
  g_type_ensure (TRESTLE_TYPE_BRIDGE_MAPS);
  g_type_ensure (TRESTLE_TYPE_BRIDGE_PANELS);
  g_type_ensure (TRESTLE_TYPE_BRIDGE_TRIAL);
  g_type_ensure (TRESTLE_TYPE_PAGE_HEADING);
  bind_template (widget_class);
}

static void
trestle_bridges_page_init (TrestleBridgesPage *page)
{
  gtk_widget_init_template (GTK_WIDGET (page));
  g_object_bind_property (page, "quantity", page->quantities, "selected", G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
  trestle_figure_view_set_maker (TRESTLE_FIGURE_VIEW (page->figure), make_figure, page);
  page_show_state (page);
  page_show_figure (page);
}
