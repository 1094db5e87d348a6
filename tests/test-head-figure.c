/* The figure of heads: its panels, where their texts are, and the numbers behind it. */
#include "analysis/figures/head-figure.h"

#include <math.h>

#include "tests/figure-checks.h"
#include "tests/panel-fixtures.h"

/* A shape as a model's would be, of all blocks and one measure. */
static void
fill_shape (TrestleHeadShape *shape, TrestleHeadMeasure measure, guint n_layers, guint n_heads)
{
  *shape = (TrestleHeadShape){ .blocks = TRESTLE_RECORD_ALL, .measures = 1u << measure };
  for (TrestleBlock block = 0; block < TRESTLE_N_BLOCKS; block++)
    {
      shape->n_layers[block] = n_layers;
      shape->n_heads[block] = n_heads;
      for (guint i = 0; i < TRESTLE_N_HEAD_MEASURES; i++)
        shape->offsets[block][i] = G_MAXSIZE;
      if (!trestle_head_measure_applies (measure, block))
        continue;
      shape->offsets[block][measure] = shape->n_values;
      shape->n_values += (gsize) n_layers * (n_heads + 1);
    }
}

/* Two models' heads, made up. */
typedef struct
{
  TrestleHeadMeasure measure;
  TrestleHeadShape shapes[2];
  double *values[2];
  double *intervals[2];
  TrestleHeadSeries series[2];
} Heads;

static void
heads_init (Heads *heads, TrestleHeadMeasure measure, guint n_layers, guint n_heads, double most)
{
  static const char *const names[] = { "METER", "BridgeTower" };

  heads->measure = measure;
  for (guint i = 0; i < 2; i++)
    {
      fill_shape (&heads->shapes[i], measure, n_layers, n_heads);
      heads->values[i] = make_panel_values (heads->shapes[i].n_values, most * (1.0 + i));
      heads->intervals[i] = make_panel_values (heads->shapes[i].n_values, 0.1 * most);
      heads->series[i] = (TrestleHeadSeries){ names[i], &heads->shapes[i], heads->values[i], heads->intervals[i] };
    }
}

static void
heads_clear (Heads *heads)
{
  for (guint i = 0; i < 2; i++)
    {
      g_free (heads->values[i]);
      g_free (heads->intervals[i]);
    }
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Heads, heads_clear)

static TrestleFigure *
draw_heads (const Heads *heads, guint n_series, const TrestleLook *look)
{
  return trestle_head_figure_new (heads->measure, heads->series, n_series, trestle_head_figure_cross_blocks, 4, look);
}

/* In the order of the paper's figure. */
static const char *const titles[] = { "visual self-attention", "textual self-attention", "visual cross-attention",
                                      "textual cross-attention" };

static void
test_two_models_are_eight_panels (void)
{
  g_auto (Heads) heads = { .measure = 0 };
  TrestleLook look = make_panel_look (PANEL_WIDE, TRUE);
  g_autoptr (TrestleFigure) figure = NULL;
  g_autoptr (GPtrArray) texts = NULL;

  heads_init (&heads, TRESTLE_HEAD_DIVERGENCE, 4, 8, 6.0);
  figure = draw_heads (&heads, 2, &look);
  texts = figure_read_texts (figure, NULL);
  for (guint i = 0; i < 8; i++)
    {
      g_autofree char *title = g_strdup_printf ("(%c) %s, %s", 'a' + i, i % 2 == 0 ? "METER" : "BridgeTower", titles[i / 2]);

      g_assert_nonnull (figure_find_text (texts, title));
    }
  g_assert_cmpuint (figure_count_texts (texts, "cross-modal layer"), ==, 2);
  g_assert_cmpuint (figure_count_texts (texts, "KL divergence (nats)"), ==, 4);
}

static void
test_narrow_titles_break_behind_the_model (void)
{
  g_auto (Heads) heads = { .measure = 0 };
  TrestleLook look = make_panel_look (PANEL_NARROW, TRUE);
  g_autoptr (TrestleFigure) figure = NULL;
  g_autoptr (GPtrArray) texts = NULL;

  heads_init (&heads, TRESTLE_HEAD_DIVERGENCE, 4, 8, 6.0);
  figure = draw_heads (&heads, 2, &look);
  texts = figure_read_texts (figure, NULL);
  g_assert_nonnull (figure_find_text (texts, "(a) METER,"));
  g_assert_nonnull (figure_find_text (texts, "(h) BridgeTower,"));
  for (guint i = 0; i < G_N_ELEMENTS (titles); i++)
    g_assert_cmpuint (figure_count_texts (texts, titles[i]), ==, 2);
}

