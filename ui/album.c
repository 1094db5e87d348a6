/* The images of this work, with what was written about each. */
#include "ui/album.h"

/* @images: (element-type TrestleAlbumImage) */
struct _TrestleAlbum
{
  GObject parent_instance;

  GPtrArray *images;
};

G_DEFINE_FINAL_TYPE (TrestleAlbum, trestle_album, G_TYPE_OBJECT)

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

TrestleAlbumImage *
trestle_album_image_new (TrestleImageSource *source, const TrestleTaskTexts *texts, TrestleWindowTask task, gboolean is_written)
{
  TrestleAlbumImage *image = g_new0 (TrestleAlbumImage, 1);

  image->source = trestle_image_source_ref (source);
  trestle_task_texts_copy (&image->texts, texts);
  image->task = task;
  image->is_written = is_written;
  return image;
}

void
trestle_album_image_free (TrestleAlbumImage *image)
{
  trestle_image_source_unref (image->source);
  trestle_task_texts_clear (&image->texts);
  g_free (image);
}

GPtrArray *
trestle_album_get_images (TrestleAlbum *album)
{
  return album->images;
}

/* Its place, or -1. */
static gint
album_find_place (TrestleAlbum *album, const TrestleImageSource *source)
{
  for (guint i = 0; i < album->images->len; i++)
    {
      const TrestleAlbumImage *image = g_ptr_array_index (album->images, i);

      if (trestle_image_source_is_same_place (image->source, source))
        return (gint) i;
    }
  return -1;
}

const TrestleAlbumImage *
trestle_album_find (TrestleAlbum *album, const TrestleImageSource *source)
{
  gint place = album_find_place (album, source);

  return place >= 0 ? g_ptr_array_index (album->images, place) : NULL;
}

void
trestle_album_put (TrestleAlbum *album,
                   TrestleImageSource *source,
                   const TrestleTaskTexts *texts,
                   TrestleWindowTask task,
                   gboolean is_written)
{
  TrestleAlbumImage *image = trestle_album_image_new (source, texts, task, is_written);
  gint place = album_find_place (album, source);

  if (place < 0)
    g_ptr_array_add (album->images, image);
  else
    {
      trestle_album_image_free (album->images->pdata[place]);
      album->images->pdata[place] = image;
    }
  g_signal_emit (album, signals[SIGNAL_CHANGED], 0);
}

void
trestle_album_forget_unwritten (TrestleAlbum *album, const TrestleImageSource *shown)
{
  guint n_before = album->images->len;

  for (guint i = n_before; i-- > 0;)
    {
      const TrestleAlbumImage *image = g_ptr_array_index (album->images, i);
      gboolean is_file = trestle_image_source_get_file (image->source) != NULL;

      if (is_file && !image->is_written && !trestle_image_source_is_same_place (image->source, shown))
        g_ptr_array_remove_index (album->images, i);
    }
  if (album->images->len != n_before)
    g_signal_emit (album, signals[SIGNAL_CHANGED], 0);
}

static gpointer
copy_image (gconstpointer data, gpointer unused)
{
  const TrestleAlbumImage *image = data;

  return trestle_album_image_new (image->source, &image->texts, image->task, image->is_written);
}

void
trestle_album_set_images (TrestleAlbum *album, GPtrArray *images)
{
  g_ptr_array_set_size (album->images, 0);
  g_ptr_array_extend (album->images, images, (GCopyFunc) copy_image, NULL);
  g_signal_emit (album, signals[SIGNAL_CHANGED], 0);
}

static void
trestle_album_finalize (GObject *object)
{
  g_ptr_array_unref (TRESTLE_ALBUM (object)->images);
  G_OBJECT_CLASS (trestle_album_parent_class)->finalize (object);
}

static void
trestle_album_class_init (TrestleAlbumClass *class)
{
  G_OBJECT_CLASS (class)->finalize = trestle_album_finalize;
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
trestle_album_init (TrestleAlbum *album)
{
  album->images = g_ptr_array_new_with_free_func ((GDestroyNotify) trestle_album_image_free);
}

TrestleAlbum *
trestle_album_new (void)
{
  return g_object_new (TRESTLE_TYPE_ALBUM, NULL);
}
