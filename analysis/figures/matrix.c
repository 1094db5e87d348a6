/* A matrix of cells in the colours of a map: where everything goes, then the drawing of it. */
#include "analysis/figures/matrix.h"

#include <math.h>

#include "analysis/figures/caption.h"
#include "analysis/figures/figure.h"
#include "analysis/figures/heat.h"

#define MOST_TICKS 6
#define LABEL_GAP 3.0
#define HALF_DIGIT (0.36 * TRESTLE_TEXT_SIZE)

/* Of the matrix's width, for labels of rows; and points, for slanted and upright labels of columns. */
#define ROW_LABEL_SHARE 0.28
#define MOST_COLUMN_LABEL 62.0
#define MOST_ROW_TITLE 130.0

/* What a line of text needs across it: letters beside letters, and lines of them that are not to run together. */
#define LINE_PITCH 8.5
#define SLANT_45_PITCH (LINE_PITCH * M_SQRT2)

/* Points between level labels, and how long those are at most that are never slanted: "124". */
#define LABEL_SPACE 2.0
#define SHORT_LABEL 16.0

/* A value in a cell has so much blank on each side. */
#define VALUE_PADDING 1.5

/* How high the cells may be together, by the width; and how far the colour bar's last label reaches below it. */
#define MOST_ASPECT 1.35
#define LAST_LABEL 4.0
#define TIP_HEIGHT 4.0

static double
measure_longest (const char *font, const char *const *labels, guint count)
{
  double longest = 0.0;

  for (guint i = 0; i < count; i++)
    longest = MAX (longest, trestle_text_measure (font, labels[i], FALSE));
  return longest;
}

/* The row title's own line, and the gap behind it. */
static double
measure_row_title_width (const TrestleMatrix *matrix)
{
  return matrix->row_title != NULL ? TRESTLE_TEXT_LINE_HEIGHT + LABEL_GAP : 0.0;
}

/* How much stands on the left of the cells, and on their right. */
static double
measure_left (const TrestleMatrix *matrix, const TrestleMatrixLayout *layout)
{
  return measure_row_title_width (matrix) + layout->row_label_width + LABEL_GAP;
}

static double
measure_bar (const TrestleMatrix *matrix, const TrestleMatrixLayout *layout)
{
  if (matrix->scale_title == NULL)
    return 0.0;
  return TRESTLE_FIGURE_GAP + TRESTLE_PLOT_BAR_WIDTH + trestle_axis_get_width (&layout->scale);
}

/* Every how many cells there is room for a label that needs @cells of them: 1, 2, 5, 10, ..., as numbers are counted. */
static guint
choose_step (double cells)
{
  guint step = 1;

  for (guint i = 0; step < cells; i++)
    step = i % 3 == 1 ? step / 2 * 5 : step * 2;
  return step;
}

/* As in captions: words in black, tokens that stand for no text in grey. */
static TrestleInk
get_label_ink (const char *label)
{
  return trestle_caption_is_special (label) ? TRESTLE_INK_MUTED : TRESTLE_INK_TEXT;
}

static void
size_cells (const TrestleMatrix *matrix, double room, double width, TrestleMatrixLayout *layout)
{
  double tallest = MIN (matrix->most_height, MOST_ASPECT * width / matrix->n_rows);

  layout->cell_width = room / matrix->n_columns;
  if (matrix->is_square)
    layout->cell_width = MIN (layout->cell_width, tallest);
  layout->cell_height = MIN (layout->cell_width, tallest);
  if (!matrix->is_square)
    layout->cell_height = MAX (layout->cell_height, MIN (matrix->least_height, tallest));
  layout->row_step = choose_step (LINE_PITCH / layout->cell_height);
}

/* Level if they fit, slanted if they are not too close for that, upright otherwise; but numbers stay level, if need be not all of them. */
static void
slant_column_labels (const TrestleMatrix *matrix, const TrestleLook *look, TrestleMatrixLayout *layout)
{
  double longest = measure_longest (look->font, matrix->column_labels, matrix->n_columns);
  double pitch = layout->cell_width;

  layout->column_label_length = MIN (longest, MOST_COLUMN_LABEL);
  if (longest + LABEL_SPACE <= pitch || longest <= SHORT_LABEL)
    layout->slant = 0.0;
  else
    layout->slant = pitch >= SLANT_45_PITCH ? 45.0 : 90.0;
  layout->column_step = choose_step ((layout->slant > 0.0 ? LINE_PITCH : longest + LABEL_SPACE) / pitch);
}

