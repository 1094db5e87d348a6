/* The product of a few rows with a large weight matrix, such as the words of one caption: reading the weights is what takes the time. */
#pragma once

#include "core/numeric/tensor.h"

G_BEGIN_DECLS

/* From this many rows on, a general matrix product that first packs its weights is faster. */
#define TRESTLE_FEW_ROWS 40

/**
 * trestle_few_rows_product:
 * @input: `[rows, in]`
 * @weight: `[out, in]`
 * @out: `[rows, out]`: @input @weightt
 *
 * Every weight is read once from memory, in order, by one thread, and used for all rows while it is at hand.
 */
void trestle_few_rows_product (const TrestleTensor *input, const TrestleTensor *weight, const TrestleTensor *out);

G_END_DECLS
