/* What figures of panels are made of: the grid, dots, bars, and the inks of series. */
#include "analysis/figures/panel-grid.h"
#include "tests/panel-fixtures.h"

#include <math.h>
#include <string.h>

static void
draw_nothing (cairo_t *cr, const TrestlePanel *panel, guint index, gpointer data)
{
}

static TrestlePanelGrid *
make_grid (const TrestleLook *look, guint n_columns, const double *mosts, guint n)
{
  static const char *const title[] = { "title", NULL };
  TrestlePanelText text = { title, "number", "place" };
  TrestlePanelGrid *grid = trestle_panel_grid_new (look, n_columns, 70.0, 0.0);

  for (guint i = 0; i < n; i++)
    trestle_panel_grid_add (grid, &text, 0.0, mosts[i], 4);
  trestle_panel_grid_lay_out (grid);
  return grid;
}

static void
test_rows_share_their_scale (void)
{
  static const double mosts[] = { 1.0, 5.0, 0.25, 0.125 };
  TrestleLook look = make_panel_look (PANEL_WIDE, TRUE);
  g_autoptr (TrestlePanelGrid) grid = make_grid (&look, 2, mosts, G_N_ELEMENTS (mosts));
  const TrestlePanel *panels[4];

  for (guint i = 0; i < 4; i++)
    panels[i] = trestle_panel_grid_get (grid, i);
  for (guint i = 0; i < 4; i += 2)
    {
      g_assert_cmpfloat (panels[i]->y.min, ==, 0.0);
      g_assert_cmpfloat (panels[i]->y.min, ==, panels[i + 1]->y.min);
      g_assert_cmpfloat (panels[i]->y.max, ==, panels[i + 1]->y.max);
      g_assert_cmpfloat (panels[i]->top, ==, panels[i + 1]->top);
      g_assert_cmpfloat (panels[i]->right, <, panels[i + 1]->left);
      g_assert_cmpfloat (panels[i]->y.max, >=, mosts[i]);
      g_assert_cmpfloat (panels[i]->y.max, >=, mosts[i + 1]);
    }
  g_assert_cmpfloat (panels[0]->y.max, >, panels[2]->y.max);
  g_assert_cmpfloat (panels[0]->left, ==, panels[2]->left);
  g_assert_cmpfloat (panels[0]->bottom, <, panels[2]->top);
  g_assert_cmpfloat (panels[1]->right - panels[1]->left, ==, panels[2]->right - panels[2]->left);
}

#define ZOOM 20 /* pixels a point */

/* How much of the page the dots of one place cover, in points squared, and the darkest spot, in [0, 1]. */
static double
measure_dots (const TrestlePanel *panel, const double *values, guint n, double mean, double *darkest)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_A8, 200 * ZOOM, 100 * ZOOM);
  cairo_t *cr = cairo_create (surface);
  double sum = 0.0;
  guint most = 0;

  cairo_scale (cr, ZOOM, ZOOM);
  trestle_panel_draw_dots (cr, panel, TRESTLE_INK_DATA, 0, values, n, mean);
  cairo_surface_flush (surface);
  for (int y = 0; y < cairo_image_surface_get_height (surface); y++)
    for (int x = 0; x < cairo_image_surface_get_width (surface); x++)
      {
        guchar alpha = cairo_image_surface_get_data (surface)[y * cairo_image_surface_get_stride (surface) + x];

        sum += alpha;
        most = MAX (most, alpha);
      }
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  *darkest = most / 255.0;
  return sum / 255.0 / ZOOM / ZOOM;
}

/* Where they would hide each other, ink would add up. */
static void
test_equal_heads_are_all_seen (void)
{
  TrestlePanel panel = { .left = 20.0, .right = 180.0, .top = 10.0, .bottom = 90.0, .n_places = 2 };
  double values[16], darkest, one, all;

  trestle_axis_init (&panel.y, NULL, "number", 0.0, 1.0, 4);
  trestle_axis_set_place (&panel.y, panel.bottom, panel.top);
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    values[i] = 0.5;
  one = measure_dots (&panel, values, 1, NAN, &darkest);
  g_assert_cmpfloat (one, >, 1.0);
  all = measure_dots (&panel, values, G_N_ELEMENTS (values), 0.5, &darkest);
  g_assert_cmpfloat_with_epsilon (all, G_N_ELEMENTS (values) * one, 0.01 * all);
  g_assert_cmpfloat (darkest, <=, 0.51);
}

