/* The heads of one model, or of two side by side, in numbers: of one input, or on average over many. */
#pragma once

#include "analysis/measures/head-profile.h"
#include "analysis/measures/tally.h"
#include "core/model/stand-in.h"

G_BEGIN_DECLS

#define TRESTLE_MOST_HEAD_PROFILES 2

/**
 * TrestleHeadProfile: a model and its numbers.
 * @name: what people call the model
 * @kind: what it is in a word: "BridgeTower"
 * @values: `[shape.n_values]`
 * @deviations: (nullable): `[shape.n_values]`: over many inputs, the standard deviation of each
 * @intervals: (nullable): `[shape.n_values]`: over many inputs, half the width of the 95 % interval of each
 */
typedef struct
{
  char *name;
  char *kind;
  TrestleHeadShape shape;
  double *values;
  double *deviations;
  double *intervals;
} TrestleHeadProfile;

/**
 * trestle_head_profile_init:
 * @stand_in: what feeds all of the model's bridges; %TRESTLE_STAND_IN_NONE for the model as it is
 * @blocks: bits 1 << block
 * @measures: bits 1 << measure
 *
 * The numbers are still to be measured.
 */
void
trestle_head_profile_init (TrestleHeadProfile *profile, const TrestleModel *model, TrestleStandIn stand_in, guint blocks, guint measures);
void trestle_head_profile_init_copy (TrestleHeadProfile *profile, const TrestleHeadProfile *other);
void trestle_head_profile_clear (TrestleHeadProfile *profile);

/* `[n_profiles]`: how many numbers they have together */
gsize trestle_head_profiles_count_values (const TrestleHeadProfile *profiles, guint n_profiles);

/* Means, deviations and intervals in place of what there was; @tally has the numbers of the first profile, then those of the second. */
void trestle_head_profiles_take_means (TrestleHeadProfile *profiles, guint n_profiles, const TrestleTally *tally);

/* (transfer none): what a figure calls a profile: two models of different kinds are told apart by those, a model and itself without
 * bridges by that, others by their names. */
const char *trestle_head_profiles_get_title (const TrestleHeadProfile *profiles, guint n_profiles, guint index);

G_END_DECLS
