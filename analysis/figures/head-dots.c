/* Which dot of a figure of heads is where, for those who point at one or go from one to the next. */
#include "analysis/figures/head-figure.h"

#include <math.h>

gint
trestle_head_figure_find_dot (const TrestleFigure *figure, double x, double y, double reach)
{
  guint n_dots;
  const TrestleHeadDot *dots = trestle_head_figure_get_dots (figure, &n_dots);
  double nearest = INFINITY;
  gint found = -1;

  for (guint i = 0; i < n_dots; i++)
    {
      double distance = hypot (x - dots[i].x, y - dots[i].y) - dots[i].radius;

      if (distance > reach || distance >= nearest)
        continue;
      nearest = distance;
      found = (gint) i;
    }
  return found;
}

static gboolean
is_same_panel (const TrestleHeadDot *a, const TrestleHeadDot *b)
{
  return a->series == b->series && a->block == b->block;
}

static gboolean
is_same_layer (const TrestleHeadDot *a, const TrestleHeadDot *b)
{
  return is_same_panel (a, b) && a->layer == b->layer;
}

/* The first dot, in that direction, of another layer, or of another panel; @n_dots if there is none. */
static guint
find_other (const TrestleHeadDot *dots,
            guint n_dots,
            guint dot,
            gboolean forward,
            gboolean (*is_same) (const TrestleHeadDot *, const TrestleHeadDot *))
{
  for (guint i = dot; i < n_dots; i += forward ? 1 : -1)
    if (!is_same (&dots[i], &dots[dot]))
      return i;
  return n_dots;
}

static guint
walk_by_layer (const TrestleHeadDot *dots, guint n_dots, guint dot, gboolean forward)
{
  guint other = find_other (dots, n_dots, dot, forward, is_same_layer), best = other;

  if (other == n_dots)
    return dot;
  for (guint i = other; i < n_dots && is_same_layer (&dots[i], &dots[other]); i += forward ? 1 : -1)
    if (fabs (dots[i].y - dots[dot].y) < fabs (dots[best].y - dots[dot].y))
      best = i;
  return best;
}

static guint
walk_to_end (const TrestleHeadDot *dots, guint n_dots, guint dot, gboolean forward)
{
  guint next = walk_by_layer (dots, n_dots, dot, forward);

  while (next != dot && is_same_panel (&dots[next], &dots[dot]))
    {
      dot = next;
      next = walk_by_layer (dots, n_dots, dot, forward);
    }
  return dot;
}

/* Whether @a comes before @b from the bottom to the top; dots of one height in the order of the figure. */
static gboolean
is_lower (const TrestleHeadDot *dots, guint a, guint b)
{
  return dots[a].value < dots[b].value || (dots[a].value == dots[b].value && a < b);
}

static guint
walk_by_value (const TrestleHeadDot *dots, guint n_dots, guint dot, gboolean forward)
{
  guint best = dot;

  for (guint i = 0; i < n_dots; i++)
    {
      gboolean is_beyond = i != dot && is_same_layer (&dots[i], &dots[dot]) && is_lower (dots, dot, i) == forward;

      if (is_beyond && (best == dot || is_lower (dots, i, best) == forward))
        best = i;
    }
  return best;
}

/* How far two dots are from being called the same in their panels. */
static guint
measure_difference (const TrestleHeadDot *a, const TrestleHeadDot *b)
{
  guint layers = a->layer > b->layer ? a->layer - b->layer : b->layer - a->layer;

  return layers * 0x1000 + (guint) ABS (a->head - b->head);
}

static guint
walk_by_panel (const TrestleHeadDot *dots, guint n_dots, guint dot, gboolean forward)
{
  guint other = find_other (dots, n_dots, dot, forward, is_same_panel), best = other;

  if (other == n_dots)
    return dot;
  for (guint i = other; i < n_dots && is_same_panel (&dots[i], &dots[other]); i += forward ? 1 : -1)
    if (measure_difference (&dots[i], &dots[dot]) < measure_difference (&dots[best], &dots[dot]))
      best = i;
  return best;
}

guint
trestle_head_figure_walk (const TrestleFigure *figure, guint dot, TrestleHeadWay way, gboolean forward)
{
  guint n_dots;
  const TrestleHeadDot *dots = trestle_head_figure_get_dots (figure, &n_dots);

  g_return_val_if_fail (dot < n_dots, dot);
  switch (way)
    {
    case TRESTLE_HEAD_BY_LAYER:
      return walk_by_layer (dots, n_dots, dot, forward);
    case TRESTLE_HEAD_TO_END:
      return walk_to_end (dots, n_dots, dot, forward);
    case TRESTLE_HEAD_BY_VALUE:
      return walk_by_value (dots, n_dots, dot, forward);
    case TRESTLE_HEAD_BY_PANEL:
    default:
      return walk_by_panel (dots, n_dots, dot, forward);
    }
}
