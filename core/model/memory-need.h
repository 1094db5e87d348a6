/* How much memory a model and a run of it need, known before any of it is taken, and what to say if there is not so much. */
#pragma once

#include "core/memory.h"
#include "core/model/model.h"
#include "core/model/trace.h"

G_BEGIN_DECLS

/**
 * TrestleMemoryNeed: bytes, of one of the traces that a run consists of
 * @floats: all that it records as float32
 * @halves: attention that it keeps as float16
 */
typedef struct
{
  guint64 floats;
  guint64 halves;
} TrestleMemoryNeed;

/**
 * TrestleRunNeed: bytes of memory that a run takes beside the model's weights
 * @image: what the vision tower records, and what the cross-modal encoder prepares of it; kept for as long as the image is
 * @text: likewise
 * @fusion: what the rest of the encoder and the heads record
 * @prepared: what the first cross-modal layer begins with, on both sides
 * @work: the most that a layer needs while it runs
 */
typedef struct
{
  TrestleMemoryNeed image;
  TrestleMemoryNeed text;
  TrestleMemoryNeed fusion;
  guint64 prepared;
  guint64 work;
} TrestleRunNeed;

/**
 * trestle_model_estimate_run:
 * @n_tokens: of the text
 * @stand_ins: (nullable): `[sides, bridges]`: bridges that are knocked out record what stands in; %NULL for none
 *
 * Bytes as trestle_session_run() takes them. What an analysis makes of the trace afterwards is not in it.
 */
TrestleRunNeed
trestle_model_estimate_run (const TrestleModel *model, guint n_tokens, TrestleRecording recording, const TrestleStandIn *stand_ins);
/* Bytes of float32 that one cross-modal layer of it records, counted from 0: for the room of its trace. */
guint64 trestle_model_estimate_layer (const TrestleModel *model,
                                      guint n_tokens,
                                      TrestleRecording recording,
                                      const TrestleStandIn *stand_ins,
                                      guint layer);
/* All of it. */
guint64 trestle_run_need_sum (const TrestleRunNeed *need);

/**
 * trestle_weights_need_check:
 * @name: what the error calls the model
 * @precision: of @need
 * @other: (nullable): what the model would need in the other precision, for the advice
 * @memory: that there is
 *
 * Errors: %TRESTLE_ERROR_MEMORY.
 */
gboolean trestle_weights_need_check (const char *name,
                                     const TrestleWeightsNeed *need,
                                     TrestlePrecision precision,
                                     const TrestleWeightsNeed *other,
                                     const TrestleMemory *memory,
                                     GError **error);

/**
 * trestle_run_need_check:
 * @n_bytes: that a run would take beyond what is there for it
 * @n_tokens: of the text
 * @recording: of the run: the advice says how less of it can be recorded, if that helps
 *
 * Errors: %TRESTLE_ERROR_MEMORY.
 */
gboolean trestle_run_need_check (const TrestleModel *model,
                                 guint64 n_bytes,
                                 guint n_tokens,
                                 TrestleRecording recording,
                                 const TrestleMemory *memory,
                                 GError **error);

G_END_DECLS
