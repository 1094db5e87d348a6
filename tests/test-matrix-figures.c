/* Figures of many numbers: sheets of heads, words by words, layers by layers; and the cells that they are drawn with. */
#include <math.h>
#include <string.h>

#include "analysis/figures/head-sheet-figure.h"
#include "analysis/figures/heat.h"
#include "analysis/figures/matrix.h"
#include "analysis/figures/similarity-figure.h"
#include "analysis/figures/word-matrix-figure.h"
#include "analysis/measures/attention-map.h"
#include "core/error.h"
#include "core/model/trace-private.h"
#include "tests/figure-checks.h"

static const double widths[] = { 85, 170 };

static const char *const short_text[] = { "<s>", "red", "circle", "here", "</s>", NULL };

static TrestleLook
make_look (double width_mm)
{
  TrestleLook look = TRESTLE_LOOK_DEFAULT;

  look.width_mm = width_mm;
  return look;
}

/* (transfer full): so many words, some of them long. */
static char **
make_words (guint count)
{
  char **words = g_new0 (char *, count + 1);

  for (guint i = 0; i < count; i++)
    words[i] = g_strdup (i % 7 == 3 ? "incomprehensibilities-of-all-kinds" : i % 2 == 0 ? "Caption" : "of");
  return words;
}

/* Rows that sum to 1, each weight another. */
static void
fill (TrestleTensor *attention, guint layer)
{
  for (gsize row = 0; row < attention->depth * attention->rows; row++)
    {
      float *weights = attention->data + row * attention->columns;
      double sum = 0.0;

      for (gsize key = 0; key < attention->columns; key++)
        sum += weights[key] = (float) (1.0 + fmod ((row + 1) * 0.37 + (key + 1) * 0.61 + layer * 0.17, 1.0));
      for (gsize key = 0; key < attention->columns; key++)
        weights[key] = (float) (weights[key] / sum);
    }
}

/* (transfer full): a run with one block recorded. */
static TrestleTrace *
make_trace (TrestleBlock block, guint n_layers, guint n_heads, guint n_words, const gboolean *keep, guint side)
{
  TrestleTrace *trace = trestle_trace_new (n_words, keep, side, side);
  guint queries = trestle_block_queries_are_text (block) ? n_words : side * side + 1;
  guint keys = trestle_block_keys_are_text (block) ? n_words : side * side + 1;

  for (guint layer = 0; layer < n_layers; layer++)
    {
      TrestleTensor attention = trestle_trace_add_attention (trace, block, layer, n_heads, queries, keys);

      fill (&attention, layer);
    }
  return trace;
}

static TrestleFigure *
make_sheet (const TrestleTrace *trace, TrestleBlock block, gint query, const char *const *words, double width_mm, GError **error)
{
  g_autoptr (TrestleImage) image = trestle_image_new (8, 8);
  TrestleLook look = make_look (width_mm);

  memset (image->pixels, 0x80, 8 * 8 * 3);
  return trestle_head_sheet_figure_new (trace, block, query, image, &(TrestleImageWindow){ 0, 0, 8, 8 }, words, "shapes", &look, error);
}

static void
check_sheet (TrestleBlock block, guint n_layers, guint n_heads, guint n_words, gint query)
{
  g_autoptr (TrestleTrace) trace = make_trace (block, n_layers, n_heads, n_words, NULL, 6);
  g_auto (GStrv) words = make_words (n_words);

  for (guint i = 0; i < G_N_ELEMENTS (widths); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (TrestleFigure) figure = make_sheet (trace, block, query, (const char *const *) words, widths[i], &error);

      g_assert_no_error (error);
      g_test_message ("%s, %u x %u at %g mm", trestle_block_get_name (block), n_layers, n_heads, widths[i]);
      figure_assert_legible (figure);
    }
}

