/* Attention rollout: products of whole matrices in numpy, a layer by hand, and rows that sum to 1. */
#include "analysis/measures/rollout.h"
#include "core/error.h"
#include "core/model/trace-private.h"

#include <string.h>

#include "tests/golden-layers.h"

static TrestleRollout *
make_rollout (const char *case_name, TrestleStack stack, guint layer, gint query)
{
  g_autoptr (TrestleTrace) trace = golden_layers_make_trace (case_name);
  g_autoptr (GError) error = NULL;
  TrestleRollout *rollout = trestle_rollout_new (trace, stack, layer, query, &error);

  g_assert_no_error (error);
  return rollout;
}

static void
assert_weights (const double *found, const double *expected, guint count)
{
  for (guint i = 0; i < count; i++)
    g_assert_cmpfloat_with_epsilon (found[i], expected[i], 1e-8);
}

/* From tests/golden/heads-demo.safetensors by rollout() of the reference definitions, in numpy and float64. */
static void
test_through_the_vision_tower_matches_numpy (void)
{
  static const double of_five[] = { 0.0244335599, 0.0132788967, 0.00957419746, 0.0121968429, 0.00500316264, 0.0339458053 };
  static const double of_all[] = { 0.0285412953, 0.0127137174, 0.0101124693, 0.0127924976 };
  static const double of_last[] = { 0.090309976, 0.0050658639, 0.00766119145, 0.00518029999, 0.137086869 };
  g_autoptr (TrestleRollout) five = make_rollout ("heads-demo", TRESTLE_STACK_VISION, 5, 5);
  g_autoptr (TrestleRollout) all = make_rollout ("heads-demo", TRESTLE_STACK_VISION, 5, TRESTLE_QUERY_MEAN);
  g_autoptr (TrestleRollout) last = make_rollout ("heads-demo", TRESTLE_STACK_VISION, 2, 64);

  g_assert_cmpuint (five->n_words, ==, 0);
  g_assert_cmpuint (five->n_states, ==, 65);
  assert_weights (five->states, of_five, G_N_ELEMENTS (of_five));
  assert_weights (all->states, of_all, G_N_ELEMENTS (of_all));
  assert_weights (last->states + 60, of_last, G_N_ELEMENTS (of_last));
}

static void
test_through_the_text_tower_matches_numpy (void)
{
  static const double expected[] = {
    0.130879644, 0.091575774,  0.0521780116, 0.0886335491, 0.118211784,  0.0643423018,
    0.159002575, 0.0743972639, 0.0826655518, 0.0693651143, 0.0687484304,
  };
  g_autoptr (TrestleRollout) rollout = make_rollout ("heads-demo", TRESTLE_STACK_TEXT, 5, 0);

  g_assert_cmpuint (rollout->n_words, ==, G_N_ELEMENTS (expected));
  g_assert_cmpuint (rollout->n_states, ==, 0);
  assert_weights (rollout->words, expected, G_N_ELEMENTS (expected));
}

/* The product of four joint matrices [76, 76], built as the header says, in numpy from the same file. */
static void
test_through_the_encoder_matches_joint_matrices (void)
{
  static const double word_to_words[] = {
    0.0468165799, 0.0432514678, 0.0390373603, 0.0475613768, 0.036813751,  0.0323119975,
    0.0328582972, 0.0439024805, 0.0543648332, 0.0769620194, 0.0461198366,
  };
  static const double word_to_states[] = { 0.00437093968, 0.00375721472, 0.0128876742, 0.0413723233, 0.00238893781 };
  static const double patch_to_words[] = {
    0.0470494794, 0.04433785,   0.0353363193, 0.0474939107, 0.0367418455, 0.0335920266,
    0.032840801,  0.0440470837, 0.0551754806, 0.0766872206, 0.0466979824,
  };
  static const double patch_to_states[] = {
    0.00421923476, 0.00414321546, 0.0124899087, 0.0414063746, 0.0024076081, 0.00550639193, 0.0103538367, 0.0155303329,
  };
  g_autoptr (TrestleRollout) word = make_rollout ("heads-demo", TRESTLE_STACK_CROSS_TEXT, 3, 2);
  g_autoptr (TrestleRollout) patch = make_rollout ("heads-demo", TRESTLE_STACK_CROSS_IMAGE, 3, 7);

  assert_weights (word->words, word_to_words, G_N_ELEMENTS (word_to_words));
  assert_weights (word->states, word_to_states, G_N_ELEMENTS (word_to_states));
  assert_weights (patch->words, patch_to_words, G_N_ELEMENTS (patch_to_words));
  assert_weights (patch->states, patch_to_states, G_N_ELEMENTS (patch_to_states));
}

static double
sum_of (const TrestleRollout *rollout)
{
  double sum = 0.0;

  for (gsize i = 0; i < rollout->n_words; i++)
    sum += rollout->words[i];
  for (gsize i = 0; i < rollout->n_states; i++)
    sum += rollout->states[i];
  return sum;
}

/* tests/golden/padded.safetensors: seven tokens, then five of padding. */
static void
test_rows_sum_to_one_and_give_padding_nothing (void)
{
  static const guint n_layers[TRESTLE_N_STACKS] = { 4, 4, 3, 3 };
  g_autoptr (TrestleTrace) trace = golden_layers_make_trace ("padded");
  guint n_rows = 0;

  for (TrestleStack stack = 0; stack < TRESTLE_N_STACKS; stack++)
    for (gint query = TRESTLE_QUERY_MEAN; query < 7; query++, n_rows++)
      {
        g_autoptr (GError) error = NULL;
        g_autoptr (TrestleRollout) rollout = trestle_rollout_new (trace, stack, n_layers[stack] - 1, query, &error);

        g_assert_no_error (error);
        g_assert_cmpfloat_with_epsilon (sum_of (rollout), 1.0, 1e-12);
        for (gsize i = 7; i < rollout->n_words; i++)
          g_assert_cmpfloat (rollout->words[i], ==, 0.0);
      }
  g_assert_cmpuint (n_rows, ==, 32);
}

