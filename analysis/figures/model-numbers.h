/* What the drawing of a model says of its parts: a number for every layer, and one for every bridge. */
#pragma once

#include "analysis/measures/bridge-profile.h"
#include "analysis/measures/head-profile.h"

G_BEGIN_DECLS

/**
 * TrestleBridgeMeasure: what is said of a bridge.
 * @TRESTLE_BRIDGE_SHARE: how much of its output the tower brings, in [0, 1]
 * @TRESTLE_BRIDGE_COSINE: between what its two sides bring, in [-1, 1]
 * @TRESTLE_BRIDGE_LOGIT: how the logit of the intact model's first answer changes when the bridge is knocked out
 * @TRESTLE_BRIDGE_KL: how far the distribution over the answers moves then, nats
 */
typedef enum
{
  TRESTLE_BRIDGE_SHARE,
  TRESTLE_BRIDGE_COSINE,
  TRESTLE_BRIDGE_LOGIT,
  TRESTLE_BRIDGE_KL,
  TRESTLE_N_BRIDGE_MEASURES,
} TrestleBridgeMeasure;

/* "share", "cosine", "logit", "kl" */
const char *trestle_bridge_measure_get_name (TrestleBridgeMeasure measure);
gboolean trestle_bridge_measure_parse (const char *name, TrestleBridgeMeasure *measure);
/* Whether the model has to be run without the bridge. */
gboolean trestle_bridge_measure_needs_knock_out (TrestleBridgeMeasure measure);

/**
 * TrestleModelNumbers:
 * @layers: `[blocks][layers of the block]`: NAN for a layer of which nothing is known, %NULL for a block of which nothing is
 * @layers_title: (nullable): what they are, with the unit: "KL divergence (nats)"; %NULL if nothing is said of layers
 * @layers_name: (nullable): the same for a sentence, without the unit: "divergence"
 * @layers_unit: (nullable): "nats"; %NULL for numbers without one
 * @bridges: `[sides][bridges]`: likewise
 * @bridges_title: (nullable): "Share of the tower at each bridge"; %NULL if nothing is said of bridges
 * @bridges_name: (nullable): "share"
 * @bridges_unit: (nullable): likewise
 *
 * A title without numbers announces them: the figure keeps the room that they will take.
 */
typedef struct
{
  double *layers[TRESTLE_N_BLOCKS];
  char *layers_title;
  char *layers_name;
  char *layers_unit;
  double *bridges[TRESTLE_N_SIDES];
  char *bridges_title;
  char *bridges_name;
  char *bridges_unit;
} TrestleModelNumbers;

/* Nothing is said of anything. */
TrestleModelNumbers *trestle_model_numbers_new (void);
void trestle_model_numbers_free (TrestleModelNumbers *numbers);

/**
 * trestle_model_numbers_set_layers:
 * @shape: (nullable): %NULL while the numbers are not known
 * @values: (nullable): `[shape->n_values]`
 *
 * Of every layer the mean over its heads. To be called once.
 */
void trestle_model_numbers_set_layers (TrestleModelNumbers *numbers,
                                       TrestleHeadMeasure measure,
                                       const TrestleHeadShape *shape,
                                       const double *values);

/**
 * trestle_model_numbers_set_bridges:
 * @stand_in: what a bridge that is knocked out is given
 * @task: whose answer is looked at then
 * @note: (nullable): what stands behind the title, such as what the numbers are means over
 * @shape: (nullable): %NULL while the numbers are not known
 * @values: (nullable): `[shape->n_values]`
 *
 * @stand_in and @task do not matter for what needs no knock-out. To be called once.
 */
void trestle_model_numbers_set_bridges (TrestleModelNumbers *numbers,
                                        TrestleBridgeMeasure measure,
                                        TrestleStandIn stand_in,
                                        TrestleTask task,
                                        const char *note,
                                        const TrestleBridgeShape *shape,
                                        const double *values);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrestleModelNumbers, trestle_model_numbers_free)

G_END_DECLS
