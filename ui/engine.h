/* The one thread that runs the model: a session may be used by one thread at a time, and OpenMP keeps a pool for each thread. */
#pragma once

#include "ui/image-source.h"
#include "ui/model-source.h"
#include "ui/run.h"

G_BEGIN_DECLS

/**
 * TrestleRequest:
 * @model: the same source (not an equal one) means the model that is open already
 * @image: likewise
 * @second: (nullable): the second image, which only %TRESTLE_WINDOW_REASON reads; likewise
 *
 * What to run. What is not new costs nothing: not the model, not an image's tower, not a caption among those to rank, and for another task
 * on the same text nothing at all.
 */
typedef struct
{
  TrestleModelSource *model;
  TrestleImageSource *image;
  TrestleImageSource *second;
  TrestleQuestion question;
} TrestleRequest;

TrestleRequest *
trestle_request_new (TrestleModelSource *model, TrestleImageSource *image, TrestleImageSource *second, const TrestleQuestion *question);
void trestle_request_free (TrestleRequest *request);

/* Which part of a request could not be used. */
typedef enum
{
  TRESTLE_CULPRIT_MODEL,
  TRESTLE_CULPRIT_IMAGE,
  TRESTLE_CULPRIT_SECOND_IMAGE,
  TRESTLE_CULPRIT_TEXT,
} TrestleCulprit;

typedef struct _TrestleEngine TrestleEngine;

TrestleEngine *trestle_engine_new (void);
/* Waits for what still runs; cancel it first. */
void trestle_engine_free (TrestleEngine *engine);

/**
 * trestle_engine_run_async:
 * @request: (transfer full)
 * @progress: called on the engine's thread
 *
 * Requests are answered one after the other. @callback is called in the main loop.
 */
void trestle_engine_run_async (TrestleEngine *engine,
                               TrestleRequest *request,
                               TrestleProgress progress,
                               gpointer progress_data,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer data);

/* (transfer full): the run, or on error @culprit: (out): whose fault it is */
TrestleRun *trestle_engine_run_finish (GAsyncResult *result, TrestleCulprit *culprit, GError **error);

/**
 * TrestleWork: something else than a run.
 * @session: that made @run, with its image set and its bridges as the run's model source says; to be left like that
 * @data: what trestle_engine_work_async() was given
 *
 * Called on the engine's thread. Returns: (transfer full) (nullable): the result, or %NULL on error
 */
typedef gpointer (*TrestleWork) (TrestleSession *session,
                                 const TrestleRun *run,
                                 gconstpointer data,
                                 TrestleProgress progress,
                                 gpointer progress_data,
                                 GCancellable *cancellable,
                                 GError **error);

/**
 * TrestleWorkOrder:
 * @data: (transfer full): freed with @free_data
 * @free_result: (transfer none): for a result that nobody takes
 */
typedef struct
{
  TrestleWork work;
  gpointer data;
  GDestroyNotify free_data;
  GDestroyNotify free_result;
} TrestleWorkOrder;

/* Like trestle_engine_run_async(), with what made @run; its model and image are opened again if others have been opened since. */
void trestle_engine_work_async (TrestleEngine *engine,
                                TrestleRun *run,
                                const TrestleWorkOrder *order,
                                TrestleProgress progress,
                                gpointer progress_data,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer data);

/* (transfer full): what the work returned. Errors: the work's, and those of opening what it needs. */
gpointer trestle_engine_work_finish (GAsyncResult *result, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrestleRequest, trestle_request_free)

G_END_DECLS
