/* Attention in both directions: rows as maps have them, columns of who looks back; and what the tokens of a word weigh together. */
#include "analysis/measures/attention-link.h"
#include "analysis/measures/head-map.h"
#include "analysis/measures/word-weights.h"
#include "core/error.h"
#include "tests/trace-fixtures.h"

#include <string.h>

/* Another one for every block, layer, head, query and key, and exact in float32. */
static double
weight_of (TrestleBlock block, guint layer, guint head, guint query, guint key)
{
  return (block * 4096 + layer * 1024 + head * 256 + query * 16 + key) / 65536.0;
}

static double
weigh (TrestleBlock block, guint layer, guint head, guint query, guint key, guint n_keys)
{
  return weight_of (block, layer, head, query, key);
}

/* Every block but the text's self-attention, with two layers; of "cross_text_cross" three. */
static TrestleTrace *
make_trace (void)
{
  TrestleTrace *trace = trace_new_small ();

  for (TrestleBlock block = 0; block < TRESTLE_N_BLOCKS; block++)
    for (guint layer = 0; layer < (block == TRESTLE_BLOCK_CROSS_TEXT_CROSS ? 3 : 2); layer++)
      if (block != TRESTLE_BLOCK_CROSS_TEXT_SELF)
        trace_add_small (trace, block, layer, weigh);
  return trace;
}

static TrestleAttentionLink *
make_link (TrestleBlock block, gint head, gint place)
{
  g_autoptr (TrestleTrace) trace = make_trace ();
  g_autoptr (GError) error = NULL;
  TrestleAttentionLink *link = trestle_attention_link_new (trace, block, 1, head, place, &error);

  g_assert_no_error (error);
  return link;
}

static void
test_word_looks_and_is_looked_at (void)
{
  g_autoptr (TrestleAttentionLink) link = make_link (TRESTLE_BLOCK_CROSS_TEXT_CROSS, 1, 2);

  g_assert_cmpint (link->row->block, ==, TRESTLE_BLOCK_CROSS_TEXT_CROSS);
  g_assert_cmpint (link->row->query, ==, 2);
  for (guint i = 0; i < TRACE_STATES; i++)
    g_assert_cmpfloat (link->row->weights[i], ==, weight_of (TRESTLE_BLOCK_CROSS_TEXT_CROSS, 1, 1, 2, i));
  g_assert_false (link->onlookers_are_text);
  g_assert_cmpuint (link->n_onlookers, ==, TRACE_STATES);
  for (guint i = 0; i < TRACE_STATES; i++)
    g_assert_cmpfloat (link->onlookers[i], ==, weight_of (TRESTLE_BLOCK_CROSS_IMAGE_CROSS, 1, 1, i, 2));
  g_assert_cmpfloat (link->most, ==, weight_of (TRESTLE_BLOCK_CROSS_IMAGE_CROSS, 1, 1, TRACE_STATES - 1, 2));
}

static void
test_patch_looks_and_is_looked_at (void)
{
  g_autoptr (TrestleAttentionLink) link = make_link (TRESTLE_BLOCK_CROSS_IMAGE_CROSS, 0, 5);

  g_assert_cmpint (link->row->block, ==, TRESTLE_BLOCK_CROSS_IMAGE_CROSS);
  for (guint i = 0; i < TRACE_TOKENS; i++)
    g_assert_cmpfloat (link->row->weights[i], ==, weight_of (TRESTLE_BLOCK_CROSS_IMAGE_CROSS, 1, 0, 5, i));
  g_assert_true (link->onlookers_are_text);
  g_assert_cmpuint (link->n_onlookers, ==, TRACE_TOKENS);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpfloat (link->onlookers[i], ==, weight_of (TRESTLE_BLOCK_CROSS_TEXT_CROSS, 1, 0, i, 5));
  /* What padding looks at has no meaning. */
  g_assert_cmpfloat (link->onlookers[3], ==, 0.0);
  g_assert_cmpfloat (link->most, ==, weight_of (TRESTLE_BLOCK_CROSS_TEXT_CROSS, 1, 0, 2, 5));
}

