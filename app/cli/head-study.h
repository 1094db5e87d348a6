/* What the heads of one model, or of two, do: measured of one input, over a list of pairs, or taken from results that were merged. */
#pragma once

#include "analysis/measures/dataset.h"
#include "analysis/measures/head-profiles.h"
#include "app/cli/command.h"

G_BEGIN_DECLS

/**
 * CliHeadStudy:
 * @n_dropped: for each profile: of how many tokens of the one text the end was left out
 * @input: what was read, in words
 * @is_list: whether it was a list of pairs
 * @n_pairs: in that list
 * @n_failed: of them
 * @n_missing: of them, not done yet
 */
typedef struct
{
  TrestleHeadMeasure measure;
  TrestleHeadProfile profiles[TRESTLE_MOST_HEAD_PROFILES];
  guint n_dropped[TRESTLE_MOST_HEAD_PROFILES];
  guint n_profiles;
  char *input;
  gboolean is_list;
  guint64 n_pairs;
  guint64 n_failed;
  guint64 n_missing;
} CliHeadStudy;

/* (transfer full): of the image and text, or the inputs, that the call names. */
CliHeadStudy *cli_head_study_of_reading (CliCall *call, TrestleHeadMeasure measure, GError **error);

/**
 * cli_head_study_of_list:
 * @write: (scope call): writes the study, after which nothing of it need be kept
 *
 * Goes through the list that --pairs names. @write is not called where there is nothing to write: for a shard, and in a process that does
 * not have the result.
 */
gboolean cli_head_study_of_list (CliCall *call,
                                 TrestleHeadMeasure measure,
                                 gboolean (*write) (CliCall *call, const CliHeadStudy *study, GError **error),
                                 GError **error);

/* (transfer full): from the file that --merged names, which also says what was measured. Errors: %TRESTLE_ERROR_INPUT naming it. */
CliHeadStudy *cli_head_study_of_merged (const CliCall *call, GError **error);

void cli_head_study_free (CliHeadStudy *study);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CliHeadStudy, cli_head_study_free)

G_END_DECLS
