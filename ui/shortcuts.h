/* The keys of the window's actions; shortcuts.ui lists them for people. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void trestle_shortcuts_add (GtkApplication *application);

G_END_DECLS
