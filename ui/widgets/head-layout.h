/* Where the cells of a head grid are put with their labels, and how large they are. */
#pragma once

#include "ui/widgets/head-cells.h"

G_BEGIN_DECLS

/*
 * A grid of @cells with @caption below wants so much, in pixels. Cells are as large as fits into both directions; where even small ones do
 * not, the grid has to be scrolled. @minimum and @natural: (out)
 */
void trestle_head_layout_measure (const TrestleHeadCells *cells,
                                  GtkWidget *caption,
                                  GtkOrientation orientation,
                                  int for_size,
                                  int *minimum,
                                  int *natural);
/* Puts all of them into so many pixels; without cells there is no caption either. */
void trestle_head_layout_allocate (const TrestleHeadCells *cells, GtkWidget *caption, int width, int height);

G_END_DECLS
