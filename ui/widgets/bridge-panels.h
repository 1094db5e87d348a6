/* The figure of what each bridge brings, whose dots and bars can be pointed at, and chosen with the arrow keys. */
#pragma once

#include "analysis/figures/bridge-figure.h"
#include "ui/widgets/figure-panel.h"

G_BEGIN_DECLS

#define TRESTLE_TYPE_BRIDGE_PANELS (trestle_bridge_panels_get_type ())
G_DECLARE_FINAL_TYPE (TrestleBridgePanels, trestle_bridge_panels, TRESTLE, BRIDGE_PANELS, TrestleFigurePanel)

/* The figure's maker must make it with trestle_bridge_figure_new(). Its parts are marks, counted as by trestle_bridge_figure_get_marks().
 */
GtkWidget *trestle_bridge_panels_new (void);

G_END_DECLS
