/* Long work on a terminal: a bar while it lasts, and Ctrl-C to end it. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _CliProgress CliProgress;

/**
 * cli_progress_new:
 *
 * From here on SIGINT, SIGTERM and SIGHUP do not end the program but cancel what it does. A second one ends it as if this were not
 * here, unless it is SIGHUP.
 *
 * Returns: (transfer full): the progress of work that has not begun
 */
CliProgress *cli_progress_new (void);
/* Takes the bar away; signals do again what they did. */
void cli_progress_free (CliProgress *progress);

GCancellable *cli_progress_get_cancellable (CliProgress *progress);
/* The signal that cancelled the work, or 0. */
int cli_progress_get_signal (const CliProgress *progress);

/* What comes next is the part [@begin, @end] of the whole, each in [0, 1]. */
void cli_progress_set_part (CliProgress *progress, double begin, double end);

/* A TrestleProgress, @progress being a #CliProgress. Draws on standard error, if that is a terminal and the work takes a while. */
void cli_progress_report (double fraction, const char *stage, gpointer progress);

/* The same with what is known of the whole, in a sentence of ASCII: how many of how many, and the time left. */
void cli_progress_tell (CliProgress *progress, double fraction, const char *sentence);

/* Whether there is a terminal to draw on. */
gboolean cli_progress_is_shown (const CliProgress *progress);

/* Takes the bar away, so that something else can be printed. */
void cli_progress_hide (CliProgress *progress);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CliProgress, cli_progress_free)

G_END_DECLS
