/* What leaves the window: the export dialog's choices, the clipboard, the folder of all figures; and what it says of a model. */
#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <string.h>

#include "analysis/figures/export.h"
#include "tests/cli-call.h"
#include "tests/temporary-folder.h"
#include "tests/ui/export-checks.h"
#include "tests/ui/window-fixture.h"
#include "ui/export-all.h"
#include "ui/export-dialog.h"
#include "ui/figure-set.h"
#include "ui/model-details.h"
#include "ui/pages/attention-page.h"
#include "ui/width-row.h"

/* The window's temporary folder: (transfer full). */
static char *
new_folder (void)
{
  return g_dir_make_tmp ("trestle-export-XXXXXX", NULL);
}

/* With all that is in it, and in its folders. */
static void
remove_all (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *inside = g_build_filename (path, name, NULL);

      remove_all (inside);
    }
  g_assert_cmpint (g_remove (path), ==, 0);
}

static GdkClipboard *
clipboard_of (WindowFixture *fixture)
{
  return gtk_widget_get_clipboard (GTK_WIDGET (fixture->window));
}

/* What a program that asks for @type is given. */
typedef struct
{
  GOutputStream *stream;
  gboolean is_done;
} Paste;

static void
on_pasted (GObject *provider, GAsyncResult *result, gpointer data)
{
  Paste *paste = data;
  g_autoptr (GError) error = NULL;

  g_assert_true (gdk_content_provider_write_mime_type_finish (GDK_CONTENT_PROVIDER (provider), result, &error));
  g_assert_no_error (error);
  paste->is_done = TRUE;
}

/* (transfer full) */
static GBytes *
paste_as (WindowFixture *fixture, const char *type)
{
  GdkContentProvider *provider = gdk_clipboard_get_content (clipboard_of (fixture));
  g_autoptr (GOutputStream) stream = g_memory_output_stream_new_resizable ();
  Paste paste = { stream, FALSE };

  g_assert_nonnull (provider);
  gdk_content_provider_write_mime_type_async (provider, type, stream, G_PRIORITY_DEFAULT, NULL, on_pasted, &paste);
  while (!paste.is_done)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (g_output_stream_close (stream, NULL, NULL));
  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (stream));
}

static gboolean
offers_picture (WindowFixture *fixture)
{
  GdkContentFormats *formats = gdk_clipboard_get_formats (clipboard_of (fixture));

  return gdk_content_formats_contain_mime_type (formats, "image/png") && gdk_content_formats_contain_mime_type (formats, "image/svg+xml");
}

static gboolean
offers_numbers (WindowFixture *fixture)
{
  return gdk_content_formats_contain_mime_type (gdk_clipboard_get_formats (clipboard_of (fixture)), "text/csv");
}

static TrestleExportDialog *
open_dialog (WindowFixture *fixture)
{
  TrestleExportDialog *dialog = trestle_export_dialog_new (GTK_WINDOW (fixture->window),
                                                           window_find (fixture, TRESTLE_TYPE_ATTENTION_PAGE));

  gtk_window_present (GTK_WINDOW (dialog));
  return dialog;
}

static void
click (gpointer dialog, const char *label)
{
  GtkWidget *button = window_find_button (GTK_WIDGET (dialog), label);

  g_assert_nonnull (button);
  g_assert_true (gtk_widget_get_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
}

static GObject *
width_of (gpointer dialog)
{
  return G_OBJECT (window_find_widget (GTK_WIDGET (dialog), TRESTLE_TYPE_WIDTH_ROW));
}

/* The dots per inch are the dialog's last spin button: the width's comes before. */
static GtkAdjustment *
resolution_of (GtkWidget *widget)
{
  GtkAdjustment *found = NULL;

  if (GTK_IS_SPIN_BUTTON (widget))
    return gtk_spin_button_get_adjustment (GTK_SPIN_BUTTON (widget));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkAdjustment *inside = resolution_of (child);

      if (inside != NULL)
        found = inside;
    }
  return found;
}

