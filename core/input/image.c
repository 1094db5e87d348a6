/* RGB8 images in memory, and which reader a file goes to: that is decided by its first bytes, not by its name. */
#include "core/input/image.h"

#include "core/error.h"
#include "core/input/image-private.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

/* No PNG or JPEG of 100 megapixels is larger: at most 8 bytes for each pixel, and room for profiles. */
#define MAX_FILE_SIZE (G_GINT64_CONSTANT (1) << 30)

static const guint8 png_signature[] = { 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n' };
static const guint8 jpeg_signature[] = { 0xFF, 0xD8, 0xFF };

TrestleImage *
trestle_image_new (guint width, guint height)
{
  TrestleImage *image = g_new (TrestleImage, 1);

  g_assert ((guint64) width * height <= TRESTLE_IMAGE_MAX_PIXELS);
  image->width = width;
  image->height = height;
  image->pixels = g_malloc ((gsize) width * height * 3); /* [height, width, 3] */
  g_atomic_ref_count_init (&image->references);
  return image;
}

TrestleImage *
trestle_image_ref (TrestleImage *image)
{
  g_atomic_ref_count_inc (&image->references);
  return image;
}

void
trestle_image_unref (TrestleImage *image)
{
  if (!g_atomic_ref_count_dec (&image->references))
    return;
  g_free (image->pixels);
  g_free (image);
}

gboolean
trestle_image_check_size (guint width, guint height, const char *name, GError **error)
{
  if ((guint64) width * height > TRESTLE_IMAGE_MAX_PIXELS)
    {
      g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_TOO_LARGE, "“%s” has %u x %u pixels; at most %u megapixels are read", name, width,
                   height, TRESTLE_IMAGE_MAX_PIXELS / 1000000);
      return FALSE;
    }
  if (width > TRESTLE_IMAGE_MAX_SIDE || height > TRESTLE_IMAGE_MAX_SIDE)
    {
      g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_TOO_LARGE, "“%s” has %u x %u pixels; a side may have at most %u", name, width,
                   height, TRESTLE_IMAGE_MAX_SIDE);
      return FALSE;
    }
  return TRUE;
}

static gboolean
starts_with (const guint8 *data, gsize length, const guint8 *signature, gsize signature_length)
{
  return length >= signature_length && memcmp (data, signature, signature_length) == 0;
}

/* Whether the file ended within a signature. */
static gboolean
is_cut_signature (const guint8 *data, gsize length, const guint8 *signature, gsize signature_length)
{
  return length < signature_length && memcmp (data, signature, length) == 0;
}

/* (nullable): the formats that people most often have instead. */
static const char *
recognise_other_format (const guint8 *data, gsize length)
{
  if (length >= 4 && memcmp (data, "GIF8", 4) == 0)
    return "a GIF";
  if (length >= 12 && memcmp (data, "RIFF", 4) == 0 && memcmp (data + 8, "WEBP", 4) == 0)
    return "a WebP";
  if (length >= 2 && memcmp (data, "BM", 2) == 0)
    return "a BMP";
  if (length >= 4 && (memcmp (data, "II*\0", 4) == 0 || memcmp (data, "MM\0*", 4) == 0))
    return "a TIFF";
  if (length >= 12 && (memcmp (data + 4, "ftypavif", 8) == 0 || memcmp (data + 4, "ftypheic", 8) == 0))
    return "an AVIF or HEIC";
  return NULL;
}

static void
set_kind_error (const guint8 *data, gsize length, const char *name, GError **error)
{
  const char *other = recognise_other_format (data, length);

  if (length == 0)
    g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_TRUNCATED, "“%s” is empty; a PNG or JPEG image was expected", name);
  else if (is_cut_signature (data, length, png_signature, sizeof png_signature)
           || is_cut_signature (data, length, jpeg_signature, sizeof jpeg_signature))
    g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_TRUNCATED,
                 "“%s” ends after %" G_GSIZE_FORMAT " bytes, within the signature of an image", name, length);
  else if (other != NULL)
    g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_UNSUPPORTED, "“%s” is %s image; a PNG or JPEG image was expected", name, other);
  else
    g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_UNSUPPORTED, "“%s” is not an image; a PNG or JPEG image was expected", name);
}

TrestleImage *
trestle_image_load_bytes (GBytes *bytes, const char *name, GError **error)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);

  if (starts_with (data, length, png_signature, sizeof png_signature))
    return trestle_image_read_png (data, length, name, error);
  if (starts_with (data, length, jpeg_signature, sizeof jpeg_signature))
    return trestle_image_read_jpeg (data, length, name, error);
  set_kind_error (data, length, name, error);
  return NULL;
}

/* Looked at before reading, so that a pipe cannot block and a huge file is not read for nothing. */
static gboolean
check_file (const char *path, const char *name, GError **error)
{
  GStatBuf status;

  if (g_stat (path, &status) != 0)
    {
      int code = errno;

      g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (code), "“%s” cannot be opened: %s", name, g_strerror (code));
      return FALSE;
    }
  if (S_ISDIR (status.st_mode))
    {
      g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_ISDIR, "“%s” is a folder; a PNG or JPEG image was expected", name);
      return FALSE;
    }
  if (!S_ISREG (status.st_mode))
    {
      g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_FAILED, "“%s” is not a regular file; a PNG or JPEG image was expected", name);
      return FALSE;
    }
  if (status.st_size > MAX_FILE_SIZE)
    {
      g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_TOO_LARGE,
                   "“%s” has %" G_GINT64_FORMAT " bytes; an image file may have at most %" G_GINT64_FORMAT, name, (gint64) status.st_size,
                   MAX_FILE_SIZE);
      return FALSE;
    }
  return TRUE;
}

TrestleImage *
trestle_image_load (const char *path, GError **error)
{
  g_autofree char *name = g_filename_display_name (path);
  g_autoptr (GBytes) bytes = NULL;
  char *content;
  gsize length;

  if (!check_file (path, name, error) || !g_file_get_contents (path, &content, &length, error))
    return NULL;
  bytes = g_bytes_new_take (content, length);
  return trestle_image_load_bytes (bytes, name, error);
}
