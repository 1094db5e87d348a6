/* The figure of a model: its towers, its cross-modal encoder, and the bridges between them, drawn as the BridgeTower paper does. */
#pragma once

#include "analysis/figures/figure.h"
#include "analysis/figures/look.h"
#include "analysis/figures/model-numbers.h"
#include "core/model/config.h"

G_BEGIN_DECLS

/**
 * TrestleModelOutline: how many layers a model has, and where its towers enter the cross-modal encoder.
 * @name: for the title line
 * @heads: (nullable): what can be asked of it, in words ("match, fill, ask"); %NULL for no heads
 * @n_text: layers of the text tower
 * @n_vision: layers of the vision tower
 * @n_cross: layers of the cross-modal encoder
 * @n_internal: of those, from the first on, are entered by a layer of each tower; all but the first through a bridge
 */
typedef struct
{
  const char *name;
  const char *heads;
  guint n_text;
  guint n_vision;
  guint n_cross;
  guint n_internal;
} TrestleModelOutline;

/* @name and @heads: as in #TrestleModelOutline, which does not copy them */
void trestle_model_outline_init (TrestleModelOutline *outline, const TrestleConfig *config, const char *name, const char *heads);

/**
 * trestle_model_figure_new:
 * @numbers: (transfer full) (nullable): what is said of layers and bridges, of as many as @outline has; %NULL for a figure without numbers.
 *   Where the title of the bridges' is too long for a line it is broken behind commas
 *
 * The text tower is on the left, the vision tower on the right, between them the two sides of the cross-modal encoder, each of whose layers
 * is beside the layers of the towers that enter it; inputs are below and heads above. A bridge is an arrow with its number above it; the
 * arrow's width is in proportion to the number's size, the largest of both sides being the widest. What enters the first cross-modal layer
 * is no bridge and has a plain thin arrow, as have bridges without a number.
 *
 * Layers of a tower below the first that enters are drawn as one box, and a cross-modal layer is one box a side. Where something is said of
 * layers, every layer is in the colour of its number, the colour map going from the lowest to the highest of all: low layers are thin rows
 * then, and cross-modal boxes have a row for each of their blocks, self-attention below, cross-attention above, in the order in which they
 * are computed. A layer without a number keeps the colour of its side.
 *
 * Columns of the table: side,block,tower_layer,cross_modal_layer,bridge,quantity,value: where something is said of layers, a row for each
 * block of each layer, and then one for each arrow from a tower into the encoder, which has no block. Layers count from 1, as in the
 * figure; bridges from 0, as in the trace, being empty for what enters the first layer.
 */
TrestleFigure *trestle_model_figure_new (const TrestleModelOutline *outline, TrestleModelNumbers *numbers, const TrestleLook *look);

/**
 * TrestleModelPartKind:
 * @TRESTLE_MODEL_LAYER: a layer, or a block of it, or several layers in one box
 * @TRESTLE_MODEL_BRIDGE: the arrow of a bridge
 */
typedef enum
{
  TRESTLE_MODEL_LAYER,
  TRESTLE_MODEL_BRIDGE,
} TrestleModelPartKind;

/**
 * TrestleModelPart: what can be pointed at.
 * @block: of a layer; of a cross-modal one that is not divided, its cross-attention; of a bridge, that of the tower it comes from
 * @first: counted from 0: the first layer of the box
 * @layer: likewise the last one, which is the same unless it is several; of a bridge, the layer of the tower that it comes from
 * @bridge: of a bridge, counted from 0
 * @value: NAN if there is none
 * @x: its left edge, in points from the left of the figure; likewise @y from the top, @width and @height
 * @column: of the drawing, counted from 0 on the left
 */
typedef struct
{
  TrestleModelPartKind kind;
  TrestleSide side;
  TrestleBlock block;
  guint first;
  guint layer;
  guint bridge;
  double value;
  double x, y, width, height;
  guint column;
} TrestleModelPart;

/**
 * trestle_model_figure_get_parts:
 * @figure: from trestle_model_figure_new()
 *
 * Returns: (transfer none): `[n_parts]`: column by column from the left, in each from the bottom to the top
 */
const TrestleModelPart *trestle_model_figure_get_parts (const TrestleFigure *figure, guint *n_parts);

/* @x and @y: points, as the figure is drawn. Returns the part there, as an index of trestle_model_figure_get_parts(), or -1. */
gint trestle_model_figure_find_part (const TrestleFigure *figure, double x, double y);

/**
 * trestle_model_figure_walk:
 * @rows: how many parts down, or up where it is negative, to the last one at most
 * @columns: likewise to the right, in each column to the part that is nearest in height
 *
 * Returns: the part that this leads to from @part
 */
guint trestle_model_figure_walk (const TrestleFigure *figure, guint part, int rows, int columns);

/* (transfer full): "Cross-modal layer 3, image side, self-attention: divergence 0.2134 nats", counted as people count. */
char *trestle_model_figure_describe_part (const TrestleFigure *figure, guint part);

G_END_DECLS
