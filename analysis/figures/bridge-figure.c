/* The figure of what each bridge brings: lines for share and cosine, bars for knock-outs, a column a side. */
#include "analysis/figures/bridge-figure-private.h"

#include <math.h>

#define WIDE 120.0         /* millimetres */
#define PANEL_HEIGHT 26.0  /* millimetres */
#define NARROW_HEIGHT 22.0 /* likewise, of a figure that is one column of a paper wide */

#define LEGEND_GAP 6.0
#define NOTE_GAP 3.0
#define SWATCH 6.0
#define SWATCH_GAP 3.0
#define ENTRY_GAP 9.0
#define LEGEND "stand-in:"

#define NOTE "These bridges do not split into what each side brings, so there is no share: only the knock-out tells."

static const char *const quantities[TRESTLE_N_BRIDGE_QUANTITIES] = { "logit", "kl" };

const BridgeStandIn bridge_figure_stand_ins[BRIDGE_FIGURE_N_STAND_INS] = {
  { TRESTLE_STAND_IN_ZERO, 1, "zero" },
  { TRESTLE_STAND_IN_MEAN, 2, "mean" },
  { TRESTLE_STAND_IN_LAST, 0, "last layer" },
};

/* The numbers of an effect, in the order in which a profile has them. */
static const char *const effects[TRESTLE_N_EFFECTS] = { "logit_change", "probability_change", "kl", "flipped" };

#define EFFECT_LOGIT 0
#define EFFECT_KL 2

const char *
trestle_bridge_quantity_get_name (TrestleBridgeQuantity quantity)
{
  return quantities[quantity];
}

gboolean
trestle_bridge_quantity_parse (const char *name, TrestleBridgeQuantity *quantity)
{
  for (guint i = 0; i < TRESTLE_N_BRIDGE_QUANTITIES; i++)
    if (g_str_equal (quantities[i], name))
      {
        *quantity = i;
        return TRUE;
      }
  return FALSE;
}

static void
bridge_figure_free (gpointer data)
{
  BridgeFigure *figure = data;

  g_free (figure->name);
  g_free (figure->values);
  g_free (figure->intervals);
  g_strfreev (figure->note);
  g_free (figure->marks);
  trestle_panel_grid_free (figure->grid);
  g_free (figure);
}

gboolean
bridge_figure_is_tried (const BridgeFigure *figure, guint index)
{
  return (figure->shape.stand_ins & 1u << bridge_figure_stand_ins[index].stand_in) != 0;
}

static double
get_interval (const BridgeFigure *figure, gsize place)
{
  return figure->intervals != NULL ? figure->intervals[place] : NAN;
}

gsize
bridge_figure_find_bar (const BridgeFigure *figure, TrestleSide side, guint bridge, TrestleStandIn stand_in)
{
  return trestle_bridge_shape_find_effect (&figure->shape, side, (gint) bridge, stand_in, figure->task)
         + (figure->quantity == TRESTLE_BRIDGE_BY_KL ? EFFECT_KL : EFFECT_LOGIT);
}

static void
draw_line (const BridgeFigure *figure, cairo_t *cr, const TrestlePanel *panel, TrestleBridgeRow row, TrestleSide side)
{
  guint n = figure->shape.n_bridges;
  g_autofree double *values = g_new (double, n);
  g_autofree double *intervals = g_new (double, n);

  for (guint i = 0; i < n; i++)
    {
      gsize place = row == TRESTLE_BRIDGE_ROW_SHARE ? trestle_bridge_shape_find_share (&figure->shape, side, i)
                                                    : trestle_bridge_shape_find_cosine (&figure->shape, side, i);

      values[i] = figure->values[place];
      intervals[i] = get_interval (figure, place);
    }
  trestle_panel_draw_line (cr, panel, TRESTLE_INK_DATA, values, intervals, FALSE);
}

guint
bridge_figure_count_tried (const BridgeFigure *figure)
{
  guint count = 0;

  for (guint i = 0; i < BRIDGE_FIGURE_N_STAND_INS; i++)
    count += bridge_figure_is_tried (figure, i);
  return count;
}

