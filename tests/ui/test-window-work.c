/* Work is kept: texts with their images, folders to step through, recent images, and a workspace that brings it all back. */
#include <glib/gstdio.h>
#include <string.h>

#include "tests/temporary-folder.h"
#include "tests/ui/window-fixture.h"
#include "ui/image-stepper.h"
#include "ui/images-popover.h"
#include "ui/workspace-apply.h"

#define N_QUICK 20

static TrestleRun *
run_of (WindowFixture *fixture)
{
  return trestle_workbench_get_run (fixture->workbench);
}

static TrestleKeeper *
keeper_of (WindowFixture *fixture)
{
  return trestle_window_get_keeper (fixture->window);
}

static const TrestleSample *
sample_at (WindowFixture *fixture, guint i)
{
  return g_ptr_array_index (trestle_workbench_get_samples (fixture->workbench), i);
}

static void
wait_for_run (WindowFixture *fixture)
{
  window_wait_until (fixture, window_is_idle);
  window_wait_until (fixture, window_has_caught_up);
}

static void
type (WindowFixture *fixture, const char *text)
{
  gtk_editable_set_text (window_find (fixture, GTK_TYPE_ENTRY), text);
  window_wait_until (fixture, window_has_caught_up);
}

static void
open_path (WindowFixture *fixture, const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (TrestleImageSource) source = trestle_image_source_new_file (file);

  trestle_workbench_open_image (fixture->workbench, source);
}

static void
open_and_wait (WindowFixture *fixture, const char *path)
{
  open_path (fixture, path);
  wait_for_run (fixture);
}

/* (transfer full): a folder of @n_images copies of samples, "1.png" and so on; the @broken-th is none */
static char *
write_images (WindowFixture *fixture, guint n_images, guint broken)
{
  char *folder = temporary_folder_new ((TemporaryFile[]){ { NULL } });

  for (guint i = 1; i <= n_images; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u.png", i);
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *content = NULL;
      gsize length;

      g_assert_true (g_file_get_contents (sample_at (fixture, i % 12)->path, &content, &length, NULL));
      g_assert_true (g_file_set_contents (path, i == broken ? "no image" : content, i == broken ? -1 : (gssize) length, NULL));
    }
  return folder;
}

static GdkTexture *
make_texture (void)
{
  static const guint8 pixels[64 * 64 * 3] = { 200, 30, 30 };
  g_autoptr (GBytes) bytes = g_bytes_new_static (pixels, sizeof pixels);

  return gdk_memory_texture_new (64, 64, GDK_MEMORY_R8G8B8, bytes, 64 * 3);
}

static const char *
entry_text (WindowFixture *fixture)
{
  return gtk_editable_get_text (window_find (fixture, GTK_TYPE_ENTRY));
}

static void
test_captions_come_back_with_their_image (WindowFixture *fixture, gconstpointer data)
{
  type (fixture, "a text of my own");
  trestle_workbench_open_sample (fixture->workbench, sample_at (fixture, 1));
  wait_for_run (fixture);
  g_assert_cmpstr (entry_text (fixture), ==, sample_at (fixture, 1)->captions[0]);

  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.task", "s", "ask");
  type (fixture, "is it red?");
  trestle_workbench_open_sample (fixture->workbench, sample_at (fixture, 0));
  wait_for_run (fixture);
  g_assert_cmpstr (entry_text (fixture), ==, "a text of my own");
  g_assert_cmpint (trestle_workbench_get_task (fixture->workbench), ==, TRESTLE_WINDOW_MATCH);

  /* However it is opened. */
  open_and_wait (fixture, sample_at (fixture, 1)->path);
  g_assert_cmpint (trestle_workbench_get_task (fixture->workbench), ==, TRESTLE_WINDOW_ASK);
  g_assert_cmpstr (entry_text (fixture), ==, "is it red?");
  g_assert_cmpstr (run_of (fixture)->text, ==, "is it red?");
}

static void
test_new_images_keep_the_text (WindowFixture *fixture, gconstpointer data)
{
  char *folder = write_images (fixture, 2, 0);
  g_autofree char *first = g_build_filename (folder, "1.png", NULL), *second = g_build_filename (folder, "2.png", NULL);

  type (fixture, "a large star");
  open_and_wait (fixture, first);
  g_assert_cmpstr (run_of (fixture)->text, ==, "a large star");
  open_and_wait (fixture, second);
  type (fixture, "a small star");
  /* Nothing was written about the first one. */
  open_and_wait (fixture, first);
  g_assert_cmpstr (run_of (fixture)->text, ==, "a small star");
  temporary_folder_free (folder);
}

