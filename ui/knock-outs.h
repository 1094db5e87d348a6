/* Knock-outs that are run one after the other; what was done before the work was cancelled is kept. */
#pragma once

#include "ui/bridge-study.h"

G_BEGIN_DECLS

typedef struct _TrestleKnockOuts TrestleKnockOuts;

/* @lists: (element-type GBytes): of stand-ins, in the order in which they are wanted; a reference is taken. Shared by reference. */
TrestleKnockOuts *trestle_knock_outs_new (GPtrArray *lists);
TrestleKnockOuts *trestle_knock_outs_ref (TrestleKnockOuts *knock_outs);
void trestle_knock_outs_unref (TrestleKnockOuts *knock_outs);

/* @data: handed to @callback. @run: (transfer none): of a model with bridges */
void trestle_knock_outs_run_async (TrestleKnockOuts *knock_outs,
                                   TrestleRunner *runner,
                                   TrestleRun *run,
                                   GAsyncReadyCallback callback,
                                   gpointer data);
/* Whether all were run. Errors: %G_IO_ERROR_CANCELLED, and those of trestle_session_run(). */
gboolean trestle_knock_outs_run_finish (TrestleRunner *runner, GAsyncResult *result, GError **error);

/* (transfer full) (element-type TrestleKnockOut): those that were done since this was called last; also while the others are run */
GPtrArray *trestle_knock_outs_take (TrestleKnockOuts *knock_outs);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrestleKnockOuts, trestle_knock_outs_unref)

G_END_DECLS
