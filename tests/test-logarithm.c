/* Logarithms against the C library's, over all that float32 can hold, and sums of them against sums in float64. */
#include "core/numeric/logarithm.h"

#include <float.h>
#include <math.h>
#include <string.h>

#include "tests/numbers.h"

#define LEAST 1e-12f

static void
assert_logarithm (float value, float found)
{
  double expected = log (value);

  if (!(fabs (found - expected) <= 1.2e-7 * (1.0 + fabs (expected))))
    g_error ("ln %.9g is %.9g instead of %.9g", value, found, expected);
}

static void
test_agrees_with_the_library (void)
{
  g_autofree float *values = g_new (float, 1001), *found = g_new (float, 1001);
  guint32 bits = 0x00800000, end = 0x7f800000; /* from FLT_MIN to infinity */

  while (bits < end)
    {
      gsize count = 0;

      for (; count < 1001 && bits < end; bits += 1999)
        memcpy (&values[count++], &bits, sizeof bits);
      trestle_logarithm_row (values, count, FLT_MIN, found);
      for (gsize i = 0; i < count; i++)
        assert_logarithm (values[i], found[i]);
    }
}

/* Around 1 and the square roots of 2 and 1/2, where the parts of a number change, every number. */
static void
test_agrees_where_parts_change (void)
{
  static const float middles[] = { 1.0f, 1.41421354f, 0.707106769f, 0.5f, 2.0f };

  for (guint i = 0; i < G_N_ELEMENTS (middles); i++)
    {
      float value = middles[i], found;

      for (guint step = 0; step < 1000; step++)
        value = nextafterf (value, 0.0f);
      for (guint step = 0; step < 2000; step++, value = nextafterf (value, INFINITY))
        {
          trestle_logarithm_row (&value, 1, LEAST, &found);
          assert_logarithm (value, found);
        }
    }
}

static void
test_one_has_none (void)
{
  float value = 1.0f;

  trestle_logarithm_row (&value, 1, LEAST, &value);
  g_assert_cmpfloat (value, ==, 0.0f);
}

static void
test_small_values_are_raised (void)
{
  float values[] = { 0.0f, -1.0f, 1e-30f, 1e-12f };

  trestle_logarithm_row (values, G_N_ELEMENTS (values), LEAST, values);
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    assert_logarithm (LEAST, values[i]);
}

/* Both sums of one head, in float64. */
static void
sum_in_double (const TrestleTensor *weights, gsize head, double *own, double *apart)
{
  gsize size = weights->rows * weights->columns;

  *own = *apart = 0.0;
  for (gsize i = 0; i < size; i++)
    {
      double a = fmax (weights->data[head * size + i], LEAST), mean = 0.0;

      for (gsize other = 0; other < weights->depth; other++)
        mean += log (fmax (weights->data[other * size + i], LEAST)) / (double) weights->depth;
      *own += a * log (a);
      *apart += a * (log (a) - mean);
    }
}

static void
check_sums (gsize heads, gsize rows, gsize columns, double low, double high, double tolerance)
{
  TrestleTensor weights = trestle_tensor_new (heads, rows, columns); /* [heads, rows, columns] */
  TrestleTensor flat = trestle_tensor_view (weights.data, 1, heads * rows, columns);
  g_autofree double *own = g_new (double, heads), *apart = g_new (double, heads);

  numbers_fill (&flat, "weights", low, high);
  weights.data[0] = 0.0f;
  trestle_logarithm_sum (&weights, LEAST, own, apart);
  for (gsize head = 0; head < heads; head++)
    {
      double own_expected, apart_expected;

      sum_in_double (&weights, head, &own_expected, &apart_expected);
      g_assert_cmpfloat_with_epsilon (own[head], own_expected, tolerance * fabs (own_expected));
      g_assert_cmpfloat_with_epsilon (apart[head], apart_expected, tolerance * fabs (apart_expected) + tolerance);
    }
  trestle_tensor_clear (&weights);
}

/* Less than a block, whole blocks, more than one thread's share with a rest; one head, and more than usual. */
static void
test_sums_agree_at_any_size (void)
{
  check_sums (12, 3, 5, 0.0, 1.0, 1e-6);
  check_sums (1, 1, 1, 0.0, 1.0, 1e-6);
  check_sums (1, 16, 16, 0.0, 0.1, 1e-6);
  check_sums (33, 16, 16, 0.0, 0.1, 1e-6);
  check_sums (5, 131, 127, 0.0, 0.01, 1e-6);
}

/* Weights that differ by a ten-thousandth, whose second sums are a hundred-millionth of their first ones. */
static void
test_sums_of_like_heads_keep_their_digits (void)
{
  TrestleTensor weights = trestle_tensor_new (2, 1, 4096); /* [heads, rows, columns] */
  double own[2], apart[2], own_expected, apart_expected;

  for (gsize i = 0; i < 4096; i++)
    {
      weights.data[i] = 1.0f / 4096.0f;
      weights.data[4096 + i] = (i % 2 == 0 ? 1.0001f : 0.9999f) / 4096.0f;
    }
  trestle_logarithm_sum (&weights, LEAST, own, apart);
  for (gsize head = 0; head < 2; head++)
    {
      sum_in_double (&weights, head, &own_expected, &apart_expected);
      g_assert_cmpfloat_with_epsilon (apart[head], apart_expected, 2e-9);
    }
  trestle_tensor_clear (&weights);
}

static void
test_nan_stays (void)
{
  TrestleTensor weights = trestle_tensor_new (2, 1, 9); /* [heads, rows, columns] */
  double own[2], apart[2];

  weights.data[4] = NAN;
  trestle_logarithm_sum (&weights, LEAST, own, apart);
  g_assert_true (isnan (own[0]));
  g_assert_true (isnan (apart[0]));
  g_assert_false (isnan (own[1]));
  trestle_tensor_clear (&weights);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/logarithm/agrees-with-the-library", test_agrees_with_the_library);
  g_test_add_func ("/logarithm/agrees-where-parts-change", test_agrees_where_parts_change);
  g_test_add_func ("/logarithm/one-has-none", test_one_has_none);
  g_test_add_func ("/logarithm/small-values-are-raised", test_small_values_are_raised);
  g_test_add_func ("/logarithm/sums-agree-at-any-size", test_sums_agree_at_any_size);
  g_test_add_func ("/logarithm/sums-of-like-heads-keep-their-digits", test_sums_of_like_heads_keep_their_digits);
  g_test_add_func ("/logarithm/nan-stays", test_nan_stays);
  return g_test_run ();
}
