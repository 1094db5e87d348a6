/* What is chosen to be said of a model's parts: a measure of its layers' heads, and something of its bridges. */
#pragma once

#include "analysis/figures/model-numbers.h"
#include "analysis/measures/head-profile.h"
#include "ui/bridge-study.h"

G_BEGIN_DECLS

/**
 * TrestleBridgeChoice: in the order of the choices.
 * @TRESTLE_BRIDGES_BY_ZERO: what it does to the answer to put zeros there; likewise @TRESTLE_BRIDGES_BY_MEAN and @TRESTLE_BRIDGES_BY_LAST
 */
typedef enum
{
  TRESTLE_BRIDGES_BY_NOTHING,
  TRESTLE_BRIDGES_BY_SHARE,
  TRESTLE_BRIDGES_BY_COSINE,
  TRESTLE_BRIDGES_BY_ZERO,
  TRESTLE_BRIDGES_BY_MEAN,
  TRESTLE_BRIDGES_BY_LAST,
  TRESTLE_N_BRIDGE_CHOICES,
} TrestleBridgeChoice;

/**
 * TrestleArchitectureChoice:
 * @has_measure: whether anything is said of layers, which is @measure
 */
typedef struct
{
  gboolean has_measure;
  TrestleHeadMeasure measure;
  TrestleBridgeChoice bridges;
} TrestleArchitectureChoice;

/* @layers and @bridges: which of the choices, from 0; nothing is chosen by numbers of none. */
TrestleArchitectureChoice trestle_architecture_choice_at (guint layers, guint bridges);

/* As settings have them: "nothing" or the name of a measure; "nothing", "share", "cosine", or a stand-in. */
const char *trestle_architecture_choice_name_layers (const TrestleArchitectureChoice *choice);
const char *trestle_architecture_choice_name_bridges (const TrestleArchitectureChoice *choice);
/* Which of the choices has that name, from 0; %FALSE if none has. @name: (nullable) */
gboolean trestle_architecture_choice_find_layers (const char *name, guint *place);
gboolean trestle_architecture_choice_find_bridges (const char *name, guint *place);

TrestleBridgeMeasure trestle_bridge_choice_get_measure (TrestleBridgeChoice choice);
/* %TRESTLE_STAND_IN_NONE if nothing is knocked out. */
TrestleStandIn trestle_bridge_choice_get_stand_in (TrestleBridgeChoice choice);
/* Whether it can be said of the bridges of @model, which has bridges then. */
gboolean trestle_bridge_choice_is_possible (TrestleBridgeChoice choice, const TrestleModel *model);
/* Whether @study, of a model of which it can be said, has the numbers. */
gboolean trestle_bridge_choice_is_in (TrestleBridgeChoice choice, const TrestleBridgeStudy *study);

G_END_DECLS
