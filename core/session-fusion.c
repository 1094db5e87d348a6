/* The encoder's layers, and those of runs before that a run can begin with: a bridge that is knocked out changes only what comes behind it.
 */
#include <string.h>

#include "core/model/trace-private.h"
#include "core/session-private.h"

static void
init_fusion (TrestleSessionFusion *fusion, gsize n_stand_ins)
{
  fusion->stand_ins = g_new0 (TrestleStandIn, n_stand_ins);
  fusion->layers = g_ptr_array_new_with_free_func ((GDestroyNotify) trestle_trace_unref);
}

static void
clear_fusion (TrestleSessionFusion *fusion)
{
  g_clear_pointer (&fusion->stand_ins, g_free);
  g_clear_pointer (&fusion->layers, g_ptr_array_unref);
}

void
trestle_session_init_fusions (TrestleSession *session)
{
  init_fusion (&session->intact, trestle_session_count_stand_ins (session));
  init_fusion (&session->changed, trestle_session_count_stand_ins (session));
  session->spare = g_ptr_array_new_with_free_func ((GDestroyNotify) trestle_trace_unref);
}

void
trestle_session_clear_fusions (TrestleSession *session)
{
  clear_fusion (&session->changed);
  clear_fusion (&session->intact);
  g_clear_pointer (&session->spare, g_ptr_array_unref);
}

/* For the memory of as many layers as a run has. (transfer full) */
static void
put_away (TrestleSession *session, TrestleTrace *layer)
{
  if (!trestle_trace_is_own (layer) || session->spare->len >= session->model->encoder.n_layers)
    {
      trestle_trace_unref (layer);
      return;
    }
  trestle_trace_reset (layer, 0, NULL);
  g_ptr_array_add (session->spare, layer);
}

/* The last one first: each holds the one before. */
static void
cut (TrestleSession *session, TrestleSessionFusion *fusion, guint n_layers)
{
  while (fusion->layers->len > n_layers)
    put_away (session, g_ptr_array_steal_index (fusion->layers, fusion->layers->len - 1));
}

void
trestle_session_forget_fusions (TrestleSession *session)
{
  cut (session, &session->changed, 0);
  cut (session, &session->intact, 0);
}

/* How many of its layers the stand-ins that are set leave as they are: bridge i stands in front of layer i + 1. */
static guint
count_shared (const TrestleSession *session, const TrestleSessionFusion *fusion)
{
  guint n_bridges = trestle_model_get_n_bridges (session->model);

  for (guint bridge = 0; bridge < n_bridges; bridge++)
    for (TrestleSide side = 0; side < TRESTLE_N_SIDES; side++)
      if (session->stand_ins[side * n_bridges + bridge] != fusion->stand_ins[side * n_bridges + bridge])
        return MIN (bridge + 1, fusion->layers->len);
  return fusion->layers->len;
}

guint
trestle_session_count_known_layers (const TrestleSession *session)
{
  return MAX (count_shared (session, &session->intact), count_shared (session, &session->changed));
}

static gboolean
is_intact (const TrestleSession *session)
{
  for (gsize i = 0; i < trestle_session_count_stand_ins (session); i++)
    if (session->stand_ins[i] != TRESTLE_STAND_IN_NONE)
      return FALSE;
  return TRUE;
}

/* (transfer none): the run at hand's, with as many layers as are known. */
static TrestleSessionFusion *
begin_fusion (TrestleSession *session)
{
  gboolean is_whole = is_intact (session);
  TrestleSessionFusion *fusion = is_whole ? &session->intact : &session->changed;
  const TrestleSessionFusion *other = is_whole ? &session->changed : &session->intact;
  guint n_others = count_shared (session, other);

  cut (session, fusion, count_shared (session, fusion));
  for (guint i = fusion->layers->len; i < n_others; i++)
    g_ptr_array_add (fusion->layers, trestle_trace_ref (g_ptr_array_index (other->layers, i)));
  memcpy (fusion->stand_ins, session->stand_ins, trestle_session_count_stand_ins (session) * sizeof *fusion->stand_ins);
  return fusion;
}

/* (transfer full): a trace for the next layer, which has all that came before. */
static TrestleTrace *
begin_layer (TrestleSession *session, const TrestleSessionFusion *fusion)
{
  guint layer = fusion->layers->len;
  TrestleTrace *spare = session->spare->len > 0 ? g_ptr_array_steal_index (session->spare, session->spare->len - 1) : NULL;
  const TrestleTrace *text = session->text.trace;
  TrestleTrace *trace = trestle_session_begin_trace (session, &spare, trestle_trace_get_keep (text), trestle_trace_get_n_tokens (text));

  if (layer > 0)
    trestle_trace_include (trace, g_ptr_array_index (fusion->layers, layer - 1));
  else
    {
      trestle_trace_include (trace, session->image.trace);
      trestle_trace_include (trace, session->text.trace);
    }
  return trace;
}

gboolean
trestle_session_fuse (TrestleSession *session, TrestlePass *pass, GError **error)
{
  const TrestleCrossEncoder *encoder = &session->model->encoder;
  TrestleTrace *whole = pass->trace;
  TrestleSessionFusion *fusion = begin_fusion (session);

  while (fusion->layers->len < encoder->n_layers)
    {
      g_autoptr (TrestleTrace) layer = begin_layer (session, fusion);

      pass->trace = layer;
      if (!trestle_cross_encoder_forward (encoder, fusion->layers->len, &session->text.prepared, &session->image.prepared,
                                          session->stand_ins, pass, error))
        return FALSE;
      g_ptr_array_add (fusion->layers, g_steal_pointer (&layer));
    }
  pass->trace = whole;
  trestle_trace_include (whole, g_ptr_array_index (fusion->layers, encoder->n_layers - 1));
  return TRUE;
}
