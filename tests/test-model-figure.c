/* The drawing of a model: its layers, its bridges, and how wide those are. */
#include <math.h>
#include <string.h>

#include "analysis/figures/model-figure.h"
#include "tests/figure-checks.h"

static const double shares[] = { 0.2, 0.8, NAN, 0.4, 0.1 };
static const double changes[] = { -0.4, 0.05, 0.0, 0.33, 0.123 };

static TrestleModelOutline
make_outline (guint n_text, guint n_vision, guint n_cross, guint n_internal)
{
  return (TrestleModelOutline){ "shapes", "match, fill", n_text, n_vision, n_cross, n_internal };
}

static TrestleFigure *
make_figure (const TrestleModelOutline *outline, const double *text, const double *image, const char *quantity, double width_mm)
{
  TrestleLook look = TRESTLE_LOOK_DEFAULT;

  look.width_mm = width_mm;
  return trestle_model_figure_new (outline, text, image, quantity, &look);
}

/* The base and the large model, METER, one with tops above its bridges, and the least there can be. */
static void
test_every_model_is_legible (void)
{
  static const guint sizes[][4] = { { 6, 6, 4, 4 },     { 12, 12, 6, 6 }, { 24, 24, 6, 6 }, { 12, 11, 6, 1 }, { 12, 12, 12, 3 },
                                    { 12, 12, 12, 12 }, { 7, 6, 6, 6 },   { 1, 1, 1, 1 },   { 2, 1, 1, 1 },   { 1, 1, 24, 1 } };
  static const double widths[] = { 85, 170 };
  g_autofree double *text = g_new (double, 24);
  g_autofree double *image = g_new (double, 24);

  for (guint i = 0; i < 24; i++)
    {
      text[i] = 0.12 * i - 0.5;
      image[i] = 99.0 * i;
    }
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    for (guint j = 0; j < G_N_ELEMENTS (widths); j++)
      {
        TrestleModelOutline outline = make_outline (sizes[i][0], sizes[i][1], sizes[i][2], sizes[i][3]);
        g_autoptr (TrestleFigure) plain = make_figure (&outline, NULL, NULL, NULL, widths[j]);
        g_autoptr (TrestleFigure) full = NULL;

        g_test_message ("%u, %u, %u, %u at %g mm", sizes[i][0], sizes[i][1], sizes[i][2], sizes[i][3], widths[j]);
        figure_assert_legible (plain);
        outline.heads = i % 2 == 0 ? "match, fill, ask, entail, reason, contrast, retrieve" : NULL;
        outline.name = "bridgetower-large-itm-mlm-itc-finetuned-on-a-very-long-name";
        full = make_figure (&outline, text, image, "Change of the logit when the bridge is knocked out", widths[j]);
        figure_assert_legible (full);
      }
}

static void
test_tall_towers_are_one_box_below (void)
{
  TrestleModelOutline outline = make_outline (24, 12, 6, 6);
  g_autoptr (TrestleFigure) figure = make_figure (&outline, NULL, NULL, NULL, 85);
  g_autoptr (GPtrArray) texts = figure_read_texts (figure, NULL);

  g_assert_cmpuint (figure_count_texts (texts, "layers 1–18"), ==, 1);
  g_assert_cmpuint (figure_count_texts (texts, "layers 1–6"), ==, 1);
  g_assert_cmpuint (figure_count_texts (texts, "layer 19"), ==, 1);
  g_assert_cmpuint (figure_count_texts (texts, "layer 24"), ==, 1);
  g_assert_null (figure_find_text (texts, "layer 18"));
  g_assert_nonnull (figure_find_text (texts, "text tower"));
  g_assert_nonnull (figure_find_text (texts, "vision tower"));
  g_assert_nonnull (figure_find_text (texts, "cross-modal encoder"));
  g_assert_nonnull (figure_find_text (texts, "match, fill"));
  g_assert_nonnull (figure_find_text (texts, "5 bridges a side"));
}

