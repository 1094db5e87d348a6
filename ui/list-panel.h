/* The heads over a list of pairs: which list it is, the run over it, and what became of that, in a bar with the buttons for it. */
#pragma once

#include <adwaita.h>

#include "ui/list-study.h"
#include "ui/workbench.h"

G_BEGIN_DECLS

#define TRESTLE_TYPE_LIST_PANEL (trestle_list_panel_get_type ())
G_DECLARE_FINAL_TYPE (TrestleListPanel, trestle_list_panel, TRESTLE, LIST_PANEL, AdwBin)

/*
 * Property: "list" string, the path of the list, "" for none.
 *
 * Signals: "chosen" (string path): somebody wants that list; "changed": there are other numbers, or the run has begun or ended.
 */

/* For once: whose models go through the list, and who is told what went wrong. */
void trestle_list_panel_set_workbench (TrestleListPanel *panel, TrestleWorkbench *workbench);

/* Goes through the list with the models of now; does nothing without a list, or before there is a model. */
void trestle_list_panel_start (TrestleListPanel *panel);
gboolean trestle_list_panel_is_running (TrestleListPanel *panel);

/* (transfer none) (nullable): what is known of the list, as far as there is a number in it */
const TrestleListResult *trestle_list_panel_get_result (TrestleListPanel *panel);
/* (out): why there are no numbers, and what to do about it: a heading and a sentence */
void trestle_list_panel_explain_nothing (TrestleListPanel *panel, const char **title, const char **description);

G_END_DECLS
