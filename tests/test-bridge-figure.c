/* The figure of bridges: its panels, where their texts are, and the numbers behind it. */
#include "analysis/figures/bridge-figure.h"
#include "tests/figure-checks.h"
#include "tests/panel-fixtures.h"

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
  TrestleLook look = make_panel_look (width, TRUE);

  return trestle_bridge_figure_new (PANEL_LONG_NAME, NULL, shape, values, intervals, TRESTLE_TASK_MATCH, by, &look);
}

static void
test_texts_of_bridges_stay_apart (void)
{
  static const double mosts[] = { 0.9, 2e-5, -30.0 };

  for (guint i = 0; i < N_PANEL_WIDTHS * G_N_ELEMENTS (mosts) * 4; i++)
    {
      TrestleBridgeShape shape = make_bridge_shape (i % 2 == 0, ALL_STAND_INS);
      g_autofree double *values = make_panel_values (shape.n_values, mosts[i / 2 % 3]);
      g_autoptr (TrestleFigure)
          figure = draw_bridges (&shape, values, values, i % 4 < 2 ? TRESTLE_BRIDGE_BY_LOGIT : TRESTLE_BRIDGE_BY_KL, panel_widths[i / 12]);
      g_autoptr (GPtrArray) texts = figure_read_texts (figure, NULL);

      figure_assert_legible (figure);
      g_assert_cmpuint (figure_count_texts (texts, "bridge"), ==, 2);
      g_assert_nonnull (figure_find_text (texts, "(a) text side"));
      g_assert_nonnull (figure_find_text (texts, "(b) image side"));
    }
}

static void
test_bridges_that_do_not_split_say_so (void)
{
  TrestleBridgeShape shape = make_bridge_shape (FALSE, ALL_STAND_INS), split = make_bridge_shape (TRUE, ALL_STAND_INS);
  g_autofree double *values = make_panel_values (shape.n_values, 1.0);
  g_autoptr (TrestleFigure) figure = draw_bridges (&shape, values, NULL, TRESTLE_BRIDGE_BY_LOGIT, PANEL_WIDE);
  g_autoptr (TrestleFigure) other = draw_bridges (&split, values, NULL, TRESTLE_BRIDGE_BY_LOGIT, PANEL_WIDE);
  g_autoptr (GPtrArray) texts = figure_read_texts (figure, NULL);
  g_autoptr (GPtrArray) other_texts = figure_read_texts (other, NULL);

  g_assert_cmpuint (figure_count_texts_with (texts, "do not split"), >, 0);
  g_assert_cmpuint (figure_count_texts_with (other_texts, "do not split"), ==, 0);
  g_assert_null (figure_find_text (texts, "uni-modal share"));
  g_assert_nonnull (figure_find_text (other_texts, "uni-modal share"));
  g_assert_nonnull (figure_find_text (other_texts, "cosine"));
}

static void
test_legend_names_what_was_tried (void)
{
  TrestleBridgeShape shape = make_bridge_shape (TRUE, 1u << TRESTLE_STAND_IN_LAST);
  g_autofree double *values = make_panel_values (shape.n_values, 1.0);
  g_autoptr (TrestleFigure) figure = draw_bridges (&shape, values, NULL, TRESTLE_BRIDGE_BY_KL, PANEL_NARROW);
  g_autoptr (GPtrArray) texts = figure_read_texts (figure, NULL);

  g_assert_nonnull (figure_find_text (texts, "last layer"));
  g_assert_null (figure_find_text (texts, "zero"));
  g_assert_null (figure_find_text (texts, "mean"));
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
  g_autofree double *values = make_panel_values (shape.n_values, 1.0);
  g_autofree gboolean *written = g_new0 (gboolean, shape.n_values);
  g_autoptr (TrestleFigure) figure = draw_bridges (&shape, values, NULL, TRESTLE_BRIDGE_BY_LOGIT, PANEL_NARROW);
  g_autoptr (JsonArray) rows = figure_read_json (figure);

  g_assert_cmpuint (json_array_get_length (rows), ==, shape.n_values);
  for (guint i = 0; i < json_array_get_length (rows); i++)
    check_bridge_row (&shape, values, json_array_get_object_element (rows, i), written);
}

