/* Keeps the work of a window in a file: opens it, saves it, and knows what was changed since. */
#pragma once

#include "ui/workbench.h"
#include "ui/workspace.h"

G_BEGIN_DECLS

#define TRESTLE_TYPE_KEEPER (trestle_keeper_get_type ())
G_DECLARE_FINAL_TYPE (TrestleKeeper, trestle_keeper, TRESTLE, KEEPER, GObject)

/*
 * Read-only properties: "title" string, what people call the file, "" while the work has none; "modified" boolean, whether the file's
 * work was changed since; work without a file never is.
 *
 * Signals: "opened": a workspace was opened, and has run; "saved": the file has what is shown; "changed": something that a workspace keeps
 * may have changed.
 */
TrestleKeeper *trestle_keeper_new (TrestleWorkbench *workbench);

/* (transfer none) (nullable): the file that the work is kept in */
GFile *trestle_keeper_get_file (TrestleKeeper *keeper);
/* As the property, and up to date at once: that follows when the main loop has time. */
gboolean trestle_keeper_is_modified (TrestleKeeper *keeper);

/**
 * trestle_keeper_open:
 *
 * Reads @file in a thread and opens what it names. What cannot be is said by the workbench; if the file cannot be read, all stays as it
 * was, or the demo is opened if nothing was. Another call takes this one's place.
 */
void trestle_keeper_open (TrestleKeeper *keeper, GFile *file);

/**
 * trestle_keeper_recover:
 * @copy: the path of a workspace
 * @original: (nullable): the file that its work is to be kept in
 *
 * As trestle_keeper_open(), but the work is @original's, or no file's yet, with changes that are not saved.
 */
void trestle_keeper_recover (TrestleKeeper *keeper, const char *copy, GFile *original);
/* Whether a workspace is being opened, so that nothing can be said of the work yet. */
gboolean trestle_keeper_is_opening (TrestleKeeper *keeper);
/* (transfer full) (nullable): the work, if it is not as its file has it or, without a file, as the window opened. */
TrestleWorkspace *trestle_keeper_capture_unsaved (TrestleKeeper *keeper);

/* Writes @file in a thread; the work is kept there from then on. */
void trestle_keeper_save_async (TrestleKeeper *keeper, GFile *file, GAsyncReadyCallback callback, gpointer data);
/* Errors: those of trestle_workspace_save(). */
gboolean trestle_keeper_save_finish (TrestleKeeper *keeper, GAsyncResult *result, GError **error);

G_END_DECLS
