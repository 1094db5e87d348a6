/* Unsaved work outlives the program: a copy of it is written, offered to the next window, and gone when the user has decided. */
#include <glib/gstdio.h>
#include <string.h>
#include <utime.h>

#include "tests/temporary-folder.h"
#include "tests/ui/window-fixture.h"
#include "ui/autosave.h"
#include "ui/rescue-offer.h"
#include "ui/workspace-apply.h"

#define OFFER "Trestle ended unexpectedly"
#define CAPTION "a text that nobody saved"
#define CRASHED "crashed" TRESTLE_WORKSPACE_ENDING

/* (transfer full) (nullable): the path of a copy */
static char *
find_copy (void)
{
  g_autofree char *folder = trestle_rescue_find_folder ();
  g_autoptr (GDir) entries = g_dir_open (folder, 0, NULL);
  const char *name;

  while (entries != NULL && (name = g_dir_read_name (entries)) != NULL)
    if (g_str_has_suffix (name, TRESTLE_WORKSPACE_ENDING))
      return g_build_filename (folder, name, NULL);
  return NULL;
}

static guint
count_files (void)
{
  g_autofree char *folder = trestle_rescue_find_folder ();
  g_autoptr (GDir) entries = g_dir_open (folder, 0, NULL);
  const char *name;
  guint n = 0;

  while (entries != NULL && (name = g_dir_read_name (entries)) != NULL)
    {
      g_test_message ("%s is there", name);
      n++;
    }
  return n;
}

/* (transfer full) (nullable): what the copy has */
static TrestleWorkspace *
load_copy (void)
{
  g_autofree char *path = find_copy ();

  return path != NULL ? trestle_workspace_load (path, NULL) : NULL;
}

static gboolean
is_copied (WindowFixture *fixture)
{
  g_autoptr (TrestleWorkspace) now = trestle_workspace_capture (fixture->workbench);
  g_autoptr (TrestleWorkspace) copy = load_copy ();

  return copy != NULL && trestle_workspace_is_same_work (copy, now) && g_str_equal (copy->page, now->page);
}

static gboolean
has_no_copy (WindowFixture *fixture)
{
  g_autofree char *path = find_copy ();

  return path == NULL;
}

static void
type (WindowFixture *fixture, const char *text)
{
  gtk_editable_set_text (window_find (fixture, GTK_TYPE_ENTRY), text);
  window_wait_until (fixture, window_has_caught_up);
}

/* Looks at another image, on another page, with a pin and a bridge that is knocked out. */
static void
edit (WindowFixture *fixture)
{
  static const TrestlePin pin = { .block = TRESTLE_BLOCK_CROSS_TEXT_CROSS, .layer = 1, .head = 2 };
  g_autofree TrestleStandIn *stand_ins = NULL;
  guint n_bridges;

  trestle_workbench_open_sample (fixture->workbench, g_ptr_array_index (trestle_workbench_get_samples (fixture->workbench), 2));
  window_wait_until (fixture, window_is_idle);
  window_wait_until (fixture, window_has_caught_up);
  type (fixture, CAPTION);
  g_object_set (fixture->workbench, "page", TRESTLE_PAGE_BRIDGES, NULL);
  trestle_pins_toggle (trestle_workbench_get_pins (fixture->workbench), &pin);
  n_bridges = trestle_model_get_n_bridges (trestle_workbench_get_run (fixture->workbench)->model);
  stand_ins = g_new0 (TrestleStandIn, TRESTLE_N_SIDES * n_bridges);
  stand_ins[1] = TRESTLE_STAND_IN_ZERO;
  g_assert_true (trestle_workbench_set_stand_ins (fixture->workbench, stand_ins, n_bridges));
  window_wait_until (fixture, window_is_idle);
}

/* As a program that was killed leaves it: the copy without anybody who holds its lock. @original: (nullable): as the lock names it */
static void
leave_crashed_copy (const char *original)
{
  g_autofree char *folder = trestle_rescue_find_folder ();
  g_autofree char *path = find_copy ();
  g_autofree char *crashed = g_build_filename (folder, CRASHED, NULL);
  g_autofree char *lock = g_build_filename (folder, "crashed.lock", NULL);
  g_autofree char *line = g_strconcat (original != NULL ? original : "", "\n", NULL);
  g_autofree char *content = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &content, &length, NULL));
  g_assert_true (g_file_set_contents (crashed, content, (gssize) length, NULL));
  g_assert_true (g_file_set_contents (lock, line, -1, NULL));
}

/* A window whose work is copied, ended like that. */
static void
crash (WindowFixture *fixture)
{
  window_open (fixture, NULL, NULL);
  edit (fixture);
  window_wait_until (fixture, is_copied);
  leave_crashed_copy (NULL);
  window_tear_down (fixture, NULL);
  *fixture = (WindowFixture){ 0 };
}

