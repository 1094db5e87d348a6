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

/* Numbers of bridges alone, as somebody measured them. */
static TrestleModelNumbers *
make_numbers (const TrestleModelOutline *outline, const double *text, const double *image, const char *quantity)
{
  TrestleModelNumbers *numbers = trestle_model_numbers_new ();
  gsize size = (outline->n_internal - 1) * sizeof *text;

  numbers->bridges_title = g_strdup (quantity);
  numbers->bridges_name = g_strdup ("gain");
  numbers->bridges[TRESTLE_SIDE_TEXT] = text != NULL ? g_memdup2 (text, size) : NULL;
  numbers->bridges[TRESTLE_SIDE_IMAGE] = image != NULL ? g_memdup2 (image, size) : NULL;
  return numbers;
}

static guint
count_layers (const TrestleModelOutline *outline, TrestleBlock block)
{
  if (block == TRESTLE_BLOCK_TEXT)
    return outline->n_text;
  return block == TRESTLE_BLOCK_VISION ? outline->n_vision : outline->n_cross;
}

/* And of layers: a block's first layer is as many tenths as the block's place, and each layer one more than the one below it. */
static void
add_layers (TrestleModelNumbers *numbers, const TrestleModelOutline *outline)
{
  numbers->layers_title = g_strdup ("KL divergence (nats)");
  numbers->layers_name = g_strdup ("divergence");
  numbers->layers_unit = g_strdup ("nats");
  for (TrestleBlock block = 0; block < TRESTLE_N_BLOCKS; block++)
    {
      numbers->layers[block] = g_new (double, count_layers (outline, block));
      for (guint layer = 0; layer < count_layers (outline, block); layer++)
        numbers->layers[block][layer] = 0.1 * block + layer;
    }
}

static TrestleFigure *
make_colored_figure (const TrestleModelOutline *outline, double width_mm)
{
  TrestleLook look = TRESTLE_LOOK_DEFAULT;
  TrestleModelNumbers *numbers = trestle_model_numbers_new ();

  look.width_mm = width_mm;
  add_layers (numbers, outline);
  return trestle_model_figure_new (outline, numbers, &look);
}

static TrestleFigure *
make_figure (const TrestleModelOutline *outline, const double *text, const double *image, const char *quantity, double width_mm)
{
  TrestleLook look = TRESTLE_LOOK_DEFAULT;

  look.width_mm = width_mm;
  return trestle_model_figure_new (outline, make_numbers (outline, text, image, quantity), &look);
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
        full = (trestle_figure_free (full), make_colored_figure (&outline, widths[j]));
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
  g_assert_cmpstr (rows[0][1], ==, "");
  g_assert_cmpstr (rows[0][2], ==, "12");
  g_assert_cmpstr (rows[0][3], ==, "1");
  g_assert_cmpstr (rows[0][4], ==, "");
  g_assert_cmpstr (rows[1][0], ==, "image");
  g_assert_cmpstr (rows[1][2], ==, "11");
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
  G_GNUC_UNUSED g_autoptr (GPtrArray) texts = figure_read_texts (figure, &svg);
  G_GNUC_UNUSED g_autoptr (GPtrArray) plain_texts = figure_read_texts (plain, &plain_svg);

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
  char ***rows = figure_read_table (figure);

  for (guint i = 0; i < 12; i++)
    {
      guint layer = i % 6;
      double value = layer == 0 ? NAN : i < 6 ? shares[layer - 1] : changes[layer - 1];

      g_assert_cmpstr (rows[i][0], ==, i < 6 ? "text" : "image");
      g_assert_cmpuint (g_ascii_strtoull (rows[i][2], NULL, 10), ==, (i < 6 ? 7 : 6) + layer);
      g_assert_cmpuint (g_ascii_strtoull (rows[i][3], NULL, 10), ==, layer + 1);
      if (layer == 0)
        g_assert_cmpstr (rows[i][4], ==, "");
      else
        g_assert_cmpuint (g_ascii_strtoull (rows[i][4], NULL, 10), ==, layer - 1);
      g_assert_cmpstr (rows[i][5], ==, layer == 0 ? "" : "What bridges bring");
      if (isnan (value))
        g_assert_cmpstr (rows[i][6], ==, "");
      else
        g_assert_cmpfloat (g_ascii_strtod (rows[i][6], NULL), ==, value);
    }
  g_assert_null (rows[12]);
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
  figure = trestle_model_figure_new (&outline, NULL, &look);
  texts = figure_read_texts (figure, NULL);
  g_assert_nonnull (figure_find_text (texts, "text tower"));
  g_assert_nonnull (figure_find_text (texts, "vision tower"));
  figure_assert_legible (figure);
}