/* The demo model, its vision tower, the base model's encoder and towers, and the large model's towers. */
static void
test_sheet_is_legible (void)
{
  for (TrestleBlock block = 0; block < TRESTLE_N_BLOCKS; block++)
    {
      check_sheet (block, 4, 8, 9, 3);
      check_sheet (block, 6, 2, 9, TRESTLE_QUERY_MEAN);
      check_sheet (block, 6, 12, 20, 0);
    }
  check_sheet (TRESTLE_BLOCK_VISION, 12, 12, 20, 3);
  check_sheet (TRESTLE_BLOCK_TEXT, 12, 12, 20, 3);
  check_sheet (TRESTLE_BLOCK_VISION, 24, 16, 9, 3);
  check_sheet (TRESTLE_BLOCK_TEXT, 24, 16, 60, 3);
  check_sheet (TRESTLE_BLOCK_TEXT, 1, 1, 2, 0);
  check_sheet (TRESTLE_BLOCK_VISION, 1, 1, 2, 0);
}

static void
test_sheet_says_what_it_shows (void)
{
  g_autoptr (TrestleTrace) trace = make_trace (TRESTLE_BLOCK_CROSS_TEXT_CROSS, 2, 3, 5, NULL, 4);
  g_autoptr (TrestleFigure) wide = make_sheet (trace, TRESTLE_BLOCK_CROSS_TEXT_CROSS, 2, short_text, 170, NULL);
  g_autoptr (GPtrArray) texts = figure_read_texts (wide, NULL);
  static const char *const expected[] = {
    "text → image, all layers and heads, query “circle”", "shapes", "layer 1", "layer 2", "head 1", "head 3", "attention weight", "circle"
  };

  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_test_message ("%s", expected[i]);
      g_assert_cmpuint (figure_count_texts (texts, expected[i]), ==, 1);
    }
  g_assert_null (figure_find_text (texts, "layer 3"));
  g_assert_null (figure_find_text (texts, "head 4"));
  g_assert_true (figure_find_text (texts, "circle")->is_bold);
  g_assert_false (figure_find_text (texts, "red")->is_bold);
}

static void
test_narrow_sheet_numbers_its_heads (void)
{
  g_autoptr (TrestleTrace) trace = make_trace (TRESTLE_BLOCK_VISION, 12, 12, 5, NULL, 4);
  g_autoptr (TrestleFigure) narrow = make_sheet (trace, TRESTLE_BLOCK_VISION, 0, short_text, 85, NULL);
  g_autoptr (GPtrArray) texts = figure_read_texts (narrow, NULL);

  g_assert_nonnull (figure_find_text (texts, "head"));
  g_assert_nonnull (figure_find_text (texts, "layer"));
  g_assert_cmpuint (figure_count_texts (texts, "12"), ==, 2);
  g_assert_cmpfloat (figure_find_text (texts, "12")->angle, ==, 0.0);
  g_assert_null (figure_find_text (texts, "head 12"));
  g_assert_null (figure_find_text (texts, "circle")); /* the vision tower reads no text */
}

/* One head looks at one patch; what the others do is seen all the same. */
static void
test_scale_of_colors_does_not_end_with_one_patch (void)
{
  g_autoptr (TrestleTrace) trace = trestle_trace_new (5, NULL, 4, 4);
  TrestleTensor attention = trestle_trace_add_attention (trace, TRESTLE_BLOCK_CROSS_TEXT_CROSS, 0, 8, 5, 17);
  g_autoptr (TrestleFigure) figure = NULL;
  g_autoptr (GPtrArray) texts = NULL;

  for (gsize i = 0; i < 8 * 5 * 17; i++)
    attention.data[i] = 1.0f / 17.0f;
  for (gsize i = 0; i < 5 * 17; i++)
    attention.data[i] = i % 17 == 3 ? 1.0f : 0.0f;
  figure = make_sheet (trace, TRESTLE_BLOCK_CROSS_TEXT_CROSS, 2, short_text, 85, NULL);
  texts = figure_read_texts (figure, NULL);
  g_assert_nonnull (figure_find_text (texts, "shapes; largest weight 1.00"));
  g_assert_nonnull (figure_find_text (texts, "0.05"));
  g_assert_null (figure_find_text (texts, "0.8"));
}

