/* Layers by heads of small attention maps, labelled; one of them is chosen. */
#pragma once

#include <gtk/gtk.h>

#include "analysis/figures/colormap.h"
#include "analysis/measures/attention-map.h"

G_BEGIN_DECLS

#define TRESTLE_TYPE_HEAD_GRID (trestle_head_grid_get_type ())
G_DECLARE_FINAL_TYPE (TrestleHeadGrid, trestle_head_grid, TRESTLE, HEAD_GRID, GtkWidget)

/*
 * Heads are counted from 0; the negative numbers of analysis/measures/attention-map.h stand for all heads of a layer.
 *
 * Properties: "layer" uint and "head" int, the chosen cell's; "colormap" uint (TrestleColormap).
 *
 * Signals: "head-activated" (uint layer, int head), by click, by arrow keys, Home, End, Page Up and Page Down, or by Enter; the properties
 * have changed by then. "head-hovered" (uint layer, int head): the pointer is on a cell; "head-left": it is on none any more, or the
 * keyboard has taken over. "pin-toggled" (uint layer, int head), by P on the cell with the focus, or by the menu that the second button of
 * the pointer or the Menu key opens.
 *
 * Rows are layers. The columns are those of head-columns.h: mean, maximum, rollout, and, set apart, the heads. Patch maps are drawn as
 * small pictures, word maps as a row of bars; each cell has its own scale (the caption of the grid says so). Cells grow and shrink with the
 * grid; where even small ones do not fit, it wants to be scrolled.
 */
GtkWidget *trestle_head_grid_new (void);

/*
 * @maps: (element-type TrestleAttentionMap): `[n_layers * n_columns]`, layer by layer, %NULL where one is still being made; a reference to
 * each is taken. Another number of layers or columns makes other cells: in the order of their numbers, and not pinned.
 */
void trestle_head_grid_set_maps (TrestleHeadGrid *grid, GPtrArray *maps, guint n_layers, guint n_columns);

/* Entropy and divergence, in nats, of a head or of the mean; NaN for what is not known. */
void trestle_head_grid_set_numbers (TrestleHeadGrid *grid, guint layer, gint head, double entropy, double divergence);
void trestle_head_grid_set_pinned (TrestleHeadGrid *grid, guint layer, gint head, gboolean pinned);

/*
 * @heads: (nullable): `[n_layers, n_heads]`: which head stands where, in each layer; %NULL for the order of their numbers, in which one
 * heading is right for a whole column. In any other each cell says its number.
 */
void trestle_head_grid_set_order (TrestleHeadGrid *grid, const guint *heads);

G_END_DECLS
