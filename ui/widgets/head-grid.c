/* Layers by heads of small attention maps, labelled; one of them is chosen. */
#include "ui/widgets/head-grid.h"

#include <string.h>

#include "ui/widgets/arrow-keys.h"
#include "ui/widgets/children.h"
#include "ui/widgets/head-cell.h"
#include "ui/widgets/head-columns.h"
#include "ui/widgets/palette.h"

/* Sides of a cell: at 28 pixels 12 heads fit into the smallest window, and 18 x 18 patches can be told; beyond 96 there is nothing more
 * to see. */
#define CELL_MIN 28
#define CELL_NATURAL 56
#define CELL_MAX 96
#define SPACING 4
/* Sets what stands for all heads apart from the heads. */
#define SUMMARY_SPACING 12
#define LABEL_SPACING 10
#define HEADING_SPACING 4
#define CAPTION_SPACING 12
/* The outline of the chosen cell reaches this far beyond it. */
#define EDGE 4

/**
 * @cells: `[n_layers * n_columns]`, by number, wherever they stand
 * @order: (nullable): `[n_layers * n_heads]`, which head stands where
 * @aspect: width to height of a cell
 * @hovered: (nullable): the cell that the pointer is on
 * @menu: on the cell that @menu_cell is
 */
struct _TrestleHeadGrid
{
  GtkWidget parent_instance;

  GtkWidget *caption;
  GPtrArray *row_labels;
  GPtrArray *column_labels;
  GPtrArray *cells;
  guint n_layers;
  guint n_columns;
  guint *order;
  double aspect;
  guint layer;
  guint column;
  TrestleHeadCell *hovered;
  GtkWidget *menu;
  TrestleHeadCell *menu_cell;
  TrestlePalette palette;
};

enum
{
  PROP_LAYER = 1,
  PROP_HEAD,
  PROP_COLORMAP,
  N_PROPERTIES,
};

enum
{
  SIGNAL_HEAD_ACTIVATED,
  SIGNAL_HEAD_HOVERED,
  SIGNAL_HEAD_LEFT,
  SIGNAL_PIN_TOGGLED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TrestleHeadGrid, trestle_head_grid, GTK_TYPE_WIDGET)

/* (nullable) */
static TrestleHeadCell *
grid_get_cell (TrestleHeadGrid *grid, guint layer, guint column)
{
  if (layer >= grid->n_layers || column >= grid->n_columns)
    return NULL;
  return g_ptr_array_index (grid->cells, layer * grid->n_columns + column);
}

static guint
grid_get_n_heads (TrestleHeadGrid *grid)
{
  return MAX (grid->n_columns, TRESTLE_N_SUMMARIES) - TRESTLE_N_SUMMARIES;
}

/* Which column's cell stands at a place of its row. */
static guint
grid_get_column_at (TrestleHeadGrid *grid, guint layer, guint position)
{
  if (position < TRESTLE_N_SUMMARIES || grid->order == NULL)
    return position;
  return trestle_head_get_column ((gint) grid->order[layer * grid_get_n_heads (grid) + position - TRESTLE_N_SUMMARIES]);
}

/* And where a column's cell stands. */
static guint
grid_get_position (TrestleHeadGrid *grid, guint layer, guint column)
{
  guint position = 0;

  while (position < grid->n_columns && grid_get_column_at (grid, layer, position) != column)
    position++;
  return position;
}

static void
grid_set_chosen (TrestleHeadGrid *grid, guint layer, guint column)
{
  TrestleHeadCell *before = grid_get_cell (grid, grid->layer, grid->column);
  TrestleHeadCell *now = grid_get_cell (grid, layer, column);

  if (before != NULL)
    trestle_head_cell_set_chosen (before, FALSE);
  if (now != NULL)
    trestle_head_cell_set_chosen (now, TRUE);
  g_object_freeze_notify (G_OBJECT (grid));
  if (grid->layer != layer)
    g_object_notify (G_OBJECT (grid), "layer");
  if (grid->column != column)
    g_object_notify (G_OBJECT (grid), "head");
  grid->layer = layer;
  grid->column = column;
  g_object_thaw_notify (G_OBJECT (grid));
}