static void
test_pasted_images_keep_their_text (WindowFixture *fixture, gconstpointer data)
{
  g_autoptr (GdkTexture) texture = make_texture ();
  g_autoptr (TrestleImageSource) pasted = trestle_image_source_new_texture (texture);

  trestle_workbench_open_image (fixture->workbench, pasted);
  type (fixture, "all is red");
  trestle_workbench_open_sample (fixture->workbench, sample_at (fixture, 3));
  wait_for_run (fixture);
  trestle_workbench_open_image (fixture->workbench, pasted);
  wait_for_run (fixture);
  g_assert_cmpstr (run_of (fixture)->text, ==, "all is red");
}

static void
test_broken_image_leaves_the_text_of_what_is_shown (WindowFixture *fixture, gconstpointer data)
{
  char *folder = write_images (fixture, 2, 2);
  g_autofree char *broken = g_build_filename (folder, "2.png", NULL);
  g_autofree char *meter = window_demo_path ("meter-shapes");

  type (fixture, "mine");
  open_path (fixture, broken);
  window_wait_until (fixture, window_has_message);
  wait_for_run (fixture);
  g_assert_cmpstr (run_of (fixture)->text, ==, "mine");
  g_assert_true (run_of (fixture)->image_source == trestle_workbench_get_image (fixture->workbench));

  trestle_workbench_open_sample (fixture->workbench, sample_at (fixture, 2));
  trestle_workbench_cancel (fixture->workbench);
  g_assert_cmpstr (entry_text (fixture), ==, "mine");
  g_assert_true (run_of (fixture)->image_source == trestle_workbench_get_image (fixture->workbench));
  temporary_folder_free (folder);
}

static gboolean
folder_is_read (WindowFixture *fixture)
{
  guint n_images;

  return trestle_image_folder_get_place (trestle_workbench_get_image_folder (fixture->workbench), &n_images) >= 0;
}

static void
step (WindowFixture *fixture, const char *action, const char *expected)
{
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), action, NULL);
  wait_for_run (fixture);
  g_assert_cmpstr (run_of (fixture)->image_name, ==, expected);
}

static void
test_folder_is_stepped_through (WindowFixture *fixture, gconstpointer data)
{
  char *folder = write_images (fixture, 11, 0);
  g_autofree char *path = g_build_filename (folder, "9.png", NULL);
  GtkWidget *stepper = window_find (fixture, TRESTLE_TYPE_IMAGE_STEPPER);

  open_and_wait (fixture, path);
  window_wait_until (fixture, folder_is_read);
  g_assert_true (gtk_widget_get_visible (stepper));
  g_assert_true (window_shows_text (stepper, "9 of 11"));
  step (fixture, "win.next-image", "10.png");
  g_assert_true (window_shows_text (stepper, "10 of 11"));
  step (fixture, "win.next-image", "11.png");
  step (fixture, "win.next-image", "11.png");
  step (fixture, "win.previous-image", "10.png");
  g_assert_null (fixture->message);
  temporary_folder_free (folder);
}

static void
test_stepping_gets_past_a_broken_image (WindowFixture *fixture, gconstpointer data)
{
  char *folder = write_images (fixture, 3, 2);
  g_autofree char *path = g_build_filename (folder, "1.png", NULL);

  open_and_wait (fixture, path);
  window_wait_until (fixture, folder_is_read);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.next-image", NULL);
  window_wait_until (fixture, window_has_message);
  wait_for_run (fixture);
  g_assert_nonnull (strstr (fixture->message, "2.png"));
  g_assert_cmpstr (run_of (fixture)->image_name, ==, "1.png");
  step (fixture, "win.next-image", "3.png");
  step (fixture, "win.previous-image", "1.png");
  temporary_folder_free (folder);
}

static gboolean
shows_first (WindowFixture *fixture)
{
  return g_str_equal (run_of (fixture)->image_name, "1.png");
}

static void
test_folder_opens_at_its_first_image (WindowFixture *fixture, gconstpointer data)
{
  char *folder = write_images (fixture, 10, 0);
  g_autoptr (GFile) file = g_file_new_for_path (folder);
  g_autoptr (GFile) nowhere = g_file_new_for_path ("/does/not/exist");

  trestle_workbench_open_folder (fixture->workbench, file);
  window_wait_until (fixture, shows_first);
  trestle_workbench_open_folder (fixture->workbench, nowhere);
  window_wait_until (fixture, window_has_message);
  g_assert_nonnull (strstr (fixture->message, "/does/not/exist"));
  g_assert_cmpstr (run_of (fixture)->image_name, ==, "1.png");
  temporary_folder_free (folder);
}

