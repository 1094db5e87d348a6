/* Goes through the pairs of a list: measures, sums, and remembers what is done. */
#include "analysis/measures/dataset.h"

#include "analysis/measures/pair-reader.h"
#include "core/error.h"

#include <math.h>

/* Squares of larger numbers, summed over any list, could overflow. */
#define MOST 1e140

/**
 * Run:
 * @values: `[n_values]`, of the pair at hand
 * @n_ahead: pairs of this run that were read ahead
 * @ahead_seconds: how long that took
 * @start: when the run began, in microseconds
 * @saved: when the last checkpoint was done
 */
typedef struct
{
  TrestleDataset *dataset;
  TrestlePairReader *reader;
  TrestlePairMeasure measure;
  gpointer data;
  const TrestleDatasetHooks *hooks;
  double *values;
  guint64 n_done;
  guint64 n_all;
  guint64 n_failed;
  guint64 n_ahead;
  double ahead_seconds;
  gint64 start;
  gint64 saved;
} Run;

static gboolean
check_values (const double *values, gsize n_values, GError **error)
{
  for (gsize i = 0; i < n_values; i++)
    if (fabs (values[i]) > MOST)
      {
        g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INPUT, "What was measured is %g, too large to be summed", values[i]);
        return FALSE;
      }
  return TRUE;
}

static gboolean
measure_pair (Run *run, const TrestlePair *pair, GError **error)
{
  gsize n_values = run->dataset->tally->n_values;

  for (gsize i = 0; i < n_values; i++)
    run->values[i] = NAN;
  if (!run->measure (pair, run->values, run->data, error) || !check_values (run->values, n_values, error))
    return FALSE;
  trestle_tally_add (run->dataset->tally, run->values);
  trestle_pair_log_add (run->dataset->log, pair->index);
  return TRUE;
}

/* A line that is no pair, or a pair that cannot be measured; but a file that cannot be read any more, and a wish to stop, end the run. */
static gboolean
do_pair (Run *run, guint64 index, const TrestlePairLine *line, GError **error)
{
  g_autoptr (GError) problem = line->problem != NULL ? g_error_copy (line->problem) : NULL;
  gboolean is_fatal;

  if (line->pair != NULL && measure_pair (run, line->pair, &problem))
    return TRUE;
  is_fatal = line->pair != NULL ? g_error_matches (problem, G_IO_ERROR, G_IO_ERROR_CANCELLED) : problem->domain != TRESTLE_ERROR;
  if (is_fatal)
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    }
  trestle_pair_log_add_failure (run->dataset->log, index, line->line, problem->message);
  run->n_failed++;
  return TRUE;
}

static double
count_seconds (gint64 since)
{
  return (double) (g_get_monotonic_time () - since) / G_USEC_PER_SEC;
}

/* @n_own: how many pairs of the batch this run is going to do */
static void
read_ahead (Run *run, const GPtrArray *batch, guint64 n_own)
{
  gint64 start = g_get_monotonic_time ();

  run->hooks->read_ahead (batch, run->data, run->hooks->cancellable);
  run->ahead_seconds += count_seconds (start);
  run->n_ahead += n_own;
}

/* The line of a pair, all that is to be read ahead for it being read. */
static const TrestlePairLine *
find_pair (Run *run, guint64 index, const TrestlePairRange *range, GError **error)
{
  const GPtrArray *batch;
  const TrestlePairLine *line = trestle_pair_reader_find (run->reader, index, &batch, error);

  if (line != NULL && batch != NULL && run->hooks->read_ahead != NULL && run->hooks->n_images > 1)
    read_ahead (run, batch, MIN (trestle_pair_reader_get_end (run->reader), range->end) - index);
  return line;
}

/* What was read ahead took its time for all pairs that it was read for, not only for those that are done. */
static void
report (Run *run)
{
  double seconds = (count_seconds (run->start) - run->ahead_seconds) / (double) run->n_done;

  if (run->n_ahead > 0)
    seconds += run->ahead_seconds / (double) run->n_ahead;
  if (run->hooks->progress != NULL)
    run->hooks->progress (run->n_done, run->n_all, run->n_failed, seconds * (double) (run->n_all - run->n_done), run->hooks->data);
}

/* The time that a checkpoint takes is no part of the interval. */
static gboolean
save_if_due (Run *run, GError **error)
{
  if (run->hooks->checkpoint == NULL || count_seconds (run->saved) < run->hooks->interval)
    return TRUE;
  if (!run->hooks->checkpoint (run->dataset, run->hooks->data, error))
    return FALSE;
  run->saved = g_get_monotonic_time ();
  return TRUE;
}

static gboolean
do_range (Run *run, const TrestlePairRange *range, GError **error)
{
  for (guint64 index = range->begin; index < range->end && !g_cancellable_is_cancelled (run->hooks->cancellable); index++)
    {
      const TrestlePairLine *line = find_pair (run, index, range, error);

      if (line == NULL)
        return FALSE;
      /* What was read ahead is not worth finishing a pair that has not begun. */
      if (g_cancellable_is_cancelled (run->hooks->cancellable))
        return TRUE;
      if (!do_pair (run, index, line, error))
        return FALSE;
      run->n_done++;
      report (run);
      if (!save_if_due (run, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
trestle_dataset_run (TrestleDataset *dataset,
                     TrestlePairList *list,
                     const GArray *ranges,
                     TrestlePairMeasure measure,
                     gpointer data,
                     const TrestleDatasetHooks *hooks,
                     GError **error)
{
  g_autofree double *values = g_new (double, dataset->tally->n_values);
  g_autoptr (TrestlePairReader) reader = trestle_pair_reader_new (list, hooks->read_ahead != NULL ? hooks->n_images : 1);
  Run run = { dataset, reader, measure, data, hooks, values };

  run.n_all = trestle_pair_ranges_count (ranges);
  run.start = run.saved = g_get_monotonic_time ();
  for (guint i = 0; i < ranges->len && !g_cancellable_is_cancelled (hooks->cancellable); i++)
    if (!do_range (&run, &g_array_index (ranges, TrestlePairRange, i), error))
      return FALSE;
  return TRUE;
}
