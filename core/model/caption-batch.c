/* Several texts on one image, a few at a time through the cross-modal encoder. */
#include "core/model/caption-batch.h"

#include <string.h>

#define STAGE "cross-modal encoder"
#define TEXT_TYPE 0u /* row of the encoder's types */

/* Texts at a time: enough that their few rows make good products, few enough that the image's states of all of them stay in the cache. */
#define CHUNK 4u

/**
 * Half: one side of the encoder, for the texts of a chunk.
 * @known: `[n]`: each text's rows of what is prepared: of the image the same for all
 * @rows: `[n]`: each text's rows of all that depends on the other side, one below the other
 * @states: what left the layer before, or entered the first one
 * @state_rows: `[n]`: of @states: @known at first, then @rows
 * @rooms: `[2]`: `[rows, hidden]`: the states of one layer and of the next
 * @seen: `[rows, hidden]`
 * @crossed: `[rows, hidden]`
 */
typedef struct
{
  const TrestleCrossSide *side;
  const TrestlePreparedSide *prepared;
  TrestleRows known[CHUNK];
  TrestleRows rows[CHUNK];
  TrestleTensor states;
  const TrestleRows *state_rows;
  TrestleTensor rooms[2];
  guint room; /* that @states are not in */
  TrestleTensor seen;
  TrestleTensor crossed;
} Half;

/* The class tokens of a chunk, one below the other. */
static const TrestleRows class_rows[CHUNK] = { { 0, 1 }, { 1, 1 }, { 2, 1 }, { 3, 1 } };

typedef struct
{
  const TrestleCrossEncoder *encoder;
  const TrestleStandIn *stand_ins;
  TrestlePass *pass;
  gsize n;
  Half text;
  Half image;
} Chunk;

gboolean
trestle_caption_batch_prepare (const TrestleCrossEncoder *encoder,
                               const TrestleTensor *states,
                               guint n_tower_layers,
                               const TrestleRows *texts,
                               gsize n,
                               TrestlePass *pass,
                               TrestlePreparedSide *prepared,
                               GError **error)
{
  const TrestleCrossSide *side = &encoder->text;
  guint first = n_tower_layers + 1 - encoder->n_internal;
  gsize rows = states[first].rows, hidden = encoder->hidden;
  TrestleArena *arena = pass->arena;

  if (!trestle_pass_step (pass, STAGE, error))
    return FALSE;
  prepared->bridged = g_renew (TrestleTensor, prepared->bridged, encoder->n_internal - 1);
  for (guint i = 1; i < encoder->n_internal; i++)
    {
      prepared->bridged[i - 1] = trestle_arena_tensor (arena, rows, hidden); /* [rows, hidden] */
      trestle_cross_encoder_project (encoder, side, &states[first + i], TEXT_TYPE, arena, &prepared->bridged[i - 1]);
    }
  prepared->entering = trestle_arena_tensor (arena, rows, hidden); /* [rows, hidden] */
  prepared->seen = trestle_arena_tensor (arena, rows, hidden);     /* [rows, hidden] */
  trestle_cross_encoder_enter (encoder, side, &states[first], TEXT_TYPE, arena, &prepared->entering);
  trestle_attention_forward_all (&side->layers[0].self_attention, &prepared->entering, texts, &prepared->entering, texts, n, encoder->heads,
                                 NULL, arena, &prepared->seen);
  return TRUE;
}

static void
begin_half (Half *half, const TrestleCrossSide *side, const TrestlePreparedSide *prepared, gsize n, TrestleArena *arena)
{
  gsize first = 0, hidden = prepared->entering.columns;

  half->side = side;
  half->prepared = prepared;
  for (gsize i = 0; i < n; i++)
    {
      half->rows[i] = (TrestleRows){ first, half->known[i].count };
      first += half->known[i].count;
    }
  for (guint room = 0; room < G_N_ELEMENTS (half->rooms); room++)
    half->rooms[room] = trestle_arena_tensor (arena, first, hidden); /* [rows, hidden] */
  half->seen = trestle_arena_tensor (arena, first, hidden);          /* [rows, hidden] */
  half->crossed = trestle_arena_tensor (arena, first, hidden);       /* [rows, hidden] */
  half->states = prepared->entering;
  half->state_rows = half->known;
}