static void
test_dialog_says_how_large_the_file_becomes (WindowFixture *fixture, gconstpointer data)
{
  TrestleExportDialog *dialog = open_dialog (fixture);

  g_object_set (dialog, "kind", "png", NULL);
  g_object_set (width_of (dialog), "width", 127.0, NULL);
  gtk_adjustment_set_value (resolution_of (GTK_WIDGET (dialog)), 200.0);
  g_assert_true (window_shows_text (GTK_WIDGET (dialog), "127 × "));
  g_assert_true (window_shows_text (GTK_WIDGET (dialog), " mm · 1000 × "));
  g_assert_true (window_shows_text (GTK_WIDGET (dialog), " pixels at 200 dpi"));
  g_object_set (dialog, "kind", "pdf", NULL);
  g_assert_true (window_shows_text (GTK_WIDGET (dialog), "127 × "));
  g_assert_false (window_shows_text (GTK_WIDGET (dialog), "pixels at"));
  gtk_window_destroy (GTK_WINDOW (dialog));
}

static void
test_dialog_remembers_its_choices (WindowFixture *fixture, gconstpointer data)
{
  TrestleExportDialog *dialog = open_dialog (fixture);
  g_autofree char *kind = NULL;
  double width;

  g_object_set (dialog, "kind", "svg", NULL);
  g_object_set (width_of (dialog), "width", 170.0, NULL);
  gtk_adjustment_set_value (resolution_of (GTK_WIDGET (dialog)), 450.0);
  gtk_window_destroy (GTK_WINDOW (dialog));
  dialog = open_dialog (fixture);
  g_object_get (dialog, "kind", &kind, NULL);
  g_object_get (width_of (dialog), "width", &width, NULL);
  g_assert_cmpstr (kind, ==, "svg");
  g_assert_cmpfloat (width, ==, 170.0);
  g_assert_cmpfloat (gtk_adjustment_get_value (resolution_of (GTK_WIDGET (dialog))), ==, 450.0);
  g_object_set (dialog, "kind", "pdf", NULL);
  g_object_set (width_of (dialog), "width", 85.0, NULL);
  gtk_adjustment_set_value (resolution_of (GTK_WIDGET (dialog)), 300.0);
  gtk_window_destroy (GTK_WINDOW (dialog));
}

/* 127 mm are 5 inches. */
static void
test_copied_picture_is_as_large_as_chosen (WindowFixture *fixture, gconstpointer data)
{
  TrestleExportDialog *dialog = open_dialog (fixture);
  g_autoptr (GBytes) png = NULL;
  g_autoptr (GdkTexture) picture = NULL;
  g_autoptr (GBytes) svg = NULL;
  g_autoptr (GError) error = NULL;

  g_object_set (dialog, "kind", "png", NULL);
  g_object_set (width_of (dialog), "width", 127.0, NULL);
  gtk_adjustment_set_value (resolution_of (GTK_WIDGET (dialog)), 100.0);
  click (dialog, "_Copy Picture");
  window_wait_until (fixture, offers_picture);
  png = paste_as (fixture, "image/png");
  picture = gdk_texture_new_from_bytes (png, &error);
  g_assert_no_error (error);
  g_assert_cmpint (gdk_texture_get_width (picture), ==, 500);
  g_assert_cmpint (gdk_texture_get_height (picture), >, 100);
  svg = paste_as (fixture, "image/svg+xml");
  g_assert_nonnull (g_strstr_len (g_bytes_get_data (svg, NULL), (gssize) g_bytes_get_size (svg), "</svg>"));
  gtk_window_destroy (GTK_WINDOW (dialog));
}

static void
test_copied_numbers_are_those_of_the_file (WindowFixture *fixture, gconstpointer data)
{
  TrestleExportDialog *dialog = open_dialog (fixture);
  g_autoptr (TrestleFigure) figure = NULL;
  g_autofree char *name = NULL;
  g_autofree char *file = NULL;
  g_autoptr (GBytes) expected = NULL, csv = NULL, text = NULL;
  TrestleFigureSource *page = window_find (fixture, TRESTLE_TYPE_ATTENTION_PAGE);

  g_object_set (width_of (dialog), "width", 85.0, NULL);
  g_object_set (dialog, "kind", "csv", NULL);
  click (dialog, "_Copy Numbers");
  window_wait_until (fixture, offers_numbers);
  name = trestle_figure_source_name_file (page);
  file = g_strconcat (name, ".csv", NULL);
  figure = trestle_figure_source_make_figure (page, 85.0, file);
  expected = trestle_figure_make_file (figure, ".csv", 0.0, NULL);
  csv = paste_as (fixture, "text/csv");
  text = paste_as (fixture, "text/plain;charset=utf-8");
  g_assert_true (g_bytes_equal (csv, expected));
  g_assert_true (g_bytes_equal (text, expected));
  g_object_set (dialog, "kind", "pdf", NULL);
  gtk_window_destroy (GTK_WINDOW (dialog));
}

