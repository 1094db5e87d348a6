/* Several images at a time into the cross-modal encoder, up to where each meets a text. */
#include "core/model/image-batch.h"

#include <string.h>

#include "core/model/trace-private.h"

#define STAGE "cross-modal encoder"

/**
 * Batch:
 * @states: `[n, n_tower_layers + 1]`: of the vision tower
 * @traces: `[n]`
 * @rows: `[n]`: each image's, where they lie one below the other
 * @gathered: `[images states, vision hidden]`: one of the tower's layers
 */
typedef struct
{
  const TrestleCrossEncoder *encoder;
  const TrestleTensor *states;
  guint n_tower_layers;
  guint type;
  TrestleTrace *const *traces;
  gsize n;
  TrestlePass *pass;
  TrestleRows *rows;
  TrestleTensor gathered;
} Batch;

static void
copy (const TrestleTensor *from, const TrestleTensor *to)
{
  memcpy (to->data, from->data, trestle_tensor_count (from) * sizeof (float));
}

static void
gather (const Batch *batch, guint layer)
{
  for (gsize i = 0; i < batch->n; i++)
    {
      TrestleTensor own = trestle_tensor_rows (&batch->gathered, batch->rows[i].first, batch->rows[i].count); /* [states, vision hidden] */

      copy (&batch->states[i * (batch->n_tower_layers + 1) + layer], &own);
    }
}

/* (out caller-allocates): one image's rows of @all, `[states, hidden]`, in its own memory */
static void
keep_own (const Batch *batch, gsize image, const TrestleTensor *all, const TrestleTensor *out)
{
  TrestleTensor own = trestle_tensor_rows (all, batch->rows[image].first, batch->rows[image].count); /* [states, hidden] */

  copy (&own, out);
}

/* The uni-modal side of a bridge, of all images. @layer: of the tower */
static void
prepare_bridge (const Batch *batch, guint bridge, guint layer, TrestlePreparedSide *const *prepared)
{
  const TrestleCrossEncoder *encoder = batch->encoder;
  TrestleArena *arena = batch->pass->arena;
  gsize mark = trestle_arena_mark (arena), hidden = encoder->hidden;
  TrestleTensor all = trestle_arena_tensor (arena, batch->gathered.rows, hidden); /* [images states, hidden] */

  gather (batch, layer);
  trestle_cross_encoder_project (encoder, &encoder->image, &batch->gathered, batch->type, arena, &all);
  for (gsize i = 0; i < batch->n; i++)
    {
      prepared[i]->bridged[bridge] = trestle_trace_add_matrix (batch->traces[i], batch->rows[i].count, hidden, "bridge.%s.%u.y",
                                                               encoder->image.name, bridge); /* [states, hidden] */
      keep_own (batch, i, &all, &prepared[i]->bridged[bridge]);
    }
  trestle_arena_release (arena, mark);
}

/* (transfer full) (nullable): `[n]`: where each image's attention is computed; %NULL if none of it is kept */
static TrestleTensor *
open_attention (const Batch *batch)
{
  const TrestleCrossSide *side = &batch->encoder->image;
  TrestleTensor *attention;

  if ((batch->pass->recording.blocks & 1u << side->self_block) == 0)
    return NULL;
  attention = g_new (TrestleTensor, batch->n);
  for (gsize i = 0; i < batch->n; i++)
    {
      batch->pass->trace = batch->traces[i];
      attention[i] = trestle_pass_attention (batch->pass, side->self_block, 0, batch->encoder->heads, batch->rows[i].count,
                                             batch->rows[i].count); /* [heads, states, states] */
    }
  return attention;
}

static void
record_attention (const Batch *batch, const TrestleTensor *attention)
{
  for (gsize i = 0; i < batch->n && attention != NULL; i++)
    {
      batch->pass->trace = batch->traces[i];
      trestle_pass_record (batch->pass, batch->encoder->image.self_block, 0, &attention[i]);
    }
}

/* What enters the first layer, and that after its look at itself. @layer: of the tower */
static void
enter (const Batch *batch, guint layer, TrestleArena *const *memories, TrestlePreparedSide *const *prepared)
{
  const TrestleCrossEncoder *encoder = batch->encoder;
  TrestleArena *arena = batch->pass->arena;
  gsize mark = trestle_arena_mark (arena), hidden = encoder->hidden;
  TrestleTensor entering = trestle_arena_tensor (arena, batch->gathered.rows, hidden); /* [images states, hidden] */
  TrestleTensor seen = trestle_arena_tensor (arena, batch->gathered.rows, hidden);     /* [images states, hidden] */
  g_autofree TrestleTensor *attention = open_attention (batch);

  gather (batch, layer);
  trestle_cross_encoder_enter (encoder, &encoder->image, &batch->gathered, batch->type, arena, &entering);
  trestle_attention_forward_all (&encoder->image.layers[0].self_attention, &entering, batch->rows, &entering, batch->rows, batch->n,
                                 encoder->heads, attention, arena, &seen);
  record_attention (batch, attention);
  for (gsize i = 0; i < batch->n; i++)
    {
      prepared[i]->entering = trestle_arena_tensor (memories[i], batch->rows[i].count, hidden); /* [states, hidden] */
      prepared[i]->seen = trestle_arena_tensor (memories[i], batch->rows[i].count, hidden);     /* [states, hidden] */
      keep_own (batch, i, &entering, &prepared[i]->entering);
      keep_own (batch, i, &seen, &prepared[i]->seen);
    }
  trestle_arena_release (arena, mark);
}

gboolean
trestle_image_batch_prepare (const TrestleCrossEncoder *encoder,
                             const TrestleTensor *states,
                             guint n_tower_layers,
                             guint type,
                             TrestleTrace *const *traces,
                             TrestleArena *const *memories,
                             gsize n,
                             TrestlePass *pass,
                             TrestlePreparedSide *const *prepared,
                             GError **error)
{
  gsize mark = trestle_arena_mark (pass->arena);
  guint first = n_tower_layers + 1 - encoder->n_internal;
  g_autofree TrestleRows *rows = g_new (TrestleRows, n);
  Batch batch = { encoder, states, n_tower_layers, type, traces, n, pass, rows };

  if (!trestle_pass_step (pass, STAGE, error))
    return FALSE;
  batch.gathered = trestle_arena_tensor (pass->arena, n * states->rows, states->columns); /* [images states, vision hidden] */
  for (gsize i = 0; i < n; i++)
    {
      rows[i] = (TrestleRows){ i * states->rows, states->rows };
      prepared[i]->bridged = g_renew (TrestleTensor, prepared[i]->bridged, encoder->n_internal - 1);
    }
  for (guint i = 1; i < encoder->n_internal; i++)
    prepare_bridge (&batch, i - 1, first + i, prepared);
  enter (&batch, first, memories, prepared);
  trestle_arena_release (pass->arena, mark);
  return TRUE;
}