static void
check_sheet_table (TrestleBlock block, const char *const *place)
{
  g_autoptr (TrestleTrace) trace = make_trace (block, 2, 3, 5, NULL, 2);
  g_autoptr (TrestleFigure) figure = make_sheet (trace, block, 2, short_text, 85, NULL);
  char ***rows = figure_read_table (figure);

  for (guint i = 0; i < 2 * 3 * 5; i++)
    {
      const TrestleTensor *attention = trestle_trace_get_attention (trace, block, i / 15);
      float weight = attention->data[(i / 5 % 3 * 5 + 2) * 5 + i % 5];
      guint n_columns = g_strv_length (rows[i]);

      g_assert_cmpuint (g_ascii_strtoull (rows[i][0], NULL, 10), ==, i / 15 + 1);
      g_assert_cmpuint (g_ascii_strtoull (rows[i][1], NULL, 10), ==, i / 5 % 3 + 1);
      g_assert_cmpuint (g_ascii_strtoull (rows[i][2], NULL, 10), ==, i % 5);
      g_assert_cmpstr (rows[i][3], ==, place[i % 5]);
      g_assert_true ((float) g_ascii_strtod (rows[i][n_columns - 1], NULL) == weight);
    }
  g_assert_null (rows[30]);
  figure_free_rows (rows);
}

/* Five keys either way: a class token and 2 x 2 patches, or five words. */
static void
test_table_of_sheet_is_the_attention (void)
{
  check_sheet_table (TRESTLE_BLOCK_CROSS_TEXT_CROSS, (const char *const[]){ "", "1", "1", "2", "2" });
  check_sheet_table (TRESTLE_BLOCK_CROSS_IMAGE_CROSS, short_text);
}

static void
test_sheet_without_its_block_is_an_error (void)
{
  g_autoptr (TrestleTrace) trace = make_trace (TRESTLE_BLOCK_TEXT, 2, 3, 5, NULL, 4);
  g_autoptr (GError) missing = NULL;
  g_autoptr (GError) beyond = NULL;

  g_assert_null (make_sheet (trace, TRESTLE_BLOCK_VISION, 0, short_text, 85, &missing));
  g_assert_error (missing, TRESTLE_ERROR, TRESTLE_ERROR_INPUT);
  g_assert_nonnull (strstr (missing->message, "“vision”"));
  g_assert_null (make_sheet (trace, TRESTLE_BLOCK_TEXT, 5, short_text, 85, &beyond));
  g_assert_error (beyond, TRESTLE_ERROR, TRESTLE_ERROR_INPUT);
  g_assert_nonnull (strstr (beyond->message, "no query 5"));
}

static TrestleFigure *
make_matrix (const TrestleTrace *trace, gint head, const char *const *words, double width_mm)
{
  TrestleLook look = make_look (width_mm);
  g_autoptr (GError) error = NULL;
  TrestleFigure *figure = trestle_word_matrix_figure_new (trace, TRESTLE_BLOCK_TEXT, 1, head, words, "shapes", &look, &error);

  g_assert_no_error (error);
  return figure;
}

static void
test_word_matrix_is_legible (void)
{
  static const guint counts[] = { 2, 5, 9, 20, 64, 200 };

  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    for (guint j = 0; j < G_N_ELEMENTS (widths); j++)
      {
        g_autoptr (TrestleTrace) trace = make_trace (TRESTLE_BLOCK_TEXT, 2, 2, counts[i], NULL, 2);
        g_auto (GStrv) words = make_words (counts[i]);
        g_autoptr (TrestleFigure) figure = make_matrix (trace, 0, (const char *const *) words, widths[j]);

        g_test_message ("%u words at %g mm", counts[i], widths[j]);
        figure_assert_legible (figure);
      }
}