/* (transfer full): what is on the clipboard as text */
static char *
paste_text (WindowFixture *fixture)
{
  GdkContentProvider *provider = gdk_clipboard_get_content (clipboard_of (fixture));
  g_auto (GValue) text = G_VALUE_INIT;

  g_value_init (&text, G_TYPE_STRING);
  g_assert_nonnull (provider);
  g_assert_true (gdk_content_provider_get_value (provider, &text, NULL));
  return g_value_dup_string (&text);
}

/* Runs what was copied as a shell would, with the program's path in it; in @folder, where it leaves its file. */
static void
run_command (const char *command, const char *folder)
{
  g_autofree char *program = g_shell_quote (g_getenv ("TRESTLE_CLI"));
  g_autofree char *place = g_shell_quote (folder);
  g_autofree char *script = NULL;
  g_autofree char *line = NULL;
  g_autofree char *said = NULL;
  g_autofree char *quoted = NULL;
  g_autoptr (GError) error = NULL;
  int status;

  g_assert_true (g_str_has_prefix (command, "trestle-cli "));
  script = g_strdup_printf ("cd %s && %s %s", place, program, command + strlen ("trestle-cli "));
  quoted = g_shell_quote (script);
  line = g_strdup_printf ("sh -c %s", quoted);
  /* What it prints is not this test's own output. */
  g_assert_true (g_spawn_command_line_sync (line, &said, NULL, &status, &error));
  g_assert_no_error (error);
  g_assert_true (g_spawn_check_wait_status (status, &error));
}

/* (transfer full): the lines of a table that are no comment, with its numbers to four digits: products are split among threads in
 * other ways in the two programs. */
static char *
round_table (const char *csv)
{
  g_auto (GStrv) lines = g_strsplit (csv, "\n", -1);
  GString *rows = g_string_new (NULL);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) cells = g_strsplit (g_strchomp (lines[i]), ",", -1);

      for (guint k = 0; *lines[i] != '#' && cells[k] != NULL; k++)
        if (strchr (cells[k], '.') != NULL)
          g_string_append_printf (rows, "%.4f,", g_ascii_strtod (cells[k], NULL) + 1e-9);
        else
          g_string_append_printf (rows, "%s,", cells[k]);
      g_string_append_c (rows, '\n');
    }
  return g_string_free (rows, FALSE);
}

static void
test_copied_command_makes_the_same_numbers (WindowFixture *fixture, gconstpointer data)
{
  g_autofree char *folder = new_folder ();
  TrestleExportDialog *dialog = open_dialog (fixture);
  TrestleFigureSource *page = window_find (fixture, TRESTLE_TYPE_ATTENTION_PAGE);
  g_autofree char *base = trestle_figure_source_name_file (page);
  g_autofree char *name = g_strconcat (base, ".csv", NULL);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (TrestleFigure) figure = trestle_figure_source_make_figure (page, 85.0, name);
  g_autoptr (GBytes) table = trestle_figure_make_file (figure, ".csv", 0.0, NULL);
  g_autofree char *shown = g_strndup (g_bytes_get_data (table, NULL), g_bytes_get_size (table));
  g_autofree char *command = NULL, *written = NULL, *expected = NULL, *actual = NULL;

  g_object_set (dialog, "kind", "csv", NULL);
  click (dialog, "Copy Co_mmand");
  command = paste_text (fixture);
  run_command (command, folder);
  g_assert_true (g_file_get_contents (path, &written, NULL, NULL));
  expected = round_table (shown);
  actual = round_table (written);
  g_assert_cmpstr (actual, ==, expected);
  g_object_set (dialog, "kind", "pdf", NULL);
  gtk_window_destroy (GTK_WINDOW (dialog));
  remove_all (folder);
}

