/* The numbers that the words of a text are shaded and underlined by. */
#include "ui/widgets/word-shades.h"

#include "analysis/measures/word-weights.h"

void
trestle_word_shades_clear (TrestleWordShades *shades)
{
  g_clear_pointer (&shades->weights, g_free);
  g_clear_pointer (&shades->sums, g_free);
  g_clear_pointer (&shades->places, g_free);
  g_clear_pointer (&shades->name, g_free);
  g_clear_pointer (&shades->lines, g_free);
}

static double *
copy (const double *values, const TrestleWordGroups *groups)
{
  return values != NULL ? g_memdup2 (values, sizeof *values * groups->n_tokens) : NULL;
}

void
trestle_word_shades_set_weights (TrestleWordShades *shades, const TrestleWordGroups *groups, const double *weights, double max)
{
  g_clear_pointer (&shades->places, g_free);
  g_free (shades->weights);
  g_free (shades->sums);
  shades->weights = copy (weights, groups);
  shades->sums = weights != NULL ? trestle_word_weights_new (weights, groups->word_of, groups->n_tokens) : NULL;
  shades->max = max;
}

void
trestle_word_shades_set_values (TrestleWordShades *shades,
                                const TrestleWordGroups *groups,
                                const double *values,
                                const double *places,
                                const char *name)
{
  trestle_word_shades_set_weights (shades, groups, values, 1);
  g_free (shades->name);
  shades->places = copy (places, groups);
  shades->name = g_strdup (name);
}

void
trestle_word_shades_set_lines (TrestleWordShades *shades, const TrestleWordGroups *groups, const double *lines, double max)
{
  g_free (shades->lines);
  shades->lines = copy (lines, groups);
  shades->lines_max = max;
}

void
trestle_word_shades_apply (const TrestleWordShades *shades,
                           const TrestleWordGroups *groups,
                           guint token,
                           const TrestlePalette *palette,
                           TrestleWordChip *chip)
{
  const double *weights = trestle_word_groups_is_whole (groups, token) ? shades->sums : shades->weights;

  if (weights != NULL && shades->places != NULL)
    trestle_word_chip_set_value (chip, palette, weights[token], shades->places[token], shades->name);
  else if (weights != NULL)
    trestle_word_chip_set_weight (chip, palette, weights[token], shades->max);
  else
    trestle_word_chip_unset_weight (chip);
}

double
trestle_word_shades_get_line (const TrestleWordShades *shades, guint token)
{
  if (shades->lines == NULL || shades->lines_max <= 0)
    return 0;
  return CLAMP (shades->lines[token] / shades->lines_max, 0, 1);
}
