/* What widgets that have children of their own do with them: measure them, place them where reading runs, and let them go. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The natural size of @child, in pixels; @for_size: of the other direction, or -1. */
int trestle_child_measure (GtkWidget *child, GtkOrientation orientation, int for_size);

/* Puts @child into its parent, in pixels from the upper corner where lines begin: on the right where writing runs from right to left. */
void trestle_child_place (GtkWidget *child, int x, int y, int width, int height);

/*
 * For a class whose parent is #GtkWidget: its dispose, which takes all children off. A class that has more to let go of calls it at the end
 * of its own, as it would its parent's. Fields that are bound to a template are good until the widget is finalized.
 */
void trestle_children_dispose (GObject *object);

G_END_DECLS
