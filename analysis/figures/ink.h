/* The few colours that figures are drawn in, apart from colour maps. */
#pragma once

#include <cairo.h>
#include <glib.h>

G_BEGIN_DECLS

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
  TRESTLE_N_INKS,
} TrestleInk;

void trestle_ink_set (cairo_t *cr, TrestleInk ink);

/* (transfer full): "#c8531c", as SVG wants it. */
char *trestle_ink_to_string (TrestleInk ink);

G_END_DECLS
