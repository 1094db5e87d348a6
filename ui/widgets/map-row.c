/* Small maps in a row, each with its name below; one of them is chosen. */
#include "ui/widgets/map-row.h"

#include "ui/widgets/map-cell.h"
#include "ui/widgets/palette.h"

#define CELL_SIZE 72

/**
 * TrestleMapRow:
 * @cells: (element-type TrestleMapCell)
 */
struct _TrestleMapRow
{
  GtkBox parent_instance;

  GPtrArray *cells;
  guint chosen;
  TrestleColormap colormap;
};

enum
{
  PROP_CHOSEN = 1,
  PROP_COLORMAP,
};

G_DEFINE_FINAL_TYPE (TrestleMapRow, trestle_map_row, GTK_TYPE_BOX)

static void
row_set_chosen (TrestleMapRow *row, guint chosen)
{
  if (chosen < row->cells->len)
    gtk_toggle_button_set_active (g_ptr_array_index (row->cells, chosen), TRUE);
  if (row->chosen == chosen)
    return;
  row->chosen = chosen;
  g_object_notify (G_OBJECT (row), "chosen");
}

static void
on_toggled (GtkToggleButton *cell, TrestleMapRow *row)
{
  guint index;

  if (gtk_toggle_button_get_active (cell) && g_ptr_array_find (row->cells, cell, &index))
    row_set_chosen (row, index);
}

/* (transfer none): the picture of that number */
static GtkWidget *
row_make_cell (TrestleMapRow *row, const char *name)
{
  GtkWidget *cell = trestle_map_cell_new ();
  g_autofree char *tooltip = g_strdup_printf ("Show “%s” large", name);

  trestle_map_cell_set_colormap (TRESTLE_MAP_CELL (cell), row->colormap);
  gtk_widget_set_size_request (cell, CELL_SIZE, CELL_SIZE);
  gtk_widget_set_tooltip_text (cell, tooltip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (cell), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  if (row->cells->len > 0)
    gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (cell), g_ptr_array_index (row->cells, 0));
  g_ptr_array_add (row->cells, cell);
  g_signal_connect (cell, "toggled", G_CALLBACK (on_toggled), row);
  return cell;
}

static void
row_add (TrestleMapRow *row, const char *noun)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  g_autofree char *name = g_strdup_printf ("%s %u", noun, row->cells->len + 1);
  GtkWidget *label = gtk_label_new (name);

  gtk_widget_add_css_class (label, "caption");
  gtk_box_append (GTK_BOX (box), row_make_cell (row, name));
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (row), box);
}

void
trestle_map_row_set_count (TrestleMapRow *row, guint count, const char *noun)
{
  GtkWidget *child;

  if (row->cells->len == count)
    return;
  g_ptr_array_set_size (row->cells, 0);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (row))) != NULL)
    gtk_box_remove (GTK_BOX (row), child);
  while (row->cells->len < count)
    row_add (row, noun);
  row_set_chosen (row, MIN (row->chosen, count - 1));
}

void
trestle_map_row_set_places (TrestleMapRow *row, guint index, const double *places, guint rows, guint columns)
{
  trestle_map_cell_set_places (g_ptr_array_index (row->cells, index), places, rows, columns);
}

static void
row_set_colormap (TrestleMapRow *row, TrestleColormap colormap)
{
  row->colormap = colormap;
  for (guint i = 0; i < row->cells->len; i++)
    trestle_map_cell_set_colormap (g_ptr_array_index (row->cells, i), colormap);
}

static void
trestle_map_row_set_property (GObject *object, guint id, const GValue *value, GParamSpec *spec)
{
  TrestleMapRow *row = TRESTLE_MAP_ROW (object);

  switch (id)
    {
    case PROP_CHOSEN:
      row_set_chosen (row, g_value_get_uint (value));
      break;
    case PROP_COLORMAP:
      row_set_colormap (row, g_value_get_uint (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
    }
}

static void
trestle_map_row_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  TrestleMapRow *row = TRESTLE_MAP_ROW (object);

  switch (id)
    {
    case PROP_CHOSEN:
      g_value_set_uint (value, row->chosen);
      break;
    case PROP_COLORMAP:
      g_value_set_uint (value, row->colormap);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
    }
}

GtkWidget *
trestle_map_row_new (void)
{
  return g_object_new (TRESTLE_TYPE_MAP_ROW, NULL);
}

static void
trestle_map_row_finalize (GObject *object)
{
  g_ptr_array_unref (TRESTLE_MAP_ROW (object)->cells);
  G_OBJECT_CLASS (trestle_map_row_parent_class)->finalize (object);
}

static void
trestle_map_row_class_init (TrestleMapRowClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->set_property = trestle_map_row_set_property;
  object_class->get_property = trestle_map_row_get_property;
  object_class->finalize = trestle_map_row_finalize;
  g_object_class_install_property (object_class, PROP_CHOSEN,
                                   g_param_spec_uint ("chosen", NULL, NULL, 0, G_MAXUINT, 0, flags | G_PARAM_EXPLICIT_NOTIFY));
  g_object_class_install_property (object_class, PROP_COLORMAP, trestle_palette_property_new (flags));
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (class), GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (GTK_WIDGET_CLASS (class), "/org/trestle/Trestle/ui/widgets/map-row.ui");
}

static void
trestle_map_row_init (TrestleMapRow *row)
{
  row->cells = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (row));
}
