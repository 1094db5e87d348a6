/* Asks what is to become of the work of a window that ended unexpectedly. */
#pragma once

#include <adwaita.h>

#include "ui/autosave.h"

G_BEGIN_DECLS

#define TRESTLE_TYPE_RESCUE_OFFER (trestle_rescue_offer_get_type ())
G_DECLARE_FINAL_TYPE (TrestleRescueOffer, trestle_rescue_offer, TRESTLE, RESCUE_OFFER, AdwBin)

/* For once: whose findings it asks about; hidden while there are none. */
void trestle_rescue_offer_set_autosave (TrestleRescueOffer *offer, TrestleAutosave *autosave);

G_END_DECLS
