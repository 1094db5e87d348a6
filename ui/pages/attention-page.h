/* The Attention page: one of the model's six attending blocks, as a grid of layers by heads. */
#pragma once

#include <adwaita.h>

#include "ui/page.h"

G_BEGIN_DECLS

#define TRESTLE_TYPE_ATTENTION_PAGE (trestle_attention_page_get_type ())
G_DECLARE_FINAL_TYPE (TrestleAttentionPage, trestle_attention_page, TRESTLE, ATTENTION_PAGE, AdwBin)

G_END_DECLS
