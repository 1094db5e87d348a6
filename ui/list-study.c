/* The heads of one model or two over a list of pairs, measured in a thread of its own, with what is known so far. */
#include "ui/list-study.h"

#include "analysis/measures/dataset.h"
#include "analysis/measures/head-watch.h"

#define KIND "heads"
#define INTERVAL 0.3 /* seconds from one result to the next: a figure that changes more often cannot be read */

/**
 * Job: what one run over a list was asked for, and what it has to tell. Shared by its thread and the main loop.
 * @study: (nullable): who wants to know; %NULL once somebody else's run took its place. The main loop's alone
 * @lock: of what follows, the news that the main loop has not taken yet
 * @result: (nullable)
 * @stage: (nullable)
 * @sentence: (nullable): why it failed
 * @is_told: whether the main loop knows that there is news
 */
typedef struct
{
  gatomicrefcount references;
  TrestleListStudy *study;
  char *path;
  TrestleModelSource *sources[TRESTLE_MOST_HEAD_PROFILES];
  guint n_sources;
  GCancellable *cancellable;
  GMutex lock;
  TrestleListResult *result;
  double fraction;
  char *stage;
  char *sentence;
  gboolean is_over;
  gboolean is_told;
} Job;

/* @pool: (nullable): its one thread, from the first run on: one list after the other. */
struct _TrestleListStudy
{
  GObject parent_instance;

  GThreadPool *pool;
  Job *job; /* (nullable): while it runs */
  TrestleListResult *result;
  double progress;
  char *stage;
};

G_DEFINE_FINAL_TYPE (TrestleListStudy, trestle_list_study, G_TYPE_OBJECT)

enum
{
  PROP_RUNNING = 1,
  PROP_PROGRESS,
  PROP_STAGE,
  N_PROPERTIES,
};

enum
{
  SIGNAL_CHANGED,
  SIGNAL_FAILED,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPERTIES];
static guint signals[N_SIGNALS];

TrestleListResult *
trestle_list_result_ref (TrestleListResult *result)
{
  g_atomic_ref_count_inc (&result->references);
  return result;
}

void
trestle_list_result_unref (TrestleListResult *result)
{
  if (!g_atomic_ref_count_dec (&result->references))
    return;
  for (guint i = 0; i < result->n_models; i++)
    {
      trestle_model_source_unref (result->sources[i]);
      trestle_head_profile_clear (&result->profiles[i]);
    }
  g_array_unref (result->failures);
  g_free (result->input);
  g_free (result->path);
  g_free (result);
}

gboolean
trestle_list_result_is_of (const TrestleListResult *result, TrestleModelSource *const *sources, guint n_sources)
{
  if (result->n_models != n_sources)
    return FALSE;
  for (guint i = 0; i < n_sources; i++)
    if (!trestle_model_source_is_same (result->sources[i], sources[i]))
      return FALSE;
  return TRUE;
}

char *
trestle_list_result_describe (const TrestleListResult *result)
{
  g_autofree char *base = g_path_get_basename (result->path);
  g_autofree char *name = g_filename_display_name (base);
  guint64 n_measured = result->n_done - result->n_failed;

  if (n_measured == 0)
    return g_strdup_printf ("None of the %" G_GUINT64_FORMAT " pairs of %s could be measured", result->n_done, name);
  if (result->n_done < result->n_pairs)
    return g_strdup_printf ("Mean of %" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT " pairs of %s", n_measured, result->n_pairs, name);
  return g_strdup_printf ("Mean of %" G_GUINT64_FORMAT " %s of %s", n_measured, n_measured == 1 ? "pair" : "pairs", name);
}

char *
trestle_list_result_describe_failures (const TrestleListResult *result)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < result->failures->len; i++)
    {
      const TrestlePairFailure *failure = &g_array_index (result->failures, TrestlePairFailure, i);

      g_string_append_printf (text, "%sLine %" G_GUINT64_FORMAT ": %s", i > 0 ? "\n" : "", failure->line, failure->reason);
    }
  if (result->n_failed > result->failures->len)
    g_string_append_printf (text, "\nand %" G_GUINT64_FORMAT " more", result->n_failed - result->failures->len);
  return g_string_free (text, FALSE);
}

