/* The figure of maps of bridges: its texts, its scale, and the numbers behind it. */
#include "analysis/figures/bridge-map-figure.h"
#include "tests/figure-checks.h"
#include "tests/panel-fixtures.h"

#define ROWS 3
#define COLUMNS 4
#define N_WORDS 5

static const char *const words[] = { "<s>", "a", "small", "heart", "</s>", NULL };

/* (transfer full): shares from 0 on, a little more for every token of every bridge, and cosines that go down. */
static TrestleBridgeMap *
make_map (TrestleSide side, guint n_bridges)
{
  TrestleBridgeMap *map = g_new0 (TrestleBridgeMap, 1);
  gsize count;

  map->side = side;
  map->n_bridges = n_bridges;
  map->n_tokens = side == TRESTLE_SIDE_IMAGE ? 1 + ROWS * COLUMNS : N_WORDS;
  map->grid_rows = side == TRESTLE_SIDE_IMAGE ? ROWS : 0;
  map->grid_columns = side == TRESTLE_SIDE_IMAGE ? COLUMNS : 0;
  count = (gsize) n_bridges * map->n_tokens;
  for (guint i = 0; i < TRESTLE_N_BRIDGE_MAP_QUANTITIES; i++)
    {
      map->values[i] = g_new (double, count);
      map->places[i] = g_new (double, count);
      for (gsize k = 0; k < count; k++)
        {
          map->places[i][k] = i == TRESTLE_BRIDGE_MAP_SHARE ? (double) k / count : 1.0 - (double) k / count;
          map->values[i][k] = i == TRESTLE_BRIDGE_MAP_SHARE ? map->places[i][k] : 2.0 * map->places[i][k] - 1.0;
        }
    }
  return map;
}

static TrestleFigure *
draw_map (const TrestleBridgeMap *map, TrestleBridgeMapQuantity quantity, double width, double window_height)
{
  g_autoptr (TrestleImage) image = trestle_image_new (8, 8);
  TrestleImageWindow window = { 0, 0, 8, window_height };
  TrestleLook look = make_panel_look (width, TRUE);

  memset (image->pixels, 0, 8 * 8 * 3);
  return trestle_bridge_map_figure_new (map, quantity, image, &window, words, PANEL_LONG_NAME, 0.6, &look);
}

static void
assert_legible (TrestleSide side, TrestleBridgeMapQuantity quantity, guint n_bridges, double width, double height)
{
  g_autoptr (TrestleBridgeMap) map = make_map (side, n_bridges);
  g_autoptr (TrestleFigure) figure = draw_map (map, quantity, width, height);
  g_autoptr (GPtrArray) texts = figure_read_texts (figure, NULL);

  figure_assert_legible (figure);
  g_assert_cmpuint (figure_count_texts (texts, trestle_bridge_map_quantity_get_title (quantity)), ==, 1);
  g_assert_cmpuint (figure_count_texts_with (texts, "class "), ==, side == TRESTLE_SIDE_IMAGE ? n_bridges : 0);
}

/* Of one bridge and of more than fit beside each other, of low windows and high ones. */
static void
test_texts_stay_apart (void)
{
  static const guint counts[] = { 1, 5, 11 };

  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    for (guint k = 0; k < N_PANEL_WIDTHS; k++)
      {
        assert_legible (TRESTLE_SIDE_IMAGE, TRESTLE_BRIDGE_MAP_COSINE, counts[i], panel_widths[k], 2.0);
        assert_legible (TRESTLE_SIDE_IMAGE, TRESTLE_BRIDGE_MAP_SHARE, counts[i], panel_widths[k], 16.0);
        assert_legible (TRESTLE_SIDE_TEXT, TRESTLE_BRIDGE_MAP_COSINE, counts[i], panel_widths[k], 8.0);
      }
}

