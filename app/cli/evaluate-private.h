/* The two ways to evaluate: pair by pair, and every image among every text. */
#pragma once

#include "app/cli/command.h"
#include "core/model/model.h"

G_BEGIN_DECLS

/* Judges the call's model by the pairs of --pairs, of what --shard and --resume leave of them; @task: match, ask or entail. */
gboolean cli_evaluate_pairs (CliCall *call, TrestleTask task, GError **error);

/* Prints what --merged has. Errors: those of loading; %TRESTLE_ERROR_INPUT if it is not of this subcommand. */
gboolean cli_evaluate_merged (CliCall *call, GError **error);

/* Has the call's model find the texts of --pairs by their images and the images by their texts. */
gboolean cli_evaluate_retrieval (CliCall *call, GError **error);

G_END_DECLS