/* Points from the cells to the far end of the columns' labels. */
static double
measure_column_labels (const TrestleMatrixLayout *layout)
{
  double angle = layout->slant * G_PI / 180.0;

  return LABEL_GAP + layout->column_label_length * sin (angle) + TRESTLE_TEXT_ASCENT * cos (angle);
}

static double
measure_header (const TrestleMatrix *matrix, const TrestleMatrixLayout *layout)
{
  return measure_column_labels (layout) + (matrix->column_title != NULL ? TRESTLE_TEXT_LINE_HEIGHT : 0.0);
}

/* (transfer full): as much of it as there is room for beside the rows; for few rows it may be longer than they are high. */
static char *
fit_row_title (const TrestleMatrix *matrix, const TrestleMatrixLayout *layout, const TrestleLook *look)
{
  return trestle_text_fit (look->font, matrix->row_title, FALSE, MAX (matrix->n_rows * layout->cell_height, MOST_ROW_TITLE));
}

static double
measure_row_title (const TrestleMatrix *matrix, const TrestleMatrixLayout *layout, const TrestleLook *look)
{
  g_autofree char *title = matrix->row_title != NULL ? fit_row_title (matrix, layout, look) : NULL;

  return title != NULL ? trestle_text_measure (look->font, title, FALSE) : 0.0;
}

/* The colour bar beside the cells is as long as they are high, but at least as long as its title. */
static void
place_rows (const TrestleMatrix *matrix, const TrestleLook *look, TrestleMatrixLayout *layout)
{
  double header = measure_header (matrix, layout);
  double cells = matrix->n_rows * layout->cell_height;
  double bar = matrix->scale_title != NULL ? MAX (cells, trestle_axis_get_title_length (&layout->scale)) : cells;

  /* The bar's first label is as high above the cells as a label of columns would be. */
  layout->top = layout->y + (matrix->rises ? LAST_LABEL : header);
  layout->bottom = layout->top + bar;
  layout->height = MAX (cells + (matrix->rises ? header + LABEL_GAP : 0.0),
                        MAX (bar + LAST_LABEL, measure_row_title (matrix, layout, look)));
  layout->height += layout->top - layout->y;
  if (matrix->scale_title != NULL)
    trestle_axis_set_place (&layout->scale, layout->bottom, layout->top);
}

void
trestle_matrix_lay_out (const TrestleMatrix *matrix, const TrestleLook *look, double x, double y, double width, TrestleMatrixLayout *layout)
{
  *layout = (TrestleMatrixLayout){ .x = x, .y = y };
  if (matrix->scale_title != NULL)
    trestle_axis_init (&layout->scale, look->font, matrix->scale_title, matrix->min, matrix->max, MOST_TICKS);
  layout->row_label_width = MIN (measure_longest (look->font, matrix->row_labels, matrix->n_rows), ROW_LABEL_SHARE * width);
  layout->left = x + measure_left (matrix, layout);
  size_cells (matrix, width - measure_left (matrix, layout) - measure_bar (matrix, layout), width, layout);
  slant_column_labels (matrix, look, layout);
  place_rows (matrix, look, layout);
}

void
trestle_matrix_place_cell (const TrestleMatrix *matrix, const TrestleMatrixLayout *layout, guint row, guint column, double *x, double *y)
{
  guint from_top = matrix->rises ? matrix->n_rows - 1 - row : row;

  *x = layout->left + column * layout->cell_width;
  *y = layout->top + from_top * layout->cell_height;
}

static void
draw_row_labels (const TrestleMatrix *matrix, const TrestleMatrixLayout *layout, const TrestleLook *look, cairo_t *cr)
{
  TrestleTextStyle style = { .font = look->font, .align = 1.0 };

  for (guint row = 0; row < matrix->n_rows; row += layout->row_step)
    {
      g_autofree char *label = trestle_text_fit (look->font, matrix->row_labels[row], FALSE, layout->row_label_width);
      double x, y;

      style.ink = get_label_ink (matrix->row_labels[row]);
      trestle_matrix_place_cell (matrix, layout, row, 0, &x, &y);
      trestle_text_draw (cr, label, &style, x - LABEL_GAP, y + layout->cell_height / 2.0 + HALF_DIGIT);
    }
}

