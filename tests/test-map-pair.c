/* Maps of two models: what is matched with what, what cannot be, and what the difference is of. */
#include <math.h>

#include "analysis/measures/map-pair.h"
#include "core/error.h"
#include "core/model/trace-private.h"

#define TEXT "red star"
#define CLOSE 1e-6 /* weights are kept as float32 */

/* A model as it reads TEXT and an image of 60 x 40 pixels. */
typedef struct
{
  TrestleTokens tokens;
  const char *const *words;
  guint n_layers, n_heads;
  guint rows, columns;
  TrestleImageWindow window;
} Reader;

static gsize whole_starts[] = { 0, 0, 4, 8 }, whole_ends[] = { 0, 3, 8, 8 };
static gsize cut_starts[] = { 0, 0, 2, 4, 8 }, cut_ends[] = { 0, 2, 3, 8, 8 };
static gsize short_starts[] = { 0, 0, 8 }, short_ends[] = { 0, 3, 8 };
static const char *const whole_words[] = { "<s>", "red", "star", "</s>", NULL };
static const char *const cut_words[] = { "[CLS]", "re", "d", "star", "[SEP]", NULL };
static const char *const short_words[] = { "<s>", "red", "</s>", NULL };

#define WHOLE_WINDOW                                                                                                                       \
  {                                                                                                                                        \
    0.0, 0.0, 60.0, 40.0                                                                                                                   \
  }

static const Reader whole = { { .length = 4, .starts = whole_starts, .ends = whole_ends }, whole_words, 2, 3, 2, 3, WHOLE_WINDOW };
static const Reader cut = { { .length = 5, .starts = cut_starts, .ends = cut_ends }, cut_words, 2, 3, 2, 3, WHOLE_WINDOW };
static const Reader cut_off = { { .length = 3, .starts = short_starts, .ends = short_ends }, short_words, 2, 3, 2, 3, WHOLE_WINDOW };
static const Reader fine = { { .length = 4, .starts = whole_starts, .ends = whole_ends }, whole_words, 2, 3, 4, 6, WHOLE_WINDOW };
static const Reader cropped = {
  { .length = 4, .starts = whole_starts, .ends = whole_ends }, whole_words, 2, 3, 2, 2, { 10.0, 0.0, 40.0, 40.0 }
};
static const Reader small = { { .length = 4, .starts = whole_starts, .ends = whole_ends }, whole_words, 1, 2, 2, 3, WHOLE_WINDOW };

/* Whatever asks, and whichever head: 1, 2, 3, ... over their sum; larger by @layer for every key but the first. */
static void
fill (const TrestleTensor *attention, guint layer)
{
  gsize rows = attention->depth * attention->rows;

  for (gsize row = 0; row < rows; row++)
    for (gsize key = 0; key < attention->columns; key++)
      attention->data[row * attention->columns + key] = (float) ((double) (key + 1 + (key > 0 ? layer : 0))
                                                                 / (double) (attention->columns * (attention->columns + 1) / 2
                                                                             + layer * (attention->columns - 1)));
}

static TrestleTrace *
make_trace (const Reader *reader)
{
  guint n_states = reader->rows * reader->columns + 1;
  TrestleTrace *trace = trestle_trace_new (reader->tokens.length, NULL, reader->rows, reader->columns);

  for (TrestleBlock block = TRESTLE_BLOCK_CROSS_TEXT_SELF; block < TRESTLE_N_BLOCKS; block++)
    for (guint layer = 0; layer < reader->n_layers; layer++)
      {
        TrestleTensor attention = trestle_trace_add_attention (trace, block, layer, reader->n_heads,
                                                               trestle_block_queries_are_text (block) ? reader->tokens.length : n_states,
                                                               trestle_block_keys_are_text (block) ? reader->tokens.length : n_states);

        fill (&attention, layer);
      }
  return trace;
}

static TrestleMapPair *
make_pair (const Reader *first, const Reader *second, TrestleMapPlace place)
{
  g_autoptr (TrestleTrace) traces_first = make_trace (first);
  g_autoptr (TrestleTrace) traces_second = make_trace (second);
  TrestleMapSide sides[] = { { "one", traces_first, &first->tokens, first->words, &first->window },
                             { "other", traces_second, &second->tokens, second->words, &second->window } };
  g_autoptr (GError) error = NULL;
  TrestleMapPair *pair = trestle_map_pair_new (sides, &place, TEXT, &error);

  g_assert_no_error (error);
  return pair;
}

static void
assert_note (const TrestleMapPair *pair, const char *part)
{
  g_assert_cmpuint (g_strv_length (pair->notes), ==, 1);
  g_assert_nonnull (strstr (pair->notes[0], part));
}

