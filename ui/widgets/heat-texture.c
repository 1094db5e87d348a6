/* Weights as pictures, pixel for pixel, so that their edges are crisp at any size. */
#include "ui/widgets/heat-texture.h"

#include <math.h>

/* From this width on, a pixel between two bars can be spared. */
#define WIDE_BAR 3

int
trestle_heat_edge (int length, guint n_parts, guint part)
{
  return (int) (((gint64) length * part + n_parts - 1) / n_parts);
}

static GdkTexture *
texture_new (guint32 *pixels, int width, int height)
{
  gsize stride = sizeof (guint32) * width;
  g_autoptr (GBytes) bytes = g_bytes_new_take (pixels, stride * height);

  return gdk_memory_texture_new (width, height, GDK_MEMORY_DEFAULT, bytes, stride);
}

static void
fill_row (guint32 *row, const TrestlePalette *palette, const double *weights, guint columns, double max, int width)
{
  for (guint column = 0; column < columns; column++)
    {
      guint32 pixel = trestle_palette_get_pixel (palette, weights[column], max);

      for (int x = trestle_heat_edge (width, columns, column); x < trestle_heat_edge (width, columns, column + 1); x++)
        row[x] = pixel;
    }
}

GdkTexture *
trestle_heat_texture_new_patches (const TrestlePalette *palette,
                                  const double *weights,
                                  guint rows,
                                  guint columns,
                                  double max,
                                  int width,
                                  int height)
{
  guint32 *pixels = g_new (guint32, (gsize) width * height);

  for (guint row = 0; row < rows; row++)
    {
      int top = trestle_heat_edge (height, rows, row);
      int bottom = trestle_heat_edge (height, rows, row + 1);

      if (top == bottom)
        continue;
      fill_row (pixels + (gsize) width * top, palette, weights + (gsize) columns * row, columns, max, width);
      for (int y = top + 1; y < bottom; y++)
        memcpy (pixels + (gsize) width * y, pixels + (gsize) width * top, sizeof (guint32) * width);
    }
  return texture_new (pixels, width, height);
}

/* The largest weight of those that share pixel @x. */
static double
weight_at (const double *weights, gsize n_weights, int x, int width)
{
  gsize first = n_weights * x / width;
  gsize end = MAX (first + 1, n_weights * (x + 1) / width);
  double largest = 0;

  for (gsize i = first; i < end; i++)
    if (weights[i] > largest)
      largest = weights[i];
  return largest;
}

GdkTexture *
trestle_heat_texture_new_bars (const TrestlePalette *palette, const double *weights, gsize n_weights, double max, int width, int height)
{
  guint32 *pixels = g_new (guint32, (gsize) width * height);
  gboolean spaced = (gsize) width >= WIDE_BAR * n_weights;

  for (int x = 0; x < width; x++)
    {
      double weight = weight_at (weights, n_weights, x, width);
      gboolean is_last = n_weights * (x + 1) / width > n_weights * x / width;
      int bar = max > 0 && !(spaced && is_last) ? (int) lround (height * CLAMP (weight / max, 0, 1)) : 0;
      guint32 ink = trestle_palette_get_pixel (palette, weight, max);

      for (int y = 0; y < height; y++)
        pixels[(gsize) width * y + x] = y < height - bar ? palette->pixels[0] : ink;
    }
  return texture_new (pixels, width, height);
}