static void
grid_activate (TrestleHeadGrid *grid, guint layer, gint head)
{
  grid_set_chosen (grid, layer, trestle_head_get_column (head));
  g_signal_emit (grid, signals[SIGNAL_HEAD_ACTIVATED], 0, layer, head);
}

static void
on_cell_clicked (TrestleHeadCell *cell, TrestleHeadGrid *grid)
{
  grid_activate (grid, trestle_head_cell_get_layer (cell), trestle_head_cell_get_head (cell));
}

/* @cell: (nullable) */
static void
grid_set_hovered (TrestleHeadGrid *grid, TrestleHeadCell *cell)
{
  if (grid->hovered == cell)
    return;
  grid->hovered = cell;
  if (cell != NULL)
    g_signal_emit (grid, signals[SIGNAL_HEAD_HOVERED], 0, trestle_head_cell_get_layer (cell), trestle_head_cell_get_head (cell));
  else
    g_signal_emit (grid, signals[SIGNAL_HEAD_LEFT], 0);
}

/* (nullable): the cell there */
static TrestleHeadCell *
grid_pick_cell (TrestleHeadGrid *grid, double x, double y)
{
  GtkWidget *picked = gtk_widget_pick (GTK_WIDGET (grid), x, y, GTK_PICK_DEFAULT);

  return picked != NULL ? TRESTLE_HEAD_CELL (gtk_widget_get_ancestor (picked, TRESTLE_TYPE_HEAD_CELL)) : NULL;
}

static void
on_motion (GtkEventControllerMotion *motion, double x, double y, TrestleHeadGrid *grid)
{
  grid_set_hovered (grid, grid_pick_cell (grid, x, y));
}

static void
on_leave (GtkEventControllerMotion *motion, TrestleHeadGrid *grid)
{
  grid_set_hovered (grid, NULL);
}

static gboolean
on_move (GtkWidget *widget, GVariant *step, gpointer data)
{
  TrestleHeadGrid *grid = TRESTLE_HEAD_GRID (widget);
  int rows, columns;
  guint layer, column;

  if (grid->cells->len == 0)
    return FALSE;
  trestle_arrow_keys_get_step (step, &rows, &columns);
  if (ABS (columns) == 1 && gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL)
    columns = -columns;
  layer = trestle_arrow_keys_walk (grid->layer, rows, grid->n_layers);
  column = trestle_arrow_keys_walk (grid_get_position (grid, grid->layer, grid->column), columns, grid->n_columns);
  column = grid_get_column_at (grid, layer, column);
  if (layer == grid->layer && column == grid->column)
    return TRUE;
  gtk_widget_grab_focus (GTK_WIDGET (grid_get_cell (grid, layer, column)));
  grid_set_hovered (grid, NULL);
  grid_activate (grid, layer, trestle_column_get_head (column));
  return TRUE;
}

static void
grid_toggle_pin (TrestleHeadGrid *grid, TrestleHeadCell *cell)
{
  g_signal_emit (grid, signals[SIGNAL_PIN_TOGGLED], 0, trestle_head_cell_get_layer (cell), trestle_head_cell_get_head (cell));
}

/* (nullable): the cell with the focus */
static TrestleHeadCell *
grid_get_focused (TrestleHeadGrid *grid)
{
  GtkWidget *child = gtk_widget_get_focus_child (GTK_WIDGET (grid));

  return TRESTLE_IS_HEAD_CELL (child) ? TRESTLE_HEAD_CELL (child) : NULL;
}

static gboolean
on_pin_key (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  TrestleHeadGrid *grid = TRESTLE_HEAD_GRID (widget);
  TrestleHeadCell *cell = grid_get_focused (grid);

  if (cell != NULL)
    grid_toggle_pin (grid, cell);
  return cell != NULL;
}

static void
on_menu_pin (GtkWidget *widget, const char *action, GVariant *parameter)
{
  TrestleHeadGrid *grid = TRESTLE_HEAD_GRID (widget);

  if (grid->menu_cell != NULL)
    grid_toggle_pin (grid, grid->menu_cell);
}

