/* The cross-modal encoder: two columns of layers that look at themselves and at each other, fed by bridges. */
#include "core/model/cross-encoder.h"

#include "core/model/trace-private.h"

#define STAGE "cross-modal encoder"
/* Text and image; models of two images have one more. */
#define N_TYPES 2u
#define MAX_TYPES 16u

static void
load_layer (TrestleCrossLayer *layer, TrestleParameters *parameters, const TrestleConfig *config, const char *side, guint index)
{
  gsize hidden = config->hidden_size;
  float epsilon = config->text.layer_norm_epsilon; /* as published: these layers are built from the text tower's config */
  g_autofree char *name = g_strdup_printf ("bridgetower.cross_modal_%s_layers.%u", side, index);
  g_autofree char *self_name = g_strconcat (name, ".attention", NULL);
  g_autofree char *cross_name = g_strconcat (name, ".crossattention", NULL);

  trestle_attention_load (&layer->self_attention, parameters, hidden, epsilon, self_name);
  trestle_attention_load (&layer->cross_attention, parameters, hidden, epsilon, cross_name);
  trestle_feed_forward_load (&layer->feed_forward, parameters, hidden, 4 * hidden, epsilon, name);
}

static void
load_side_bridges (TrestleCrossSide *side, TrestleParameters *parameters, const TrestleConfig *config)
{
  guint n_bridges = config->n_internal_bridges - 1;

  side->bridges = g_new0 (TrestleBridge, n_bridges);
  for (guint i = 0; i < n_bridges; i++)
    {
      g_autofree char *name = config->share_bridges ? g_strdup_printf ("bridgetower.cross_modal_%s_link_tower", side->name)
                                                    : g_strdup_printf ("bridgetower.cross_modal_%s_link_tower.%u", side->name, i);

      trestle_bridge_load (&side->bridges[i], parameters, config->bridge_kind, config->hidden_size, config->n_heads,
                           config->layer_norm_epsilon, name);
    }
}

static void
load_side (TrestleCrossSide *side, TrestleParameters *parameters, const TrestleConfig *config, gsize tower_hidden)
{
  gsize hidden = config->hidden_size;

  side->transform = trestle_parameters_linear (parameters, hidden, tower_hidden, "bridgetower.cross_modal_%s_transform", side->name);
  if (config->norms_entering)
    side->norm = trestle_parameters_layer_norm (parameters, hidden, config->layer_norm_epsilon, "bridgetower.cross_modal_%s_layernorm",
                                                side->name);
  side->layers = g_new0 (TrestleCrossLayer, config->n_layers);
  for (guint i = 0; i < config->n_layers; i++)
    load_layer (&side->layers[i], parameters, config, side->name, i);
  side->pooler = trestle_parameters_linear (parameters, hidden, hidden, "bridgetower.cross_modal_%s_pooler.dense", side->name);
}

void
trestle_cross_encoder_init (TrestleCrossEncoder *encoder, const TrestleConfig *config, const TrestleLayerNorm *vision_norm)
{
  *encoder = (TrestleCrossEncoder){
    .hidden = config->hidden_size,
    .heads = config->n_heads,
    .n_layers = config->n_layers,
    .n_internal = config->n_internal_bridges,
    .text = { TRESTLE_SIDE_TEXT, "text", TRESTLE_BLOCK_CROSS_TEXT_SELF, TRESTLE_BLOCK_CROSS_TEXT_CROSS },
    .image = { TRESTLE_SIDE_IMAGE, "image", TRESTLE_BLOCK_CROSS_IMAGE_SELF, TRESTLE_BLOCK_CROSS_IMAGE_CROSS, *vision_norm },
  };
}

void
trestle_cross_encoder_load_bridges (TrestleCrossEncoder *encoder, TrestleParameters *parameters, const TrestleConfig *config)
{
  load_side_bridges (&encoder->text, parameters, config);
  load_side_bridges (&encoder->image, parameters, config);
}

void
trestle_cross_encoder_load_layers (TrestleCrossEncoder *encoder, TrestleParameters *parameters, const TrestleConfig *config)
{
  const char *types = "bridgetower.token_type_embeddings.weight";
  gsize stored_types = trestle_parameters_get_size (parameters, types, 0);
  gsize n_types = stored_types > N_TYPES && stored_types <= MAX_TYPES ? stored_types : N_TYPES;

  encoder->types = trestle_parameters_matrix (parameters, n_types, encoder->hidden, "%s", types); /* [types, hidden] */
  load_side (&encoder->text, parameters, config, config->text.hidden_size);
  load_side (&encoder->image, parameters, config, config->vision.hidden_size);
}

