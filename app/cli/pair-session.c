/* A model and the image that it saw last. */
#include "app/cli/pair-session.h"

#include "app/cli/output.h"

CliPairSession *
cli_pair_session_new (const char *model, guint image_size, GError **error)
{
  g_autoptr (CliPairSession) session = g_new0 (CliPairSession, 1);

  session->session = trestle_session_open (model, image_size, NULL, NULL, NULL, error);
  return session->session != NULL ? g_steal_pointer (&session) : NULL;
}

void
cli_pair_session_free (CliPairSession *session)
{
  g_clear_pointer (&session->session, trestle_session_free);
  g_clear_pointer (&session->tokens, trestle_tokens_free);
  g_free (session->image);
  g_free (session);
}

/* After an error the session has its old image, and @image says so. */
static gboolean
show_image (CliPairSession *session, const char *path, GError **error)
{
  g_autofree char *name = g_filename_display_name (path);
  g_autoptr (TrestleImage) image = NULL;

  if (g_strcmp0 (session->image, path) == 0)
    return TRUE;
  image = trestle_image_load (path, error);
  if (image == NULL || !trestle_session_set_image (session->session, image, name, &session->window, error))
    return FALSE;
  g_free (session->image);
  session->image = g_strdup (path);
  return TRUE;
}

TrestleTrace *
cli_pair_session_run (CliPairSession *session, const TrestlePair *pair, GError **error)
{
  TrestleTrace *trace;

  g_clear_pointer (&session->tokens, trestle_tokens_free);
  if (!show_image (session, pair->image, error))
    return NULL;
  session->tokens = trestle_session_tokenize (session->session, pair->text, error);
  if (session->tokens == NULL)
    return NULL;
  trace = trestle_session_run (session->session, session->tokens->ids, NULL, session->tokens->length, NULL, NULL, NULL, error);
  if (trace != NULL && session->tokens->n_dropped > 0)
    session->n_cut++;
  return trace;
}

void
cli_pair_session_note_cut (CliCall *call, const CliPairSession *session)
{
  if (session->n_cut > 0)
    cli_note (call, "%" G_GUINT64_FORMAT " %s longer than the %u tokens that the model reads, and lost the end", session->n_cut,
              session->n_cut == 1 ? "text is" : "texts are", trestle_session_get_max_tokens (session->session));
}
