/* The figure of one number for every head, whose dots can be pointed at, chosen with the arrow keys, and opened. */
#pragma once

#include "analysis/figures/head-figure.h"
#include "ui/widgets/figure-panel.h"

G_BEGIN_DECLS

#define TRESTLE_TYPE_HEAD_PANELS (trestle_head_panels_get_type ())
G_DECLARE_FINAL_TYPE (TrestleHeadPanels, trestle_head_panels, TRESTLE, HEAD_PANELS, TrestleFigurePanel)

/* The figure's maker must make it with trestle_head_figure_new(). Its parts are dots, counted as by trestle_head_figure_get_dots(). */
GtkWidget *trestle_head_panels_new (void);

G_END_DECLS
