/* The Bridges page: what each bridge brings, and what the model answers with some of them knocked out. */
#include "ui/pages/bridges-page.h"

#include <math.h>

#include "analysis/figures/bridge-figure.h"
#include "ui/answer-list.h"
#include "ui/figure-source.h"
#include "ui/run-origin.h"
#include "ui/widgets/bridge-switches.h"
#include "ui/widgets/figure-view.h"

#define ALL_STAND_INS (1u << TRESTLE_STAND_IN_ZERO | 1u << TRESTLE_STAND_IN_MEAN | 1u << TRESTLE_STAND_IN_LAST)

/**
 * @run: (nullable): what is shown
 * @study: (nullable): of @run; at first of the shares alone
 * @stand_ins: `[sides, bridges]`: how the switches are
 * @undo: (element-type GBytes): how they were, the latest last
 * @knock_out: (nullable): of @run and @stand_ins
 * @is_working: whether the runner works for the page
 * @turn: of the work; what is not of this turn is not wanted any more
 * @is_stopped: whether the user cancelled the work on @run
 */
struct _TrestleBridgesPage
{
  AdwBin parent_instance;

  TrestleWorkbench *workbench;
  GtkStack *stack;
  AdwStatusPage *no_bridges;
  GtkDropDown *quantities;
  TrestleFigureView *figure;
  GtkWidget *measure_button;
  GtkLabel *state;
  TrestleBridgeSwitches *switches;
  GtkWidget *answers;
  TrestleAnswerList *intact;
  TrestleAnswerList *changed;
  GtkLabel *effect;

  TrestleRun *run;
  TrestleBridgeStudy *study;
  guint n_bridges;
  TrestleStandIn *stand_ins;
  GPtrArray *undo;
  TrestleKnockOut *knock_out;
  TrestleBridgeQuantity quantity;
  gboolean is_working;
  guint turn;
  gboolean is_stopped;
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

/* Work that the page waits for. */
typedef struct
{
  TrestleBridgesPage *page;
  guint turn;
} Waiting;

static gsize
page_get_size (TrestleBridgesPage *page)
{
  return TRESTLE_N_SIDES * (gsize) page->n_bridges * sizeof *page->stand_ins;
}

static gboolean
page_has_switched (TrestleBridgesPage *page)
{
  for (guint i = 0; i < TRESTLE_N_SIDES * page->n_bridges; i++)
    if (page->stand_ins[i] != TRESTLE_STAND_IN_NONE)
      return TRUE;
  return FALSE;
}

static gboolean
page_has_effects (TrestleBridgesPage *page)
{
  return page->study != NULL && page->study->shape.stand_ins != 0;
}

/* Bridges that do not split have nothing to draw before they have been knocked out. */
static TrestleFigure *
make_figure (double width_mm, gpointer data)
{
  TrestleBridgesPage *page = data;
  TrestleLook look = TRESTLE_LOOK_DEFAULT;

  if (page->study == NULL || (!page->study->shape.has_share && !page_has_effects (page)))
    return NULL;
  look.width_mm = width_mm;
  return trestle_bridge_figure_new (trestle_model_get_name (page->run->model), NULL, &page->study->shape, page->study->values, NULL,
                                    page->study->task, page->quantity, &look);
}

static void
page_show_state (TrestleBridgesPage *page)
{
  const char *text = "";

  if (page->is_stopped)
    text = "The knock-outs were not measured.";
  else if (!page_has_effects (page))
    text = "Knocking out each bridge…";
  gtk_label_set_text (page->state, text);
  gtk_widget_set_visible (GTK_WIDGET (page->state), *text != '\0');
  gtk_widget_set_visible (page->measure_button, page->is_stopped);
}

/* (transfer full): a number with its sign, as people write it: "−3.71" */
static char *
write_change (double change, int decimals)
{
  return g_strdup_printf ("%s%.*f", change < 0.0 ? "−" : "+", decimals, fabs (change));
}

/* In sentences: what the stand-ins do to the answers. */
static char *
describe_effect (const TrestleKnockOut *knock_out)
{
  const TrestleEffect *effect = &knock_out->effect;
  g_autofree char *logit = write_change (effect->logit_change, 4);
  g_autofree char *percent = write_change (100.0 * effect->probability_change, 1);

  if (!isfinite (effect->kl))
    return g_strdup ("There is no answer that could be compared.");
  return g_strdup_printf ("The logit of %s changes by %s and its probability by %s percentage points. The answers move by %.4f nats (KL "
                          "divergence)%s.",
                          knock_out->task == TRESTLE_TASK_MATCH ? "a match" : "the first answer", logit, percent, effect->kl,
                          effect->flipped > 0.0 ? ", and another one is first" : "");
}

static TrestleWindowTask
to_window_task (TrestleTask task)
{
  return task == TRESTLE_TASK_MATCH ? TRESTLE_WINDOW_MATCH : TRESTLE_WINDOW_FILL;
}

/* Answers that are out of date stay, paler, until the new ones are there: nothing jumps while somebody switches. */
static void
page_show_answers (TrestleBridgesPage *page)
{
  const TrestleKnockOut *knock_out = page->knock_out;
  g_autofree char *text = NULL;

  gtk_widget_set_sensitive (page->answers, knock_out != NULL);
  if (knock_out == NULL && page_has_switched (page))
    return;
  gtk_widget_set_visible (page->answers, knock_out != NULL);
  text = knock_out != NULL ? describe_effect (knock_out) : g_strdup ("Knock a bridge out to see what the model answers without it.");
  gtk_label_set_text (page->effect, text);
  if (knock_out == NULL)
    return;
  trestle_answer_list_set_answers (page->intact, to_window_task (knock_out->task), knock_out->intact);
  trestle_answer_list_set_answers (page->changed, to_window_task (knock_out->task), knock_out->changed);
}

static void
page_show_switches (TrestleBridgesPage *page)
{
  trestle_bridge_switches_set_stand_ins (page->switches, page->stand_ins, page->n_bridges);
  gtk_widget_action_set_enabled (GTK_WIDGET (page), "bridges.undo", page->undo->len > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (page), "bridges.reset", page_has_switched (page));
}

static void
page_show (TrestleBridgesPage *page)
{
  trestle_figure_view_renew (page->figure);
  page_show_state (page);
  page_show_switches (page);
  page_show_answers (page);
}

static void page_work (TrestleBridgesPage *page);

static Waiting *
page_begin_work (TrestleBridgesPage *page)
{
  Waiting *waiting = g_new (Waiting, 1);

  page->is_working = TRUE;
  waiting->page = g_object_ref (page);
  waiting->turn = ++page->turn;
  return waiting;
}

/* (transfer full) (nullable): the page, if what was waited for is still wanted */
static TrestleBridgesPage *
waiting_end (Waiting *waiting)
{
  TrestleBridgesPage *page = waiting->page;
  gboolean is_wanted = page->workbench != NULL && waiting->turn == page->turn;

  g_free (waiting);
  if (is_wanted)
    {
      page->is_working = FALSE;
      return page;
    }
  g_object_unref (page);
  return NULL;
}

/* After an error nothing is tried again before there is another run, or the user says so. */
static void
page_note_failure (TrestleBridgesPage *page, const GError *error)
{
  page->is_stopped = TRUE;
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    trestle_workbench_report (page->workbench, error->message);
}

static void
on_measured (GObject *runner, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TrestleBridgeStudy) study = trestle_bridge_study_measure_finish (TRESTLE_RUNNER (runner), result, &error);
  g_autoptr (TrestleBridgesPage) page = waiting_end (data);

