/* Attention maps: one row, or means over heads and queries in which padding has no part. */
#include "analysis/measures/attention-map.h"
#include "core/error.h"
#include "core/model/trace-private.h"
#include "tests/trace-fixtures.h"

#include <string.h>

/* Multiples of 1/16, so that no mean is rounded: every query has 1/16 on every key, and the rest on the key (head + query) % keys. */
static double
weight_of (guint head, guint query, guint key, guint n_keys)
{
  return 1.0 / 16.0 + (key == (head + query) % n_keys ? 1.0 - n_keys / 16.0 : 0.0);
}

/* Layer 1 has the weights above; layer 0 has those of other queries, which nobody asks for. */
static double
weigh (TrestleBlock block, guint layer, guint head, guint query, guint key, guint n_keys)
{
  return weight_of (head, query + (layer == 0 ? 2 : 0), key, n_keys);
}

/* Every block but the text tower's, with two layers. */
static TrestleTrace *
make_trace (void)
{
  TrestleTrace *trace = trace_new_small ();

  for (TrestleBlock block = TRESTLE_BLOCK_VISION; block < TRESTLE_N_BLOCKS; block++)
    for (guint layer = 0; layer < 2; layer++)
      trace_add_small (trace, block, layer, weigh);
  return trace;
}

static TrestleAttentionMap *
make_map (TrestleBlock block, gint head, gint query)
{
  g_autoptr (TrestleTrace) trace = make_trace ();
  g_autoptr (GError) error = NULL;
  TrestleAttentionMap *map = trestle_attention_map_new (trace, block, 1, head, query, &error);

  g_assert_no_error (error);
  return map;
}

static void
test_row_of_one_head_is_as_recorded (void)
{
  g_autoptr (TrestleAttentionMap) map = make_map (TRESTLE_BLOCK_CROSS_TEXT_CROSS, 1, 2);

  g_assert_cmpint (map->block, ==, TRESTLE_BLOCK_CROSS_TEXT_CROSS);
  g_assert_cmpuint (map->layer, ==, 1);
  g_assert_cmpint (map->head, ==, 1);
  g_assert_cmpint (map->query, ==, 2);
  g_assert_cmpuint (map->n_keys, ==, TRACE_STATES);
  for (guint key = 0; key < TRACE_STATES; key++)
    g_assert_cmpfloat (map->weights[key], ==, weight_of (1, 2, key, TRACE_STATES));
}

static void
test_mean_of_heads_is_their_mean (void)
{
  g_autoptr (TrestleAttentionMap) map = make_map (TRESTLE_BLOCK_CROSS_IMAGE_CROSS, TRESTLE_HEAD_MEAN, 5);

  for (guint key = 0; key < TRACE_TOKENS; key++)
    g_assert_cmpfloat (map->weights[key], ==, (weight_of (0, 5, key, TRACE_TOKENS) + weight_of (1, 5, key, TRACE_TOKENS)) / 2.0);
}

static void
test_maximum_of_heads_is_their_largest_weight (void)
{
  g_autoptr (TrestleAttentionMap) map = make_map (TRESTLE_BLOCK_CROSS_IMAGE_CROSS, TRESTLE_HEAD_MAX, 5);
  double sum = 0.0;

  for (guint key = 0; key < TRACE_TOKENS; key++)
    {
      g_assert_cmpfloat (map->weights[key], ==, MAX (weight_of (0, 5, key, TRACE_TOKENS), weight_of (1, 5, key, TRACE_TOKENS)));
      sum += map->weights[key];
    }
  g_assert_cmpint (map->head, ==, TRESTLE_HEAD_MAX);
  /* Two heads look at two keys: 13/16 and 13/16, and 1/16 on the others. */
  g_assert_cmpfloat (sum, ==, 28.0 / 16.0);
}

/* Each head is averaged first: query 0 of head 1 and query 1 of head 0 look at the same key, but no head has it from both. */
static void
test_maximum_is_that_of_the_heads_means (void)
{
  g_autoptr (TrestleAttentionMap) map = make_map (TRESTLE_BLOCK_CROSS_TEXT_CROSS, TRESTLE_HEAD_MAX, TRESTLE_QUERY_MEAN);

  for (guint key = 0; key < TRACE_STATES; key++)
    {
      double expected = 0.0;

      for (guint head = 0; head < TRACE_HEADS; head++)
        {
          double mean = 0.0;

          for (guint query = 0; query < 3; query++)
            mean += weight_of (head, query, key, TRACE_STATES) / 3.0;
          expected = MAX (expected, mean);
        }
      g_assert_cmpfloat_with_epsilon (map->weights[key], expected, 1e-15);
    }
}

