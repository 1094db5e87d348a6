/* What each bridge brings, in numbers: its share, its cosine, and what changes when it is knocked out. */
#pragma once

#include "analysis/measures/effect.h"
#include "core/session.h"

G_BEGIN_DECLS

/* All bridges of both sides at once, where an index of one bridge is expected. */
#define TRESTLE_EVERY_BRIDGE -1

/**
 * TrestleBridgeShape:
 * @n_bridges: a side
 * @has_share: whether the bridge's output splits exactly between its sides (see trestle_bridge_split()); if not, shares and cosines are
 *   NAN, and only the knock-out effects say what a bridge brings
 * @stand_ins: bits 1 << stand-in of those that are tried
 * @n_values: of all
 *
 * Where each number stands in a profile of bridges; the same for every pair that one model reads. Of a model without bridges there are
 * none.
 */
typedef struct
{
  guint n_bridges;
  gboolean has_share;
  guint stand_ins;
  gsize n_values;
} TrestleBridgeShape;

void trestle_bridge_shape_init (TrestleBridgeShape *shape, const TrestleModel *model, guint stand_ins);
/* The same where the model itself is not there, only what was noted of it. */
void trestle_bridge_shape_init_for (TrestleBridgeShape *shape, guint n_bridges, gboolean has_share, guint stand_ins);

/* The mean over the tokens that are kept of |uni| / (|cross| + |uni|), and of the cosine between the two. */
double trestle_bridge_shape_get_share (const TrestleBridgeShape *shape, const double *values, TrestleSide side, guint bridge);
double trestle_bridge_shape_get_cosine (const TrestleBridgeShape *shape, const double *values, TrestleSide side, guint bridge);

/* @bridge: counted from 0, or %TRESTLE_EVERY_BRIDGE, when @side does not matter; @stand_in: one of those that are tried */
TrestleEffect trestle_bridge_shape_get_effect (const TrestleBridgeShape *shape,
                                               const double *values,
                                               TrestleSide side,
                                               gint bridge,
                                               TrestleStandIn stand_in,
                                               TrestleTask task);

/* Where the first number of the three above stands, for those who keep other numbers (deviations, intervals) in the same places. */
gsize trestle_bridge_shape_find_share (const TrestleBridgeShape *shape, TrestleSide side, guint bridge);
gsize trestle_bridge_shape_find_cosine (const TrestleBridgeShape *shape, TrestleSide side, guint bridge);
gsize trestle_bridge_shape_find_effect (const TrestleBridgeShape *shape,
                                        TrestleSide side,
                                        gint bridge,
                                        TrestleStandIn stand_in,
                                        TrestleTask task);

/**
 * trestle_bridge_shape_measure:
 * @session: with the image set; its stand-ins are as they were when this returns
 * @intact: the run of @tokens on that image without stand-ins; what it takes for padding is padding in every run
 * @values: (out caller-allocates): `[n_values]`
 * @progress: (nullable): of the runs that are needed: one for each bridge, side and stand-in, and one for all bridges together
 *
 * Errors: those of trestle_session_run().
 */
gboolean trestle_bridge_shape_measure (const TrestleBridgeShape *shape,
                                       TrestleSession *session,
                                       const TrestleTokens *tokens,
                                       const TrestleTrace *intact,
                                       double *values,
                                       TrestleProgress progress,
                                       gpointer progress_data,
                                       GCancellable *cancellable,
                                       GError **error);

/* The shares and cosines alone, which take no run; the other numbers are left as they are. */
void
trestle_bridge_shape_measure_shares (const TrestleBridgeShape *shape, const TrestleModel *model, const TrestleTrace *trace, double *values);

/* Puts the numbers of a knock-out that somebody else ran where trestle_bridge_shape_get_effect() finds them. */
void trestle_bridge_shape_put_effect (const TrestleBridgeShape *shape,
                                      double *values,
                                      TrestleSide side,
                                      gint bridge,
                                      TrestleStandIn stand_in,
                                      TrestleTask task,
                                      const TrestleEffect *effect);

/**
 * trestle_bridge_measure_tokens:
 * @shares: (out caller-allocates): `[tokens]`
 * @cosines: (out caller-allocates): `[tokens]`
 *
 * The share and the cosine at every token of one bridge (padding included), for a map over the patches. With x the cross-modal and y the
 * uni-modal state, a bridge that splits gives LayerNorm (f (x) + g (y) + c), which is
 *
 *   w (f (x) - mean f (x)) / s  +  w (g (y) - mean g (y)) / s  +  what neither side brings
 *
 * with one standard deviation s for both, which cancels: the share is |second| / (|first| + |second|), in [0, 1], and the cosine that
 * between the two. Where a side brings nothing the cosine is 0, and where both bring nothing the share is 0 as well.
 *
 * Returns: %FALSE if the bridge does not split or the trace lacks it
 */
gboolean trestle_bridge_measure_tokens (const TrestleModel *model,
                                        const TrestleTrace *trace,
                                        TrestleSide side,
                                        guint bridge,
                                        double *shares,
                                        double *cosines);

G_END_DECLS
