/* Where the files that come with Trestle are looked for. A copy of this program in a bin folder of its own, run with --find, stands for an
 * installed one. */
#include "core/data.h"
#include "tests/temporary-folder.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

static void
assert_found (const char *relative, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = trestle_data_find (relative, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (path, ==, expected);
}

static void
test_chosen_folder_comes_first (void)
{
  char *folder = temporary_folder_new ((TemporaryFile[]){ { "style.css", "" }, { "only-here", "" }, { NULL, NULL } });
  g_autofree char *style = g_build_filename (folder, "style.css", NULL);
  g_autofree char *only = g_build_filename (folder, "only-here", NULL);

  g_assert_true (g_setenv ("TRESTLE_DATA", folder, TRUE));
  assert_found ("style.css", style);
  assert_found ("only-here", only);
  temporary_folder_free (folder);
}

/* The source tree that the build was made from. */
static void
test_source_tree_comes_last (void)
{
  g_autofree char *data = g_canonicalize_filename ("../data", g_getenv ("G_TEST_SRCDIR"));
  g_autofree char *style = g_build_filename (data, "style.css", NULL);
  char *folder = temporary_folder_new ((TemporaryFile[]){ { NULL, NULL } });

  g_assert_true (g_setenv ("TRESTLE_DATA", folder, TRUE));
  assert_found ("style.css", style);
  g_unsetenv ("TRESTLE_DATA");
  assert_found ("style.css", style);
  g_assert_true (g_setenv ("TRESTLE_DATA", "", TRUE));
  assert_found ("style.css", style);
  temporary_folder_free (folder);
}

/* (transfer full): what a copy of this program, started as @program, finds. */
static char *
find_with_copy (const char *program, const char *relative)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  char *found = NULL;

  g_subprocess_launcher_unsetenv (launcher, "TRESTLE_DATA");
  process = g_subprocess_launcher_spawn (launcher, &error, program, "--find", relative, NULL);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_communicate_utf8 (process, NULL, NULL, &found, NULL, &error));
  g_assert_no_error (error);
  return found;
}

static void
test_moved_program_finds_what_is_beside_it (void)
{
  char *prefix = temporary_folder_new ((TemporaryFile[]){
      { "bin", NULL }, { "share", NULL }, { "share/trestle", NULL }, { "share/trestle/style.css", "" }, { NULL, NULL } });
  g_autofree char *program = g_build_filename (prefix, "bin", "trestle", NULL);
  g_autofree char *style = g_build_filename (prefix, "share", "trestle", "style.css", NULL);
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autoptr (GFile) from = g_file_new_for_path (self);
  g_autoptr (GFile) to = g_file_new_for_path (program);
  g_autofree char *found = NULL;

  g_assert_true (g_file_copy (from, to, G_FILE_COPY_NONE, NULL, NULL, NULL, NULL));
  found = find_with_copy (program, "style.css");
  g_assert_cmpstr (found, ==, style);
  temporary_folder_free (prefix);
}

static void
test_error_lists_the_places (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (g_setenv ("TRESTLE_DATA", "/chosen-folder", TRUE));
  g_assert_null (trestle_data_find ("models/no-such-model", &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  g_assert_nonnull (strstr (error->message, "“models/no-such-model”"));
  g_assert_nonnull (strstr (error->message, "“/chosen-folder”, “"));
  g_assert_nonnull (strstr (error->message, "/share/trestle”, “"));
  g_assert_nonnull (strstr (error->message, "/data”"));
}

/* What the copy does. */
static int
print_found (const char *relative)
{
  g_autofree char *path = trestle_data_find (relative, NULL);

  g_print ("%s", path != NULL ? path : "");
  return 0;
}

int
main (int argc, char **argv)
{
  if (argc == 3 && g_str_equal (argv[1], "--find"))
    return print_found (argv[2]);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/data/chosen-folder-comes-first", test_chosen_folder_comes_first);
  g_test_add_func ("/data/source-tree-comes-last", test_source_tree_comes_last);
  g_test_add_func ("/data/moved-program-finds-what-is-beside-it", test_moved_program_finds_what_is_beside_it);
  g_test_add_func ("/data/error-lists-the-places", test_error_lists_the_places);
  return g_test_run ();
}
