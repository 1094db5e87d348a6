/* A bridge: where the state of a tower's layer enters the cross-modal encoder. Every kind is a way to load, a way to join, perhaps a
 * way to split what was joined, and a row. */
#include "core/model/bridge.h"

#include "core/numeric/attention.h"

typedef struct
{
  const TrestleTensor *x; /* [tokens, hidden]: cross-modal */
  const TrestleTensor *y; /* [tokens, hidden]: uni-modal */
  const gboolean *keep;   /* [tokens] */
  TrestleArena *arena;
} Sides;

struct _TrestleBridgeKind
{
  const char *name;
  void (*load) (TrestleBridge *bridge, TrestleParameters *parameters, gsize hidden, const char *name);
  void (*join) (const TrestleBridge *bridge, const Sides *sides, const TrestleTensor *out);
  /* (nullable): the same as a sum, a constant left out, if it is one; f (x) and g (y), [tokens, hidden] each */
  void (*split) (const TrestleBridge *bridge, const Sides *sides, const TrestleTensor *of_x, const TrestleTensor *of_y);
};

static void
load_nothing (TrestleBridge *bridge, TrestleParameters *parameters, gsize hidden, const char *name)
{
}

/* (a) x + y */
static void
join_by_adding (const TrestleBridge *bridge, const Sides *sides, const TrestleTensor *out)
{
  trestle_add (sides->x, sides->y, out);
}

static void
scale (float factor, const TrestleTensor *values, const TrestleTensor *out)
{
  trestle_add_scaled (factor, values, 0.0f, values, out);
}

/* x, y */
static void
split_sum (const TrestleBridge *bridge, const Sides *sides, const TrestleTensor *of_x, const TrestleTensor *of_y)
{
  scale (1.0f, sides->x, of_x);
  scale (1.0f, sides->y, of_y);
}

/* (b) x * y */
static void
join_by_multiplying (const TrestleBridge *bridge, const Sides *sides, const TrestleTensor *out)
{
  trestle_multiply (sides->x, sides->y, out);
}

static void
load_alpha (TrestleBridge *bridge, TrestleParameters *parameters, gsize hidden, const char *name)
{
  bridge->factors = trestle_parameters_vector (parameters, hidden, "%s.alpha", name);
}

/* (c) a * x + (1 - a) * y, with an a for every channel */
static void
join_by_channel (const TrestleBridge *bridge, const Sides *sides, const TrestleTensor *out)
{
  trestle_blend_columns (bridge->factors, sides->x, sides->y, out);
}

/* a * x, (1 - a) * y */
static void
split_channels (const TrestleBridge *bridge, const Sides *sides, const TrestleTensor *of_x, const TrestleTensor *of_y)
{
  gsize mark = trestle_arena_mark (sides->arena);
  TrestleTensor nothing = trestle_arena_tensor (sides->arena, of_x->rows, of_x->columns); /* [tokens, hidden] */

  scale (0.0f, sides->x, &nothing);
  trestle_blend_columns (bridge->factors, sides->x, &nothing, of_x);
  trestle_blend_columns (bridge->factors, &nothing, sides->y, of_y);
  trestle_arena_release (sides->arena, mark);
}

/* NAME.weight `[outputs, 2 hidden]` on [x; y] is the sum of what its halves give, so that nothing need be laid side by side. */
static void
load_halves (TrestleBridge *bridge, TrestleParameters *parameters, gsize outputs, gsize hidden, const char *name)
{
  TrestleTensor weight = trestle_parameters_matrix (parameters, outputs, 2 * hidden, "%s.weight", name); /* [outputs, 2 hidden] */
  TrestleTensor of_cross = trestle_tensor_columns (&weight, 0, hidden);                                  /* [outputs, hidden] */
  TrestleTensor of_uni = trestle_tensor_columns (&weight, hidden, hidden);                               /* [outputs, hidden] */

  bridge->of_cross = trestle_parameters_join (parameters, &of_cross, NULL);
  bridge->bias = trestle_parameters_vector (parameters, outputs, "%s.bias", name);
  bridge->of_uni = trestle_parameters_join (parameters, &of_uni, bridge->bias);
}

