/* Export of every figure of a run into a new folder. */
#pragma once

#include <adwaita.h>

#include "ui/workbench.h"

G_BEGIN_DECLS

#define TRESTLE_TYPE_EXPORT_ALL (trestle_export_all_get_type ())
G_DECLARE_FINAL_TYPE (TrestleExportAll, trestle_export_all, TRESTLE, EXPORT_ALL, AdwWindow)

/* Exports the last run, which there must be. Signal: "exported" (GFile *folder): all is written, and the dialog closes itself. */
TrestleExportAll *trestle_export_all_new (GtkWindow *parent, TrestleWorkbench *workbench);

/**
 * trestle_export_all_save:
 * @parent: where the new folder is made
 *
 * Writes on the engine's thread, which the dialog shows and can cancel. What goes wrong is said in the dialog, which then stays open.
 */
void trestle_export_all_save (TrestleExportAll *dialog, GFile *parent);

G_END_DECLS
