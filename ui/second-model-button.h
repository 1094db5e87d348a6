/* Which model the first one is compared with, and the menu to choose another. */
#pragma once

#include <adwaita.h>

#include "ui/workbench.h"

G_BEGIN_DECLS

#define TRESTLE_TYPE_SECOND_MODEL_BUTTON (trestle_second_model_button_get_type ())
G_DECLARE_FINAL_TYPE (TrestleSecondModelButton, trestle_second_model_button, TRESTLE, SECOND_MODEL_BUTTON, AdwBin)

/* To be called once. The window must have the actions that second-model-button.ui names, and "win.second-model". */
void trestle_second_model_button_set_workbench (TrestleSecondModelButton *button, TrestleWorkbench *workbench);

G_END_DECLS
