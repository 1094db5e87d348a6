/* The Compare page: two models on one input, side by side. */
#pragma once

#include <adwaita.h>

#include "ui/page.h"

G_BEGIN_DECLS

#define TRESTLE_TYPE_COMPARE_PAGE (trestle_compare_page_get_type ())
/*
 * Properties: "mean" boolean, whether the mean of the layer is shown, whichever head is chosen; "busy" boolean, read-only, whether what is
 * shown is not about the last runs yet.
 */
G_DECLARE_FINAL_TYPE (TrestleComparePage, trestle_compare_page, TRESTLE, COMPARE_PAGE, AdwBin)

G_END_DECLS
