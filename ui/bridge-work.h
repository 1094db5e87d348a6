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
/* (transfer none): the one of that workbench, whoever looks */
TrestleBridgeWork *trestle_bridge_work_of (TrestleWorkbench *workbench);

/**
 * TrestleBridgeInterest: what somebody who looks wants to know.
 * @TRESTLE_BRIDGE_INTEREST_SHARES: shares, cosines and maps, which take no run of the model
 * @TRESTLE_BRIDGE_INTEREST_EFFECTS: knock-outs as well
 */
typedef enum
{
  TRESTLE_BRIDGE_INTEREST_NONE,
  TRESTLE_BRIDGE_INTEREST_SHARES,
  TRESTLE_BRIDGE_INTEREST_EFFECTS,
  TRESTLE_N_BRIDGE_INTERESTS,
} TrestleBridgeInterest;

/* Work is only done while somebody looks, and only what somebody wants: @now in place of @before, which that somebody said last. */
void trestle_bridge_work_look (TrestleBridgeWork *work, TrestleBridgeInterest before, TrestleBridgeInterest now);

/* (transfer none) (nullable): of the workbench's run; at first of the shares alone, then with all knock-outs */
const TrestleBridgeStudy *trestle_bridge_work_get_study (TrestleBridgeWork *work);
/* (transfer none) (nullable): what the workbench's stand-ins change; %NULL while it is not known, or where all bridges are intact */
const TrestleKnockOut *trestle_bridge_work_get_knock_out (TrestleBridgeWork *work);
/* Whether what is missing was cancelled, or failed; then nothing is tried again before there is another run or somebody asks for it. */
gboolean trestle_bridge_work_is_stopped (TrestleBridgeWork *work);
void trestle_bridge_work_resume (TrestleBridgeWork *work);

G_END_DECLS
