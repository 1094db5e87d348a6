/* How far two runs of the same model on the same inputs are from each other: what another precision or backend changes. */
#pragma once

#include "core/model/trace.h"

G_BEGIN_DECLS

/**
 * TrestleRunDifference:
 * @attention: the largest difference of a probability, over all layers and heads, in [0, 1]
 * @logit: the largest difference of a number among the logits of matching, filling, asking, entailing and retrieval
 * @divergence: the largest difference of a layer's divergence, in nats (see divergence.h)
 * @largest_divergence: of any layer of the first run, in nats, to hold @divergence against
 */
typedef struct
{
  double attention;
  double logit;
  double divergence;
  double largest_divergence;
} TrestleRunDifference;

/* @b: with the blocks, layers and heads of @a; what only one of them has is left out */
TrestleRunDifference trestle_run_difference_measure (const TrestleTrace *a, const TrestleTrace *b);

G_END_DECLS
