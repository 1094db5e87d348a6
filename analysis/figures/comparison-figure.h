/* The figure of two models on one input: the same attention map of both and its difference, how their heads differ, and their answers. */
#pragma once

#include "analysis/figures/figure.h"
#include "analysis/figures/look.h"
#include "analysis/measures/head-profile.h"
#include "analysis/measures/map-pair.h"
#include "core/input/image.h"
#include "core/tasks.h"

G_BEGIN_DECLS

/**
 * TrestleComparisonSide: one of the two models.
 * @name: of the model
 * @window: the part of the image that it sees
 * @shape: of its heads, with the divergence of the cross-modal encoder's blocks
 * @heads: `[shape->n_values]`
 * @readouts: (nullable) (element-type TrestleReadout): of the task; %NULL if it has no head for that
 */
typedef struct
{
  const char *name;
  const TrestleImageWindow *window;
  const TrestleHeadShape *shape;
  const double *heads;
  GPtrArray *readouts;
} TrestleComparisonSide;

/**
 * trestle_comparison_figure_new:
 * @sides: `[2]`: the first model and the second; copied
 * @pair: of the two; a reference is taken
 * @task: what is read out of both
 * @image: the original image; a reference is not kept
 * @opacity: of the heat over the image, in [0, 1]
 *
 * The maps of both on one scale, and second minus first in blue and red on a scale with 0 in its middle: as heat over the image, or as
 * grounds of the words. Below are panels of the divergence of the heads by layer, a line a model, and of the answers by layer, a panel a
 * model. Narrower than 120 mm, the difference stands below the two maps.
 *
 * Columns of the table: model,quantity,task,token,answer,block,layer,key,row,patch_column,value. The quantities are weight, difference
 * (whose model is empty), divergence (the mean over a layer's heads) and probability. Layers, rows and columns count from 1.
 */
TrestleFigure *trestle_comparison_figure_new (const TrestleComparisonSide *sides,
                                              TrestleMapPair *pair,
                                              TrestleTask task,
                                              const TrestleImage *image,
                                              double opacity,
                                              const TrestleLook *look);

G_END_DECLS
