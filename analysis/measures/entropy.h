/* How widely each head of a layer looks. */
#pragma once

#include "core/numeric/tensor.h"

G_BEGIN_DECLS

/**
 * trestle_entropy_measure:
 * @attention: `[heads, queries, keys]`, each row a distribution
 * @keep_query: (nullable): `[queries]`, %FALSE for padding
 * @keep_key: (nullable): `[keys]`, %FALSE for padding
 * @heads: (out caller-allocates): `[heads]`: the mean over queries of -sum over keys of a ln a, in nats: 0 if every query looks at one
 *   key, ln keys if it looks at all alike. Probabilities are raised to 1e-12 where they are below
 *
 * Returns: the mean over the heads; NAN if no query is kept
 */
double trestle_entropy_measure (const TrestleTensor *attention, const gboolean *keep_query, const gboolean *keep_key, double *heads);

G_END_DECLS
