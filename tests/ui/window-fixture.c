/* A real window for tests: opening it, waiting for what it does, finding what it shows, and models for it to open. */
#include "tests/ui/window-fixture.h"

#include "tests/synthetic-model.h"
#include "tests/temporary-folder.h"

void
window_wait_until (WindowFixture *fixture, WindowCondition condition)
{
  while (!condition (fixture))
    g_main_context_iteration (NULL, TRUE);
}

gboolean
window_has_run (WindowFixture *fixture)
{
  return trestle_workbench_get_run (fixture->workbench) != NULL;
}

gboolean
window_has_message (WindowFixture *fixture)
{
  return fixture->message != NULL;
}

gboolean
window_is_idle (WindowFixture *fixture)
{
  gboolean busy;

  g_object_get (trestle_workbench_get_runner (fixture->workbench), "busy", &busy, NULL);
  return !busy;
}

gboolean
window_has_caught_up (WindowFixture *fixture)
{
  TrestleRun *run = trestle_workbench_get_run (fixture->workbench);

  return run != NULL && window_is_idle (fixture) && run->task == trestle_workbench_get_task (fixture->workbench)
         && g_str_equal (run->text, trestle_workbench_get_text (fixture->workbench));
}

/* GLib has a few threads for tasks; while these wait, so do those. */
#define N_WAITING 40

static void
wait_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_mutex_lock (data);
  g_mutex_unlock (data);
  g_task_return_boolean (task, TRUE);
}

void
window_occupy_threads (GMutex *mutex)
{
  g_mutex_lock (mutex);
  for (guint i = 0; i < N_WAITING; i++)
    {
      g_autoptr (GTask) task = g_task_new (NULL, NULL, NULL, NULL);

      g_task_set_priority (task, G_PRIORITY_HIGH);
      g_task_set_task_data (task, mutex, NULL);
      g_task_run_in_thread (task, wait_thread);
    }
}

GtkWidget *
window_find_widget (GtkWidget *widget, GType type)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = window_find_widget (child, type);

      if (found != NULL)
        return found;
    }
  return NULL;
}

gpointer
window_find (WindowFixture *fixture, GType type)
{
  GtkWidget *found = window_find_widget (GTK_WIDGET (fixture->window), type);

  g_assert_nonnull (found);
  return found;
}

gboolean
window_shows_text (GtkWidget *widget, const char *text)
{
  if (GTK_IS_LABEL (widget) && strstr (gtk_label_get_text (GTK_LABEL (widget)), text) != NULL)
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (gtk_widget_get_visible (child) && window_shows_text (child, text))
      return TRUE;
  return FALSE;
}

static void
on_message (TrestleWorkbench *workbench, const char *sentence, WindowFixture *fixture)
{
  g_free (fixture->message);
  fixture->message = g_strdup (sentence);
}

void
window_open (WindowFixture *fixture, GFile *image, const char *model)
{
  GtkApplication *application = GTK_APPLICATION (g_application_get_default ());

  fixture->window = trestle_window_new (application);
  fixture->workbench = trestle_window_get_workbench (fixture->window);
  g_signal_connect (fixture->workbench, "message", G_CALLBACK (on_message), fixture);
  trestle_workbench_start (fixture->workbench, model, image, NULL);
  gtk_window_present (GTK_WINDOW (fixture->window));
  window_wait_until (fixture, window_has_run);
  window_wait_until (fixture, window_has_caught_up);
}

void
window_set_up (WindowFixture *fixture, gconstpointer data)
{
  window_open (fixture, NULL, NULL);
}

void
window_tear_down (WindowFixture *fixture, gconstpointer data)
{
  g_object_add_weak_pointer (G_OBJECT (fixture->workbench), (gpointer *) &fixture->workbench);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  while (fixture->workbench != NULL)
    g_main_context_iteration (NULL, TRUE);
  g_free (fixture->message);
}

char *
window_demo_path (const char *name)
{
  return g_build_filename (g_getenv ("TRESTLE_DATA"), "models", name, NULL);
}

void
window_open_model (WindowFixture *fixture, const char *path)
{
  TrestleRun *run = trestle_workbench_get_run (fixture->workbench);

  trestle_workbench_open_model (fixture->workbench, path);
  window_wait_until (fixture, window_is_idle);
  window_wait_until (fixture, window_has_caught_up);
  g_assert_true (trestle_workbench_get_run (fixture->workbench) != run);
  g_assert_null (fixture->message);
}

static void
copy_file (const char *from, const char *to, const char *name)
{
  g_autoptr (GFile) source = g_file_new_build_filename (from, name, NULL);
  g_autoptr (GFile) target = g_file_new_build_filename (to, name, NULL);
  g_autoptr (GError) error = NULL;

  g_file_copy (source, target, G_FILE_COPY_OVERWRITE, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
}

char *
window_write_model (const char *heads)
{
  const TemporaryFile nothing = { 0 };
  char *folder = temporary_folder_new (&nothing);
  g_autofree char *demo = window_demo_path ("bridgetower-shapes");
  g_autofree char *config = g_build_filename (demo, "config.json", NULL);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (JsonArray) list = json_array_new ();
  g_auto (GStrv) names = g_strsplit (heads, ",", -1);
  g_autoptr (GError) error = NULL;
  JsonObject *object;

  json_parser_load_from_file (parser, config, &error);
  g_assert_no_error (error);
  object = json_node_get_object (json_parser_get_root (parser));
  for (guint i = 0; names[i] != NULL; i++)
    json_array_add_string_element (list, names[i]);
  json_object_set_array_member (object, "heads", g_steal_pointer (&list));
  synthetic_model_write (object, folder);
  copy_file (demo, folder, "vocab.json");
  copy_file (demo, folder, "merges.txt");
  return folder;
}

gboolean
window_offers (GtkWidget *widget, const char *title)
{
  if (GTK_IS_TOGGLE_BUTTON (widget) && g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), title) == 0)
    return gtk_widget_get_mapped (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (window_offers (child, title))
      return TRUE;
  return FALSE;
}

static void
test_no_display (void)
{
  g_test_skip ("there is no display");
}

int
window_run_tests (int argc, char **argv, void (*add_tests) (void))
{
  g_autoptr (AdwApplication) application = NULL;
  /* A test neither reads nor changes what the user's own window remembers. */
  char *state = temporary_folder_new (&(TemporaryFile){ 0 });
  int status;

  g_setenv ("GSETTINGS_BACKEND", "memory", TRUE);
  g_setenv ("XDG_STATE_HOME", state, TRUE);
  g_test_init (&argc, &argv, NULL);
  if (!gtk_init_check ())
    {
      g_test_add_func ("/window/no-display", test_no_display);
      status = g_test_run ();
      temporary_folder_free (state);
      return status;
    }
  application = g_object_new (ADW_TYPE_APPLICATION, "application-id", "org.trestle.Trestle.Test", "resource-base-path",
                              "/org/trestle/Trestle", "flags", G_APPLICATION_NON_UNIQUE, NULL);
  g_assert_true (g_application_register (G_APPLICATION (application), NULL, NULL));
  g_application_set_default (G_APPLICATION (application));
  add_tests ();
  status = g_test_run ();
  temporary_folder_free (state);
  return status;
}

GtkWidget *
window_find_button (GtkWidget *widget, const char *label)
{
  if (GTK_IS_BUTTON (widget) && g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), label) == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = window_find_button (child, label);

      if (found != NULL)
        return found;
    }
  return NULL;
}
