/* The Attention page: what stands for all heads, the numbers of each head, the order of heads, and pins. */
#include <stdio.h>
#include <string.h>

#include "analysis/measures/head-order.h"
#include "analysis/measures/rollout-map.h"
#include "tests/cli-call.h"
#include "tests/ui/export-checks.h"
#include "tests/ui/widget-tools.h"
#include "tests/ui/window-fixture.h"
#include "ui/figure-source.h"
#include "ui/pages/attention-page.h"
#include "ui/widgets/color-scale.h"
#include "ui/widgets/head-cell.h"
#include "ui/widgets/head-columns.h"
#include "ui/widgets/head-grid.h"

/* Between the window and the command line, whose products are split among threads in other ways; and half of the last digit shown. */
#define TOLERANCE (1e-5 + 5e-5)

#define N_LAYERS 4 /* of the demo's cross-modal encoder */

static TrestleHeadGrid *
grid_of (WindowFixture *fixture)
{
  return window_find (fixture, TRESTLE_TYPE_HEAD_GRID);
}

static GtkWidget *
cell_of (WindowFixture *fixture, guint layer, gint head)
{
  guint n_layers, n_columns;

  trestle_workbench_get_maps (fixture->workbench, &n_layers, &n_columns);
  return tools_find (GTK_WIDGET (grid_of (fixture)), "headcell", layer * n_columns + trestle_head_get_column (head));
}

/* Clicks a map. */
static void
look_at (WindowFixture *fixture, guint layer, gint head)
{
  g_assert_true (gtk_widget_activate (cell_of (fixture, layer, head)));
  while (trestle_workbench_get_selection (fixture->workbench)->layer != layer
         || trestle_workbench_get_selection (fixture->workbench)->head != head)
    g_main_context_iteration (NULL, TRUE);
}

static gint
count_heads (WindowFixture *fixture)
{
  return (gint) trestle_run_get_n_heads (trestle_workbench_get_run (fixture->workbench),
                                         trestle_workbench_get_selection (fixture->workbench)->block);
}

static void
show_block (WindowFixture *fixture, TrestleBlock block)
{
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.block", "s", trestle_block_get_name (block));
}

static gint
shown_query (WindowFixture *fixture)
{
  return trestle_selection_get_query (trestle_workbench_get_selection (fixture->workbench));
}

/* Whether every rollout is there, of the word or patch that asks. */
static gboolean
has_rollouts (WindowFixture *fixture)
{
  guint n_layers, n_columns;
  GPtrArray *maps = trestle_workbench_get_maps (fixture->workbench, &n_layers, &n_columns);

  for (guint layer = 0; layer < n_layers; layer++)
    {
      const TrestleAttentionMap *map = g_ptr_array_index (maps, layer * n_columns + trestle_head_get_column (TRESTLE_HEAD_ROLLOUT));

      if (map == NULL || map->query != shown_query (fixture))
        return FALSE;
    }
  return TRUE;
}

static void
assert_same_map (const TrestleAttentionMap *map, const TrestleAttentionMap *expected)
{
  g_assert_nonnull (map);
  g_assert_nonnull (expected);
  g_assert_cmpint (map->block, ==, expected->block);
  g_assert_cmpuint (map->layer, ==, expected->layer);
  g_assert_cmpint (map->head, ==, expected->head);
  g_assert_cmpint (map->query, ==, expected->query);
  g_assert_cmpuint (map->n_keys, ==, expected->n_keys);
  for (gsize key = 0; key < map->n_keys; key++)
    g_assert_cmpfloat (map->weights[key], ==, expected->weights[key]);
}

