/* Finds the files that come with Trestle. TRESTLE_DATADIR and TRESTLE_SOURCE_DATADIR are the build's, set for this file alone. */
#include "core/data.h"

/* (transfer full) (nullable): share/trestle beside the bin folder of the running program, wherever that was moved to. */
static char *
find_folder_of_program (void)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *bin = program != NULL ? g_path_get_dirname (program) : NULL;
  g_autofree char *prefix = bin != NULL ? g_path_get_dirname (bin) : NULL;

  return prefix != NULL ? g_build_filename (prefix, "share", "trestle", NULL) : NULL;
}

/* (transfer full) (element-type filename): the folders that may be data/, the one to prefer first. */
static GPtrArray *
list_folders (void)
{
  GPtrArray *folders = g_ptr_array_new_with_free_func (g_free);
  const char *chosen = g_getenv ("TRESTLE_DATA");
  char *beside = find_folder_of_program ();

  if (chosen != NULL && *chosen != '\0')
    g_ptr_array_add (folders, g_strdup (chosen));
  if (beside != NULL)
    g_ptr_array_add (folders, beside);
  g_ptr_array_add (folders, g_strdup (TRESTLE_DATADIR));
  g_ptr_array_add (folders, g_strdup (TRESTLE_SOURCE_DATADIR));
  return folders;
}

char *
trestle_data_find (const char *relative, GError **error)
{
  g_autoptr (GPtrArray) folders = list_folders ();
  g_autoptr (GString) places = g_string_new (NULL);

  for (guint i = 0; i < folders->len; i++)
    {
      g_autofree char *path = g_build_filename (g_ptr_array_index (folders, i), relative, NULL);
      g_autofree char *name = g_filename_display_name (g_ptr_array_index (folders, i));

      if (g_file_test (path, G_FILE_TEST_EXISTS))
        return g_steal_pointer (&path);
      g_string_append_printf (places, "%s“%s”", i > 0 ? ", " : "", name);
    }
  g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT,
               "“%s”, which comes with Trestle, was not found in %s; install Trestle again or set TRESTLE_DATA to its data folder",
               relative, places->str);
  return NULL;
}
