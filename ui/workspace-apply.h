/* Between a workspace and the window's workbench: what a file keeps of it, and how it comes back. */
#pragma once

#include "ui/workbench.h"
#include "ui/workspace.h"

G_BEGIN_DECLS

/* (transfer full): what there is to keep now. There must have been a run. */
TrestleWorkspace *trestle_workspace_capture (TrestleWorkbench *workbench);

/**
 * trestle_workspace_apply:
 *
 * Opens everything that is there, with one run. Instead of a model or an image that is missing, what was shown stays, or the demo if
 * nothing was; the texts about a missing image are kept.
 */
void trestle_workspace_apply (const TrestleWorkspace *workspace, TrestleWorkbench *workbench);

/* What needs the model to be open: how the switches of its bridges stand; all as the model has them if it has another number of them. */
void trestle_workspace_apply_to_model (const TrestleWorkspace *workspace, TrestleWorkbench *workbench);

/* (transfer full) (nullable): one sentence about what is missing, and what to do; @name is what people call the file */
char *trestle_workspace_describe_missing (const TrestleWorkspace *workspace, const char *name);

G_END_DECLS
