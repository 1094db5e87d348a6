/* A panel: numbers over places in a row, with thin axes and light rules. */
#include "analysis/figures/panel.h"

#include <math.h>

#define TICK_LENGTH 2.5
#define LABEL_GAP 2.0
#define LABEL_ROOM 4.0 /* the least between two numbers */

/* Of dots, in points, where places are at least ROOMY apart; nearer than that everything is smaller, down to LEAST_SCALE. */
#define ROOMY 10.0
#define LEAST_SCALE 0.5
#define DOT_RADIUS 1.45
#define DOT_OPACITY 0.5
#define DOT_STEP 1.5      /* sideways, from one try to the next */
#define DOT_DISTANCE 2.9  /* from dot to dot */
#define SPREAD_SHARE 0.38 /* how far dots go sideways, of the way to the next place */

#define MEAN_RADIUS 2.5
#define LINE_WIDTH 1.1
#define ERROR_WIDTH 0.7
#define ERROR_CAP 2.0 /* half of the line that ends an error bar */
#define BAR_CAP 0.35  /* of a bar's width */

#define GROUP_SHARE 0.72 /* of the way from place to place that bars fill */
#define LEAST_BARS 3     /* fewer are not wider */

double
trestle_panel_get_spacing (const TrestlePanel *panel)
{
  return (panel->right - panel->left) / panel->n_places;
}

double
trestle_panel_place (const TrestlePanel *panel, double place)
{
  return panel->left + (place + 0.5) * trestle_panel_get_spacing (panel);
}

static void
stroke_line (cairo_t *cr, TrestleInk ink, double width, double x1, double y1, double x2, double y2)
{
  trestle_ink_set (cr, ink);
  cairo_set_line_width (cr, width);
  cairo_move_to (cr, x1, y1);
  cairo_line_to (cr, x2, y2);
  cairo_stroke (cr);
}

void
trestle_panel_draw_ground (cairo_t *cr, const TrestlePanel *panel)
{
  double zero = trestle_axis_place (&panel->y, 0.0);

  trestle_axis_draw_rules (cr, &panel->y, panel->left, panel->right);
  if (panel->y.min < 0.0 && panel->y.max > 0.0)
    stroke_line (cr, TRESTLE_INK_AXIS, TRESTLE_PLOT_LINE_WIDTH, panel->left, zero, panel->right, zero);
}

void
trestle_panel_draw_axes (cairo_t *cr, const TrestlePanel *panel)
{
  stroke_line (cr, TRESTLE_INK_AXIS, TRESTLE_PLOT_LINE_WIDTH, panel->left, panel->top, panel->left, panel->bottom);
  stroke_line (cr, TRESTLE_INK_AXIS, TRESTLE_PLOT_LINE_WIDTH, panel->left, panel->bottom, panel->right, panel->bottom);
  for (guint i = 0; i < panel->n_places; i++)
    {
      double x = trestle_panel_place (panel, i);

      stroke_line (cr, TRESTLE_INK_AXIS, TRESTLE_PLOT_LINE_WIDTH, x, panel->bottom, x, panel->bottom + TICK_LENGTH);
    }
}

/* Every how manieth place has its number. */
static guint
choose_step (const TrestlePanel *panel)
{
  static const guint steps[] = { 1, 2, 5, 10, 20, 50, 100 };
  g_autofree char *widest = g_strdup_printf ("%u", panel->n_places);
  double width = trestle_text_measure (panel->y.font, widest, FALSE) + LABEL_ROOM;

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    if (steps[i] * trestle_panel_get_spacing (panel) >= width)
      return steps[i];
  return MAX (1, panel->n_places);
}

