/* The arithmetic between matrix products, against plain double loops; NaN comes out where NaN went in. */
#include "core/numeric/kernels.h"
#include "tests/numbers.h"

#include <math.h>

/* Fewer, as many and more than vectors hold, and what the models have. */
static const gsize widths[] = { 1, 7, 8, 9, 31, 325, 768 };

typedef void (*CheckShape) (gsize rows, gsize columns, gsize margin);

/* One row, a few, and so many that they are spread over threads; whole matrices and views of wider ones. */
static void
for_every_shape (CheckShape check)
{
  static const gsize rows[] = { 1, 3, 64 }, margins[] = { 0, 5 };

  for (guint w = 0; w < G_N_ELEMENTS (widths); w++)
    for (guint r = 0; r < G_N_ELEMENTS (rows); r++)
      for (guint m = 0; m < G_N_ELEMENTS (margins); m++)
        check (rows[r], widths[w], margins[m]);
}

typedef struct
{
  TrestleTensor weight; /* [1, columns] */
  TrestleTensor bias;   /* [1, columns] */
  TrestleLayerNorm norm;
} Norm;

static Norm
norm_new (gsize columns)
{
  Norm norm = { numbers_filled (1, columns, 0, "weight", 0.5, 1.5), numbers_filled (1, columns, 0, "bias", -1.0, 1.0), { 0 } };

  norm.norm = (TrestleLayerNorm){ norm.weight.data, norm.bias.data, 1e-5f };
  return norm;
}

static void
norm_clear (Norm *norm)
{
  numbers_clear (&norm->weight);
  numbers_clear (&norm->bias);
}

static void
assert_normal (const Norm *norm, const TrestleTensor *input, const TrestleTensor *found, double tolerance)
{
  gsize n = input->columns;

  for (gsize row = 0; row < input->rows; row++)
    {
      double mean = 0.0, variance = 0.0;

      for (gsize i = 0; i < n; i++)
        mean += *numbers_at (input, row, i) / (double) n;
      for (gsize i = 0; i < n; i++)
        variance += pow (*numbers_at (input, row, i) - mean, 2.0) / (double) n;
      for (gsize i = 0; i < n; i++)
        {
          double normal = (*numbers_at (input, row, i) - mean) / sqrt (variance + norm->norm.epsilon);

          numbers_assert_close (*numbers_at (found, row, i), normal * norm->weight.data[i] + norm->bias.data[i], tolerance);
        }
    }
}

static void
check_layer_norm (gsize rows, gsize columns, gsize margin)
{
  Norm norm = norm_new (columns);
  TrestleTensor input = numbers_filled (rows, columns, margin, "input", -2.0, 3.0); /* [rows, columns] */
  TrestleTensor out = numbers_new (rows, columns, margin + 2);                      /* [rows, columns] */

  trestle_layer_norm (&norm.norm, &input, &out);
  assert_normal (&norm, &input, &out, 1e-5);
  trestle_layer_norm (&norm.norm, &input, &input);
  g_assert_true (numbers_are_same (&input, &out));
  numbers_clear (&input);
  numbers_clear (&out);
  norm_clear (&norm);
}

static void
test_layer_norm (void)
{
  for_every_shape (check_layer_norm);
}

/* The mean of the squares less the square of the mean would lose every digit here. */
static void
test_layer_norm_far_from_zero (void)
{
  Norm norm = norm_new (325);
  TrestleTensor input = numbers_filled (3, 325, 0, "input", 99.0, 101.0); /* [3, 325] */
  TrestleTensor out = numbers_new (3, 325, 0);                            /* [3, 325] */

  trestle_layer_norm (&norm.norm, &input, &out);
  assert_normal (&norm, &input, &out, 1e-3);
  numbers_clear (&input);
  numbers_clear (&out);
  norm_clear (&norm);
}

static void
test_layer_norm_of_equal_numbers_is_its_bias (void)
{
  Norm norm = norm_new (31);
  TrestleTensor row = numbers_filled (1, 31, 0, "row", 2.0, 2.0); /* [1, 31] */

  trestle_layer_norm (&norm.norm, &row, &row);
  for (gsize i = 0; i < 31; i++)
    g_assert_cmpfloat (row.data[i], ==, norm.bias.data[i]);
  numbers_clear (&row);
  norm_clear (&norm);
}