static TrestleTensor
rows_of (const TrestleTensor *all, const TrestleRows *rows)
{
  return trestle_tensor_rows (all, rows->first, rows->count);
}

/* As many of each text's rows of @from as it has of @to. */
static void
gather (const TrestleTensor *from, const TrestleRows *from_rows, gsize n, const TrestleTensor *to, const TrestleRows *to_rows)
{
  for (gsize i = 0; i < n; i++)
    for (gsize row = 0; row < to_rows[i].count; row++)
      memcpy (to->data + (to_rows[i].first + row) * to->stride, from->data + (from_rows[i].first + row) * from->stride,
              to->columns * sizeof (float));
}

/* The uni-modal side of a bridge, as it really enters; a stand-in is made in the arena. */
static TrestleTensor
enter_bridge (const Chunk *chunk, const Half *half, guint bridge, gsize text)
{
  guint n_bridges = chunk->encoder->n_internal - 1;
  TrestleStandIn stand_in = chunk->stand_ins[half->side->side * n_bridges + bridge];
  TrestleTensor uni = rows_of (&half->prepared->bridged[bridge], &half->known[text]);         /* [tokens, hidden] */
  TrestleTensor last = rows_of (&half->prepared->bridged[n_bridges - 1], &half->known[text]); /* [tokens, hidden] */
  TrestleTensor out;

  if (stand_in == TRESTLE_STAND_IN_NONE)
    return uni;
  out = trestle_arena_tensor (chunk->pass->arena, uni.rows, uni.columns); /* [tokens, hidden] */
  trestle_stand_in_make (stand_in, &uni, &last, NULL, &out);
  return out;
}

/* Text by text, because some bridges let the tokens of one text look at each other. */
static void
cross_bridges (const Chunk *chunk, Half *half, guint bridge)
{
  TrestleTensor *room = &half->rooms[half->room]; /* [rows, hidden] */

  for (gsize i = 0; i < chunk->n; i++)
    {
      gsize mark = trestle_arena_mark (chunk->pass->arena);
      TrestleTensor cross = rows_of (&half->states, &half->state_rows[i]); /* [tokens, hidden] */
      TrestleTensor uni = enter_bridge (chunk, half, bridge, i);           /* [tokens, hidden] */
      TrestleTensor out = rows_of (room, &half->rows[i]);                  /* [tokens, hidden] */

      trestle_bridge_forward (&half->side->bridges[bridge], &cross, &uni, NULL, chunk->pass->arena, &out);
      trestle_arena_release (chunk->pass->arena, mark);
    }
  half->states = *room;
  half->state_rows = half->rows;
  half->room = 1 - half->room;
}

/* The first half of a layer, for all states or, in the last one, for the class tokens. */
static void
look_at_itself (const Chunk *chunk, Half *half, guint layer, gboolean is_last)
{
  const TrestleAttention *attention = &half->side->layers[layer].self_attention;
  const TrestleRows *rows = is_last ? class_rows : half->rows;
  TrestleArena *arena = chunk->pass->arena;
  gsize mark = trestle_arena_mark (arena);
  TrestleTensor looking = half->states; /* [rows, hidden] */

  if (is_last)
    half->seen = trestle_tensor_rows (&half->seen, 0, chunk->n); /* [n, hidden] */
  if (layer == 0)
    {
      gather (&half->prepared->seen, half->known, chunk->n, &half->seen, rows);
      return;
    }
  if (is_last)
    {
      looking = trestle_arena_tensor (arena, chunk->n, half->states.columns); /* [n, hidden] */
      gather (&half->states, half->state_rows, chunk->n, &looking, rows);
    }
  trestle_attention_forward_all (attention, &looking, rows, &half->states, half->state_rows, chunk->n, chunk->encoder->heads, NULL, arena,
                                 &half->seen);
  trestle_arena_release (arena, mark);
}

