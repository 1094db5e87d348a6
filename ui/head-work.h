/* What is known of the heads of the workbench's run, and the work that is needed to know the latest. */
#pragma once

#include "ui/head-study.h"
#include "ui/workbench.h"

G_BEGIN_DECLS

#define TRESTLE_TYPE_HEAD_WORK (trestle_head_work_get_type ())
G_DECLARE_FINAL_TYPE (TrestleHeadWork, trestle_head_work, TRESTLE, HEAD_WORK, GObject)

/*
 * Read-only property: "busy" boolean, whether a run is being measured.
 *
 * Signal: "changed": there is another study. What goes wrong is reported by the workbench.
 */
/* To be given up with g_object_run_dispose(): a thread may keep it alive for a while. */
TrestleHeadWork *trestle_head_work_new (TrestleWorkbench *workbench);

/*
 * Whether the heads of the workbench's run are wanted; to be said again after each run. Runs are measured one after the other, the latest
 * alone, and none while nobody wants it.
 */
void trestle_head_work_set_wanted (TrestleHeadWork *work, gboolean is_wanted);

/* (transfer none) (nullable): the last that was measured; of an older run while a newer one is measured */
const TrestleHeadStudy *trestle_head_work_get_study (TrestleHeadWork *work);
/* (transfer none) (nullable): the same, unless it is of an older run */
const TrestleHeadStudy *trestle_head_work_get_latest (TrestleHeadWork *work);

G_END_DECLS
