/* Ticks, axes and the colour bar, drawn thin: the data is what should be seen. */
#include "analysis/figures/plot.h"

#include <math.h>
#include <string.h>

#define TICK_LENGTH 2.5
#define LABEL_GAP 2.0
#define TITLE_GAP 4.0
#define COLOR_BAR_STOPS 64

/* How far below the middle of a line of text its letters stand: half the height of a digit. */
#define HALF_DIGIT (0.36 * TRESTLE_TEXT_SIZE)

/* Numbers below the one or from the other on are labelled in units of a power of ten. */
#define LEAST_PLAIN 0.01
#define LEAST_LONG 1e5

/* For numbers that a division left beside a whole one. */
#define NEARLY 1e-9

/* The smallest round number that is not below @step: 1, 2 or 5 times a power of ten. */
static double
round_step (double step)
{
  double power = pow (10.0, floor (log10 (step) + NEARLY));
  double digits = step / power;

  return power * (digits <= 1.0 + NEARLY ? 1.0 : digits <= 2.0 + NEARLY ? 2.0 : digits <= 5.0 + NEARLY ? 5.0 : 10.0);
}

static void
place_ticks (TrestleTicks *ticks, double min, double max, double step)
{
  ticks->step = step;
  ticks->first = (gint64) ceil (min / step - NEARLY);
  ticks->count = (guint) ((gint64) floor (max / step + NEARLY) - ticks->first + 1);
}

static gint
choose_exponent (double largest)
{
  return largest < LEAST_PLAIN || largest >= LEAST_LONG ? (gint) floor (log10 (largest)) : 0;
}

void
trestle_ticks_init (TrestleTicks *ticks, double min, double max, guint most)
{
  g_return_if_fail (isfinite (min) && isfinite (max) && min < max && most >= 2);
  place_ticks (ticks, min, max, round_step ((max - min) / most));
  while (ticks->count > most)
    place_ticks (ticks, min, max, round_step (ticks->step * 1.5));
  ticks->exponent = choose_exponent (MAX (fabs (min), fabs (max)));
  ticks->decimals = (guint) MAX (0, ticks->exponent - (gint) floor (log10 (ticks->step) + NEARLY));
}

double
trestle_ticks_get_value (const TrestleTicks *ticks, guint index)
{
  return (ticks->first + (gint64) index) * ticks->step;
}

/* With a minus sign that is as wide as a plus, not a hyphen. */
char *
trestle_ticks_get_label (const TrestleTicks *ticks, guint index)
{
  char digits[G_ASCII_DTOSTR_BUF_SIZE];
  char format[16];
  double value = trestle_ticks_get_value (ticks, index) / pow (10.0, ticks->exponent);

  g_snprintf (format, sizeof format, "%%.%uf", ticks->decimals);
  g_ascii_formatd (digits, sizeof digits, format, fabs (value));
  return g_strconcat (value < 0.0 ? "−" : "", digits, NULL);
}

char *
trestle_ticks_name_axis (const TrestleTicks *ticks, const char *title)
{
  static const char *const superscripts[] = { "⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹" };
  g_autofree char *exponent = g_strdup_printf ("%d", ABS (ticks->exponent));
  GString *name = g_string_new (title);

  if (ticks->exponent == 0)
    return g_string_free (name, FALSE);
  g_string_append (name, ticks->exponent < 0 ? " (×10⁻" : " (×10");
  for (const char *c = exponent; *c != '\0'; c++)
    g_string_append (name, superscripts[*c - '0']);
  g_string_append_c (name, ')');
  return g_string_free (name, FALSE);
}

void
trestle_axis_init (TrestleAxis *axis, const char *font, const char *title, double min, double max, guint most)
{
  *axis = (TrestleAxis){ .min = min, .max = max, .font = font, .title = title };
  trestle_ticks_init (&axis->ticks, min, max, most);
}

void
trestle_axis_set_place (TrestleAxis *axis, double begin, double end)
{
  axis->begin = begin;
  axis->end = end;
}

double
trestle_axis_place (const TrestleAxis *axis, double value)
{
  return axis->begin + (value - axis->min) / (axis->max - axis->min) * (axis->end - axis->begin);
}

static double
place_tick (const TrestleAxis *axis, guint index)
{
  return trestle_axis_place (axis, trestle_ticks_get_value (&axis->ticks, index));
}

