/* The figure of a model: two towers, the cross-modal encoder between them, and bridges as wide as what they bring. */
#include "analysis/figures/model-figure.h"

#include <math.h>

#include "analysis/figures/arrow.h"
#include "analysis/figures/heading.h"
#include "analysis/figures/plot.h"

/* Points from one layer to the next, and how high a layer's box is. */
#define PITCH 21.0
#define BOX_HEIGHT 13.0
#define BOX_RADIUS 2.0
#define BOX_PADDING 8.0
#define TEXT_PADDING 2.0
#define NAMES_HEIGHT 24.0 /* points: the two lines below the encoder */

/* Shares of the width, from the left to the middle: a tower, its bridges, a side of the encoder; the rest is between the sides. */
#define TOWER_SHARE 0.205
#define BRIDGE_SHARE 0.13
#define SIDE_SHARE 0.13

#define ARROW_GAP 1.0 /* points between an arrow and what it comes from or goes to */
#define WIDEST 5.0    /* points: the arrow of the largest number; and no number makes one narrower than THINNEST */
#define THINNEST 0.8
#define NUMBER_GAP 2.0
#define HALF_DIGIT (0.36 * TRESTLE_TEXT_SIZE)

typedef enum
{
  SIDE_TEXT,
  SIDE_IMAGE,
  N_SIDES,
} Side;

static const char *const side_names[N_SIDES] = { "text", "image" };
static const char *const tower_names[N_SIDES] = { "text tower", "vision tower" };
static const TrestleInk side_inks[N_SIDES] = { TRESTLE_INK_TEXT_SIDE, TRESTLE_INK_IMAGE_SIDE };
static const TrestleInk bridge_inks[N_SIDES] = { TRESTLE_INK_DATA, TRESTLE_INK_MARK };

/**
 * ModelFigure:
 * @n_tower: layers of the towers
 * @bridges: `[n_internal - 1]` each
 * @largest: of the bridges' numbers, whatever their sign; 0 if there are none
 */
typedef struct
{
  guint n_tower[N_SIDES];
  guint n_cross;
  guint n_internal;
  char *heads;
  double *bridges[N_SIDES];
  double largest;
  char *quantity;
  TrestleHeading heading;
  TrestleLook look;
} ModelFigure;

/**
 * Layout:
 * @tower: where the towers' boxes begin
 * @side: where the boxes of the encoder's sides begin
 * @top: of the heads, or of what is highest without them
 * @first: the top of the first cross-modal layer's boxes; layers above it are PITCH higher each, and what is below it lower
 */
typedef struct
{
  double tower[N_SIDES];
  double side[N_SIDES];
  double tower_width, side_width;
  double top, first;
  double height;
} Layout;

static void
model_figure_free (ModelFigure *figure)
{
  g_free (figure->heads);
  g_free (figure->bridges[SIDE_TEXT]);
  g_free (figure->bridges[SIDE_IMAGE]);
  g_free (figure->quantity);
  trestle_heading_clear (&figure->heading);
  g_free (figure);
}

/* The layers of a tower that do not enter the encoder. */
static guint
count_below (const ModelFigure *figure, Side side)
{
  return figure->n_tower[side] - figure->n_internal;
}

static gboolean
has_layers_below (const ModelFigure *figure)
{
  return count_below (figure, SIDE_TEXT) > 0 || count_below (figure, SIDE_IMAGE) > 0;
}

