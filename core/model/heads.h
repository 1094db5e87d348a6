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
 * @image_embedding: of the vision tower's class token, behind ln_post and, if @projects_image, as the image side of the encoder would
 *   read it
 * @cross_embedding: of the pooled state; original checkpoints have contrast without it
 * @logit_scale: ln of what cosines between embeddings are multiplied by; 0 without that head
 * @retrieval: of the pooled state: how well image and text go together
 * @question: one logit per answer
 * @entailment: entailment, neutral, contradiction
 * @reasoning: of the pooled states of two images: no, yes
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
  TrestleLinear *retrieval;
  gboolean projects_image;
  TrestleClassifier question;
  TrestleClassifier entailment;
  TrestleClassifier reasoning;
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

/* The same for the text tower's last states, `[tokens, text hidden]`: records "logits.itc_text" `[1, size]`. */
void trestle_heads_embed_text (const TrestleHeads *heads, const TrestleTensor *states, TrestlePass *pass);

/**
 * trestle_heads_forward:
 * @text: (nullable): `[tokens, hidden]`: the states of the encoder's text side; without them no masks are filled
 *
 * Records the logits of every other head, from @text and the "logits.pooled" that the encoder has recorded: "logits.itm" `[1, 2]`,
 * "logits.mlm" `[1, tokens, vocabulary]`, "logits.itc_cross" `[1, size]`, "logits.vqa" `[1, answers]`, "logits.snli" `[1, 3]`,
 * "logits.rank" `[1, 1]`.
 */
void trestle_heads_forward (const TrestleHeads *heads, const TrestleTensor *text, TrestlePass *pass);

/**
 * trestle_heads_reason:
 * @first: `[1, 2 hidden]`: "logits.pooled" of the text with the first image
 * @second: `[1, 2 hidden]`: of the text with the second
 * @logits: (out): no, yes
 *
 * Two images, one statement (NLVR2): there must be that head.
 */
void trestle_heads_reason (const TrestleHeads *heads, const TrestleTensor *first, const TrestleTensor *second, float logits[2]);

G_END_DECLS