static void
on_menu_show (GtkWidget *widget, const char *action, GVariant *parameter)
{
  TrestleHeadGrid *grid = TRESTLE_HEAD_GRID (widget);

  if (grid->menu_cell != NULL)
    on_cell_clicked (grid->menu_cell, grid);
}

static void
grid_open_menu (TrestleHeadGrid *grid, TrestleHeadCell *cell)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  graphene_rect_t bounds;

  if (!gtk_widget_compute_bounds (GTK_WIDGET (cell), GTK_WIDGET (grid), &bounds))
    return;
  g_menu_append (menu, "Show Large", "grid.show");
  g_menu_append (menu, trestle_head_cell_is_pinned (cell) ? "Unpin" : "Pin", "grid.toggle-pin");
  gtk_popover_menu_set_menu_model (GTK_POPOVER_MENU (grid->menu), G_MENU_MODEL (menu));
  gtk_popover_set_pointing_to (GTK_POPOVER (grid->menu), &(GdkRectangle){ (int) bounds.origin.x, (int) bounds.origin.y,
                                                                          (int) bounds.size.width, (int) bounds.size.height });
  grid->menu_cell = cell;
  gtk_popover_popup (GTK_POPOVER (grid->menu));
}

static void
on_second_button (GtkGestureClick *gesture, int n_press, double x, double y, TrestleHeadGrid *grid)
{
  TrestleHeadCell *cell = grid_pick_cell (grid, x, y);

  if (cell != NULL)
    grid_open_menu (grid, cell);
}

static gboolean
on_menu_key (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  TrestleHeadGrid *grid = TRESTLE_HEAD_GRID (widget);
  TrestleHeadCell *cell = grid_get_focused (grid);

  if (cell != NULL)
    grid_open_menu (grid, cell);
  return cell != NULL;
}

/* Focus comes to one cell, the chosen one; from there arrow keys lead on, and Tab leads out. */
static gboolean
trestle_head_grid_grab_focus (GtkWidget *widget)
{
  TrestleHeadGrid *grid = TRESTLE_HEAD_GRID (widget);
  TrestleHeadCell *cell = grid_get_cell (grid, grid->layer, grid->column);

  if (cell == NULL)
    cell = grid_get_cell (grid, 0, 0);
  return cell != NULL && gtk_widget_grab_focus (GTK_WIDGET (cell));
}

static gboolean
trestle_head_grid_focus (GtkWidget *widget, GtkDirectionType direction)
{
  return gtk_widget_get_focus_child (widget) == NULL && gtk_widget_grab_focus (widget);
}

static void
grid_empty (TrestleHeadGrid *grid)
{
  g_clear_pointer (&grid->order, g_free);
  grid->menu_cell = NULL;
  grid_set_hovered (grid, NULL);
  g_ptr_array_set_size (grid->row_labels, 0);
  g_ptr_array_set_size (grid->column_labels, 0);
  g_ptr_array_set_size (grid->cells, 0);
}

static void
grid_add_label (TrestleHeadGrid *grid, GPtrArray *labels, const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), labels == grid->row_labels ? 1 : 0.5);
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_set_parent (label, GTK_WIDGET (grid));
  g_ptr_array_add (labels, label);
}

static void
grid_add_labels (TrestleHeadGrid *grid)
{
  static const char *const summaries[TRESTLE_N_SUMMARIES] = { "Mean", "Max", "Rollout" };

  for (guint layer = 0; layer < grid->n_layers; layer++)
    {
      g_autofree char *text = g_strdup_printf ("Layer %u", layer + 1);

      grid_add_label (grid, grid->row_labels, text);
    }
  for (guint column = 0; column < grid->n_columns; column++)
    {
      g_autofree char *text = column < TRESTLE_N_SUMMARIES ? g_strdup (summaries[column])
                                                           : g_strdup_printf ("%u", column - TRESTLE_N_SUMMARIES + 1);

      grid_add_label (grid, grid->column_labels, text);
    }
}

