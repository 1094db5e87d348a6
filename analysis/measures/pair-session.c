/* A model and the image that it saw last. */
#include "analysis/measures/pair-session.h"

TrestlePairSession *
trestle_pair_session_open (const char *path,
                           const TrestleModelSettings *settings,
                           TrestleStandIn stand_in,
                           TrestleProgress progress,
                           gpointer progress_data,
                           GCancellable *cancellable,
                           GError **error)
{
  g_autoptr (TrestlePairSession) session = g_new0 (TrestlePairSession, 1);

  session->session = trestle_session_open (path, settings, progress, progress_data, cancellable, error);
  if (session->session == NULL)
    return NULL;
  if (stand_in != TRESTLE_STAND_IN_NONE && !trestle_session_take_bridges_out (session->session, stand_in, error))
    return NULL;
  return g_steal_pointer (&session);
}

void
trestle_pair_session_free (TrestlePairSession *session)
{
  g_clear_pointer (&session->session, trestle_session_free);
  g_clear_pointer (&session->tokens, trestle_tokens_free);
  g_free (session->image);
  g_free (session);
}

/* After an error the session has its old image, and @image says so. */
static gboolean
show_image (TrestlePairSession *session, const char *path, GError **error)
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
trestle_pair_session_run (TrestlePairSession *session, const TrestlePair *pair, GCancellable *cancellable, GError **error)
{
  TrestleTrace *trace;

  g_clear_pointer (&session->tokens, trestle_tokens_free);
  if (!show_image (session, pair->image, error))
    return NULL;
  session->tokens = trestle_session_tokenize (session->session, pair->text, error);
  if (session->tokens == NULL)
    return NULL;
  trace = trestle_session_run (session->session, session->tokens->ids, NULL, session->tokens->length, NULL, NULL, cancellable, error);
  if (trace != NULL && session->tokens->n_dropped > 0)
    session->n_cut++;
  return trace;
}
