/* The sample images with their captions, to choose from. */
#pragma once

#include <gtk/gtk.h>

#include "ui/workbench.h"

G_BEGIN_DECLS

#define TRESTLE_TYPE_SAMPLES_POPOVER (trestle_samples_popover_get_type ())
G_DECLARE_FINAL_TYPE (TrestleSamplesPopover, trestle_samples_popover, TRESTLE, SAMPLES_POPOVER, GtkPopover)

/* To be called once. The pictures are read when the popover opens for the first time. */
void trestle_samples_popover_set_workbench (TrestleSamplesPopover *popover, TrestleWorkbench *workbench);
/* What is chosen becomes the second of two images, without its texts. */
void trestle_samples_popover_choose_second (TrestleSamplesPopover *popover);

G_END_DECLS
