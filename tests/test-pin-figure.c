/* The figure of heads side by side: one scale, rows that wrap, titles that say what differs, and a table of all of it. */
#include <string.h>

#include "analysis/figures/pin-figure.h"
#include "analysis/figures/shaded-words.h"
#include "core/model/trace-private.h"
#include "tests/figure-checks.h"

#define GRID 3
#define N_KEYS (GRID * GRID + 1)

static const char *const words[] = { "<s>", "red", "circle", "here", "</s>", NULL };
#define N_WORDS 5

/* (transfer full): weights of 1, 2, 3, ... parts, so that the last key is the largest; @scale multiplies them. */
static TrestleAttentionMap *
make_map (TrestleBlock block, guint layer, gint head, gint query, double scale)
{
  TrestleAttentionMap *map = g_new0 (TrestleAttentionMap, 1);
  gboolean has_words = trestle_block_keys_are_text (block), asks_word = trestle_block_queries_are_text (block);

  g_atomic_ref_count_init (&map->references);
  map->block = block;
  map->layer = layer;
  map->head = head;
  map->query = query;
  map->n_keys = has_words ? N_WORDS : N_KEYS;
  map->grid_rows = map->grid_columns = has_words ? 0 : GRID;
  map->query_rows = map->query_columns = asks_word ? 0 : GRID;
  map->weights = g_new (double, map->n_keys);
  for (gsize i = 0; i < map->n_keys; i++)
    map->weights[i] = scale * (i + 1.0) / 64.0;
  map->max = map->weights[map->n_keys - 1];
  return map;
}

static TrestleFigure *
make_figure (GPtrArray *maps, double width_mm, const char *const *shown_words, double aspect)
{
  g_autoptr (TrestleImage) image = trestle_image_new (8, 8);
  TrestleLook look = TRESTLE_LOOK_DEFAULT;

  memset (image->pixels, 0x80, 8 * 8 * 3);
  look.width_mm = width_mm;
  return trestle_pin_figure_new ((TrestleAttentionMap *const *) maps->pdata, maps->len, image, &(TrestleImageWindow){ 0, 0, 8, 8 * aspect },
                                 shown_words, "shapes", 0.6, &look);
}

static GPtrArray *
list_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) trestle_attention_map_unref);
}

/* Of each kind one, and then the first kind again. */
static GPtrArray *
make_maps (guint count)
{
  GPtrArray *maps = list_new ();

  for (guint i = 0; i < count; i++)
    {
      TrestleBlock block = (TRESTLE_BLOCK_CROSS_TEXT_CROSS + i) % TRESTLE_N_BLOCKS;

      g_ptr_array_add (maps, make_map (block, i, i % 3 == 2 ? TRESTLE_HEAD_MEAN : (gint) i, 2, 1.0));
    }
  return maps;
}

static void
test_pins_are_legible (void)
{
  static const double widths[] = { 40, 85, 170 };
  static const double aspects[] = { 0.5, 1.0, 2.5 };
  static const char *const long_words[] = { "<s>", "incomprehensibilities-of-all-kinds", "of", "a", "caption", NULL };

  for (guint count = 1; count < 9; count += 3)
    for (guint i = 0; i < G_N_ELEMENTS (widths); i++)
      for (guint k = 0; k < G_N_ELEMENTS (aspects); k++)
        {
          g_autoptr (GPtrArray) maps = make_maps (count);
          g_autoptr (TrestleFigure) figure = make_figure (maps, widths[i], k == 1 ? long_words : words, aspects[k]);

          g_test_message ("%u pins at %g mm, aspect %g", count, widths[i], aspects[k]);
          figure_assert_legible (figure);
        }
}

static void
test_common_query_is_said_once (void)
{
  g_autoptr (GPtrArray) maps = list_new ();
  g_autoptr (TrestleFigure) figure = NULL;
  g_autoptr (GPtrArray) texts = NULL;

  g_ptr_array_add (maps, make_map (TRESTLE_BLOCK_CROSS_TEXT_CROSS, 3, 0, 2, 1.0));
  g_ptr_array_add (maps, make_map (TRESTLE_BLOCK_CROSS_TEXT_SELF, 1, TRESTLE_HEAD_MEAN, 2, 1.0));
  figure = make_figure (maps, 170, words, 1.0);
  texts = figure_read_texts (figure, NULL);
  g_assert_cmpuint (figure_count_texts (texts, "2 heads on one scale, query “circle”"), ==, 1);
  g_assert_cmpuint (figure_count_texts (texts, "text → image, layer 4, head 1"), ==, 1);
  g_assert_cmpuint (figure_count_texts_with (texts, "mean of heads"), ==, 1);
  g_assert_cmpuint (figure_count_texts_with (texts, "query"), ==, 1);
  g_assert_nonnull (figure_find_text (texts, "shapes"));
  g_assert_nonnull (figure_find_text (texts, "attention weight"));
  /* The word that asks is marked among those that are looked at. */
  g_assert_true (figure_find_text (texts, "circle")->is_bold);
  g_assert_false (figure_find_text (texts, "red")->is_bold);
}

