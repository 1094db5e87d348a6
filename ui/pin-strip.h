/* The pinned heads of the run that is shown, side by side on one scale. */
#pragma once

#include <adwaita.h>

#include "ui/pin-maps.h"
#include "ui/workbench.h"

G_BEGIN_DECLS

#define TRESTLE_TYPE_PIN_STRIP (trestle_pin_strip_get_type ())
G_DECLARE_FINAL_TYPE (TrestlePinStrip, trestle_pin_strip, TRESTLE, PIN_STRIP, AdwBin)

/*
 * Empty while nothing is pinned. Is a figure source. Actions: "pins.undo", also by Ctrl+Z anywhere in the window but in a text, as long as
 * the strip is on the screen; "pins.clear"; "pins.export".
 */

/* To be called once. */
void trestle_pin_strip_set_workbench (TrestlePinStrip *strip, TrestleWorkbench *workbench);

/* (transfer none) (nullable): what is shown; it is made in a thread, and what was stays until then */
const TrestlePinMaps *trestle_pin_strip_get_maps (TrestlePinStrip *strip);

G_END_DECLS
