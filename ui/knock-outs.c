/* Knock-outs that are run one after the other on the engine's thread; the main loop takes them as they come. */
#include "ui/knock-outs.h"

#define N_ANSWERS 3

/**
 * TrestleKnockOuts:
 * @lists: (element-type GBytes): not changed any more
 * @done: (element-type TrestleKnockOut): of them, guarded by @lock
 */
struct _TrestleKnockOuts
{
  gatomicrefcount references;
  GPtrArray *lists;
  GMutex lock;
  GPtrArray *done;
};

/* How far one order is. */
typedef struct
{
  TrestleProgress progress;
  gpointer data;
  guint n_done;
  guint n_runs;
} Count;

static GPtrArray *
make_done (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) trestle_knock_out_free);
}

TrestleKnockOuts *
trestle_knock_outs_new (GPtrArray *lists)
{
  TrestleKnockOuts *knock_outs = g_new0 (TrestleKnockOuts, 1);

  g_atomic_ref_count_init (&knock_outs->references);
  knock_outs->lists = g_ptr_array_ref (lists);
  g_mutex_init (&knock_outs->lock);
  knock_outs->done = make_done ();
  return knock_outs;
}

TrestleKnockOuts *
trestle_knock_outs_ref (TrestleKnockOuts *knock_outs)
{
  g_atomic_ref_count_inc (&knock_outs->references);
  return knock_outs;
}

void
trestle_knock_outs_unref (TrestleKnockOuts *knock_outs)
{
  if (!g_atomic_ref_count_dec (&knock_outs->references))
    return;
  g_ptr_array_unref (knock_outs->lists);
  g_ptr_array_unref (knock_outs->done);
  g_mutex_clear (&knock_outs->lock);
  g_free (knock_outs);
}

GPtrArray *
trestle_knock_outs_take (TrestleKnockOuts *knock_outs)
{
  GPtrArray *taken;

  g_mutex_lock (&knock_outs->lock);
  taken = knock_outs->done;
  knock_outs->done = make_done ();
  g_mutex_unlock (&knock_outs->lock);
  return taken;
}

static void
knock_outs_put (TrestleKnockOuts *knock_outs, TrestleKnockOut *knock_out)
{
  g_mutex_lock (&knock_outs->lock);
  g_ptr_array_add (knock_outs->done, knock_out);
  g_mutex_unlock (&knock_outs->lock);
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
  const TrestleTokens *tokens = run->tokens;
  TrestleKnockOut *knock_out = g_new0 (TrestleKnockOut, 1);

  knock_out->n_bridges = n_bridges;
  knock_out->stand_ins = g_memdup2 (stand_ins, TRESTLE_N_SIDES * n_bridges * sizeof *stand_ins);
  for (TrestleTask task = 0; task < TRESTLE_N_EFFECT_TASKS; task++)
    {
      knock_out->changed[task] = trestle_task_answer (task, run->model, run->tokenizer, changed, tokens->ids, tokens->length, N_ANSWERS,
                                                      NULL);
      trestle_effect_measure (&knock_out->effects[task], task, run->trace, changed, tokens->ids, tokens->length,
                              trestle_tokenizer_get_mask_id (run->tokenizer));
    }
  return knock_out;
}

static void
report_run (double fraction, const char *stage, gpointer data)
{
  const Count *count = data;

  count->progress ((count->n_done + fraction) / count->n_runs, stage, count->data);
}

static gboolean
run_list (TrestleKnockOuts *knock_outs,
          TrestleSession *session,
          const TrestleRun *run,
          GBytes *list,
          Count *count,
          GCancellable *cancellable,
          GError **error)
{
  const TrestleStandIn *stand_ins = g_bytes_get_data (list, NULL);
  guint n_bridges = trestle_model_get_n_bridges (run->model);
  g_autoptr (TrestleTrace) changed = NULL;

  set_stand_ins (session, stand_ins, n_bridges);
  changed = trestle_session_run (session, run->tokens->ids, NULL, run->tokens->length, report_run, count, cancellable, error);
  trestle_session_clear_stand_ins (session);
  if (changed == NULL)
    return FALSE;
  knock_outs_put (knock_outs, knock_out_new (run, stand_ins, n_bridges, changed));
  count->n_done++;
  return TRUE;
}

static gpointer
run_lists (TrestleSession *session,
           const TrestleRun *run,
           gconstpointer data,
           TrestleProgress progress,
           gpointer progress_data,
           GCancellable *cancellable,
           GError **error)
{
  TrestleKnockOuts *knock_outs = (TrestleKnockOuts *) data;
  Count count = { progress, progress_data, 0, knock_outs->lists->len };

  for (guint i = 0; i < knock_outs->lists->len; i++)
    if (!run_list (knock_outs, session, run, g_ptr_array_index (knock_outs->lists, i), &count, cancellable, error))
      return NULL;
  return trestle_knock_outs_ref (knock_outs);
}

void
trestle_knock_outs_run_async (TrestleKnockOuts *knock_outs,
                              TrestleRunner *runner,
                              TrestleRun *run,
                              GAsyncReadyCallback callback,
                              gpointer data)
{
  TrestleWorkOrder order = { run_lists, trestle_knock_outs_ref (knock_outs), (GDestroyNotify) trestle_knock_outs_unref,
                             (GDestroyNotify) trestle_knock_outs_unref };

  trestle_runner_work_async (runner, run, &order, callback, data);
}

gboolean
trestle_knock_outs_run_finish (TrestleRunner *runner, GAsyncResult *result, GError **error)
{
  g_autoptr (TrestleKnockOuts) all = trestle_runner_work_finish (runner, result, error);

  return all != NULL;
}
