/* What impatient people do: close, cancel, and open again at every stage of a run. Nothing is lost, and nobody is warned of anything. */
#include "tests/temporary-folder.h"
#include "tests/ui/window-fixture.h"

/* The demo model opens and runs in about so many milliseconds. Where each of them hits, only the machine knows. */
#define N_MOMENTS 24
#define N_IMAGES 20
#define N_SWITCHES 10
#define N_WINDOWS 2

static const char *const pages[] = { TRESTLE_PAGE_ATTENTION, TRESTLE_PAGE_DIVERGENCE, TRESTLE_PAGE_BRIDGES, TRESTLE_PAGE_COMPARE,
                                     TRESTLE_PAGE_ARCHITECTURE };

static gboolean
on_moment_over (gpointer over)
{
  *(gboolean *) over = TRUE;
  return G_SOURCE_REMOVE;
}

/* Lets the window live for so many milliseconds. */
static void
live (guint milliseconds)
{
  gboolean over = FALSE;

  g_timeout_add (milliseconds, on_moment_over, &over);
  while (!over)
    g_main_context_iteration (NULL, TRUE);
}

static gboolean
comparison_is_idle (WindowFixture *fixture)
{
  gboolean busy;

  g_object_get (trestle_comparison_get_runner (trestle_workbench_get_comparison (fixture->workbench)), "busy", &busy, NULL);
  return !busy;
}

static TrestleImageSource *
sample_source (WindowFixture *fixture, guint i)
{
  GPtrArray *samples = trestle_workbench_get_samples (fixture->workbench);
  const TrestleSample *sample = g_ptr_array_index (samples, i % samples->len);
  g_autoptr (GFile) file = g_file_new_for_path (sample->path);

  return trestle_image_source_new_file (file);
}

/* Everything that takes time, at once: another model, another image, another text, a second model. */
static void
ask_for_everything (WindowFixture *fixture, guint i, const char *model)
{
  g_autoptr (TrestleImageSource) image = sample_source (fixture, i);
  g_autofree char *second = window_demo_path ("meter-shapes");

  g_object_set (fixture->workbench, "page", pages[i % G_N_ELEMENTS (pages)], NULL);
  trestle_comparison_open_model (trestle_workbench_get_comparison (fixture->workbench), second);
  trestle_workbench_open_model (fixture->workbench, model);
  trestle_workbench_open_image (fixture->workbench, image);
  trestle_workbench_type (fixture->workbench, i % 2 == 0 ? "a red circle" : "a blue square");
  trestle_workbench_run_now (fixture->workbench);
}

/* What is shown is what the window says that it is of, and there is an answer to what is asked. */
static void
assert_whole (WindowFixture *fixture)
{
  TrestleRun *run;
  g_autofree char *model = NULL;

  window_wait_until (fixture, window_is_idle);
  window_wait_until (fixture, comparison_is_idle);
  g_assert_null (fixture->message);
  run = trestle_workbench_get_run (fixture->workbench);
  g_object_get (fixture->workbench, "model", &model, NULL);
  g_assert_cmpstr (model, ==, run->model_source->path);
  g_assert_nonnull (run->answers);
  g_assert_nonnull (trestle_workbench_get_map (fixture->workbench));
}

static void
test_cancelling_at_any_moment_leaves_the_window_whole (WindowFixture *fixture, gconstpointer data)
{
  g_autofree char *bridgetower = window_demo_path ("bridgetower-shapes");
  g_autofree char *meter = window_demo_path ("meter-shapes");

  for (guint i = 0; i < N_MOMENTS; i++)
    {
      ask_for_everything (fixture, i, i % 2 == 0 ? meter : bridgetower);
      live (i);
      gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.cancel", NULL);
      assert_whole (fixture);
      g_assert_cmpstr (trestle_workbench_get_text (fixture->workbench), ==, i % 2 == 0 ? "a red circle" : "a blue square");
    }
  window_open_model (fixture, bridgetower);
  assert_whole (fixture);
}

