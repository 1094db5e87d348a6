/* Dense layers and plain products against double loops, for few rows and for many. */
#include "core/numeric/few-rows.h"
#include "core/numeric/linear.h"
#include "core/numeric/product.h"
#include "tests/numbers.h"

#include <math.h>

/* On both sides of the tiles of a few rows, of their end, and as many as an image has states. */
static const gsize row_counts[] = { 1, 2, 3, 4, 5, TRESTLE_FEW_ROWS - 1, TRESTLE_FEW_ROWS, TRESTLE_FEW_ROWS + 1, 325 };

/* Whole vectors and tiles and what is left beside them; outputs in one chunk and in several. */
static const struct
{
  gsize inputs;
  gsize outputs;
} shapes[] = { { 1, 1 }, { 8, 3 }, { 7, 2 }, { 64, 7 }, { 33, 97 }, { 130, 193 }, { 16, 1000 } };

/* Of a sum of up to 130 products. */
#define TOLERANCE 1e-5

typedef void (*CheckShape) (gsize rows, gsize inputs, gsize outputs, gsize margin);

static void
for_every_shape (CheckShape check)
{
  for (guint s = 0; s < G_N_ELEMENTS (shapes); s++)
    for (guint r = 0; r < G_N_ELEMENTS (row_counts); r++)
      for (gsize margin = 0; margin <= 5; margin += 5)
        check (row_counts[r], shapes[s].inputs, shapes[s].outputs, margin);
}

static double
activate (double x, TrestleActivation activation)
{
  switch (activation)
    {
    case TRESTLE_ACTIVATION_GELU:
      return 0.5 * x * (1.0 + erf (x * M_SQRT1_2));
    case TRESTLE_ACTIVATION_QUICK_GELU:
      return x / (1.0 + exp (-1.702 * x));
    case TRESTLE_ACTIVATION_TANH:
      return tanh (x);
    case TRESTLE_ACTIVATION_NONE:
    default:
      return x;
    }
}

static double
dot (const float *a, gsize a_step, const float *b, gsize b_step, gsize count)
{
  double sum = 0.0;

  for (gsize i = 0; i < count; i++)
    sum += (double) a[i * a_step] * b[i * b_step];
  return sum;
}

/* What a layer is tested with. */
typedef struct
{
  TrestleTensor input;    /* [rows, inputs] */
  TrestleTensor weight;   /* [outputs, inputs] */
  TrestleTensor bias;     /* [1, outputs] */
  TrestleTensor residual; /* [rows, outputs] */
  TrestleTensor out;      /* [rows, outputs] */
} Numbers;

static Numbers
numbers_of (gsize rows, gsize inputs, gsize outputs, gsize margin)
{
  return (Numbers){
    .input = numbers_filled (rows, inputs, margin, "input", -1.0, 1.0),
    .weight = numbers_filled (outputs, inputs, 2 * margin, "weight", -1.0, 1.0),
    .bias = numbers_filled (1, outputs, margin, "bias", -1.0, 1.0),
    .residual = numbers_filled (rows, outputs, 3 * margin, "residual", -1.0, 1.0),
    .out = numbers_new (rows, outputs, margin),
  };
}

static void
clear (Numbers *numbers)
{
  numbers_clear (&numbers->input);
  numbers_clear (&numbers->weight);
  numbers_clear (&numbers->bias);
  numbers_clear (&numbers->residual);
  numbers_clear (&numbers->out);
}

static void
check_layer (gsize rows, gsize inputs, gsize outputs, gsize margin, gboolean has_bias, TrestleActivation activation, gboolean has_residual)
{
  Numbers n = numbers_of (rows, inputs, outputs, margin);
  g_autoptr (TrestleLinear) linear = trestle_linear_new (&n.weight, has_bias ? n.bias.data : NULL, TRESTLE_PRECISION_FLOAT32);

  g_assert_cmpuint (trestle_linear_get_n_outputs (linear), ==, outputs);
  trestle_linear_forward (linear, &n.input, activation, has_residual ? &n.residual : NULL, &n.out);
  for (gsize row = 0; row < rows; row++)
    for (gsize o = 0; o < outputs; o++)
      {
        double sum = dot (numbers_at (&n.input, row, 0), 1, numbers_at (&n.weight, o, 0), 1, inputs);
        double biased = sum + (has_bias ? (double) n.bias.data[o] : 0.0);
        double expected = activate (biased, activation) + (has_residual ? (double) *numbers_at (&n.residual, row, o) : 0.0);

        numbers_assert_close (*numbers_at (&n.out, row, o), expected, TOLERANCE);
      }
  clear (&n);
}

