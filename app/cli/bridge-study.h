/* What the bridges of a model bring, to one text about one image or on average over many, and what is left of the model without them. */
#pragma once

#include "analysis/figures/model-figure.h"
#include "analysis/measures/bridge-profile.h"
#include "analysis/measures/dataset.h"
#include "app/cli/command.h"
#include "app/cli/subject.h"
#include "app/cli/variant.h"

G_BEGIN_DECLS

/**
 * CliBridgeVariant: what is put side by side.
 * @CLI_BRIDGE_INTACT: the model as it is
 * @CLI_BRIDGE_ZERO: all of its bridges being given nothing
 * @CLI_BRIDGE_LAST: all of its bridges being given the towers' last layer
 * @CLI_BRIDGE_BESIDE: another model
 */
typedef enum
{
  CLI_BRIDGE_INTACT,
  CLI_BRIDGE_ZERO,
  CLI_BRIDGE_LAST,
  CLI_BRIDGE_BESIDE,
  CLI_N_BRIDGE_VARIANTS,
} CliBridgeVariant;

/* "intact", "zero", "last", "beside" */
const char *cli_bridge_variant_get_name (CliBridgeVariant variant);

/* Of a variant that the model makes of itself; TRESTLE_STAND_IN_NONE for the others. */
TrestleStandIn cli_bridge_variant_get_stand_in (CliBridgeVariant variant);

/**
 * CliBridgeStudy:
 * @name: of the model
 * @heads: what it can be asked, in words
 * @outline: of the model; its texts are the two above
 * @task: whose output stands for the model's: the match, or the first task that something came of
 * @values: `[shape.n_values]`; means, of a list
 * @deviations: (nullable): likewise: of a list, the standard deviations of the samples
 * @intervals: (nullable): likewise: half the widths of the 95 % intervals of the means
 * @counts: (nullable): likewise: how many pairs had the number
 * @variants: (nullable): of one input: those that were asked for
 */
typedef struct
{
  char *name;
  char *heads;
  TrestleModelOutline outline;
  TrestleBridgeShape shape;
  TrestleTask task;
  double *values;
  double *deviations;
  double *intervals;
  guint64 *counts;
  CliVariant *variants[CLI_N_BRIDGE_VARIANTS];
} CliBridgeStudy;

/* Errors: %TRESTLE_ERROR_INPUT if the model has no bridges. */
gboolean cli_bridge_study_check (const TrestleModel *model, GError **error);

/**
 * cli_bridge_study_new:
 * @subject: without stand-ins, as it is when this returns; what it records is set here
 * @stand_ins: bits 1 << stand-in of those to try
 *
 * Errors: as above; those of trestle_session_run().
 */
CliBridgeStudy *cli_bridge_study_new (CliCall *call, CliSubject *subject, const TrestleTokens *tokens, guint stand_ins, GError **error);

/**
 * cli_bridge_study_describe:
 *
 * Returns: (transfer full): what cli_bridge_study_from_dataset() has to know of the model and of what was tried, as a dataset's settings
 */
char *cli_bridge_study_describe (const TrestleModel *model, const TrestleBridgeShape *shape, int image_size);

/* The means over a list. Errors: %TRESTLE_ERROR_INVALID naming @file if its settings are none of the above, or not those of its numbers. */
CliBridgeStudy *cli_bridge_study_from_dataset (const TrestleDataset *dataset, const char *file, GError **error);

/* The match, or the first task on whose output the knock-outs have effects. */
TrestleTask cli_bridge_study_find_task (const CliBridgeStudy *study);
/* Another @task. @name: (nullable): %NULL leaves it. Errors: %CLI_USAGE_ERROR; %TRESTLE_ERROR_TASK if nothing came of that task. */
gboolean cli_bridge_study_choose_task (CliBridgeStudy *study, const char *name, GError **error);

void cli_bridge_study_free (CliBridgeStudy *study);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CliBridgeStudy, cli_bridge_study_free)

G_END_DECLS
