/* What the window calls the measures of heads, and what it says of their numbers. */
#pragma once

#include "analysis/measures/head-profile.h"

G_BEGIN_DECLS

/**
 * TrestleHeadWords:
 * @title: the measure, in a list of choices
 * @of_heads: what the number of a head says, in a sentence or two, with the unit
 * @of_layers: what the colour of a layer says, in a sentence with the unit
 */
typedef struct
{
  const char *title;
  const char *of_heads;
  const char *of_layers;
} TrestleHeadWords;

const TrestleHeadWords *trestle_head_words_get (TrestleHeadMeasure measure);

G_END_DECLS
