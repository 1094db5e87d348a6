/* Says that a head of the second model cannot be opened, and offers what makes it one that can: to exchange the two models. */
#pragma once

#include <adwaita.h>

#include "ui/workbench.h"

G_BEGIN_DECLS

#define TRESTLE_TYPE_EXCHANGE_OFFER (trestle_exchange_offer_get_type ())
G_DECLARE_FINAL_TYPE (TrestleExchangeOffer, trestle_exchange_offer, TRESTLE, EXCHANGE_OFFER, AdwBin)

/* For once: whose models are exchanged. */
void trestle_exchange_offer_set_workbench (TrestleExchangeOffer *offer, TrestleWorkbench *workbench);

/* It is hidden until then, and again once it was taken; a second model that cannot be the first one is not offered. */
void trestle_exchange_offer_show (TrestleExchangeOffer *offer);

G_END_DECLS
