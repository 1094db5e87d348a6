/* Writes a copy of a window's unsaved work a moment after every change, and finds what a window that is gone has left. */
#pragma once

#include "ui/keeper.h"
#include "ui/rescue.h"

G_BEGIN_DECLS

#define TRESTLE_TYPE_AUTOSAVE (trestle_autosave_get_type ())
G_DECLARE_FINAL_TYPE (TrestleAutosave, trestle_autosave, TRESTLE, AUTOSAVE, GObject)

/*
 * Signals: "found" (a TrestleRescue): the work of a window that is gone, to be asked about; "failed" (a sentence): no copy can be written,
 * said once.
 *
 * Copies are written in threads. Work that is as it was saved, or as the window opened, has none.
 */
TrestleAutosave *trestle_autosave_new (TrestleKeeper *keeper, const char *folder);

/* Looks for work that was left, in a thread. */
void trestle_autosave_look (TrestleAutosave *autosave);
/* Opens what was found; the copy is this window's from then on. */
void trestle_autosave_reopen (TrestleAutosave *autosave, TrestleRescue *rescue);

/* Writes now what there is to lose, and leaves it behind: for a program that is told to end and cannot ask. */
void trestle_autosave_leave (TrestleAutosave *autosave);
/* The user has decided: nothing is left behind, unless it was left before. */
void trestle_autosave_end (TrestleAutosave *autosave);

G_END_DECLS
