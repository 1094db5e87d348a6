/* The figure of a model, whose layers and bridges can be pointed at, chosen with the arrow keys, and opened. */
#pragma once

#include "analysis/figures/model-figure.h"
#include "ui/widgets/figure-panel.h"

G_BEGIN_DECLS

#define TRESTLE_TYPE_MODEL_PANEL (trestle_model_panel_get_type ())
G_DECLARE_FINAL_TYPE (TrestleModelPanel, trestle_model_panel, TRESTLE, MODEL_PANEL, TrestleFigurePanel)

/* The figure's maker must make it with trestle_model_figure_new(). Parts are counted as by trestle_model_figure_get_parts(). */
GtkWidget *trestle_model_panel_new (void);

G_END_DECLS