static void
count_run (TrestleRunner *runner, TrestleRun *run, guint *count)
{
  (*count)++;
}

/* As long as a key is held; nobody waits in between. */
static void
test_images_opened_quickly_run_the_last (WindowFixture *fixture, gconstpointer data)
{
  char *folder = write_images (fixture, N_QUICK + 1, 0);
  g_autofree char *path = g_build_filename (folder, "1.png", NULL);
  TrestleRun *shown;
  guint n_runs = 0;

  open_and_wait (fixture, path);
  window_wait_until (fixture, folder_is_read);
  shown = run_of (fixture);
  g_signal_connect (trestle_workbench_get_runner (fixture->workbench), "done", G_CALLBACK (count_run), &n_runs);
  for (guint i = 0; i < N_QUICK; i++)
    {
      gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.next-image", NULL);
      g_assert_true (run_of (fixture) == shown);
    }
  wait_for_run (fixture);
  g_assert_cmpstr (run_of (fixture)->image_name, ==, "21.png");
  g_assert_cmpuint (n_runs, ==, 1);
  g_assert_null (fixture->message);
  g_signal_handlers_disconnect_by_func (trestle_workbench_get_runner (fixture->workbench), count_run, &n_runs);
  temporary_folder_free (folder);
}

static gboolean
popover_is_filled (WindowFixture *fixture)
{
  return gtk_list_box_get_row_at_index (
             GTK_LIST_BOX (window_find_widget (window_find (fixture, TRESTLE_TYPE_IMAGES_POPOVER), GTK_TYPE_LIST_BOX)), 0)
         != NULL;
}

static void
test_recent_images_are_those_that_exist (WindowFixture *fixture, gconstpointer data)
{
  char *folder = write_images (fixture, 12, 0);
  g_autofree char *gone = g_build_filename (folder, "12.png", NULL), *last = g_build_filename (folder, "11.png", NULL);
  g_auto (GStrv) recent = NULL;
  GtkWidget *popover = window_find (fixture, TRESTLE_TYPE_IMAGES_POPOVER);

  for (guint i = 1; i <= 12; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u.png", i);
      g_autofree char *path = g_build_filename (folder, name, NULL);

      open_and_wait (fixture, path);
    }
  open_and_wait (fixture, last);
  trestle_workbench_open_sample (fixture->workbench, sample_at (fixture, 0));
  wait_for_run (fixture);
  g_object_get (fixture->workbench, "recent-images", &recent, NULL);
  g_assert_cmpuint (g_strv_length (recent), ==, 10);
  g_assert_cmpstr (recent[0], ==, last);
  g_assert_cmpstr (recent[1], ==, gone);

  g_assert_cmpint (g_remove (gone), ==, 0);
  gtk_popover_popup (GTK_POPOVER (popover));
  window_wait_until (fixture, popover_is_filled);
  g_assert_true (window_shows_text (popover, "11.png"));
  g_assert_true (window_shows_text (popover, "3.png"));
  g_assert_false (window_shows_text (popover, "12.png"));
  g_signal_emit_by_name (window_find_widget (popover, GTK_TYPE_LIST_BOX), "row-activated",
                         window_find_widget (popover, GTK_TYPE_LIST_BOX_ROW));
  wait_for_run (fixture);
  g_assert_cmpstr (run_of (fixture)->image_name, ==, "11.png");
  temporary_folder_free (folder);
}

/* A window, and a folder with a few images where its workspace is kept. */
typedef struct
{
  WindowFixture window;
  char *folder;
  GFile *file;
  char *image;
  guint n_opened;
} Work;

static void
on_opened (TrestleKeeper *keeper, Work *work)
{
  work->n_opened++;
}

static void
work_set_up (Work *work, gconstpointer data)
{
  window_set_up (&work->window, NULL);
  work->folder = write_images (&work->window, 3, 0);
  work->file = g_file_new_build_filename (work->folder, "two-stars.trestle", NULL);
  work->image = g_build_filename (work->folder, "1.png", NULL);
  g_signal_connect (keeper_of (&work->window), "opened", G_CALLBACK (on_opened), work);
}

