/* What the bridges bring to a run, and what the model answers without some of them; both need the engine. */
#pragma once

#include "analysis/measures/bridge-profile.h"
#include "ui/runner.h"

G_BEGIN_DECLS

/**
 * TrestleBridgeStudy:
 * @shape: its stand-ins are those that were tried
 * @values: `[shape.n_values]`
 * @task: whose output the effects are looked at: what was asked, if a knock-out can be compared there, else the first that can be
 */
typedef struct
{
  TrestleRun *run;
  TrestleBridgeShape shape;
  double *values;
  TrestleTask task;
} TrestleBridgeStudy;

void trestle_bridge_study_free (TrestleBridgeStudy *study);

/* @stand_ins: bits 1 << stand-in of those to try; with 0 shares and cosines alone, which takes no run. */
void
trestle_bridge_study_measure_async (TrestleRunner *runner, TrestleRun *run, guint stand_ins, GAsyncReadyCallback callback, gpointer data);
/* (transfer full). Errors: %G_IO_ERROR_CANCELLED, and those of trestle_bridge_shape_measure(). */
TrestleBridgeStudy *trestle_bridge_study_measure_finish (TrestleRunner *runner, GAsyncResult *result, GError **error);

/**
 * TrestleKnockOut:
 * @stand_ins: `[sides, bridges]`
 * @task: as of a study
 * @intact: (nullable) (element-type TrestleAnswer): to @task, by the model as it is
 * @changed: (nullable) (element-type TrestleAnswer): likewise, with the stand-ins
 * @effect: of the stand-ins on @task
 */
typedef struct
{
  TrestleRun *run;
  guint n_bridges;
  TrestleStandIn *stand_ins;
  TrestleTask task;
  GPtrArray *intact;
  GPtrArray *changed;
  TrestleEffect effect;
} TrestleKnockOut;

void trestle_knock_out_free (TrestleKnockOut *knock_out);

/* @stand_ins: `[sides, bridges]` of the run's model */
void trestle_knock_out_run_async (TrestleRunner *runner,
                                  TrestleRun *run,
                                  const TrestleStandIn *stand_ins,
                                  GAsyncReadyCallback callback,
                                  gpointer data);
/* (transfer full). Errors: %G_IO_ERROR_CANCELLED, and those of trestle_session_run(). */
TrestleKnockOut *trestle_knock_out_run_finish (TrestleRunner *runner, GAsyncResult *result, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrestleBridgeStudy, trestle_bridge_study_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrestleKnockOut, trestle_knock_out_free)

G_END_DECLS
