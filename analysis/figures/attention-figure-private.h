/* What the two kinds of attention figure, on the image and on the words, have in common. */
#pragma once

#include "analysis/figures/attention-figure.h"
#include "analysis/figures/picture.h"

G_BEGIN_DECLS

#define TRESTLE_FIGURE_MARGIN 1.0      /* points: what half a line needs at the rim */
#define TRESTLE_FIGURE_GAP 8.0         /* points between the parts of a figure */
#define TRESTLE_FIGURE_IMAGE_DPI 400.0 /* what is kept of an image */

/**
 * AttentionFigure:
 * @aspect: the window's height by its width
 * @words: clean, %NULL-terminated
 * @n_words: at most one a key, if the keys are words
 * @word: the word that asks, or -1
 * @patch: the patch that asks, or -1
 * @title_lines: %NULL-terminated
 * @note: in muted ink: the model's name, and what the drawing cannot show
 * @note_is_beside: whether the note fits behind the title; otherwise it has a line of its own
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
  char **title_lines;
  char *note;
  gboolean note_is_beside;
} AttentionFigure;

typedef struct
{
  double x, y, width, height;
} Box;

/* Fills in title and note, for a figure @width points wide. */
void trestle_attention_title_init (AttentionFigure *figure, const char *model_name, double width);
/* Points from the top of the figure to where its drawing begins. */
double trestle_attention_title_get_height (const AttentionFigure *figure);
void trestle_attention_title_draw (const AttentionFigure *figure, cairo_t *cr, double width);

/* Outlines the patch that asks, if one does, on the image drawn in @box. */
void trestle_attention_outline_query (const AttentionFigure *figure, cairo_t *cr, const Box *box);

/* Both kinds: the height that a figure @width points wide needs, and the drawing of it. */
double trestle_attention_on_image_get_height (const AttentionFigure *figure, double width);
void trestle_attention_on_image_draw (const AttentionFigure *figure, cairo_t *cr, double width);
double trestle_attention_on_words_get_height (const AttentionFigure *figure, double width);
void trestle_attention_on_words_draw (const AttentionFigure *figure, cairo_t *cr, double width);

G_END_DECLS
