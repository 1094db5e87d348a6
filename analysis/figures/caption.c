/* A text's tokens set as a paragraph: the words flow and wrap, and the one that asks is bold and outlined. */
#include "analysis/figures/caption.h"

#include <string.h>

#define LINE_HEIGHT 12.0
#define SPACE 2.8
#define MARK_PADDING 2.0
#define MARK_ASCENT 7.5
#define MARK_HEIGHT 10.0
#define MARK_RADIUS 2.0

/* Where the next word goes: from the left of the paragraph, and in which line. */
typedef struct
{
  double width;
  double x;
  guint line;
} Flow;

gboolean
trestle_caption_is_special (const char *word)
{
  gsize length = strlen (word);

  return length > 2 && ((word[0] == '<' && word[length - 1] == '>') || (word[0] == '[' && word[length - 1] == ']'));
}

/* Moves to the next line if the word does not fit, and returns where it begins. */
static double
flow_place (Flow *flow, double word_width)
{
  double x;

  if (flow->x > 0.0 && flow->x + word_width > flow->width)
    {
      flow->x = 0.0;
      flow->line++;
    }
  x = flow->x;
  flow->x += word_width + SPACE;
  return x;
}

double
trestle_caption_get_height (const char *font, const char *const *words, gint marked, double width)
{
  Flow flow = { .width = width };

  for (gint i = 0; words[i] != NULL; i++)
    {
      double padding = i == marked ? MARK_PADDING : 0.0;
      g_autofree char *word = trestle_text_fit (font, words[i], i == marked, width - 2.0 * padding);

      flow_place (&flow, trestle_text_measure (font, word, i == marked) + 2.0 * padding);
    }
  return (flow.line + 1) * LINE_HEIGHT;
}

void
trestle_caption_draw_mark (cairo_t *cr, double x, double baseline, double width)
{
  double left = x - MARK_PADDING + MARK_RADIUS, right = x + width + MARK_PADDING - MARK_RADIUS;
  double top = baseline - MARK_ASCENT + MARK_RADIUS, bottom = baseline - MARK_ASCENT + MARK_HEIGHT - MARK_RADIUS;

  cairo_new_sub_path (cr);
  cairo_arc (cr, right, top, MARK_RADIUS, -G_PI_2, 0);
  cairo_arc (cr, right, bottom, MARK_RADIUS, 0, G_PI_2);
  cairo_arc (cr, left, bottom, MARK_RADIUS, G_PI_2, G_PI);
  cairo_arc (cr, left, top, MARK_RADIUS, G_PI, 3 * G_PI_2);
  cairo_close_path (cr);
  trestle_ink_set (cr, TRESTLE_INK_MARK);
  cairo_set_line_width (cr, 0.8);
  cairo_stroke (cr);
}

void
trestle_caption_draw (cairo_t *cr, const char *font, const char *const *words, gint marked, double x, double y, double width)
{
  Flow flow = { .width = width };

  for (gint i = 0; words[i] != NULL; i++)
    {
      gboolean is_marked = i == marked;
      double padding = is_marked ? MARK_PADDING : 0.0;
      g_autofree char *word = trestle_text_fit (font, words[i], is_marked, width - 2.0 * padding);
      double word_width = trestle_text_measure (font, word, is_marked);
      TrestleTextStyle style = { .font = font, .ink = TRESTLE_INK_TEXT, .bold = is_marked };
      double left = x + flow_place (&flow, word_width + 2.0 * padding) + padding;
      double baseline = y + flow.line * LINE_HEIGHT + MARK_ASCENT + 1.0;

      if (trestle_caption_is_special (word) && !is_marked)
        style.ink = TRESTLE_INK_MUTED;
      trestle_text_draw (cr, word, &style, left, baseline);
      if (is_marked)
        trestle_caption_draw_mark (cr, left, baseline, word_width);
    }
}