/* 85 mm have room for 17 upright words; 22 are numbered, as tokens are counted, so that no column is without a name. */
static void
test_words_without_room_have_numbers (void)
{
  g_autoptr (TrestleTrace) trace = make_trace (TRESTLE_BLOCK_TEXT, 2, 2, 22, NULL, 2);
  g_auto (GStrv) words = make_words (22);
  g_autoptr (TrestleFigure) narrow = make_matrix (trace, 0, (const char *const *) words, 85);
  g_autoptr (TrestleFigure) wide = make_matrix (trace, 0, (const char *const *) words, 170);
  g_autoptr (GPtrArray) numbered = figure_read_texts (narrow, NULL);
  g_autoptr (GPtrArray) named = figure_read_texts (wide, NULL);

  g_assert_nonnull (figure_find_text (numbered, "key, by its number"));
  for (guint i = 0; i < 22; i += 5)
    {
      g_autofree char *number = g_strdup_printf ("%u", i);

      g_assert_cmpuint (figure_count_texts (numbered, number), ==, 1);
      g_assert_cmpfloat (figure_find_text (numbered, number)->angle, ==, 0.0);
    }
  g_assert_nonnull (figure_find_text (numbered, "Caption  0"));
  g_assert_nonnull (figure_find_text (numbered, "of  21"));
  g_assert_cmpuint (figure_count_texts_with (numbered, "…  3"), ==, 1); /* the word is cut, not its number */
  g_assert_null (figure_find_text (numbered, "Caption"));
  g_assert_nonnull (figure_find_text (named, "key"));
  g_assert_cmpuint (figure_count_texts (named, "of") + figure_count_texts (named, "Caption"), ==, 2 * 19);
}

static void
test_word_matrix_has_words_and_values (void)
{
  g_autoptr (TrestleTrace) trace = make_trace (TRESTLE_BLOCK_TEXT, 2, 2, 5, NULL, 2);
  g_autoptr (TrestleFigure) figure = make_matrix (trace, TRESTLE_HEAD_MEAN, short_text, 85);
  g_autoptr (GPtrArray) texts = figure_read_texts (figure, NULL);
  guint n_values = 0;

  g_assert_nonnull (figure_find_text (texts, "text tower, layer 2, mean of heads"));
  for (guint i = 0; i < 5; i++)
    {
      g_assert_cmpuint (figure_count_texts (texts, short_text[i]), ==, 2);
      g_assert_cmpstr (figure_find_text (texts, short_text[i])->fill, ==, i % 4 == 0 ? "#6a6a6a" : "#1a1a1a");
    }
  for (guint i = 0; i < texts->len; i++)
    {
      const FigureText *text = g_ptr_array_index (texts, i);

      n_values += text->align == 0.5 && g_str_has_prefix (text->content, "0.");
    }
  g_assert_cmpuint (n_values, ==, 25);
  g_assert_nonnull (figure_find_text (texts, "query"));
  g_assert_nonnull (figure_find_text (texts, "key"));
}

/* The third token is padding: neither a row nor a column. */
static void
test_table_of_word_matrix_is_the_attention (void)
{
  static const gboolean keep[] = { TRUE, TRUE, FALSE, TRUE };
  static const char *const words[] = { "<s>", "a", "", "</s>", NULL };
  static const guint kept[] = { 0, 1, 3 };
  g_autoptr (TrestleTrace) trace = make_trace (TRESTLE_BLOCK_TEXT, 2, 2, 4, keep, 2);
  g_autoptr (TrestleFigure) figure = make_matrix (trace, 1, words, 85);
  const TrestleTensor *attention = trestle_trace_get_attention (trace, TRESTLE_BLOCK_TEXT, 1);
  char ***rows = figure_read_table (figure);

  for (guint i = 0; i < 9; i++)
    {
      guint query = kept[i / 3], key = kept[i % 3];

      g_assert_cmpuint (g_ascii_strtoull (rows[i][0], NULL, 10), ==, query);
      g_assert_cmpstr (rows[i][1], ==, words[query]);
      g_assert_cmpuint (g_ascii_strtoull (rows[i][2], NULL, 10), ==, key);
      g_assert_cmpstr (rows[i][3], ==, words[key]);
      g_assert_true ((float) g_ascii_strtod (rows[i][4], NULL) == attention->data[(4 + query) * 4 + key]);
    }
  g_assert_null (rows[9]);
  figure_free_rows (rows);
}

