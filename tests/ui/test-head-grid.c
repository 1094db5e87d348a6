/* The head grid: cells that fit, are chosen, and are announced. */
#include "tests/ui/widget-tests.h"

#include <math.h>

#include "tests/ui/widget-tools.h"
#include "ui/widgets/head-grid.h"
#include "ui/widgets/palette.h"

static void
assert_chosen (GtkWidget *grid, guint layer, gint head)
{
  guint chosen_layer;
  gint chosen_head;

  g_object_get (grid, "layer", &chosen_layer, "head", &chosen_head, NULL);
  g_assert_cmpuint (chosen_layer, ==, layer);
  g_assert_cmpint (chosen_head, ==, head);
}

static GPtrArray *
maps_new (guint count, guint rows, guint columns)
{
  GPtrArray *maps = g_ptr_array_new_with_free_func ((GDestroyNotify) trestle_attention_map_unref);

  for (guint i = 0; i < count; i++)
    g_ptr_array_add (maps, tools_map_new (rows, columns));
  return maps;
}

static void
set_maps (GtkWidget *grid, guint n_layers, guint n_columns, guint rows, guint columns)
{
  g_autoptr (GPtrArray) maps = maps_new (n_layers * n_columns, rows, columns);

  trestle_head_grid_set_maps (TRESTLE_HEAD_GRID (grid), maps, n_layers, n_columns);
}

static GtkWidget *
get_cell (GtkWidget *grid, guint n_columns, guint layer, guint column)
{
  return tools_find (grid, "headcell", layer * n_columns + column);
}

static void
test_grid_names_its_cells (void)
{
  GtkWidget *grid = trestle_head_grid_new ();
  GtkWindow *window = tools_window_new (grid, 800, 600);

  set_maps (grid, 4, 9, 8, 8);
  g_object_set (grid, "layer", 2, "head", 1, NULL);
  g_assert_cmpuint (tools_count (grid, "headcell"), ==, 36);
  /* The caption, the layers, the columns. */
  g_assert_cmpstr (tools_get_text (grid, 1), ==, "Layer 1");
  g_assert_cmpstr (tools_get_text (grid, 4), ==, "Layer 4");
  g_assert_cmpstr (tools_get_text (grid, 5), ==, "Mean");
  g_assert_cmpstr (tools_get_text (grid, 6), ==, "Max");
  g_assert_cmpstr (tools_get_text (grid, 7), ==, "Rollout");
  g_assert_cmpstr (tools_get_text (grid, 13), ==, "6");
  g_assert_cmpint (gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (grid)), ==, GTK_ACCESSIBLE_ROLE_GRID);
  tools_assert_accessible_text (get_cell (grid, 9, 2, 4), GTK_ACCESSIBLE_PROPERTY_LABEL, "layer 3, head 2");
  tools_assert_accessible_text (get_cell (grid, 9, 2, 4), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "largest weight 0.030");
  tools_assert_accessible_text (get_cell (grid, 9, 0, 0), GTK_ACCESSIBLE_PROPERTY_LABEL, "layer 1, mean of the heads");
  tools_assert_accessible_text (get_cell (grid, 9, 0, 1), GTK_ACCESSIBLE_PROPERTY_LABEL, "layer 1, maximum of the heads");
  tools_assert_accessible_text (get_cell (grid, 9, 3, 2), GTK_ACCESSIBLE_PROPERTY_LABEL, "layer 4, rollout from the first layer");
  tools_assert_selected (get_cell (grid, 9, 2, 4), TRUE);
  tools_assert_selected (get_cell (grid, 9, 2, 1), FALSE);
  g_object_set (grid, "head", TRESTLE_HEAD_MAX, NULL);
  tools_assert_selected (get_cell (grid, 9, 2, 4), FALSE);
  tools_assert_selected (get_cell (grid, 9, 2, 1), TRUE);
  gtk_window_destroy (window);
}

static void
test_grid_cell_is_clicked (void)
{
  GtkWidget *grid = trestle_head_grid_new ();
  GtkWindow *window = tools_window_new (grid, 800, 600);
  ToolsHeard heard = { 0 };

  set_maps (grid, 4, 9, 8, 8);
  g_signal_connect (grid, "head-activated", G_CALLBACK (tools_hear_two), &heard);
  g_assert_true (gtk_widget_activate (get_cell (grid, 9, 1, 7)));
  tools_wait_for_count (&heard.count, 1);
  g_assert_cmpint (heard.first, ==, 1);
  g_assert_cmpint (heard.second, ==, 4);
  assert_chosen (grid, 1, 4);
  gtk_window_destroy (window);
}

