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

/* The rows of panels, from the top. */
typedef enum
{
  TRESTLE_BRIDGE_ROW_SHARE,
  TRESTLE_BRIDGE_ROW_COSINE,
  TRESTLE_BRIDGE_ROW_EFFECT,
} TrestleBridgeRow;

/**
 * TrestleBridgeMark: a dot or a bar of the figure.
 * @x: of the upper left corner of what it takes up, points; likewise the others
 * @bridge: counted from 0
 * @stand_in: of a bar; else %TRESTLE_STAND_IN_NONE
 */
typedef struct
{
  double x, y, width, height;
  TrestleBridgeRow row;
  TrestleSide side;
  guint bridge;
  TrestleStandIn stand_in;
  double value;
} TrestleBridgeMark;

/* (transfer none): what can be pointed at in a figure of trestle_bridge_figure_new(), row by row; none in other figures */
const TrestleBridgeMark *trestle_bridge_figure_get_marks (const TrestleFigure *figure, guint *n_marks);
/* The mark that is nearest, and no further than @reach; -1 for none. All in points. */
gint trestle_bridge_figure_find_mark (const TrestleFigure *figure, double x, double y, double reach);
/* (transfer full): "Image side, bridge 2: share 0.412"; counted as people count */
char *trestle_bridge_figure_describe_mark (const TrestleFigure *figure, guint mark);
/* That many marks further on in the row of panels, or the same bridge in another row; as far as there are any. */
guint trestle_bridge_figure_walk (const TrestleFigure *figure, guint mark, int rows, int columns);

G_END_DECLS
