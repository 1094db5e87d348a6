/* PNG has a file of its own, because libpng reports errors in a way of its own. */
#pragma once

#include "analysis/figures/figure.h"

G_BEGIN_DECLS

/**
 * trestle_export_make_png:
 * @name: what errors call the file
 *
 * Errors: %TRESTLE_ERROR_INPUT for a resolution that makes no picture, %G_FILE_ERROR for everything else.
 *
 * Returns: (transfer full): the file's content
 */
GByteArray *trestle_export_make_png (const TrestleFigure *figure, double dpi, const char *name, GError **error);

/* Sets %G_FILE_ERROR and returns %FALSE if cairo failed. */
gboolean trestle_export_check_cairo (cairo_status_t status, const char *name, GError **error);

G_END_DECLS
