/* A row and a column of the attention of one head. */
#include "analysis/measures/attention-link.h"

#include "analysis/measures/attention-layer.h"
#include "analysis/measures/head-map.h"

/* Whose queries may look at a query of @block. */
static TrestleBlock
get_block_that_looks_back (TrestleBlock block)
{
  if (block == TRESTLE_BLOCK_CROSS_TEXT_CROSS)
    return TRESTLE_BLOCK_CROSS_IMAGE_CROSS;
  if (block == TRESTLE_BLOCK_CROSS_IMAGE_CROSS)
    return TRESTLE_BLOCK_CROSS_TEXT_CROSS;
  return block;
}

/* Of one head, or of what stands for all: the mean, or else the maximum. */
static double
get_weight (const TrestleTensor *attention, gint head, gsize query, gsize key)
{
  double sum = 0.0, max = 0.0;

  for (gsize i = 0; i < attention->depth; i++)
    {
      TrestleTensor matrix = trestle_tensor_matrix (attention, i); /* [queries, keys] */
      double weight = matrix.data[query * matrix.stride + key];

      if (head == (gint) i)
        return weight;
      sum += weight;
      max = MAX (max, weight);
    }
  return head == TRESTLE_HEAD_MEAN ? sum / attention->depth : max;
}

static void
take_column (TrestleAttentionLink *link, const TrestleTensor *attention, gint head, gint place, const gboolean *keep)
{
  link->n_onlookers = attention->rows;
  link->onlookers = g_new0 (double, attention->rows);
  for (gsize i = 0; i < attention->rows; i++)
    {
      if (keep != NULL && !keep[i])
        continue;
      link->onlookers[i] = get_weight (attention, head, i, (gsize) place);
      if (i > 0 || link->onlookers_are_text)
        link->most = MAX (link->most, link->onlookers[i]);
    }
}

TrestleAttentionLink *
trestle_attention_link_new (const TrestleTrace *trace, TrestleBlock block, guint layer, gint head, gint place, GError **error)
{
  g_autoptr (TrestleAttentionLink) link = g_new0 (TrestleAttentionLink, 1);
  TrestleBlock back = get_block_that_looks_back (block);
  const TrestleTensor *attention; /* [heads, queries, keys] */

  link->row = trestle_head_map_new (trace, block, layer, head, place, error);
  if (link->row == NULL)
    return NULL;
  link->onlookers_are_text = trestle_block_queries_are_text (back);
  if (head == TRESTLE_HEAD_ROLLOUT)
    return g_steal_pointer (&link);
  attention = trestle_attention_layer_find (trace, back, layer, error);
  if (attention == NULL)
    return NULL;
  take_column (link, attention, head, place, trestle_attention_layer_get_kept_queries (trace, back));
  return g_steal_pointer (&link);
}

void
trestle_attention_link_free (TrestleAttentionLink *link)
{
  g_clear_pointer (&link->row, trestle_attention_map_unref);
  g_free (link->onlookers);
  g_free (link);
}

/* Behind those that look more, the first of equals first. */
static void
insert (const double *weights, guint *patches, guint *n_patches, guint most, guint patch)
{
  guint place = *n_patches;

  while (place > 0 && weights[patches[place - 1]] < weights[patch])
    place--;
  if (place == most)
    return;
  *n_patches = MIN (*n_patches + 1, most);
  for (guint i = *n_patches - 1; i > place; i--)
    patches[i] = patches[i - 1];
  patches[place] = patch;
}

guint *
trestle_attention_link_list_patches (const TrestleAttentionLink *link, guint most, guint *n_patches)
{
  guint *patches = g_new (guint, MAX (most, 1));

  *n_patches = 0;
  if (link->onlookers_are_text || link->most <= 0.0)
    return patches;
  for (gsize i = 1; i < link->n_onlookers; i++)
    if (link->onlookers[i] >= link->most / 2.0)
      insert (link->onlookers + 1, patches, n_patches, most, (guint) i - 1);
  return patches;
}
