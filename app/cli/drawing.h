/* What the drawing of a model says of its layers and of its bridges, measured of one image and text. */
#pragma once

#include "analysis/figures/model-numbers.h"
#include "app/cli/command.h"
#include "app/cli/subject.h"

G_BEGIN_DECLS

/* The options that say it; a subcommand that has them has those of an image and a text, and --output. */
#define CLI_DRAWING_LAYERS                                                                                                                 \
  {                                                                                                                                        \
    "layers-by", 0, CLI_STRING (layers_by), "NAME",                                                                                        \
        "Colour the layers of the drawing by the mean over their heads of divergence, entropy, distance, class_share or "                  \
        "separator_share."                                                                                                                 \
  }
#define CLI_DRAWING_BRIDGES                                                                                                                \
  {                                                                                                                                        \
    "bridges-by", 0, CLI_STRING (bridges_by), "NAME",                                                                                      \
        "Make the arrows of bridges as wide as their share or their cosine is large, or as what a knock-out does: logit, the change of "   \
        "the answer's logit, or kl, how far the answers' distribution moves."                                                              \
  }
#define CLI_DRAWING_ABLATE                                                                                                                 \
  {                                                                                                                                        \
    "ablate", 0, CLI_LIST (ablate), "WHAT",                                                                                                \
        "What a bridge is given when it is knocked out: zero (the default), mean or last, as in \"trestle-cli bridges\".",                 \
        .is_single = TRUE                                                                                                                  \
  }
#define CLI_DRAWING_TASK                                                                                                                   \
  {                                                                                                                                        \
    "task", 0, CLI_STRING (task), "TASK",                                                                                                  \
        "Whose answer a knock-out is judged by: match, fill, ask or entail. The first of these that the model answers without it."         \
  }

/**
 * CliDrawing:
 * @has_layers: whether something is said of layers, which @layers is then
 * @has_bridges: whether something is said of bridges, which @bridges is then
 * @stand_in: what bridges that are knocked out are given
 */
typedef struct
{
  gboolean has_layers;
  TrestleHeadMeasure layers;
  gboolean has_bridges;
  TrestleBridgeMeasure bridges;
  TrestleStandIn stand_in;
} CliDrawing;

/* What the call asks for, with what that needs beside it. Errors: %CLI_USAGE_ERROR. */
gboolean cli_drawing_choose (const CliCall *call, CliDrawing *drawing, GError **error);

/**
 * cli_drawing_measure:
 * @subject: without stand-ins, as it is when this returns; what it records is set here
 *
 * Errors: those of running the model; %TRESTLE_ERROR_INPUT if it has no bridges, or none that split where that is asked for;
 * %TRESTLE_ERROR_TASK if it does not answer the call's task.
 *
 * Returns: (transfer full): what the drawing says
 */
TrestleModelNumbers *cli_drawing_measure (CliCall *call, CliSubject *subject, const CliDrawing *drawing, GError **error);

G_END_DECLS
