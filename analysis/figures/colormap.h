/* Perceptually uniform colour maps: a number in [0, 1] to a colour. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  TRESTLE_COLORMAP_VIRIDIS,
  TRESTLE_COLORMAP_CIVIDIS,
  TRESTLE_COLORMAP_MAGMA,
  TRESTLE_COLORMAP_INFERNO,
  TRESTLE_COLORMAP_GREYS,
  TRESTLE_N_COLORMAPS,
} TrestleColormap;

/* "viridis", ... */
const char *trestle_colormap_get_name (TrestleColormap map);
gboolean trestle_colormap_parse (const char *name, TrestleColormap *map);

/* @value is clamped to [0, 1]; @rgb: (out): `[3]`, sRGB in [0, 1]. */
void trestle_colormap_get_rgb (TrestleColormap map, double value, double rgb[3]);

G_END_DECLS
