/* Ids and pixels that somebody else prepared, from a safetensors file that is not trusted. */
#pragma once

#include "core/numeric/tensor.h"

G_BEGIN_DECLS

/**
 * CliInputs:
 * @name: what errors call the file
 * @ids: `[n_tokens]`
 * @keep: `[n_tokens]`, %FALSE for padding
 * @pixels: `[3, height, width]`
 */
typedef struct
{
  char *name;
  guint n_tokens;
  gint32 *ids;
  gboolean *keep;
  TrestleTensor pixels;
} CliInputs;

/**
 * cli_inputs_load:
 * @path: a safetensors file with input_ids and attention_mask `[1, tokens]` int64 and pixel_values `[1, 3, height, width]` float32
 *
 * Errors: those of the container, and %TRESTLE_ERROR_MISSING, %TRESTLE_ERROR_UNSUPPORTED (another dtype), %TRESTLE_ERROR_SHAPE and
 * %TRESTLE_ERROR_INVALID (a number out of range) naming the file. Whether a model can read them is for its session to say.
 */
CliInputs *cli_inputs_load (const char *path, GError **error);
void cli_inputs_free (CliInputs *inputs);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CliInputs, cli_inputs_free)

G_END_DECLS
