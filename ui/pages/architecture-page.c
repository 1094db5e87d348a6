/* The Architecture page: the model drawn as in the paper, with what a chosen number says of its parts. */
#include "ui/pages/architecture-page.h"

#include <math.h>

#include "analysis/figures/model-figure.h"
#include "core/model/details.h"
#include "ui/bridge-work.h"
#include "ui/figure-source.h"
#include "ui/head-study.h"
#include "ui/run-origin.h"
#include "ui/settings.h"
#include "ui/widgets/model-panel.h"
#include "ui/widgets/page-heading.h"

#define TITLE "How the model is built"
#define HINT "Click a layer to see where its heads look, or a bridge to see what it brings."
#define HINT_WITHOUT_BRIDGES "Click a layer to see where its heads look."

/* In the order of the choices. */
typedef enum
{
  LAYERS_BY_NOTHING,
  LAYERS_BY_MEASURE, /* the first of them */
  N_LAYER_CHOICES = LAYERS_BY_MEASURE + TRESTLE_N_HEAD_MEASURES,
} LayerChoice;

typedef enum
{
  BRIDGES_BY_NOTHING,
  BRIDGES_BY_SHARE,
  BRIDGES_BY_COSINE,
  BRIDGES_BY_ZERO,
  BRIDGES_BY_MEAN,
  BRIDGES_BY_LAST,
  N_BRIDGE_CHOICES,
} BridgeChoice;

/**
 * @run: (nullable): what is drawn
 * @heads: (nullable): of the run's model; it may be of an older run while a newer one is measured
 * @pending: (nullable): the run whose heads are being measured
 * @cancellable: of that
 * @work: on the bridges
 * @interest: what the page wants of that
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
  TrestleHeadStudy *heads;
  TrestleRun *pending;
  GCancellable *cancellable;
  TrestleBridgeWork *work;
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

static const char *const bridge_names[N_BRIDGE_CHOICES] = {
  [BRIDGES_BY_NOTHING] = "nothing", [BRIDGES_BY_SHARE] = "share", [BRIDGES_BY_COSINE] = "cosine",
  [BRIDGES_BY_ZERO] = "zero",       [BRIDGES_BY_MEAN] = "mean",   [BRIDGES_BY_LAST] = "last",
};

/* What the numbers are, in a sentence with the unit. */
static const char *const layer_sentences[TRESTLE_N_HEAD_MEASURES] = {
  [TRESTLE_HEAD_DIVERGENCE] = "Colours show how differently the heads of a layer look, as their mean KL divergence in nats.",
  [TRESTLE_HEAD_ENTROPY] = "Colours show how widely the heads of a layer spread their attention, as the mean entropy in nats.",
  [TRESTLE_HEAD_DISTANCE] = "Colours show how far away the heads of a layer look, as the mean distance in patches.",
  [TRESTLE_HEAD_CLASS_SHARE] = "Colours show what the heads of a layer give to the class token, as the mean weight from 0 to 1.",
  [TRESTLE_HEAD_SEPARATOR_SHARE] =
      "Colours show what the heads of a layer give to the token that closes the text, as the mean weight from 0 "
      "to 1.",
};

static const char *const bridge_sentences[N_BRIDGE_CHOICES] = {
  [BRIDGES_BY_NOTHING] = "",
  [BRIDGES_BY_SHARE] = "Bridges are as wide as the tower’s share of what they give, from 0 to 1.",
  [BRIDGES_BY_COSINE] = "Bridges are as wide as the cosine between their two sides, from −1 to 1.",
  [BRIDGES_BY_ZERO] = "Bridges are as wide as the answer’s logit changes when they are given nothing.",
  [BRIDGES_BY_MEAN] = "Bridges are as wide as the answer’s logit changes when they are given the tower’s mean state.",
  [BRIDGES_BY_LAST] = "Bridges are as wide as the answer’s logit changes when they are given the tower’s last layer.",
};

static BridgeChoice
page_get_bridge_choice (TrestleArchitecturePage *page)
{
  guint selected = gtk_drop_down_get_selected (page->bridges_choice);

  return selected < N_BRIDGE_CHOICES ? (BridgeChoice) selected : BRIDGES_BY_NOTHING;
}

static gboolean
page_get_measure (TrestleArchitecturePage *page, TrestleHeadMeasure *measure)
{
  guint selected = gtk_drop_down_get_selected (page->layers);

  if (selected < LAYERS_BY_MEASURE || selected >= N_LAYER_CHOICES)
    return FALSE;
  *measure = (TrestleHeadMeasure) (selected - LAYERS_BY_MEASURE);
  return TRUE;
}