static gboolean
is_offered (WindowFixture *fixture)
{
  return window_shows_text (GTK_WIDGET (fixture->window), OFFER);
}

static void
answer (WindowFixture *fixture, const char *label)
{
  GtkWidget *button = window_find_button (window_find (fixture, TRESTLE_TYPE_RESCUE_OFFER), label);

  g_assert_nonnull (button);
  g_assert_true (gtk_widget_get_focusable (button));
  g_signal_emit_by_name (button, "clicked");
}

static void
on_opened (TrestleKeeper *keeper, gboolean *is_opened)
{
  *is_opened = TRUE;
}

static void
reopen (WindowFixture *fixture)
{
  gboolean is_opened = FALSE;

  g_signal_connect (trestle_window_get_keeper (fixture->window), "opened", G_CALLBACK (on_opened), &is_opened);
  window_wait_until (fixture, is_offered);
  answer (fixture, "_Reopen");
  while (!is_opened)
    g_main_context_iteration (NULL, TRUE);
  g_signal_handlers_disconnect_by_data (trestle_window_get_keeper (fixture->window), &is_opened);
}

static void
test_changes_are_copied (WindowFixture *fixture, gconstpointer data)
{
  g_autoptr (TrestleWorkspace) copy = NULL;

  g_assert_cmpuint (count_files (), ==, 0);
  edit (fixture);
  window_wait_until (fixture, is_copied);
  copy = load_copy ();
  g_assert_cmpstr (copy->page, ==, TRESTLE_PAGE_BRIDGES);
  g_assert_cmpuint (copy->pins->len, ==, 1);
}

static void
test_clean_close_leaves_nothing (WindowFixture *fixture, gconstpointer data)
{
  window_open (fixture, NULL, NULL);
  type (fixture, CAPTION);
  window_wait_until (fixture, is_copied);
  window_tear_down (fixture, NULL);
  g_assert_cmpuint (count_files (), ==, 0);
}

/* Even if a thread is about to write it when the window goes. */
static void
test_close_in_the_middle_of_a_copy_leaves_nothing (WindowFixture *fixture, gconstpointer data)
{
  static const TrestlePin pin = { .block = TRESTLE_BLOCK_VISION };
  g_autoptr (TrestleRescue) rescue = NULL;
  g_autofree char *folder = trestle_rescue_find_folder ();
  g_autoptr (TrestleWorkspace) workspace = NULL;
  g_autoptr (GError) error = NULL;

  window_open (fixture, NULL, NULL);
  trestle_pins_toggle (trestle_workbench_get_pins (fixture->workbench), &pin);
  workspace = trestle_workspace_capture (fixture->workbench);
  rescue = trestle_rescue_new (folder);
  trestle_rescue_remove (rescue);
  g_assert_true (trestle_rescue_write (rescue, workspace, NULL, &error));
  g_assert_no_error (error);
  window_tear_down (fixture, NULL);
  g_assert_cmpuint (count_files (), ==, 0);
}

/* Looking around is no work, and what was taken back is none either. */
static void
test_work_as_it_was_has_no_copy (WindowFixture *fixture, gconstpointer data)
{
  static const TrestlePin pin = { .block = TRESTLE_BLOCK_VISION };

  trestle_pins_toggle (trestle_workbench_get_pins (fixture->workbench), &pin);
  window_wait_until (fixture, is_copied);
  trestle_pins_toggle (trestle_workbench_get_pins (fixture->workbench), &pin);
  window_wait_until (fixture, has_no_copy);
}

static void
test_work_is_reopened (WindowFixture *fixture, gconstpointer data)
{
  const TrestleSample *sample;
  const TrestlePin *pins;
  const TrestleStandIn *stand_ins;
  g_autofree char *page = NULL;
  guint n_pins, n_bridges;

  crash (fixture);
  window_open (fixture, NULL, NULL);
  reopen (fixture);
  g_assert_cmpstr (trestle_workbench_get_text (fixture->workbench), ==, CAPTION);
  sample = g_ptr_array_index (trestle_workbench_get_samples (fixture->workbench), 2);
  g_assert_cmpstr (g_file_peek_path (trestle_image_source_get_file (trestle_workbench_get_image (fixture->workbench))), ==, sample->path);
  g_object_get (fixture->workbench, "page", &page, NULL);
  g_assert_cmpstr (page, ==, TRESTLE_PAGE_BRIDGES);
  pins = trestle_pins_get (trestle_workbench_get_pins (fixture->workbench), &n_pins);
  g_assert_cmpuint (n_pins, ==, 1);
  g_assert_cmpint (pins[0].head, ==, 2);
  stand_ins = trestle_workbench_get_stand_ins (fixture->workbench, &n_bridges);
  g_assert_cmpuint (n_bridges, >, 0);
  g_assert_cmpint (stand_ins[1], ==, TRESTLE_STAND_IN_ZERO);
  g_assert_false (is_offered (fixture));
  /* It is not saved yet, so it is copied still; and gone with the window. */
  window_wait_until (fixture, is_copied);
  window_tear_down (fixture, NULL);
  g_assert_cmpuint (count_files (), ==, 0);
}