static void
test_maximum_is_the_largest_weight_of_any_head (WindowFixture *fixture, gconstpointer data)
{
  for (TrestleBlock block = 0; block < TRESTLE_N_BLOCKS; block++)
    {
      const TrestleTrace *trace = trestle_workbench_get_run (fixture->workbench)->trace;
      g_autoptr (TrestleAttentionMap) expected = NULL;
      const TrestleAttentionMap *map;

      show_block (fixture, block);
      look_at (fixture, 1, TRESTLE_HEAD_MAX);
      map = trestle_workbench_get_map (fixture->workbench);
      expected = trestle_attention_map_new (trace, block, 1, TRESTLE_HEAD_MAX, shown_query (fixture), NULL);
      assert_same_map (map, expected);
      for (gint head = 0; head < count_heads (fixture); head++)
        {
          g_autoptr (TrestleAttentionMap) single = trestle_attention_map_new (trace, block, 1, head, shown_query (fixture), NULL);

          for (gsize key = 0; key < map->n_keys; key++)
            g_assert_cmpfloat (map->weights[key], >=, single->weights[key]);
        }
      g_assert_true (window_shows_text (GTK_WIDGET (fixture->window), "layer 2 · maximum of heads"));
    }
}

static void
test_rollout_is_that_of_analysis (WindowFixture *fixture, gconstpointer data)
{
  for (TrestleBlock block = 0; block < TRESTLE_N_BLOCKS; block++)
    {
      const TrestleTrace *trace = trestle_workbench_get_run (fixture->workbench)->trace;
      g_autoptr (TrestleAttentionMap) expected = NULL;

      show_block (fixture, block);
      look_at (fixture, 2, TRESTLE_HEAD_ROLLOUT);
      window_wait_until (fixture, has_rollouts);
      expected = trestle_rollout_map_new (trace, block, 2, shown_query (fixture), NULL);
      assert_same_map (trestle_workbench_get_map (fixture->workbench), expected);
      g_assert_true (window_shows_text (GTK_WIDGET (fixture->window), "layers 1 to 3 · rollout"));
      g_assert_true (window_shows_text (window_find (fixture, TRESTLE_TYPE_COLOR_SCALE), "rollout weight"));
    }
  look_at (fixture, 2, TRESTLE_HEAD_MAX);
  g_assert_true (window_shows_text (window_find (fixture, TRESTLE_TYPE_COLOR_SCALE), "attention weight"));
}

/* The words are asked for one after the other, before any of their rollouts can be followed. */
static void
test_rollout_of_the_last_query_is_shown (WindowFixture *fixture, gconstpointer data)
{
  static GMutex mutex;
  const TrestleTrace *trace = trestle_workbench_get_run (fixture->workbench)->trace;
  g_autoptr (TrestleAttentionMap) expected = trestle_rollout_map_new (trace, TRESTLE_BLOCK_CROSS_TEXT_CROSS, 3, 4, NULL);

  look_at (fixture, 3, TRESTLE_HEAD_ROLLOUT);
  window_wait_until (fixture, has_rollouts);
  window_occupy_threads (&mutex);
  for (guint word = 1; word <= 4; word++)
    trestle_workbench_choose_word (fixture->workbench, word);
  g_assert_false (has_rollouts (fixture));
  g_mutex_unlock (&mutex);
  window_wait_until (fixture, has_rollouts);
  assert_same_map (trestle_workbench_get_map (fixture->workbench), expected);
}

/* A map of patches must never be drawn on words; this block has as many layers and heads. */
static void
test_rollout_of_another_block_is_not_kept (WindowFixture *fixture, gconstpointer data)
{
  static GMutex mutex;

  look_at (fixture, 3, TRESTLE_HEAD_ROLLOUT);
  window_wait_until (fixture, has_rollouts);
  window_occupy_threads (&mutex);
  show_block (fixture, TRESTLE_BLOCK_CROSS_TEXT_SELF);
  g_assert_null (trestle_workbench_get_map (fixture->workbench));
  g_mutex_unlock (&mutex);
  window_wait_until (fixture, has_rollouts);
  g_assert_nonnull (trestle_workbench_get_map (fixture->workbench));
}

static void
test_looking_at_another_head_makes_no_maps (WindowFixture *fixture, gconstpointer data)
{
  guint n_layers, n_columns;
  GPtrArray *maps;
  TrestleAttentionMap *before;

  window_wait_until (fixture, has_rollouts);
  maps = trestle_workbench_get_maps (fixture->workbench, &n_layers, &n_columns);
  before = g_ptr_array_index (maps, n_columns + 5);
  look_at (fixture, 0, 3);
  look_at (fixture, 2, TRESTLE_HEAD_ROLLOUT);
  g_assert_true (trestle_workbench_get_maps (fixture->workbench, &n_layers, &n_columns) == maps);
  g_assert_true (g_ptr_array_index (maps, n_columns + 5) == before);
  g_assert_true (has_rollouts (fixture));
}