static double
measure_labels (const TrestleAxis *axis)
{
  double width = 0.0;

  for (guint i = 0; i < axis->ticks.count; i++)
    {
      g_autofree char *label = trestle_ticks_get_label (&axis->ticks, i);

      width = MAX (width, trestle_text_measure (axis->font, label, FALSE));
    }
  return width;
}

double
trestle_axis_get_scale_width (const TrestleAxis *axis)
{
  return TICK_LENGTH + LABEL_GAP + measure_labels (axis);
}

double
trestle_axis_get_width (const TrestleAxis *axis)
{
  return trestle_axis_get_scale_width (axis) + TITLE_GAP + TRESTLE_TEXT_LINE_HEIGHT;
}

double
trestle_axis_get_height (const TrestleAxis *axis)
{
  return TICK_LENGTH + LABEL_GAP + 2.0 * TRESTLE_TEXT_LINE_HEIGHT;
}

double
trestle_axis_get_title_length (const TrestleAxis *axis)
{
  g_autofree char *title = trestle_ticks_name_axis (&axis->ticks, axis->title);

  return trestle_text_measure (axis->font, title, FALSE);
}

static void
stroke_line (cairo_t *cr, TrestleInk ink, double x1, double y1, double x2, double y2)
{
  trestle_ink_set (cr, ink);
  cairo_set_line_width (cr, TRESTLE_PLOT_LINE_WIDTH);
  cairo_move_to (cr, x1, y1);
  cairo_line_to (cr, x2, y2);
  cairo_stroke (cr);
}

void
trestle_axis_draw_below (cairo_t *cr, const TrestleAxis *axis, double y)
{
  TrestleTextStyle style = { .font = axis->font, .ink = TRESTLE_INK_TEXT, .align = 0.5 };
  g_autofree char *title = trestle_ticks_name_axis (&axis->ticks, axis->title);
  double labels = y + TICK_LENGTH + LABEL_GAP + TRESTLE_TEXT_ASCENT;

  stroke_line (cr, TRESTLE_INK_AXIS, axis->begin, y, axis->end, y);
  for (guint i = 0; i < axis->ticks.count; i++)
    {
      g_autofree char *label = trestle_ticks_get_label (&axis->ticks, i);
      double x = place_tick (axis, i);

      stroke_line (cr, TRESTLE_INK_AXIS, x, y, x, y + TICK_LENGTH);
      trestle_text_draw (cr, label, &style, x, labels);
    }
  trestle_text_draw (cr, title, &style, (axis->begin + axis->end) / 2.0, labels + TRESTLE_TEXT_LINE_HEIGHT);
}

/* Read from the bottom to the top, in the middle of the axis. */
static void
draw_upright_title (cairo_t *cr, const TrestleAxis *axis, double x)
{
  TrestleTextStyle style = { .font = axis->font, .ink = TRESTLE_INK_TEXT, .align = 0.5 };
  g_autofree char *title = trestle_ticks_name_axis (&axis->ticks, axis->title);

  cairo_save (cr);
  cairo_translate (cr, x, (axis->begin + axis->end) / 2.0);
  cairo_rotate (cr, -G_PI_2);
  trestle_text_draw (cr, title, &style, 0.0, 0.0);
  cairo_restore (cr);
}

/* @side: -1 if ticks and labels are on the left of the line, 1 if they are on its right. */
static void
draw_upright_ticks (cairo_t *cr, const TrestleAxis *axis, double x, double side)
{
  TrestleTextStyle style = { .font = axis->font, .ink = TRESTLE_INK_TEXT, .align = side < 0.0 ? 1.0 : 0.0 };

  for (guint i = 0; i < axis->ticks.count; i++)
    {
      g_autofree char *label = trestle_ticks_get_label (&axis->ticks, i);
      double y = place_tick (axis, i);

      stroke_line (cr, TRESTLE_INK_AXIS, x, y, x + side * TICK_LENGTH, y);
      trestle_text_draw (cr, label, &style, x + side * (TICK_LENGTH + LABEL_GAP), y + HALF_DIGIT);
    }
}

void
trestle_axis_draw_left_scale (cairo_t *cr, const TrestleAxis *axis, double x)
{
  stroke_line (cr, TRESTLE_INK_AXIS, x, axis->begin, x, axis->end);
  draw_upright_ticks (cr, axis, x, -1.0);
}

