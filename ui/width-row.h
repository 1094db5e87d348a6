/* How wide a figure is to be: one column of a paper, two, or any number of millimetres. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define TRESTLE_TYPE_WIDTH_ROW (trestle_width_row_get_type ())
G_DECLARE_FINAL_TYPE (TrestleWidthRow, trestle_width_row, TRESTLE, WIDTH_ROW, AdwActionRow)

/* Property: "width" double, in millimetres, from 40 to 400. */

G_END_DECLS
