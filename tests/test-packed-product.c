/* Products with packed weights against double loops, in both precisions. */
#include "core/numeric/half.h"
#include "core/numeric/linear.h"
#include "core/numeric/packed-product.h"
#include "core/threads.h"
#include "tests/product-numbers.h"

#include <math.h>
#include <string.h>

/* Around the tiles' rows, and in a second block of them. */
static const gsize row_counts[] = { 1, 2, 5, 6, 7, 12, 53, 337 };

/* Whole panels and what is left beside them; inputs in one block and in two. */
static const struct
{
  gsize inputs;
  gsize outputs;
} shapes[] = { { 1, 1 }, { 7, 15 }, { 33, 16 }, { 64, 17 }, { 130, 193 }, { 769, 35 }, { 1536, 64 } };

typedef void (*Check) (ProductNumbers *numbers, TrestlePrecision precision);

static void
for_every_shape (Check check)
{
  for (guint precision = 0; precision < TRESTLE_N_PRECISIONS; precision++)
    for (guint s = 0; s < G_N_ELEMENTS (shapes); s++)
      for (guint r = 0; r < G_N_ELEMENTS (row_counts); r++)
        {
          ProductNumbers n = product_numbers_new (row_counts[r], shapes[s].inputs, shapes[s].outputs);

          check (&n, precision);
          product_numbers_clear (&n);
        }
}

/* A weight as it is after packing. */
static double
round_to (double weight, TrestlePrecision precision)
{
  return precision == TRESTLE_PRECISION_FLOAT32 ? weight : (double) trestle_bfloat_to_float (trestle_bfloat_from_float ((float) weight));
}

static double
multiply (const ProductNumbers *n, gsize row, gsize output, TrestlePrecision of_weight, TrestlePrecision of_input)
{
  double sum = n->bias.data[output];

  for (gsize i = 0; i < n->input.columns; i++)
    sum += round_to (*numbers_at (&n->input, row, i), of_input) * round_to (*numbers_at (&n->weight, output, i), of_weight);
  return sum;
}

/* Of sums of up to 1,536 products; what was rounded is rounded in the expectation too. */
#define TOLERANCE 1e-4

static void
assert_is_product (const ProductNumbers *n, TrestlePrecision of_weight, TrestlePrecision of_input)
{
  for (gsize row = 0; row < n->out.rows; row++)
    for (gsize o = 0; o < n->out.columns; o++)
      {
        double expected = tanh (multiply (n, row, o, of_weight, of_input)) + (double) *numbers_at (&n->residual, row, o);

        numbers_assert_close (*numbers_at (&n->out, row, o), expected, TOLERANCE);
      }
}

static void
check_product (ProductNumbers *n, TrestlePrecision precision)
{
  g_autoptr (TrestlePackedWeights) weights = trestle_packed_weights_new (&n->weight, precision);
  TrestleTensor again = numbers_new (n->out.rows, n->out.columns, 0); /* [rows, outputs] */

  trestle_packed_product (weights, &n->input, n->bias.data, TRESTLE_ACTIVATION_TANH, &n->residual, &n->out);
  assert_is_product (n, precision, TRESTLE_PRECISION_FLOAT32);

  /* The same bits whatever was in memory before, and on however many threads. */
  numbers_fill (&again, "what was here before", -1e30, 1e30);
  trestle_threads_use (3);
  trestle_packed_product (weights, &n->input, n->bias.data, TRESTLE_ACTIVATION_TANH, &n->residual, &again);
  trestle_threads_use (2);
  g_assert_true (numbers_are_same (&n->out, &again));
  numbers_clear (&again);
}

static void
test_product (void)
{
  for_every_shape (check_product);
}

/* A layer in either precision, whatever the backend computes it with. */
static void
check_layer (ProductNumbers *n, TrestlePrecision precision)
{
  g_autoptr (TrestleLinear) linear = trestle_linear_new (&n->weight, n->bias.data, precision);
  gboolean rounds_input = g_str_equal (trestle_linear_get_backend (precision), "oneDNN") && precision == TRESTLE_PRECISION_BFLOAT16;

  /* A layer that says it does not read the weight may not. */
  trestle_linear_forward (linear, &n->input, TRESTLE_ACTIVATION_TANH, &n->residual, &n->out);
  assert_is_product (n, precision, rounds_input ? TRESTLE_PRECISION_BFLOAT16 : TRESTLE_PRECISION_FLOAT32);
  if (trestle_linear_reads_weight (linear))
    return;
  for (gsize row = 0; row < n->weight.rows; row++)
    memset (numbers_at (&n->weight, row, 0), 0xff, n->weight.columns * sizeof (float));
  trestle_linear_forward (linear, &n->input, TRESTLE_ACTIVATION_NONE, NULL, &n->out);
  for (gsize o = 0; o < n->out.columns; o++)
    g_assert_true (isfinite (*numbers_at (&n->out, 0, o)));
}

static void
test_layer (void)
{
  for_every_shape (check_layer);
}

/* The rows' own conversion against that of a single number, over every kind of number. */
static void
test_rows_become_bfloat16 (void)
{
  float values[4096];
  guint16 bfloats[4096];

  for (guint block = 0; block < 1024; block++)
    {
      for (guint i = 0; i < 4096; i++)
        {
          /* Steps through all exponents and signs, with the lower half around what decides the rounding. */
          guint32 bits = (block * 4096 + i) * 1023u + (i % 3) * 0x7fffu;

          memcpy (&values[i], &bits, sizeof bits);
        }
      trestle_bfloats_from_floats (values, 4096, bfloats);
      for (guint i = 0; i < 4096; i++)
        g_assert_cmphex (bfloats[i], ==, trestle_bfloat_from_float (values[i]));
    }
}

static void
test_precisions_have_names (void)
{
  TrestlePrecision precision = TRESTLE_PRECISION_FLOAT32;

  for (guint i = 0; i < TRESTLE_N_PRECISIONS; i++)
    {
      g_assert_true (trestle_precision_parse (trestle_precision_get_name (i), &precision));
      g_assert_cmpuint (precision, ==, i);
    }
  g_assert_true (trestle_precision_parse ("bf16", &precision));
  g_assert_cmpuint (precision, ==, TRESTLE_PRECISION_BFLOAT16);
  g_assert_false (trestle_precision_parse ("fp8", &precision));
}

static void
test_threads_are_counted (void)
{
  g_assert_cmpuint (trestle_threads_count_cores (), >=, 1);
  g_assert_cmpuint (trestle_threads_count_cores (), <=, g_get_num_processors ());
  trestle_threads_use (3);
  g_assert_cmpuint (trestle_threads_get_used (), ==, 3);
  g_unsetenv ("OMP_NUM_THREADS");
  trestle_threads_use (0);
  g_assert_cmpuint (trestle_threads_get_used (), ==, trestle_threads_count_cores ());
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/packed-product/agrees-with-double-loops", test_product);
  g_test_add_func ("/packed-product/layer-agrees-with-double-loops", test_layer);
  g_test_add_func ("/packed-product/rows-become-bfloat16", test_rows_become_bfloat16);
  g_test_add_func ("/packed-product/precisions-have-names", test_precisions_have_names);
  g_test_add_func ("/packed-product/threads-are-counted", test_threads_are_counted);
  return g_test_run ();
}
