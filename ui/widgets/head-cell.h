/* One small attention map of the head grid: a button that shows it. */
#pragma once

#include "analysis/measures/attention-map.h"
#include "ui/widgets/palette.h"

G_BEGIN_DECLS

#define TRESTLE_TYPE_HEAD_CELL (trestle_head_cell_get_type ())
G_DECLARE_FINAL_TYPE (TrestleHeadCell, trestle_head_cell, TRESTLE, HEAD_CELL, GtkButton)

/* @layer is counted from 0; @head likewise, or what stands for all heads, such as %TRESTLE_HEAD_MEAN. */
GtkWidget *trestle_head_cell_new (guint layer, gint head);

guint trestle_head_cell_get_layer (TrestleHeadCell *cell);
gint trestle_head_cell_get_head (TrestleHeadCell *cell);

/* @map: (nullable): %NULL while it is being made. A reference is taken. */
void trestle_head_cell_set_map (TrestleHeadCell *cell, TrestleAttentionMap *map);

/* In nats, or NaN for what is not known. They are told, not drawn. */
void trestle_head_cell_set_numbers (TrestleHeadCell *cell, double entropy, double divergence);

/* @palette is not copied: it must live as long as the cell. Call this again when its colours changed. */
void trestle_head_cell_set_palette (TrestleHeadCell *cell, const TrestlePalette *palette);

/* Whether it is the one that is drawn large elsewhere. */
void trestle_head_cell_set_chosen (TrestleHeadCell *cell, gboolean chosen);

/* Whether it has the mark of a pin. */
void trestle_head_cell_set_pinned (TrestleHeadCell *cell, gboolean pinned);
gboolean trestle_head_cell_is_pinned (TrestleHeadCell *cell);

/* Where no heading says which head it is, the cell does; @position, counted from 0, is where it stands in its row. */
void trestle_head_cell_set_place (TrestleHeadCell *cell, guint position, gboolean shows_head);

G_END_DECLS