static void
lay_out (const ModelFigure *figure, double width, Layout *layout)
{
  double room = width - 2.0 * TRESTLE_FIGURE_MARGIN;
  double left = TRESTLE_FIGURE_MARGIN, right = width - TRESTLE_FIGURE_MARGIN;
  guint n_below = has_layers_below (figure) ? 2 : 1;

  layout->tower_width = TOWER_SHARE * room;
  layout->side_width = SIDE_SHARE * room;
  layout->tower[SIDE_TEXT] = left;
  layout->tower[SIDE_IMAGE] = right - layout->tower_width;
  layout->side[SIDE_TEXT] = left + layout->tower_width + BRIDGE_SHARE * room;
  layout->side[SIDE_IMAGE] = right - layout->tower_width - BRIDGE_SHARE * room - layout->side_width;
  layout->top = trestle_heading_get_height (&figure->heading);
  layout->first = layout->top + (figure->heads != NULL ? PITCH : 0.0) + (figure->n_cross - 1) * PITCH;
  /* Towers that end where the encoder does have their names above it. */
  if (figure->n_internal == figure->n_cross)
    layout->first += TRESTLE_TEXT_LINE_HEIGHT;
  layout->height = layout->first + MAX (n_below * PITCH + BOX_HEIGHT, BOX_HEIGHT + NAMES_HEIGHT) + TRESTLE_FIGURE_MARGIN;
}

/* The top of a row of boxes; row 0 is the first cross-modal layer's. */
static double
place_row (const Layout *layout, gint row)
{
  return layout->first - row * PITCH;
}

static void
trace_box (cairo_t *cr, double x, double y, double width)
{
  double right = x + width, bottom = y + BOX_HEIGHT;

  cairo_new_sub_path (cr);
  cairo_arc (cr, right - BOX_RADIUS, y + BOX_RADIUS, BOX_RADIUS, -G_PI_2, 0);
  cairo_arc (cr, right - BOX_RADIUS, bottom - BOX_RADIUS, BOX_RADIUS, 0, G_PI_2);
  cairo_arc (cr, x + BOX_RADIUS, bottom - BOX_RADIUS, BOX_RADIUS, G_PI_2, G_PI);
  cairo_arc (cr, x + BOX_RADIUS, y + BOX_RADIUS, BOX_RADIUS, G_PI, 3 * G_PI_2);
  cairo_close_path (cr);
}

static void
draw_text (const ModelFigure *figure, cairo_t *cr, const char *text, TrestleInk ink, double middle, double baseline, double room)
{
  TrestleTextStyle style = { .font = figure->look.font, .ink = ink, .align = 0.5 };
  g_autofree char *fitted = trestle_text_fit (figure->look.font, text, FALSE, room);

  trestle_text_draw (cr, fitted, &style, middle, baseline);
}

static void
draw_box (const ModelFigure *figure, cairo_t *cr, const char *text, TrestleInk ground, double x, double y, double width)
{
  trace_box (cr, x, y, width);
  trestle_ink_set (cr, ground);
  cairo_fill_preserve (cr);
  trestle_ink_set (cr, TRESTLE_INK_AXIS);
  cairo_set_line_width (cr, TRESTLE_PLOT_LINE_WIDTH);
  cairo_stroke (cr);
  draw_text (figure, cr, text, TRESTLE_INK_TEXT, x + width / 2.0, y + BOX_HEIGHT / 2.0 + HALF_DIGIT, width - TEXT_PADDING);
}

static void
draw_rise_to (cairo_t *cr, double middle, double y, double end)
{
  trestle_arrow_draw (cr, TRESTLE_INK_AXIS, TRESTLE_ARROW_THIN, FALSE, middle, y - ARROW_GAP, middle, end + ARROW_GAP);
}

/* From a box that begins at @y up to the one above it. */
static void
draw_rise (cairo_t *cr, double middle, double y)
{
  draw_rise_to (cr, middle, y, y - (PITCH - BOX_HEIGHT));
}

/* (transfer full): "layer 6" */
static char *
name_layer (const ModelFigure *figure, guint layer, guint highest, double width)
{
  g_autofree char *longest = g_strdup_printf ("layer %u", highest);
  gboolean fits = trestle_text_measure (figure->look.font, longest, FALSE) <= width - TEXT_PADDING;

  /* One that does not fit leaves the numbers alone in all boxes of its column. */
  return g_strdup_printf ("%s%u", fits ? "layer " : "", layer);
}

/* (transfer full): "layers 1–6" */
static char *
name_layers (guint last)
{
  return last == 1 ? g_strdup ("layer 1") : g_strdup_printf ("layers 1–%u", last);
}

