/* What a user works with: an open model and an image; a run costs what is new: the image, the text, and always the fusion. */
#include "core/session.h"

#include <math.h>
#include <string.h>

#include "core/error.h"
#include "core/formats/checkpoint.h"
#include "core/model/model-private.h"
#include "core/model/trace-private.h"

/* Rows of the encoder's types. */
#define TEXT 0
#define FIRST_IMAGE 1
#define SECOND_IMAGE 2

/**
 * Tower:
 * @trace: (nullable): what it recorded
 * @memory: where @prepared lives, unless that is in the trace
 * @prepared: what the encoder has made of it
 *
 * One tower's work, for every run on the same image or text.
 */
typedef struct
{
  TrestleTrace *trace;
  TrestleArena *memory;
  TrestlePreparedSide prepared;
} Tower;

/**
 * TrestleSession:
 * @arena: what a layer needs while it runs
 * @pixels: of the image, or no data
 * @is_second: whether the image is the second of a pair
 * @stand_ins: `[sides, bridges]`
 * @image: has no trace until the vision tower has read the image
 * @text: of the tokens @ids
 * @ids: (nullable): %NULL if @text is of no use any more but for its memory
 * @run_trace: (nullable): the trace of the run before, whose memory the next one takes if nobody else holds it
 */
struct _TrestleSession
{
  TrestleModel *model;
  TrestleTokenizer *tokenizer;
  TrestlePreprocess preprocess;
  TrestleArena *arena;
  TrestleTensor pixels;
  gboolean is_second;
  TrestleRecording recording;
  TrestleStandIn *stand_ins;
  Tower image;
  Tower text;
  gint32 *ids;
  TrestleTrace *run_trace;
};

static gboolean
has_tokenizer (const char *folder)
{
  static const char *const files[] = { "vocab.json", "vocab.txt", "tokenizer.json" };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = g_build_filename (folder, files[i], NULL);

      if (g_file_test (path, G_FILE_TEST_EXISTS))
        return TRUE;
    }
  return FALSE;
}

static gboolean
check_tokenizer (const TrestleSession *session, const char *folder, GError **error)
{
  guint words = trestle_tokenizer_get_vocabulary_size (session->tokenizer);
  guint rows = session->model->config->text.vocabulary_size;

  if (words <= rows)
    return TRUE;
  g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_SHAPE, "The tokenizer files in “%s” have %u tokens, but its model knows only %u", folder,
               words, rows);
  return FALSE;
}

/* The original repositories left no file of image settings, but had a way of their own. */
static gboolean
load_preprocess (TrestleSession *session, const char *folder, GError **error)
{
  const TrestleVisionConfig *vision = &session->model->config->vision;
  g_autofree char *path = g_build_filename (folder, "preprocessor_config.json", NULL);

  if (!session->model->is_original || g_file_test (path, G_FILE_TEST_EXISTS))
    return trestle_preprocess_load (&session->preprocess, folder, vision->image_size, error);
  trestle_preprocess_init_original (&session->preprocess, vision->image_size, vision->kind == TRESTLE_VISION_VIT);
  return TRUE;
}

static gsize
count_stand_ins (const TrestleSession *session)
{
  return TRESTLE_N_SIDES * (gsize) trestle_model_get_n_bridges (session->model);
}

TrestleSession *
trestle_session_open (const char *path,
                      guint image_size,
                      TrestleProgress progress,
                      gpointer progress_data,
                      GCancellable *cancellable,
                      GError **error)
{
  g_autoptr (TrestleSession) session = g_new0 (TrestleSession, 1);
  g_autofree char *folder = trestle_checkpoint_find_folder (path);

  session->arena = trestle_arena_new ();
  session->image.memory = trestle_arena_new ();
  session->text.memory = trestle_arena_new ();
  session->recording.blocks = TRESTLE_RECORD_ALL;
  session->model = trestle_model_load (path, image_size, progress, progress_data, cancellable, error);
  if (session->model == NULL)
    return NULL;
  session->stand_ins = g_new0 (TrestleStandIn, count_stand_ins (session));
  if (!load_preprocess (session, folder, error))
    return NULL;
  if (image_size > 0)
    trestle_preprocess_set_size (&session->preprocess, image_size);
  if (!has_tokenizer (folder))
    return g_steal_pointer (&session);
  session->tokenizer = trestle_tokenizer_new_from_folder (folder, error);
  if (session->tokenizer == NULL || !check_tokenizer (session, folder, error))
    return NULL;
  return g_steal_pointer (&session);
}