/* @column is where the focus is then, and @head what stands there. */
static void
press_in_grid (GtkWidget *grid, guint keyval, ToolsHeard *heard, int layer, int column, int head)
{
  guint before = heard->count;

  g_assert_true (tools_press_key (grid, keyval));
  g_assert_cmpuint (heard->count, ==, before + 1);
  g_assert_cmpint (heard->first, ==, layer);
  g_assert_cmpint (heard->second, ==, head);
  g_assert_true (gtk_root_get_focus (gtk_widget_get_root (grid)) == get_cell (grid, 9, layer, column));
}

static void
test_grid_follows_arrow_keys (void)
{
  GtkWidget *grid = trestle_head_grid_new ();
  GtkWindow *window = tools_window_new (grid, 800, 600);
  ToolsHeard heard = { 0 };

  set_maps (grid, 4, 9, 8, 8);
  g_object_set (grid, "layer", 1, "head", TRESTLE_HEAD_ROLLOUT, NULL);
  g_signal_connect (grid, "head-activated", G_CALLBACK (tools_hear_two), &heard);
  g_assert_true (gtk_widget_grab_focus (grid));
  press_in_grid (grid, GDK_KEY_Right, &heard, 1, 3, 0);
  press_in_grid (grid, GDK_KEY_Down, &heard, 2, 3, 0);
  press_in_grid (grid, GDK_KEY_Left, &heard, 2, 2, TRESTLE_HEAD_ROLLOUT);
  press_in_grid (grid, GDK_KEY_Up, &heard, 1, 2, TRESTLE_HEAD_ROLLOUT);
  press_in_grid (grid, GDK_KEY_End, &heard, 1, 8, 5);
  press_in_grid (grid, GDK_KEY_Page_Down, &heard, 3, 8, 5);
  g_assert_true (tools_press_key (grid, GDK_KEY_Right));
  g_assert_true (tools_press_key (grid, GDK_KEY_Down));
  g_assert_cmpuint (heard.count, ==, 6);
  press_in_grid (grid, GDK_KEY_Home, &heard, 3, 0, TRESTLE_HEAD_MEAN);
  gtk_widget_set_direction (grid, GTK_TEXT_DIR_RTL);
  press_in_grid (grid, GDK_KEY_Left, &heard, 3, 1, TRESTLE_HEAD_MAX);
  press_in_grid (grid, GDK_KEY_End, &heard, 3, 8, 5);
  gtk_window_destroy (window);
}

static void
test_grid_is_one_tab_stop (void)
{
  GtkWidget *grid = trestle_head_grid_new ();
  GtkWindow *window = tools_window_new (grid, 800, 600);

  set_maps (grid, 4, 9, 8, 8);
  g_object_set (grid, "layer", 3, "head", 2, NULL);
  gtk_window_set_focus (window, NULL);
  g_assert_true (gtk_widget_child_focus (grid, GTK_DIR_TAB_FORWARD));
  g_assert_true (gtk_window_get_focus (window) == get_cell (grid, 9, 3, 5));
  g_assert_false (gtk_widget_child_focus (grid, GTK_DIR_TAB_FORWARD));
  gtk_window_destroy (window);
}

/* Grids that fit into the page at their smallest size are seen as a whole, at the largest that fits. */
static void
test_grid_fits_its_page (void)
{
  static const guint shapes[][2] = { { 4, 11 }, { 6, 15 }, { 12, 15 } };
  GtkWidget *grid = trestle_head_grid_new ();
  GtkWindow *window = tools_window_new (grid, 800, 600);

  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      graphene_rect_t last, caption;

      set_maps (grid, shapes[i][0], shapes[i][1], 18, 18);
      gtk_widget_allocate (grid, 800, 640, -1, NULL);
      g_assert_cmpuint (tools_count (grid, "headcell"), ==, shapes[i][0] * shapes[i][1]);
      last = tools_get_bounds (get_cell (grid, shapes[i][1], shapes[i][0] - 1, shapes[i][1] - 1), grid);
      caption = tools_get_bounds (tools_find (grid, "label", 0), grid);
      g_assert_cmpfloat (last.size.width, ==, last.size.height);
      g_assert_cmpfloat (last.size.width, >=, 36);
      g_assert_cmpfloat (last.origin.x + last.size.width, <=, 800);
      g_assert_cmpfloat (last.origin.y + last.size.height, <, caption.origin.y);
      g_assert_cmpfloat (caption.origin.y + caption.size.height, <=, 640);
    }
  gtk_window_destroy (window);
}