static void
clear_failure (gpointer failure)
{
  g_free (((TrestlePairFailure *) failure)->reason);
}

static GArray *
copy_failures (const GArray *failures)
{
  GArray *copy = g_array_sized_new (FALSE, FALSE, sizeof (TrestlePairFailure), failures->len);

  g_array_set_clear_func (copy, clear_failure);
  for (guint i = 0; i < failures->len; i++)
    {
      TrestlePairFailure failure = g_array_index (failures, TrestlePairFailure, i);

      failure.reason = g_strdup (failure.reason);
      g_array_append_val (copy, failure);
    }
  return copy;
}

/* (transfer full): what is known now. */
static TrestleListResult *
result_new (const Job *job, const TrestleHeadWatch *watch, const TrestleDataset *dataset)
{
  TrestleListResult *result = g_new0 (TrestleListResult, 1);

  g_atomic_ref_count_init (&result->references);
  result->path = g_strdup (job->path);
  for (; result->n_models < watch->n_models; result->n_models++)
    {
      result->sources[result->n_models] = trestle_model_source_ref (job->sources[result->n_models]);
      trestle_head_profile_init_copy (&result->profiles[result->n_models], &watch->profiles[result->n_models]);
    }
  trestle_head_profiles_take_means (result->profiles, result->n_models, dataset->tally);
  result->input = trestle_dataset_describe_input (dataset);
  result->n_pairs = dataset->n_pairs;
  result->n_done = trestle_pair_log_count (dataset->log);
  result->n_failed = dataset->log->n_failed;
  result->failures = copy_failures (dataset->log->failures);
  return result;
}

static Job *
job_new (TrestleListStudy *study, const char *path, TrestleModelSource *const *sources, guint n_sources)
{
  Job *job = g_new0 (Job, 1);

  g_atomic_ref_count_init (&job->references);
  g_mutex_init (&job->lock);
  job->study = study;
  job->path = g_strdup (path);
  job->cancellable = g_cancellable_new ();
  for (; job->n_sources < n_sources; job->n_sources++)
    job->sources[job->n_sources] = trestle_model_source_ref (sources[job->n_sources]);
  return job;
}

static Job *
job_ref (Job *job)
{
  g_atomic_ref_count_inc (&job->references);
  return job;
}

static void
job_unref (gpointer data)
{
  Job *job = data;

  if (!g_atomic_ref_count_dec (&job->references))
    return;
  for (guint i = 0; i < job->n_sources; i++)
    trestle_model_source_unref (job->sources[i]);
  g_clear_pointer (&job->result, trestle_list_result_unref);
  g_object_unref (job->cancellable);
  g_mutex_clear (&job->lock);
  g_free (job->stage);
  g_free (job->sentence);
  g_free (job->path);
  g_free (job);
}

/* Takes the news out of the job, for the main loop. */
static void
job_take_news (Job *job, TrestleListResult **result, double *fraction, char **stage, char **sentence, gboolean *is_over)
{
  g_mutex_lock (&job->lock);
  *result = g_steal_pointer (&job->result);
  *fraction = job->fraction;
  *stage = g_strdup (job->stage);
  *sentence = g_steal_pointer (&job->sentence);
  *is_over = job->is_over;
  job->is_told = FALSE;
  g_mutex_unlock (&job->lock);
}

static void
study_set_progress (TrestleListStudy *study, double progress, const char *stage)
{
  study->progress = progress;
  g_object_notify_by_pspec (G_OBJECT (study), properties[PROP_PROGRESS]);
  if (g_strcmp0 (study->stage, stage) == 0)
    return;
  g_free (study->stage);
  study->stage = g_strdup (stage);
  g_object_notify_by_pspec (G_OBJECT (study), properties[PROP_STAGE]);
}

