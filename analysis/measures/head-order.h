/* The heads of a layer in an order that a reader asks for: by number, or by how they look. */
#pragma once

#include "analysis/measures/head-profile.h"

G_BEGIN_DECLS

/**
 * TrestleHeadOrder:
 * @TRESTLE_HEAD_ORDER_NUMBER: as the model counts them
 * @TRESTLE_HEAD_ORDER_MOST_DIVERGENT: the largest divergence first
 * @TRESTLE_HEAD_ORDER_LEAST_DIVERGENT: the smallest divergence first
 * @TRESTLE_HEAD_ORDER_WIDEST: the largest entropy first
 * @TRESTLE_HEAD_ORDER_NARROWEST: the smallest entropy first
 */
typedef enum
{
  TRESTLE_HEAD_ORDER_NUMBER,
  TRESTLE_HEAD_ORDER_MOST_DIVERGENT,
  TRESTLE_HEAD_ORDER_LEAST_DIVERGENT,
  TRESTLE_HEAD_ORDER_WIDEST,
  TRESTLE_HEAD_ORDER_NARROWEST,
  TRESTLE_N_HEAD_ORDERS,
} TrestleHeadOrder;

/* "number", "most-divergent", "least-divergent", "widest", "narrowest" */
const char *trestle_head_order_get_name (TrestleHeadOrder order);
gboolean trestle_head_order_parse (const char *name, TrestleHeadOrder *order);

/**
 * trestle_head_order_sort:
 * @shape: has divergence and entropy, and @layer of @block
 * @values: `[shape->n_values]`
 * @heads: (out caller-allocates): `[n_heads]`, counted from 0
 *
 * Heads that are alike stay in the order of their numbers.
 */
void trestle_head_order_sort (TrestleHeadOrder order,
                              const TrestleHeadShape *shape,
                              const double *values,
                              TrestleBlock block,
                              guint layer,
                              guint *heads);

G_END_DECLS
