/* The figure of one number for every head of every layer: the divergence figure of the BridgeTower paper, and its like. */
#pragma once

#include "analysis/figures/figure.h"
#include "analysis/figures/look.h"
#include "analysis/measures/head-profiles.h"

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

/* The same of profiles, `[n_profiles]`, under the titles of trestle_head_profiles_get_title(). */
TrestleFigure *trestle_head_figure_new_of_profiles (TrestleHeadMeasure measure,
                                                    const TrestleHeadProfile *profiles,
                                                    guint n_profiles,
                                                    const TrestleBlock *blocks,
                                                    guint n_blocks,
                                                    const TrestleLook *look);

/**
 * TrestleHeadDot: a dot of the figure.
 * @series: which of the models, counted from 0
 * @layer: counted from 0
 * @head: likewise, or %TRESTLE_HEAD_MEAN for the large dot
 * @x: its middle, in points from the left; likewise @y from the top and @radius
 */
typedef struct
{
  guint series;
  TrestleBlock block;
  guint layer;
  gint head;
  double value;
  double x, y, radius;
} TrestleHeadDot;

/**
 * trestle_head_figure_get_dots:
 * @figure: from trestle_head_figure_new()
 *
 * Returns: (transfer none): `[n_dots]`: panel by panel, layer by layer, the heads and then their mean; without those that are not drawn
 */
const TrestleHeadDot *trestle_head_figure_get_dots (const TrestleFigure *figure, guint *n_dots);

/**
 * trestle_head_figure_find_dot:
 * @x: points, as the figure is drawn
 * @reach: points: how far from a dot's rim is near enough
 *
 * Returns: the dot there, or the nearest within reach, as an index of trestle_head_figure_get_dots(); -1 if there is none
 */
gint trestle_head_figure_find_dot (const TrestleFigure *figure, double x, double y, double reach);

/**
 * TrestleHeadWay: from a dot to another.
 * @TRESTLE_HEAD_BY_LAYER: to the dot of the next layer that is nearest in height; after the last one the next panel follows
 * @TRESTLE_HEAD_TO_END: likewise, to the last layer of the panel
 * @TRESTLE_HEAD_BY_VALUE: to the dot of the same layer that is next in height, upwards
 * @TRESTLE_HEAD_BY_PANEL: to the same layer and head of the next panel
 */
typedef enum
{
  TRESTLE_HEAD_BY_LAYER,
  TRESTLE_HEAD_TO_END,
  TRESTLE_HEAD_BY_VALUE,
  TRESTLE_HEAD_BY_PANEL,
} TrestleHeadWay;

/* @forward: or back, or downwards. Returns where that leads; @dot itself where there is nothing further. */
guint trestle_head_figure_walk (const TrestleFigure *figure, guint dot, TrestleHeadWay way, gboolean forward);

/* (transfer full): "image → text · layer 3 · head 2: 0.4123", counted as people count; with the model in front if there are two. */
char *trestle_head_figure_describe_dot (const TrestleFigure *figure, guint dot);

G_END_DECLS