/* A label that reads upwards to its far end above the cells, or to its near end below them. */
static void
draw_column_label (const TrestleMatrix *matrix,
                   const TrestleMatrixLayout *layout,
                   const TrestleLook *look,
                   cairo_t *cr,
                   const char *label,
                   double middle)
{
  double angle = layout->slant * G_PI / 180.0;
  TrestleTextStyle style = { .font = look->font, .ink = get_label_ink (label) };
  double bottom = layout->top + matrix->n_rows * layout->cell_height;

  style.align = layout->slant == 0.0 ? 0.5 : matrix->rises ? 1.0 : 0.0;
  cairo_save (cr);
  /* What is slanted stands on its line at the middle of the cell, with half of a letter's height on each side of it. */
  if (matrix->rises)
    cairo_translate (cr, middle + HALF_DIGIT * sin (angle), bottom + LABEL_GAP + TRESTLE_TEXT_ASCENT * cos (angle));
  else
    cairo_translate (cr, middle + HALF_DIGIT * sin (angle), layout->top - LABEL_GAP);
  if (angle > 0.0)
    cairo_rotate (cr, -angle);
  trestle_text_draw (cr, label, &style, 0.0, 0.0);
  cairo_restore (cr);
}

static void
draw_column_labels (const TrestleMatrix *matrix, const TrestleMatrixLayout *layout, const TrestleLook *look, cairo_t *cr)
{
  for (guint column = 0; column < matrix->n_columns; column += layout->column_step)
    {
      g_autofree char *label = trestle_text_fit (look->font, matrix->column_labels[column], FALSE, layout->column_label_length);

      draw_column_label (matrix, layout, look, cr, label, layout->left + (column + 0.5) * layout->cell_width);
    }
}

/* In the middle of the columns, or further left where it is longer than they are wide; the colour bar is on their right. */
static void
draw_column_title (const TrestleMatrix *matrix, const TrestleMatrixLayout *layout, const TrestleLook *look, cairo_t *cr)
{
  TrestleTextStyle style = { .font = look->font, .ink = TRESTLE_INK_TEXT, .align = 0.5 };
  double begin = layout->x + measure_row_title_width (matrix), right = layout->left + matrix->n_columns * layout->cell_width;
  g_autofree char *title = trestle_text_fit (look->font, matrix->column_title, FALSE, right - begin);
  double half = trestle_text_measure (look->font, title, FALSE) / 2.0;
  double middle = layout->left + matrix->n_columns * layout->cell_width / 2.0;
  double header = measure_header (matrix, layout);
  double y = matrix->rises ? layout->top + matrix->n_rows * layout->cell_height + header : layout->y + TRESTLE_TEXT_ASCENT;

  trestle_text_draw (cr, title, &style, MIN (middle, right - half), y);
}

/* In the middle of the rows, or from the bottom of the figure where it is longer than they are high. */
static void
draw_row_title (const TrestleMatrix *matrix, const TrestleMatrixLayout *layout, const TrestleLook *look, cairo_t *cr)
{
  TrestleTextStyle style = { .font = look->font, .ink = TRESTLE_INK_TEXT, .align = 0.5 };
  g_autofree char *title = fit_row_title (matrix, layout, look);
  double span = MAX (matrix->n_rows * layout->cell_height, measure_row_title (matrix, layout, look));

  cairo_save (cr);
  cairo_translate (cr, layout->x + TRESTLE_TEXT_ASCENT, layout->top + span / 2.0);
  cairo_rotate (cr, -G_PI_2);
  trestle_text_draw (cr, title, &style, 0.0, 0.0);
  cairo_restore (cr);
}

/* Above the colour bar, in the colour of its end: there are larger values. */
static void
draw_tip (const TrestleMatrixLayout *layout, TrestleColormap colormap, cairo_t *cr, double x)
{
  double rgb[3];

  trestle_colormap_get_rgb (colormap, 1.0, rgb);
  cairo_move_to (cr, x, layout->top);
  cairo_line_to (cr, x + TRESTLE_PLOT_BAR_WIDTH / 2.0, layout->top - TIP_HEIGHT);
  cairo_line_to (cr, x + TRESTLE_PLOT_BAR_WIDTH, layout->top);
  cairo_close_path (cr);
  cairo_set_source_rgb (cr, rgb[0], rgb[1], rgb[2]);
  cairo_fill_preserve (cr);
  trestle_ink_set (cr, TRESTLE_INK_AXIS);
  cairo_set_line_width (cr, TRESTLE_PLOT_LINE_WIDTH);
  cairo_stroke (cr);
}