static TrestleBridgeMeasure
to_measure (BridgeChoice choice)
{
  if (choice == BRIDGES_BY_SHARE)
    return TRESTLE_BRIDGE_SHARE;
  return choice == BRIDGES_BY_COSINE ? TRESTLE_BRIDGE_COSINE : TRESTLE_BRIDGE_LOGIT;
}

/* %TRESTLE_STAND_IN_NONE if nothing is knocked out. */
static TrestleStandIn
to_stand_in (BridgeChoice choice)
{
  static const TrestleStandIn stand_ins[N_BRIDGE_CHOICES] = {
    [BRIDGES_BY_ZERO] = TRESTLE_STAND_IN_ZERO,
    [BRIDGES_BY_MEAN] = TRESTLE_STAND_IN_MEAN,
    [BRIDGES_BY_LAST] = TRESTLE_STAND_IN_LAST,
  };

  return stand_ins[choice];
}

static gboolean
page_has_bridges (TrestleArchitecturePage *page)
{
  return page->run != NULL && trestle_model_get_n_bridges (page->run->model) > 0;
}

/* Whether the bridges of the model can be said that of. */
static gboolean
page_can_measure_bridges (TrestleArchitecturePage *page, BridgeChoice choice)
{
  TrestleBridgeShape shape;

  if (choice == BRIDGES_BY_NOTHING || !page_has_bridges (page))
    return FALSE;
  trestle_bridge_shape_init (&shape, page->run->model, 0);
  return shape.has_share || trestle_bridge_measure_needs_knock_out (to_measure (choice));
}

/* (nullable): what there is of what was chosen */
static const TrestleBridgeStudy *
page_find_bridges (TrestleArchitecturePage *page, BridgeChoice choice)
{
  const TrestleBridgeStudy *study = page->work != NULL ? trestle_bridge_work_get_study (page->work) : NULL;
  gboolean needs_effects = to_stand_in (choice) != TRESTLE_STAND_IN_NONE;

  if (study == NULL || !page_can_measure_bridges (page, choice) || (needs_effects && !trestle_bridge_study_has_effects (study)))
    return NULL;
  return study;
}

static gboolean
page_misses_heads (TrestleArchitecturePage *page)
{
  TrestleHeadMeasure measure;

  return page->run != NULL && page_get_measure (page, &measure) && (page->heads == NULL || page->heads->run != page->run);
}

static gboolean
page_misses_bridges (TrestleArchitecturePage *page)
{
  BridgeChoice choice = page_get_bridge_choice (page);

  return page_can_measure_bridges (page, choice) && page_find_bridges (page, choice) == NULL;
}

static gboolean
page_is_stopped (TrestleArchitecturePage *page)
{
  return page->work != NULL && trestle_bridge_work_is_stopped (page->work);
}

/* Whose answer will be looked at, unless the text has none to that; to find out takes the model's heads. */
static TrestleTask
guess_task (const TrestleRun *run)
{
  return run->head < TRESTLE_N_EFFECT_TASKS ? run->head : TRESTLE_TASK_MATCH;
}

/* What is known of the choices. @announces: whether what is not known yet keeps its room */
static TrestleModelNumbers *
page_make_numbers (TrestleArchitecturePage *page, const TrestleHeadStudy *heads, const TrestleBridgeStudy *bridges, gboolean announces)
{
  TrestleModelNumbers *numbers = trestle_model_numbers_new ();
  BridgeChoice choice = page_get_bridge_choice (page);
  TrestleHeadMeasure measure;

  if (page_get_measure (page, &measure) && (heads != NULL || announces))
    trestle_model_numbers_set_layers (numbers, measure, heads != NULL ? &heads->profile.shape : NULL,
                                      heads != NULL ? heads->profile.values : NULL);
  if (bridges != NULL)
    trestle_model_numbers_set_bridges (numbers, to_measure (choice), to_stand_in (choice), bridges->task, NULL, &bridges->shape,
                                       bridges->values);
  else if (announces && page_can_measure_bridges (page, choice))
    trestle_model_numbers_set_bridges (numbers, to_measure (choice), to_stand_in (choice), guess_task (page->run), NULL, NULL, NULL);
  return numbers;
}

static TrestleFigure *
page_draw (TrestleArchitecturePage *page, TrestleModelNumbers *numbers, double width_mm)
{
  const TrestleModel *model = page->run->model;
  g_autofree char *tasks = trestle_model_describe_tasks (model);
  TrestleLook look = TRESTLE_LOOK_DEFAULT;
  TrestleModelOutline outline;
  guint colormap;

  g_object_get (page->workbench, "colormap", &colormap, NULL);
  look.colormap = (TrestleColormap) colormap;
  look.width_mm = width_mm;
  trestle_model_outline_init (&outline, trestle_model_get_config (model), trestle_model_get_name (model), *tasks != '\0' ? tasks : NULL);
  return trestle_model_figure_new (&outline, numbers, &look);
}