/* The page of a window of 1024 x 700 pixels has 493 for cells; headings without the window's style make them a pixel wider here. */
static void
test_twelve_heads_fit_the_smallest_window (void)
{
  GtkWidget *grid = trestle_head_grid_new ();
  GtkWindow *window = tools_window_new (grid, 548, 600);
  graphene_rect_t first, last;
  int width;

  set_maps (grid, 6, 15, 18, 18);
  gtk_widget_measure (grid, GTK_ORIENTATION_HORIZONTAL, -1, &width, NULL, NULL, NULL);
  gtk_widget_allocate (grid, width, 600, -1, NULL);
  first = tools_get_bounds (get_cell (grid, 15, 0, 0), grid);
  last = tools_get_bounds (get_cell (grid, 15, 0, 14), grid);
  g_assert_cmpfloat (last.origin.x + last.size.width - first.origin.x, <=, 493 + 15);
  gtk_window_destroy (window);
}

static void
test_large_grid_asks_to_scroll (void)
{
  GtkWidget *grid = trestle_head_grid_new ();
  GtkWindow *window = tools_window_new (grid, 800, 600);
  int width, height;
  graphene_rect_t last;

  set_maps (grid, 24, 17, 24, 24);
  gtk_widget_measure (grid, GTK_ORIENTATION_HORIZONTAL, -1, &width, NULL, NULL, NULL);
  gtk_widget_measure (grid, GTK_ORIENTATION_VERTICAL, width, &height, NULL, NULL, NULL);
  g_assert_cmpint (height, >, 24 * 28);
  gtk_widget_allocate (grid, width, height, -1, NULL);
  last = tools_get_bounds (get_cell (grid, 17, 23, 16), grid);
  g_assert_cmpfloat (last.size.width, >=, 28);
  g_assert_cmpfloat (last.origin.x + last.size.width, <=, width);
  g_assert_cmpfloat (last.origin.y + last.size.height, <=, height);
  gtk_window_destroy (window);
}

static void
test_grid_keeps_its_cells (void)
{
  GtkWidget *grid = trestle_head_grid_new ();
  GtkWindow *window = tools_window_new (grid, 800, 600);
  GtkWidget *cell;

  set_maps (grid, 4, 9, 8, 8);
  cell = get_cell (grid, 9, 3, 8);
  gtk_widget_grab_focus (cell);
  set_maps (grid, 4, 9, 0, 12);
  g_assert_true (get_cell (grid, 9, 3, 8) == cell);
  g_assert_true (gtk_window_get_focus (window) == cell);
  tools_wait_for_frame (grid);
  g_assert_cmpint (gtk_widget_get_height (cell), <, gtk_widget_get_width (cell));
  set_maps (grid, 2, 3, 8, 8);
  g_assert_cmpuint (tools_count (grid, "headcell"), ==, 6);
  g_assert_true (gtk_widget_is_ancestor (gtk_window_get_focus (window), grid));
  gtk_window_destroy (window);
}

/* In the first layer the heads stand backwards, in the others as they are counted. */
static void
set_order (GtkWidget *grid)
{
  guint heads[4 * 6];

  for (guint i = 0; i < G_N_ELEMENTS (heads); i++)
    heads[i] = i < 6 ? 5 - i : i % 6;
  trestle_head_grid_set_order (TRESTLE_HEAD_GRID (grid), heads);
}

static float
left_of (GtkWidget *grid, guint layer, guint column)
{
  return tools_get_bounds (get_cell (grid, 9, layer, column), grid).origin.x;
}

static void
test_grid_places_heads_in_order (void)
{
  GtkWidget *grid = trestle_head_grid_new ();
  GtkWindow *window = tools_window_new (grid, 800, 600);

  set_maps (grid, 4, 9, 8, 8);
  set_order (grid);
  tools_wait_for_frame (grid);
  for (guint column = 3; column < 9; column++)
    {
      g_assert_cmpfloat (left_of (grid, 0, column), ==, left_of (grid, 1, 11 - column));
      g_assert_false (gtk_widget_get_visible (tools_find (grid, "label", 1 + 4 + column)));
    }
  for (guint column = 0; column < 3; column++)
    {
      g_assert_cmpfloat (left_of (grid, 0, column), ==, left_of (grid, 1, column));
      g_assert_true (gtk_widget_get_visible (tools_find (grid, "label", 1 + 4 + column)));
    }
  trestle_head_grid_set_order (TRESTLE_HEAD_GRID (grid), NULL);
  tools_wait_for_frame (grid);
  g_assert_cmpfloat (left_of (grid, 0, 8), ==, left_of (grid, 1, 8));
  g_assert_true (gtk_widget_get_visible (tools_find (grid, "label", 1 + 4 + 8)));
  gtk_window_destroy (window);
}

