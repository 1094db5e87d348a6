/* Heat over a picture: one colour a patch, with crisp edges, and the outline of the patch that asks. */
#pragma once

#include <cairo.h>

#include "analysis/figures/colormap.h"
#include "analysis/measures/attention-map.h"

G_BEGIN_DECLS

/**
 * trestle_heat_paint:
 * @map: its keys must be patches
 * @max: the weight at which the scale ends
 *
 * Paints the patch weights over the rectangle (@x, @y, @width, @height) of @cr, with crisp patch edges. The figure and the window both
 * draw heat with this.
 */
void trestle_heat_paint (cairo_t *cr,
                         const TrestleAttentionMap *map,
                         TrestleColormap colormap,
                         double opacity,
                         double max,
                         double x,
                         double y,
                         double width,
                         double height);

/**
 * trestle_heat_paint_cells:
 * @values: `[rows, columns]`; a cell whose value is not a number is left out
 * @min: the value at which the scale begins
 * @max: the value at which it ends
 *
 * The same for any matrix.
 */
void trestle_heat_paint_cells (cairo_t *cr,
                               const double *values,
                               guint rows,
                               guint columns,
                               TrestleColormap colormap,
                               double opacity,
                               double min,
                               double max,
                               double x,
                               double y,
                               double width,
                               double height);

/* Around one patch, not over it, of a picture that fills the rectangle. @patch: counted from 0, row by row */
void trestle_heat_outline_patch (cairo_t *cr, guint patch, guint rows, guint columns, double x, double y, double width, double height);

G_END_DECLS
