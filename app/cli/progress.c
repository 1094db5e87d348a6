/* A bar on standard error, and a thread of its own that waits for signals: the thread that works has no main loop. */
#include "app/cli/progress.h"

#include <glib-unix.h>
#include <signal.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* Microseconds: what is done sooner needs no bar, and nobody reads one that changes more often. */
#define PATIENCE (300 * 1000)
#define INTERVAL (50 * 1000)

#define USUAL_COLUMNS 80
#define MOST_COLUMNS 200
#define STAGE_COLUMNS 20
#define SENTENCE_COLUMNS 56
#define BESIDE_BAR 9 /* brackets, blanks and "100 %" */

/* Ctrl-C, a polite kill, and a terminal that was closed, of which both the shell and the system may tell: a second one is no hurry. */
#define N_SIGNALS 3
#define HANG_UP 2
static const int signals[N_SIGNALS] = { SIGINT, SIGTERM, SIGHUP };

/* Waits for one signal; @source is %NULL if the program was started with it ignored, as nohup and the shell's & do. */
typedef struct
{
  CliProgress *progress;
  int number;
  GSource *source;
} Watch;

/**
 * CliProgress:
 * @signal: the one that came, or 0
 * @is_over: tells @thread to end
 * @part_begin: where in the whole the part at hand begins
 * @part_size: how much of the whole it is
 * @start: when the work began, in microseconds
 * @last: when the bar was last drawn
 */
struct _CliProgress
{
  GCancellable *cancellable;
  GMainContext *context;
  GThread *thread;
  Watch watches[N_SIGNALS];
  gint signal;
  gint is_over;
  gboolean has_terminal;
  gboolean is_drawn;
  double part_begin;
  double part_size;
  gint64 start;
  gint64 last;
};

/* GLib gives a signal that nobody watches any more back to the system. @end: watches to stop, from the first on */
static void
stop_watching (CliProgress *progress, guint end)
{
  for (guint i = 0; i < end; i++)
    if (progress->watches[i].source != NULL)
      {
        g_source_destroy (progress->watches[i].source);
        g_clear_pointer (&progress->watches[i].source, g_source_unref);
      }
}

static gboolean
on_signal (gpointer data)
{
  Watch *watch = data;
  CliProgress *progress = watch->progress;

  g_atomic_int_set (&progress->signal, watch->number);
  g_cancellable_cancel (progress->cancellable);
  stop_watching (progress, HANG_UP);
  return G_SOURCE_CONTINUE;
}

static gpointer
wait_for_signals (gpointer data)
{
  CliProgress *progress = data;

  while (!g_atomic_int_get (&progress->is_over))
    g_main_context_iteration (progress->context, TRUE);
  return NULL;
}

static gboolean
is_ignored (int number)
{
  struct sigaction action;

  return sigaction (number, NULL, &action) == 0 && action.sa_handler == SIG_IGN;
}

static void
start_watching (CliProgress *progress)
{
  for (guint i = 0; i < N_SIGNALS; i++)
    {
      Watch *watch = &progress->watches[i];

      watch->progress = progress;
      watch->number = signals[i];
      if (is_ignored (signals[i]))
        continue;
      watch->source = g_unix_signal_source_new (signals[i]);
      g_source_set_callback (watch->source, on_signal, watch, NULL);
      g_source_attach (watch->source, progress->context);
    }
  progress->thread = g_thread_new ("signals", wait_for_signals, progress);
}

static gboolean
has_terminal (void)
{
  const char *kind = g_getenv ("TERM");

  return isatty (STDERR_FILENO) && kind != NULL && !g_str_equal (kind, "dumb");
}

CliProgress *
cli_progress_new (void)
{
  CliProgress *progress = g_new0 (CliProgress, 1);

  progress->cancellable = g_cancellable_new ();
  progress->context = g_main_context_new ();
  progress->has_terminal = has_terminal ();
  progress->part_size = 1.0;
  progress->start = g_get_monotonic_time ();
  start_watching (progress);
  return progress;
}

void
cli_progress_free (CliProgress *progress)
{
  cli_progress_hide (progress);
  g_atomic_int_set (&progress->is_over, TRUE);
  g_main_context_wakeup (progress->context);
  g_thread_join (progress->thread);
  stop_watching (progress, N_SIGNALS);
  g_main_context_unref (progress->context);
  g_object_unref (progress->cancellable);
  g_free (progress);
}

GCancellable *
cli_progress_get_cancellable (CliProgress *progress)
{
  return progress->cancellable;
}

int
cli_progress_get_signal (const CliProgress *progress)
{
  return g_atomic_int_get (&progress->signal);
}

void
cli_progress_set_part (CliProgress *progress, double begin, double end)
{
  progress->part_begin = begin;
  progress->part_size = end - begin;
}

static int
count_columns (void)
{
  struct winsize size;

  if (ioctl (STDERR_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
    return USUAL_COLUMNS;
  return MIN (size.ws_col, MOST_COLUMNS);
}

/* @stage_columns: the most that the stage may take */
static void
draw (double fraction, const char *stage, int stage_columns)
{
  int room = count_columns () - stage_columns - BESIDE_BAR - 1; /* a full line would wrap */
  int full = (int) (CLAMP (fraction, 0.0, 1.0) * MAX (room, 0));
  g_autofree char *done = g_strnfill (full, '#');
  g_autofree char *left = g_strnfill (MAX (room, 0) - full, '-');

  fprintf (stderr, "\r%-*.*s [%s%s] %3.0f %%", stage_columns, stage_columns, stage, done, left, 100.0 * fraction);
  fflush (stderr);
}

/* Whether it is time to draw. */
static gboolean
is_due (CliProgress *progress)
{
  gint64 now = g_get_monotonic_time ();

  if (!progress->has_terminal || now - progress->start < PATIENCE || now - progress->last < INTERVAL)
    return FALSE;
  progress->last = now;
  progress->is_drawn = TRUE;
  return TRUE;
}

void
cli_progress_report (double fraction, const char *stage, gpointer data)
{
  CliProgress *progress = data;

  if (is_due (progress))
    draw (progress->part_begin + fraction * progress->part_size, stage, STAGE_COLUMNS);
}

void
cli_progress_tell (CliProgress *progress, double fraction, const char *sentence)
{
  if (is_due (progress))
    draw (fraction, sentence, SENTENCE_COLUMNS);
}

gboolean
cli_progress_is_shown (const CliProgress *progress)
{
  return progress->has_terminal;
}

void
cli_progress_hide (CliProgress *progress)
{
  if (!progress->is_drawn)
    return;
  fputs ("\r\033[K", stderr);
  fflush (stderr);
  progress->is_drawn = FALSE;
}
