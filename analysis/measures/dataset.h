/* What is summed over the pairs of a list: some numbers for each pair, measured by somebody else, in one go or in many parts. */
#pragma once

#include <gio/gio.h>

#include "analysis/measures/pair-log.h"
#include "analysis/measures/tally.h"

G_BEGIN_DECLS

/**
 * TrestleDataset:
 * @kind: of numbers, "divergence" for example
 * @models: names of the models that were run, %NULL-terminated
 * @settings: whatever else changes the numbers, such as the image size, written out
 * @list_name: the list's file name, for people
 * @list_digest: SHA-256 of the list's bytes
 * @n_pairs: pairs in the list
 * @log: which pairs are done, and which failed
 * @tally: sums over the pairs that are done and did not fail
 *
 * Results of the same kind, models, settings and list can be merged, if no pair is in two of them.
 */
typedef struct
{
  char *kind;
  char **models;
  char *settings;
  char *list_name;
  char *list_digest;
  guint64 n_pairs;
  TrestlePairLog *log;
  TrestleTally *tally;
} TrestleDataset;

/* The most numbers that may be measured of a pair. */
#define TRESTLE_DATASET_MAX_VALUES (1u << 20)

/**
 * trestle_dataset_new:
 * @models: (array zero-terminated=1)
 * @n_values: numbers that are measured of each pair, at most %TRESTLE_DATASET_MAX_VALUES
 *
 * Returns: (transfer full): nothing summed yet, over the pairs of @list
 */
TrestleDataset *
trestle_dataset_new (const char *kind, const char *const *models, const char *settings, const TrestlePairList *list, gsize n_values);
void trestle_dataset_free (TrestleDataset *dataset);

/* Forgets every pair. */
void trestle_dataset_clear (TrestleDataset *dataset);

/* Pairs that were measured and did not fail. */
guint64 trestle_dataset_get_n_measured (const TrestleDataset *dataset);
/* Whether some pairs of the list are not done. */
gboolean trestle_dataset_is_partial (const TrestleDataset *dataset);

/* (transfer full): what was read, for people: "200 pairs of captions.jsonl", ", partial" if some are not done. */
char *trestle_dataset_describe_input (const TrestleDataset *dataset);
/* (transfer full): "123 of 2000 pairs, 4 min left, 1 failed", in ASCII. */
char *trestle_dataset_describe_progress (guint64 n_done, guint64 n_all, double seconds_left, guint64 n_failed);

/**
 * trestle_dataset_check_same:
 * @name: what errors call @dataset
 * @other_name: what errors call @other
 *
 * Whether both measure the same of the same list. Errors: %TRESTLE_ERROR_INPUT naming both and what differs.
 */
gboolean trestle_dataset_check_same (const TrestleDataset *dataset,
                                     const char *name,
                                     const TrestleDataset *other,
                                     const char *other_name,
                                     GError **error);

/* Whether no pair is in both logs. Errors: %TRESTLE_ERROR_INPUT naming both and the pairs. */
gboolean trestle_dataset_check_apart (const TrestlePairLog *log,
                                      const char *name,
                                      const TrestlePairLog *other,
                                      const char *other_name,
                                      GError **error);

/* Adds what @other has summed, once both checks above are passed. */
void trestle_dataset_merge (TrestleDataset *dataset, const TrestleDataset *other);

/**
 * TrestlePairMeasure:
 * @values: (out caller-allocates): `[n_values]`, NAN at first; what stays NAN does not count
 *
 * Measures one pair. An error makes the pair a failed one, which does not count; but %G_IO_ERROR_CANCELLED ends the whole run.
 */
typedef gboolean (*TrestlePairMeasure) (const TrestlePair *pair, double *values, gpointer data, GError **error);

/**
 * TrestlePairReadAhead:
 * @pairs: (element-type TrestlePair): a batch; some may be done already, or be left to others
 *
 * Prepares for pairs before the first of them is measured, such as by taking their images through the vision tower together. What goes
 * wrong with a pair is for its measure to say; a wish to stop need not be told either.
 */
typedef void (*TrestlePairReadAhead) (const GPtrArray *pairs, gpointer data, GCancellable *cancellable);

/**
 * TrestleDatasetHooks:
 * @progress: (nullable): called behind every pair: pairs that are done of all that this run is to do, how many of those failed, and how
 *   many seconds the others will take
 * @checkpoint: (nullable): called behind a pair when @interval seconds have passed since it was last; it may take the results out of the
 *   dataset. On error the run ends
 * @cancellable: (nullable): ends the run behind the pair at hand
 * @read_ahead: (nullable): gets the data of the measure
 * @n_images: of a batch for @read_ahead: see trestle_pair_reader_new(); 0 and 1 read nothing ahead
 *
 * What a run tells others.
 */
typedef struct
{
  void (*progress) (guint64 n_done, guint64 n_all, guint64 n_failed, double seconds_left, gpointer data);
  gboolean (*checkpoint) (TrestleDataset *dataset, gpointer data, GError **error);
  double interval;
  gpointer data;
  GCancellable *cancellable;
  TrestlePairReadAhead read_ahead;
  guint n_images;
} TrestleDatasetHooks;

/**
 * trestle_dataset_run:
 * @list: the list that @dataset was made for
 * @ranges: (element-type TrestlePairRange): the pairs to do, none of which is done: see trestle_pair_log_find_missing()
 * @measure: (scope call)
 *
 * Measures pair by pair and sums. A line of the list that is no pair, a pair whose measure fails and one with a number that is too large
 * to be summed count as failed. A run that is cancelled has done what is in @dataset's log.
 *
 * Errors: those of the checkpoint, and %G_FILE_ERROR if the list cannot be read; @dataset is right all the same.
 */
gboolean trestle_dataset_run (TrestleDataset *dataset,
                              TrestlePairList *list,
                              const GArray *ranges,
                              TrestlePairMeasure measure,
                              gpointer data,
                              const TrestleDatasetHooks *hooks,
                              GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrestleDataset, trestle_dataset_free)

G_END_DECLS
