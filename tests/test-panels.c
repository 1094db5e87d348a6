/* Figures of panels: what is drawn of heads, bridges and readouts, where their texts are, and the numbers behind them. */
#include "analysis/figures/bridge-figure.h"
#include "analysis/figures/head-figure.h"
#include "analysis/figures/panel-grid.h"
#include "analysis/figures/readout-figure.h"
#include "tests/svg-texts.h"

#include <json-glib/json-glib.h>
#include <math.h>
#include <string.h>

#define NARROW 85.0
#define WIDE 170.0
#define LONG_NAME "bridgetower-large-of-many-words-and-then-some"

static const double widths[] = { NARROW, WIDE };

static TrestleLook
look_of (double width_mm, gboolean has_title)
{
  TrestleLook look = TRESTLE_LOOK_DEFAULT;

  look.width_mm = width_mm;
  look.has_title = has_title;
  return look;
}

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

/* Numbers that tell from which place they are, up to @most. */
static double *
make_values (gsize count, double most)
{
  double *values = g_new (double, count);

  for (gsize i = 0; i < count; i++)
    values[i] = most * (double) ((i * 37) % count + 1) / (double) count;
  return values;
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
      heads->values[i] = make_values (heads->shapes[i].n_values, most * (1.0 + i));
      heads->intervals[i] = make_values (heads->shapes[i].n_values, 0.1 * most);
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
  TrestleLook look = look_of (WIDE, TRUE);
  g_autoptr (TrestleFigure) figure = NULL;
  g_autoptr (GArray) texts = NULL;

  heads_init (&heads, TRESTLE_HEAD_DIVERGENCE, 4, 8, 6.0);
  figure = draw_heads (&heads, 2, &look);
  texts = svg_texts_new (figure, NULL);
  for (guint i = 0; i < 8; i++)
    {
      g_autofree char *title = g_strdup_printf ("(%c) %s, %s", 'a' + i, i % 2 == 0 ? "METER" : "BridgeTower", titles[i / 2]);

      g_assert_true (svg_texts_have (texts, title));
    }
  g_assert_cmpuint (svg_texts_count (texts, "cross-modal layer"), ==, 2);
  g_assert_cmpuint (svg_texts_count (texts, "KL divergence (nats)"), ==, 4);
}

static void
test_narrow_titles_break_behind_the_model (void)
{
  g_auto (Heads) heads = { .measure = 0 };
  TrestleLook look = look_of (NARROW, TRUE);
  g_autoptr (TrestleFigure) figure = NULL;
  g_autoptr (GArray) texts = NULL;

  heads_init (&heads, TRESTLE_HEAD_DIVERGENCE, 4, 8, 6.0);
  figure = draw_heads (&heads, 2, &look);
  texts = svg_texts_new (figure, NULL);
  g_assert_true (svg_texts_have (texts, "(a) METER,"));
  g_assert_true (svg_texts_have (texts, "(h) BridgeTower,"));
  for (guint i = 0; i < G_N_ELEMENTS (titles); i++)
    g_assert_cmpuint (svg_texts_count (texts, titles[i]), ==, 2);
}

static void
test_without_titles_only_letters_stay (void)
{
  g_auto (Heads) heads = { .measure = 0 };
  TrestleLook look = look_of (WIDE, FALSE);
  g_autoptr (TrestleFigure) figure = NULL;
  g_autoptr (GArray) texts = NULL;

  heads_init (&heads, TRESTLE_HEAD_DIVERGENCE, 4, 8, 6.0);
  figure = draw_heads (&heads, 2, &look);
  texts = svg_texts_new (figure, NULL);
  g_assert_true (svg_texts_have (texts, "(a)"));
  g_assert_true (svg_texts_have (texts, "(h)"));
  for (guint i = 0; i < texts->len; i++)
    g_assert_null (strstr (g_array_index (texts, SvgText, i).text, "METER"));
  svg_texts_assert_apart (texts, figure);
}

