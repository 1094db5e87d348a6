/* What the drawing of a figure of bridges and the places of its numbers have in common. */
#pragma once

#include "analysis/figures/bridge-figure.h"
#include "analysis/figures/panel-grid.h"

G_BEGIN_DECLS

#define BRIDGE_FIGURE_N_STAND_INS 3

/**
 * BridgeFigure:
 * @intervals: (nullable)
 * @note: lines
 * @below: where the panels end
 * @marks: `[n_marks]`: row by row, in each the text's side, then the image's, bridge by bridge
 */
typedef struct
{
  char *name;
  TrestleBridgeShape shape;
  double *values;
  double *intervals;
  TrestleTask task;
  TrestleBridgeQuantity quantity;
  TrestleLook look;
  TrestleBridgeRow rows[3];
  guint n_rows;
  TrestlePanelGrid *grid;
  char **note;
  double below;
  TrestleBridgeMark *marks;
  guint n_marks;
} BridgeFigure;

/* A kind of bar: its ink among those of series, and what the legend calls it. */
typedef struct
{
  TrestleStandIn stand_in;
  guint ink;
  const char *title;
} BridgeStandIn;

/* In the order of the bars. */
extern const BridgeStandIn bridge_figure_stand_ins[BRIDGE_FIGURE_N_STAND_INS];

/* (nullable): what a figure of bridges is drawn of */
BridgeFigure *bridge_figure_get (const TrestleFigure *figure);

/* Whether there are bars of that kind, and of how many kinds there are. */
gboolean bridge_figure_is_tried (const BridgeFigure *figure, guint index);
guint bridge_figure_count_tried (const BridgeFigure *figure);

/* Where the number that a bar shows stands. */
gsize bridge_figure_find_bar (const BridgeFigure *figure, TrestleSide side, guint bridge, TrestleStandIn stand_in);

/* (transfer full): "match logit change", "KL of match (nats)" */
char *bridge_figure_name_effect (const BridgeFigure *figure);

/* Once the panels have their places. */
void bridge_figure_make_marks (BridgeFigure *figure);

G_END_DECLS
