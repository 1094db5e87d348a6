/* One run of a model or two over a list of pairs, in whatever thread does it, and the news of it for the main loop. */
#include "ui/list-job.h"

#define KIND "heads"
#define INTERVAL 0.3 /* seconds from one result to the next: a figure that changes more often cannot be read */

/**
 * TrestleListJob: shared by its thread and the main loop.
 * @listener: (nullable): %NULL once it was given up. The main loop's alone
 * @lock: of what follows
 * @news: what the main loop has not taken yet, and how far it is
 * @is_told: whether the main loop knows that there is news
 */
struct _TrestleListJob
{
  gatomicrefcount references;
  TrestleListListener listener;
  gpointer listener_data;
  char *path;
  TrestleModelSource *sources[TRESTLE_MOST_HEAD_PROFILES];
  guint n_sources;
  GCancellable *cancellable;
  GMutex lock;
  TrestleListNews news;
  gboolean is_told;
};

/* What the thread works with. */
typedef struct
{
  TrestleListJob *job;
  TrestlePairList *list;
  TrestleHeadWatch *watch;
  TrestleDataset *dataset;
  char *stage; /* while a model is opened */
} Work;

TrestleListJob *
trestle_list_job_new (const char *path, TrestleModelSource *const *sources, guint n_sources, TrestleListListener listener, gpointer data)
{
  TrestleListJob *job = g_new0 (TrestleListJob, 1);

  g_atomic_ref_count_init (&job->references);
  g_mutex_init (&job->lock);
  job->listener = listener;
  job->listener_data = data;
  job->path = g_strdup (path);
  job->cancellable = g_cancellable_new ();
  for (; job->n_sources < n_sources; job->n_sources++)
    job->sources[job->n_sources] = trestle_model_source_ref (sources[job->n_sources]);
  return job;
}

TrestleListJob *
trestle_list_job_ref (TrestleListJob *job)
{
  g_atomic_ref_count_inc (&job->references);
  return job;
}

static void
news_clear (TrestleListNews *news)
{
  g_clear_pointer (&news->result, trestle_list_result_unref);
  g_clear_pointer (&news->stage, g_free);
  g_clear_pointer (&news->sentence, g_free);
}

void
trestle_list_job_unref (TrestleListJob *job)
{
  if (!g_atomic_ref_count_dec (&job->references))
    return;
  for (guint i = 0; i < job->n_sources; i++)
    trestle_model_source_unref (job->sources[i]);
  g_object_unref (job->cancellable);
  g_mutex_clear (&job->lock);
  news_clear (&job->news);
  g_free (job->path);
  g_free (job);
}

void
trestle_list_job_cancel (TrestleListJob *job)
{
  g_cancellable_cancel (job->cancellable);
}

void
trestle_list_job_give_up (TrestleListJob *job)
{
  trestle_list_job_cancel (job);
  job->listener = NULL;
}

/* Takes the news out of the job: what is being done goes on being news. */
static TrestleListNews
job_take_news (TrestleListJob *job)
{
  TrestleListNews news;

  g_mutex_lock (&job->lock);
  news = job->news;
  news.stage = g_strdup (job->news.stage);
  job->news.result = NULL;
  job->news.sentence = NULL;
  job->is_told = FALSE;
  g_mutex_unlock (&job->lock);
  return news;
}

/* In the main loop. */
static gboolean
on_news (gpointer data)
{
  TrestleListJob *job = data;
  TrestleListNews news = job_take_news (job);

  if (job->listener != NULL)
    job->listener (&news, job->listener_data);
  news_clear (&news);
  return G_SOURCE_REMOVE;
}

/* With the lock held: has the main loop look at the news, before it draws: what is drawn slowly must not keep it from being heard. */
static void
job_tell (TrestleListJob *job)
{
  if (job->is_told)
    return;
  job->is_told = TRUE;
  g_idle_add_full (G_PRIORITY_HIGH_IDLE, on_news, trestle_list_job_ref (job), (GDestroyNotify) trestle_list_job_unref);
}

static void
job_tell_stage (TrestleListJob *job, double fraction, const char *stage)
{
  g_mutex_lock (&job->lock);
  job->news.fraction = fraction;
  if (g_strcmp0 (job->news.stage, stage) != 0)
    {
      g_free (job->news.stage);
      job->news.stage = g_strdup (stage);
    }
  job_tell (job);
  g_mutex_unlock (&job->lock);
}

