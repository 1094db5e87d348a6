/* A trial: switches that knock bridges out, and what the model answers then beside what it answers as it is. */
#pragma once

#include <adwaita.h>

#include "ui/bridge-work.h"

G_BEGIN_DECLS

#define TRESTLE_TYPE_BRIDGE_TRIAL (trestle_bridge_trial_get_type ())
G_DECLARE_FINAL_TYPE (TrestleBridgeTrial, trestle_bridge_trial, TRESTLE, BRIDGE_TRIAL, GtkWidget)

/*
 * Actions: "bridges.undo" takes the last switch back, "bridges.reset" leaves all bridges intact, "bridges.retry" runs the model again
 * after it was cancelled. What is switched are the workbench's stand-ins.
 */
GtkWidget *trestle_bridge_trial_new (void);

/* To be called once. */
void trestle_bridge_trial_set_work (TrestleBridgeTrial *trial, TrestleWorkbench *workbench, TrestleBridgeWork *work);

G_END_DECLS