static void
test_keys_copy_without_the_dialog (WindowFixture *fixture, gconstpointer data)
{
  g_autofree char *command = NULL;

  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.copy-picture", NULL);
  window_wait_until (fixture, offers_picture);
  g_assert_true (window_shows_text (GTK_WIDGET (fixture->window), "The picture is on the clipboard."));
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.copy-command", NULL);
  command = paste_text (fixture);
  g_assert_true (g_str_has_prefix (command, "trestle-cli attention "));
}

static gboolean
shows_pasted_image (WindowFixture *fixture)
{
  return window_has_caught_up (fixture)
         && trestle_image_source_get_path (trestle_workbench_get_run (fixture->workbench)->image_source) == NULL;
}

static void
paste_picture (WindowFixture *fixture)
{
  g_autofree char *path = g_build_filename (g_getenv ("TRESTLE_DATA"), "samples", "scene-03.png", NULL);
  g_autoptr (GdkTexture) texture = gdk_texture_new_from_filename (path, NULL);
  TrestleImageSource *source = trestle_image_source_new_texture (texture);

  trestle_workbench_open_image (fixture->workbench, source);
  trestle_image_source_unref (source);
  window_wait_until (fixture, shows_pasted_image);
}

static void
test_pasted_image_has_no_command_and_says_why (WindowFixture *fixture, gconstpointer data)
{
  TrestleExportDialog *dialog;
  GtkWidget *button;

  paste_picture (fixture);
  dialog = open_dialog (fixture);
  button = window_find_button (GTK_WIDGET (dialog), "Copy Co_mmand");
  g_assert_false (gtk_widget_get_sensitive (button));
  g_assert_nonnull (strstr (gtk_widget_get_tooltip_text (button), "save this one to a file"));
  gtk_window_destroy (GTK_WINDOW (dialog));
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.copy-command", NULL);
  g_assert_true (window_shows_text (GTK_WIDGET (fixture->window), "save this one to a file"));
}

/* What became of an export of all. */
typedef struct
{
  GFile *folder;
} Outcome;

static void
on_exported (TrestleExportAll *dialog, GFile *folder, Outcome *outcome)
{
  outcome->folder = g_object_ref (folder);
}

static TrestleExportAll *
open_export_all (WindowFixture *fixture, Outcome *outcome)
{
  TrestleExportAll *dialog = trestle_export_all_new (GTK_WINDOW (fixture->window), fixture->workbench);

  g_signal_connect (dialog, "exported", G_CALLBACK (on_exported), outcome);
  gtk_window_present (GTK_WINDOW (dialog));
  return dialog;
}

/* (transfer full): the new folder's path */
static char *
export_all (WindowFixture *fixture, const char *parent)
{
  g_autoptr (GFile) place = g_file_new_for_path (parent);
  Outcome outcome = { NULL };
  char *path;

  trestle_export_all_save (open_export_all (fixture, &outcome), place);
  while (outcome.folder == NULL)
    g_main_context_iteration (NULL, TRUE);
  path = g_file_get_path (outcome.folder);
  g_object_unref (outcome.folder);
  return path;
}

static guint
count_files (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  guint n_files = 0;

  while (folder != NULL && g_dir_read_name (folder) != NULL)
    n_files++;
  return n_files;
}

/* Every file in the folder begins and ends as its kind does, so that none is there by half. */
static void
assert_whole (const char *path, const char *name)
{
  g_autofree char *file = g_build_filename (path, name, NULL);
  g_autofree char *content = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (file, &content, &size, NULL));
  g_assert_cmpuint (size, >, 0);
  if (g_str_has_suffix (name, ".pdf"))
    {
      g_assert_cmpint (memcmp (content, "%PDF", 4), ==, 0);
      g_assert_cmpint (memcmp (content + size - 6, "%%EOF", 5), ==, 0);
    }
  else if (g_str_has_suffix (name, ".csv"))
    g_assert_cmpint (content[size - 1], ==, '\n');
  else
    g_assert_cmpstr (name, ==, "README.txt");
}

