/* The heads of what the window ran last: of its model, and beside it of the second model, if there is one. */
#pragma once

#include "analysis/measures/head-profiles.h"
#include "ui/workbench.h"

G_BEGIN_DECLS

#define TRESTLE_TYPE_PAIR_STUDY (trestle_pair_study_get_type ())
G_DECLARE_FINAL_TYPE (TrestlePairStudy, trestle_pair_study, TRESTLE, PAIR_STUDY, GObject)

/*
 * Read-only properties: "busy" boolean, whether the latest runs are still being made or measured.
 *
 * Signals: "changed": there are other numbers.
 */
/* To be given up with g_object_run_dispose(): a thread may keep it alive for a while. */
TrestlePairStudy *trestle_pair_study_new (TrestleWorkbench *workbench);

/* Nothing is measured unless somebody looks: each look begins and ends with one of these. */
void trestle_pair_study_hold (TrestlePairStudy *study);
void trestle_pair_study_release (TrestlePairStudy *study);

/**
 * trestle_pair_study_get_profiles:
 * @profiles: (out caller-allocates): `[TRESTLE_MOST_HEAD_PROFILES]`: they belong to @study, and are good until it changes
 *
 * Two models are always of one image and one text; until both are measured, those of before are.
 *
 * Returns: how many there are; 0 before the first run
 */
guint trestle_pair_study_get_profiles (TrestlePairStudy *study, TrestleHeadProfile *profiles);
/* (transfer none): what the profile of that index is of */
TrestleRun *trestle_pair_study_get_run (TrestlePairStudy *study, guint index);

G_END_DECLS
