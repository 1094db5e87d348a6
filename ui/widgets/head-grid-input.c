/* What is done to the head grid: with the pointer, by keyboard, and in the menu of a cell. */
#include "ui/widgets/arrow-keys.h"
#include "ui/widgets/head-columns.h"
#include "ui/widgets/head-grid-private.h"

enum
{
  SIGNAL_HEAD_ACTIVATED,
  SIGNAL_HEAD_HOVERED,
  SIGNAL_HEAD_LEFT,
  SIGNAL_PIN_TOGGLED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
grid_activate (TrestleHeadGrid *grid, guint layer, gint head)
{
  trestle_head_grid_choose (grid, layer, trestle_head_get_column (head));
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

  if (grid->cells->cells->len == 0)
    return FALSE;
  trestle_arrow_keys_get_step (step, &rows, &columns);
  if (ABS (columns) == 1 && gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL)
    columns = -columns;
  layer = trestle_arrow_keys_walk (grid->layer, rows, grid->cells->n_layers);
  column = trestle_arrow_keys_walk (trestle_head_cells_get_position (grid->cells, grid->layer, grid->column), columns,
                                    grid->cells->n_columns);
  column = trestle_head_cells_get_column_at (grid->cells, layer, column);
  if (layer == grid->layer && column == grid->column)
    return TRUE;
  gtk_widget_grab_focus (GTK_WIDGET (trestle_head_cells_get (grid->cells, layer, column)));
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
  TrestleHeadCell *cell = trestle_head_cells_get (grid->cells, grid->layer, grid->column);

  if (cell == NULL)
    cell = trestle_head_cells_get (grid->cells, 0, 0);
  return cell != NULL && gtk_widget_grab_focus (GTK_WIDGET (cell));
}

static gboolean
trestle_head_grid_focus (GtkWidget *widget, GtkDirectionType direction)
{
  return gtk_widget_get_focus_child (widget) == NULL && gtk_widget_grab_focus (widget);
}

void
trestle_head_grid_forget_cells (TrestleHeadGrid *grid)
{
  grid->menu_cell = NULL;
  grid_set_hovered (grid, NULL);
}

void
trestle_head_grid_listen_to (TrestleHeadGrid *grid, TrestleHeadCell *cell)
{
  g_signal_connect (cell, "clicked", G_CALLBACK (on_cell_clicked), grid);
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

void
trestle_head_grid_class_add_input (TrestleHeadGridClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  widget_class->focus = trestle_head_grid_focus;
  widget_class->grab_focus = trestle_head_grid_grab_focus;
  install_signals (G_TYPE_FROM_CLASS (class));
  trestle_arrow_keys_bind (widget_class, on_move);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_p, 0, on_pin_key, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Menu, 0, on_menu_key, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, on_menu_key, NULL);
  gtk_widget_class_install_action (widget_class, "grid.toggle-pin", NULL, on_menu_pin);
  gtk_widget_class_install_action (widget_class, "grid.show", NULL, on_menu_show);
  gtk_widget_class_bind_template_child (widget_class, TrestleHeadGrid, menu);
  gtk_widget_class_bind_template_callback (widget_class, on_motion);
  gtk_widget_class_bind_template_callback (widget_class, on_leave);
  gtk_widget_class_bind_template_callback (widget_class, on_second_button);
}
