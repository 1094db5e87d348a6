/* What is known of the bridges of the workbench's run, and the work that is needed to know the rest: what comes first, what is kept. */
#pragma once

#include "ui/bridge-study.h"
#include "ui/workbench.h"

G_BEGIN_DECLS

#define TRESTLE_TYPE_BRIDGE_WORK (trestle_bridge_work_get_type ())
G_DECLARE_FINAL_TYPE (TrestleBridgeWork, trestle_bridge_work, TRESTLE, BRIDGE_WORK, GObject)

/*
 * Signal: "changed": more is known, or less. Nothing is measured twice of one run: knock-outs are kept until the model has read something
 * else, and what the workbench's stand-ins ask for goes before the rest.
 */
TrestleBridgeWork *trestle_bridge_work_new (TrestleWorkbench *workbench);

/* Work is only done while somebody looks. */
void trestle_bridge_work_set_active (TrestleBridgeWork *work, gboolean is_active);

/* (transfer none) (nullable): of the workbench's run; at first of the shares alone, then with all knock-outs */
const TrestleBridgeStudy *trestle_bridge_work_get_study (TrestleBridgeWork *work);
/* (transfer none) (nullable): what the workbench's stand-ins change; %NULL while it is not known, or where all bridges are intact */
const TrestleKnockOut *trestle_bridge_work_get_knock_out (TrestleBridgeWork *work);
/* Whether what is missing was cancelled, or failed; then nothing is tried again before there is another run or somebody asks for it. */
gboolean trestle_bridge_work_is_stopped (TrestleBridgeWork *work);
void trestle_bridge_work_resume (TrestleBridgeWork *work);

G_END_DECLS
