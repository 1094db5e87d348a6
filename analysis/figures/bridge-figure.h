/* The figure of what each bridge brings: its share, its cosine, and what changes when it is knocked out. */
#pragma once

#include "analysis/figures/figure.h"
#include "analysis/figures/look.h"
#include "analysis/measures/bridge-profile.h"

G_BEGIN_DECLS

/**
 * TrestleBridgeQuantity: what the bars of the knock-outs show.
 * @TRESTLE_BRIDGE_BY_LOGIT: the change of the intact model's first answer's logit ("yes" for a match)
 * @TRESTLE_BRIDGE_BY_KL: the divergence of the answers' distribution from the intact one, nats
 */
typedef enum
{
  TRESTLE_BRIDGE_BY_LOGIT,
  TRESTLE_BRIDGE_BY_KL,
  TRESTLE_N_BRIDGE_QUANTITIES,
} TrestleBridgeQuantity;

/* "logit", "kl" */
const char *trestle_bridge_quantity_get_name (TrestleBridgeQuantity quantity);
gboolean trestle_bridge_quantity_parse (const char *name, TrestleBridgeQuantity *quantity);

/**
 * trestle_bridge_figure_new:
 * @name: of the model
 * @note: (nullable): what stands behind the name above the panels, such as what they are means over
 * @shape: of at least one bridge
 * @values: `[shape->n_values]`; copied
 * @intervals: (nullable): `[shape->n_values]`: half the width of the 95 % interval of each, where @values are means over many inputs
 * @task: whose output the bars are about, one of the first %TRESTLE_N_EFFECT_TASKS
 *
 * A column a side, text and image. The rows are the share of the uni-modal side, the cosine between the sides, and bars for the stand-ins
 * that were tried. Bridges that do not split have no share and no cosine; then a note says so instead.
 *
 * Columns of the table: model,side,bridge,quantity,stand_in,task,value,interval, with all tasks that the model can do.
 */
TrestleFigure *trestle_bridge_figure_new (const char *name,
                                          const char *note,
                                          const TrestleBridgeShape *shape,
                                          const double *values,
                                          const double *intervals,
                                          TrestleTask task,
                                          TrestleBridgeQuantity quantity,
                                          const TrestleLook *look);

G_END_DECLS
