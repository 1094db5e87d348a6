/* The second model: it runs what the first one ran, for pages that show both. */
#pragma once

#include "core/model/stand-in.h"
#include "ui/run.h"
#include "ui/runner.h"

G_BEGIN_DECLS

#define TRESTLE_TYPE_COMPARISON (trestle_comparison_get_type ())
G_DECLARE_FINAL_TYPE (TrestleComparison, trestle_comparison, TRESTLE, COMPARISON, GObject)

/*
 * Properties: "model" string, the path of the second model, "" for none; to set it is to choose another; "stand-in" uint
 * (TrestleStandIn), what feeds the bridges if the second model is the first one without its bridges, %TRESTLE_STAND_IN_NONE if it is not;
 * "active" boolean, read-only, whether one of the two was chosen.
 *
 * Signals: "changed": there is another choice, a new run, or no run any more; "message" (string sentence): something could not be done.
 */
TrestleComparison *trestle_comparison_new (void);

/* What the first model ran, whenever that is new. */
void trestle_comparison_follow (TrestleComparison *comparison, TrestleRun *run);

/*
 * What to compare with: each takes the other's place; a model that cannot be opened leaves none. An image size that was chosen for the
 * first model is the second one's too.
 */
void trestle_comparison_open_model (TrestleComparison *comparison, const char *path);
/* The same from the first model's next run on: for whoever changes both. */
void trestle_comparison_open_model_later (TrestleComparison *comparison, const char *path);
/* The first model as a two-tower model without bridges: @stand_in feeds all of them, on both sides. Another first model is followed. */
void trestle_comparison_open_without_bridges (TrestleComparison *comparison, TrestleStandIn stand_in);
void trestle_comparison_close (TrestleComparison *comparison);
gboolean trestle_comparison_is_active (TrestleComparison *comparison);
/* (transfer full) (nullable): what people call the choice, open or not: "METER shapes", "Two-tower baseline"; %NULL if there is none */
char *trestle_comparison_name (TrestleComparison *comparison);

/* Nothing is run unless somebody looks: each look begins and ends with one of these. */
void trestle_comparison_hold (TrestleComparison *comparison);
void trestle_comparison_release (TrestleComparison *comparison);

/* (transfer none) (nullable): the second model's run on what the first model ran last; %NULL until there is one */
TrestleRun *trestle_comparison_get_run (TrestleComparison *comparison);
/* (transfer none): who runs the second model, for its progress */
TrestleRunner *trestle_comparison_get_runner (TrestleComparison *comparison);

/* Stops what is under way; it is not tried again before the first model has run again, or somebody asks for it. */
void trestle_comparison_cancel (TrestleComparison *comparison);
void trestle_comparison_try_again (TrestleComparison *comparison);

G_END_DECLS
