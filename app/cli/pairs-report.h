/* What is said of a run over a list of pairs. */
#pragma once

#include "analysis/measures/dataset.h"
#include "app/cli/command.h"

G_BEGIN_DECLS

/* (transfer full): "123 of 2000 pairs, 4 min left, 1 failed", in ASCII. */
char *cli_pairs_describe (guint64 n_done, guint64 n_all, double seconds_left, guint64 n_failed);

/* Notes how many pairs failed, and why the first few did. */
void cli_pairs_note_failures (CliCall *call, const TrestleDataset *dataset);

/* Says, or with --json prints, what a partial result in the file @path has and what it lacks. */
void cli_pairs_print_state (CliCall *call, const TrestleDataset *dataset, const char *path);

G_END_DECLS
