/* Divergences of heads: golden values of every case, and cases that can be worked out by hand. */
#include "analysis/measures/divergence.h"

#include <math.h>

#include "tests/golden-layers.h"
#include "tests/numbers.h"

/* tests/golden/CASE.safetensors, "kl.BLOCK.LAYER" [heads + 1]: of every head, and their mean. */
static void
check_divergence (const GoldenLayer *layer, double relative, double absolute)
{
  gsize n_heads = layer->attention.depth;
  g_autofree double *heads = g_new (double, n_heads);
  double mean = trestle_divergence_measure (&layer->attention, layer->keep_query, layer->keep_key, heads);

  g_assert_cmpuint (layer->n_expected, ==, n_heads + 1);
  for (gsize head = 0; head < n_heads; head++)
    golden_layers_assert_close (layer, head, heads[head], relative, absolute);
  golden_layers_assert_close (layer, n_heads, mean, relative, absolute);
}

static void
check_own_attention (const GoldenLayer *layer)
{
  check_divergence (layer, 1e-5, 1e-9);
}

static void
check_run (const GoldenLayer *layer)
{
  check_divergence (layer, 1e-3, 1e-6);
}

static void
test_matches_golden (void)
{
  g_assert_cmpuint (golden_layers_check ("kl", check_own_attention), ==, 403);
}

static void
test_of_runs_matches_golden (void)
{
  g_assert_cmpuint (golden_layers_check_runs ("kl", check_run), ==, 403);
}

/* Two heads, one query, two keys: 1/2 1/2 and 1/4 3/4. */
static void
test_of_two_heads_is_as_by_hand (void)
{
  float weights[] = { 0.5f, 0.5f, 0.25f, 0.75f }; /* [heads, queries, keys] */
  TrestleTensor attention = trestle_tensor_view (weights, 2, 1, 2);
  double heads[2], mean = trestle_divergence_measure (&attention, NULL, NULL, heads);
  double first = 0.5 * log (2.0) + 0.5 * log (2.0 / 3.0), second = 0.25 * log (0.5) + 0.75 * log (1.5);

  g_assert_cmpfloat_with_epsilon (heads[0], first, 1e-7);
  g_assert_cmpfloat_with_epsilon (heads[1], second, 1e-7);
  g_assert_cmpfloat_with_epsilon (mean, (first + second) / 2.0, 1e-7);
}

static void
test_equal_heads_diverge_by_zero (void)
{
  TrestleTensor attention = trestle_tensor_new (3, 4, 5); /* [heads, queries, keys] */
  double heads[3];

  for (gsize i = 0; i < 60; i++)
    attention.data[i] = (float) (1 + i % 20 % 5) / 15.0f;
  g_assert_cmpfloat_with_epsilon (trestle_divergence_measure (&attention, NULL, NULL, heads), 0.0, 1e-8);
  for (gsize head = 0; head < 3; head++)
    g_assert_cmpfloat_with_epsilon (heads[head], 0.0, 1e-8);
  trestle_tensor_clear (&attention);
}

static void
test_single_head_diverges_by_zero (void)
{
  float weights[] = { 0.25f, 0.75f };
  TrestleTensor attention = trestle_tensor_view (weights, 1, 1, 2); /* [heads, queries, keys] */
  double head;

  g_assert_cmpfloat (trestle_divergence_measure (&attention, NULL, NULL, &head), ==, 0.0);
  g_assert_cmpfloat (head, ==, 0.0);
}

/* Heads that look at different keys: every weight is 0 or 1, and a zero counts as 1e-12. */
static void
test_zeros_are_raised (void)
{
  float weights[] = { 1.0f, 0.0f, 0.0f, 1.0f };
  TrestleTensor attention = trestle_tensor_view (weights, 2, 1, 2); /* [heads, queries, keys] */
  double heads[2];

  g_assert_cmpfloat_with_epsilon (trestle_divergence_measure (&attention, NULL, NULL, heads), -log (1e-12), 1e-5);
}

/* The same numbers with rows and columns of anything in between, which nothing keeps. */
static void
test_padding_changes_nothing (void)
{
  static const gboolean keep_query[] = { TRUE, FALSE, TRUE }, keep_key[] = { FALSE, TRUE, TRUE, FALSE, TRUE };
  TrestleTensor small = trestle_tensor_new (2, 2, 3), wide = trestle_tensor_new (2, 3, 5); /* [heads, queries, keys] */
  TrestleTensor flat = trestle_tensor_view (wide.data, 1, 6, 5);
  gsize count = 0;
  double small_heads[2], wide_heads[2];

  numbers_fill (&flat, "attention", 0.1, 1.0);
  for (gsize row = 0; row < 6; row++)
    for (gsize key = 0; key < 5; key++)
      if (keep_query[row % 3] && keep_key[key])
        small.data[count++] = wide.data[row * 5 + key];
  g_assert_cmpuint (count, ==, 12);
  g_assert_cmpfloat (trestle_divergence_measure (&wide, keep_query, keep_key, wide_heads), ==,
                     trestle_divergence_measure (&small, NULL, NULL, small_heads));
  g_assert_cmpfloat (wide_heads[0], ==, small_heads[0]);
  g_assert_cmpfloat (wide_heads[1], ==, small_heads[1]);
  trestle_tensor_clear (&small);
  trestle_tensor_clear (&wide);
}

static void
test_nothing_kept_has_none (void)
{
  static const gboolean keep[] = { FALSE };
  float weights[] = { 0.25f, 0.75f, 0.75f, 0.25f };
  TrestleTensor attention = trestle_tensor_view (weights, 2, 1, 2); /* [heads, queries, keys] */
  double heads[2];

  g_assert_true (isnan (trestle_divergence_measure (&attention, keep, NULL, heads)));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/divergence/matches-golden", test_matches_golden);
  g_test_add_func ("/divergence/of-runs-matches-golden", test_of_runs_matches_golden);
  g_test_add_func ("/divergence/of-two-heads-is-as-by-hand", test_of_two_heads_is_as_by_hand);
  g_test_add_func ("/divergence/equal-heads-diverge-by-zero", test_equal_heads_diverge_by_zero);
  g_test_add_func ("/divergence/single-head-diverges-by-zero", test_single_head_diverges_by_zero);
  g_test_add_func ("/divergence/zeros-are-raised", test_zeros_are_raised);
  g_test_add_func ("/divergence/padding-changes-nothing", test_padding_changes_nothing);
  g_test_add_func ("/divergence/nothing-kept-has-none", test_nothing_kept_has_none);
  return g_test_run ();
}
