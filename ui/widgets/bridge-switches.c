/* A switch for every bridge of both sides, and one for all bridges of a side. */
#include "ui/widgets/bridge-switches.h"

#include "ui/widgets/children.h"
#include "ui/widgets/stand-in-switch.h"

#define EVERY_BRIDGE -1
#define SEVERAL -1

/* The first row has the names of the sides, the second one the switches of all bridges. */
#define ROW_OF_ALL 1
#define FIRST_ROW 2

struct _TrestleBridgeSwitches
{
  GtkWidget parent_instance;

  GtkGrid *grid;
  guint n_bridges;
};

enum
{
  SIGNAL_SWITCHED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TrestleBridgeSwitches, trestle_bridge_switches, GTK_TYPE_WIDGET)

static const char *const side_titles[TRESTLE_N_SIDES] = { "Text side", "Image side" };

/* Where a switch is, and back; the first column has the names of the bridges. */
static int
row_of (int bridge)
{
  return bridge == EVERY_BRIDGE ? ROW_OF_ALL : FIRST_ROW + bridge;
}

static void
on_switched (GtkWidget *widget, int stand_in, TrestleBridgeSwitches *switches)
{
  int column, row, width, height;

  gtk_grid_query_child (switches->grid, widget, &column, &row, &width, &height);
  g_signal_emit (switches, signals[SIGNAL_SWITCHED], 0, column - 1, row == ROW_OF_ALL ? EVERY_BRIDGE : row - FIRST_ROW, stand_in);
}

static GtkWidget *
label_new (const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "dim-label");
  return label;
}

static char *
name_bridge (int bridge)
{
  return bridge == EVERY_BRIDGE ? g_strdup ("All bridges") : g_strdup_printf ("Bridge %d", bridge + 1);
}

static void
switches_add_row (TrestleBridgeSwitches *switches, int bridge)
{
  g_autofree char *name = name_bridge (bridge);

  gtk_grid_attach (switches->grid, label_new (name), 0, row_of (bridge), 1, 1);
  for (int side = 0; side < TRESTLE_N_SIDES; side++)
    {
      g_autofree char *full_name = g_strdup_printf ("%s, %s", side_titles[side], name);
      GtkWidget *widget = trestle_stand_in_switch_new (full_name);

      gtk_widget_set_hexpand (widget, TRUE);
      g_signal_connect (widget, "switched", G_CALLBACK (on_switched), switches);
      gtk_grid_attach (switches->grid, widget, side + 1, row_of (bridge), 1, 1);
    }
}

/* Switches that are there keep the focus. */
static void
switches_set_count (TrestleBridgeSwitches *switches, guint n_bridges)
{
  GtkWidget *child;

  if (switches->n_bridges == n_bridges)
    return;
  switches->n_bridges = n_bridges;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (switches->grid))) != NULL)
    gtk_grid_remove (switches->grid, child);
  for (int side = 0; side < TRESTLE_N_SIDES; side++)
    gtk_grid_attach (switches->grid, label_new (side_titles[side]), side + 1, 0, 1, 1);
  for (int bridge = EVERY_BRIDGE; bridge < (int) n_bridges; bridge++)
    switches_add_row (switches, bridge);
}

static void
switches_show (TrestleBridgeSwitches *switches, int side, int bridge, int stand_in)
{
  g_object_set (gtk_grid_get_child_at (switches->grid, side + 1, row_of (bridge)), "stand-in", stand_in, NULL);
}

void
trestle_bridge_switches_set_stand_ins (TrestleBridgeSwitches *switches, const TrestleStandIn *stand_ins, guint n_bridges)
{
  switches_set_count (switches, n_bridges);
  for (int side = 0; side < TRESTLE_N_SIDES && n_bridges > 0; side++)
    {
      const TrestleStandIn *of_side = stand_ins + (guint) side * n_bridges;
      int all = (int) of_side[0];

      for (guint bridge = 0; bridge < n_bridges; bridge++)
        {
          switches_show (switches, side, (int) bridge, (int) of_side[bridge]);
          if (of_side[bridge] != of_side[0])
            all = SEVERAL;
        }
      switches_show (switches, side, EVERY_BRIDGE, all);
    }
}

GtkWidget *
trestle_bridge_switches_new (void)
{
  return g_object_new (TRESTLE_TYPE_BRIDGE_SWITCHES, NULL);
}

static void
trestle_bridge_switches_class_init (TrestleBridgeSwitchesClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = trestle_children_dispose;
  signals[SIGNAL_SWITCHED] = g_signal_new ("switched", TRESTLE_TYPE_BRIDGE_SWITCHES, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 3,
                                           G_TYPE_INT, G_TYPE_INT, G_TYPE_INT);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/trestle/Trestle/ui/widgets/bridge-switches.ui");
  gtk_widget_class_bind_template_child (widget_class, TrestleBridgeSwitches, grid);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_css_name (widget_class, "bridgeswitches");
}

static void
trestle_bridge_switches_init (TrestleBridgeSwitches *switches)
{
  gtk_widget_init_template (GTK_WIDGET (switches));
}
