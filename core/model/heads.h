/* The task heads: what turns the encoder's states into logits. A model has the heads that its checkpoint has weights for. */
#pragma once

#include "core/model/cross-encoder.h"

G_BEGIN_DECLS

/* Linear, LayerNorm, GELU, Linear; as wide in the middle as its weights are. */
typedef struct
{
  TrestleLinear *inner;
  TrestleLayerNorm norm;
  TrestleLinear *output;
} TrestleClassifier;

/**
 * TrestleHeads: every pointer is %NULL for a head that the checkpoint does not have.
 * @match: of the pooled state: no, yes
 * @mask_transform: of each text state, with GELU and @mask_norm, before @mask_decoder scores the vocabulary
 * @text_embedding: of the text tower's class token (contrast)
 * @image_embedding: of the vision tower's class token, as the image side of the encoder would read it
 * @cross_embedding: of the pooled state
 * @logit_scale: ln of what cosines between embeddings are multiplied by; 0 without that head
 * @question: one logit per answer
 * @entailment: entailment, neutral, contradiction
 */
typedef struct
{
  TrestleLinear *match;
  TrestleLinear *mask_transform;
  TrestleLayerNorm mask_norm;
  TrestleLinear *mask_decoder;
  TrestleLinear *text_embedding;
  TrestleLinear *image_embedding;
  TrestleLinear *cross_embedding;
  float logit_scale;
  TrestleClassifier question;
  TrestleClassifier entailment;
} TrestleHeads;

/* All belongs to @parameters. */
void trestle_heads_load (TrestleHeads *heads, TrestleParameters *parameters, const TrestleConfig *config);

/**
 * trestle_heads_embed_image:
 * @states: `[states, vision hidden]`: the vision tower's last
 *
 * Records "logits.itc_image" `[1, size]`, of length 1, if there is that head.
 */
void
trestle_heads_embed_image (const TrestleHeads *heads, const TrestleCrossEncoder *encoder, const TrestleTensor *states, TrestlePass *pass);

/**
 * trestle_heads_forward:
 * @text: `[tokens, text hidden]`: the text tower's last states
 *
 * Records the logits of every other head, from what the encoder has recorded: "logits.itm" `[1, 2]`, "logits.mlm" `[1, tokens,
 * vocabulary]`, "logits.itc_text", "logits.itc_cross" `[1, size]`, "logits.vqa" `[1, answers]`, "logits.snli" `[1, 3]`.
 */
void trestle_heads_forward (const TrestleHeads *heads, const TrestleTensor *text, TrestlePass *pass);

G_END_DECLS
