/* The models that are chosen in a window: its own, and beside it the second one, if there is one. */
#pragma once

#include "analysis/measures/head-profiles.h"
#include "ui/workbench.h"

G_BEGIN_DECLS

/**
 * TrestleChosenModels:
 * @sources: `[n_models]`: the window's own model first, as they are opened
 */
typedef struct
{
  TrestleModelSource *sources[TRESTLE_MOST_HEAD_PROFILES];
  guint n_models;
} TrestleChosenModels;

/* (out caller-allocates): those of now; none before the first run. @workbench: (nullable) */
void trestle_chosen_models_init (TrestleChosenModels *models, TrestleWorkbench *workbench);
void trestle_chosen_models_clear (TrestleChosenModels *models);

/* (transfer full): "shapes", "shapes at 384 pixels and shapes without bridges (last)"; of one model at least */
char *trestle_model_sources_describe (TrestleModelSource *const *sources, guint n_sources);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TrestleChosenModels, trestle_chosen_models_clear)

G_END_DECLS
