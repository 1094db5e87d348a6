/* One process, alone. */
#include "app/cli/ranks.h"

void
cli_ranks_begin (void)
{
}

void
cli_ranks_end (int code)
{
}

guint
cli_ranks_get_own (void)
{
  return 0;
}

guint
cli_ranks_count (void)
{
  return 1;
}

void
cli_ranks_share_ranges (GArray *ranges)
{
}

gboolean
cli_ranks_collect (TrestleDataset *dataset, gboolean is_finished, gboolean *is_stopped)
{
  return is_finished;
}
