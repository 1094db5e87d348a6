/* The left side of the window: the image with its heat, the words, the task, the text and the answer. */
#pragma once

#include <adwaita.h>

#include "ui/workbench.h"

G_BEGIN_DECLS

#define TRESTLE_TYPE_INPUT_PANE (trestle_input_pane_get_type ())
G_DECLARE_FINAL_TYPE (TrestleInputPane, trestle_input_pane, TRESTLE, INPUT_PANE, AdwBin)

/* To be called once. The window must have the action "win.task" of the workbench, and "win.open-second". */
void trestle_input_pane_set_workbench (TrestleInputPane *pane, TrestleWorkbench *workbench);
void trestle_input_pane_focus_text (TrestleInputPane *pane);

G_END_DECLS
