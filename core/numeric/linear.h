/* A dense layer: y = activation (x Wt + b) + residual. One backend of it is built; nothing else includes that backend's header. */
#pragma once

#include "core/numeric/kernels.h"
#include "core/numeric/tensor.h"

G_BEGIN_DECLS

typedef struct _TrestleLinear TrestleLinear;

/**
 * trestle_linear_new:
 * @weight: `[out, in]`, as checkpoints store it; the numbers must outlive the layer
 * @bias: (nullable): `[out]`; likewise
 *
 * Returns: (transfer full): the layer, with whatever the backend prepares once
 */
TrestleLinear *trestle_linear_new (const TrestleTensor *weight, const float *bias);
void trestle_linear_free (TrestleLinear *linear);

gsize trestle_linear_get_n_outputs (const TrestleLinear *linear);

/**
 * trestle_linear_forward:
 * @input: `[rows, in]`
 * @residual: (nullable): `[rows, out]`, added after the activation
 * @out: `[rows, out]`; overlaps neither
 */
void trestle_linear_forward (const TrestleLinear *linear,
                             const TrestleTensor *input,
                             TrestleActivation activation,
                             const TrestleTensor *residual,
                             const TrestleTensor *out);

/* Products of plain matrices, on the calling thread alone: attention calls them for each head. */

/* @out = @a @bt: `[rows, n]` from `[rows, inner]` and `[n, inner]`. */
void trestle_product_transposed (const TrestleTensor *a, const TrestleTensor *b, const TrestleTensor *out);

/* @out = @a @b: `[rows, n]` from `[rows, inner]` and `[inner, n]`. */
void trestle_product (const TrestleTensor *a, const TrestleTensor *b, const TrestleTensor *out);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrestleLinear, trestle_linear_free)

G_END_DECLS