static void
work_tear_down (Work *work, gconstpointer data)
{
  window_tear_down (&work->window, NULL);
  temporary_folder_free (work->folder);
  g_object_unref (work->file);
  g_free (work->image);
}

static void
on_saved (GObject *keeper, GAsyncResult *result, gpointer done)
{
  g_autoptr (GError) error = NULL;

  trestle_keeper_save_finish (TRESTLE_KEEPER (keeper), result, &error);
  g_assert_no_error (error);
  *(gboolean *) done = TRUE;
}

static void
work_save (Work *work)
{
  gboolean done = FALSE;

  trestle_keeper_save_async (keeper_of (&work->window), work->file, on_saved, &done);
  while (!done)
    g_main_context_iteration (NULL, TRUE);
}

static void
work_open (Work *work)
{
  g_autofree char *uri = g_file_get_uri (work->file);
  guint n_before = work->n_opened;

  gtk_widget_activate_action (GTK_WIDGET (work->window.window), "win.open-workspace-file", "s", uri);
  while (work->n_opened == n_before)
    g_main_context_iteration (NULL, TRUE);
  wait_for_run (&work->window);
}

static void
pin (Work *work, TrestleBlock block, guint layer, gint head)
{
  const TrestlePin what = { block, layer, head };

  trestle_pins_toggle (trestle_workbench_get_pins (work->window.workbench), &what);
}

/* The first @n bridges of the image's side are fed zeros, the others are intact. */
static void
knock_out (Work *work, guint n)
{
  guint n_bridges;
  g_autofree TrestleStandIn *stand_ins = NULL;

  trestle_workbench_get_stand_ins (work->window.workbench, &n_bridges);
  stand_ins = g_new0 (TrestleStandIn, TRESTLE_N_SIDES * n_bridges);
  for (guint i = 0; i < n; i++)
    stand_ins[TRESTLE_SIDE_IMAGE * n_bridges + i] = TRESTLE_STAND_IN_ZERO;
  g_assert_true (trestle_workbench_set_stand_ins (work->window.workbench, stand_ins, n_bridges));
}

/* What a researcher has after an hour. */
static void
work_do (Work *work)
{
  WindowFixture *fixture = &work->window;
  g_autofree char *meter = window_demo_path ("meter-shapes");
  g_autoptr (GdkTexture) texture = make_texture ();
  g_autoptr (TrestleImageSource) pasted = trestle_image_source_new_texture (texture);

  trestle_workbench_open_image (fixture->workbench, pasted);
  type (fixture, "all is red");
  open_and_wait (fixture, work->image);
  type (fixture, "a small yellow cross");
  trestle_comparison_open_model (trestle_workbench_get_comparison (fixture->workbench), meter);
  trestle_workbench_set_image_size (fixture->workbench, 256);
  wait_for_run (fixture);
  trestle_workbench_show_head (fixture->workbench, TRESTLE_BLOCK_CROSS_IMAGE_CROSS, 2, 5);
  trestle_workbench_choose_patch (fixture->workbench, 77);
  knock_out (work, 1);
  pin (work, TRESTLE_BLOCK_CROSS_TEXT_CROSS, 1, 3);
  pin (work, TRESTLE_BLOCK_VISION, 0, TRESTLE_HEAD_MEAN);
  g_object_set (fixture->workbench, "page", TRESTLE_PAGE_DIVERGENCE, "colormap", (guint) TRESTLE_COLORMAP_MAGMA, "opacity", 0.3, NULL);
}

static void
work_change_everything (Work *work)
{
  WindowFixture *fixture = &work->window;
  g_autofree char *meter = window_demo_path ("meter-shapes");

  trestle_comparison_close (trestle_workbench_get_comparison (fixture->workbench));
  window_open_model (fixture, meter);
  trestle_workbench_open_sample (fixture->workbench, sample_at (fixture, 4));
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.task", "s", "rank");
  wait_for_run (fixture);
  open_and_wait (fixture, work->image);
  trestle_workbench_type (fixture->workbench, "other\ncaptions");
  wait_for_run (fixture);
  trestle_workbench_show_head (fixture->workbench, TRESTLE_BLOCK_TEXT, 0, 0);
  trestle_pins_clear (trestle_workbench_get_pins (fixture->workbench));
  g_object_set (fixture->workbench, "page", TRESTLE_PAGE_COMPARE, "colormap", (guint) TRESTLE_COLORMAP_GREYS, "opacity", 1.0, NULL);
}

