/* Linear CKA: values of numpy, and what must hold of any states. */
#include "analysis/measures/similarity.h"
#include "core/error.h"
#include "core/model/trace-private.h"

#include <math.h>
#include <string.h>

#include "tests/golden-layers.h"
#include "tests/numbers.h"

static double
value_of (const TrestleSimilarity *similarity, guint row, guint column)
{
  return similarity->values[row * similarity->n_columns + column];
}

/* Layers and linear_cka() of the reference definitions, in numpy and float64, of tests/golden/heads-demo.safetensors, "hidden.*". */
static void
test_of_a_run_matches_numpy (void)
{
  static const struct
  {
    guint row;
    guint column;
    double image;
    double text;
  } known[] = {
    { 0, 0, 0.530973101, 0.839208554 }, { 0, 6, 0.686449180, 0.841102810 }, { 1, 3, 0.776274221, 0.852382484 },
    { 2, 5, 0.768947784, 0.914547328 }, { 3, 0, 0.507583516, 0.793807157 }, { 3, 6, 0.792177830, 0.895757626 },
  };
  g_autoptr (TrestleTrace) trace = golden_layers_make_trace ("heads-demo");
  g_autoptr (TrestleSimilarity) image = trestle_similarity_new (trace, TRESTLE_STACK_CROSS_IMAGE, trace, TRESTLE_STACK_VISION, NULL);
  g_autoptr (TrestleSimilarity) text = trestle_similarity_new (trace, TRESTLE_STACK_CROSS_TEXT, trace, TRESTLE_STACK_TEXT, NULL);

  g_assert_cmpuint (image->n_rows, ==, 4);
  g_assert_cmpuint (image->n_columns, ==, 7);
  g_assert_cmpint (image->rows, ==, TRESTLE_STACK_CROSS_IMAGE);
  g_assert_cmpint (image->columns, ==, TRESTLE_STACK_VISION);
  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    {
      g_assert_cmpfloat_with_epsilon (value_of (image, known[i].row, known[i].column), known[i].image, 1e-6);
      g_assert_cmpfloat_with_epsilon (value_of (text, known[i].row, known[i].column), known[i].text, 1e-6);
    }
}

/* Likewise of tests/golden/padded.safetensors, its seven tokens without padding; with it the values are 0.893 and 0.820. */
static void
test_padding_is_left_out (void)
{
  g_autoptr (TrestleTrace) trace = golden_layers_make_trace ("padded");
  g_autoptr (TrestleSimilarity) own = trestle_similarity_new (trace, TRESTLE_STACK_TEXT, trace, TRESTLE_STACK_TEXT, NULL);
  g_autoptr (TrestleSimilarity) across = trestle_similarity_new (trace, TRESTLE_STACK_TEXT, trace, TRESTLE_STACK_CROSS_TEXT, NULL);

  g_assert_cmpfloat_with_epsilon (value_of (own, 1, 4), 0.840448819, 1e-6);
  g_assert_cmpfloat_with_epsilon (value_of (across, 0, 2), 0.796986584, 1e-6);
}

static void
test_of_a_stack_with_itself_is_one_and_symmetric (void)
{
  g_autoptr (TrestleTrace) trace = golden_layers_make_trace ("heads-demo");
  g_autoptr (TrestleTrace) twin = golden_layers_make_trace ("heads-demo");
  g_autoptr (TrestleSimilarity) own = trestle_similarity_new (trace, TRESTLE_STACK_VISION, trace, TRESTLE_STACK_VISION, NULL);
  g_autoptr (TrestleSimilarity) other = trestle_similarity_new (trace, TRESTLE_STACK_VISION, twin, TRESTLE_STACK_VISION, NULL);

  for (guint i = 0; i < own->n_rows; i++)
    for (guint j = 0; j < own->n_columns; j++)
      {
        g_assert_cmpfloat_with_epsilon (value_of (own, i, j), value_of (own, j, i), 1e-12);
        g_assert_cmpfloat_with_epsilon (value_of (own, i, j), value_of (other, i, j), 1e-12);
        g_assert_cmpfloat (value_of (own, i, j), <=, 1.0);
        if (i == j)
          g_assert_cmpfloat_with_epsilon (value_of (own, i, j), 1.0, 1e-12);
        else
          g_assert_cmpfloat (value_of (own, i, j), <, 0.9999);
      }
}

/* More tokens than columns, and rows that are not close to each other. Exchanged columns, a scale and a shift are no difference. */
static void
test_rotation_scale_and_shift_are_no_difference (void)
{
  TrestleTensor a = numbers_filled (20, 3, 2, "a", -1.0, 1.0), b = numbers_new (20, 3, 1); /* [tokens, width] */
  TrestleTensor other = numbers_filled (20, 5, 0, "other", -1.0, 1.0);

  for (gsize row = 0; row < 20; row++)
    {
      *numbers_at (&b, row, 0) = 3.0f * *numbers_at (&a, row, 2) + 1.0f;
      *numbers_at (&b, row, 1) = -3.0f * *numbers_at (&a, row, 0) - 2.0f;
      *numbers_at (&b, row, 2) = 3.0f * *numbers_at (&a, row, 1);
    }
  g_assert_cmpfloat_with_epsilon (trestle_linear_cka (&a, &b, NULL), 1.0, 1e-6);
  g_assert_cmpfloat_with_epsilon (trestle_linear_cka (&a, &other, NULL), trestle_linear_cka (&b, &other, NULL), 1e-6);
  g_assert_cmpfloat (trestle_linear_cka (&a, &other, NULL), <, 0.9);
  numbers_clear (&a);
  numbers_clear (&b);
  numbers_clear (&other);
}