static void
test_words_by_patches_are_refused (void)
{
  static const TrestleBlock blocks[] = { TRESTLE_BLOCK_VISION, TRESTLE_BLOCK_CROSS_TEXT_CROSS, TRESTLE_BLOCK_CROSS_IMAGE_CROSS };
  TrestleLook look = make_look (85);

  for (guint i = 0; i < G_N_ELEMENTS (blocks); i++)
    {
      g_autoptr (TrestleTrace) trace = make_trace (blocks[i], 1, 2, 5, NULL, 2);
      g_autoptr (GError) error = NULL;

      g_assert_null (trestle_word_matrix_figure_new (trace, blocks[i], 0, 0, short_text, "shapes", &look, &error));
      g_assert_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INPUT);
      g_assert_nonnull (strstr (error->message, trestle_block_get_name (blocks[i])));
      g_assert_nonnull (strstr (error->message, "“cross_text_self”"));
    }
}

/* Values of 0, 0.01, 0.02, ... */
static TrestleFigure *
make_similarity (TrestleStack row_stack,
                 guint n_rows,
                 TrestleStack column_stack,
                 guint n_columns,
                 const char *column_model,
                 double width_mm,
                 double first)
{
  g_autofree double *values = g_new (double, n_rows *n_columns);
  TrestleSimilarity similarity = { row_stack, column_stack, n_rows, n_columns, values };
  TrestleLook look = make_look (width_mm);

  for (guint i = 0; i < n_rows * n_columns; i++)
    values[i] = i == 0 ? first : fmod (0.01 * i, 1.0);
  return trestle_similarity_figure_new (&similarity, "shapes", column_model, &look);
}

static void
test_similarity_is_legible (void)
{
  static const guint sizes[][2] = { { 7, 4 }, { 4, 7 }, { 13, 6 }, { 13, 13 }, { 25, 25 }, { 1, 1 }, { 1, 25 } };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    for (guint j = 0; j < G_N_ELEMENTS (widths); j++)
      {
        g_autoptr (TrestleFigure)
            one = make_similarity (TRESTLE_STACK_TEXT, sizes[i][0], TRESTLE_STACK_CROSS_TEXT, sizes[i][1], "shapes", widths[j], 0.5);
        g_autoptr (TrestleFigure) two = make_similarity (TRESTLE_STACK_VISION, sizes[i][0], TRESTLE_STACK_CROSS_IMAGE, sizes[i][1],
                                                         "meter-clip16-288-roberta-pretrain-vqa", widths[j], 0.5);

        g_test_message ("%u x %u at %g mm", sizes[i][0], sizes[i][1], widths[j]);
        figure_assert_legible (one);
        figure_assert_legible (two);
      }
}

/* A tower has its embedding first; rows rise. */
static void
test_similarity_names_layers (void)
{
  g_autoptr (TrestleFigure) figure = make_similarity (TRESTLE_STACK_VISION, 3, TRESTLE_STACK_CROSS_IMAGE, 2, "shapes", 85, 0.5);
  g_autoptr (GPtrArray) texts = figure_read_texts (figure, NULL);

  g_assert_nonnull (figure_find_text (texts, "shapes; layer 0: embedding"));
  g_assert_nonnull (figure_find_text (texts, "vision tower, layer"));
  g_assert_nonnull (figure_find_text (texts, "cross-modal image, layer"));
  g_assert_cmpuint (figure_count_texts (texts, "0"), ==, 1);
  g_assert_cmpuint (figure_count_texts (texts, "1"), ==, 2);
  g_assert_cmpuint (figure_count_texts (texts, "2"), ==, 2);
  g_assert_cmpfloat (figure_find_text (texts, "0.05")->y, <, figure_find_text (texts, "0.01")->y);
  g_assert_cmpfloat (figure_find_text (texts, "0.01")->x, >, figure_find_text (texts, "0.50")->x);
}

