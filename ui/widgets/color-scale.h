/* The legend of a heat map: a colour map from 0 to its end, with round ticks. */
#pragma once

#include <gtk/gtk.h>

#include "analysis/figures/colormap.h"

G_BEGIN_DECLS

#define TRESTLE_TYPE_COLOR_SCALE (trestle_color_scale_get_type ())
G_DECLARE_FINAL_TYPE (TrestleColorScale, trestle_color_scale, TRESTLE, COLOR_SCALE, GtkWidget)

/*
 * Properties: "max" double, where the scale ends; "title" string, what it is of, "attention weight" at first; "colormap" uint
 * (TrestleColormap).
 */
GtkWidget *trestle_color_scale_new (void);

G_END_DECLS
