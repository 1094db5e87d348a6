/* Where a query looks through several layers: attention rollout (Abnar and Zuidema 2020, "Quantifying Attention Flow in Transformers"). */
#pragma once

#include "analysis/measures/attention-map.h"
#include "analysis/measures/similarity.h"
#include "core/model/trace.h"

G_BEGIN_DECLS

/**
 * TrestleRollout:
 * @stack: whose layers, and on which side the query is
 * @layer: the last layer that was gone through, counted from 0; all before it were too
 * @query: as it was asked for
 * @n_words: length of @words, 0 through the vision tower
 * @words: `[n_words]`, weights of the tokens that entered the stack; 0 for padding
 * @n_states: length of @states, 0 through the text tower
 * @states: `[n_states]`, weights of the class token and then the patches, row by row
 *
 * The weights of @words and @states together sum to 1.
 */
typedef struct
{
  TrestleStack stack;
  guint layer;
  gint query;
  gsize n_words;
  double *words;
  gsize n_states;
  double *states;
} TrestleRollout;

/**
 * trestle_rollout_new:
 * @stack: a tower; or the text or the image of the cross-modal encoder, where the query then is
 * @layer: the last layer, counted from 0
 * @query: a token counted from 0 (for images 0 is the class token), or %TRESTLE_QUERY_MEAN for the mean over those that are not padding
 *
 * An attention with its residual connection hands on states as (I + A) / 2, A being the mean of the heads, with rows that sum to 1. A
 * layer of a tower has one of these, and the rollout is the query's row of their product from @layer down to 0.
 *
 * A layer of the cross-modal encoder has two on each side: a side looks at itself, and what it then is looks at the state with which the
 * other side entered the layer. Both sides are one state, [text; image], and a layer is one matrix of it, whose rows sum to 1 again:
 *
 *   text   seen = (t + A_tt t) / 2,  out = (seen + A_ti i) / 2:   [ (I + A_tt) / 4,  A_ti / 2 ]
 *   image  seen = (i + A_ii i) / 2,  out = (seen + A_it t) / 2:   [ A_it / 2,  (I + A_ii) / 4 ]
 *
 * This is the tower's rule once for each residual connection that the encoder has, and asks for no weights between self- and
 * cross-attention to be chosen. Bridges add a token's state of the tower to the state of the same token, so they move nothing between
 * tokens, and feed-forward layers look at one token: both are left out, as feed-forward layers are in a tower.
 *
 * Errors: those of trestle_attention_layer_find(); %TRESTLE_ERROR_INPUT if there is no such query, or if it is padding.
 *
 * Returns: (transfer full): the weights
 */
TrestleRollout *trestle_rollout_new (const TrestleTrace *trace, TrestleStack stack, guint layer, gint query, GError **error);
void trestle_rollout_free (TrestleRollout *rollout);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrestleRollout, trestle_rollout_free)

G_END_DECLS
