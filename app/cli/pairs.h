/* Subcommands that go through a list of pairs: --pairs, --batch, --shard and --resume, progress, checkpoints and Ctrl-C. */
#pragma once

#include "analysis/measures/dataset.h"
#include "app/cli/command.h"

G_BEGIN_DECLS

/* The options of such a subcommand, beside its own --output. */
#define CLI_PAIRS                                                                                                                          \
  {                                                                                                                                        \
    "pairs", 0, CLI_STRING (pairs), "LIST",                                                                                                \
        "Go through a list instead of one image and one text: a file with a JSON object on every line, such as "                           \
        "{\"image\": \"one.png\", \"text\": \"a red star\"}. Images are looked for beside the list."                                       \
  }
#define CLI_BATCH                                                                                                                          \
  {                                                                                                                                        \
    "batch", 0, CLI_INT (batch), "N",                                                                                                      \
        "Take the images of a list through the vision tower N at a time, up to 64; 1 without it. The results are the same; small "         \
        "models are a few percent quicker, large ones are not, and each image takes memory for all that is recorded of it.",               \
        .least = 1, .most = 64                                                                                                             \
  }
#define CLI_SHARD                                                                                                                          \
  {                                                                                                                                        \
    "shard", 0, CLI_STRING (shard), "I/N",                                                                                                 \
        "Do only the I-th of N equal parts of the list, from 1/N to N/N, and write a partial result, a JSON file, for \"trestle-cli "      \
        "merge\"."                                                                                                                         \
  }
#define CLI_RESUME                                                                                                                         \
  {                                                                                                                                        \
    "resume", 0, CLI_FLAG (resume), NULL,                                                                                                  \
        "Go on where a run that was stopped left off; without one, begin. What has been done lies beside the output, in its name with "    \
        ".part.json behind it; of a shard, it is the output."                                                                              \
  }

typedef struct _CliPairs CliPairs;

/* Whether --batch, --shard and --resume go with the rest of the call, which may also be one without --pairs. Errors: %CLI_USAGE_ERROR. */
gboolean cli_pairs_check (const CliCall *call, GError **error);

/**
 * cli_pairs_open:
 * @call: with --pairs; stays valid as long as the result
 *
 * Checks the call as above, meets the other processes if there are any, and opens the list. To be called before a model is opened: it is
 * quick, and decides how many threads the model runs on.
 *
 * Errors: %CLI_USAGE_ERROR, and those of the list.
 */
CliPairs *cli_pairs_open (CliCall *call, GError **error);
void cli_pairs_free (CliPairs *pairs);

/**
 * CliPairsJob:
 * @kind: of numbers, "divergence" for example
 * @models: names of the models, %NULL-terminated
 * @settings: whatever else changes the numbers, written out
 * @n_values: numbers for each pair
 * @measure: measures one, and is not to be stopped by Ctrl-C
 * @interval: seconds between checkpoints; 0 for a minute
 * @read_ahead: (nullable): prepares for the pairs of --batch images; Ctrl-C ends it
 */
typedef struct
{
  const char *kind;
  const char *const *models;
  const char *settings;
  gsize n_values;
  TrestlePairMeasure measure;
  gpointer data;
  double interval;
  TrestlePairReadAhead read_ahead;
} CliPairsJob;

/**
 * cli_pairs_run:
 * @result: (out) (transfer full) (nullable): what was summed; %NULL if there is nothing left to do for the caller: it was a shard, which is
 *   written, or another process has the result
 *
 * Goes through the list, or what of it is not done, with progress. Ctrl-C ends it behind the pair at hand; that is no error, but the
 * result is partial, and the program will end by the signal. Pairs that failed are told on standard error.
 *
 * Errors: those of trestle_dataset_run(); %TRESTLE_ERROR_INPUT if not one pair could be measured, or what --resume finds is of something
 * else; %G_IO_ERROR_CANCELLED if Ctrl-C came before the first was.
 */
gboolean cli_pairs_run (CliPairs *pairs, const CliPairsJob *job, TrestleDataset **result, GError **error);

/* To be called once the result is written: removes the checkpoint, if nothing is missing. */
void cli_pairs_finish (CliPairs *pairs);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CliPairs, cli_pairs_free)

G_END_DECLS