static void
assert_all_whole (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (folder)) != NULL)
    assert_whole (path, name);
}

static TrestleFigureSet *
set_of (WindowFixture *fixture)
{
  TrestleLook look = TRESTLE_LOOK_DEFAULT;

  return trestle_figure_set_new (trestle_workbench_get_run (fixture->workbench), trestle_workbench_get_selection (fixture->workbench),
                                 &look, 0.6);
}

static void
test_export_all_writes_what_it_lists (WindowFixture *fixture, gconstpointer data)
{
  g_autofree char *parent = new_folder ();
  g_autofree char *folder = export_all (fixture, parent);
  g_autofree char *name = g_path_get_basename (folder);
  g_autofree char *readme_path = g_build_filename (folder, "README.txt", NULL);
  g_autofree char *readme = NULL;
  g_autoptr (TrestleFigureSet) set = set_of (fixture);
  guint n_figures = trestle_figure_set_get_n_figures (set);

  g_assert_cmpstr (name, ==, "scene-01 figures");
  g_assert_cmpuint (n_figures, ==, 18);
  g_assert_cmpuint (count_files (folder), ==, 2 * n_figures + 1);
  g_assert_true (g_file_get_contents (readme_path, &readme, NULL, NULL));
  for (guint i = 0; i < n_figures; i++)
    {
      g_autofree char *pdf = g_strconcat (trestle_figure_set_get_name (set, i), ".pdf", NULL);
      g_autofree char *path = g_build_filename (folder, pdf, NULL);

      g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
      g_assert_nonnull (strstr (readme, pdf));
      g_assert_nonnull (strstr (readme, trestle_figure_set_get_title (set, i)));
    }
  assert_all_whole (folder);
  remove_all (parent);
}

static void
test_export_all_never_overwrites (WindowFixture *fixture, gconstpointer data)
{
  g_autofree char *parent = new_folder ();
  g_autofree char *old = g_build_filename (parent, "scene-01 figures", NULL);
  g_autofree char *folder = NULL;
  g_autofree char *name = NULL;

  g_assert_cmpint (g_mkdir (old, 0777), ==, 0);
  folder = export_all (fixture, parent);
  name = g_path_get_basename (folder);
  g_assert_cmpstr (name, ==, "scene-01 figures 2");
  g_assert_cmpuint (count_files (old), ==, 0);
  remove_all (parent);
}

/* The commands of README.txt that write tables, each run in a folder of its own. */
static void
test_export_all_can_be_made_again (WindowFixture *fixture, gconstpointer data)
{
  g_autofree char *parent = new_folder ();
  g_autofree char *again = new_folder ();
  g_autofree char *folder = export_all (fixture, parent);
  g_autofree char *readme_path = g_build_filename (folder, "README.txt", NULL);
  g_autofree char *readme = NULL;
  g_auto (GStrv) lines = NULL;
  guint n_tables = 0;

  g_assert_true (g_file_get_contents (readme_path, &readme, NULL, NULL));
  lines = g_strsplit (readme, "\n", -1);
  for (guint i = 1; lines[i] != NULL; i++)
    {
      const char *command = g_strstrip (lines[i]), *name = lines[i - 1];
      g_autofree char *first = g_build_filename (folder, name, NULL), *second = g_build_filename (again, name, NULL);
      g_autofree char *shown = NULL, *written = NULL, *expected = NULL, *actual = NULL;

      if (!g_str_has_prefix (command, "trestle-cli ") || !g_str_has_suffix (name, ".csv"))
        continue;
      run_command (command, again);
      g_assert_true (g_file_get_contents (first, &shown, NULL, NULL));
      g_assert_true (g_file_get_contents (second, &written, NULL, NULL));
      expected = round_table (shown);
      actual = round_table (written);
      g_assert_cmpstr (actual, ==, expected);
      n_tables++;
    }
  g_assert_cmpuint (n_tables, ==, 18);
  remove_all (parent);
  remove_all (again);
}

static gboolean
has_figures (const char *parent)
{
  g_autofree char *folder = g_build_filename (parent, "scene-01 figures", NULL);

  return count_files (folder) >= 3;
}