static void
test_differing_queries_are_said_of_each (void)
{
  g_autoptr (GPtrArray) maps = list_new ();
  g_autoptr (TrestleFigure) figure = NULL;
  g_autoptr (GPtrArray) texts = NULL;

  g_ptr_array_add (maps, make_map (TRESTLE_BLOCK_CROSS_TEXT_CROSS, 3, 0, 1, 1.0));
  g_ptr_array_add (maps, make_map (TRESTLE_BLOCK_CROSS_IMAGE_CROSS, 3, 0, 5, 1.0));
  g_ptr_array_add (maps, make_map (TRESTLE_BLOCK_VISION, 3, TRESTLE_HEAD_ROLLOUT, TRESTLE_QUERY_MEAN, 1.0));
  figure = make_figure (maps, 170, words, 1.0);
  texts = figure_read_texts (figure, NULL);
  g_assert_nonnull (figure_find_text (texts, "3 heads on one scale"));
  g_assert_cmpuint (figure_count_texts_with (texts, "query “red”"), ==, 1);
  g_assert_cmpuint (figure_count_texts_with (texts, "query patch 2, 2"), ==, 1);
  g_assert_cmpuint (figure_count_texts_with (texts, "mean of queries"), ==, 1);
  g_assert_cmpuint (figure_count_texts_with (texts, "layers 1 to 4"), ==, 1);
  /* Not all weights are attention weights. */
  g_assert_nonnull (figure_find_text (texts, "weight"));
}

/* The highest tick that is at most the largest weight of all maps; that of the first alone would have others. */
static void
test_scale_ends_at_the_largest_weight_of_all (void)
{
  g_autoptr (GPtrArray) maps = list_new ();
  g_autoptr (TrestleFigure) figure = NULL;
  g_autoptr (GPtrArray) texts = NULL;

  g_ptr_array_add (maps, make_map (TRESTLE_BLOCK_CROSS_TEXT_CROSS, 0, 0, 1, 0.25));
  g_ptr_array_add (maps, make_map (TRESTLE_BLOCK_CROSS_TEXT_CROSS, 0, 1, 1, 3.84));
  g_assert_cmpfloat_with_epsilon (trestle_pin_figure_find_max ((TrestleAttentionMap *const *) maps->pdata, 2), 0.6, 1e-12);
  figure = make_figure (maps, 85, words, 1.0);
  texts = figure_read_texts (figure, NULL);
  g_assert_nonnull (figure_find_text (texts, "0.6"));
  g_assert_null (figure_find_text (texts, "0.02"));
}

static const FigureText *
find_head (GPtrArray *texts, const char *part)
{
  for (guint i = 0; i < texts->len; i++)
    {
      const FigureText *text = g_ptr_array_index (texts, i);

      if (strstr (text->content, part) != NULL)
        return text;
    }
  g_assert_not_reached ();
}

/* At 85 mm two beside each other, at 170 four; cells beside each other are of one row, and begin in one column. */
static void
test_maps_wrap_at_the_width (void)
{
  g_autoptr (GPtrArray) maps = list_new ();
  g_autoptr (TrestleFigure) narrow = NULL;
  g_autoptr (TrestleFigure) wide = NULL;
  g_autoptr (GPtrArray) texts = NULL;

  for (gint head = 0; head < 4; head++)
    g_ptr_array_add (maps, make_map (TRESTLE_BLOCK_CROSS_TEXT_CROSS, 0, head, 1, 1.0));
  narrow = make_figure (maps, 85, words, 1.0);
  wide = make_figure (maps, 170, words, 1.0);
  texts = figure_read_texts (narrow, NULL);
  g_assert_cmpfloat (find_head (texts, "head 1")->y, ==, find_head (texts, "head 2")->y);
  g_assert_cmpfloat (find_head (texts, "head 3")->y, >, find_head (texts, "head 1")->y + 80.0);
  g_assert_cmpfloat (find_head (texts, "head 3")->x, ==, find_head (texts, "head 1")->x);
  g_ptr_array_unref (texts);
  texts = figure_read_texts (wide, NULL);
  g_assert_cmpfloat (find_head (texts, "head 4")->y, ==, find_head (texts, "head 1")->y);
  g_assert_cmpfloat (trestle_figure_get_height (wide), <, trestle_figure_get_height (narrow));
}