static void
test_uncorrelated_columns_share_nothing (void)
{
  float a[] = { 1.0f, 1.0f, -1.0f, -1.0f }, b[] = { 1.0f, -1.0f, 1.0f, -1.0f };
  TrestleTensor first = trestle_tensor_view (a, 1, 4, 1), second = trestle_tensor_view (b, 1, 4, 1); /* [tokens, width] */

  g_assert_cmpfloat (trestle_linear_cka (&first, &second, NULL), ==, 0.0);
  g_assert_cmpfloat (trestle_linear_cka (&first, &first, NULL), ==, 1.0);
}

static void
test_without_variance_there_is_none (void)
{
  static const gboolean keep[] = { FALSE, FALSE, TRUE }, none[3] = { FALSE };
  float same[] = { 0.1f, 0.7f, 0.1f, 0.7f, 0.1f, 0.7f };
  TrestleTensor constant = trestle_tensor_view (same, 1, 3, 2), varied = numbers_filled (3, 4, 0, "varied", 0.0, 1.0); /* [tokens, width] */

  g_assert_true (isnan (trestle_linear_cka (&constant, &varied, NULL)));
  g_assert_true (isnan (trestle_linear_cka (&varied, &constant, NULL)));
  g_assert_true (isnan (trestle_linear_cka (&varied, &varied, keep)));
  g_assert_true (isnan (trestle_linear_cka (&varied, &varied, none)));
  numbers_clear (&varied);
}

static TrestleTrace *
make_trace (guint n_tokens, const gboolean *keep)
{
  TrestleTrace *trace = trestle_trace_new (n_tokens, keep, 1, 2);
  TrestleTensor text = trestle_trace_add_matrix (trace, n_tokens, 4, "hidden.text.0");
  TrestleTensor vision = trestle_trace_add_matrix (trace, 3, 4, "hidden.vision.0");

  numbers_fill (&text, "text", 0.0, 1.0);
  numbers_fill (&vision, "vision", 0.0, 1.0);
  return trace;
}

static void
assert_refused (const TrestleTrace *a, TrestleStack rows, const TrestleTrace *b, TrestleStack columns, const char *said)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (trestle_similarity_new (a, rows, b, columns, &error));
  g_assert_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INPUT);
  g_assert_nonnull (strstr (error->message, said));
}

static void
test_other_tokens_are_an_error (void)
{
  static const gboolean keep[] = { TRUE, TRUE, FALSE };
  g_autoptr (TrestleTrace) three = make_trace (3, NULL), two = make_trace (2, NULL), padded = make_trace (3, keep);

  assert_refused (three, TRESTLE_STACK_TEXT, two, TRESTLE_STACK_TEXT, "“text” has 3 tokens and “text” has 2");
  assert_refused (three, TRESTLE_STACK_TEXT, three, TRESTLE_STACK_VISION, "“text” and “vision” have not the same tokens");
  assert_refused (three, TRESTLE_STACK_TEXT, padded, TRESTLE_STACK_TEXT, "different tokens are padding");
  assert_refused (three, TRESTLE_STACK_CROSS_TEXT, three, TRESTLE_STACK_TEXT, "no states of the cross-modal text");
  assert_refused (three, TRESTLE_STACK_VISION, three, TRESTLE_STACK_CROSS_IMAGE, "no states of the cross-modal image");
}

static void
test_stacks_have_names (void)
{
  TrestleStack found;

  for (TrestleStack stack = 0; stack < TRESTLE_N_STACKS; stack++)
    {
      g_assert_true (trestle_stack_parse (trestle_stack_get_name (stack), &found));
      g_assert_cmpint (found, ==, stack);
      g_assert_nonnull (trestle_stack_get_title (stack));
    }
  g_assert_false (trestle_stack_parse ("cross", &found));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/similarity/of-a-run-matches-numpy", test_of_a_run_matches_numpy);
  g_test_add_func ("/similarity/padding-is-left-out", test_padding_is_left_out);
  g_test_add_func ("/similarity/of-a-stack-with-itself-is-one-and-symmetric", test_of_a_stack_with_itself_is_one_and_symmetric);
  g_test_add_func ("/similarity/rotation-scale-and-shift-are-no-difference", test_rotation_scale_and_shift_are_no_difference);
  g_test_add_func ("/similarity/uncorrelated-columns-share-nothing", test_uncorrelated_columns_share_nothing);
  g_test_add_func ("/similarity/without-variance-there-is-none", test_without_variance_there_is_none);
  g_test_add_func ("/similarity/other-tokens-are-an-error", test_other_tokens_are_an_error);
  g_test_add_func ("/similarity/stacks-have-names", test_stacks_have_names);
  return g_test_run ();
}
