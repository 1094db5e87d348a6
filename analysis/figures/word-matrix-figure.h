/* The figure of a text looking at itself: words by words, in one head of one layer or in its heads together. */
#pragma once

#include "analysis/figures/figure.h"
#include "analysis/figures/look.h"
#include "core/model/trace.h"

G_BEGIN_DECLS

/**
 * trestle_word_matrix_figure_new:
 * @block: whose queries and keys are words: the text tower, or the text's self-attention in the cross-modal encoder
 * @layer: counted from 0
 * @head: counted from 0, %TRESTLE_HEAD_MEAN or %TRESTLE_HEAD_MAX
 * @words: `[n_words]`, %NULL-terminated: the text's tokens as a person writes them, special ones included
 * @model_name: for the title line
 *
 * A row is a token that looks, a column one that is looked at; padding is left out. Cells say their weight where there is room. The scale
 * ends at the largest weight.
 *
 * Columns of the table: query,query_token,key,key_token,weight, tokens counted from 0, as in the trace.
 *
 * Errors: %TRESTLE_ERROR_INPUT for a block in which not both are words, and those of trestle_attention_map_new().
 */
TrestleFigure *trestle_word_matrix_figure_new (const TrestleTrace *trace,
                                               TrestleBlock block,
                                               guint layer,
                                               gint head,
                                               const char *const *words,
                                               const char *model_name,
                                               const TrestleLook *look,
                                               GError **error);

G_END_DECLS
