/* Which pairs of a list are done, and which of them failed and why. */
#pragma once

#include <json-glib/json-glib.h>

#include "core/input/pair-list.h"

G_BEGIN_DECLS

/* So many failures are remembered with their reasons; the others are counted. */
#define TRESTLE_MAX_FAILURES 100u

/**
 * TrestlePairFailure:
 * @index: of the pair, from 0
 * @line: of the list, from 1
 * @reason: a sentence
 */
typedef struct
{
  guint64 index;
  guint64 line;
  char *reason;
} TrestlePairFailure;

/**
 * TrestlePairLog:
 * @ranges: (element-type TrestlePairRange): what is done, failed pairs included: in order, and none touches the next
 * @n_failed: how many of these failed
 * @failures: (element-type TrestlePairFailure): the first of them by index, at most %TRESTLE_MAX_FAILURES
 */
typedef struct
{
  GArray *ranges;
  guint64 n_failed;
  GArray *failures;
} TrestlePairLog;

TrestlePairLog *trestle_pair_log_new (void);
void trestle_pair_log_free (TrestlePairLog *log);

/* A pair that is not in @log yet is done, or was tried and failed; @reason may be cut. */
void trestle_pair_log_add (TrestlePairLog *log, guint64 index);
void trestle_pair_log_add_failure (TrestlePairLog *log, guint64 index, guint64 line, const char *reason);

/* Pairs that are done, failed ones included. */
guint64 trestle_pair_log_count (const TrestlePairLog *log);

/* (transfer full) (element-type TrestlePairRange): what of @range is not done, in order. */
GArray *trestle_pair_log_find_missing (const TrestlePairLog *log, TrestlePairRange range);

/* Whether pairs are in both; @overlap: (out): the first run of such pairs. */
gboolean trestle_pair_log_find_overlap (const TrestlePairLog *log, const TrestlePairLog *other, TrestlePairRange *overlap);

/* Adds what is in @other, with which @log must not overlap. The order of merging does not matter. */
void trestle_pair_log_merge (TrestlePairLog *log, const TrestlePairLog *other);

/* Members "ranges", "failed" and "failures" of the object that is open; and back, of a list of @n_pairs. Errors: %TRESTLE_ERROR_INVALID. */
void trestle_pair_log_to_json (const TrestlePairLog *log, JsonBuilder *builder);
TrestlePairLog *trestle_pair_log_from_json (JsonObject *object, guint64 n_pairs, const char *name, GError **error);

/* Of an array of ranges: how many pairs, and those from the @begin-th to before the @end-th of them, as ranges (transfer full). */
guint64 trestle_pair_ranges_count (const GArray *ranges);
GArray *trestle_pair_ranges_slice (const GArray *ranges, guint64 begin, guint64 end);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrestlePairLog, trestle_pair_log_free)

G_END_DECLS
