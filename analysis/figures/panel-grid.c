/* Panels in rows and columns. What stands around the boxes is measured first; the boxes share what is left of the width. */
#include "analysis/figures/panel-grid.h"

#include <math.h>

#include "analysis/figures/figure.h"

#define COLUMN_GAP 11.0
#define ROW_GAP 7.0
#define BELOW_TITLE 3.5
#define Y_TITLE_GAP 4.0
#define Y_TITLE_OVERHANG 10.0 /* how much longer than its axis an upright title may be, where there is something above and below */
#define BELOW_HEADING 4.0
#define TICK_SPACING 11.5
#define MOST_TICKS 6.0

/* The free space above the highest number (below the lowest, if it is below 0), of the height; more room than that is no help. */
#define HEADROOM 0.06

/**
 * Cell: a panel and what is written around it.
 * @min: of its own numbers; those of its axis are the row's
 * @max: likewise
 * @title: lines, %NULL-terminated
 * @y_lines: the vertical axis's title, likewise
 * @has_scale: whether it has ticks and a title on the left
 * @has_numbers: whether the places have numbers
 * @has_x_title: whether the horizontal axis has its title
 */
typedef struct
{
  TrestlePanel panel;
  double min, max;
  char **parts;
  char *y_title;
  char *x_title;
  char **title;
  char **y_lines;
  gboolean has_scale;
  gboolean has_numbers;
  gboolean has_x_title;
} Cell;

struct _TrestlePanelGrid
{
  TrestleLook look;
  guint n_columns;
  double panel_height;
  double right_room;
  char *heading;    /* (nullable) */
  guint n_y_lines;  /* of the longest upright title; the last lines of all stand above each other */
  GPtrArray *cells; /* Cell */
  guint first_letter;
};

static void
cell_free (gpointer data)
{
  Cell *cell = data;

  g_strfreev (cell->parts);
  g_free (cell->y_title);
  g_free (cell->x_title);
  g_strfreev (cell->title);
  g_strfreev (cell->y_lines);
  g_free (cell);
}

TrestlePanelGrid *
trestle_panel_grid_new (const TrestleLook *look, guint n_columns, double panel_height, double right_room)
{
  TrestlePanelGrid *grid = g_new (TrestlePanelGrid, 1);

  *grid = (TrestlePanelGrid){
    .look = *look,
    .n_columns = n_columns,
    .panel_height = panel_height,
    .right_room = right_room,
    .cells = g_ptr_array_new_with_free_func (cell_free),
  };
  return grid;
}

void
trestle_panel_grid_free (TrestlePanelGrid *grid)
{
  g_free (grid->heading);
  g_ptr_array_unref (grid->cells);
  g_free (grid);
}

/* Of the page, in points. */
static double
get_width (const TrestlePanelGrid *grid)
{
  return grid->look.width_mm * TRESTLE_POINTS_PER_MM;
}

static Cell *
get_cell (const TrestlePanelGrid *grid, guint index)
{
  return g_ptr_array_index (grid->cells, index);
}

const TrestlePanel *
trestle_panel_grid_get (const TrestlePanelGrid *grid, guint index)
{
  return &get_cell (grid, index)->panel;
}

/* Clean, because names of models and answers may be any bytes. */
static char **
copy_clean (const char *const *parts)
{
  g_autoptr (GStrvBuilder) clean = g_strv_builder_new ();

  for (; parts != NULL && *parts != NULL; parts++)
    {
      g_autofree char *part = trestle_text_clean (*parts);

      g_strv_builder_add (clean, part);
    }
  return g_strv_builder_end (clean);
}

void
trestle_panel_grid_add (TrestlePanelGrid *grid, const TrestlePanelText *text, double min, double max, guint n_places)
{
  Cell *cell = g_new0 (Cell, 1);

  cell->panel.n_places = MAX (1, n_places);
  cell->min = isfinite (min) ? min : 0.0;
  cell->max = isfinite (max) ? max : 0.0;
  cell->parts = copy_clean (text->title);
  cell->y_title = g_strdup (text->y_title);
  cell->x_title = g_strdup (text->x_title);
  g_ptr_array_add (grid->cells, cell);
}

void
trestle_panel_grid_set_first_letter (TrestlePanelGrid *grid, guint letter)
{
  grid->first_letter = letter;
}

void
trestle_panel_grid_set_heading (TrestlePanelGrid *grid, const char *heading)
{
  g_free (grid->heading);
  grid->heading = trestle_text_clean (heading);
}

