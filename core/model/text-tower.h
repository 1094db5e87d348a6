/* The text tower: RoBERTa's or BERT's embeddings and their post-LayerNorm layers. */
#pragma once

#include "core/model/config.h"
#include "core/model/pass.h"
#include "core/model/transformer.h"

G_BEGIN_DECLS

/* One layer: look at the other words, think. */
typedef struct
{
  TrestleAttention attention;
  TrestleFeedForward feed_forward;
} TrestleTextLayer;

typedef struct
{
  TrestleTextConfig config;
  TrestleTensor words;     /* [vocabulary, hidden] */
  TrestleTensor positions; /* [positions, hidden] */
  TrestleTensor types;     /* [types, hidden] */
  TrestleLayerNorm norm;
  TrestleTextLayer *layers; /* [n_layers] */
} TrestleTextTower;

/* From "bridgetower.text_model."; the numbers belong to @parameters, the rest goes with trestle_text_tower_clear(). */
void trestle_text_tower_load (TrestleTextTower *tower, TrestleParameters *parameters, const TrestleTextConfig *config);
void trestle_text_tower_clear (TrestleTextTower *tower);

/**
 * trestle_text_tower_forward:
 * @ids: `[n_tokens]`, each in the vocabulary
 * @states: `[n_layers + 1]`: (out): `[n_tokens, hidden]` each, in the trace; 0 is the embedding
 *
 * Records "hidden.text.L" and "attention.text.L". Errors: %G_IO_ERROR_CANCELLED.
 */
gboolean
trestle_text_tower_forward (const TrestleTextTower *tower, const gint32 *ids, TrestlePass *pass, TrestleTensor *states, GError **error);

/**
 * trestle_text_tower_forward_all:
 * @ids: of all texts, one behind the other
 * @texts: `[n]`: which of them are each text's
 * @states: `[n_layers + 1]`: (out): `[ids, hidden]` each, in the pass's arena; its trace is not touched
 *
 * Several texts at a time, without padding. Errors: %G_IO_ERROR_CANCELLED.
 */
gboolean trestle_text_tower_forward_all (const TrestleTextTower *tower,
                                         const gint32 *ids,
                                         const TrestleRows *texts,
                                         gsize n,
                                         TrestlePass *pass,
                                         TrestleTensor *states,
                                         GError **error);

G_END_DECLS
