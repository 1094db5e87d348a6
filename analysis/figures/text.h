/* Text in figures: one sans family, 8 points, measured and drawn alike at every resolution. */
#pragma once

#include "analysis/figures/ink.h"

G_BEGIN_DECLS

#define TRESTLE_TEXT_SIZE 8.0         /* points */
#define TRESTLE_TEXT_LINE_HEIGHT 11.0 /* points from one line to the next */
#define TRESTLE_TEXT_ASCENT 7.0       /* points from the top of a line to where its letters stand */

/**
 * TrestleTextStyle:
 * @font: (nullable): families, as in #TrestleLook
 * @align: which point of the text is placed: 0 its left end, 0.5 its middle, 1 its right end
 * @bold: whether it is bold
 */
typedef struct
{
  const char *font;
  TrestleInk ink;
  double align;
  gboolean bold;
} TrestleTextStyle;

/**
 * trestle_text_clean:
 * @text: any bytes
 *
 * Returns: (transfer full): what can be drawn in one line: valid UTF-8 without control characters, and "␣" for what would be blank
 */
char *trestle_text_clean (const char *text);

/* Points from the left end of @text to its right end. @font: (nullable): families, as in #TrestleLook, here and below */
double trestle_text_measure (const char *font, const char *text, gboolean bold);

/* (transfer full): @text, or as much of its beginning as fits into @width points, with "…" behind it. */
char *trestle_text_fit (const char *font, const char *text, gboolean bold, double width);

/* (transfer full): @parts, joined with @separator into lines of at most @width points; a part that is longer alone is cut. */
char **trestle_text_wrap (const char *font, const char *const *parts, const char *separator, double width);

/* The letters stand on @y. */
void trestle_text_draw (cairo_t *cr, const char *text, const TrestleTextStyle *style, double x, double y);

/**
 * trestle_text_collect:
 * @surface: an SVG surface, before anything is drawn
 * @svg: where the text goes
 *
 * Cairo writes text into SVG as outlines, in which nobody can search and which nobody can edit. After this, text drawn on @surface
 * is appended to @svg as <text> elements instead, which the exporter puts behind the drawing.
 */
void trestle_text_collect (cairo_surface_t *surface, GString *svg);

/* The families to look for, best first, as a list for CSS. */
const char *trestle_text_get_families (void);

G_END_DECLS
