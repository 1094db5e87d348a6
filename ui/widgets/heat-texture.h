/* Weights as pictures, pixel for pixel, so that their edges are crisp at any size. */
#pragma once

#include "ui/widgets/palette.h"

G_BEGIN_DECLS

/* Where part @part of @n_parts begins on a line of @length pixels; part @n_parts begins where the line ends. */
int trestle_heat_edge (int length, guint n_parts, guint part);

/**
 * trestle_heat_texture_new_patches:
 * @weights: `[rows * columns]`, row by row
 * @max: where the colour scale ends
 * @width: in device pixels, as many as it will be drawn on
 * @height: likewise
 *
 * GTK 4.8 smooths what it enlarges, so patches are enlarged here; their edges are those of trestle_heat_edge().
 *
 * Returns: (transfer full): the patches in their colours, opaque
 */
GdkTexture *trestle_heat_texture_new_patches (const TrestlePalette *palette,
                                              const double *weights,
                                              guint rows,
                                              guint columns,
                                              double max,
                                              int width,
                                              int height);

/**
 * trestle_heat_texture_new_bars:
 * @weights: `[n_weights]`
 *
 * A bar for each weight on the colour of 0, as high and as coloured as the weight is large. Where there are more weights than pixels, a
 * pixel shows the largest of its own.
 *
 * Returns: (transfer full): the bars, opaque
 */
GdkTexture *
trestle_heat_texture_new_bars (const TrestlePalette *palette, const double *weights, gsize n_weights, double max, int width, int height);

G_END_DECLS