static void
test_mean_of_queries_leaves_padding_out (void)
{
  g_autoptr (TrestleAttentionMap) map = make_map (TRESTLE_BLOCK_CROSS_TEXT_SELF, 0, TRESTLE_QUERY_MEAN);

  /* Queries 0, 1 and 2 look at keys 0, 1 and 2; padding would look at key 3. */
  g_assert_cmpfloat (map->weights[3], ==, 1.0 / 16.0);
  for (guint key = 0; key < 3; key++)
    g_assert_cmpfloat_with_epsilon (map->weights[key], 1.0 / 16.0 + 0.75 / 3.0, 1e-15);
}

static void
test_mean_of_image_queries_has_all_of_them (void)
{
  g_autoptr (TrestleAttentionMap) map = make_map (TRESTLE_BLOCK_VISION, 0, TRESTLE_QUERY_MEAN);

  for (guint key = 0; key < TRACE_STATES; key++)
    g_assert_cmpfloat_with_epsilon (map->weights[key], 1.0 / TRACE_STATES, 1e-15);
}

static void
test_mean_of_both_sums_to_one (void)
{
  g_autoptr (TrestleAttentionMap) map = make_map (TRESTLE_BLOCK_CROSS_TEXT_CROSS, TRESTLE_HEAD_MEAN, TRESTLE_QUERY_MEAN);
  double sum = 0.0;

  for (guint key = 0; key < TRACE_STATES; key++)
    sum += map->weights[key];
  g_assert_cmpfloat_with_epsilon (sum, 1.0, 1e-15);
  /* Key 1 is looked at by query 1 of head 0 and by query 0 of head 1, of six. */
  g_assert_cmpfloat_with_epsilon (map->weights[1], 1.0 / 16.0 + 9.0 / 16.0 * 2.0 / 6.0, 1e-15);
}

static void
test_scale_ends_at_the_largest_patch (void)
{
  g_autoptr (TrestleAttentionMap) at_class_token = make_map (TRESTLE_BLOCK_CROSS_TEXT_CROSS, 0, 0);
  g_autoptr (TrestleAttentionMap) at_patch = make_map (TRESTLE_BLOCK_CROSS_TEXT_CROSS, 0, 1);
  g_autoptr (TrestleAttentionMap) at_word = make_map (TRESTLE_BLOCK_CROSS_TEXT_SELF, 0, 0);

  g_assert_cmpfloat (at_class_token->weights[0], ==, 10.0 / 16.0);
  g_assert_cmpfloat (at_class_token->max, ==, 1.0 / 16.0);
  g_assert_cmpfloat (at_patch->max, ==, 10.0 / 16.0);
  g_assert_cmpfloat (at_word->max, ==, 13.0 / 16.0);
}

static void
test_grids_are_those_of_keys_and_queries (void)
{
  g_autoptr (TrestleAttentionMap) text_to_image = make_map (TRESTLE_BLOCK_CROSS_TEXT_CROSS, 0, 1);
  g_autoptr (TrestleAttentionMap) image_to_text = make_map (TRESTLE_BLOCK_CROSS_IMAGE_CROSS, 0, 1);

  g_assert_cmpuint (text_to_image->grid_rows, ==, TRACE_ROWS);
  g_assert_cmpuint (text_to_image->grid_columns, ==, TRACE_COLUMNS);
  g_assert_cmpuint (text_to_image->query_rows, ==, 0);
  g_assert_cmpuint (text_to_image->query_columns, ==, 0);
  g_assert_true (trestle_attention_map_get_patches (text_to_image) == text_to_image->weights + 1);
  g_assert_cmpuint (image_to_text->grid_rows, ==, 0);
  g_assert_cmpuint (image_to_text->grid_columns, ==, 0);
  g_assert_cmpuint (image_to_text->query_rows, ==, TRACE_ROWS);
  g_assert_cmpuint (image_to_text->query_columns, ==, TRACE_COLUMNS);
  g_assert_null (trestle_attention_map_get_patches (image_to_text));
}

static void
test_reference_keeps_it (void)
{
  TrestleAttentionMap *map = make_map (TRESTLE_BLOCK_VISION, 0, 0);
  TrestleAttentionMap *same = trestle_attention_map_ref (map);

  g_assert_true (same == map);
  trestle_attention_map_unref (map);
  g_assert_cmpfloat (same->weights[0], ==, 10.0 / 16.0);
  trestle_attention_map_unref (same);
}

