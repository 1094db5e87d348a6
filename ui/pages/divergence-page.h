/* The Divergence page: one number for every head of every layer, as the paper plots it. */
#pragma once

#include <adwaita.h>

#include "ui/page.h"

G_BEGIN_DECLS

#define TRESTLE_TYPE_DIVERGENCE_PAGE (trestle_divergence_page_get_type ())
G_DECLARE_FINAL_TYPE (TrestleDivergencePage, trestle_divergence_page, TRESTLE, DIVERGENCE_PAGE, AdwBin)

/*
 * Properties: "measure" uint (TrestleHeadMeasure), what is measured of a head; "towers" boolean, whether the two towers are shown instead
 * of the cross-modal encoder; "busy" boolean, read-only, whether the numbers of the latest run are still being measured.
 */

G_END_DECLS
