/* What the head grid is made of, for its own two files. */
#pragma once

#include "ui/widgets/head-cells.h"
#include "ui/widgets/head-grid.h"

G_BEGIN_DECLS

/**
 * @layer: of the chosen cell, as is @column
 * @hovered: (nullable): the cell that the pointer is on
 * @menu: on the cell that @menu_cell is
 */
struct _TrestleHeadGrid
{
  GtkWidget parent_instance;

  GtkWidget *caption;
  TrestleHeadCells *cells;
  guint layer;
  guint column;
  TrestleHeadCell *hovered;
  GtkWidget *menu;
  TrestleHeadCell *menu_cell;
  TrestlePalette palette;
};

/* The cell that has the line around it, and the properties, without a signal. */
void trestle_head_grid_choose (TrestleHeadGrid *grid, guint layer, guint column);

/* The signals, and what they come from: pointer, keys, focus and menu. Its template must be set. */
void trestle_head_grid_class_add_input (TrestleHeadGridClass *class);
/* From now on a click on @cell chooses it. */
void trestle_head_grid_listen_to (TrestleHeadGrid *grid, TrestleHeadCell *cell);
/* Before cells go: neither pointer nor menu is on one of them. */
void trestle_head_grid_forget_cells (TrestleHeadGrid *grid);

G_END_DECLS
