/* The figure of a model: its towers, its cross-modal encoder, and the bridges between them, drawn as the BridgeTower paper does. */
#pragma once

#include "analysis/figures/figure.h"
#include "analysis/figures/look.h"
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
 * @text_bridges: (nullable): `[n_internal - 1]`, what each bridge of the text's side brings, in the order of the cross-modal layers that
 *   they enter; NAN for one of which that is not known. %NULL if it is of none
 * @image_bridges: (nullable): likewise of the image's side
 * @quantity: (nullable): what the numbers are, for the title: "Share of the tower at each bridge"; %NULL for a figure without numbers.
 *   Where it is too long for a line it is broken behind commas
 *
 * The text tower is on the left, the vision tower on the right, between them the two sides of the cross-modal encoder, each of whose layers
 * is beside the layers of the towers that enter it; inputs are below and heads above. A bridge is an arrow with its number above it; the
 * arrow's width is in proportion to the number's size, the largest of both sides being the widest. What enters the first cross-modal layer
 * is no bridge and has a plain thin arrow, as have bridges without a number. Layers of a tower below the first that enters are drawn as one
 * box.
 *
 * Columns of the table: side,tower_layer,cross_modal_layer,bridge,value: a row for each arrow from a tower into the encoder. Layers count
 * from 1, as in the figure; bridges from 0, as in the trace, being empty for what enters the first layer.
 */
TrestleFigure *trestle_model_figure_new (const TrestleModelOutline *outline,
                                         const double *text_bridges,
                                         const double *image_bridges,
                                         const char *quantity,
                                         const TrestleLook *look);

G_END_DECLS
