/* What two models are compared by: a study of each, both of one text, measured as soon as both have run. */
#pragma once

#include "ui/model-study.h"
#include "ui/workbench.h"

G_BEGIN_DECLS

/* The sides of a comparison. */
enum
{
  TRESTLE_FIRST_MODEL,
  TRESTLE_SECOND_MODEL,
  TRESTLE_N_COMPARED_MODELS,
};

#define TRESTLE_TYPE_COMPARISON_STUDY (trestle_comparison_study_get_type ())
G_DECLARE_FINAL_TYPE (TrestleComparisonStudy, trestle_comparison_study, TRESTLE, COMPARISON_STUDY, GObject)

/*
 * Signals: "exchanged": there are other studies, or fewer; "changed": that, or something that the functions below tell is different.
 */
/* To be given up with g_object_run_dispose(): a runner may keep it alive for a while. */
TrestleComparisonStudy *trestle_comparison_study_new (TrestleWorkbench *workbench);

/* Nothing is run or measured unless somebody looks: each look begins and ends with one of these. It tries again what had stopped. */
void trestle_comparison_study_hold (TrestleComparisonStudy *study);
void trestle_comparison_study_release (TrestleComparisonStudy *study);
/* What was stopped, the second model's run or what is measured. */
void trestle_comparison_study_try_again (TrestleComparisonStudy *study);

/* (transfer none) (nullable): the last run of that side */
TrestleRun *trestle_comparison_study_get_run (TrestleComparisonStudy *study, guint side);
/* (transfer none) (nullable): of that side; it may be of an older run while newer ones are measured */
const TrestleModelStudy *trestle_comparison_study_get_study (TrestleComparisonStudy *study, guint side);
/* Whether there are studies of the last runs. */
gboolean trestle_comparison_study_is_up_to_date (TrestleComparisonStudy *study);
/* Whether nothing more will come unless somebody asks for it. */
gboolean trestle_comparison_study_is_stopped (TrestleComparisonStudy *study);
/* Whether there are two models, and studies of their last runs are on their way. */
gboolean trestle_comparison_study_is_busy (TrestleComparisonStudy *study);

G_END_DECLS
