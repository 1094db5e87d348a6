/* Goes through a list of pairs as the command line asks: which part, from where on, and where the checkpoint is. */
#include "app/cli/pairs.h"

#include <glib/gstdio.h>
#include <string.h>

#include "analysis/measures/dataset-state.h"
#include "app/cli/output.h"
#include "app/cli/pairs-report.h"
#include "app/cli/ranks.h"
#include "core/error.h"

#define MOST_SHARDS 1000000
#define USUAL_INTERVAL 5.0 /* seconds */
#define NAMED_COLUMNS 40   /* of an option's value, where it is named in a sentence */

/**
 * CliPairs:
 * @range: what of the list is to be done
 * @is_part: whether that is a shard
 * @state: (nullable): the file of what is done; %NULL without --output
 * @is_complete: whether all of @range is done
 */
struct _CliPairs
{
  CliCall *call;
  TrestlePairList *list;
  TrestlePairRange range;
  gboolean is_part;
  char *state;
  gboolean is_complete;
};

/* Which part of how many, both from 1. */
static gboolean
parse_shard (const char *text, guint *part, guint *n_parts, GError **error)
{
  g_auto (GStrv) numbers = g_strsplit (text, "/", 3);
  g_autofree char *shown = cli_fit (text, NAMED_COLUMNS);
  guint64 first = 0, second = 0;

  if (g_strv_length (numbers) == 2 && g_ascii_string_to_unsigned (numbers[0], 10, 1, MOST_SHARDS, &first, NULL)
      && g_ascii_string_to_unsigned (numbers[1], 10, 1, MOST_SHARDS, &second, NULL) && first <= second)
    {
      *part = (guint) first;
      *n_parts = (guint) second;
      return TRUE;
    }
  g_set_error (error, CLI_USAGE_ERROR, 0, "--shard takes I/N, such as 1/4 to 4/4 for four parts, not “%s”", shown);
  return FALSE;
}

static gboolean
check_shard (const CliOptions *given, GError **error)
{
  guint part, n_parts;

  if (!parse_shard (given->shard, &part, &n_parts, error))
    return FALSE;
  if (given->output != NULL && g_str_has_suffix (given->output, ".json"))
    return TRUE;
  g_set_error (error, CLI_USAGE_ERROR, 0, "A shard is written as a partial result; --output FILE.json is needed");
  return FALSE;
}

gboolean
cli_pairs_check (const CliCall *call, GError **error)
{
  const CliOptions *given = &call->options;

  const char *alone = given->shard != NULL ? "shard" : given->resume ? "resume" : given->batch > 1 ? "batch" : NULL;

  if (given->pairs == NULL && alone != NULL)
    {
      g_set_error (error, CLI_USAGE_ERROR, 0, "--%s needs --pairs LIST", alone);
      return FALSE;
    }
  if (given->resume && given->output == NULL)
    {
      g_set_error (error, CLI_USAGE_ERROR, 0, "--resume needs --output FILE: what has been done lies beside it");
      return FALSE;
    }
  return given->shard == NULL || check_shard (given, error);
}

/* Which pairs are to be done, and where it is written which are. */
static gboolean
find_part (CliPairs *pairs, GError **error)
{
  const CliOptions *given = &pairs->call->options;
  guint part = 1, n_parts = 1;

  pairs->is_part = given->shard != NULL;
  if (pairs->is_part && !parse_shard (given->shard, &part, &n_parts, error))
    return FALSE;
  pairs->range = trestle_pair_range_of_shard (trestle_pair_list_get_n_pairs (pairs->list), part - 1, n_parts);
  if (given->output != NULL)
    pairs->state = pairs->is_part ? g_strdup (given->output) : g_strconcat (given->output, ".part.json", NULL);
  return TRUE;
}

CliPairs *
cli_pairs_open (CliCall *call, GError **error)
{
  g_autoptr (CliPairs) pairs = g_new0 (CliPairs, 1);

  pairs->call = call;
  if (!cli_pairs_check (call, error))
    return NULL;
  cli_ranks_begin ();
  pairs->list = trestle_pair_list_open (call->options.pairs, error);
  return pairs->list != NULL && find_part (pairs, error) ? g_steal_pointer (&pairs) : NULL;
}

void
cli_pairs_free (CliPairs *pairs)
{
  g_clear_pointer (&pairs->list, trestle_pair_list_free);
  g_free (pairs->state);
  g_free (pairs);
}

static guint64
count_missing (const CliPairs *pairs, const TrestleDataset *dataset)
{
  g_autoptr (GArray) missing = trestle_pair_log_find_missing (dataset->log, pairs->range);

  return trestle_pair_ranges_count (missing);
}

static guint64
count_all (const CliPairs *pairs)
{
  return pairs->range.end - pairs->range.begin;
}