static void
draw_bars (const BridgeFigure *figure, cairo_t *cr, const TrestlePanel *panel, TrestleSide side)
{
  guint n_bars = bridge_figure_count_tried (figure), bar = 0;

  for (guint i = 0; i < BRIDGE_FIGURE_N_STAND_INS; i++)
    {
      if (!bridge_figure_is_tried (figure, i))
        continue;
      for (guint bridge = 0; bridge < figure->shape.n_bridges; bridge++)
        {
          gsize place = bridge_figure_find_bar (figure, side, bridge, bridge_figure_stand_ins[i].stand_in);

          trestle_panel_draw_bar (cr, panel, trestle_ink_get_series (bridge_figure_stand_ins[i].ink), bridge, bar, n_bars,
                                  figure->values[place], get_interval (figure, place));
        }
      bar++;
    }
}

static void
draw_panel (cairo_t *cr, const TrestlePanel *panel, guint index, gpointer data)
{
  const BridgeFigure *figure = data;
  TrestleBridgeRow row = figure->rows[index / TRESTLE_N_SIDES];
  TrestleSide side = index % TRESTLE_N_SIDES;

  if (row == TRESTLE_BRIDGE_ROW_EFFECT)
    draw_bars (figure, cr, panel, side);
  else
    draw_line (figure, cr, panel, row, side);
}

/* Below the panels, from where the first one begins. */
static void
draw_legend (const BridgeFigure *figure, cairo_t *cr, double y)
{
  TrestleTextStyle style = { .font = figure->look.font, .ink = TRESTLE_INK_TEXT };
  TrestleTextStyle muted = { .font = figure->look.font, .ink = TRESTLE_INK_MUTED };
  double x = trestle_panel_grid_get (figure->grid, 0)->left;

  trestle_text_draw (cr, LEGEND, &muted, x, y + TRESTLE_TEXT_ASCENT);
  x += trestle_text_measure (figure->look.font, LEGEND, FALSE) + ENTRY_GAP;
  for (guint i = 0; i < BRIDGE_FIGURE_N_STAND_INS; i++)
    {
      if (!bridge_figure_is_tried (figure, i))
        continue;
      trestle_ink_set (cr, trestle_ink_get_series (bridge_figure_stand_ins[i].ink));
      cairo_rectangle (cr, x, y + TRESTLE_TEXT_ASCENT - SWATCH, SWATCH, SWATCH);
      cairo_fill (cr);
      x += SWATCH + SWATCH_GAP;
      trestle_text_draw (cr, bridge_figure_stand_ins[i].title, &style, x, y + TRESTLE_TEXT_ASCENT);
      x += trestle_text_measure (figure->look.font, bridge_figure_stand_ins[i].title, FALSE) + ENTRY_GAP;
    }
}

static void
draw (cairo_t *cr, double width, double height, gpointer data)
{
  const BridgeFigure *figure = data;
  TrestleTextStyle style = { .font = figure->look.font, .ink = TRESTLE_INK_MUTED };
  double y = figure->below + LEGEND_GAP;

  trestle_panel_grid_draw (figure->grid, cr, draw_panel, data);
  if (bridge_figure_count_tried (figure) > 0)
    {
      draw_legend (figure, cr, y);
      y += TRESTLE_TEXT_LINE_HEIGHT + NOTE_GAP;
    }
  for (guint i = 0; figure->note[i] != NULL; i++)
    trestle_text_draw (cr, figure->note[i], &style, TRESTLE_PANEL_MARGIN, y + i * TRESTLE_TEXT_LINE_HEIGHT + TRESTLE_TEXT_ASCENT);
}

/* What a row of the table is about; %NULL for what does not apply. */
typedef struct
{
  const char *side;
  gint bridge;
  const char *quantity;
  const char *stand_in;
  const char *task;
} Subject;

static void
add_text (TrestleTable *table, const char *text)
{
  if (text != NULL)
    trestle_table_add_text (table, text);
  else
    trestle_table_add_nothing (table);
}

static void
write_row (TrestleTable *table, const BridgeFigure *figure, const Subject *subject, gsize place)
{
  trestle_table_add_text (table, figure->name);
  add_text (table, subject->side);
  if (subject->bridge == TRESTLE_EVERY_BRIDGE)
    trestle_table_add_nothing (table);
  else
    trestle_table_add_integer (table, subject->bridge + 1);
  trestle_table_add_text (table, subject->quantity);
  add_text (table, subject->stand_in);
  add_text (table, subject->task);
  trestle_table_add_number (table, figure->values[place]);
  trestle_table_add_number (table, get_interval (figure, place));
}

