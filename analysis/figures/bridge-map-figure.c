/* The figure of what the tower brings to every bridge of one side: the image once a bridge, or a matrix of words and bridges. */
#include "analysis/figures/bridge-map-figure.h"

#include <math.h>

#include "analysis/figures/heading.h"
#include "analysis/figures/heat.h"
#include "analysis/figures/matrix.h"
#include "analysis/figures/picture.h"

/* Panels beside each other: as many as there are bridges, but no narrower than this, in points, and no wider than that. */
#define LEAST_PANEL 52.0
#define MOST_PANEL 150.0
#define MAX_ASPECT 1.4

#define MOST_TICKS 6
#define LAST_LABEL 4.0 /* how far the colour bar's lowest label reaches below it */
#define TITLE_GAP 2.0  /* between a panel and what is written above and below */

/* Of the text's matrix. */
#define LEAST_ROW 10.0
#define MOST_ROW 14.0

static const char *const titles[TRESTLE_N_BRIDGE_MAP_QUANTITIES] = {
  [TRESTLE_BRIDGE_MAP_SHARE] = "share of the tower",
  [TRESTLE_BRIDGE_MAP_COSINE] = "cosine between the sides",
};

/**
 * BridgeMapFigure:
 * @picture: (nullable): of the image's side
 * @aspect: the window's height by its width
 * @words: clean, %NULL-terminated: of the text's side, one a token
 * @columns: of the text's side: "1", "2", ...
 * @cells: (nullable): `[words, bridges]`, of the text's side
 */
typedef struct
{
  TrestleBridgeMap *map;
  TrestleBridgeMapQuantity quantity;
  TrestlePicture *picture;
  double aspect;
  char **words;
  char **columns;
  double *cells;
  TrestleLook look;
  double opacity;
  TrestleHeading heading;
} BridgeMapFigure;

/**
 * Layout: of the image's side.
 * @top: of the panels
 * @width: of a panel; likewise the height
 * @step: from the top of one row of panels to the next
 * @total: height of the whole figure
 */
typedef struct
{
  TrestleAxis scale;
  guint n_columns;
  double top;
  double width, height;
  double step;
  double total;
} Layout;

const char *
trestle_bridge_map_quantity_get_title (TrestleBridgeMapQuantity quantity)
{
  return titles[quantity];
}

static void
bridge_map_figure_free (gpointer data)
{
  BridgeMapFigure *figure = data;

  trestle_bridge_map_free (figure->map);
  g_clear_pointer (&figure->picture, trestle_picture_free);
  g_strfreev (figure->words);
  g_strfreev (figure->columns);
  g_free (figure->cells);
  trestle_heading_clear (&figure->heading);
  g_free (figure);
}

static gboolean
is_of_image (const BridgeMapFigure *figure)
{
  return figure->map->side == TRESTLE_SIDE_IMAGE;
}

/* A narrow window is not drawn higher than a page can bear. */
static void
size_panels (const BridgeMapFigure *figure, double room, Layout *layout)
{
  guint most = MAX (1, (guint) ((room + TRESTLE_FIGURE_GAP) / (LEAST_PANEL + TRESTLE_FIGURE_GAP)));
  guint n_rows = (figure->map->n_bridges + most - 1) / most;

  /* Rows of equal length look better than one full row and a rest. */
  layout->n_columns = (figure->map->n_bridges + n_rows - 1) / n_rows;
  layout->width = MIN ((room - (layout->n_columns - 1) * TRESTLE_FIGURE_GAP) / layout->n_columns, MOST_PANEL);
  layout->height = layout->width * MIN (figure->aspect, MAX_ASPECT);
  layout->width = layout->height / figure->aspect;
  layout->step = 2.0 * (TRESTLE_TEXT_LINE_HEIGHT + TITLE_GAP) + layout->height + TRESTLE_FIGURE_GAP;
  layout->total = layout->top + n_rows * layout->step - TRESTLE_FIGURE_GAP;
}

static void
lay_out_image (const BridgeMapFigure *figure, Layout *layout)
{
  double width = figure->look.width_mm * TRESTLE_POINTS_PER_MM;
  double bar, top, bottom;

  *layout = (Layout){ .top = trestle_heading_get_height (&figure->heading) };
  trestle_axis_init (&layout->scale, figure->look.font, titles[figure->quantity], trestle_bridge_map_quantity_get_min (figure->quantity),
                     1.0, MOST_TICKS);
  bar = TRESTLE_FIGURE_GAP + TRESTLE_PLOT_BAR_WIDTH + trestle_axis_get_width (&layout->scale);
  size_panels (figure, width - 2.0 * TRESTLE_FIGURE_MARGIN - bar, layout);
  /* Beside low panels the bar is longer than they are, so that its title fits. */
  top = layout->top + TRESTLE_TEXT_LINE_HEIGHT + TITLE_GAP;
  bottom = top + MAX (layout->height, trestle_axis_get_title_length (&layout->scale));
  trestle_axis_set_place (&layout->scale, bottom, top);
  layout->total = MAX (layout->total, bottom + LAST_LABEL);
}

