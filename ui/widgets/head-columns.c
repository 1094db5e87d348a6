/* The columns of a grid of heads: what stands for all heads of a layer, then the heads. */
#include "ui/widgets/head-columns.h"

#include "analysis/measures/attention-map.h"

static const gint summaries[TRESTLE_N_SUMMARIES] = { TRESTLE_HEAD_MEAN, TRESTLE_HEAD_MAX, TRESTLE_HEAD_ROLLOUT };

gint
trestle_column_get_head (guint column)
{
  return column < TRESTLE_N_SUMMARIES ? summaries[column] : (gint) (column - TRESTLE_N_SUMMARIES);
}

guint
trestle_head_get_column (gint head)
{
  for (guint column = 0; column < TRESTLE_N_SUMMARIES; column++)
    if (summaries[column] == head)
      return column;
  return (guint) head + TRESTLE_N_SUMMARIES;
}
