/* A matrix of cells in the colours of a map, with labels and a colour bar; or the labels alone, around cells that others draw. */
#pragma once

#include "analysis/figures/look.h"
#include "analysis/figures/plot.h"

G_BEGIN_DECLS

/**
 * TrestleMatrix:
 * @values: (nullable): `[n_rows, n_columns]`, NAN for a cell that is left empty; %NULL if somebody else draws the cells
 * @row_labels: `[n_rows]`, clean (see trestle_text_clean())
 * @column_labels: `[n_columns]`, likewise
 * @row_title: (nullable): what the rows are
 * @column_title: (nullable): what the columns are
 * @scale_title: (nullable): what the colours are; %NULL for no colour bar
 * @min: where the scale begins
 * @max: where it ends, above @min
 * @is_open: whether values beyond @max have its colour too; the colour bar has a tip then
 * @rises: whether the first row is the lowest, with the columns' labels below, as in a plot; otherwise it is read like a table
 * @prints_values: whether cells that have room for it say their value
 * @is_square: whether cells are as wide as high; otherwise they fill the width
 * @least_height: points that a cell is high at least
 * @most_height: points that a cell is high at most
 *
 * What it points to must outlive it.
 */
typedef struct
{
  guint n_rows;
  guint n_columns;
  const double *values;
  const char *const *row_labels;
  const char *const *column_labels;
  const char *row_title;
  const char *column_title;
  const char *scale_title;
  double min;
  double max;
  gboolean is_open;
  gboolean rises;
  gboolean prints_values;
  gboolean is_square;
  double least_height;
  double most_height;
} TrestleMatrix;

/**
 * TrestleMatrixLayout:
 * @x: of the upper left corner of everything, points
 * @y: likewise
 * @left: of the cells
 * @top: of the cells
 * @bottom: of the colour bar, which may be longer than the cells are high
 * @height: of everything
 * @row_label_width: what labels of rows are fitted into
 * @column_label_length: likewise, along the slant
 * @slant: of the columns' labels: 0, 45 or 90 degrees
 * @row_step: every how many rows have a label, counted from the first: 1, 2, 5, 10, ...
 * @column_step: likewise
 */
typedef struct
{
  double x, y;
  double left, top;
  double bottom;
  double height;
  double cell_width, cell_height;
  double row_label_width;
  double column_label_length;
  double slant;
  guint row_step, column_step;
  TrestleAxis scale;
} TrestleMatrixLayout;

/* Within @width points. Long labels of columns are slanted or upright, and cut with an ellipsis where even so there is no room. */
void trestle_matrix_lay_out (const TrestleMatrix *matrix,
                             const TrestleLook *look,
                             double x,
                             double y,
                             double width,
                             TrestleMatrixLayout *layout);

/* The upper left corner of a cell. */
void
trestle_matrix_place_cell (const TrestleMatrix *matrix, const TrestleMatrixLayout *layout, guint row, guint column, double *x, double *y);

/* Everything but the cells: labels, titles and the colour bar. */
void trestle_matrix_draw_labels (const TrestleMatrix *matrix, const TrestleMatrixLayout *layout, const TrestleLook *look, cairo_t *cr);

/* The cells, with their values where there is room, in a frame; and the labels. */
void trestle_matrix_draw (const TrestleMatrix *matrix, const TrestleMatrixLayout *layout, const TrestleLook *look, cairo_t *cr);

G_END_DECLS
