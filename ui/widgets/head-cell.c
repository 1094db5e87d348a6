/* One small attention map of the head grid: a button that shows it. */
#include "ui/widgets/head-cell.h"

#include "ui/widgets/heat-texture.h"

struct _TrestleHeadCell
{
  GtkButton parent_instance;

  guint row;
  guint column;
  TrestleAttentionMap *map;
  const TrestlePalette *palette;
  /* The map at the size it was last drawn at. */
  GdkTexture *picture;
};

G_DEFINE_FINAL_TYPE (TrestleHeadCell, trestle_head_cell, GTK_TYPE_BUTTON)

static void
cell_forget_picture (TrestleHeadCell *cell)
{
  g_clear_object (&cell->picture);
  gtk_widget_queue_draw (GTK_WIDGET (cell));
}

static GdkTexture *
picture_new (TrestleHeadCell *cell, int width, int height)
{
  const TrestleAttentionMap *map = cell->map;
  const double *patches = trestle_attention_map_get_patches (map);

  if (patches != NULL)
    return trestle_heat_texture_new_patches (cell->palette, patches, map->grid_rows, map->grid_columns, map->max, width, height);
  return trestle_heat_texture_new_bars (cell->palette, map->weights, map->n_keys, map->max, width, height);
}

static void
trestle_head_cell_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  TrestleHeadCell *cell = TRESTLE_HEAD_CELL (widget);
  int scale = gtk_widget_get_scale_factor (widget);
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget);

  if (cell->map == NULL || cell->palette == NULL || width <= 0 || height <= 0)
    return;
  if (cell->picture == NULL || gdk_texture_get_width (cell->picture) != scale * width
      || gdk_texture_get_height (cell->picture) != scale * height)
    {
      g_clear_object (&cell->picture);
      cell->picture = picture_new (cell, scale * width, scale * height);
    }
  gtk_snapshot_append_texture (snapshot, cell->picture, &GRAPHENE_RECT_INIT (0, 0, width, height));
}

static gboolean
trestle_head_cell_query_tooltip (GtkWidget *widget, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  TrestleHeadCell *cell = TRESTLE_HEAD_CELL (widget);
  g_autofree char *head = cell->column > 0 ? g_strdup_printf ("head %u", cell->column) : g_strdup ("mean of the heads");
  g_autofree char *text = NULL;

  if (cell->map == NULL)
    return FALSE;
  text = g_strdup_printf ("Layer %u, %s\nLargest weight %.3f", cell->row + 1, head, cell->map->max);
  gtk_tooltip_set_text (tooltip, text);
  return TRUE;
}

static void
cell_describe (TrestleHeadCell *cell)
{
  GtkAccessible *accessible = GTK_ACCESSIBLE (cell);
  g_autofree char *label = cell->column > 0 ? g_strdup_printf ("layer %u, head %u", cell->row + 1, cell->column)
                                            : g_strdup_printf ("layer %u, mean of the heads", cell->row + 1);

  gtk_accessible_update_property (accessible, GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_accessible_update_relation (accessible, GTK_ACCESSIBLE_RELATION_ROW_INDEX, (int) cell->row + 1, GTK_ACCESSIBLE_RELATION_COL_INDEX,
                                  (int) cell->column + 1, -1);
}

GtkWidget *
trestle_head_cell_new (guint row, guint column)
{
  TrestleHeadCell *cell = g_object_new (TRESTLE_TYPE_HEAD_CELL, NULL);

  cell->row = row;
  cell->column = column;
  cell_describe (cell);
  trestle_head_cell_set_chosen (cell, FALSE);
  return GTK_WIDGET (cell);
}

guint
trestle_head_cell_get_row (TrestleHeadCell *cell)
{
  return cell->row;
}

guint
trestle_head_cell_get_column (TrestleHeadCell *cell)
{
  return cell->column;
}

void
trestle_head_cell_set_map (TrestleHeadCell *cell, TrestleAttentionMap *map)
{
  g_autofree char *description = NULL;

  if (cell->map == map)
    return;
  g_clear_pointer (&cell->map, trestle_attention_map_unref);
  cell->map = trestle_attention_map_ref (map);
  description = g_strdup_printf ("largest weight %.3f", map->max);
  gtk_accessible_update_property (GTK_ACCESSIBLE (cell), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description, -1);
  cell_forget_picture (cell);
}

void
trestle_head_cell_set_palette (TrestleHeadCell *cell, const TrestlePalette *palette)
{
  cell->palette = palette;
  cell_forget_picture (cell);
}

void
trestle_head_cell_set_chosen (TrestleHeadCell *cell, gboolean chosen)
{
  if (chosen)
    gtk_widget_set_state_flags (GTK_WIDGET (cell), GTK_STATE_FLAG_SELECTED, FALSE);
  else
    gtk_widget_unset_state_flags (GTK_WIDGET (cell), GTK_STATE_FLAG_SELECTED);
  gtk_accessible_update_state (GTK_ACCESSIBLE (cell), GTK_ACCESSIBLE_STATE_SELECTED, chosen, -1);
}

static void
trestle_head_cell_dispose (GObject *object)
{
  TrestleHeadCell *cell = TRESTLE_HEAD_CELL (object);

  g_clear_pointer (&cell->map, trestle_attention_map_unref);
  g_clear_object (&cell->picture);
  G_OBJECT_CLASS (trestle_head_cell_parent_class)->dispose (object);
}

static void
trestle_head_cell_class_init (TrestleHeadCellClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = trestle_head_cell_dispose;
  widget_class->snapshot = trestle_head_cell_snapshot;
  widget_class->query_tooltip = trestle_head_cell_query_tooltip;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GRID_CELL);
  gtk_widget_class_set_css_name (widget_class, "headcell");
}

static void
trestle_head_cell_init (TrestleHeadCell *cell)
{
  gtk_widget_set_has_tooltip (GTK_WIDGET (cell), TRUE);
}
