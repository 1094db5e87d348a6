/* A folder for a fuzzer whose reader wants files: made once, its files written anew for every input. */
#include "tests/fuzz/scratch.h"

#include <glib/gstdio.h>
#include <unistd.h>

#define FAST_FOLDER "/dev/shm"

static char *folder;
static GHashTable *paths; /* by name */

static void
remove_all (void)
{
  GHashTableIter iter;
  gpointer path;

  g_hash_table_iter_init (&iter, paths);
  while (g_hash_table_iter_next (&iter, NULL, &path))
    g_remove (path);
  g_rmdir (folder);
  g_hash_table_unref (paths);
  g_free (folder);
}

const char *
scratch_folder (void)
{
  g_autofree char *pattern = NULL;

  if (folder != NULL)
    return folder;
  pattern = g_build_filename (g_access (FAST_FOLDER, W_OK) == 0 ? FAST_FOLDER : g_get_tmp_dir (), "trestle-fuzz-XXXXXX", NULL);
  folder = g_strdup (g_mkdtemp (pattern));
  if (folder == NULL)
    g_error ("There is no room for files in “%s”", pattern);
  paths = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  atexit (remove_all);
  return folder;
}

static const char *
find_path (const char *name)
{
  char *path;

  scratch_folder ();
  path = g_hash_table_lookup (paths, name);
  if (path == NULL)
    {
      path = g_build_filename (folder, name, NULL);
      g_hash_table_insert (paths, g_strdup (name), path);
    }
  return path;
}

const char *
scratch_write (const char *name, const guint8 *data, gsize size)
{
  const char *path = find_path (name);

  if (!g_file_set_contents_full (path, (const char *) data, (gssize) size, G_FILE_SET_CONTENTS_NONE, 0600, NULL))
    g_error ("“%s” cannot be written", path);
  return path;
}

void
scratch_remove (const char *name)
{
  g_remove (find_path (name));
}