/* Work that has a file is that file's again, with changes. */
static void
test_changes_to_a_file_are_reopened (WindowFixture *fixture, gconstpointer data)
{
  char *folder = temporary_folder_new (&(TemporaryFile){ 0 });
  g_autofree char *original = g_build_filename (folder, "stars" TRESTLE_WORKSPACE_ENDING, NULL);
  g_autoptr (TrestleWorkspace) saved = NULL;
  g_autoptr (GError) error = NULL;

  window_open (fixture, NULL, NULL);
  saved = trestle_workspace_capture (fixture->workbench);
  g_assert_true (trestle_workspace_save (saved, original, &error));
  edit (fixture);
  window_wait_until (fixture, is_copied);
  leave_crashed_copy (original);
  window_tear_down (fixture, NULL);
  *fixture = (WindowFixture){ 0 };

  window_open (fixture, NULL, NULL);
  window_wait_until (fixture, is_offered);
  g_assert_true (window_shows_text (GTK_WIDGET (fixture->window), "stars" TRESTLE_WORKSPACE_ENDING));
  reopen (fixture);
  g_assert_cmpstr (g_file_peek_path (trestle_keeper_get_file (trestle_window_get_keeper (fixture->window))), ==, original);
  g_assert_true (trestle_keeper_is_modified (trestle_window_get_keeper (fixture->window)));
  window_tear_down (fixture, NULL);
  g_assert_cmpuint (count_files (), ==, 0);
  temporary_folder_free (folder);
}

static void
test_discarded_work_is_gone (WindowFixture *fixture, gconstpointer data)
{
  crash (fixture);
  window_open (fixture, NULL, NULL);
  window_wait_until (fixture, is_offered);
  answer (fixture, "_Discard");
  g_assert_false (is_offered (fixture));
  g_assert_null (find_copy ());
  window_tear_down (fixture, NULL);
  g_assert_cmpuint (count_files (), ==, 0);
}

static void
test_undecided_work_stays (WindowFixture *fixture, gconstpointer data)
{
  crash (fixture);
  window_open (fixture, NULL, NULL);
  window_wait_until (fixture, is_offered);
  window_tear_down (fixture, NULL);
  *fixture = (WindowFixture){ 0 };
  window_open (fixture, NULL, NULL);
  window_wait_until (fixture, is_offered);
  answer (fixture, "_Discard");
  window_tear_down (fixture, NULL);
}

/* The copy of a window that is open, and one that another window asks about, are nobody else's. */
static void
test_windows_do_not_take_each_others (WindowFixture *fixture, gconstpointer data)
{
  g_autofree char *folder = trestle_rescue_find_folder ();
  g_autoptr (TrestleRescue) found = NULL;

  type (fixture, CAPTION);
  window_wait_until (fixture, is_copied);
  g_assert_null (trestle_rescue_find (folder));
  leave_crashed_copy (NULL);
  found = trestle_rescue_find (folder);
  g_assert_nonnull (found);
  g_assert_true (g_str_has_suffix (trestle_rescue_get_path (found), CRASHED));
  g_assert_null (trestle_rescue_find (folder));
  trestle_rescue_remove (found);
}

static void
test_work_goes_after_a_week (WindowFixture *fixture, gconstpointer data)
{
  g_autofree char *folder = trestle_rescue_find_folder ();
  g_autofree char *crashed = g_build_filename (folder, CRASHED, NULL);
  time_t now = (time_t) (g_get_real_time () / G_USEC_PER_SEC), day = 24 * 3600;
  TrestleRescue *found;

  type (fixture, CAPTION);
  window_wait_until (fixture, is_copied);
  leave_crashed_copy (NULL);
  g_assert_cmpint (utime (crashed, &(struct utimbuf){ now - 6 * day, now - 6 * day }), ==, 0);
  found = trestle_rescue_find (folder);
  g_assert_nonnull (found);
  trestle_rescue_unref (found);
  g_assert_cmpint (utime (crashed, &(struct utimbuf){ now - 8 * day, now - 8 * day }), ==, 0);
  g_assert_null (trestle_rescue_find (folder));
  g_assert_false (g_file_test (crashed, G_FILE_TEST_EXISTS));
}

