/* A colour map, sampled: what the widgets colour weights with. */
#pragma once

#include <gtk/gtk.h>

#include "analysis/figures/colormap.h"

G_BEGIN_DECLS

#define TRESTLE_PALETTE_SIZE 256

/**
 * TrestlePalette:
 * @pixels: as %GDK_MEMORY_DEFAULT has them: opaque, alpha in the highest byte
 */
typedef struct
{
  guint32 pixels[TRESTLE_PALETTE_SIZE];
} TrestlePalette;

void trestle_palette_init (TrestlePalette *palette, TrestleColormap colormap);

/* The colour of @weight on a scale from 0 to @max; everything is 0 on a scale without length. */
guint32 trestle_palette_get_pixel (const TrestlePalette *palette, double weight, double max);
GdkRGBA trestle_palette_get_color (const TrestlePalette *palette, double weight, double max);

/* Black or white: the one that is read more easily on @ground, by the contrast ratio of WCAG 2. */
GdkRGBA trestle_palette_get_ink (const GdkRGBA *ground);

G_END_DECLS
