/* What a comparison shows of one model: the divergence of its heads, and its answers layer by layer. */
#include "ui/model-study.h"

#include "analysis/measures/readout.h"

#define N_ANSWERS 5
#define TOWERS (1u << TRESTLE_BLOCK_TEXT | 1u << TRESTLE_BLOCK_VISION)

void
trestle_model_study_free (TrestleModelStudy *study)
{
  trestle_run_unref (study->run);
  g_free (study->heads);
  g_clear_pointer (&study->readouts, g_ptr_array_unref);
  g_free (study);
}

/* Of two images no layer can be read, and of ranking only where a match ranks. */
static gboolean
can_read (const TrestleRun *run)
{
  return run->head <= TRESTLE_TASK_ENTAIL && (run->answers != NULL || run->ranking != NULL);
}

TrestleTask
trestle_model_study_choose_task (const TrestleRun *first, const TrestleRun *second)
{
  return can_read (first) ? first->head : trestle_readout_find_task (first->model, second->model);
}

static gboolean
study_read_layers (TrestleModelStudy *study, TrestleSession *session, GError **error)
{
  const TrestleRun *run = study->run;

  if (study->task == TRESTLE_N_TASKS || !trestle_model_can (run->model, study->task))
    return TRUE;
  study->readouts = trestle_readout_new (session, run->trace, study->task, run->tokens, N_ANSWERS, error);
  return study->readouts != NULL;
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
  g_autoptr (TrestleModelStudy) study = g_new0 (TrestleModelStudy, 1);

  study->run = trestle_run_ref ((TrestleRun *) run);
  study->task = GPOINTER_TO_UINT (data);
  trestle_head_shape_init (&study->shape, run->model, TRESTLE_RECORD_ALL & ~TOWERS, 1u << TRESTLE_HEAD_DIVERGENCE);
  study->heads = g_new (double, study->shape.n_values);
  if (!trestle_head_shape_measure (&study->shape, run->trace, study->heads, error) || !study_read_layers (study, session, error))
    return NULL;
  return g_steal_pointer (&study);
}

static void
free_nothing (gpointer data)
{
}

void
trestle_model_study_measure_async (TrestleRunner *runner, TrestleRun *run, TrestleTask task, GAsyncReadyCallback callback, gpointer data)
{
  TrestleWorkOrder order = { measure, GUINT_TO_POINTER (task), free_nothing, (GDestroyNotify) trestle_model_study_free };

  trestle_runner_work_async (runner, run, &order, callback, data);
}

TrestleModelStudy *
trestle_model_study_measure_finish (TrestleRunner *runner, GAsyncResult *result, GError **error)
{
  return trestle_runner_work_finish (runner, result, error);
}
