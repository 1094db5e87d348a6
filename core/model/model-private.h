/* The parts of a loaded model, for the session that runs them; everybody else sees the whole (model.h). */
#pragma once

#include "core/model/cross-encoder.h"
#include "core/model/heads.h"
#include "core/model/model.h"
#include "core/model/text-tower.h"
#include "core/model/vision-tower.h"

G_BEGIN_DECLS

struct _TrestleModel
{
  gatomicrefcount references;
  char *name;
  gboolean is_original; /* from a checkpoint of the original repositories */
  TrestleConfig *config;
  guint own_image_size;
  TrestleParameters *parameters;
  TrestleParameterCounts counts;
  TrestleWeightsNeed weights_need;
  TrestleTextTower text;
  TrestleVisionTower vision;
  TrestleCrossEncoder encoder;
  TrestleHeads heads;
};

G_END_DECLS