/* The second half of a layer: it looks at the other side, and thinks; into the free room. */
static TrestleTensor
look_across (const Chunk *chunk, const Half *half, const Half *other, guint layer, gboolean is_last)
{
  const TrestleCrossLayer *weights = &half->side->layers[layer];
  TrestleTensor crossed = trestle_tensor_rows (&half->crossed, 0, half->seen.rows);       /* [rows, hidden] */
  TrestleTensor out = trestle_tensor_rows (&half->rooms[half->room], 0, half->seen.rows); /* [rows, hidden] */

  trestle_attention_forward_all (&weights->cross_attention, &half->seen, is_last ? class_rows : half->rows, &other->states,
                                 other->state_rows, chunk->n, chunk->encoder->heads, NULL, chunk->pass->arena, &crossed);
  trestle_feed_forward_forward (&weights->feed_forward, &crossed, chunk->pass->arena, &out);
  return out;
}

static void
leave_layer (Half *half, const TrestleTensor *states)
{
  half->states = *states;
  half->state_rows = half->rows;
  half->room = 1 - half->room;
}

static gboolean
run_layers (Chunk *chunk, GError **error)
{
  const TrestleCrossEncoder *encoder = chunk->encoder;

  for (guint i = 0; i < encoder->n_layers; i++)
    {
      gboolean is_last = i + 1 == encoder->n_layers;
      TrestleTensor text, image;

      if (!trestle_pass_step (chunk->pass, STAGE, error))
        return FALSE;
      if (i > 0 && i < encoder->n_internal)
        {
          cross_bridges (chunk, &chunk->text, i - 1);
          cross_bridges (chunk, &chunk->image, i - 1);
        }
      look_at_itself (chunk, &chunk->text, i, is_last);
      look_at_itself (chunk, &chunk->image, i, is_last);
      text = look_across (chunk, &chunk->text, &chunk->image, i, is_last);
      image = look_across (chunk, &chunk->image, &chunk->text, i, is_last);
      leave_layer (&chunk->text, &text);
      leave_layer (&chunk->image, &image);
    }
  return TRUE;
}

guint
trestle_caption_batch_count_steps (const TrestleCrossEncoder *encoder, gsize n)
{
  return (guint) ((n + CHUNK - 1) / CHUNK) * encoder->n_layers;
}

/* Texts [@first, @first + chunk->n). @pooled: `[n, 2 hidden]`, theirs */
static gboolean
fuse_chunk (Chunk *chunk,
            const TrestlePreparedSide *text,
            const TrestleRows *texts,
            const TrestlePreparedSide *image,
            const TrestleTensor *pooled,
            GError **error)
{
  const TrestleCrossEncoder *encoder = chunk->encoder;
  gsize mark = trestle_arena_mark (chunk->pass->arena);
  TrestleTensor text_half = trestle_tensor_columns (pooled, 0, encoder->hidden);                /* [n, hidden] */
  TrestleTensor image_half = trestle_tensor_columns (pooled, encoder->hidden, encoder->hidden); /* [n, hidden] */

  for (gsize i = 0; i < chunk->n; i++)
    {
      chunk->text.known[i] = texts[i];
      chunk->image.known[i] = (TrestleRows){ 0, image->entering.rows };
    }
  begin_half (&chunk->text, &encoder->text, text, chunk->n, chunk->pass->arena);
  begin_half (&chunk->image, &encoder->image, image, chunk->n, chunk->pass->arena);
  if (!run_layers (chunk, error))
    return FALSE;
  trestle_linear_forward (encoder->text.pooler, &chunk->text.states, TRESTLE_ACTIVATION_TANH, NULL, &text_half);
  trestle_linear_forward (encoder->image.pooler, &chunk->image.states, TRESTLE_ACTIVATION_TANH, NULL, &image_half);
  trestle_arena_release (chunk->pass->arena, mark);
  return TRUE;
}

gboolean
trestle_caption_batch_fuse (const TrestleCrossEncoder *encoder,
                            const TrestlePreparedSide *text,
                            const TrestleRows *texts,
                            gsize n,
                            const TrestlePreparedSide *image,
                            const TrestleStandIn *stand_ins,
                            TrestlePass *pass,
                            const TrestleTensor *pooled,
                            GError **error)
{
  for (gsize first = 0; first < n; first += CHUNK)
    {
      Chunk chunk = { .encoder = encoder, .stand_ins = stand_ins, .pass = pass, .n = MIN (CHUNK, n - first) };
      TrestleTensor some = trestle_tensor_rows (pooled, first, chunk.n); /* [chunk, 2 hidden] */

      if (!fuse_chunk (&chunk, text, texts + first, image, &some, error))
        return FALSE;
    }
  return TRUE;
}
