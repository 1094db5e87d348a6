/* What the tests of attention share: a small trace whose weights they say themselves. */
#include "tests/trace-fixtures.h"

#include "core/model/trace-private.h"

TrestleTrace *
trace_new_small (void)
{
  static const gboolean keep[TRACE_TOKENS] = { TRUE, TRUE, TRUE, FALSE };

  return trestle_trace_new (TRACE_TOKENS, keep, TRACE_ROWS, TRACE_COLUMNS);
}

void
trace_add_small (TrestleTrace *trace, TrestleBlock block, guint layer, TraceWeight weigh)
{
  guint queries = trestle_block_queries_are_text (block) ? TRACE_TOKENS : TRACE_STATES;
  guint keys = trestle_block_keys_are_text (block) ? TRACE_TOKENS : TRACE_STATES;
  TrestleTensor attention = trestle_trace_add_attention (trace, block, layer, TRACE_HEADS, queries, keys); /* [heads, queries, keys] */

  for (guint head = 0; head < TRACE_HEADS; head++)
    for (guint query = 0; query < queries; query++)
      for (guint key = 0; key < keys; key++)
        attention.data[(head * queries + query) * keys + key] = (float) weigh (block, layer, head, query, key, keys);
}
