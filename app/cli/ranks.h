/* Processes that go through one list of pairs together, as mpirun starts them. A program that was built without MPI is alone. */
#pragma once

#include "analysis/measures/dataset.h"

G_BEGIN_DECLS

/**
 * cli_ranks_begin:
 *
 * Meets the other processes. Unless $OMP_NUM_THREADS says otherwise, the processes of one machine share its cores. Every process has to
 * call it, and cli_ranks_end() before it ends.
 */
void cli_ranks_begin (void);

/* Leaves the others, once they have come here too; but if @code is not 0, ends them all. Does nothing before cli_ranks_begin(). */
void cli_ranks_end (int code);

/* Which process this is, from 0, and of how many; the first of one before cli_ranks_begin(). */
guint cli_ranks_get_own (void);
guint cli_ranks_count (void);

/* Gives the first process's ranges to all; @ranges: (element-type TrestlePairRange). All have to call it. */
void cli_ranks_share_ranges (GArray *ranges);

/**
 * cli_ranks_collect:
 * @dataset: of the first process: gets what the others have summed; of the others: is empty afterwards
 * @is_finished: whether this process has nothing left to do
 * @is_stopped: (inout): whether this process is to stop; on return whether any is
 *
 * All have to call it, again and again until it says that all are finished.
 *
 * Returns: whether all processes are finished
 */
gboolean cli_ranks_collect (TrestleDataset *dataset, gboolean is_finished, gboolean *is_stopped);

G_END_DECLS
