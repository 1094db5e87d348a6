/* The subcommand bridges: of one image and text, or of a list; and what it draws and prints of either. */
#pragma once

#include "analysis/figures/bridge-figure.h"
#include "analysis/figures/look.h"
#include "analysis/measures/bridge-map.h"
#include "app/cli/bridge-study.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/*
 * The numbers of a bridge as bars and lines; the model with arrows as wide as they are; what is left without bridges, side by side; what
 * the tower brings to every patch or word of one side.
 */
typedef enum
{
  CLI_BRIDGES_BARS,
  CLI_BRIDGES_MODEL,
  CLI_BRIDGES_COMPARE,
  CLI_BRIDGES_MAP,
  CLI_N_BRIDGES_DRAWINGS,
} CliBridgesDrawing;

/**
 * CliBridgesChoice: what the command line asks for.
 * @stand_ins: bits 1 << stand-in
 * @quantity: of a knock-out
 * @by_share: whether arrows are as wide as shares, and not as @quantity
 * @side: whose bridges a map is of; likewise @map_quantity
 */
typedef struct
{
  TrestleLook look;
  guint stand_ins;
  TrestleBridgeQuantity quantity;
  gboolean by_share;
  CliBridgesDrawing drawing;
  TrestleSide side;
  TrestleBridgeMapQuantity map_quantity;
} CliBridgesChoice;

/* The members "bridges" and "baseline" of the object that is open. */
void cli_bridges_add_json (JsonBuilder *builder, const CliBridgeStudy *study);

/* For people: every bridge, and what is left without them. */
void cli_bridges_print_table (CliCall *call, const CliBridgeStudy *study, const CliBridgesChoice *choice);

/**
 * cli_bridges_draw:
 * @note: (nullable): what the numbers are means over
 * @image: (nullable): what was looked at; not of a list
 *
 * Returns: (transfer full): the figure that was chosen
 */
TrestleFigure *
cli_bridges_draw (const CliCall *call, const CliBridgeStudy *study, const CliBridgesChoice *choice, const char *note, TrestleImage *image);

/* What the figure shows, in a line. */
const char *cli_bridges_get_title (const CliBridgesChoice *choice);

/* Whether --draw map goes with what else is given, and which map it is. Errors: %CLI_USAGE_ERROR. */
gboolean cli_bridges_choose_map (const CliOptions *given, CliBridgesChoice *choice, GError **error);

/* Draws the map of --side, for which no bridge is knocked out. Errors: %TRESTLE_ERROR_INPUT if the bridges do not split. */
gboolean cli_bridges_run_map (CliCall *call, const CliBridgesChoice *choice, GError **error);

/* Measures the bridges on every pair of --pairs, of what --shard and --resume leave of them. */
gboolean cli_bridges_run_pairs (CliCall *call, const CliBridgesChoice *choice, GError **error);

/* Draws or prints what --merged has. Errors: those of loading; %TRESTLE_ERROR_INPUT if it is not of this subcommand. */
gboolean cli_bridges_run_merged (CliCall *call, const CliBridgesChoice *choice, GError **error);

G_END_DECLS