static void
clear_side (TrestleCrossSide *side)
{
  g_clear_pointer (&side->layers, g_free);
  g_clear_pointer (&side->bridges, g_free);
}

void
trestle_cross_encoder_clear (TrestleCrossEncoder *encoder)
{
  clear_side (&encoder->text);
  clear_side (&encoder->image);
}

void
trestle_prepared_side_clear (TrestlePreparedSide *prepared)
{
  g_clear_pointer (&prepared->bridged, g_free);
}

void
trestle_cross_encoder_project (const TrestleCrossEncoder *encoder,
                               const TrestleCrossSide *side,
                               const TrestleTensor *states,
                               guint type,
                               TrestleArena *arena,
                               const TrestleTensor *out)
{
  gsize mark = trestle_arena_mark (arena);
  TrestleTensor read = *states; /* [rows, tower hidden] */

  if (side->tower_norm.weight != NULL)
    {
      read = trestle_arena_tensor (arena, states->rows, states->columns); /* [rows, tower hidden] */
      trestle_layer_norm (&side->tower_norm, states, &read);
    }
  trestle_linear_forward (side->transform, &read, TRESTLE_ACTIVATION_NONE, NULL, out);
  trestle_add_row (out, encoder->types.data + MIN (type, encoder->types.rows - 1) * encoder->types.stride, out);
  trestle_arena_release (arena, mark);
}

void
trestle_cross_encoder_enter (const TrestleCrossEncoder *encoder,
                             const TrestleCrossSide *side,
                             const TrestleTensor *states,
                             guint type,
                             TrestleArena *arena,
                             const TrestleTensor *out)
{
  trestle_cross_encoder_project (encoder, side, states, type, arena, out);
  if (side->norm.weight != NULL)
    trestle_layer_norm (&side->norm, out, out);
}

/* The first half of a layer: it looks at its own side. */
static void
look_at_itself (const TrestleCrossEncoder *encoder,
                const TrestleCrossSide *side,
                guint layer,
                const TrestleTensor *states, /* [tokens, hidden] */
                const gboolean *keep,
                TrestlePass *pass,
                const TrestleTensor *seen) /* [tokens, hidden] */
{
  gsize mark = trestle_arena_mark (pass->arena);
  TrestleTensor attention = trestle_pass_attention (pass, side->self_block, layer, encoder->heads, states->rows, states->rows);

  trestle_attention_forward (&side->layers[layer].self_attention, states, states, keep, &attention, pass->arena, seen);
  trestle_pass_record (pass, side->self_block, layer, &attention);
  trestle_arena_release (pass->arena, mark);
}

/* The second half of a layer: it looks at the other side, and thinks. */
static void
look_across (const TrestleCrossEncoder *encoder,
             const TrestleCrossSide *side,
             guint layer,
             const TrestleTensor *seen,  /* [tokens, hidden] */
             const TrestleTensor *other, /* [other tokens, hidden] */
             const gboolean *keep_other,
             TrestlePass *pass)
{
  gsize mark = trestle_arena_mark (pass->arena);
  TrestleTensor crossed = trestle_arena_tensor (pass->arena, seen->rows, encoder->hidden); /* [tokens, hidden] */
  TrestleTensor attention = trestle_pass_attention (pass, side->cross_block, layer, encoder->heads, seen->rows, other->rows);
  TrestleTensor out = trestle_trace_add_matrix (pass->trace, seen->rows, encoder->hidden, "hidden.cross_%s.%u", side->name,
                                                layer); /* [tokens, hidden] */

  trestle_attention_forward (&side->layers[layer].cross_attention, seen, other, keep_other, &attention, pass->arena, &crossed);
  trestle_pass_record (pass, side->cross_block, layer, &attention);
  trestle_feed_forward_forward (&side->layers[layer].feed_forward, &crossed, pass->arena, &out);
  trestle_arena_release (pass->arena, mark);
}

