/* A model in bfloat16: it opens in half the memory, says what it is, and answers nearly as in float32; and how that is measured. */
#include "analysis/measures/run-difference.h"
#include "core/model/operations.h"
#include "tests/golden.h"
#include "tests/synthetic.h"

#include <math.h>
#include <string.h>

static TrestleTrace *
run (const GoldenCase *golden, TrestlePrecision precision, char **name)
{
  g_autoptr (GError) error = NULL;
  TrestleModelSettings settings = { .precision = precision };
  g_autoptr (TrestleSession) session = trestle_session_open (golden->folder, &settings, NULL, NULL, NULL, &error);
  guint size;
  g_autofree float *values = NULL;
  TrestleTensor pixels;

  g_assert_no_error (error);
  g_assert_cmpuint (trestle_model_get_precision (trestle_session_get_model (session)), ==, precision);
  size = trestle_model_get_config (trestle_session_get_model (session))->vision.image_size;
  values = synthetic_pixels (size);
  pixels = trestle_tensor_view (values, 3, size, size);
  trestle_session_set_pixels (session, &pixels, &error);
  g_assert_no_error (error);
  *name = g_strdup (trestle_model_get_name (trestle_session_get_model (session)));
  return golden_case_run (golden, session);
}

static void
test_bfloat16_is_near (gconstpointer data)
{
  GoldenCase golden;
  g_autofree char *exact_name = NULL;
  g_autofree char *name = NULL;
  g_autoptr (TrestleTrace) exact = NULL;
  g_autoptr (TrestleTrace) near = NULL;
  TrestleRunDifference difference;

  golden_case_open (&golden, data);
  exact = run (&golden, TRESTLE_PRECISION_FLOAT32, &exact_name);
  near = run (&golden, TRESTLE_PRECISION_BFLOAT16, &name);
  difference = trestle_run_difference_measure (exact, near);
  g_test_message ("attention %g, logit %g, divergence %g of %g", difference.attention, difference.logit, difference.divergence,
                  difference.largest_divergence);
  /* Eight bits are left of a weight: the runs may not be the same, nor far from each other. */
  g_assert_cmpfloat (difference.attention, >, 1e-6);
  g_assert_cmpfloat (difference.attention, <, 0.1);
  g_assert_cmpfloat (difference.logit, >, 0.0);
  g_assert_cmpfloat (difference.logit, <, 0.3);
  g_assert_cmpfloat (difference.divergence, <, 0.1 * difference.largest_divergence + 0.01);
  g_assert_true (g_str_has_suffix (name, " (bfloat16)"));
  g_assert_true (g_str_has_prefix (name, exact_name));
  g_assert_null (strstr (exact_name, "float"));
  golden_case_clear (&golden);
}

/* What is changed by hand is found, at its size; a run is no distance from itself. */
static void
test_difference_finds_what_was_changed (void)
{
  GoldenCase golden;
  g_autofree char *name = NULL;
  g_autoptr (TrestleTrace) first = NULL;
  g_autoptr (TrestleTrace) second = NULL;
  TrestleRunDifference difference;
  const TrestleTensor *attention, *logits;

  golden_case_open (&golden, "padded");
  first = run (&golden, TRESTLE_PRECISION_FLOAT32, &name);
  g_clear_pointer (&name, g_free);
  second = run (&golden, TRESTLE_PRECISION_FLOAT32, &name);
  difference = trestle_run_difference_measure (first, second);
  g_assert_cmpfloat (difference.attention, ==, 0.0);
  g_assert_cmpfloat (difference.logit, ==, 0.0);
  g_assert_cmpfloat (difference.divergence, ==, 0.0);
  g_assert_cmpfloat (difference.largest_divergence, >, 0.0);

  attention = trestle_trace_get_attention (second, TRESTLE_BLOCK_CROSS_IMAGE_SELF, 0);
  attention->data[attention->stride] += 0.25f;
  logits = trestle_trace_get (second, "logits.itm");
  logits->data[1] -= 2.0f;
  difference = trestle_run_difference_measure (first, second);
  g_assert_cmpfloat_with_epsilon (difference.attention, 0.25, 1e-6);
  g_assert_cmpfloat_with_epsilon (difference.logit, 2.0, 1e-5);
  g_assert_cmpfloat (difference.divergence, >, 0.0);
  golden_case_clear (&golden);
}

/* By hand for the smallest golden model: 64 wide, 4 tower layers, 3 cross-modal ones, 17 image states, a vocabulary of 320. */
static void
test_operations_are_counted (void)
{
  GoldenCase golden;
  g_autoptr (TrestleModel) model = NULL;
  g_autoptr (GError) error = NULL;
  TrestleOperations operations;
  double d = 64.0, n = 17.0, t = 7.0;
  double vision = 16.0 * 768.0 * d + 4.0 * (n * 12.0 * d * d + 2.0 * n * n * d) + n * 3.0 * d * d + n * 7.0 * d * d + 2.0 * n * n * d;
  double text = 4.0 * (t * 12.0 * d * d + 2.0 * t * t * d) + t * 3.0 * d * d + t * 7.0 * d * d + 2.0 * t * t * d;
  double itself = (n + t) * 7.0 * d * d + 2.0 * (n * n + t * t) * d;
  double across = (n + t) * (1.0 + 8.0) * d * d + 2.0 * 2.0 * n * t * d;

  golden_case_open (&golden, "shared-links");
  model = trestle_model_load (golden.folder, NULL, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  operations = trestle_model_count_operations (model, 7);
  g_assert_cmpfloat_with_epsilon (operations.vision, 2.0 * vision, 1.0);
  g_assert_cmpfloat_with_epsilon (operations.text, 2.0 * text, 1.0);
  /* The bridges here only add; their LayerNorms' few numbers are all that they count for. */
  g_assert_cmpfloat_with_epsilon (operations.fusion, 2.0 * (2.0 * itself + 3.0 * across + t * (d * d + d * 320.0)),
                                  0.01 * operations.fusion);
  golden_case_clear (&golden);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/precision/bfloat16-is-near/bridgetower", "padded", test_bfloat16_is_near);
  g_test_add_data_func ("/precision/bfloat16-is-near/bridges-of-weights", "bridge-cross-attention-ffn", test_bfloat16_is_near);
  g_test_add_data_func ("/precision/bfloat16-is-near/meter", "meter", test_bfloat16_is_near);
  g_test_add_func ("/precision/difference-finds-what-was-changed", test_difference_finds_what_was_changed);
  g_test_add_func ("/precision/operations-are-counted", test_operations_are_counted);
  return g_test_run ();
}
