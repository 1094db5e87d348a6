/* Variants side by side: one scale for all maps, an answer for every question, and a line for each in every panel. */
#include <math.h>
#include <string.h>

#include "analysis/figures/compare-figure.h"
#include "analysis/figures/head-figure.h"
#include "core/tasks.h"
#include "tests/figure-checks.h"

#define GRID 4
#define N_KEYS (GRID * GRID + 1)
#define MOST_COLUMNS 7

static const double widths[] = { 85, 170 };

/**
 * Variant: what a column of a figure is made of.
 * @n_layers: of its cross-modal encoder
 */
typedef struct
{
  char *title;
  TrestleImageWindow window;
  TrestleAttentionMap *looks;
  TrestleHeadShape shape;
  double *heads;
  GPtrArray *answers[TRESTLE_N_EFFECT_TASKS];
} Variant;

/* A map whose largest patch weighs @max; what is left is the class token's. */
static TrestleAttentionMap *
make_looks (guint layer, double max)
{
  TrestleAttentionMap *map = g_new0 (TrestleAttentionMap, 1);

  g_atomic_ref_count_init (&map->references);
  map->block = TRESTLE_BLOCK_CROSS_TEXT_CROSS;
  map->layer = layer;
  map->head = TRESTLE_HEAD_MEAN;
  map->query = TRESTLE_QUERY_MEAN;
  map->n_keys = N_KEYS;
  map->weights = g_new (double, N_KEYS);
  map->grid_rows = map->grid_columns = GRID;
  map->max = max;
  map->weights[0] = 1.0;
  for (guint i = 1; i < N_KEYS; i++)
    {
      map->weights[i] = max * i / (N_KEYS - 1.0);
      map->weights[0] -= map->weights[i];
    }
  return map;
}

/* One head a layer, and its mean: of layer l in block b the divergence is @scale (b + l / 10). */
static void
set_heads (Variant *variant, guint n_layers, double scale)
{
  variant->shape = (TrestleHeadShape){ .measures = 1u << TRESTLE_HEAD_DIVERGENCE };
  for (TrestleBlock block = 0; block < TRESTLE_N_BLOCKS; block++)
    for (guint measure = 0; measure < TRESTLE_N_HEAD_MEASURES; measure++)
      variant->shape.offsets[block][measure] = G_MAXSIZE;
  for (TrestleBlock block = TRESTLE_BLOCK_CROSS_TEXT_SELF; block < TRESTLE_N_BLOCKS; block++)
    {
      variant->shape.blocks |= 1u << block;
      variant->shape.n_layers[block] = n_layers;
      variant->shape.n_heads[block] = 1;
      variant->shape.offsets[block][TRESTLE_HEAD_DIVERGENCE] = variant->shape.n_values;
      variant->shape.n_values += n_layers * 2;
    }
  variant->heads = g_new (double, variant->shape.n_values);
  for (TrestleBlock block = TRESTLE_BLOCK_CROSS_TEXT_SELF; block < TRESTLE_N_BLOCKS; block++)
    for (guint layer = 0; layer < n_layers; layer++)
      for (gint head = TRESTLE_HEAD_MEAN; head <= 0; head++)
        variant->heads[trestle_head_shape_find (&variant->shape, block, TRESTLE_HEAD_DIVERGENCE, layer, head)] = scale
                                                                                                                 * (block + layer / 10.0);
}

static void
clear_candidate (gpointer data)
{
  g_free (((TrestleCandidate *) data)->label);
}

static void
answer (Variant *variant, TrestleTask task, const char *label, double probability)
{
  TrestleAnswer *answer = g_new0 (TrestleAnswer, 1);
  TrestleCandidate candidate = { .label = g_strdup (label), .probability = probability };

  answer->candidates = g_array_new (FALSE, FALSE, sizeof candidate);
  g_array_set_clear_func (answer->candidates, clear_candidate);
  g_array_append_val (answer->candidates, candidate);
  if (variant->answers[task] == NULL)
    variant->answers[task] = g_ptr_array_new_with_free_func ((GDestroyNotify) trestle_answer_free);
  g_ptr_array_add (variant->answers[task], answer);
}

static void
variant_init (Variant *variant, const char *title, guint n_layers, double max)
{
  *variant = (Variant){ .title = g_strdup (title), .window = { 0, 0, 8, 8 }, .looks = make_looks (n_layers - 1, max) };
  set_heads (variant, n_layers, max);
}

