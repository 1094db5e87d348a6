/* What widgets that have children of their own do with them: measure them, place them where reading runs, and let them go. */
#include "ui/widgets/children.h"

int
trestle_child_measure (GtkWidget *child, GtkOrientation orientation, int for_size)
{
  int natural;

  gtk_widget_measure (child, orientation, for_size, NULL, &natural, NULL, NULL);
  return natural;
}

void
trestle_child_place (GtkWidget *child, int x, int y, int width, int height)
{
  GtkWidget *parent = gtk_widget_get_parent (child);
  gboolean mirrored = gtk_widget_get_direction (parent) == GTK_TEXT_DIR_RTL;
  int left = mirrored ? gtk_widget_get_width (parent) - x - width : x;

  gtk_widget_size_allocate (child, &(GtkAllocation){ left, y, width, height }, -1);
}

void
trestle_children_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (g_type_class_peek (GTK_TYPE_WIDGET))->dispose (object);
}
