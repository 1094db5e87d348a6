/* What is known of what was chosen to be said of a model's parts, and the work that is needed to know the rest. */
#pragma once

#include "ui/pages/architecture-figure.h"
#include "ui/workbench.h"

G_BEGIN_DECLS

#define TRESTLE_TYPE_ARCHITECTURE_STUDY (trestle_architecture_study_get_type ())
G_DECLARE_FINAL_TYPE (TrestleArchitectureStudy, trestle_architecture_study, TRESTLE, ARCHITECTURE_STUDY, GObject)

/*
 * Read-only property: "busy" boolean, whether something that was chosen is being measured.
 *
 * Signal: "changed": there is something else to show. While the bridges' shares of a new run are on their way, which takes a moment, those
 * of the run before stay: nothing flickers.
 */
TrestleArchitectureStudy *trestle_architecture_study_new (TrestleWorkbench *workbench);

/* What was chosen; it is measured where it is missing, while somebody looks. */
void
trestle_architecture_study_set_choice (TrestleArchitectureStudy *study, const TrestleArchitectureChoice *choice, gboolean is_looked_at);

/* (transfer none) (nullable): of the last run */
const TrestleModel *trestle_architecture_study_get_model (TrestleArchitectureStudy *study);
/* @view: (out): what there is to draw, as long as nothing changes. %FALSE before there is a run. */
gboolean trestle_architecture_study_get_view (TrestleArchitectureStudy *study, TrestleArchitectureView *view);

/* Whether work on bridges was stopped, or has failed. */
gboolean trestle_architecture_study_is_stopped (TrestleArchitectureStudy *study);
/* Whether that has left out something that was chosen: it can be resumed. */
gboolean trestle_architecture_study_can_resume (TrestleArchitectureStudy *study);
void trestle_architecture_study_resume (TrestleArchitectureStudy *study);

G_END_DECLS
