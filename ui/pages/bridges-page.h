/* The Bridges page: what each bridge brings, what the model answers with some of them knocked out, and both place by place. */
#pragma once

#include <adwaita.h>

#include "ui/bridge-work.h"
#include "ui/page.h"

G_BEGIN_DECLS

#define TRESTLE_TYPE_BRIDGES_PAGE (trestle_bridges_page_get_type ())
G_DECLARE_FINAL_TYPE (TrestleBridgesPage, trestle_bridges_page, TRESTLE, BRIDGES_PAGE, AdwBin)

/* Property: "quantity" uint (TrestleBridgeQuantity), what the bars of the figure show. */

/* (transfer none) (nullable): what is known of the bridges; %NULL before the page is in a window */
TrestleBridgeWork *trestle_bridges_page_get_work (TrestleBridgesPage *page);

G_END_DECLS
