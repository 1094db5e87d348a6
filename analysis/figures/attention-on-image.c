/* Attention on the image: heat over the patches, its colour bar, and the caption underneath. */
#include "analysis/figures/attention-figure-private.h"

#include "analysis/figures/caption.h"
#include "analysis/figures/plot.h"

/* From here on there is room for the bare image beside the one with heat. */
#define TWO_PANELS (120.0 * TRESTLE_POINTS_PER_MM)

#define MOST_TICKS 6
#define MAX_ASPECT 1.4
#define CAPTION_GAP 7.0
#define LAST_LABEL 4.0 /* how far the colour bar's lowest label reaches below it */

/**
 * Layout:
 * @scale: the colour bar's axis
 * @panels: where the image goes, once or twice
 * @n_panels: the last one has the heat
 * @caption: of height 0 if there is none
 * @height: of the whole figure
 */
typedef struct
{
  TrestleAxis scale;
  Box panels[2];
  guint n_panels;
  Box caption;
  double height;
} Layout;

/* The vision tower does not read the text. */
static gboolean
has_caption (const AttentionFigure *figure)
{
  return figure->n_words > 0 && figure->map->block != TRESTLE_BLOCK_VISION;
}

/* Side by side, as wide as @room allows; a narrow window is not drawn higher than a page can bear. */
static void
place_panels (const AttentionFigure *figure, double room, double top, Layout *layout)
{
  double width = (room - (layout->n_panels - 1) * TRESTLE_FIGURE_GAP) / layout->n_panels;
  double height = width * MIN (figure->aspect, MAX_ASPECT);

  width = height / figure->aspect;
  for (guint i = 0; i < layout->n_panels; i++)
    layout->panels[i] = (Box){ TRESTLE_FIGURE_MARGIN + i * (width + TRESTLE_FIGURE_GAP), top, width, height };
}

static void
lay_out (const AttentionFigure *figure, double width, Layout *layout)
{
  double top = trestle_attention_title_get_height (figure);
  double bottom, bar;

  *layout = (Layout){ .n_panels = width < TWO_PANELS ? 1 : 2 };
  trestle_axis_init (&layout->scale, figure->look.font, "attention weight", 0.0, figure->map->max > 0.0 ? figure->map->max : 1.0,
                     MOST_TICKS);
  bar = TRESTLE_FIGURE_GAP + TRESTLE_PLOT_BAR_WIDTH + trestle_axis_get_width (&layout->scale);
  place_panels (figure, width - 2.0 * TRESTLE_FIGURE_MARGIN - bar, top, layout);
  /* Beside a low image the bar is longer than the image, so that its title fits. */
  bottom = top + MAX (layout->panels[0].height, trestle_axis_get_title_length (&layout->scale));
  trestle_axis_set_place (&layout->scale, bottom, top);
  layout->height = bottom + LAST_LABEL;
  if (has_caption (figure))
    {
      double room = width - 2.0 * TRESTLE_FIGURE_MARGIN;
      double height = trestle_caption_get_height (figure->look.font, (const char *const *) figure->words, figure->word, room);

      layout->caption = (Box){ TRESTLE_FIGURE_MARGIN, bottom + CAPTION_GAP, room, height };
      layout->height = bottom + CAPTION_GAP + height;
    }
}

double
trestle_attention_on_image_get_height (const AttentionFigure *figure, double width)
{
  Layout layout;

  lay_out (figure, width, &layout);
  return layout.height;
}

static void
draw_panel (const AttentionFigure *figure, cairo_t *cr, const Box *box, gboolean with_heat)
{
  trestle_picture_draw (figure->picture, cr, box->x, box->y, box->width, box->height);
  if (with_heat)
    trestle_heat_paint (cr, figure->map, figure->look.colormap, figure->opacity, figure->map->max, box->x, box->y, box->width, box->height);
  trestle_plot_draw_frame (cr, box->x, box->y, box->width, box->height);
  trestle_attention_outline_query (figure, cr, box);
}

void
trestle_attention_on_image_draw (const AttentionFigure *figure, cairo_t *cr, double width)
{
  Layout layout;
  const Box *last;

  lay_out (figure, width, &layout);
  last = &layout.panels[layout.n_panels - 1];
  trestle_attention_title_draw (figure, cr, width);
  for (guint i = 0; i < layout.n_panels; i++)
    draw_panel (figure, cr, &layout.panels[i], i == layout.n_panels - 1);
  trestle_plot_draw_color_bar (cr, &layout.scale, figure->look.colormap, last->x + last->width + TRESTLE_FIGURE_GAP);
  if (has_caption (figure))
    trestle_caption_draw (cr, figure->look.font, (const char *const *) figure->words, figure->word, layout.caption.x, layout.caption.y,
                          layout.caption.width);
}
