/* Colour maps: the published colours at their stops, straight lines between them, and no colour for what is no number. */
#include "analysis/figures/colormap.h"

#include <math.h>

/* Half a step of the 8 bits that the tables have. */
#define TOLERANCE (0.5 / 255.0 + 1e-9)

/* The rows of matplotlib's _cm_listed.py, which came with the papers; greys from the definition of L*. */
static const struct
{
  TrestleColormap map;
  guint stop;
  double rgb[3];
} published[] = {
  { TRESTLE_COLORMAP_VIRIDIS, 0, { 0.267004, 0.004874, 0.329415 } },
  { TRESTLE_COLORMAP_VIRIDIS, 128, { 0.127568, 0.566949, 0.550556 } },
  { TRESTLE_COLORMAP_VIRIDIS, 255, { 0.993248, 0.906157, 0.143936 } },
  { TRESTLE_COLORMAP_CIVIDIS, 0, { 0.0, 0.135112, 0.304751 } },
  { TRESTLE_COLORMAP_CIVIDIS, 128, { 0.488697, 0.485318, 0.471008 } },
  { TRESTLE_COLORMAP_CIVIDIS, 255, { 0.995737, 0.909344, 0.217772 } },
  { TRESTLE_COLORMAP_MAGMA, 0, { 0.001462, 0.000466, 0.013866 } },
  { TRESTLE_COLORMAP_MAGMA, 128, { 0.716387, 0.214982, 0.475290 } },
  { TRESTLE_COLORMAP_MAGMA, 255, { 0.987053, 0.991438, 0.749504 } },
  { TRESTLE_COLORMAP_INFERNO, 0, { 0.001462, 0.000466, 0.013866 } },
  { TRESTLE_COLORMAP_INFERNO, 128, { 0.735683, 0.215906, 0.330245 } },
  { TRESTLE_COLORMAP_INFERNO, 255, { 0.988362, 0.998364, 0.644924 } },
  { TRESTLE_COLORMAP_GREYS, 0, { 1.0, 1.0, 1.0 } },
  { TRESTLE_COLORMAP_GREYS, 255, { 0.0, 0.0, 0.0 } },
};

static void
test_stops_are_the_published_ones (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (published); i++)
    {
      double rgb[3];

      g_test_message ("%s %u", trestle_colormap_get_name (published[i].map), published[i].stop);
      trestle_colormap_get_rgb (published[i].map, published[i].stop / 255.0, rgb);
      for (guint channel = 0; channel < 3; channel++)
        g_assert_cmpfloat_with_epsilon (rgb[channel], published[i].rgb[channel], TOLERANCE);
    }
}

static void
test_between_stops_lies_a_straight_line (void)
{
  for (guint stop = 0; stop < 255; stop++)
    {
      double below[3], above[3], between[3];

      trestle_colormap_get_rgb (TRESTLE_COLORMAP_VIRIDIS, stop / 255.0, below);
      trestle_colormap_get_rgb (TRESTLE_COLORMAP_VIRIDIS, (stop + 1) / 255.0, above);
      trestle_colormap_get_rgb (TRESTLE_COLORMAP_VIRIDIS, (stop + 0.25) / 255.0, between);
      for (guint channel = 0; channel < 3; channel++)
        g_assert_cmpfloat_with_epsilon (between[channel], 0.75 * below[channel] + 0.25 * above[channel], 1e-9);
    }
}

static void
assert_same_color (double value, double as)
{
  double rgb[3], expected[3];

  trestle_colormap_get_rgb (TRESTLE_COLORMAP_MAGMA, value, rgb);
  trestle_colormap_get_rgb (TRESTLE_COLORMAP_MAGMA, as, expected);
  for (guint channel = 0; channel < 3; channel++)
    g_assert_cmpfloat (rgb[channel], ==, expected[channel]);
}

static void
test_values_outside_are_clamped (void)
{
  assert_same_color (-0.5, 0.0);
  assert_same_color (1.5, 1.0);
  assert_same_color (INFINITY, 1.0);
  assert_same_color (-INFINITY, 0.0);
  assert_same_color (NAN, 0.0);
}

