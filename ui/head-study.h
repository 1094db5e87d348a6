/* The numbers of every head of a run, measured beside the main loop. */
#pragma once

#include "analysis/measures/head-profile.h"
#include "ui/run.h"

G_BEGIN_DECLS

/**
 * TrestleHeadStudy:
 * @run: what was measured
 * @shape: of all blocks and measures
 * @values: `[shape.n_values]`
 */
typedef struct
{
  TrestleRun *run;
  TrestleHeadShape shape;
  double *values;
} TrestleHeadStudy;

void trestle_head_study_free (TrestleHeadStudy *study);

/**
 * trestle_head_study_measure_async:
 * @cancellable: whoever cancels it hears %G_IO_ERROR_CANCELLED once the thread, which goes on to the end, is done
 *
 * Measures in a thread of its own: a trace does not change. @callback is called in the main loop.
 */
void trestle_head_study_measure_async (TrestleRun *run, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data);

/* (transfer full). Errors: those of trestle_head_shape_measure(). */
TrestleHeadStudy *trestle_head_study_measure_finish (GAsyncResult *result, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrestleHeadStudy, trestle_head_study_free)

G_END_DECLS
