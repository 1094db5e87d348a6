/* Bicubic interpolation of states that lie on a grid: position embeddings made for another image size. */
#pragma once

#include "core/numeric/tensor.h"

G_BEGIN_DECLS

/**
 * trestle_interpolate_grid:
 * @values: `[from * from, columns]`, row by row of a square grid
 * @from: places along a side of it
 * @to: places along a side of the result
 * @out: `[to * to, columns]`: (out)
 *
 * Keys' cubic convolution with a = -0.75, corners not aligned, no antialiasing; beyond the border its last place is repeated. The same as
 * PyTorch's interpolate (mode="bicubic", align_corners=False).
 */
void trestle_interpolate_grid (const TrestleTensor *values, gsize from, gsize to, const TrestleTensor *out);

G_END_DECLS