/* @result: (transfer full) */
static void
job_tell_result (TrestleListJob *job, TrestleListResult *result)
{
  g_mutex_lock (&job->lock);
  g_clear_pointer (&job->news.result, trestle_list_result_unref);
  job->news.result = result;
  job_tell (job);
  g_mutex_unlock (&job->lock);
}

static void
job_tell_over (TrestleListJob *job, const GError *error)
{
  g_mutex_lock (&job->lock);
  if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    job->news.sentence = g_strdup (error->message);
  job->news.is_over = TRUE;
  job_tell (job);
  g_mutex_unlock (&job->lock);
}

/* A #TrestleProgress. */
static void
report_opening (double fraction, const char *stage, gpointer data)
{
  Work *work = data;

  job_tell_stage (work->job, fraction, work->stage);
}

static gboolean
open_model (Work *work, const TrestleModelSource *source, GError **error)
{
  GCancellable *cancellable = work->job->cancellable;
  g_autofree char *base = g_path_get_basename (source->path);
  g_autofree char *name = g_filename_display_name (base);
  TrestlePairSession *session;

  g_free (work->stage);
  work->stage = g_strdup_printf ("opening %s", name);
  session = trestle_pair_session_open (source->path, &source->settings, source->stand_in, report_opening, work, cancellable, error);
  if (session == NULL)
    return FALSE;
  trestle_head_watch_add (work->watch, session, source->stand_in, TRESTLE_HEAD_MEASURES_ALL);
  return TRUE;
}

/* What is quickest to find wanting comes first: the list before the models. */
static gboolean
prepare (Work *work, GError **error)
{
  const TrestleListJob *job = work->job;

  job_tell_stage (work->job, 0, "reading the list");
  work->list = trestle_pair_list_open (job->path, error);
  if (work->list == NULL)
    return FALSE;
  work->watch = trestle_head_watch_new ();
  work->watch->cancellable = job->cancellable;
  for (guint i = 0; i < job->n_sources; i++)
    if (!open_model (work, job->sources[i], error))
      return FALSE;
  return !g_cancellable_set_error_if_cancelled (job->cancellable, error);
}

static void
on_progress (guint64 n_done, guint64 n_all, guint64 n_failed, double seconds_left, gpointer data)
{
  Work *work = data;
  g_autofree char *stage = trestle_dataset_describe_progress (n_done, n_all, seconds_left, n_failed);

  job_tell_stage (work->job, (double) n_done / (double) n_all, stage);
  /* The first pair is shown at once. */
  if (n_done == 1)
    job_tell_result (work->job, trestle_list_result_new (work->job->path, work->job->sources, work->watch, work->dataset));
}

static gboolean
on_checkpoint (TrestleDataset *dataset, gpointer data, GError **error)
{
  Work *work = data;

  job_tell_result (work->job, trestle_list_result_new (work->job->path, work->job->sources, work->watch, dataset));
  return TRUE;
}

static gboolean
go_through (Work *work, GError **error)
{
  const TrestleHeadWatch *watch = work->watch;
  const TrestleDatasetHooks hooks = { on_progress, on_checkpoint, INTERVAL, work, work->job->cancellable };
  const char *names[TRESTLE_MOST_HEAD_PROFILES + 1] = { NULL };
  g_autoptr (GArray) ranges = NULL;
  gboolean is_done;

  for (guint i = 0; i < watch->n_models; i++)
    names[i] = watch->profiles[i].name;
  work->dataset = trestle_dataset_new (KIND, names, "", work->list, trestle_head_profiles_count_values (watch->profiles, watch->n_models));
  ranges = trestle_pair_log_find_missing (work->dataset->log, (TrestlePairRange){ 0, work->dataset->n_pairs });
  is_done = trestle_dataset_run (work->dataset, work->list, ranges, trestle_head_watch_measure, work->watch, &hooks, error);
  /* Also what a run that was stopped has measured until then. */
  if (trestle_pair_log_count (work->dataset->log) > 0)
    job_tell_result (work->job, trestle_list_result_new (work->job->path, work->job->sources, watch, work->dataset));
  return is_done;
}

static void
work_clear (Work *work)
{
  g_clear_pointer (&work->list, trestle_pair_list_free);
  g_clear_pointer (&work->watch, trestle_head_watch_free);
  g_clear_pointer (&work->dataset, trestle_dataset_free);
  g_free (work->stage);
}

void
trestle_list_job_run (TrestleListJob *job)
{
  Work work = { job };
  g_autoptr (GError) error = NULL;

  if (!g_cancellable_is_cancelled (job->cancellable) && prepare (&work, &error))
    go_through (&work, &error);
  work_clear (&work);
  job_tell_over (job, error);
}
