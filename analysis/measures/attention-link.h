/* One word or patch in both directions: where it looks, and who looks at it. */
#pragma once

#include "analysis/measures/attention-map.h"

G_BEGIN_DECLS

/**
 * TrestleAttentionLink:
 * @row: where it looks: its row of the attention
 * @onlookers_are_text: whether those that may look at it are words; else they are the class token and then the patches, row by row
 * @n_onlookers: how many there are, 0 if it is not known who looks at it
 * @onlookers: `[n_onlookers]`, the attention weight that each of them has on it: its column of the attention; 0 for padding. Unlike a row
 *   a column does not sum to 1
 * @most: the largest weight of an onlooker, the class token aside
 */
typedef struct
{
  TrestleAttentionMap *row;
  gboolean onlookers_are_text;
  gsize n_onlookers;
  double *onlookers;
  double most;
} TrestleAttentionLink;

/**
 * trestle_attention_link_new:
 * @block: whose queries are of the kind of @place
 * @layer: counted from 0
 * @head: as in trestle_head_map_new()
 * @place: a token, or a state of the image (0 is the class token)
 *
 * Where text and image look at each other, the onlookers are those of the block that looks back: of a word in "cross_text_cross" they are
 * the patches of "cross_image_cross", at the same layer and head. Of heads that stand for all, a column is made as a row is: the mean of
 * the heads, or their maximum. Through rollout it is not known who looks at a place without following every one of them, so that there
 * are no onlookers. Takes time in proportion to one row and one column.
 *
 * Errors: those of trestle_head_map_new() for the row, and of trestle_attention_layer_find() for the column.
 *
 * Returns: (transfer full): the link
 */
TrestleAttentionLink *
trestle_attention_link_new (const TrestleTrace *trace, TrestleBlock block, guint layer, gint head, gint place, GError **error);
void trestle_attention_link_free (TrestleAttentionLink *link);

/**
 * trestle_attention_link_list_patches:
 * @most: how many to list at most
 * @n_patches: (out):
 *
 * The patches that look at it with at least half of the weight of the one that looks most; none if its onlookers are words.
 *
 * Returns: (transfer full): `[n_patches]`, counted from 0 row by row, the one that looks most first
 */
guint *trestle_attention_link_list_patches (const TrestleAttentionLink *link, guint most, guint *n_patches);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrestleAttentionLink, trestle_attention_link_free)

G_END_DECLS