static void
test_scale_is_the_quantitys (void)
{
  g_autoptr (TrestleBridgeMap) map = make_map (TRESTLE_SIDE_IMAGE, 3);
  g_autoptr (TrestleFigure) share = draw_map (map, TRESTLE_BRIDGE_MAP_SHARE, PANEL_WIDE, 8.0);
  g_autoptr (TrestleFigure) cosine = draw_map (map, TRESTLE_BRIDGE_MAP_COSINE, PANEL_WIDE, 8.0);
  g_autoptr (GPtrArray) share_texts = figure_read_texts (share, NULL), cosine_texts = figure_read_texts (cosine, NULL);

  g_assert_nonnull (figure_find_text (share_texts, "0.0"));
  g_assert_nonnull (figure_find_text (share_texts, "1.0"));
  g_assert_null (figure_find_text (share_texts, "−1.0"));
  g_assert_nonnull (figure_find_text (cosine_texts, "−1.0"));
  g_assert_nonnull (figure_find_text (cosine_texts, "1.0"));
  /* The class token of the first bridge, which has a number and no place. */
  g_assert_nonnull (figure_find_text (share_texts, "class 0.00"));
  g_assert_nonnull (figure_find_text (cosine_texts, "class 1.00"));
}

static void
test_table_of_the_image_is_the_map (void)
{
  g_autoptr (TrestleBridgeMap) map = make_map (TRESTLE_SIDE_IMAGE, 2);
  g_autoptr (TrestleFigure) figure = draw_map (map, TRESTLE_BRIDGE_MAP_SHARE, PANEL_NARROW, 8.0);
  g_autoptr (JsonArray) rows = figure_read_json (figure);

  g_assert_cmpuint (json_array_get_length (rows), ==, 2 * map->n_tokens);
  for (guint i = 0; i < json_array_get_length (rows); i++)
    {
      JsonObject *row = json_array_get_object_element (rows, i);
      guint state = i % map->n_tokens;

      g_assert_cmpint (json_object_get_int_member (row, "bridge"), ==, i / map->n_tokens + 1);
      g_assert_cmpint (json_object_get_int_member (row, "state"), ==, state);
      g_assert_cmpint (json_object_get_null_member (row, "row"), ==, state == 0);
      if (state > 0)
        g_assert_cmpint ((json_object_get_int_member (row, "row") - 1) * COLUMNS + json_object_get_int_member (row, "column"), ==, state);
      g_assert_cmpfloat (json_object_get_double_member (row, "share"), ==, map->values[TRESTLE_BRIDGE_MAP_SHARE][i]);
      g_assert_cmpfloat (json_object_get_double_member (row, "cosine"), ==, map->values[TRESTLE_BRIDGE_MAP_COSINE][i]);
    }
}

static void
test_table_of_the_text_has_its_words (void)
{
  g_autoptr (TrestleBridgeMap) map = make_map (TRESTLE_SIDE_TEXT, 2);
  g_autoptr (TrestleFigure) figure = draw_map (map, TRESTLE_BRIDGE_MAP_COSINE, PANEL_NARROW, 8.0);
  g_autoptr (JsonArray) rows = figure_read_json (figure);

  g_assert_cmpuint (json_array_get_length (rows), ==, 2 * N_WORDS);
  for (guint i = 0; i < 2 * N_WORDS; i++)
    {
      JsonObject *row = json_array_get_object_element (rows, i);

      g_assert_cmpint (json_object_get_int_member (row, "token"), ==, i % N_WORDS);
      g_assert_cmpstr (json_object_get_string_member (row, "word"), ==, words[i % N_WORDS]);
      g_assert_cmpfloat (json_object_get_double_member (row, "cosine"), ==, map->values[TRESTLE_BRIDGE_MAP_COSINE][i]);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/bridge-map-figure/texts-stay-apart", test_texts_stay_apart);
  g_test_add_func ("/bridge-map-figure/scale-is-the-quantitys", test_scale_is_the_quantitys);
  g_test_add_func ("/bridge-map-figure/table-of-the-image-is-the-map", test_table_of_the_image_is_the_map);
  g_test_add_func ("/bridge-map-figure/table-of-the-text-has-its-words", test_table_of_the_text_has_its_words);
  return g_test_run ();
}
