/* Rollout as a map: which of its weights it has, and what the figure then says. */
#include <math.h>
#include <string.h>

#include "analysis/figures/attention-figure.h"
#include "analysis/measures/rollout-map.h"
#include "analysis/measures/rollout.h"
#include "core/error.h"
#include "core/model/trace-private.h"
#include "tests/figure-checks.h"

#define N_WORDS 4
#define SIDE 2
#define N_STATES (SIDE * SIDE + 1)

static const char *const words[] = { "<s>", "red", "star", "</s>", NULL };

/* (transfer full): two layers of every block; rows sum to 1. */
static TrestleTrace *
make_trace (void)
{
  TrestleTrace *trace = trestle_trace_new (N_WORDS, NULL, SIDE, SIDE);

  for (guint i = 0; i < 2 * TRESTLE_N_BLOCKS; i++)
    {
      TrestleBlock block = i / 2;
      guint queries = trestle_block_queries_are_text (block) ? N_WORDS : N_STATES;
      guint keys = trestle_block_keys_are_text (block) ? N_WORDS : N_STATES;
      TrestleTensor attention = trestle_trace_add_attention (trace, block, i % 2, 2, queries, keys);

      for (gsize j = 0; j < 2 * queries; j++)
        for (gsize key = 0; key < keys; key++)
          attention.data[j * keys + key] = key == (j + i) % keys ? 0.5f : 0.5f / (float) (keys - 1);
    }
  return trace;
}

static void
check_map (TrestleBlock block, TrestleStack stack, gint query)
{
  g_autoptr (TrestleTrace) trace = make_trace ();
  g_autoptr (GError) error = NULL;
  g_autoptr (TrestleAttentionMap) map = trestle_rollout_map_new (trace, block, 1, query, &error);
  g_autoptr (TrestleRollout) rollout = trestle_rollout_new (trace, stack, 1, query, NULL);
  gboolean is_of_words = trestle_block_keys_are_text (block);
  const double *weights = is_of_words ? rollout->words : rollout->states;
  double max = 0.0;

  g_assert_no_error (error);
  g_assert_cmpint (map->head, ==, TRESTLE_HEAD_ROLLOUT);
  g_assert_cmpint (map->query, ==, query);
  g_assert_cmpuint (map->layer, ==, 1);
  g_assert_cmpuint (map->n_keys, ==, is_of_words ? N_WORDS : N_STATES);
  g_assert_cmpuint (map->grid_rows, ==, is_of_words ? 0 : SIDE);
  g_assert_cmpuint (map->query_columns, ==, trestle_block_queries_are_text (block) ? 0 : SIDE);
  for (gsize i = 0; i < map->n_keys; i++)
    {
      g_assert_cmpfloat (map->weights[i], ==, weights[i]);
      if (is_of_words || i > 0)
        max = MAX (max, weights[i]);
    }
  g_assert_cmpfloat (map->max, ==, max);
}

static void
test_map_is_the_rollouts_part (void)
{
  check_map (TRESTLE_BLOCK_TEXT, TRESTLE_STACK_TEXT, 2);
  check_map (TRESTLE_BLOCK_VISION, TRESTLE_STACK_VISION, 0);
  check_map (TRESTLE_BLOCK_CROSS_TEXT_SELF, TRESTLE_STACK_CROSS_TEXT, 2);
  check_map (TRESTLE_BLOCK_CROSS_TEXT_CROSS, TRESTLE_STACK_CROSS_TEXT, TRESTLE_QUERY_MEAN);
  check_map (TRESTLE_BLOCK_CROSS_IMAGE_SELF, TRESTLE_STACK_CROSS_IMAGE, 3);
  check_map (TRESTLE_BLOCK_CROSS_IMAGE_CROSS, TRESTLE_STACK_CROSS_IMAGE, 3);
}

static void
test_missing_layer_is_an_error (void)
{
  g_autoptr (TrestleTrace) trace = make_trace ();
  g_autoptr (GError) layer = NULL;
  g_autoptr (GError) query = NULL;

  g_assert_null (trestle_rollout_map_new (trace, TRESTLE_BLOCK_VISION, 2, 0, &layer));
  g_assert_error (layer, TRESTLE_ERROR, TRESTLE_ERROR_INPUT);
  g_assert_nonnull (strstr (layer->message, "no layer 2"));
  g_assert_null (trestle_rollout_map_new (trace, TRESTLE_BLOCK_TEXT, 1, N_WORDS, &query));
  g_assert_error (query, TRESTLE_ERROR, TRESTLE_ERROR_INPUT);
}

static TrestleFigure *
make_figure (TrestleBlock block, guint layer, gint query)
{
  g_autoptr (TrestleTrace) trace = make_trace ();
  g_autoptr (TrestleImage) image = trestle_image_new (8, 8);
  TrestleLook look = TRESTLE_LOOK_DEFAULT;

  memset (image->pixels, 0, 8 * 8 * 3);
  return trestle_attention_figure_new (trestle_rollout_map_new (trace, block, layer, query, NULL), image,
                                       &(TrestleImageWindow){ 0, 0, 8, 8 }, words, "shapes", 0.6, &look);
}

static void
test_figure_says_that_it_is_rollout (void)
{
  g_autoptr (TrestleFigure) patches = make_figure (TRESTLE_BLOCK_CROSS_TEXT_CROSS, 1, 2);
  g_autoptr (TrestleFigure) first = make_figure (TRESTLE_BLOCK_TEXT, 0, 2);
  g_autoptr (GPtrArray) on_patches = figure_read_texts (patches, NULL);
  g_autoptr (GPtrArray) on_words = figure_read_texts (first, NULL);
  g_autoptr (TrestleTable) table = trestle_figure_get_table (patches);
  g_autofree char *json = trestle_table_to_json (table, NULL);

  g_assert_nonnull (figure_find_text (on_patches, "text → image, layers 1 to 2, rollout, query “star”"));
  g_assert_nonnull (figure_find_text (on_patches, "rollout weight"));
  g_assert_nonnull (figure_find_text (on_words, "text tower, layer 1, rollout, query “star”"));
  g_assert_nonnull (figure_find_text (on_words, "rollout weight"));
  g_assert_nonnull (strstr (json, "Abnar and Zuidema 2020"));
  figure_assert_legible (patches);
  figure_assert_legible (first);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rollout-map/map-is-the-rollouts-part", test_map_is_the_rollouts_part);
  g_test_add_func ("/rollout-map/missing-layer-is-an-error", test_missing_layer_is_an_error);
  g_test_add_func ("/rollout-map/figure-says-that-it-is-rollout", test_figure_says_that_it_is_rollout);
  return g_test_run ();
}
