/* Arrows: a line, and a filled tip that grows with it. */
#include "analysis/figures/arrow.h"

#include <math.h>

/* Of a tip: how long and how wide it is for a line without width, and how much more by the line's width. */
#define TIP_LENGTH 2.6
#define TIP_WIDTH 2.8
#define TIP_GROWTH 1.0

static double
get_tip_length (double line_width)
{
  return TIP_LENGTH + TIP_GROWTH * line_width;
}

/* Pointing along the x axis to the origin. */
static void
fill_tip (cairo_t *cr, double x, double y, double angle, double line_width)
{
  double half = (TIP_WIDTH + TIP_GROWTH * line_width) / 2.0;

  cairo_save (cr);
  cairo_translate (cr, x, y);
  cairo_rotate (cr, angle);
  cairo_move_to (cr, 0.0, 0.0);
  cairo_line_to (cr, -get_tip_length (line_width), -half);
  cairo_line_to (cr, -get_tip_length (line_width), half);
  cairo_close_path (cr);
  cairo_fill (cr);
  cairo_restore (cr);
}

void
trestle_arrow_draw (cairo_t *cr, TrestleInk ink, double line_width, gboolean both_ways, double x1, double y1, double x2, double y2)
{
  double angle = atan2 (y2 - y1, x2 - x1);
  /* The line ends a little inside of its tip, so that no gap is seen between them. */
  double tip = 0.9 * get_tip_length (line_width);

  trestle_ink_set (cr, ink);
  cairo_set_line_width (cr, line_width);
  cairo_move_to (cr, x1 + (both_ways ? tip * cos (angle) : 0.0), y1 + (both_ways ? tip * sin (angle) : 0.0));
  cairo_line_to (cr, x2 - tip * cos (angle), y2 - tip * sin (angle));
  cairo_stroke (cr);
  fill_tip (cr, x2, y2, angle, line_width);
  if (both_ways)
    fill_tip (cr, x1, y1, angle + G_PI, line_width);
}
