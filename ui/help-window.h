/* The help: how every number is defined. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define TRESTLE_TYPE_HELP_WINDOW (trestle_help_window_get_type ())
G_DECLARE_FINAL_TYPE (TrestleHelpWindow, trestle_help_window, TRESTLE, HELP_WINDOW, AdwWindow)

TrestleHelpWindow *trestle_help_window_new (GtkWindow *parent);

/* Shows the window with that topic's heading at its top: see #TrestleHelpBlock; without one, or with one that there is not, its beginning.
 */
void trestle_help_window_show_topic (TrestleHelpWindow *window, const char *topic);

gboolean trestle_help_window_has_topic (TrestleHelpWindow *window, const char *topic);
/* How far it is scrolled, in pixels. */
double trestle_help_window_get_place (TrestleHelpWindow *window);

G_END_DECLS