static void
draw_panel (const BridgeMapFigure *figure, cairo_t *cr, guint bridge, double x, double y, double width, double height)
{
  const TrestleBridgeMap *map = figure->map;
  const double *values = trestle_bridge_map_get_values (map, figure->quantity, bridge);
  TrestleTextStyle style = { .font = figure->look.font, .ink = TRESTLE_INK_TEXT };
  TrestleTextStyle muted = { .font = figure->look.font, .ink = TRESTLE_INK_MUTED };
  g_autofree char *title = g_strdup_printf ("bridge %u", bridge + 1);
  g_autofree char *class_token = g_strdup_printf ("class %s%.2f", values[0] < 0.0 ? "−" : "", fabs (values[0]));
  double top = y + TRESTLE_TEXT_LINE_HEIGHT + TITLE_GAP;

  trestle_text_draw (cr, title, &style, x, y + TRESTLE_TEXT_ASCENT);
  trestle_picture_draw (figure->picture, cr, x, top, width, height);
  trestle_heat_paint_cells (cr, values + 1, map->grid_rows, map->grid_columns, figure->look.colormap, figure->opacity,
                            trestle_bridge_map_quantity_get_min (figure->quantity), 1.0, x, top, width, height);
  trestle_plot_draw_frame (cr, x, top, width, height);
  trestle_text_draw (cr, class_token, &muted, x, top + height + TITLE_GAP + TRESTLE_TEXT_ASCENT);
}

static void
draw_image (const BridgeMapFigure *figure, cairo_t *cr)
{
  Layout layout;
  double right;

  lay_out_image (figure, &layout);
  right = TRESTLE_FIGURE_MARGIN + layout.n_columns * (layout.width + TRESTLE_FIGURE_GAP);
  for (guint i = 0; i < figure->map->n_bridges; i++)
    draw_panel (figure, cr, i, TRESTLE_FIGURE_MARGIN + i % layout.n_columns * (layout.width + TRESTLE_FIGURE_GAP),
                layout.top + i / layout.n_columns * layout.step, layout.width, layout.height);
  trestle_plot_draw_color_bar (cr, &layout.scale, figure->look.colormap, right);
}

static void
lay_out_text (const BridgeMapFigure *figure, TrestleMatrix *matrix, TrestleMatrixLayout *layout)
{
  *matrix = (TrestleMatrix){
    .n_rows = figure->map->n_tokens,
    .n_columns = figure->map->n_bridges,
    .values = figure->cells,
    .row_labels = (const char *const *) figure->words,
    .column_labels = (const char *const *) figure->columns,
    .column_title = "bridge",
    .scale_title = titles[figure->quantity],
    .min = trestle_bridge_map_quantity_get_min (figure->quantity),
    .max = 1.0,
    .prints_values = TRUE,
    .least_height = LEAST_ROW,
    .most_height = MOST_ROW,
  };
  trestle_matrix_lay_out (matrix, &figure->look, TRESTLE_FIGURE_MARGIN, trestle_heading_get_height (&figure->heading),
                          figure->look.width_mm * TRESTLE_POINTS_PER_MM - 2.0 * TRESTLE_FIGURE_MARGIN, layout);
}

static void
draw_text (const BridgeMapFigure *figure, cairo_t *cr)
{
  TrestleMatrix matrix;
  TrestleMatrixLayout layout;

  lay_out_text (figure, &matrix, &layout);
  trestle_matrix_draw (&matrix, &layout, &figure->look, cr);
}

static void
draw (cairo_t *cr, double width, double height, gpointer data)
{
  const BridgeMapFigure *figure = data;

  trestle_heading_draw (&figure->heading, cr);
  if (is_of_image (figure))
    draw_image (figure, cr);
  else
    draw_text (figure, cr);
}

static void
add_place (TrestleTable *table, const BridgeMapFigure *figure, guint token)
{
  guint columns = figure->map->grid_columns;

  if (!is_of_image (figure))
    {
      trestle_table_add_text (table, figure->words[token]);
      return;
    }
  if (token == 0)
    {
      trestle_table_add_nothing (table);
      trestle_table_add_nothing (table);
      return;
    }
  trestle_table_add_integer (table, (token - 1) / columns + 1);
  trestle_table_add_integer (table, (token - 1) % columns + 1);
}

