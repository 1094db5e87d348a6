/* One row of an attention tensor, or the mean of many, in float64. */
#include "analysis/measures/attention-map.h"

#include "analysis/measures/attention-layer.h"
#include "core/error.h"

/* "0 to 3", or "only 0". */
static char *
describe_range (gsize count)
{
  if (count == 1)
    return g_strdup ("only 0");
  return g_strdup_printf ("0 to %" G_GSIZE_FORMAT, count - 1);
}

static void
set_index_error (TrestleBlock block, guint layer, const char *thing, gint index, gsize count, GError **error)
{
  g_autofree char *range = describe_range (count);

  g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INPUT, "“%s.%u” has no %s %d; it has %s, and the mean", trestle_block_get_name (block),
               layer, thing, index, range);
}

/* A token's row is of use only if a token is there: what padding attends to has no meaning. */
static gboolean
check_query (const TrestleTrace *trace, TrestleBlock block, guint layer, gint query, gsize n_queries, GError **error)
{
  const gboolean *keep = trestle_attention_layer_get_kept_queries (trace, block);
  gsize first = query == TRESTLE_QUERY_MEAN ? 0 : query;
  gsize end = query == TRESTLE_QUERY_MEAN ? n_queries : first + 1;

  for (gsize i = first; i < end; i++)
    if (keep == NULL || keep[i])
      return TRUE;
  if (query == TRESTLE_QUERY_MEAN)
    g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INPUT, "“%s.%u” has no query that is not padding", trestle_block_get_name (block),
                 layer);
  else
    g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INPUT, "Query %d of “%s.%u” is padding; a token of the text was expected", query,
                 trestle_block_get_name (block), layer);
  return FALSE;
}

/* (nullable): the layer's attention `[heads, queries, keys]`, once everything asked for is known to be there. */
static const TrestleTensor *
find_attention (const TrestleTrace *trace, TrestleBlock block, guint layer, gint head, gint query, GError **error)
{
  const TrestleTensor *attention = trestle_attention_layer_find (trace, block, layer, error);

  if (attention == NULL)
    return NULL;
  if (head != TRESTLE_HEAD_MEAN && head != TRESTLE_HEAD_MAX && (head < 0 || (gsize) head >= attention->depth))
    {
      set_index_error (block, layer, "head", head, attention->depth, error);
      return NULL;
    }
  if (query != TRESTLE_QUERY_MEAN && (query < 0 || (gsize) query >= attention->rows))
    {
      set_index_error (block, layer, "query", query, attention->rows, error);
      return NULL;
    }
  return check_query (trace, block, layer, query, attention->rows, error) ? attention : NULL;
}

/* Adds the rows of one head to @weights `[keys]` and returns how many they were. */
static guint
add_head (const TrestleTensor *attention, gsize head, gint query, const gboolean *keep, double *weights)
{
  TrestleTensor matrix = trestle_tensor_matrix (attention, head); /* [queries, keys] */
  guint count = 0;

  for (gsize i = 0; i < matrix.rows; i++)
    {
      if (query != TRESTLE_QUERY_MEAN ? i != (gsize) query : keep != NULL && !keep[i])
        continue;
      for (gsize key = 0; key < matrix.columns; key++)
        weights[key] += matrix.data[i * matrix.stride + key];
      count++;
    }
  return count;
}

static double *
average (const TrestleTensor *attention, gint head, gint query, const gboolean *keep)
{
  double *weights = g_new0 (double, attention->columns);
  gsize first = head == TRESTLE_HEAD_MEAN ? 0 : head;
  gsize end = head == TRESTLE_HEAD_MEAN ? attention->depth : first + 1;
  guint count = 0;

  for (gsize i = first; i < end; i++)
    count += add_head (attention, i, query, keep, weights);
  for (gsize key = 0; key < attention->columns; key++)
    weights[key] /= count;
  return weights;
}

/* At every key the largest of the heads' averages. */
static double *
find_largest (const TrestleTensor *attention, gint query, const gboolean *keep)
{
  double *largest = g_new0 (double, attention->columns);

  for (gsize head = 0; head < attention->depth; head++)
    {
      g_autofree double *weights = average (attention, (gint) head, query, keep);

      for (gsize key = 0; key < attention->columns; key++)
        largest[key] = MAX (largest[key], weights[key]);
    }
  return largest;
}

static double
find_max (const double *weights, gsize count)
{
  double max = 0.0;

  for (gsize i = 0; i < count; i++)
    max = MAX (max, weights[i]);
  return max;
}

TrestleAttentionMap *
trestle_attention_map_new (const TrestleTrace *trace, TrestleBlock block, guint layer, gint head, gint query, GError **error)
{
  const TrestleTensor *attention = find_attention (trace, block, layer, head, query, error);
  const gboolean *keep = trestle_attention_layer_get_kept_queries (trace, block);
  gsize first = trestle_block_keys_are_text (block) ? 0 : 1;
  TrestleAttentionMap *map;

  if (attention == NULL)
    return NULL;
  map = g_new0 (TrestleAttentionMap, 1);
  g_atomic_ref_count_init (&map->references);
  map->block = block;
  map->layer = layer;
  map->head = head;
  map->query = query;
  map->n_keys = attention->columns;
  map->weights = head == TRESTLE_HEAD_MAX ? find_largest (attention, query, keep) : average (attention, head, query, keep);
  if (!trestle_block_keys_are_text (block))
    {
      map->grid_rows = trestle_trace_get_grid_rows (trace);
      map->grid_columns = trestle_trace_get_grid_columns (trace);
    }
  if (!trestle_block_queries_are_text (block))
    {
      map->query_rows = trestle_trace_get_grid_rows (trace);
      map->query_columns = trestle_trace_get_grid_columns (trace);
    }
  map->max = find_max (map->weights + first, map->n_keys - first);
  return map;
}

TrestleAttentionMap *
trestle_attention_map_ref (TrestleAttentionMap *map)
{
  g_atomic_ref_count_inc (&map->references);
  return map;
}

void
trestle_attention_map_unref (TrestleAttentionMap *map)
{
  if (!g_atomic_ref_count_dec (&map->references))
    return;
  g_free (map->weights);
  g_free (map);
}

const double *
trestle_attention_map_get_patches (const TrestleAttentionMap *map)
{
  return trestle_block_keys_are_text (map->block) ? NULL : map->weights + 1;
}
