/* What is known of the bridges of the workbench's run, and the work that is needed to know the rest. */
#include "ui/bridge-work.h"

#include "ui/knock-outs.h"

/* What there is to do, in this order. */
typedef enum
{
  STEP_NOTHING,
  STEP_STUDY,
  STEP_SWITCHES,
  STEP_EFFECTS,
} Step;

/**
 * TrestleBridgeWork:
 * @run: (nullable): what is looked at
 * @study: (nullable): of @run
 * @known: (element-type GBytes TrestleKnockOut): by their lists of stand-ins; of @study's trace
 * @step: what the runner works at for this, or %STEP_NOTHING
 * @batch: (nullable): the knock-outs of @step
 * @n_lookers: who wants what
 * @turn: of the work; what is not of this turn is not waited for
 * @is_waiting: whether a run of the model took the runner away
 */
struct _TrestleBridgeWork
{
  GObject parent_instance;

  TrestleWorkbench *workbench;
  TrestleRun *run;
  TrestleBridgeStudy *study;
  GHashTable *known;
  Step step;
  TrestleKnockOuts *batch;
  guint turn;
  guint n_lookers[TRESTLE_N_BRIDGE_INTERESTS];
  gboolean is_stopped;
  gboolean is_waiting;
};

G_DEFINE_FINAL_TYPE (TrestleBridgeWork, trestle_bridge_work, G_TYPE_OBJECT)

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/**
 * Order: what was asked of the runner.
 * @trace: that it is about
 * @batch: (nullable)
 */
typedef struct
{
  TrestleBridgeWork *work;
  guint turn;
  TrestleTrace *trace;
  TrestleKnockOuts *batch;
} Order;

static Order *
order_new (TrestleBridgeWork *work)
{
  Order *order = g_new (Order, 1);

  order->work = g_object_ref (work);
  order->turn = ++work->turn;
  order->trace = trestle_trace_ref (work->run->trace);
  order->batch = work->batch != NULL ? trestle_knock_outs_ref (work->batch) : NULL;
  return order;
}

static void
order_free (Order *order)
{
  g_clear_pointer (&order->batch, trestle_knock_outs_unref);
  trestle_trace_unref (order->trace);
  g_object_unref (order->work);
  g_free (order);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Order, order_free)

static void
work_changed (TrestleBridgeWork *work)
{
  g_signal_emit (work, signals[SIGNAL_CHANGED], 0);
}

/* (transfer full) (nullable): what the workbench's switches ask for */
static GBytes *
work_get_switches (TrestleBridgeWork *work)
{
  guint n_bridges;
  const TrestleStandIn *stand_ins = trestle_workbench_get_stand_ins (work->workbench, &n_bridges);

  return trestle_stand_ins_are_none (stand_ins, n_bridges) ? NULL : trestle_stand_ins_to_bytes (stand_ins, n_bridges);
}

/* What a batch has done so far is known from now on, be it cancelled or not. */
static void
work_take (TrestleBridgeWork *work, TrestleKnockOuts *batch)
{
  g_autoptr (GPtrArray) done = trestle_knock_outs_take (batch);

  while (done->len > 0)
    {
      TrestleKnockOut *knock_out = g_ptr_array_steal_index (done, done->len - 1);

      g_hash_table_replace (work->known, trestle_stand_ins_to_bytes (knock_out->stand_ins, knock_out->n_bridges), knock_out);
    }
}

static void
work_take_effects (TrestleBridgeWork *work)
{
  if (work->study != NULL && !trestle_bridge_study_has_effects (work->study))
    trestle_bridge_study_take_effects (work->study, work->known);
}

static Step
work_choose_step (TrestleBridgeWork *work)
{
  g_autoptr (GBytes) switches = work_get_switches (work);

  if (work->study == NULL)
    return STEP_STUDY;
  if (work->n_lookers[TRESTLE_BRIDGE_INTEREST_EFFECTS] == 0)
    return STEP_NOTHING;
  if (switches != NULL && !g_hash_table_contains (work->known, switches))
    return STEP_SWITCHES;
  return trestle_bridge_study_has_effects (work->study) ? STEP_NOTHING : STEP_EFFECTS;
}

/* (transfer full) (element-type GBytes): what is still to be run for the effects */
static GPtrArray *
work_list_missing (TrestleBridgeWork *work)
{
  GPtrArray *lists = trestle_bridge_study_list_knock_outs (trestle_model_get_n_bridges (work->run->model));

  for (guint i = lists->len; i > 0; i--)
    if (g_hash_table_contains (work->known, g_ptr_array_index (lists, i - 1)))
      g_ptr_array_remove_index (lists, i - 1);
  return lists;
}