TrestleSession *
trestle_session_new_beside (const TrestleSession *session)
{
  TrestleSession *other = g_new0 (TrestleSession, 1);

  other->arena = trestle_arena_new ();
  other->image.memory = trestle_arena_new ();
  other->text.memory = trestle_arena_new ();
  other->recording = session->recording;
  other->model = trestle_model_ref (session->model);
  other->stand_ins = g_memdup2 (session->stand_ins, count_stand_ins (session) * sizeof *session->stand_ins);
  other->tokenizer = session->tokenizer != NULL ? trestle_tokenizer_ref (session->tokenizer) : NULL;
  other->preprocess = session->preprocess;
  return other;
}

static void
forget_image (TrestleSession *session)
{
  g_clear_pointer (&session->image.trace, trestle_trace_unref);
  trestle_tensor_clear (&session->pixels);
  session->is_second = FALSE;
}

static void
forget_text (TrestleSession *session)
{
  g_clear_pointer (&session->ids, g_free);
}

static void
clear_tower (Tower *tower)
{
  g_clear_pointer (&tower->trace, trestle_trace_unref);
  g_clear_pointer (&tower->memory, trestle_arena_free);
  trestle_prepared_side_clear (&tower->prepared);
}

void
trestle_session_free (TrestleSession *session)
{
  forget_image (session);
  forget_text (session);
  g_clear_pointer (&session->run_trace, trestle_trace_unref);
  clear_tower (&session->image);
  clear_tower (&session->text);
  trestle_arena_free (session->arena);
  g_free (session->stand_ins);
  g_clear_pointer (&session->tokenizer, trestle_tokenizer_unref);
  g_clear_pointer (&session->model, trestle_model_unref);
  g_free (session);
}

const TrestleModel *
trestle_session_get_model (const TrestleSession *session)
{
  return session->model;
}

const TrestleTokenizer *
trestle_session_get_tokenizer (const TrestleSession *session)
{
  return session->tokenizer;
}

guint
trestle_session_get_max_tokens (const TrestleSession *session)
{
  return trestle_text_config_get_max_tokens (&session->model->config->text);
}

TrestleTokens *
trestle_session_tokenize (const TrestleSession *session, const char *text, GError **error)
{
  if (session->tokenizer == NULL)
    {
      g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_MISSING,
                   "“%s” has no tokenizer files: put vocab.json and merges.txt, vocab.txt or tokenizer.json beside its config.json",
                   session->model->name);
      return NULL;
    }
  return trestle_tokenizer_encode (session->tokenizer, text, trestle_session_get_max_tokens (session), error);
}

static gboolean
check_pixels (const TrestleSession *session, const TrestleTensor *pixels, const char *name, GError **error)
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

  if (!trestle_preprocess_run (&session->preprocess, image, name, &pixels, window, error))
    return FALSE;
  if (!check_pixels (session, &pixels, name, error))
    {
      trestle_tensor_clear (&pixels);
      return FALSE;
    }
  forget_image (session);
  session->pixels = pixels;
  return TRUE;
}

gboolean
trestle_session_set_pixels (TrestleSession *session, const TrestleTensor *pixels, GError **error)
{
  if (!check_pixels (session, pixels, "pixel_values", error))
    return FALSE;
  forget_image (session);
  session->pixels = trestle_tensor_new (pixels->depth, pixels->rows, pixels->columns); /* [3, size, size] */
  for (gsize row = 0; row < pixels->depth * pixels->rows; row++)
    memcpy (session->pixels.data + row * pixels->columns, pixels->data + row * pixels->stride, pixels->columns * sizeof (float));
  return TRUE;
}

