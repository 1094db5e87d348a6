/* A figure: a drawing of a given size on a page, and the numbers behind it. Every kind of figure makes one of these. */
#pragma once

#include <cairo.h>

#include "analysis/figures/table.h"

G_BEGIN_DECLS

#define TRESTLE_POINTS_PER_MM (72.0 / 25.4)
#define TRESTLE_FIGURE_MARGIN 1.0      /* points: what half a line needs at the rim */
#define TRESTLE_FIGURE_GAP 8.0         /* points between the parts of a figure */
#define TRESTLE_FIGURE_IMAGE_DPI 400.0 /* what is kept of an image */

typedef struct _TrestleFigure TrestleFigure;

/* Draws into @cr, whose unit is the point (1/72 inch) and whose origin is the figure's top left corner. */
typedef void (*TrestleFigureDraw) (cairo_t *cr, double width, double height, gpointer data);

/* Fills in the figure's numbers: the columns, then the rows. */
typedef void (*TrestleFigureTable) (TrestleTable *table, gpointer data);

/**
 * trestle_figure_new:
 * @width_mm: millimetres
 * @height_mm: millimetres
 * @data: (transfer full): what @draw and @table read; freed with @free_data
 */
TrestleFigure *trestle_figure_new (double width_mm,
                                   double height_mm,
                                   TrestleFigureDraw draw,
                                   TrestleFigureTable table,
                                   gpointer data,
                                   GDestroyNotify free_data);
void trestle_figure_free (TrestleFigure *figure);

double trestle_figure_get_width (const TrestleFigure *figure);  /* points */
double trestle_figure_get_height (const TrestleFigure *figure); /* points */
void trestle_figure_draw (const TrestleFigure *figure, cairo_t *cr);
/* (transfer full): the numbers behind it */
TrestleTable *trestle_figure_get_table (const TrestleFigure *figure);

/* For the file that @draw is in: (transfer none) (nullable): what @draw reads, %NULL if the figure is of another kind. */
gpointer trestle_figure_get_data (const TrestleFigure *figure, TrestleFigureDraw draw);

/* What every file that the figure is exported to says of how it was made; (transfer full), (nullable). */
void trestle_figure_set_origin (TrestleFigure *figure, TrestleOrigin *origin);
/* (transfer none) (nullable) */
const TrestleOrigin *trestle_figure_get_origin (const TrestleFigure *figure);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrestleFigure, trestle_figure_free)

G_END_DECLS
