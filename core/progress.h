/* How long work says how far it is. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * TrestleProgress:
 * @fraction: of the work at hand, in [0, 1]
 * @stage: what is being done ("vision tower", "text tower", "cross-modal encoder"), for people
 *
 * Called on the thread that works, between its steps.
 */
typedef void (*TrestleProgress) (double fraction, const char *stage, gpointer data);

G_END_DECLS