/* The four things that can follow a product, over the shapes by turns. */
static void
check_layer_of_shape (gsize rows, gsize inputs, gsize outputs, gsize margin)
{
  check_layer (rows, inputs, outputs, margin, TRUE, TRESTLE_ACTIVATION_NONE, FALSE);
  check_layer (rows, inputs, outputs, margin, FALSE, TRESTLE_ACTIVATION_NONE, TRUE);
}

static void
test_layer (void)
{
  for_every_shape (check_layer_of_shape);
}

static void
test_layer_with_every_epilogue (void)
{
  static const gsize rows[] = { 3, TRESTLE_FEW_ROWS + 1 };

  for (guint r = 0; r < G_N_ELEMENTS (rows); r++)
    for (guint activation = TRESTLE_ACTIVATION_NONE; activation <= TRESTLE_ACTIVATION_TANH; activation++)
      for (guint parts = 0; parts < 4; parts++)
        check_layer (rows[r], 33, 193, 5, parts & 1, activation, parts >> 1);
}

static void
check_products (gsize rows, gsize inner, gsize outputs, gsize margin)
{
  Numbers n = numbers_of (rows, inner, outputs, margin);
  TrestleTensor few = numbers_new (rows, outputs, margin + 1);                          /* [rows, outputs] */
  TrestleTensor upright = numbers_filled (inner, outputs, margin, "weight", -1.0, 1.0); /* [inner, outputs] */
  TrestleTensor plain = numbers_new (rows, outputs, margin);                            /* [rows, outputs] */

  trestle_product_transposed (&n.input, &n.weight, &n.out);
  trestle_few_rows_product (&n.input, &n.weight, &few);
  trestle_product (&n.input, &upright, &plain);
  for (gsize row = 0; row < rows; row++)
    for (gsize o = 0; o < outputs; o++)
      {
        const float *input = numbers_at (&n.input, row, 0);
        double transposed = dot (input, 1, numbers_at (&n.weight, o, 0), 1, inner);

        numbers_assert_close (*numbers_at (&n.out, row, o), transposed, TOLERANCE);
        numbers_assert_close (*numbers_at (&few, row, o), transposed, TOLERANCE);
        numbers_assert_close (*numbers_at (&plain, row, o), dot (input, 1, numbers_at (&upright, 0, o), upright.stride, inner), TOLERANCE);
      }
  clear (&n);
  numbers_clear (&few);
  numbers_clear (&upright);
  numbers_clear (&plain);
}

static void
test_products (void)
{
  for_every_shape (check_products);
}

/* What a row becomes does not hang on how many others there are: the same to 1e-4 of the result. */
static void
test_rows_are_the_same_among_few_and_many (void)
{
  Numbers many = numbers_of (TRESTLE_FEW_ROWS, 768, 193, 0);
  g_autoptr (TrestleLinear) linear = trestle_linear_new (&many.weight, many.bias.data, TRESTLE_PRECISION_FLOAT32);

  trestle_linear_forward (linear, &many.input, TRESTLE_ACTIVATION_GELU, NULL, &many.out);
  for (gsize rows = 1; rows < TRESTLE_FEW_ROWS; rows++)
    {
      TrestleTensor input = trestle_tensor_rows (&many.input, 0, rows);  /* [rows, 768] */
      TrestleTensor expected = trestle_tensor_rows (&many.out, 0, rows); /* [rows, 193] */
      TrestleTensor out = numbers_new (rows, 193, 0);                    /* [rows, 193] */

      trestle_linear_forward (linear, &input, TRESTLE_ACTIVATION_GELU, NULL, &out);
      for (gsize row = 0; row < rows; row++)
        for (gsize o = 0; o < 193; o++)
          numbers_assert_close (*numbers_at (&out, row, o), *numbers_at (&expected, row, o), 1e-4);
      numbers_clear (&out);
    }
  clear (&many);
}

