/* Which attention map is looked at: block, layer, head, and the word or the patch that asks. */
#pragma once

#include "analysis/measures/attention-link.h"
#include "ui/run.h"

G_BEGIN_DECLS

/**
 * TrestleSelection:
 * @head: counted from 0, or %TRESTLE_HEAD_MEAN, %TRESTLE_HEAD_MAX or %TRESTLE_HEAD_ROLLOUT
 * @word: the token that asks in blocks whose queries are words
 * @patch: the patch that asks in the other blocks, counted row by row from 0; -1 until one was chosen
 */
typedef struct
{
  TrestleBlock block;
  guint layer;
  gint head;
  gint word;
  gint patch;
} TrestleSelection;

/* Text → image, the last layer, the mean of its heads: where a reader of the paper would look first. */
void trestle_selection_init (TrestleSelection *selection);

/**
 * trestle_selection_fit:
 * @previous: (nullable): the run that the selection was made for
 *
 * Moves what @run does not have (layers, heads, words, patches) to what it has. The word stays with its word when the text
 * changed around it.
 */
void trestle_selection_fit (TrestleSelection *selection, const TrestleRun *run, const TrestleRun *previous);

/* A click always does something: where the block's queries are of the other kind, its counterpart takes over. */
void trestle_selection_choose_word (TrestleSelection *selection, guint word);
void trestle_selection_choose_patch (TrestleSelection *selection, guint patch);

/*
 * (transfer full) (nullable): a word or a patch in both directions, at the layer and head that are looked at, in the block where it asks:
 * the selection's, or its counterpart. %NULL for rollout, which goes through every layer: too much for what a pointer passes.
 */
TrestleAttentionLink *trestle_selection_link_word (const TrestleSelection *selection, const TrestleRun *run, guint word);
TrestleAttentionLink *trestle_selection_link_patch (const TrestleSelection *selection, const TrestleRun *run, guint patch);

/* The query as the trace counts it: the token, or the state behind the class token. */
gint trestle_selection_get_query (const TrestleSelection *selection);

G_END_DECLS
