/* Words set as a paragraph, each on a ground in the colour of its number. */
#include "analysis/figures/shaded-words.h"

#include <math.h>

#include "analysis/figures/plot.h"

#define LINE_HEIGHT 14.0
#define GROUND_HEIGHT 12.0
#define PADDING 2.5 /* from a word to the end of its ground */
#define GAP 1.5     /* between grounds */

/* Where a word goes: the left and the top of its ground. */
typedef struct
{
  double x, y, width;
} Place;

/* The place behind @last, or the first of the next line. */
static Place
find_place (const Place *last, double word_width, double width)
{
  Place place = { last->x + last->width + (last->width > 0.0 ? GAP : 0.0), last->y, word_width + 2.0 * PADDING };

  if (place.x > 0.0 && place.x + place.width > width)
    place = (Place){ 0.0, last->y + LINE_HEIGHT, place.width };
  return place;
}

static gboolean
is_marked (const TrestleShadedWords *shaded, guint word)
{
  return (gint) word == shaded->marked;
}

/* (transfer full) */
static char *
fit_word (const TrestleShadedWords *shaded, guint word, double width)
{
  return trestle_text_fit (shaded->font, shaded->words[word], is_marked (shaded, word), width - 2.0 * PADDING);
}

double
trestle_shaded_words_get_height (const TrestleShadedWords *shaded, double width)
{
  Place place = { 0 };

  for (guint i = 0; shaded->words[i] != NULL; i++)
    {
      g_autofree char *word = fit_word (shaded, i, width);

      place = find_place (&place, trestle_text_measure (shaded->font, word, is_marked (shaded, i)), width);
    }
  return place.y + GROUND_HEIGHT;
}

/* Black or white, whichever is read better on the ground; the weights are those of relative luminance (ITU-R BT.709). */
static TrestleInk
find_ink (const double rgb[3])
{
  double luminance = 0.2126 * pow (rgb[0], 2.2) + 0.7152 * pow (rgb[1], 2.2) + 0.0722 * pow (rgb[2], 2.2);

  return luminance > 0.2 ? TRESTLE_INK_TEXT : TRESTLE_INK_PAPER;
}

/* Returns what the word is to be written in. */
static TrestleInk
draw_ground (const TrestleShadedWords *shaded, cairo_t *cr, guint word, const Place *place)
{
  double range = shaded->max - shaded->min;
  double rgb[3];

  if (!isfinite (shaded->values[word]))
    return TRESTLE_INK_MUTED;
  trestle_colormap_get_rgb (shaded->colormap, range > 0.0 ? (shaded->values[word] - shaded->min) / range : 0.0, rgb);
  cairo_set_source_rgb (cr, rgb[0], rgb[1], rgb[2]);
  cairo_rectangle (cr, place->x, place->y, place->width, GROUND_HEIGHT);
  cairo_fill (cr);
  return find_ink (rgb);
}

static void
draw_word (const TrestleShadedWords *shaded, cairo_t *cr, guint word, const char *text, const Place *place)
{
  TrestleTextStyle style = { .font = shaded->font, .bold = is_marked (shaded, word) };

  style.ink = draw_ground (shaded, cr, word, place);
  trestle_text_draw (cr, text, &style, place->x + PADDING, place->y + (GROUND_HEIGHT + TRESTLE_TEXT_ASCENT) / 2.0 - 1.0);
  if (!style.bold)
    return;
  trestle_ink_set (cr, TRESTLE_INK_MARK);
  cairo_set_line_width (cr, 2.0 * TRESTLE_PLOT_LINE_WIDTH);
  cairo_rectangle (cr, place->x, place->y, place->width, GROUND_HEIGHT);
  cairo_stroke (cr);
}

void
trestle_shaded_words_draw (const TrestleShadedWords *shaded, cairo_t *cr, double x, double y, double width)
{
  Place place = { 0 };

  cairo_save (cr);
  cairo_translate (cr, x, y);
  for (guint i = 0; shaded->words[i] != NULL; i++)
    {
      g_autofree char *word = fit_word (shaded, i, width);

      place = find_place (&place, trestle_text_measure (shaded->font, word, is_marked (shaded, i)), width);
      draw_word (shaded, cr, i, word, &place);
    }
  cairo_restore (cr);
}
