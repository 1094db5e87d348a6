/* A figure to a file: PNG, SVG, PDF, or its numbers as CSV or JSON. */
#pragma once

#include "analysis/figures/figure.h"

G_BEGIN_DECLS

/* Whether @path has an ending that chooses a kind; for saying so before a figure is made. Errors: %TRESTLE_ERROR_INPUT. */
gboolean trestle_figure_check_ending (const char *path, GError **error);

/**
 * trestle_figure_export:
 * @path: its ending (.png, .svg, .pdf, .csv, .json, upper or lower case) chooses the kind
 * @dpi: for PNG: dots per inch, written into the file as well; 300 is what journals ask for
 *
 * Each says of itself how it was made: PDF and PNG in their metadata, SVG in its own, tables in their first lines.
 *
 * Writes to a temporary file in the same folder and renames it, so that a failure leaves an older file as it was.
 *
 * Errors: %TRESTLE_ERROR_INPUT for another ending; %G_FILE_ERROR naming @path for everything that goes wrong while writing.
 */
gboolean trestle_figure_export (const TrestleFigure *figure, const char *path, double dpi, GError **error);

/* (transfer full): what trestle_figure_export() writes, for a clipboard: @path, be it ".png" alone, chooses the kind. The same errors. */
GBytes *trestle_figure_make_file (const TrestleFigure *figure, const char *path, double dpi, GError **error);

/* (transfer full): "85 × 62 mm", or with @dpi above 0 "85 × 62 mm · 1004 × 732 pixels at 300 dpi": the size of the PNG */
char *trestle_figure_describe_size (const TrestleFigure *figure, double dpi);

G_END_DECLS