/* One model's name is said once, above its panels. */
static void
test_one_model_is_four_panels (void)
{
  g_auto (Heads) heads = { .measure = 0 };

  heads_init (&heads, TRESTLE_HEAD_DIVERGENCE, 4, 8, 6.0);
  for (guint i = 0; i < G_N_ELEMENTS (widths); i++)
    {
      TrestleLook look = look_of (widths[i], TRUE);
      g_autoptr (TrestleFigure) figure = draw_heads (&heads, 1, &look);
      g_autoptr (GArray) texts = svg_texts_new (figure, NULL);

      g_assert_cmpuint (svg_texts_count (texts, "METER"), ==, 1);
      g_assert_true (svg_texts_have (texts, "(a) visual self-attention"));
      g_assert_true (svg_texts_have (texts, "(d) textual cross-attention"));
      g_assert_cmpuint (svg_texts_count (texts, "cross-modal layer"), ==, widths[i] == WIDE ? 2 : 1);
      svg_texts_assert_apart (texts, figure);
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
      for (guint k = 0; k < G_N_ELEMENTS (mosts) * G_N_ELEMENTS (widths); k++)
        {
          TrestleLook look = look_of (widths[k % G_N_ELEMENTS (widths)], TRUE);
          g_auto (Heads) heads = { .measure = 0 };
          g_autoptr (TrestleFigure) figure = NULL;
          g_autoptr (GArray) texts = NULL;

          heads_init (&heads, measure, sizes[i][0], sizes[i][1], mosts[k / G_N_ELEMENTS (widths)]);
          heads.series[1].name = k % 3 == 0 ? "Bridge, Tower\n\xff" : LONG_NAME;
          figure = draw_heads (&heads, k % 4 == 0 ? 1 : 2, &look);
          texts = svg_texts_new (figure, NULL);
          svg_texts_assert_apart (texts, figure);
        }
}

static void
test_blocks_without_the_measure_have_no_panel (void)
{
  g_auto (Heads) heads = { .measure = 0 };
  TrestleLook look = look_of (WIDE, TRUE);
  g_autoptr (TrestleFigure) figure = NULL;
  g_autoptr (GArray) texts = NULL;

  heads_init (&heads, TRESTLE_HEAD_DISTANCE, 4, 8, 6.0);
  figure = draw_heads (&heads, 2, &look);
  texts = svg_texts_new (figure, NULL);
  g_assert_true (svg_texts_have (texts, "(a) METER, visual self-attention"));
  g_assert_true (svg_texts_have (texts, "(b) BridgeTower, visual self-attention"));
  for (guint i = 0; i < texts->len; i++)
    g_assert_false (g_str_has_prefix (g_array_index (texts, SvgText, i).text, "(c)"));
}

/* Nothing is measured, or nothing finite. */
static void
test_numbers_that_are_none_are_left_out (void)
{
  g_auto (Heads) heads = { .measure = 0 };
  TrestleLook look = look_of (NARROW, TRUE);
  g_autoptr (TrestleFigure) figure = NULL;
  g_autoptr (GArray) texts = NULL;

  heads_init (&heads, TRESTLE_HEAD_DIVERGENCE, 4, 8, 6.0);
  for (gsize i = 0; i < heads.shapes[0].n_values; i++)
    heads.values[0][i] = i % 3 == 0 ? INFINITY : NAN;
  figure = draw_heads (&heads, 1, &look);
  texts = svg_texts_new (figure, NULL);
  svg_texts_assert_apart (texts, figure);
}

static void
draw_nothing (cairo_t *cr, const TrestlePanel *panel, guint index, gpointer data)
{
}

static TrestlePanelGrid *
make_grid (const TrestleLook *look, guint n_columns, const double *mosts, guint n)
{
  static const char *const title[] = { "title", NULL };
  TrestlePanelText text = { title, "number", "place" };
  TrestlePanelGrid *grid = trestle_panel_grid_new (look, n_columns, 70.0, 0.0);

  for (guint i = 0; i < n; i++)
    trestle_panel_grid_add (grid, &text, 0.0, mosts[i], 4);
  trestle_panel_grid_lay_out (grid);
  return grid;
}

static void
test_rows_share_their_scale (void)
{
  static const double mosts[] = { 1.0, 5.0, 0.25, 0.125 };
  TrestleLook look = look_of (WIDE, TRUE);
  g_autoptr (TrestlePanelGrid) grid = make_grid (&look, 2, mosts, G_N_ELEMENTS (mosts));
  const TrestlePanel *panels[4];

  for (guint i = 0; i < 4; i++)
    panels[i] = trestle_panel_grid_get (grid, i);
  for (guint i = 0; i < 4; i += 2)
    {
      g_assert_cmpfloat (panels[i]->y.min, ==, 0.0);
      g_assert_cmpfloat (panels[i]->y.min, ==, panels[i + 1]->y.min);
      g_assert_cmpfloat (panels[i]->y.max, ==, panels[i + 1]->y.max);
      g_assert_cmpfloat (panels[i]->top, ==, panels[i + 1]->top);
      g_assert_cmpfloat (panels[i]->right, <, panels[i + 1]->left);
      g_assert_cmpfloat (panels[i]->y.max, >=, mosts[i]);
      g_assert_cmpfloat (panels[i]->y.max, >=, mosts[i + 1]);
    }
  g_assert_cmpfloat (panels[0]->y.max, >, panels[2]->y.max);
  g_assert_cmpfloat (panels[0]->left, ==, panels[2]->left);
  g_assert_cmpfloat (panels[0]->bottom, <, panels[2]->top);
  g_assert_cmpfloat (panels[1]->right - panels[1]->left, ==, panels[2]->right - panels[2]->left);
}

#define ZOOM 20 /* pixels a point */

/* How much of the page the dots of one place cover, in points squared, and the darkest spot, in [0, 1]. */
static double
measure_dots (const TrestlePanel *panel, const double *values, guint n, double mean, double *darkest)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_A8, 200 * ZOOM, 100 * ZOOM);
  cairo_t *cr = cairo_create (surface);
  double sum = 0.0;
  guint most = 0;

  cairo_scale (cr, ZOOM, ZOOM);
  trestle_panel_draw_dots (cr, panel, TRESTLE_INK_DATA, 0, values, n, mean);
  cairo_surface_flush (surface);
  for (int y = 0; y < cairo_image_surface_get_height (surface); y++)
    for (int x = 0; x < cairo_image_surface_get_width (surface); x++)
      {
        guchar alpha = cairo_image_surface_get_data (surface)[y * cairo_image_surface_get_stride (surface) + x];

        sum += alpha;
        most = MAX (most, alpha);
      }
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  *darkest = most / 255.0;
  return sum / 255.0 / ZOOM / ZOOM;
}

