/* The figure of one number for every head of every layer: dots for heads, a line for their mean, a panel a block. */
#include "analysis/figures/head-figure.h"

#include <math.h>

#include "analysis/figures/attention-figure.h"
#include "analysis/figures/panel-grid.h"

#define TWO_COLUMNS 120.0  /* millimetres: from here on one model's panels stand side by side */
#define PANEL_HEIGHT 26.0  /* millimetres */
#define NARROW_HEIGHT 21.0 /* likewise, of a figure that is one column of a paper wide */

const TrestleBlock trestle_head_figure_cross_blocks[4] = {
  TRESTLE_BLOCK_CROSS_IMAGE_SELF,
  TRESTLE_BLOCK_CROSS_TEXT_SELF,
  TRESTLE_BLOCK_CROSS_IMAGE_CROSS,
  TRESTLE_BLOCK_CROSS_TEXT_CROSS,
};

const TrestleBlock trestle_head_figure_tower_blocks[2] = { TRESTLE_BLOCK_VISION, TRESTLE_BLOCK_TEXT };

/* As the paper calls them. */
static const char *const titles[TRESTLE_N_BLOCKS] = {
  [TRESTLE_BLOCK_TEXT] = "text tower",
  [TRESTLE_BLOCK_VISION] = "vision tower",
  [TRESTLE_BLOCK_CROSS_TEXT_SELF] = "textual self-attention",
  [TRESTLE_BLOCK_CROSS_TEXT_CROSS] = "textual cross-attention",
  [TRESTLE_BLOCK_CROSS_IMAGE_SELF] = "visual self-attention",
  [TRESTLE_BLOCK_CROSS_IMAGE_CROSS] = "visual cross-attention",
};

/* A model, owning what it shows. */
typedef struct
{
  char *name;
  TrestleHeadShape shape;
  double *values;
  double *intervals; /* (nullable) */
} Series;

typedef struct
{
  const Series *series;
  TrestleBlock block;
} Panel;

typedef struct
{
  TrestleHeadMeasure measure;
  Series *series;
  guint n_series;
  Panel *panels;
  guint n_panels;
  TrestlePanelGrid *grid;
  GArray *dots; /* TrestleHeadDot */
} HeadFigure;

static void
head_figure_free (gpointer data)
{
  HeadFigure *figure = data;

  for (guint i = 0; i < figure->n_series; i++)
    {
      g_free (figure->series[i].name);
      g_free (figure->series[i].values);
      g_free (figure->series[i].intervals);
    }
  g_free (figure->series);
  g_free (figure->panels);
  g_array_unref (figure->dots);
  trestle_panel_grid_free (figure->grid);
  g_free (figure);
}

/* NAN where nothing is measured. */
static double
get_number (const double *numbers, const Panel *panel, TrestleHeadMeasure measure, guint layer, gint head)
{
  gsize place = trestle_head_shape_find (&panel->series->shape, panel->block, measure, layer, head);

  return numbers != NULL && place != G_MAXSIZE ? numbers[place] : NAN;
}

static gboolean
is_measured (const Series *series, TrestleBlock block, TrestleHeadMeasure measure)
{
  return series->shape.n_layers[block] > 0 && trestle_head_shape_find (&series->shape, block, measure, 0, TRESTLE_HEAD_MEAN) != G_MAXSIZE;
}

/* The larger one, as far as they are finite. */
static double
find_larger (double a, double b)
{
  return isfinite (b) && b > a ? b : a;
}

static double
get_largest (const HeadFigure *figure, const Panel *panel)
{
  const TrestleHeadShape *shape = &panel->series->shape;
  double largest = 0.0;

  for (guint layer = 0; layer < shape->n_layers[panel->block]; layer++)
    {
      double mean = get_number (panel->series->values, panel, figure->measure, layer, TRESTLE_HEAD_MEAN);
      double interval = get_number (panel->series->intervals, panel, figure->measure, layer, TRESTLE_HEAD_MEAN);

      largest = find_larger (largest, isfinite (interval) ? mean + interval : mean);
      for (guint head = 0; head < shape->n_heads[panel->block]; head++)
        largest = find_larger (largest, get_number (panel->series->values, panel, figure->measure, layer, (gint) head));
    }
  return largest;
}

