/*
 * How long the window takes to show what was done in it, and for how long its main loop stands still meanwhile:
 *
 *   window-latency MODEL [ROUNDS]
 *
 * prints for every action the median and the worst time, in milliseconds, from the action to the frame that shows its outcome, with the run
 * of the model if it needs one, and the longest time for which no input would have been answered.
 */
#include "tests/ui/window-fixture.h"

#define BEAT_MS 2
#define DEFAULT_ROUNDS 9
#define WARM_UP_FRAMES 30

/* What is done, and whether it makes the model run. */
typedef struct
{
  const char *name;
  void (*act) (TrestleWorkbench *workbench, guint round);
} Action;

/* The main loop's pulse: a timeout that should come every BEAT_MS, before anything else. */
typedef struct
{
  gint64 last;
  gint64 longest;
} Pulse;

static gboolean
on_beat (gpointer data)
{
  Pulse *pulse = data;
  gint64 now = g_get_monotonic_time ();

  pulse->longest = MAX (pulse->longest, now - pulse->last - 1000 * BEAT_MS);
  pulse->last = now;
  return G_SOURCE_CONTINUE;
}

static void
choose_head (TrestleWorkbench *workbench, guint round)
{
  trestle_workbench_set_head (workbench, round % 2, (gint) (round % 4));
}

static void
choose_word (TrestleWorkbench *workbench, guint round)
{
  trestle_workbench_choose_word (workbench, 1 + round % 3);
}

static void
choose_patch (TrestleWorkbench *workbench, guint round)
{
  trestle_workbench_choose_patch (workbench, round % 9);
}

static void
choose_block (TrestleWorkbench *workbench, guint round)
{
  trestle_workbench_set_block (workbench, round % 2 == 0 ? TRESTLE_BLOCK_CROSS_IMAGE_SELF : TRESTLE_BLOCK_CROSS_TEXT_CROSS);
}

static void
turn_page (TrestleWorkbench *workbench, guint round)
{
  static const char *const pages[] = { TRESTLE_PAGE_DIVERGENCE, TRESTLE_PAGE_ARCHITECTURE, TRESTLE_PAGE_COMPARE, TRESTLE_PAGE_ATTENTION };

  g_object_set (workbench, "page", pages[round % G_N_ELEMENTS (pages)], NULL);
}

static void
change_colormap (TrestleWorkbench *workbench, guint round)
{
  g_object_set (workbench, "colormap", round % 2 == 0 ? TRESTLE_COLORMAP_MAGMA : TRESTLE_COLORMAP_VIRIDIS, NULL);
}

static void
change_text (TrestleWorkbench *workbench, guint round)
{
  trestle_workbench_type (workbench, round % 2 == 0 ? "a red circle left of a star" : "there are two objects");
  trestle_workbench_run_now (workbench);
}

static void
change_image (TrestleWorkbench *workbench, guint round)
{
  GPtrArray *samples = trestle_workbench_get_samples (workbench);

  trestle_workbench_open_sample (workbench, g_ptr_array_index (samples, (round + 1) % samples->len));
}

static const Action actions[] = {
  { "choose a head", choose_head },   { "choose a word", choose_word },  { "choose a patch", choose_patch },
  { "choose a block", choose_block }, { "turn the page", turn_page },    { "change the colours", change_colormap },
  { "change the text", change_text }, { "open an image", change_image },
};

static void
on_painted (GdkFrameClock *clock, gboolean *painted)
{
  *painted = TRUE;
}

static gboolean
is_working (WindowFixture *fixture)
{
  return !window_is_idle (fixture);
}

/* Until the runner rests and a frame has been drawn after that. */
static void
wait_for_frame (WindowFixture *fixture)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (fixture->window));
  gboolean painted = FALSE;
  gulong handler;

  while (is_working (fixture))
    g_main_context_iteration (NULL, TRUE);
  handler = g_signal_connect (clock, "after-paint", G_CALLBACK (on_painted), &painted);
  gtk_widget_queue_draw (GTK_WIDGET (fixture->window));
  while (!painted)
    g_main_context_iteration (NULL, TRUE);
  g_signal_handler_disconnect (clock, handler);
}

static int
compare_times (gconstpointer a, gconstpointer b)
{
  gint64 first = *(const gint64 *) a, second = *(const gint64 *) b;

  return (first > second) - (first < second);
}

static void
measure (WindowFixture *fixture, const Action *action, guint n_rounds)
{
  g_autofree gint64 *times = g_new (gint64, n_rounds);
  Pulse pulse = { 0 };
  guint source;

  wait_for_frame (fixture);
  pulse.last = g_get_monotonic_time ();
  source = g_timeout_add_full (G_PRIORITY_HIGH, BEAT_MS, on_beat, &pulse, NULL);
  for (guint round = 0; round < n_rounds; round++)
    {
      gint64 begin = g_get_monotonic_time ();

      action->act (fixture->workbench, round);
      wait_for_frame (fixture);
      times[round] = g_get_monotonic_time () - begin;
    }
  g_source_remove (source);
  qsort (times, n_rounds, sizeof *times, compare_times);
  g_print ("%-20s %8.1f %8.1f %8.1f\n", action->name, (double) times[n_rounds / 2] / 1e3, (double) times[n_rounds - 1] / 1e3,
           (double) pulse.longest / 1e3);
}

int
main (int argc, char *argv[])
{
  guint n_rounds = argc > 2 ? (guint) g_ascii_strtoull (argv[2], NULL, 10) : DEFAULT_ROUNDS;
  g_autoptr (AdwApplication) application = NULL;
  WindowFixture fixture = { 0 };

  if (argc < 2 || n_rounds == 0 || !gtk_init_check ())
    {
      g_printerr ("Usage: window-latency MODEL [ROUNDS], on a display\n");
      return 2;
    }
  g_setenv ("GSETTINGS_BACKEND", "memory", TRUE);
  application = g_object_new (ADW_TYPE_APPLICATION, "application-id", "org.trestle.Trestle.Bench", "resource-base-path",
                              "/org/trestle/Trestle", "flags", G_APPLICATION_NON_UNIQUE, NULL);
  g_application_register (G_APPLICATION (application), NULL, NULL);
  g_application_set_default (G_APPLICATION (application));
  window_open (&fixture, NULL, argv[1]);
  g_print ("%-20s %8s %8s %8s\n", "milliseconds", "median", "worst", "stall");
  /* Until all that comes with a new window has been drawn. */
  for (guint i = 0; i < WARM_UP_FRAMES; i++)
    wait_for_frame (&fixture);
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    measure (&fixture, &actions[i], n_rounds);
  window_tear_down (&fixture, NULL);
  return 0;
}
