/* Arrow keys, Home, End, Page Up and Page Down for widgets whose parts lie in rows and columns. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A step that leads to the end of a row or of a column. */
#define TRESTLE_ARROW_KEYS_FAR G_MAXINT16

/* Binds the keys for all widgets of @class: @on_move gets the step, for trestle_arrow_keys_get_step(). */
void trestle_arrow_keys_bind (GtkWidgetClass *class, GtkShortcutFunc on_move);

/* @rows and @columns: (out): down and right are positive, at most one of them is not 0; far steps are %TRESTLE_ARROW_KEYS_FAR long. */
void trestle_arrow_keys_get_step (GVariant *step, int *rows, int *columns);

/* Where @step leads from @position in a line of @count parts; it stops at the ends. */
guint trestle_arrow_keys_walk (guint position, int step, guint count);

G_END_DECLS
