/* A small picture of numbers in rows and columns: a toggle button that shows it. */
#include "ui/widgets/map-cell.h"

#include "ui/widgets/heat-texture.h"

struct _TrestleMapCell
{
  GtkToggleButton parent_instance;

  double *places; /* (nullable): [rows, columns] */
  guint rows;
  guint columns;
  TrestlePalette palette;
  /* The numbers at the size they were last drawn at. */
  GdkTexture *picture;
};

G_DEFINE_FINAL_TYPE (TrestleMapCell, trestle_map_cell, GTK_TYPE_TOGGLE_BUTTON)

static void
cell_forget_picture (TrestleMapCell *cell)
{
  g_clear_object (&cell->picture);
  gtk_widget_queue_draw (GTK_WIDGET (cell));
}

static void
trestle_map_cell_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  TrestleMapCell *cell = TRESTLE_MAP_CELL (widget);
  int scale = gtk_widget_get_scale_factor (widget);
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget);

  if (cell->places == NULL || width <= 0 || height <= 0)
    return;
  if (cell->picture == NULL || gdk_texture_get_width (cell->picture) != scale * width
      || gdk_texture_get_height (cell->picture) != scale * height)
    {
      g_clear_object (&cell->picture);
      cell->picture = trestle_heat_texture_new_patches (&cell->palette, cell->places, cell->rows, cell->columns, 1, scale * width,
                                                        scale * height);
    }
  gtk_snapshot_append_texture (snapshot, cell->picture, &GRAPHENE_RECT_INIT (0, 0, width, height));
}

GtkWidget *
trestle_map_cell_new (void)
{
  return g_object_new (TRESTLE_TYPE_MAP_CELL, NULL);
}

void
trestle_map_cell_set_places (TrestleMapCell *cell, const double *places, guint rows, guint columns)
{
  g_free (cell->places);
  cell->places = g_memdup2 (places, sizeof *places * rows * columns);
  cell->rows = rows;
  cell->columns = columns;
  cell_forget_picture (cell);
}

void
trestle_map_cell_set_colormap (TrestleMapCell *cell, TrestleColormap colormap)
{
  trestle_palette_init (&cell->palette, colormap);
  cell_forget_picture (cell);
}

static void
trestle_map_cell_finalize (GObject *object)
{
  TrestleMapCell *cell = TRESTLE_MAP_CELL (object);

  g_free (cell->places);
  g_clear_object (&cell->picture);
  G_OBJECT_CLASS (trestle_map_cell_parent_class)->finalize (object);
}

static void
trestle_map_cell_class_init (TrestleMapCellClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->finalize = trestle_map_cell_finalize;
  widget_class->snapshot = trestle_map_cell_snapshot;
  gtk_widget_class_set_css_name (widget_class, "mapcell");
  gtk_widget_class_set_template_from_resource (widget_class, "/org/trestle/Trestle/ui/widgets/map-cell.ui");
}

static void
trestle_map_cell_init (TrestleMapCell *cell)
{
  gtk_widget_init_template (GTK_WIDGET (cell));
  trestle_palette_init (&cell->palette, TRESTLE_COLORMAP_VIRIDIS);
}
