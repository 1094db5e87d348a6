/* The heads of what the window ran last: of its model, and beside it of the second model, if there is one. */
#include "ui/pair-study.h"

#include "ui/head-study.h"

#define FIRST 0
#define SECOND 1
#define N_MODELS TRESTLE_MOST_HEAD_PROFILES

/**
 * @measured: (nullable): the last run that was measured, of each model
 * @pending: (nullable): the run that is being measured, of each model
 * @failed: (nullable): the run that could not be measured, of each model: it is not tried again
 * @shown: `[n_shown]`: what there is to show, which may be of older runs while newer ones are measured
 */
struct _TrestlePairStudy
{
  GObject parent_instance;

  TrestleWorkbench *workbench;
  TrestleHeadStudy *measured[N_MODELS];
  TrestleRun *pending[N_MODELS];
  TrestleRun *failed[N_MODELS];
  TrestleHeadStudy *shown[N_MODELS];
  guint n_shown;
  guint n_holds;
  gboolean is_busy;
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (TrestlePairStudy, trestle_pair_study, G_TYPE_OBJECT)

enum
{
  PROP_BUSY = 1,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];
static guint changed_signal;

/* (nullable) */
static TrestleRun *
study_find_run (TrestlePairStudy *study, guint index)
{
  if (index == FIRST)
    return trestle_workbench_get_run (study->workbench);
  return trestle_comparison_get_run (trestle_workbench_get_comparison (study->workbench));
}

static gboolean
study_has_second (TrestlePairStudy *study)
{
  return trestle_comparison_is_active (trestle_workbench_get_comparison (study->workbench));
}

/* Whether what the model ran last is measured. */
static gboolean
study_is_ready (TrestlePairStudy *study, guint index)
{
  return study->measured[index] != NULL && study->measured[index]->run == study_find_run (study, index);
}

/* Whether that is under way, and nobody has given it up. */
static gboolean
study_is_coming (TrestlePairStudy *study, guint index)
{
  TrestleRun *run = study_find_run (study, index);
  gboolean is_running = FALSE;

  if (study->pending[index] != NULL)
    return TRUE;
  if (index == SECOND && run == NULL)
    g_object_get (trestle_comparison_get_runner (trestle_workbench_get_comparison (study->workbench)), "busy", &is_running, NULL);
  return is_running || (run != NULL && run != study->failed[index] && !study_is_ready (study, index));
}

static void
study_show (TrestlePairStudy *study, guint n_shown)
{
  for (guint i = 0; i < N_MODELS; i++)
    {
      g_clear_pointer (&study->shown[i], trestle_head_study_unref);
      if (i < n_shown)
        study->shown[i] = trestle_head_study_ref (study->measured[i]);
    }
  study->n_shown = n_shown;
  g_signal_emit (study, changed_signal, 0);
}

/* Whether the first @n_wanted models are shown as they were measured last. */
static gboolean
study_shows (TrestlePairStudy *study, guint n_wanted)
{
  for (guint i = 0; i < n_wanted; i++)
    if (study->shown[i] != study->measured[i])
      return FALSE;
  return study->n_shown == n_wanted;
}

/* Both models, when both are ready. The first one does not wait alone, unless both are there from before: eight panels stay eight. */
static void
study_choose (TrestlePairStudy *study)
{
  gboolean has_second = study_has_second (study);
  guint n_wanted = 1;

  if (!study_is_ready (study, FIRST))
    return;
  if (has_second && study_is_ready (study, SECOND))
    n_wanted = N_MODELS;
  else if (has_second && study->n_shown == N_MODELS && study_is_coming (study, SECOND))
    return;
  if (!study_shows (study, n_wanted))
    study_show (study, n_wanted);
}

static void
study_set_busy (TrestlePairStudy *study)
{
  gboolean is_busy = study->n_holds > 0
                     && (study_is_coming (study, FIRST) || (study_has_second (study) && study_is_coming (study, SECOND)));

  if (study->is_busy == is_busy)
    return;
  study->is_busy = is_busy;
  g_object_notify_by_pspec (G_OBJECT (study), properties[PROP_BUSY]);
}

static void study_measure (TrestlePairStudy *study, guint index);

static void
study_update (TrestlePairStudy *study)
{
  for (guint i = 0; i < N_MODELS; i++)
    study_measure (study, i);
  study_choose (study);
  study_set_busy (study);
}

static void
study_take (TrestlePairStudy *study, guint index, TrestleHeadStudy *measured, const GError *error)
{
  if (measured != NULL)
    {
      g_clear_pointer (&study->measured[index], trestle_head_study_unref);
      study->measured[index] = measured;
      g_clear_pointer (&study->pending[index], trestle_run_unref);
      return;
    }
  g_clear_pointer (&study->failed[index], trestle_run_unref);
  study->failed[index] = g_steal_pointer (&study->pending[index]);
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    trestle_workbench_report (study->workbench, error->message);
}

/* Whatever came of it, a newer run may be there in the meantime. */
static void
study_finish (TrestlePairStudy *study, guint index, GAsyncResult *result)
{
  g_autoptr (GError) error = NULL;
  TrestleHeadStudy *measured = trestle_head_study_measure_finish (result, &error);

  if (study->workbench != NULL)
    {
      study_take (study, index, measured, error);
      study_update (study);
    }
  else
    g_clear_pointer (&measured, trestle_head_study_unref);
  g_object_unref (study);
}

static void
on_first_measured (GObject *source, GAsyncResult *result, gpointer data)
{
  study_finish (data, FIRST, result);
}

static void
on_second_measured (GObject *source, GAsyncResult *result, gpointer data)
{
  study_finish (data, SECOND, result);
}

/* One run after the other, only while somebody looks, and only the latest. */
static void
study_measure (TrestlePairStudy *study, guint index)
{
  TrestleRun *run = study_find_run (study, index);

  if (run == NULL || study->n_holds == 0 || study->pending[index] != NULL || study->failed[index] == run || study_is_ready (study, index))
    return;
  study->pending[index] = trestle_run_ref (run);
  trestle_head_study_measure_async (run, study->cancellable, index == FIRST ? on_first_measured : on_second_measured, g_object_ref (study));
}

void
trestle_pair_study_hold (TrestlePairStudy *study)
{
  if (study->n_holds++ > 0)
    return;
  trestle_comparison_hold (trestle_workbench_get_comparison (study->workbench));
  study_update (study);
}

void
trestle_pair_study_release (TrestlePairStudy *study)
{
  g_return_if_fail (study->n_holds > 0);
  if (--study->n_holds > 0)
    return;
  trestle_comparison_release (trestle_workbench_get_comparison (study->workbench));
  study_set_busy (study);
}

guint
trestle_pair_study_get_profiles (TrestlePairStudy *study, TrestleHeadProfile *profiles)
{
  for (guint i = 0; i < study->n_shown; i++)
    profiles[i] = study->shown[i]->profile;
  return study->n_shown;
}

TrestleRun *
trestle_pair_study_get_run (TrestlePairStudy *study, guint index)
{
  g_return_val_if_fail (index < study->n_shown, NULL);
  return study->shown[index]->run;
}

static void
on_second_chosen (TrestleComparison *comparison, GParamSpec *spec, TrestlePairStudy *study)
{
  g_clear_pointer (&study->measured[SECOND], trestle_head_study_unref);
  if (study->n_shown == N_MODELS)
    {
      g_clear_pointer (&study->shown[SECOND], trestle_head_study_unref);
      study->n_shown = 1;
      g_signal_emit (study, changed_signal, 0);
    }
  study_update (study);
}

static void
trestle_pair_study_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  if (id == PROP_BUSY)
    g_value_set_boolean (value, TRESTLE_PAIR_STUDY (object)->is_busy);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
}

