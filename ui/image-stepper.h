/* The place of the image in its folder, with the ways to the one before and the next. */
#pragma once

#include <adwaita.h>

#include "ui/workbench.h"

G_BEGIN_DECLS

#define TRESTLE_TYPE_IMAGE_STEPPER (trestle_image_stepper_get_type ())
G_DECLARE_FINAL_TYPE (TrestleImageStepper, trestle_image_stepper, TRESTLE, IMAGE_STEPPER, AdwBin)

/* To be called once. Seen only while the folder has several images. */
void trestle_image_stepper_set_workbench (TrestleImageStepper *stepper, TrestleWorkbench *workbench);

G_END_DECLS
