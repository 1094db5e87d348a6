/* How widely and how far heads look, and what they give to one key: golden values of every case, and cases worked out by hand. */
#include "analysis/measures/attention-share.h"
#include "analysis/measures/distance.h"
#include "analysis/measures/entropy.h"

#include <math.h>

#include "tests/golden-layers.h"

/* tests/golden/CASE.safetensors, "entropy.BLOCK.LAYER" [heads], over all rows and keys, padding included. */
static void
check_entropy (const GoldenLayer *layer, double relative, double absolute)
{
  g_autofree double *heads = g_new (double, layer->attention.depth);

  trestle_entropy_measure (&layer->attention, NULL, NULL, heads);
  g_assert_cmpuint (layer->n_expected, ==, layer->attention.depth);
  for (gsize head = 0; head < layer->n_expected; head++)
    golden_layers_assert_close (layer, head, heads[head], relative, absolute);
}

/* "distance.BLOCK.LAYER" [heads] */
static void
check_distance (const GoldenLayer *layer, double relative, double absolute)
{
  g_autofree double *heads = g_new (double, layer->attention.depth);

  trestle_distance_measure (&layer->attention, layer->grid, layer->grid, heads);
  g_assert_cmpuint (layer->n_expected, ==, layer->attention.depth);
  for (gsize head = 0; head < layer->n_expected; head++)
    golden_layers_assert_close (layer, head, heads[head], relative, absolute);
}

static void
check_own_entropy (const GoldenLayer *layer)
{
  check_entropy (layer, 1e-5, 1e-9);
}

static void
check_own_distance (const GoldenLayer *layer)
{
  check_distance (layer, 1e-5, 1e-9);
}

static void
check_run_entropy (const GoldenLayer *layer)
{
  check_entropy (layer, 1e-3, 1e-6);
}

static void
check_run_distance (const GoldenLayer *layer)
{
  check_distance (layer, 1e-3, 1e-6);
}

static void
test_entropy_matches_golden (void)
{
  g_assert_cmpuint (golden_layers_check ("entropy", check_own_entropy), ==, 403);
}

static void
test_distance_matches_golden (void)
{
  g_assert_cmpuint (golden_layers_check ("distance", check_own_distance), ==, 141);
}

static void
test_of_runs_match_golden (void)
{
  g_assert_cmpuint (golden_layers_check_runs ("entropy", check_run_entropy), ==, 403);
  g_assert_cmpuint (golden_layers_check_runs ("distance", check_run_distance), ==, 141);
}

/* [heads, queries, keys]: the first head looks at one key, the second at all four alike. */
static const float narrow_and_wide[] = {
  0.0f, 1.0f, 0.0f, 0.0f, 1.0f, 0.0f, 0.0f, 0.0f, 0.25f, 0.25f, 0.25f, 0.25f, 0.25f, 0.25f, 0.25f, 0.25f,
};

static void
test_entropy_is_from_zero_to_that_of_all_keys (void)
{
  TrestleTensor attention = trestle_tensor_view ((float *) narrow_and_wide, 2, 2, 4);
  double heads[2], mean = trestle_entropy_measure (&attention, NULL, NULL, heads);

  g_assert_cmpfloat_with_epsilon (heads[0], 0.0, 1e-10);
  g_assert_cmpfloat_with_epsilon (heads[1], log (4.0), 1e-7);
  g_assert_cmpfloat_with_epsilon (mean, log (4.0) / 2.0, 1e-7);
}

static void
test_entropy_leaves_padding_out (void)
{
  static const gboolean keep_query[] = { TRUE, FALSE };
  float weights[] = { 0.5f, 0.5f, 1.0f, 0.0f }; /* [queries, keys] */
  TrestleTensor attention = trestle_tensor_view (weights, 1, 2, 2);
  double head;

  g_assert_cmpfloat_with_epsilon (trestle_entropy_measure (&attention, keep_query, NULL, &head), log (2.0), 1e-7);
}

/* On a grid of 2 rows and 3 columns every patch looks at the last one; half of its weight is on the class token. */
static void
test_distance_is_measured_on_the_grid (void)
{
  TrestleTensor attention = trestle_tensor_new (1, 7, 7); /* [heads, queries, keys] */
  double head, expected = (sqrt (5.0) + sqrt (2.0) + 1.0 + 2.0 + 1.0 + 0.0) / 6.0;

  for (gsize query = 0; query < 7; query++)
    attention.data[query * 7] = attention.data[query * 7 + 6] = 0.5f;
  attention.data[6] = 0.0f; /* where the class token looks does not matter */
  g_assert_cmpfloat_with_epsilon (trestle_distance_measure (&attention, 2, 3, &head), expected, 1e-6);
  g_assert_cmpfloat_with_epsilon (head, expected, 1e-6);
  trestle_tensor_clear (&attention);
}

static void
test_distance_of_all_on_the_class_token_is_zero (void)
{
  TrestleTensor attention = trestle_tensor_new (1, 5, 5); /* [heads, queries, keys] */
  double head;

  for (gsize query = 0; query < 5; query++)
    attention.data[query * 5] = 1.0f;
  g_assert_cmpfloat (trestle_distance_measure (&attention, 2, 2, &head), ==, 0.0);
  trestle_tensor_clear (&attention);
}

static void
test_share_is_the_mean_weight (void)
{
  static const gboolean keep_second[] = { FALSE, TRUE };
  TrestleTensor attention = trestle_tensor_view ((float *) narrow_and_wide, 2, 2, 4);
  double heads[2];

  g_assert_cmpfloat (trestle_attention_share_measure (&attention, NULL, 0, heads), ==, 0.375);
  g_assert_cmpfloat (heads[0], ==, 0.5);
  g_assert_cmpfloat (heads[1], ==, 0.25);
  trestle_attention_share_measure (&attention, keep_second, 1, heads);
  g_assert_cmpfloat (heads[0], ==, 0.0);
  trestle_attention_share_measure (&attention, keep_second, 0, heads);
  g_assert_cmpfloat (heads[0], ==, 1.0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/entropy/matches-golden", test_entropy_matches_golden);
  g_test_add_func ("/entropy/is-from-zero-to-that-of-all-keys", test_entropy_is_from_zero_to_that_of_all_keys);
  g_test_add_func ("/entropy/leaves-padding-out", test_entropy_leaves_padding_out);
  g_test_add_func ("/distance/matches-golden", test_distance_matches_golden);
  g_test_add_func ("/distance/is-measured-on-the-grid", test_distance_is_measured_on_the_grid);
  g_test_add_func ("/distance/of-all-on-the-class-token-is-zero", test_distance_of_all_on_the_class_token_is_zero);
  g_test_add_func ("/attention-share/is-the-mean-weight", test_share_is_the_mean_weight);
  g_test_add_func ("/entropy-and-distance/of-runs-match-golden", test_of_runs_match_golden);
  return g_test_run ();
}