static void
test_arrow_keys_go_where_heads_stand (void)
{
  GtkWidget *grid = trestle_head_grid_new ();
  GtkWindow *window = tools_window_new (grid, 800, 600);
  ToolsHeard heard = { 0 };

  set_maps (grid, 4, 9, 8, 8);
  set_order (grid);
  g_object_set (grid, "layer", 0, "head", TRESTLE_HEAD_ROLLOUT, NULL);
  g_signal_connect (grid, "head-activated", G_CALLBACK (tools_hear_two), &heard);
  g_assert_true (gtk_widget_grab_focus (grid));
  press_in_grid (grid, GDK_KEY_Right, &heard, 0, 8, 5);
  press_in_grid (grid, GDK_KEY_Right, &heard, 0, 7, 4);
  press_in_grid (grid, GDK_KEY_Down, &heard, 1, 4, 1);
  press_in_grid (grid, GDK_KEY_Up, &heard, 0, 7, 4);
  press_in_grid (grid, GDK_KEY_End, &heard, 0, 3, 0);
  gtk_window_destroy (window);
}

/* A bright map has a dark mark where the cell's number is, and none without. */
static void
test_sorted_cell_shows_its_number (void)
{
  GtkWidget *grid = trestle_head_grid_new ();
  GtkWindow *window = tools_window_new (grid, 800, 600);
  g_autofree guint32 *plain = NULL, *numbered = NULL, *pinned = NULL;
  int width, height;
  guint n_numbered = 0, n_pinned = 0;

  set_maps (grid, 4, 9, 8, 8);
  tools_wait_for_frame (grid);
  plain = tools_render (get_cell (grid, 9, 0, 8), &width, &height);
  set_order (grid);
  tools_wait_for_frame (grid);
  numbered = tools_render (get_cell (grid, 9, 0, 8), &width, &height);
  trestle_head_grid_set_pinned (TRESTLE_HEAD_GRID (grid), 0, 5, TRUE);
  pinned = tools_render (get_cell (grid, 9, 0, 8), &width, &height);
  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++)
      {
        if (numbered[y * width + x] != plain[y * width + x])
          {
            g_assert_true (x >= width / 2 && y >= height / 2);
            n_numbered++;
          }
        if (pinned[y * width + x] != numbered[y * width + x])
          {
            g_assert_true (x >= width / 2 && y < height / 2);
            n_pinned++;
          }
      }
  g_assert_cmpuint (n_numbered, >, 50);
  g_assert_cmpuint (n_pinned, >, 50);
  gtk_window_destroy (window);
}

static void
test_cell_tells_what_is_known (void)
{
  GtkWidget *grid = trestle_head_grid_new ();
  GtkWindow *window = tools_window_new (grid, 800, 600);

  set_maps (grid, 4, 9, 8, 8);
  trestle_head_grid_set_numbers (TRESTLE_HEAD_GRID (grid), 1, 2, 1.25, 0.5);
  trestle_head_grid_set_numbers (TRESTLE_HEAD_GRID (grid), 1, TRESTLE_HEAD_MEAN, 2, 1);
  trestle_head_grid_set_pinned (TRESTLE_HEAD_GRID (grid), 1, 2, TRUE);
  tools_assert_accessible_text (get_cell (grid, 9, 1, 5), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                "entropy 1.2500 nats, divergence 0.5000 nats, largest weight 0.030, pinned");
  tools_assert_accessible_text (get_cell (grid, 9, 1, 0), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                "mean entropy 2.0000 nats, mean divergence 1.0000 nats, largest weight 0.030");
  trestle_head_grid_set_numbers (TRESTLE_HEAD_GRID (grid), 1, 2, NAN, NAN);
  trestle_head_grid_set_pinned (TRESTLE_HEAD_GRID (grid), 1, 2, FALSE);
  tools_assert_accessible_text (get_cell (grid, 9, 1, 5), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "largest weight 0.030");
  gtk_window_destroy (window);
}