static void
test_without_titles_only_letters_stay (void)
{
  g_auto (Heads) heads = { .measure = 0 };
  TrestleLook look = make_panel_look (PANEL_WIDE, FALSE);
  g_autoptr (TrestleFigure) figure = NULL;
  g_autoptr (GPtrArray) texts = NULL;

  heads_init (&heads, TRESTLE_HEAD_DIVERGENCE, 4, 8, 6.0);
  figure = draw_heads (&heads, 2, &look);
  texts = figure_read_texts (figure, NULL);
  g_assert_nonnull (figure_find_text (texts, "(a)"));
  g_assert_nonnull (figure_find_text (texts, "(h)"));
  g_assert_cmpuint (figure_count_texts_with (texts, "METER"), ==, 0);
  figure_assert_legible (figure);
}

/* One model's name is said once, above its panels. */
static void
test_one_model_is_four_panels (void)
{
  g_auto (Heads) heads = { .measure = 0 };

  heads_init (&heads, TRESTLE_HEAD_DIVERGENCE, 4, 8, 6.0);
  for (guint i = 0; i < N_PANEL_WIDTHS; i++)
    {
      TrestleLook look = make_panel_look (panel_widths[i], TRUE);
      g_autoptr (TrestleFigure) figure = draw_heads (&heads, 1, &look);
      g_autoptr (GPtrArray) texts = figure_read_texts (figure, NULL);

      g_assert_cmpuint (figure_count_texts (texts, "METER"), ==, 1);
      g_assert_nonnull (figure_find_text (texts, "(a) visual self-attention"));
      g_assert_nonnull (figure_find_text (texts, "(d) textual cross-attention"));
      g_assert_cmpuint (figure_count_texts (texts, "cross-modal layer"), ==, panel_widths[i] == PANEL_WIDE ? 2 : 1);
      figure_assert_legible (figure);
    }
}

/* Whatever is measured: where scales leave little room, titles have more lines. */
static void
test_titles_of_panels_are_whole (void)
{
  for (TrestleHeadMeasure measure = 0; measure < TRESTLE_N_HEAD_MEASURES; measure++)
    for (guint i = 0; i < N_PANEL_WIDTHS; i++)
      {
        TrestleLook look = make_panel_look (panel_widths[i], TRUE);
        g_auto (Heads) heads = { .measure = 0 };
        g_autoptr (TrestleFigure) figure = NULL;
        g_autoptr (GPtrArray) texts = NULL;

        look.font = "DejaVu Sans";
        heads_init (&heads, measure, 4, 8, 0.1);
        figure = draw_heads (&heads, 2, &look);
        texts = figure_read_texts (figure, NULL);
        g_assert_cmpuint (figure_count_texts_with (texts, "attention"), >, 0);
        g_assert_cmpuint (figure_count_texts_with (texts, "…"), ==, 0);
      }
}

/* Whatever the sizes of the models, the measure, the numbers and the names. */
static void
test_texts_of_heads_stay_apart (void)
{
  static const guint sizes[][2] = { { 1, 1 }, { 4, 8 }, { 12, 12 }, { 24, 16 } };
  static const double mosts[] = { 0.0, 2e-5, 0.9, 6.0, 123456.0 };

  for (TrestleHeadMeasure measure = 0; measure < TRESTLE_N_HEAD_MEASURES; measure++)
    for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
      for (guint k = 0; k < G_N_ELEMENTS (mosts) * N_PANEL_WIDTHS; k++)
        {
          TrestleLook look = make_panel_look (panel_widths[k % N_PANEL_WIDTHS], TRUE);
          g_auto (Heads) heads = { .measure = 0 };
          g_autoptr (TrestleFigure) figure = NULL;

          heads_init (&heads, measure, sizes[i][0], sizes[i][1], mosts[k / N_PANEL_WIDTHS]);
          heads.series[1].name = k % 3 == 0 ? "Bridge, Tower\n\xff" : PANEL_LONG_NAME;
          figure = draw_heads (&heads, k % 4 == 0 ? 1 : 2, &look);
          figure_assert_legible (figure);
        }
}

