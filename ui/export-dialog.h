/* Export of a figure: kind, size and resolution with a preview, then where to. */
#pragma once

#include <adwaita.h>

#include "ui/figure-source.h"

G_BEGIN_DECLS

#define TRESTLE_TYPE_EXPORT_DIALOG (trestle_export_dialog_get_type ())
G_DECLARE_FINAL_TYPE (TrestleExportDialog, trestle_export_dialog, TRESTLE, EXPORT_DIALOG, AdwWindow)

/* Exports what @source shows. Property: "kind" string: "pdf", "svg", "png", "csv" or "json"; it, the width and the dots per inch are
 * remembered. Signal: "exported" (GFile *): it is written, and the dialog closes itself. */
TrestleExportDialog *trestle_export_dialog_new (GtkWindow *parent, TrestleFigureSource *source);

/**
 * trestle_export_dialog_save:
 * @file: its ending (.png, .svg, .pdf, .csv, .json) chooses the kind; without one it gets the ending of the chosen kind
 *
 * Writes in a thread. What goes wrong is said in the dialog, which then stays open.
 */
void trestle_export_dialog_save (TrestleExportDialog *dialog, GFile *file);

G_END_DECLS
