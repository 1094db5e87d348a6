/* What each bridge brings, in numbers: its share, its cosine, and what changes when it is knocked out. */
#pragma once

#include "core/model/stand-in.h"
#include "core/session.h"
#include "core/tasks.h"

G_BEGIN_DECLS

/**
 * TrestleEffect: what a change of the model does to one task's output.
 * @logit_change: of the intact model's first answer ("yes" for a match): changed - intact
 * @probability_change: of the same
 * @kl: divergence of the changed distribution over the answers from the intact one, KL (intact || changed), nats
 * @flipped: 1 if the first answer is another one, else 0; over many pairs the mean is the share that flips
 *
 * For masked words, the mean over the masks. All NAN if the model cannot do the task or the text has nothing to ask there.
 */
typedef struct
{
  double logit_change;
  double probability_change;
  double kl;
  double flipped;
} TrestleEffect;

#define TRESTLE_N_EFFECTS 4 /* numbers in a TrestleEffect */

/* The tasks whose output is compared: match, fill, ask, entail. */
#define TRESTLE_N_EFFECT_TASKS (TRESTLE_TASK_ENTAIL + 1)

/* @mask_id: of `<mask>`, or -1 */
void trestle_effect_measure (TrestleEffect *effect,
                             TrestleTask task,
                             const TrestleTrace *intact,
                             const TrestleTrace *changed,
                             const gint32 *ids,
                             guint n_tokens,
                             gint32 mask_id);

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
 * Where each number stands in a profile of bridges; the same for every pair that one model reads.
 */
typedef struct
{
  guint n_bridges;
  gboolean has_share;
  guint stand_ins;
  gsize n_values;
} TrestleBridgeShape;

void trestle_bridge_shape_init (TrestleBridgeShape *shape, const TrestleModel *model, guint stand_ins);

/* The mean over the tokens that are kept of |uni| / (|cross| + |uni|), and of the cosine between the two. */
double trestle_bridge_shape_get_share (const TrestleBridgeShape *shape, const double *values, TrestleSide side, guint bridge);
double trestle_bridge_shape_get_cosine (const TrestleBridgeShape *shape, const double *values, TrestleSide side, guint bridge);

/* @bridge: counted from 0, or %TRESTLE_EVERY_BRIDGE, when @side does not matter */
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
 * @intact: the run of @tokens on that image without stand-ins
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

/**
 * trestle_bridge_measure_tokens:
 * @shares: (out caller-allocates): `[tokens]`
 * @cosines: (out caller-allocates): `[tokens]`
 *
 * The share and the cosine at every token of one bridge (padding included), for a map over the patches. Returns %FALSE if the bridge does
 * not split or the trace lacks it.
 */
gboolean trestle_bridge_measure_tokens (const TrestleModel *model,
                                        const TrestleTrace *trace,
                                        TrestleSide side,
                                        guint bridge,
                                        double *shares,
                                        double *cosines);

G_END_DECLS