/* W [x; y] + b */
static void
read_both (const TrestleBridge *bridge, const Sides *sides, const TrestleTensor *out)
{
  gsize mark = trestle_arena_mark (sides->arena);
  TrestleTensor of_cross = trestle_arena_tensor (sides->arena, out->rows, out->columns); /* [tokens, outputs] */

  trestle_linear_forward (bridge->of_cross, sides->x, TRESTLE_ACTIVATION_NONE, NULL, &of_cross);
  trestle_linear_forward (bridge->of_uni, sides->y, TRESTLE_ACTIVATION_NONE, &of_cross, out);
  trestle_arena_release (sides->arena, mark);
}

static void
load_dense (TrestleBridge *bridge, TrestleParameters *parameters, gsize hidden, const char *name)
{
  g_autofree char *dense = g_strconcat (name, ".dense", NULL);

  load_halves (bridge, parameters, hidden, hidden, dense);
}

/* (d) a * x + (1 - a) * y, a = sigmoid (W [x; y]) */
static void
join_by_gate (const TrestleBridge *bridge, const Sides *sides, const TrestleTensor *out)
{
  gsize mark = trestle_arena_mark (sides->arena);
  TrestleTensor gate = trestle_arena_tensor (sides->arena, out->rows, out->columns); /* [tokens, hidden] */

  read_both (bridge, sides, &gate);
  trestle_epilogue (&gate, NULL, TRESTLE_ACTIVATION_SIGMOID, NULL);
  trestle_blend (&gate, sides->x, sides->y, out);
  trestle_arena_release (sides->arena, mark);
}

/* (e) W [x; y] */
static void
join_by_projection (const TrestleBridge *bridge, const Sides *sides, const TrestleTensor *out)
{
  read_both (bridge, sides, out);
}

static void
subtract_row (const TrestleTensor *values, const float *row)
{
  for (gsize i = 0; i < values->rows; i++)
    for (gsize column = 0; column < values->columns; column++)
      values->data[i * values->stride + column] -= row[column];
}

/* Wx x, Wy y */
static void
split_projection (const TrestleBridge *bridge, const Sides *sides, const TrestleTensor *of_x, const TrestleTensor *of_y)
{
  trestle_linear_forward (bridge->of_cross, sides->x, TRESTLE_ACTIVATION_NONE, NULL, of_x);
  trestle_linear_forward (bridge->of_uni, sides->y, TRESTLE_ACTIVATION_NONE, NULL, of_y);
  subtract_row (of_y, bridge->bias);
}

static void
load_mlp (TrestleBridge *bridge, TrestleParameters *parameters, gsize hidden, const char *name)
{
  g_autofree char *inner = g_strconcat (name, ".dense_in", NULL);

  load_halves (bridge, parameters, 2 * hidden, hidden, inner);
  bridge->outer = trestle_parameters_linear (parameters, hidden, 2 * hidden, "%s.dense_out", name);
}

/* (f) W2 gelu (W1 [x; y]) */
static void
join_by_mlp (const TrestleBridge *bridge, const Sides *sides, const TrestleTensor *out)
{
  gsize mark = trestle_arena_mark (sides->arena);
  TrestleTensor inner = trestle_arena_tensor (sides->arena, out->rows, 2 * out->columns); /* [tokens, 2 hidden] */

  read_both (bridge, sides, &inner);
  trestle_epilogue (&inner, NULL, TRESTLE_ACTIVATION_GELU, NULL);
  trestle_linear_forward (bridge->outer, &inner, TRESTLE_ACTIVATION_NONE, NULL, out);
  trestle_arena_release (sides->arena, mark);
}

static void
load_attention (TrestleBridge *bridge, TrestleParameters *parameters, gsize hidden, const char *name)
{
  bridge->query = trestle_parameters_linear (parameters, hidden, hidden, "%s.query", name);
  bridge->key = trestle_parameters_linear (parameters, hidden, hidden, "%s.key", name);
  bridge->value = trestle_parameters_linear (parameters, hidden, hidden, "%s.value", name);
  bridge->output = trestle_parameters_linear (parameters, hidden, hidden, "%s.dense", name);
}

