/* The figure of a model, whose layers and bridges can be pointed at, chosen with the arrow keys, and opened. */
#pragma once

#include "analysis/figures/model-figure.h"
#include "ui/widgets/figure-view.h"

G_BEGIN_DECLS

#define TRESTLE_TYPE_MODEL_PANEL (trestle_model_panel_get_type ())
G_DECLARE_FINAL_TYPE (TrestleModelPanel, trestle_model_panel, TRESTLE, MODEL_PANEL, TrestleFigureView)

/*
 * The figure's maker must make it with trestle_model_figure_new().
 *
 * Signals: "part-activated" (uint part), by click, or by Enter on the part that the arrow keys chose; "part-hovered" (int part), under the
 * pointer or chosen by arrow keys, -1 when pointer or focus leaves. Parts are counted as by trestle_model_figure_get_parts().
 */
GtkWidget *trestle_model_panel_new (void);

/* What "part-hovered" said last. */
gint trestle_model_panel_get_hovered (TrestleModelPanel *panel);

G_END_DECLS