static void
test_blocks_without_the_measure_have_no_panel (void)
{
  g_auto (Heads) heads = { .measure = 0 };
  TrestleLook look = make_panel_look (PANEL_WIDE, TRUE);
  g_autoptr (TrestleFigure) figure = NULL;
  g_autoptr (GPtrArray) texts = NULL;

  heads_init (&heads, TRESTLE_HEAD_DISTANCE, 4, 8, 6.0);
  figure = draw_heads (&heads, 2, &look);
  texts = figure_read_texts (figure, NULL);
  g_assert_nonnull (figure_find_text (texts, "(a) METER, visual self-attention"));
  g_assert_nonnull (figure_find_text (texts, "(b) BridgeTower, visual self-attention"));
  g_assert_cmpuint (figure_count_texts_with (texts, "(c)"), ==, 0);
}

/* Nothing is measured, or nothing finite. */
static void
test_numbers_that_are_none_are_left_out (void)
{
  g_auto (Heads) heads = { .measure = 0 };
  TrestleLook look = make_panel_look (PANEL_NARROW, TRUE);
  g_autoptr (TrestleFigure) figure = NULL;

  heads_init (&heads, TRESTLE_HEAD_DIVERGENCE, 4, 8, 6.0);
  for (gsize i = 0; i < heads.shapes[0].n_values; i++)
    heads.values[0][i] = i % 3 == 0 ? INFINITY : NAN;
  figure = draw_heads (&heads, 1, &look);
  figure_assert_legible (figure);
}

static void
test_table_of_heads_is_what_was_measured (void)
{
  g_auto (Heads) heads = { .measure = 0 };
  TrestleLook look = make_panel_look (PANEL_NARROW, FALSE);
  g_autoptr (TrestleFigure) figure = NULL;
  g_autoptr (JsonArray) rows = NULL;
  guint index = 0;

  heads_init (&heads, TRESTLE_HEAD_DIVERGENCE, 3, 2, 6.0);
  heads.series[1].intervals = NULL;
  figure = draw_heads (&heads, 2, &look);
  rows = figure_read_json (figure);
  g_assert_cmpuint (json_array_get_length (rows), ==, 2 * 4 * 3 * (2 + 1));
  for (guint i = 0; i < 8; i++)
    for (guint layer = 0; layer < 3; layer++)
      for (gint head = TRESTLE_HEAD_MEAN; head < 2; head++)
        {
          TrestleBlock block = trestle_head_figure_cross_blocks[i / 2];
          gsize place = trestle_head_shape_find (&heads.shapes[i % 2], block, TRESTLE_HEAD_DIVERGENCE, layer, head);
          JsonObject *row = json_array_get_object_element (rows, index++);

          g_assert_cmpstr (json_object_get_string_member (row, "model"), ==, heads.series[i % 2].name);
          g_assert_cmpstr (json_object_get_string_member (row, "block"), ==, trestle_block_get_name (block));
          g_assert_cmpint (json_object_get_int_member (row, "layer"), ==, layer + 1);
          g_assert_cmpint (json_object_get_null_member (row, "head") ? -1 : json_object_get_int_member (row, "head") - 1, ==, head);
          g_assert_cmpfloat (json_object_get_double_member (row, "value"), ==, heads.values[i % 2][place]);
          g_assert_cmpint (json_object_get_null_member (row, "interval"), ==, i % 2 == 1);
          if (i % 2 == 0)
            g_assert_cmpfloat (json_object_get_double_member (row, "interval"), ==, heads.intervals[0][place]);
        }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/head-figure/two-models-are-eight-panels", test_two_models_are_eight_panels);
  g_test_add_func ("/head-figure/narrow-titles-break-behind-the-model", test_narrow_titles_break_behind_the_model);
  g_test_add_func ("/head-figure/without-titles-only-letters-stay", test_without_titles_only_letters_stay);
  g_test_add_func ("/head-figure/one-model-is-four-panels", test_one_model_is_four_panels);
  g_test_add_func ("/head-figure/titles-of-panels-are-whole", test_titles_of_panels_are_whole);
  g_test_add_func ("/head-figure/texts-stay-apart", test_texts_of_heads_stay_apart);
  g_test_add_func ("/head-figure/blocks-without-the-measure-have-no-panel", test_blocks_without_the_measure_have_no_panel);
  g_test_add_func ("/head-figure/numbers-that-are-none-are-left-out", test_numbers_that_are_none_are_left_out);
  g_test_add_func ("/head-figure/table-is-what-was-measured", test_table_of_heads_is_what_was_measured);
  return g_test_run ();
}
