/* What a page exports, held against the command line that the export says makes the same. */
#include "tests/ui/export-checks.h"

#include <string.h>

#include "tests/cli-call.h"
#include "ui/export-dialog.h"

#define TOLERANCE 1e-5 /* between the window and the command line, whose products are split among threads in other ways */

static void
on_exported (TrestleExportDialog *dialog, GFile *file, gboolean *is_done)
{
  *is_done = TRUE;
}

/* (transfer full): what is in the file, which is removed with its folder */
static char *
take_file (GFile *file)
{
  g_autoptr (GFile) folder = g_file_get_parent (file);
  g_autoptr (GBytes) bytes = g_file_load_bytes (file, NULL, NULL, NULL);

  g_assert_nonnull (bytes);
  g_assert_true (g_file_delete (file, NULL, NULL));
  g_assert_true (g_file_delete (folder, NULL, NULL));
  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

/* (transfer full): what the dialog writes of @page */
static char *
export_page (WindowFixture *fixture, GType page, const char *name)
{
  g_autofree char *folder = g_dir_make_tmp ("trestle-window-XXXXXX", NULL);
  g_autoptr (GFile) file = g_file_new_build_filename (folder, name, NULL);
  TrestleExportDialog *dialog = trestle_export_dialog_new (GTK_WINDOW (fixture->window), window_find (fixture, page));
  gboolean is_done = FALSE;

  g_signal_connect (dialog, "exported", G_CALLBACK (on_exported), &is_done);
  gtk_window_present (GTK_WINDOW (dialog));
  trestle_export_dialog_save (dialog, file);
  while (!is_done)
    g_main_context_iteration (NULL, TRUE);
  return take_file (file);
}

/* (transfer full): by the command that @exported says makes the same */
static char *
write_again (const char *exported, const char *name)
{
  g_autofree char *folder = g_dir_make_tmp ("trestle-window-XXXXXX", NULL);
  g_autoptr (GFile) file = g_file_new_build_filename (folder, name, NULL);
  const char *command = strstr (exported, "trestle-cli ");
  g_autofree char *line = NULL;
  g_auto (GStrv) words = NULL;
  g_autoptr (CliResult) result = NULL;

  g_assert_nonnull (command);
  line = g_strndup (command, strcspn (command, "\r\n"));
  g_assert_true (g_shell_parse_argv (line, NULL, &words, NULL));
  for (guint i = 1; words[i] != NULL; i++)
    if (g_str_equal (words[i], name))
      {
        g_free (words[i]);
        words[i] = g_file_get_path (file);
      }
  result = cli_call_v ((const char *const *) words + 1);
  cli_result_assert_done (result);
  return take_file (file);
}

static gboolean
is_number (const char *cell, double *number)
{
  char *end;

  *number = g_ascii_strtod (cell, &end);
  return end != cell && *end == '\0';
}

/* The rows behind the lines that begin with "#", cell by cell; numbers may differ by rounding. */
static void
assert_same_table (const char *expected, const char *actual)
{
  g_auto (GStrv) expected_lines = g_strsplit (expected, "\n", -1), actual_lines = g_strsplit (actual, "\n", -1);
  guint n_rows = 0;

  g_assert_cmpuint (g_strv_length (expected_lines), ==, g_strv_length (actual_lines));
  for (guint i = 0; expected_lines[i] != NULL; i++)
    {
      g_auto (GStrv) expected_cells = g_strsplit (g_strchomp (expected_lines[i]), ",", -1);
      g_auto (GStrv) actual_cells = g_strsplit (g_strchomp (actual_lines[i]), ",", -1);

      if (*expected_lines[i] == '#')
        continue;
      n_rows++;
      g_assert_cmpuint (g_strv_length (expected_cells), ==, g_strv_length (actual_cells));
      for (guint k = 0; expected_cells[k] != NULL; k++)
        {
          double a, b;

          if (is_number (expected_cells[k], &a) && is_number (actual_cells[k], &b))
            g_assert_cmpfloat_with_epsilon (a, b, TOLERANCE);
          else
            g_assert_cmpstr (expected_cells[k], ==, actual_cells[k]);
        }
    }
  g_assert_cmpuint (n_rows, >, 8);
}

void
export_assert_repeatable (WindowFixture *fixture, GType page)
{
  g_autofree char *exported = export_page (fixture, page, "numbers.csv");
  g_autofree char *repeated = write_again (exported, "numbers.csv");

  assert_same_table (repeated, exported);
}