/* @keep may be NULL. */
static void
check_softmax (gsize count, float scale, const gboolean *keep, double low, double high)
{
  TrestleTensor scores = numbers_filled (1, count, 0, "scores", low, high); /* [1, count] */
  TrestleTensor row = numbers_filled (1, count, 3, "scores", low, high);    /* [1, count] */
  double max = -INFINITY, total = 0.0, found = 0.0;

  for (gsize i = 0; i < count; i++)
    if (keep == NULL || keep[i])
      max = fmax (max, (double) scores.data[i] * scale);
  for (gsize i = 0; i < count; i++)
    if (keep == NULL || keep[i])
      total += exp ((double) scores.data[i] * scale - max);
  trestle_softmax_row (row.data, count, scale, keep);
  for (gsize i = 0; i < count; i++)
    {
      gboolean kept = keep == NULL || keep[i];

      numbers_assert_close (row.data[i], kept ? exp ((double) scores.data[i] * scale - max) / total : 0.0, 1e-6);
      g_assert_true (kept || row.data[i] == 0.0f);
      found += row.data[i];
    }
  numbers_assert_close (found, 1.0, 1e-6);
  numbers_clear (&scores);
  numbers_clear (&row);
}

/* (transfer full): every third is not kept, except in a row of one. */
static gboolean *
some_kept (gsize count)
{
  gboolean *keep = g_new (gboolean, count); /* [count] */

  for (gsize i = 0; i < count; i++)
    keep[i] = count == 1 || i % 3 != 1;
  return keep;
}

static void
test_softmax (void)
{
  for (guint w = 0; w < G_N_ELEMENTS (widths); w++)
    {
      g_autofree gboolean *keep = some_kept (widths[w]);

      check_softmax (widths[w], 1.0f, NULL, -4.0, 4.0);
      check_softmax (widths[w], 0.125f, NULL, -30.0, 30.0);
      check_softmax (widths[w], 1.0f, keep, -4.0, 4.0);
      check_softmax (widths[w], 0.125f, keep, -30.0, 30.0);
    }
}

static void
test_softmax_of_large_scores (void)
{
  for (guint w = 0; w < G_N_ELEMENTS (widths); w++)
    {
      g_autofree gboolean *keep = some_kept (widths[w]);

      check_softmax (widths[w], 1.0f, NULL, -1e4, 1e4);
      check_softmax (widths[w], 1.0f, keep, -1e4, 1e4);
      check_softmax (widths[w], 1.0f, NULL, 1e4, 1e4 + 2.0);
      check_softmax (widths[w], 1.0f, NULL, -1e4 - 2.0, -1e4);
      check_softmax (widths[w], 1.0f, keep, -1e4 - 2.0, -1e4);
    }
}

static void
test_softmax_with_one_kept_key (void)
{
  for (guint w = 0; w < G_N_ELEMENTS (widths); w++)
    for (gsize kept = 0; kept < widths[w]; kept += MAX (1, widths[w] / 3))
      {
        TrestleTensor row = numbers_filled (1, widths[w], 0, "scores", 1e4, 2e4); /* [1, count] */
        g_autofree gboolean *keep = g_new0 (gboolean, widths[w]);

        keep[kept] = TRUE;
        row.data[kept] = -1e4f;
        trestle_softmax_row (row.data, widths[w], 1.0f, keep);
        for (gsize i = 0; i < widths[w]; i++)
          g_assert_cmpfloat (row.data[i], ==, i == kept ? 1.0 : 0.0);
        numbers_clear (&row);
      }
}

