/* Where the cells of a head grid are put with their labels, and how large they are. */
#include "ui/widgets/head-layout.h"

#include "ui/widgets/children.h"
#include "ui/widgets/head-columns.h"

/* Sides of a cell: at 28 pixels 12 heads fit into the smallest window, and 18 x 18 patches can be told; beyond 96 there is nothing more
 * to see. */
#define CELL_MIN 28
#define CELL_NATURAL 56
#define CELL_MAX 96
#define SPACING 4
/* Sets what stands for all heads apart from the heads. */
#define SUMMARY_SPACING 12
#define LABEL_SPACING 10
#define HEADING_SPACING 4
#define CAPTION_SPACING 12
/* The outline of the chosen cell reaches this far beyond it. */
#define EDGE 4

static int
largest_of (GPtrArray *children, GtkOrientation orientation)
{
  int largest = 0;

  for (guint i = 0; i < children->len; i++)
    largest = MAX (largest, trestle_child_measure (g_ptr_array_index (children, i), orientation, -1));
  return largest;
}

/* Where cells begin, and how much of each direction is not cells. */
static int
cells_left (const TrestleHeadCells *cells)
{
  return largest_of (cells->row_labels, GTK_ORIENTATION_HORIZONTAL) + LABEL_SPACING;
}

static int
cells_top (const TrestleHeadCells *cells)
{
  return largest_of (cells->column_labels, GTK_ORIENTATION_VERTICAL) + HEADING_SPACING;
}

static int
column_gaps (guint column)
{
  return SPACING * (int) column + (column < TRESTLE_N_SUMMARIES ? 0 : SUMMARY_SPACING - SPACING);
}

static int
width_around (const TrestleHeadCells *cells)
{
  return cells_left (cells) + (cells->n_columns > 0 ? column_gaps (cells->n_columns - 1) : 0) + EDGE;
}

static int
height_around (const TrestleHeadCells *cells, GtkWidget *caption, int width)
{
  int caption_height = trestle_child_measure (caption, GTK_ORIENTATION_VERTICAL, width);

  return cells_top (cells) + SPACING * MAX (0, (int) cells->n_layers - 1) + CAPTION_SPACING + caption_height;
}

/* What a column's heading may take of the space on its sides: before the heads there is more of it. */
static int
heading_reach (guint column)
{
  return column + 1 == TRESTLE_N_SUMMARIES ? SUMMARY_SPACING : SPACING;
}

static int
cell_min_width (const TrestleHeadCells *cells)
{
  int smallest = CELL_MIN;

  for (guint column = 0; column < cells->column_labels->len; column++)
    smallest = MAX (smallest, trestle_child_measure (g_ptr_array_index (cells->column_labels, column), GTK_ORIENTATION_HORIZONTAL, -1)
                                  - heading_reach (column));
  return smallest;
}

static int
cell_height (const TrestleHeadCells *cells, int cell_width)
{
  return MAX (1, (int) (cell_width / cells->aspect));
}

void
trestle_head_layout_measure (const TrestleHeadCells *cells,
                             GtkWidget *caption,
                             GtkOrientation orientation,
                             int for_size,
                             int *minimum,
                             int *natural)
{
  int smallest = cell_min_width (cells);
  int usual = MAX (smallest, CELL_NATURAL);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = width_around (cells) + (int) cells->n_columns * smallest;
      *natural = width_around (cells) + (int) cells->n_columns * usual;
      return;
    }
  if (for_size < 0)
    for_size = width_around (cells) + (int) cells->n_columns * smallest;
  *minimum = height_around (cells, caption, for_size) + (int) cells->n_layers * cell_height (cells, smallest);
  *natural = height_around (cells, caption, for_size) + (int) cells->n_layers * cell_height (cells, usual);
}

/* As large as fits in both directions. */
static int
cell_width_in (const TrestleHeadCells *cells, GtkWidget *caption, int width, int height)
{
  int smallest = cell_min_width (cells);
  int for_width = (width - width_around (cells)) / (int) cells->n_columns;
  int for_height = (int) ((height - height_around (cells, caption, width)) / (int) cells->n_layers * cells->aspect);

  return CLAMP (MIN (for_width, for_height), smallest, MAX (smallest, CELL_MAX));
}

/* Over the middle of its column, or, where it is too long for that, from the column's edge on. */
static void
place_heading (const TrestleHeadCells *cells, guint column, int cell_width)
{
  GtkWidget *label = g_ptr_array_index (cells->column_labels, column);
  int left = cells_left (cells) + column_gaps (column) + (int) column * cell_width;
  int needed = trestle_child_measure (label, GTK_ORIENTATION_HORIZONTAL, -1);
  int height = cells_top (cells) - HEADING_SPACING;

  trestle_child_place (label, left - SPACING / 2, 0, MAX (needed, cell_width + SPACING), height);
}

static void
place_cells (const TrestleHeadCells *cells, int cell_width)
{
  int left = cells_left (cells);
  int top = cells_top (cells);
  int height = cell_height (cells, cell_width);

  for (guint column = 0; column < cells->n_columns; column++)
    place_heading (cells, column, cell_width);
  for (guint layer = 0; layer < cells->n_layers; layer++)
    {
      int y = top + (int) layer * (height + SPACING);

      trestle_child_place (g_ptr_array_index (cells->row_labels, layer), 0, y, left - LABEL_SPACING, height);
      for (guint position = 0; position < cells->n_columns; position++)
        trestle_child_place (GTK_WIDGET (trestle_head_cells_get (cells, layer, trestle_head_cells_get_column_at (cells, layer, position))),
                             left + column_gaps (position) + (int) position * cell_width, y, cell_width, height);
    }
}

void
trestle_head_layout_allocate (const TrestleHeadCells *cells, GtkWidget *caption, int width, int height)
{
  int caption_height = trestle_child_measure (caption, GTK_ORIENTATION_VERTICAL, width);
  int bottom = 0;

  gtk_widget_set_child_visible (caption, cells->cells->len > 0);
  if (cells->cells->len > 0)
    {
      int cell_width = cell_width_in (cells, caption, width, height);

      place_cells (cells, cell_width);
      bottom = cells_top (cells) + (int) cells->n_layers * (cell_height (cells, cell_width) + SPACING) - SPACING + CAPTION_SPACING;
    }
  trestle_child_place (caption, 0, bottom, width, caption_height);
}
