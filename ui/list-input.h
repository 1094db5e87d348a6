/* The ways a list of pairs is chosen: in a dialog, or by dropping its file. */
#pragma once

#include <gtk/gtk.h>

#include "ui/workbench.h"

G_BEGIN_DECLS

/* The format of a list, in a sentence, for whoever is asked for one. */
#define TRESTLE_LIST_FORMAT                                                                                                                \
  "A line of JSON for each pair: {\"image\": \"one.png\", \"text\": \"a red star\"}. Images are looked for beside the list."

/* @data: what it was asked with; @path: of the list */
typedef void (*TrestleListChosen) (gpointer data, const char *path);

/* (transfer full): the files that the dialog offers at first */
GtkFileFilter *trestle_list_input_make_filter (void);

/* @object: (not nullable): who asks, handed to @chosen unless it is gone by then. A file that is not on this machine is reported. */
void trestle_list_input_choose (GtkWindow *window, TrestleWorkbench *workbench, TrestleListChosen chosen, GObject *object);

/* A list that is dropped on @widget is handed to @chosen with it; an image goes where the window would put it, and a table is refused. */
void trestle_list_input_attach (GtkWidget *widget, TrestleWorkbench *workbench, TrestleListChosen chosen);

G_END_DECLS