static void
grid_add_cell (TrestleHeadGrid *grid, guint layer, guint column)
{
  GtkWidget *cell = trestle_head_cell_new (layer, trestle_column_get_head (column));

  trestle_head_cell_set_palette (TRESTLE_HEAD_CELL (cell), &grid->palette);
  trestle_head_cell_set_chosen (TRESTLE_HEAD_CELL (cell), layer == grid->layer && column == grid->column);
  trestle_head_cell_set_place (TRESTLE_HEAD_CELL (cell), column, FALSE);
  g_signal_connect (cell, "clicked", G_CALLBACK (on_cell_clicked), grid);
  gtk_widget_set_parent (cell, GTK_WIDGET (grid));
  g_ptr_array_add (grid->cells, cell);
}

static void
grid_build (TrestleHeadGrid *grid, guint n_layers, guint n_columns)
{
  gboolean had_focus = gtk_widget_get_focus_child (GTK_WIDGET (grid)) != NULL;

  grid_empty (grid);
  grid->n_layers = n_layers;
  grid->n_columns = n_columns;
  grid_add_labels (grid);
  for (guint layer = 0; layer < n_layers; layer++)
    for (guint column = 0; column < n_columns; column++)
      grid_add_cell (grid, layer, column);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (grid), GTK_ACCESSIBLE_RELATION_ROW_COUNT, (int) n_layers,
                                  GTK_ACCESSIBLE_RELATION_COL_COUNT, (int) n_columns, -1);
  if (had_focus)
    gtk_widget_grab_focus (GTK_WIDGET (grid));
}

void
trestle_head_grid_set_numbers (TrestleHeadGrid *grid, guint layer, gint head, double entropy, double divergence)
{
  TrestleHeadCell *cell = grid_get_cell (grid, layer, trestle_head_get_column (head));

  g_return_if_fail (cell != NULL);
  trestle_head_cell_set_numbers (cell, entropy, divergence);
}

void
trestle_head_grid_set_pinned (TrestleHeadGrid *grid, guint layer, gint head, gboolean pinned)
{
  TrestleHeadCell *cell = grid_get_cell (grid, layer, trestle_head_get_column (head));

  g_return_if_fail (cell != NULL);
  trestle_head_cell_set_pinned (cell, pinned);
}

static gboolean
grid_has_order (TrestleHeadGrid *grid, const guint *heads)
{
  gsize n_bytes = sizeof *heads * grid->n_layers * grid_get_n_heads (grid);

  if (heads == NULL || grid->order == NULL)
    return heads == grid->order;
  return memcmp (heads, grid->order, n_bytes) == 0;
}

void
trestle_head_grid_set_order (TrestleHeadGrid *grid, const guint *heads)
{
  if (grid_has_order (grid, heads))
    return;
  g_free (grid->order);
  grid->order = heads != NULL ? g_memdup2 (heads, sizeof *heads * grid->n_layers * grid_get_n_heads (grid)) : NULL;
  for (guint column = TRESTLE_N_SUMMARIES; column < grid->n_columns; column++)
    gtk_widget_set_visible (g_ptr_array_index (grid->column_labels, column), heads == NULL);
  for (guint layer = 0; layer < grid->n_layers; layer++)
    for (guint position = TRESTLE_N_SUMMARIES; position < grid->n_columns; position++)
      trestle_head_cell_set_place (grid_get_cell (grid, layer, grid_get_column_at (grid, layer, position)), position, heads != NULL);
  gtk_widget_queue_resize (GTK_WIDGET (grid));
}

/* Patches are squares; a row of bars needs less height than width. */
static double
aspect_of (const TrestleAttentionMap *map)
{
  if (map->grid_rows > 0 && map->grid_columns > 0)
    return (double) map->grid_columns / map->grid_rows;
  return 1.5;
}

