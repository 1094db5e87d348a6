/* Divergences and entropies of a layer's heads from one look at its attention: both are sums of logarithms, which is what takes the time.
 */
#pragma once

#include "core/numeric/tensor.h"

G_BEGIN_DECLS

/* What probabilities are raised to, so that every logarithm is finite. */
#define TRESTLE_INFORMATION_LEAST 1e-12f

/**
 * trestle_information_measure:
 * @attention: `[heads, queries, keys]`, each row a distribution
 * @keep_query: (nullable): `[queries]`, %FALSE for padding
 * @keep_key: (nullable): `[keys]`, %FALSE for padding
 * @divergences: (out caller-allocates): `[heads]`, nats: see divergence.h
 * @entropies: (out caller-allocates): `[heads]`, nats: see entropy.h
 *
 * All NAN if no query is kept.
 */
void trestle_information_measure (const TrestleTensor *attention,
                                  const gboolean *keep_query,
                                  const gboolean *keep_key,
                                  double *divergences,
                                  double *entropies);

/* The mean of a layer's heads: `[n_heads]`. */
double trestle_information_get_mean (const double *heads, gsize n_heads);

G_END_DECLS
