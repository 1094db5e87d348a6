/* The vision tower: CLIP's ViT or a plain one, whose blocks normalise before they look and before they think. */
#pragma once

#include "core/model/config.h"
#include "core/model/parameters.h"
#include "core/model/pass.h"

G_BEGIN_DECLS

typedef struct
{
  TrestleLayerNorm norm_1;
  TrestleLinear *projection_in; /* queries, keys and values side by side */
  TrestleLinear *projection_out;
  TrestleLayerNorm norm_2;
  TrestleLinear *inner;
  TrestleLinear *output;
} TrestleVisionBlock;

typedef struct
{
  TrestleVisionConfig config;
  TrestleLinear *patches;     /* the convolution, as one product over unrolled patches */
  const float *class_state;   /* [hidden] */
  TrestleTensor positions;    /* [1 + patches, hidden] */
  TrestleLayerNorm norm_pre;  /* without weights in a plain ViT, which has none */
  TrestleVisionBlock *blocks; /* [n_layers] */
  TrestleLayerNorm norm_post;
} TrestleVisionTower;

/* From "bridgetower.vision_model.visual."; the numbers belong to @parameters, the rest goes with trestle_vision_tower_clear(). */
void trestle_vision_tower_load (TrestleVisionTower *tower, TrestleParameters *parameters, const TrestleVisionConfig *config);
void trestle_vision_tower_clear (TrestleVisionTower *tower);

/* Patches along one side of the image; the tower's states are the class token and then the patches, row by row. */
guint trestle_vision_tower_get_grid (const TrestleVisionTower *tower);
guint trestle_vision_tower_get_n_states (const TrestleVisionTower *tower);

/**
 * trestle_vision_tower_forward:
 * @pixels: `[3, image_size, image_size]`, normalised
 * @states: `[n_layers + 1]`: (out): `[1 + patches, hidden]` each, in the trace; 0 is the embedding
 *
 * Records "hidden.vision.L" and "attention.vision.L". Errors: %G_IO_ERROR_CANCELLED.
 */
gboolean trestle_vision_tower_forward (const TrestleVisionTower *tower,
                                       const TrestleTensor *pixels,
                                       TrestlePass *pass,
                                       TrestleTensor *states,
                                       GError **error);

/**
 * trestle_vision_tower_forward_all:
 * @pixels: `[n]`: `[3, image_size, image_size]` each, normalised
 * @traces: `[n]`: where each image is recorded; the pass's own trace is not read
 * @states: `[n, n_layers + 1]`: (out): `[1 + patches, hidden]` each, in the image's trace
 *
 * trestle_vision_tower_forward() of several images at a time: they lie one below the other in every layer, and each looks at itself alone.
 * Errors: %G_IO_ERROR_CANCELLED.
 */
gboolean trestle_vision_tower_forward_all (const TrestleVisionTower *tower,
                                           const TrestleTensor *pixels,
                                           TrestleTrace *const *traces,
                                           gsize n,
                                           TrestlePass *pass,
                                           TrestleTensor *states,
                                           GError **error);

G_END_DECLS
