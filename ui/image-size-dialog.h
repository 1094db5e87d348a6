/* Another image size than the model's own: so many pixels, in whole patches. */
#pragma once

#include <adwaita.h>

#include "ui/workbench.h"

G_BEGIN_DECLS

#define TRESTLE_TYPE_IMAGE_SIZE_DIALOG (trestle_image_size_dialog_get_type ())
G_DECLARE_FINAL_TYPE (TrestleImageSizeDialog, trestle_image_size_dialog, TRESTLE, IMAGE_SIZE_DIALOG, AdwWindow)

/* The workbench must have run. What is chosen goes to it, and the dialog closes. */
TrestleImageSizeDialog *trestle_image_size_dialog_new (GtkWindow *parent, TrestleWorkbench *workbench);

G_END_DECLS