static void
test_table_of_similarity_is_its_numbers (void)
{
  g_autoptr (TrestleFigure) figure = make_similarity (TRESTLE_STACK_VISION, 3, TRESTLE_STACK_CROSS_IMAGE, 2, "shapes", 85, NAN);
  g_autoptr (GPtrArray) texts = figure_read_texts (figure, NULL);
  char ***rows = figure_read_table (figure);

  g_assert_cmpstr (rows[0][0], ==, "hidden.vision.0");
  g_assert_cmpstr (rows[0][1], ==, "hidden.cross_image.0");
  g_assert_cmpstr (rows[0][2], ==, "");
  g_assert_cmpstr (rows[5][0], ==, "hidden.vision.2");
  g_assert_cmpstr (rows[5][1], ==, "hidden.cross_image.1");
  g_assert_cmpfloat (g_ascii_strtod (rows[5][2], NULL), ==, 0.05);
  g_assert_null (rows[6]);
  g_assert_null (figure_find_text (texts, "nan"));
  figure_free_rows (rows);
}

static guint32
get_pixel (cairo_surface_t *surface, double x, double y)
{
  const guint8 *data = cairo_image_surface_get_data (surface);

  return ((const guint32 *) (data + (guint) y * (gsize) cairo_image_surface_get_stride (surface)))[(guint) x] & 0xffffff;
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

/* (transfer full): white, @width x @height pixels. */
static cairo_surface_t *
make_surface (cairo_t **cr, int width, int height)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height);

  *cr = cairo_create (surface);
  cairo_set_source_rgb (*cr, 1, 1, 1);
  cairo_paint (*cr);
  return surface;
}

/* Near the upper left corner of each cell, where no number is. */
static void
check_cells (gboolean rises)
{
  static const double values[] = { 0.0, 0.25, 0.5, 2.0, NAN, 1.0 };
  static const char *const labels[] = { "a", "b", "c" };
  TrestleMatrix matrix = { .n_rows = 2,
                           .n_columns = 3,
                           .values = values,
                           .row_labels = labels,
                           .column_labels = labels,
                           .scale_title = "x",
                           .max = 1.0,
                           .rises = rises,
                           .prints_values = TRUE,
                           .most_height = 40 };
  TrestleLook look = make_look (85);
  TrestleMatrixLayout layout;
  cairo_t *cr;
  cairo_surface_t *surface = make_surface (&cr, 240, 200);

  trestle_matrix_lay_out (&matrix, &look, 0.0, 0.0, 240.0, &layout);
  trestle_matrix_draw (&matrix, &layout, &look, cr);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  for (guint i = 0; i < 6; i++)
    {
      double x, y;

      trestle_matrix_place_cell (&matrix, &layout, i / 3, i % 3, &x, &y);
      g_assert_cmphex (get_pixel (surface, x + 3, y + 3), ==,
                       isnan (values[i]) ? 0xffffff : get_color (TRESTLE_COLORMAP_VIRIDIS, values[i]));
    }
  cairo_surface_destroy (surface);
}

static void
test_cells_have_the_colors_of_their_values (void)
{
  check_cells (FALSE);
  check_cells (TRUE);
}

/* 10 cells on 37 pixels, then on 100: one value is one colour, without seams; and two values have an edge in the right place. */
static void
test_small_cells_have_no_seams (void)
{
  static const double same[] = { 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5 };
  cairo_t *cr;
  cairo_surface_t *surface = make_surface (&cr, 37, 3);

  trestle_heat_paint_cells (cr, same, 1, 10, TRESTLE_COLORMAP_VIRIDIS, 1.0, 0.0, 1.0, 0, 0, 37, 3);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  for (guint x = 0; x < 37; x++)
    for (guint channel = 0; channel < 3; channel++)
      {
        int drawn = get_pixel (surface, x, 1) >> (8 * channel) & 0xff;
        int expected = get_color (TRESTLE_COLORMAP_VIRIDIS, 0.5) >> (8 * channel) & 0xff;

        g_assert_cmpint (ABS (drawn - expected), <=, 2);
      }
  cairo_surface_destroy (surface);
}

