/* What the bridges bring to a run, and what the model answers without some of them; both need the engine. */
#include "ui/bridge-study.h"

#define N_ANSWERS 3

void
trestle_bridge_study_free (TrestleBridgeStudy *study)
{
  trestle_run_unref (study->run);
  g_free (study->values);
  g_free (study);
}

void
trestle_knock_out_free (TrestleKnockOut *knock_out)
{
  g_clear_pointer (&knock_out->run, trestle_run_unref);
  g_clear_pointer (&knock_out->intact, g_ptr_array_unref);
  g_clear_pointer (&knock_out->changed, g_ptr_array_unref);
  g_free (knock_out->stand_ins);
  g_free (knock_out);
}

/* (transfer full) (nullable): the run's text read by @trace */
static GPtrArray *
find_answers (const TrestleRun *run, TrestleTask task, const TrestleTrace *trace)
{
  return trestle_task_answer (task, run->model, run->tokenizer, trace, run->tokens->ids, run->tokens->length, N_ANSWERS, NULL);
}

static gboolean
can_compare (const TrestleRun *run, TrestleTask task)
{
  g_autoptr (GPtrArray) answers = task < TRESTLE_N_EFFECT_TASKS ? find_answers (run, task, run->trace) : NULL;

  return answers != NULL;
}

static TrestleTask
choose_task (const TrestleRun *run)
{
  if (can_compare (run, run->head))
    return run->head;
  for (TrestleTask task = 0; task < TRESTLE_N_EFFECT_TASKS; task++)
    if (can_compare (run, task))
      return task;
  return TRESTLE_TASK_MATCH;
}

static gpointer
measure (TrestleSession *session,
         const TrestleRun *run,
         gconstpointer data,
         TrestleProgress progress,
         gpointer progress_data,
         GCancellable *cancellable,
         GError **error)
{
  g_autoptr (TrestleBridgeStudy) study = g_new0 (TrestleBridgeStudy, 1);

  study->run = trestle_run_ref ((TrestleRun *) run);
  study->task = choose_task (run);
  trestle_bridge_shape_init (&study->shape, run->model, GPOINTER_TO_UINT (data));
  study->values = g_new (double, study->shape.n_values);
  if (!trestle_bridge_shape_measure (&study->shape, session, run->tokens, run->trace, study->values, progress, progress_data, cancellable,
                                     error))
    return NULL;
  return g_steal_pointer (&study);
}

static void
free_nothing (gpointer data)
{
}

void
trestle_bridge_study_measure_async (TrestleRunner *runner, TrestleRun *run, guint stand_ins, GAsyncReadyCallback callback, gpointer data)
{
  TrestleWorkOrder order = { measure, GUINT_TO_POINTER (stand_ins), free_nothing, (GDestroyNotify) trestle_bridge_study_free };

  trestle_runner_work_async (runner, run, &order, callback, data);
}

TrestleBridgeStudy *
trestle_bridge_study_measure_finish (TrestleRunner *runner, GAsyncResult *result, GError **error)
{
  return trestle_runner_work_finish (runner, result, error);
}

static void
set_stand_ins (TrestleSession *session, const TrestleStandIn *stand_ins, guint n_bridges)
{
  for (TrestleSide side = 0; side < TRESTLE_N_SIDES; side++)
    for (guint bridge = 0; bridge < n_bridges; bridge++)
      trestle_session_set_stand_in (session, side, bridge, stand_ins[side * n_bridges + bridge]);
}

/* All that is said of @changed, a run with the stand-ins. */
static TrestleKnockOut *
knock_out_new (const TrestleRun *run, const TrestleStandIn *stand_ins, guint n_bridges, const TrestleTrace *changed)
{
  TrestleKnockOut *knock_out = g_new0 (TrestleKnockOut, 1);

  knock_out->run = trestle_run_ref ((TrestleRun *) run);
  knock_out->n_bridges = n_bridges;
  knock_out->stand_ins = g_memdup2 (stand_ins, TRESTLE_N_SIDES * n_bridges * sizeof *stand_ins);
  knock_out->task = choose_task (run);
  knock_out->intact = find_answers (run, knock_out->task, run->trace);
  knock_out->changed = find_answers (run, knock_out->task, changed);
  trestle_effect_measure (&knock_out->effect, knock_out->task, run->trace, changed, run->tokens->ids, run->tokens->length,
                          trestle_tokenizer_get_mask_id (run->tokenizer));
  return knock_out;
}

static gpointer
knock_out (TrestleSession *session,
           const TrestleRun *run,
           gconstpointer data,
           TrestleProgress progress,
           gpointer progress_data,
           GCancellable *cancellable,
           GError **error)
{
  const TrestleStandIn *stand_ins = data;
  guint n_bridges = trestle_model_get_n_bridges (run->model);
  g_autoptr (TrestleTrace) changed = NULL;

  set_stand_ins (session, stand_ins, n_bridges);
  changed = trestle_session_run (session, run->tokens->ids, NULL, run->tokens->length, progress, progress_data, cancellable, error);
  trestle_session_clear_stand_ins (session);
  return changed != NULL ? knock_out_new (run, stand_ins, n_bridges, changed) : NULL;
}

void
trestle_knock_out_run_async (TrestleRunner *runner,
                             TrestleRun *run,
                             const TrestleStandIn *stand_ins,
                             GAsyncReadyCallback callback,
                             gpointer data)
{
  gsize size = TRESTLE_N_SIDES * trestle_model_get_n_bridges (run->model) * sizeof *stand_ins;
  TrestleWorkOrder order = { knock_out, g_memdup2 (stand_ins, size), g_free, (GDestroyNotify) trestle_knock_out_free };

  trestle_runner_work_async (runner, run, &order, callback, data);
}

TrestleKnockOut *
trestle_knock_out_run_finish (TrestleRunner *runner, GAsyncResult *result, GError **error)
{
  return trestle_runner_work_finish (runner, result, error);
}
