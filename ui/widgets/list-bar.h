/* A list that is gone through: which one it is, how far that is, what came of it, and the buttons for it. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TRESTLE_TYPE_LIST_BAR (trestle_list_bar_get_type ())
G_DECLARE_FINAL_TYPE (TrestleListBar, trestle_list_bar, TRESTLE, LIST_BAR, GtkWidget)

/*
 * Properties, all of which may be %NULL or 0: "list" string, the path of the list; "running" boolean; "progress" double in [0, 1] and
 * "stage" string, of what runs; "summary" string, what there is; "notice" string, why it is not what is wanted; "failed" string, how many
 * failed, and "failures" string, a line for each.
 *
 * Signals: "choose": another list is wanted; "start": it is to be gone through; "cancel": no longer.
 */
GtkWidget *trestle_list_bar_new (void);

G_END_DECLS
