/* The same attention map of two models on one input, matched by its place in image and text, and the difference of the two. */
#pragma once

#include "analysis/measures/attention-map.h"
#include "core/input/preprocess.h"
#include "core/input/tokenizer.h"

G_BEGIN_DECLS

/**
 * TrestleMapSide: one of the two models, and how it reads the input.
 * @name: of the model, for sentences
 * @trace: its run
 * @tokens: of the text, which both read
 * @words: `[tokens->length]`, %NULL-terminated: the tokens as a person writes them
 * @window: the part of the image that it sees
 */
typedef struct
{
  const char *name;
  const TrestleTrace *trace;
  const TrestleTokens *tokens;
  const char *const *words;
  const TrestleImageWindow *window;
} TrestleMapSide;

/**
 * TrestleMapPlace: a map of the first model.
 * @layer: counted from 0
 * @head: counted from 0, or %TRESTLE_HEAD_MEAN
 * @query: a token or state counted from 0, or %TRESTLE_QUERY_MEAN
 */
typedef struct
{
  TrestleBlock block;
  guint layer;
  gint head;
  gint query;
} TrestleMapPlace;

/**
 * TrestleMapPair:
 * @maps: of the first model and of the second
 * @words: the first model's tokens, %NULL-terminated
 * @n_keys: of each, as they are compared: patches behind the class token, or pieces of the text
 * @weights: `[n_keys]` of each; of a piece of the text the sum over its tokens, NaN where a model does not read it
 * @labels: (nullable): `[n_keys]`, %NULL-terminated: the pieces of the text; %NULL if the keys are patches
 * @marked: the piece that asks, counted from 0, or -1
 * @difference: (nullable): `[n_keys]`: second minus first; %NULL if the two see the image in other patches
 * @max: the largest weight of a patch or a piece, of both: where their one scale ends
 * @bound: the largest difference of one, without its sign: where the scale of differences ends on both sides
 * @notes: %NULL-terminated: a sentence for everything that could not be matched
 *
 * Immutable, shared by reference.
 */
typedef struct
{
  gatomicrefcount references;
  TrestleAttentionMap *maps[2];
  char **words;
  gsize n_keys[2];
  double *weights[2];
  char **labels;
  gint marked;
  double *difference;
  double max;
  double bound;
  char **notes;
} TrestleMapPair;

/**
 * trestle_map_pair_new:
 * @sides: `[2]`: the first model and the second
 * @text: what both read
 *
 * A head or a layer that the second model lacks makes it the mean of the heads, of both, and the second model's last layer. A word that
 * asks is found in the second model's tokens by where it begins in the text, a patch by where its middle is in the image; where that is
 * nowhere, the mean of all queries of both is compared. Texts that are cut into tokens in other ways are compared in the smallest
 * pieces that are whole tokens of both.
 *
 * Errors: those of trestle_attention_map_new().
 *
 * Returns: (transfer full)
 */
TrestleMapPair *trestle_map_pair_new (const TrestleMapSide *sides, const TrestleMapPlace *place, const char *text, GError **error);
TrestleMapPair *trestle_map_pair_ref (TrestleMapPair *pair);
void trestle_map_pair_unref (TrestleMapPair *pair);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrestleMapPair, trestle_map_pair_unref)

G_END_DECLS