/* A half of a pixel of each is the colour between the two. */
static void
test_small_cells_are_equally_large (void)
{
  static const double values[] = { 0.0, 1.0 };
  cairo_t *cr;
  cairo_surface_t *surface = make_surface (&cr, 5, 1);

  trestle_heat_paint_cells (cr, values, 1, 2, TRESTLE_COLORMAP_GREYS, 1.0, 0.0, 1.0, 0, 0, 5, 1);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  for (guint channel = 0; channel < 3; channel++)
    {
      int first = get_color (TRESTLE_COLORMAP_GREYS, 0.0) >> (8 * channel) & 0xff;
      int last = get_color (TRESTLE_COLORMAP_GREYS, 1.0) >> (8 * channel) & 0xff;
      int middle = get_pixel (surface, 2, 0) >> (8 * channel) & 0xff;

      g_assert_cmpint (ABS (middle - (first + last) / 2), <=, 3);
    }
  g_assert_cmphex (get_pixel (surface, 1, 0), ==, get_color (TRESTLE_COLORMAP_GREYS, 0.0));
  g_assert_cmphex (get_pixel (surface, 3, 0), ==, get_color (TRESTLE_COLORMAP_GREYS, 1.0));
  cairo_surface_destroy (surface);
}

/* Viridis is dark at its beginning and bright at its end. */
static void
test_numbers_stand_out_from_their_cells (void)
{
  g_autofree double *values = g_memdup2 (((const double[]){ 0.03, 0.97 }), 2 * sizeof (double));
  TrestleSimilarity similarity = { TRESTLE_STACK_CROSS_TEXT, TRESTLE_STACK_CROSS_TEXT, 1, 2, values };
  TrestleLook look = make_look (85);
  g_autoptr (TrestleFigure) figure = trestle_similarity_figure_new (&similarity, "a", "a", &look);
  g_autoptr (GPtrArray) texts = figure_read_texts (figure, NULL);

  g_assert_cmpstr (figure_find_text (texts, "0.03")->fill, ==, "#ffffff");
  g_assert_cmpstr (figure_find_text (texts, "0.97")->fill, ==, "#1a1a1a");
}

/* Level where they fit, slanted where they do not, upright where they are close; cut where they are long. */
static void
test_labels_of_columns_are_slanted_where_they_must (void)
{
  static const struct
  {
    guint count;
    double slant;
  } cases[] = { { 3, 0.0 }, { 9, 45.0 }, { 18, 90.0 } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree const char **labels = g_new (const char *, cases[i].count);
      TrestleMatrix matrix = { .n_rows = cases[i].count,
                               .n_columns = cases[i].count,
                               .row_labels = labels,
                               .column_labels = labels,
                               .scale_title = "x",
                               .max = 1.0,
                               .most_height = 26 };
      TrestleLook look = make_look (85);
      TrestleMatrixLayout layout;

      for (guint j = 0; j < cases[i].count; j++)
        labels[j] = "circles";
      trestle_matrix_lay_out (&matrix, &look, 0.0, 0.0, 239.0, &layout);
      g_assert_cmpfloat (layout.slant, ==, cases[i].slant);
      g_assert_cmpuint (layout.column_step, ==, 1);
    }
}

static void
test_title_can_be_left_out (void)
{
  g_autofree double *values = g_new0 (double, 4);
  TrestleSimilarity similarity = { TRESTLE_STACK_CROSS_TEXT, TRESTLE_STACK_CROSS_TEXT, 2, 2, values };
  TrestleLook look = make_look (85);
  g_autoptr (TrestleFigure) with = trestle_similarity_figure_new (&similarity, "a", "a", &look);
  g_autoptr (TrestleFigure) without = NULL;
  g_autoptr (GPtrArray) texts = NULL;

  look.has_title = FALSE;
  without = trestle_similarity_figure_new (&similarity, "a", "a", &look);
  texts = figure_read_texts (with, NULL);
  g_assert_nonnull (figure_find_text (texts, "similarity of layers"));
  g_ptr_array_unref (texts);
  texts = figure_read_texts (without, NULL);
  g_assert_null (figure_find_text (texts, "similarity of layers"));
  g_assert_cmpfloat (trestle_figure_get_height (without), <, trestle_figure_get_height (with) - 10.0);
  figure_assert_legible (without);
}

