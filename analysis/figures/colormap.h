/* Perceptually uniform colour maps: a number in [0, 1] to a colour. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * TrestleColormap:
 * @TRESTLE_N_COLORMAPS: of those that weights are drawn in, which people choose among
 * @TRESTLE_COLORMAP_BLUE_RED: of differences, which are nothing in the middle: from blue for less through white to red for more. Both ends
 *   are equally dark, and told apart by whoever does not see red or green
 */
typedef enum
{
  TRESTLE_COLORMAP_VIRIDIS,
  TRESTLE_COLORMAP_CIVIDIS,
  TRESTLE_COLORMAP_MAGMA,
  TRESTLE_COLORMAP_INFERNO,
  TRESTLE_COLORMAP_GREYS,
  TRESTLE_N_COLORMAPS,
  TRESTLE_COLORMAP_BLUE_RED = TRESTLE_N_COLORMAPS,
} TrestleColormap;

/* "viridis", ... */
const char *trestle_colormap_get_name (TrestleColormap map);
/* Of those that people choose among. */
gboolean trestle_colormap_parse (const char *name, TrestleColormap *map);

/* @value is clamped to [0, 1]; @rgb: (out): `[3]`, sRGB in [0, 1]. */
void trestle_colormap_get_rgb (TrestleColormap map, double value, double rgb[3]);

G_END_DECLS
