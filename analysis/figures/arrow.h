/* Arrows between the parts of a drawing. */
#pragma once

#include "analysis/figures/ink.h"

G_BEGIN_DECLS

#define TRESTLE_ARROW_THIN 0.6 /* points: of an arrow that only connects */

/* From (@x1, @y1) to its tip at (@x2, @y2), @line_width points wide; @both_ways: with a tip at each end */
void trestle_arrow_draw (cairo_t *cr, TrestleInk ink, double line_width, gboolean both_ways, double x1, double y1, double x2, double y2);

G_END_DECLS
