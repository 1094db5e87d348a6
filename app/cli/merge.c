/* trestle-cli merge: partial results over parts of a list to one result. */
#include "analysis/measures/dataset-state.h"
#include "app/cli/output.h"
#include "app/cli/pairs-report.h"

static const char *const arguments[] = { "PART", NULL };

static const CliOption options[] = {
  { "output", 'o', CLI_STRING (output), "FILE", "The JSON file to write.", .is_required = TRUE },
  CLI_JSON_REPORT,
  { NULL },
};

static gboolean
run (CliCall *call, GError **error)
{
  const CliOptions *given = &call->options;
  g_autoptr (TrestleDataset) merged = trestle_dataset_load_merged ((const char *const *) given->arguments, error);

  if (merged == NULL || !trestle_dataset_save (merged, given->output, error))
    return FALSE;
  cli_pairs_print_state (call, merged, given->output);
  return TRUE;
}

const CliCommand cli_merge = {
  .name = "merge",
  .summary = "put partial results over one list of pairs together",
  .synopsis = "PART [PART]... -o FILE [OPTION]...",
  .description =
      "Reads partial results, as subcommands with --pairs LIST --shard I/N write them, and writes their sum, which is what one run over "
      "all of their pairs gives. It can be merged again, and drawn with --merged.\n"
      "All of them have to be of the same kind, models, settings and list, and no pair may be in two of them. Parts that are missing are "
      "told, and are no error.\n"
      "JSON: {\"output\", \"pairs\", \"measured\", \"failed\", \"missing\"}; missing has ranges of pairs, each from the first to behind "
      "the "
      "last, counted from 0.",
  .arguments = arguments,
  .has_many = TRUE,
  .options = options,
  .examples = "merge part-1.json part-2.json part-3.json -o all.json\n"
              "merge part-*.json -o all.json --json",
  .run = run,
};