/* (nullable): the text of the first label below @widget that begins so */
static const char *
find_text (GtkWidget *widget, const char *start)
{
  if (GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget) && g_str_has_prefix (gtk_label_get_text (GTK_LABEL (widget)), start))
    return gtk_label_get_text (GTK_LABEL (widget));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      const char *found = find_text (child, start);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static gboolean
is_measured (WindowFixture *fixture)
{
  return find_text (window_find (fixture, TRESTLE_TYPE_ATTENTION_PAGE), "layer 4 · mean of heads · on average entropy ") != NULL;
}

/* What the line below the title says, which must be of that head. */
static void
read_line (WindowFixture *fixture, const char *start, double *entropy, double *divergence)
{
  const char *text = find_text (window_find (fixture, TRESTLE_TYPE_ATTENTION_PAGE), start);

  g_assert_nonnull (text);
  g_assert_cmpint (sscanf (text + strlen (start), "entropy %lf, divergence %lf nats", entropy, divergence), ==, 2);
}

/* By the command line: a layer of a block. */
static JsonObject *
find_layer (CliResult *result, TrestleBlock block, guint layer)
{
  JsonObject *model = cli_json_get_element (cli_result_get_json (result), "models", 0);

  return json_array_get_object_element (
      json_object_get_array_member (json_object_get_object_member (model, "blocks"), trestle_block_get_name (block)), layer);
}

static double
find_head (CliResult *result, TrestleBlock block, guint layer, gint head)
{
  return json_array_get_double_element (json_object_get_array_member (find_layer (result, block, layer), "heads"), (guint) head);
}

static CliResult *
call_divergence (WindowFixture *fixture, const char *measure)
{
  const TrestleRun *run = trestle_workbench_get_run (fixture->workbench);

  return cli_call ("divergence", "--json", "--measure", measure, "--image", trestle_image_source_get_path (run->image_source), "--text",
                   run->text, NULL);
}

/* As the pointer would. */
static void
hover (WindowFixture *fixture, guint layer, gint head)
{
  GtkWidget *grid = GTK_WIDGET (grid_of (fixture));
  graphene_rect_t bounds;

  tools_wait_for_frame (grid);
  bounds = tools_get_bounds (cell_of (fixture, layer, head), grid);
  g_signal_emit_by_name (tools_get_controller (grid, GTK_TYPE_EVENT_CONTROLLER_MOTION), "motion",
                         (double) (bounds.origin.x + bounds.size.width / 2), (double) (bounds.origin.y + bounds.size.height / 2));
}

static void
leave (WindowFixture *fixture)
{
  g_signal_emit_by_name (tools_get_controller (GTK_WIDGET (grid_of (fixture)), GTK_TYPE_EVENT_CONTROLLER_MOTION), "leave");
}

static void
test_hovered_head_has_the_numbers_of_the_command_line (WindowFixture *fixture, gconstpointer data)
{
  static const TrestleBlock blocks[] = { TRESTLE_BLOCK_CROSS_TEXT_CROSS, TRESTLE_BLOCK_VISION };
  g_autoptr (CliResult) divergences = call_divergence (fixture, "divergence");
  g_autoptr (CliResult) entropies = call_divergence (fixture, "entropy");

  window_wait_until (fixture, is_measured);
  for (guint i = 0; i < G_N_ELEMENTS (blocks); i++)
    {
      show_block (fixture, blocks[i]);
      for (guint layer = 0; layer < N_LAYERS; layer++)
        for (gint head = 0; head < count_heads (fixture); head++)
          {
            g_autofree char *start = g_strdup_printf ("layer %u · head %d · ", layer + 1, head + 1);
            double entropy, divergence;

            hover (fixture, layer, head);
            read_line (fixture, start, &entropy, &divergence);
            g_assert_cmpfloat_with_epsilon (entropy, find_head (entropies, blocks[i], layer, head), TOLERANCE);
            g_assert_cmpfloat_with_epsilon (divergence, find_head (divergences, blocks[i], layer, head), TOLERANCE);
          }
    }
}

