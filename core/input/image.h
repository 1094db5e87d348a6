/* Pictures: PNG and JPEG files to RGB8 pixels. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define TRESTLE_IMAGE_MAX_PIXELS 100000000u

/**
 * TrestleImage:
 * @width: in pixels
 * @height: in pixels
 * @pixels: `[height, width, 3]`, RGB8, no padding between rows
 *
 * Immutable once made, shared by reference.
 */
typedef struct
{
  guint width;
  guint height;
  guint8 *pixels;
  gatomicrefcount references;
} TrestleImage;

/* An image of undefined pixels; the caller guarantees width * height <= TRESTLE_IMAGE_MAX_PIXELS. */
TrestleImage *trestle_image_new (guint width, guint height);
TrestleImage *trestle_image_ref (TrestleImage *image);
void trestle_image_unref (TrestleImage *image);

/**
 * trestle_image_load:
 * @path: a PNG of any colour type and bit depth, or a JPEG of any kind (grey, YCbCr, RGB, CMYK, YCCK, progressive)
 *
 * The kind is read from the content, not from the name. Converted as Pillow's convert("RGB") does: alpha is dropped (not blended),
 * palettes looked up, grey copied to three channels, 16 bits cut to 8 as Pillow does. No gamma and no profile is applied and EXIF
 * orientation is not, as in the reference.
 *
 * Errors: %G_FILE_ERROR; %TRESTLE_ERROR_UNSUPPORTED if it is neither; %TRESTLE_ERROR_TRUNCATED, %TRESTLE_ERROR_INVALID;
 * %TRESTLE_ERROR_TOO_LARGE above 100 megapixels, seen before anything is decoded.
 *
 * Returns: (transfer full): the image
 */
TrestleImage *trestle_image_load (const char *path, GError **error);

/* The same from memory; @name is what errors call it. */
TrestleImage *trestle_image_load_bytes (GBytes *bytes, const char *name, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrestleImage, trestle_image_unref)

G_END_DECLS