static gboolean
check_ids (const TrestleSession *session, const gint32 *ids, const gboolean *keep, guint n_tokens, GError **error)
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

static gboolean
check_image (const TrestleSession *session, GError **error)
{
  if (session->pixels.data == NULL)
    g_set_error_literal (error, TRESTLE_ERROR, TRESTLE_ERROR_INPUT, "There is no image yet: open one first");
  return session->pixels.data != NULL;
}

static gboolean
check_task (const TrestleSession *session, TrestleTask task, GError **error)
{
  if (trestle_model_can (session->model, task))
    return TRUE;
  g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_TASK, "The model “%s” has no head for the task “%s”", session->model->name,
               trestle_task_get_name (task));
  return FALSE;
}

static TrestlePass
begin_pass (TrestleSession *session, TrestleProgress progress, gpointer progress_data, GCancellable *cancellable)
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

/* A trace to record in, in the memory of @last if that is free. */
static TrestleTrace *
begin_trace (const TrestleSession *session, TrestleTrace **last, const gboolean *keep, guint n_tokens)
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
              Tower *tower,
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

static gboolean
run_image (TrestleSession *session, TrestlePass *pass, GError **error)
{
  const TrestleModel *model = session->model;
  guint n_layers = model->config->vision.n_layers, type = session->is_second ? SECOND_IMAGE : FIRST_IMAGE;
  g_autofree TrestleTensor *states = g_new (TrestleTensor, n_layers + 1);
  g_autoptr (TrestleTrace) trace = NULL;

  pass->trace = begin_trace (session, &trace, NULL, 0);
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
  pass->trace = begin_trace (session, &session->text.trace, keep, n_tokens);
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

static gboolean
fuse (TrestleSession *session, TrestlePass *pass, GError **error)
{
  const TrestleModel *model = session->model;

  pass->trace = session->run_trace;
  trestle_trace_include (pass->trace, session->image.trace);
  trestle_trace_include (pass->trace, session->text.trace);
  if (!trestle_cross_encoder_fuse (&model->encoder, &session->text.prepared, &session->image.prepared, session->stand_ins, pass, error))
    return FALSE;
  trestle_heads_forward (&model->heads, trestle_trace_get (pass->trace, "logits.text_features"), pass);
  return TRUE;
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
  const TrestleConfig *config = session->model->config;
  gboolean needs_image = session->image.trace == NULL, needs_text = !knows_text (session, ids, keep, n_tokens);
  TrestlePass pass = begin_pass (session, progress, progress_data, cancellable);

  if (!check_image (session, error) || !check_ids (session, ids, keep, n_tokens, error))
    return NULL;
  pass.n_steps = (needs_image ? config->vision.n_layers + 1 : 0) + (needs_text ? config->text.n_layers + 1 : 0) + config->n_layers;
  /* First of all: the run before lets go of the traces of its towers. */
  begin_trace (session, &session->run_trace, keep, n_tokens);
  if (needs_image && !run_image (session, &pass, error))
    return NULL;
  if (needs_text && !run_text (session, ids, keep, n_tokens, &pass, error))
    return NULL;
  /* Cancelling counts until the last moment, also while the last layer runs. */
  if (!fuse (session, &pass, error) || g_cancellable_set_error_if_cancelled (cancellable, error))
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

void
trestle_session_clear_stand_ins (TrestleSession *session)
{
  for (gsize i = 0; i < count_stand_ins (session); i++)
    session->stand_ins[i] = TRESTLE_STAND_IN_NONE;
}

/* (nullable): the states of one side that left a cross-modal layer of this model, `[tokens, hidden]` */
static const TrestleTensor *
find_layer (const TrestleSession *session, const TrestleTrace *trace, TrestleSide side, guint layer, GError **error)
{
  g_autofree char *name = g_strdup_printf ("hidden.cross_%s.%u", trestle_side_get_name (side), layer);
  const TrestleTensor *states = trestle_trace_get (trace, name); /* [tokens, hidden] */
  guint hidden = session->model->config->hidden_size;

  if (states == NULL)
    g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INPUT, "The run has no “%s”; the model “%s” has %u cross-modal layers, from 0", name,
                 session->model->name, session->model->config->n_layers);
  else if (states->columns != hidden)
    g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_SHAPE,
                 "“%s” of the run is %" G_GSIZE_FORMAT " wide, but the model “%s” %u: the run is of another model", name, states->columns,
                 session->model->name, hidden);
  else
    return states;
  return NULL;
}

