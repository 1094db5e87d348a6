/* What has been measured of the heads of one model or two over a list of pairs, and what people are told of it. */
#pragma once

#include "analysis/measures/dataset.h"
#include "analysis/measures/head-watch.h"
#include "ui/model-source.h"

G_BEGIN_DECLS

/**
 * TrestleListResult: what has been measured of a list until now.
 * @path: of the list
 * @sources: `[n_models]`: the models, as they were asked for
 * @profiles: `[n_models]`: means over the pairs that are measured, with their intervals
 * @input: what was read, in words
 * @n_pairs: in the list
 * @n_done: of them, failed ones included
 * @n_failed: of them
 * @failures: (element-type TrestlePairFailure): the first of them
 *
 * Immutable, shared by reference.
 */
typedef struct
{
  gatomicrefcount references;
  char *path;
  TrestleModelSource *sources[TRESTLE_MOST_HEAD_PROFILES];
  TrestleHeadProfile profiles[TRESTLE_MOST_HEAD_PROFILES];
  guint n_models;
  char *input;
  guint64 n_pairs;
  guint64 n_done;
  guint64 n_failed;
  GArray *failures;
} TrestleListResult;

/* (transfer full): what is known now. @sources: `[watch->n_models]` */
TrestleListResult *trestle_list_result_new (const char *path,
                                            TrestleModelSource *const *sources,
                                            const TrestleHeadWatch *watch,
                                            const TrestleDataset *dataset);
TrestleListResult *trestle_list_result_ref (TrestleListResult *result);
void trestle_list_result_unref (TrestleListResult *result);

/* Whether these are the models that it is of, as they were asked for, in this order. */
gboolean trestle_list_result_is_of (const TrestleListResult *result, TrestleModelSource *const *sources, guint n_sources);
/* (transfer full): "200 pairs of captions.jsonl", "37 of 200 pairs of captions.jsonl": what there is, for people */
char *trestle_list_result_describe (const TrestleListResult *result);
/* (transfer full): a line for each failure that is remembered, and a last one that counts the others */
char *trestle_list_result_describe_failures (const TrestleListResult *result);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrestleListResult, trestle_list_result_unref)

G_END_DECLS
