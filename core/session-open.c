/* A session's beginning and end: the model, its tokenizer and its image settings. */
#include "core/session-private.h"

#include "core/error.h"
#include "core/formats/checkpoint.h"

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

gsize
trestle_session_count_stand_ins (const TrestleSession *session)
{
  return TRESTLE_N_SIDES * (gsize) trestle_model_get_n_bridges (session->model);
}

TrestleSession *
trestle_session_open (const char *path,
                      const TrestleModelSettings *settings,
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
  session->model = trestle_model_load (path, settings, progress, progress_data, cancellable, error);
  if (session->model == NULL)
    return NULL;
  session->stand_ins = g_new0 (TrestleStandIn, trestle_session_count_stand_ins (session));
  trestle_session_init_fusions (session);
  if (!load_preprocess (session, folder, error))
    return NULL;
  if (settings != NULL && settings->image_size > 0)
    trestle_preprocess_set_size (&session->preprocess, settings->image_size);
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
  other->stand_ins = g_memdup2 (session->stand_ins, trestle_session_count_stand_ins (session) * sizeof *session->stand_ins);
  trestle_session_init_fusions (other);
  other->tokenizer = session->tokenizer != NULL ? trestle_tokenizer_ref (session->tokenizer) : NULL;
  other->preprocess = session->preprocess;
  return other;
}

void
trestle_session_tower_clear (TrestleSessionTower *tower)
{
  g_clear_pointer (&tower->trace, trestle_trace_unref);
  g_clear_pointer (&tower->memory, trestle_arena_free);
  trestle_prepared_side_clear (&tower->prepared);
}

void
trestle_session_free (TrestleSession *session)
{
  trestle_session_forget_image (session);
  g_clear_pointer (&session->ids, g_free);
  g_clear_pointer (&session->run_trace, trestle_trace_unref);
  trestle_session_clear_fusions (session);
  trestle_session_tower_clear (&session->image);
  trestle_session_tower_clear (&session->text);
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