/* Whether what --resume found is of this very call. */
static gboolean
check_old (const CliPairs *pairs, const TrestleDataset *old, const TrestleDataset *fresh, const char *name, GError **error)
{
  if (!trestle_dataset_check_same (old, name, fresh, "this call", error))
    return FALSE;
  if (trestle_pair_log_count (old->log) + count_missing (pairs, old) == count_all (pairs))
    return TRUE;
  g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INPUT,
               "“%s” has pairs that are not among those of this call, %" G_GUINT64_FORMAT " to %" G_GUINT64_FORMAT
               "; it is of another shard",
               name, pairs->range.begin + 1, pairs->range.end);
  return FALSE;
}

/* Without --resume: whether nothing would be lost by beginning anew. */
static gboolean
check_nothing_lost (const CliPairs *pairs, const TrestleDataset *old, const TrestleDataset *fresh, const char *name, GError **error)
{
  guint64 n_done = trestle_pair_log_count (old->log);

  if (n_done == 0 || count_missing (pairs, old) == 0 || !check_old (pairs, old, fresh, name, NULL))
    return TRUE;
  g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INPUT,
               "“%s” has %" G_GUINT64_FORMAT " pairs of a run that was stopped; go on with --resume, or remove it", name, n_done);
  return FALSE;
}

/* Puts what an earlier run has done in the place of @dataset, if that is wanted. */
static gboolean
take_up (const CliPairs *pairs, TrestleDataset **dataset, GError **error)
{
  gboolean resume = pairs->call->options.resume;
  g_autofree char *name = g_filename_display_name (pairs->state);
  g_autoptr (TrestleDataset) old = NULL;

  if (!g_file_test (pairs->state, G_FILE_TEST_EXISTS))
    return TRUE;
  old = trestle_dataset_load (pairs->state, resume ? error : NULL);
  if (!resume)
    return old == NULL || check_nothing_lost (pairs, old, *dataset, name, error);
  if (old == NULL || !check_old (pairs, old, *dataset, name, error))
    return FALSE;
  trestle_dataset_free (*dataset);
  *dataset = g_steal_pointer (&old);
  return TRUE;
}

/* Of the first process alone. Saved at once: where nothing can be written, that should not be found out after an hour. */
static gboolean
prepare_state (const CliPairs *pairs, TrestleDataset **dataset, GError **error)
{
  if (pairs->state == NULL || cli_ranks_get_own () != 0)
    return TRUE;
  return take_up (pairs, dataset, error) && trestle_dataset_save (*dataset, pairs->state, error);
}

/* A run of one process among others. */
typedef struct
{
  CliPairs *pairs;
  TrestleDataset *dataset;
  guint64 n_before;    /* pairs that earlier runs have done */
  guint64 n_missing;   /* pairs that all processes together have to do */
  char *last_progress; /* (nullable) */
} Work;

/* Every process has as many pairs to do, so what one has done tells of all. */
static void
show_progress (guint64 n_done, guint64 n_all, guint64 n_failed, double seconds_left, gpointer data)
{
  Work *work = data;
  double done = (double) n_done / (double) n_all;
  guint64 n_whole = work->n_before + work->n_missing, n_done_by_all = work->n_before + (guint64) (done * (double) work->n_missing);

  if (cli_ranks_get_own () != 0)
    return;
  g_free (work->last_progress);
  work->last_progress = trestle_dataset_describe_progress (n_done_by_all, n_whole, seconds_left, work->dataset->log->n_failed);
  cli_progress_tell (work->pairs->call->progress, (double) n_done_by_all / (double) n_whole, work->last_progress);
}

/* In a log file, a line for each checkpoint takes the place of the bar. */
static gboolean
save_state (Work *work, GError **error)
{
  CliCall *call = work->pairs->call;

  if (cli_ranks_get_own () != 0)
    return TRUE;
  if (!cli_progress_is_shown (call->progress) && work->last_progress != NULL)
    cli_note (call, "%s", work->last_progress);
  return work->pairs->state == NULL || trestle_dataset_save (work->dataset, work->pairs->state, error);
}

/* What the processes have done until now, together. Returns whether none has anything left to do. */
static gboolean
collect (Work *work, gboolean is_finished)
{
  GCancellable *cancellable = cli_progress_get_cancellable (work->pairs->call->progress);
  gboolean is_stopped = g_cancellable_is_cancelled (cancellable);
  gboolean are_finished = cli_ranks_collect (work->dataset, is_finished, &is_stopped);

  if (is_stopped)
    g_cancellable_cancel (cancellable);
  return are_finished;
}

static gboolean
do_checkpoint (TrestleDataset *dataset, gpointer data, GError **error)
{
  Work *work = data;

  collect (work, FALSE);
  return save_state (work, error);
}