  if (page == NULL)
    return;
  if (study != NULL)
    {
      g_clear_pointer (&page->study, trestle_bridge_study_free);
      page->study = g_steal_pointer (&study);
    }
  else
    page_note_failure (page, error);
  page_show (page);
  page_work (page);
}

static void
on_knocked_out (GObject *runner, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TrestleKnockOut) knock_out = trestle_knock_out_run_finish (TRESTLE_RUNNER (runner), result, &error);
  g_autoptr (TrestleBridgesPage) page = waiting_end (data);

  if (page == NULL)
    return;
  if (knock_out != NULL)
    page->knock_out = g_steal_pointer (&knock_out);
  else
    page_note_failure (page, error);
  page_show (page);
  page_work (page);
}

/* What is missing, one after the other: what the user switched, then the shares, then every bridge knocked out. */
static void
page_work (TrestleBridgesPage *page)
{
  TrestleRunner *runner = trestle_workbench_get_runner (page->workbench);

  if (page->run == NULL || page->n_bridges == 0 || page->is_working || page->is_stopped || !gtk_widget_get_mapped (GTK_WIDGET (page)))
    return;
  if (page->knock_out == NULL && page_has_switched (page))
    trestle_knock_out_run_async (runner, page->run, page->stand_ins, on_knocked_out, page_begin_work (page));
  else if (page->study == NULL)
    trestle_bridge_study_measure_async (runner, page->run, 0, on_measured, page_begin_work (page));
  else if (!page_has_effects (page))
    trestle_bridge_study_measure_async (runner, page->run, ALL_STAND_INS, on_measured, page_begin_work (page));
}