static void
test_a_map_beside_itself_differs_by_nothing (void)
{
  for (TrestleBlock block = TRESTLE_BLOCK_CROSS_TEXT_SELF; block < TRESTLE_N_BLOCKS; block++)
    {
      g_autoptr (TrestleMapPair) pair = make_pair (&whole, &whole, (TrestleMapPlace){ block, 1, 2, 1 });

      g_assert_cmpfloat (pair->bound, ==, 0.0);
      for (gsize key = 0; key < pair->n_keys[0]; key++)
        g_assert_cmpfloat (pair->difference[key], ==, 0.0);
      g_assert_cmpuint (g_strv_length (pair->notes), ==, 0);
    }
}

static void
test_difference_is_second_minus_first (void)
{
  g_autoptr (TrestleMapPair) pair = make_pair (&whole, &small, (TrestleMapPlace){ TRESTLE_BLOCK_CROSS_TEXT_CROSS, 1, 0, 1 });

  g_assert_cmpuint (pair->n_keys[0], ==, 7);
  g_assert_cmpfloat_with_epsilon (pair->difference[0], 1.0 / 28.0 - 1.0 / 34.0, CLOSE);
  g_assert_cmpfloat_with_epsilon (pair->difference[6], 7.0 / 28.0 - 8.0 / 34.0, CLOSE);
  /* The class token is no place, so that it has no part in the scales. */
  g_assert_cmpfloat_with_epsilon (pair->bound, fabs (2.0 / 28.0 - 3.0 / 34.0), CLOSE);
  g_assert_cmpfloat_with_epsilon (pair->max, 7.0 / 28.0, CLOSE);
}

static void
test_words_of_other_tokens_are_summed (void)
{
  static const char *const expected[] = { "<s>", "red", "star", "</s>", NULL };
  g_autoptr (TrestleMapPair) pair = make_pair (&whole, &cut, (TrestleMapPlace){ TRESTLE_BLOCK_CROSS_IMAGE_CROSS, 0, 0, 3 });

  g_assert_true (g_strv_equal ((const char *const *) pair->labels, expected));
  g_assert_cmpfloat_with_epsilon (pair->weights[1][1], (2.0 + 3.0) / 15.0, CLOSE);
  g_assert_cmpfloat_with_epsilon (pair->difference[1], 5.0 / 15.0 - 2.0 / 10.0, CLOSE);
  g_assert_cmpfloat_with_epsilon (pair->difference[3], 5.0 / 15.0 - 4.0 / 10.0, CLOSE);
}

static void
test_pieces_are_whole_in_both_orders (void)
{
  g_autoptr (TrestleMapPair) pair = make_pair (&cut, &whole, (TrestleMapPlace){ TRESTLE_BLOCK_CROSS_TEXT_SELF, 0, 0, 2 });

  g_assert_cmpuint (g_strv_length (pair->labels), ==, 4);
  g_assert_cmpstr (pair->labels[1], ==, "red");
  g_assert_cmpint (pair->marked, ==, 1);
  g_assert_cmpint (pair->maps[1]->query, ==, 1);
}

static void
test_word_is_found_by_its_place (void)
{
  static const gint expected[] = { 0, 1, 3, 4 };

  for (gint word = 0; word < 4; word++)
    {
      g_autoptr (TrestleMapPair) pair = make_pair (&whole, &cut, (TrestleMapPlace){ TRESTLE_BLOCK_CROSS_TEXT_CROSS, 0, 0, word });

      g_assert_cmpint (pair->maps[0]->query, ==, word);
      g_assert_cmpint (pair->maps[1]->query, ==, expected[word]);
    }
}

static void
test_word_that_is_not_read_is_said (void)
{
  g_autoptr (TrestleMapPair) asking = make_pair (&whole, &cut_off, (TrestleMapPlace){ TRESTLE_BLOCK_CROSS_TEXT_CROSS, 0, 0, 2 });
  g_autoptr (TrestleMapPair) asked = make_pair (&whole, &cut_off, (TrestleMapPlace){ TRESTLE_BLOCK_CROSS_IMAGE_CROSS, 0, 0, 2 });

  g_assert_cmpint (asking->maps[0]->query, ==, TRESTLE_QUERY_MEAN);
  g_assert_cmpint (asking->maps[1]->query, ==, TRESTLE_QUERY_MEAN);
  assert_note (asking, "other does not read the word");
  g_assert_cmpstr (asked->labels[2], ==, "star");
  g_assert_true (isnan (asked->weights[1][2]));
  g_assert_true (isnan (asked->difference[2]));
  g_assert_true (isfinite (asked->bound));
}

static void
test_head_that_is_missing_makes_it_the_mean (void)
{
  g_autoptr (TrestleMapPair) pair = make_pair (&whole, &small, (TrestleMapPlace){ TRESTLE_BLOCK_CROSS_TEXT_CROSS, 0, 2, 1 });

  g_assert_cmpint (pair->maps[0]->head, ==, TRESTLE_HEAD_MEAN);
  g_assert_cmpint (pair->maps[1]->head, ==, TRESTLE_HEAD_MEAN);
  g_assert_cmpuint (pair->maps[1]->layer, ==, 0);
  assert_note (pair, "other has no head 3");
}