static void
write_shares (TrestleTable *table, const BridgeFigure *figure)
{
  for (TrestleSide side = 0; side < TRESTLE_N_SIDES && figure->shape.has_share; side++)
    for (guint bridge = 0; bridge < figure->shape.n_bridges; bridge++)
      {
        Subject share = { trestle_side_get_name (side), (gint) bridge, "share", NULL, NULL }, cosine = share;

        cosine.quantity = "cosine";
        write_row (table, figure, &share, trestle_bridge_shape_find_share (&figure->shape, side, bridge));
        write_row (table, figure, &cosine, trestle_bridge_shape_find_cosine (&figure->shape, side, bridge));
      }
}

/* All tasks that there is something to say about. */
static void
write_knock_out (TrestleTable *table, const BridgeFigure *figure, TrestleSide side, gint bridge, TrestleStandIn stand_in)
{
  for (TrestleTask task = 0; task < TRESTLE_N_EFFECT_TASKS; task++)
    {
      gsize first = trestle_bridge_shape_find_effect (&figure->shape, side, bridge, stand_in, task);

      for (guint i = 0; i < TRESTLE_N_EFFECTS && isfinite (figure->values[first]); i++)
        {
          Subject subject = { bridge == TRESTLE_EVERY_BRIDGE ? NULL : trestle_side_get_name (side), bridge, effects[i],
                              trestle_stand_in_get_name (stand_in), trestle_task_get_name (task) };

          write_row (table, figure, &subject, first + i);
        }
    }
}

static void
write_knock_outs (TrestleTable *table, const BridgeFigure *figure, TrestleStandIn stand_in)
{
  for (TrestleSide side = 0; side < TRESTLE_N_SIDES; side++)
    for (guint bridge = 0; bridge < figure->shape.n_bridges; bridge++)
      write_knock_out (table, figure, side, (gint) bridge, stand_in);
  write_knock_out (table, figure, 0, TRESTLE_EVERY_BRIDGE, stand_in);
}

static void
write_table (TrestleTable *table, gpointer data)
{
  const BridgeFigure *figure = data;

  trestle_table_add_column (table, "model", "whose bridges");
  trestle_table_add_column (table, "side", "text or image; empty for both");
  trestle_table_add_column (table, "bridge", "of the side, counted from 1; empty for all of them at once");
  trestle_table_add_column (
      table, "quantity",
      "share: mean over tokens of |uni| / (|cross| + |uni|), what the tower brings to the bridge's output, in [0, 1]; "
      "cosine: between what the two sides bring; with the bridge knocked out, logit_change and probability_change "
      "of the intact model's first answer (yes for a match), kl: KL (intact || changed) of the answers, nats, and "
      "flipped: 1 if the first answer is another one");
  trestle_table_add_column (table, "stand_in",
                            "what the bridge is given for the tower's state: zero, its mean over the tokens, or the tower's last layer");
  trestle_table_add_column (table, "task", "whose output is compared");
  trestle_table_add_column (table, "value", "of the quantity");
  trestle_table_add_column (table, "interval",
                            "half the width of the 95 % interval of the value, a mean over many inputs; empty for one input");
  write_shares (table, figure);
  for (guint i = 0; i < BRIDGE_FIGURE_N_STAND_INS; i++)
    if (bridge_figure_is_tried (figure, i))
      write_knock_outs (table, figure, bridge_figure_stand_ins[i].stand_in);
}

static void
find_range (const BridgeFigure *figure, TrestleSide side, double *min, double *max)
{
  *min = *max = 0.0;
  for (guint i = 0; i < BRIDGE_FIGURE_N_STAND_INS; i++)
    for (guint bridge = 0; bridge < figure->shape.n_bridges && bridge_figure_is_tried (figure, i); bridge++)
      {
        gsize place = bridge_figure_find_bar (figure, side, bridge, bridge_figure_stand_ins[i].stand_in);
        double interval = get_interval (figure, place), reach = isfinite (interval) ? interval : 0.0;

        *min = fmin (*min, figure->values[place] - reach);
        *max = fmax (*max, figure->values[place] + reach);
      }
}

