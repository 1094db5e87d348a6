/* A session with the image it looks at and its last run, for the engine: what was asked before costs nothing. */
#include "ui/look.h"

#include <string.h>

static void
look_forget_trace (TrestleLook *look)
{
  g_clear_pointer (&look->trace, trestle_trace_unref);
  g_clear_pointer (&look->ids, g_free);
  look->n_tokens = 0;
}

static void
look_forget_image (TrestleLook *look)
{
  look_forget_trace (look);
  g_clear_pointer (&look->source, trestle_image_source_unref);
  g_clear_pointer (&look->image, trestle_image_unref);
}

void
trestle_look_set_session (TrestleLook *look, TrestleSession *session)
{
  look_forget_image (look);
  g_clear_pointer (&look->session, trestle_session_free);
  look->session = session;
}

gboolean
trestle_look_set_image (TrestleLook *look, TrestleImageSource *source, gboolean is_second, GCancellable *cancellable, GError **error)
{
  g_autoptr (TrestleImage) image = NULL;
  TrestleImageWindow window;

  if (look->source == source)
    return TRUE;
  image = trestle_image_source_decode (source, cancellable, error);
  if (image == NULL)
    return FALSE;
  if (!trestle_session_set_image (look->session, image, trestle_image_source_get_name (source), &window, error))
    return FALSE;
  trestle_session_set_second (look->session, is_second);
  look_forget_image (look);
  look->source = trestle_image_source_ref (source);
  look->image = g_steal_pointer (&image);
  look->window = window;
  return TRUE;
}

static gboolean
look_has_run (const TrestleLook *look, const TrestleTokens *tokens)
{
  return look->trace != NULL && look->n_tokens == tokens->length
         && memcmp (look->ids, tokens->ids, tokens->length * sizeof *tokens->ids) == 0;
}

gboolean
trestle_look_run (TrestleLook *look,
                  const TrestleTokens *tokens,
                  TrestleProgress progress,
                  gpointer progress_data,
                  GCancellable *cancellable,
                  GError **error)
{
  if (look_has_run (look, tokens))
    return TRUE;
  look_forget_trace (look);
  look->trace = trestle_session_run (look->session, tokens->ids, NULL, tokens->length, progress, progress_data, cancellable, error);
  if (look->trace == NULL)
    return FALSE;
  look->ids = g_memdup2 (tokens->ids, tokens->length * sizeof *tokens->ids);
  look->n_tokens = tokens->length;
  return TRUE;
}