/* Whatever is under way is about what was. */
static void
page_work_anew (TrestleBridgesPage *page)
{
  page->turn++;
  page->is_working = FALSE;
  page->is_stopped = FALSE;
  page_show (page);
  page_work (page);
}

static void
page_forget_knock_out (TrestleBridgesPage *page)
{
  g_clear_pointer (&page->knock_out, trestle_knock_out_free);
}

static void
page_set_stand_ins (TrestleBridgesPage *page, const TrestleStandIn *stand_ins)
{
  memcpy (page->stand_ins, stand_ins, page_get_size (page));
  page_forget_knock_out (page);
  page_work_anew (page);
}

static void
on_switched (TrestleBridgeSwitches *switches, int side, int bridge, int stand_in, TrestleBridgesPage *page)
{
  g_autofree TrestleStandIn *stand_ins = g_memdup2 (page->stand_ins, page_get_size (page));

  for (guint i = 0; i < page->n_bridges; i++)
    if (bridge == TRESTLE_EVERY_BRIDGE || (guint) bridge == i)
      stand_ins[(guint) side * page->n_bridges + i] = (TrestleStandIn) stand_in;
  g_ptr_array_add (page->undo, g_bytes_new (page->stand_ins, page_get_size (page)));
  page_set_stand_ins (page, stand_ins);
}

static void
undo_switch (GtkWidget *widget, const char *action, GVariant *parameter)
{
  TrestleBridgesPage *page = TRESTLE_BRIDGES_PAGE (widget);
  g_autoptr (GBytes) before = NULL;

  if (page->undo->len == 0)
    return;
  before = g_ptr_array_steal_index (page->undo, page->undo->len - 1);
  page_set_stand_ins (page, g_bytes_get_data (before, NULL));
}

static void
reset_switches (GtkWidget *widget, const char *action, GVariant *parameter)
{
  TrestleBridgesPage *page = TRESTLE_BRIDGES_PAGE (widget);
  g_autofree TrestleStandIn *none = g_malloc0 (page_get_size (page));

  g_ptr_array_add (page->undo, g_bytes_new (page->stand_ins, page_get_size (page)));
  page_set_stand_ins (page, none);
}

static void
measure_again (GtkWidget *widget, const char *action, GVariant *parameter)
{
  page_work_anew (TRESTLE_BRIDGES_PAGE (widget));
}

/* Switches outlive a new text or image, but another model has other bridges. */
static void
page_take_model (TrestleBridgesPage *page, const TrestleModel *model)
{
  g_autofree char *description = g_strdup_printf (
      "“%s” feeds its cross-modal encoder with the last layers of its towers alone. Open a model "
      "of the BridgeTower kind to see what bridges bring.",
      trestle_model_get_name (model));

  page->n_bridges = trestle_model_get_n_bridges (model);
  g_free (page->stand_ins);
  page->stand_ins = g_malloc0 (page_get_size (page));
  g_ptr_array_set_size (page->undo, 0);
  adw_status_page_set_description (page->no_bridges, description);
  gtk_stack_set_visible_child_name (page->stack, page->n_bridges > 0 ? "bridges" : "no-bridges");
}

static void
on_result_changed (TrestleWorkbench *workbench, TrestleBridgesPage *page)
{
  TrestleRun *run = trestle_workbench_get_run (workbench);

  if (page->run == NULL || page->run->model_source != run->model_source)
    page_take_model (page, run->model);
  page_forget_knock_out (page);
  g_clear_pointer (&page->study, trestle_bridge_study_free);
  g_clear_pointer (&page->run, trestle_run_unref);
  page->run = trestle_run_ref (run);
  page_work_anew (page);
}

static void
trestle_bridges_page_map (GtkWidget *widget)
{
  TrestleBridgesPage *page = TRESTLE_BRIDGES_PAGE (widget);

  GTK_WIDGET_CLASS (trestle_bridges_page_parent_class)->map (widget);
  if (page->workbench != NULL)
    page_work (page);
}

const TrestleBridgeStudy *
trestle_bridges_page_get_study (TrestleBridgesPage *page)
{
  return page->study;
}

const TrestleKnockOut *
trestle_bridges_page_get_knock_out (TrestleBridgesPage *page)
{
  return page->knock_out;
}

/* Whether there is an answer that the knock-outs change. */
static gboolean
page_has_answer (TrestleBridgesPage *page)
{
  const TrestleBridgeStudy *study = page->study;

  return page_has_effects (page)
         && isfinite (trestle_bridge_shape_get_effect (&study->shape, study->values, TRESTLE_SIDE_TEXT, TRESTLE_EVERY_BRIDGE,
                                                       TRESTLE_STAND_IN_ZERO, study->task)
                          .kl);
}

