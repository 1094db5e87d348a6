/* Natural logarithms by the thousand, and the sums that entropies and divergences are made of. */
#pragma once

#include "core/numeric/tensor.h"

G_BEGIN_DECLS

/**
 * trestle_logarithm_row:
 * @values: `[count]`
 * @least: what smaller values are raised to first; at least 1.2e-38, where float32 has all its digits
 * @out: `[count]`: ln (max (value, @least)); may be @values
 *
 * On the calling thread. The error is below 1.2e-7 (1 + |ln value|); 1.08e-7 is the most that was found, 6.2e-8 with fused multiply-adds.
 */
void trestle_logarithm_row (const float *values, gsize count, float least, float *out);

/**
 * trestle_logarithm_sum:
 * @weights: `[heads, rows, columns]`, @stride equal to @columns
 * @least: as above
 * @own: (out caller-allocates): `[heads]`: sums over rows and columns of a ln a
 * @apart: (out caller-allocates): `[heads]`: sums of a (ln a - m), m being the mean of ln a over the heads at the same row and column
 *
 * where a = max (weight, @least). The second sum keeps its digits where heads are so alike that the difference of two first sums would
 * have none left. Products are float32, in small blocks whose sums are added as doubles, in an order that the number of threads does not
 * change. A NaN makes the sums of its head NaN.
 */
void trestle_logarithm_sum (const TrestleTensor *weights, float least, double *own, double *apart);

G_END_DECLS
