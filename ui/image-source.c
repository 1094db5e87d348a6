/* Where a picture comes from: a file, or a picture that was dropped or pasted. */
#include "ui/image-source.h"

/* One of @file, @texture and @bytes is there. */
struct _TrestleImageSource
{
  gatomicrefcount references;
  GFile *file;
  GdkTexture *texture;
  GBytes *bytes;
  char *name;
};

static TrestleImageSource *
image_source_new (GFile *file, GdkTexture *texture, char *name)
{
  TrestleImageSource *source = g_new0 (TrestleImageSource, 1);

  g_atomic_ref_count_init (&source->references);
  g_set_object (&source->file, file);
  g_set_object (&source->texture, texture);
  source->name = name;
  return source;
}

TrestleImageSource *
trestle_image_source_new_file (GFile *file)
{
  g_autofree char *base_name = g_file_get_basename (file);

  return image_source_new (file, NULL, g_filename_display_name (base_name != NULL ? base_name : "image"));
}

TrestleImageSource *
trestle_image_source_new_texture (GdkTexture *texture)
{
  return image_source_new (NULL, texture, g_strdup ("pasted image"));
}

TrestleImageSource *
trestle_image_source_new_bytes (GBytes *bytes)
{
  TrestleImageSource *source = image_source_new (NULL, NULL, g_strdup ("pasted image"));

  source->bytes = g_bytes_ref (bytes);
  return source;
}

TrestleImageSource *
trestle_image_source_ref (TrestleImageSource *source)
{
  g_atomic_ref_count_inc (&source->references);
  return source;
}

void
trestle_image_source_unref (TrestleImageSource *source)
{
  if (!g_atomic_ref_count_dec (&source->references))
    return;
  g_clear_object (&source->file);
  g_clear_object (&source->texture);
  g_clear_pointer (&source->bytes, g_bytes_unref);
  g_free (source->name);
  g_free (source);
}

const char *
trestle_image_source_get_name (const TrestleImageSource *source)
{
  return source->name;
}

const char *
trestle_image_source_get_path (const TrestleImageSource *source)
{
  return source->file != NULL ? g_file_peek_path (source->file) : NULL;
}

GFile *
trestle_image_source_get_file (const TrestleImageSource *source)
{
  return source->file;
}

gboolean
trestle_image_source_is_same_place (const TrestleImageSource *a, const TrestleImageSource *b)
{
  if (a == b)
    return TRUE;
  return a->file != NULL && b->file != NULL && g_file_equal (a->file, b->file);
}

GBytes *
trestle_image_source_encode (const TrestleImageSource *source)
{
  if (source->bytes != NULL)
    return g_bytes_ref (source->bytes);
  return source->texture != NULL ? gdk_texture_save_to_png_bytes (source->texture) : NULL;
}

TrestleImage *
trestle_image_source_decode (const TrestleImageSource *source, GCancellable *cancellable, GError **error)
{
  g_autoptr (GBytes) bytes = NULL;

  if (source->file != NULL && g_file_peek_path (source->file) != NULL)
    return trestle_image_load (g_file_peek_path (source->file), error);

  if (source->file != NULL)
    bytes = g_file_load_bytes (source->file, cancellable, NULL, error);
  else
    bytes = trestle_image_source_encode (source);
  if (bytes == NULL)
    return NULL;
  return trestle_image_load_bytes (bytes, source->name, error);
}