/* The command line always knocks bridges out: without that it has no way to make the same. */
static TrestleFigure *
page_make_figure (TrestleFigureSource *source, double width_mm, const char *file)
{
  TrestleBridgesPage *page = TRESTLE_BRIDGES_PAGE (source);
  TrestleFigure *figure = make_figure (width_mm, page);
  const char *task = figure != NULL && page_has_answer (page) ? trestle_task_get_name (page->study->task) : NULL;
  g_autofree char *width = g_strdup_printf ("%g", width_mm);
  const char *options[] = {
    "--by", trestle_bridge_quantity_get_name (page->quantity), "--width", width, "-o", file, task != NULL ? "--task" : NULL, task, NULL
  };

  if (figure != NULL)
    trestle_figure_set_origin (
        figure, trestle_run_make_origin (page->run, "What each bridge brings", page_has_effects (page) ? "bridges" : NULL, options));
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

static void
page_set_workbench (TrestlePage *widget, TrestleWorkbench *workbench)
{
  TrestleBridgesPage *page = TRESTLE_BRIDGES_PAGE (widget);

  g_return_if_fail (page->workbench == NULL);
  page->workbench = g_object_ref (workbench);
  g_signal_connect_object (workbench, "result-changed", G_CALLBACK (on_result_changed), page, 0);
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
  trestle_figure_view_renew (page->figure);
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
    trestle_figure_view_forget (page->figure);
  page_forget_knock_out (page);
  g_clear_object (&page->workbench);
  g_clear_pointer (&page->study, trestle_bridge_study_free);
  g_clear_pointer (&page->run, trestle_run_unref);
  G_OBJECT_CLASS (trestle_bridges_page_parent_class)->dispose (object);
}

static void
trestle_bridges_page_finalize (GObject *object)
{
  TrestleBridgesPage *page = TRESTLE_BRIDGES_PAGE (object);

  g_free (page->stand_ins);
  g_ptr_array_unref (page->undo);
  G_OBJECT_CLASS (trestle_bridges_page_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *class)
{
  gtk_widget_class_set_template_from_resource (class, "/org/trestle/Trestle/ui/pages/bridges-page.ui");
  gtk_widget_class_bind_template_child (class, TrestleBridgesPage, stack);
  gtk_widget_class_bind_template_child (class, TrestleBridgesPage, no_bridges);
  gtk_widget_class_bind_template_child (class, TrestleBridgesPage, quantities);
  gtk_widget_class_bind_template_child (class, TrestleBridgesPage, figure);
  gtk_widget_class_bind_template_child (class, TrestleBridgesPage, measure_button);
  gtk_widget_class_bind_template_child (class, TrestleBridgesPage, state);
  gtk_widget_class_bind_template_child (class, TrestleBridgesPage, switches);
  gtk_widget_class_bind_template_child (class, TrestleBridgesPage, answers);
  gtk_widget_class_bind_template_child (class, TrestleBridgesPage, intact);
  gtk_widget_class_bind_template_child (class, TrestleBridgesPage, changed);
  gtk_widget_class_bind_template_child (class, TrestleBridgesPage, effect);
  gtk_widget_class_bind_template_callback (class, on_switched);
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
  object_class->finalize = trestle_bridges_page_finalize;
  widget_class->map = trestle_bridges_page_map;
  g_object_class_install_property (object_class, PROP_QUANTITY,
                                   g_param_spec_uint ("quantity", NULL, NULL, 0, TRESTLE_N_BRIDGE_QUANTITIES - 1, 0, flags));
  gtk_widget_class_install_action (widget_class, "bridges.undo", NULL, undo_switch);
  gtk_widget_class_install_action (widget_class, "bridges.reset", NULL, reset_switches);
  gtk_widget_class_install_action (widget_class, "bridges.measure", NULL, measure_again);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_z, GDK_CONTROL_MASK, "bridges.undo", NULL);
  g_type_ensure (TRESTLE_TYPE_ANSWER_LIST);
  g_type_ensure (TRESTLE_TYPE_BRIDGE_SWITCHES);
  g_type_ensure (TRESTLE_TYPE_FIGURE_VIEW);
  bind_template (widget_class);
}

static void
trestle_bridges_page_init (TrestleBridgesPage *page)
{
  page->undo = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  gtk_widget_init_template (GTK_WIDGET (page));
  g_object_bind_property (page, "quantity", page->quantities, "selected", G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
  trestle_figure_view_set_maker (page->figure, make_figure, page);
  page_show (page);
}
