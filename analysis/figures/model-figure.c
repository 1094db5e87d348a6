/* The figure of a model: two towers, the cross-modal encoder between them, and bridges as wide as what they bring. */
#include "analysis/figures/model-figure.h"

#include <math.h>

#include "analysis/figures/arrow.h"
#include "analysis/figures/model-private.h"

#define BOX_RADIUS 2.0
#define BOX_PADDING 8.0
#define TEXT_PADDING 2.0

#define BAR_INDENT 10.0 /* points: on both sides of the colour bar, for half of a label */
#define MOST_TICKS 6

#define WIDEST 5.0 /* points: the arrow of the largest number; and no number makes one narrower than THINNEST */
#define THINNEST 0.8
#define NUMBER_GAP 2.0
#define SMALL 0.095 /* where the largest number is less, each has one more digit */
#define HALF_DIGIT (0.36 * TRESTLE_TEXT_SIZE)

static const char *const tower_names[TRESTLE_N_SIDES] = { "text tower", "vision tower" };
static const TrestleInk side_inks[TRESTLE_N_SIDES] = { TRESTLE_INK_TEXT_SIDE, TRESTLE_INK_IMAGE_SIDE };
static const TrestleInk bridge_inks[TRESTLE_N_SIDES] = { TRESTLE_INK_DATA, TRESTLE_INK_MARK };

/* How a box is drawn: which of its ends are round, the others being another box's. */
typedef struct
{
  double x, y, width, height;
  gboolean is_round_above;
  gboolean is_round_below;
} Box;

static void
model_figure_free (ModelFigure *figure)
{
  g_free (figure->heads);
  trestle_model_numbers_free (figure->numbers);
  trestle_heading_clear (&figure->heading);
  g_array_unref (figure->parts);
  g_free (figure);
}

gboolean
model_figure_is_divided (const ModelFigure *figure)
{
  return figure->numbers->layers_title != NULL;
}

guint
model_figure_count_below (const ModelFigure *figure, TrestleSide side)
{
  return figure->n_tower[side] - figure->n_internal;
}

TrestleBlock
model_side_get_tower (TrestleSide side)
{
  return side == TRESTLE_SIDE_TEXT ? TRESTLE_BLOCK_TEXT : TRESTLE_BLOCK_VISION;
}

double
model_figure_get_layer (const ModelFigure *figure, TrestleBlock block, guint layer)
{
  const double *layers = figure->numbers->layers[block];

  return layers != NULL ? layers[layer] : NAN;
}

double
model_figure_get_bridge (const ModelFigure *figure, TrestleSide side, guint bridge)
{
  const double *bridges = figure->numbers->bridges[side];

  return bridges != NULL ? bridges[bridge] : NAN;
}

static gboolean
has_layer_numbers (const ModelFigure *figure)
{
  return figure->lowest <= figure->highest;
}

static void
trace_box (cairo_t *cr, const Box *box)
{
  double above = box->is_round_above ? BOX_RADIUS : 0.0, below = box->is_round_below ? BOX_RADIUS : 0.0;
  double right = box->x + box->width, bottom = box->y + box->height;

  cairo_new_sub_path (cr);
  cairo_arc (cr, right - above, box->y + above, above, -G_PI_2, 0);
  cairo_arc (cr, right - below, bottom - below, below, 0, G_PI_2);
  cairo_arc (cr, box->x + below, bottom - below, below, G_PI_2, G_PI);
  cairo_arc (cr, box->x + above, box->y + above, above, G_PI, 3 * G_PI_2);
  cairo_close_path (cr);
}

static void
draw_text (const ModelFigure *figure, cairo_t *cr, const char *text, TrestleInk ink, double middle, double baseline, double room)
{
  TrestleTextStyle style = { .font = figure->look.font, .ink = ink, .align = 0.5 };
  g_autofree char *fitted = trestle_text_fit (figure->look.font, text, FALSE, room);

  trestle_text_draw (cr, fitted, &style, middle, baseline);
}

/* Filled with what the source of @cr is. */
static void
draw_box (const ModelFigure *figure, cairo_t *cr, const Box *box, const char *text, TrestleInk ink)
{
  trace_box (cr, box);
  cairo_fill_preserve (cr);
  trestle_ink_set (cr, TRESTLE_INK_AXIS);
  cairo_set_line_width (cr, TRESTLE_PLOT_LINE_WIDTH);
  cairo_stroke (cr);
  draw_text (figure, cr, text, ink, box->x + box->width / 2.0, box->y + box->height / 2.0 + HALF_DIGIT, box->width - TEXT_PADDING);
}