static void
test_cancelled_export_leaves_whole_files (WindowFixture *fixture, gconstpointer data)
{
  g_autofree char *parent = new_folder ();
  g_autofree char *folder = g_build_filename (parent, "scene-01 figures", NULL);
  g_autofree char *readme = g_build_filename (folder, "README.txt", NULL);
  g_autoptr (GFile) place = g_file_new_for_path (parent);
  Outcome outcome = { NULL };
  TrestleExportAll *dialog = open_export_all (fixture, &outcome);

  trestle_export_all_save (dialog, place);
  while (!has_figures (parent))
    g_main_context_iteration (NULL, FALSE);
  click (dialog, "_Cancel");
  window_wait_until (fixture, window_is_idle);
  while (!window_shows_text (GTK_WIDGET (dialog), "Stopped."))
    g_main_context_iteration (NULL, TRUE);
  g_assert_null (outcome.folder);
  g_assert_false (g_file_test (readme, G_FILE_TEST_EXISTS));
  assert_all_whole (folder);
  gtk_window_destroy (GTK_WINDOW (dialog));
  remove_all (parent);
}

static void
test_folder_that_cannot_be_written_is_named (WindowFixture *fixture, gconstpointer data)
{
  g_autofree char *parent = new_folder ();
  g_autofree char *file = g_build_filename (parent, "no-folder", NULL);
  g_autoptr (GFile) place = g_file_new_for_path (file);
  g_autofree char *named = g_strdup_printf ("The folder “%s/scene-01 figures” cannot be made: ", file);
  Outcome outcome = { NULL };
  TrestleExportAll *dialog = open_export_all (fixture, &outcome);

  g_assert_true (g_file_set_contents (file, "", 0, NULL));
  trestle_export_all_save (dialog, place);
  while (!window_shows_text (GTK_WIDGET (dialog), named))
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (window_shows_text (GTK_WIDGET (dialog), "choose one that you may write to"));
  g_assert_null (outcome.folder);
  gtk_window_destroy (GTK_WINDOW (dialog));
  remove_all (parent);
}

/* The sentences of both, and every count. */
static void
assert_details_are_those_of_cli (WindowFixture *fixture, const char *model)
{
  g_autofree char *path = window_demo_path (model);
  g_autoptr (CliResult) printed = cli_call ("info", "--model", path, NULL), result = cli_call ("info", "--model", path, "--json", NULL);
  JsonObject *parameters = cli_json_get_object (cli_result_get_json (result), "parameters");
  g_autoptr (GList) parts = json_object_get_members (parameters);
  TrestleModelDetails *details = trestle_model_details_new (GTK_WINDOW (fixture->window), trestle_workbench_get_run (fixture->workbench));
  g_auto (GStrv) lines = g_strsplit (trestle_model_details_get_text (details), "\n", -1);
  static const char *const titles[] = { "Kind: ", "Tasks: ", "Images: ", "Texts: ", "Each side: ", "Weights: ", "All of it: " };
  guint n_found = 0;

  gtk_window_present (GTK_WINDOW (details));
  cli_result_assert_done (printed);
  for (guint i = 0; lines[i] != NULL; i++)
    for (guint k = 0; k < G_N_ELEMENTS (titles); k++)
      if (g_str_has_prefix (lines[i], titles[k]))
        {
          const char *said = lines[i] + strlen (titles[k]);

          g_assert_nonnull (strstr (printed->out, said));
          g_assert_true (window_shows_text (GTK_WIDGET (details), said));
          n_found++;
        }
  g_assert_cmpuint (n_found, ==, G_N_ELEMENTS (titles));
  g_assert_cmpuint (g_list_length (parts), ==, 6);
  gtk_window_destroy (GTK_WINDOW (details));
}

static void
test_details_are_what_info_prints (WindowFixture *fixture, gconstpointer data)
{
  g_autofree char *meter = window_demo_path ("meter-shapes");

  assert_details_are_those_of_cli (fixture, "bridgetower-shapes");
  window_open_model (fixture, meter);
  assert_details_are_those_of_cli (fixture, "meter-shapes");
}

