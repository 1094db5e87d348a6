/* Several texts on one image, a few at a time through the cross-modal encoder, for what is read of both class tokens alone. */
#pragma once

#include "core/model/cross-encoder.h"

G_BEGIN_DECLS

/**
 * trestle_caption_batch_prepare:
 * @states: `[n_tower_layers + 1]`: of the text tower, `[rows, hidden]` each, the texts one below the other
 * @texts: `[n]`: each text's rows
 * @prepared: (out): in the pass's arena, to be cleared with trestle_prepared_side_clear(): what trestle_cross_encoder_prepare() makes of
 * each
 *
 * Records nothing. Errors: %G_IO_ERROR_CANCELLED.
 */
gboolean trestle_caption_batch_prepare (const TrestleCrossEncoder *encoder,
                                        const TrestleTensor *states,
                                        guint n_tower_layers,
                                        const TrestleRows *texts,
                                        gsize n,
                                        TrestlePass *pass,
                                        TrestlePreparedSide *prepared,
                                        GError **error);

/* How many steps of a pass the fusion of @n texts takes. */
guint trestle_caption_batch_count_steps (const TrestleCrossEncoder *encoder, gsize n);

/**
 * trestle_caption_batch_fuse:
 * @text: prepared, all texts
 * @texts: `[n]`: each text's rows
 * @image: prepared; one image for all of them
 * @stand_ins: as of trestle_cross_encoder_forward()
 * @pooled: `[n, 2 hidden]`: (out): for each text what trestle_cross_encoder_finish() records as "logits.pooled", to rounding
 *
 * In the last layer only the class tokens, which the poolers read, look and think. Records nothing. Errors: %G_IO_ERROR_CANCELLED.
 */
gboolean trestle_caption_batch_fuse (const TrestleCrossEncoder *encoder,
                                     const TrestlePreparedSide *text,
                                     const TrestleRows *texts,
                                     gsize n,
                                     const TrestlePreparedSide *image,
                                     const TrestleStandIn *stand_ins,
                                     TrestlePass *pass,
                                     const TrestleTensor *pooled,
                                     GError **error);

G_END_DECLS
