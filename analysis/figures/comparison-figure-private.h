/* What the drawing and the table of a comparison read. */
#pragma once

#include "analysis/figures/comparison-figure.h"
#include "analysis/figures/heading.h"
#include "analysis/figures/panel-grid.h"
#include "analysis/figures/picture.h"

G_BEGIN_DECLS

/* Where the three maps stand. */
typedef enum
{
  TRESTLE_COMPARISON_FIRST,
  TRESTLE_COMPARISON_SECOND,
  TRESTLE_COMPARISON_DIFFERENCE,
  TRESTLE_N_COMPARISON_MAPS,
} TrestleComparisonMap;

typedef struct
{
  char *name;
  TrestlePicture *picture;
  double aspect; /* the window's height by its width */
  TrestleHeadShape shape;
  double *heads;
  GPtrArray *readouts;
} TrestleComparedModel;

/**
 * TrestleComparisonDrawing:
 * @words: (nullable): %NULL-terminated: the pieces of the text, clean
 * @titles: lines above each map, %NULL-terminated
 * @x: where each map begins; likewise @y, below its title
 * @width: of a map, with its height in @heights
 * @scales: the colour bars' axes: of weights and of differences
 * @bars: where each colour bar begins
 * @notes: lines, %NULL-terminated: what could not be matched
 * @notes_top: where they begin
 * @divergence: panels, which begin at @divergence_top
 * @answers: (nullable): panels, which begin at @answers_top
 * @label_width: points on the right of the panels of answers
 * @n_beside: of panels of answers: one if only one model answers
 */
typedef struct
{
  TrestleComparedModel models[2];
  TrestleMapPair *pair;
  TrestleTask task;
  double opacity;
  TrestleLook look;
  TrestleHeading heading;
  char **words;
  char **titles[TRESTLE_N_COMPARISON_MAPS];
  double x[TRESTLE_N_COMPARISON_MAPS];
  double y[TRESTLE_N_COMPARISON_MAPS];
  double width;
  double heights[TRESTLE_N_COMPARISON_MAPS];
  TrestleAxis scales[2];
  double bars[2];
  char **notes;
  double notes_top;
  TrestlePanelGrid *divergence;
  double divergence_top;
  TrestlePanelGrid *answers;
  double answers_top;
  double label_width;
} TrestleComparisonDrawing;

/* The mean divergence of a layer's heads; NaN where there is no such layer. */
double trestle_comparison_get_divergence (const TrestleComparedModel *model, TrestleBlock block, guint layer);

/* A #TrestleFigureTable. */
void trestle_comparison_write_table (TrestleTable *table, gpointer data);

G_END_DECLS
