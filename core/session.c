/* What a user works with: an open model and an image; a run costs what is new: the image, the text, and of the fusion what lies behind a
 * bridge that was switched. */
#include "core/session-private.h"

#include <string.h>

#include "core/error.h"
#include "core/model/trace-private.h"

/* Rows of the encoder's types. */
#define TEXT 0
#define FIRST_IMAGE 1
#define SECOND_IMAGE 2

void
trestle_session_forget_image (TrestleSession *session)
{
  g_clear_pointer (&session->image.trace, trestle_trace_unref);
  g_clear_pointer (&session->seen, trestle_seen_image_unref);
  trestle_tensor_clear (&session->pixels);
  session->is_second = FALSE;
}

static void
forget_text (TrestleSession *session)
{
  g_clear_pointer (&session->ids, g_free);
}

gboolean
trestle_session_check_pixels (const TrestleSession *session, const TrestleTensor *pixels, const char *name, GError **error)
{
  guint size = session->model->config->vision.image_size;

  if (pixels->depth == 3 && pixels->rows == size && pixels->columns == size)
    return TRUE;
  g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_SHAPE,
               "“%s” has pixels of [%" G_GSIZE_FORMAT ", %" G_GSIZE_FORMAT ", %" G_GSIZE_FORMAT "]; the model reads [3, %u, %u]", name,
               pixels->depth, pixels->rows, pixels->columns, size, size);
  return FALSE;
}

gboolean
trestle_session_set_image (TrestleSession *session, const TrestleImage *image, const char *name, TrestleImageWindow *window, GError **error)
{
  TrestleTensor pixels;

  if (!trestle_session_prepare_image (session, image, name, &pixels, window, error))
    return FALSE;
  trestle_session_forget_image (session);
  session->pixels = pixels;
  return TRUE;
}

gboolean
trestle_session_set_pixels (TrestleSession *session, const TrestleTensor *pixels, GError **error)
{
  if (!trestle_session_check_pixels (session, pixels, "pixel_values", error))
    return FALSE;
  trestle_session_forget_image (session);
  session->pixels = trestle_tensor_copy (pixels); /* [3, size, size] */
  return TRUE;
}

gboolean
trestle_session_check_ids (const TrestleSession *session, const gint32 *ids, const gboolean *keep, guint n_tokens, GError **error)
{
  guint vocabulary = session->model->config->text.vocabulary_size, most = trestle_session_get_max_tokens (session);
  gboolean any_kept = FALSE;

  if (n_tokens == 0 || n_tokens > most)
    {
      g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INPUT, "The text has %u tokens; the model reads from 1 to %u", n_tokens, most);
      return FALSE;
    }
  for (guint i = 0; i < n_tokens; i++)
    {
      any_kept |= keep == NULL || keep[i];
      if (ids[i] >= 0 && (guint) ids[i] < vocabulary)
        continue;
      g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INPUT, "Token %u has the id %d; the model's vocabulary has %u", i, ids[i],
                   vocabulary);
      return FALSE;
    }
  if (!any_kept)
    g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INPUT, "All %u tokens are masked out; at least one must be kept", n_tokens);
  return any_kept;
}

gboolean
trestle_session_check_image (const TrestleSession *session, GError **error)
{
  if (session->pixels.data == NULL)
    g_set_error_literal (error, TRESTLE_ERROR, TRESTLE_ERROR_INPUT, "There is no image yet: open one first");
  return session->pixels.data != NULL;
}

TrestlePass
trestle_session_begin_pass (TrestleSession *session, TrestleProgress progress, gpointer progress_data, GCancellable *cancellable)
{
  trestle_arena_release (session->arena, 0);
  return (TrestlePass){
    .arena = session->arena,
    .recording = session->recording,
    .progress = progress,
    .progress_data = progress_data,
    .cancellable = cancellable,
  };
}

