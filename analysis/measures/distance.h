/* How far, across the image, each head of a layer looks. */
#pragma once

#include "core/numeric/tensor.h"

G_BEGIN_DECLS

/**
 * trestle_distance_measure:
 * @attention: `[heads, 1 + rows * columns, 1 + rows * columns]`: a class token and patches that look at each other
 * @rows: of the patch grid
 * @columns: of the patch grid
 * @heads: (out caller-allocates): `[heads]`: the mean over query patches of the mean distance to where they look, in patches
 *
 * as in Dosovitskiy et al. 2021, figure 7. The class token has no place: it is left out as query and as key, and what a patch gives to
 * the other patches is made to sum to 1 (or to what it is in 1e-12, if it looks at the class token alone).
 *
 * Returns: the mean over the heads
 */
double trestle_distance_measure (const TrestleTensor *attention, guint rows, guint columns, double *heads);

G_END_DECLS
