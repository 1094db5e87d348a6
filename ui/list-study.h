/* The heads of one model or two over a list of pairs, measured in a thread of its own, with what is known so far. */
#pragma once

#include <gio/gio.h>

#include "analysis/measures/head-profiles.h"
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

TrestleListResult *trestle_list_result_ref (TrestleListResult *result);
void trestle_list_result_unref (TrestleListResult *result);

/* Whether these are the models that it is of, as they were asked for, in this order. */
gboolean trestle_list_result_is_of (const TrestleListResult *result, TrestleModelSource *const *sources, guint n_sources);
/* (transfer full): "200 pairs of captions.jsonl", "37 of 200 pairs of captions.jsonl": what there is, for people */
char *trestle_list_result_describe (const TrestleListResult *result);
/* (transfer full): a line for each failure that is remembered, and a last one that counts the others */
char *trestle_list_result_describe_failures (const TrestleListResult *result);

#define TRESTLE_TYPE_LIST_STUDY (trestle_list_study_get_type ())
G_DECLARE_FINAL_TYPE (TrestleListStudy, trestle_list_study, TRESTLE, LIST_STUDY, GObject)

/*
 * Read-only properties: "running" boolean; "progress" double in [0, 1]; "stage" string, what is being done, %NULL unless it runs.
 *
 * Signals: "changed": there is another result, a few times a second while it runs; "failed" (string sentence): it could not be done, or
 * not be done to its end. Both come in the main loop.
 */
TrestleListStudy *trestle_list_study_new (void);

/**
 * trestle_list_study_start:
 * @path: of the list
 * @sources: `[n_sources]`, one or two: the models, which are opened anew: a session may be used by one thread at a time
 *
 * Measures from the first pair on. What was under way is given up, and the result of before is forgotten.
 */
void trestle_list_study_start (TrestleListStudy *study, const char *path, TrestleModelSource *const *sources, guint n_sources);
/* Stops at the next layer of the pair at hand; what is measured stays. */
void trestle_list_study_cancel (TrestleListStudy *study);
gboolean trestle_list_study_is_running (TrestleListStudy *study);

/* (transfer none) (nullable): %NULL before the first pair */
TrestleListResult *trestle_list_study_get_result (TrestleListStudy *study);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrestleListResult, trestle_list_result_unref)

G_END_DECLS
