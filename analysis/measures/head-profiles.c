/* The heads of one model, or of two side by side, in numbers. */
#include "analysis/measures/head-profiles.h"

#include <string.h>

/* The first word of what it is. */
static char *
name_kind (const TrestleModel *model)
{
  g_autofree char *description = trestle_model_describe (model);

  return g_strndup (description, strcspn (description, ", "));
}

void
trestle_head_profile_init (TrestleHeadProfile *profile, const TrestleModel *model, TrestleStandIn stand_in, guint blocks, guint measures)
{
  *profile = (TrestleHeadProfile){
    .name = trestle_stand_in_name_model (stand_in, trestle_model_get_name (model)),
    .kind = name_kind (model),
  };
  trestle_head_shape_init (&profile->shape, model, blocks, measures);
  profile->values = g_new (double, profile->shape.n_values);
}

void
trestle_head_profile_init_copy (TrestleHeadProfile *profile, const TrestleHeadProfile *other)
{
  gsize size = other->shape.n_values * sizeof (double);

  *profile = (TrestleHeadProfile){
    .name = g_strdup (other->name),
    .kind = g_strdup (other->kind),
    .shape = other->shape,
    .values = g_memdup2 (other->values, size),
    .deviations = g_memdup2 (other->deviations, size),
    .intervals = g_memdup2 (other->intervals, size),
  };
}

void
trestle_head_profile_clear (TrestleHeadProfile *profile)
{
  g_free (profile->name);
  g_free (profile->kind);
  g_free (profile->values);
  g_free (profile->deviations);
  g_free (profile->intervals);
}

gsize
trestle_head_profiles_count_values (const TrestleHeadProfile *profiles, guint n_profiles)
{
  gsize n_values = 0;

  for (guint i = 0; i < n_profiles; i++)
    n_values += profiles[i].shape.n_values;
  return n_values;
}

/* @first: where the profile's numbers begin in @tally. */
static void
take_means (TrestleHeadProfile *profile, const TrestleTally *tally, gsize first)
{
  gsize n = profile->shape.n_values;

  profile->deviations = g_renew (double, profile->deviations, n);
  profile->intervals = g_renew (double, profile->intervals, n);
  for (gsize i = 0; i < n; i++)
    {
      profile->values[i] = trestle_tally_get_mean (tally, first + i);
      profile->deviations[i] = trestle_tally_get_deviation (tally, first + i);
      profile->intervals[i] = trestle_tally_get_interval (tally, first + i);
    }
}

void
trestle_head_profiles_take_means (TrestleHeadProfile *profiles, guint n_profiles, const TrestleTally *tally)
{
  gsize first = 0;

  for (guint i = 0; i < n_profiles; i++)
    {
      take_means (&profiles[i], tally, first);
      first += profiles[i].shape.n_values;
    }
}

/* (nullable): what is behind the name of @model in that of @bare, if that is @model without its bridges */
static const char *
find_addition (const char *model, const char *bare)
{
  const char *rest = g_str_has_prefix (bare, model) ? bare + strlen (model) : "";

  return g_str_has_prefix (rest, " without bridges") ? rest + 1 : NULL;
}

const char *
trestle_head_profiles_get_title (const TrestleHeadProfile *profiles, guint n_profiles, guint index)
{
  if (n_profiles == 2 && !g_str_equal (profiles[0].kind, profiles[1].kind))
    return profiles[index].kind;
  if (n_profiles == 2 && find_addition (profiles[0].name, profiles[1].name) != NULL)
    return index == 0 ? "with bridges" : find_addition (profiles[0].name, profiles[1].name);
  return profiles[index].name;
}
