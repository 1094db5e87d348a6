/* One model, or two, whose heads are measured while they are shown the pairs of a list. */
#pragma once

#include "analysis/measures/head-profiles.h"
#include "analysis/measures/pair-session.h"

G_BEGIN_DECLS

/**
 * TrestleHeadWatch:
 * @profiles: `[n_models]`: what each is called, and the shape of its numbers; the numbers themselves go to whoever sums them
 * @cancellable: (nullable) (transfer none): ends a run that is under way
 */
typedef struct
{
  TrestlePairSession *sessions[TRESTLE_MOST_HEAD_PROFILES];
  TrestleHeadProfile profiles[TRESTLE_MOST_HEAD_PROFILES];
  guint n_models;
  GCancellable *cancellable;
} TrestleHeadWatch;

/* (transfer full): without a model yet */
TrestleHeadWatch *trestle_head_watch_new (void);
void trestle_head_watch_free (TrestleHeadWatch *watch);

/**
 * trestle_head_watch_add:
 * @session: (transfer full): the next model, with @stand_in for its bridges
 * @measures: bits 1 << measure: what is measured of its heads; attention that none of them has a meaning for is not kept
 *
 * There is room for %TRESTLE_MOST_HEAD_PROFILES.
 */
void trestle_head_watch_add (TrestleHeadWatch *watch, TrestlePairSession *session, TrestleStandIn stand_in, guint measures);

/**
 * trestle_head_watch_measure:
 * @values: (out caller-allocates): the numbers of the first model, then those of the second
 * @watch: a #TrestleHeadWatch
 *
 * A #TrestlePairMeasure. Errors: those of the image, the tokenizer, the run and trestle_head_shape_measure(); %G_IO_ERROR_CANCELLED.
 */
gboolean trestle_head_watch_measure (const TrestlePair *pair, double *values, gpointer watch, GError **error);

/* A #TrestlePairReadAhead, for every model. @watch: a #TrestleHeadWatch */
void trestle_head_watch_read_ahead (const GPtrArray *pairs, gpointer watch, GCancellable *cancellable);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrestleHeadWatch, trestle_head_watch_free)

G_END_DECLS