static void
add_columns (TrestleTable *table, const BridgeMapFigure *figure)
{
  trestle_table_add_column (table, "bridge", "of the side, counted from 1");
  if (is_of_image (figure))
    {
      trestle_table_add_column (table, "state", "of the image, counted from 0: the class token, then the patches row by row");
      trestle_table_add_column (table, "row", "of the patch, counted from 1; empty for the class token");
      trestle_table_add_column (table, "column", "of the patch, counted from 1; empty for the class token");
    }
  else
    {
      trestle_table_add_column (table, "token", "of the text, counted from 0");
      trestle_table_add_column (table, "word", "that token as a person writes it");
    }
  trestle_table_add_column (table, "share",
                            "|uni| / (|cross| + |uni|), what the tower brings to the bridge's output there, in [0, 1]; the mean over all "
                            "of them is the bridge's share");
  trestle_table_add_column (table, "cosine", "between what the two sides bring there, in [-1, 1]");
}

static void
write_table (TrestleTable *table, gpointer data)
{
  const BridgeMapFigure *figure = data;
  const TrestleBridgeMap *map = figure->map;

  add_columns (table, figure);
  for (guint bridge = 0; bridge < map->n_bridges; bridge++)
    for (guint token = 0; token < map->n_tokens; token++)
      {
        trestle_table_add_integer (table, bridge + 1);
        trestle_table_add_integer (table, token);
        add_place (table, figure, token);
        trestle_table_add_number (table, trestle_bridge_map_get_values (map, TRESTLE_BRIDGE_MAP_SHARE, bridge)[token]);
        trestle_table_add_number (table, trestle_bridge_map_get_values (map, TRESTLE_BRIDGE_MAP_COSINE, bridge)[token]);
      }
}

/* What the matrix is drawn of: a row a word. */
static void
take_words (BridgeMapFigure *figure, const char *const *words)
{
  const TrestleBridgeMap *map = figure->map;
  guint n_words = g_strv_length ((char **) words);

  figure->words = g_new0 (char *, map->n_tokens + 1);
  figure->columns = g_new0 (char *, map->n_bridges + 1);
  figure->cells = g_new (double, (gsize) map->n_tokens * map->n_bridges);
  for (guint bridge = 0; bridge < map->n_bridges; bridge++)
    figure->columns[bridge] = g_strdup_printf ("%u", bridge + 1);
  for (guint token = 0; token < map->n_tokens; token++)
    {
      figure->words[token] = trestle_text_clean (token < n_words ? words[token] : "");
      for (guint bridge = 0; bridge < map->n_bridges; bridge++)
        figure->cells[token * map->n_bridges + bridge] = trestle_bridge_map_get_values (map, figure->quantity, bridge)[token];
    }
}

static void
make_heading (BridgeMapFigure *figure, const char *model_name)
{
  g_autofree char *name = trestle_text_clean (model_name);
  const char *parts[] = { is_of_image (figure) ? "Bridges of the image side" : "Bridges of the text side", titles[figure->quantity], NULL };

  trestle_heading_init (&figure->heading, &figure->look, parts, name, "");
}

/* The image, no larger than a panel can show, for it is there once for every bridge. */
static TrestlePicture *
make_picture (const BridgeMapFigure *figure, const TrestleImage *image, const TrestleImageWindow *window)
{
  Layout layout;

  lay_out_image (figure, &layout);
  return trestle_picture_new (image, window, (guint) (MAX (layout.width, layout.height) / 72.0 * TRESTLE_FIGURE_IMAGE_DPI));
}

/* Points. */
static double
get_height (const BridgeMapFigure *figure)
{
  TrestleMatrix matrix;
  TrestleMatrixLayout cells;
  Layout layout;

  if (is_of_image (figure))
    {
      lay_out_image (figure, &layout);
      return layout.total + TRESTLE_FIGURE_MARGIN;
    }
  lay_out_text (figure, &matrix, &cells);
  return cells.y + cells.height + TRESTLE_FIGURE_MARGIN;
}

TrestleFigure *
trestle_bridge_map_figure_new (const TrestleBridgeMap *map,
                               TrestleBridgeMapQuantity quantity,
                               TrestleImage *image,
                               const TrestleImageWindow *window,
                               const char *const *words,
                               const char *model_name,
                               double opacity,
                               const TrestleLook *look)
{
  BridgeMapFigure *figure = g_new0 (BridgeMapFigure, 1);

  figure->map = trestle_bridge_map_copy (map);
  figure->quantity = quantity;
  figure->look = *look;
  figure->opacity = opacity;
  figure->aspect = window->height / window->width;
  make_heading (figure, model_name);
  if (is_of_image (figure))
    figure->picture = make_picture (figure, image, window);
  else
    take_words (figure, words);
  return trestle_figure_new (look->width_mm, get_height (figure) / TRESTLE_POINTS_PER_MM, draw, write_table, figure,
                             bridge_map_figure_free);
}
