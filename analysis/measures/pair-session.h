/* A model that is shown the pairs of a list, one after the other. */
#pragma once

#include "core/input/pair-list.h"
#include "core/session.h"

G_BEGIN_DECLS

/**
 * TrestlePairSession:
 * @image: (nullable): path of the image that the session has
 * @window: the part of it that the model sees
 * @tokens: (nullable): of the pair that was last run
 * @ahead: what was read ahead: the images by their paths
 * @n_cut: how many texts were longer than the model reads
 */
typedef struct
{
  TrestleSession *session;
  char *image;
  TrestleImageWindow window;
  TrestleTokens *tokens;
  GHashTable *ahead;
  guint64 n_cut;
} TrestlePairSession;

/**
 * trestle_pair_session_open:
 * @stand_in: what feeds every bridge instead of its tower; %TRESTLE_STAND_IN_NONE for the model as it is
 *
 * The other parameters are those of trestle_session_open(). Errors: its own, and those of trestle_session_take_bridges_out().
 */
TrestlePairSession *trestle_pair_session_open (const char *path,
                                               const TrestleModelSettings *settings,
                                               TrestleStandIn stand_in,
                                               TrestleProgress progress,
                                               gpointer progress_data,
                                               GCancellable *cancellable,
                                               GError **error);
void trestle_pair_session_free (TrestlePairSession *session);

/**
 * trestle_pair_session_run:
 * @cancellable: (nullable): ends a run at the next layer; %NULL runs a pair to its end
 *
 * Runs the model on a pair. A pair with the image of the one before costs only its text.
 *
 * Errors: those of the image, the tokenizer and the run.
 *
 * Returns: (transfer full): the trace; its tokens are in @session until the next pair
 */
TrestleTrace *trestle_pair_session_run (TrestlePairSession *session, const TrestlePair *pair, GCancellable *cancellable, GError **error);

/**
 * trestle_pair_session_read_ahead:
 * @pairs: (element-type TrestlePair): that will be run next
 *
 * Reads their images, each file once, and takes them through the vision tower together; what was read ahead before is forgotten. An image
 * that cannot be read is left for its own pairs to say so, and if @cancellable ends this, every pair is left to itself.
 */
void trestle_pair_session_read_ahead (TrestlePairSession *session, const GPtrArray *pairs, GCancellable *cancellable);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrestlePairSession, trestle_pair_session_free)

G_END_DECLS
