/* What the window remembers from one start to the next. */
#pragma once

#include <gtk/gtk.h>

#include "ui/workbench.h"

G_BEGIN_DECLS

/* Ties colour map, opacity, grid, task, recent models and the window's size to the settings. Does nothing where their schema is not
 * installed. */
void trestle_settings_attach (TrestleWorkbench *workbench, GtkWindow *window);

/* Ties a property of @object, a string, to the setting of that name. Does nothing where the schema is not installed. */
void trestle_settings_bind (const char *name, gpointer object, const char *property);

G_END_DECLS
