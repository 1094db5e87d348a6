/* Multi-head attention on projected states. The probabilities are computed where they are recorded, so that recording costs nothing. */
#pragma once

#include "core/numeric/tensor.h"

G_BEGIN_DECLS

/**
 * trestle_attend:
 * @queries: `[n_queries, hidden]`, head after head in each row
 * @keys: `[n_keys, hidden]`
 * @values: `[n_keys, hidden]`
 * @keep: (nullable): `[n_keys]`; keys that are not kept (padding) get no attention
 * @attention: `[heads, n_queries, n_keys]`: (out): softmax (Q Kt / sqrt (hidden / heads)) by head; its depth says how many heads
 * @context: `[n_queries, hidden]`: (out): attention V, head after head
 *
 * Scaled dot-product attention (Vaswani et al. 2017, equation 1). Heads are spread over the threads.
 */
void trestle_attend (const TrestleTensor *queries,
                     const TrestleTensor *keys,
                     const TrestleTensor *values,
                     const gboolean *keep,
                     const TrestleTensor *attention,
                     const TrestleTensor *context);

G_END_DECLS
