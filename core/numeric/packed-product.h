/* Products with weights that were laid out once for the loop that reads them: for any number of rows, in either precision. */
#pragma once

#include "core/numeric/kernels.h"
#include "core/numeric/precision.h"
#include "core/numeric/tensor.h"

G_BEGIN_DECLS

/* Weights in panels of some outputs each, of which the loop takes one input after the other. */
typedef struct _TrestlePackedWeights TrestlePackedWeights;

/**
 * trestle_packed_weights_new:
 * @weight: `[out, in]`; not needed any more afterwards
 *
 * Spread over the threads. As bfloat16 every weight is rounded to nearest, ties to even.
 */
TrestlePackedWeights *trestle_packed_weights_new (const TrestleTensor *weight, TrestlePrecision precision);
/* Bytes that the weights of `[n_outputs, n_inputs]` take. */
gsize trestle_packed_weights_estimate_size (gsize n_outputs, gsize n_inputs, TrestlePrecision precision);
void trestle_packed_weights_free (TrestlePackedWeights *weights);

/**
 * trestle_packed_product:
 * @weights: of `[out, in]`
 * @input: `[rows, in]`; bfloat16 weights meet it as it is, they are widened, not the input rounded
 * @bias: (nullable): `[out]`
 * @residual: (nullable): `[rows, out]`
 * @out: `[rows, out]`: activation (@input @weightst + @bias) + @residual; overlaps neither
 *
 * The same bits whatever the number of threads.
 */
void trestle_packed_product (const TrestlePackedWeights *weights,
                             const TrestleTensor *input,
                             const float *bias,
                             TrestleActivation activation,
                             const TrestleTensor *residual,
                             const TrestleTensor *out);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrestlePackedWeights, trestle_packed_weights_free)

G_END_DECLS
