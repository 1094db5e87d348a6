/* Attention on the words: a bar a token, and beside them the image if one of its patches asks. */
#include "analysis/figures/attention-figure-private.h"

#include "analysis/figures/caption.h"
#include "analysis/figures/plot.h"

#define ROW_HEIGHT 10.5
#define BAR_HEIGHT 6.5
#define LABEL_GAP 5.0
#define MARK_ROOM 3.0
#define HALF_DIGIT (0.36 * TRESTLE_TEXT_SIZE)

/* Shares of the figure's width. */
#define IMAGE_SHARE 0.34
#define LABEL_SHARE 0.3

/* How far the last bar stays from the end of the axis, and the end of the axis from the rim, where its last label may hang over. */
#define HEADROOM 1.04
#define RIM 9.0

#define TICK_SPACING 36.0
#define MAX_ASPECT 1.6

/**
 * Layout:
 * @image: of width 0 if no patch asks
 * @axis: of the bars
 * @labels: how wide the labels may be; they end LABEL_GAP before the axis begins
 * @top: of the first row
 * @bottom: of the last row
 * @height: of the whole figure
 */
typedef struct
{
  Box image;
  TrestleAxis axis;
  double labels;
  double top;
  double bottom;
  double height;
} Layout;

static double
measure_labels (const AttentionFigure *figure, double most)
{
  double width = 0.0;

  for (guint i = 0; i < figure->n_words; i++)
    {
      gboolean is_marked = (gint) i == figure->word;
      double label = trestle_text_measure (figure->words[i], is_marked) + (is_marked ? MARK_ROOM : 0.0);

      width = MAX (width, label);
    }
  return MIN (width, most);
}

static void
place_image (const AttentionFigure *figure, double width, Layout *layout)
{
  double height = IMAGE_SHARE * width * MIN (figure->aspect, MAX_ASPECT);

  layout->image = (Box){ TRESTLE_FIGURE_MARGIN, layout->top, height / figure->aspect, height };
}

static void
lay_out (const AttentionFigure *figure, double width, Layout *layout)
{
  double left = TRESTLE_FIGURE_MARGIN + MARK_ROOM;
  double right = width - TRESTLE_FIGURE_MARGIN - RIM;
  double end = figure->map->max > 0.0 ? figure->map->max * HEADROOM : 1.0;

  *layout = (Layout){ .top = trestle_attention_title_get_height (figure) };
  if (figure->patch >= 0)
    {
      place_image (figure, width, layout);
      left = layout->image.x + layout->image.width + TRESTLE_FIGURE_GAP;
    }
  layout->labels = measure_labels (figure, LABEL_SHARE * width);
  left += layout->labels + LABEL_GAP;
  layout->bottom = layout->top + figure->n_words * ROW_HEIGHT;
  trestle_axis_init (&layout->axis, "attention weight", 0.0, end, (guint) CLAMP ((right - left) / TICK_SPACING + 1.0, 2.0, 8.0));
  trestle_axis_set_place (&layout->axis, left, right);
  layout->height = MAX (layout->bottom + trestle_axis_get_height (&layout->axis), layout->image.y + layout->image.height)
                   + TRESTLE_FIGURE_MARGIN;
}

double
trestle_attention_on_words_get_height (const AttentionFigure *figure, double width)
{
  Layout layout;

  lay_out (figure, width, &layout);
  return layout.height;
}

static void
draw_label (const AttentionFigure *figure, cairo_t *cr, const Layout *layout, guint word, double middle)
{
  gboolean is_marked = (gint) word == figure->word;
  TrestleTextStyle style = { .ink = TRESTLE_INK_TEXT, .align = 1.0, .bold = is_marked };
  g_autofree char *label = trestle_text_fit (figure->words[word], is_marked, layout->labels);
  double right = layout->axis.begin - LABEL_GAP;

  if (trestle_caption_is_special (label) && !is_marked)
    style.ink = TRESTLE_INK_MUTED;
  trestle_text_draw (cr, label, &style, right, middle + HALF_DIGIT);
  if (is_marked)
    {
      double width = trestle_text_measure (label, TRUE);

      trestle_caption_draw_mark (cr, right - width, middle + HALF_DIGIT, width);
    }
}

static void
draw_row (const AttentionFigure *figure, cairo_t *cr, const Layout *layout, guint word)
{
  double middle = layout->top + (word + 0.5) * ROW_HEIGHT;
  double end = trestle_axis_place (&layout->axis, figure->map->weights[word]);

  trestle_ink_set (cr, TRESTLE_INK_DATA);
  cairo_rectangle (cr, layout->axis.begin, middle - BAR_HEIGHT / 2.0, end - layout->axis.begin, BAR_HEIGHT);
  cairo_fill (cr);
  draw_label (figure, cr, layout, word, middle);
}

static void
draw_bars (const AttentionFigure *figure, cairo_t *cr, const Layout *layout)
{
  trestle_axis_draw_grid (cr, &layout->axis, layout->top, layout->bottom);
  for (guint i = 0; i < figure->n_words; i++)
    draw_row (figure, cr, layout, i);
  trestle_axis_draw_base (cr, &layout->axis, layout->top, layout->bottom);
  trestle_axis_draw_below (cr, &layout->axis, layout->bottom);
}

void
trestle_attention_on_words_draw (const AttentionFigure *figure, cairo_t *cr, double width)
{
  Layout layout;

  lay_out (figure, width, &layout);
  trestle_attention_title_draw (figure, cr, width);
  if (figure->patch >= 0)
    {
      trestle_picture_draw (figure->picture, cr, layout.image.x, layout.image.y, layout.image.width, layout.image.height);
      trestle_plot_draw_frame (cr, layout.image.x, layout.image.y, layout.image.width, layout.image.height);
      trestle_attention_outline_query (figure, cr, &layout.image);
    }
  draw_bars (figure, cr, &layout);
}
