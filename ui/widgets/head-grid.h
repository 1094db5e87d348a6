/* Layers by heads of small attention maps, labelled; one of them is chosen. */
#pragma once

#include <gtk/gtk.h>

#include "analysis/figures/colormap.h"
#include "analysis/measures/attention-map.h"

G_BEGIN_DECLS

#define TRESTLE_TYPE_HEAD_GRID (trestle_head_grid_get_type ())
G_DECLARE_FINAL_TYPE (TrestleHeadGrid, trestle_head_grid, TRESTLE, HEAD_GRID, GtkWidget)

/*
 * Properties: "layer" and "head" uint, the chosen cell's row and column; "colormap" uint (TrestleColormap). Signal: "head-activated"
 * (uint layer, uint head), by click, by arrow keys, Home, End, Page Up and Page Down, or by Enter; the properties have changed by then.
 * Rows are layers. The first column, number 0, is the mean of the heads, the others are heads. Patch maps are drawn as small pictures,
 * word maps as a row of bars; each cell has its own scale (the caption of the grid says so). Cells grow and shrink with the grid; where
 * even small ones do not fit, it wants to be scrolled.
 */
GtkWidget *trestle_head_grid_new (void);

/* @maps: (element-type TrestleAttentionMap): `[n_layers * n_columns]`, layer by layer; a reference to each is taken. */
void trestle_head_grid_set_maps (TrestleHeadGrid *grid, GPtrArray *maps, guint n_layers, guint n_columns);

G_END_DECLS
