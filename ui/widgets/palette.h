/* A colour map, sampled: what the widgets colour weights with. */
#pragma once

#include <gtk/gtk.h>

#include "analysis/figures/colormap.h"

G_BEGIN_DECLS

#define TRESTLE_PALETTE_SIZE 256

/**
 * TrestlePalette:
 * @colormap: what was sampled
 * @pixels: as %GDK_MEMORY_DEFAULT has them: opaque, alpha in the highest byte
 */
typedef struct
{
  TrestleColormap colormap;
  guint32 pixels[TRESTLE_PALETTE_SIZE];
} TrestlePalette;

void trestle_palette_init (TrestlePalette *palette, TrestleColormap colormap);
/* Whether that is another one than before; if not, nothing is to be drawn again. */
gboolean trestle_palette_change (TrestlePalette *palette, TrestleColormap colormap);

/* (transfer floating): "colormap" uint (TrestleColormap), of those that people choose among: the property of what draws with a palette. */
GParamSpec *trestle_palette_property_new (GParamFlags flags);

/* The colour of @weight on a scale from 0 to @max; everything is 0 on a scale without length. */
guint32 trestle_palette_get_pixel (const TrestlePalette *palette, double weight, double max);
GdkRGBA trestle_palette_get_color (const TrestlePalette *palette, double weight, double max);

/* Black or white: the one that is read more easily on @ground, by the contrast ratio of WCAG 2. */
GdkRGBA trestle_palette_get_ink (const GdkRGBA *ground);

G_END_DECLS