static void
variant_clear (Variant *variant)
{
  g_free (variant->title);
  trestle_attention_map_unref (variant->looks);
  g_free (variant->heads);
  for (guint i = 0; i < TRESTLE_N_EFFECT_TASKS; i++)
    g_clear_pointer (&variant->answers[i], g_ptr_array_unref);
}

static TrestleFigure *
make_figure (const Variant *variants, guint n, double width_mm, gboolean has_title)
{
  g_autoptr (TrestleImage) image = trestle_image_new (8, 8);
  g_autofree TrestleCompareColumn *columns = g_new (TrestleCompareColumn, n);
  TrestleLook look = TRESTLE_LOOK_DEFAULT;

  look.width_mm = width_mm;
  look.has_title = has_title;
  memset (image->pixels, 0x80, 8 * 8 * 3);
  for (guint i = 0; i < n; i++)
    columns[i] = (TrestleCompareColumn){ variants[i].title, "shapes",           trestle_ink_get_series (i), &variants[i].window,
                                         variants[i].looks, &variants[i].shape, variants[i].heads,          variants[i].answers };
  return trestle_compare_figure_new (columns, n, image, 0.6, &look);
}

/* From one model that answers nothing to many with long names, many questions, and windows of all shapes. */
static void
test_any_number_is_legible (void)
{
  Variant variants[MOST_COLUMNS];

  for (guint i = 0; i < MOST_COLUMNS; i++)
    {
      variant_init (&variants[i], i % 2 == 0 ? "without bridges (zero)" : "meter-clip16-288-roberta-finetuned-vqa", i % 3 == 2 ? 12 : 2 + i,
                    pow (10.0, -(double) i));
      variants[i].window = (TrestleImageWindow){ -2, 1, 4 + 4 * (i % 3), 4 + 5 * (i % 2) };
      for (guint k = 0; k < i; k++)
        answer (&variants[i], k % TRESTLE_N_EFFECT_TASKS, k % 2 == 0 ? "entailment" : "a very long answer, which no column has room for",
                k / 7.0);
    }
  for (guint n = 1; n <= MOST_COLUMNS; n++)
    for (guint i = 0; i < G_N_ELEMENTS (widths) * 2; i++)
      if (n <= 5 || widths[i / 2] < 100)
        {
          g_autoptr (TrestleFigure) figure = make_figure (variants, n, widths[i / 2], i % 2 == 0);

          g_test_message ("%u columns at %g mm", n, widths[i / 2]);
          figure_assert_legible (figure);
        }
  for (guint i = 0; i < MOST_COLUMNS; i++)
    variant_clear (&variants[i]);
}

static void
test_maps_share_a_scale (void)
{
  Variant variants[2];
  g_autoptr (TrestleFigure) figure = NULL;
  g_autoptr (GPtrArray) texts = NULL;

  variant_init (&variants[0], "intact", 2, 0.01);
  variant_init (&variants[1], "beside", 2, 0.05);
  figure = make_figure (variants, 2, 85, TRUE);
  texts = figure_read_texts (figure, NULL);
  g_assert_cmpuint (figure_count_texts (texts, "attention weight"), ==, 1);
  g_assert_nonnull (figure_find_text (texts, "0.05"));
  g_assert_null (figure_find_text (texts, "0.06"));
  for (guint i = 0; i < 2; i++)
    variant_clear (&variants[i]);
}

/* Where one cannot be asked what the other can, its place stays empty, so that answers to a question are on one line. */
static void
test_questions_are_on_one_line (void)
{
  Variant variants[2];
  g_autoptr (TrestleFigure) figure = NULL;
  g_autoptr (GPtrArray) texts = NULL;

  variant_init (&variants[0], "intact", 2, 0.05);
  variant_init (&variants[1], "beside", 2, 0.05);
  answer (&variants[0], TRESTLE_TASK_MATCH, "yes", 0.98);
  answer (&variants[0], TRESTLE_TASK_ASK, "two", 0.5);
  answer (&variants[1], TRESTLE_TASK_ASK, "three", 0.25);
  figure = make_figure (variants, 2, 170, TRUE);
  texts = figure_read_texts (figure, NULL);
  g_assert_nonnull (figure_find_text (texts, "match: yes"));
  g_assert_nonnull (figure_find_text (texts, "0.98"));
  g_assert_cmpfloat (figure_find_text (texts, "match: –")->y, ==, figure_find_text (texts, "match: yes")->y);
  g_assert_cmpfloat (figure_find_text (texts, "ask: two")->y, ==, figure_find_text (texts, "ask: three")->y);
  g_assert_cmpfloat (figure_find_text (texts, "ask: two")->x, <, figure_find_text (texts, "ask: three")->x);
  g_assert_cmpfloat (figure_find_text (texts, "0.50")->y, ==, figure_find_text (texts, "ask: two")->y);
  for (guint i = 0; i < 2; i++)
    variant_clear (&variants[i]);
}

