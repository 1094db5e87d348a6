/* What is said of a run over a list of pairs. */
#pragma once

#include "analysis/measures/dataset.h"
#include "analysis/measures/pair-session.h"
#include "app/cli/command.h"

G_BEGIN_DECLS

/* Notes how many pairs failed, and why the first few did. */
void cli_pairs_note_failures (CliCall *call, const TrestleDataset *dataset);

/* Says how many texts lost their end, if any did. */
void cli_pairs_note_cut (CliCall *call, const TrestlePairSession *session);

/* Says, or with --json prints, what a partial result in the file @path has and what it lacks. */
void cli_pairs_print_state (CliCall *call, const TrestleDataset *dataset, const char *path);

G_END_DECLS
