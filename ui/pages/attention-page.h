/* The Attention page: one of the model's six attending blocks, as a grid of layers by heads. */
#pragma once

#include <adwaita.h>

#include "ui/workbench.h"

G_BEGIN_DECLS

#define TRESTLE_TYPE_ATTENTION_PAGE (trestle_attention_page_get_type ())
G_DECLARE_FINAL_TYPE (TrestleAttentionPage, trestle_attention_page, TRESTLE, ATTENTION_PAGE, AdwBin)

/* To be called once. The window must have the action "win.block" of the workbench. */
void trestle_attention_page_set_workbench (TrestleAttentionPage *page, TrestleWorkbench *workbench);

G_END_DECLS
