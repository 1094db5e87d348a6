/* The images that were opened lately, and the pasted ones of this work, to go back to. */
#pragma once

#include <gtk/gtk.h>

#include "ui/workbench.h"

G_BEGIN_DECLS

#define TRESTLE_TYPE_IMAGES_POPOVER (trestle_images_popover_get_type ())
G_DECLARE_FINAL_TYPE (TrestleImagesPopover, trestle_images_popover, TRESTLE, IMAGES_POPOVER, GtkPopover)

/* To be called once. Files that are gone are left out: a thread looks when the popover opens. */
void trestle_images_popover_set_workbench (TrestleImagesPopover *popover, TrestleWorkbench *workbench);

G_END_DECLS
