/* What plots share: ticks on round numbers, thin axes, and the colour bar. */
#pragma once

#include "analysis/figures/colormap.h"
#include "analysis/figures/text.h"

G_BEGIN_DECLS

#define TRESTLE_PLOT_LINE_WIDTH 0.5 /* points: axes, ticks and frames */
#define TRESTLE_PLOT_BAR_WIDTH 7.0  /* points: of a colour bar */

/**
 * TrestleTicks:
 * @step: 1, 2 or 5 times a power of ten
 * @first: the first tick is @first * @step
 * @count: how many ticks
 * @exponent: labels are in units of 10^@exponent; 0 unless numbers are too small or too large to be read
 * @decimals: of the labels
 */
typedef struct
{
  double step;
  gint64 first;
  guint count;
  gint exponent;
  guint decimals;
} TrestleTicks;

/* The round numbers in [@min, @max], as many as there are with a round step, but at most @most (at least 2). */
void trestle_ticks_init (TrestleTicks *ticks, double min, double max, guint most);
double trestle_ticks_get_value (const TrestleTicks *ticks, guint index);
/* (transfer full): "0.25", "−5"; a decimal point whatever the locale. */
char *trestle_ticks_get_label (const TrestleTicks *ticks, guint index);
/* (transfer full): @title, with the unit of the labels: "attention weight (×10⁻³)". */
char *trestle_ticks_name_axis (const TrestleTicks *ticks, const char *title);

/**
 * TrestleAxis:
 * @min: the number at @begin
 * @max: the number at @end
 * @begin: points from the left, or from the top
 * @end: likewise; above @begin on the page if the axis is vertical
 * @font: (nullable): families, as in #TrestleLook
 * @title: what the numbers are; must outlive the axis
 *
 * Maps numbers to places. Panels side by side share an axis by sharing @min and @max.
 */
typedef struct
{
  double min, max;
  double begin, end;
  TrestleTicks ticks;
  const char *font;
  const char *title;
} TrestleAxis;

/* @most: of the ticks. Labels, and so the room for them, depend on it and on the numbers, but not on how long the axis is. */
void trestle_axis_init (TrestleAxis *axis, const char *font, const char *title, double min, double max, guint most);
void trestle_axis_set_place (TrestleAxis *axis, double begin, double end);
double trestle_axis_place (const TrestleAxis *axis, double value);

/* How many points a vertical axis takes up beside its line, and a horizontal one below it; and how long its title is. */
double trestle_axis_get_width (const TrestleAxis *axis);
double trestle_axis_get_height (const TrestleAxis *axis);
double trestle_axis_get_title_length (const TrestleAxis *axis);

/* Each with ticks, labels and title; below: along @y; left and right: along @x, on that side of the panel. */
void trestle_axis_draw_below (cairo_t *cr, const TrestleAxis *axis, double y);
void trestle_axis_draw_left (cairo_t *cr, const TrestleAxis *axis, double x);
void trestle_axis_draw_right (cairo_t *cr, const TrestleAxis *axis, double x);

/* The left one without its title, and how many points that takes up, for panels whose titles stand in one column. */
void trestle_axis_draw_left_scale (cairo_t *cr, const TrestleAxis *axis, double x);
double trestle_axis_get_scale_width (const TrestleAxis *axis);

/* Lines behind the data at the ticks of a horizontal axis, from @top to @bottom. */
void trestle_axis_draw_grid (cairo_t *cr, const TrestleAxis *axis, double top, double bottom);

/* Likewise at the ticks of a vertical axis, from @left to @right. */
void trestle_axis_draw_rules (cairo_t *cr, const TrestleAxis *axis, double left, double right);

/* The line that bars stand on: across a horizontal axis where it begins. */
void trestle_axis_draw_base (cairo_t *cr, const TrestleAxis *axis, double top, double bottom);

/* A vertical colour bar along @axis, TRESTLE_PLOT_BAR_WIDTH wide, with its axis on its right. */
void trestle_plot_draw_color_bar (cairo_t *cr, const TrestleAxis *axis, TrestleColormap colormap, double x);

/* A horizontal one, TRESTLE_PLOT_BAR_WIDTH high, with its axis below it. */
void trestle_plot_draw_color_bar_below (cairo_t *cr, const TrestleAxis *axis, TrestleColormap colormap, double y);

/* Whether @cr draws into a file that keeps pictures as they are, for viewers to scale. */
gboolean trestle_plot_is_vector (cairo_t *cr);

/* A thin frame. */
void trestle_plot_draw_frame (cairo_t *cr, double x, double y, double width, double height);

G_END_DECLS
