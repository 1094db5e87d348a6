/* The Divergence page: one number for every head of every layer, as the paper plots it. */
#include "ui/pages/divergence-page.h"

#include "analysis/figures/head-figure.h"
#include "ui/figure-source.h"
#include "ui/head-study.h"
#include "ui/run-origin.h"
#include "ui/widgets/head-panels.h"

/**
 * @study: (nullable): what is shown; it may be of an older run while a newer one is measured
 * @pending: (nullable): the run that is being measured
 */
struct _TrestleDivergencePage
{
  AdwBin parent_instance;

  TrestleWorkbench *workbench;
  GtkLabel *sentence;
  GtkDropDown *measures;
  GtkToggleButton *encoder;
  GtkToggleButton *towers;
  TrestleHeadPanels *panels;
  GtkLabel *readout;
  GtkStack *stack;
  TrestleHeadStudy *study;
  TrestleRun *pending;
  GCancellable *cancellable;
  TrestleHeadMeasure measure;
  gboolean shows_towers;
};

enum
{
  PROP_MEASURE = 1,
  PROP_TOWERS,
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

/* The figure of @study at that width; a #TrestleFigureMaker. */
static TrestleFigure *
make_figure (double width_mm, gpointer data)
{
  TrestleDivergencePage *page = data;
  TrestleHeadSeries series;
  TrestleLook look = TRESTLE_LOOK_DEFAULT;

  if (page->study == NULL)
    return NULL;
  series = (TrestleHeadSeries){ trestle_model_get_name (page->study->run->model), &page->study->shape, page->study->values, NULL };
  look.width_mm = width_mm;
  if (page->shows_towers)
    return trestle_head_figure_new (page->measure, &series, 1, trestle_head_figure_tower_blocks,
                                    G_N_ELEMENTS (trestle_head_figure_tower_blocks), &look);
  return trestle_head_figure_new (page->measure, &series, 1, trestle_head_figure_cross_blocks,
                                  G_N_ELEMENTS (trestle_head_figure_cross_blocks), &look);
}

static void
page_describe_dot (TrestleDivergencePage *page, gint dot)
{
  const TrestleFigure *figure = trestle_figure_view_get_figure (TRESTLE_FIGURE_VIEW (page->panels));
  g_autofree char *text = NULL;

  if (dot >= 0 && figure != NULL)
    text = trestle_head_figure_describe_dot (figure, (guint) dot);
  else
    text = g_strdup ("Small dots are heads, the line is their mean. Click a dot to see where that head looks.");
  gtk_label_set_text (page->readout, text);
}

static void
page_show (TrestleDivergencePage *page)
{
  gtk_label_set_text (page->sentence, words[page->measure].sentence);
  gtk_accessible_update_property (GTK_ACCESSIBLE (page->panels), GTK_ACCESSIBLE_PROPERTY_LABEL, words[page->measure].title,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, words[page->measure].sentence, -1);
  gtk_stack_set_visible_child_name (page->stack, page->study != NULL ? "figure" : "waiting");
  trestle_figure_view_renew (TRESTLE_FIGURE_VIEW (page->panels));
  page_describe_dot (page, -1);
}

static void page_measure (TrestleDivergencePage *page);

static void
page_take_study (TrestleDivergencePage *page, TrestleHeadStudy *study)
{
  g_clear_pointer (&page->study, trestle_head_study_free);
  page->study = study;
  page_show (page);
}

static void
on_measured (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TrestleDivergencePage) page = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TrestleHeadStudy) study = trestle_head_study_measure_finish (result, &error);

  if (page->workbench == NULL)
    return;
  g_clear_pointer (&page->pending, trestle_run_unref);
  if (study != NULL && study->run == trestle_workbench_get_run (page->workbench))
    page_take_study (page, g_steal_pointer (&study));
  else if (error != NULL)
    trestle_workbench_report (page->workbench, error->message);
  /* A newer run may have come in the meantime. After an error that would go on for ever. */
  if (error == NULL)
    page_measure (page);
  g_object_notify_by_pspec (G_OBJECT (page), properties[PROP_BUSY]);
}

/* One run after the other, only while somebody looks, and only the latest. */
static void
page_measure (TrestleDivergencePage *page)
{
  TrestleRun *run = page->workbench != NULL ? trestle_workbench_get_run (page->workbench) : NULL;

  if (run == NULL || page->pending != NULL || !gtk_widget_get_mapped (GTK_WIDGET (page)))
    return;
  if (page->study != NULL && page->study->run == run)
    return;
  page->pending = trestle_run_ref (run);
  trestle_head_study_measure_async (run, page->cancellable, on_measured, g_object_ref (page));
  g_object_notify_by_pspec (G_OBJECT (page), properties[PROP_BUSY]);
}

static void
on_result_changed (TrestleWorkbench *workbench, TrestleDivergencePage *page)
{
  page_measure (page);
}

static void
trestle_divergence_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (trestle_divergence_page_parent_class)->map (widget);
  page_measure (TRESTLE_DIVERGENCE_PAGE (widget));
}