TrestleTrace *
trestle_session_begin_trace (const TrestleSession *session, TrestleTrace **last, const gboolean *keep, guint n_tokens)
{
  guint grid = trestle_vision_tower_get_grid (&session->model->vision);

  if (*last != NULL && trestle_trace_is_own (*last))
    trestle_trace_reset (*last, n_tokens, keep);
  else
    {
      g_clear_pointer (last, trestle_trace_unref);
      *last = trestle_trace_new (n_tokens, keep, grid, grid);
    }
  return *last;
}

/* What the encoder can do on one side before it knows the other. */
static gboolean
prepare_side (TrestleSession *session,
              TrestleSessionTower *tower,
              const TrestleCrossSide *side,
              const TrestleTensor *states, /* [n_layers + 1]: [tokens, tower hidden] */
              guint n_layers,
              guint type,
              TrestlePass *pass,
              GError **error)
{
  trestle_arena_release (tower->memory, 0);
  return trestle_cross_encoder_prepare (&session->model->encoder, side, states, n_layers, type, tower->memory, pass, &tower->prepared,
                                        error);
}

gboolean
trestle_session_run_image (TrestleSession *session, TrestlePass *pass, GError **error)
{
  const TrestleModel *model = session->model;
  guint n_layers = model->config->vision.n_layers, type = session->is_second ? SECOND_IMAGE : FIRST_IMAGE;
  g_autofree TrestleTensor *states = g_new (TrestleTensor, n_layers + 1);
  g_autoptr (TrestleTrace) trace = NULL;

  trestle_session_forget_fusions (session);
  pass->trace = trestle_session_begin_trace (session, &trace, NULL, 0);
  if (!trestle_vision_tower_forward (&model->vision, &session->pixels, pass, states, error)
      || !prepare_side (session, &session->image, &model->encoder.image, states, n_layers, type, pass, error))
    return FALSE;
  trestle_heads_embed_image (&model->heads, &model->encoder, &states[n_layers], pass);
  session->image.trace = g_steal_pointer (&trace);
  return TRUE;
}

static gboolean
run_text (TrestleSession *session, const gint32 *ids, const gboolean *keep, guint n_tokens, TrestlePass *pass, GError **error)
{
  const TrestleModel *model = session->model;
  guint n_layers = model->config->text.n_layers;
  g_autofree TrestleTensor *states = g_new (TrestleTensor, n_layers + 1);

  forget_text (session);
  trestle_session_forget_fusions (session);
  pass->trace = trestle_session_begin_trace (session, &session->text.trace, keep, n_tokens);
  if (!trestle_text_tower_forward (&model->text, ids, pass, states, error)
      || !prepare_side (session, &session->text, &model->encoder.text, states, n_layers, TEXT, pass, error))
    return FALSE;
  trestle_heads_embed_text (&model->heads, &states[n_layers], pass);
  session->ids = g_memdup2 (ids, n_tokens * sizeof *ids);
  return TRUE;
}

/* Whether the text tower has read just these tokens. */
static gboolean
knows_text (const TrestleSession *session, const gint32 *ids, const gboolean *keep, guint n_tokens)
{
  const gboolean *kept;

  if (session->ids == NULL || trestle_trace_get_n_tokens (session->text.trace) != n_tokens)
    return FALSE;
  kept = trestle_trace_get_keep (session->text.trace);
  for (guint i = 0; i < n_tokens; i++)
    if (session->ids[i] != ids[i] || kept[i] != (keep == NULL || keep[i]))
      return FALSE;
  return TRUE;
}

/* The fusion and the heads. */
static gboolean
finish (TrestleSession *session, TrestlePass *pass, GError **error)
{
  const TrestleModel *model = session->model;

  pass->trace = session->run_trace;
  if (!trestle_session_fuse (session, pass, error))
    return FALSE;
  trestle_cross_encoder_finish (&model->encoder, pass);
  trestle_heads_forward (&model->heads, trestle_trace_get (pass->trace, "logits.text_features"), pass);
  return TRUE;
}

