/* Folders that a test writes, reads and removes. */
#include "tests/temporary-folder.h"

#include <glib/gstdio.h>

char *
temporary_folder_new (const TemporaryFile *files)
{
  g_autoptr (GError) error = NULL;
  char *folder = g_dir_make_tmp ("trestle-test-XXXXXX", &error);

  g_assert_no_error (error);
  for (; files->name != NULL; files++)
    {
      g_autofree char *path = g_build_filename (folder, files->name, NULL);

      if (files->content == NULL)
        g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
      else
        g_assert_true (g_file_set_contents (path, files->content, -1, NULL));
    }
  return folder;
}

static void
remove_folder (const char *folder)
{
  g_autoptr (GDir) entries = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (entries)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        remove_folder (path);
      else
        g_assert_cmpint (g_remove (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

void
temporary_folder_free (char *folder)
{
  remove_folder (folder);
  g_free (folder);
}