void
trestle_panel_draw_numbers (cairo_t *cr, const TrestlePanel *panel)
{
  TrestleTextStyle style = { .font = panel->y.font, .ink = TRESTLE_INK_TEXT, .align = 0.5 };
  guint step = choose_step (panel);

  for (guint number = step; number <= panel->n_places; number += step)
    {
      g_autofree char *label = g_strdup_printf ("%u", number);

      trestle_text_draw (cr, label, &style, trestle_panel_place (panel, number - 1.0),
                         panel->bottom + TICK_LENGTH + LABEL_GAP + TRESTLE_TEXT_ASCENT);
    }
}

double
trestle_panel_get_depth (gboolean has_numbers)
{
  return has_numbers ? TICK_LENGTH + LABEL_GAP + TRESTLE_TEXT_LINE_HEIGHT : TICK_LENGTH;
}

static void
fill_dot (cairo_t *cr, double x, double y, double radius)
{
  cairo_new_sub_path (cr);
  cairo_arc (cr, x, y, radius, 0.0, 2.0 * G_PI);
  cairo_fill (cr);
}

typedef struct
{
  double x, y;
} Dot;

static double
get_scale (const TrestlePanel *panel)
{
  return CLAMP (trestle_panel_get_spacing (panel) / ROOMY, LEAST_SCALE, 1.0);
}

/* How far a dot at a place would be from hiding another, or being hidden by the mean; below 0 where it is. */
static double
measure_clearance (const Dot *dots, guint n, double x, double y, const Dot *mean, double scale)
{
  double clearance = isfinite (mean->y) ? hypot (x - mean->x, y - mean->y) - scale * (MEAN_RADIUS + DOT_RADIUS) : INFINITY;

  for (guint i = 0; i < n; i++)
    clearance = MIN (clearance, hypot (x - dots[i].x, y - dots[i].y) - scale * DOT_DISTANCE);
  return clearance;
}

/* Right and left in turn, further and further out, until it is clear; where there is no room for that, the clearest place. */
static double
find_clear (const TrestlePanel *panel, const Dot *dots, guint n, double middle, double y, const Dot *mean)
{
  double scale = get_scale (panel), most = SPREAD_SHARE * trestle_panel_get_spacing (panel);
  double best = middle, best_clearance = measure_clearance (dots, n, middle, y, mean, scale);

  for (guint try = 1; best_clearance < 0.0 && (try + 1) / 2 * scale * DOT_STEP <= most; try++)
    {
      double x = middle + (try + 1) / 2 * scale * DOT_STEP * (try % 2 == 1 ? 1.0 : -1.0);
      double clearance = measure_clearance (dots, n, x, y, mean, scale);

      if (clearance > best_clearance)
        {
          best = x;
          best_clearance = clearance;
        }
    }
  return best;
}

double
trestle_panel_get_dot_radius (const TrestlePanel *panel)
{
  return get_scale (panel) * DOT_RADIUS;
}

double
trestle_panel_get_mean_radius (const TrestlePanel *panel)
{
  return get_scale (panel) * MEAN_RADIUS;
}

void
trestle_panel_spread_dots (const TrestlePanel *panel, guint place, const double *values, guint n, double mean, double *x)
{
  g_autofree Dot *dots = g_new (Dot, n);
  double middle = trestle_panel_place (panel, place);
  Dot line = { middle, isfinite (mean) ? trestle_axis_place (&panel->y, mean) : NAN };
  guint n_placed = 0;

  for (guint i = 0; i < n; i++)
    {
      double y = trestle_axis_place (&panel->y, values[i]);

      x[i] = NAN;
      if (!isfinite (values[i]))
        continue;
      x[i] = find_clear (panel, dots, n_placed, middle, y, &line);
      dots[n_placed++] = (Dot){ x[i], y };
    }
}

void
trestle_panel_draw_dots (cairo_t *cr, const TrestlePanel *panel, TrestleInk ink, guint place, const double *values, guint n, double mean)
{
  g_autofree double *x = g_new (double, n);

  trestle_panel_spread_dots (panel, place, values, n, mean, x);
  trestle_ink_set_translucent (cr, ink, DOT_OPACITY);
  for (guint i = 0; i < n; i++)
    if (isfinite (x[i]))
      fill_dot (cr, x[i], trestle_axis_place (&panel->y, values[i]), trestle_panel_get_dot_radius (panel));
}

