/* What image.c shares with the readers of the two file formats; nobody else includes this. */
#pragma once

#include "core/input/image.h"

G_BEGIN_DECLS

/* As in libpng: a row of this many pixels is the longest that a reader has to hold in a buffer. */
#define TRESTLE_IMAGE_MAX_SIDE 1000000u

/**
 * trestle_image_check_size:
 *
 * Errors: %TRESTLE_ERROR_TOO_LARGE above 100 megapixels, or when a single row would need an unreasonable buffer.
 */
gboolean trestle_image_check_size (guint width, guint height, const char *name, GError **error);

/* The pixels of a file that begins with PNG's signature, or with JPEG's; errors as of trestle_image_load_bytes(). */
TrestleImage *trestle_image_read_png (const guint8 *data, gsize length, const char *name, GError **error);
TrestleImage *trestle_image_read_jpeg (const guint8 *data, gsize length, const char *name, GError **error);

G_END_DECLS