/* Where they would hide each other, ink would add up. */
static void
test_equal_heads_are_all_seen (void)
{
  TrestlePanel panel = { .left = 20.0, .right = 180.0, .top = 10.0, .bottom = 90.0, .n_places = 2 };
  double values[16], darkest, one, all;

  trestle_axis_init (&panel.y, NULL, "number", 0.0, 1.0, 4);
  trestle_axis_set_place (&panel.y, panel.bottom, panel.top);
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    values[i] = 0.5;
  one = measure_dots (&panel, values, 1, NAN, &darkest);
  g_assert_cmpfloat (one, >, 1.0);
  all = measure_dots (&panel, values, G_N_ELEMENTS (values), 0.5, &darkest);
  g_assert_cmpfloat_with_epsilon (all, G_N_ELEMENTS (values) * one, 0.01 * all);
  g_assert_cmpfloat (darkest, <=, 0.51);
}

/* Where there is no room for all, they stay near their place. */
static void
test_dots_stay_at_their_place (void)
{
  TrestlePanel panel = { .left = 20.0, .right = 100.0, .top = 10.0, .bottom = 90.0, .n_places = 8 };
  cairo_surface_t *surface = cairo_recording_surface_create (CAIRO_CONTENT_ALPHA, NULL);
  cairo_t *cr = cairo_create (surface);
  double values[32], x, y, width, height;

  trestle_axis_init (&panel.y, NULL, "number", 0.0, 1.0, 4);
  trestle_axis_set_place (&panel.y, panel.bottom, panel.top);
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    values[i] = 0.25;
  trestle_panel_draw_dots (cr, &panel, TRESTLE_INK_DATA, 3, values, G_N_ELEMENTS (values), NAN);
  cairo_recording_surface_ink_extents (surface, &x, &y, &width, &height);
  g_assert_cmpfloat (x, >=, trestle_panel_place (&panel, 2.4));
  g_assert_cmpfloat (x + width, <=, trestle_panel_place (&panel, 3.6));
  g_assert_cmpfloat_with_epsilon (y + height / 2.0, trestle_axis_place (&panel.y, 0.25), 1.0);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

static JsonArray *
read_rows (JsonParser *parser, const TrestleFigure *figure)
{
  g_autoptr (TrestleTable) table = trestle_figure_get_table (figure);
  g_autofree char *json = trestle_table_to_json (table, NULL);
  g_autoptr (GError) error = NULL;

  json_parser_load_from_data (parser, json, -1, &error);
  g_assert_no_error (error);
  return json_object_get_array_member (json_node_get_object (json_parser_get_root (parser)), "rows");
}

/* (transfer full): a cell as the CSV has it: numbers come with the digits of the JSON. */
static char *
write_cell (JsonObject *row, const char *name)
{
  JsonNode *node = json_object_get_member (row, name);

  if (JSON_NODE_HOLDS_NULL (node))
    return g_strdup ("");
  if (json_node_get_value_type (node) == G_TYPE_STRING)
    return g_strdup (json_node_get_string (node));
  return g_strdup_printf ("%.17g", json_node_get_double (node));
}

/* The CSV has no text that needs quotes here. */
static void
assert_csv_equals_json (const TrestleFigure *figure)
{
  g_autoptr (TrestleTable) table = trestle_figure_get_table (figure);
  g_autofree char *csv = trestle_table_to_csv (table, NULL);
  g_auto (GStrv) lines = g_strsplit (csv, "\r\n", -1);
  g_auto (GStrv) names = g_strsplit (lines[0], ",", -1);
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonArray *rows = read_rows (parser, figure);

  g_assert_cmpuint (g_strv_length (lines), ==, json_array_get_length (rows) + 2);
  for (guint i = 0; i < json_array_get_length (rows); i++)
    {
      g_auto (GStrv) cells = g_strsplit (lines[i + 1], ",", -1);

      g_assert_cmpuint (g_strv_length (cells), ==, g_strv_length (names));
      for (guint k = 0; names[k] != NULL; k++)
        {
          g_autofree char *cell = write_cell (json_array_get_object_element (rows, i), names[k]);

          if (g_ascii_isdigit (cells[k][0]) || cells[k][0] == '-')
            g_assert_cmpfloat (g_ascii_strtod (cells[k], NULL), ==, g_ascii_strtod (cell, NULL));
          else
            g_assert_cmpstr (cells[k], ==, cell);
        }
    }
}

static void
test_table_of_heads_is_what_was_measured (void)
{
  g_auto (Heads) heads = { .measure = 0 };
  TrestleLook look = look_of (NARROW, FALSE);
  g_autoptr (TrestleFigure) figure = NULL;
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonArray *rows;
  guint index = 0;

  heads_init (&heads, TRESTLE_HEAD_DIVERGENCE, 3, 2, 6.0);
  heads.series[1].intervals = NULL;
  figure = draw_heads (&heads, 2, &look);
  rows = read_rows (parser, figure);
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
  assert_csv_equals_json (figure);
}

/* Of a model of three bridges a side; [side, bridge, 2] and [stand-in, knock-out, task, effect] as a profile is laid out. */
static TrestleBridgeShape
make_bridge_shape (gboolean has_share, guint stand_ins)
{
  TrestleBridgeShape shape = { .n_bridges = 3, .has_share = has_share, .stand_ins = stand_ins };

  shape.n_values = trestle_bridge_shape_find_effect (&shape, 0, TRESTLE_EVERY_BRIDGE, TRESTLE_STAND_IN_LAST, TRESTLE_N_EFFECT_TASKS);
  return shape;
}

#define ALL_STAND_INS (1u << TRESTLE_STAND_IN_ZERO | 1u << TRESTLE_STAND_IN_MEAN | 1u << TRESTLE_STAND_IN_LAST)

static TrestleFigure *
draw_bridges (const TrestleBridgeShape *shape, const double *values, const double *intervals, TrestleBridgeQuantity by, double width)
{
  TrestleLook look = look_of (width, TRUE);

  return trestle_bridge_figure_new (LONG_NAME, NULL, shape, values, intervals, TRESTLE_TASK_MATCH, by, &look);
}

static void
test_texts_of_bridges_stay_apart (void)
{
  static const double mosts[] = { 0.9, 2e-5, -30.0 };

  for (guint i = 0; i < G_N_ELEMENTS (widths) * G_N_ELEMENTS (mosts) * 4; i++)
    {
      TrestleBridgeShape shape = make_bridge_shape (i % 2 == 0, ALL_STAND_INS);
      g_autofree double *values = make_values (shape.n_values, mosts[i / 2 % 3]);
      g_autoptr (TrestleFigure)
          figure = draw_bridges (&shape, values, values, i % 4 < 2 ? TRESTLE_BRIDGE_BY_LOGIT : TRESTLE_BRIDGE_BY_KL, widths[i / 12]);
      g_autoptr (GArray) texts = svg_texts_new (figure, NULL);

      svg_texts_assert_apart (texts, figure);
      g_assert_cmpuint (svg_texts_count (texts, "bridge"), ==, 2);
      g_assert_true (svg_texts_have (texts, "(a) text side"));
      g_assert_true (svg_texts_have (texts, "(b) image side"));
    }
}

static void
test_bridges_that_do_not_split_say_so (void)
{
  TrestleBridgeShape shape = make_bridge_shape (FALSE, ALL_STAND_INS), split = make_bridge_shape (TRUE, ALL_STAND_INS);
  g_autofree double *values = make_values (shape.n_values, 1.0);
  g_autoptr (TrestleFigure) figure = draw_bridges (&shape, values, NULL, TRESTLE_BRIDGE_BY_LOGIT, WIDE);
  g_autoptr (TrestleFigure) other = draw_bridges (&split, values, NULL, TRESTLE_BRIDGE_BY_LOGIT, WIDE);
  g_autoptr (GArray) texts = svg_texts_new (figure, NULL);
  g_autoptr (GArray) other_texts = svg_texts_new (other, NULL);
  gboolean is_said = FALSE, is_said_of_other = FALSE;

  for (guint i = 0; i < texts->len; i++)
    is_said = is_said || strstr (g_array_index (texts, SvgText, i).text, "do not split") != NULL;
  for (guint i = 0; i < other_texts->len; i++)
    is_said_of_other = is_said_of_other || strstr (g_array_index (other_texts, SvgText, i).text, "do not split") != NULL;
  g_assert_true (is_said);
  g_assert_false (is_said_of_other);
  g_assert_false (svg_texts_have (texts, "uni-modal share"));
  g_assert_true (svg_texts_have (other_texts, "uni-modal share"));
  g_assert_true (svg_texts_have (other_texts, "cosine"));
}

static void
test_legend_names_what_was_tried (void)
{
  TrestleBridgeShape shape = make_bridge_shape (TRUE, 1u << TRESTLE_STAND_IN_LAST);
  g_autofree double *values = make_values (shape.n_values, 1.0);
  g_autoptr (TrestleFigure) figure = draw_bridges (&shape, values, NULL, TRESTLE_BRIDGE_BY_KL, NARROW);
  g_autoptr (GArray) texts = svg_texts_new (figure, NULL);

  g_assert_true (svg_texts_have (texts, "last layer"));
  g_assert_false (svg_texts_have (texts, "zero"));
  g_assert_false (svg_texts_have (texts, "mean"));
}

/* Adds up what a row of the table should be, and marks the number as written. */
static void
check_bridge_row (const TrestleBridgeShape *shape, const double *values, JsonObject *row, gboolean *written)
{
  const char *quantity = json_object_get_string_member (row, "quantity");
  gboolean is_of_every = json_object_get_null_member (row, "bridge");
  guint bridge = is_of_every ? 0 : (guint) json_object_get_int_member (row, "bridge") - 1;
  TrestleSide side = !is_of_every && g_str_equal (json_object_get_string_member (row, "side"), "image") ? TRESTLE_SIDE_IMAGE
                                                                                                        : TRESTLE_SIDE_TEXT;
  gsize place;

  if (g_str_equal (quantity, "share"))
    place = trestle_bridge_shape_find_share (shape, side, bridge);
  else if (g_str_equal (quantity, "cosine"))
    place = trestle_bridge_shape_find_cosine (shape, side, bridge);
  else
    {
      static const char *const names[] = { "logit_change", "probability_change", "kl", "flipped" };
      TrestleStandIn stand_in;
      TrestleTask task = 0;

      g_assert_true (trestle_stand_in_parse (json_object_get_string_member (row, "stand_in"), &stand_in));
      while (!g_str_equal (trestle_task_get_name (task), json_object_get_string_member (row, "task")))
        task++;
      place = trestle_bridge_shape_find_effect (shape, side, is_of_every ? TRESTLE_EVERY_BRIDGE : (gint) bridge, stand_in, task);
      for (guint i = 0; !g_str_equal (names[i], quantity); i++)
        place++;
    }
  g_assert_false (written[place]);
  written[place] = TRUE;
  g_assert_cmpfloat (json_object_get_double_member (row, "value"), ==, values[place]);
}

static void
test_table_of_bridges_is_what_was_measured (void)
{
  TrestleBridgeShape shape = make_bridge_shape (TRUE, ALL_STAND_INS);
  g_autofree double *values = make_values (shape.n_values, 1.0);
  g_autofree gboolean *written = g_new0 (gboolean, shape.n_values);
  g_autoptr (TrestleFigure) figure = draw_bridges (&shape, values, NULL, TRESTLE_BRIDGE_BY_LOGIT, NARROW);
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonArray *rows = read_rows (parser, figure);

  g_assert_cmpuint (json_array_get_length (rows), ==, shape.n_values);
  for (guint i = 0; i < json_array_get_length (rows); i++)
    check_bridge_row (&shape, values, json_array_get_object_element (rows, i), written);
  assert_csv_equals_json (figure);
}

static TrestleReadout *
make_readout (TrestleTask task, guint position, const char *const *labels, const double *probabilities, guint n_layers)
{
  TrestleReadout *readout = g_new0 (TrestleReadout, 1);

  readout->task = task;
  readout->position = position;
  readout->n_layers = n_layers;
  readout->n_answers = g_strv_length ((char **) labels);
  readout->labels = g_strdupv ((char **) labels);
  readout->probabilities = g_memdup2 (probabilities, readout->n_answers * (gsize) n_layers * sizeof (double));
  readout->first = g_new0 (guint, n_layers);
  return readout;
}

static GPtrArray *
take_readouts (TrestleReadout *first, TrestleReadout *second)
{
  GPtrArray *readouts = g_ptr_array_new_with_free_func ((GDestroyNotify) trestle_readout_free);

  g_ptr_array_add (readouts, first);
  if (second != NULL)
    g_ptr_array_add (readouts, second);
  return readouts;
}

static const char *const answers[] = { "one", "two", "three", "yes", "a word that is longer than any answer should be", NULL };

/* [answers, layers]; the last four end at the same place. */
static const double curves[] = { 0.1, 0.2, 0.9, 0.7, 0.5, 0.025, 0.1, 0.2, 0.025, 0.05, 0.05, 0.025, 0.05, 0.05, 0.025 };

static void
test_texts_of_readouts_stay_apart (void)
{
  for (guint i = 0; i < 2 * G_N_ELEMENTS (widths); i++)
    {
      TrestleReadout *first = make_readout (TRESTLE_TASK_FILL, 3, answers, curves, 3);
      TrestleReadout *second = i % 2 == 1 ? make_readout (TRESTLE_TASK_FILL, 5, answers, curves, 3) : NULL;
      g_autoptr (GPtrArray) readouts = take_readouts (first, second);
      TrestleLook look = look_of (widths[i / 2], TRUE);
      g_autoptr (TrestleFigure) figure = trestle_readout_figure_new (LONG_NAME, readouts, &look);
      g_autoptr (GArray) texts = svg_texts_new (figure, NULL);

      svg_texts_assert_apart (texts, figure);
      g_assert_cmpuint (svg_texts_count (texts, "one"), ==, readouts->len);
      g_assert_cmpuint (svg_texts_count (texts, "three"), ==, readouts->len);
    }
}

/* More answers than lines: the likeliest are named, all are in the table. */
static void
test_answers_without_room_are_in_the_table (void)
{
  enum
  {
    N_ANSWERS = 40
  };
  g_auto (GStrv) labels = g_new0 (char *, N_ANSWERS + 1);
  double probabilities[N_ANSWERS * 2];
  g_autoptr (GPtrArray) readouts = NULL;
  g_autoptr (TrestleFigure) figure = NULL;
  g_autoptr (GArray) texts = NULL;
  g_autoptr (JsonParser) parser = json_parser_new ();
  TrestleLook look = look_of (NARROW, TRUE);

  for (guint i = 0; i < N_ANSWERS; i++)
    {
      labels[i] = g_strdup_printf ("answer %u", i);
      probabilities[2 * i] = probabilities[2 * i + 1] = 1.0 / N_ANSWERS;
    }
  readouts = take_readouts (make_readout (TRESTLE_TASK_ASK, 0, (const char *const *) labels, probabilities, 2), NULL);
  figure = trestle_readout_figure_new ("BridgeTower", readouts, &look);
  texts = svg_texts_new (figure, NULL);
  svg_texts_assert_apart (texts, figure);
  g_assert_true (svg_texts_have (texts, "BridgeTower, ask"));
  g_assert_true (svg_texts_have (texts, "answer 0"));
  g_assert_false (svg_texts_have (texts, "answer 39"));
  g_assert_cmpuint (json_array_get_length (read_rows (parser, figure)), ==, N_ANSWERS * 2);
}

static void
test_table_of_readouts_is_what_was_read (void)
{
  g_autoptr (GPtrArray) readouts = take_readouts (make_readout (TRESTLE_TASK_FILL, 3, answers, curves, 3), NULL);
  TrestleLook look = look_of (NARROW, TRUE);
  g_autoptr (TrestleFigure) figure = trestle_readout_figure_new ("BridgeTower", readouts, &look);
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonArray *rows = read_rows (parser, figure);

  g_assert_cmpuint (json_array_get_length (rows), ==, G_N_ELEMENTS (curves));
  for (guint i = 0; i < G_N_ELEMENTS (curves); i++)
    {
      JsonObject *row = json_array_get_object_element (rows, i);

      g_assert_cmpstr (json_object_get_string_member (row, "answer"), ==, answers[i / 3]);
      g_assert_cmpint (json_object_get_int_member (row, "layer"), ==, i % 3 + 1);
      g_assert_cmpint (json_object_get_int_member (row, "token"), ==, 3);
      g_assert_cmpfloat (json_object_get_double_member (row, "probability"), ==, curves[i]);
    }
  assert_csv_equals_json (figure);
}

/* Relative luminance of sRGB, as WCAG 2 defines it. */
static double
find_luminance (TrestleInk ink)
{
  static const double shares[] = { 0.0722, 0.7152, 0.2126 }; /* blue first, as in the number */
  g_autofree char *name = trestle_ink_to_string (ink);
  guint64 rgb = g_ascii_strtoull (name + 1, NULL, 16);
  double sum = 0.0;

  for (guint i = 0; i < 3; i++)
    {
      double c = (double) (rgb >> 8 * i & 0xff) / 255.0;

      sum += shares[i] * (c <= 0.04045 ? c / 12.92 : pow ((c + 0.055) / 1.055, 2.4));
    }
  return sum;
}

/* Answers are written in the ink of their curves: 4.5 is what small text needs, 4 what the ochre has. */
static void
test_series_can_be_read_on_paper (void)
{
  for (guint i = 0; i < TRESTLE_N_SERIES_INKS; i++)
    {
      g_assert_cmpfloat (1.05 / (find_luminance (trestle_ink_get_series (i)) + 0.05), >=, 4.0);
      for (guint k = 0; k < i; k++)
        {
          g_autofree char *a = trestle_ink_to_string (trestle_ink_get_series (i));
          g_autofree char *b = trestle_ink_to_string (trestle_ink_get_series (k));

          g_assert_cmpstr (a, !=, b);
        }
    }
  g_assert_cmpint (trestle_ink_get_series (0), ==, trestle_ink_get_series (TRESTLE_N_SERIES_INKS));
}

/* They and their intervals end where the numbers say, to what a recording rounds to; where there is no number there is no bar. */
static void
test_bars_begin_at_zero (void)
{
  TrestlePanel panel = { .left = 20.0, .right = 100.0, .top = 10.0, .bottom = 90.0, .n_places = 4 };
  static const double numbers[][2] = { { 0.5, 0.25 }, { -0.5, NAN }, { NAN, NAN } };

  trestle_axis_init (&panel.y, NULL, "number", -1.0, 1.0, 4);
  trestle_axis_set_place (&panel.y, panel.bottom, panel.top);
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      cairo_surface_t *surface = cairo_recording_surface_create (CAIRO_CONTENT_ALPHA, NULL);
      cairo_t *cr = cairo_create (surface);
      double value = numbers[i][0], reach = isfinite (numbers[i][1]) ? numbers[i][1] : 0.0;
      double x, y, width, height;

      trestle_panel_draw_bar (cr, &panel, TRESTLE_INK_DATA, 1, 0, 3, value, numbers[i][1]);
      cairo_recording_surface_ink_extents (surface, &x, &y, &width, &height);
      if (isfinite (value))
        {
          g_assert_cmpfloat_with_epsilon (y, trestle_axis_place (&panel.y, MAX (0.0, value + reach)), 1.5);
          g_assert_cmpfloat_with_epsilon (y + height, trestle_axis_place (&panel.y, MIN (0.0, value - reach)), 1.5);
        }
      else
        g_assert_cmpfloat (width * height, ==, 0.0);
      cairo_destroy (cr);
      cairo_surface_destroy (surface);
    }
}