/* A box for each low layer, which stand on each other; and in the encoder two rows, with the layer's number between the sides. */
static void
test_colors_divide_layers (void)
{
  TrestleModelOutline outline = make_outline (24, 12, 6, 6);
  g_autoptr (TrestleFigure) figure = make_colored_figure (&outline, 85);
  g_autoptr (GPtrArray) texts = figure_read_texts (figure, NULL);

  g_assert_null (figure_find_text (texts, "layers 1–18"));
  g_assert_cmpuint (figure_count_texts (texts, "layer 12"), ==, 2);
  g_assert_cmpuint (figure_count_texts (texts, "layer 18"), ==, 1);
  g_assert_cmpuint (figure_count_texts (texts, "self"), ==, 12);
  g_assert_cmpuint (figure_count_texts (texts, "cross"), ==, 12);
  g_assert_cmpuint (figure_count_texts (texts, "6"), ==, 1);
  g_assert_nonnull (figure_find_text (texts, "KL divergence (nats)"));
}

/* (transfer full): "#fde725" */
static char *
name_color (TrestleColormap colormap, double share)
{
  double rgb[3];

  trestle_colormap_get_rgb (colormap, share, rgb);
  return g_strdup_printf ("rgb(%g%%,%g%%,%g%%)", 100.0 * rgb[0], 100.0 * rgb[1], 100.0 * rgb[2]);
}

/* The map goes from the lowest number, the first layer of the text tower, to the highest, the last one of the vision tower. */
static void
test_layers_are_in_the_colors_of_their_numbers (void)
{
  TrestleModelOutline outline = make_outline (2, 3, 2, 2);
  g_autoptr (TrestleFigure) figure = make_colored_figure (&outline, 85);
  g_autofree char *svg = NULL;
  G_GNUC_UNUSED g_autoptr (GPtrArray) texts = figure_read_texts (figure, &svg);
  const double shares_of_range[] = { 0.0, 1.0, 1.0 / 2.1, 1.2 / 2.1, 0.5 / 2.1 };

  for (guint i = 0; i < G_N_ELEMENTS (shares_of_range); i++)
    {
      g_autofree char *color = name_color (TRESTLE_COLORMAP_VIRIDIS, shares_of_range[i]);
      const char *number = strchr (color, '(') + 1;
      g_autofree char *red = g_strndup (number, strcspn (number, ".") + 3);

      g_test_message ("%s of “%s”", red, color);
      g_assert_nonnull (strstr (svg, red));
    }
}

/* Viridis is dark at its low end and bright at its high one. */
static void
test_text_stands_out_from_colors (void)
{
  TrestleModelOutline outline = make_outline (2, 3, 2, 2);
  g_autoptr (TrestleFigure) figure = make_colored_figure (&outline, 85);
  g_autoptr (GPtrArray) texts = figure_read_texts (figure, NULL);
  const FigureText *highest = figure_find_text (texts, "layer 3"), *lowest = figure_find_text (texts, "layer 1");

  g_assert_cmpstr (highest->fill, ==, "#1a1a1a");
  g_assert_cmpstr (lowest->fill, ==, "#ffffff");
}

/* What is announced has its place before it is known, so that nothing moves when it comes. */
static void
test_numbers_move_nothing (void)
{
  TrestleModelOutline outline = make_outline (12, 12, 6, 6);
  TrestleModelNumbers *announced = make_numbers (&outline, NULL, NULL, "What bridges bring");
  TrestleModelNumbers *known = make_numbers (&outline, shares, changes, "What bridges bring");
  TrestleLook look = TRESTLE_LOOK_DEFAULT;
  g_autoptr (TrestleFigure) before = NULL;
  g_autoptr (TrestleFigure) after = NULL;
  const TrestleModelPart *parts[2];
  guint n_before, n_after;

  announced->layers_title = g_strdup ("KL divergence (nats)");
  add_layers (known, &outline);
  before = trestle_model_figure_new (&outline, announced, &look);
  after = trestle_model_figure_new (&outline, known, &look);
  g_assert_cmpfloat (trestle_figure_get_height (before), ==, trestle_figure_get_height (after));
  parts[0] = trestle_model_figure_get_parts (before, &n_before);
  parts[1] = trestle_model_figure_get_parts (after, &n_after);
  g_assert_cmpuint (n_before, ==, n_after);
  for (guint i = 0; i < n_before; i++)
    {
      g_assert_cmpfloat (parts[0][i].x, ==, parts[1][i].x);
      g_assert_cmpfloat (parts[0][i].y, ==, parts[1][i].y);
      g_assert_true (isnan (parts[0][i].value));
    }
}

