/* Several images at a time into the cross-modal encoder, up to where each meets a text. */
#pragma once

#include "core/model/cross-encoder.h"

G_BEGIN_DECLS

/**
 * trestle_image_batch_prepare:
 * @states: `[n, n_tower_layers + 1]`: of the vision tower, `[states, vision hidden]` each
 * @type: row of the encoder's types: 1 for an image, 2 for the second image of a pair
 * @traces: `[n]`: where each image is recorded; the pass's own trace is not read
 * @memories: `[n]`: where each of @prepared lives, unless it is in its trace
 * @prepared: `[n]`: (out): to be cleared with trestle_prepared_side_clear()
 *
 * trestle_cross_encoder_prepare() of @n images, which lie one below the other in every layer. Errors: %G_IO_ERROR_CANCELLED.
 */
gboolean trestle_image_batch_prepare (const TrestleCrossEncoder *encoder,
                                      const TrestleTensor *states,
                                      guint n_tower_layers,
                                      guint type,
                                      TrestleTrace *const *traces,
                                      TrestleArena *const *memories,
                                      gsize n,
                                      TrestlePass *pass,
                                      TrestlePreparedSide *const *prepared,
                                      GError **error);

G_END_DECLS
