/* Words set as a paragraph, each on a ground in the colour of its number. */
#pragma once

#include "analysis/figures/colormap.h"
#include "analysis/figures/text.h"

G_BEGIN_DECLS

/**
 * TrestleShadedWords:
 * @words: %NULL-terminated, clean (see trestle_text_clean())
 * @values: one for each of @words; those that are not finite have no ground
 * @min: the value at which the scale begins
 * @max: the value at which it ends
 * @marked: the word that asks, counted from 0; -1 for none
 * @font: (nullable): families, as in #TrestleLook
 */
typedef struct
{
  const char *const *words;
  const double *values;
  TrestleColormap colormap;
  double min, max;
  gint marked;
  const char *font;
} TrestleShadedWords;

/* Points from the top of the first line to the bottom of the last, if lines wrap at @width. */
double trestle_shaded_words_get_height (const TrestleShadedWords *shaded, double width);
void trestle_shaded_words_draw (const TrestleShadedWords *shaded, cairo_t *cr, double x, double y, double width);

G_END_DECLS
