/* The second of two images: which it is, how to choose another, and which of the two is shown. */
#pragma once

#include <adwaita.h>

#include "ui/workbench.h"

G_BEGIN_DECLS

#define TRESTLE_TYPE_SECOND_IMAGE (trestle_second_image_get_type ())
G_DECLARE_FINAL_TYPE (TrestleSecondImage, trestle_second_image, TRESTLE, SECOND_IMAGE, AdwBin)

/* To be called once. The window must have the action "win.open-second". */
void trestle_second_image_set_workbench (TrestleSecondImage *second, TrestleWorkbench *workbench);

G_END_DECLS
