/* How wide an interval must be to hold a mean that was found from few numbers. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * trestle_student_get_quantile:
 * @degrees: of freedom, from 1
 *
 * Returns: t such that a variable of Student's distribution lies between -t and t with probability 0.95: 12.7062 for 1, 1.95996 for very
 * many. It is off by less than 1e-11 of itself.
 */
double trestle_student_get_quantile (guint64 degrees);

G_END_DECLS