/* In the middle above the tower, or from its outer edge over its bridges where the name is wider than the boxes. */
static void
draw_tower_name (const ModelFigure *figure, cairo_t *cr, const Layout *layout, Side side, double baseline)
{
  double left = layout->tower[side], width = layout->tower_width;
  double room = (figure->look.width_mm * TRESTLE_POINTS_PER_MM - 2.0 * TRESTLE_FIGURE_MARGIN) * BRIDGE_SHARE + width;
  g_autofree char *name = trestle_text_fit (figure->look.font, tower_names[side], FALSE, room);
  double over = MAX (0.0, trestle_text_measure (figure->look.font, name, FALSE) - width) / 2.0;
  TrestleTextStyle style = { .font = figure->look.font, .ink = TRESTLE_INK_MUTED, .align = 0.5 };

  trestle_text_draw (cr, name, &style, left + width / 2.0 + (side == SIDE_TEXT ? over : -over), baseline);
}

/* From the input to the last layer, and the tower's name above that. */
static void
draw_tower (const ModelFigure *figure, cairo_t *cr, const Layout *layout, Side side)
{
  guint n_below = count_below (figure, side);
  double x = layout->tower[side], width = layout->tower_width, middle = x + width / 2.0;
  gint input = n_below > 0 ? -2 : -1;

  draw_box (figure, cr, side_names[side], TRESTLE_INK_PAPER, x, place_row (layout, input), width);
  draw_rise (cr, middle, place_row (layout, input));
  if (n_below > 0)
    {
      g_autofree char *name = name_layers (n_below);

      draw_box (figure, cr, name, side_inks[side], x, place_row (layout, -1), width);
      draw_rise (cr, middle, place_row (layout, -1));
    }
  for (guint i = 0; i < figure->n_internal; i++)
    {
      g_autofree char *name = name_layer (figure, n_below + i + 1, figure->n_tower[side], width);

      draw_box (figure, cr, name, side_inks[side], x, place_row (layout, (gint) i), width);
      if (i + 1 < figure->n_internal)
        draw_rise (cr, middle, place_row (layout, (gint) i));
    }
  draw_tower_name (figure, cr, layout, side, place_row (layout, (gint) figure->n_internal - 1) - 4.0);
}

static void
draw_side (const ModelFigure *figure, cairo_t *cr, const Layout *layout, Side side)
{
  double x = layout->side[side], middle = x + layout->side_width / 2.0;

  for (guint i = 0; i < figure->n_cross; i++)
    {
      g_autofree char *name = name_layer (figure, i + 1, figure->n_cross, layout->side_width);
      double y = place_row (layout, (gint) i);

      draw_box (figure, cr, name, side_inks[side], x, y, layout->side_width);
      if (i + 1 < figure->n_cross)
        draw_rise (cr, middle, y);
      else if (figure->heads != NULL)
        draw_rise_to (cr, middle, y, layout->top + BOX_HEIGHT);
    }
}

/* Both sides, which look at each other in every layer, and their names below. */
static void
draw_encoder (const ModelFigure *figure, cairo_t *cr, const Layout *layout)
{
  double left = layout->side[SIDE_TEXT] + layout->side_width, right = layout->side[SIDE_IMAGE];
  double below = layout->first + BOX_HEIGHT + TRESTLE_TEXT_ASCENT + 3.0;

  draw_side (figure, cr, layout, SIDE_TEXT);
  draw_side (figure, cr, layout, SIDE_IMAGE);
  for (guint i = 0; i < figure->n_cross; i++)
    {
      double y = place_row (layout, (gint) i) + BOX_HEIGHT / 2.0;

      trestle_arrow_draw (cr, TRESTLE_INK_MUTED, TRESTLE_ARROW_THIN, TRUE, left + ARROW_GAP, y, right - ARROW_GAP, y);
    }
  for (Side side = 0; side < N_SIDES; side++)
    draw_text (figure, cr, side_names[side], TRESTLE_INK_MUTED, layout->side[side] + layout->side_width / 2.0, below, layout->side_width);
  draw_text (figure, cr, "cross-modal encoder", TRESTLE_INK_MUTED, (left + right) / 2.0, below + TRESTLE_TEXT_LINE_HEIGHT,
             layout->tower[SIDE_IMAGE] - layout->tower[SIDE_TEXT] - layout->tower_width);
}