/* The layer that enters a cross-modal layer is as high as it is, on its side. */
static void
test_layers_are_beside_those_that_they_enter (void)
{
  TrestleModelOutline outline = make_outline (5, 9, 4, 2);
  g_autoptr (TrestleFigure) figure = make_figure (&outline, NULL, NULL, NULL, 85);
  g_autoptr (GPtrArray) texts = figure_read_texts (figure, NULL);
  const FigureText *entering = figure_find_text (texts, "layer 8"), *last = figure_find_text (texts, "layer 9");
  const FigureText *first = figure_find_text (texts, "layer 1"), *second = figure_find_text (texts, "layer 2");

  g_assert_cmpfloat (entering->y, ==, first->y);
  g_assert_cmpfloat (last->y, ==, second->y);
  g_assert_cmpfloat (last->y, <, entering->y);
  g_assert_cmpfloat (figure_find_text (texts, "layer 5")->y, ==, second->y);
  g_assert_cmpfloat (figure_find_text (texts, "layer 5")->x, <, second->x);
  g_assert_cmpfloat (last->x, >, second->x);
  g_assert_cmpfloat (figure_find_text (texts, "match, fill")->y, <, second->y);
}

static void
test_meter_has_no_bridges (void)
{
  TrestleModelOutline outline = make_outline (12, 11, 6, 1);
  g_autoptr (TrestleFigure) figure = make_figure (&outline, NULL, NULL, NULL, 85);
  g_autoptr (GPtrArray) texts = figure_read_texts (figure, NULL);
  char ***rows = figure_read_table (figure);

  g_assert_nonnull (figure_find_text (texts, "no bridges"));
  g_assert_nonnull (figure_find_text (texts, "layers 1–11"));
  g_assert_nonnull (figure_find_text (texts, "layers 1–10"));
  g_assert_cmpstr (rows[0][0], ==, "text");
  g_assert_cmpstr (rows[0][1], ==, "12");
  g_assert_cmpstr (rows[0][2], ==, "1");
  g_assert_cmpstr (rows[0][3], ==, "");
  g_assert_cmpstr (rows[1][0], ==, "image");
  g_assert_cmpstr (rows[1][1], ==, "11");
  g_assert_null (rows[2]);
  figure_free_rows (rows);
}

static void
test_numbers_are_beside_their_bridges (void)
{
  TrestleModelOutline outline = make_outline (12, 12, 6, 6);
  g_autoptr (TrestleFigure) figure = make_figure (&outline, shares, changes, "What bridges bring", 85);
  g_autoptr (GPtrArray) texts = figure_read_texts (figure, NULL);
  const FigureText *first = figure_find_text (texts, "0.20"), *negative = figure_find_text (texts, "−0.40");

  g_assert_nonnull (figure_find_text (texts, "What bridges bring"));
  g_assert_nonnull (figure_find_text (texts, "shapes; 5 bridges a side"));
  g_assert_nonnull (figure_find_text (texts, "0.00"));
  g_assert_nonnull (figure_find_text (texts, "0.12"));
  g_assert_null (figure_find_text (texts, "nan"));
  /* The first bridge is into the second cross-modal layer, from the eighth of the towers. */
  g_assert_cmpfloat_with_epsilon (first->y, figure_find_text (texts, "layer 8")->y, 10.0);
  g_assert_cmpfloat (first->x, <, figure_find_text (texts, "layer 2")->x);
  g_assert_cmpfloat_with_epsilon (negative->y, figure_find_text (texts, "layer 8")->y, 10.0);
  g_assert_cmpfloat (negative->x, >, figure_find_text (texts, "layer 2")->x);
}

static guint
count_lines_of_width (const char *svg, const char *width)
{
  g_autofree char *attribute = g_strdup_printf ("stroke-width=\"%s\"", width);
  g_autofree char *style = g_strdup_printf ("stroke-width:%s;", width);
  guint count = 0;

  for (const char *c = svg; (c = strstr (c, attribute)) != NULL; c++)
    count++;
  for (const char *c = svg; (c = strstr (c, style)) != NULL; c++)
    count++;
  return count;
}