static gboolean
work_is_modified (Work *work)
{
  return trestle_keeper_is_modified (keeper_of (&work->window));
}

static void
assert_is_as_it_was (Work *work, const TrestleWorkspace *before)
{
  g_autoptr (TrestleWorkspace) now = trestle_workspace_capture (work->window.workbench);
  const TrestleAlbumImage *shown = g_ptr_array_index (now->images, now->shown);

  g_assert_cmpstr (now->model, ==, before->model);
  g_assert_true (trestle_model_settings_are_same (&now->settings, &before->settings));
  g_assert_cmpstr (now->second_model, ==, before->second_model);
  g_assert_cmpint (now->task, ==, before->task);
  g_assert_cmpint (now->selection.block, ==, before->selection.block);
  g_assert_cmpuint (now->selection.layer, ==, before->selection.layer);
  g_assert_cmpint (now->selection.head, ==, before->selection.head);
  g_assert_cmpint (now->selection.word, ==, before->selection.word);
  g_assert_cmpint (now->selection.patch, ==, before->selection.patch);
  g_assert_cmpstr (now->page, ==, before->page);
  g_assert_cmpint (now->colormap, ==, before->colormap);
  g_assert_cmpfloat (now->opacity, ==, before->opacity);
  g_assert_cmpmem (now->pins->data, now->pins->len * sizeof (TrestlePin), before->pins->data, before->pins->len * sizeof (TrestlePin));
  g_assert_cmpuint (before->stand_ins->len, >, 0);
  g_assert_cmpint (g_array_index (before->stand_ins, TrestleStandIn, before->stand_ins->len / 2), ==, TRESTLE_STAND_IN_ZERO);
  g_assert_cmpmem (now->stand_ins->data, now->stand_ins->len * sizeof (TrestleStandIn), before->stand_ins->data,
                   before->stand_ins->len * sizeof (TrestleStandIn));
  g_assert_cmpuint (now->images->len, ==, before->images->len);
  g_assert_cmpuint (now->shown, ==, before->shown);
  g_assert_cmpstr (trestle_image_source_get_path (shown->source), ==, work->image);
  g_assert_cmpstr (trestle_task_texts_get (&shown->texts, TRESTLE_WINDOW_MATCH), ==, "a small yellow cross");
}

static void
test_workspace_brings_everything_back (Work *work, gconstpointer data)
{
  WindowFixture *fixture = &work->window;
  g_autoptr (TrestleWorkspace) before = NULL;
  g_autoptr (TrestleRun) run = NULL;
  double weight;

  work_do (work);
  before = trestle_workspace_capture (fixture->workbench);
  run = trestle_run_ref (run_of (fixture));
  weight = trestle_workbench_get_map (fixture->workbench)->max;
  work_save (work);
  g_assert_false (work_is_modified (work));
  work_change_everything (work);
  g_assert_true (work_is_modified (work));
  /* To give the changes up without being asked. */
  work_save (work);
  trestle_workspace_save (before, g_file_peek_path (work->file), NULL);
  work_open (work);

  assert_is_as_it_was (work, before);
  g_assert_true (run_of (fixture) != run);
  g_assert_cmpfloat (trestle_workbench_get_map (fixture->workbench)->max, ==, weight);
  g_assert_cmpstr (entry_text (fixture), ==, "a small yellow cross");
  g_assert_false (work_is_modified (work));
  g_assert_null (fixture->message);

  /* The pasted image too, with what was written about it. */
  trestle_workbench_open_image (
      fixture->workbench,
      ((TrestleAlbumImage *) trestle_album_get_images (trestle_workbench_get_album (fixture->workbench))->pdata[0])->source);
  wait_for_run (fixture);
  g_assert_cmpstr (run_of (fixture)->text, ==, "all is red");
  g_assert_cmpuint (run_of (fixture)->image->width, ==, 64);
}

static void
test_workspace_opens_in_a_new_window (Work *work, gconstpointer data)
{
  g_autoptr (TrestleWorkspace) before = NULL;

  work_do (work);
  before = trestle_workspace_capture (work->window.workbench);
  work_save (work);
  window_tear_down (&work->window, NULL);

  work->window = (WindowFixture){ 0 };
  work->window.window = trestle_window_new (GTK_APPLICATION (g_application_get_default ()));
  work->window.workbench = trestle_window_get_workbench (work->window.window);
  g_signal_connect (keeper_of (&work->window), "opened", G_CALLBACK (on_opened), work);
  trestle_keeper_open (keeper_of (&work->window), work->file);
  gtk_window_present (GTK_WINDOW (work->window.window));
  while (work->n_opened == 0)
    g_main_context_iteration (NULL, TRUE);
  wait_for_run (&work->window);
  assert_is_as_it_was (work, before);
}

