/* Attention rollout as a map. */
#include "analysis/measures/rollout-map.h"

#include "analysis/measures/rollout.h"

static const TrestleStack stacks[TRESTLE_N_BLOCKS] = {
  [TRESTLE_BLOCK_TEXT] = TRESTLE_STACK_TEXT,
  [TRESTLE_BLOCK_VISION] = TRESTLE_STACK_VISION,
  [TRESTLE_BLOCK_CROSS_TEXT_SELF] = TRESTLE_STACK_CROSS_TEXT,
  [TRESTLE_BLOCK_CROSS_TEXT_CROSS] = TRESTLE_STACK_CROSS_TEXT,
  [TRESTLE_BLOCK_CROSS_IMAGE_SELF] = TRESTLE_STACK_CROSS_IMAGE,
  [TRESTLE_BLOCK_CROSS_IMAGE_CROSS] = TRESTLE_STACK_CROSS_IMAGE,
};

static double
find_max (const double *weights, gsize first, gsize count)
{
  double max = 0.0;

  for (gsize i = first; i < count; i++)
    max = MAX (max, weights[i]);
  return max;
}

TrestleAttentionMap *
trestle_rollout_map_new (const TrestleTrace *trace, TrestleBlock block, guint layer, gint query, GError **error)
{
  g_autoptr (TrestleRollout) rollout = trestle_rollout_new (trace, stacks[block], layer, query, error);
  gboolean is_of_words = trestle_block_keys_are_text (block);
  TrestleAttentionMap *map;

  if (rollout == NULL)
    return NULL;
  map = g_new0 (TrestleAttentionMap, 1);
  g_atomic_ref_count_init (&map->references);
  map->block = block;
  map->layer = layer;
  map->head = TRESTLE_HEAD_ROLLOUT;
  map->query = query;
  map->n_keys = is_of_words ? rollout->n_words : rollout->n_states;
  map->weights = is_of_words ? g_steal_pointer (&rollout->words) : g_steal_pointer (&rollout->states);
  map->grid_rows = is_of_words ? 0 : trestle_trace_get_grid_rows (trace);
  map->grid_columns = is_of_words ? 0 : trestle_trace_get_grid_columns (trace);
  map->query_rows = trestle_block_queries_are_text (block) ? 0 : trestle_trace_get_grid_rows (trace);
  map->query_columns = trestle_block_queries_are_text (block) ? 0 : trestle_trace_get_grid_columns (trace);
  map->max = find_max (map->weights, is_of_words ? 0 : 1, map->n_keys);
  return map;
}
