/* The images that lie in one folder with the one that is shown, to be stepped through. */
#include "ui/image-folder.h"

#include <string.h>

#include "core/error.h"
#include "ui/thread-work.h"

static const char *const endings[] = { ".png", ".jpg", ".jpeg" };

/**
 * @image: (nullable): what is shown
 * @directory: (nullable): what @names are of
 * @names: (nullable): of its images, in natural order
 * @places: (element-type filename guint): of @names
 * @skipped: (element-type filename): those that cannot be opened
 * @reading: (nullable): stops what is being read
 */
struct _TrestleImageFolder
{
  GObject parent_instance;

  GFile *image;
  GFile *directory;
  GPtrArray *names;
  GHashTable *places;
  GHashTable *skipped;
  GCancellable *reading;
};

G_DEFINE_FINAL_TYPE (TrestleImageFolder, trestle_image_folder, G_TYPE_OBJECT)

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* A name, with what it is sorted by. */
typedef struct
{
  char *name;
  char *key;
} Entry;

static void
entry_clear (gpointer data)
{
  Entry *entry = data;

  g_free (entry->name);
  g_free (entry->key);
}

static int
compare_entries (gconstpointer a, gconstpointer b)
{
  const Entry *first = a, *second = b;
  int order = strcmp (first->key, second->key);

  return order != 0 ? order : strcmp (first->name, second->name);
}

static gboolean
is_image_name (const char *name)
{
  g_autofree char *small = g_ascii_strdown (name, -1);

  if (name[0] == '.')
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    if (g_str_has_suffix (small, endings[i]))
      return TRUE;
  return FALSE;
}

static void
add_entry (GArray *entries, const char *name)
{
  g_autofree char *display = g_filename_display_name (name);
  Entry entry = { g_strdup (name), g_utf8_collate_key_for_filename (display, -1) };

  g_array_append_val (entries, entry);
}

/* (transfer full) (element-type filename): sorted */
static GPtrArray *
take_names (GArray *entries)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);

  g_array_sort (entries, compare_entries);
  for (guint i = 0; i < entries->len; i++)
    g_ptr_array_add (names, g_steal_pointer (&g_array_index (entries, Entry, i).name));
  return names;
}

/* (transfer full) (nullable) (element-type filename) */
static GPtrArray *
read_names (GFile *directory, GCancellable *cancellable, GError **error)
{
  g_autoptr (GFileEnumerator)
      files = g_file_enumerate_children (directory, G_FILE_ATTRIBUTE_STANDARD_NAME, G_FILE_QUERY_INFO_NONE, cancellable, error);
  g_autoptr (GArray) entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  GFileInfo *info = NULL;

  g_array_set_clear_func (entries, entry_clear);
  if (files == NULL)
    return NULL;
  do
    {
      if (!g_file_enumerator_iterate (files, &info, NULL, cancellable, error))
        return NULL;
      if (info != NULL && is_image_name (g_file_info_get_name (info)))
        add_entry (entries, g_file_info_get_name (info));
    }
  while (info != NULL);
  return take_names (entries);
}

