/* Which number of a figure of bridges is where, for those who point at one or go from one to the next. */
#include "analysis/figures/bridge-figure-private.h"

#include <math.h>

#define LEAST_BAR 2.0 /* points: what a bar of 0 takes up */

static void
add_mark (BridgeFigure *figure, const TrestleBridgeMark *mark)
{
  if (isfinite (mark->value))
    figure->marks[figure->n_marks++] = *mark;
}

static void
add_dots (BridgeFigure *figure, const TrestlePanel *panel, TrestleBridgeRow row, TrestleSide side)
{
  double radius = trestle_panel_get_mean_radius (panel);

  for (guint bridge = 0; bridge < figure->shape.n_bridges; bridge++)
    {
      gsize place = row == TRESTLE_BRIDGE_ROW_SHARE ? trestle_bridge_shape_find_share (&figure->shape, side, bridge)
                                                    : trestle_bridge_shape_find_cosine (&figure->shape, side, bridge);
      double value = figure->values[place];

      add_mark (figure, &(TrestleBridgeMark){ trestle_panel_place (panel, bridge) - radius, trestle_axis_place (&panel->y, value) - radius,
                                              2.0 * radius, 2.0 * radius, row, side, bridge, TRESTLE_STAND_IN_NONE, value });
    }
}

static void
add_bar (BridgeFigure *figure, const TrestlePanel *panel, TrestleSide side, guint bridge, guint kind, guint bar)
{
  TrestleStandIn stand_in = bridge_figure_stand_ins[kind].stand_in;
  double value = figure->values[bridge_figure_find_bar (figure, side, bridge, stand_in)];
  double width;
  double x = trestle_panel_place_bar (panel, bridge, bar, bridge_figure_count_tried (figure), &width);
  double zero = trestle_axis_place (&panel->y, 0.0), end = trestle_axis_place (&panel->y, value);
  double height = MAX (fabs (end - zero), LEAST_BAR);

  add_mark (figure, &(TrestleBridgeMark){ x, MIN (zero, end), width, height, TRESTLE_BRIDGE_ROW_EFFECT, side, bridge, stand_in, value });
}

static void
add_bars (BridgeFigure *figure, const TrestlePanel *panel, TrestleSide side)
{
  for (guint bridge = 0; bridge < figure->shape.n_bridges; bridge++)
    for (guint kind = 0, bar = 0; kind < BRIDGE_FIGURE_N_STAND_INS; kind++)
      if (bridge_figure_is_tried (figure, kind))
        add_bar (figure, panel, side, bridge, kind, bar++);
}

void
bridge_figure_make_marks (BridgeFigure *figure)
{
  guint most = TRESTLE_N_SIDES * figure->shape.n_bridges * (2 + bridge_figure_count_tried (figure));

  figure->marks = g_new (TrestleBridgeMark, most);
  for (guint i = 0; i < figure->n_rows; i++)
    for (TrestleSide side = 0; side < TRESTLE_N_SIDES; side++)
      {
        const TrestlePanel *panel = trestle_panel_grid_get (figure->grid, i * TRESTLE_N_SIDES + side);

        if (figure->rows[i] == TRESTLE_BRIDGE_ROW_EFFECT)
          add_bars (figure, panel, side);
        else
          add_dots (figure, panel, figure->rows[i], side);
      }
}

const TrestleBridgeMark *
trestle_bridge_figure_get_marks (const TrestleFigure *figure, guint *n_marks)
{
  const BridgeFigure *data = bridge_figure_get (figure);

  *n_marks = data != NULL ? data->n_marks : 0;
  return data != NULL ? data->marks : NULL;
}

/* From a point to the rectangle; 0 inside. */
static double
measure_distance (const TrestleBridgeMark *mark, double x, double y)
{
  double dx = fmax (fmax (mark->x - x, x - mark->x - mark->width), 0.0);
  double dy = fmax (fmax (mark->y - y, y - mark->y - mark->height), 0.0);

  return hypot (dx, dy);
}

gint
trestle_bridge_figure_find_mark (const TrestleFigure *figure, double x, double y, double reach)
{
  guint n_marks;
  const TrestleBridgeMark *marks = trestle_bridge_figure_get_marks (figure, &n_marks);
  double nearest = INFINITY;
  gint found = -1;

  for (guint i = 0; i < n_marks; i++)
    {
      double distance = measure_distance (&marks[i], x, y);

      if (distance > reach || distance >= nearest)
        continue;
      nearest = distance;
      found = (gint) i;
    }
  return found;
}

/* (transfer full): "share", "match logit change with zero" */
static char *
name_number (const BridgeFigure *figure, const TrestleBridgeMark *mark)
{
  g_autofree char *effect = bridge_figure_name_effect (figure);

  if (mark->row == TRESTLE_BRIDGE_ROW_SHARE)
    return g_strdup ("share");
  if (mark->row == TRESTLE_BRIDGE_ROW_COSINE)
    return g_strdup ("cosine");
  for (guint kind = 0; kind < BRIDGE_FIGURE_N_STAND_INS; kind++)
    if (bridge_figure_stand_ins[kind].stand_in == mark->stand_in)
      return g_strdup_printf ("%s, given %s,", effect, bridge_figure_stand_ins[kind].title);
  return g_strdup (effect);
}

char *
trestle_bridge_figure_describe_mark (const TrestleFigure *figure, guint mark)
{
  const BridgeFigure *data = bridge_figure_get (figure);
  const TrestleBridgeMark *chosen = &data->marks[mark];
  g_autofree char *name = name_number (data, chosen);

  return g_strdup_printf ("%s side, bridge %u: %s %s%.4f", chosen->side == TRESTLE_SIDE_TEXT ? "Text" : "Image", chosen->bridge + 1, name,
                          chosen->value < 0.0 ? "−" : "", fabs (chosen->value));
}

/* The first mark of the row that is of the same bridge, or the row's last one. */
static guint
find_in_row (const TrestleBridgeMark *marks, guint n_marks, TrestleBridgeRow row, const TrestleBridgeMark *like)
{
  guint last = 0;

  for (guint i = 0; i < n_marks; i++)
    {
      if (marks[i].row != row)
        continue;
      last = i;
      if (marks[i].side == like->side && marks[i].bridge == like->bridge)
        return i;
    }
  return last;
}

static guint
walk_rows (const TrestleBridgeMark *marks, guint n_marks, guint mark, gboolean forward)
{
  for (guint i = mark; i < n_marks; i += forward ? 1 : -1)
    if (marks[i].row != marks[mark].row)
      return find_in_row (marks, n_marks, marks[i].row, &marks[mark]);
  return mark;
}

guint
trestle_bridge_figure_walk (const TrestleFigure *figure, guint mark, int rows, int columns)
{
  guint n_marks;
  const TrestleBridgeMark *marks = trestle_bridge_figure_get_marks (figure, &n_marks);
  int step = columns > 0 ? 1 : -1;

  g_return_val_if_fail (mark < n_marks, mark);
  if (rows != 0)
    return walk_rows (marks, n_marks, mark, rows > 0);
  for (; columns != 0 && mark + (guint) step < n_marks && marks[mark + (guint) step].row == marks[mark].row; columns -= step)
    mark += (guint) step;
  return mark;
}