char *
bridge_figure_name_effect (const BridgeFigure *figure)
{
  const char *task = trestle_task_get_name (figure->task);

  if (figure->quantity == TRESTLE_BRIDGE_BY_KL)
    return g_strdup_printf ("KL of %s (nats)", task);
  return g_strdup_printf ("%s logit change", task);
}

static void
add_row (BridgeFigure *figure, TrestleBridgeRow row)
{
  g_autofree char *effect = bridge_figure_name_effect (figure);

  figure->rows[figure->n_rows++] = row;
  for (TrestleSide side = 0; side < TRESTLE_N_SIDES; side++)
    {
      const char *title[] = { side == TRESTLE_SIDE_TEXT ? "text side" : "image side", NULL };
      TrestlePanelText text = { .title = title, .x_title = "bridge" };
      double min = row == TRESTLE_BRIDGE_ROW_COSINE ? -1.0 : 0.0, max = 1.0;

      text.y_title = row == TRESTLE_BRIDGE_ROW_SHARE ? "uni-modal share" : row == TRESTLE_BRIDGE_ROW_COSINE ? "cosine" : effect;
      if (row == TRESTLE_BRIDGE_ROW_EFFECT)
        find_range (figure, side, &min, &max);
      trestle_panel_grid_add (figure->grid, &text, min, max, figure->shape.n_bridges);
    }
}

static char **
make_note (const BridgeFigure *figure)
{
  g_auto (GStrv) words = g_strsplit (figure->shape.has_share ? "" : NOTE, " ", -1);

  return trestle_text_wrap (figure->look.font, (const char *const *) words, " ",
                            figure->look.width_mm * TRESTLE_POINTS_PER_MM - 2.0 * TRESTLE_PANEL_MARGIN);
}

/* Returns how high the figure is, in points. */
static double
lay_out (BridgeFigure *figure)
{
  guint lines;

  if (figure->shape.has_share)
    {
      add_row (figure, TRESTLE_BRIDGE_ROW_SHARE);
      add_row (figure, TRESTLE_BRIDGE_ROW_COSINE);
    }
  if (figure->shape.stand_ins != 0)
    add_row (figure, TRESTLE_BRIDGE_ROW_EFFECT);
  figure->below = trestle_panel_grid_lay_out (figure->grid);
  lines = g_strv_length (figure->note) + (bridge_figure_count_tried (figure) > 0 ? 1 : 0);
  return figure->below + (lines > 0 ? LEGEND_GAP : 0.0) + lines * TRESTLE_TEXT_LINE_HEIGHT + (figure->note[0] != NULL ? NOTE_GAP : 0.0)
         + TRESTLE_PANEL_MARGIN;
}

TrestleFigure *
trestle_bridge_figure_new (const char *name,
                           const char *note,
                           const TrestleBridgeShape *shape,
                           const double *values,
                           const double *intervals,
                           TrestleTask task,
                           TrestleBridgeQuantity quantity,
                           const TrestleLook *look)
{
  BridgeFigure *figure = g_new0 (BridgeFigure, 1);
  g_autofree char *heading = note != NULL ? g_strconcat (name, ", ", note, NULL) : g_strdup (name);
  double panel_height = (look->width_mm >= WIDE ? PANEL_HEIGHT : NARROW_HEIGHT) * TRESTLE_POINTS_PER_MM;
  double height;

  figure->name = g_utf8_make_valid (name, -1);
  figure->shape = *shape;
  figure->values = g_memdup2 (values, shape->n_values * sizeof *values);
  figure->intervals = g_memdup2 (intervals, shape->n_values * sizeof *intervals);
  figure->task = task;
  figure->quantity = quantity;
  figure->look = *look;
  figure->grid = trestle_panel_grid_new (look, TRESTLE_N_SIDES, panel_height, 0.0);
  trestle_panel_grid_set_heading (figure->grid, heading);
  figure->note = make_note (figure);
  height = lay_out (figure);
  bridge_figure_make_marks (figure);
  return trestle_figure_new (look->width_mm, height / TRESTLE_POINTS_PER_MM, draw, write_table, figure, bridge_figure_free);
}

BridgeFigure *
bridge_figure_get (const TrestleFigure *figure)
{
  return trestle_figure_get_data (figure, draw);
}
