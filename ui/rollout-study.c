/* Attention rollout up to every layer of a block, followed beside the main loop. */
#include "ui/rollout-study.h"

#include "analysis/measures/rollout-map.h"

typedef struct
{
  TrestleRun *run;
  TrestleBlock block;
  gint query;
} Job;

static void
job_free (Job *job)
{
  trestle_run_unref (job->run);
  g_free (job);
}

static void
follow_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Job *job = data;
  guint n_layers = trestle_run_get_n_layers (job->run, job->block);
  g_autoptr (GPtrArray) maps = g_ptr_array_new_with_free_func ((GDestroyNotify) trestle_attention_map_unref);

  for (guint layer = 0; layer < n_layers; layer++)
    {
      GError *error = NULL;
      TrestleAttentionMap *map = NULL;

      if (g_task_return_error_if_cancelled (task))
        return;
      map = trestle_rollout_map_new (job->run->trace, job->block, layer, job->query, &error);
      if (map == NULL)
        {
          g_task_return_error (task, error);
          return;
        }
      g_ptr_array_add (maps, map);
    }
  g_task_return_pointer (task, g_steal_pointer (&maps), (GDestroyNotify) g_ptr_array_unref);
}

void
trestle_rollout_study_follow_async (TrestleRun *run,
                                    TrestleBlock block,
                                    gint query,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);
  Job *job = g_new (Job, 1);

  *job = (Job){ trestle_run_ref (run), block, query };
  g_task_set_source_tag (task, trestle_rollout_study_follow_async);
  g_task_set_task_data (task, job, (GDestroyNotify) job_free);
  g_task_run_in_thread (task, follow_thread);
}

GPtrArray *
trestle_rollout_study_follow_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
