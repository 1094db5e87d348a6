/* The window opens where it was: what the settings remember. Skipped without the schema that the build makes. */
#include "tests/temporary-folder.h"
#include "tests/ui/window-fixture.h"
#include "ui/settings.h"

static GtkPaned *
panes_of (WindowFixture *fixture)
{
  return window_find (fixture, GTK_TYPE_PANED);
}

static gboolean
has_schema (void)
{
  g_autoptr (GSettingsSchema)
      schema = g_settings_schema_source_lookup (g_settings_schema_source_get_default (), "org.trestle.Trestle", TRUE);

  return schema != NULL;
}

static void
test_page_task_and_pane_are_remembered (void)
{
  WindowFixture first = { 0 }, second = { 0 };
  g_autofree char *page = NULL;

  g_assert_true (has_schema ());
  window_open (&first, NULL, NULL);
  g_object_set (first.workbench, "page", TRESTLE_PAGE_BRIDGES, "task", "ask", NULL);
  gtk_paned_set_position (panes_of (&first), 401);
  window_tear_down (&first, NULL);

  window_open (&second, NULL, NULL);
  g_object_get (second.workbench, "page", &page, NULL);
  g_assert_cmpstr (page, ==, TRESTLE_PAGE_BRIDGES);
  g_assert_cmpint (trestle_workbench_get_task (second.workbench), ==, TRESTLE_WINDOW_ASK);
  g_assert_cmpint (gtk_paned_get_position (panes_of (&second)), ==, 401);
  window_tear_down (&second, NULL);
}

static void
test_recent_images_are_remembered (void)
{
  WindowFixture first = { 0 }, second = { 0 };
  char *folder = temporary_folder_new ((TemporaryFile[]){ { NULL } });
  g_autofree char *from = g_build_filename (g_getenv ("TRESTLE_DATA"), "samples", "scene-02.png", NULL);
  g_autofree char *to = g_build_filename (folder, "mine.png", NULL);
  g_autoptr (GFile) source = g_file_new_for_path (from), file = g_file_new_for_path (to);
  g_auto (GStrv) recent = NULL;

  g_assert_true (g_file_copy (source, file, G_FILE_COPY_NONE, NULL, NULL, NULL, NULL));
  window_open (&first, file, NULL);
  window_tear_down (&first, NULL);
  window_open (&second, NULL, NULL);
  g_object_get (second.workbench, "recent-images", &recent, NULL);
  g_assert_cmpstr (recent[0], ==, to);
  g_assert_null (recent[1]);
  window_tear_down (&second, NULL);
  temporary_folder_free (folder);
}

static void
add_tests (void)
{
  g_test_add_func ("/window-settings/page-task-and-pane-are-remembered", test_page_task_and_pane_are_remembered);
  g_test_add_func ("/window-settings/recent-images-are-remembered", test_recent_images_are_remembered);
}

int
main (int argc, char *argv[])
{
  return window_run_tests (argc, argv, add_tests);
}
