/* The figure of at which layer an answer appears: curves of probability, each with its answer at the end. */
#include "analysis/figures/readout-figure.h"

#include "analysis/figures/panel-grid.h"
#include "analysis/figures/readout-panel.h"

#define TWO_COLUMNS 120.0 /* millimetres: from here on panels stand side by side */
#define PANEL_HEIGHT 42.0 /* millimetres */

#define LABEL_SHARE 0.3 /* of a column's width that labels may take */

typedef struct
{
  char *name;
  GPtrArray *readouts;
  TrestleLook look;
  TrestlePanelGrid *grid;
  double label_width;
} ReadoutFigure;

static void
readout_figure_free (gpointer data)
{
  ReadoutFigure *figure = data;

  g_free (figure->name);
  g_ptr_array_unref (figure->readouts);
  trestle_panel_grid_free (figure->grid);
  g_free (figure);
}

static const TrestleReadout *
get_readout (const ReadoutFigure *figure, guint index)
{
  return g_ptr_array_index (figure->readouts, index);
}

static void
draw_panel (cairo_t *cr, const TrestlePanel *panel, guint index, gpointer data)
{
  const ReadoutFigure *figure = data;

  trestle_readout_panel_draw (cr, panel, get_readout (figure, index), NULL, figure->look.font, figure->label_width);
}

static void
draw (cairo_t *cr, double width, double height, gpointer data)
{
  trestle_panel_grid_draw (((ReadoutFigure *) data)->grid, cr, draw_panel, data);
}

static void
write_readout (TrestleTable *table, const ReadoutFigure *figure, const TrestleReadout *readout)
{
  for (guint i = 0; i < readout->n_answers; i++)
    for (guint layer = 0; layer < readout->n_layers; layer++)
      {
        trestle_table_add_text (table, figure->name);
        trestle_table_add_text (table, trestle_task_get_name (readout->task));
        if (readout->task == TRESTLE_TASK_FILL)
          trestle_table_add_integer (table, readout->position);
        else
          trestle_table_add_nothing (table);
        trestle_table_add_text (table, readout->labels[i]);
        trestle_table_add_integer (table, layer + 1);
        trestle_table_add_number (table, readout->probabilities[(gsize) i * readout->n_layers + layer]);
      }
}

static void
write_table (TrestleTable *table, gpointer data)
{
  const ReadoutFigure *figure = data;

  trestle_table_add_column (table, "model", "whose answers");
  trestle_table_add_column (table, "task", "what was asked");
  trestle_table_add_column (table, "token", "of a masked word, counted from 0, the opening one included; empty for other tasks");
  trestle_table_add_column (table, "answer", "one of the likeliest of the last layer, or what another layer holds likeliest");
  trestle_table_add_column (table, "layer", "of the cross-modal encoder, counted from 1");
  trestle_table_add_column (table, "probability",
                            "of the answer among all answers, when the task's head reads the state of that layer as if it were the last "
                            "(logit lens)");
  for (guint i = 0; i < figure->readouts->len; i++)
    write_readout (table, figure, get_readout (figure, i));
}

/* How wide the widest label is, up to @most. */
static double
measure_labels (const ReadoutFigure *figure, double most)
{
  double width = 0.0;

  for (guint i = 0; i < figure->readouts->len; i++)
    width = MAX (width, trestle_readout_panel_measure (get_readout (figure, i), figure->look.font));
  return MIN (width, most);
}

static void
add_panel (ReadoutFigure *figure, const TrestleReadout *readout)
{
  g_autofree char *task = readout->task == TRESTLE_TASK_FILL ? g_strdup_printf ("masked word at token %u", readout->position)
                                                             : g_strdup (trestle_task_get_name (readout->task));
  const char *title[] = { task, NULL };
  TrestlePanelText text = { .title = title, .y_title = "probability", .x_title = "cross-modal layer" };

  trestle_panel_grid_add (figure->grid, &text, 0.0, 1.0, readout->n_layers);
}

TrestleFigure *
trestle_readout_figure_new (const char *name, GPtrArray *readouts, const TrestleLook *look)
{
  ReadoutFigure *figure = g_new0 (ReadoutFigure, 1);
  guint n_columns = readouts->len > 1 && look->width_mm >= TWO_COLUMNS ? 2 : 1;
  double height;

  figure->name = g_utf8_make_valid (name, -1);
  figure->readouts = g_ptr_array_ref (readouts);
  figure->look = *look;
  figure->label_width = measure_labels (figure, LABEL_SHARE * look->width_mm * TRESTLE_POINTS_PER_MM / n_columns);
  figure->grid = trestle_panel_grid_new (look, n_columns, PANEL_HEIGHT * TRESTLE_POINTS_PER_MM,
                                         figure->label_width + TRESTLE_READOUT_LABEL_GAP);
  trestle_panel_grid_set_heading (figure->grid, figure->name);
  for (guint i = 0; i < readouts->len; i++)
    add_panel (figure, get_readout (figure, i));
  height = trestle_panel_grid_lay_out (figure->grid) + TRESTLE_PANEL_MARGIN;
  return trestle_figure_new (look->width_mm, height / TRESTLE_POINTS_PER_MM, draw, write_table, figure, readout_figure_free);
}