/* The uni-modal side of a bridge, as it really enters. */
static TrestleTensor
enter_bridge (const TrestleCrossEncoder *encoder,
              const TrestleCrossSide *side,
              guint bridge,
              const TrestlePreparedSide *prepared,
              TrestleStandIn stand_in,
              const gboolean *keep,
              TrestlePass *pass)
{
  const TrestleTensor *uni = &prepared->bridged[bridge];                   /* [tokens, hidden] */
  const TrestleTensor *last = &prepared->bridged[encoder->n_internal - 2]; /* [tokens, hidden] */
  TrestleTensor out;

  if (stand_in == TRESTLE_STAND_IN_NONE)
    return *uni;
  out = trestle_trace_add_matrix (pass->trace, uni->rows, uni->columns, "bridge.%s.%u.y", side->name, bridge); /* [tokens, hidden] */
  trestle_stand_in_make (stand_in, uni, last, keep, &out);
  return out;
}

/* What left a layer. */
static TrestleTensor
find_state (const TrestleTrace *trace, const TrestleCrossSide *side, guint layer)
{
  g_autofree char *name = g_strdup_printf ("hidden.cross_%s.%u", side->name, layer);

  return *trestle_trace_get (trace, name);
}

/* The state that left the layer before, and the tower's state of its own layer, go over the bridge together. */
static TrestleTensor
cross_bridge (const TrestleCrossEncoder *encoder,
              const TrestleCrossSide *side,
              guint bridge,
              const TrestleTensor *cross, /* [tokens, hidden] */
              const TrestlePreparedSide *prepared,
              const TrestleStandIn *stand_ins,
              const gboolean *keep,
              TrestlePass *pass)
{
  g_autofree char *cross_name = g_strdup_printf ("bridge.%s.%u.x", side->name, bridge);
  g_autofree char *left_name = g_strdup_printf ("hidden.cross_%s.%u", side->name, bridge);
  TrestleStandIn stand_in = stand_ins[side->side * (encoder->n_internal - 1) + bridge];
  TrestleTensor uni = enter_bridge (encoder, side, bridge, prepared, stand_in, keep, pass); /* [tokens, hidden] */
  TrestleTensor out = trestle_trace_add_matrix (pass->trace, cross->rows, encoder->hidden, "bridge.%s.%u.out", side->name,
                                                bridge); /* [tokens, hidden] */

  trestle_trace_alias (pass->trace, cross_name, 2, left_name);
  trestle_bridge_forward (&side->bridges[bridge], cross, &uni, keep, pass->arena, &out);
  return out;
}

/* What a side brings into a layer: what left the one before, over a bridge if the tower has something to say to this one. */
static TrestleTensor
enter_layer (const TrestleCrossEncoder *encoder,
             const TrestleCrossSide *side,
             guint layer,
             const TrestlePreparedSide *prepared,
             const TrestleStandIn *stand_ins,
             const gboolean *keep,
             TrestlePass *pass)
{
  TrestleTensor left; /* [tokens, hidden] */

  if (layer == 0)
    return prepared->entering;
  left = find_state (pass->trace, side, layer - 1);
  return layer < encoder->n_internal ? cross_bridge (encoder, side, layer - 1, &left, prepared, stand_ins, keep, pass) : left;
}

/* The first half of a layer, of which the first one is prepared. */
static TrestleTensor
see (const TrestleCrossEncoder *encoder,
     const TrestleCrossSide *side,
     guint layer,
     const TrestlePreparedSide *prepared,
     const TrestleTensor *states,
     const gboolean *keep,
     TrestlePass *pass)
{
  TrestleTensor seen; /* [tokens, hidden] */

  if (layer == 0)
    return prepared->seen;
  seen = trestle_arena_tensor (pass->arena, states->rows, encoder->hidden); /* [tokens, hidden] */
  look_at_itself (encoder, side, layer, states, keep, pass, &seen);
  return seen;
}

