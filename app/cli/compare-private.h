/* The subcommand compare: what it measures of two models, and what it prints of that. */
#pragma once

#include "analysis/figures/comparison-figure.h"
#include "app/cli/command.h"

G_BEGIN_DECLS

/**
 * CliCompared: one of the two models.
 * @tokens: of the text
 * @words: `[tokens->length]`, %NULL-terminated
 * @shape: of the heads of its cross-modal encoder
 * @heads: `[shape.n_values]`
 * @readouts: (nullable) (element-type TrestleReadout): %NULL if it has no head for the task
 * @can: what it can be asked, in words
 */
typedef struct
{
  char *name;
  TrestleTrace *trace;
  TrestleTokens *tokens;
  char **words;
  TrestleImageWindow window;
  TrestleHeadShape shape;
  double *heads;
  GPtrArray *readouts;
  char *can;
} CliCompared;

/**
 * CliComparison:
 * @task: what is read out, or %TRESTLE_N_TASKS if neither model can be asked anything that can
 */
typedef struct
{
  CliCompared models[2];
  TrestleMapPair *pair;
  TrestleTask task;
} CliComparison;

/* {"map", "divergence", "answers", "notes", "output"} */
void cli_compare_print_json (CliCall *call, const CliComparison *comparison);
/* For people: the answers, and the divergence of every layer. */
void cli_compare_print_tables (CliCall *call, const CliComparison *comparison);

G_END_DECLS