void
trestle_head_grid_set_maps (TrestleHeadGrid *grid, GPtrArray *maps, guint n_layers, guint n_columns)
{
  const TrestleAttentionMap *mean = maps->len > 0 ? g_ptr_array_index (maps, 0) : NULL;
  double aspect = mean != NULL ? aspect_of (mean) : grid->aspect;

  g_return_if_fail (maps->len == n_layers * n_columns);
  if (grid->n_layers != n_layers || grid->n_columns != n_columns)
    grid_build (grid, n_layers, n_columns);
  for (guint i = 0; i < maps->len; i++)
    trestle_head_cell_set_map (g_ptr_array_index (grid->cells, i), g_ptr_array_index (maps, i));
  if (grid->aspect != aspect)
    gtk_widget_queue_resize (GTK_WIDGET (grid));
  grid->aspect = aspect;
}

static int
largest_of (GPtrArray *children, GtkOrientation orientation)
{
  int largest = 0;

  for (guint i = 0; i < children->len; i++)
    largest = MAX (largest, trestle_child_measure (g_ptr_array_index (children, i), orientation, -1));
  return largest;
}

/* Where cells begin, and how much of each direction is not cells. */
static int
cells_left (TrestleHeadGrid *grid)
{
  return largest_of (grid->row_labels, GTK_ORIENTATION_HORIZONTAL) + LABEL_SPACING;
}

static int
cells_top (TrestleHeadGrid *grid)
{
  return largest_of (grid->column_labels, GTK_ORIENTATION_VERTICAL) + HEADING_SPACING;
}

static int
column_gaps (guint column)
{
  return SPACING * (int) column + (column < TRESTLE_N_SUMMARIES ? 0 : SUMMARY_SPACING - SPACING);
}

static int
width_around (TrestleHeadGrid *grid)
{
  return cells_left (grid) + (grid->n_columns > 0 ? column_gaps (grid->n_columns - 1) : 0) + EDGE;
}

static int
height_around (TrestleHeadGrid *grid, int width)
{
  int caption = trestle_child_measure (grid->caption, GTK_ORIENTATION_VERTICAL, width);

  return cells_top (grid) + SPACING * MAX (0, (int) grid->n_layers - 1) + CAPTION_SPACING + caption;
}

/* What a column's heading may take of the space on its sides: before the heads there is more of it. */
static int
heading_reach (guint column)
{
  return column + 1 == TRESTLE_N_SUMMARIES ? SUMMARY_SPACING : SPACING;
}

static int
cell_min_width (TrestleHeadGrid *grid)
{
  int smallest = CELL_MIN;

  for (guint column = 0; column < grid->column_labels->len; column++)
    smallest = MAX (smallest, trestle_child_measure (g_ptr_array_index (grid->column_labels, column), GTK_ORIENTATION_HORIZONTAL, -1)
                                  - heading_reach (column));
  return smallest;
}

static int
cell_height (TrestleHeadGrid *grid, int cell_width)
{
  return MAX (1, (int) (cell_width / grid->aspect));
}

static void
trestle_head_grid_measure (GtkWidget *widget,
                           GtkOrientation orientation,
                           int for_size,
                           int *minimum,
                           int *natural,
                           int *minimum_baseline,
                           int *natural_baseline)
{
  TrestleHeadGrid *grid = TRESTLE_HEAD_GRID (widget);
  int smallest = cell_min_width (grid);
  int usual = MAX (smallest, CELL_NATURAL);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = width_around (grid) + (int) grid->n_columns * smallest;
      *natural = width_around (grid) + (int) grid->n_columns * usual;
      return;
    }
  if (for_size < 0)
    for_size = width_around (grid) + (int) grid->n_columns * smallest;
  *minimum = height_around (grid, for_size) + (int) grid->n_layers * cell_height (grid, smallest);
  *natural = height_around (grid, for_size) + (int) grid->n_layers * cell_height (grid, usual);
}

static GtkSizeRequestMode
trestle_head_grid_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

/* As large as fits in both directions. */
static int
cell_width_in (TrestleHeadGrid *grid, int width, int height)
{
  int smallest = cell_min_width (grid);
  int for_width = (width - width_around (grid)) / (int) grid->n_columns;
  int for_height = (int) ((height - height_around (grid, width)) / (int) grid->n_layers * grid->aspect);

  return CLAMP (MIN (for_width, for_height), smallest, MAX (smallest, CELL_MAX));
}