static void
test_closing_at_any_moment_is_quiet (void)
{
  g_autofree char *meter = window_demo_path ("meter-shapes");

  for (guint i = 0; i < N_MOMENTS; i++)
    {
      WindowFixture fixture = { 0 };

      window_open (&fixture, NULL, NULL);
      ask_for_everything (&fixture, i, meter);
      live (i);
      window_tear_down (&fixture, NULL);
    }
}

/* Before there has been any run at all. */
static void
test_closing_while_it_opens_is_quiet (void)
{
  for (guint i = 0; i < N_MOMENTS; i += 2)
    {
      WindowFixture fixture = { 0 };

      fixture.window = trestle_window_new (GTK_APPLICATION (g_application_get_default ()));
      fixture.workbench = trestle_window_get_workbench (fixture.window);
      trestle_workbench_start (fixture.workbench, NULL, NULL, NULL);
      gtk_window_present (GTK_WINDOW (fixture.window));
      live (i);
      window_tear_down (&fixture, NULL);
    }
}

static void
test_many_images_end_with_the_last (WindowFixture *fixture, gconstpointer data)
{
  g_autoptr (TrestleImageSource) last = NULL;

  for (guint i = 0; i < N_IMAGES; i++)
    {
      g_clear_pointer (&last, trestle_image_source_unref);
      last = sample_source (fixture, i);
      trestle_workbench_open_image (fixture->workbench, last);
      live (i % 3);
    }
  window_wait_until (fixture, window_has_caught_up);
  g_assert_true (trestle_workbench_get_run (fixture->workbench)->image_source == last);
  g_assert_null (fixture->message);
}

static gboolean
has_said_and_recovered (WindowFixture *fixture)
{
  return fixture->message != NULL && window_has_caught_up (fixture);
}

static void
test_broken_model_while_another_opens_is_said (WindowFixture *fixture, gconstpointer data)
{
  const TemporaryFile nothing = { 0 };
  char *folder = temporary_folder_new (&nothing);
  g_autofree char *meter = window_demo_path ("meter-shapes");

  for (guint i = 0; i < 8; i++)
    {
      trestle_workbench_open_model (fixture->workbench, meter);
      live (i);
      trestle_workbench_open_model (fixture->workbench, folder);
      window_wait_until (fixture, has_said_and_recovered);
      g_assert_nonnull (strstr (fixture->message, folder));
      g_clear_pointer (&fixture->message, g_free);
      assert_whole (fixture);
    }
  temporary_folder_free (folder);
}

/* (transfer full): a demo model of whose weights a half is missing, which shows late. */
static char *
write_broken_model (void)
{
  char *folder = window_write_model ("itm");
  g_autofree char *path = g_build_filename (folder, "model.safetensors", NULL);
  g_autofree char *content = NULL;
  g_autoptr (GError) error = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (path, &content, &size, &error));
  g_assert_true (g_file_set_contents (path, content, (gssize) (size / 2), &error));
  return folder;
}

/* What was chosen last in a window. */
typedef struct
{
  WindowFixture *window;
  const char *model;
  TrestleImageSource *image;
  char *text;
} Choice;

static void
choose (Choice *choice, guint i, const char *model)
{
  g_clear_pointer (&choice->image, trestle_image_source_unref);
  g_free (choice->text);
  choice->model = model;
  choice->image = sample_source (choice->window, i);
  choice->text = g_strdup_printf ("%u red circles", i);
  trestle_workbench_open_model (choice->window->workbench, choice->model);
  trestle_workbench_open_image (choice->window->workbench, choice->image);
  trestle_workbench_type (choice->window->workbench, choice->text);
  trestle_workbench_run_now (choice->window->workbench);
}