static void
draw_heads (const ModelFigure *figure, cairo_t *cr, const Layout *layout)
{
  double left = layout->side[SIDE_TEXT], right = layout->side[SIDE_IMAGE] + layout->side_width, middle = (left + right) / 2.0;
  double most = layout->tower[SIDE_IMAGE] + layout->tower_width - layout->tower[SIDE_TEXT];
  double width = trestle_text_measure (figure->look.font, figure->heads, FALSE) + BOX_PADDING;

  width = CLAMP (width, right - left, most);
  draw_box (figure, cr, figure->heads, TRESTLE_INK_PAPER, middle - width / 2.0, layout->top, width);
}

/* What the bridge into a cross-modal layer brings; NAN if it is not known or the layer is the first. */
static double
get_value (const ModelFigure *figure, Side side, guint layer)
{
  return layer > 0 && figure->bridges[side] != NULL ? figure->bridges[side][layer - 1] : NAN;
}

/* (transfer full): three digits or so, with a decimal point whatever the locale and a minus sign that is no hyphen. */
static char *
format_value (double value)
{
  double size = fabs (value);
  char digits[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (digits, sizeof digits, size >= 99.95 ? "%.0f" : size >= 9.995 ? "%.1f" : "%.2f", size);
  return g_strconcat (value < 0.0 && g_ascii_strtod (digits, NULL) > 0.0 ? "−" : "", digits, NULL);
}

/* Into a cross-modal layer, from the layer of the tower that stands beside it. */
static void
draw_bridge (const ModelFigure *figure, cairo_t *cr, const Layout *layout, Side side, guint layer)
{
  double value = get_value (figure, side, layer);
  double y = place_row (layout, (gint) layer) + BOX_HEIGHT / 2.0;
  double begin = side == SIDE_TEXT ? layout->tower[side] + layout->tower_width + ARROW_GAP : layout->tower[side] - ARROW_GAP;
  double end = side == SIDE_TEXT ? layout->side[side] - ARROW_GAP : layout->side[side] + layout->side_width + ARROW_GAP;
  g_autofree char *number = NULL;
  double line_width;

  if (!isfinite (value))
    {
      trestle_arrow_draw (cr, TRESTLE_INK_AXIS, TRESTLE_ARROW_THIN, FALSE, begin, y, end, y);
      return;
    }
  number = format_value (value);
  line_width = MAX (THINNEST, figure->largest > 0.0 ? fabs (value) / figure->largest * WIDEST : 0.0);
  trestle_arrow_draw (cr, bridge_inks[side], line_width, FALSE, begin, y, end, y);
  draw_text (figure, cr, number, TRESTLE_INK_TEXT, (begin + end) / 2.0, y - line_width / 2.0 - NUMBER_GAP, fabs (end - begin));
}

static void
draw (cairo_t *cr, double width, double height, gpointer data)
{
  ModelFigure *figure = data;
  Layout layout;

  lay_out (figure, width, &layout);
  trestle_heading_draw (&figure->heading, cr);
  for (Side side = 0; side < N_SIDES; side++)
    {
      draw_tower (figure, cr, &layout, side);
      for (guint i = 0; i < figure->n_internal; i++)
        draw_bridge (figure, cr, &layout, side, i);
    }
  draw_encoder (figure, cr, &layout);
  if (figure->heads != NULL)
    draw_heads (figure, cr, &layout);
}

static void
write_row (TrestleTable *table, const ModelFigure *figure, Side side, guint layer)
{
  trestle_table_add_text (table, side_names[side]);
  trestle_table_add_integer (table, count_below (figure, side) + layer + 1);
  trestle_table_add_integer (table, layer + 1);
  if (layer > 0)
    trestle_table_add_integer (table, layer - 1);
  else
    trestle_table_add_nothing (table);
  trestle_table_add_number (table, get_value (figure, side, layer));
}

static void
write_table (TrestleTable *table, gpointer data)
{
  ModelFigure *figure = data;

  trestle_table_add_column (table, "side", "text or image");
  trestle_table_add_column (table, "tower_layer", "whose state goes into the encoder, counted from 1");
  trestle_table_add_column (table, "cross_modal_layer", "that it enters, counted from 1");
  trestle_table_add_column (table, "bridge", "through which, counted from 0; empty for what enters the first layer");
  trestle_table_add_column (table, "value", figure->quantity != NULL ? figure->quantity : "empty: the figure shows no numbers");
  for (Side side = 0; side < N_SIDES; side++)
    for (guint i = 0; i < figure->n_internal; i++)
      write_row (table, figure, side, i);
}

void
trestle_model_outline_init (TrestleModelOutline *outline, const TrestleConfig *config, const char *name, const char *heads)
{
  *outline = (TrestleModelOutline){
    .name = name,
    .heads = heads,
    .n_text = config->text.n_layers,
    .n_vision = config->vision.n_layers,
    .n_cross = config->n_layers,
    .n_internal = config->n_internal_bridges,
  };
}

static void
take_bridges (ModelFigure *figure, Side side, const double *values)
{
  guint count = figure->n_internal - 1;

  if (values == NULL)
    return;
  figure->bridges[side] = g_memdup2 (values, count * sizeof *values);
  for (guint i = 0; i < count; i++)
    if (isfinite (values[i]))
      figure->largest = MAX (figure->largest, fabs (values[i]));
}

/* (transfer full): "no bridges", "1 bridge a side", "3 bridges a side" */
static char *
describe_bridges (guint count)
{
  return count == 0 ? g_strdup ("no bridges") : g_strdup_printf ("%u bridge%s a side", count, count > 1 ? "s" : "");
}

static void
make_heading (ModelFigure *figure, const char *model_name)
{
  g_autofree char *name = trestle_text_clean (model_name);
  g_autofree char *bridges = describe_bridges (figure->n_internal - 1);
  g_auto (GStrv) parts = g_strsplit (figure->quantity != NULL ? figure->quantity : name, ", ", -1);

  trestle_heading_init (&figure->heading, &figure->look, (const char *const *) parts, figure->quantity != NULL ? name : "", bridges);
}

TrestleFigure *
trestle_model_figure_new (const TrestleModelOutline *outline,
                          const double *text_bridges,
                          const double *image_bridges,
                          const char *quantity,
                          const TrestleLook *look)
{
  ModelFigure *figure;
  Layout layout;

  g_return_val_if_fail (outline->n_internal >= 1 && outline->n_internal <= outline->n_cross, NULL);
  g_return_val_if_fail (outline->n_internal <= outline->n_text && outline->n_internal <= outline->n_vision, NULL);
  figure = g_new0 (ModelFigure, 1);
  figure->look = *look;
  figure->n_tower[SIDE_TEXT] = outline->n_text;
  figure->n_tower[SIDE_IMAGE] = outline->n_vision;
  figure->n_cross = outline->n_cross;
  figure->n_internal = outline->n_internal;
  figure->heads = outline->heads != NULL ? trestle_text_clean (outline->heads) : NULL;
  figure->quantity = quantity != NULL ? trestle_text_clean (quantity) : NULL;
  take_bridges (figure, SIDE_TEXT, text_bridges);
  take_bridges (figure, SIDE_IMAGE, image_bridges);
  make_heading (figure, outline->name);
  lay_out (figure, look->width_mm * TRESTLE_POINTS_PER_MM, &layout);
  return trestle_figure_new (look->width_mm, layout.height / TRESTLE_POINTS_PER_MM, draw, write_table, figure,
                             (GDestroyNotify) model_figure_free);
}