/* A map that is still being made is a cell like the others. */
static void
test_cell_waits_for_its_map (void)
{
  GtkWidget *grid = trestle_head_grid_new ();
  GtkWindow *window = tools_window_new (grid, 800, 600);
  g_autoptr (GPtrArray) maps = maps_new (2 * 5, 8, 8);
  g_autofree guint32 *empty = NULL, *full = NULL;
  int width, height;

  trestle_attention_map_unref (g_ptr_array_index (maps, 2));
  g_ptr_array_index (maps, 2) = NULL;
  g_ptr_array_set_free_func (maps, NULL);
  trestle_head_grid_set_maps (TRESTLE_HEAD_GRID (grid), maps, 2, 5);
  tools_wait_for_frame (grid);
  empty = tools_render (get_cell (grid, 5, 0, 2), &width, &height);
  tools_assert_accessible_text (get_cell (grid, 5, 0, 2), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "");
  g_ptr_array_index (maps, 2) = tools_map_new (8, 8);
  trestle_head_grid_set_maps (TRESTLE_HEAD_GRID (grid), maps, 2, 5);
  full = tools_render (get_cell (grid, 5, 0, 2), &width, &height);
  g_assert_cmphex (empty[0], ==, empty[width * height - 1]);
  g_assert_cmphex (full[0], !=, full[width * height - 1]);
  g_ptr_array_foreach (maps, (GFunc) (void (*) (void)) trestle_attention_map_unref, NULL);
  gtk_window_destroy (window);
}

static void
hear_nothing_more (GtkWidget *grid, ToolsHeard *heard)
{
  heard->first = heard->second = -9;
}

static void
test_hovered_cell_is_told (void)
{
  GtkWidget *grid = trestle_head_grid_new ();
  GtkWindow *window = tools_window_new (grid, 800, 600);
  GtkEventController *motion = tools_get_controller (grid, GTK_TYPE_EVENT_CONTROLLER_MOTION);
  ToolsHeard heard = { 0 };
  graphene_rect_t bounds;

  set_maps (grid, 4, 9, 8, 8);
  tools_wait_for_frame (grid);
  g_signal_connect (grid, "head-hovered", G_CALLBACK (tools_hear_two), &heard);
  g_signal_connect (grid, "head-left", G_CALLBACK (hear_nothing_more), &heard);
  bounds = tools_get_bounds (get_cell (grid, 9, 2, 1), grid);
  g_signal_emit_by_name (motion, "motion", (double) bounds.origin.x + 5, (double) bounds.origin.y + 5);
  g_signal_emit_by_name (motion, "motion", (double) bounds.origin.x + 6, (double) bounds.origin.y + 6);
  g_assert_cmpuint (heard.count, ==, 1);
  g_assert_cmpint (heard.first, ==, 2);
  g_assert_cmpint (heard.second, ==, TRESTLE_HEAD_MAX);
  g_signal_emit_by_name (motion, "motion", (double) bounds.origin.x - 2, (double) bounds.origin.y + 6);
  g_assert_cmpint (heard.first, ==, -9);
  gtk_window_destroy (window);
}

static void
test_menu_is_about_its_cell (void)
{
  GtkWidget *grid = trestle_head_grid_new ();
  GtkWindow *window = tools_window_new (grid, 800, 600);
  ToolsHeard pinned = { 0 }, activated = { 0 };
  graphene_rect_t bounds;

  set_maps (grid, 4, 9, 8, 8);
  tools_wait_for_frame (grid);
  g_signal_connect (grid, "pin-toggled", G_CALLBACK (tools_hear_two), &pinned);
  g_signal_connect (grid, "head-activated", G_CALLBACK (tools_hear_two), &activated);
  bounds = tools_get_bounds (get_cell (grid, 9, 3, 4), grid);
  g_signal_emit_by_name (tools_get_controller (grid, GTK_TYPE_GESTURE_CLICK), "pressed", 1, (double) bounds.origin.x + 5,
                         (double) bounds.origin.y + 5);
  g_assert_true (gtk_widget_activate_action (grid, "grid.toggle-pin", NULL));
  g_assert_cmpuint (pinned.count, ==, 1);
  g_assert_cmpint (pinned.first, ==, 3);
  g_assert_cmpint (pinned.second, ==, 1);
  g_assert_cmpuint (activated.count, ==, 0);
  g_assert_true (gtk_widget_activate_action (grid, "grid.show", NULL));
  g_assert_cmpint (activated.first, ==, 3);
  g_assert_cmpint (activated.second, ==, 1);
  gtk_window_destroy (window);
}

