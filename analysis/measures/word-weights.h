/* What the tokens of one word weigh together. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * trestle_word_weights_new:
 * @weights: `[n_tokens]`, attention weights of tokens that are looked at
 * @words: `[n_tokens]`, which word each belongs to, as in #TrestleTokens; a token of no word (-1) is alone
 *
 * Returns: (transfer full): `[n_tokens]`, for every token the sum over the tokens of its word: how much that word is looked at
 */
double *trestle_word_weights_new (const double *weights, const gint *words, gsize n_tokens);

/* The largest of these sums: where a scale ends on which words may be closed and opened. */
double trestle_word_weights_find_max (const double *weights, const gint *words, gsize n_tokens);

/* How many tokens from @first on belong to the word of @first, at least 1. @words: as above, `[n_tokens]` */
guint trestle_word_count_tokens (const gint *words, gsize n_tokens, guint first);

G_END_DECLS
