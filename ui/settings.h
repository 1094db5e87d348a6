/* What the window remembers from one start to the next. */
#pragma once

#include <gtk/gtk.h>

#include "ui/workbench.h"

G_BEGIN_DECLS

/* Ties colour map, opacity, grid, page, task, recent models and images and the window's size to the settings. Does nothing where their
 * schema is not installed. */
void trestle_settings_attach (TrestleWorkbench *workbench, GtkWindow *window);

/* Ties a property of a part of the window to the setting of that name. Does nothing where the schema is not installed. */
void trestle_settings_bind (const char *setting, gpointer object, const char *property);

/* Of export: the kind of file last chosen ("pdf"), the width in millimetres and the dots per inch; where nothing is remembered, what is
 * chosen at first. */
char *trestle_settings_get_export_kind (void);
double trestle_settings_get_export_width (void);
double trestle_settings_get_export_dpi (void);

G_END_DECLS