static void
drop (WindowFixture *fixture, GFile *file)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (fixture->window));
  g_auto (GValue) value = G_VALUE_INIT;
  gboolean is_taken = FALSE;

  g_value_init (&value, G_TYPE_FILE);
  g_value_set_object (&value, file);
  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GObject) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_DROP_TARGET (controller))
        g_signal_emit_by_name (controller, "drop", &value, 10.0, 10.0, &is_taken);
    }
  g_assert_true (is_taken);
}

static void
test_workspaces_and_folders_can_be_dropped (Work *work, gconstpointer data)
{
  g_autoptr (GFile) folder = g_file_new_for_path (work->folder);

  trestle_workbench_open_sample (work->window.workbench, sample_at (&work->window, 2));
  wait_for_run (&work->window);
  drop (&work->window, folder);
  window_wait_until (&work->window, shows_first);
  work_save (work);
  drop (&work->window, work->file);
  while (work->n_opened == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (g_file_equal (trestle_keeper_get_file (keeper_of (&work->window)), work->file));
}

static void
test_missing_files_are_said_and_the_rest_is_opened (Work *work, gconstpointer data)
{
  WindowFixture *fixture = &work->window;
  char *model = window_write_model ("itm");
  g_autofree char *path = g_strdup (model);
  g_autoptr (TrestleWorkspace) now = NULL;

  window_open_model (fixture, model);
  work_do (work);
  work_save (work);
  temporary_folder_free (model);
  g_assert_cmpint (g_remove (work->image), ==, 0);
  work_open (work);

  g_assert_nonnull (fixture->message);
  g_assert_nonnull (strstr (fixture->message, path));
  g_assert_nonnull (strstr (fixture->message, work->image));
  g_assert_nonnull (strstr (fixture->message, "two-stars.trestle"));
  g_assert_true (gtk_info_bar_get_revealed (window_find (fixture, GTK_TYPE_INFO_BAR)));
  now = trestle_workspace_capture (fixture->workbench);
  g_assert_cmpuint (now->pins->len, ==, 2);
  g_assert_cmpstr (run_of (fixture)->image_name, ==, "pasted image");
  /* What was written about the missing one is not lost. */
  g_assert_cmpuint (now->images->len, ==, 2);
}

static void
test_broken_workspace_leaves_what_was_there (Work *work, gconstpointer data)
{
  WindowFixture *fixture = &work->window;
  g_autofree char *uri = g_file_get_uri (work->file);
  TrestleRun *run = run_of (fixture);

  g_assert_true (g_file_set_contents (g_file_peek_path (work->file), "{\"format\": 3}", -1, NULL));
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.open-workspace-file", "s", uri);
  window_wait_until (fixture, window_has_message);
  g_assert_nonnull (strstr (fixture->message, "two-stars.trestle"));
  g_assert_true (run_of (fixture) == run);
  g_assert_null (trestle_keeper_get_file (keeper_of (fixture)));
}

static void
test_broken_workspace_opens_the_demo_in_a_new_window (void)
{
  WindowFixture fixture = { 0 };
  g_autoptr (GFile) file = g_file_new_for_path ("/does/not/exist.trestle");

  fixture.window = trestle_window_new (GTK_APPLICATION (g_application_get_default ()));
  fixture.workbench = trestle_window_get_workbench (fixture.window);
  trestle_keeper_open (trestle_window_get_keeper (fixture.window), file);
  gtk_window_present (GTK_WINDOW (fixture.window));
  window_wait_until (&fixture, window_has_run);
  wait_for_run (&fixture);
  g_assert_cmpstr (trestle_model_get_name (run_of (&fixture)->model), ==, "bridgetower-shapes");
  g_assert_true (gtk_info_bar_get_revealed (window_find (&fixture, GTK_TYPE_INFO_BAR)));
  window_tear_down (&fixture, NULL);
}

static void
test_closing_while_a_workspace_opens_is_quiet (Work *work, gconstpointer data)
{
  work_do (work);
  work_save (work);
  for (guint i = 0; i < 8; i++)
    {
      WindowFixture fixture = { 0 };

      fixture.window = trestle_window_new (GTK_APPLICATION (g_application_get_default ()));
      fixture.workbench = trestle_window_get_workbench (fixture.window);
      gtk_window_present (GTK_WINDOW (fixture.window));
      trestle_keeper_open (trestle_window_get_keeper (fixture.window), work->file);
      for (guint j = 0; j < i; j++)
        g_main_context_iteration (NULL, FALSE);
      window_tear_down (&fixture, NULL);
    }
}

static void
test_title_says_what_is_not_saved (Work *work, gconstpointer data)
{
  GtkWindow *window = GTK_WINDOW (work->window.window);

  g_assert_cmpstr (gtk_window_get_title (window), ==, "Trestle");
  type (&work->window, "not in a file");
  g_assert_false (work_is_modified (work));
  work_save (work);
  g_assert_cmpstr (gtk_window_get_title (window), ==, "two-stars.trestle — Trestle");
  g_assert_true (window_shows_text (GTK_WIDGET (window), "two-stars"));
  g_assert_false (window_shows_text (GTK_WIDGET (window), "• two-stars"));
  type (&work->window, "another text");
  while (!g_str_equal (gtk_window_get_title (window), "• two-stars.trestle — Trestle"))
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (window_shows_text (GTK_WIDGET (window), "• two-stars"));
  work_save (work);
  g_assert_cmpstr (gtk_window_get_title (window), ==, "two-stars.trestle — Trestle");
}

static void
test_every_change_is_seen (Work *work, gconstpointer data)
{
  WindowFixture *fixture = &work->window;

  work_save (work);
  pin (work, TRESTLE_BLOCK_TEXT, 0, 0);
  g_assert_true (work_is_modified (work));
  pin (work, TRESTLE_BLOCK_TEXT, 0, 0);
  g_assert_false (work_is_modified (work));
  trestle_workbench_set_head (fixture->workbench, 1, 1);
  g_assert_true (work_is_modified (work));
  work_save (work);
  knock_out (work, 1);
  g_assert_true (work_is_modified (work));
  work_save (work);
  trestle_comparison_open_without_bridges (trestle_workbench_get_comparison (fixture->workbench), TRESTLE_STAND_IN_ZERO);
  g_assert_true (work_is_modified (work));
  work_save (work);
  /* How it is shown is no work. */
  g_object_set (fixture->workbench, "page", TRESTLE_PAGE_BRIDGES, "opacity", 0.1, NULL);
  g_assert_false (work_is_modified (work));
}

/* (transfer none) (nullable): the question that is open */
static AdwMessageDialog *
find_question (void)
{
  GListModel *windows = gtk_window_get_toplevels ();
  AdwMessageDialog *found = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      if (ADW_IS_MESSAGE_DIALOG (window) && gtk_widget_get_visible (window))
        found = ADW_MESSAGE_DIALOG (window);
    }
  return found;
}

