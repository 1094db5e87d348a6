/* Any checkpoint to a folder of safetensors in the published layout, under canonical names. */
#pragma once

#include <gio/gio.h>

#include "core/formats/stored-tensor.h"
#include "core/progress.h"

G_BEGIN_DECLS

/* Bytes of tensors beyond which published models are split. */
#define TRESTLE_SHARD_SIZE (5000ull * 1000 * 1000)

/**
 * TrestleConversion:
 * @dtype: of all weights: %TRESTLE_DTYPE_F32, %TRESTLE_DTYPE_F16 or %TRESTLE_DTYPE_BF16
 * @shard_size: the most bytes of tensors in one file, unless one tensor alone has more; 0 for %TRESTLE_SHARD_SIZE
 * @n_tensors: (out): tensors that were written
 * @n_files: (out): files that they are in
 * @size: (out): bytes of all tensors
 */
typedef struct
{
  TrestleDtype dtype;
  guint64 shard_size;
  guint n_tensors;
  guint n_files;
  guint64 size;
} TrestleConversion;

/**
 * trestle_convert:
 * @source: a model folder or a checkpoint file, of any kind that checkpoint.h knows
 * @destination: the folder to make, in a folder that exists; it may be there if it is empty
 * @conversion: (inout): how to convert, and what came of it
 *
 * Writes config.json, with "torch_dtype"; model.safetensors, or shards and model.safetensors.index.json; and copies of the tokenizer and
 * image settings files that lie beside the source. Whole numbers stay as they are, and so do weights of the dtype that is asked for, bit
 * by bit; others are rounded to nearest, ties to even. Weights are converted a few megabytes at a time, while they are written.
 *
 * All is written to a hidden folder beside @destination, synced, and renamed when it is complete; whatever stops that, cancellation
 * included, removes it.
 *
 * Errors: those of trestle_checkpoint_open(); %G_FILE_ERROR_EXIST if @destination is there and not empty, other %G_FILE_ERROR and
 * %G_IO_ERROR naming the file that could not be written; %TRESTLE_ERROR_TOO_LARGE for a weight that @dtype cannot hold, naming the tensor;
 * %G_IO_ERROR_CANCELLED.
 */
gboolean trestle_convert (const char *source,
                          const char *destination,
                          TrestleConversion *conversion,
                          TrestleProgress progress,
                          gpointer progress_data,
                          GCancellable *cancellable,
                          GError **error);

G_END_DECLS