#define N_WORDS 3

/* Three words, of which the last is padding, and a class token with one patch: every query looks at key 0, but across at key 1. */
static TrestleTrace *
make_small_trace (void)
{
  static const gboolean keep[N_WORDS] = { TRUE, TRUE, FALSE };
  TrestleTrace *trace = trestle_trace_new (N_WORDS, keep, 1, 1);

  for (TrestleBlock block = TRESTLE_BLOCK_CROSS_TEXT_SELF; block < TRESTLE_N_BLOCKS; block++)
    {
      gsize queries = trestle_block_queries_are_text (block) ? N_WORDS : 2, keys = trestle_block_keys_are_text (block) ? N_WORDS : 2;
      gsize seen = block == TRESTLE_BLOCK_CROSS_TEXT_CROSS || block == TRESTLE_BLOCK_CROSS_IMAGE_CROSS;
      TrestleTensor attention = trestle_trace_add_attention (trace, block, 0, 2, queries, keys); /* [heads, queries, keys] */

      memset (attention.data, 0, trestle_tensor_count (&attention) * sizeof (float));
      for (gsize row = 0; row < 2 * queries; row++)
        attention.data[row * keys + seen] = 1.0f;
    }
  return trace;
}

static void
test_layer_of_the_encoder_is_as_by_hand (void)
{
  g_autoptr (TrestleTrace) trace = make_small_trace ();
  g_autoptr (TrestleRollout) word = trestle_rollout_new (trace, TRESTLE_STACK_CROSS_TEXT, 0, 1, NULL);
  g_autoptr (TrestleRollout) patch = trestle_rollout_new (trace, TRESTLE_STACK_CROSS_IMAGE, 0, 1, NULL);
  g_autoptr (TrestleRollout) words = trestle_rollout_new (trace, TRESTLE_STACK_CROSS_TEXT, 0, TRESTLE_QUERY_MEAN, NULL);

  g_assert_cmpfloat (word->words[0], ==, 0.25);
  g_assert_cmpfloat (word->words[1], ==, 0.25);
  g_assert_cmpfloat (word->words[2], ==, 0.0);
  g_assert_cmpfloat (word->states[0], ==, 0.0);
  g_assert_cmpfloat (word->states[1], ==, 0.5);

  g_assert_cmpfloat (patch->words[0], ==, 0.0);
  g_assert_cmpfloat (patch->words[1], ==, 0.5);
  g_assert_cmpfloat (patch->states[0], ==, 0.25);
  g_assert_cmpfloat (patch->states[1], ==, 0.25);

  g_assert_cmpfloat (words->words[0], ==, 0.375);
  g_assert_cmpfloat (words->words[1], ==, 0.125);
  g_assert_cmpfloat (words->states[1], ==, 0.5);
}

static void
assert_refused (const TrestleTrace *trace, TrestleStack stack, guint layer, gint query, const char *said)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (trestle_rollout_new (trace, stack, layer, query, &error));
  g_assert_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INPUT);
  g_assert_nonnull (strstr (error->message, said));
}

static void
test_what_is_not_there_is_an_error (void)
{
  static const gboolean none[N_WORDS] = { FALSE };
  g_autoptr (TrestleTrace) trace = make_small_trace ();
  g_autoptr (TrestleTrace) empty = trestle_trace_new (N_WORDS, none, 1, 1);

  assert_refused (trace, TRESTLE_STACK_CROSS_TEXT, 1, 0, "“cross_text_self” has no layer 1; it has only 0");
  assert_refused (trace, TRESTLE_STACK_CROSS_IMAGE, G_MAXUINT, 0, "has no layer 4294967295");
  assert_refused (trace, TRESTLE_STACK_TEXT, 0, 0, "no attention of “text”");
  assert_refused (trace, TRESTLE_STACK_VISION, 0, 0, "no attention of “vision”");
  assert_refused (trace, TRESTLE_STACK_CROSS_TEXT, 0, 2, "Query 2 of “cross_text” is padding");
  assert_refused (trace, TRESTLE_STACK_CROSS_TEXT, 0, 3, "“cross_text” has no query 3; it has 0 to 2");
  assert_refused (trace, TRESTLE_STACK_CROSS_IMAGE, 0, 2, "“cross_image” has no query 2; it has 0 to 1");
  assert_refused (trace, TRESTLE_STACK_CROSS_IMAGE, 0, -2, "“cross_image” has no query -2");
  assert_refused (empty, TRESTLE_STACK_TEXT, 0, TRESTLE_QUERY_MEAN, "“text” has no query that is not padding");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rollout/through-the-vision-tower-matches-numpy", test_through_the_vision_tower_matches_numpy);
  g_test_add_func ("/rollout/through-the-text-tower-matches-numpy", test_through_the_text_tower_matches_numpy);
  g_test_add_func ("/rollout/through-the-encoder-matches-joint-matrices", test_through_the_encoder_matches_joint_matrices);
  g_test_add_func ("/rollout/rows-sum-to-one-and-give-padding-nothing", test_rows_sum_to_one_and_give_padding_nothing);
  g_test_add_func ("/rollout/layer-of-the-encoder-is-as-by-hand", test_layer_of_the_encoder_is_as_by_hand);
  g_test_add_func ("/rollout/what-is-not-there-is-an-error", test_what_is_not_there_is_an_error);
  return g_test_run ();
}
