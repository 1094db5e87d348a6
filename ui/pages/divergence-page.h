/* The Divergence page: one number for every head of every layer, as the paper plots it. */
#pragma once

#include <adwaita.h>

#include "ui/page.h"

G_BEGIN_DECLS

#define TRESTLE_TYPE_DIVERGENCE_PAGE (trestle_divergence_page_get_type ())
G_DECLARE_FINAL_TYPE (TrestleDivergencePage, trestle_divergence_page, TRESTLE, DIVERGENCE_PAGE, AdwBin)

/*
 * Properties: "measure" uint (TrestleHeadMeasure), what is measured of a head; "towers" boolean, whether the two towers are shown instead
 * of the cross-modal encoder; "over-list" boolean, whether that is over a list instead of this image and text; "list" string, the path of
 * the list, "" for none; "busy" boolean, read-only, whether the numbers of the latest runs are still being made or measured.
 */

/* Shows the heads over the list at @path, once they are measured, which begins now. */
void trestle_divergence_page_open_list (TrestleDivergencePage *page, const char *path);

G_END_DECLS
