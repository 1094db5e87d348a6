/* The numbers that the words of a text are shaded and underlined by. */
#pragma once

#include "ui/widgets/word-chip.h"
#include "ui/widgets/word-groups.h"

G_BEGIN_DECLS

/**
 * TrestleWordShades:
 * @weights: (nullable): one for each token
 * @sums: (nullable): likewise: over the tokens of its word
 * @max: ends their scale
 * @places: (nullable): likewise: where the weights stand on the scale, if it is not one from 0 to @max
 * @name: (nullable): what they are, if they are no weights
 * @lines: (nullable): likewise: how much is underlined, all of it at @lines_max
 */
typedef struct
{
  double *weights;
  double *sums;
  double max;
  double *places;
  char *name;
  double *lines;
  double lines_max;
} TrestleWordShades;

/* Forgets all numbers. */
void trestle_word_shades_clear (TrestleWordShades *shades);

/* All as in word-chips.h, which is about the tokens of @groups. */
void trestle_word_shades_set_weights (TrestleWordShades *shades, const TrestleWordGroups *groups, const double *weights, double max);
void trestle_word_shades_set_values (TrestleWordShades *shades,
                                     const TrestleWordGroups *groups,
                                     const double *values,
                                     const double *places,
                                     const char *name);
void trestle_word_shades_set_lines (TrestleWordShades *shades, const TrestleWordGroups *groups, const double *lines, double max);

/* Shades the chip of @token. */
void trestle_word_shades_apply (const TrestleWordShades *shades,
                                const TrestleWordGroups *groups,
                                guint token,
                                const TrestlePalette *palette,
                                TrestleWordChip *chip);
/* Which part of the width of @token's chip is underlined, from 0 to 1. */
double trestle_word_shades_get_line (const TrestleWordShades *shades, guint token);

G_END_DECLS
