/* What a comparison shows of one model: the divergence of its heads, and its answers layer by layer. */
#pragma once

#include "analysis/measures/head-profile.h"
#include "ui/runner.h"

G_BEGIN_DECLS

/**
 * TrestleModelStudy:
 * @run: what was measured
 * @task: what was read out, or %TRESTLE_N_TASKS for nothing
 * @shape: of the heads of the cross-modal encoder
 * @heads: `[shape.n_values]`
 * @readouts: (nullable) (element-type TrestleReadout): %NULL if the model has no head for the task
 */
typedef struct
{
  TrestleRun *run;
  TrestleTask task;
  TrestleHeadShape shape;
  double *heads;
  GPtrArray *readouts;
} TrestleModelStudy;

/* What is read out of two runs of one question: what was asked if layers can be read for it, else what one of the models can be asked. */
TrestleTask trestle_model_study_choose_task (const TrestleRun *first, const TrestleRun *second);

/**
 * trestle_model_study_measure_async:
 * @runner: who runs the model
 * @run: of @runner
 *
 * On the runner's thread. See trestle_runner_work_async().
 */
void
trestle_model_study_measure_async (TrestleRunner *runner, TrestleRun *run, TrestleTask task, GAsyncReadyCallback callback, gpointer data);
/* (transfer full). Errors: those of trestle_head_shape_measure() and trestle_readout_new(), and %G_IO_ERROR_CANCELLED. */
TrestleModelStudy *trestle_model_study_measure_finish (TrestleRunner *runner, GAsyncResult *result, GError **error);
void trestle_model_study_free (TrestleModelStudy *study);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrestleModelStudy, trestle_model_study_free)

G_END_DECLS