/* One process's pairs, and then waiting for the others. One that fails stops them. */
static gboolean
go_through (Work *work, const CliPairsJob *job, const GArray *own, GError **error)
{
  GCancellable *cancellable = cli_progress_get_cancellable (work->pairs->call->progress);
  TrestleDatasetHooks hooks = { .progress = show_progress,
                                .checkpoint = do_checkpoint,
                                .interval = job->interval > 0.0 ? job->interval : USUAL_INTERVAL,
                                .data = work,
                                .cancellable = cancellable,
                                .read_ahead = job->read_ahead,
                                .n_images = (guint) work->pairs->call->options.batch };
  gboolean done = trestle_dataset_run (work->dataset, work->pairs->list, own, job->measure, job->data, &hooks, error);

  if (!done)
    g_cancellable_cancel (cancellable);
  while (!collect (work, TRUE))
    if (done && !save_state (work, error))
      {
        done = FALSE;
        g_cancellable_cancel (cancellable);
      }
  return done;
}

/* (transfer full) (element-type TrestlePairRange): this process's part of what is missing. */
static GArray *
share_out (Work *work)
{
  g_autoptr (GArray) missing = trestle_pair_log_find_missing (work->dataset->log, work->pairs->range);
  TrestlePairRange own;

  cli_ranks_share_ranges (missing);
  work->n_missing = trestle_pair_ranges_count (missing);
  work->n_before = count_all (work->pairs) - work->n_missing;
  own = trestle_pair_range_of_shard (work->n_missing, cli_ranks_get_own (), cli_ranks_count ());
  return trestle_pair_ranges_slice (missing, own.begin, own.end);
}

static void
note_stopped (const CliPairs *pairs, const TrestleDataset *dataset)
{
  guint64 n_all = count_all (pairs), n_done = n_all - count_missing (pairs, dataset);

  cli_note (pairs->call, "stopped behind %" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT " pairs%s", n_done, n_all,
            pairs->state != NULL ? "; the same call with --resume goes on" : "");
}

/* An error if there is nothing to show. */
static gboolean
check_any (CliPairs *pairs, const TrestleDataset *dataset, GError **error)
{
  const GArray *failures = dataset->log->failures;

  if (trestle_dataset_get_n_measured (dataset) > 0)
    return TRUE;
  if (!pairs->is_complete || failures->len == 0)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "Stopped before the first pair was measured");
      return FALSE;
    }
  cli_pairs_finish (pairs);
  g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INPUT,
               "None of the %" G_GUINT64_FORMAT " pairs of “%s” could be measured; the first: %s", count_all (pairs),
               trestle_pair_list_get_name (pairs->list), g_array_index (failures, TrestlePairFailure, 0).reason);
  return FALSE;
}

/* What the first process makes of the sums of all. */
static gboolean
conclude (CliPairs *pairs, TrestleDataset **dataset, TrestleDataset **result, GError **error)
{
  if (pairs->state != NULL && !trestle_dataset_save (*dataset, pairs->state, error))
    return FALSE;
  if (!pairs->is_complete)
    note_stopped (pairs, *dataset);
  if (pairs->is_part)
    {
      cli_pairs_note_failures (pairs->call, *dataset);
      cli_pairs_print_state (pairs->call, *dataset, pairs->state);
      return TRUE;
    }
  if (!check_any (pairs, *dataset, error))
    return FALSE;
  cli_pairs_note_failures (pairs->call, *dataset);
  *result = g_steal_pointer (dataset);
  return TRUE;
}

gboolean
cli_pairs_run (CliPairs *pairs, const CliPairsJob *job, TrestleDataset **result, GError **error)
{
  g_autoptr (TrestleDataset) dataset = trestle_dataset_new (job->kind, job->models, job->settings, pairs->list, job->n_values);
  g_autoptr (GArray) own = NULL;
  Work work = { pairs };
  gboolean done;

  *result = NULL;
  if (!prepare_state (pairs, &dataset, error))
    return FALSE;
  work.dataset = dataset;
  own = share_out (&work);
  done = go_through (&work, job, own, error);
  g_free (work.last_progress);
  pairs->is_complete = count_missing (pairs, dataset) == 0;
  /* What there is of a run that failed is kept; why it failed is more than whether that could be written too. */
  if (!done && cli_ranks_get_own () == 0 && pairs->state != NULL)
    trestle_dataset_save (dataset, pairs->state, NULL);
  if (!done)
    return FALSE;
  pairs->call->is_stopped = g_cancellable_is_cancelled (cli_progress_get_cancellable (pairs->call->progress)) && !pairs->is_complete;
  return cli_ranks_get_own () != 0 || conclude (pairs, &dataset, result, error);
}

void
cli_pairs_finish (CliPairs *pairs)
{
  if (pairs->is_complete && !pairs->is_part && pairs->state != NULL)
    g_unlink (pairs->state);
}
