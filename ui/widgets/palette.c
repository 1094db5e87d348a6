/* A colour map, sampled: what the widgets colour weights with. */
#include "ui/widgets/palette.h"

#include <math.h>

/* Where black and white text have the same contrast: (L + 0.05) / 0.05 = 1.05 / (L + 0.05). */
#define EVEN_LUMINANCE 0.1791

void
trestle_palette_init (TrestlePalette *palette, TrestleColormap colormap)
{
  palette->colormap = colormap;
  for (guint i = 0; i < TRESTLE_PALETTE_SIZE; i++)
    {
      double rgb[3];
      guint32 pixel = 0xff;

      trestle_colormap_get_rgb (colormap, i / (TRESTLE_PALETTE_SIZE - 1.0), rgb);
      for (guint c = 0; c < 3; c++)
        pixel = pixel << 8 | (guint32) lround (255 * CLAMP (rgb[c], 0, 1));
      palette->pixels[i] = pixel;
    }
}

gboolean
trestle_palette_change (TrestlePalette *palette, TrestleColormap colormap)
{
  if (palette->colormap == colormap)
    return FALSE;
  trestle_palette_init (palette, colormap);
  return TRUE;
}

GParamSpec *
trestle_palette_property_new (GParamFlags flags)
{
  return g_param_spec_uint ("colormap", NULL, NULL, 0, TRESTLE_N_COLORMAPS - 1, TRESTLE_COLORMAP_VIRIDIS, flags);
}

guint32
trestle_palette_get_pixel (const TrestlePalette *palette, double weight, double max)
{
  double value = max > 0 ? weight / max : 0;

  /* Written so that a weight that is no number is drawn as 0. */
  if (!(value > 0))
    return palette->pixels[0];
  return palette->pixels[(guint) (MIN (value, 1) * (TRESTLE_PALETTE_SIZE - 1) + 0.5)];
}

GdkRGBA
trestle_palette_get_color (const TrestlePalette *palette, double weight, double max)
{
  guint32 pixel = trestle_palette_get_pixel (palette, weight, max);

  return (GdkRGBA){ (pixel >> 16 & 0xff) / 255.f, (pixel >> 8 & 0xff) / 255.f, (pixel & 0xff) / 255.f, 1 };
}

static double
linear (double channel)
{
  return channel <= 0.04045 ? channel / 12.92 : pow ((channel + 0.055) / 1.055, 2.4);
}

GdkRGBA
trestle_palette_get_ink (const GdkRGBA *ground)
{
  double luminance = 0.2126 * linear (ground->red) + 0.7152 * linear (ground->green) + 0.0722 * linear (ground->blue);
  float ink = luminance > EVEN_LUMINANCE ? 0 : 1;

  return (GdkRGBA){ ink, ink, ink, 1 };
}
