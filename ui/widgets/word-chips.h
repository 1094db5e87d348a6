/* The text's words as chips in a line that wraps, shaded by a weight each; one of them may be the query. */
#pragma once

#include <gtk/gtk.h>

#include "analysis/figures/colormap.h"

G_BEGIN_DECLS

#define TRESTLE_TYPE_WORD_CHIPS (trestle_word_chips_get_type ())
G_DECLARE_FINAL_TYPE (TrestleWordChips, trestle_word_chips, TRESTLE, WORD_CHIPS, GtkWidget)

/*
 * Properties: "query" int, the token that is the query, -1 for none; "colormap" uint (TrestleColormap). Signals: "word-activated" (uint
 * token), by click or by keyboard; "word-hovered" (int token), under the pointer or chosen by arrow keys, -1 when pointer or focus leaves.
 * A word of several tokens is one chip until it is opened; closed it stands for its first token.
 */
GtkWidget *trestle_word_chips_new (void);

/* @words: %NULL-terminated, as a person writes them; takes the shading away. */
void trestle_word_chips_set_words (TrestleWordChips *chips, const char *const *words);

/**
 * trestle_word_chips_set_tokens:
 * @words: %NULL-terminated: the tokens as a person writes them
 * @groups: `[words]`, which word each token belongs to, as in #TrestleTokens
 * @wholes: `[words]`: for the first token of a word all of the word as the text has it
 *
 * As trestle_word_chips_set_words(), with tokens of one word in one chip. A word that was open stays so if it is still there.
 */
void trestle_word_chips_set_tokens (TrestleWordChips *chips, const char *const *words, const gint *groups, const char *const *wholes);

/* @weights: (nullable): one per token; @max ends the colour scale. %NULL takes the shading away. A closed word has the sum of its tokens.
 */
void trestle_word_chips_set_weights (TrestleWordChips *chips, const double *weights, double max);
/* Other numbers in place of weights: @values: one per word; @places: where they stand on the scale, from 0 to 1; @name: what they are */
void trestle_word_chips_set_values (TrestleWordChips *chips, const double *values, const double *places, const char *name);
/* @lines: (nullable): one per token: how much of its width is underlined, all of it at @max. A closed word has its first token's. */
void trestle_word_chips_set_lines (TrestleWordChips *chips, const double *lines, double max);

/* Opens or closes the word that @token is of; nothing happens if that is one token. */
void trestle_word_chips_disclose (TrestleWordChips *chips, guint token);

G_END_DECLS