/* The row's range, with ticks; all numbers 0, or none at all, is a range too. */
static void
set_axis (const TrestlePanelGrid *grid, guint index)
{
  guint row = index / grid->n_columns * grid->n_columns;
  guint most = (guint) CLAMP (grid->panel_height / TICK_SPACING, 2.0, MOST_TICKS);
  Cell *cell = get_cell (grid, index);
  double min = 0.0, max = 0.0, room;

  for (guint i = row; i < MIN (row + grid->n_columns, grid->cells->len); i++)
    {
      min = MIN (min, get_cell (grid, i)->min);
      max = MAX (max, get_cell (grid, i)->max);
    }
  if (!(max > min))
    max = min + 1.0;
  room = HEADROOM * (max - min);
  trestle_axis_init (&cell->panel.y, grid->look.font, cell->y_title, min < 0.0 ? min - room : min, max + room, most);
}

/* (transfer full): "(a) " in front of a title that has more beside it, or nothing. */
static char *
make_letter (const TrestlePanelGrid *grid, guint index)
{
  return grid->cells->len > 1 || grid->first_letter > 0 ? g_strdup_printf ("(%c) ", 'a' + (grid->first_letter + index) % 26)
                                                        : g_strdup ("");
}

/* (transfer full): the title in one line, "(a) METER, visual self-attention"; without titles the letter stands alone. */
static char *
join_title (const TrestlePanelGrid *grid, guint index)
{
  g_autofree char *letter = make_letter (grid, index);
  g_autofree char *title = grid->look.has_title ? g_strjoinv (", ", get_cell (grid, index)->parts) : g_strdup ("");

  return g_strchomp (g_strconcat (letter, title, NULL));
}

static gboolean
fits_in_line (const TrestlePanelGrid *grid, double width)
{
  for (guint i = 0; i < grid->cells->len; i++)
    {
      g_autofree char *title = join_title (grid, i);

      if (trestle_text_measure (grid->look.font, title, FALSE) > width)
        return FALSE;
    }
  return TRUE;
}

/* A line for each part, cut where it would not fit, as names of models may be; the last one, what is drawn, breaks between words instead.
 */
static char **
break_title (const TrestlePanelGrid *grid, guint index, double width)
{
  g_autofree char *letter = make_letter (grid, index);
  g_autoptr (GStrvBuilder) lines = g_strv_builder_new ();

  for (char **part = get_cell (grid, index)->parts; *part != NULL; part++)
    {
      gboolean is_first = part == get_cell (grid, index)->parts;
      g_autofree char *line = g_strconcat (is_first ? letter : "", *part, part[1] != NULL ? "," : NULL, NULL);
      g_auto (GStrv) words = g_strsplit (line, part[1] != NULL ? "\n" : " ", -1);
      g_auto (GStrv) fitting = trestle_text_wrap (grid->look.font, (const char *const *) words, " ", width);

      g_strv_builder_addv (lines, (const char **) fitting);
    }
  return g_strv_builder_end (lines);
}

static void
set_titles (TrestlePanelGrid *grid, double width)
{
  gboolean in_line = fits_in_line (grid, width);

  for (guint i = 0; i < grid->cells->len; i++)
    {
      g_autofree char *title = join_title (grid, i);
      char *lines[] = { *title != '\0' ? title : NULL, NULL };

      get_cell (grid, i)->title = in_line ? g_strdupv (lines) : break_title (grid, i, width);
    }
}

static double
measure_longest (const char *font, const char *const *texts)
{
  double longest = 0.0;

  for (; *texts != NULL; texts++)
    longest = MAX (longest, trestle_text_measure (font, *texts, FALSE));
  return longest;
}

static guint
count_lines (const char *font, const char *const *words, double width)
{
  g_auto (GStrv) lines = trestle_text_wrap (font, words, " ", width);

  return g_strv_length (lines);
}

/* (transfer full): lines of at most @width points, as few as that takes, and then as even as that leaves them: the narrowest, to a point.
 */
static char **
wrap_evenly (const char *font, const char *const *words, double width)
{
  guint n_lines = count_lines (font, words, width);
  double longest = measure_longest (font, words);
  double too_narrow = longest - 1.0, wide_enough = width;

  /* One line is as even as can be, and to measure text takes its time. */
  while (n_lines > 1 && wide_enough - too_narrow > 1.0)
    {
      double half = (too_narrow + wide_enough) / 2.0;

      if (half >= longest && count_lines (font, words, half) == n_lines)
        wide_enough = half;
      else
        too_narrow = half;
    }
  return trestle_text_wrap (font, words, " ", wide_enough);
}

