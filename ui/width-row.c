/* How wide a figure is to be: one column of a paper, two, or any number of millimetres. */
#include "ui/width-row.h"

#define LEAST_WIDTH 40.0 /* millimetres; likewise below */
#define MOST_WIDTH 400.0

/* In the order of the template's list; what is none of these is custom. */
static const double presets[] = { 85.0, 170.0 };

#define CUSTOM G_N_ELEMENTS (presets)

struct _TrestleWidthRow
{
  AdwActionRow parent_instance;

  GtkDropDown *choice;
  GtkSpinButton *custom;
  double width;
};

G_DEFINE_FINAL_TYPE (TrestleWidthRow, trestle_width_row, ADW_TYPE_ACTION_ROW)

enum
{
  PROP_WIDTH = 1,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

static guint
find_preset (double width)
{
  guint preset = 0;

  while (preset < CUSTOM && presets[preset] != width)
    preset++;
  return preset;
}

static void
row_take_width (TrestleWidthRow *row, double width)
{
  if (width == row->width)
    return;
  row->width = width;
  g_object_notify_by_pspec (G_OBJECT (row), properties[PROP_WIDTH]);
}

/* Whoever chose "custom" keeps the spin button, even on a number that is a preset's. */
static void
on_choice_changed (TrestleWidthRow *row)
{
  guint choice = gtk_drop_down_get_selected (row->choice);

  gtk_widget_set_visible (GTK_WIDGET (row->custom), choice == CUSTOM);
  if (choice < CUSTOM)
    gtk_spin_button_set_value (row->custom, presets[choice]);
}

static void
on_custom_changed (TrestleWidthRow *row)
{
  row_take_width (row, gtk_spin_button_get_value (row->custom));
}

/* What the row has already leaves "custom" chosen. */
static void
row_set_width (TrestleWidthRow *row, double width)
{
  if (width == row->width)
    return;
  gtk_spin_button_set_value (row->custom, width);
  gtk_drop_down_set_selected (row->choice, find_preset (width));
}

static void
trestle_width_row_set_property (GObject *object, guint id, const GValue *value, GParamSpec *spec)
{
  if (id == PROP_WIDTH)
    row_set_width (TRESTLE_WIDTH_ROW (object), g_value_get_double (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
}

static void
trestle_width_row_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  if (id == PROP_WIDTH)
    g_value_set_double (value, TRESTLE_WIDTH_ROW (object)->width);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
}

static void
trestle_width_row_class_init (TrestleWidthRowClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->set_property = trestle_width_row_set_property;
  object_class->get_property = trestle_width_row_get_property;
  properties[PROP_WIDTH] = g_param_spec_double ("width", NULL, NULL, LEAST_WIDTH, MOST_WIDTH, presets[0], flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/trestle/Trestle/ui/width-row.ui");
  gtk_widget_class_bind_template_child (widget_class, TrestleWidthRow, choice);
  gtk_widget_class_bind_template_child (widget_class, TrestleWidthRow, custom);
  gtk_widget_class_bind_template_callback (widget_class, on_choice_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_custom_changed);
}

static void
trestle_width_row_init (TrestleWidthRow *row)
{
  row->width = presets[0];
  gtk_widget_init_template (GTK_WIDGET (row));
}