static void
test_line_is_of_the_chosen_head_again_when_the_pointer_leaves (WindowFixture *fixture, gconstpointer data)
{
  g_autoptr (CliResult) divergences = call_divergence (fixture, "divergence");
  double entropy, divergence;

  window_wait_until (fixture, is_measured);
  hover (fixture, 1, 5);
  read_line (fixture, "layer 2 · head 6 · ", &entropy, &divergence);
  leave (fixture);
  read_line (fixture, "layer 4 · mean of heads · on average ", &entropy, &divergence);
  g_assert_cmpfloat_with_epsilon (
      divergence, json_object_get_double_member (find_layer (divergences, TRESTLE_BLOCK_CROSS_TEXT_CROSS, 3), "mean"), TOLERANCE);
}

/* The pointer may rest on a map while keys go elsewhere. */
static void
test_line_follows_the_keyboard (WindowFixture *fixture, gconstpointer data)
{
  GtkWidget *grid = GTK_WIDGET (grid_of (fixture));
  double entropy, divergence;

  window_wait_until (fixture, is_measured);
  hover (fixture, 1, 5);
  g_assert_true (gtk_widget_grab_focus (grid));
  g_assert_true (tools_press_key (grid, GDK_KEY_End));
  read_line (fixture, "layer 4 · head 8 · ", &entropy, &divergence);
}

static void
test_cell_tells_its_numbers (WindowFixture *fixture, gconstpointer data)
{
  GtkWidget *page = window_find (fixture, TRESTLE_TYPE_ATTENTION_PAGE);
  guint n_layers, n_columns;
  GPtrArray *maps;
  g_autofree char *expected = NULL;
  double entropy, divergence;

  window_wait_until (fixture, is_measured);
  hover (fixture, 0, 6);
  g_assert_true (window_shows_text (page, "layer 1 · head 7"));
  read_line (fixture, "layer 1 · head 7 · ", &entropy, &divergence);
  maps = trestle_workbench_get_maps (fixture->workbench, &n_layers, &n_columns);
  expected = g_strdup_printf ("entropy %.4f nats, divergence %.4f nats, largest weight %.3f", entropy, divergence,
                              ((TrestleAttentionMap *) g_ptr_array_index (maps, trestle_head_get_column (6)))->max);
  tools_assert_accessible_text (cell_of (fixture, 0, 6), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, expected);
}

/* What is no head has no number; nor has anything before it is measured. */
static void
test_rollout_has_no_numbers (WindowFixture *fixture, gconstpointer data)
{
  window_wait_until (fixture, is_measured);
  hover (fixture, 1, TRESTLE_HEAD_ROLLOUT);
  g_assert_cmpstr (find_text (window_find (fixture, TRESTLE_TYPE_ATTENTION_PAGE), "layers 1 to 2"), ==, "layers 1 to 2 · rollout");
  hover (fixture, 1, TRESTLE_HEAD_MAX);
  g_assert_cmpstr (find_text (window_find (fixture, TRESTLE_TYPE_ATTENTION_PAGE), "layer 2"), ==, "layer 2 · maximum of heads");
}

static int
compare_places (gconstpointer a, gconstpointer b)
{
  GtkWidget *first = *(GtkWidget *const *) a, *second = *(GtkWidget *const *) b;
  GtkWidget *grid = gtk_widget_get_parent (first);

  return tools_get_bounds (first, grid).origin.x < tools_get_bounds (second, grid).origin.x ? -1 : 1;
}

/* (transfer full): the cells of a layer's heads, from left to right. */
static GPtrArray *
list_cells (WindowFixture *fixture, guint layer)
{
  GPtrArray *cells = g_ptr_array_new ();

  for (gint head = 0; head < count_heads (fixture); head++)
    g_ptr_array_add (cells, cell_of (fixture, layer, head));
  g_ptr_array_sort (cells, compare_places);
  return cells;
}

