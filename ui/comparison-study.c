/* What two models are compared by: a study of each, both of one text, measured as soon as both have run. */
#include "ui/comparison-study.h"

#define N_SIDES TRESTLE_N_COMPARED_MODELS

/**
 * Side: one of the two models.
 * @study: (nullable): what is shown; it may be of an older run while a newer one is measured
 * @next: (nullable): what is shown as soon as there is one of both
 * @pending: (nullable): the run that is being measured
 * @stopped: (nullable): the run that could not be
 */
typedef struct
{
  TrestleModelStudy *study;
  TrestleModelStudy *next;
  TrestleRun *pending;
  TrestleRun *stopped;
} Side;

struct _TrestleComparisonStudy
{
  GObject parent_instance;

  TrestleWorkbench *workbench;
  TrestleComparison *comparison;
  Side sides[N_SIDES];
  guint n_holds;
};

G_DEFINE_FINAL_TYPE (TrestleComparisonStudy, trestle_comparison_study, G_TYPE_OBJECT)

enum
{
  SIGNAL_EXCHANGED,
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* A measurement that is waited for. */
typedef struct
{
  TrestleComparisonStudy *study;
  guint side;
} Waiting;

TrestleRun *
trestle_comparison_study_get_run (TrestleComparisonStudy *study, guint side)
{
  return side == TRESTLE_FIRST_MODEL ? trestle_workbench_get_run (study->workbench) : trestle_comparison_get_run (study->comparison);
}

const TrestleModelStudy *
trestle_comparison_study_get_study (TrestleComparisonStudy *study, guint side)
{
  return study->sides[side].study;
}

gboolean
trestle_comparison_study_is_up_to_date (TrestleComparisonStudy *study)
{
  for (guint side = 0; side < N_SIDES; side++)
    if (study->sides[side].study == NULL || study->sides[side].study->run != trestle_comparison_study_get_run (study, side))
      return FALSE;
  return TRUE;
}

/* (transfer none) */
static TrestleRunner *
study_get_runner (TrestleComparisonStudy *study, guint side)
{
  return side == TRESTLE_FIRST_MODEL ? trestle_workbench_get_runner (study->workbench) : trestle_comparison_get_runner (study->comparison);
}

static gboolean
study_is_running (TrestleComparisonStudy *study, guint side)
{
  gboolean busy;

  g_object_get (study_get_runner (study, side), "busy", &busy, NULL);
  return busy;
}

gboolean
trestle_comparison_study_is_stopped (TrestleComparisonStudy *study)
{
  if (trestle_comparison_study_get_run (study, TRESTLE_SECOND_MODEL) == NULL)
    return trestle_comparison_study_get_run (study, TRESTLE_FIRST_MODEL) != NULL && !study_is_running (study, TRESTLE_FIRST_MODEL)
           && !study_is_running (study, TRESTLE_SECOND_MODEL);
  for (guint side = 0; side < N_SIDES; side++)
    if (study->sides[side].stopped != NULL && study->sides[side].stopped == trestle_comparison_study_get_run (study, side))
      return TRUE;
  return FALSE;
}

gboolean
trestle_comparison_study_is_busy (TrestleComparisonStudy *study)
{
  return trestle_comparison_is_active (study->comparison) && !trestle_comparison_study_is_up_to_date (study)
         && !trestle_comparison_study_is_stopped (study);
}

static void
study_tell (TrestleComparisonStudy *study)
{
  g_signal_emit (study, signals[SIGNAL_CHANGED], 0);
}

/* Both together, so that nobody sees studies of two texts. */
static void
study_take_next (TrestleComparisonStudy *study)
{
  for (guint side = 0; side < N_SIDES; side++)
    if (study->sides[side].next == NULL || study->sides[side].next->run != trestle_comparison_study_get_run (study, side))
      return;
  for (guint side = 0; side < N_SIDES; side++)
    {
      g_clear_pointer (&study->sides[side].study, trestle_model_study_free);
      study->sides[side].study = g_steal_pointer (&study->sides[side].next);
    }
  g_signal_emit (study, signals[SIGNAL_EXCHANGED], 0);
}

/* After an error nothing is tried again before there is another run, or the user says so. */
static void
side_note_failure (Side *side, TrestleWorkbench *workbench, const GError *error)
{
  g_clear_pointer (&side->stopped, trestle_run_unref);
  side->stopped = g_steal_pointer (&side->pending);
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    trestle_workbench_report (workbench, error->message);
}

static void study_work (TrestleComparisonStudy *study);

static void
on_measured (GObject *runner, GAsyncResult *result, gpointer data)
{
  g_autofree Waiting *waiting = data;
  g_autoptr (TrestleComparisonStudy) study = waiting->study;
  Side *side = &study->sides[waiting->side];
  g_autoptr (GError) error = NULL;
  g_autoptr (TrestleModelStudy) measured = trestle_model_study_measure_finish (TRESTLE_RUNNER (runner), result, &error);

  if (study->workbench == NULL)
    return;
  if (measured != NULL)
    {
      g_clear_pointer (&side->next, trestle_model_study_free);
      side->next = g_steal_pointer (&measured);
      g_clear_pointer (&side->pending, trestle_run_unref);
    }
  else
    side_note_failure (side, study->workbench, error);
  study_take_next (study);
  study_work (study);
  study_tell (study);
}

static gboolean
side_has_study (const Side *side, const TrestleRun *run, TrestleTask task)
{
  const TrestleModelStudy *study = side->next != NULL && side->next->run == run ? side->next : side->study;

  return study != NULL && study->run == run && study->task == task;
}

/* One run after the other, and only the latest. What there is already need not be measured again. */
static void
study_measure (TrestleComparisonStudy *study, guint index, TrestleTask task)
{
  TrestleRun *run = trestle_comparison_study_get_run (study, index);
  Side *side = &study->sides[index];
  Waiting *waiting;

  if (side->pending != NULL || side->stopped == run || side_has_study (side, run, task))
    return;
  waiting = g_new (Waiting, 1);
  *waiting = (Waiting){ g_object_ref (study), index };
  side->pending = trestle_run_ref (run);
  trestle_model_study_measure_async (study_get_runner (study, index), run, task, on_measured, waiting);
}

/* A study of a run that there still is becomes the next one again: the other model was exchanged. */
static void
study_keep (TrestleComparisonStudy *study)
{
  if (trestle_comparison_study_is_up_to_date (study))
    return;
  for (guint index = 0; index < N_SIDES; index++)
    {
      Side *side = &study->sides[index];

      if (side->next != NULL || side->study == NULL || side->study->run != trestle_comparison_study_get_run (study, index))
        continue;
      side->next = g_steal_pointer (&side->study);
      g_signal_emit (study, signals[SIGNAL_EXCHANGED], 0);
    }
}

/* Only while somebody looks, and as soon as both models have run. */
static void
study_work (TrestleComparisonStudy *study)
{
  TrestleRun *first = trestle_comparison_study_get_run (study, TRESTLE_FIRST_MODEL);
  TrestleRun *second = trestle_comparison_study_get_run (study, TRESTLE_SECOND_MODEL);
  TrestleTask task;

  if (first == NULL || second == NULL || study->n_holds == 0)
    return;
  task = trestle_model_study_choose_task (first, second);
  study_keep (study);
  for (guint side = 0; side < N_SIDES; side++)
    study_measure (study, side, task);
}

static void
study_update (TrestleComparisonStudy *study)
{
  study_work (study);
  study_tell (study);
}

static void
study_forget_stops (TrestleComparisonStudy *study)
{
  for (guint side = 0; side < N_SIDES; side++)
    g_clear_pointer (&study->sides[side].stopped, trestle_run_unref);
}

void
trestle_comparison_study_hold (TrestleComparisonStudy *study)
{
  study->n_holds++;
  study_forget_stops (study);
  trestle_comparison_hold (study->comparison);
  study_update (study);
}

void
trestle_comparison_study_release (TrestleComparisonStudy *study)
{
  study->n_holds--;
  trestle_comparison_release (study->comparison);
}

void
trestle_comparison_study_try_again (TrestleComparisonStudy *study)
{
  study_forget_stops (study);
  if (trestle_comparison_study_get_run (study, TRESTLE_SECOND_MODEL) == NULL)
    trestle_comparison_try_again (study->comparison);
  study_update (study);
}

/* Of another second model there is nothing to show yet. */
static void
on_choice_changed (TrestleComparison *comparison, GParamSpec *spec, TrestleComparisonStudy *study)
{
  for (guint side = 0; side < N_SIDES; side++)
    g_clear_pointer (&study->sides[side].study, trestle_model_study_free);
  g_signal_emit (study, signals[SIGNAL_EXCHANGED], 0);
}

static void
side_clear (Side *side)
{
  g_clear_pointer (&side->study, trestle_model_study_free);
  g_clear_pointer (&side->next, trestle_model_study_free);
  g_clear_pointer (&side->pending, trestle_run_unref);
  g_clear_pointer (&side->stopped, trestle_run_unref);
}

/* A runner may keep the study alive after it was given up. */
static void
study_stop_listening (TrestleComparisonStudy *study)
{
  g_signal_handlers_disconnect_by_data (study->comparison, study);
  for (guint side = 0; side < N_SIDES; side++)
    g_signal_handlers_disconnect_by_data (study_get_runner (study, side), study);
}

static void
trestle_comparison_study_dispose (GObject *object)
{
  TrestleComparisonStudy *study = TRESTLE_COMPARISON_STUDY (object);

  if (study->comparison != NULL)
    study_stop_listening (study);
  for (guint side = 0; side < N_SIDES; side++)
    side_clear (&study->sides[side]);
  g_clear_object (&study->comparison);
  g_clear_object (&study->workbench);
  G_OBJECT_CLASS (trestle_comparison_study_parent_class)->dispose (object);
}

static void
trestle_comparison_study_class_init (TrestleComparisonStudyClass *class)
{
  GType type = G_TYPE_FROM_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = trestle_comparison_study_dispose;
  signals[SIGNAL_EXCHANGED] = g_signal_new ("exchanged", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
trestle_comparison_study_init (TrestleComparisonStudy *study)
{
}

TrestleComparisonStudy *
trestle_comparison_study_new (TrestleWorkbench *workbench)
{
  TrestleComparisonStudy *study = g_object_new (TRESTLE_TYPE_COMPARISON_STUDY, NULL);

  study->workbench = g_object_ref (workbench);
  study->comparison = g_object_ref (trestle_workbench_get_comparison (workbench));
  g_signal_connect_object (study->comparison, "notify::active", G_CALLBACK (on_choice_changed), study, 0);
  g_signal_connect_object (study->comparison, "changed", G_CALLBACK (study_update), study, G_CONNECT_SWAPPED);
  for (guint side = 0; side < N_SIDES; side++)
    g_signal_connect_object (study_get_runner (study, side), "notify::busy", G_CALLBACK (study_tell), study, G_CONNECT_SWAPPED);
  return study;
}