static void
answer (const char *response)
{
  AdwMessageDialog *question = find_question ();

  g_assert_nonnull (question);
  adw_message_dialog_response (question, response);
}

static void
test_closing_asks_about_changes_of_a_file_alone (Work *work, gconstpointer data)
{
  WindowFixture *fixture = &work->window;
  GtkWindow *window = GTK_WINDOW (fixture->window);
  TrestleWorkbench *workbench = fixture->workbench;

  type (fixture, "not in a file");
  work_save (work);
  type (fixture, "another text");
  gtk_window_close (window);
  answer ("cancel");
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (window)));
  g_assert_cmpstr (trestle_workbench_get_text (workbench), ==, "another text");
  g_assert_true (work_is_modified (work));
}

static void
on_window_gone (gpointer gone, GObject *window)
{
  *(gboolean *) gone = TRUE;
}

/* Closes a window with changes, gives that answer, and waits for its end. */
static void
close_and_answer (Work *work, const char *response)
{
  WindowFixture fixture = { 0 };
  g_autoptr (GFile) file = g_object_ref (work->file);
  gboolean gone = FALSE;

  window_open (&fixture, NULL, NULL);
  work->window.window = fixture.window;
  work->window.workbench = fixture.workbench;
  type (&fixture, "first");
  work_save (work);
  type (&fixture, "second");
  g_object_weak_ref (G_OBJECT (fixture.workbench), on_window_gone, &gone);
  gtk_window_close (GTK_WINDOW (fixture.window));
  if (response != NULL)
    answer (response);
  while (!gone)
    g_main_context_iteration (NULL, TRUE);
  g_free (fixture.message);
}

