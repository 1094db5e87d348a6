/* The figure of a model, for the files that lay it out, draw it and say what is where in it. */
#pragma once

#include "analysis/figures/heading.h"
#include "analysis/figures/model-figure.h"
#include "analysis/figures/plot.h"

G_BEGIN_DECLS

#define MODEL_BOX_HEIGHT 13.0 /* points: of a box with one line of text */
#define MODEL_ROW_HEIGHT 9.5  /* of a row that is one of several in a box */
#define MODEL_RISE 8.0        /* from a box to the one above it */
#define MODEL_ARROW_GAP 1.0   /* between an arrow and what it comes from or goes to */

/**
 * ModelLayout: where things are, in points.
 * @tower: where the towers' boxes begin
 * @side: where the boxes of the encoder's sides begin
 * @box_height: of a layer that enters, or is entered
 * @top: of the heads, or of what is highest without them
 * @first: the top of the first cross-modal layer's boxes; layers above it are a pitch higher each, and what is below it lower
 * @names: where the letters of the sides' names stand
 * @bar: the top of the colour bar, if there is one
 */
typedef struct
{
  double tower[TRESTLE_N_SIDES];
  double side[TRESTLE_N_SIDES];
  double tower_width, side_width;
  double box_height;
  double top, first;
  double names, bar;
  double height;
} ModelLayout;

/**
 * ModelFigure:
 * @n_tower: layers of the towers
 * @largest: of the bridges' numbers, whatever their sign; 0 if there are none
 * @lowest: of the layers' numbers, and @highest; the first is above the second if there are none
 * @parts: (element-type TrestleModelPart)
 */
typedef struct
{
  guint n_tower[TRESTLE_N_SIDES];
  guint n_cross;
  guint n_internal;
  char *heads;
  TrestleModelNumbers *numbers;
  double largest;
  double lowest, highest;
  TrestleHeading heading;
  TrestleLook look;
  ModelLayout layout;
  GArray *parts;
} ModelFigure;

/* (nullable): %NULL if @figure is of another kind */
ModelFigure *model_figure_get (const TrestleFigure *figure);

/* Whether layers are divided into what has a number. */
gboolean model_figure_is_divided (const ModelFigure *figure);
/* The layers of a tower that do not enter the encoder. */
guint model_figure_count_below (const ModelFigure *figure, TrestleSide side);

TrestleBlock model_side_get_tower (TrestleSide side);
/* NAN if it is not known. @bridge: counted from 0 */
double model_figure_get_layer (const ModelFigure *figure, TrestleBlock block, guint layer);
double model_figure_get_bridge (const ModelFigure *figure, TrestleSide side, guint bridge);

/* Fills in the layout and the parts, of which the rest of the figure says how they are. */
void model_figure_lay_out (ModelFigure *figure);
/* The top of the boxes of a cross-modal layer, and of the towers' layers beside it; above the last one, of what follows. */
double model_layout_place_row (const ModelLayout *layout, guint row);
/* The top of a tower's input. */
double model_figure_place_input (const ModelFigure *figure, TrestleSide side);

G_END_DECLS