/* (transfer full) (element-type GBytes) */
static GPtrArray *
work_list_switches (TrestleBridgeWork *work)
{
  GPtrArray *lists = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);

  g_ptr_array_add (lists, work_get_switches (work));
  return lists;
}

static void work_proceed (TrestleBridgeWork *work);

/* Whether the order is still waited for; then nothing is under way any more. */
static gboolean
work_end (TrestleBridgeWork *work, const Order *order)
{
  if (order->batch != NULL && work->run != NULL && work->run->trace == order->trace)
    work_take (work, order->batch);
  if (work->workbench == NULL || order->turn != work->turn)
    return FALSE;
  work->step = STEP_NOTHING;
  g_clear_pointer (&work->batch, trestle_knock_outs_unref);
  return TRUE;
}

/* A run of the model cancels all other work; that is taken up again when the run is there. */
static void
work_note_error (TrestleBridgeWork *work, const GError *error)
{
  gboolean is_cancelled = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  gboolean is_busy;

  g_object_get (trestle_workbench_get_runner (work->workbench), "busy", &is_busy, NULL);
  work->is_waiting = is_cancelled && is_busy;
  work->is_stopped = !work->is_waiting;
  if (!is_cancelled)
    trestle_workbench_report (work->workbench, error->message);
}

static void
on_studied (GObject *runner, GAsyncResult *result, gpointer data)
{
  g_autoptr (Order) order = data;
  TrestleBridgeWork *work = order->work;
  g_autoptr (GError) error = NULL;
  g_autoptr (TrestleBridgeStudy) study = trestle_bridge_study_measure_finish (TRESTLE_RUNNER (runner), result, &error);

  if (!work_end (work, order))
    return;
  if (study != NULL)
    work->study = g_steal_pointer (&study);
  else
    work_note_error (work, error);
  work_proceed (work);
  work_changed (work);
}

static void
on_knocked_out (GObject *runner, GAsyncResult *result, gpointer data)
{
  g_autoptr (Order) order = data;
  TrestleBridgeWork *work = order->work;
  g_autoptr (GError) error = NULL;

  trestle_knock_outs_run_finish (TRESTLE_RUNNER (runner), result, &error);
  if (!work_end (work, order))
    return;
  if (error != NULL)
    work_note_error (work, error);
  work_take_effects (work);
  work_proceed (work);
  work_changed (work);
}

/* @lists: (transfer full) */
static void
work_knock_out (TrestleBridgeWork *work, GPtrArray *lists)
{
  G_GNUC_UNUSED g_autoptr (GPtrArray) owned = lists;

  g_clear_pointer (&work->batch, trestle_knock_outs_unref);
  work->batch = trestle_knock_outs_new (lists);
  trestle_knock_outs_run_async (work->batch, trestle_workbench_get_runner (work->workbench), work->run, on_knocked_out, order_new (work));
}

static void
work_begin (TrestleBridgeWork *work, Step step)
{
  work->step = step;
  if (step == STEP_STUDY)
    trestle_bridge_study_measure_async (trestle_workbench_get_runner (work->workbench), work->run, on_studied, order_new (work));
  else if (step != STEP_NOTHING)
    work_knock_out (work, step == STEP_SWITCHES ? work_list_switches (work) : work_list_missing (work));
}

static gboolean
work_is_wanted (TrestleBridgeWork *work)
{
  return work->n_lookers[TRESTLE_BRIDGE_INTEREST_SHARES] > 0 || work->n_lookers[TRESTLE_BRIDGE_INTEREST_EFFECTS] > 0;
}

/* What the user switched does not wait for what nobody asked for; all else that is under way is let finish. */
static void
work_proceed (TrestleBridgeWork *work)
{
  Step step;

  if (work->run == NULL || trestle_model_get_n_bridges (work->run->model) == 0 || work->is_stopped || work->is_waiting
      || !work_is_wanted (work))
    return;
  if (work->batch != NULL)
    work_take (work, work->batch);
  step = work_choose_step (work);
  if (work->step == STEP_NOTHING || (step == STEP_SWITCHES && work->step != STEP_STUDY))
    work_begin (work, step);
}

/* Whatever was in the way is out of it. */
static void
work_proceed_anew (TrestleBridgeWork *work)
{
  work->is_stopped = FALSE;
  work->is_waiting = FALSE;
  work_proceed (work);
  work_changed (work);
}

static void
work_forget (TrestleBridgeWork *work)
{
  work->turn++;
  work->step = STEP_NOTHING;
  g_clear_pointer (&work->batch, trestle_knock_outs_unref);
  g_clear_pointer (&work->study, trestle_bridge_study_free);
  g_hash_table_remove_all (work->known);
}