static void
test_self_attention_stays_on_its_side (void)
{
  g_autoptr (TrestleAttentionLink) image = make_link (TRESTLE_BLOCK_CROSS_IMAGE_SELF, 1, 3);
  g_autoptr (TrestleAttentionLink) text = make_link (TRESTLE_BLOCK_TEXT, 1, 0);

  g_assert_cmpint (image->row->block, ==, TRESTLE_BLOCK_CROSS_IMAGE_SELF);
  g_assert_false (image->onlookers_are_text);
  g_assert_cmpfloat (image->onlookers[6], ==, weight_of (TRESTLE_BLOCK_CROSS_IMAGE_SELF, 1, 1, 6, 3));
  g_assert_true (text->onlookers_are_text);
  g_assert_cmpfloat (text->onlookers[2], ==, weight_of (TRESTLE_BLOCK_TEXT, 1, 1, 2, 0));
  /* Of words the first counts too. */
  g_assert_cmpfloat (text->most, ==, weight_of (TRESTLE_BLOCK_TEXT, 1, 1, 2, 0));
}

static void
test_mean_of_heads_is_a_mean_in_both_directions (void)
{
  g_autoptr (TrestleAttentionLink) link = make_link (TRESTLE_BLOCK_CROSS_IMAGE_CROSS, TRESTLE_HEAD_MEAN, 4);

  for (guint i = 0; i < 3; i++)
    {
      g_assert_cmpfloat (link->row->weights[i], ==,
                         (weight_of (TRESTLE_BLOCK_CROSS_IMAGE_CROSS, 1, 0, 4, i) + weight_of (TRESTLE_BLOCK_CROSS_IMAGE_CROSS, 1, 1, 4, i))
                             / 2.0);
      g_assert_cmpfloat (link->onlookers[i], ==,
                         (weight_of (TRESTLE_BLOCK_CROSS_TEXT_CROSS, 1, 0, i, 4) + weight_of (TRESTLE_BLOCK_CROSS_TEXT_CROSS, 1, 1, i, 4))
                             / 2.0);
    }
}

static void
test_through_rollout_nobody_looks_back (void)
{
  g_autoptr (TrestleAttentionLink) link = make_link (TRESTLE_BLOCK_VISION, TRESTLE_HEAD_ROLLOUT, 4);
  g_autofree guint *patches = NULL;
  guint n_patches;

  g_assert_cmpint (link->row->head, ==, TRESTLE_HEAD_ROLLOUT);
  g_assert_cmpuint (link->n_onlookers, ==, 0);
  patches = trestle_attention_link_list_patches (link, 9, &n_patches);
  g_assert_cmpuint (n_patches, ==, 0);
}

/* Makes the class token and then the patches look at the link's place so much. */
static void
set_onlookers (TrestleAttentionLink *link, const double weights[TRACE_STATES], double most)
{
  memcpy (link->onlookers, weights, TRACE_STATES * sizeof *weights);
  link->most = most;
}

static void
test_patches_that_look_most_come_first (void)
{
  static const double weights[TRACE_STATES] = { 0.9, 0.1, 0.4, 0.2, 0.3, 0.19, 0.4 };
  static const double none[TRACE_STATES] = { 0.9 };
  g_autoptr (TrestleAttentionLink) link = make_link (TRESTLE_BLOCK_CROSS_TEXT_CROSS, 0, 1);
  g_autoptr (TrestleAttentionLink) words = make_link (TRESTLE_BLOCK_CROSS_IMAGE_CROSS, 0, 1);
  static const guint expected[] = { 1, 5, 3, 2 };
  guint n_patches;
  guint *patches;

  set_onlookers (link, weights, 0.4);
  for (guint most = 0; most < 6; most++)
    {
      patches = trestle_attention_link_list_patches (link, most, &n_patches);
      g_assert_cmpuint (n_patches, ==, MIN (most, G_N_ELEMENTS (expected)));
      for (guint i = 0; i < n_patches; i++)
        g_assert_cmpuint (patches[i], ==, expected[i]);
      g_free (patches);
    }
  set_onlookers (link, none, 0.0);
  patches = trestle_attention_link_list_patches (link, 6, &n_patches);
  g_assert_cmpuint (n_patches, ==, 0);
  g_free (patches);
  patches = trestle_attention_link_list_patches (words, 6, &n_patches);
  g_assert_cmpuint (n_patches, ==, 0);
  g_free (patches);
}

