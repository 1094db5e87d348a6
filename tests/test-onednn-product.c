/* Products by oneDNN against those of our own loop: also where oneDNN has none for packed weights, and layers do without it. */
#include "core/numeric/half.h"
#include "core/numeric/onednn-product.h"
#include "core/numeric/packed-product.h"
#include "tests/product-numbers.h"

/* Of sums of up to 769 products. */
#define TOLERANCE 1e-4

static const struct
{
  gsize rows;
  gsize inputs;
  gsize outputs;
} shapes[] = { { 1, 1, 1 }, { 1, 64, 40 }, { 12, 769, 35 }, { 9, 33, 21 }, { 53, 130, 193 }, { 337, 64, 48 } };

static void
round_all (const TrestleTensor *values)
{
  for (gsize row = 0; row < values->rows; row++)
    for (gsize column = 0; column < values->columns; column++)
      *numbers_at (values, row, column) = trestle_bfloat_to_float (trestle_bfloat_from_float (*numbers_at (values, row, column)));
}

/* Everything that can follow a product, by turns. Where oneDNN cannot do the precision, there is nothing to hold. */
static void
check_epilogues (const ProductNumbers *n, TrestlePrecision precision)
{
  TrestleTensor expected = numbers_new (n->out.rows, n->out.columns, 0); /* [rows, outputs] */

  for (guint activation = TRESTLE_ACTIVATION_NONE; activation <= TRESTLE_ACTIVATION_SIGMOID; activation++)
    for (guint parts = 0; parts < 4; parts++)
      {
        const float *bias = (parts & 1) != 0 ? n->bias.data : NULL;
        const TrestleTensor *residual = (parts & 2) != 0 ? &n->residual : NULL;
        g_autoptr (TrestleOnednnProduct) product = trestle_onednn_product_new (&n->weight, bias, precision);
        g_autoptr (TrestlePackedWeights) packed = trestle_packed_weights_new (&n->weight, precision);

        if (product == NULL)
          continue;
        trestle_onednn_product_forward (product, &n->input, activation, residual, &n->out);
        trestle_packed_product (packed, &n->input, bias, activation, residual, &expected);
        g_assert_cmpfloat (numbers_largest_difference (&n->out, &expected), <, TOLERANCE);
      }
  numbers_clear (&expected);
}

static void
check_shape (gsize rows, gsize inputs, gsize outputs, TrestlePrecision precision)
{
  ProductNumbers n = product_numbers_new (rows, inputs, outputs);

  /* Its instructions round the input too. */
  if (precision == TRESTLE_PRECISION_BFLOAT16)
    round_all (&n.input);
  check_epilogues (&n, precision);
  product_numbers_clear (&n);
}

static void
test_products (gconstpointer data)
{
  for (guint s = 0; s < G_N_ELEMENTS (shapes); s++)
    check_shape (shapes[s].rows, shapes[s].inputs, shapes[s].outputs, (TrestlePrecision) GPOINTER_TO_UINT (data));
}

/* A float32 product can be had on every processor; only how it is made differs. */
static void
test_float32_can_be_had (void)
{
  TrestleTensor weight = numbers_filled (16, 16, 0, "weight", -1.0, 1.0); /* [16, 16] */
  g_autoptr (TrestleOnednnProduct) product = trestle_onednn_product_new (&weight, NULL, TRESTLE_PRECISION_FLOAT32);

  g_assert_nonnull (product);
  numbers_clear (&weight);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/onednn-product/float32-can-be-had", test_float32_can_be_had);
  g_test_add_data_func ("/onednn-product/agrees-with-packed-weights/float32", GUINT_TO_POINTER (TRESTLE_PRECISION_FLOAT32), test_products);
  g_test_add_data_func ("/onednn-product/agrees-with-packed-weights/bfloat16", GUINT_TO_POINTER (TRESTLE_PRECISION_BFLOAT16),
                        test_products);
  return g_test_run ();
}