static void
test_narrow_columns_are_two_and_two (void)
{
  static const char *const titles[] = { "one", "two", "three", "four" };
  Variant variants[4];

  for (guint i = 0; i < 4; i++)
    variant_init (&variants[i], titles[i], 2, 0.05);
  for (guint i = 0; i < G_N_ELEMENTS (widths); i++)
    {
      g_autoptr (TrestleFigure) figure = make_figure (variants, 4, widths[i], TRUE);
      g_autoptr (GPtrArray) texts = figure_read_texts (figure, NULL);
      double first = figure_find_text (texts, "one")->y;

      g_assert_cmpfloat (figure_find_text (texts, "two")->y, ==, first);
      if (widths[i] < 100)
        {
          g_assert_cmpfloat (figure_find_text (texts, "three")->y, >, first);
          g_assert_cmpfloat (figure_find_text (texts, "three")->x, ==, figure_find_text (texts, "one")->x);
        }
      else
        g_assert_cmpfloat (figure_find_text (texts, "four")->y, ==, first);
    }
  for (guint i = 0; i < 4; i++)
    variant_clear (&variants[i]);
}

/* Of each: its answer, every weight, and the divergence of every layer. */
static void
test_table_has_every_number (void)
{
  Variant variants[2];
  g_autoptr (TrestleFigure) figure = NULL;
  char ***rows;
  guint row = 0;

  variant_init (&variants[0], "intact", 2, 0.05);
  variant_init (&variants[1], "beside", 3, 0.04);
  answer (&variants[0], TRESTLE_TASK_MATCH, "yes", 0.98);
  figure = make_figure (variants, 2, 85, TRUE);
  rows = figure_read_table (figure);
  g_assert_cmpstr (rows[0][0], ==, "intact");
  g_assert_cmpstr (rows[0][2], ==, "probability");
  g_assert_cmpstr (rows[0][4], ==, "yes");
  g_assert_cmpfloat (g_ascii_strtod (rows[row++][9], NULL), ==, 0.98);
  for (guint i = 0; i < 2; i++)
    {
      for (guint key = 0; key < N_KEYS; key++, row++)
        {
          g_assert_cmpstr (rows[row][0], ==, i == 0 ? "intact" : "beside");
          g_assert_cmpstr (rows[row][2], ==, "weight");
          g_assert_cmpfloat (g_ascii_strtod (rows[row][6], NULL), ==, 2 + i);
          if (key == 0)
            g_assert_cmpstr (rows[row][7], ==, "");
          else
            g_assert_cmpfloat (g_ascii_strtod (rows[row][7], NULL) * GRID + g_ascii_strtod (rows[row][8], NULL), ==, key + GRID);
          g_assert_cmpfloat (g_ascii_strtod (rows[row][9], NULL), ==, variants[i].looks->weights[key]);
        }
      for (TrestleBlock block = TRESTLE_BLOCK_CROSS_TEXT_SELF; block < TRESTLE_N_BLOCKS; block++)
        for (guint layer = 0; layer < 2 + i; layer++, row++)
          {
            g_assert_cmpstr (rows[row][2], ==, "divergence");
            g_assert_cmpstr (rows[row][5], ==, trestle_block_get_name (block));
            g_assert_cmpfloat (g_ascii_strtod (rows[row][9], NULL), ==, (i == 0 ? 0.05 : 0.04) * (block + layer / 10.0));
          }
      variant_clear (&variants[i]);
    }
  g_assert_null (rows[row]);
  figure_free_rows (rows);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/compare-figure/any-number-is-legible", test_any_number_is_legible);
  g_test_add_func ("/compare-figure/maps-share-a-scale", test_maps_share_a_scale);
  g_test_add_func ("/compare-figure/questions-are-on-one-line", test_questions_are_on_one_line);
  g_test_add_func ("/compare-figure/narrow-columns-are-two-and-two", test_narrow_columns_are_two_and_two);
  g_test_add_func ("/compare-figure/table-has-every-number", test_table_has_every_number);
  return g_test_run ();
}