static void
assert_no_link (TrestleBlock block, guint layer, gint head, gint place, const char *part)
{
  g_autoptr (TrestleTrace) trace = make_trace ();
  g_autoptr (GError) error = NULL;

  g_assert_null (trestle_attention_link_new (trace, block, layer, head, place, &error));
  g_assert_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INPUT);
  g_assert_nonnull (strstr (error->message, part));
}

static void
test_what_is_not_there_is_an_error (void)
{
  assert_no_link (TRESTLE_BLOCK_CROSS_TEXT_CROSS, 7, 0, 1, "“cross_text_cross” has no layer 7");
  assert_no_link (TRESTLE_BLOCK_CROSS_TEXT_CROSS, 1, 2, 1, "has no head 2");
  assert_no_link (TRESTLE_BLOCK_CROSS_TEXT_CROSS, 1, 0, 3, "is padding");
  assert_no_link (TRESTLE_BLOCK_CROSS_TEXT_SELF, 0, 0, 1, "“cross_text_self”");
  /* It looks, but nobody looks back. */
  assert_no_link (TRESTLE_BLOCK_CROSS_TEXT_CROSS, 2, 0, 1, "“cross_image_cross” has no layer 2");
}

static void
test_heads_are_written_as_they_are_read (void)
{
  static const struct
  {
    const char *name;
    gint head;
  } cases[] = { { "0", 0 }, { "11", 11 }, { "mean", TRESTLE_HEAD_MEAN }, { "rollout", TRESTLE_HEAD_ROLLOUT } };
  static const char *const others[] = { "", "-1", "one", "1.5", "Mean" };
  gint head;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = trestle_head_write (cases[i].head);

      g_assert_cmpstr (name, ==, cases[i].name);
      g_assert_true (trestle_head_parse (cases[i].name, &head));
      g_assert_cmpint (head, ==, cases[i].head);
    }
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    g_assert_false (trestle_head_parse (others[i], &head));
}

static void
test_word_weighs_what_its_tokens_do (void)
{
  static const double weights[] = { 0.5, 0.0625, 0.125, 0.25, 0.03125, 0.03125 };
  static const gint words[] = { -1, 0, 0, 0, 1, -1 };
  static const double expected[] = { 0.5, 0.4375, 0.4375, 0.4375, 0.03125, 0.03125 };
  static const guint counts[] = { 1, 3, 2, 1, 1, 1 };
  g_autofree double *sums = trestle_word_weights_new (weights, words, 6);

  for (guint i = 0; i < 6; i++)
    {
      g_assert_cmpfloat (sums[i], ==, expected[i]);
      g_assert_cmpuint (trestle_word_count_tokens (words, 6, i), ==, counts[i]);
    }
  g_assert_cmpfloat (trestle_word_weights_find_max (weights, words, 6), ==, 0.5);
  g_assert_cmpfloat (trestle_word_weights_find_max (weights + 1, words + 1, 5), ==, 0.4375);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/attention-link/word-looks-and-is-looked-at", test_word_looks_and_is_looked_at);
  g_test_add_func ("/attention-link/patch-looks-and-is-looked-at", test_patch_looks_and_is_looked_at);
  g_test_add_func ("/attention-link/self-attention-stays-on-its-side", test_self_attention_stays_on_its_side);
  g_test_add_func ("/attention-link/mean-of-heads-is-a-mean-in-both-directions", test_mean_of_heads_is_a_mean_in_both_directions);
  g_test_add_func ("/attention-link/through-rollout-nobody-looks-back", test_through_rollout_nobody_looks_back);
  g_test_add_func ("/attention-link/patches-that-look-most-come-first", test_patches_that_look_most_come_first);
  g_test_add_func ("/attention-link/what-is-not-there-is-an-error", test_what_is_not_there_is_an_error);
  g_test_add_func ("/head-map/heads-are-written-as-they-are-read", test_heads_are_written_as_they_are_read);
  g_test_add_func ("/word-weights/word-weighs-what-its-tokens-do", test_word_weighs_what_its_tokens_do);
  return g_test_run ();
}
