/* How much each head of a layer gives to one key, such as a token that means nothing by itself. */
#pragma once

#include "core/numeric/tensor.h"

G_BEGIN_DECLS

/**
 * trestle_attention_share_measure:
 * @attention: `[heads, queries, keys]`, each row a distribution
 * @keep_query: (nullable): `[queries]`, %FALSE for padding
 * @key: counted from 0
 * @heads: (out caller-allocates): `[heads]`: the mean weight, over queries, on @key, in [0, 1]
 *
 * Heads that have nothing to say look at the class token or the separator (Clark et al. 2019, "What Does BERT Look At?").
 *
 * Returns: the mean over the heads; NAN if no query is kept
 */
double trestle_attention_share_measure (const TrestleTensor *attention, const gboolean *keep_query, gsize key, double *heads);

G_END_DECLS