static void
on_dot_hovered (TrestleHeadPanels *panels, gint dot, TrestleDivergencePage *page)
{
  page_describe_dot (page, dot);
}

static void
on_dot_activated (TrestleHeadPanels *panels, guint dot, TrestleDivergencePage *page)
{
  guint n_dots;
  const TrestleHeadDot *dots = trestle_head_figure_get_dots (trestle_figure_view_get_figure (TRESTLE_FIGURE_VIEW (panels)), &n_dots);

  trestle_workbench_show_head (page->workbench, dots[dot].block, dots[dot].layer, dots[dot].head);
}

static TrestleFigure *
page_make_figure (TrestleFigureSource *source, double width_mm, const char *file)
{
  TrestleDivergencePage *page = TRESTLE_DIVERGENCE_PAGE (source);
  TrestleFigure *figure = make_figure (width_mm, page);
  g_autofree char *title = g_strdup_printf ("Heads of every layer: %s", trestle_head_measure_get_title (page->measure));
  g_autofree char *width = g_strdup_printf ("%g", width_mm);
  const char *options[] = { "--measure", trestle_head_measure_get_name (page->measure), "--width", width, "-o",
                            file,        page->shows_towers ? "--towers" : NULL,        NULL };

  if (figure != NULL)
    trestle_figure_set_origin (figure, trestle_run_make_origin (page->study->run, title, "divergence", options));
  return figure;
}

static char *
page_name_file (TrestleFigureSource *source)
{
  TrestleDivergencePage *page = TRESTLE_DIVERGENCE_PAGE (source);

  return g_strdup_printf ("%s-%s", trestle_head_measure_get_name (page->measure), page->shows_towers ? "towers" : "encoder");
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
  g_signal_connect_object (workbench, "result-changed", G_CALLBACK (on_result_changed), page, 0);
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
      page->measure = g_value_get_uint (value);
      break;
    case PROP_TOWERS:
      page->shows_towers = g_value_get_boolean (value);
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

  switch (id)
    {
    case PROP_MEASURE:
      g_value_set_uint (value, page->measure);
      break;
    case PROP_TOWERS:
      g_value_set_boolean (value, page->shows_towers);
      break;
    case PROP_BUSY:
      g_value_set_boolean (value, page->pending != NULL);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
    }
}

static void
trestle_divergence_page_dispose (GObject *object)
{
  TrestleDivergencePage *page = TRESTLE_DIVERGENCE_PAGE (object);

  g_cancellable_cancel (page->cancellable);
  if (page->panels != NULL)
    trestle_figure_view_forget (TRESTLE_FIGURE_VIEW (page->panels));
  g_clear_object (&page->workbench);
  g_clear_pointer (&page->study, trestle_head_study_free);
  g_clear_pointer (&page->pending, trestle_run_unref);
  G_OBJECT_CLASS (trestle_divergence_page_parent_class)->dispose (object);
}

static void
trestle_divergence_page_finalize (GObject *object)
{
  g_object_unref (TRESTLE_DIVERGENCE_PAGE (object)->cancellable);
  G_OBJECT_CLASS (trestle_divergence_page_parent_class)->finalize (object);
}

static void
install_properties (GObjectClass *class)
{
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  properties[PROP_MEASURE] = g_param_spec_uint ("measure", NULL, NULL, 0, TRESTLE_N_HEAD_MEASURES - 1, TRESTLE_HEAD_DIVERGENCE, flags);
  properties[PROP_TOWERS] = g_param_spec_boolean ("towers", NULL, NULL, FALSE, flags);
  properties[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (class, N_PROPERTIES, properties);
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
  install_properties (object_class);
  g_type_ensure (TRESTLE_TYPE_HEAD_PANELS);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/trestle/Trestle/ui/pages/divergence-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TrestleDivergencePage, sentence);
  gtk_widget_class_bind_template_child (widget_class, TrestleDivergencePage, measures);
  gtk_widget_class_bind_template_child (widget_class, TrestleDivergencePage, encoder);
  gtk_widget_class_bind_template_child (widget_class, TrestleDivergencePage, towers);
  gtk_widget_class_bind_template_child (widget_class, TrestleDivergencePage, panels);
  gtk_widget_class_bind_template_child (widget_class, TrestleDivergencePage, readout);
  gtk_widget_class_bind_template_child (widget_class, TrestleDivergencePage, stack);
  gtk_widget_class_bind_template_callback (widget_class, on_dot_hovered);
  gtk_widget_class_bind_template_callback (widget_class, on_dot_activated);
}

static void
trestle_divergence_page_init (TrestleDivergencePage *page)
{
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);

  page->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (page));
  for (guint i = 0; i < TRESTLE_N_HEAD_MEASURES; i++)
    gtk_string_list_append (titles, words[i].title);
  gtk_drop_down_set_model (page->measures, G_LIST_MODEL (titles));
  g_object_bind_property (page, "measure", page->measures, "selected", G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
  g_object_bind_property (page, "towers", page->towers, "active", G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
  trestle_figure_view_set_maker (TRESTLE_FIGURE_VIEW (page->panels), make_figure, page);
  page_show (page);
}
