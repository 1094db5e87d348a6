/* What the two kinds of attention figure, on the image and on the words, have in common. */
#pragma once

#include "analysis/figures/attention-figure.h"
#include "analysis/figures/heading.h"
#include "analysis/figures/picture.h"

G_BEGIN_DECLS

/**
 * AttentionFigure:
 * @aspect: the window's height by its width
 * @words: clean, %NULL-terminated
 * @n_words: at most one a key, if the keys are words
 * @word: the word that asks, or -1
 * @patch: the patch that asks, or -1
 */
typedef struct
{
  TrestleAttentionMap *map;
  TrestlePicture *picture;
  double aspect;
  char **words;
  guint n_words;
  gint word;
  gint patch;
  TrestleLook look;
  double opacity;
  TrestleHeading heading;
} AttentionFigure;

typedef struct
{
  double x, y, width, height;
} Box;

/* Fills in the heading. */
void trestle_attention_title_init (AttentionFigure *figure, const char *model_name);

/* Outlines the patch that asks, if one does, on the image drawn in @box. */
void trestle_attention_outline_query (const AttentionFigure *figure, cairo_t *cr, const Box *box);

/* Both kinds: the height that a figure @width points wide needs, and the drawing of it. */
double trestle_attention_on_image_get_height (const AttentionFigure *figure, double width);
void trestle_attention_on_image_draw (const AttentionFigure *figure, cairo_t *cr, double width);
double trestle_attention_on_words_get_height (const AttentionFigure *figure, double width);
void trestle_attention_on_words_draw (const AttentionFigure *figure, cairo_t *cr, double width);

G_END_DECLS
