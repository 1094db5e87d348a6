/* The Compare page: two models on one input, side by side. */
#pragma once

#include <adwaita.h>

#include "analysis/measures/map-pair.h"
#include "ui/model-study.h"
#include "ui/page.h"

G_BEGIN_DECLS

#define TRESTLE_TYPE_COMPARE_PAGE (trestle_compare_page_get_type ())
/*
 * Properties: "mean" boolean, whether the mean of the layer is shown, whichever head is chosen; "busy" boolean, read-only, whether what is
 * shown is not about the last runs yet.
 */
G_DECLARE_FINAL_TYPE (TrestleComparePage, trestle_compare_page, TRESTLE, COMPARE_PAGE, AdwBin)

/* (transfer none) (nullable): the maps that are shown; %NULL before there are any */
const TrestleMapPair *trestle_compare_page_get_pair (TrestleComparePage *page);
/* (transfer none) (nullable): what is shown of the first model (0) and of the second (1) */
const TrestleModelStudy *trestle_compare_page_get_study (TrestleComparePage *page, guint side);

G_END_DECLS
