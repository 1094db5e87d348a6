/* Layers by heads of small attention maps, labelled; one of them is chosen. */
#pragma once

#include <gtk/gtk.h>

#include "analysis/figures/colormap.h"
#include "analysis/measures/attention-map.h"

G_BEGIN_DECLS

#define TRESTLE_TYPE_HEAD_GRID (trestle_head_grid_get_type ())
G_DECLARE_FINAL_TYPE (TrestleHeadGrid, trestle_head_grid, TRESTLE, HEAD_GRID, GtkWidget)

/*
 * Properties: "layer" and "head" uint, the chosen cell; "colormap" uint (TrestleColormap). Signal: "head-activated" (uint layer, uint
 * head), by click or by arrow keys. Rows are layers, columns heads. Patch maps are drawn as small pictures, word maps as a row of bars;
 * each cell has its own scale (the caption of the grid says so).
 */
GtkWidget *trestle_head_grid_new (void);

/* @maps: (element-type TrestleAttentionMap): `[n_layers * n_heads]`, layer by layer; a reference is taken. */
void trestle_head_grid_set_maps (TrestleHeadGrid *grid, GPtrArray *maps, guint n_layers, guint n_heads);

G_END_DECLS
