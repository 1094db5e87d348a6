/* Attention rollout as a map, so that it is drawn as the attention of one layer is. */
#pragma once

#include "analysis/measures/attention-map.h"

G_BEGIN_DECLS

/**
 * trestle_rollout_map_new:
 * @block: where the query is, and which of what entered its stack the map is of: of "cross_text_cross" the query is a word, and the map
 *   is of the patches; of "cross_text_self" it is of the words
 * @layer: the last layer that is gone through, counted from 0
 * @query: as in trestle_attention_map_new()
 *
 * Its head is %TRESTLE_HEAD_ROLLOUT. The weights sum to 1 in a tower; in the cross-modal encoder those of words and of patches do together,
 * so that a map has less (see trestle_rollout_new()).
 *
 * Errors: those of trestle_rollout_new().
 *
 * Returns: (transfer full): the map
 */
TrestleAttentionMap *trestle_rollout_map_new (const TrestleTrace *trace, TrestleBlock block, guint layer, gint query, GError **error);

G_END_DECLS