/* Between the ends of the axis, which a whisker may pass. */
static double
place_within (const TrestlePanel *panel, double value)
{
  return trestle_axis_place (&panel->y, CLAMP (value, panel->y.min, panel->y.max));
}

static void
draw_error_bar (cairo_t *cr, const TrestlePanel *panel, TrestleInk ink, double x, double value, double interval, double cap)
{
  double low = place_within (panel, value - interval), high = place_within (panel, value + interval);

  if (!isfinite (value) || !isfinite (interval))
    return;
  stroke_line (cr, ink, ERROR_WIDTH, x, low, x, high);
  stroke_line (cr, ink, ERROR_WIDTH, x - cap, low, x + cap, low);
  stroke_line (cr, ink, ERROR_WIDTH, x - cap, high, x + cap, high);
}

static void
stroke_through (cairo_t *cr, const TrestlePanel *panel, const double *values)
{
  cairo_new_path (cr);
  for (guint i = 0; i < panel->n_places; i++)
    {
      double x = trestle_panel_place (panel, i), y = trestle_axis_place (&panel->y, values[i]);

      if (!isfinite (values[i]))
        cairo_new_sub_path (cr);
      else if (i > 0 && isfinite (values[i - 1]))
        cairo_line_to (cr, x, y);
      else
        cairo_move_to (cr, x, y);
    }
  cairo_stroke (cr);
}

void
trestle_panel_draw_line (cairo_t *cr,
                         const TrestlePanel *panel,
                         TrestleInk ink,
                         const double *values,
                         const double *intervals,
                         gboolean is_dashed)
{
  static const double dashes[] = { 3.0, 2.0 };

  cairo_save (cr);
  trestle_ink_set (cr, ink);
  cairo_set_line_width (cr, LINE_WIDTH);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  if (is_dashed)
    cairo_set_dash (cr, dashes, G_N_ELEMENTS (dashes), 0.0);
  stroke_through (cr, panel, values);
  cairo_restore (cr);
  for (guint i = 0; i < panel->n_places; i++)
    {
      if (intervals != NULL)
        draw_error_bar (cr, panel, ink, trestle_panel_place (panel, i), values[i], intervals[i], get_scale (panel) * ERROR_CAP);
      trestle_ink_set (cr, ink);
      if (isfinite (values[i]))
        fill_dot (cr, trestle_panel_place (panel, i), trestle_axis_place (&panel->y, values[i]), trestle_panel_get_mean_radius (panel));
    }
}

double
trestle_panel_place_bar (const TrestlePanel *panel, guint place, guint bar, guint n_bars, double *width)
{
  *width = GROUP_SHARE * trestle_panel_get_spacing (panel) / MAX (n_bars, LEAST_BARS);
  return trestle_panel_place (panel, place) + (bar - n_bars / 2.0) * *width;
}

void
trestle_panel_draw_bar (cairo_t *cr,
                        const TrestlePanel *panel,
                        TrestleInk ink,
                        guint place,
                        guint bar,
                        guint n_bars,
                        double value,
                        double interval)
{
  double width;
  double x = trestle_panel_place_bar (panel, place, bar, n_bars, &width);
  double zero = trestle_axis_place (&panel->y, 0.0);

  if (!isfinite (value))
    return;
  stroke_line (cr, ink, TRESTLE_PLOT_LINE_WIDTH, x, zero, x + width, zero);
  cairo_rectangle (cr, x, zero, width, trestle_axis_place (&panel->y, value) - zero);
  cairo_fill (cr);
  draw_error_bar (cr, panel, TRESTLE_INK_TEXT, x + width / 2.0, value, interval, MIN (ERROR_CAP, BAR_CAP * width));
}
