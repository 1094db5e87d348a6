/* The figure of the Architecture page: the model with the numbers that are chosen, on the screen and in a file. */
#pragma once

#include "analysis/figures/figure.h"
#include "analysis/figures/look.h"
#include "ui/head-study.h"
#include "ui/pages/architecture-choice.h"

G_BEGIN_DECLS

/**
 * TrestleArchitectureView: what is drawn.
 * @run: of the model
 * @heads: (nullable): of the model; of @run or of an older one
 * @bridges: (nullable): likewise, if there are numbers of the choice
 */
typedef struct
{
  const TrestleRun *run;
  TrestleArchitectureChoice choice;
  const TrestleHeadStudy *heads;
  const TrestleBridgeStudy *bridges;
  TrestleColormap colormap;
} TrestleArchitectureView;

/* (transfer full): with room for the numbers that are not known yet. */
TrestleFigure *trestle_architecture_view_draw (const TrestleArchitectureView *view, double width_mm);

/* (transfer full): with its origin, for a file of that name: with the numbers of the run alone, as the command line gives no others. */
TrestleFigure *trestle_architecture_view_export (const TrestleArchitectureView *view, double width_mm, const char *file);

G_END_DECLS