/* A #TrestleFigureMaker. */
static TrestleFigure *
make_figure (double width_mm, gpointer data)
{
  TrestleArchitecturePage *page = data;
  const TrestleBridgeStudy *bridges;

  if (page->run == NULL)
    return NULL;
  bridges = page_find_bridges (page, page_get_bridge_choice (page));
  return page_draw (page, page_make_numbers (page, page->heads, bridges, TRUE), width_mm);
}

static void
page_describe_part (TrestleArchitecturePage *page, gint part)
{
  const TrestleFigure *figure = trestle_figure_view_get_figure (TRESTLE_FIGURE_VIEW (page->panel));
  g_autofree char *text = NULL;

  if (part >= 0 && figure != NULL)
    text = trestle_model_figure_describe_part (figure, (guint) part);
  else
    text = g_strdup (page_has_bridges (page) ? HINT : HINT_WITHOUT_BRIDGES);
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
  BridgeChoice choice = page_get_bridge_choice (page);
  TrestleHeadMeasure measure;
  gboolean has_measure = page_get_measure (page, &measure);
  gboolean has_bridges = choice != BRIDGES_BY_NOTHING && (page->run == NULL || page_can_measure_bridges (page, choice));
  g_autofree char *sentence = g_strdup_printf ("The model, from its inputs up to its answers.%s%s%s%s", has_measure ? " " : "",
                                               has_measure ? layer_sentences[measure] : "", has_bridges ? " " : "",
                                               has_bridges ? bridge_sentences[choice] : "");

  g_object_set (page->heading, "sentence", sentence, "topic", has_measure ? "heads" : has_bridges ? "bridges" : "layers", NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (page->panel), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, sentence, -1);
}

/* Why bridges have no numbers, or none yet; "" if they have. */
static const char *
page_explain_bridges (TrestleArchitecturePage *page)
{
  BridgeChoice choice = page_get_bridge_choice (page);
  const TrestleBridgeStudy *study = page_find_bridges (page, choice);

  if (page->run == NULL)
    return "";
  if (!page_has_bridges (page))
    return "This model has no bridges: the last layers of its towers enter the cross-modal encoder.";
  if (choice == BRIDGES_BY_NOTHING)
    return "";
  if (!page_can_measure_bridges (page, choice))
    return "The bridges of this model do not split into two sides; choose an effect to see what they bring.";
  if (to_stand_in (choice) == TRESTLE_STAND_IN_NONE)
    return page_is_stopped (page) && page_misses_bridges (page) ? "The bridges were not measured." : "";
  if (study != NULL)
    return trestle_bridge_study_has_answer (study) ? "" : "The model has no answer to this text that a knock-out could change.";
  return page_is_stopped (page) ? "The knock-outs were not measured." : "Knocking out each bridge…";
}

static void
page_show_state (TrestleArchitecturePage *page)
{
  const char *text = page_explain_bridges (page);

  gtk_label_set_text (page->state, text);
  gtk_widget_set_visible (page->state_row, *text != '\0');
  gtk_widget_set_visible (page->measure_button, page_is_stopped (page) && page_misses_bridges (page));
  gtk_widget_set_sensitive (GTK_WIDGET (page->bridges_choice), page->run == NULL || page_has_bridges (page));
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

static void page_measure (TrestleArchitecturePage *page);

static void
on_heads_measured (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TrestleArchitecturePage) page = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TrestleHeadStudy) heads = trestle_head_study_measure_finish (result, &error);

  if (page->workbench == NULL)
    return;
  g_clear_pointer (&page->pending, trestle_run_unref);
  if (heads != NULL && heads->run == page->run)
    {
      g_clear_pointer (&page->heads, trestle_head_study_unref);
      page->heads = g_steal_pointer (&heads);
      page_show (page);
    }
  else if (error != NULL)
    trestle_workbench_report (page->workbench, error->message);
  /* A newer run may have come in the meantime. After an error that would go on for ever. */
  if (error == NULL)
    page_measure (page);
  g_object_notify_by_pspec (G_OBJECT (page), properties[PROP_BUSY]);
}

/* One run after the other, and only the latest. */
static void
page_measure_heads (TrestleArchitecturePage *page)
{
  if (page->pending != NULL || !page_misses_heads (page))
    return;
  page->pending = trestle_run_ref (page->run);
  trestle_head_study_measure_async (page->run, page->cancellable, on_heads_measured, g_object_ref (page));
}