/* (transfer full): the text about the image that is shown, as the file has it */
static char *
saved_text (Work *work)
{
  g_autoptr (TrestleWorkspace) workspace = trestle_workspace_load (g_file_peek_path (work->file), NULL);
  const TrestleAlbumImage *image = g_ptr_array_index (workspace->images, workspace->shown);

  return g_strdup (trestle_task_texts_get (&image->texts, workspace->task));
}

static void
test_answers_save_and_discard (Work *work, gconstpointer data)
{
  const WindowFixture own = work->window;
  g_autofree char *discarded = NULL;
  g_autofree char *saved = NULL;

  close_and_answer (work, "discard");
  discarded = saved_text (work);
  g_assert_cmpstr (discarded, ==, "first");
  close_and_answer (work, "save");
  saved = saved_text (work);
  g_assert_cmpstr (saved, ==, "second");
  work->window.window = own.window;
  work->window.workbench = own.workbench;
}

static void
test_unnamed_work_is_left_without_a_question (void)
{
  WindowFixture fixture = { 0 };

  window_open (&fixture, NULL, NULL);
  type (&fixture, "not in a file");
  g_assert_false (trestle_keeper_is_modified (keeper_of (&fixture)));
  g_object_add_weak_pointer (G_OBJECT (fixture.workbench), (gpointer *) &fixture.workbench);
  gtk_window_close (GTK_WINDOW (fixture.window));
  g_assert_null (find_question ());
  while (fixture.workbench != NULL)
    g_main_context_iteration (NULL, TRUE);
  g_free (fixture.message);
}

#define ADD WINDOW_TEST
#define ADD_WORK(path, function) g_test_add (path, Work, NULL, work_set_up, function, work_tear_down)

static void
add_tests (void)
{
  ADD ("/window-work/captions-come-back-with-their-image", test_captions_come_back_with_their_image);
  ADD ("/window-work/new-images-keep-the-text", test_new_images_keep_the_text);
  ADD ("/window-work/pasted-images-keep-their-text", test_pasted_images_keep_their_text);
  ADD ("/window-work/broken-image-leaves-the-text-of-what-is-shown", test_broken_image_leaves_the_text_of_what_is_shown);
  ADD ("/window-work/folder-is-stepped-through", test_folder_is_stepped_through);
  ADD ("/window-work/stepping-gets-past-a-broken-image", test_stepping_gets_past_a_broken_image);
  ADD ("/window-work/folder-opens-at-its-first-image", test_folder_opens_at_its_first_image);
  ADD ("/window-work/images-opened-quickly-run-the-last", test_images_opened_quickly_run_the_last);
  ADD ("/window-work/recent-images-are-those-that-exist", test_recent_images_are_those_that_exist);
  ADD_WORK ("/window-work/workspace-brings-everything-back", test_workspace_brings_everything_back);
  ADD_WORK ("/window-work/workspace-opens-in-a-new-window", test_workspace_opens_in_a_new_window);
  ADD_WORK ("/window-work/workspaces-and-folders-can-be-dropped", test_workspaces_and_folders_can_be_dropped);
  ADD_WORK ("/window-work/missing-files-are-said-and-the-rest-is-opened", test_missing_files_are_said_and_the_rest_is_opened);
  ADD_WORK ("/window-work/broken-workspace-leaves-what-was-there", test_broken_workspace_leaves_what_was_there);
  g_test_add_func ("/window-work/broken-workspace-opens-the-demo-in-a-new-window", test_broken_workspace_opens_the_demo_in_a_new_window);
  ADD_WORK ("/window-work/closing-while-a-workspace-opens-is-quiet", test_closing_while_a_workspace_opens_is_quiet);
  ADD_WORK ("/window-work/title-says-what-is-not-saved", test_title_says_what_is_not_saved);
  ADD_WORK ("/window-work/every-change-is-seen", test_every_change_is_seen);
  ADD_WORK ("/window-work/closing-asks-about-changes-of-a-file", test_closing_asks_about_changes_of_a_file_alone);
  ADD_WORK ("/window-work/answers-save-and-discard", test_answers_save_and_discard);
  g_test_add_func ("/window-work/unnamed-work-is-left-without-a-question", test_unnamed_work_is_left_without_a_question);
}

int
main (int argc, char *argv[])
{
  return window_run_tests (argc, argv, add_tests);
}
