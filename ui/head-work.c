/* What is known of the heads of the workbench's run, and the work that is needed to know the latest. */
#include "ui/head-work.h"

/**
 * @study: (nullable): what is known
 * @pending: (nullable): the run that is being measured
 * @cancellable: of that
 */
struct _TrestleHeadWork
{
  GObject parent_instance;

  TrestleWorkbench *workbench;
  TrestleHeadStudy *study;
  TrestleRun *pending;
  GCancellable *cancellable;
  gboolean is_wanted;
};

G_DEFINE_FINAL_TYPE (TrestleHeadWork, trestle_head_work, G_TYPE_OBJECT)

enum
{
  PROP_BUSY = 1,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];
static guint changed_signal;

const TrestleHeadStudy *
trestle_head_work_get_study (TrestleHeadWork *work)
{
  return work->study;
}

const TrestleHeadStudy *
trestle_head_work_get_latest (TrestleHeadWork *work)
{
  return work->study != NULL && work->study->run == trestle_workbench_get_run (work->workbench) ? work->study : NULL;
}

/* @run: (nullable) (transfer full) */
static void
work_set_pending (TrestleHeadWork *work, TrestleRun *run)
{
  g_clear_pointer (&work->pending, trestle_run_unref);
  work->pending = run;
  g_object_notify_by_pspec (G_OBJECT (work), properties[PROP_BUSY]);
}

/* @study: (transfer full) */
static void
work_take_study (TrestleHeadWork *work, TrestleHeadStudy *study)
{
  g_clear_pointer (&work->study, trestle_head_study_unref);
  work->study = study;
  g_signal_emit (work, changed_signal, 0);
}

static void work_measure (TrestleHeadWork *work);

static void
on_measured (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TrestleHeadWork) work = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TrestleHeadStudy) study = trestle_head_study_measure_finish (result, &error);

  if (work->workbench == NULL)
    return;
  work_set_pending (work, NULL);
  if (study != NULL && study->run == trestle_workbench_get_run (work->workbench))
    work_take_study (work, g_steal_pointer (&study));
  else if (error != NULL)
    trestle_workbench_report (work->workbench, error->message);
  /* A newer run may have come in the meantime. After an error that would go on for ever. */
  if (error == NULL)
    work_measure (work);
}

static void
work_measure (TrestleHeadWork *work)
{
  TrestleRun *run = trestle_workbench_get_run (work->workbench);

  if (!work->is_wanted || run == NULL || work->pending != NULL || trestle_head_work_get_latest (work) != NULL)
    return;
  work_set_pending (work, trestle_run_ref (run));
  trestle_head_study_measure_async (run, work->cancellable, on_measured, g_object_ref (work));
}

void
trestle_head_work_set_wanted (TrestleHeadWork *work, gboolean is_wanted)
{
  work->is_wanted = is_wanted;
  work_measure (work);
}

static void
trestle_head_work_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  if (id == PROP_BUSY)
    g_value_set_boolean (value, TRESTLE_HEAD_WORK (object)->pending != NULL);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
}

static void
trestle_head_work_dispose (GObject *object)
{
  TrestleHeadWork *work = TRESTLE_HEAD_WORK (object);

  g_cancellable_cancel (work->cancellable);
  g_clear_object (&work->workbench);
  g_clear_pointer (&work->study, trestle_head_study_unref);
  g_clear_pointer (&work->pending, trestle_run_unref);
  G_OBJECT_CLASS (trestle_head_work_parent_class)->dispose (object);
}

static void
trestle_head_work_finalize (GObject *object)
{
  g_object_unref (TRESTLE_HEAD_WORK (object)->cancellable);
  G_OBJECT_CLASS (trestle_head_work_parent_class)->finalize (object);
}

static void
trestle_head_work_class_init (TrestleHeadWorkClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GType type = G_TYPE_FROM_CLASS (class);

  object_class->get_property = trestle_head_work_get_property;
  object_class->dispose = trestle_head_work_dispose;
  object_class->finalize = trestle_head_work_finalize;
  properties[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
  changed_signal = g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
trestle_head_work_init (TrestleHeadWork *work)
{
  work->cancellable = g_cancellable_new ();
}

TrestleHeadWork *
trestle_head_work_new (TrestleWorkbench *workbench)
{
  TrestleHeadWork *work = g_object_new (TRESTLE_TYPE_HEAD_WORK, NULL);

  work->workbench = g_object_ref (workbench);
  return work;
}
