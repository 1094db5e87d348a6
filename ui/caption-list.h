/* The captions to rank: written one a line, scored by one of the model's heads, and shown best first. */
#pragma once

#include <adwaita.h>

#include "ui/workbench.h"

G_BEGIN_DECLS

#define TRESTLE_TYPE_CAPTION_LIST (trestle_caption_list_get_type ())
G_DECLARE_FINAL_TYPE (TrestleCaptionList, trestle_caption_list, TRESTLE, CAPTION_LIST, AdwBin)

/* To be called once. */
void trestle_caption_list_set_workbench (TrestleCaptionList *list, TrestleWorkbench *workbench);
void trestle_caption_list_focus_text (TrestleCaptionList *list);

G_END_DECLS