/* @broken: the one model of which the window may have complained on the way */
static void
assert_shows_choice (Choice *choice, const char *broken)
{
  WindowFixture *window = choice->window;
  TrestleRun *run;

  if (window->message != NULL)
    g_assert_nonnull (strstr (window->message, broken));
  g_clear_pointer (&window->message, g_free);
  assert_whole (window);
  run = trestle_workbench_get_run (window->workbench);
  g_assert_cmpstr (run->model_source->path, ==, choice->model);
  g_assert_true (run->image_source == choice->image);
  g_assert_cmpstr (run->text, ==, choice->text);
  g_clear_pointer (&choice->image, trestle_image_source_unref);
  g_clear_pointer (&choice->text, g_free);
}

/* Each window goes through the same models, one of them broken, in an order of its own. */
static void
test_quick_switches_in_two_windows_end_with_the_last (WindowFixture *fixture, gconstpointer data)
{
  g_autofree char *bridgetower = window_demo_path ("bridgetower-shapes");
  g_autofree char *meter = window_demo_path ("meter-shapes");
  char *broken = write_broken_model ();
  const char *const models[] = { bridgetower, broken, meter };
  WindowFixture second = { 0 };
  Choice choices[N_WINDOWS] = { { .window = fixture }, { .window = &second } };

  window_open (&second, NULL, NULL);
  for (guint pause = 0; pause < 3 * N_SWITCHES; pause += N_SWITCHES / 2)
    {
      for (guint i = 0; i < N_SWITCHES; i++)
        {
          choose (&choices[0], i, models[i % 3]);
          choose (&choices[1], i + 1, models[(i + 2) % 3]);
          live (pause);
        }
      for (guint i = 0; i < N_WINDOWS; i++)
        {
          window_wait_until (choices[i].window, window_is_idle);
          assert_shows_choice (&choices[i], broken);
        }
    }
  window_tear_down (&second, NULL);
  temporary_folder_free (broken);
}

/* What was asked of the broken model is asked of the one that worked last. */
static void
test_last_switch_to_a_broken_model_shows_the_one_that_worked (WindowFixture *fixture, gconstpointer data)
{
  g_autofree char *meter = window_demo_path ("meter-shapes");
  char *broken = write_broken_model ();

  for (guint i = 0; i < N_SWITCHES; i++)
    {
      Choice choice = { .window = fixture };

      choose (&choice, i, meter);
      live (3 * i);
      choose (&choice, i + 1, broken);
      window_wait_until (fixture, has_said_and_recovered);
      g_assert_nonnull (strstr (fixture->message, broken));
      choice.model = trestle_workbench_get_run (fixture->workbench)->model_source->path;
      g_assert_cmpstr (choice.model, !=, broken);
      assert_shows_choice (&choice, broken);
    }
  temporary_folder_free (broken);
}

static void
add_tests (void)
{
  WINDOW_TEST ("/stress/cancelling-at-any-moment-leaves-the-window-whole", test_cancelling_at_any_moment_leaves_the_window_whole);
  g_test_add_func ("/stress/closing-at-any-moment-is-quiet", test_closing_at_any_moment_is_quiet);
  g_test_add_func ("/stress/closing-while-it-opens-is-quiet", test_closing_while_it_opens_is_quiet);
  WINDOW_TEST ("/stress/many-images-end-with-the-last", test_many_images_end_with_the_last);
  WINDOW_TEST ("/stress/broken-model-while-another-opens-is-said", test_broken_model_while_another_opens_is_said);
  WINDOW_TEST ("/stress/quick-switches-in-two-windows-end-with-the-last", test_quick_switches_in_two_windows_end_with_the_last);
  WINDOW_TEST ("/stress/last-switch-to-a-broken-model-shows-the-one-that-worked",
               test_last_switch_to_a_broken_model_shows_the_one_that_worked);
}

int
main (int argc, char *argv[])
{
  return window_run_tests (argc, argv, add_tests);
}