gboolean
trestle_cross_encoder_prepare (const TrestleCrossEncoder *encoder,
                               const TrestleCrossSide *side,
                               const TrestleTensor *states,
                               guint n_tower_layers,
                               guint type,
                               TrestleArena *memory,
                               TrestlePass *pass,
                               TrestlePreparedSide *prepared,
                               GError **error)
{
  const gboolean *keep = side->side == TRESTLE_SIDE_TEXT ? trestle_trace_get_padding (pass->trace) : NULL;
  guint first = n_tower_layers + 1 - encoder->n_internal;
  gsize n = states[first].rows, hidden = encoder->hidden;

  if (!trestle_pass_step (pass, STAGE, error))
    return FALSE;
  prepared->bridged = g_renew (TrestleTensor, prepared->bridged, encoder->n_internal - 1);
  for (guint i = 1; i < encoder->n_internal; i++)
    {
      prepared->bridged[i - 1] = trestle_trace_add_matrix (pass->trace, n, hidden, "bridge.%s.%u.y", side->name, i - 1); /* [n, hidden] */
      trestle_cross_encoder_project (encoder, side, &states[first + i], type, pass->arena, &prepared->bridged[i - 1]);
    }
  prepared->entering = trestle_arena_tensor (memory, n, hidden); /* [n, hidden] */
  prepared->seen = trestle_arena_tensor (memory, n, hidden);     /* [n, hidden] */
  trestle_cross_encoder_enter (encoder, side, &states[first], type, pass->arena, &prepared->entering);
  look_at_itself (encoder, side, 0, &prepared->entering, keep, pass, &prepared->seen);
  return TRUE;
}

void
trestle_cross_encoder_pool (const TrestleCrossEncoder *encoder, const TrestleTensor *text, const TrestleTensor *image, TrestlePass *pass)
{
  TrestleTensor pooled = trestle_trace_add_matrix (pass->trace, 1, 2 * encoder->hidden, "logits.pooled"); /* [1, 2 hidden] */
  TrestleTensor text_half = trestle_tensor_columns (&pooled, 0, encoder->hidden);                         /* [1, hidden] */
  TrestleTensor image_half = trestle_tensor_columns (&pooled, encoder->hidden, encoder->hidden);          /* [1, hidden] */
  TrestleTensor text_class = trestle_tensor_rows (text, 0, 1);                                            /* [1, hidden] */
  TrestleTensor image_class = trestle_tensor_rows (image, 0, 1);                                          /* [1, hidden] */

  trestle_linear_forward (encoder->text.pooler, &text_class, TRESTLE_ACTIVATION_TANH, NULL, &text_half);
  trestle_linear_forward (encoder->image.pooler, &image_class, TRESTLE_ACTIVATION_TANH, NULL, &image_half);
}

gboolean
trestle_cross_encoder_forward (const TrestleCrossEncoder *encoder,
                               guint layer,
                               const TrestlePreparedSide *text_side,
                               const TrestlePreparedSide *image_side,
                               const TrestleStandIn *stand_ins,
                               TrestlePass *pass,
                               GError **error)
{
  gsize mark = trestle_arena_mark (pass->arena);
  const gboolean *keep = trestle_trace_get_padding (pass->trace);
  TrestleTensor text, image, text_seen, image_seen; /* [tokens or states, hidden] */

  if (!trestle_pass_step (pass, STAGE, error))
    return FALSE;
  text = enter_layer (encoder, &encoder->text, layer, text_side, stand_ins, keep, pass);
  image = enter_layer (encoder, &encoder->image, layer, image_side, stand_ins, NULL, pass);
  text_seen = see (encoder, &encoder->text, layer, text_side, &text, keep, pass);
  image_seen = see (encoder, &encoder->image, layer, image_side, &image, NULL, pass);
  look_across (encoder, &encoder->text, layer, &text_seen, &image, NULL, pass);
  look_across (encoder, &encoder->image, layer, &image_seen, &text, keep, pass);
  trestle_arena_release (pass->arena, mark);
  return TRUE;
}

void
trestle_cross_encoder_finish (const TrestleCrossEncoder *encoder, TrestlePass *pass)
{
  guint last = encoder->n_layers - 1;
  TrestleTensor text = find_state (pass->trace, &encoder->text, last);   /* [tokens, hidden] */
  TrestleTensor image = find_state (pass->trace, &encoder->image, last); /* [states, hidden] */
  g_autofree char *text_name = g_strdup_printf ("hidden.cross_text.%u", last);
  g_autofree char *image_name = g_strdup_printf ("hidden.cross_image.%u", last);

  trestle_trace_alias (pass->trace, "logits.text_features", 3, text_name);
  trestle_trace_alias (pass->trace, "logits.image_features", 3, image_name);
  trestle_cross_encoder_pool (encoder, &text, &image, pass);
}
