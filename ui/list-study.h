/* The heads of one model or two over a list of pairs, measured in a thread of its own, with what is known so far. */
#pragma once

#include <gio/gio.h>

#include "ui/list-result.h"

G_BEGIN_DECLS

#define TRESTLE_TYPE_LIST_STUDY (trestle_list_study_get_type ())
G_DECLARE_FINAL_TYPE (TrestleListStudy, trestle_list_study, TRESTLE, LIST_STUDY, GObject)

/*
 * Read-only properties: "running" boolean; "progress" double in [0, 1]; "stage" string, what is being done, %NULL unless it runs.
 *
 * Signals: "changed": there is another result, a few times a second while it runs; "failed" (string sentence): it could not be done, or
 * not be done to its end. Both come in the main loop.
 */
TrestleListStudy *trestle_list_study_new (void);

/**
 * trestle_list_study_start:
 * @path: of the list
 * @sources: `[n_sources]`, one or two: the models, which are opened anew: a session may be used by one thread at a time
 *
 * Measures from the first pair on. What was under way is given up, and the result of before is forgotten.
 */
void trestle_list_study_start (TrestleListStudy *study, const char *path, TrestleModelSource *const *sources, guint n_sources);
/* Stops at the next layer of the pair at hand; what is measured stays. */
void trestle_list_study_cancel (TrestleListStudy *study);
gboolean trestle_list_study_is_running (TrestleListStudy *study);

/* (transfer none) (nullable): %NULL before the first pair */
TrestleListResult *trestle_list_study_get_result (TrestleListStudy *study);

G_END_DECLS
