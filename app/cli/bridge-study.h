/* What the bridges of a model bring to one text about one image, and what is left of the model without them. */
#pragma once

#include "analysis/measures/bridge-profile.h"
#include "analysis/measures/head-profile.h"
#include "app/cli/command.h"

G_BEGIN_DECLS

/* The stand-ins that make a model without bridges when all bridges have them: zero and last. */
#define CLI_N_BASELINES 2
extern const TrestleStandIn cli_baselines[CLI_N_BASELINES];

/* What is measured of the heads beside each other, with the bridges and without: bits 1 << measure. */
#define CLI_BASELINE_MEASURES (1u << TRESTLE_HEAD_DIVERGENCE | 1u << TRESTLE_HEAD_ENTROPY)

/**
 * CliBridgeState: what a model makes of the text.
 * @answers: (nullable) (element-type TrestleAnswer): to every task that it can do
 * @heads: `[heads.n_values]` of the study
 */
typedef struct
{
  GPtrArray *answers[TRESTLE_N_EFFECT_TASKS];
  double *heads;
} CliBridgeState;

/**
 * CliBridgeStudy:
 * @name: of the model
 * @task: whose output stands for the model's: the match, or the first task that something came of
 * @values: `[shape.n_values]`
 * @intervals: (nullable): likewise: half the width of the 95 % interval of each, where @values are means over many inputs
 * @heads: the shape of the heads' numbers
 * @intact: the model as it is
 * @changed: without bridges, for each of cli_baselines; without heads where that stand-in was not asked for
 */
typedef struct
{
  char *name;
  TrestleBridgeShape shape;
  TrestleTask task;
  double *values;
  double *intervals;
  TrestleHeadShape heads;
  CliBridgeState intact;
  CliBridgeState changed[CLI_N_BASELINES];
} CliBridgeStudy;

/**
 * cli_bridge_study_new:
 * @session: with the image set, and without stand-ins, as it is when this returns
 * @stand_ins: bits 1 << stand-in of those to try
 *
 * Errors: %TRESTLE_ERROR_INPUT if the model has no bridges; those of trestle_session_run().
 */
CliBridgeStudy *cli_bridge_study_new (CliCall *call, TrestleSession *session, const TrestleTokens *tokens, guint stand_ins, GError **error);
void cli_bridge_study_free (CliBridgeStudy *study);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CliBridgeStudy, cli_bridge_study_free)

G_END_DECLS
