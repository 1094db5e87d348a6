/* The attention of one layer, checked. */
#include "analysis/measures/attention-layer.h"

#include "core/error.h"

static void
set_layer_error (const TrestleTrace *trace, TrestleBlock block, guint layer, GError **error)
{
  const char *name = trestle_block_get_name (block);
  guint layers = trestle_trace_get_n_layers (trace, block);

  if (layers == 0)
    g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INPUT, "The run has no attention of “%s”", name);
  else if (layers == 1)
    g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INPUT, "“%s” has no layer %u; it has only 0", name, layer);
  else
    g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INPUT, "“%s” has no layer %u; it has 0 to %u", name, layer, layers - 1);
}

static gboolean
check_shape (const TrestleTrace *trace, TrestleBlock block, guint layer, const TrestleTensor *attention, GError **error)
{
  gsize states = (gsize) trestle_trace_get_grid_rows (trace) * trestle_trace_get_grid_columns (trace) + 1;
  gsize queries = trestle_block_queries_are_text (block) ? trestle_trace_get_n_tokens (trace) : states;
  gsize keys = trestle_block_keys_are_text (block) ? trestle_trace_get_n_tokens (trace) : states;

  if (attention->depth > 0 && attention->rows == queries && attention->columns == keys)
    return TRUE;
  g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_SHAPE,
               "“attention.%s.%u” is [%" G_GSIZE_FORMAT ", %" G_GSIZE_FORMAT ", %" G_GSIZE_FORMAT "]; [heads, %" G_GSIZE_FORMAT
               ", %" G_GSIZE_FORMAT "] was expected",
               trestle_block_get_name (block), layer, attention->depth, attention->rows, attention->columns, queries, keys);
  return FALSE;
}

const TrestleTensor *
trestle_attention_layer_find (const TrestleTrace *trace, TrestleBlock block, guint layer, GError **error)
{
  const TrestleTensor *attention = trestle_trace_get_attention (trace, block, layer);

  if (attention == NULL)
    {
      set_layer_error (trace, block, layer, error);
      return NULL;
    }
  return check_shape (trace, block, layer, attention, error) ? attention : NULL;
}

const gboolean *
trestle_attention_layer_get_kept_queries (const TrestleTrace *trace, TrestleBlock block)
{
  return trestle_block_queries_are_text (block) ? trestle_trace_get_keep (trace) : NULL;
}

const gboolean *
trestle_attention_layer_get_kept_keys (const TrestleTrace *trace, TrestleBlock block)
{
  return trestle_block_keys_are_text (block) ? trestle_trace_get_keep (trace) : NULL;
}
