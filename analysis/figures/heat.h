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

G_END_DECLS
