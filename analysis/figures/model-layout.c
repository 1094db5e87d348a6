/* Where the parts of a drawn model are. */
#include <math.h>

#include "analysis/figures/model-private.h"

#define NAMES_HEIGHT 24.0 /* points: the two lines below the encoder */
#define BRIDGE_ABOVE 12.5 /* points: from the middle of a bridge's arrow to the top of its number, and to what is below it */
#define BRIDGE_BELOW 5.0

/* Shares of the width, from the left to the middle: a tower, its bridges, a side of the encoder; the rest is between the sides. */
#define TOWER_SHARE 0.205
#define BRIDGE_SHARE 0.13
#define SIDE_SHARE 0.13

/* From the left, with the bridges between them: the text tower, the sides of the encoder, the vision tower. */
static const guint tower_columns[TRESTLE_N_SIDES] = { 0, 5 };
static const guint bridge_columns[TRESTLE_N_SIDES] = { 1, 4 };
static const guint side_columns[TRESTLE_N_SIDES] = { 2, 3 };

static double
get_pitch (const ModelLayout *layout)
{
  return layout->box_height + MODEL_RISE;
}

double
model_layout_place_row (const ModelLayout *layout, guint row)
{
  return layout->first - row * get_pitch (layout);
}

/* How high the boxes of the layers are that do not enter the encoder. */
static double
measure_stack (const ModelFigure *figure, TrestleSide side)
{
  guint n_below = model_figure_count_below (figure, side);

  if (!model_figure_is_divided (figure))
    return n_below > 0 ? MODEL_BOX_HEIGHT : 0.0;
  return n_below * MODEL_ROW_HEIGHT;
}

double
model_figure_place_input (const ModelFigure *figure, TrestleSide side)
{
  double stack = measure_stack (figure, side);

  return figure->layout.first + get_pitch (&figure->layout) + (stack > 0.0 ? stack + MODEL_RISE : 0.0);
}

static void
place_columns (ModelLayout *layout, double width)
{
  double room = width - 2.0 * TRESTLE_FIGURE_MARGIN;
  double left = TRESTLE_FIGURE_MARGIN, right = width - TRESTLE_FIGURE_MARGIN;

  layout->tower_width = TOWER_SHARE * room;
  layout->side_width = SIDE_SHARE * room;
  layout->tower[TRESTLE_SIDE_TEXT] = left;
  layout->tower[TRESTLE_SIDE_IMAGE] = right - layout->tower_width;
  layout->side[TRESTLE_SIDE_TEXT] = left + layout->tower_width + BRIDGE_SHARE * room;
  layout->side[TRESTLE_SIDE_IMAGE] = right - layout->tower_width - BRIDGE_SHARE * room - layout->side_width;
}

/* The colour bar has as much room before its numbers are known as afterwards, so that nothing moves. */
static double
measure_bar (const ModelFigure *figure)
{
  TrestleAxis axis = { .title = figure->numbers->layers_title };

  return TRESTLE_PLOT_BAR_WIDTH + trestle_axis_get_height (&axis);
}

static void
place_rows (ModelFigure *figure)
{
  ModelLayout *layout = &figure->layout;
  double inputs, below;

  layout->box_height = model_figure_is_divided (figure) ? 2.0 * MODEL_ROW_HEIGHT : MODEL_BOX_HEIGHT;
  layout->top = trestle_heading_get_height (&figure->heading);
  layout->first = layout->top + (figure->n_cross - 1) * get_pitch (layout);
  if (figure->heads != NULL)
    layout->first += MODEL_BOX_HEIGHT + MODEL_RISE;
  /* Towers that end where the encoder does have their names above it. */
  if (figure->n_internal == figure->n_cross)
    layout->first += TRESTLE_TEXT_LINE_HEIGHT;
  layout->names = layout->first + layout->box_height + TRESTLE_TEXT_ASCENT + 3.0;
  layout->bar = layout->first + layout->box_height + NAMES_HEIGHT + TRESTLE_FIGURE_GAP;
  inputs = MAX (model_figure_place_input (figure, TRESTLE_SIDE_TEXT), model_figure_place_input (figure, TRESTLE_SIDE_IMAGE));
  below = model_figure_is_divided (figure) ? layout->bar + measure_bar (figure) : layout->first + layout->box_height + NAMES_HEIGHT;
  layout->height = MAX (inputs + MODEL_BOX_HEIGHT, below) + TRESTLE_FIGURE_MARGIN;
}

