/* The text's tokens as chips in a line that wraps, shaded by a weight each; one of them may be the query. */
#pragma once

#include <gtk/gtk.h>

#include "analysis/figures/colormap.h"

G_BEGIN_DECLS

#define TRESTLE_TYPE_WORD_CHIPS (trestle_word_chips_get_type ())
G_DECLARE_FINAL_TYPE (TrestleWordChips, trestle_word_chips, TRESTLE, WORD_CHIPS, GtkWidget)

/*
 * Properties: "query" int, the token that is the query, -1 for none; "colormap" uint (TrestleColormap). Signals: "word-activated" (uint
 * token), by click or by keyboard; "word-hovered" (int token), under the pointer or chosen by arrow keys, -1 when pointer or focus leaves.
 */
GtkWidget *trestle_word_chips_new (void);

/* @words: %NULL-terminated, as a person writes them; takes the shading away. */
void trestle_word_chips_set_words (TrestleWordChips *chips, const char *const *words);
/* @weights: (nullable): one per word; @max ends the colour scale. %NULL takes the shading away. */
void trestle_word_chips_set_weights (TrestleWordChips *chips, const double *weights, double max);
/* Other numbers in place of weights: @values: one per word; @places: where they stand on the scale, from 0 to 1; @name: what they are */
void trestle_word_chips_set_values (TrestleWordChips *chips, const double *values, const double *places, const char *name);

G_END_DECLS
