/* What the window remembers from one start to the next. */
#pragma once

#include <gtk/gtk.h>

#include "ui/workbench.h"

G_BEGIN_DECLS

/* Ties colour map, opacity, grid, task, recent models and the window's size to the settings. Does nothing where their schema is not
 * installed. */
void trestle_settings_attach (TrestleWorkbench *workbench, GtkWindow *window);

G_END_DECLS
