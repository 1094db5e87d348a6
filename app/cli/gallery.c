/* Reads a list of pairs whole: each image once, and every text. */
#include "app/cli/gallery.h"

#include "core/error.h"

/* Images times texts: scores of four gigabytes. The five folds of COCO have 25 million each, all of it together 125. */
#define MOST_SCORES (G_GUINT64_CONSTANT (1) << 29)

/* While the list is read. */
typedef struct
{
  GPtrArray *images;
  GPtrArray *texts;
  GArray *owners;
  GHashTable *places; /* path to index in @images, which owns the path */
} Reader;

static guint
find_image (Reader *reader, const char *path)
{
  gpointer place;

  if (g_hash_table_lookup_extended (reader->places, path, NULL, &place))
    return GPOINTER_TO_UINT (place);
  g_ptr_array_add (reader->images, g_strdup (path));
  g_hash_table_insert (reader->places, g_ptr_array_index (reader->images, reader->images->len - 1),
                       GUINT_TO_POINTER (reader->images->len - 1));
  return reader->images->len - 1;
}

static gboolean
read_pairs (Reader *reader, TrestlePairList *list, GError **error)
{
  for (;;)
    {
      g_autoptr (TrestlePair) pair = NULL;
      guint owner;

      if (!trestle_pair_list_read (list, &pair, error))
        return FALSE;
      if (pair == NULL)
        return TRUE;
      owner = find_image (reader, pair->image);
      g_array_append_val (reader->owners, owner);
      g_ptr_array_add (reader->texts, g_strdup (pair->text));
    }
}

static gboolean
check_size (const Reader *reader, const char *name, GError **error)
{
  if ((guint64) reader->images->len * reader->texts->len <= MOST_SCORES)
    return TRUE;
  g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_TOO_LARGE,
               "“%s” has %u images and %u texts, too many to score each with each; split it into folds, as is done with COCO", name,
               reader->images->len, reader->texts->len);
  return FALSE;
}

/* (transfer full): `[array->len]`, %NULL-terminated */
static char **
steal_strings (GPtrArray *array)
{
  g_ptr_array_add (array, NULL);
  return (char **) g_ptr_array_steal (array, NULL);
}

CliGallery *
cli_gallery_new (TrestlePairList *list, GError **error)
{
  g_autoptr (GPtrArray) images = g_ptr_array_new_with_free_func (g_free), texts = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GArray) owners = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (GHashTable) places = g_hash_table_new (g_str_hash, g_str_equal);
  Reader reader = { images, texts, owners, places };
  CliGallery *gallery;

  if (!read_pairs (&reader, list, error) || !check_size (&reader, trestle_pair_list_get_name (list), error))
    return NULL;
  gallery = g_new (CliGallery, 1);
  gallery->n_images = images->len;
  gallery->n_texts = texts->len;
  gallery->images = steal_strings (images);
  gallery->texts = steal_strings (texts);
  gallery->owners = (guint *) (gpointer) g_array_steal (owners, NULL);
  return gallery;
}

void
cli_gallery_free (CliGallery *gallery)
{
  g_strfreev (gallery->images);
  g_strfreev (gallery->texts);
  g_free (gallery->owners);
  g_free (gallery);
}
