/* The figure of at which layer an answer appears: a curve an answer, over the layers of the cross-modal encoder. */
#pragma once

#include "analysis/figures/figure.h"
#include "analysis/figures/look.h"
#include "analysis/measures/readout.h"

G_BEGIN_DECLS

/**
 * trestle_readout_figure_new:
 * @name: of the model
 * @readouts: (element-type TrestleReadout): at least one; a reference is taken
 *
 * A panel a readout. Every curve has its answer written at its right end, as far as there is room for all of them.
 *
 * Columns of the table: model,task,token,answer,layer,probability.
 */
TrestleFigure *trestle_readout_figure_new (const char *name, GPtrArray *readouts, const TrestleLook *look);

G_END_DECLS