TrestleTrace *
trestle_session_read_layer (TrestleSession *session, const TrestleTrace *trace, guint layer, GError **error)
{
  const TrestleModel *model = session->model;
  const TrestleTensor *text = find_layer (session, trace, TRESTLE_SIDE_TEXT, layer, error);                         /* [tokens, hidden] */
  const TrestleTensor *image = text != NULL ? find_layer (session, trace, TRESTLE_SIDE_IMAGE, layer, error) : NULL; /* [states, hidden] */
  TrestlePass pass = begin_pass (session, NULL, NULL, NULL);

  if (image == NULL)
    return NULL;
  pass.trace = trestle_trace_new (trestle_trace_get_n_tokens (trace), trestle_trace_get_keep (trace), trestle_trace_get_grid_rows (trace),
                                  trestle_trace_get_grid_columns (trace));
  trestle_cross_encoder_pool (&model->encoder, text, image, &pass);
  trestle_heads_forward (&model->heads, text, &pass);
  return pass.trace;
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

gboolean
trestle_session_reason (TrestleSession *session, const TrestleTrace *first, const TrestleTrace *second, float logits[2], GError **error)
{
  if (!check_task (session, TRESTLE_TASK_REASON, error))
    return FALSE;
  trestle_heads_reason (&session->model->heads, trestle_trace_get (first, "logits.pooled"), trestle_trace_get (second, "logits.pooled"),
                        logits);
  return TRUE;
}

const TrestleTensor *
trestle_session_embed_image (TrestleSession *session,
                             TrestleProgress progress,
                             gpointer progress_data,
                             GCancellable *cancellable,
                             GError **error)
{
  TrestlePass pass = begin_pass (session, progress, progress_data, cancellable);

  if (!check_task (session, TRESTLE_TASK_CONTRAST, error) || !check_image (session, error))
    return NULL;
  pass.n_steps = session->model->config->vision.n_layers + 1;
  if (session->image.trace == NULL && !run_image (session, &pass, error))
    return NULL;
  return trestle_trace_get (session->image.trace, "logits.itc_image");
}

gboolean
trestle_session_embed_text (TrestleSession *session,
                            const gint32 *ids,
                            guint n_tokens,
                            GCancellable *cancellable,
                            TrestleTensor *embedding,
                            GError **error)
{
  const TrestleModel *model = session->model;
  guint n_layers = model->config->text.n_layers;
  g_autofree TrestleTensor *states = g_new (TrestleTensor, n_layers + 1);
  g_autoptr (TrestleTrace) trace = trestle_trace_new (n_tokens, NULL, 0, 0);
  TrestlePass pass = begin_pass (session, NULL, NULL, cancellable);
  const TrestleTensor *recorded;

  if (!check_task (session, TRESTLE_TASK_CONTRAST, error) || !check_ids (session, ids, NULL, n_tokens, error))
    return FALSE;
  pass.trace = trace;
  pass.n_steps = n_layers;
  pass.recording.blocks = 0;
  if (!trestle_text_tower_forward (&model->text, ids, &pass, states, error))
    return FALSE;
  trestle_heads_embed_text (&model->heads, &states[n_layers], &pass);
  recorded = trestle_trace_get (trace, "logits.itc_text");   /* [1, size] */
  *embedding = trestle_tensor_new (1, 1, recorded->columns); /* [1, size] */
  memcpy (embedding->data, recorded->data, recorded->columns * sizeof (float));
  return TRUE;
}

double
trestle_session_get_contrast_scale (const TrestleSession *session)
{
  return exp (session->model->heads.logit_scale);
}
