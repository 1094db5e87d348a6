/* How many threads compute. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The cores that this process may run on; two threads of one core count once, because arithmetic gains nothing from the second. At least 1.
 */
guint trestle_threads_count_cores (void);

/**
 * trestle_threads_use:
 * @n_threads: 0 for as many as there are cores, or as OMP_NUM_THREADS says
 *
 * What the calling thread computes from now on is spread over so many threads. Every thread that starts computations has a number of its
 * own, so one that was started for them says it first.
 */
void trestle_threads_use (guint n_threads);
/* What the calling thread's computations are spread over. */
guint trestle_threads_get_used (void);

G_END_DECLS