/* Words stand below the image if a patch asks, and without one where words do. */
static void
test_words_stand_below_the_image_of_the_patch (void)
{
  g_autoptr (GPtrArray) with = list_new (), without = list_new ();
  g_autoptr (TrestleFigure) patch = NULL;
  g_autoptr (TrestleFigure) word = NULL;
  g_autoptr (GPtrArray) texts = NULL;
  double below_patch;

  g_ptr_array_add (with, make_map (TRESTLE_BLOCK_CROSS_IMAGE_CROSS, 0, 0, 5, 1.0));
  g_ptr_array_add (without, make_map (TRESTLE_BLOCK_CROSS_TEXT_SELF, 0, 0, 2, 1.0));
  patch = make_figure (with, 85, words, 1.0);
  word = make_figure (without, 85, words, 1.0);
  texts = figure_read_texts (patch, NULL);
  below_patch = figure_find_text (texts, "red")->y;
  g_ptr_array_unref (texts);
  texts = figure_read_texts (word, NULL);
  g_assert_cmpfloat (below_patch, >, figure_find_text (texts, "red")->y + 84.0);
  figure_assert_legible (patch);
  figure_assert_legible (word);
}

static void
assert_row (char **row, const char *const expected[9], double weight)
{
  for (guint i = 0; i < 9; i++)
    g_assert_cmpstr (row[i], ==, expected[i]);
  g_assert_cmpfloat (g_ascii_strtod (row[9], NULL), ==, weight);
}

static void
test_table_has_every_weight (void)
{
  g_autoptr (GPtrArray) maps = list_new ();
  g_autoptr (TrestleFigure) figure = NULL;
  char ***rows;

  g_ptr_array_add (maps, make_map (TRESTLE_BLOCK_CROSS_TEXT_CROSS, 3, 7, 2, 1.0));
  g_ptr_array_add (maps, make_map (TRESTLE_BLOCK_CROSS_IMAGE_CROSS, 0, TRESTLE_HEAD_MEAN, TRESTLE_QUERY_MEAN, 1.0));
  figure = make_figure (maps, 85, words, 1.0);
  rows = figure_read_table (figure);
  assert_row (rows[0], (const char *const[]){ "1", "cross_text_cross", "4", "8", "2", "0", "", "", "" }, 1 / 64.0);
  assert_row (rows[5], (const char *const[]){ "1", "cross_text_cross", "4", "8", "2", "5", "", "2", "2" }, 6 / 64.0);
  assert_row (rows[N_KEYS + 1], (const char *const[]){ "2", "cross_image_cross", "1", "mean", "", "1", "red", "", "" }, 2 / 64.0);
  g_assert_nonnull (rows[N_KEYS + N_WORDS - 1]);
  g_assert_null (rows[N_KEYS + N_WORDS]);
  figure_free_rows (rows);
}

static guint32
get_pixel (cairo_surface_t *surface, guint x, guint y)
{
  const guint8 *data = cairo_image_surface_get_data (surface);

  return ((const guint32 *) (data + y * (gsize) cairo_image_surface_get_stride (surface)))[x] & 0xffffff;
}

static guint32
get_color (TrestleColormap colormap, double value)
{
  guint32 color = 0;
  double rgb[3];

  trestle_colormap_get_rgb (colormap, value, rgb);
  for (guint i = 0; i < 3; i++)
    color = color << 8 | (guint32) (rgb[i] * 255.0 + 0.5);
  return color;
}

static void
test_words_have_the_colors_of_their_weights (void)
{
  static const char *const two[] = { "i", "i", NULL };
  static const double weights[] = { 0.5, 0.25 };
  const TrestleShadedWords shaded = { .words = two, .values = weights, .colormap = TRESTLE_COLORMAP_VIRIDIS, .max = 0.5, .marked = -1 };
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 8, 60);
  cairo_t *cr = cairo_create (surface);

  /* Too narrow for both: the second is in the second line. */
  trestle_shaded_words_draw (&shaded, cr, 0.0, 0.0, 8.0);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  g_assert_cmphex (get_pixel (surface, 1, 1), ==, get_color (TRESTLE_COLORMAP_VIRIDIS, 1.0));
  g_assert_cmphex (get_pixel (surface, 1, 16), ==, get_color (TRESTLE_COLORMAP_VIRIDIS, 0.5));
  g_assert_cmpfloat (trestle_shaded_words_get_height (&shaded, 8.0), >, trestle_shaded_words_get_height (&shaded, 80.0));
  cairo_surface_destroy (surface);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pin-figure/is-legible", test_pins_are_legible);
  g_test_add_func ("/pin-figure/common-query-is-said-once", test_common_query_is_said_once);
  g_test_add_func ("/pin-figure/differing-queries-are-said-of-each", test_differing_queries_are_said_of_each);
  g_test_add_func ("/pin-figure/scale-ends-at-the-largest-weight-of-all", test_scale_ends_at_the_largest_weight_of_all);
  g_test_add_func ("/pin-figure/maps-wrap-at-the-width", test_maps_wrap_at_the_width);
  g_test_add_func ("/pin-figure/words-stand-below-the-image-of-the-patch", test_words_stand_below_the_image_of_the_patch);
  g_test_add_func ("/pin-figure/table-has-every-weight", test_table_has_every_weight);
  g_test_add_func ("/pin-figure/words-have-the-colors-of-their-weights", test_words_have_the_colors_of_their_weights);
  return g_test_run ();
}
