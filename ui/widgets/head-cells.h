/* The cells of a head grid and the labels of their rows and columns: children of one widget. */
#pragma once

#include "ui/widgets/head-cell.h"

G_BEGIN_DECLS

/**
 * TrestleHeadCells:
 * @parent: whose children they are
 * @row_labels: (element-type GtkWidget): `[n_layers]`
 * @column_labels: (element-type GtkWidget): `[n_columns]`
 * @cells: (element-type TrestleHeadCell): `[n_layers * n_columns]`, by number, wherever they stand
 * @order: (nullable): `[n_layers * n_heads]`, which head stands where
 * @aspect: width to height of a cell
 */
typedef struct
{
  GtkWidget *parent;
  GPtrArray *row_labels;
  GPtrArray *column_labels;
  GPtrArray *cells;
  guint n_layers;
  guint n_columns;
  guint *order;
  double aspect;
} TrestleHeadCells;

/* (transfer full): none yet. @parent must live as long. */
TrestleHeadCells *trestle_head_cells_new (GtkWidget *parent);
void trestle_head_cells_free (TrestleHeadCells *cells);

/* Takes them off their parent. */
void trestle_head_cells_empty (TrestleHeadCells *cells);
/* In place of those that there are: so many, in the order of their numbers. Columns are those of head-columns.h. */
void trestle_head_cells_build (TrestleHeadCells *cells, guint n_layers, guint n_columns);

/* (transfer none) (nullable): %NULL if there is no such cell */
TrestleHeadCell *trestle_head_cells_get (const TrestleHeadCells *cells, guint layer, guint column);
/* Which column's cell stands at a place of its row; and where a column's cell stands. */
guint trestle_head_cells_get_column_at (const TrestleHeadCells *cells, guint layer, guint position);
guint trestle_head_cells_get_position (const TrestleHeadCells *cells, guint layer, guint column);

/* @heads: (nullable): as in trestle_head_grid_set_order(). Returns whether that is another order. */
gboolean trestle_head_cells_set_order (TrestleHeadCells *cells, const guint *heads);

G_END_DECLS
