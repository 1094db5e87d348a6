/* One small attention map of the head grid: a button that shows it. */
#pragma once

#include "analysis/measures/attention-map.h"
#include "ui/widgets/palette.h"

G_BEGIN_DECLS

#define TRESTLE_TYPE_HEAD_CELL (trestle_head_cell_get_type ())
G_DECLARE_FINAL_TYPE (TrestleHeadCell, trestle_head_cell, TRESTLE, HEAD_CELL, GtkButton)

/* @row and @column are counted from 0; column 0 is the mean of the heads. */
GtkWidget *trestle_head_cell_new (guint row, guint column);

guint trestle_head_cell_get_row (TrestleHeadCell *cell);
guint trestle_head_cell_get_column (TrestleHeadCell *cell);

/* A reference to @map is taken. */
void trestle_head_cell_set_map (TrestleHeadCell *cell, TrestleAttentionMap *map);

/* @palette is not copied: it must live as long as the cell. Call this again when its colours changed. */
void trestle_head_cell_set_palette (TrestleHeadCell *cell, const TrestlePalette *palette);

/* Whether it is the one that is drawn large elsewhere. */
void trestle_head_cell_set_chosen (TrestleHeadCell *cell, gboolean chosen);

G_END_DECLS
