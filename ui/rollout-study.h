/* Attention rollout up to every layer of a block, followed beside the main loop: with a large model it takes longer than a frame. */
#pragma once

#include "core/model/trace.h"
#include "ui/run.h"

G_BEGIN_DECLS

/**
 * trestle_rollout_study_follow_async:
 * @block: where the query is, and which of what entered its stack is asked for (see analysis/measures/rollout-map.h)
 * @query: as the trace counts it
 *
 * In a thread; a cancelled one ends after the layer that it is at.
 */
void trestle_rollout_study_follow_async (TrestleRun *run,
                                         TrestleBlock block,
                                         gint query,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer data);

/* (transfer full) (element-type TrestleAttentionMap): one for each layer of the block. Errors: those of trestle_rollout_map_new(). */
GPtrArray *trestle_rollout_study_follow_finish (GAsyncResult *result, GError **error);

G_END_DECLS
