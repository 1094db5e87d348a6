/* The numbers of every head of a run, measured beside the main loop. */
#include "ui/head-study.h"

static TrestleHeadStudy *
study_new (TrestleRun *run)
{
  TrestleHeadStudy *study = g_new0 (TrestleHeadStudy, 1);

  study->run = trestle_run_ref (run);
  trestle_head_shape_init (&study->shape, run->model, TRESTLE_RECORD_ALL, TRESTLE_HEAD_MEASURES_ALL);
  study->values = g_new (double, study->shape.n_values);
  return study;
}

void
trestle_head_study_free (TrestleHeadStudy *study)
{
  trestle_run_unref (study->run);
  g_free (study->values);
  g_free (study);
}

static void
measure_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_autoptr (TrestleHeadStudy) study = study_new (data);
  GError *error = NULL;

  if (trestle_head_shape_measure (&study->shape, study->run->trace, study->values, &error))
    g_task_return_pointer (task, g_steal_pointer (&study), (GDestroyNotify) trestle_head_study_free);
  else
    g_task_return_error (task, error);
}

void
trestle_head_study_measure_async (TrestleRun *run, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);

  g_task_set_source_tag (task, trestle_head_study_measure_async);
  g_task_set_task_data (task, trestle_run_ref (run), (GDestroyNotify) trestle_run_unref);
  g_task_run_in_thread (task, measure_thread);
}

TrestleHeadStudy *
trestle_head_study_measure_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