void
trestle_axis_draw_left (cairo_t *cr, const TrestleAxis *axis, double x)
{
  trestle_axis_draw_left_scale (cr, axis, x);
  draw_upright_title (cr, axis, x - trestle_axis_get_width (axis) + TRESTLE_TEXT_ASCENT);
}

void
trestle_axis_draw_right (cairo_t *cr, const TrestleAxis *axis, double x)
{
  stroke_line (cr, TRESTLE_INK_AXIS, x, axis->begin, x, axis->end);
  draw_upright_ticks (cr, axis, x, 1.0);
  draw_upright_title (cr, axis, x + trestle_axis_get_width (axis) - (TRESTLE_TEXT_LINE_HEIGHT - TRESTLE_TEXT_ASCENT));
}

void
trestle_axis_draw_grid (cairo_t *cr, const TrestleAxis *axis, double top, double bottom)
{
  for (guint i = 0; i < axis->ticks.count; i++)
    stroke_line (cr, TRESTLE_INK_GRID, place_tick (axis, i), top, place_tick (axis, i), bottom);
}

void
trestle_axis_draw_rules (cairo_t *cr, const TrestleAxis *axis, double left, double right)
{
  for (guint i = 0; i < axis->ticks.count; i++)
    stroke_line (cr, TRESTLE_INK_GRID, left, place_tick (axis, i), right, place_tick (axis, i));
}

void
trestle_axis_draw_base (cairo_t *cr, const TrestleAxis *axis, double top, double bottom)
{
  stroke_line (cr, TRESTLE_INK_AXIS, axis->begin, top, axis->begin, bottom);
}

/* From one end of the map to the other, from (@x1, @y1) to (@x2, @y2). */
static void
set_gradient (cairo_t *cr, TrestleColormap colormap, double x1, double y1, double x2, double y2)
{
  cairo_pattern_t *gradient = cairo_pattern_create_linear (x1, y1, x2, y2);

  for (guint i = 0; i <= COLOR_BAR_STOPS; i++)
    {
      double value = (double) i / COLOR_BAR_STOPS;
      double rgb[3];

      trestle_colormap_get_rgb (colormap, value, rgb);
      cairo_pattern_add_color_stop_rgb (gradient, value, rgb[0], rgb[1], rgb[2]);
    }
  cairo_set_source (cr, gradient);
  cairo_pattern_destroy (gradient);
}

void
trestle_plot_draw_color_bar (cairo_t *cr, const TrestleAxis *axis, TrestleColormap colormap, double x)
{
  double top = MIN (axis->begin, axis->end);
  double height = fabs (axis->end - axis->begin);

  set_gradient (cr, colormap, 0, axis->begin, 0, axis->end);
  cairo_rectangle (cr, x, top, TRESTLE_PLOT_BAR_WIDTH, height);
  cairo_fill (cr);
  trestle_plot_draw_frame (cr, x, top, TRESTLE_PLOT_BAR_WIDTH, height);
  trestle_axis_draw_right (cr, axis, x + TRESTLE_PLOT_BAR_WIDTH);
}

void
trestle_plot_draw_color_bar_below (cairo_t *cr, const TrestleAxis *axis, TrestleColormap colormap, double y)
{
  double width = axis->end - axis->begin;

  set_gradient (cr, colormap, axis->begin, 0, axis->end, 0);
  cairo_rectangle (cr, axis->begin, y, width, TRESTLE_PLOT_BAR_WIDTH);
  cairo_fill (cr);
  trestle_plot_draw_frame (cr, axis->begin, y, width, TRESTLE_PLOT_BAR_WIDTH);
  trestle_axis_draw_below (cr, axis, y + TRESTLE_PLOT_BAR_WIDTH);
}

void
trestle_plot_draw_frame (cairo_t *cr, double x, double y, double width, double height)
{
  trestle_ink_set (cr, TRESTLE_INK_AXIS);
  cairo_set_line_width (cr, TRESTLE_PLOT_LINE_WIDTH);
  cairo_rectangle (cr, x, y, width, height);
  cairo_stroke (cr);
}

gboolean
trestle_plot_is_vector (cairo_t *cr)
{
  cairo_surface_type_t type = cairo_surface_get_type (cairo_get_target (cr));

  return type == CAIRO_SURFACE_TYPE_PDF || type == CAIRO_SURFACE_TYPE_SVG;
}