static void
check_twice (gsize rows, gsize inputs, gsize outputs, gsize margin)
{
  Numbers n = numbers_of (rows, inputs, outputs, margin);
  TrestleTensor again = numbers_new (rows, outputs, 0); /* [rows, outputs] */
  g_autoptr (TrestleLinear) linear = trestle_linear_new (&n.weight, n.bias.data, TRESTLE_PRECISION_FLOAT32);

  trestle_linear_forward (linear, &n.input, TRESTLE_ACTIVATION_TANH, &n.residual, &n.out);
  numbers_fill (&again, "what was here before", -1e30, 1e30);
  trestle_linear_forward (linear, &n.input, TRESTLE_ACTIVATION_TANH, &n.residual, &again);
  g_assert_true (numbers_are_same (&n.out, &again));
  clear (&n);
  numbers_clear (&again);
}

static void
test_same_input_gives_the_same_bits (void)
{
  for_every_shape (check_twice);
}

/* A NaN makes its own row, or what was computed with its weight, NaN; nothing else, and what the result's memory held does not matter. */
static void
test_nan_stays_visible (void)
{
  for (guint r = 0; r < G_N_ELEMENTS (row_counts); r++)
    {
      gsize rows = row_counts[r];
      Numbers n = numbers_of (rows, 33, 97, 0);
      g_autoptr (TrestleLinear) linear = NULL;

      *numbers_at (&n.input, rows / 2, 32) = NAN;
      *numbers_at (&n.weight, 95, 0) = NAN;
      linear = trestle_linear_new (&n.weight, NULL, TRESTLE_PRECISION_FLOAT32);
      numbers_fill (&n.out, "out", 0.0, 1.0);
      *numbers_at (&n.out, 0, 0) = NAN;
      trestle_linear_forward (linear, &n.input, TRESTLE_ACTIVATION_GELU, NULL, &n.out);
      for (gsize row = 0; row < rows; row++)
        for (gsize o = 0; o < 97; o++)
          g_assert_cmpint (isnan (*numbers_at (&n.out, row, o)) != 0, ==, row == rows / 2 || o == 95);
      clear (&n);
    }
}

/* oneDNN has loops for packed float32 weights from AVX-512 on; where it has none, our own takes its place. */
static const char *
choose_backend_with_onednn (void)
{
#ifdef __x86_64__
  return __builtin_cpu_supports ("avx512bw") && __builtin_cpu_supports ("avx512vl") ? "oneDNN" : "packed weights";
#else
  return "packed weights";
#endif
}

/* That a build without oneDNN, because its headers were not found, is not taken for one with it. */
static void
test_backend_is_the_one_that_was_built (void)
{
  const char *has_onednn = g_getenv ("TRESTLE_ONEDNN");

  if (has_onednn == NULL)
    {
      g_test_skip ("only meson test knows how this was built");
      return;
    }
  g_assert_cmpstr (trestle_linear_get_backend (TRESTLE_PRECISION_FLOAT32), ==,
                   g_str_equal (has_onednn, "yes") ? choose_backend_with_onednn () : "OpenBLAS");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/linear/layer-agrees-with-double-loops", test_layer);
  g_test_add_func ("/linear/layer-does-every-epilogue", test_layer_with_every_epilogue);
  g_test_add_func ("/linear/products-agree-with-double-loops", test_products);
  g_test_add_func ("/linear/rows-are-the-same-among-few-and-many", test_rows_are_the_same_among_few_and_many);
  g_test_add_func ("/linear/same-input-gives-the-same-bits", test_same_input_gives_the_same_bits);
  g_test_add_func ("/linear/nan-stays-visible", test_nan_stays_visible);
  g_test_add_func ("/linear/backend-is-the-one-that-was-built", test_backend_is_the_one_that_was_built);
  return g_test_run ();
}
