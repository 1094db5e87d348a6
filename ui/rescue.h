/* The copy of a window's unsaved work that outlives the program: where it is, whose it is, and when it goes. */
#pragma once

#include <gio/gio.h>

#include "ui/workspace.h"

G_BEGIN_DECLS

/**
 * TrestleRescue:
 *
 * A copy, NAME.trestle, and NAME.lock beside it, which is locked for as long as the window lives: the system takes the lock away however a
 * program ends, so that a copy whose lock is free is one that nobody can come back for. The lock's text is the path of the file that the
 * work is saved in, if any. Counted; threads may share it.
 */
typedef struct _TrestleRescue TrestleRescue;

/* (transfer full): where copies are: "trestle" in the user's folder of state, which is for what a program goes on with and nobody backs up
 * or reads: neither a setting nor a document. */
char *trestle_rescue_find_folder (void);

/* A copy to be; nothing is written yet. */
TrestleRescue *trestle_rescue_new (const char *folder);
/**
 * trestle_rescue_find:
 *
 * The newest copy in @folder whose window is gone; nobody else finds it from now on, until it is given back by freeing it. Copies that
 * are older than a week go. In a thread, as it reads a folder.
 *
 * Returns: (transfer full) (nullable): %NULL if there is none
 */
TrestleRescue *trestle_rescue_find (const char *folder);
TrestleRescue *trestle_rescue_ref (TrestleRescue *rescue);
void trestle_rescue_unref (TrestleRescue *rescue);

/* (nullable): the path of the copy, %NULL before anything was written */
const char *trestle_rescue_get_path (const TrestleRescue *rescue);
/* (transfer full): when a copy that was found was written */
GDateTime *trestle_rescue_get_time (const TrestleRescue *rescue);
/* (transfer full) (nullable): what the work of a copy that was found is saved in */
GFile *trestle_rescue_get_original (const TrestleRescue *rescue);

/**
 * trestle_rescue_write:
 * @original: (nullable): what the work is saved in
 *
 * Takes the place of the copy before at once or not at all. Does nothing after trestle_rescue_remove(). Errors: those of
 * trestle_workspace_save(), %G_FILE_ERROR.
 */
gboolean trestle_rescue_write (TrestleRescue *rescue, const TrestleWorkspace *workspace, GFile *original, GError **error);
/* There is nothing that could be lost any more: the copy goes, and the next change may make another. Waits for one that is being written.
 */
void trestle_rescue_clear (TrestleRescue *rescue);
/* The same for good. */
void trestle_rescue_remove (TrestleRescue *rescue);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrestleRescue, trestle_rescue_unref)

G_END_DECLS