/* (g) W attend (x, y): the cross-modal state looks at the uni-modal one */
static void
join_by_attention (const TrestleBridge *bridge, const Sides *sides, const TrestleTensor *out)
{
  gsize mark = trestle_arena_mark (sides->arena);
  gsize tokens = out->rows, hidden = out->columns;
  TrestleTensor queries = trestle_arena_tensor (sides->arena, tokens, hidden);                   /* [tokens, hidden] */
  TrestleTensor keys = trestle_arena_tensor (sides->arena, tokens, hidden);                      /* [tokens, hidden] */
  TrestleTensor values = trestle_arena_tensor (sides->arena, tokens, hidden);                    /* [tokens, hidden] */
  TrestleTensor context = trestle_arena_tensor (sides->arena, tokens, hidden);                   /* [tokens, hidden] */
  TrestleTensor attention = trestle_arena_stack (sides->arena, bridge->n_heads, tokens, tokens); /* [heads, tokens, tokens] */

  trestle_linear_forward (bridge->query, sides->x, TRESTLE_ACTIVATION_NONE, NULL, &queries);
  trestle_linear_forward (bridge->key, sides->y, TRESTLE_ACTIVATION_NONE, NULL, &keys);
  trestle_linear_forward (bridge->value, sides->y, TRESTLE_ACTIVATION_NONE, NULL, &values);
  trestle_attend (&queries, &keys, &values, sides->keep, &attention, &context);
  trestle_linear_forward (bridge->output, &context, TRESTLE_ACTIVATION_NONE, NULL, out);
  trestle_arena_release (sides->arena, mark);
}

static void
load_attention_ffn (TrestleBridge *bridge, TrestleParameters *parameters, gsize hidden, const char *name)
{
  load_attention (bridge, parameters, hidden, name);
  bridge->inner = trestle_parameters_linear (parameters, 4 * hidden, hidden, "%s.dense_in", name);
  bridge->outer = trestle_parameters_linear (parameters, hidden, 4 * hidden, "%s.dense_out", name);
}

/* (h) W2 gelu (W1 of (g)) */
static void
join_by_attention_ffn (const TrestleBridge *bridge, const Sides *sides, const TrestleTensor *out)
{
  gsize mark = trestle_arena_mark (sides->arena);
  TrestleTensor attended = trestle_arena_tensor (sides->arena, out->rows, out->columns);  /* [tokens, hidden] */
  TrestleTensor inner = trestle_arena_tensor (sides->arena, out->rows, 4 * out->columns); /* [tokens, 4 hidden] */

  join_by_attention (bridge, sides, &attended);
  trestle_linear_forward (bridge->inner, &attended, TRESTLE_ACTIVATION_GELU, NULL, &inner);
  trestle_linear_forward (bridge->outer, &inner, TRESTLE_ACTIVATION_NONE, NULL, out);
  trestle_arena_release (sides->arena, mark);
}

/* (i) x + y + W [x; y] */
static void
join_by_adding_projection (const TrestleBridge *bridge, const Sides *sides, const TrestleTensor *out)
{
  read_both (bridge, sides, out);
  trestle_add (out, sides->x, out);
  trestle_add (out, sides->y, out);
}

/* x + Wx x, y + Wy y */
static void
split_added_projection (const TrestleBridge *bridge, const Sides *sides, const TrestleTensor *of_x, const TrestleTensor *of_y)
{
  split_projection (bridge, sides, of_x, of_y);
  trestle_add (of_x, sides->x, of_x);
  trestle_add (of_y, sides->y, of_y);
}

static void
load_scale (TrestleBridge *bridge, TrestleParameters *parameters, gsize hidden, const char *name)
{
  bridge->factors = trestle_parameters_vector (parameters, 1, "%s.scaled_factor", name);
}

/* s * y + x, as published configs have it */
static void
join_by_scaled_adding (const TrestleBridge *bridge, const Sides *sides, const TrestleTensor *out)
{
  trestle_add_scaled (1.0f, sides->x, *bridge->factors, sides->y, out);
}