static void
test_softmax_keeps_all_as_without_keep (void)
{
  for (guint w = 0; w < G_N_ELEMENTS (widths); w++)
    {
      TrestleTensor a = numbers_filled (1, widths[w], 0, "scores", -9.0, 9.0); /* [1, count] */
      TrestleTensor b = numbers_filled (1, widths[w], 0, "scores", -9.0, 9.0); /* [1, count] */
      g_autofree gboolean *keep = g_new (gboolean, widths[w]);

      for (gsize i = 0; i < widths[w]; i++)
        keep[i] = TRUE;
      trestle_softmax_row (a.data, widths[w], 0.5f, keep);
      trestle_softmax_row (b.data, widths[w], 0.5f, NULL);
      g_assert_cmpfloat (numbers_largest_difference (&a, &b), <=, 1e-6);
      numbers_clear (&a);
      numbers_clear (&b);
    }
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

/* Closely between -10 and 10, and far beyond on both sides. */
static void
check_activation (TrestleActivation activation, double tolerance)
{
  static const double far[] = { 10.5, 12.0, 20.0, 51.0, 52.5, 60.0, 75.0, 88.0, 100.0, 150.0, 1e3, 1e4, 1e10, 1e30 };
  gsize n_close = 20 * 1024 + 1, n_far = 2 * G_N_ELEMENTS (far);
  TrestleTensor values = numbers_new (1, n_close + n_far, 0); /* [1, n] */
  g_autofree float *inputs = NULL;

  for (gsize i = 0; i < n_close; i++)
    values.data[i] = (float) i / 1024.0f - 10.0f;
  for (gsize i = 0; i < n_far; i++)
    values.data[n_close + i] = (float) (i % 2 == 0 ? far[i / 2] : -far[i / 2]);
  inputs = g_memdup2 (values.data, values.columns * sizeof (float));
  trestle_epilogue (&values, NULL, activation, NULL);
  for (gsize i = 0; i < values.columns; i++)
    {
      double expected = activate (inputs[i], activation), found = values.data[i];

      /* Absolute, but for what is too large to be held more precisely. */
      if (!(fabs (found - expected) <= fmax (tolerance, 2e-7 * fabs (expected))))
        g_error ("f (%.9g) is %.9g and should be %.9g", inputs[i], found, expected);
    }
  numbers_clear (&values);
}

static void
test_gelu_is_within_1e_6_of_erf (void)
{
  check_activation (TRESTLE_ACTIVATION_GELU, 1e-6);
}

static void
test_quick_gelu_is_within_2e_6_of_the_sigmoid (void)
{
  check_activation (TRESTLE_ACTIVATION_QUICK_GELU, 2e-6);
}

static void
test_tanh_is_within_2e_7 (void)
{
  check_activation (TRESTLE_ACTIVATION_TANH, 2e-7);
}

static void
check_one_epilogue (gsize rows, gsize columns, gsize margin, gboolean has_bias, TrestleActivation activation, gboolean has_residual)
{
  TrestleTensor values = numbers_filled (rows, columns, margin, "values", -3.0, 3.0);         /* [rows, columns] */
  TrestleTensor before = numbers_filled (rows, columns, 0, "values", -3.0, 3.0);              /* [rows, columns] */
  TrestleTensor bias = numbers_filled (1, columns, margin, "bias", -1.0, 1.0);                /* [1, columns] */
  TrestleTensor residual = numbers_filled (rows, columns, 2 * margin, "residual", -5.0, 5.0); /* [rows, columns] */

  trestle_epilogue (&values, has_bias ? bias.data : NULL, activation, has_residual ? &residual : NULL);
  for (gsize row = 0; row < rows; row++)
    for (gsize i = 0; i < columns; i++)
      {
        double sum = *numbers_at (&before, row, i) + (has_bias ? (double) bias.data[i] : 0.0);

        numbers_assert_close (*numbers_at (&values, row, i),
                              activate (sum, activation) + (has_residual ? (double) *numbers_at (&residual, row, i) : 0.0), 2e-6);
      }
  numbers_clear (&values);
  numbers_clear (&before);
  numbers_clear (&bias);
  numbers_clear (&residual);
}

static void
check_epilogue (gsize rows, gsize columns, gsize margin)
{
  for (guint activation = TRESTLE_ACTIVATION_NONE; activation <= TRESTLE_ACTIVATION_TANH; activation++)
    for (guint parts = 0; parts < 4; parts++)
      check_one_epilogue (rows, columns, margin, parts & 1, activation, parts >> 1);
}

static void
test_epilogue_does_every_combination (void)
{
  for_every_shape (check_epilogue);
}

static void
check_sums (gsize rows, gsize columns, gsize margin)
{
  TrestleTensor a = numbers_filled (rows, columns, margin, "a", -3.0, 3.0); /* [rows, columns] */
  TrestleTensor b = numbers_filled (rows, columns, 1, "b", -3.0, 3.0);      /* [rows, columns] */
  TrestleTensor both = numbers_new (rows, columns, margin + 1);             /* [rows, columns] */
  TrestleTensor with_row = numbers_new (rows, columns, margin + 1);         /* [rows, columns] */

  trestle_add (&a, &b, &both);
  trestle_add_row (&a, b.data, &with_row);
  for (gsize row = 0; row < rows; row++)
    for (gsize i = 0; i < columns; i++)
      {
        g_assert_cmpfloat (*numbers_at (&both, row, i), ==, *numbers_at (&a, row, i) + *numbers_at (&b, row, i));
        g_assert_cmpfloat (*numbers_at (&with_row, row, i), ==, *numbers_at (&a, row, i) + b.data[i]);
      }
  trestle_add (&a, &b, &b);
  g_assert_true (numbers_are_same (&both, &b));
  numbers_fill (&b, "b", -3.0, 3.0);
  trestle_add_row (&a, b.data, &a);
  g_assert_true (numbers_are_same (&with_row, &a));
  numbers_clear (&a);
  numbers_clear (&b);
  numbers_clear (&both);
  numbers_clear (&with_row);
}

static void
test_sums (void)
{
  for_every_shape (check_sums);
}

static void
test_normalised_row_has_length_1 (void)
{
  for (guint w = 0; w < G_N_ELEMENTS (widths); w++)
    {
      TrestleTensor row = numbers_filled (1, widths[w], 4, "row", -3.0, 1.0);    /* [1, count] */
      TrestleTensor before = numbers_filled (1, widths[w], 0, "row", -3.0, 1.0); /* [1, count] */
      double squares = 0.0;

      for (gsize i = 0; i < widths[w]; i++)
        squares += pow (before.data[i], 2.0);
      trestle_normalise_row (row.data, widths[w]);
      for (gsize i = 0; i < widths[w]; i++)
        numbers_assert_close (row.data[i], before.data[i] / sqrt (squares), 1e-7);
      numbers_clear (&row);
      numbers_clear (&before);
    }
}

static void
test_normalised_zeros_stay_zeros (void)
{
  TrestleTensor row = numbers_new (1, 9, 0); /* [1, 9] */

  trestle_normalise_row (row.data, 9);
  for (gsize i = 0; i < 9; i++)
    g_assert_cmpfloat (row.data[i], ==, 0.0);
  numbers_clear (&row);
}

typedef void (*RowKernel) (TrestleTensor *row);

static void
run_layer_norm (TrestleTensor *row)
{
  Norm norm = norm_new (row->columns);

  trestle_layer_norm (&norm.norm, row, row);
  norm_clear (&norm);
}

static void
run_softmax (TrestleTensor *row)
{
  trestle_softmax_row (row->data, row->columns, 0.5f, NULL);
}

static void
run_softmax_with_keep (TrestleTensor *row)
{
  g_autofree gboolean *keep = g_new (gboolean, row->columns);

  for (gsize i = 0; i < row->columns; i++)
    keep[i] = TRUE;
  trestle_softmax_row (row->data, row->columns, 0.5f, keep);
}

static void
run_normalise (TrestleTensor *row)
{
  trestle_normalise_row (row->data, row->columns);
}

static void
run_gelu (TrestleTensor *row)
{
  trestle_epilogue (row, NULL, TRESTLE_ACTIVATION_GELU, NULL);
}

static void
run_quick_gelu (TrestleTensor *row)
{
  trestle_epilogue (row, NULL, TRESTLE_ACTIVATION_QUICK_GELU, NULL);
}

static void
run_tanh (TrestleTensor *row)
{
  trestle_epilogue (row, NULL, TRESTLE_ACTIVATION_TANH, NULL);
}

static void
run_bias_and_residual (TrestleTensor *row)
{
  trestle_epilogue (row, row->data, TRESTLE_ACTIVATION_NONE, row);
}

/* One bad number at every place of a row; @spreads: whether every result depends on it. */
static void
check_bad_number (RowKernel kernel, float bad, gboolean spreads)
{
  for (guint w = 0; w < G_N_ELEMENTS (widths); w++)
    for (gsize place = 0; place < widths[w]; place += 1 + widths[w] / 40)
      {
        TrestleTensor row = numbers_filled (1, widths[w], 0, "row", -2.0, 2.0); /* [1, count] */

        row.data[place] = bad;
        kernel (&row);
        for (gsize i = 0; i < widths[w]; i++)
          g_assert_cmpint (isnan (row.data[i]) != 0, ==, spreads || i == place);
        numbers_clear (&row);
      }
}

static void
test_nan_stays_visible (void)
{
  check_bad_number (run_layer_norm, NAN, TRUE);
  check_bad_number (run_softmax, NAN, TRUE);
  check_bad_number (run_softmax_with_keep, NAN, TRUE);
  check_bad_number (run_normalise, NAN, TRUE);
  check_bad_number (run_gelu, NAN, FALSE);
  check_bad_number (run_quick_gelu, NAN, FALSE);
  check_bad_number (run_tanh, NAN, FALSE);
  check_bad_number (run_bias_and_residual, NAN, FALSE);
}

/* Where infinity has no answer that could be told from a real one. */
static void
test_infinity_stays_visible (void)
{
  check_bad_number (run_layer_norm, INFINITY, TRUE);
  check_bad_number (run_layer_norm, -INFINITY, TRUE);
  check_bad_number (run_softmax, INFINITY, TRUE);
  check_bad_number (run_softmax_with_keep, INFINITY, TRUE);
}

/* What padding holds says nothing about the rest. */
static void
test_nan_that_is_not_kept_gets_nothing (void)
{
  TrestleTensor row = numbers_filled (1, 9, 0, "row", -2.0, 2.0); /* [1, 9] */
  gboolean keep[9] = { TRUE, TRUE, TRUE, TRUE, TRUE, TRUE, TRUE, TRUE, FALSE };
  double sum = 0.0;

  row.data[8] = NAN;
  trestle_softmax_row (row.data, 9, 1.0f, keep);
  for (gsize i = 0; i < 9; i++)
    sum += row.data[i];
  g_assert_cmpfloat (row.data[8], ==, 0.0);
  numbers_assert_close (sum, 1.0, 1e-6);
  numbers_clear (&row);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/kernels/layer-norm-agrees-with-double-loops", test_layer_norm);
  g_test_add_func ("/kernels/layer-norm-far-from-zero-keeps-its-digits", test_layer_norm_far_from_zero);
  g_test_add_func ("/kernels/layer-norm-of-equal-numbers-is-its-bias", test_layer_norm_of_equal_numbers_is_its_bias);
  g_test_add_func ("/kernels/softmax-agrees-with-double-loops", test_softmax);
  g_test_add_func ("/kernels/softmax-of-large-scores-does-not-overflow", test_softmax_of_large_scores);
  g_test_add_func ("/kernels/softmax-with-one-kept-key-is-1-there", test_softmax_with_one_kept_key);
  g_test_add_func ("/kernels/softmax-keeps-all-as-without-keep", test_softmax_keeps_all_as_without_keep);
  g_test_add_func ("/kernels/gelu-is-within-1e-6-of-erf", test_gelu_is_within_1e_6_of_erf);
  g_test_add_func ("/kernels/quick-gelu-is-within-2e-6-of-the-sigmoid", test_quick_gelu_is_within_2e_6_of_the_sigmoid);
  g_test_add_func ("/kernels/tanh-is-within-2e-7", test_tanh_is_within_2e_7);
  g_test_add_func ("/kernels/epilogue-does-every-combination", test_epilogue_does_every_combination);
  g_test_add_func ("/kernels/sums-are-exact", test_sums);
  g_test_add_func ("/kernels/normalised-row-has-length-1", test_normalised_row_has_length_1);
  g_test_add_func ("/kernels/normalised-zeros-stay-zeros", test_normalised_zeros_stay_zeros);
  g_test_add_func ("/kernels/nan-stays-visible", test_nan_stays_visible);
  g_test_add_func ("/kernels/infinity-stays-visible", test_infinity_stays_visible);
  g_test_add_func ("/kernels/nan-that-is-not-kept-gets-nothing", test_nan_that_is_not_kept_gets_nothing);
  return g_test_run ();
}