/* Where there is no room for all, they stay near their place. */
static void
test_dots_stay_at_their_place (void)
{
  TrestlePanel panel = { .left = 20.0, .right = 100.0, .top = 10.0, .bottom = 90.0, .n_places = 8 };
  cairo_surface_t *surface = cairo_recording_surface_create (CAIRO_CONTENT_ALPHA, NULL);
  cairo_t *cr = cairo_create (surface);
  double values[32], x, y, width, height;

  trestle_axis_init (&panel.y, NULL, "number", 0.0, 1.0, 4);
  trestle_axis_set_place (&panel.y, panel.bottom, panel.top);
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    values[i] = 0.25;
  trestle_panel_draw_dots (cr, &panel, TRESTLE_INK_DATA, 3, values, G_N_ELEMENTS (values), NAN);
  cairo_recording_surface_ink_extents (surface, &x, &y, &width, &height);
  g_assert_cmpfloat (x, >=, trestle_panel_place (&panel, 2.4));
  g_assert_cmpfloat (x + width, <=, trestle_panel_place (&panel, 3.6));
  g_assert_cmpfloat_with_epsilon (y + height / 2.0, trestle_axis_place (&panel.y, 0.25), 1.0);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

/* Relative luminance of sRGB, as WCAG 2 defines it. */
static double
find_luminance (TrestleInk ink)
{
  static const double shares[] = { 0.0722, 0.7152, 0.2126 }; /* blue first, as in the number */
  g_autofree char *name = trestle_ink_to_string (ink);
  guint64 rgb = g_ascii_strtoull (name + 1, NULL, 16);
  double sum = 0.0;

  for (guint i = 0; i < 3; i++)
    {
      double c = (double) (rgb >> 8 * i & 0xff) / 255.0;

      sum += shares[i] * (c <= 0.04045 ? c / 12.92 : pow ((c + 0.055) / 1.055, 2.4));
    }
  return sum;
}

/* Answers are written in the ink of their curves: 4.5 is what small text needs, 4 what the ochre has. */
static void
test_series_can_be_read_on_paper (void)
{
  for (guint i = 0; i < TRESTLE_N_SERIES_INKS; i++)
    {
      g_assert_cmpfloat (1.05 / (find_luminance (trestle_ink_get_series (i)) + 0.05), >=, 4.0);
      for (guint k = 0; k < i; k++)
        {
          g_autofree char *a = trestle_ink_to_string (trestle_ink_get_series (i));
          g_autofree char *b = trestle_ink_to_string (trestle_ink_get_series (k));

          g_assert_cmpstr (a, !=, b);
        }
    }
  g_assert_cmpint (trestle_ink_get_series (0), ==, trestle_ink_get_series (TRESTLE_N_SERIES_INKS));
}

/* They and their intervals end where the numbers say, to what a recording rounds to; where there is no number there is no bar. */
static void
test_bars_begin_at_zero (void)
{
  TrestlePanel panel = { .left = 20.0, .right = 100.0, .top = 10.0, .bottom = 90.0, .n_places = 4 };
  static const double numbers[][2] = { { 0.5, 0.25 }, { -0.5, NAN }, { NAN, NAN } };

  trestle_axis_init (&panel.y, NULL, "number", -1.0, 1.0, 4);
  trestle_axis_set_place (&panel.y, panel.bottom, panel.top);
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      cairo_surface_t *surface = cairo_recording_surface_create (CAIRO_CONTENT_ALPHA, NULL);
      cairo_t *cr = cairo_create (surface);
      double value = numbers[i][0], reach = isfinite (numbers[i][1]) ? numbers[i][1] : 0.0;
      double x, y, width, height;

      trestle_panel_draw_bar (cr, &panel, TRESTLE_INK_DATA, 1, 0, 3, value, numbers[i][1]);
      cairo_recording_surface_ink_extents (surface, &x, &y, &width, &height);
      if (isfinite (value))
        {
          g_assert_cmpfloat_with_epsilon (y, trestle_axis_place (&panel.y, MAX (0.0, value + reach)), 1.5);
          g_assert_cmpfloat_with_epsilon (y + height, trestle_axis_place (&panel.y, MIN (0.0, value - reach)), 1.5);
        }
      else
        g_assert_cmpfloat (width * height, ==, 0.0);
      cairo_destroy (cr);
      cairo_surface_destroy (surface);
    }
}

static void
test_grid_of_one_panel_has_no_letter (void)
{
  static const double most[] = { 1.0 };
  TrestleLook look = make_panel_look (PANEL_NARROW, FALSE);
  g_autoptr (TrestlePanelGrid) grid = make_grid (&look, 1, most, 1);
  cairo_surface_t *surface = cairo_recording_surface_create (CAIRO_CONTENT_COLOR_ALPHA, NULL);
  cairo_t *cr = cairo_create (surface);
  g_autoptr (GString) svg = g_string_new (NULL);

  trestle_text_collect (surface, svg);
  trestle_panel_grid_draw (grid, cr, draw_nothing, NULL);
  g_assert_null (strstr (svg->str, ">(a)<"));
  g_assert_nonnull (strstr (svg->str, ">number<"));
  g_assert_nonnull (strstr (svg->str, ">place<"));
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/panel/rows-share-their-scale", test_rows_share_their_scale);
  g_test_add_func ("/panel/grid-of-one-panel-has-no-letter", test_grid_of_one_panel_has_no_letter);
  g_test_add_func ("/panel/equal-heads-are-all-seen", test_equal_heads_are_all_seen);
  g_test_add_func ("/panel/dots-stay-at-their-place", test_dots_stay_at_their_place);
  g_test_add_func ("/panel/bars-begin-at-zero", test_bars_begin_at_zero);
  g_test_add_func ("/panel/series-can-be-read-on-paper", test_series_can_be_read_on_paper);
  return g_test_run ();
}