/* What stands behind a model's name is there however long that is. */
static void
test_long_names_give_way_to_details (void)
{
  static const char name[] = "bridgetower-large-itm-mlm-itc-finetuned-on-everything-there-is";
  g_autofree double *values = g_new0 (double, 4);
  TrestleSimilarity similarity = { TRESTLE_STACK_TEXT, TRESTLE_STACK_CROSS_TEXT, 2, 2, values };
  TrestleLook look = make_look (85);
  g_autoptr (TrestleFigure) figure = trestle_similarity_figure_new (&similarity, name, name, &look);
  g_autoptr (GPtrArray) texts = figure_read_texts (figure, NULL);

  g_assert_cmpuint (figure_count_texts_with (texts, "bridgetower-large"), ==, 1);
  g_assert_cmpuint (figure_count_texts_with (texts, "…; layer 0: embedding"), ==, 1);
  figure_assert_legible (figure);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/matrix-figures/sheet-is-legible", test_sheet_is_legible);
  g_test_add_func ("/matrix-figures/sheet-says-what-it-shows", test_sheet_says_what_it_shows);
  g_test_add_func ("/matrix-figures/narrow-sheet-numbers-its-heads", test_narrow_sheet_numbers_its_heads);
  g_test_add_func ("/matrix-figures/scale-of-colors-does-not-end-with-one-patch", test_scale_of_colors_does_not_end_with_one_patch);
  g_test_add_func ("/matrix-figures/table-of-sheet-is-the-attention", test_table_of_sheet_is_the_attention);
  g_test_add_func ("/matrix-figures/sheet-without-its-block-is-an-error", test_sheet_without_its_block_is_an_error);
  g_test_add_func ("/matrix-figures/word-matrix-is-legible", test_word_matrix_is_legible);
  g_test_add_func ("/matrix-figures/words-without-room-have-numbers", test_words_without_room_have_numbers);
  g_test_add_func ("/matrix-figures/word-matrix-has-words-and-values", test_word_matrix_has_words_and_values);
  g_test_add_func ("/matrix-figures/table-of-word-matrix-is-the-attention", test_table_of_word_matrix_is_the_attention);
  g_test_add_func ("/matrix-figures/words-by-patches-are-refused", test_words_by_patches_are_refused);
  g_test_add_func ("/matrix-figures/similarity-is-legible", test_similarity_is_legible);
  g_test_add_func ("/matrix-figures/similarity-names-layers", test_similarity_names_layers);
  g_test_add_func ("/matrix-figures/table-of-similarity-is-its-numbers", test_table_of_similarity_is_its_numbers);
  g_test_add_func ("/matrix-figures/cells-have-the-colors-of-their-values", test_cells_have_the_colors_of_their_values);
  g_test_add_func ("/matrix-figures/small-cells-have-no-seams", test_small_cells_have_no_seams);
  g_test_add_func ("/matrix-figures/small-cells-are-equally-large", test_small_cells_are_equally_large);
  g_test_add_func ("/matrix-figures/numbers-stand-out-from-their-cells", test_numbers_stand_out_from_their_cells);
  g_test_add_func ("/matrix-figures/labels-of-columns-are-slanted-where-they-must", test_labels_of_columns_are_slanted_where_they_must);
  g_test_add_func ("/matrix-figures/title-can-be-left-out", test_title_can_be_left_out);
  g_test_add_func ("/matrix-figures/long-names-give-way-to-details", test_long_names_give_way_to_details);
  return g_test_run ();
}
