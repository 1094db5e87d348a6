/* Small maps in a row, each with its name below; one of them is chosen. */
#pragma once

#include <gtk/gtk.h>

#include "analysis/figures/colormap.h"

G_BEGIN_DECLS

#define TRESTLE_TYPE_MAP_ROW (trestle_map_row_get_type ())
G_DECLARE_FINAL_TYPE (TrestleMapRow, trestle_map_row, TRESTLE, MAP_ROW, GtkBox)

/* Properties: "chosen" uint, counted from 0, by click or by keyboard; "colormap" uint (TrestleColormap). */
GtkWidget *trestle_map_row_new (void);

/* @noun: what they are, "Bridge"; they are numbered from 1. At least one. */
void trestle_map_row_set_count (TrestleMapRow *row, guint count, const char *noun);
/* @places: `[rows, columns]`: where the numbers stand on the colour scale, from 0 to 1; copied. One row is drawn as stripes. */
void trestle_map_row_set_places (TrestleMapRow *row, guint index, const double *places, guint rows, guint columns);

G_END_DECLS
