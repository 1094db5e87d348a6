/* The figure of one number for every head of every layer: the divergence figure of the BridgeTower paper, and its like. */
#pragma once

#include "analysis/figures/figure.h"
#include "analysis/figures/look.h"
#include "analysis/measures/head-profile.h"

G_BEGIN_DECLS

/* The cross-modal encoder's blocks in the order of the paper's figure, and the towers'. */
extern const TrestleBlock trestle_head_figure_cross_blocks[4];
extern const TrestleBlock trestle_head_figure_tower_blocks[2];

/**
 * TrestleHeadSeries: what one model's heads do.
 * @name: of the model, as a person would write it
 * @values: `[shape->n_values]`
 * @intervals: (nullable): `[shape->n_values]`: half the width of the 95 % interval of each, where @values are means over many inputs
 */
typedef struct
{
  const char *name;
  const TrestleHeadShape *shape;
  const double *values;
  const double *intervals;
} TrestleHeadSeries;

/**
 * trestle_head_figure_new:
 * @series: `[n_series]`, 1 or 2; copied
 * @blocks: `[n_blocks]`: a row each, from the top; those that @measure is not measured in are left out
 *
 * Two models: a row a block, a column a model, in the given order. One model: two columns of blocks, or one below 120 mm. Small dots are
 * heads, the line with large dots their mean, with the interval if there is one. Rows share the vertical axis; layers count from 1.
 *
 * Columns of the table: model,block,layer,head,value,interval; the mean is the row without a head.
 */
TrestleFigure *trestle_head_figure_new (TrestleHeadMeasure measure,
                                        const TrestleHeadSeries *series,
                                        guint n_series,
                                        const TrestleBlock *blocks,
                                        guint n_blocks,
                                        const TrestleLook *look);

G_END_DECLS
