/* Attention on the words: a bar a token, and beside them the image if one of its patches asks. */
#include "analysis/figures/attention-figure-private.h"

#include "analysis/figures/caption.h"
#include "analysis/figures/plot.h"

/* Rows are as high as makes the bars as high as the image beside them, within bounds; a bar is a share of its row. */
#define MIN_ROW 10.0
#define MAX_ROW 15.0
#define BAR_SHARE 0.65

#define LABEL_GAP 5.0
#define MARK_ROOM 3.0
#define HALF_DIGIT (0.36 * TRESTLE_TEXT_SIZE)

/* Of the figure's width, and of a column's. */
#define IMAGE_SHARE 0.32
#define LABEL_SHARE 0.35

/* From so many points and so many words on there are two columns of bars. */
#define TWO_COLUMNS (120.0 * TRESTLE_POINTS_PER_MM)
#define LONG_TEXT 24

/* How far the last bar stays from the end of the axis, and the end of the axis from the rim, where its last label may hang over. */
#define HEADROOM 1.04
#define RIM 9.0

#define TICK_SPACING 28.0
#define MAX_ASPECT 1.6

/**
 * Layout:
 * @image: of width 0 if no patch asks
 * @axes: one a column of bars; all have the same scale
 * @n_columns: 2 for long texts where there is room
 * @n_rows: of the first column; the last may have fewer
 * @row: how high a row is
 * @labels: how wide the labels may be; they end LABEL_GAP before their axis begins
 * @top: of the first row
 * @bottom: of the last row
 * @height: of the whole figure
 */
typedef struct
{
  Box image;
  TrestleAxis axes[2];
  guint n_columns;
  guint n_rows;
  double row;
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
      double label = trestle_text_measure (figure->look.font, figure->words[i], is_marked) + (is_marked ? MARK_ROOM : 0.0);

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

/* Labels and bars, once or twice, in what the image leaves of the width. */
static void
place_columns (const AttentionFigure *figure, double left, double right, Layout *layout)
{
  double end = figure->map->max > 0.0 ? figure->map->max * HEADROOM : 1.0;
  double column = (right - left - (layout->n_columns - 1) * TRESTLE_FIGURE_GAP) / layout->n_columns;
  double length;

  layout->labels = measure_labels (figure, LABEL_SHARE * column);
  length = column - layout->labels - LABEL_GAP - RIM;
  for (guint i = 0; i < layout->n_columns; i++)
    {
      double column_end = left + i * (column + TRESTLE_FIGURE_GAP) + column - RIM;

      trestle_axis_init (&layout->axes[i], figure->look.font, "attention weight", 0.0, end,
                         (guint) CLAMP (length / TICK_SPACING + 1.0, 2.0, 8.0));
      trestle_axis_set_place (&layout->axes[i], column_end - length, column_end);
    }
}

static void
place_rows (const AttentionFigure *figure, Layout *layout)
{
  double below = trestle_axis_get_height (&layout->axes[0]);
  double room = layout->image.height - below;

  layout->n_rows = MAX (1, (figure->n_words + layout->n_columns - 1) / layout->n_columns);
  layout->row = CLAMP (room / layout->n_rows, MIN_ROW, MAX_ROW);
  layout->bottom = layout->top + layout->n_rows * layout->row;
  layout->height = layout->top + MAX (layout->n_rows * layout->row + below, layout->image.height) + TRESTLE_FIGURE_MARGIN;
}

static void
lay_out (const AttentionFigure *figure, double width, Layout *layout)
{
  double left = TRESTLE_FIGURE_MARGIN + MARK_ROOM;

  *layout = (Layout){ .top = trestle_attention_title_get_height (figure) };
  layout->n_columns = width >= TWO_COLUMNS && figure->n_words > LONG_TEXT ? 2 : 1;
  if (figure->patch >= 0)
    {
      place_image (figure, width, layout);
      left = layout->image.x + layout->image.width + TRESTLE_FIGURE_GAP;
    }
  place_columns (figure, left, width - TRESTLE_FIGURE_MARGIN, layout);
  place_rows (figure, layout);
}

double
trestle_attention_on_words_get_height (const AttentionFigure *figure, double width)
{
  Layout layout;

  lay_out (figure, width, &layout);
  return layout.height;
}

/* The label of a bar that begins at @x. */
static void
draw_label (const AttentionFigure *figure, cairo_t *cr, const Layout *layout, guint word, double x, double middle)
{
  gboolean is_marked = (gint) word == figure->word;
  TrestleTextStyle style = { .font = figure->look.font, .ink = TRESTLE_INK_TEXT, .align = 1.0, .bold = is_marked };
  g_autofree char *label = trestle_text_fit (figure->look.font, figure->words[word], is_marked, layout->labels);

  if (trestle_caption_is_special (label) && !is_marked)
    style.ink = TRESTLE_INK_MUTED;
  trestle_text_draw (cr, label, &style, x - LABEL_GAP, middle + HALF_DIGIT);
  if (is_marked)
    {
      double width = trestle_text_measure (figure->look.font, label, TRUE);

      trestle_caption_draw_mark (cr, x - LABEL_GAP - width, middle + HALF_DIGIT, width);
    }
}

static void
draw_row (const AttentionFigure *figure, cairo_t *cr, const Layout *layout, guint word)
{
  const TrestleAxis *axis = &layout->axes[word / layout->n_rows];
  double middle = layout->top + (word % layout->n_rows + 0.5) * layout->row;
  double height = BAR_SHARE * layout->row;
  double end = trestle_axis_place (axis, figure->map->weights[word]);

  trestle_ink_set (cr, TRESTLE_INK_DATA);
  cairo_rectangle (cr, axis->begin, middle - height / 2.0, end - axis->begin, height);
  cairo_fill (cr);
  draw_label (figure, cr, layout, word, axis->begin, middle);
}

static void
draw_bars (const AttentionFigure *figure, cairo_t *cr, const Layout *layout)
{
  for (guint i = 0; i < layout->n_columns; i++)
    trestle_axis_draw_grid (cr, &layout->axes[i], layout->top, layout->bottom);
  for (guint i = 0; i < figure->n_words; i++)
    draw_row (figure, cr, layout, i);
  for (guint i = 0; i < layout->n_columns; i++)
    {
      trestle_axis_draw_base (cr, &layout->axes[i], layout->top, layout->bottom);
      trestle_axis_draw_below (cr, &layout->axes[i], layout->bottom);
    }
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
