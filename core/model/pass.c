/* What happens between two layers of a forward pass. */
#include "core/model/pass.h"

#include "core/model/trace-private.h"

gboolean
trestle_pass_step (TrestlePass *pass, const char *stage, GError **error)
{
  if (g_cancellable_set_error_if_cancelled (pass->cancellable, error))
    return FALSE;
  if (pass->progress != NULL)
    pass->progress ((double) pass->n_done / MAX (pass->n_steps, 1), stage, pass->progress_data);
  pass->n_done++;
  return TRUE;
}

static gboolean
is_recorded (const TrestlePass *pass, TrestleBlock block)
{
  return (pass->recording.blocks & 1u << block) != 0;
}

TrestleTensor
trestle_pass_attention (TrestlePass *pass, TrestleBlock block, guint layer, gsize heads, gsize queries, gsize keys)
{
  if (is_recorded (pass, block) && !pass->recording.as_half)
    return trestle_trace_add_attention (pass->trace, block, layer, heads, queries, keys);
  return trestle_arena_stack (pass->arena, heads, queries, keys);
}

void
trestle_pass_record (TrestlePass *pass, TrestleBlock block, guint layer, const TrestleTensor *attention)
{
  if (is_recorded (pass, block) && pass->recording.as_half)
    trestle_trace_add_half_attention (pass->trace, block, layer, attention);
}
