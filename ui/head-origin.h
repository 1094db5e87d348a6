/* How a figure of heads was made, with the command line that makes the same: of one input or of a list, of one model or of two. */
#pragma once

#include "analysis/figures/origin.h"
#include "ui/list-result.h"
#include "ui/run.h"

G_BEGIN_DECLS

/**
 * trestle_head_origin_new_of_runs:
 * @second: (nullable): the second model's run of the same
 * @title: what the figure shows, in a line
 * @options: %NULL-terminated: what the command takes beside the models, the image and the text
 *
 * Without a command where none makes the same: of an image that has no file or was the second one of two, and of two models at image
 * sizes of their own.
 *
 * Returns: (transfer full)
 */
TrestleOrigin *
trestle_head_origin_new_of_runs (const TrestleRun *first, const TrestleRun *second, const char *title, const char *const *options);

/* (transfer full): the same of a list; without a command also while pairs of it are missing. */
TrestleOrigin *trestle_head_origin_new_of_list (const TrestleListResult *result, const char *title, const char *const *options);

G_END_DECLS
