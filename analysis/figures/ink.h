/* The few colours that figures are drawn in, apart from colour maps. */
#pragma once

#include <cairo.h>
#include <glib.h>

G_BEGIN_DECLS

#define TRESTLE_N_SERIES_INKS 6

/**
 * TrestleInk:
 * @TRESTLE_INK_TEXT: titles and labels
 * @TRESTLE_INK_MUTED: what is there to be looked up, not to be read
 * @TRESTLE_INK_AXIS: axes, ticks and frames
 * @TRESTLE_INK_GRID: lines behind the data
 * @TRESTLE_INK_DATA: bars and dots
 * @TRESTLE_INK_MARK: what asks: the query's outline, its word
 * @TRESTLE_INK_PAPER: the ground of every figure
 * @TRESTLE_INK_TEXT_SIDE: the ground of what belongs to the text
 * @TRESTLE_INK_IMAGE_SIDE: the ground of what belongs to the image
 * @TRESTLE_INK_SERIES: the first of %TRESTLE_N_SERIES_INKS for series side by side (see trestle_ink_get_series())
 */
typedef enum
{
  TRESTLE_INK_TEXT,
  TRESTLE_INK_MUTED,
  TRESTLE_INK_AXIS,
  TRESTLE_INK_GRID,
  TRESTLE_INK_DATA,
  TRESTLE_INK_MARK,
  TRESTLE_INK_PAPER,
  TRESTLE_INK_TEXT_SIDE,
  TRESTLE_INK_IMAGE_SIDE,
  TRESTLE_INK_SERIES,
  TRESTLE_N_INKS = TRESTLE_INK_SERIES + TRESTLE_N_SERIES_INKS,
} TrestleInk;

/* Of the series @index, from 0: orange, blue, green, purple, ochre, grey, and then from the first again. */
TrestleInk trestle_ink_get_series (guint index);

void trestle_ink_set (cairo_t *cr, TrestleInk ink);
/* @opacity: in [0, 1] */
void trestle_ink_set_translucent (cairo_t *cr, TrestleInk ink, double opacity);

/* Of text on a ground of that colour: black or white, whichever stands out more. @rgb: `[3]`, sRGB in [0, 1] */
TrestleInk trestle_ink_choose_on (const double rgb[3]);

/* (transfer full): "#c8531c", as SVG wants it. */
char *trestle_ink_to_string (TrestleInk ink);

G_END_DECLS
