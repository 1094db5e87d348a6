/* Layers by heads of small attention maps, labelled; one of them is chosen. */
#include "ui/widgets/head-grid.h"

#include "ui/widgets/children.h"
#include "ui/widgets/head-columns.h"
#include "ui/widgets/head-grid-private.h"
#include "ui/widgets/head-layout.h"

enum
{
  PROP_LAYER = 1,
  PROP_HEAD,
  PROP_COLORMAP,
  N_PROPERTIES,
};

G_DEFINE_FINAL_TYPE (TrestleHeadGrid, trestle_head_grid, GTK_TYPE_WIDGET)

void
trestle_head_grid_choose (TrestleHeadGrid *grid, guint layer, guint column)
{
  TrestleHeadCell *before = trestle_head_cells_get (grid->cells, grid->layer, grid->column);
  TrestleHeadCell *now = trestle_head_cells_get (grid->cells, layer, column);

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
grid_adopt (TrestleHeadGrid *grid, TrestleHeadCell *cell)
{
  gboolean is_chosen = trestle_head_cell_get_layer (cell) == grid->layer
                       && trestle_head_get_column (trestle_head_cell_get_head (cell)) == grid->column;

  trestle_head_cell_set_palette (cell, &grid->palette);
  trestle_head_cell_set_chosen (cell, is_chosen);
  trestle_head_grid_listen_to (grid, cell);
}

static void
grid_build (TrestleHeadGrid *grid, guint n_layers, guint n_columns)
{
  gboolean had_focus = gtk_widget_get_focus_child (GTK_WIDGET (grid)) != NULL;

  trestle_head_grid_forget_cells (grid);
  trestle_head_cells_build (grid->cells, n_layers, n_columns);
  for (guint i = 0; i < grid->cells->cells->len; i++)
    grid_adopt (grid, g_ptr_array_index (grid->cells->cells, i));
  gtk_accessible_update_relation (GTK_ACCESSIBLE (grid), GTK_ACCESSIBLE_RELATION_ROW_COUNT, (int) n_layers,
                                  GTK_ACCESSIBLE_RELATION_COL_COUNT, (int) n_columns, -1);
  if (had_focus)
    gtk_widget_grab_focus (GTK_WIDGET (grid));
}

void
trestle_head_grid_set_numbers (TrestleHeadGrid *grid, guint layer, gint head, double entropy, double divergence)
{
  TrestleHeadCell *cell = trestle_head_cells_get (grid->cells, layer, trestle_head_get_column (head));

  g_return_if_fail (cell != NULL);
  trestle_head_cell_set_numbers (cell, entropy, divergence);
}

void
trestle_head_grid_set_pinned (TrestleHeadGrid *grid, guint layer, gint head, gboolean pinned)
{
  TrestleHeadCell *cell = trestle_head_cells_get (grid->cells, layer, trestle_head_get_column (head));

  g_return_if_fail (cell != NULL);
  trestle_head_cell_set_pinned (cell, pinned);
}

void
trestle_head_grid_set_order (TrestleHeadGrid *grid, const guint *heads)
{
  if (trestle_head_cells_set_order (grid->cells, heads))
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
  double aspect = mean != NULL ? aspect_of (mean) : grid->cells->aspect;

  g_return_if_fail (maps->len == n_layers * n_columns);
  if (grid->cells->n_layers != n_layers || grid->cells->n_columns != n_columns)
    grid_build (grid, n_layers, n_columns);
  for (guint i = 0; i < maps->len; i++)
    trestle_head_cell_set_map (g_ptr_array_index (grid->cells->cells, i), g_ptr_array_index (maps, i));
  if (grid->cells->aspect != aspect)
    gtk_widget_queue_resize (GTK_WIDGET (grid));
  grid->cells->aspect = aspect;
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

  trestle_head_layout_measure (grid->cells, grid->caption, orientation, for_size, minimum, natural);
}

static GtkSizeRequestMode
trestle_head_grid_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
trestle_head_grid_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  TrestleHeadGrid *grid = TRESTLE_HEAD_GRID (widget);

  trestle_head_layout_allocate (grid->cells, grid->caption, width, height);
  gtk_popover_present (GTK_POPOVER (grid->menu));
}

static void
grid_set_colormap (TrestleHeadGrid *grid, TrestleColormap colormap)
{
  if (!trestle_palette_change (&grid->palette, colormap))
    return;
  for (guint i = 0; i < grid->cells->cells->len; i++)
    trestle_head_cell_set_palette (g_ptr_array_index (grid->cells->cells, i), &grid->palette);
  g_object_notify (G_OBJECT (grid), "colormap");
}

static void
trestle_head_grid_set_property (GObject *object, guint id, const GValue *value, GParamSpec *spec)
{
  TrestleHeadGrid *grid = TRESTLE_HEAD_GRID (object);

  switch (id)
    {
    case PROP_LAYER:
      trestle_head_grid_choose (grid, g_value_get_uint (value), grid->column);
      break;
    case PROP_HEAD:
      trestle_head_grid_choose (grid, grid->layer, trestle_head_get_column (g_value_get_int (value)));
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

  grid->hovered = NULL;
  grid->menu_cell = NULL;
  trestle_head_cells_empty (grid->cells);
  trestle_children_dispose (object);
}

static void
trestle_head_grid_finalize (GObject *object)
{
  trestle_head_cells_free (TRESTLE_HEAD_GRID (object)->cells);
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
  install_properties (object_class);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/trestle/Trestle/ui/widgets/head-grid.ui");
  gtk_widget_class_bind_template_child (widget_class, TrestleHeadGrid, caption);
  trestle_head_grid_class_add_input (class);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GRID);
  gtk_widget_class_set_css_name (widget_class, "headgrid");
}

static void
trestle_head_grid_init (TrestleHeadGrid *grid)
{
  grid->cells = trestle_head_cells_new (GTK_WIDGET (grid));
  trestle_palette_init (&grid->palette, TRESTLE_COLORMAP_VIRIDIS);
  gtk_widget_init_template (GTK_WIDGET (grid));
}
