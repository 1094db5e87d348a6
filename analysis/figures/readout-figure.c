/* The figure of at which layer an answer appears: curves of probability, each with its answer at the end. */
#include "analysis/figures/readout-figure.h"

#include <math.h>

#include "analysis/figures/panel-grid.h"

#define TWO_COLUMNS 120.0 /* millimetres: from here on panels stand side by side */
#define PANEL_HEIGHT 42.0 /* millimetres */

#define LABEL_SHARE 0.3 /* of a column's width that labels may take */
#define LABEL_GAP 4.0   /* from the box to the labels */
#define LEADER_GAP 4.0  /* from a leader's end to the dot, and to the label */
#define LABEL_STEP 9.0  /* from label to label */
#define HALF_DIGIT (0.36 * TRESTLE_TEXT_SIZE)

typedef struct
{
  char *name;
  GPtrArray *readouts;
  TrestleLook look;
  TrestlePanelGrid *grid;
  double label_width;
} ReadoutFigure;

/* An answer's name beside the end of its curve. */
typedef struct
{
  guint answer;
  double end; /* of the curve */
  double y;   /* the label's middle */
} Label;

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

static int
compare_ends (gconstpointer a, gconstpointer b)
{
  const Label *first = a, *second = b;

  if (first->end != second->end)
    return first->end < second->end ? -1 : 1;
  return first->answer < second->answer ? -1 : 1;
}

/* Apart from each other, as near to their curves' ends as the box allows: down where they are too close, then up from the bottom. */
static void
spread_labels (Label *labels, guint n, double bottom)
{
  qsort (labels, n, sizeof *labels, compare_ends);
  for (guint i = 0; i < n; i++)
    labels[i].y = i == 0 ? labels[i].end : MAX (labels[i].end, labels[i - 1].y + LABEL_STEP);
  for (guint i = n; i-- > 0;)
    labels[i].y = MIN (labels[i].y, bottom - (n - 1 - i) * LABEL_STEP);
}

static TrestleInk
get_ink (guint answer)
{
  return trestle_ink_get_series (answer);
}

static void
draw_label (const ReadoutFigure *figure, cairo_t *cr, const TrestleReadout *readout, const TrestlePanel *panel, const Label *label)
{
  TrestleTextStyle style = { .font = figure->look.font, .ink = get_ink (label->answer) };
  g_autofree char *clean = trestle_text_clean (readout->labels[label->answer]);
  g_autofree char *text = trestle_text_fit (figure->look.font, clean, FALSE, figure->label_width);
  double dot = trestle_panel_place (panel, readout->n_layers - 1.0), left = panel->right + LABEL_GAP;

  trestle_ink_set (cr, style.ink);
  cairo_set_line_width (cr, TRESTLE_PLOT_LINE_WIDTH);
  cairo_move_to (cr, dot + LEADER_GAP, label->end);
  cairo_line_to (cr, left - 2.0, label->y);
  cairo_stroke (cr);
  trestle_text_draw (cr, text, &style, left, label->y + HALF_DIGIT);
}

/* The likeliest, if there is no room for all. */
static void
draw_labels (const ReadoutFigure *figure, cairo_t *cr, const TrestleReadout *readout, const TrestlePanel *panel)
{
  guint n = MIN (readout->n_answers, (guint) ((panel->bottom - panel->top) / LABEL_STEP));
  g_autofree Label *labels = g_new (Label, n);

  for (guint i = 0; i < n; i++)
    {
      double last = readout->probabilities[(gsize) i * readout->n_layers + readout->n_layers - 1];

      labels[i] = (Label){ .answer = i, .end = trestle_axis_place (&panel->y, isfinite (last) ? last : 0.0) };
    }
  spread_labels (labels, n, panel->bottom);
  for (guint i = 0; i < n; i++)
    draw_label (figure, cr, readout, panel, &labels[i]);
}

/* The likeliest on top. */
static void
draw_panel (cairo_t *cr, const TrestlePanel *panel, guint index, gpointer data)
{
  const ReadoutFigure *figure = data;
  const TrestleReadout *readout = get_readout (figure, index);

  for (guint i = readout->n_answers; i-- > 0;)
    trestle_panel_draw_line (cr, panel, get_ink (i), readout->probabilities + (gsize) i * readout->n_layers, NULL,
                             i >= TRESTLE_N_SERIES_INKS);
  draw_labels (figure, cr, readout, panel);
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
    for (char **label = get_readout (figure, i)->labels; *label != NULL; label++)
      {
        g_autofree char *clean = trestle_text_clean (*label);

        width = MAX (width, trestle_text_measure (figure->look.font, clean, FALSE));
      }
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
  figure->grid = trestle_panel_grid_new (look, n_columns, PANEL_HEIGHT * TRESTLE_POINTS_PER_MM, figure->label_width + LABEL_GAP);
  trestle_panel_grid_set_heading (figure->grid, figure->name);
  for (guint i = 0; i < readouts->len; i++)
    add_panel (figure, get_readout (figure, i));
  height = trestle_panel_grid_lay_out (figure->grid) + TRESTLE_PANEL_MARGIN;
  return trestle_figure_new (look->width_mm, height / TRESTLE_POINTS_PER_MM, draw, write_table, figure, readout_figure_free);
}