/* The largest, 0.8, is 5 points wide. */
static void
test_arrows_are_as_wide_as_the_numbers (void)
{
  TrestleModelOutline outline = make_outline (12, 12, 6, 6);
  g_autoptr (TrestleFigure) figure = make_figure (&outline, shares, changes, "What bridges bring", 85);
  g_autoptr (TrestleFigure) plain = make_figure (&outline, NULL, NULL, NULL, 85);
  g_autofree char *svg = NULL;
  g_autofree char *plain_svg = NULL;
  g_autoptr (GPtrArray) texts = figure_read_texts (figure, &svg);
  g_autoptr (GPtrArray) plain_texts = figure_read_texts (plain, &plain_svg);

  g_assert_cmpuint (count_lines_of_width (svg, "5"), ==, 1);
  g_assert_cmpuint (count_lines_of_width (svg, "2.5"), ==, 2);  /* 0.4 and -0.4 */
  g_assert_cmpuint (count_lines_of_width (svg, "1.25"), ==, 1); /* 0.2 */
  g_assert_cmpuint (count_lines_of_width (svg, "0.8"), ==, 4);  /* 0.05, 0, 0.1 and 0.123: none is narrower */
  g_assert_cmpuint (count_lines_of_width (plain_svg, "0.6") - count_lines_of_width (svg, "0.6"), ==, 9);
  g_assert_cmpuint (count_lines_of_width (plain_svg, "5"), ==, 0);
}

static void
test_table_is_the_numbers (void)
{
  TrestleModelOutline outline = make_outline (12, 11, 6, 6);
  g_autoptr (TrestleFigure) figure = make_figure (&outline, shares, changes, "What bridges bring", 85);
  g_autoptr (TrestleTable) table = trestle_figure_get_table (figure);
  g_autofree char *json = trestle_table_to_json (table, NULL);
  char ***rows = figure_read_table (figure);

  for (guint i = 0; i < 12; i++)
    {
      guint layer = i % 6;
      double value = layer == 0 ? NAN : i < 6 ? shares[layer - 1] : changes[layer - 1];

      g_assert_cmpstr (rows[i][0], ==, i < 6 ? "text" : "image");
      g_assert_cmpuint (g_ascii_strtoull (rows[i][1], NULL, 10), ==, (i < 6 ? 7 : 6) + layer);
      g_assert_cmpuint (g_ascii_strtoull (rows[i][2], NULL, 10), ==, layer + 1);
      if (layer == 0)
        g_assert_cmpstr (rows[i][3], ==, "");
      else
        g_assert_cmpuint (g_ascii_strtoull (rows[i][3], NULL, 10), ==, layer - 1);
      if (isnan (value))
        g_assert_cmpstr (rows[i][4], ==, "");
      else
        g_assert_cmpfloat (g_ascii_strtod (rows[i][4], NULL), ==, value);
    }
  g_assert_null (rows[12]);
  g_assert_nonnull (strstr (json, "\"value\": \"What bridges bring\""));
  figure_free_rows (rows);
}

/* In a wide font "vision tower" is wider than the tower's boxes: it has room beside them, and ends where they do. */
static void
test_names_of_towers_are_whole (void)
{
  TrestleModelOutline outline = make_outline (6, 6, 4, 4);
  TrestleLook look = TRESTLE_LOOK_DEFAULT;
  g_autoptr (TrestleFigure) figure = NULL;
  g_autoptr (GPtrArray) texts = NULL;

  look.font = "DejaVu Serif";
  look.width_mm = 70;
  figure = trestle_model_figure_new (&outline, NULL, NULL, NULL, &look);
  texts = figure_read_texts (figure, NULL);
  g_assert_nonnull (figure_find_text (texts, "text tower"));
  g_assert_nonnull (figure_find_text (texts, "vision tower"));
  figure_assert_legible (figure);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model-figure/every-model-is-legible", test_every_model_is_legible);
  g_test_add_func ("/model-figure/tall-towers-are-one-box-below", test_tall_towers_are_one_box_below);
  g_test_add_func ("/model-figure/layers-are-beside-those-that-they-enter", test_layers_are_beside_those_that_they_enter);
  g_test_add_func ("/model-figure/meter-has-no-bridges", test_meter_has_no_bridges);
  g_test_add_func ("/model-figure/numbers-are-beside-their-bridges", test_numbers_are_beside_their_bridges);
  g_test_add_func ("/model-figure/arrows-are-as-wide-as-the-numbers", test_arrows_are_as_wide_as_the_numbers);
  g_test_add_func ("/model-figure/names-of-towers-are-whole", test_names_of_towers_are_whole);
  g_test_add_func ("/model-figure/table-is-the-numbers", test_table_is_the_numbers);
  return g_test_run ();
}
