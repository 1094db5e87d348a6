/* Where a figure's text stands, and whether its table says the same in every kind of file. */
#pragma once

#include <json-glib/json-glib.h>

#include "analysis/figures/figure.h"

G_BEGIN_DECLS

/**
 * FigureText:
 * @x: where its anchor is, points
 * @y: likewise; letters stand on it
 * @align: which point of the text that is: 0 its left end, 0.5 its middle, 1 its right end
 * @angle: radians, clockwise
 * @fill: "#1a1a1a"
 * @font: (nullable): the families that the figure asked for; %NULL for those of all figures
 */
typedef struct
{
  char *content;
  double x, y;
  double align;
  double angle;
  gboolean is_bold;
  char *fill;
  char *font;
} FigureText;

/* (transfer full) (element-type FigureText): every text that the figure draws. @svg: (out) (nullable) (transfer full): the file itself */
GPtrArray *figure_read_texts (const TrestleFigure *figure, char **svg);

/* (nullable): the first one that is @content */
const FigureText *figure_find_text (GPtrArray *texts, const char *content);
guint figure_count_texts (GPtrArray *texts, const char *content);
/* How many have @part in them. */
guint figure_count_texts_with (GPtrArray *texts, const char *part);

/* Asserts that all of every text is inside the figure, and that none is written over another. */
void figure_assert_legible (const TrestleFigure *figure);

/* (transfer full): the rows of the table, `[rows][columns]`, %NULL-terminated; asserts that CSV and JSON have the same. */
char ***figure_read_table (const TrestleFigure *figure);
void figure_free_rows (char ***rows);

/* (transfer full): the same, an object for each row; asserts likewise. */
JsonArray *figure_read_json (const TrestleFigure *figure);

G_END_DECLS
