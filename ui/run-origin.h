/* How a figure of a run was made, with the command line that makes the same. */
#pragma once

#include "analysis/figures/origin.h"
#include "ui/run.h"

G_BEGIN_DECLS

/**
 * trestle_run_make_origin:
 * @title: what the figure shows, in a line
 * @subcommand: (nullable): of trestle-cli; %NULL if none makes the same
 * @options: %NULL-terminated: what it takes beside the model, the image and the text
 *
 * Without a command where none makes the same, of an image that has no file, or that was the second one of two; then its obstacle says so.
 *
 * Returns: (transfer full)
 */
TrestleOrigin *trestle_run_make_origin (const TrestleRun *run, const char *title, const char *subcommand, const char *const *options);

/* (transfer full): of a figure of the model alone, whatever it has read: always with a command, which takes neither image nor text. */
TrestleOrigin *trestle_run_make_model_origin (const TrestleRun *run, const char *title, const char *subcommand, const char *const *options);

/* (transfer full): the text that the run's tokens are of: of ranking, one of the captions */
char *trestle_run_get_shown_text (const TrestleRun *run);

G_END_DECLS
