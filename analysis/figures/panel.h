/* A panel: numbers over places in a row (layers, bridges), as dots, lines or bars. Several side by side make a figure. */
#pragma once

#include "analysis/figures/plot.h"

G_BEGIN_DECLS

/**
 * TrestlePanel:
 * @left: where its box begins, in points; likewise the others
 * @y: its vertical axis, placed from @bottom to @top
 * @n_places: along the horizontal axis, counted from 0, labelled from 1
 */
typedef struct
{
  double left, right, top, bottom;
  TrestleAxis y;
  guint n_places;
} TrestlePanel;

/* Points from the left of the page to the place, which may lie between two. */
double trestle_panel_place (const TrestlePanel *panel, double place);
/* Points from one place to the next. */
double trestle_panel_get_spacing (const TrestlePanel *panel);

/* Light rules at the ticks, and a darker one at 0 if the axis begins below it: what the data is drawn on. */
void trestle_panel_draw_ground (cairo_t *cr, const TrestlePanel *panel);

/* The lines on the left and below, with a tick at every place; in front of the data. */
void trestle_panel_draw_axes (cairo_t *cr, const TrestlePanel *panel);

/* The places' numbers, below the ticks: all of them, or those divisible by 2, 5, 10, ... where there is no room for all. */
void trestle_panel_draw_numbers (cairo_t *cr, const TrestlePanel *panel);

/* How far below its box the panel's ticks reach, without numbers and with them. */
double trestle_panel_get_depth (gboolean has_numbers);

/**
 * trestle_panel_draw_dots:
 * @values: `[n]`: one a head; those that are not finite are left out
 * @mean: where trestle_panel_draw_line() puts its dot, which is kept clear; NAN for nowhere
 *
 * Small translucent dots, spread sideways as far as it takes for none to hide another.
 */
void
trestle_panel_draw_dots (cairo_t *cr, const TrestlePanel *panel, TrestleInk ink, guint place, const double *values, guint n, double mean);

/* Where trestle_panel_draw_dots() puts them: @x: (out caller-allocates): `[n]`, points; NAN for those that are left out. */
void trestle_panel_spread_dots (const TrestlePanel *panel, guint place, const double *values, guint n, double mean, double *x);

/* Points: of the dots of trestle_panel_draw_dots(), and of those on a line of trestle_panel_draw_line(). */
double trestle_panel_get_dot_radius (const TrestlePanel *panel);
double trestle_panel_get_mean_radius (const TrestlePanel *panel);

/**
 * trestle_panel_draw_line:
 * @values: `[n_places]`; the line is broken where one is not finite
 * @intervals: (nullable): `[n_places]`: half the length of the error bar, none where it is not finite
 * @is_dashed: for a series whose ink another one has too
 */
void trestle_panel_draw_line (cairo_t *cr,
                              const TrestlePanel *panel,
                              TrestleInk ink,
                              const double *values,
                              const double *intervals,
                              gboolean is_dashed);

/* Where trestle_panel_draw_bar() puts its bar: points from the left of the page. @width: (out): of it */
double trestle_panel_place_bar (const TrestlePanel *panel, guint place, guint bar, guint n_bars, double *width);

/**
 * trestle_panel_draw_bar:
 * @bar: which of the @n_bars that stand side by side at @place
 * @interval: half the length of the error bar; NAN for none
 *
 * From 0 to @value. One that is not finite is not drawn; one of 0 is a line.
 */
void trestle_panel_draw_bar (cairo_t *cr,
                             const TrestlePanel *panel,
                             TrestleInk ink,
                             guint place,
                             guint bar,
                             guint n_bars,
                             double value,
                             double interval);

G_END_DECLS
