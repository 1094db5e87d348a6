/* The texts of a figure with the places that they take up, read back from its SVG. */
#pragma once

#include "analysis/figures/figure.h"

G_BEGIN_DECLS

/* A text and the box that its letters are in, in points from the top left corner. */
typedef struct
{
  char *text;
  double left, top, right, bottom;
} SvgText;

/* (transfer full) (element-type SvgText): in the order of drawing; @font: the one that the figure is drawn in, %NULL for its own. */
GArray *svg_texts_new (const TrestleFigure *figure, const char *font);

gboolean svg_texts_have (const GArray *texts, const char *text);
guint svg_texts_count (const GArray *texts, const char *text);

/* Every text is within the figure, and no two overlap. */
void svg_texts_assert_apart (const GArray *texts, const TrestleFigure *figure);

G_END_DECLS