static TrestleBridgeInterest
page_find_interest (TrestleArchitecturePage *page)
{
  BridgeChoice choice = page_get_bridge_choice (page);

  if (choice == BRIDGES_BY_NOTHING || !gtk_widget_get_mapped (GTK_WIDGET (page)))
    return TRESTLE_BRIDGE_INTEREST_NONE;
  return to_stand_in (choice) != TRESTLE_STAND_IN_NONE ? TRESTLE_BRIDGE_INTEREST_EFFECTS : TRESTLE_BRIDGE_INTEREST_SHARES;
}

static void
page_measure_bridges (TrestleArchitecturePage *page)
{
  TrestleBridgeInterest interest = page_find_interest (page);

  trestle_bridge_work_look (page->work, page->interest, interest);
  page->interest = interest;
}

/* What was chosen and is missing, while somebody looks. */
static void
page_measure (TrestleArchitecturePage *page)
{
  if (page->workbench == NULL)
    return;
  page_measure_bridges (page);
  if (gtk_widget_get_mapped (GTK_WIDGET (page)))
    page_measure_heads (page);
  g_object_notify_by_pspec (G_OBJECT (page), properties[PROP_BUSY]);
}

/* While the numbers of a new run are on their way, which takes a moment, those of the run before stay: nothing flickers. */
static void
on_work_changed (TrestleArchitecturePage *page)
{
  if (page->run == NULL || (page_misses_bridges (page) && page->interest == TRESTLE_BRIDGE_INTEREST_SHARES && !page_is_stopped (page)))
    return;
  page_show (page);
  g_object_notify_by_pspec (G_OBJECT (page), properties[PROP_BUSY]);
}

