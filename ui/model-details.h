/* What the open model is: what "trestle-cli info" prints, in a window of its own. */
#pragma once

#include <adwaita.h>

#include "ui/run.h"

G_BEGIN_DECLS

#define TRESTLE_TYPE_MODEL_DETAILS (trestle_model_details_get_type ())
G_DECLARE_FINAL_TYPE (TrestleModelDetails, trestle_model_details, TRESTLE, MODEL_DETAILS, AdwWindow)

/* Of the model that made @run. */
TrestleModelDetails *trestle_model_details_new (GtkWindow *parent, const TrestleRun *run);

/* All that is shown, a line for each row: what its button copies. */
const char *trestle_model_details_get_text (TrestleModelDetails *details);

G_END_DECLS