/* @job: (nullable) (transfer full): what runs from now on */
static void
study_set_job (TrestleListStudy *study, Job *job)
{
  if (study->job != NULL)
    {
      g_cancellable_cancel (study->job->cancellable);
      study->job->study = NULL;
      job_unref (study->job);
    }
  study->job = job;
  g_object_notify_by_pspec (G_OBJECT (study), properties[PROP_RUNNING]);
}

static void
study_take_result (TrestleListStudy *study, TrestleListResult *result)
{
  g_clear_pointer (&study->result, trestle_list_result_unref);
  study->result = result;
}

/* In the main loop. */
static gboolean
on_news (gpointer data)
{
  Job *job = data;
  g_autoptr (TrestleListStudy) study = job->study != NULL ? g_object_ref (job->study) : NULL;
  g_autoptr (TrestleListResult) result = NULL;
  g_autofree char *stage = NULL;
  g_autofree char *sentence = NULL;
  gboolean is_over, is_new;
  double fraction;

  job_take_news (job, &result, &fraction, &stage, &sentence, &is_over);
  if (study == NULL)
    return G_SOURCE_REMOVE;
  is_new = result != NULL;
  if (is_new)
    study_take_result (study, g_steal_pointer (&result));
  study_set_progress (study, is_over ? 0 : fraction, is_over ? NULL : stage);
  if (is_over)
    study_set_job (study, NULL);
  if (is_new || is_over)
    g_signal_emit (study, signals[SIGNAL_CHANGED], 0);
  if (sentence != NULL)
    g_signal_emit (study, signals[SIGNAL_FAILED], 0, sentence);
  return G_SOURCE_REMOVE;
}

/* With the lock held: has the main loop look at the news, before it draws: what is drawn slowly must not keep it from being heard. */
static void
job_tell (Job *job)
{
  if (job->is_told)
    return;
  job->is_told = TRUE;
  g_idle_add_full (G_PRIORITY_HIGH_IDLE, on_news, job_ref (job), job_unref);
}

static void
job_tell_stage (Job *job, double fraction, const char *stage)
{
  g_mutex_lock (&job->lock);
  job->fraction = fraction;
  if (g_strcmp0 (job->stage, stage) != 0)
    {
      g_free (job->stage);
      job->stage = g_strdup (stage);
    }
  job_tell (job);
  g_mutex_unlock (&job->lock);
}

/* @result: (transfer full) */
static void
job_tell_result (Job *job, TrestleListResult *result)
{
  g_mutex_lock (&job->lock);
  g_clear_pointer (&job->result, trestle_list_result_unref);
  job->result = result;
  job_tell (job);
  g_mutex_unlock (&job->lock);
}

static void
job_tell_over (Job *job, const GError *error)
{
  g_mutex_lock (&job->lock);
  if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    job->sentence = g_strdup (error->message);
  job->is_over = TRUE;
  job_tell (job);
  g_mutex_unlock (&job->lock);
}

/* What the thread works with. */
typedef struct
{
  Job *job;
  TrestlePairList *list;
  TrestleHeadWatch *watch;
  TrestleDataset *dataset;
  char *stage; /* while a model is opened */
} Work;

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
  session = trestle_pair_session_open (source->path, source->image_size, source->stand_in, report_opening, work, cancellable, error);
  if (session == NULL)
    return FALSE;
  trestle_head_watch_add (work->watch, session, source->stand_in, TRESTLE_HEAD_MEASURES_ALL);
  return TRUE;
}

/* What is quickest to find wanting comes first: the list before the models. */
static gboolean
prepare (Work *work, GError **error)
{
  const Job *job = work->job;

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
    job_tell_result (work->job, result_new (work->job, work->watch, work->dataset));
}

