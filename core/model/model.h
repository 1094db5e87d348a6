/* A whole model: its parts put together, what it can do, and how large each part is. */
#pragma once

#include <gio/gio.h>

#include "core/model/config.h"
#include "core/model/stand-in.h"
#include "core/model/weights-need.h"
#include "core/numeric/precision.h"
#include "core/progress.h"

G_BEGIN_DECLS

/* What a model can be asked; each needs a head. */
typedef enum
{
  TRESTLE_TASK_MATCH,
  TRESTLE_TASK_FILL,
  TRESTLE_TASK_ASK,
  TRESTLE_TASK_ENTAIL,
  TRESTLE_TASK_REASON,
  TRESTLE_TASK_CONTRAST,
  TRESTLE_TASK_RETRIEVE,
  TRESTLE_N_TASKS,
} TrestleTask;

/* "match", "fill", "ask", "entail", "reason", "contrast", "retrieve" */
const char *trestle_task_get_name (TrestleTask task);

typedef struct _TrestleModel TrestleModel;

/**
 * TrestleModelSettings: how a model is to be opened; all zeros for a model as it is.
 * @image_size: in pixels, to run it at another image size than its own, position embeddings being interpolated; 0 for its own
 * @precision: of its weights and of the products with them
 */
typedef struct
{
  guint image_size;
  TrestlePrecision precision;
} TrestleModelSettings;

/**
 * trestle_model_load:
 * @path: a model folder or a checkpoint file, of any kind that checkpoint.h knows
 * @settings: (nullable): %NULL for a model as it is
 * @progress: (nullable) (scope call)
 *
 * The weights of layers are prepared as the backend likes them (see linear.h), everything else stays in the mapped file where it is
 * float32.
 *
 * Errors: %G_FILE_ERROR for what is no model folder; %G_IO_ERROR_CANCELLED; those of the parts; %TRESTLE_ERROR_MEMORY if there is not
 * enough for its weights, before any of it is taken; %TRESTLE_ERROR_MISSING and %TRESTLE_ERROR_SHAPE list the first five tensors and the
 * count.
 *
 * Returns: (transfer full): a model; it never changes, so threads may share it
 */
TrestleModel *trestle_model_load (const char *path,
                                  const TrestleModelSettings *settings,
                                  TrestleProgress progress,
                                  gpointer progress_data,
                                  GCancellable *cancellable,
                                  GError **error);
TrestleModel *trestle_model_ref (TrestleModel *model);
void trestle_model_unref (TrestleModel *model);

const TrestleConfig *trestle_model_get_config (const TrestleModel *model);
/* The folder's name ("bridgetower-shapes"), for titles and results; in another precision than float32 it says so: "... (bfloat16)". */
const char *trestle_model_get_name (const TrestleModel *model);
/* In pixels, both ways: what its config says, at whatever size it was loaded. */
guint trestle_model_get_own_image_size (const TrestleModel *model);
/* Of its weights and of the products with them. */
TrestlePrecision trestle_model_get_precision (const TrestleModel *model);
/* (transfer full): how it is wired, in words: "BridgeTower, 3 bridges a side (add)", "METER, no bridges" */
char *trestle_model_describe (const TrestleModel *model);
/* How many answers the question answering head chooses among, 0 without it. */
guint trestle_model_get_n_answers (const TrestleModel *model);
gboolean trestle_model_can (const TrestleModel *model, TrestleTask task);

/* How many bridges each side has; 0 for METER. */
guint trestle_model_get_n_bridges (const TrestleModel *model);
/* (transfer none): the bridge in front of cross-modal layer @index + 1 */
const TrestleBridge *trestle_model_get_bridge (const TrestleModel *model, TrestleSide side, guint index);

/**
 * TrestleParameterCounts: numbers of weights, as the checkpoint holds them.
 */
typedef struct
{
  guint64 text;
  guint64 vision;
  guint64 cross_modal;
  guint64 bridges;
  guint64 heads;
  guint64 total;
} TrestleParameterCounts;

TrestleParameterCounts trestle_model_count (const TrestleModel *model);

/* What its weights are stored in, for people: "safetensors", "trainer checkpoint", ... (see checkpoint.h) */
const char *trestle_model_get_kind (const TrestleModel *model);
/* Bytes of all stored tensors together. */
guint64 trestle_model_get_size (const TrestleModel *model);
/* Bytes of memory that its weights take. */
TrestleWeightsNeed trestle_model_get_weights_need (const TrestleModel *model);
/* How many tensors its checkpoint has, those included that the model has no use for. */
guint trestle_model_get_n_tensors (const TrestleModel *model);
/* Bits 1 << TrestleDtype of the kinds of numbers that its tensors are stored as. */
guint trestle_model_get_dtypes (const TrestleModel *model);
/* (transfer container) (element-type utf8): tensors that the checkpoint has and no part of the model asked for, by canonical name */
GPtrArray *trestle_model_list_unused (const TrestleModel *model);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrestleModel, trestle_model_unref)

G_END_DECLS