/* x, s * y */
static void
split_scaled_sum (const TrestleBridge *bridge, const Sides *sides, const TrestleTensor *of_x, const TrestleTensor *of_y)
{
  scale (1.0f, sides->x, of_x);
  scale (*bridge->factors, sides->y, of_y);
}

static void
load_beta (TrestleBridge *bridge, TrestleParameters *parameters, gsize hidden, const char *name)
{
  bridge->factors = trestle_parameters_vector (parameters, 1, "%s.beta", name);
}

/* (1 - b) * y + b * x, as published configs have it */
static void
join_by_interpolating (const TrestleBridge *bridge, const Sides *sides, const TrestleTensor *out)
{
  trestle_add_scaled (*bridge->factors, sides->x, 1.0f - *bridge->factors, sides->y, out);
}

/* b * x, (1 - b) * y */
static void
split_interpolation (const TrestleBridge *bridge, const Sides *sides, const TrestleTensor *of_x, const TrestleTensor *of_y)
{
  scale (*bridge->factors, sides->x, of_x);
  scale (1.0f - *bridge->factors, sides->y, of_y);
}

static const TrestleBridgeKind kinds[] = {
  { "add", load_nothing, join_by_adding, split_sum },
  { "multiply", load_nothing, join_by_multiplying, NULL },
  { "channel_interpolate", load_alpha, join_by_channel, split_channels },
  { "gate", load_dense, join_by_gate, NULL },
  { "linear", load_dense, join_by_projection, split_projection },
  { "mlp", load_mlp, join_by_mlp, NULL },
  { "cross_attention", load_attention, join_by_attention, NULL },
  { "cross_attention_ffn", load_attention_ffn, join_by_attention_ffn, NULL },
  { "add_linear", load_dense, join_by_adding_projection, split_added_projection },
  { "scaled_add", load_scale, join_by_scaled_adding, split_scaled_sum },
  { "interpolate", load_beta, join_by_interpolating, split_interpolation },
};

const TrestleBridgeKind *
trestle_bridge_kind_find (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (kinds[i].name, name))
      return &kinds[i];
  return NULL;
}

const char *
trestle_bridge_kind_get_name (const TrestleBridgeKind *kind)
{
  return kind->name;
}

const char **
trestle_bridge_kind_list (void)
{
  const char **names = g_new0 (const char *, G_N_ELEMENTS (kinds) + 1);

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    names[i] = kinds[i].name;
  return names;
}

void
trestle_bridge_load (TrestleBridge *bridge,
                     TrestleParameters *parameters,
                     const TrestleBridgeKind *kind,
                     gsize hidden,
                     gsize n_heads,
                     float epsilon,
                     const char *name)
{
  *bridge = (TrestleBridge){ .kind = kind, .n_heads = n_heads };
  kind->load (bridge, parameters, hidden, name);
  bridge->norm = trestle_parameters_layer_norm (parameters, hidden, epsilon, "%s.LayerNorm", name);
}

void
trestle_bridge_forward (const TrestleBridge *bridge,
                        const TrestleTensor *cross,
                        const TrestleTensor *uni,
                        const gboolean *keep,
                        TrestleArena *arena,
                        const TrestleTensor *out)
{
  Sides sides = { cross, uni, keep, arena };

  bridge->kind->join (bridge, &sides, out);
  trestle_layer_norm (&bridge->norm, out, out);
}

gboolean
trestle_bridge_can_split (const TrestleBridge *bridge)
{
  return bridge->kind->split != NULL;
}

gboolean
trestle_bridge_split (const TrestleBridge *bridge,
                      const TrestleTensor *cross,
                      const TrestleTensor *uni,
                      TrestleArena *arena,
                      const TrestleTensor *cross_part,
                      const TrestleTensor *uni_part)
{
  Sides sides = { .x = cross, .y = uni, .arena = arena };

  if (!trestle_bridge_can_split (bridge))
    return FALSE;
  bridge->kind->split (bridge, &sides, cross_part, uni_part);
  return TRUE;
}
