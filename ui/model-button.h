/* The title of the window: which model is open, and the menu to open another. */
#pragma once

#include <adwaita.h>

#include "ui/workbench.h"

G_BEGIN_DECLS

#define TRESTLE_TYPE_MODEL_BUTTON (trestle_model_button_get_type ())
G_DECLARE_FINAL_TYPE (TrestleModelButton, trestle_model_button, TRESTLE, MODEL_BUTTON, AdwBin)

/* To be called once. The window must have the actions that model-button.ui names, and "win.model" of the workbench. */
void trestle_model_button_set_workbench (TrestleModelButton *button, TrestleWorkbench *workbench);

G_END_DECLS