static void
on_result_changed (TrestleBridgeWork *work)
{
  TrestleRun *run = trestle_workbench_get_run (work->workbench);
  gboolean is_same = work->run != NULL && work->run->trace == run->trace;

  trestle_run_ref (run);
  g_clear_pointer (&work->run, trestle_run_unref);
  work->run = run;
  if (is_same && work->study != NULL)
    trestle_bridge_study_follow (work->study, run);
  else
    work_forget (work);
  work_proceed_anew (work);
}

/* The model is as it was before the run that failed. */
static void
on_failed (TrestleBridgeWork *work)
{
  if (work->is_waiting || work->is_stopped)
    work_proceed_anew (work);
}

/* The user gave up the run that was waited for; if there is one, "result-changed" comes after this. */
static void
on_busy_changed (TrestleBridgeWork *work)
{
  gboolean is_busy;

  g_object_get (trestle_workbench_get_runner (work->workbench), "busy", &is_busy, NULL);
  if (is_busy || !work->is_waiting)
    return;
  work->is_waiting = FALSE;
  work->is_stopped = TRUE;
  work_changed (work);
}

void
trestle_bridge_work_look (TrestleBridgeWork *work, TrestleBridgeInterest before, TrestleBridgeInterest now)
{
  g_return_if_fail (before == TRESTLE_BRIDGE_INTEREST_NONE || work->n_lookers[before] > 0);
  if (before != TRESTLE_BRIDGE_INTEREST_NONE)
    work->n_lookers[before]--;
  work->n_lookers[now]++;
  if (before != now)
    work_proceed (work);
}

void
trestle_bridge_work_resume (TrestleBridgeWork *work)
{
  work_proceed_anew (work);
}

const TrestleBridgeStudy *
trestle_bridge_work_get_study (TrestleBridgeWork *work)
{
  return work->study;
}

const TrestleKnockOut *
trestle_bridge_work_get_knock_out (TrestleBridgeWork *work)
{
  g_autoptr (GBytes) switches = work_get_switches (work);

  return switches != NULL && work->study != NULL ? g_hash_table_lookup (work->known, switches) : NULL;
}

gboolean
trestle_bridge_work_is_stopped (TrestleBridgeWork *work)
{
  return work->is_stopped;
}

static void
trestle_bridge_work_dispose (GObject *object)
{
  TrestleBridgeWork *work = TRESTLE_BRIDGE_WORK (object);

  work_forget (work);
  g_clear_weak_pointer (&work->workbench);
  g_clear_pointer (&work->run, trestle_run_unref);
  G_OBJECT_CLASS (trestle_bridge_work_parent_class)->dispose (object);
}

static void
trestle_bridge_work_finalize (GObject *object)
{
  g_hash_table_unref (TRESTLE_BRIDGE_WORK (object)->known);
  G_OBJECT_CLASS (trestle_bridge_work_parent_class)->finalize (object);
}

static void
trestle_bridge_work_class_init (TrestleBridgeWorkClass *class)
{
  G_OBJECT_CLASS (class)->dispose = trestle_bridge_work_dispose;
  G_OBJECT_CLASS (class)->finalize = trestle_bridge_work_finalize;
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", TRESTLE_TYPE_BRIDGE_WORK, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
trestle_bridge_work_init (TrestleBridgeWork *work)
{
  work->known = g_hash_table_new_full (g_bytes_hash, g_bytes_equal, (GDestroyNotify) g_bytes_unref,
                                       (GDestroyNotify) trestle_knock_out_free);
}

static TrestleBridgeWork *
work_new (TrestleWorkbench *workbench)
{
  TrestleBridgeWork *work = g_object_new (TRESTLE_TYPE_BRIDGE_WORK, NULL);
  TrestleRunner *runner = trestle_workbench_get_runner (workbench);

  /* Whose it is. */
  g_set_weak_pointer (&work->workbench, workbench);
  g_signal_connect_object (workbench, "result-changed", G_CALLBACK (on_result_changed), work, G_CONNECT_SWAPPED);
  g_signal_connect_object (workbench, "stand-ins-changed", G_CALLBACK (work_proceed_anew), work, G_CONNECT_SWAPPED);
  g_signal_connect_object (runner, "failed", G_CALLBACK (on_failed), work, G_CONNECT_SWAPPED);
  g_signal_connect_object (runner, "notify::busy", G_CALLBACK (on_busy_changed), work, G_CONNECT_SWAPPED);
  return work;
}

TrestleBridgeWork *
trestle_bridge_work_of (TrestleWorkbench *workbench)
{
  TrestleBridgeWork *work = g_object_get_data (G_OBJECT (workbench), "trestle-bridge-work");

  if (work == NULL)
    {
      work = work_new (workbench);
      g_object_set_data_full (G_OBJECT (workbench), "trestle-bridge-work", work, g_object_unref);
    }
  return work;
}
