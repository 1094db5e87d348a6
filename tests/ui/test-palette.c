/* What the widgets share: colours, and weights as pictures. */
#include "tests/ui/widget-tests.h"

#include <math.h>

#include "tests/ui/widget-tools.h"
#include "ui/widgets/heat-texture.h"
#include "ui/widgets/palette.h"

static double
luminance (const GdkRGBA *color)
{
  const float channels[3] = { color->red, color->green, color->blue };
  static const double shares[3] = { 0.2126, 0.7152, 0.0722 };
  double sum = 0;

  for (guint c = 0; c < 3; c++)
    sum += shares[c] * (channels[c] <= 0.04045 ? channels[c] / 12.92 : pow ((channels[c] + 0.055) / 1.055, 2.4));
  return sum;
}

/* The least that WCAG 2 asks of text is 4.5. */
static void
test_ink_is_read_on_every_shade (void)
{
  for (TrestleColormap map = 0; map < TRESTLE_N_COLORMAPS; map++)
    {
      TrestlePalette palette;

      trestle_palette_init (&palette, map);
      for (guint i = 0; i <= 100; i++)
        {
          GdkRGBA ground = trestle_palette_get_color (&palette, i, 100);
          GdkRGBA ink = trestle_palette_get_ink (&ground);
          double a = luminance (&ground) + 0.05;
          double b = luminance (&ink) + 0.05;

          g_assert_cmpfloat (MAX (a, b) / MIN (a, b), >=, 4.5);
        }
    }
}

static void
test_palette_stays_in_its_range (void)
{
  TrestlePalette palette;

  trestle_palette_init (&palette, TRESTLE_COLORMAP_VIRIDIS);
  g_assert_cmphex (palette.pixels[0], ==, 0xff440154);
  g_assert_cmphex (palette.pixels[255], ==, 0xfffde725);
  g_assert_cmphex (trestle_palette_get_pixel (&palette, -1, 1), ==, palette.pixels[0]);
  g_assert_cmphex (trestle_palette_get_pixel (&palette, 2, 1), ==, palette.pixels[255]);
  g_assert_cmphex (trestle_palette_get_pixel (&palette, 1, 0), ==, palette.pixels[0]);
  g_assert_cmphex (trestle_palette_get_pixel (&palette, NAN, 1), ==, palette.pixels[0]);
}

static guint
count_ink (const guint32 *pixels, int width, int height, int x, guint32 ground)
{
  guint count = 0;

  for (int y = 0; y < height; y++)
    count += pixels[y * width + x] != ground;
  return count;
}

/* Bars are as high as their weights, and none is lost where there are more of them than pixels. */
static void
test_bars_are_as_high_as_weights (void)
{
  static const double some[] = { 0.5, 0, 1, 0.25 };
  double many[1000] = { 0 };
  g_autoptr (GdkTexture) few_bars = NULL;
  g_autoptr (GdkTexture) many_bars = NULL;
  TrestlePalette palette;
  guint32 pixels[40 * 20];
  guint high = 0;

  trestle_palette_init (&palette, TRESTLE_COLORMAP_VIRIDIS);
  few_bars = trestle_heat_texture_new_bars (&palette, some, 4, 1, 40, 20);
  gdk_texture_download (few_bars, (guchar *) pixels, sizeof (guint32) * 40);
  for (guint i = 0; i < 4; i++)
    g_assert_cmpuint (count_ink (pixels, 40, 20, 10 * (int) i + 4, palette.pixels[0]), ==, (guint) lround (20 * some[i]));
  many[777] = 1;
  many_bars = trestle_heat_texture_new_bars (&palette, many, 1000, 1, 40, 20);
  gdk_texture_download (many_bars, (guchar *) pixels, sizeof (guint32) * 40);
  for (int x = 0; x < 40; x++)
    high += count_ink (pixels, 40, 20, x, palette.pixels[0]);
  g_assert_cmpuint (high, ==, 20);
}

static void
test_palette_changes_to_another_only (void)
{
  TrestlePalette palette, other;

  trestle_palette_init (&palette, TRESTLE_COLORMAP_VIRIDIS);
  trestle_palette_init (&other, TRESTLE_COLORMAP_MAGMA);
  g_assert_false (trestle_palette_change (&palette, TRESTLE_COLORMAP_VIRIDIS));
  g_assert_true (trestle_palette_change (&palette, TRESTLE_COLORMAP_MAGMA));
  g_assert_cmpint (palette.colormap, ==, TRESTLE_COLORMAP_MAGMA);
  g_assert_cmpmem (palette.pixels, sizeof palette.pixels, other.pixels, sizeof other.pixels);
  g_assert_false (trestle_palette_change (&palette, TRESTLE_COLORMAP_MAGMA));
}

void
test_palette_add (void)
{
  g_test_add_func ("/shared/ink-is-read-on-every-shade", test_ink_is_read_on_every_shade);
  g_test_add_func ("/shared/palette-stays-in-its-range", test_palette_stays_in_its_range);
  g_test_add_func ("/shared/bars-are-as-high-as-weights", test_bars_are_as_high_as_weights);
  g_test_add_func ("/palette/changes-to-another-only", test_palette_changes_to_another_only);
}