static void
test_grid_of_one_panel_has_no_letter (void)
{
  static const double most[] = { 1.0 };
  TrestleLook look = look_of (NARROW, FALSE);
  g_autoptr (TrestlePanelGrid) grid = make_grid (&look, 1, most, 1);
  cairo_surface_t *surface = cairo_recording_surface_create (CAIRO_CONTENT_COLOR_ALPHA, NULL);
  cairo_t *cr = cairo_create (surface);
  g_autoptr (GString) svg = g_string_new (NULL);

  trestle_text_collect (surface, svg);
  trestle_panel_grid_draw (grid, cr, draw_nothing, NULL);
  g_assert_null (strstr (svg->str, ">(a)<"));
  g_assert_nonnull (strstr (svg->str, ">number<"));
  g_assert_nonnull (strstr (svg->str, ">place<"));
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/panels/rows-share-their-scale", test_rows_share_their_scale);
  g_test_add_func ("/panels/grid-of-one-panel-has-no-letter", test_grid_of_one_panel_has_no_letter);
  g_test_add_func ("/panels/equal-heads-are-all-seen", test_equal_heads_are_all_seen);
  g_test_add_func ("/panels/dots-stay-at-their-place", test_dots_stay_at_their_place);
  g_test_add_func ("/panels/bars-begin-at-zero", test_bars_begin_at_zero);
  g_test_add_func ("/panels/series-can-be-read-on-paper", test_series_can_be_read_on_paper);
  g_test_add_func ("/head-figure/two-models-are-eight-panels", test_two_models_are_eight_panels);
  g_test_add_func ("/head-figure/narrow-titles-break-behind-the-model", test_narrow_titles_break_behind_the_model);
  g_test_add_func ("/head-figure/without-titles-only-letters-stay", test_without_titles_only_letters_stay);
  g_test_add_func ("/head-figure/one-model-is-four-panels", test_one_model_is_four_panels);
  g_test_add_func ("/head-figure/texts-stay-apart", test_texts_of_heads_stay_apart);
  g_test_add_func ("/head-figure/blocks-without-the-measure-have-no-panel", test_blocks_without_the_measure_have_no_panel);
  g_test_add_func ("/head-figure/numbers-that-are-none-are-left-out", test_numbers_that_are_none_are_left_out);
  g_test_add_func ("/head-figure/table-is-what-was-measured", test_table_of_heads_is_what_was_measured);
  g_test_add_func ("/bridge-figure/texts-stay-apart", test_texts_of_bridges_stay_apart);
  g_test_add_func ("/bridge-figure/bridges-that-do-not-split-say-so", test_bridges_that_do_not_split_say_so);
  g_test_add_func ("/bridge-figure/legend-names-what-was-tried", test_legend_names_what_was_tried);
  g_test_add_func ("/bridge-figure/table-is-what-was-measured", test_table_of_bridges_is_what_was_measured);
  g_test_add_func ("/readout-figure/texts-stay-apart", test_texts_of_readouts_stay_apart);
  g_test_add_func ("/readout-figure/answers-without-room-are-in-the-table", test_answers_without_room_are_in_the_table);
  g_test_add_func ("/readout-figure/table-is-what-was-read", test_table_of_readouts_is_what_was_read);
  return g_test_run ();
}