/* The title that the panel before has too, as most do, is broken as there. */
static void
set_y_title (const TrestlePanelGrid *grid, guint index)
{
  Cell *cell = get_cell (grid, index), *before = index > 0 ? get_cell (grid, index - 1) : NULL;
  g_autofree char *title = trestle_ticks_name_axis (&cell->panel.y.ticks, cell->y_title);
  g_autofree char *title_before = before != NULL ? trestle_ticks_name_axis (&before->panel.y.ticks, before->y_title) : NULL;
  g_auto (GStrv) words = g_strsplit (title, " ", -1);
  double overhang = grid->cells->len > 1 ? Y_TITLE_OVERHANG : 0.0;

  if (g_strcmp0 (title, title_before) == 0)
    cell->y_lines = g_strdupv (before->y_lines);
  else
    cell->y_lines = wrap_evenly (grid->look.font, (const char *const *) words, grid->panel_height + overhang);
}

static gboolean
is_last_of_column (const TrestlePanelGrid *grid, guint index)
{
  return index + grid->n_columns >= grid->cells->len;
}

/* Numbers stand only at the bottom of a column whose panels all have the same places. */
static gboolean
needs_numbers (const TrestlePanelGrid *grid, guint index)
{
  for (guint i = index % grid->n_columns; i < grid->cells->len; i += grid->n_columns)
    if (get_cell (grid, i)->panel.n_places != get_cell (grid, index)->panel.n_places
        || !g_str_equal (get_cell (grid, i)->x_title, get_cell (grid, index)->x_title))
      return TRUE;
  return is_last_of_column (grid, index);
}

static gboolean
needs_x_title (const TrestlePanelGrid *grid, guint index)
{
  return is_last_of_column (grid, index)
         || !g_str_equal (get_cell (grid, index)->x_title, get_cell (grid, index + grid->n_columns)->x_title);
}

/* What the left column's scales and titles need; all begin at the same place, so that titles stand above each other. */
static double
measure_left (TrestlePanelGrid *grid)
{
  double scale = 0.0;

  for (guint i = 0; i < grid->cells->len; i += grid->n_columns)
    {
      scale = MAX (scale, trestle_axis_get_scale_width (&get_cell (grid, i)->panel.y));
      grid->n_y_lines = MAX (grid->n_y_lines, g_strv_length (get_cell (grid, i)->y_lines));
    }
  return TRESTLE_PANEL_MARGIN + grid->n_y_lines * TRESTLE_TEXT_LINE_HEIGHT + Y_TITLE_GAP + scale;
}

/* Fills in what depends on no place. */
static void
prepare (TrestlePanelGrid *grid)
{
  for (guint i = 0; i < grid->cells->len; i++)
    {
      Cell *cell = get_cell (grid, i);

      set_axis (grid, i);
      set_y_title (grid, i);
      cell->has_scale = i % grid->n_columns == 0;
      cell->has_numbers = needs_numbers (grid, i);
      cell->has_x_title = needs_x_title (grid, i);
    }
}

/* How far the last number of a panel in such a column reaches over the box. */
static double
measure_overhang (const TrestlePanelGrid *grid, double column)
{
  double overhang = 0.0;

  for (guint i = 0; i < grid->cells->len; i++)
    {
      guint n_places = get_cell (grid, i)->panel.n_places;
      g_autofree char *number = g_strdup_printf ("%u", n_places);

      overhang = MAX (overhang, trestle_text_measure (grid->look.font, number, FALSE) - (column - grid->right_room) / n_places);
    }
  return overhang / 2.0;
}

static double
divide_width (const TrestlePanelGrid *grid, double left, double right)
{
  return (right - left - (grid->n_columns - 1) * COLUMN_GAP) / grid->n_columns;
}

static void
place_columns (TrestlePanelGrid *grid)
{
  double left = measure_left (grid), right = get_width (grid) - TRESTLE_PANEL_MARGIN;
  double column = divide_width (grid, left, right);

  column = divide_width (grid, left, right - measure_overhang (grid, column));
  for (guint i = 0; i < grid->cells->len; i++)
    {
      TrestlePanel *panel = &get_cell (grid, i)->panel;

      panel->left = left + i % grid->n_columns * (column + COLUMN_GAP);
      panel->right = panel->left + column - grid->right_room;
    }
  set_titles (grid, column);
}

/* Returns where the row ends. */
static double
place_row (TrestlePanelGrid *grid, guint first, double top)
{
  guint end = MIN (first + grid->n_columns, grid->cells->len), lines = 0;
  double bottom, depth = 0.0;

  for (guint i = first; i < end; i++)
    lines = MAX (lines, g_strv_length (get_cell (grid, i)->title));
  top += lines * TRESTLE_TEXT_LINE_HEIGHT + (lines > 0 ? BELOW_TITLE : 0.0);
  bottom = top + grid->panel_height;
  for (guint i = first; i < end; i++)
    {
      Cell *cell = get_cell (grid, i);

      cell->panel.top = top;
      cell->panel.bottom = bottom;
      trestle_axis_set_place (&cell->panel.y, bottom, top);
      depth = MAX (depth, trestle_panel_get_depth (cell->has_numbers) + (cell->has_x_title ? TRESTLE_TEXT_LINE_HEIGHT : 0.0));
    }
  return bottom + depth;
}

