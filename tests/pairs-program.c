/* A subcommand over a list of pairs whose model is arithmetic: tests call it, alone or by mpirun, where a real one would take long. */
#include <math.h>
#include <omp.h>
#include <signal.h>
#include <unistd.h>

#include "app/cli/output.h"
#include "app/cli/pairs.h"
#include "app/cli/ranks.h"
#include "app/cli/run.h"
#include "core/error.h"

#define N_VALUES 2

/* Of the batch at hand; 0 without --batch. */
static guint64 first_of_batch;

static const CliOption options[] = {
  { "output", 'o', CLI_STRING (output), "FILE", "The file to write." }, CLI_PAIRS, CLI_BATCH, CLI_SHARD, CLI_RESUME, CLI_JSON, { NULL },
};

/* Whether the environment names this pair for something. */
static gboolean
is_named (const TrestlePair *pair, const char *variable)
{
  const char *index = g_getenv (variable);

  return index != NULL && g_ascii_strtoull (index, NULL, 10) == pair->index;
}

/* What a user does who presses Ctrl-C during this pair. @process: this one, or the mpirun that started it */
static void
interrupt (CliCall *call, pid_t process)
{
  kill (process, SIGINT);
  while (!g_cancellable_is_cancelled (cli_progress_get_cancellable (call->progress)))
    g_usleep (1000);
}

/* A TrestlePairReadAhead: as if the model gave every batch other digits. */
static void
read_ahead (const GPtrArray *pairs, gpointer data, GCancellable *cancellable)
{
  first_of_batch = ((const TrestlePair *) g_ptr_array_index (pairs, 0))->index;
}

/* The number that the text is, and what it is to the power of three. */
static gboolean
measure (const TrestlePair *pair, double *values, gpointer data, GError **error)
{
  char *end;

  if (is_named (pair, "TEST_INTERRUPT_AT"))
    interrupt (data, getpid ());
  if (is_named (pair, "TEST_INTERRUPT_PARENT_AT"))
    interrupt (data, getppid ());
  if (is_named (pair, "TEST_CRASH_AT"))
    kill (getpid (), SIGKILL);
  values[0] = g_ascii_strtod (pair->text, &end);
  values[1] = pow (values[0], 3.0) + (double) first_of_batch;
  if (*end == '\0')
    return TRUE;
  g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INPUT, "“%s” is no number", pair->text);
  return FALSE;
}

/* (transfer full): the result to its last digit. */
static char *
describe (const TrestleDataset *dataset)
{
  const TrestleTally *tally = dataset->tally;
  GString *text = g_string_new (trestle_dataset_is_partial (dataset) ? "partial" : "whole");

  g_string_append_printf (text, " %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT, trestle_dataset_get_n_measured (dataset),
                          dataset->log->n_failed);
  for (gsize i = 0; i < N_VALUES; i++)
    g_string_append_printf (text, " %.15g %.15g", trestle_tally_get_mean (tally, i), trestle_tally_get_deviation (tally, i));
  if (g_getenv ("TEST_THREADS") != NULL)
    g_string_append_printf (text, " %d", omp_get_max_threads ());
  return g_string_free (text, FALSE);
}

static gboolean
finish (CliCall *call, CliPairs *pairs, const TrestleDataset *dataset, GError **error)
{
  g_autofree char *text = describe (dataset);

  if (call->options.output != NULL && !g_file_set_contents (call->options.output, text, -1, error))
    return FALSE;
  cli_pairs_finish (pairs);
  cli_print (call, "%s", text);
  return TRUE;
}

static gboolean
run (CliCall *call, GError **error)
{
  static const char *const models[] = { "arithmetic", NULL };
  CliPairsJob job = { "numbers", models, "", N_VALUES, measure, call, .read_ahead = read_ahead };
  g_autoptr (CliPairs) pairs = NULL;
  g_autoptr (TrestleDataset) dataset = NULL;

  if (!cli_pairs_check (call, error))
    return FALSE;
  pairs = cli_pairs_open (call, error);
  if (g_getenv ("TEST_INTERVAL") != NULL)
    job.interval = g_ascii_strtod (g_getenv ("TEST_INTERVAL"), NULL);
  if (pairs == NULL || !cli_pairs_run (pairs, &job, &dataset, error))
    return FALSE;
  return dataset == NULL || finish (call, pairs, dataset, error);
}

static const CliCommand numbers = { .name = "numbers", .options = options, .run = run };

int
main (int argc, char **argv)
{
  return cli_run (&numbers, argc, argv);
}
