/* Goes through the pairs of a list: measures, sums, and remembers what is done. */
#include "analysis/measures/dataset.h"

#include "core/error.h"

#include <math.h>

/* Squares of larger numbers, summed over any list, could overflow. */
#define MOST 1e140

/**
 * Run:
 * @values: `[n_values]`, of the pair at hand
 * @start: when the run began, in microseconds
 * @saved: when the last checkpoint was done
 */
typedef struct
{
  TrestleDataset *dataset;
  TrestlePairList *list;
  TrestlePairMeasure measure;
  gpointer data;
  const TrestleDatasetHooks *hooks;
  double *values;
  guint64 n_done;
  guint64 n_all;
  guint64 n_failed;
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

/* The list has been counted, so it can end too early only if somebody changed it. */
static gboolean
set_ended_error (Run *run, GError **error)
{
  g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_FAILED, "“%s” has become shorter since it was opened; leave it alone while it is read",
               trestle_pair_list_get_name (run->list));
  return FALSE;
}

/* Whether a problem ends the whole run, rather than the pair: one of the list that is not of its line, or a wish to stop. */
static gboolean
is_fatal (const GError *problem, gboolean is_read)
{
  return is_read ? g_error_matches (problem, G_IO_ERROR, G_IO_ERROR_CANCELLED) : problem->domain != TRESTLE_ERROR;
}

static gboolean
do_pair (Run *run, guint64 index, GError **error)
{
  g_autoptr (TrestlePair) pair = NULL;
  g_autoptr (GError) problem = NULL;
  gboolean is_read = trestle_pair_list_read (run->list, &pair, &problem);

  if (is_read && pair == NULL)
    return set_ended_error (run, error);
  if (is_read && measure_pair (run, pair, &problem))
    return TRUE;
  if (is_fatal (problem, is_read))
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    }
  trestle_pair_log_add_failure (run->dataset->log, index, trestle_pair_list_get_line (run->list), problem->message);
  run->n_failed++;
  return TRUE;
}

static void
report (Run *run)
{
  double seconds = (double) (g_get_monotonic_time () - run->start) / G_USEC_PER_SEC;

  if (run->hooks->progress != NULL)
    run->hooks->progress (run->n_done, run->n_all, run->n_failed, seconds / (double) run->n_done * (double) (run->n_all - run->n_done),
                          run->hooks->data);
}

/* The time that a checkpoint takes is no part of the interval. */
static gboolean
save_if_due (Run *run, GError **error)
{
  double seconds = (double) (g_get_monotonic_time () - run->saved) / G_USEC_PER_SEC;

  if (run->hooks->checkpoint == NULL || seconds < run->hooks->interval)
    return TRUE;
  if (!run->hooks->checkpoint (run->dataset, run->hooks->data, error))
    return FALSE;
  run->saved = g_get_monotonic_time ();
  return TRUE;
}

static gboolean
do_range (Run *run, const TrestlePairRange *range, GError **error)
{
  if (!trestle_pair_list_seek (run->list, range->begin, error))
    return FALSE;
  for (guint64 index = range->begin; index < range->end && !g_cancellable_is_cancelled (run->hooks->cancellable); index++)
    {
      if (!do_pair (run, index, error))
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
  Run run = { dataset, list, measure, data, hooks, values };

  run.n_all = trestle_pair_ranges_count (ranges);
  run.start = run.saved = g_get_monotonic_time ();
  for (guint i = 0; i < ranges->len && !g_cancellable_is_cancelled (hooks->cancellable); i++)
    if (!do_range (&run, &g_array_index (ranges, TrestlePairRange, i), error))
      return FALSE;
  return TRUE;
}
