/* The ways an image gets into the window besides the sample menu: chosen, dropped, or pasted. */
#pragma once

#include <gtk/gtk.h>

#include "ui/workbench.h"

G_BEGIN_DECLS

/* Lets images, folders of them, and workspaces be dropped anywhere on @window, and images pasted with Ctrl+V unless what is pasted is text
 * for a text field. */
void trestle_image_input_attach (GtkWindow *window, TrestleWorkbench *workbench);

/* Lets the second of two images be dropped on @slot; other places of the window stay the first one's. */
void trestle_image_input_attach_second (GtkWidget *slot, TrestleWorkbench *workbench);

/* Lets the user choose an image file, a folder of them, or the second of two. */
void trestle_image_input_choose (GtkWindow *window, TrestleWorkbench *workbench);
void trestle_image_input_choose_folder (GtkWindow *window, TrestleWorkbench *workbench);
void trestle_image_input_choose_second (GtkWindow *window, TrestleWorkbench *workbench);

/* Takes the image, or the file, that is in the clipboard. */
void trestle_image_input_paste (GtkWindow *window, TrestleWorkbench *workbench);

G_END_DECLS
