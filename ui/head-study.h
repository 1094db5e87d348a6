/* The numbers of every head of a run, measured beside the main loop. */
#pragma once

#include "analysis/measures/head-profiles.h"
#include "ui/run.h"

G_BEGIN_DECLS

/**
 * TrestleHeadStudy:
 * @run: what was measured
 * @profile: of all blocks and measures
 *
 * Immutable, shared by reference.
 */
typedef struct
{
  gatomicrefcount references;
  TrestleRun *run;
  TrestleHeadProfile profile;
} TrestleHeadStudy;

TrestleHeadStudy *trestle_head_study_ref (TrestleHeadStudy *study);
void trestle_head_study_unref (TrestleHeadStudy *study);

/**
 * trestle_head_study_measure_async:
 * @cancellable: whoever cancels it hears %G_IO_ERROR_CANCELLED once the thread, which goes on to the end, is done
 *
 * Measures in a thread of its own: a trace does not change. @callback is called in the main loop.
 */
void trestle_head_study_measure_async (TrestleRun *run, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data);

/* (transfer full). Errors: those of trestle_head_shape_measure(). */
TrestleHeadStudy *trestle_head_study_measure_finish (GAsyncResult *result, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrestleHeadStudy, trestle_head_study_unref)

G_END_DECLS
