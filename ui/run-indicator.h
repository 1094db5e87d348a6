/* How far a runner is and what it is doing, with a way to stop it. */
#pragma once

#include <adwaita.h>

#include "ui/runner.h"

G_BEGIN_DECLS

#define TRESTLE_TYPE_RUN_INDICATOR (trestle_run_indicator_get_type ())
G_DECLARE_FINAL_TYPE (TrestleRunIndicator, trestle_run_indicator, TRESTLE, RUN_INDICATOR, AdwBin)

/*
 * There only while the runner is busy for longer than a moment.
 *
 * Property: "subject" string, what the runner works on, for the line that says what is done: "METER shapes"; NULL for none.
 *
 * Signal: "cancelled": whoever looks wants it stopped.
 */

/* To be called once. */
void trestle_run_indicator_set_runner (TrestleRunIndicator *indicator, TrestleRunner *runner);

G_END_DECLS