/* The number that a mark stands for, from the profile itself. */
static double
find_marked (const TrestleBridgeShape *shape, const double *values, const TrestleBridgeMark *mark)
{
  if (mark->row == TRESTLE_BRIDGE_ROW_SHARE)
    return trestle_bridge_shape_get_share (shape, values, mark->side, mark->bridge);
  if (mark->row == TRESTLE_BRIDGE_ROW_COSINE)
    return trestle_bridge_shape_get_cosine (shape, values, mark->side, mark->bridge);
  return trestle_bridge_shape_get_effect (shape, values, mark->side, (gint) mark->bridge, mark->stand_in, TRESTLE_TASK_MATCH).logit_change;
}

/* Where a mark says that it is, it is found again, and it has the number of its place. */
static void
test_every_number_can_be_pointed_at (void)
{
  TrestleBridgeShape shape = make_bridge_shape (TRUE, ALL_STAND_INS);
  g_autofree double *values = make_panel_values (shape.n_values, 0.9);
  g_autoptr (TrestleFigure) figure = draw_bridges (&shape, values, NULL, TRESTLE_BRIDGE_BY_LOGIT, PANEL_WIDE);
  guint n_marks;
  const TrestleBridgeMark *marks = trestle_bridge_figure_get_marks (figure, &n_marks);

  g_assert_cmpuint (n_marks, ==, 2 * 3 * (2 + 3));
  for (guint i = 0; i < n_marks; i++)
    {
      double x = marks[i].x + marks[i].width / 2.0, y = marks[i].y + marks[i].height / 2.0;

      g_assert_cmpfloat (marks[i].value, ==, find_marked (&shape, values, &marks[i]));
      g_assert_cmpint (trestle_bridge_figure_find_mark (figure, x, y, 0.0), ==, (gint) i);
      g_assert_cmpfloat (x, <, trestle_figure_get_width (figure));
      g_assert_cmpfloat (y, <, trestle_figure_get_height (figure));
    }
  g_assert_cmpint (trestle_bridge_figure_find_mark (figure, 0.0, 0.0, 3.0), ==, -1);
}

static void
test_keys_walk_along_and_between_rows (void)
{
  TrestleBridgeShape shape = make_bridge_shape (TRUE, ALL_STAND_INS);
  g_autofree double *values = make_panel_values (shape.n_values, 0.9);
  g_autoptr (TrestleFigure) figure = draw_bridges (&shape, values, NULL, TRESTLE_BRIDGE_BY_LOGIT, PANEL_WIDE);
  g_autofree char *words = NULL, *first = trestle_bridge_figure_describe_mark (figure, 0);

  g_assert_true (g_str_has_prefix (first, "Text side, bridge 1: share "));
  g_assert_cmpuint (trestle_bridge_figure_walk (figure, 0, 0, -1), ==, 0);
  g_assert_cmpuint (trestle_bridge_figure_walk (figure, 0, 0, 1), ==, 1);
  g_assert_cmpuint (trestle_bridge_figure_walk (figure, 0, 0, 1000), ==, 5);
  /* From the image side's first share to its cosine, then to its first bar, and back. */
  g_assert_cmpuint (trestle_bridge_figure_walk (figure, 3, 1, 0), ==, 9);
  g_assert_cmpuint (trestle_bridge_figure_walk (figure, 9, 1, 0), ==, 12 + 9);
  g_assert_cmpuint (trestle_bridge_figure_walk (figure, 12 + 10, -1, 0), ==, 9);
  words = trestle_bridge_figure_describe_mark (figure, 12 + 10);
  g_assert_true (g_str_has_prefix (words, "Image side, bridge 1: match logit change, given mean, "));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/bridge-figure/texts-stay-apart", test_texts_of_bridges_stay_apart);
  g_test_add_func ("/bridge-figure/bridges-that-do-not-split-say-so", test_bridges_that_do_not_split_say_so);
  g_test_add_func ("/bridge-figure/legend-names-what-was-tried", test_legend_names_what_was_tried);
  g_test_add_func ("/bridge-figure/table-is-what-was-measured", test_table_of_bridges_is_what_was_measured);
  g_test_add_func ("/bridge-figure/every-number-can-be-pointed-at", test_every_number_can_be_pointed_at);
  g_test_add_func ("/bridge-figure/keys-walk-along-and-between-rows", test_keys_walk_along_and_between_rows);
  return g_test_run ();
}