void
trestle_matrix_draw_labels (const TrestleMatrix *matrix, const TrestleMatrixLayout *layout, const TrestleLook *look, cairo_t *cr)
{
  double right = layout->left + matrix->n_columns * layout->cell_width;

  draw_row_labels (matrix, layout, look, cr);
  draw_column_labels (matrix, layout, look, cr);
  if (matrix->row_title != NULL)
    draw_row_title (matrix, layout, look, cr);
  if (matrix->column_title != NULL)
    draw_column_title (matrix, layout, look, cr);
  if (matrix->scale_title != NULL)
    trestle_plot_draw_color_bar (cr, &layout->scale, look->colormap, right + TRESTLE_FIGURE_GAP);
  if (matrix->scale_title != NULL && matrix->is_open)
    draw_tip (layout, look->colormap, cr, right + TRESTLE_FIGURE_GAP);
}

static double
get_share (const TrestleMatrix *matrix, double value)
{
  return (value - matrix->min) / (matrix->max - matrix->min);
}

static TrestleInk
choose_ink (TrestleColormap colormap, double share)
{
  double rgb[3];

  trestle_colormap_get_rgb (colormap, share, rgb);
  return trestle_ink_choose_on (rgb);
}

/* (transfer full): "0.25", with a decimal point whatever the locale. */
static char *
format_value (double value)
{
  char digits[G_ASCII_DTOSTR_BUF_SIZE];

  return g_strdup (g_ascii_formatd (digits, sizeof digits, "%.2f", value));
}

static gboolean
has_room_for_values (const TrestleMatrix *matrix, const TrestleMatrixLayout *layout, const TrestleLook *look)
{
  g_autofree char *longest = format_value (matrix->max);
  double needed = trestle_text_measure (look->font, longest, FALSE) + 2.0 * VALUE_PADDING;

  return matrix->prints_values && layout->cell_width >= needed && layout->cell_height >= LINE_PITCH;
}

static void
draw_value (const TrestleMatrix *matrix, const TrestleMatrixLayout *layout, const TrestleLook *look, cairo_t *cr, guint row, guint column)
{
  double value = matrix->values[row * matrix->n_columns + column];
  TrestleTextStyle style = { .font = look->font, .align = 0.5 };
  g_autofree char *text = format_value (value);
  double x, y;

  if (isnan (value))
    return;
  style.ink = choose_ink (look->colormap, get_share (matrix, value));
  trestle_matrix_place_cell (matrix, layout, row, column, &x, &y);
  trestle_text_draw (cr, text, &style, x + layout->cell_width / 2.0, y + layout->cell_height / 2.0 + HALF_DIGIT);
}

/* (transfer full): `[n_rows, n_columns]`, the highest row first. */
static double *
sort_from_top (const TrestleMatrix *matrix)
{
  double *values = g_new (double, (gsize) matrix->n_rows * matrix->n_columns);

  for (guint row = 0; row < matrix->n_rows; row++)
    for (guint column = 0; column < matrix->n_columns; column++)
      {
        guint from_top = matrix->rises ? matrix->n_rows - 1 - row : row;

        values[from_top * matrix->n_columns + column] = matrix->values[row * matrix->n_columns + column];
      }
  return values;
}

void
trestle_matrix_draw (const TrestleMatrix *matrix, const TrestleMatrixLayout *layout, const TrestleLook *look, cairo_t *cr)
{
  g_autofree double *values = sort_from_top (matrix);
  double width = matrix->n_columns * layout->cell_width, height = matrix->n_rows * layout->cell_height;

  trestle_heat_paint_cells (cr, values, matrix->n_rows, matrix->n_columns, look->colormap, 1.0, matrix->min, matrix->max, layout->left,
                            layout->top, width, height);
  trestle_plot_draw_frame (cr, layout->left, layout->top, width, height);
  if (has_room_for_values (matrix, layout, look))
    for (guint row = 0; row < matrix->n_rows; row++)
      for (guint column = 0; column < matrix->n_columns; column++)
        draw_value (matrix, layout, look, cr, row, column);
  trestle_matrix_draw_labels (matrix, layout, look, cr);
}
