/* The heads of a layer in an order that a reader asks for. */
#include "analysis/measures/head-order.h"

static const struct
{
  const char *name;
  TrestleHeadMeasure measure;
  int sign; /* 1: the largest first */
} orders[TRESTLE_N_HEAD_ORDERS] = {
  [TRESTLE_HEAD_ORDER_NUMBER] = { "number", TRESTLE_N_HEAD_MEASURES, 0 },
  [TRESTLE_HEAD_ORDER_MOST_DIVERGENT] = { "most-divergent", TRESTLE_HEAD_DIVERGENCE, 1 },
  [TRESTLE_HEAD_ORDER_LEAST_DIVERGENT] = { "least-divergent", TRESTLE_HEAD_DIVERGENCE, -1 },
  [TRESTLE_HEAD_ORDER_WIDEST] = { "widest", TRESTLE_HEAD_ENTROPY, 1 },
  [TRESTLE_HEAD_ORDER_NARROWEST] = { "narrowest", TRESTLE_HEAD_ENTROPY, -1 },
};

const char *
trestle_head_order_get_name (TrestleHeadOrder order)
{
  return orders[order].name;
}

gboolean
trestle_head_order_parse (const char *name, TrestleHeadOrder *order)
{
  for (guint i = 0; i < TRESTLE_N_HEAD_ORDERS; i++)
    if (g_strcmp0 (name, orders[i].name) == 0)
      {
        *order = i;
        return TRUE;
      }
  return FALSE;
}

/**
 * @values: `[n_heads]`, of the layer
 */
typedef struct
{
  const double *values;
  int sign;
} Sorting;

static int
compare_heads (gconstpointer a, gconstpointer b, gpointer data)
{
  const Sorting *sorting = data;
  guint first = *(const guint *) a, second = *(const guint *) b;
  double difference = sorting->sign * (sorting->values[second] - sorting->values[first]);

  if (difference != 0.0)
    return difference > 0.0 ? 1 : -1;
  return first < second ? -1 : first > second;
}

void
trestle_head_order_sort (TrestleHeadOrder order,
                         const TrestleHeadShape *shape,
                         const double *values,
                         TrestleBlock block,
                         guint layer,
                         guint *heads)
{
  guint n_heads = shape->n_heads[block];
  gsize place;
  Sorting sorting;

  for (guint head = 0; head < n_heads; head++)
    heads[head] = head;
  if (order == TRESTLE_HEAD_ORDER_NUMBER)
    return;
  place = trestle_head_shape_find (shape, block, orders[order].measure, layer, 0);
  g_return_if_fail (place != G_MAXSIZE);
  sorting = (Sorting){ values + place, orders[order].sign };
  g_qsort_with_data (heads, (gint) n_heads, sizeof *heads, compare_heads, &sorting);
}