static void
trestle_pair_study_dispose (GObject *object)
{
  TrestlePairStudy *study = TRESTLE_PAIR_STUDY (object);

  g_cancellable_cancel (study->cancellable);
  for (guint i = 0; i < N_MODELS; i++)
    {
      g_clear_pointer (&study->measured[i], trestle_head_study_unref);
      g_clear_pointer (&study->shown[i], trestle_head_study_unref);
      g_clear_pointer (&study->pending[i], trestle_run_unref);
      g_clear_pointer (&study->failed[i], trestle_run_unref);
    }
  study->n_shown = 0;
  if (study->workbench != NULL && study->n_holds > 0)
    trestle_comparison_release (trestle_workbench_get_comparison (study->workbench));
  study->n_holds = 0;
  g_clear_object (&study->workbench);
  G_OBJECT_CLASS (trestle_pair_study_parent_class)->dispose (object);
}

static void
trestle_pair_study_finalize (GObject *object)
{
  g_object_unref (TRESTLE_PAIR_STUDY (object)->cancellable);
  G_OBJECT_CLASS (trestle_pair_study_parent_class)->finalize (object);
}

static void
trestle_pair_study_class_init (TrestlePairStudyClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);

  object_class->get_property = trestle_pair_study_get_property;
  object_class->dispose = trestle_pair_study_dispose;
  object_class->finalize = trestle_pair_study_finalize;
  properties[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
  changed_signal = g_signal_new ("changed", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
trestle_pair_study_init (TrestlePairStudy *study)
{
  study->cancellable = g_cancellable_new ();
}

TrestlePairStudy *
trestle_pair_study_new (TrestleWorkbench *workbench)
{
  TrestlePairStudy *study = g_object_new (TRESTLE_TYPE_PAIR_STUDY, NULL);
  TrestleComparison *comparison = trestle_workbench_get_comparison (workbench);

  study->workbench = g_object_ref (workbench);
  g_signal_connect_object (workbench, "result-changed", G_CALLBACK (study_update), study, G_CONNECT_SWAPPED);
  g_signal_connect_object (comparison, "changed", G_CALLBACK (study_update), study, G_CONNECT_SWAPPED);
  g_signal_connect_object (comparison, "notify::model", G_CALLBACK (on_second_chosen), study, 0);
  g_signal_connect_object (trestle_comparison_get_runner (comparison), "notify::busy", G_CALLBACK (study_update), study, G_CONNECT_SWAPPED);
  return study;
}