/* Over the middle of its column, or, where it is too long for that, from the column's edge on. */
static void
grid_place_heading (TrestleHeadGrid *grid, guint column, int cell_width)
{
  GtkWidget *label = g_ptr_array_index (grid->column_labels, column);
  int left = cells_left (grid) + column_gaps (column) + (int) column * cell_width;
  int needed = trestle_child_measure (label, GTK_ORIENTATION_HORIZONTAL, -1);
  int height = cells_top (grid) - HEADING_SPACING;

  trestle_child_place (label, left - SPACING / 2, 0, MAX (needed, cell_width + SPACING), height);
}

static void
grid_place_cells (TrestleHeadGrid *grid, int cell_width)
{
  int left = cells_left (grid);
  int top = cells_top (grid);
  int height = cell_height (grid, cell_width);

  for (guint column = 0; column < grid->n_columns; column++)
    grid_place_heading (grid, column, cell_width);
  for (guint layer = 0; layer < grid->n_layers; layer++)
    {
      int y = top + (int) layer * (height + SPACING);

      trestle_child_place (g_ptr_array_index (grid->row_labels, layer), 0, y, left - LABEL_SPACING, height);
      for (guint position = 0; position < grid->n_columns; position++)
        trestle_child_place (GTK_WIDGET (grid_get_cell (grid, layer, grid_get_column_at (grid, layer, position))),
                             left + column_gaps (position) + (int) position * cell_width, y, cell_width, height);
    }
}

static void
trestle_head_grid_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  TrestleHeadGrid *grid = TRESTLE_HEAD_GRID (widget);
  int caption_height = trestle_child_measure (grid->caption, GTK_ORIENTATION_VERTICAL, width);
  int bottom = 0;

  gtk_widget_set_child_visible (grid->caption, grid->cells->len > 0);
  if (grid->cells->len > 0)
    {
      int cell_width = cell_width_in (grid, width, height);

      grid_place_cells (grid, cell_width);
      bottom = cells_top (grid) + (int) grid->n_layers * (cell_height (grid, cell_width) + SPACING) - SPACING + CAPTION_SPACING;
    }
  trestle_child_place (grid->caption, 0, bottom, width, caption_height);
  gtk_popover_present (GTK_POPOVER (grid->menu));
}

static void
grid_set_colormap (TrestleHeadGrid *grid, TrestleColormap colormap)
{
  if (!trestle_palette_change (&grid->palette, colormap))
    return;
  for (guint i = 0; i < grid->cells->len; i++)
    trestle_head_cell_set_palette (g_ptr_array_index (grid->cells, i), &grid->palette);
  g_object_notify (G_OBJECT (grid), "colormap");
}