static void
test_table_has_every_layer (void)
{
  TrestleModelOutline outline = make_outline (3, 4, 2, 2);
  g_autoptr (TrestleFigure) figure = make_colored_figure (&outline, 85);
  char ***rows = figure_read_table (figure);
  guint n_rows = 0, n_found[TRESTLE_N_BLOCKS] = { 0 };

  for (; rows[n_rows] != NULL; n_rows++)
    for (TrestleBlock block = 0; block < TRESTLE_N_BLOCKS; block++)
      if (g_str_equal (rows[n_rows][1], trestle_block_get_name (block)))
        {
          gboolean is_tower = block == TRESTLE_BLOCK_TEXT || block == TRESTLE_BLOCK_VISION;
          guint64 layer = g_ascii_strtoull (rows[n_rows][is_tower ? 2 : 3], NULL, 10);

          n_found[block]++;
          g_assert_cmpstr (rows[n_rows][is_tower ? 3 : 2], ==, "");
          g_assert_cmpstr (rows[n_rows][5], ==, "KL divergence (nats)");
          g_assert_cmpfloat (g_ascii_strtod (rows[n_rows][6], NULL), ==, 0.1 * block + (double) (layer - 1));
        }
  for (TrestleBlock block = 0; block < TRESTLE_N_BLOCKS; block++)
    g_assert_cmpuint (n_found[block], ==, count_layers (&outline, block));
  g_assert_cmpuint (n_rows, ==, 3 + 4 + 4 * 2 + 4);
  figure_free_rows (rows);
}

/* The part of that kind that has these; -1 if there is none. */
static gint
find_part (const TrestleFigure *figure, TrestleModelPartKind kind, TrestleBlock block, guint layer)
{
  guint n_parts;
  const TrestleModelPart *parts = trestle_model_figure_get_parts (figure, &n_parts);

  for (guint i = 0; i < n_parts; i++)
    if (parts[i].kind == kind && parts[i].block == block && parts[i].layer == layer)
      return (gint) i;
  return -1;
}

static void
assert_description (const TrestleFigure *figure, gint part, const char *expected)
{
  g_autofree char *text = NULL;

  g_assert_cmpint (part, >=, 0);
  text = trestle_model_figure_describe_part (figure, (guint) part);
  g_assert_cmpstr (text, ==, expected);
}

static void
test_parts_say_what_they_are (void)
{
  TrestleModelOutline outline = make_outline (12, 11, 6, 6);
  g_autoptr (TrestleFigure) plain = make_figure (&outline, shares, changes, "What bridges bring", 85);
  g_autoptr (TrestleFigure) colored = make_colored_figure (&outline, 85);

  assert_description (plain, find_part (plain, TRESTLE_MODEL_LAYER, TRESTLE_BLOCK_TEXT, 5), "Text tower, layers 1–6");
  assert_description (plain, find_part (plain, TRESTLE_MODEL_LAYER, TRESTLE_BLOCK_VISION, 10), "Vision tower, layer 11");
  assert_description (plain, find_part (plain, TRESTLE_MODEL_LAYER, TRESTLE_BLOCK_CROSS_IMAGE_CROSS, 2), "Cross-modal layer 3, image side");
  g_assert_cmpint (find_part (plain, TRESTLE_MODEL_LAYER, TRESTLE_BLOCK_CROSS_IMAGE_SELF, 2), ==, -1);
  assert_description (plain, find_part (plain, TRESTLE_MODEL_BRIDGE, TRESTLE_BLOCK_VISION, 6),
                      "Bridge 1, image side, from layer 7 of the tower into cross-modal layer 2: gain −0.4000");
  assert_description (plain, find_part (plain, TRESTLE_MODEL_BRIDGE, TRESTLE_BLOCK_TEXT, 9),
                      "Bridge 3, text side, from layer 10 of the tower into cross-modal layer 4");
  assert_description (colored, find_part (colored, TRESTLE_MODEL_LAYER, TRESTLE_BLOCK_CROSS_IMAGE_SELF, 2),
                      "Cross-modal layer 3, image side, self-attention: divergence 2.4000 nats");
  assert_description (colored, find_part (colored, TRESTLE_MODEL_LAYER, TRESTLE_BLOCK_TEXT, 0),
                      "Text tower, layer 1: divergence 0.0000 nats");
}

