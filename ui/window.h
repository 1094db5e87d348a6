/* The window: puts the workbench, the input pane and the pages together. */
#pragma once

#include <adwaita.h>

#include "ui/keeper.h"
#include "ui/workbench.h"

G_BEGIN_DECLS

#define TRESTLE_TYPE_WINDOW (trestle_window_get_type ())
G_DECLARE_FINAL_TYPE (TrestleWindow, trestle_window, TRESTLE, WINDOW, AdwApplicationWindow)

TrestleWindow *trestle_window_new (GtkApplication *application);
/* (transfer none): the window's state, for the program to start and for tests to look at */
TrestleWorkbench *trestle_window_get_workbench (TrestleWindow *window);
/* Closes it without a question; what is not saved is offered when Trestle is started again. */
void trestle_window_leave (TrestleWindow *window);
/* (transfer none): who keeps its work in a file: to open one instead of starting the workbench */
TrestleKeeper *trestle_window_get_keeper (TrestleWindow *window);

G_END_DECLS