static void
test_what_is_not_there_is_an_error_that_says_what_is (void)
{
  static const struct
  {
    TrestleBlock block;
    guint layer;
    gint head;
    gint query;
    const char *said[2];
  } cases[] = {
    { TRESTLE_BLOCK_TEXT, 0, 0, 0, { "no attention", "“text”" } },
    { TRESTLE_BLOCK_VISION, 2, 0, 0, { "“vision” has no layer 2", "0 to 1" } },
    { TRESTLE_BLOCK_VISION, G_MAXUINT, 0, 0, { "“vision” has no layer 4294967295", "0 to 1" } },
    { TRESTLE_BLOCK_VISION, 1, 2, 0, { "“vision.1” has no head 2", "0 to 1" } },
    { TRESTLE_BLOCK_VISION, 1, -2, 0, { "“vision.1” has no head -2", "0 to 1" } },
    { TRESTLE_BLOCK_CROSS_IMAGE_CROSS, 1, 0, TRACE_STATES, { "“cross_image_cross.1” has no query 7", "0 to 6" } },
    { TRESTLE_BLOCK_CROSS_TEXT_CROSS, 1, 0, TRACE_TOKENS, { "“cross_text_cross.1” has no query 4", "0 to 3" } },
    { TRESTLE_BLOCK_CROSS_TEXT_CROSS, 1, 0, -2, { "“cross_text_cross.1” has no query -2", "0 to 3" } },
    { TRESTLE_BLOCK_CROSS_TEXT_CROSS, 1, 0, 3, { "Query 3 of “cross_text_cross.1” is padding", "token of the text" } },
  };
  g_autoptr (TrestleTrace) trace = make_trace ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (trestle_attention_map_new (trace, cases[i].block, cases[i].layer, cases[i].head, cases[i].query, &error));
      g_assert_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INPUT);
      g_test_message ("%s", error->message);
      for (guint j = 0; j < 2; j++)
        g_assert_nonnull (strstr (error->message, cases[i].said[j]));
    }
}

static void
test_text_of_padding_alone_has_no_mean (void)
{
  static const gboolean none[TRACE_TOKENS] = { FALSE };
  g_autoptr (TrestleTrace) trace = trestle_trace_new (TRACE_TOKENS, none, TRACE_ROWS, TRACE_COLUMNS);
  g_autoptr (GError) error = NULL;

  trace_add_small (trace, TRESTLE_BLOCK_CROSS_TEXT_SELF, 0, weigh);
  g_assert_null (trestle_attention_map_new (trace, TRESTLE_BLOCK_CROSS_TEXT_SELF, 0, 0, TRESTLE_QUERY_MEAN, &error));
  g_assert_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INPUT);
  g_assert_nonnull (strstr (error->message, "“cross_text_self.0”"));
}

static void
test_trace_that_does_not_fit_together_is_refused (void)
{
  g_autoptr (TrestleTrace) trace = trestle_trace_new (TRACE_TOKENS, NULL, TRACE_ROWS, TRACE_COLUMNS + 1);
  g_autoptr (GError) error = NULL;

  trace_add_small (trace, TRESTLE_BLOCK_VISION, 0, weigh);
  g_assert_null (trestle_attention_map_new (trace, TRESTLE_BLOCK_VISION, 0, 0, 0, &error));
  g_assert_error (error, TRESTLE_ERROR, TRESTLE_ERROR_SHAPE);
  g_assert_nonnull (strstr (error->message, "“attention.vision.0” is [2, 7, 7]; [heads, 9, 9] was expected"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/attention-map/row-of-one-head-is-as-recorded", test_row_of_one_head_is_as_recorded);
  g_test_add_func ("/attention-map/mean-of-heads-is-their-mean", test_mean_of_heads_is_their_mean);
  g_test_add_func ("/attention-map/maximum-of-heads-is-their-largest-weight", test_maximum_of_heads_is_their_largest_weight);
  g_test_add_func ("/attention-map/maximum-is-that-of-the-heads-means", test_maximum_is_that_of_the_heads_means);
  g_test_add_func ("/attention-map/mean-of-queries-leaves-padding-out", test_mean_of_queries_leaves_padding_out);
  g_test_add_func ("/attention-map/mean-of-image-queries-has-all-of-them", test_mean_of_image_queries_has_all_of_them);
  g_test_add_func ("/attention-map/mean-of-both-sums-to-one", test_mean_of_both_sums_to_one);
  g_test_add_func ("/attention-map/scale-ends-at-the-largest-patch", test_scale_ends_at_the_largest_patch);
  g_test_add_func ("/attention-map/grids-are-those-of-keys-and-queries", test_grids_are_those_of_keys_and_queries);
  g_test_add_func ("/attention-map/reference-keeps-it", test_reference_keeps_it);
  g_test_add_func ("/attention-map/what-is-not-there-is-an-error-that-says-what-is", test_what_is_not_there_is_an_error_that_says_what_is);
  g_test_add_func ("/attention-map/text-of-padding-alone-has-no-mean", test_text_of_padding_alone_has_no_mean);
  g_test_add_func ("/attention-map/trace-that-does-not-fit-together-is-refused", test_trace_that_does_not_fit_together_is_refused);
  return g_test_run ();
}