static void
trestle_head_grid_set_property (GObject *object, guint id, const GValue *value, GParamSpec *spec)
{
  TrestleHeadGrid *grid = TRESTLE_HEAD_GRID (object);

  switch (id)
    {
    case PROP_LAYER:
      grid_set_chosen (grid, g_value_get_uint (value), grid->column);
      break;
    case PROP_HEAD:
      grid_set_chosen (grid, grid->layer, trestle_head_get_column (g_value_get_int (value)));
      break;
    case PROP_COLORMAP:
      grid_set_colormap (grid, g_value_get_uint (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
    }
}

static void
trestle_head_grid_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  TrestleHeadGrid *grid = TRESTLE_HEAD_GRID (object);

  switch (id)
    {
    case PROP_LAYER:
      g_value_set_uint (value, grid->layer);
      break;
    case PROP_HEAD:
      g_value_set_int (value, trestle_column_get_head (grid->column));
      break;
    case PROP_COLORMAP:
      g_value_set_uint (value, grid->palette.colormap);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
    }
}

GtkWidget *
trestle_head_grid_new (void)
{
  return g_object_new (TRESTLE_TYPE_HEAD_GRID, NULL);
}

static void
trestle_head_grid_dispose (GObject *object)
{
  TrestleHeadGrid *grid = TRESTLE_HEAD_GRID (object);

  grid->n_layers = grid->n_columns = 0;
  grid->hovered = NULL;
  grid_empty (grid);
  trestle_children_dispose (object);
}

static void
trestle_head_grid_finalize (GObject *object)
{
  TrestleHeadGrid *grid = TRESTLE_HEAD_GRID (object);

  g_free (grid->order);
  g_ptr_array_unref (grid->row_labels);
  g_ptr_array_unref (grid->column_labels);
  g_ptr_array_unref (grid->cells);
  G_OBJECT_CLASS (trestle_head_grid_parent_class)->finalize (object);
}

static void
install_properties (GObjectClass *class)
{
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  g_object_class_install_property (class, PROP_LAYER, g_param_spec_uint ("layer", NULL, NULL, 0, G_MAXUINT, 0, flags));
  g_object_class_install_property (class, PROP_HEAD,
                                   g_param_spec_int ("head", NULL, NULL, TRESTLE_HEAD_MAX, G_MAXINT, TRESTLE_HEAD_MEAN, flags));
  g_object_class_install_property (class, PROP_COLORMAP, trestle_palette_property_new (flags));
}

static void
install_signals (GType type)
{
  signals[SIGNAL_HEAD_ACTIVATED] = g_signal_new ("head-activated", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                                                 G_TYPE_UINT, G_TYPE_INT);
  signals[SIGNAL_HEAD_HOVERED] = g_signal_new ("head-hovered", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_UINT,
                                               G_TYPE_INT);
  signals[SIGNAL_HEAD_LEFT] = g_signal_new ("head-left", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_PIN_TOGGLED] = g_signal_new ("pin-toggled", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_UINT,
                                              G_TYPE_INT);
}

static void
trestle_head_grid_class_init (TrestleHeadGridClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  object_class->dispose = trestle_head_grid_dispose;
  object_class->finalize = trestle_head_grid_finalize;
  object_class->set_property = trestle_head_grid_set_property;
  object_class->get_property = trestle_head_grid_get_property;
  widget_class->measure = trestle_head_grid_measure;
  widget_class->size_allocate = trestle_head_grid_size_allocate;
  widget_class->get_request_mode = trestle_head_grid_get_request_mode;
  widget_class->focus = trestle_head_grid_focus;
  widget_class->grab_focus = trestle_head_grid_grab_focus;
  install_properties (object_class);
  install_signals (G_TYPE_FROM_CLASS (class));
  trestle_arrow_keys_bind (widget_class, on_move);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_p, 0, on_pin_key, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Menu, 0, on_menu_key, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, on_menu_key, NULL);
  gtk_widget_class_install_action (widget_class, "grid.toggle-pin", NULL, on_menu_pin);
  gtk_widget_class_install_action (widget_class, "grid.show", NULL, on_menu_show);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/trestle/Trestle/ui/widgets/head-grid.ui");
  gtk_widget_class_bind_template_child (widget_class, TrestleHeadGrid, caption);
  gtk_widget_class_bind_template_child (widget_class, TrestleHeadGrid, menu);
  gtk_widget_class_bind_template_callback (widget_class, on_motion);
  gtk_widget_class_bind_template_callback (widget_class, on_leave);
  gtk_widget_class_bind_template_callback (widget_class, on_second_button);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GRID);
  gtk_widget_class_set_css_name (widget_class, "headgrid");
}

static void
trestle_head_grid_init (TrestleHeadGrid *grid)
{
  GDestroyNotify remove = (GDestroyNotify) gtk_widget_unparent;

  grid->aspect = 1;
  grid->row_labels = g_ptr_array_new_with_free_func (remove);
  grid->column_labels = g_ptr_array_new_with_free_func (remove);
  grid->cells = g_ptr_array_new_with_free_func (remove);
  trestle_palette_init (&grid->palette, TRESTLE_COLORMAP_VIRIDIS);
  gtk_widget_init_template (GTK_WIDGET (grid));
}