/* (transfer full): of a layer, `[heads]` */
static double *
get_heads (const HeadFigure *figure, const Panel *panel, guint layer)
{
  guint n_heads = panel->series->shape.n_heads[panel->block];
  double *heads = g_new (double, n_heads);

  for (guint head = 0; head < n_heads; head++)
    heads[head] = get_number (panel->series->values, panel, figure->measure, layer, (gint) head);
  return heads;
}

static void
draw_layer (const HeadFigure *figure, cairo_t *cr, const TrestlePanel *box, const Panel *panel, TrestleInk ink, guint layer)
{
  guint n_heads = panel->series->shape.n_heads[panel->block];
  g_autofree double *heads = get_heads (figure, panel, layer);

  trestle_panel_draw_dots (cr, box, ink, layer, heads, n_heads,
                           get_number (panel->series->values, panel, figure->measure, layer, TRESTLE_HEAD_MEAN));
}

static void
draw_panel (cairo_t *cr, const TrestlePanel *box, guint index, gpointer data)
{
  HeadFigure *figure = data;
  const Panel *panel = &figure->panels[index];
  guint n_layers = panel->series->shape.n_layers[panel->block];
  TrestleInk ink = figure->n_series > 1 ? trestle_ink_get_series ((guint) (panel->series - figure->series)) : TRESTLE_INK_DATA;
  g_autofree double *means = g_new (double, n_layers);
  g_autofree double *intervals = g_new (double, n_layers);

  for (guint layer = 0; layer < n_layers; layer++)
    {
      means[layer] = get_number (panel->series->values, panel, figure->measure, layer, TRESTLE_HEAD_MEAN);
      intervals[layer] = get_number (panel->series->intervals, panel, figure->measure, layer, TRESTLE_HEAD_MEAN);
      draw_layer (figure, cr, box, panel, ink, layer);
    }
  if (n_layers > 0)
    trestle_panel_draw_line (cr, box, ink, means, intervals, FALSE);
}

static void
draw (cairo_t *cr, double width, double height, gpointer data)
{
  trestle_panel_grid_draw (((HeadFigure *) data)->grid, cr, draw_panel, data);
}

static void
write_row (TrestleTable *table, const HeadFigure *figure, const Panel *panel, guint layer, gint head)
{
  trestle_table_add_text (table, panel->series->name);
  trestle_table_add_text (table, trestle_block_get_name (panel->block));
  trestle_table_add_integer (table, layer + 1);
  if (head == TRESTLE_HEAD_MEAN)
    trestle_table_add_nothing (table);
  else
    trestle_table_add_integer (table, head + 1);
  trestle_table_add_number (table, get_number (panel->series->values, panel, figure->measure, layer, head));
  trestle_table_add_number (table, get_number (panel->series->intervals, panel, figure->measure, layer, head));
}

static void
write_table (TrestleTable *table, gpointer data)
{
  HeadFigure *figure = data;

  trestle_table_add_column (table, "model", "whose heads");
  trestle_table_add_column (table, "block",
                            "where they look: text and vision are the towers, cross_text and cross_image the cross-modal encoder's sides");
  trestle_table_add_column (table, "layer", "of the block, counted from 1");
  trestle_table_add_column (table, "head", "of the layer, counted from 1; empty for the mean over its heads");
  trestle_table_add_column (table, "value", trestle_head_measure_get_definition (figure->measure));
  trestle_table_add_column (table, "interval",
                            "half the width of the 95 % interval of the value, a mean over many inputs; empty for one input");
  for (guint i = 0; i < figure->n_panels; i++)
    for (guint layer = 0; layer < figure->panels[i].series->shape.n_layers[figure->panels[i].block]; layer++)
      for (gint head = TRESTLE_HEAD_MEAN; head < (gint) figure->panels[i].series->shape.n_heads[figure->panels[i].block]; head++)
        write_row (table, figure, &figure->panels[i], layer, head);
}

