/* Products of plain matrices, on the calling thread alone: attention calls them for each head. */
#pragma once

#include "core/numeric/tensor.h"

G_BEGIN_DECLS

/* @out = @a @bt: `[rows, n]` from `[rows, inner]` and `[n, inner]`. */
void trestle_product_transposed (const TrestleTensor *a, const TrestleTensor *b, const TrestleTensor *out);

/* @out = @a @b: `[rows, n]` from `[rows, inner]` and `[inner, n]`. */
void trestle_product (const TrestleTensor *a, const TrestleTensor *b, const TrestleTensor *out);

G_END_DECLS
