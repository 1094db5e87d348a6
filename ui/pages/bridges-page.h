/* The Bridges page: what each bridge brings, and what the model answers with some of them knocked out. */
#pragma once

#include <adwaita.h>

#include "ui/bridge-study.h"
#include "ui/page.h"

G_BEGIN_DECLS

#define TRESTLE_TYPE_BRIDGES_PAGE (trestle_bridges_page_get_type ())
G_DECLARE_FINAL_TYPE (TrestleBridgesPage, trestle_bridges_page, TRESTLE, BRIDGES_PAGE, AdwBin)

/* Property: "quantity" uint (TrestleBridgeQuantity), what the bars of the figure show. */

/* (transfer none) (nullable): what is shown, of the run that is shown */
const TrestleBridgeStudy *trestle_bridges_page_get_study (TrestleBridgesPage *page);
/* (transfer none) (nullable): what the switches change, %NULL while it is not known or none is set */
const TrestleKnockOut *trestle_bridges_page_get_knock_out (TrestleBridgesPage *page);

G_END_DECLS
