/* Where one query, or all of them on average, of one head, or of a layer's heads together, looks. */
#pragma once

#include "core/model/trace.h"

G_BEGIN_DECLS

#define TRESTLE_HEAD_MEAN -1
#define TRESTLE_HEAD_ROLLOUT -2 /* of all heads and layers up to one: see rollout-map.h */
#define TRESTLE_HEAD_MAX -3     /* at every key the largest weight of any head */
#define TRESTLE_QUERY_MEAN -1

/**
 * TrestleAttentionMap:
 * @block: where in the model
 * @layer: counted from 0
 * @head: counted from 0, or %TRESTLE_HEAD_MEAN, or %TRESTLE_HEAD_MAX, or %TRESTLE_HEAD_ROLLOUT in a map of trestle_rollout_map_new()
 * @query: a token or state counted from 0 (for images 0 is the class token), or %TRESTLE_QUERY_MEAN for the mean over the queries
 *   that are not padding
 * @n_keys: how many keys there are
 * @weights: `[n_keys]`, attention weights that sum to 1; or those of the maximum, each in [0, 1], whose sum is anything from 1 to the
 * number of heads; or the rollout's shares. For image keys the first is the class token's, then the patches row by row
 * @grid_rows: of the patch grid if the keys are patches, else 0
 * @grid_columns: of the patch grid if the keys are patches, else 0
 * @query_rows: of the patch grid if the queries are patches, else 0
 * @query_columns: of the patch grid if the queries are patches, else 0
 * @max: the largest weight of a patch (image keys) or of a token (text keys): what a scale ends at
 */
typedef struct
{
  gatomicrefcount references;
  TrestleBlock block;
  guint layer;
  gint head;
  gint query;
  gsize n_keys;
  double *weights;
  guint grid_rows;
  guint grid_columns;
  guint query_rows;
  guint query_columns;
  double max;
} TrestleAttentionMap;

/**
 * trestle_attention_map_new:
 * @head: counted from 0, %TRESTLE_HEAD_MEAN or %TRESTLE_HEAD_MAX
 *
 * The maximum is that of the heads' own maps: with %TRESTLE_QUERY_MEAN each head is averaged over the queries first.
 *
 * Errors: %TRESTLE_ERROR_INPUT if the trace has no such layer, head or query, or if the query is padding; the message
 * says what there is. %TRESTLE_ERROR_SHAPE if the trace does not fit together.
 *
 * Returns: (transfer full): the map
 */
TrestleAttentionMap *
trestle_attention_map_new (const TrestleTrace *trace, TrestleBlock block, guint layer, gint head, gint query, GError **error);
TrestleAttentionMap *trestle_attention_map_ref (TrestleAttentionMap *map);
void trestle_attention_map_unref (TrestleAttentionMap *map);

/* The weights of the patches alone, row by row, or %NULL if the keys are words. Owned by the map. */
const double *trestle_attention_map_get_patches (const TrestleAttentionMap *map);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrestleAttentionMap, trestle_attention_map_unref)

G_END_DECLS