static void
add_layer (ModelFigure *figure,
           TrestleSide side,
           TrestleBlock block,
           guint first,
           guint layer,
           guint column,
           double x,
           double y,
           double width,
           double height)
{
  TrestleModelPart part = {
    .kind = TRESTLE_MODEL_LAYER,
    .side = side,
    .block = block,
    .first = first,
    .layer = layer,
    .value = first == layer ? model_figure_get_layer (figure, block, layer) : NAN,
    .x = x,
    .y = y,
    .width = width,
    .height = height,
    .column = column,
  };

  g_array_append_val (figure->parts, part);
}

/* The layers of a tower that do not enter the encoder: a row each, or all in one box. */
static void
add_below (ModelFigure *figure, TrestleSide side)
{
  const ModelLayout *layout = &figure->layout;
  guint n_below = model_figure_count_below (figure, side);
  TrestleBlock block = model_side_get_tower (side);
  double x = layout->tower[side], top = layout->first + get_pitch (layout);

  if (!model_figure_is_divided (figure) && n_below > 0)
    add_layer (figure, side, block, 0, n_below - 1, tower_columns[side], x, top, layout->tower_width, MODEL_BOX_HEIGHT);
  for (guint i = 0; model_figure_is_divided (figure) && i < n_below; i++)
    add_layer (figure, side, block, i, i, tower_columns[side], x, top + (n_below - 1 - i) * MODEL_ROW_HEIGHT, layout->tower_width,
               MODEL_ROW_HEIGHT);
}

static void
add_tower (ModelFigure *figure, TrestleSide side)
{
  const ModelLayout *layout = &figure->layout;

  add_below (figure, side);
  for (guint i = 0; i < figure->n_internal; i++)
    {
      guint layer = model_figure_count_below (figure, side) + i;

      add_layer (figure, side, model_side_get_tower (side), layer, layer, tower_columns[side], layout->tower[side],
                 model_layout_place_row (layout, i), layout->tower_width, layout->box_height);
    }
}

/* A layer looks at itself and then at the other side. */
static void
add_side (ModelFigure *figure, TrestleSide side)
{
  static const TrestleBlock self[TRESTLE_N_SIDES] = { TRESTLE_BLOCK_CROSS_TEXT_SELF, TRESTLE_BLOCK_CROSS_IMAGE_SELF };
  static const TrestleBlock cross[TRESTLE_N_SIDES] = { TRESTLE_BLOCK_CROSS_TEXT_CROSS, TRESTLE_BLOCK_CROSS_IMAGE_CROSS };
  const ModelLayout *layout = &figure->layout;
  gboolean is_divided = model_figure_is_divided (figure);
  double x = layout->side[side], width = layout->side_width, height = is_divided ? MODEL_ROW_HEIGHT : layout->box_height;

  for (guint i = 0; i < figure->n_cross; i++)
    {
      double y = model_layout_place_row (layout, i);

      if (is_divided)
        add_layer (figure, side, self[side], i, i, side_columns[side], x, y + height, width, height);
      add_layer (figure, side, cross[side], i, i, side_columns[side], x, y, width, height);
    }
}

/* What is between the tower and the encoder, as far as a bridge reaches. */
static void
add_bridges (ModelFigure *figure, TrestleSide side)
{
  const ModelLayout *layout = &figure->layout;
  gboolean is_text = side == TRESTLE_SIDE_TEXT;
  double left = is_text ? layout->tower[side] + layout->tower_width : layout->side[side] + layout->side_width;
  double right = is_text ? layout->side[side] : layout->tower[side];

  for (guint i = 0; i + 1 < figure->n_internal; i++)
    {
      double middle = model_layout_place_row (layout, i + 1) + layout->box_height / 2.0;
      TrestleModelPart part = {
        .kind = TRESTLE_MODEL_BRIDGE,
        .side = side,
        .block = model_side_get_tower (side),
        .first = model_figure_count_below (figure, side) + i + 1,
        .layer = model_figure_count_below (figure, side) + i + 1,
        .bridge = i,
        .value = model_figure_get_bridge (figure, side, i),
        .x = left + MODEL_ARROW_GAP,
        .y = middle - BRIDGE_ABOVE,
        .width = right - left - 2.0 * MODEL_ARROW_GAP,
        .height = BRIDGE_ABOVE + BRIDGE_BELOW,
        .column = bridge_columns[side],
      };

      g_array_append_val (figure->parts, part);
    }
}

void
model_figure_lay_out (ModelFigure *figure)
{
  place_columns (&figure->layout, figure->look.width_mm * TRESTLE_POINTS_PER_MM);
  place_rows (figure);
  add_tower (figure, TRESTLE_SIDE_TEXT);
  add_bridges (figure, TRESTLE_SIDE_TEXT);
  add_side (figure, TRESTLE_SIDE_TEXT);
  add_side (figure, TRESTLE_SIDE_IMAGE);
  add_bridges (figure, TRESTLE_SIDE_IMAGE);
  add_tower (figure, TRESTLE_SIDE_IMAGE);
}
