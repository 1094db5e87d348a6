/* The numbers of every head of a run, measured beside the main loop. */
#include "ui/head-study.h"

static TrestleHeadStudy *
study_new (TrestleRun *run)
{
  TrestleHeadStudy *study = g_new0 (TrestleHeadStudy, 1);

  g_atomic_ref_count_init (&study->references);
  study->run = trestle_run_ref (run);
  trestle_head_profile_init (&study->profile, run->model, run->model_source->stand_in, TRESTLE_RECORD_ALL, TRESTLE_HEAD_MEASURES_ALL);
  return study;
}

TrestleHeadStudy *
trestle_head_study_ref (TrestleHeadStudy *study)
{
  g_atomic_ref_count_inc (&study->references);
  return study;
}

void
trestle_head_study_unref (TrestleHeadStudy *study)
{
  if (!g_atomic_ref_count_dec (&study->references))
    return;
  trestle_run_unref (study->run);
  trestle_head_profile_clear (&study->profile);
  g_free (study);
}

static void
measure_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_autoptr (TrestleHeadStudy) study = study_new (data);
  GError *error = NULL;

  if (trestle_head_shape_measure (&study->profile.shape, study->run->trace, study->profile.values, &error))
    g_task_return_pointer (task, g_steal_pointer (&study), (GDestroyNotify) trestle_head_study_unref);
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
