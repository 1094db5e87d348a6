/* The ways a workspace is opened and saved, and the question before unsaved work is left. */
#pragma once

#include <gtk/gtk.h>

#include "ui/keeper.h"

G_BEGIN_DECLS

/**
 * trestle_workspace_input_attach:
 *
 * Gives @window, which is an action map, the actions "open-workspace", "open-workspace-file" (an address), "save" and "save-as"; makes
 * it say in its title what is open, and ask before it closes on a workspace with unsaved changes.
 */
void trestle_workspace_input_attach (GtkWindow *window, TrestleKeeper *keeper, TrestleWorkbench *workbench);
/* Before @window lets go of the workbench. */
void trestle_workspace_input_detach (GtkWindow *window);

/* Whether @file is one by its name. */
gboolean trestle_workspace_input_is_workspace (GFile *file);

G_END_DECLS
