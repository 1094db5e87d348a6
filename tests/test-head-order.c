/* Heads in order: by their numbers, by divergence and by entropy, layer by layer. */
#include "analysis/measures/head-order.h"

#define N_LAYERS 2
#define N_HEADS 4

static const double divergences[N_LAYERS][N_HEADS] = { { 0.2, 0.9, 0.1, 0.5 }, { 0.3, 0.3, 0.4, 0.3 } };
static const double entropies[N_LAYERS][N_HEADS] = { { 3.0, 1.0, 2.0, 0.5 }, { 1.0, 2.0, 3.0, 4.0 } };

/* (transfer full): those numbers, where a profile of the text tower has them. The means, which stand between, are larger than all. */
static double *
make_values (TrestleHeadShape *shape)
{
  guint measures = 1u << TRESTLE_HEAD_DIVERGENCE | 1u << TRESTLE_HEAD_ENTROPY;
  double *values;

  g_assert_true (trestle_head_shape_parse (shape, "text 2x4", measures));
  values = g_new (double, shape->n_values);
  for (gsize i = 0; i < shape->n_values; i++)
    values[i] = 100.0;
  for (guint layer = 0; layer < N_LAYERS; layer++)
    for (gint head = 0; head < N_HEADS; head++)
      {
        values[trestle_head_shape_find (shape, TRESTLE_BLOCK_TEXT, TRESTLE_HEAD_DIVERGENCE, layer, head)] = divergences[layer][head];
        values[trestle_head_shape_find (shape, TRESTLE_BLOCK_TEXT, TRESTLE_HEAD_ENTROPY, layer, head)] = entropies[layer][head];
      }
  return values;
}

static void
assert_order (TrestleHeadOrder order, guint layer, guint first, guint second, guint third, guint fourth)
{
  TrestleHeadShape shape;
  g_autofree double *values = make_values (&shape);
  guint heads[N_HEADS];

  trestle_head_order_sort (order, &shape, values, TRESTLE_BLOCK_TEXT, layer, heads);
  g_assert_cmpuint (heads[0], ==, first);
  g_assert_cmpuint (heads[1], ==, second);
  g_assert_cmpuint (heads[2], ==, third);
  g_assert_cmpuint (heads[3], ==, fourth);
}

static void
test_heads_stand_in_each_order (void)
{
  assert_order (TRESTLE_HEAD_ORDER_NUMBER, 0, 0, 1, 2, 3);
  assert_order (TRESTLE_HEAD_ORDER_MOST_DIVERGENT, 0, 1, 3, 0, 2);
  assert_order (TRESTLE_HEAD_ORDER_LEAST_DIVERGENT, 0, 2, 0, 3, 1);
  assert_order (TRESTLE_HEAD_ORDER_WIDEST, 0, 0, 2, 1, 3);
  assert_order (TRESTLE_HEAD_ORDER_NARROWEST, 0, 3, 1, 2, 0);
}

static void
test_each_layer_has_an_order_of_its_own (void)
{
  assert_order (TRESTLE_HEAD_ORDER_WIDEST, 1, 3, 2, 1, 0);
  assert_order (TRESTLE_HEAD_ORDER_NARROWEST, 1, 0, 1, 2, 3);
}

static void
test_equal_heads_stay_in_the_order_of_their_numbers (void)
{
  assert_order (TRESTLE_HEAD_ORDER_MOST_DIVERGENT, 1, 2, 0, 1, 3);
  assert_order (TRESTLE_HEAD_ORDER_LEAST_DIVERGENT, 1, 0, 1, 3, 2);
}

static void
test_names_are_read_back (void)
{
  TrestleHeadOrder order;

  for (TrestleHeadOrder i = 0; i < TRESTLE_N_HEAD_ORDERS; i++)
    {
      g_assert_true (trestle_head_order_parse (trestle_head_order_get_name (i), &order));
      g_assert_cmpint (order, ==, i);
    }
  g_assert_false (trestle_head_order_parse ("tallest", &order));
  g_assert_false (trestle_head_order_parse (NULL, &order));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/head-order/heads-stand-in-each-order", test_heads_stand_in_each_order);
  g_test_add_func ("/head-order/each-layer-has-an-order-of-its-own", test_each_layer_has_an_order_of_its_own);
  g_test_add_func ("/head-order/equal-heads-stay-in-the-order-of-their-numbers", test_equal_heads_stay_in_the_order_of_their_numbers);
  g_test_add_func ("/head-order/names-are-read-back", test_names_are_read_back);
  return g_test_run ();
}