static void
take_series (HeadFigure *figure, const TrestleHeadSeries *series, guint n_series)
{
  figure->series = g_new0 (Series, n_series);
  figure->n_series = n_series;
  for (guint i = 0; i < n_series; i++)
    {
      gsize size = series[i].shape->n_values * sizeof (double);

      figure->series[i].name = g_utf8_make_valid (series[i].name, -1);
      figure->series[i].shape = *series[i].shape;
      figure->series[i].values = g_memdup2 (series[i].values, size);
      figure->series[i].intervals = g_memdup2 (series[i].intervals, size);
    }
}

/* Row by row: a block's models beside each other. */
static void
choose_panels (HeadFigure *figure, const TrestleBlock *blocks, guint n_blocks)
{
  figure->panels = g_new (Panel, (gsize) n_blocks * figure->n_series);
  for (guint i = 0; i < n_blocks; i++)
    {
      gboolean is_anywhere = FALSE;

      for (guint k = 0; k < figure->n_series; k++)
        is_anywhere = is_anywhere || is_measured (&figure->series[k], blocks[i], figure->measure);
      for (guint k = 0; k < figure->n_series && is_anywhere; k++)
        figure->panels[figure->n_panels++] = (Panel){ &figure->series[k], blocks[i] };
    }
}

static gboolean
is_of_tower (TrestleBlock block)
{
  return block == TRESTLE_BLOCK_TEXT || block == TRESTLE_BLOCK_VISION;
}

static void
add_panel (HeadFigure *figure, const Panel *panel)
{
  const char *title[] = { panel->series->name, titles[panel->block], NULL };
  TrestlePanelText text = {
    .title = figure->n_series > 1 ? title : title + 1,
    .y_title = trestle_head_measure_get_title (figure->measure),
    .x_title = is_of_tower (panel->block) ? "layer of the tower" : "cross-modal layer",
  };

  trestle_panel_grid_add (figure->grid, &text, 0.0, get_largest (figure, panel), panel->series->shape.n_layers[panel->block]);
}

static void
add_dot (HeadFigure *figure, const TrestlePanel *box, const Panel *panel, guint layer, gint head, double value, double x)
{
  TrestleHeadDot dot = {
    .series = (guint) (panel->series - figure->series),
    .block = panel->block,
    .layer = layer,
    .head = head,
    .value = value,
    .x = x,
    .radius = head == TRESTLE_HEAD_MEAN ? trestle_panel_get_mean_radius (box) : trestle_panel_get_dot_radius (box),
  };

  if (!isfinite (value))
    return;
  dot.y = trestle_axis_place (&box->y, value);
  g_array_append_val (figure->dots, dot);
}

static void
place_layer (HeadFigure *figure, const TrestlePanel *box, const Panel *panel, guint layer)
{
  guint n_heads = panel->series->shape.n_heads[panel->block];
  g_autofree double *heads = get_heads (figure, panel, layer);
  g_autofree double *x = g_new (double, n_heads);
  double mean = get_number (panel->series->values, panel, figure->measure, layer, TRESTLE_HEAD_MEAN);

  trestle_panel_spread_dots (box, layer, heads, n_heads, mean, x);
  for (guint head = 0; head < n_heads; head++)
    add_dot (figure, box, panel, layer, (gint) head, heads[head], x[head]);
  add_dot (figure, box, panel, layer, TRESTLE_HEAD_MEAN, mean, trestle_panel_place (box, layer));
}

