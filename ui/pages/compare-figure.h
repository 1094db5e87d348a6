/* The figure of the Compare page: one map of two models and what else they are compared by, with the command line that makes the same. */
#pragma once

#include "analysis/figures/figure.h"
#include "analysis/figures/look.h"
#include "analysis/measures/map-pair.h"
#include "ui/model-study.h"

G_BEGIN_DECLS

/* @studies: `[2]`, of the first model and of the second, in all of these. */

/* (transfer full) (nullable): that map of both; %NULL if their runs have no such map */
TrestleMapPair *trestle_compare_figure_match (const TrestleModelStudy *const *studies, const TrestleMapPlace *place);

/* (transfer full): without an origin. @opacity: of the heat over the image, in [0, 1] */
TrestleFigure *
trestle_compare_figure_draw (const TrestleModelStudy *const *studies, TrestleMapPair *pair, double opacity, const TrestleLook *look);

/* (transfer full): of the map at @place, for a file of that name */
TrestleOrigin *trestle_compare_figure_make_origin (const TrestleModelStudy *const *studies,
                                                   const TrestleMapPlace *place,
                                                   double opacity,
                                                   const TrestleLook *look,
                                                   const char *file);

G_END_DECLS
