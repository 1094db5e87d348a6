/* Where a picture comes from: a file, or a picture that was dropped or pasted. It is decoded later, by the engine's thread. */
#pragma once

#include <gtk/gtk.h>

#include "core/input/image.h"

G_BEGIN_DECLS

/**
 * TrestleImageSource:
 *
 * Shared by reference. Two sources are never the same picture, even of one file: whoever opens a file again wants what is in it now.
 */
typedef struct _TrestleImageSource TrestleImageSource;

TrestleImageSource *trestle_image_source_new_file (GFile *file);
TrestleImageSource *trestle_image_source_new_texture (GdkTexture *texture);
/* A pasted picture that was kept as the bytes of a PNG or JPEG file; nothing is known of them yet. */
TrestleImageSource *trestle_image_source_new_bytes (GBytes *bytes);
TrestleImageSource *trestle_image_source_ref (TrestleImageSource *source);
void trestle_image_source_unref (TrestleImageSource *source);

/* What people call it: the file's name, or "pasted image". */
const char *trestle_image_source_get_name (const TrestleImageSource *source);

/* (transfer none) (nullable): the file's path, if it is a file on this machine */
const char *trestle_image_source_get_path (const TrestleImageSource *source);

/* (transfer none) (nullable): %NULL for a pasted picture */
GFile *trestle_image_source_get_file (const TrestleImageSource *source);

/* Whether both are of one file, or one and the same pasted picture. */
gboolean trestle_image_source_is_same_place (const TrestleImageSource *a, const TrestleImageSource *b);

/* (transfer full) (nullable): a pasted picture as a file of its own, in any thread; %NULL for a file */
GBytes *trestle_image_source_encode (const TrestleImageSource *source);

/* (transfer full): the picture. Errors: those of trestle_image_load(), and %G_IO_ERROR for files that are not on this machine. */
TrestleImage *trestle_image_source_decode (const TrestleImageSource *source, GCancellable *cancellable, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrestleImageSource, trestle_image_source_unref)

G_END_DECLS