static void
test_details_are_copied_as_text (WindowFixture *fixture, gconstpointer data)
{
  TrestleModelDetails *details = trestle_model_details_new (GTK_WINDOW (fixture->window), trestle_workbench_get_run (fixture->workbench));
  g_autofree char *text = NULL;

  gtk_window_present (GTK_WINDOW (details));
  click (details, "_Copy");
  text = paste_text (fixture);
  g_assert_cmpstr (text, ==, trestle_model_details_get_text (details));
  g_assert_nonnull (strstr (text, "Tensors: "));
  gtk_window_destroy (GTK_WINDOW (details));
}

/* What a folder lacks, and what the window says then. */
typedef struct
{
  const char *files[3];
  const char *said[2];
} BrokenFolder;

/* A folder without config.json is none of them: the sizes are read from the tensors' shapes. */
static void
test_broken_folder_says_what_is_missing (WindowFixture *fixture, gconstpointer data)
{
  static const BrokenFolder folders[] = {
    { { "model.safetensors", NULL }, { "model.safetensors", NULL } },
    { { "vocab.json", "merges.txt", NULL }, { "vocab.json", "merges.txt" } },
    { { "merges.txt", NULL }, { "merges.txt", NULL } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (folders); i++)
    {
      g_autofree char *folder = window_write_model ("itm,mlm");
      g_autoptr (TrestleRun) before = trestle_run_ref (trestle_workbench_get_run (fixture->workbench));

      for (guint k = 0; folders[i].files[k] != NULL; k++)
        {
          g_autofree char *path = g_build_filename (folder, folders[i].files[k], NULL);

          g_assert_cmpint (g_remove (path), ==, 0);
        }
      g_clear_pointer (&fixture->message, g_free);
      trestle_workbench_open_model (fixture->workbench, folder);
      window_wait_until (fixture, window_has_message);
      window_wait_until (fixture, window_has_caught_up);
      g_test_message ("%s", fixture->message);
      g_assert_nonnull (strstr (fixture->message, folder));
      for (guint k = 0; k < G_N_ELEMENTS (folders[i].said) && folders[i].said[k] != NULL; k++)
        g_assert_nonnull (strstr (fixture->message, folders[i].said[k]));
      g_assert_true (window_shows_text (GTK_WIDGET (fixture->window), fixture->message));
      g_assert_true (trestle_workbench_get_run (fixture->workbench)->model_source == before->model_source);
      remove_all (folder);
    }
}

static void
add_tests (void)
{
  WINDOW_TEST ("/export/dialog-says-how-large-the-file-becomes", test_dialog_says_how_large_the_file_becomes);
  WINDOW_TEST ("/export/dialog-remembers-its-choices", test_dialog_remembers_its_choices);
  WINDOW_TEST ("/export/copied-picture-is-as-large-as-chosen", test_copied_picture_is_as_large_as_chosen);
  WINDOW_TEST ("/export/copied-numbers-are-those-of-the-file", test_copied_numbers_are_those_of_the_file);
  WINDOW_TEST ("/export/copied-command-makes-the-same-numbers", test_copied_command_makes_the_same_numbers);
  WINDOW_TEST ("/export/keys-copy-without-the-dialog", test_keys_copy_without_the_dialog);
  WINDOW_TEST ("/export/pasted-image-has-no-command-and-says-why", test_pasted_image_has_no_command_and_says_why);
  WINDOW_TEST ("/export/all-writes-what-it-lists", test_export_all_writes_what_it_lists);
  WINDOW_TEST ("/export/all-never-overwrites", test_export_all_never_overwrites);
  WINDOW_TEST ("/export/all-can-be-made-again", test_export_all_can_be_made_again);
  WINDOW_TEST ("/export/cancelled-leaves-whole-files", test_cancelled_export_leaves_whole_files);
  WINDOW_TEST ("/export/folder-that-cannot-be-written-is-named", test_folder_that_cannot_be_written_is_named);
  WINDOW_TEST ("/model-details/are-what-info-prints", test_details_are_what_info_prints);
  WINDOW_TEST ("/model-details/are-copied-as-text", test_details_are_copied_as_text);
  WINDOW_TEST ("/model-details/broken-folder-says-what-is-missing", test_broken_folder_says_what_is_missing);
}

int
main (int argc, char *argv[])
{
  return window_run_tests (argc, argv, add_tests);
}
