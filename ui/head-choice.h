/* What is chosen to see of heads, the figure that shows it, and what the command line calls it. */
#pragma once

#include "analysis/figures/figure.h"
#include "analysis/measures/head-profiles.h"

G_BEGIN_DECLS

/**
 * TrestleHeadChoice:
 * @measure: what is measured of a head
 * @towers: whether it is the heads of the two towers instead of those of the cross-modal encoder
 */
typedef struct
{
  TrestleHeadMeasure measure;
  gboolean towers;
} TrestleHeadChoice;

/* (transfer full) (nullable): without an origin; %NULL for no profiles. @profiles: `[n_profiles]` */
TrestleFigure *
trestle_head_choice_draw (const TrestleHeadChoice *choice, const TrestleHeadProfile *profiles, guint n_profiles, double width_mm);

/* (transfer full): what the figure shows, in a line: "Heads of every layer: KL divergence" */
char *trestle_head_choice_write_title (const TrestleHeadChoice *choice);
/* (transfer full): what a file with the figure may be called, without an ending: "divergence-encoder" */
char *trestle_head_choice_name_file (const TrestleHeadChoice *choice);
/* (transfer full): what "trestle-cli divergence" takes to make the figure, beside the models and what they read. @file: where it goes */
char **trestle_head_choice_list_options (const TrestleHeadChoice *choice, double width_mm, const char *file);

G_END_DECLS