static gboolean
on_checkpoint (TrestleDataset *dataset, gpointer data, GError **error)
{
  Work *work = data;

  job_tell_result (work->job, result_new (work->job, work->watch, dataset));
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
    job_tell_result (work->job, result_new (work->job, watch, work->dataset));
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

static void
study_thread (gpointer data, gpointer user_data)
{
  Work work = { data };
  g_autoptr (GError) error = NULL;

  if (!g_cancellable_is_cancelled (work.job->cancellable) && prepare (&work, &error))
    go_through (&work, &error);
  work_clear (&work);
  job_tell_over (work.job, error);
  job_unref (work.job);
}

/* The thread is there from the first list on, and then for good: OpenMP keeps a pool for each. */
static void
study_push (TrestleListStudy *study)
{
  g_autoptr (GError) error = NULL;

  if (study->pool == NULL)
    study->pool = g_thread_pool_new (study_thread, NULL, 1, TRUE, &error);
  if (study->pool == NULL)
    g_error ("The thread that goes through a list could not be started: %s", error->message);
  g_thread_pool_push (study->pool, job_ref (study->job), NULL);
}

void
trestle_list_study_start (TrestleListStudy *study, const char *path, TrestleModelSource *const *sources, guint n_sources)
{
  g_return_if_fail (n_sources > 0 && n_sources <= TRESTLE_MOST_HEAD_PROFILES);
  study_take_result (study, NULL);
  study_set_job (study, job_new (study, path, sources, n_sources));
  study_set_progress (study, 0, "reading the list");
  study_push (study);
  g_signal_emit (study, signals[SIGNAL_CHANGED], 0);
}

void
trestle_list_study_cancel (TrestleListStudy *study)
{
  if (study->job != NULL)
    g_cancellable_cancel (study->job->cancellable);
}

gboolean
trestle_list_study_is_running (TrestleListStudy *study)
{
  return study->job != NULL;
}

TrestleListResult *
trestle_list_study_get_result (TrestleListStudy *study)
{
  return study->result;
}

static void
trestle_list_study_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  TrestleListStudy *study = TRESTLE_LIST_STUDY (object);

  switch (id)
    {
    case PROP_RUNNING:
      g_value_set_boolean (value, study->job != NULL);
      break;
    case PROP_PROGRESS:
      g_value_set_double (value, study->progress);
      break;
    case PROP_STAGE:
      g_value_set_string (value, study->stage);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
    }
}

/* Waits for the thread, which a layer at most keeps from ending: it must not work on while the program ends. */
static void
trestle_list_study_dispose (GObject *object)
{
  TrestleListStudy *study = TRESTLE_LIST_STUDY (object);

  study_set_job (study, NULL);
  if (study->pool != NULL)
    g_thread_pool_free (g_steal_pointer (&study->pool), FALSE, TRUE);
  G_OBJECT_CLASS (trestle_list_study_parent_class)->dispose (object);
}

static void
trestle_list_study_finalize (GObject *object)
{
  TrestleListStudy *study = TRESTLE_LIST_STUDY (object);

  g_clear_pointer (&study->result, trestle_list_result_unref);
  g_free (study->stage);
  G_OBJECT_CLASS (trestle_list_study_parent_class)->finalize (object);
}

static void
trestle_list_study_class_init (TrestleListStudyClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;
  GType type = G_TYPE_FROM_CLASS (class);

  object_class->get_property = trestle_list_study_get_property;
  object_class->dispose = trestle_list_study_dispose;
  object_class->finalize = trestle_list_study_finalize;
  properties[PROP_RUNNING] = g_param_spec_boolean ("running", NULL, NULL, FALSE, flags);
  properties[PROP_PROGRESS] = g_param_spec_double ("progress", NULL, NULL, 0, 1, 0, flags);
  properties[PROP_STAGE] = g_param_spec_string ("stage", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_FAILED] = g_signal_new ("failed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
trestle_list_study_init (TrestleListStudy *study)
{
}

TrestleListStudy *
trestle_list_study_new (void)
{
  return g_object_new (TRESTLE_TYPE_LIST_STUDY, NULL);
}
