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

/* What attention is computed of, and where to; all in the arena. */
typedef struct
{
  TrestleTensor queries; /* [tokens, hidden] */
  TrestleTensor keys;    /* [other tokens, hidden] */
  TrestleTensor values;  /* [other tokens, hidden] */
  TrestleTensor context; /* [tokens, hidden] */
} Projected;

static Projected
project (const TrestleAttention *attention, const TrestleTensor *states, const TrestleTensor *other, TrestleArena *arena)
{
  Projected projected = {
    .queries = trestle_arena_tensor (arena, states->rows, states->columns), /* [tokens, hidden] */
    .keys = trestle_arena_tensor (arena, other->rows, other->columns),      /* [other tokens, hidden] */
    .values = trestle_arena_tensor (arena, other->rows, other->columns),    /* [other tokens, hidden] */
    .context = trestle_arena_tensor (arena, states->rows, states->columns), /* [tokens, hidden] */
  };

  trestle_linear_forward (attention->query, states, TRESTLE_ACTIVATION_NONE, NULL, &projected.queries);
  trestle_linear_forward (attention->key, other, TRESTLE_ACTIVATION_NONE, NULL, &projected.keys);
  trestle_linear_forward (attention->value, other, TRESTLE_ACTIVATION_NONE, NULL, &projected.values);
  return projected;
}

static void
add_context (const TrestleAttention *attention, const TrestleTensor *context, const TrestleTensor *states, const TrestleTensor *out)
{
  trestle_linear_forward (attention->output, context, TRESTLE_ACTIVATION_NONE, states, out);
  trestle_layer_norm (&attention->norm, out, out);
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
  Projected projected = project (attention, states, other, arena);

  trestle_attend (&projected.queries, &projected.keys, &projected.values, keep, recorded, &projected.context);
  add_context (attention, &projected.context, states, out);
  trestle_arena_release (arena, mark);
}

/* One sequence looks at its own rows of the other side. @recorded: (nullable): where its attention goes, or nowhere */
static void
attend_rows (const Projected *projected,
             const TrestleRows *rows,
             const TrestleRows *other,
             gsize n_heads,
             const TrestleTensor *recorded,
             TrestleArena *arena)
{
  gsize mark = trestle_arena_mark (arena);
  TrestleTensor queries = trestle_tensor_rows (&projected->queries, rows->first, rows->count); /* [tokens, hidden] */
  TrestleTensor keys = trestle_tensor_rows (&projected->keys, other->first, other->count);     /* [other tokens, hidden] */
  TrestleTensor values = trestle_tensor_rows (&projected->values, other->first, other->count); /* [other tokens, hidden] */
  TrestleTensor context = trestle_tensor_rows (&projected->context, rows->first, rows->count); /* [tokens, hidden] */
  TrestleTensor attention;                                                                     /* [heads, tokens, other tokens] */

  attention = recorded != NULL ? *recorded : trestle_arena_stack (arena, n_heads, rows->count, other->count);
  trestle_attend (&queries, &keys, &values, NULL, &attention, &context);
  trestle_arena_release (arena, mark);
}

void
trestle_attention_forward_all (const TrestleAttention *attention,
                               const TrestleTensor *states,
                               const TrestleRows *rows,
                               const TrestleTensor *other,
                               const TrestleRows *other_rows,
                               gsize n,
                               gsize n_heads,
                               const TrestleTensor *recorded,
                               TrestleArena *arena,
                               const TrestleTensor *out)
{
  gsize mark = trestle_arena_mark (arena);
  Projected projected = project (attention, states, other, arena);

  for (gsize i = 0; i < n; i++)
    attend_rows (&projected, &rows[i], &other_rows[i], n_heads, recorded != NULL ? &recorded[i] : NULL, arena);
  add_context (attention, &projected.context, states, out);
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