static void
test_layer_that_is_missing_makes_it_the_last (void)
{
  g_autoptr (TrestleMapPair) pair = make_pair (&whole, &small, (TrestleMapPlace){ TRESTLE_BLOCK_CROSS_TEXT_CROSS, 1, 0, 1 });

  g_assert_cmpuint (pair->maps[0]->layer, ==, 1);
  g_assert_cmpuint (pair->maps[1]->layer, ==, 0);
  g_assert_cmpint (pair->maps[0]->head, ==, TRESTLE_HEAD_MEAN);
  assert_note (pair, "other has no layer 2");
}

static void
test_other_patches_have_no_difference (void)
{
  g_autoptr (TrestleMapPair) finer = make_pair (&whole, &fine, (TrestleMapPlace){ TRESTLE_BLOCK_CROSS_TEXT_CROSS, 0, 0, 1 });

  g_assert_null (finer->difference);
  g_assert_cmpuint (finer->n_keys[1], ==, 25);
  assert_note (finer, "one sees 2 × 3 patches and other 4 × 6");
}

/* The middle of the patch in row 1, column 2 is at 50, 30 of the image: row 3, column 5 of 4 x 6. */
static void
test_patch_is_found_by_its_place (void)
{
  g_autoptr (TrestleMapPair) pair = make_pair (&whole, &fine, (TrestleMapPlace){ TRESTLE_BLOCK_CROSS_IMAGE_CROSS, 0, 0, 6 });
  g_autoptr (TrestleMapPair) class_token = make_pair (&whole, &fine, (TrestleMapPlace){ TRESTLE_BLOCK_CROSS_IMAGE_CROSS, 0, 0, 0 });

  g_assert_cmpint (pair->maps[1]->query, ==, 1 + 3 * 6 + 5);
  g_assert_cmpint (class_token->maps[1]->query, ==, 0);
}

static void
test_patch_that_is_not_seen_is_said (void)
{
  static const TrestleMapPlace place = { TRESTLE_BLOCK_CROSS_IMAGE_CROSS, 0, 0, 3 };
  Reader narrow = cropped;
  g_autoptr (TrestleMapPair) pair = NULL;

  narrow.window = (TrestleImageWindow){ 0.0, 0.0, 40.0, 40.0 };
  pair = make_pair (&whole, &narrow, place);
  g_assert_cmpint (pair->maps[0]->query, ==, TRESTLE_QUERY_MEAN);
  g_assert_cmpint (pair->maps[1]->query, ==, TRESTLE_QUERY_MEAN);
  assert_note (pair, "other does not see the patch");
}

static void
test_missing_layer_of_the_first_is_an_error (void)
{
  g_autoptr (TrestleTrace) trace = make_trace (&whole);
  TrestleMapSide side = { "one", trace, &whole.tokens, whole.words, &whole.window }, sides[] = { side, side };
  g_autoptr (GError) error = NULL;

  g_assert_null (trestle_map_pair_new (sides, &(TrestleMapPlace){ TRESTLE_BLOCK_CROSS_TEXT_CROSS, 7, 0, 0 }, TEXT, &error));
  g_assert_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INPUT);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/map-pair/a-map-beside-itself-differs-by-nothing", test_a_map_beside_itself_differs_by_nothing);
  g_test_add_func ("/map-pair/difference-is-second-minus-first", test_difference_is_second_minus_first);
  g_test_add_func ("/map-pair/words-of-other-tokens-are-summed", test_words_of_other_tokens_are_summed);
  g_test_add_func ("/map-pair/pieces-are-whole-in-both-orders", test_pieces_are_whole_in_both_orders);
  g_test_add_func ("/map-pair/word-is-found-by-its-place", test_word_is_found_by_its_place);
  g_test_add_func ("/map-pair/word-that-is-not-read-is-said", test_word_that_is_not_read_is_said);
  g_test_add_func ("/map-pair/head-that-is-missing-makes-it-the-mean", test_head_that_is_missing_makes_it_the_mean);
  g_test_add_func ("/map-pair/layer-that-is-missing-makes-it-the-last", test_layer_that_is_missing_makes_it_the_last);
  g_test_add_func ("/map-pair/other-patches-have-no-difference", test_other_patches_have_no_difference);
  g_test_add_func ("/map-pair/patch-is-found-by-its-place", test_patch_is_found_by_its_place);
  g_test_add_func ("/map-pair/patch-that-is-not-seen-is-said", test_patch_that_is_not_seen_is_said);
  g_test_add_func ("/map-pair/missing-layer-of-the-first-is-an-error", test_missing_layer_of_the_first_is_an_error);
  return g_test_run ();
}