/* From left to right the numbers fall, or with @sign -1 rise; each head stands once. */
static void
assert_sorted (WindowFixture *fixture, CliResult *numbers, int sign)
{
  TrestleBlock block = trestle_workbench_get_selection (fixture->workbench)->block;

  for (guint layer = 0; layer < N_LAYERS; layer++)
    {
      g_autoptr (GPtrArray) cells = list_cells (fixture, layer);
      guint seen = 0;

      for (guint i = 0; i < cells->len; i++)
        {
          gint head = trestle_head_cell_get_head (g_ptr_array_index (cells, i));
          gint next = i + 1 < cells->len ? trestle_head_cell_get_head (g_ptr_array_index (cells, i + 1)) : head;

          seen |= 1u << head;
          g_assert_cmpfloat (sign * find_head (numbers, block, layer, head), >=, sign * find_head (numbers, block, layer, next) - 2e-5);
        }
      g_assert_cmphex (seen, ==, (1u << cells->len) - 1);
    }
}

/* By the choice above the grid. */
static void
choose_order (WindowFixture *fixture, TrestleHeadOrder order)
{
  GtkWidget *page = window_find (fixture, TRESTLE_TYPE_ATTENTION_PAGE);
  GtkWidget *choice = window_find_widget (page, GTK_TYPE_DROP_DOWN);

  g_assert_nonnull (choice);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (choice), order);
  tools_wait_for_frame (page);
}

static void
test_heads_stand_in_the_order_of_their_numbers (WindowFixture *fixture, gconstpointer data)
{
  g_autoptr (CliResult) divergences = call_divergence (fixture, "divergence");
  g_autoptr (CliResult) entropies = call_divergence (fixture, "entropy");
  g_autoptr (GPtrArray) cells = NULL;

  window_wait_until (fixture, is_measured);
  choose_order (fixture, TRESTLE_HEAD_ORDER_MOST_DIVERGENT);
  assert_sorted (fixture, divergences, 1);
  choose_order (fixture, TRESTLE_HEAD_ORDER_LEAST_DIVERGENT);
  assert_sorted (fixture, divergences, -1);
  choose_order (fixture, TRESTLE_HEAD_ORDER_WIDEST);
  assert_sorted (fixture, entropies, 1);
  choose_order (fixture, TRESTLE_HEAD_ORDER_NARROWEST);
  assert_sorted (fixture, entropies, -1);
  show_block (fixture, TRESTLE_BLOCK_VISION);
  tools_wait_for_frame (GTK_WIDGET (grid_of (fixture)));
  assert_sorted (fixture, entropies, -1);
  choose_order (fixture, TRESTLE_HEAD_ORDER_NUMBER);
  cells = list_cells (fixture, 0);
  for (guint i = 0; i < cells->len; i++)
    g_assert_true (g_ptr_array_index (cells, i) == cell_of (fixture, 0, (gint) i));
}

/* In the settings, which this program has in memory. */
static void
test_order_is_remembered (WindowFixture *fixture, gconstpointer data)
{
  WindowFixture next = { 0 };
  g_autofree char *order = NULL;

  choose_order (fixture, TRESTLE_HEAD_ORDER_WIDEST);
  window_set_up (&next, NULL);
  g_object_get (next.workbench, "head-order", &order, NULL);
  g_assert_cmpstr (order, ==, "widest");
  g_assert_cmpuint (gtk_drop_down_get_selected (
                        GTK_DROP_DOWN (window_find_widget (window_find (&next, TRESTLE_TYPE_ATTENTION_PAGE), GTK_TYPE_DROP_DOWN))),
                    ==, TRESTLE_HEAD_ORDER_WIDEST);
  choose_order (&next, TRESTLE_HEAD_ORDER_NUMBER);
  window_tear_down (&next, NULL);
}

static void
test_unknown_order_is_left_out (WindowFixture *fixture, gconstpointer data)
{
  g_autofree char *order = NULL;

  g_object_set (fixture->workbench, "head-order", "tallest", NULL);
  g_object_get (fixture->workbench, "head-order", &order, NULL);
  g_assert_cmpstr (order, ==, "number");
}

static gboolean
is_pinned (WindowFixture *fixture, TrestleBlock block, guint layer, gint head)
{
  TrestlePin pin = { block, layer, head };

  return trestle_pins_contain (trestle_workbench_get_pins (fixture->workbench), &pin);
}

