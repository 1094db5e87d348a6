/* A text's tokens set as a paragraph, each on the colour of its weight. */
#pragma once

#include <cairo.h>

#include "analysis/figures/look.h"

G_BEGIN_DECLS

/* Points from the top of the first line to the bottom of the last. @words: %NULL-terminated, clean; @marked: the word that asks, or -1 */
double trestle_shaded_words_get_height (const TrestleLook *look, const char *const *words, gint marked, double width);

/**
 * trestle_shaded_words_draw:
 * @words: %NULL-terminated, clean (see trestle_text_clean())
 * @weights: one for each of @words
 * @max: the weight at which the scale ends
 * @marked: the word that asks, which is bold and outlined; -1 for none
 * @width: where lines wrap, in points
 */
void trestle_shaded_words_draw (cairo_t *cr,
                                const TrestleLook *look,
                                const char *const *words,
                                const double *weights,
                                double max,
                                gint marked,
                                double x,
                                double y,
                                double width);

G_END_DECLS