/* CIE 1976 L*, from sRGB. */
static double
get_lightness (TrestleColormap map, double value)
{
  static const double luminance[3] = { 0.2126, 0.7152, 0.0722 };
  double rgb[3], y = 0.0;

  trestle_colormap_get_rgb (map, value, rgb);
  for (guint channel = 0; channel < 3; channel++)
    y += luminance[channel] * (rgb[channel] <= 0.04045 ? rgb[channel] / 12.92 : pow ((rgb[channel] + 0.055) / 1.055, 2.4));
  return y > 216.0 / 24389.0 ? 116.0 * cbrt (y) - 16.0 : y * 24389.0 / 27.0;
}

/* Equal differences of either sign are equally dark, the middle is the lightest, and blue is less and red is more. */
static void
test_differences_are_as_dark_on_both_sides (void)
{
  double less[3], more[3];

  for (guint i = 0; i <= 10; i++)
    {
      double off = i / 20.0, expected = 97.0 - i / 10.0 * (97.0 - 25.0);

      g_assert_cmpfloat_with_epsilon (get_lightness (TRESTLE_COLORMAP_BLUE_RED, 0.5 - off), expected, 1.0);
      g_assert_cmpfloat_with_epsilon (get_lightness (TRESTLE_COLORMAP_BLUE_RED, 0.5 + off), expected, 1.0);
    }
  trestle_colormap_get_rgb (TRESTLE_COLORMAP_BLUE_RED, 0.0, less);
  trestle_colormap_get_rgb (TRESTLE_COLORMAP_BLUE_RED, 1.0, more);
  g_assert_cmpfloat (less[2], >, less[0] + 0.3);
  g_assert_cmpfloat (more[0], >, more[2] + 0.3);
}

/* What makes a map uniform also where it is printed without colour. */
static void
test_lightness_goes_one_way (void)
{
  for (TrestleColormap map = 0; map < TRESTLE_N_COLORMAPS; map++)
    {
      double direction = map == TRESTLE_COLORMAP_GREYS ? -1.0 : 1.0;

      for (guint i = 0; i < 32; i++)
        g_assert_cmpfloat (direction * (get_lightness (map, (i + 1) / 32.0) - get_lightness (map, i / 32.0)), >, 1.0);
    }
}

static void
test_greys_have_equal_steps_of_lightness (void)
{
  for (guint i = 0; i <= 20; i++)
    g_assert_cmpfloat_with_epsilon (get_lightness (TRESTLE_COLORMAP_GREYS, i / 20.0), 100.0 - 5.0 * i, 0.25);
}

static void
test_names_are_parsed_back (void)
{
  TrestleColormap parsed;

  for (TrestleColormap map = 0; map < TRESTLE_N_COLORMAPS; map++)
    {
      parsed = TRESTLE_N_COLORMAPS;
      g_assert_true (trestle_colormap_parse (trestle_colormap_get_name (map), &parsed));
      g_assert_cmpint (parsed, ==, map);
    }
  g_assert_true (trestle_colormap_parse ("Viridis", &parsed));
  g_assert_cmpint (parsed, ==, TRESTLE_COLORMAP_VIRIDIS);
  g_assert_false (trestle_colormap_parse ("jet", &parsed));
  g_assert_false (trestle_colormap_parse ("", &parsed));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/colormap/stops-are-the-published-ones", test_stops_are_the_published_ones);
  g_test_add_func ("/colormap/between-stops-lies-a-straight-line", test_between_stops_lies_a_straight_line);
  g_test_add_func ("/colormap/values-outside-are-clamped", test_values_outside_are_clamped);
  g_test_add_func ("/colormap/lightness-goes-one-way", test_lightness_goes_one_way);
  g_test_add_func ("/colormap/greys-have-equal-steps-of-lightness", test_greys_have_equal_steps_of_lightness);
  g_test_add_func ("/colormap/names-are-parsed-back", test_names_are_parsed_back);
  g_test_add_func ("/colormap/differences-are-as-dark-on-both-sides", test_differences_are_as_dark_on_both_sides);
  return g_test_run ();
}