/* Once the panels have their places. */
static void
place_dots (HeadFigure *figure)
{
  figure->dots = g_array_new (FALSE, FALSE, sizeof (TrestleHeadDot));
  for (guint i = 0; i < figure->n_panels; i++)
    for (guint layer = 0; layer < figure->panels[i].series->shape.n_layers[figure->panels[i].block]; layer++)
      place_layer (figure, trestle_panel_grid_get (figure->grid, i), &figure->panels[i], layer);
}

TrestleFigure *
trestle_head_figure_new (TrestleHeadMeasure measure,
                         const TrestleHeadSeries *series,
                         guint n_series,
                         const TrestleBlock *blocks,
                         guint n_blocks,
                         const TrestleLook *look)
{
  HeadFigure *figure = g_new0 (HeadFigure, 1);
  gboolean is_wide = look->width_mm >= TWO_COLUMNS;
  double height;

  figure->measure = measure;
  take_series (figure, series, n_series);
  choose_panels (figure, blocks, n_blocks);
  figure->grid = trestle_panel_grid_new (look, figure->n_panels > 1 && (n_series > 1 || is_wide) ? 2 : 1,
                                         (is_wide ? PANEL_HEIGHT : NARROW_HEIGHT) * TRESTLE_POINTS_PER_MM, 0.0);
  if (n_series == 1)
    trestle_panel_grid_set_heading (figure->grid, figure->series[0].name);
  for (guint i = 0; i < figure->n_panels; i++)
    add_panel (figure, &figure->panels[i]);
  height = trestle_panel_grid_lay_out (figure->grid) + TRESTLE_PANEL_MARGIN;
  place_dots (figure);
  return trestle_figure_new (look->width_mm, height / TRESTLE_POINTS_PER_MM, draw, write_table, figure, head_figure_free);
}

TrestleFigure *
trestle_head_figure_new_of_profiles (TrestleHeadMeasure measure,
                                     const TrestleHeadProfile *profiles,
                                     guint n_profiles,
                                     const TrestleBlock *blocks,
                                     guint n_blocks,
                                     const TrestleLook *look)
{
  TrestleHeadSeries series[TRESTLE_MOST_HEAD_PROFILES];

  g_return_val_if_fail (n_profiles <= TRESTLE_MOST_HEAD_PROFILES, NULL);
  for (guint i = 0; i < n_profiles; i++)
    series[i] = (TrestleHeadSeries){ trestle_head_profiles_get_title (profiles, n_profiles, i), &profiles[i].shape, profiles[i].values,
                                     profiles[i].intervals };
  return trestle_head_figure_new (measure, series, n_profiles, blocks, n_blocks, look);
}

const TrestleHeadDot *
trestle_head_figure_get_dots (const TrestleFigure *figure, guint *n_dots)
{
  const HeadFigure *heads = trestle_figure_get_data (figure, draw);

  g_return_val_if_fail (heads != NULL, NULL);
  *n_dots = heads->dots->len;
  return (const TrestleHeadDot *) heads->dots->data;
}

char *
trestle_head_figure_describe_dot (const TrestleFigure *figure, guint dot)
{
  const HeadFigure *heads = trestle_figure_get_data (figure, draw);
  const TrestleHeadDot *at;
  g_autofree char *head = NULL;
  g_autofree char *name = NULL;

  g_return_val_if_fail (heads != NULL && dot < heads->dots->len, NULL);
  at = &g_array_index (heads->dots, TrestleHeadDot, dot);
  head = at->head == TRESTLE_HEAD_MEAN ? g_strdup ("mean of heads") : g_strdup_printf ("head %d", at->head + 1);
  name = heads->n_series > 1 ? g_strconcat (heads->series[at->series].name, " · ", NULL) : g_strdup ("");
  return g_strdup_printf ("%s%s · layer %u · %s: %.4f", name, trestle_block_get_title (at->block), at->layer + 1, head, at->value);
}
