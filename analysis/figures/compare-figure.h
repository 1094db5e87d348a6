/* The figure of variants of a model, or of models, side by side on one input: where the text looks, the answers, and how heads differ. */
#pragma once

#include "analysis/figures/figure.h"
#include "analysis/figures/ink.h"
#include "analysis/figures/look.h"
#include "analysis/measures/effect.h"
#include "analysis/measures/head-profile.h"
#include "core/input/image.h"
#include "core/input/preprocess.h"

G_BEGIN_DECLS

/**
 * TrestleCompareColumn:
 * @title: "intact", "without bridges (zero)", "meter-shapes", ...
 * @model: the model's name
 * @ink: of its bars and lines
 * @window: the part of the image that it sees
 * @looks: where its words look in the image
 * @shape: of its heads, with the divergence of the cross-modal encoder's blocks
 * @heads: `[shape->n_values]`
 * @answers: (element-type TrestleAnswer): `[TRESTLE_N_EFFECT_TASKS]`, %NULL for a task that it cannot do
 *
 * One of those that are compared.
 */
typedef struct
{
  const char *title;
  const char *model;
  TrestleInk ink;
  const TrestleImageWindow *window;
  TrestleAttentionMap *looks;
  const TrestleHeadShape *shape;
  const double *heads;
  GPtrArray *const *answers;
} TrestleCompareColumn;

/**
 * trestle_compare_figure_new:
 * @columns: `[n_columns]`, at least one; copied
 * @image: the original image; a reference is not kept
 * @opacity: of the heat over the image, in [0, 1]
 *
 * A column each: the image with the heat of @looks, all on one scale with one colour bar; the weight of the class token, which is no place
 * in the image; and the first answer to every question that any of them answers, with its probability as a bar. Below are panels for
 * the blocks of the cross-modal encoder, with the divergence of the heads by layer as a line for each column, in the ink that marks
 * its title. Narrower than 120 mm, two columns stand beside each other, and the others below.
 *
 * Columns of the table: column,model,quantity,task,answer,block,layer,row,patch_column,value. The quantities are probability, weight (of
 * patches; without row and column that of the class token), and every measure of the heads, which are means over the layer. Layers, rows
 * and columns count from 1.
 */
TrestleFigure *trestle_compare_figure_new (const TrestleCompareColumn *columns,
                                           guint n_columns,
                                           const TrestleImage *image,
                                           double opacity,
                                           const TrestleLook *look);

G_END_DECLS
