/* The ways a model is chosen in a dialog: as a folder, or as a checkpoint file. */
#pragma once

#include <gtk/gtk.h>

#include "ui/workbench.h"

G_BEGIN_DECLS

void trestle_model_input_choose_folder (GtkWindow *window, TrestleWorkbench *workbench);
void trestle_model_input_choose_file (GtkWindow *window, TrestleWorkbench *workbench);
/* The second model. */
void trestle_model_input_choose_second_folder (GtkWindow *window, TrestleWorkbench *workbench);
void trestle_model_input_choose_second_file (GtkWindow *window, TrestleWorkbench *workbench);

G_END_DECLS
