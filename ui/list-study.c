/* The heads of one model or two over a list of pairs, measured in a thread of its own, with what is known so far. */
#include "ui/list-study.h"

#include "ui/list-job.h"

/* @pool: (nullable): its one thread, from the first run on: one list after the other. */
struct _TrestleListStudy
{
  GObject parent_instance;

  GThreadPool *pool;
  TrestleListJob *job; /* (nullable): while it runs */
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
study_set_job (TrestleListStudy *study, TrestleListJob *job)
{
  if (study->job != NULL)
    trestle_list_job_give_up (study->job);
  g_clear_pointer (&study->job, trestle_list_job_unref);
  study->job = job;
  g_object_notify_by_pspec (G_OBJECT (study), properties[PROP_RUNNING]);
}

static void
study_take_result (TrestleListStudy *study, TrestleListResult *result)
{
  g_clear_pointer (&study->result, trestle_list_result_unref);
  study->result = result;
}

/* A #TrestleListListener. */
static void
on_news (const TrestleListNews *news, gpointer data)
{
  g_autoptr (TrestleListStudy) study = g_object_ref (data);

  if (news->result != NULL)
    study_take_result (study, trestle_list_result_ref (news->result));
  study_set_progress (study, news->is_over ? 0 : news->fraction, news->is_over ? NULL : news->stage);
  if (news->is_over)
    study_set_job (study, NULL);
  if (news->result != NULL || news->is_over)
    g_signal_emit (study, signals[SIGNAL_CHANGED], 0);
  if (news->sentence != NULL)
    g_signal_emit (study, signals[SIGNAL_FAILED], 0, news->sentence);
}

static void
run_job (gpointer job, gpointer data)
{
  trestle_list_job_run (job);
  trestle_list_job_unref (job);
}

/* The thread is there from the first list on, and then for good: OpenMP keeps a pool for each. */
static void
study_push (TrestleListStudy *study)
{
  g_autoptr (GError) error = NULL;

  if (study->pool == NULL)
    study->pool = g_thread_pool_new (run_job, NULL, 1, TRUE, &error);
  if (study->pool == NULL)
    g_error ("The thread that goes through a list could not be started: %s", error->message);
  g_thread_pool_push (study->pool, trestle_list_job_ref (study->job), NULL);
}

void
trestle_list_study_start (TrestleListStudy *study, const char *path, TrestleModelSource *const *sources, guint n_sources)
{
  g_return_if_fail (n_sources > 0 && n_sources <= TRESTLE_MOST_HEAD_PROFILES);
  study_take_result (study, NULL);
  study_set_job (study, trestle_list_job_new (path, sources, n_sources, on_news, study));
  study_set_progress (study, 0, "reading the list");
  study_push (study);
  g_signal_emit (study, signals[SIGNAL_CHANGED], 0);
}

void
trestle_list_study_cancel (TrestleListStudy *study)
{
  if (study->job != NULL)
    trestle_list_job_cancel (study->job);
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
