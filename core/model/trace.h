/* What one run recorded: names, owns and saves attentions, hidden states, both sides of each bridge, and logits. */
#pragma once

#include "core/numeric/tensor.h"

G_BEGIN_DECLS

/**
 * TrestleBlock:
 *
 * The six places in the model that attend. "Cross text cross" is the text side of the cross-modal encoder looking at the image:
 * its queries are words, its keys patches.
 */
typedef enum
{
  TRESTLE_BLOCK_TEXT,
  TRESTLE_BLOCK_VISION,
  TRESTLE_BLOCK_CROSS_TEXT_SELF,
  TRESTLE_BLOCK_CROSS_TEXT_CROSS,
  TRESTLE_BLOCK_CROSS_IMAGE_SELF,
  TRESTLE_BLOCK_CROSS_IMAGE_CROSS,
  TRESTLE_N_BLOCKS,
} TrestleBlock;

/* "text", "vision", "cross_text_self", ...: as in names of tensors. */
const char *trestle_block_get_name (TrestleBlock block);
/* Whether its queries (its keys) are words; otherwise they are the class token and then the patches, row by row. */
gboolean trestle_block_queries_are_text (TrestleBlock block);
gboolean trestle_block_keys_are_text (TrestleBlock block);
/* Splits "cross_text_cross.3" into block and layer; %FALSE if it is no such name. */
gboolean trestle_block_parse (const char *name, TrestleBlock *block, guint *layer);

/**
 * TrestleRecording:
 * @blocks: which attention to record: bits 1 << block, %TRESTLE_RECORD_ALL for all
 * @as_half: whether to keep it as float16, in half of the memory; weights lose digits behind the third
 *
 * Hidden states, bridges and logits are always recorded as float32: they take little room.
 */
typedef struct
{
  guint blocks;
  gboolean as_half;
} TrestleRecording;

#define TRESTLE_RECORD_ALL ((1u << TRESTLE_N_BLOCKS) - 1)

typedef struct _TrestleTrace TrestleTrace;

TrestleTrace *trestle_trace_ref (TrestleTrace *trace);
void trestle_trace_unref (TrestleTrace *trace);

/**
 * trestle_trace_get:
 * @name: a name of section 3 of the design: "attention.cross_text_cross.0" [heads, queries, keys], "hidden.vision.3" [tokens, hidden],
 *   "bridge.text.0.x", "logits.itm" [1, 2], "logits.mlm" [1, tokens, vocabulary], ...
 *
 * A tensor that was recorded as float16 is widened when it is first asked for, and stays so. Threads may ask at the same time.
 *
 * Returns: (transfer none) (nullable): the tensor, owned by the trace, or %NULL if the run did not record it
 */
const TrestleTensor *trestle_trace_get (const TrestleTrace *trace, const char *name);

/* "attention.BLOCK.LAYER", or %NULL. */
const TrestleTensor *trestle_trace_get_attention (const TrestleTrace *trace, TrestleBlock block, guint layer);
/* How many layers of the block are recorded: layers 0 .. n - 1. */
guint trestle_trace_get_n_layers (const TrestleTrace *trace, TrestleBlock block);

/* Text tokens, padding included, and which of them are kept: `[tokens]`, owned by the trace. */
guint trestle_trace_get_n_tokens (const TrestleTrace *trace);
const gboolean *trestle_trace_get_keep (const TrestleTrace *trace);
/* The patch grid; the class token comes in front of its rows * columns patches. */
guint trestle_trace_get_grid_rows (const TrestleTrace *trace);
guint trestle_trace_get_grid_columns (const TrestleTrace *trace);

/* Every name, in the order of the forward pass; (transfer container). */
GPtrArray *trestle_trace_list (const TrestleTrace *trace);

/* Writes every tensor to a safetensors file, under a temporary name that is renamed at the end. */
gboolean trestle_trace_save (const TrestleTrace *trace, const char *path, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrestleTrace, trestle_trace_unref)

G_END_DECLS
