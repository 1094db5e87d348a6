/* The sublayers that the text tower and the cross-modal encoder are made of, in BERT's layout: LayerNorm comes after the residual sum. */
#pragma once

#include "core/model/parameters.h"

G_BEGIN_DECLS

/* Multi-head attention, its output projection, the residual sum and its LayerNorm. All belongs to the parameters that it came from. */
typedef struct
{
  TrestleLinear *query;
  TrestleLinear *key;
  TrestleLinear *value;
  TrestleLinear *output;
  TrestleLayerNorm norm;
} TrestleAttention;

/* NAME.self.{query,key,value}, NAME.output.{dense,LayerNorm}, all @hidden wide. */
void trestle_attention_load (TrestleAttention *attention, TrestleParameters *parameters, gsize hidden, float epsilon, const char *name);

/**
 * trestle_attention_forward:
 * @states: `[tokens, hidden]`, where the queries and the residual come from
 * @other: `[other tokens, hidden]`, where keys and values come from; @states itself in self-attention
 * @keep: (nullable): `[other tokens]`, %FALSE for padding
 * @recorded: `[heads, tokens, other tokens]`: (out): the attention
 * @out: `[tokens, hidden]`
 *
 * LayerNorm (states + W attend (states, other)): Vaswani et al. 2017, section 3.2.2.
 */
void trestle_attention_forward (const TrestleAttention *attention,
                                const TrestleTensor *states,
                                const TrestleTensor *other,
                                const gboolean *keep,
                                const TrestleTensor *recorded,
                                TrestleArena *arena,
                                const TrestleTensor *out);

/* Which rows of a matrix are one sequence's, where several lie one below the other. Two sequences may be the same rows. */
typedef struct
{
  gsize first;
  gsize count;
} TrestleRows;

/**
 * trestle_attention_forward_all:
 * @states: the states of all sequences, `[rows, hidden]`
 * @rows: `[n]`: each sequence's
 * @other: likewise, what they look at: `[other rows, hidden]`
 * @other_rows: `[n]`
 * @n_heads: of the attention
 * @recorded: (nullable): `[n]`: (out): each sequence's attention, `[heads, its rows, its other rows]`
 * @out: `[rows, hidden]`
 *
 * trestle_attention_forward() for @n sequences at a time, without padding; each looks at its own rows of @other alone.
 */
void trestle_attention_forward_all (const TrestleAttention *attention,
                                    const TrestleTensor *states,
                                    const TrestleRows *rows,
                                    const TrestleTensor *other,
                                    const TrestleRows *other_rows,
                                    gsize n,
                                    gsize n_heads,
                                    const TrestleTensor *recorded,
                                    TrestleArena *arena,
                                    const TrestleTensor *out);

/* Two layers with a GELU in between, the residual sum and its LayerNorm. */
typedef struct
{
  TrestleLinear *inner;
  TrestleLinear *output;
  TrestleLayerNorm norm;
} TrestleFeedForward;

/* NAME.intermediate.dense, NAME.output.{dense,LayerNorm}; @inner is the width in the middle. */
void trestle_feed_forward_load (TrestleFeedForward *feed_forward,
                                TrestleParameters *parameters,
                                gsize hidden,
                                gsize inner,
                                float epsilon,
                                const char *name);

/* LayerNorm (states + W2 gelu (W1 states)). Both `[tokens, hidden]`. */
void trestle_feed_forward_forward (const TrestleFeedForward *feed_forward,
                                   const TrestleTensor *states,
                                   TrestleArena *arena,
                                   const TrestleTensor *out);

G_END_DECLS
