/* How different the heads of a layer are from one another. */
#pragma once

#include "core/numeric/tensor.h"

G_BEGIN_DECLS

/**
 * trestle_divergence_measure:
 * @attention: `[heads, queries, keys]`, each row a distribution
 * @keep_query: (nullable): `[queries]`, %FALSE for padding
 * @keep_key: (nullable): `[keys]`, %FALSE for padding
 * @heads: (out caller-allocates): `[heads]`: of each head, the mean over the others of
 *
 *   D(i, j) = mean over queries of  sum over keys of  a_i (ln a_i - ln a_j)
 *
 * the Kullback-Leibler divergence in nats, as in Xie et al. 2023, "Revealing the Dark Secrets of Masked Image Modeling", whose plots the
 * BridgeTower paper follows. Probabilities are raised to 1e-12 where they are below. A layer with one head diverges by 0.
 *
 * Returns: the layer's divergence, the mean over its heads; NAN if no query is kept
 */
double trestle_divergence_measure (const TrestleTensor *attention, const gboolean *keep_query, const gboolean *keep_key, double *heads);

G_END_DECLS
