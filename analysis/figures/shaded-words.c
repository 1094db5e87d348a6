/* A text's tokens set as a paragraph, each on the colour of its weight. */
#include "analysis/figures/shaded-words.h"

#include <math.h>

#include "analysis/figures/caption.h"
#include "analysis/figures/text.h"

#define LINE_HEIGHT 15.0
#define BOX_HEIGHT 11.5
#define PADDING 2.5
#define SPACE 3.0
#define BASELINE 8.6 /* from the top of a box */

/* Darker grounds get white letters: where white and black stand out alike (WCAG 2, relative luminance). */
#define DARK 0.18

/* Where the next word goes: from the left of the paragraph, and in which line. */
typedef struct
{
  double width;
  double x;
  guint line;
} Flow;

/* Moves to the next line if the box does not fit, and returns where it begins. */
static double
flow_place (Flow *flow, double box_width)
{
  double x;

  if (flow->x > 0.0 && flow->x + box_width > flow->width)
    {
      flow->x = 0.0;
      flow->line++;
    }
  x = flow->x;
  flow->x += box_width + SPACE;
  return x;
}

/* (transfer full): as much of the word as a line has room for. @box: (out): how wide it is with what is around it */
static char *
fit_word (const TrestleLook *look, const char *word, gboolean is_marked, double width, double *box)
{
  char *fitting = trestle_text_fit (look->font, word, is_marked, width - 2.0 * PADDING);

  *box = trestle_text_measure (look->font, fitting, is_marked) + 2.0 * PADDING;
  return fitting;
}

double
trestle_shaded_words_get_height (const TrestleLook *look, const char *const *words, gint marked, double width)
{
  Flow flow = { .width = width };

  for (gint i = 0; words[i] != NULL; i++)
    {
      double box;
      g_autofree char *word = fit_word (look, words[i], i == marked, width, &box);

      flow_place (&flow, box);
    }
  return flow.line * LINE_HEIGHT + BOX_HEIGHT;
}

static double
linearize (double channel)
{
  return channel <= 0.04045 ? channel / 12.92 : pow ((channel + 0.055) / 1.055, 2.4);
}

/* White on dark grounds, else black. */
static TrestleInk
choose_ink (const double rgb[3])
{
  double luminance = 0.2126 * linearize (rgb[0]) + 0.7152 * linearize (rgb[1]) + 0.0722 * linearize (rgb[2]);

  return luminance < DARK ? TRESTLE_INK_PAPER : TRESTLE_INK_TEXT;
}

static void
draw_word (cairo_t *cr, const TrestleLook *look, const char *word, double value, gboolean is_marked, double x, double y, double box)
{
  TrestleTextStyle style = { .font = look->font, .bold = is_marked };
  double rgb[3];

  trestle_colormap_get_rgb (look->colormap, value, rgb);
  cairo_set_source_rgb (cr, rgb[0], rgb[1], rgb[2]);
  cairo_rectangle (cr, x, y, box, BOX_HEIGHT);
  cairo_fill (cr);
  style.ink = choose_ink (rgb);
  trestle_text_draw (cr, word, &style, x + PADDING, y + BASELINE);
  if (is_marked)
    trestle_caption_draw_mark (cr, x + PADDING, y + BASELINE, box - 2.0 * PADDING);
}

void
trestle_shaded_words_draw (cairo_t *cr,
                           const TrestleLook *look,
                           const char *const *words,
                           const double *weights,
                           double max,
                           gint marked,
                           double x,
                           double y,
                           double width)
{
  Flow flow = { .width = width };

  for (gint i = 0; words[i] != NULL; i++)
    {
      double box;
      g_autofree char *word = fit_word (look, words[i], i == marked, width, &box);
      double left = flow_place (&flow, box);

      draw_word (cr, look, word, max > 0.0 ? weights[i] / max : 0.0, i == marked, x + left, y + flow.line * LINE_HEIGHT, box);
    }
}
