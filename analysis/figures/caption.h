/* A text's tokens set as a paragraph, with one of them marked. */
#pragma once

#include "analysis/figures/text.h"

G_BEGIN_DECLS

/* Whether a token stands for no text, as "<s>" and "[CLS]" do; such ones are set in muted ink. */
gboolean trestle_caption_is_special (const char *word);

/* Points from the top of the first line to the bottom of the last. @font: (nullable): families, as in #TrestleLook */
double trestle_caption_get_height (const char *font, const char *const *words, gint marked, double width);

/**
 * trestle_caption_draw:
 * @words: %NULL-terminated, clean (see trestle_text_clean())
 * @marked: the word to mark, counted from 0; -1 for none
 * @width: where lines wrap, in points
 */
void trestle_caption_draw (cairo_t *cr, const char *font, const char *const *words, gint marked, double x, double y, double width);

/* The mark itself, around a word of the width @width that stands on @baseline; for labels that are no caption. */
void trestle_caption_draw_mark (cairo_t *cr, double x, double baseline, double width);

G_END_DECLS
