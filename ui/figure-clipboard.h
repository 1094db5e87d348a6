/* A figure on the clipboard: as a picture, as its numbers, or as the command line that makes it again. */
#pragma once

#include <gtk/gtk.h>

#include "analysis/figures/figure.h"

G_BEGIN_DECLS

/**
 * trestle_figure_copy_async:
 * @figure: (transfer full)
 * @ending: ".csv" or ".json" copies the numbers, as that and as text; every other one a picture, as PNG and as SVG
 * @dpi: of the PNG
 *
 * Makes it in a thread, because a PNG of many dots takes its time. @callback is called in the main loop.
 */
void trestle_figure_copy_async (GdkClipboard *clipboard,
                                TrestleFigure *figure,
                                const char *ending,
                                double dpi,
                                GAsyncReadyCallback callback,
                                gpointer data);

/* Puts it on the clipboard. Errors: those of trestle_figure_make_file(). */
gboolean trestle_figure_copy_finish (GAsyncResult *result, GError **error);

/**
 * trestle_figure_find_command:
 * @obstacle: (out) (optional) (transfer none): why there is none, for people, as long as @figure is there
 *
 * Returns: (transfer none) (nullable): the command line that makes the figure again
 */
const char *trestle_figure_find_command (const TrestleFigure *figure, const char **obstacle);

G_END_DECLS
