/* The cross-modal encoder: two columns of layers that look at themselves and at each other, fed by bridges (BridgeTower, section 3). */
#pragma once

#include "core/model/config.h"
#include "core/model/pass.h"
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
 * @transform: from the tower's width to the encoder's
 * @norm: of what enters the first layer; without weights where nothing is normalised there (METER)
 * @layers: `[n_layers]`
 * @bridges: `[n_internal - 1]`; the i-th stands in front of layer i + 1
 * @pooler: of the class token, with tanh
 */
typedef struct
{
  const char *name;
  TrestleBlock self_block;
  TrestleBlock cross_block;
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
  TrestleTensor types;          /* [2 or more, hidden]: row 0 says text, row 1 image, row 2 the second image of a pair */
  TrestleLayerNorm vision_norm; /* the vision tower's ln_post, through which its states come */
} TrestleCrossEncoder;

/* @vision_norm: of the loaded vision tower */
void trestle_cross_encoder_init (TrestleCrossEncoder *encoder, const TrestleConfig *config, const TrestleLayerNorm *vision_norm);
/* The bridges, and then the rest; apart, so that each can be counted. The numbers belong to @parameters. */
void trestle_cross_encoder_load_bridges (TrestleCrossEncoder *encoder, TrestleParameters *parameters, const TrestleConfig *config);
void trestle_cross_encoder_load_layers (TrestleCrossEncoder *encoder, TrestleParameters *parameters, const TrestleConfig *config);
void trestle_cross_encoder_clear (TrestleCrossEncoder *encoder);

/**
 * TrestlePreparedImage: all of the encoder's work that no text changes.
 * @entering: `[states, hidden]`: what enters the first layer
 * @seen: `[states, hidden]`: that, after the first layer's look at itself
 * @bridged: `[n_internal - 1]`: `[states, hidden]` each: the uni-modal side of every bridge
 */
typedef struct
{
  TrestleTensor entering;
  TrestleTensor seen;
  TrestleTensor *bridged;
} TrestlePreparedImage;

void trestle_prepared_image_clear (TrestlePreparedImage *image);

/**
 * trestle_cross_encoder_prepare:
 * @states: `[n_vision_layers + 1]`: of the vision tower
 * @type: row of the encoder's types: 1, or 2 for the second image of a pair
 * @memory: where @prepared lives, unless it is in the trace
 *
 * Records "bridge.image.I.y" and "attention.cross_image_self.0". Errors: %G_IO_ERROR_CANCELLED.
 */
gboolean trestle_cross_encoder_prepare (const TrestleCrossEncoder *encoder,
                                        const TrestleTensor *states,
                                        guint n_vision_layers,
                                        guint type,
                                        TrestleArena *memory,
                                        TrestlePass *pass,
                                        TrestlePreparedImage *prepared,
                                        GError **error);

/**
 * trestle_cross_encoder_fuse:
 * @states: `[n_text_layers + 1]`: of the text tower
 * @image: prepared
 *
 * Records attentions, "hidden.cross_text.L", "hidden.cross_image.L", both sides and the output of every bridge, "logits.text_features",
 * "logits.image_features" and "logits.pooled". Errors: %G_IO_ERROR_CANCELLED.
 */
gboolean trestle_cross_encoder_fuse (const TrestleCrossEncoder *encoder,
                                     const TrestleTensor *states,
                                     guint n_text_layers,
                                     const TrestlePreparedImage *image,
                                     TrestlePass *pass,
                                     GError **error);

/* What the image side of the encoder would read of vision states: transform (ln_post (@states)) + types[@type]. Both `[rows, ...]`. */
void trestle_cross_encoder_project_image (const TrestleCrossEncoder *encoder,
                                          const TrestleTensor *states,
                                          guint type,
                                          TrestleArena *arena,
                                          const TrestleTensor *out);

G_END_DECLS
