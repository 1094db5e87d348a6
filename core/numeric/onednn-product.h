/* Products with weights that oneDNN packed once. All that we use of oneDNN, of version 2 and of version 3, is in this room. */
#pragma once

#include "core/numeric/kernels.h"
#include "core/numeric/precision.h"
#include "core/numeric/tensor.h"

G_BEGIN_DECLS

typedef struct _TrestleOnednnProduct TrestleOnednnProduct;

/**
 * trestle_onednn_product_new:
 * @weight: `[out, in]`; not needed any more afterwards
 * @bias: (nullable): `[out]`; must outlive the product
 *
 * Returns: (transfer full) (nullable): %NULL if oneDNN cannot do it on this processor, as with bfloat16 where there are no instructions
 *   for it
 */
TrestleOnednnProduct *trestle_onednn_product_new (const TrestleTensor *weight, const float *bias, TrestlePrecision precision);
void trestle_onednn_product_free (TrestleOnednnProduct *product);

/* Whether oneDNN has a loop for packed weights on this processor. Where it has none (before AVX-512), it packs anew for every product. */
gboolean trestle_onednn_packs (TrestlePrecision precision);

/**
 * trestle_onednn_product_forward:
 * @input: `[rows, in]`
 * @residual: (nullable): `[rows, out]`
 * @out: `[rows, out]`: activation (@input @weightt + @bias) + @residual; overlaps neither
 *
 * All in one pass over the result. Threads may share a product.
 */
void trestle_onednn_product_forward (const TrestleOnednnProduct *product,
                                     const TrestleTensor *input,
                                     TrestleActivation activation,
                                     const TrestleTensor *residual,
                                     const TrestleTensor *out);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrestleOnednnProduct, trestle_onednn_product_free)

G_END_DECLS
