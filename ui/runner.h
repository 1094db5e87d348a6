/* Keeps the model running on what was asked for last: a new request cancels the one under way, a bad one is taken back. */
#pragma once

#include "ui/engine.h"
#include "ui/image-source.h"
#include "ui/model-source.h"
#include "ui/run.h"

G_BEGIN_DECLS

#define TRESTLE_TYPE_RUNNER (trestle_runner_get_type ())
G_DECLARE_FINAL_TYPE (TrestleRunner, trestle_runner, TRESTLE, RUNNER, GObject)

/*
 * Read-only properties: "busy" boolean; "progress" double in [0, 1]; "stage" string, what is being done, or %NULL.
 *
 * Signals: "done" (TrestleRun *): the latest request was answered; "failed" (string sentence): it could not be. After a failure, the model
 * or the image that was at fault is replaced by the one that worked last, and the request is made again.
 */
TrestleRunner *trestle_runner_new (void);

/* What to go back to before anything has worked: either may be %NULL. */
void trestle_runner_set_fallback (TrestleRunner *runner, TrestleModelSource *model, TrestleImageSource *image);

/* From the next request on. */
void trestle_runner_set_model (TrestleRunner *runner, TrestleModelSource *model);
void trestle_runner_set_image (TrestleRunner *runner, TrestleImageSource *image);
/* The second image, for tasks about two. */
void trestle_runner_set_second (TrestleRunner *runner, TrestleImageSource *image);

/* (transfer none) (nullable): the one that was chosen last */
TrestleImageSource *trestle_runner_get_second (TrestleRunner *runner);

/* Nothing happens as long as there is no model or no image. */
void trestle_runner_request (TrestleRunner *runner, const TrestleQuestion *question);
/* Nobody waits for the answer any more. */
void trestle_runner_cancel (TrestleRunner *runner);
/* The same, and what was asked for is taken back: the next request is about the model and the image that worked last. */
void trestle_runner_give_up (TrestleRunner *runner);

/**
 * trestle_runner_work_async:
 * @run: what the work is about, with the session that made it
 * @order: what is to be done; its data and result are taken over
 *
 * Takes the place of work that is under way; "busy" and "progress" are about it. While a run is under way, and as soon as one is
 * requested, work is cancelled: whoever waits for it hears %G_IO_ERROR_CANCELLED.
 */
void trestle_runner_work_async (TrestleRunner *runner,
                                TrestleRun *run,
                                const TrestleWorkOrder *order,
                                GAsyncReadyCallback callback,
                                gpointer data);
/* (transfer full): what the work returned */
gpointer trestle_runner_work_finish (TrestleRunner *runner, GAsyncResult *result, GError **error);

G_END_DECLS