/* The last patch has the largest weight, the first the smallest. */
static void
test_cell_shows_its_map (void)
{
  GtkWidget *grid = trestle_head_grid_new ();
  GtkWindow *window = tools_window_new (grid, 800, 600);
  g_autoptr (TrestleAttentionMap) map = tools_map_new (3, 3);
  TrestlePalette palette;

  trestle_palette_init (&palette, TRESTLE_COLORMAP_CIVIDIS);
  g_object_set (grid, "colormap", TRESTLE_COLORMAP_CIVIDIS, NULL);
  set_maps (grid, 2, 2, 3, 3);
  tools_wait_for_frame (grid);
  for (guint i = 0; i < 9; i++)
    {
      int width, height;
      g_autofree guint32 *pixels = tools_render (get_cell (grid, 2, 1, 1), &width, &height);
      int x = width * (2 * (int) (i % 3) + 1) / 6;
      int y = height * (2 * (int) (i / 3) + 1) / 6;

      g_assert_cmphex (pixels[y * width + x], ==, trestle_palette_get_pixel (&palette, map->weights[i + 1], map->max));
    }
  gtk_window_destroy (window);
}

static void
draw_grid (GtkWidget *grid)
{
  g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();

  for (GtkWidget *child = gtk_widget_get_first_child (grid); child != NULL; child = gtk_widget_get_next_sibling (child))
    GTK_WIDGET_GET_CLASS (child)->snapshot (child, snapshot);
}

static void
test_grid_is_fast (void)
{
  GtkWidget *grid = trestle_head_grid_new ();
  GtkWindow *window = tools_window_new (grid, 800, 640);
  double best = G_MAXDOUBLE;

  set_maps (grid, 12, 15, 18, 18);
  tools_wait_for_frame (grid);
  for (guint i = 0; i < 10; i++)
    {
      g_autoptr (GPtrArray) maps = maps_new (12 * 15, 18, 18);

      g_test_timer_start ();
      trestle_head_grid_set_maps (TRESTLE_HEAD_GRID (grid), maps, 12, 15);
      draw_grid (grid);
      best = MIN (best, g_test_timer_elapsed ());
    }
  g_test_minimized_result (best, "12 x 15 maps of 325 keys, set and drawn: %.2f ms", 1000 * best);
  g_assert_cmpfloat (best, <, 0.01);
  gtk_window_destroy (window);
}

void
test_head_grid_add (void)
{
  g_test_add_func ("/head-grid/names-its-cells", test_grid_names_its_cells);
  g_test_add_func ("/head-grid/cell-is-clicked", test_grid_cell_is_clicked);
  g_test_add_func ("/head-grid/follows-arrow-keys", test_grid_follows_arrow_keys);
  g_test_add_func ("/head-grid/is-one-tab-stop", test_grid_is_one_tab_stop);
  g_test_add_func ("/head-grid/fits-its-page", test_grid_fits_its_page);
  g_test_add_func ("/head-grid/twelve-heads-fit-the-smallest-window", test_twelve_heads_fit_the_smallest_window);
  g_test_add_func ("/head-grid/large-one-asks-to-scroll", test_large_grid_asks_to_scroll);
  g_test_add_func ("/head-grid/keeps-its-cells", test_grid_keeps_its_cells);
  g_test_add_func ("/head-grid/places-heads-in-order", test_grid_places_heads_in_order);
  g_test_add_func ("/head-grid/arrow-keys-go-where-heads-stand", test_arrow_keys_go_where_heads_stand);
  g_test_add_func ("/head-grid/sorted-cell-shows-its-number", test_sorted_cell_shows_its_number);
  g_test_add_func ("/head-grid/cell-tells-what-is-known", test_cell_tells_what_is_known);
  g_test_add_func ("/head-grid/cell-waits-for-its-map", test_cell_waits_for_its_map);
  g_test_add_func ("/head-grid/hovered-cell-is-told", test_hovered_cell_is_told);
  g_test_add_func ("/head-grid/menu-is-about-its-cell", test_menu_is_about_its_cell);
  g_test_add_func ("/head-grid/cell-shows-its-map", test_cell_shows_its_map);
  if (g_test_perf ())
    g_test_add_func ("/head-grid/is-fast", test_grid_is_fast);
}
