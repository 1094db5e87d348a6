/* The attention of one layer as a run recorded it, once it is known that it is there and fits the run. */
#pragma once

#include "core/model/trace.h"

G_BEGIN_DECLS

/**
 * trestle_attention_layer_find:
 * @layer: counted from 0
 *
 * Errors: %TRESTLE_ERROR_INPUT if the run has no such layer, and the message says which there are; %TRESTLE_ERROR_SHAPE if it has not as
 * many queries and keys as the run has words, or patches and a class token.
 *
 * Returns: (transfer none) (nullable): `[heads, queries, keys]`, owned by the trace
 */
const TrestleTensor *trestle_attention_layer_find (const TrestleTrace *trace, TrestleBlock block, guint layer, GError **error);

/* Which queries (which keys) are no padding, `[queries]` (`[keys]`), owned by the trace; %NULL for all, as in an image. */
const gboolean *trestle_attention_layer_get_kept_queries (const TrestleTrace *trace, TrestleBlock block);
const gboolean *trestle_attention_layer_get_kept_keys (const TrestleTrace *trace, TrestleBlock block);

G_END_DECLS
