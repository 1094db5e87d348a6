/* A small picture of numbers in rows and columns, one of several of which one is chosen: a toggle button that shows it. */
#pragma once

#include "ui/widgets/palette.h"

G_BEGIN_DECLS

#define TRESTLE_TYPE_MAP_CELL (trestle_map_cell_get_type ())
G_DECLARE_FINAL_TYPE (TrestleMapCell, trestle_map_cell, TRESTLE, MAP_CELL, GtkToggleButton)

GtkWidget *trestle_map_cell_new (void);

/* @places: `[rows, columns]`: where the numbers stand on the colour scale, from 0 to 1; copied */
void trestle_map_cell_set_places (TrestleMapCell *cell, const double *places, guint rows, guint columns);
void trestle_map_cell_set_colormap (TrestleMapCell *cell, TrestleColormap colormap);

G_END_DECLS