/* Each part is found at its middle, so none lies over another, and all are inside the figure. */
static void
test_parts_are_where_they_are_drawn (void)
{
  static const guint sizes[][4] = { { 6, 6, 4, 4 }, { 24, 24, 12, 12 }, { 12, 11, 6, 1 }, { 1, 1, 1, 1 } };

  for (guint i = 0; i < 2 * G_N_ELEMENTS (sizes); i++)
    {
      TrestleModelOutline outline = make_outline (sizes[i / 2][0], sizes[i / 2][1], sizes[i / 2][2], sizes[i / 2][3]);
      g_autoptr (TrestleFigure) figure = i % 2 == 0 ? make_colored_figure (&outline, 85) : make_figure (&outline, NULL, NULL, NULL, 170);
      guint n_parts;
      const TrestleModelPart *parts = trestle_model_figure_get_parts (figure, &n_parts);

      for (guint k = 0; k < n_parts; k++)
        {
          g_assert_cmpint (trestle_model_figure_find_part (figure, parts[k].x + parts[k].width / 2.0, parts[k].y + parts[k].height / 2.0),
                           ==, k);
          g_assert_cmpfloat (parts[k].x, >=, 0.0);
          g_assert_cmpfloat (parts[k].x + parts[k].width, <=, trestle_figure_get_width (figure));
          g_assert_cmpfloat (parts[k].y + parts[k].height, <=, trestle_figure_get_height (figure));
        }
      g_assert_cmpint (trestle_model_figure_find_part (figure, -1.0, -1.0), ==, -1);
    }
}

static void
test_arrow_keys_reach_every_part (void)
{
  static const int steps[][2] = { { -1, 0 }, { 1, 0 }, { 0, -1 }, { 0, 1 } };
  TrestleModelOutline outlines[] = { make_outline (12, 11, 6, 4), make_outline (12, 11, 6, 1) };

  for (guint i = 0; i < G_N_ELEMENTS (outlines); i++)
    {
      g_autoptr (TrestleFigure) figure = make_colored_figure (&outlines[i], 85);
      g_autoptr (GArray) reached = g_array_new (FALSE, TRUE, sizeof (guint));
      guint n_parts, n_left, first = 0;

      trestle_model_figure_get_parts (figure, &n_parts);
      n_left = n_parts;
      g_autofree gboolean *is_reached = g_new0 (gboolean, n_parts);

      g_array_append_val (reached, first);
      for (guint k = 0; k < reached->len; k++)
        {
          guint part = g_array_index (reached, guint, k);

          if (is_reached[part])
            continue;
          is_reached[part] = TRUE;
          n_left--;
          for (guint step = 0; step < G_N_ELEMENTS (steps); step++)
            {
              guint next = trestle_model_figure_walk (figure, part, steps[step][0], steps[step][1]);

              g_array_append_val (reached, next);
            }
        }
      g_assert_cmpuint (n_left, ==, 0);
    }
}

/* From the lowest layer of the text tower up; to the right by height, over the gap where METER has no bridges; and to the ends. */
static void
test_arrow_keys_go_where_they_point (void)
{
  TrestleModelOutline outline = make_outline (3, 3, 2, 2), meter = make_outline (3, 3, 2, 1);
  g_autoptr (TrestleFigure) figure = make_colored_figure (&outline, 85);
  g_autoptr (TrestleFigure) without = make_colored_figure (&meter, 85);
  guint lowest = (guint) find_part (figure, TRESTLE_MODEL_LAYER, TRESTLE_BLOCK_TEXT, 0);
  guint highest = (guint) find_part (figure, TRESTLE_MODEL_LAYER, TRESTLE_BLOCK_TEXT, 2);
  guint bridge = (guint) find_part (figure, TRESTLE_MODEL_BRIDGE, TRESTLE_BLOCK_TEXT, 2);
  guint last = (guint) find_part (without, TRESTLE_MODEL_LAYER, TRESTLE_BLOCK_TEXT, 2);

  g_assert_cmpuint (trestle_model_figure_walk (figure, lowest, 1, 0), ==, lowest);
  g_assert_cmpuint (trestle_model_figure_walk (figure, lowest, -1, 0), ==, lowest + 1);
  g_assert_cmpuint (trestle_model_figure_walk (figure, lowest, -32767, 0), ==, highest);
  g_assert_cmpuint (trestle_model_figure_walk (figure, highest, 0, 1), ==, bridge);
  g_assert_cmpuint (trestle_model_figure_walk (figure, bridge, 0, -1), ==, highest);
  g_assert_cmpuint (trestle_model_figure_walk (figure, highest, 0, 32767), ==,
                    find_part (figure, TRESTLE_MODEL_LAYER, TRESTLE_BLOCK_VISION, 2));
  g_assert_cmpuint (trestle_model_figure_get_parts (without, &(guint){ 0 })[trestle_model_figure_walk (without, last, 0, 1)].side, ==,
                    TRESTLE_SIDE_TEXT);
  g_assert_cmpuint (trestle_model_figure_get_parts (without, &(guint){ 0 })[trestle_model_figure_walk (without, last, 0, 1)].layer, ==, 0);
}