static void
assert_marked (WindowFixture *fixture, guint layer, gint head, gboolean marked)
{
  g_assert_cmpint (trestle_head_cell_is_pinned (TRESTLE_HEAD_CELL (cell_of (fixture, layer, head))), ==, marked);
}

static void
test_key_pins_the_map_with_the_focus (WindowFixture *fixture, gconstpointer data)
{
  static const gint heads[] = { 3, TRESTLE_HEAD_MEAN, TRESTLE_HEAD_MAX, TRESTLE_HEAD_ROLLOUT };
  GtkWidget *grid = GTK_WIDGET (grid_of (fixture));

  for (guint i = 0; i < G_N_ELEMENTS (heads); i++)
    {
      look_at (fixture, 1, heads[i]);
      g_assert_true (gtk_widget_grab_focus (grid));
      g_assert_true (tools_press_key (grid, GDK_KEY_p));
      g_assert_true (is_pinned (fixture, TRESTLE_BLOCK_CROSS_TEXT_CROSS, 1, heads[i]));
      assert_marked (fixture, 1, heads[i], TRUE);
    }
  assert_marked (fixture, 2, 3, FALSE);
  look_at (fixture, 1, 3);
  gtk_widget_grab_focus (grid);
  g_assert_true (tools_press_key (grid, GDK_KEY_p));
  g_assert_false (is_pinned (fixture, TRESTLE_BLOCK_CROSS_TEXT_CROSS, 1, 3));
  assert_marked (fixture, 1, 3, FALSE);
}

static GtkToggleButton *
pin_button_of (WindowFixture *fixture)
{
  GtkWidget *title = window_find (fixture, TRESTLE_TYPE_ATTENTION_PAGE);

  for (guint i = 0;; i++)
    {
      GtkWidget *button = tools_find (title, "button", i);

      g_assert_nonnull (button);
      if (GTK_IS_TOGGLE_BUTTON (button) && g_strcmp0 (gtk_button_get_icon_name (GTK_BUTTON (button)), "view-pin-symbolic") == 0)
        return GTK_TOGGLE_BUTTON (button);
    }
}

static void
test_button_pins_the_chosen_map (WindowFixture *fixture, gconstpointer data)
{
  GtkToggleButton *button = pin_button_of (fixture);

  look_at (fixture, 0, 2);
  g_signal_emit_by_name (button, "clicked");
  g_assert_true (is_pinned (fixture, TRESTLE_BLOCK_CROSS_TEXT_CROSS, 0, 2));
  g_assert_true (gtk_toggle_button_get_active (button));
  look_at (fixture, 0, 3);
  g_assert_false (gtk_toggle_button_get_active (button));
  look_at (fixture, 0, 2);
  g_assert_true (gtk_toggle_button_get_active (button));
  trestle_pins_undo (trestle_workbench_get_pins (fixture->workbench));
  g_assert_false (gtk_toggle_button_get_active (button));
  assert_marked (fixture, 0, 2, FALSE);
}

static void
test_menu_pins_the_map_it_is_opened_on (WindowFixture *fixture, gconstpointer data)
{
  GtkWidget *grid = GTK_WIDGET (grid_of (fixture));

  look_at (fixture, 2, 4);
  g_assert_true (gtk_widget_grab_focus (grid));
  g_assert_true (tools_press_key (grid, GDK_KEY_Menu));
  g_assert_true (gtk_widget_activate_action (grid, "grid.toggle-pin", NULL));
  g_assert_true (is_pinned (fixture, TRESTLE_BLOCK_CROSS_TEXT_CROSS, 2, 4));
}

/* A pin is of one block; where another is shown its cells have no mark. */
static void
test_mark_stays_in_its_block (WindowFixture *fixture, gconstpointer data)
{
  TrestlePin pin = { TRESTLE_BLOCK_VISION, 1, 1 };

  trestle_pins_toggle (trestle_workbench_get_pins (fixture->workbench), &pin);
  assert_marked (fixture, 1, 1, FALSE);
  show_block (fixture, TRESTLE_BLOCK_VISION);
  assert_marked (fixture, 1, 1, TRUE);
  show_block (fixture, TRESTLE_BLOCK_CROSS_TEXT_CROSS);
  assert_marked (fixture, 1, 1, FALSE);
}