static void
read_in_thread (GTask *task, gpointer source, gpointer directory, GCancellable *cancellable)
{
  GError *error = NULL;
  GPtrArray *names = read_names (directory, cancellable, &error);

  if (names != NULL)
    g_task_return_pointer (task, names, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

static void
folder_read_async (TrestleImageFolder *folder, GFile *directory, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = NULL;

  if (folder->reading != NULL)
    g_cancellable_cancel (folder->reading);
  g_clear_object (&folder->reading);
  folder->reading = g_cancellable_new ();
  task = g_task_new (folder, folder->reading, callback, data);
  g_task_set_task_data (task, g_object_ref (directory), g_object_unref);
  trestle_task_run_in_thread (task, read_in_thread);
}

static void
folder_forget_names (TrestleImageFolder *folder)
{
  g_clear_pointer (&folder->names, g_ptr_array_unref);
  g_clear_object (&folder->directory);
  g_hash_table_remove_all (folder->places);
  g_hash_table_remove_all (folder->skipped);
}

/* FALSE if the folder could not be read: then there is nothing to step through. */
static gboolean
folder_read_finish (TrestleImageFolder *folder, GAsyncResult *result, GError **error)
{
  GPtrArray *names = g_task_propagate_pointer (G_TASK (result), error);

  if (names == NULL)
    return FALSE;
  folder_forget_names (folder);
  folder->directory = g_object_ref (g_task_get_task_data (G_TASK (result)));
  folder->names = names;
  for (guint i = 0; i < names->len; i++)
    g_hash_table_insert (folder->places, names->pdata[i], GUINT_TO_POINTER (i));
  g_signal_emit (folder, signals[SIGNAL_CHANGED], 0);
  return TRUE;
}

/* Whoever opened an image did not ask for its folder, so nobody is told if that cannot be read. */
static void
on_followed (GObject *source, GAsyncResult *result, gpointer data)
{
  folder_read_finish (TRESTLE_IMAGE_FOLDER (source), result, NULL);
}

gint
trestle_image_folder_get_place (TrestleImageFolder *folder, guint *n_images)
{
  g_autoptr (GFile) directory = folder->image != NULL ? g_file_get_parent (folder->image) : NULL;
  g_autofree char *name = folder->image != NULL ? g_file_get_basename (folder->image) : NULL;
  gpointer place;

  *n_images = 0;
  if (folder->names == NULL || directory == NULL || !g_file_equal (directory, folder->directory)
      || !g_hash_table_lookup_extended (folder->places, name, NULL, &place))
    return -1;
  *n_images = folder->names->len;
  return GPOINTER_TO_INT (place);
}

void
trestle_image_folder_follow (TrestleImageFolder *folder, GFile *image)
{
  guint n_images;

  g_set_object (&folder->image, image);
  if (image != NULL && trestle_image_folder_get_place (folder, &n_images) < 0)
    {
      g_autoptr (GFile) directory = g_file_get_parent (image);

      if (directory != NULL)
        folder_read_async (folder, directory, on_followed, NULL);
    }
  g_signal_emit (folder, signals[SIGNAL_CHANGED], 0);
}

GFile *
trestle_image_folder_find (TrestleImageFolder *folder, gint step)
{
  guint n_images;
  gint place = trestle_image_folder_get_place (folder, &n_images);
  gint found = place >= 0 ? (gint) CLAMP ((gint64) place + step, 0, (gint64) n_images - 1) : place;

  while (found > 0 && (guint) found < n_images && g_hash_table_contains (folder->skipped, folder->names->pdata[found]))
    found += step > 0 ? 1 : -1;
  if (found == place || (guint) found >= n_images || g_hash_table_contains (folder->skipped, folder->names->pdata[found]))
    return NULL;
  return g_file_get_child (folder->directory, folder->names->pdata[found]);
}

void
trestle_image_folder_skip (TrestleImageFolder *folder, GFile *image)
{
  if (image != NULL && folder->directory != NULL && g_file_has_parent (image, folder->directory))
    g_hash_table_add (folder->skipped, g_file_get_basename (image));
}

static void
on_first_read (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  TrestleImageFolder *folder = TRESTLE_IMAGE_FOLDER (source);
  GError *error = NULL;

  if (!folder_read_finish (folder, result, &error))
    g_task_return_error (task, error);
  else if (folder->names->len > 0)
    g_task_return_pointer (task, g_file_get_child (folder->directory, folder->names->pdata[0]), g_object_unref);
  else
    {
      g_autofree char *name = g_file_get_parse_name (folder->directory);

      g_task_return_new_error (task, TRESTLE_ERROR, TRESTLE_ERROR_MISSING, "“%s” has no PNG or JPEG files in it: choose a folder that has",
                               name);
    }
}

void
trestle_image_folder_find_first_async (TrestleImageFolder *folder,
                                       GFile *directory,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer data)
{
  folder_read_async (folder, directory, on_first_read, g_task_new (folder, cancellable, callback, data));
}

GFile *
trestle_image_folder_find_first_finish (TrestleImageFolder *folder, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
trestle_image_folder_dispose (GObject *object)
{
  TrestleImageFolder *folder = TRESTLE_IMAGE_FOLDER (object);

  if (folder->reading != NULL)
    g_cancellable_cancel (folder->reading);
  g_clear_object (&folder->reading);
  g_clear_object (&folder->image);
  G_OBJECT_CLASS (trestle_image_folder_parent_class)->dispose (object);
}

static void
trestle_image_folder_finalize (GObject *object)
{
  TrestleImageFolder *folder = TRESTLE_IMAGE_FOLDER (object);

  folder_forget_names (folder);
  g_hash_table_unref (folder->places);
  g_hash_table_unref (folder->skipped);
  G_OBJECT_CLASS (trestle_image_folder_parent_class)->finalize (object);
}

static void
trestle_image_folder_class_init (TrestleImageFolderClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);

  object_class->dispose = trestle_image_folder_dispose;
  object_class->finalize = trestle_image_folder_finalize;
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
trestle_image_folder_init (TrestleImageFolder *folder)
{
  folder->places = g_hash_table_new (g_str_hash, g_str_equal);
  folder->skipped = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

TrestleImageFolder *
trestle_image_folder_new (void)
{
  return g_object_new (TRESTLE_TYPE_IMAGE_FOLDER, NULL);
}
