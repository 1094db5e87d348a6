/* What is chosen to be said of a model's parts: a measure of its layers' heads, and something of its bridges. */
#include "ui/pages/architecture-choice.h"

#define NOTHING "nothing"

/* In the order of the choices. */
enum
{
  LAYERS_BY_NOTHING,
  LAYERS_BY_MEASURE, /* the first of them */
  N_LAYER_CHOICES = LAYERS_BY_MEASURE + TRESTLE_N_HEAD_MEASURES,
};

static const struct
{
  const char *name;
  TrestleStandIn stand_in;
} bridges_by[TRESTLE_N_BRIDGE_CHOICES] = {
  [TRESTLE_BRIDGES_BY_NOTHING] = { NOTHING, TRESTLE_STAND_IN_NONE }, [TRESTLE_BRIDGES_BY_SHARE] = { "share", TRESTLE_STAND_IN_NONE },
  [TRESTLE_BRIDGES_BY_COSINE] = { "cosine", TRESTLE_STAND_IN_NONE }, [TRESTLE_BRIDGES_BY_ZERO] = { "zero", TRESTLE_STAND_IN_ZERO },
  [TRESTLE_BRIDGES_BY_MEAN] = { "mean", TRESTLE_STAND_IN_MEAN },     [TRESTLE_BRIDGES_BY_LAST] = { "last", TRESTLE_STAND_IN_LAST },
};

TrestleArchitectureChoice
trestle_architecture_choice_at (guint layers, guint bridges)
{
  TrestleArchitectureChoice choice = { .bridges = TRESTLE_BRIDGES_BY_NOTHING };

  if (layers >= LAYERS_BY_MEASURE && layers < N_LAYER_CHOICES)
    {
      choice.has_measure = TRUE;
      choice.measure = (TrestleHeadMeasure) (layers - LAYERS_BY_MEASURE);
    }
  if (bridges < TRESTLE_N_BRIDGE_CHOICES)
    choice.bridges = (TrestleBridgeChoice) bridges;
  return choice;
}

const char *
trestle_architecture_choice_name_layers (const TrestleArchitectureChoice *choice)
{
  return choice->has_measure ? trestle_head_measure_get_name (choice->measure) : NOTHING;
}

const char *
trestle_architecture_choice_name_bridges (const TrestleArchitectureChoice *choice)
{
  return bridges_by[choice->bridges].name;
}

gboolean
trestle_architecture_choice_find_layers (const char *name, guint *place)
{
  TrestleHeadMeasure measure;

  if (g_strcmp0 (name, NOTHING) == 0)
    *place = LAYERS_BY_NOTHING;
  else if (name != NULL && trestle_head_measure_parse (name, &measure))
    *place = LAYERS_BY_MEASURE + (guint) measure;
  else
    return FALSE;
  return TRUE;
}

gboolean
trestle_architecture_choice_find_bridges (const char *name, guint *place)
{
  for (*place = 0; *place < TRESTLE_N_BRIDGE_CHOICES; (*place)++)
    if (g_strcmp0 (name, bridges_by[*place].name) == 0)
      return TRUE;
  return FALSE;
}

TrestleBridgeMeasure
trestle_bridge_choice_get_measure (TrestleBridgeChoice choice)
{
  if (choice == TRESTLE_BRIDGES_BY_SHARE)
    return TRESTLE_BRIDGE_SHARE;
  return choice == TRESTLE_BRIDGES_BY_COSINE ? TRESTLE_BRIDGE_COSINE : TRESTLE_BRIDGE_LOGIT;
}

TrestleStandIn
trestle_bridge_choice_get_stand_in (TrestleBridgeChoice choice)
{
  return bridges_by[choice].stand_in;
}

gboolean
trestle_bridge_choice_is_possible (TrestleBridgeChoice choice, const TrestleModel *model)
{
  TrestleBridgeShape shape;

  if (choice == TRESTLE_BRIDGES_BY_NOTHING || trestle_model_get_n_bridges (model) == 0)
    return FALSE;
  trestle_bridge_shape_init (&shape, model, 0);
  return shape.has_share || trestle_bridge_measure_needs_knock_out (trestle_bridge_choice_get_measure (choice));
}

gboolean
trestle_bridge_choice_is_in (TrestleBridgeChoice choice, const TrestleBridgeStudy *study)
{
  return trestle_bridge_choice_get_stand_in (choice) == TRESTLE_STAND_IN_NONE || trestle_bridge_study_has_effects (study);
}