static void
draw_paper_box (const ModelFigure *figure, cairo_t *cr, const char *text, double x, double y, double width)
{
  Box box = { x, y, width, MODEL_BOX_HEIGHT, TRUE, TRUE };

  trestle_ink_set (cr, TRESTLE_INK_PAPER);
  draw_box (figure, cr, &box, text, TRESTLE_INK_TEXT);
}

static void
draw_rise_to (cairo_t *cr, double middle, double y, double end)
{
  trestle_arrow_draw (cr, TRESTLE_INK_AXIS, TRESTLE_ARROW_THIN, FALSE, middle, y - MODEL_ARROW_GAP, middle, end + MODEL_ARROW_GAP);
}

/* From a box that begins at @y up to the one above it. */
static void
draw_rise (cairo_t *cr, double middle, double y)
{
  draw_rise_to (cr, middle, y, y - MODEL_RISE);
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

/* (transfer full): what stands in a layer's box: the layer, several of them, or which block of it */
static char *
name_part (const ModelFigure *figure, const TrestleModelPart *part)
{
  gboolean is_tower = part->block == model_side_get_tower (part->side);

  if (part->first < part->layer)
    return g_strdup_printf ("layers %u–%u", part->first + 1, part->layer + 1);
  if (is_tower || !model_figure_is_divided (figure))
    return name_layer (figure, part->layer + 1, is_tower ? figure->n_tower[part->side] : figure->n_cross, part->width);
  return g_strdup (trestle_block_queries_are_text (part->block) == trestle_block_keys_are_text (part->block) ? "self" : "cross");
}

/* Rows of one box have ends in common, which stay straight. */
static Box
make_box (const TrestleModelPart *part, const TrestleModelPart *below, const TrestleModelPart *above)
{
  return (Box){
    .x = part->x,
    .y = part->y,
    .width = part->width,
    .height = part->height,
    .is_round_above = above == NULL || above->column != part->column || above->y + above->height < part->y - 0.5,
    .is_round_below = below == NULL || below->column != part->column || below->y > part->y + part->height + 0.5,
  };
}

/* The ground of a layer, and the ink that is read on it. */
static TrestleInk
set_ground (const ModelFigure *figure, cairo_t *cr, const TrestleModelPart *part)
{
  double rgb[3];

  if (!isfinite (part->value))
    {
      trestle_ink_set (cr, side_inks[part->side]);
      return TRESTLE_INK_TEXT;
    }
  trestle_colormap_get_rgb (figure->look.colormap,
                            figure->highest > figure->lowest ? (part->value - figure->lowest) / (figure->highest - figure->lowest) : 0.0,
                            rgb);
  cairo_set_source_rgb (cr, rgb[0], rgb[1], rgb[2]);
  return trestle_ink_choose_on (rgb);
}

static void
draw_layers (const ModelFigure *figure, cairo_t *cr)
{
  for (guint i = 0; i < figure->parts->len; i++)
    {
      const TrestleModelPart *part = &g_array_index (figure->parts, TrestleModelPart, i);
      g_autofree char *name = name_part (figure, part);
      Box box;

      if (part->kind != TRESTLE_MODEL_LAYER)
        continue;
      box = make_box (part, i > 0 ? part - 1 : NULL, i + 1 < figure->parts->len ? part + 1 : NULL);
      draw_box (figure, cr, &box, name, set_ground (figure, cr, part));
    }
}

/* In the middle above the tower, or from its outer edge over its bridges where the name is wider than the boxes. */
static void
draw_tower_name (const ModelFigure *figure, cairo_t *cr, TrestleSide side)
{
  const ModelLayout *layout = &figure->layout;
  double left = layout->tower[side], width = layout->tower_width;
  double room = side == TRESTLE_SIDE_TEXT ? layout->side[side] - left : left + width - layout->side[side] - layout->side_width;
  g_autofree char *name = trestle_text_fit (figure->look.font, tower_names[side], FALSE, room);
  double over = MAX (0.0, trestle_text_measure (figure->look.font, name, FALSE) - width) / 2.0;
  TrestleTextStyle style = { .font = figure->look.font, .ink = TRESTLE_INK_MUTED, .align = 0.5 };

  trestle_text_draw (cr, name, &style, left + width / 2.0 + (side == TRESTLE_SIDE_TEXT ? over : -over),
                     model_layout_place_row (layout, figure->n_internal - 1) - 4.0);
}

/* From the input to the last layer, and the tower's name above that. */
static void
draw_tower (const ModelFigure *figure, cairo_t *cr, TrestleSide side)
{
  const ModelLayout *layout = &figure->layout;
  double x = layout->tower[side], middle = x + layout->tower_width / 2.0;
  double input = model_figure_place_input (figure, side);

  draw_paper_box (figure, cr, trestle_side_get_name (side), x, input, layout->tower_width);
  draw_rise (cr, middle, input);
  if (model_figure_count_below (figure, side) > 0)
    draw_rise (cr, middle, layout->first + layout->box_height + MODEL_RISE);
  for (guint i = 0; i + 1 < figure->n_internal; i++)
    draw_rise (cr, middle, model_layout_place_row (layout, i));
  draw_tower_name (figure, cr, side);
}

static void
draw_side (const ModelFigure *figure, cairo_t *cr, TrestleSide side)
{
  const ModelLayout *layout = &figure->layout;
  double middle = layout->side[side] + layout->side_width / 2.0;

  for (guint i = 0; i + 1 < figure->n_cross; i++)
    draw_rise (cr, middle, model_layout_place_row (layout, i));
  if (figure->heads != NULL)
    draw_rise_to (cr, middle, model_layout_place_row (layout, figure->n_cross - 1), layout->top + MODEL_BOX_HEIGHT);
  draw_text (figure, cr, trestle_side_get_name (side), TRESTLE_INK_MUTED, middle, layout->names, layout->side_width);
}

/* Both sides look at each other, in their upper rows if there are two; then the layer's number has its place beside the lower ones. */
static void
draw_between (const ModelFigure *figure, cairo_t *cr, double left, double right)
{
  for (guint i = 0; i < figure->n_cross; i++)
    {
      double top = model_layout_place_row (&figure->layout, i);
      double y = top + (model_figure_is_divided (figure) ? MODEL_ROW_HEIGHT : MODEL_BOX_HEIGHT) / 2.0;
      g_autofree char *name = NULL;

      trestle_arrow_draw (cr, TRESTLE_INK_MUTED, TRESTLE_ARROW_THIN, TRUE, left + MODEL_ARROW_GAP, y, right - MODEL_ARROW_GAP, y);
      if (!model_figure_is_divided (figure))
        continue;
      name = name_layer (figure, i + 1, figure->n_cross, right - left);
      draw_text (figure, cr, name, TRESTLE_INK_TEXT, (left + right) / 2.0, y + MODEL_ROW_HEIGHT + HALF_DIGIT, right - left);
    }
}

/* Both sides, and their names below. */
static void
draw_encoder (const ModelFigure *figure, cairo_t *cr)
{
  const ModelLayout *layout = &figure->layout;
  double left = layout->side[TRESTLE_SIDE_TEXT] + layout->side_width, right = layout->side[TRESTLE_SIDE_IMAGE];

  draw_side (figure, cr, TRESTLE_SIDE_TEXT);
  draw_side (figure, cr, TRESTLE_SIDE_IMAGE);
  draw_between (figure, cr, left, right);
  draw_text (figure, cr, "cross-modal encoder", TRESTLE_INK_MUTED, (left + right) / 2.0, layout->names + TRESTLE_TEXT_LINE_HEIGHT,
             layout->tower[TRESTLE_SIDE_IMAGE] - layout->tower[TRESTLE_SIDE_TEXT] - layout->tower_width);
}

static void
draw_heads (const ModelFigure *figure, cairo_t *cr)
{
  const ModelLayout *layout = &figure->layout;
  double left = layout->side[TRESTLE_SIDE_TEXT], right = layout->side[TRESTLE_SIDE_IMAGE] + layout->side_width;
  double middle = (left + right) / 2.0;
  double most = layout->tower[TRESTLE_SIDE_IMAGE] + layout->tower_width - layout->tower[TRESTLE_SIDE_TEXT];
  double width = trestle_text_measure (figure->look.font, figure->heads, FALSE) + BOX_PADDING;

  width = CLAMP (width, right - left, most);
  draw_paper_box (figure, cr, figure->heads, middle - width / 2.0, layout->top, width);
}

/* (transfer full): three digits or so, with a decimal point whatever the locale and a minus sign that is no hyphen. */
static char *
format_value (double value, double largest)
{
  double size = fabs (value);
  const char *small = largest < SMALL ? "%.3f" : "%.2f";
  char digits[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (digits, sizeof digits, size >= 99.95 ? "%.0f" : size >= 9.995 ? "%.1f" : small, size);
  return g_strconcat (value < 0.0 && g_ascii_strtod (digits, NULL) > 0.0 ? "−" : "", digits, NULL);
}

/* What the bridge into a cross-modal layer brings; NAN if it is not known or the layer is the first. */
static double
get_value (const ModelFigure *figure, TrestleSide side, guint layer)
{
  return layer > 0 ? model_figure_get_bridge (figure, side, layer - 1) : NAN;
}

/* Into a cross-modal layer, from the layer of the tower that stands beside it. */
static void
draw_bridge (const ModelFigure *figure, cairo_t *cr, TrestleSide side, guint layer)
{
  const ModelLayout *layout = &figure->layout;
  gboolean is_text = side == TRESTLE_SIDE_TEXT;
  double value = get_value (figure, side, layer);
  double y = model_layout_place_row (layout, layer) + layout->box_height / 2.0;
  double begin = is_text ? layout->tower[side] + layout->tower_width + MODEL_ARROW_GAP : layout->tower[side] - MODEL_ARROW_GAP;
  double end = is_text ? layout->side[side] - MODEL_ARROW_GAP : layout->side[side] + layout->side_width + MODEL_ARROW_GAP;
  g_autofree char *number = NULL;
  double line_width;

  if (!isfinite (value))
    {
      trestle_arrow_draw (cr, TRESTLE_INK_AXIS, TRESTLE_ARROW_THIN, FALSE, begin, y, end, y);
      return;
    }
  number = format_value (value, figure->largest);
  line_width = MAX (THINNEST, figure->largest > 0.0 ? fabs (value) / figure->largest * WIDEST : 0.0);
  trestle_arrow_draw (cr, bridge_inks[side], line_width, FALSE, begin, y, end, y);
  draw_text (figure, cr, number, TRESTLE_INK_TEXT, (begin + end) / 2.0, y - line_width / 2.0 - NUMBER_GAP, fabs (end - begin));
}

/* Below the encoder, between the towers. */
static void
draw_color_bar (const ModelFigure *figure, cairo_t *cr)
{
  const ModelLayout *layout = &figure->layout;
  double left = layout->tower[TRESTLE_SIDE_TEXT] + layout->tower_width + BAR_INDENT, right = layout->tower[TRESTLE_SIDE_IMAGE] - BAR_INDENT;
  g_autofree char *title = trestle_text_fit (figure->look.font, figure->numbers->layers_title, FALSE, right - left + BAR_INDENT);
  double highest = figure->highest > figure->lowest ? figure->highest : figure->lowest + 1.0;
  TrestleAxis axis;

  trestle_axis_init (&axis, figure->look.font, title, figure->lowest, highest, MOST_TICKS);
  trestle_axis_set_place (&axis, left, right);
  trestle_plot_draw_color_bar_below (cr, &axis, figure->look.colormap, layout->bar);
}

static void
draw (cairo_t *cr, double width, double height, gpointer data)
{
  ModelFigure *figure = data;

  trestle_heading_draw (&figure->heading, cr);
  draw_layers (figure, cr);
  for (TrestleSide side = 0; side < TRESTLE_N_SIDES; side++)
    {
      draw_tower (figure, cr, side);
      for (guint i = 0; i < figure->n_internal; i++)
        draw_bridge (figure, cr, side, i);
    }
  draw_encoder (figure, cr);
  if (figure->heads != NULL)
    draw_heads (figure, cr);
  if (has_layer_numbers (figure))
    draw_color_bar (figure, cr);
}

ModelFigure *
model_figure_get (const TrestleFigure *figure)
{
  return trestle_figure_get_data (figure, draw);
}

static void
add_count_or_nothing (TrestleTable *table, gboolean is_known, guint count)
{
  if (is_known)
    trestle_table_add_integer (table, count);
  else
    trestle_table_add_nothing (table);
}

static void
write_layer (TrestleTable *table, const ModelFigure *figure, const TrestleModelPart *part)
{
  gboolean is_tower = part->block == model_side_get_tower (part->side);

  trestle_table_add_text (table, trestle_side_get_name (part->side));
  trestle_table_add_text (table, trestle_block_get_name (part->block));
  add_count_or_nothing (table, is_tower, part->layer + 1);
  add_count_or_nothing (table, !is_tower, part->layer + 1);
  trestle_table_add_nothing (table);
  trestle_table_add_text (table, figure->numbers->layers_title);
  trestle_table_add_number (table, part->value);
}

static void
write_bridge (TrestleTable *table, const ModelFigure *figure, TrestleSide side, guint layer)
{
  trestle_table_add_text (table, trestle_side_get_name (side));
  trestle_table_add_nothing (table);
  trestle_table_add_integer (table, model_figure_count_below (figure, side) + layer + 1);
  trestle_table_add_integer (table, layer + 1);
  add_count_or_nothing (table, layer > 0, layer - 1);
  if (layer > 0 && figure->numbers->bridges_title != NULL)
    trestle_table_add_text (table, figure->numbers->bridges_title);
  else
    trestle_table_add_nothing (table);
  trestle_table_add_number (table, get_value (figure, side, layer));
}

static void
write_table (TrestleTable *table, gpointer data)
{
  ModelFigure *figure = data;

  trestle_table_add_column (table, "side", "text or image");
  trestle_table_add_column (table, "block", "of a layer: where its attention is; empty for what goes from a tower into the encoder");
  trestle_table_add_column (table, "tower_layer", "the tower's layer, or the one whose state goes into the encoder, counted from 1");
  trestle_table_add_column (table, "cross_modal_layer", "the encoder's layer, or the one that is entered, counted from 1");
  trestle_table_add_column (table, "bridge", "through which, counted from 0; empty for what enters the first layer");
  trestle_table_add_column (table, "quantity", "what the value is; empty where the figure shows no number");
  trestle_table_add_column (table, "value", "of a layer the mean over its heads");
  for (guint i = 0; model_figure_is_divided (figure) && i < figure->parts->len; i++)
    {
      const TrestleModelPart *part = &g_array_index (figure->parts, TrestleModelPart, i);

      if (part->kind == TRESTLE_MODEL_LAYER)
        write_layer (table, figure, part);
    }
  for (TrestleSide side = 0; side < TRESTLE_N_SIDES; side++)
    for (guint i = 0; i < figure->n_internal; i++)
      write_bridge (table, figure, side, i);
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

static guint
count_layers (const ModelFigure *figure, TrestleBlock block)
{
  if (block == TRESTLE_BLOCK_TEXT)
    return figure->n_tower[TRESTLE_SIDE_TEXT];
  return block == TRESTLE_BLOCK_VISION ? figure->n_tower[TRESTLE_SIDE_IMAGE] : figure->n_cross;
}

static void
find_range (ModelFigure *figure)
{
  figure->lowest = INFINITY;
  figure->highest = -INFINITY;
  for (TrestleBlock block = 0; block < TRESTLE_N_BLOCKS; block++)
    for (guint layer = 0; layer < count_layers (figure, block); layer++)
      {
        double value = model_figure_get_layer (figure, block, layer);

        if (!isfinite (value))
          continue;
        figure->lowest = MIN (figure->lowest, value);
        figure->highest = MAX (figure->highest, value);
      }
}

static void
find_largest (ModelFigure *figure)
{
  for (TrestleSide side = 0; side < TRESTLE_N_SIDES; side++)
    for (guint layer = 1; layer < figure->n_internal; layer++)
      if (isfinite (get_value (figure, side, layer)))
        figure->largest = MAX (figure->largest, fabs (get_value (figure, side, layer)));
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
  const char *given = figure->numbers->bridges_title;
  g_autofree char *name = trestle_text_clean (model_name);
  g_autofree char *title = given != NULL ? trestle_text_clean (given) : NULL;
  g_autofree char *bridges = describe_bridges (figure->n_internal - 1);
  g_auto (GStrv) parts = g_strsplit (title != NULL ? title : name, ", ", -1);

  trestle_heading_init (&figure->heading, &figure->look, (const char *const *) parts, title != NULL ? name : "", bridges);
}

TrestleFigure *
trestle_model_figure_new (const TrestleModelOutline *outline, TrestleModelNumbers *numbers, const TrestleLook *look)
{
  ModelFigure *figure;

  g_return_val_if_fail (outline->n_internal >= 1 && outline->n_internal <= outline->n_cross, NULL);
  g_return_val_if_fail (outline->n_internal <= outline->n_text && outline->n_internal <= outline->n_vision, NULL);
  figure = g_new0 (ModelFigure, 1);
  figure->look = *look;
  figure->n_tower[TRESTLE_SIDE_TEXT] = outline->n_text;
  figure->n_tower[TRESTLE_SIDE_IMAGE] = outline->n_vision;
  figure->n_cross = outline->n_cross;
  figure->n_internal = outline->n_internal;
  figure->heads = outline->heads != NULL ? trestle_text_clean (outline->heads) : NULL;
  figure->numbers = numbers != NULL ? numbers : trestle_model_numbers_new ();
  figure->parts = g_array_new (FALSE, FALSE, sizeof (TrestleModelPart));
  find_range (figure);
  find_largest (figure);
  make_heading (figure, outline->name);
  model_figure_lay_out (figure);
  return trestle_figure_new (look->width_mm, figure->layout.height / TRESTLE_POINTS_PER_MM, draw, write_table, figure,
                             (GDestroyNotify) model_figure_free);
}