static gboolean
has_heading (const TrestlePanelGrid *grid)
{
  return grid->look.has_title && grid->heading != NULL;
}

double
trestle_panel_grid_lay_out (TrestlePanelGrid *grid)
{
  double y = TRESTLE_PANEL_MARGIN + (has_heading (grid) ? TRESTLE_TEXT_LINE_HEIGHT + BELOW_HEADING : 0.0);

  prepare (grid);
  place_columns (grid);
  for (guint i = 0; i < grid->cells->len; i += grid->n_columns)
    y = place_row (grid, i, i == 0 ? y : y + ROW_GAP);
  return y;
}

static void
draw_title (const TrestlePanelGrid *grid, cairo_t *cr, const Cell *cell)
{
  TrestleTextStyle style = { .font = grid->look.font, .ink = TRESTLE_INK_TEXT };
  guint lines = g_strv_length (cell->title);

  for (guint i = 0; i < lines; i++)
    trestle_text_draw (cr, cell->title[i], &style, cell->panel.left,
                       cell->panel.top - BELOW_TITLE - (lines - i) * TRESTLE_TEXT_LINE_HEIGHT + TRESTLE_TEXT_ASCENT);
}

/* Read from the bottom to the top, in the middle of the axis. */
static void
draw_y_title (const TrestlePanelGrid *grid, cairo_t *cr, const Cell *cell)
{
  TrestleTextStyle style = { .font = grid->look.font, .ink = TRESTLE_INK_TEXT, .align = 0.5 };

  guint indent = grid->n_y_lines - g_strv_length (cell->y_lines);

  cairo_save (cr);
  cairo_translate (cr, TRESTLE_PANEL_MARGIN + indent * TRESTLE_TEXT_LINE_HEIGHT, (cell->panel.top + cell->panel.bottom) / 2.0);
  cairo_rotate (cr, -G_PI_2);
  for (guint i = 0; cell->y_lines[i] != NULL; i++)
    trestle_text_draw (cr, cell->y_lines[i], &style, 0.0, i * TRESTLE_TEXT_LINE_HEIGHT + TRESTLE_TEXT_ASCENT);
  cairo_restore (cr);
}

static void
draw_around (const TrestlePanelGrid *grid, cairo_t *cr, const Cell *cell)
{
  TrestleTextStyle style = { .font = grid->look.font, .ink = TRESTLE_INK_TEXT, .align = 0.5 };
  const TrestlePanel *panel = &cell->panel;

  trestle_panel_draw_axes (cr, panel);
  draw_title (grid, cr, cell);
  if (cell->has_scale)
    {
      trestle_axis_draw_left_scale (cr, &panel->y, panel->left);
      draw_y_title (grid, cr, cell);
    }
  if (cell->has_numbers)
    trestle_panel_draw_numbers (cr, panel);
  if (cell->has_x_title)
    trestle_text_draw (cr, cell->x_title, &style, (panel->left + panel->right) / 2.0,
                       panel->bottom + trestle_panel_get_depth (TRUE) + TRESTLE_TEXT_ASCENT);
}

static void
draw_heading (const TrestlePanelGrid *grid, cairo_t *cr)
{
  TrestleTextStyle style = { .font = grid->look.font, .ink = TRESTLE_INK_MUTED };
  double left = get_cell (grid, 0)->panel.left;
  g_autofree char *heading = trestle_text_fit (grid->look.font, grid->heading, FALSE, get_width (grid) - TRESTLE_PANEL_MARGIN - left);

  trestle_text_draw (cr, heading, &style, left, TRESTLE_PANEL_MARGIN + TRESTLE_TEXT_ASCENT);
}

void
trestle_panel_grid_draw (const TrestlePanelGrid *grid, cairo_t *cr, TrestlePanelDraw draw, gpointer data)
{
  if (has_heading (grid) && grid->cells->len > 0)
    draw_heading (grid, cr);
  for (guint i = 0; i < grid->cells->len; i++)
    {
      const Cell *cell = get_cell (grid, i);

      trestle_panel_draw_ground (cr, &cell->panel);
      draw_around (grid, cr, cell);
      draw (cr, &cell->panel, i, data);
    }
}
