/* The sublayers that the text tower and the cross-modal encoder are made of. */
#include "core/model/transformer.h"

#include "core/numeric/attention.h"

void
trestle_attention_load (TrestleAttention *attention, TrestleParameters *parameters, gsize hidden, float epsilon, const char *name)
{
  attention->query = trestle_parameters_linear (parameters, hidden, hidden, "%s.self.query", name);
  attention->key = trestle_parameters_linear (parameters, hidden, hidden, "%s.self.key", name);
  attention->value = trestle_parameters_linear (parameters, hidden, hidden, "%s.self.value", name);
  attention->output = trestle_parameters_linear (parameters, hidden, hidden, "%s.output.dense", name);
  attention->norm = trestle_parameters_layer_norm (parameters, hidden, epsilon, "%s.output.LayerNorm", name);
}

void
trestle_attention_forward (const TrestleAttention *attention,
                           const TrestleTensor *states,
                           const TrestleTensor *other,
                           const gboolean *keep,
                           const TrestleTensor *recorded,
                           TrestleArena *arena,
                           const TrestleTensor *out)
{
  gsize mark = trestle_arena_mark (arena);
  TrestleTensor queries = trestle_arena_tensor (arena, states->rows, states->columns); /* [tokens, hidden] */
  TrestleTensor keys = trestle_arena_tensor (arena, other->rows, other->columns);      /* [other tokens, hidden] */
  TrestleTensor values = trestle_arena_tensor (arena, other->rows, other->columns);    /* [other tokens, hidden] */
  TrestleTensor context = trestle_arena_tensor (arena, states->rows, states->columns); /* [tokens, hidden] */

  trestle_linear_forward (attention->query, states, TRESTLE_ACTIVATION_NONE, NULL, &queries);
  trestle_linear_forward (attention->key, other, TRESTLE_ACTIVATION_NONE, NULL, &keys);
  trestle_linear_forward (attention->value, other, TRESTLE_ACTIVATION_NONE, NULL, &values);
  trestle_attend (&queries, &keys, &values, keep, recorded, &context);
  trestle_linear_forward (attention->output, &context, TRESTLE_ACTIVATION_NONE, states, out);
  trestle_layer_norm (&attention->norm, out, out);
  trestle_arena_release (arena, mark);
}

void
trestle_feed_forward_load (TrestleFeedForward *feed_forward,
                           TrestleParameters *parameters,
                           gsize hidden,
                           gsize inner,
                           float epsilon,
                           const char *name)
{
  feed_forward->inner = trestle_parameters_linear (parameters, inner, hidden, "%s.intermediate.dense", name);
  feed_forward->output = trestle_parameters_linear (parameters, hidden, inner, "%s.output.dense", name);
  feed_forward->norm = trestle_parameters_layer_norm (parameters, hidden, epsilon, "%s.output.LayerNorm", name);
}

void
trestle_feed_forward_forward (const TrestleFeedForward *feed_forward,
                              const TrestleTensor *states,
                              TrestleArena *arena,
                              const TrestleTensor *out)
{
  gsize mark = trestle_arena_mark (arena);
  TrestleTensor inner = trestle_arena_tensor (arena, states->rows,
                                              trestle_linear_get_n_outputs (feed_forward->inner)); /* [tokens, inner] */

  trestle_linear_forward (feed_forward->inner, states, TRESTLE_ACTIVATION_GELU, NULL, &inner);
  trestle_linear_forward (feed_forward->output, &inner, TRESTLE_ACTIVATION_NONE, states, out);
  trestle_layer_norm (&feed_forward->norm, out, out);
  trestle_arena_release (arena, mark);
}