static void
test_window_that_is_told_to_end_leaves_its_work (WindowFixture *fixture, gconstpointer data)
{
  g_autofree char *folder = trestle_rescue_find_folder ();
  g_autoptr (TrestleRescue) found = NULL;
  g_autoptr (TrestleWorkspace) copy = NULL;

  window_open (fixture, NULL, NULL);
  type (fixture, CAPTION);
  g_object_add_weak_pointer (G_OBJECT (fixture->workbench), (gpointer *) &fixture->workbench);
  trestle_window_leave (fixture->window);
  while (fixture->workbench != NULL)
    g_main_context_iteration (NULL, TRUE);
  found = trestle_rescue_find (folder);
  g_assert_nonnull (found);
  copy = trestle_workspace_load (trestle_rescue_get_path (found), NULL);
  g_assert_nonnull (copy);
  trestle_rescue_remove (found);
  g_assert_cmpuint (count_files (), ==, 0);
}

static void
on_failed (TrestleAutosave *autosave, const char *sentence, guint *n_failed)
{
  g_assert_nonnull (strstr (sentence, "blocked"));
  (*n_failed)++;
}

static gboolean
on_time (gpointer is_over)
{
  *(gboolean *) is_over = TRUE;
  return G_SOURCE_REMOVE;
}

/* A file stands where the folder should be, which not even the administrator can write into. Changes go on for longer than two copies. */
static void
test_folder_that_cannot_be_written_is_said_once (WindowFixture *fixture, gconstpointer data)
{
  static const TrestlePin pin = { .block = TRESTLE_BLOCK_VISION };
  char *folder = temporary_folder_new ((TemporaryFile[]){ { "blocked", "" }, { NULL } });
  g_autofree char *blocked = g_build_filename (folder, "blocked", NULL);
  g_autoptr (TrestleAutosave) autosave = trestle_autosave_new (trestle_window_get_keeper (fixture->window), blocked);
  guint n_failed = 0;

  g_signal_connect (autosave, "failed", G_CALLBACK (on_failed), &n_failed);
  trestle_pins_toggle (trestle_workbench_get_pins (fixture->workbench), &pin);
  while (n_failed == 0)
    g_main_context_iteration (NULL, TRUE);
  for (guint i = 1; i <= 2; i++)
    {
      TrestlePin another = { .block = TRESTLE_BLOCK_VISION, .layer = i };
      gboolean is_over = FALSE;

      trestle_pins_toggle (trestle_workbench_get_pins (fixture->workbench), &another);
      g_timeout_add (2500, on_time, &is_over);
      while (!is_over)
        g_main_context_iteration (NULL, TRUE);
    }
  g_assert_cmpuint (n_failed, ==, 1);
  g_clear_object (&autosave);
  temporary_folder_free (folder);
}

#define TEST_WITHOUT_WINDOW(path, function) g_test_add (path, WindowFixture, NULL, NULL, function, NULL)

static void
add_tests (void)
{
  WINDOW_TEST ("/window-autosave/changes-are-copied", test_changes_are_copied);
  TEST_WITHOUT_WINDOW ("/window-autosave/clean-close-leaves-nothing", test_clean_close_leaves_nothing);
  TEST_WITHOUT_WINDOW ("/window-autosave/close-in-the-middle-of-a-copy-leaves-nothing", test_close_in_the_middle_of_a_copy_leaves_nothing);
  WINDOW_TEST ("/window-autosave/work-as-it-was-has-no-copy", test_work_as_it_was_has_no_copy);
  TEST_WITHOUT_WINDOW ("/window-autosave/work-is-reopened", test_work_is_reopened);
  TEST_WITHOUT_WINDOW ("/window-autosave/changes-to-a-file-are-reopened", test_changes_to_a_file_are_reopened);
  TEST_WITHOUT_WINDOW ("/window-autosave/discarded-work-is-gone", test_discarded_work_is_gone);
  TEST_WITHOUT_WINDOW ("/window-autosave/undecided-work-stays", test_undecided_work_stays);
  WINDOW_TEST ("/window-autosave/windows-do-not-take-each-others", test_windows_do_not_take_each_others);
  WINDOW_TEST ("/window-autosave/work-goes-after-a-week", test_work_goes_after_a_week);
  TEST_WITHOUT_WINDOW ("/window-autosave/window-that-is-told-to-end-leaves-its-work", test_window_that_is_told_to_end_leaves_its_work);
  WINDOW_TEST ("/window-autosave/folder-that-cannot-be-written-is-said-once", test_folder_that_cannot_be_written_is_said_once);
}

int
main (int argc, char **argv)
{
  return window_run_tests (argc, argv, add_tests);
}
