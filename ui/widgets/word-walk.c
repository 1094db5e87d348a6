/* From chip to chip: where steps of the arrow keys lead, by where chips were put. */
#include "ui/widgets/word-walk.h"

#include <math.h>

#include "ui/widgets/arrow-keys.h"

static graphene_point_t
get_middle (GtkWidget *chip)
{
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (0, 0, 0, 0);

  if (!gtk_widget_compute_bounds (chip, gtk_widget_get_parent (chip), &bounds))
    return GRAPHENE_POINT_INIT (0, 0);
  return GRAPHENE_POINT_INIT (bounds.origin.x + bounds.size.width / 2, bounds.origin.y + bounds.size.height / 2);
}

static guint
walk_lines (GPtrArray *chips, guint index, int lines)
{
  graphene_point_t from = get_middle (g_ptr_array_index (chips, index));
  guint best = index;
  float best_y = from.y;
  float best_distance = G_MAXFLOAT;

  for (guint i = 0; i < chips->len; i++)
    {
      graphene_point_t to = get_middle (g_ptr_array_index (chips, i));
      gboolean is_beyond = lines > 0 ? to.y > from.y + 1 : to.y < from.y - 1;
      gboolean is_nearer_line = best == index || fabsf (to.y - from.y) < fabsf (best_y - from.y) - 1;
      gboolean is_same_line = fabsf (to.y - best_y) <= 1;

      if (!gtk_widget_get_visible (g_ptr_array_index (chips, i)))
        continue;
      if (!is_beyond || !(is_nearer_line || (is_same_line && fabsf (to.x - from.x) < best_distance)))
        continue;
      best = i;
      best_y = to.y;
      best_distance = fabsf (to.x - from.x);
    }
  return best;
}

/* Where @step leads in the line of the chips that are visible. */
static guint
walk_along (GPtrArray *chips, guint index, int step)
{
  g_autofree guint *visible = g_new (guint, chips->len);
  guint n_visible = 0, position = 0;

  for (guint i = 0; i < chips->len; i++)
    {
      if (!gtk_widget_get_visible (g_ptr_array_index (chips, i)))
        continue;
      if (i == index)
        position = n_visible;
      visible[n_visible++] = i;
    }
  return visible[trestle_arrow_keys_walk (position, step, n_visible)];
}

guint
trestle_word_walk (GPtrArray *chips, guint index, int rows, int columns)
{
  return ABS (rows) == 1 ? walk_lines (chips, index, rows) : walk_along (chips, index, rows + columns);
}