/* A profile of heads and one of bridges, in which every number is its own place. */
static void
test_numbers_are_taken_from_profiles (void)
{
  TrestleHeadShape heads;
  TrestleBridgeShape bridges;
  g_autoptr (TrestleModelNumbers) numbers = trestle_model_numbers_new ();
  g_autofree double *head_values = NULL;
  g_autofree double *bridge_values = NULL;

  g_assert_true (trestle_head_shape_parse (&heads,
                                           "text 6x8, vision 6x8, cross_text_self 4x8, cross_text_cross 4x8, cross_image_self 4x8, "
                                           "cross_image_cross 4x8",
                                           1u << TRESTLE_HEAD_ENTROPY | 1u << TRESTLE_HEAD_DISTANCE));
  trestle_bridge_shape_init_for (&bridges, 3, TRUE, 1u << TRESTLE_STAND_IN_LAST);
  head_values = g_new (double, heads.n_values);
  bridge_values = g_new (double, bridges.n_values);
  for (gsize i = 0; i < heads.n_values; i++)
    head_values[i] = (double) i;
  for (gsize i = 0; i < bridges.n_values; i++)
    bridge_values[i] = (double) i;
  trestle_model_numbers_set_layers (numbers, TRESTLE_HEAD_DISTANCE, &heads, head_values);
  trestle_model_numbers_set_bridges (numbers, TRESTLE_BRIDGE_KL, TRESTLE_STAND_IN_LAST, TRESTLE_TASK_ASK, "4 pairs", &bridges,
                                     bridge_values);
  g_assert_null (numbers->layers[TRESTLE_BLOCK_TEXT]);
  g_assert_null (numbers->layers[TRESTLE_BLOCK_CROSS_IMAGE_CROSS]);
  g_assert_cmpfloat (numbers->layers[TRESTLE_BLOCK_CROSS_IMAGE_SELF][3], ==,
                     trestle_head_shape_find (&heads, TRESTLE_BLOCK_CROSS_IMAGE_SELF, TRESTLE_HEAD_DISTANCE, 3, TRESTLE_HEAD_MEAN));
  g_assert_cmpstr (numbers->layers_title, ==, "distance (patches)");
  g_assert_cmpfloat (numbers->bridges[TRESTLE_SIDE_IMAGE][1], ==,
                     trestle_bridge_shape_find_effect (&bridges, TRESTLE_SIDE_IMAGE, 1, TRESTLE_STAND_IN_LAST, TRESTLE_TASK_ASK) + 2);
  g_assert_cmpstr (numbers->bridges_title, ==, "KL divergence of ask (nats), bridges given the last layer, 4 pairs");
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
  g_test_add_func ("/model-figure/colors-divide-layers", test_colors_divide_layers);
  g_test_add_func ("/model-figure/layers-are-in-the-colors-of-their-numbers", test_layers_are_in_the_colors_of_their_numbers);
  g_test_add_func ("/model-figure/text-stands-out-from-colors", test_text_stands_out_from_colors);
  g_test_add_func ("/model-figure/numbers-move-nothing", test_numbers_move_nothing);
  g_test_add_func ("/model-figure/table-has-every-layer", test_table_has_every_layer);
  g_test_add_func ("/model-figure/parts-say-what-they-are", test_parts_say_what_they_are);
  g_test_add_func ("/model-figure/parts-are-where-they-are-drawn", test_parts_are_where_they_are_drawn);
  g_test_add_func ("/model-figure/arrow-keys-reach-every-part", test_arrow_keys_reach_every_part);
  g_test_add_func ("/model-figure/arrow-keys-go-where-they-point", test_arrow_keys_go_where_they_point);
  g_test_add_func ("/model-figure/numbers-are-taken-from-profiles", test_numbers_are_taken_from_profiles);
  return g_test_run ();
}
