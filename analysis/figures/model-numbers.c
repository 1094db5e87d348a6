/* What the drawing of a model says of its parts, taken from what was measured of heads and of bridges. */
#include "analysis/figures/model-numbers.h"

#include <math.h>

static const char *const measure_names[TRESTLE_N_BRIDGE_MEASURES] = {
  [TRESTLE_BRIDGE_SHARE] = "share",
  [TRESTLE_BRIDGE_COSINE] = "cosine",
  [TRESTLE_BRIDGE_LOGIT] = "logit",
  [TRESTLE_BRIDGE_KL] = "kl",
};

/* How a sentence says what a layer's number is. */
static const struct
{
  const char *name;
  const char *unit;
} layer_words[TRESTLE_N_HEAD_MEASURES] = {
  [TRESTLE_HEAD_DIVERGENCE] = { "divergence", "nats" },
  [TRESTLE_HEAD_ENTROPY] = { "entropy", "nats" },
  [TRESTLE_HEAD_DISTANCE] = { "distance", "patches" },
  [TRESTLE_HEAD_CLASS_SHARE] = { "weight on the class token", NULL },
  [TRESTLE_HEAD_SEPARATOR_SHARE] = { "weight on the separator", NULL },
};

static const char *const given[TRESTLE_N_STAND_INS] = {
  [TRESTLE_STAND_IN_NONE] = "what they have",
  [TRESTLE_STAND_IN_ZERO] = "nothing",
  [TRESTLE_STAND_IN_MEAN] = "the mean state",
  [TRESTLE_STAND_IN_LAST] = "the last layer",
};

const char *
trestle_bridge_measure_get_name (TrestleBridgeMeasure measure)
{
  return measure_names[measure];
}

gboolean
trestle_bridge_measure_parse (const char *name, TrestleBridgeMeasure *measure)
{
  for (*measure = 0; *measure < TRESTLE_N_BRIDGE_MEASURES; (*measure)++)
    if (g_str_equal (measure_names[*measure], name))
      return TRUE;
  return FALSE;
}

gboolean
trestle_bridge_measure_needs_knock_out (TrestleBridgeMeasure measure)
{
  return measure == TRESTLE_BRIDGE_LOGIT || measure == TRESTLE_BRIDGE_KL;
}

TrestleModelNumbers *
trestle_model_numbers_new (void)
{
  return g_new0 (TrestleModelNumbers, 1);
}

void
trestle_model_numbers_free (TrestleModelNumbers *numbers)
{
  for (TrestleBlock block = 0; block < TRESTLE_N_BLOCKS; block++)
    g_free (numbers->layers[block]);
  for (TrestleSide side = 0; side < TRESTLE_N_SIDES; side++)
    g_free (numbers->bridges[side]);
  g_free (numbers->layers_title);
  g_free (numbers->layers_name);
  g_free (numbers->layers_unit);
  g_free (numbers->bridges_title);
  g_free (numbers->bridges_name);
  g_free (numbers->bridges_unit);
  g_free (numbers);
}

/* (transfer full) (nullable): `[layers]` */
static double *
list_layers (const TrestleHeadShape *shape, const double *values, TrestleHeadMeasure measure, TrestleBlock block)
{
  double *means = NULL;

  if ((shape->blocks & 1u << block) == 0 || shape->offsets[block][measure] == G_MAXSIZE)
    return NULL;
  means = g_new (double, shape->n_layers[block]);
  for (guint layer = 0; layer < shape->n_layers[block]; layer++)
    means[layer] = values[trestle_head_shape_find (shape, block, measure, layer, TRESTLE_HEAD_MEAN)];
  return means;
}

void
trestle_model_numbers_set_layers (TrestleModelNumbers *numbers,
                                  TrestleHeadMeasure measure,
                                  const TrestleHeadShape *shape,
                                  const double *values)
{
  g_return_if_fail (numbers->layers_title == NULL);
  numbers->layers_title = g_strdup (trestle_head_measure_get_title (measure));
  numbers->layers_name = g_strdup (layer_words[measure].name);
  numbers->layers_unit = g_strdup (layer_words[measure].unit);
  for (TrestleBlock block = 0; shape != NULL && block < TRESTLE_N_BLOCKS; block++)
    numbers->layers[block] = list_layers (shape, values, measure, block);
}

static double
get_bridge (const TrestleBridgeShape *shape,
            const double *values,
            TrestleBridgeMeasure measure,
            TrestleStandIn stand_in,
            TrestleTask task,
            TrestleSide side,
            guint bridge)
{
  TrestleEffect effect;

  if (measure == TRESTLE_BRIDGE_SHARE)
    return trestle_bridge_shape_get_share (shape, values, side, bridge);
  if (measure == TRESTLE_BRIDGE_COSINE)
    return trestle_bridge_shape_get_cosine (shape, values, side, bridge);
  effect = trestle_bridge_shape_get_effect (shape, values, side, (gint) bridge, stand_in, task);
  return measure == TRESTLE_BRIDGE_LOGIT ? effect.logit_change : effect.kl;
}

/* What the numbers of bridges are: for the title without @note, and for a sentence. */
static void
name_bridges (TrestleModelNumbers *numbers, TrestleBridgeMeasure measure, TrestleStandIn stand_in, TrestleTask task)
{
  const char *answer = trestle_task_get_name (task);

  switch (measure)
    {
    case TRESTLE_BRIDGE_SHARE:
      numbers->bridges_title = g_strdup ("Share of the tower at each bridge");
      numbers->bridges_name = g_strdup ("share of the tower");
      break;
    case TRESTLE_BRIDGE_COSINE:
      numbers->bridges_title = g_strdup ("Cosine between the sides of each bridge");
      numbers->bridges_name = g_strdup ("cosine between its sides");
      break;
    case TRESTLE_BRIDGE_LOGIT:
      numbers->bridges_title = g_strdup_printf ("Change of the %s logit, bridges given %s", answer, given[stand_in]);
      numbers->bridges_name = g_strdup_printf ("given %s, the %s logit changes by", given[stand_in], answer);
      break;
    case TRESTLE_BRIDGE_KL:
    default:
      numbers->bridges_title = g_strdup_printf ("KL divergence of %s (nats), bridges given %s", answer, given[stand_in]);
      numbers->bridges_name = g_strdup_printf ("given %s, the answers to %s move by", given[stand_in], answer);
      numbers->bridges_unit = g_strdup ("nats");
    }
}

void
trestle_model_numbers_set_bridges (TrestleModelNumbers *numbers,
                                   TrestleBridgeMeasure measure,
                                   TrestleStandIn stand_in,
                                   TrestleTask task,
                                   const char *note,
                                   const TrestleBridgeShape *shape,
                                   const double *values)
{
  g_return_if_fail (numbers->bridges_title == NULL);
  name_bridges (numbers, measure, stand_in, task);
  if (note != NULL)
    {
      g_autofree char *title = g_steal_pointer (&numbers->bridges_title);

      numbers->bridges_title = g_strdup_printf ("%s, %s", title, note);
    }
  for (TrestleSide side = 0; shape != NULL && side < TRESTLE_N_SIDES; side++)
    {
      numbers->bridges[side] = g_new (double, shape->n_bridges);
      for (guint bridge = 0; bridge < shape->n_bridges; bridge++)
        numbers->bridges[side][bridge] = get_bridge (shape, values, measure, stand_in, task, side, bridge);
    }
}