/* Steps of a run; @needs_image, @needs_text: whether that tower has to run. */
static guint
count_steps (const TrestleSession *session, gboolean needs_image, gboolean needs_text)
{
  const TrestleConfig *config = session->model->config;
  guint n_known = needs_image || needs_text ? 0 : trestle_session_count_known_layers (session);

  return (needs_image ? config->vision.n_layers + 1 : 0) + (needs_text ? config->text.n_layers + 1 : 0) + config->n_layers - n_known;
}

TrestleTrace *
trestle_session_run (TrestleSession *session,
                     const gint32 *ids,
                     const gboolean *keep,
                     guint n_tokens,
                     TrestleProgress progress,
                     gpointer progress_data,
                     GCancellable *cancellable,
                     GError **error)
{
  gboolean needs_image = session->image.trace == NULL, needs_text = !knows_text (session, ids, keep, n_tokens);
  TrestlePass pass = trestle_session_begin_pass (session, progress, progress_data, cancellable);

  if (!trestle_session_check_image (session, error) || !trestle_session_check_ids (session, ids, keep, n_tokens, error))
    return NULL;
  pass.n_steps = count_steps (session, needs_image, needs_text);
  /* First of all: the run before lets go of the traces of its towers. */
  trestle_session_begin_trace (session, &session->run_trace, keep, n_tokens);
  if (needs_image && !trestle_session_run_image (session, &pass, error))
    return NULL;
  if (needs_text && !run_text (session, ids, keep, n_tokens, &pass, error))
    return NULL;
  /* Cancelling counts until the last moment, also while the last layer runs. */
  if (!finish (session, &pass, error) || g_cancellable_set_error_if_cancelled (cancellable, error)
      || !trestle_session_check_finite (session, session->run_trace, error))
    return NULL;
  return trestle_trace_ref (session->run_trace);
}

static TrestleStandIn *
find_stand_in (const TrestleSession *session, TrestleSide side, guint bridge)
{
  guint n_bridges = trestle_model_get_n_bridges (session->model);

  g_return_val_if_fail (side < TRESTLE_N_SIDES && bridge < n_bridges, NULL);
  return &session->stand_ins[side * n_bridges + bridge];
}

void
trestle_session_set_stand_in (TrestleSession *session, TrestleSide side, guint bridge, TrestleStandIn stand_in)
{
  TrestleStandIn *place = find_stand_in (session, side, bridge);

  if (place != NULL)
    *place = stand_in;
}

TrestleStandIn
trestle_session_get_stand_in (const TrestleSession *session, TrestleSide side, guint bridge)
{
  const TrestleStandIn *place = find_stand_in (session, side, bridge);

  return place != NULL ? *place : TRESTLE_STAND_IN_NONE;
}

gboolean
trestle_session_take_bridges_out (TrestleSession *session, TrestleStandIn stand_in, GError **error)
{
  if (trestle_model_get_n_bridges (session->model) == 0)
    {
      g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INPUT,
                   "“%s” has no bridges that could be taken out: compare it with another model instead",
                   trestle_model_get_name (session->model));
      return FALSE;
    }
  for (gsize i = 0; i < trestle_session_count_stand_ins (session); i++)
    session->stand_ins[i] = stand_in;
  return TRUE;
}

void
trestle_session_clear_stand_ins (TrestleSession *session)
{
  for (gsize i = 0; i < trestle_session_count_stand_ins (session); i++)
    session->stand_ins[i] = TRESTLE_STAND_IN_NONE;
}

void
trestle_session_set_recording (TrestleSession *session, TrestleRecording recording)
{
  g_clear_pointer (&session->image.trace, trestle_trace_unref);
  forget_text (session);
  session->recording = recording;
}

void
trestle_session_set_second (TrestleSession *session, gboolean is_second)
{
  if (session->is_second != is_second)
    g_clear_pointer (&session->image.trace, trestle_trace_unref);
  session->is_second = is_second;
}