static void
on_result_changed (TrestleWorkbench *workbench, TrestleArchitecturePage *page)
{
  TrestleRun *run = trestle_workbench_get_run (workbench);
  gboolean is_same_model = page->run != NULL && page->run->model_source == run->model_source;

  if (!is_same_model)
    g_clear_pointer (&page->heads, trestle_head_study_unref);
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
  trestle_bridge_work_resume (TRESTLE_ARCHITECTURE_PAGE (widget)->work);
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

/* (nullable): those of what is drawn that are of this run, and say something: the command line gives no others. */
static const TrestleBridgeStudy *
page_find_exportable_bridges (TrestleArchitecturePage *page)
{
  BridgeChoice choice = page_get_bridge_choice (page);
  const TrestleBridgeStudy *study = page_find_bridges (page, choice);
  TrestleStandIn stand_in = to_stand_in (choice);

  if (study == NULL || study->run != page->run || (stand_in != TRESTLE_STAND_IN_NONE && !trestle_bridge_study_has_answer (study)))
    return NULL;
  return study;
}

static void
page_add_options (TrestleArchitecturePage *page, const TrestleHeadStudy *heads, const TrestleBridgeStudy *bridges, GStrvBuilder *words)
{
  BridgeChoice choice = page_get_bridge_choice (page);
  TrestleHeadMeasure measure;

  if (heads != NULL && page_get_measure (page, &measure))
    g_strv_builder_add_many (words, "--layers-by", trestle_head_measure_get_name (measure), NULL);
  if (bridges == NULL)
    return;
  g_strv_builder_add_many (words, "--bridges-by", trestle_bridge_measure_get_name (to_measure (choice)), NULL);
  if (to_stand_in (choice) != TRESTLE_STAND_IN_NONE)
    g_strv_builder_add_many (words, "--ablate", trestle_stand_in_get_name (to_stand_in (choice)), "--task",
                             trestle_task_get_name (bridges->task), NULL);
}

/* (transfer full): how the file is to look, and where it is to be */
static char **
page_list_options (TrestleArchitecturePage *page,
                   const TrestleHeadStudy *heads,
                   const TrestleBridgeStudy *bridges,
                   double width_mm,
                   const char *file)
{
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();
  g_autofree char *width = g_strdup_printf ("%g", width_mm);
  guint colormap;

  g_object_get (page->workbench, "colormap", &colormap, NULL);
  page_add_options (page, heads, bridges, words);
  if (colormap != TRESTLE_COLORMAP_VIRIDIS)
    g_strv_builder_add_many (words, "--colormap", trestle_colormap_get_name ((TrestleColormap) colormap), NULL);
  g_strv_builder_add_many (words, "--width", width, "-o", file, NULL);
  return g_strv_builder_end (words);
}

/* Of the model alone, which reads nothing. */
static TrestleOrigin *
make_plain_origin (const TrestleRun *run, char **options)
{
  g_autofree char *size = g_strdup_printf ("%u", run->model_source->image_size);
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();
  g_auto (GStrv) list = NULL;
  g_autofree char *command = NULL;

  g_strv_builder_add_many (words, "info", "--model", run->model_source->path, NULL);
  if (run->model_source->image_size > 0)
    g_strv_builder_add_many (words, "--image-size", size, NULL);
  g_strv_builder_addv (words, (const char **) options);
  list = g_strv_builder_end (words);
  command = trestle_origin_write_command ((const char *const *) list);
  return trestle_origin_new (TITLE, trestle_model_get_name (run->model), NULL, command);
}

static TrestleFigure *
page_make_figure (TrestleFigureSource *source, double width_mm, const char *file)
{
  TrestleArchitecturePage *page = TRESTLE_ARCHITECTURE_PAGE (source);
  TrestleHeadMeasure measure;
  gboolean has_heads = page->run != NULL && page_get_measure (page, &measure) && !page_misses_heads (page);
  const TrestleHeadStudy *heads = has_heads ? page->heads : NULL;
  const TrestleBridgeStudy *bridges = page_find_exportable_bridges (page);
  g_auto (GStrv) options = NULL;
  TrestleFigure *figure;

  if (page->run == NULL)
    return NULL;
  options = page_list_options (page, heads, bridges, width_mm, file);
  figure = page_draw (page, page_make_numbers (page, heads, bridges, FALSE), width_mm);
  if (heads != NULL || bridges != NULL)
    trestle_figure_set_origin (figure, trestle_run_make_origin (page->run, TITLE, "info", (const char *const *) options));
  else
    trestle_figure_set_origin (figure, make_plain_origin (page->run, options));
  return figure;
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
  page->work = g_object_ref (trestle_bridge_work_of (workbench));
  g_signal_connect_object (page->work, "changed", G_CALLBACK (on_work_changed), page, G_CONNECT_SWAPPED);
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

static void
page_set_layers_by (TrestleArchitecturePage *page, const char *name)
{
  TrestleHeadMeasure measure;

  if (g_strcmp0 (name, "nothing") == 0)
    gtk_drop_down_set_selected (page->layers, LAYERS_BY_NOTHING);
  else if (name != NULL && trestle_head_measure_parse (name, &measure))
    gtk_drop_down_set_selected (page->layers, LAYERS_BY_MEASURE + (guint) measure);
}

static void
page_set_bridges_by (TrestleArchitecturePage *page, const char *name)
{
  for (guint i = 0; i < N_BRIDGE_CHOICES; i++)
    if (g_strcmp0 (name, bridge_names[i]) == 0)
      gtk_drop_down_set_selected (page->bridges_choice, i);
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
  TrestleHeadMeasure measure;

  switch (id)
    {
    case PROP_LAYERS_BY:
      g_value_set_string (value, page_get_measure (page, &measure) ? trestle_head_measure_get_name (measure) : "nothing");
      break;
    case PROP_BRIDGES_BY:
      g_value_set_string (value, bridge_names[page_get_bridge_choice (page)]);
      break;
    case PROP_BUSY:
      g_value_set_boolean (value, page->pending != NULL || (page_misses_bridges (page) && !page_is_stopped (page)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
    }
}

static void
trestle_architecture_page_dispose (GObject *object)
{
  TrestleArchitecturePage *page = TRESTLE_ARCHITECTURE_PAGE (object);

  g_cancellable_cancel (page->cancellable);
  if (page->panel != NULL)
    trestle_figure_view_forget (TRESTLE_FIGURE_VIEW (page->panel));
  g_clear_object (&page->workbench);
  g_clear_pointer (&page->heads, trestle_head_study_unref);
  g_clear_pointer (&page->pending, trestle_run_unref);
  g_clear_object (&page->work);
  g_clear_pointer (&page->run, trestle_run_unref);
  G_OBJECT_CLASS (trestle_architecture_page_parent_class)->dispose (object);
}

static void
trestle_architecture_page_finalize (GObject *object)
{
  g_object_unref (TRESTLE_ARCHITECTURE_PAGE (object)->cancellable);
  G_OBJECT_CLASS (trestle_architecture_page_parent_class)->finalize (object);
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
  object_class->finalize = trestle_architecture_page_finalize;
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
  page->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (page));
  trestle_figure_view_set_maker (TRESTLE_FIGURE_VIEW (page->panel), make_figure, page);
  page_set_layers_by (page, "divergence");
  page_set_bridges_by (page, "share");
}
