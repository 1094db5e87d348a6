/* A session with the image it looks at and its last run, for the engine: what was asked before costs nothing. */
#pragma once

#include "core/session.h"
#include "ui/image-source.h"

G_BEGIN_DECLS

/**
 * TrestleLook: all zero before there is a session.
 * @source: what @image was decoded from; the same source is the same image
 * @window: the part of @image that the model sees
 * @ids: `[n_tokens]`, what @trace read
 */
typedef struct
{
  TrestleSession *session;
  TrestleImageSource *source;
  TrestleImage *image;
  TrestleImageWindow window;
  gint32 *ids;
  guint n_tokens;
  TrestleTrace *trace;
} TrestleLook;

/* @session: (transfer full) (nullable): whatever was looked at before is forgotten */
void trestle_look_set_session (TrestleLook *look, TrestleSession *session);

/**
 * trestle_look_set_image:
 * @is_second: whether it is the second image of a pair; always the same for a look
 *
 * Errors: those of trestle_image_source_decode() and trestle_session_set_image(); then the old image stays.
 */
gboolean
trestle_look_set_image (TrestleLook *look, TrestleImageSource *source, gboolean is_second, GCancellable *cancellable, GError **error);

/* Makes @trace that of @tokens. Errors: those of trestle_session_run(). */
gboolean trestle_look_run (TrestleLook *look,
                           const TrestleTokens *tokens,
                           TrestleProgress progress,
                           gpointer progress_data,
                           GCancellable *cancellable,
                           GError **error);

G_END_DECLS
