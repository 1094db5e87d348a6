/* The cross-modal encoder: two columns of layers that look at themselves and at each other, fed by bridges (BridgeTower, section 3). */
#pragma once

#include "core/model/config.h"
#include "core/model/pass.h"
#include "core/model/stand-in.h"
#include "core/model/transformer.h"

G_BEGIN_DECLS

/* Look at yourself, look at the other side, think. */
typedef struct
{
  TrestleAttention self_attention;
  TrestleAttention cross_attention;
  TrestleFeedForward feed_forward;
} TrestleCrossLayer;

/**
 * TrestleCrossSide: the text's or the image's half of the encoder.
 * @name: "text" or "image"
 * @tower_norm: of the tower's states on their way in; without weights on the text side
 * @transform: from the tower's width to the encoder's
 * @norm: of what enters the first layer; without weights where nothing is normalised there (METER)
 * @layers: `[n_layers]`
 * @bridges: `[n_internal - 1]`; the i-th stands in front of layer i + 1
 * @pooler: of the class token, with tanh
 */
typedef struct
{
  TrestleSide side;
  const char *name;
  TrestleBlock self_block;
  TrestleBlock cross_block;
  TrestleLayerNorm tower_norm;
  TrestleLinear *transform;
  TrestleLayerNorm norm;
  TrestleCrossLayer *layers;
  TrestleBridge *bridges;
  TrestleLinear *pooler;
} TrestleCrossSide;

typedef struct
{
  gsize hidden;
  gsize heads;
  guint n_layers;
  guint n_internal; /* layers that are fed by a tower layer of their own; the first of them by no bridge */
  TrestleCrossSide text;
  TrestleCrossSide image;
  TrestleTensor types; /* [2 or more, hidden]: row 0 says text, row 1 image, row 2 the second image of a pair */
} TrestleCrossEncoder;

/* @vision_norm: ln_post of the loaded vision tower */
void trestle_cross_encoder_init (TrestleCrossEncoder *encoder, const TrestleConfig *config, const TrestleLayerNorm *vision_norm);
/* The bridges, and then the rest; apart, so that each can be counted. The numbers belong to @parameters. */
void trestle_cross_encoder_load_bridges (TrestleCrossEncoder *encoder, TrestleParameters *parameters, const TrestleConfig *config);
void trestle_cross_encoder_load_layers (TrestleCrossEncoder *encoder, TrestleParameters *parameters, const TrestleConfig *config);
void trestle_cross_encoder_clear (TrestleCrossEncoder *encoder);

/**
 * TrestlePreparedSide: all of the encoder's work on one side that the other side does not change.
 * @entering: `[tokens, hidden]`: what enters the first layer
 * @seen: `[tokens, hidden]`: that, after the first layer's look at itself
 * @bridged: `[n_internal - 1]`: `[tokens, hidden]` each: the uni-modal side of every bridge, that of the last one being the tower's last
 *   layer
 */
typedef struct
{
  TrestleTensor entering;
  TrestleTensor seen;
  TrestleTensor *bridged;
} TrestlePreparedSide;

void trestle_prepared_side_clear (TrestlePreparedSide *prepared);

/**
 * trestle_cross_encoder_prepare:
 * @side: of @encoder
 * @states: `[n_tower_layers + 1]`: of that side's tower
 * @type: row of the encoder's types: 0 for a text, 1 for an image, 2 for the second image of a pair
 * @memory: where @prepared lives, unless it is in the trace
 *
 * Records "bridge.SIDE.I.y" and "attention.cross_SIDE_self.0". Errors: %G_IO_ERROR_CANCELLED.
 */
gboolean trestle_cross_encoder_prepare (const TrestleCrossEncoder *encoder,
                                        const TrestleCrossSide *side,
                                        const TrestleTensor *states,
                                        guint n_tower_layers,
                                        guint type,
                                        TrestleArena *memory,
                                        TrestlePass *pass,
                                        TrestlePreparedSide *prepared,
                                        GError **error);

/**
 * trestle_cross_encoder_forward:
 * @layer: counted from 0; the pass's trace has what left the one before
 * @text: prepared
 * @image: prepared
 * @stand_ins: `[sides, n_internal - 1]`: what each bridge is given in place of its tower's state; a layer reads those of the bridges in
 *   front of it alone
 *
 * One layer, of both sides. Records attentions, "hidden.cross_text.L", "hidden.cross_image.L", the cross-modal side and the output of both
 * bridges, and the uni-modal side of those with a stand-in. Errors: %G_IO_ERROR_CANCELLED.
 */
gboolean trestle_cross_encoder_forward (const TrestleCrossEncoder *encoder,
                                        guint layer,
                                        const TrestlePreparedSide *text,
                                        const TrestlePreparedSide *image,
                                        const TrestleStandIn *stand_ins,
                                        TrestlePass *pass,
                                        GError **error);

/* Records "logits.text_features", "logits.image_features" and "logits.pooled", of what left the last layer. */
void trestle_cross_encoder_finish (const TrestleCrossEncoder *encoder, TrestlePass *pass);

/* Records "logits.pooled" `[1, 2 hidden]` of a layer's states, `[tokens, hidden]` each: the poolers read both class tokens. */
void
trestle_cross_encoder_pool (const TrestleCrossEncoder *encoder, const TrestleTensor *text, const TrestleTensor *image, TrestlePass *pass);

/* What a side of the encoder reads of its tower's states: transform (tower_norm (@states)) + types[@type]. Both `[rows, ...]`. */
void trestle_cross_encoder_project (const TrestleCrossEncoder *encoder,
                                    const TrestleCrossSide *side,
                                    const TrestleTensor *states,
                                    guint type,
                                    TrestleArena *arena,
                                    const TrestleTensor *out);

/* What enters the first layer of such a state: the same, normalised unless the encoder does not. */
void trestle_cross_encoder_enter (const TrestleCrossEncoder *encoder,
                                  const TrestleCrossSide *side,
                                  const TrestleTensor *states,
                                  guint type,
                                  TrestleArena *arena,
                                  const TrestleTensor *out);

G_END_DECLS