static void
assert_exports_as (WindowFixture *fixture, const char *expected)
{
  g_autofree char *name = trestle_figure_source_name_file (window_find (fixture, TRESTLE_TYPE_ATTENTION_PAGE));

  g_assert_cmpstr (name, ==, expected);
  export_assert_repeatable (fixture, TRESTLE_TYPE_ATTENTION_PAGE);
}

static void
test_summaries_can_be_exported_again (WindowFixture *fixture, gconstpointer data)
{
  look_at (fixture, 2, TRESTLE_HEAD_MAX);
  assert_exports_as (fixture, "cross_text_cross-layer3-max");
  look_at (fixture, 2, TRESTLE_HEAD_ROLLOUT);
  window_wait_until (fixture, has_rollouts);
  assert_exports_as (fixture, "cross_text_cross-layer3-rollout");
  look_at (fixture, 2, TRESTLE_HEAD_MEAN);
  assert_exports_as (fixture, "cross_text_cross-layer3-mean");
  look_at (fixture, 2, 4);
  assert_exports_as (fixture, "cross_text_cross-layer3-head5");
}

/* Closed by the fixture while threads are at work; a warning would end the test. */
static void
test_closing_while_following_is_quiet (WindowFixture *fixture, gconstpointer data)
{
  static GMutex mutex;

  window_occupy_threads (&mutex);
  show_block (fixture, TRESTLE_BLOCK_VISION);
  g_assert_false (has_rollouts (fixture));
  g_mutex_unlock (&mutex);
}

static void
add_tests (void)
{
  WINDOW_TEST ("/attention/maximum-is-the-largest-weight-of-any-head", test_maximum_is_the_largest_weight_of_any_head);
  WINDOW_TEST ("/attention/rollout-is-that-of-analysis", test_rollout_is_that_of_analysis);
  WINDOW_TEST ("/attention/rollout-of-the-last-query-is-shown", test_rollout_of_the_last_query_is_shown);
  WINDOW_TEST ("/attention/rollout-of-another-block-is-not-kept", test_rollout_of_another_block_is_not_kept);
  WINDOW_TEST ("/attention/looking-at-another-head-makes-no-maps", test_looking_at_another_head_makes_no_maps);
  WINDOW_TEST ("/attention/hovered-head-has-the-numbers-of-the-command-line", test_hovered_head_has_the_numbers_of_the_command_line);
  WINDOW_TEST ("/attention/line-is-of-the-chosen-head-again-when-the-pointer-leaves",
               test_line_is_of_the_chosen_head_again_when_the_pointer_leaves);
  WINDOW_TEST ("/attention/line-follows-the-keyboard", test_line_follows_the_keyboard);
  WINDOW_TEST ("/attention/cell-tells-its-numbers", test_cell_tells_its_numbers);
  WINDOW_TEST ("/attention/rollout-has-no-numbers", test_rollout_has_no_numbers);
  WINDOW_TEST ("/attention/heads-stand-in-the-order-of-their-numbers", test_heads_stand_in_the_order_of_their_numbers);
  WINDOW_TEST ("/attention/order-is-remembered", test_order_is_remembered);
  WINDOW_TEST ("/attention/unknown-order-is-left-out", test_unknown_order_is_left_out);
  WINDOW_TEST ("/attention/key-pins-the-map-with-the-focus", test_key_pins_the_map_with_the_focus);
  WINDOW_TEST ("/attention/button-pins-the-chosen-map", test_button_pins_the_chosen_map);
  WINDOW_TEST ("/attention/menu-pins-the-map-it-is-opened-on", test_menu_pins_the_map_it_is_opened_on);
  WINDOW_TEST ("/attention/mark-stays-in-its-block", test_mark_stays_in_its_block);
  WINDOW_TEST ("/attention/summaries-can-be-exported-again", test_summaries_can_be_exported_again);
  WINDOW_TEST ("/attention/closing-while-following-is-quiet", test_closing_while_following_is_quiet);
}

int
main (int argc, char *argv[])
{
  return window_run_tests (argc, argv, add_tests);
}
