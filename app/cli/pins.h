/* What --pin of "attention" means: heads to be drawn side by side. */
#pragma once

#include "analysis/measures/attention-map.h"
#include "app/cli/query.h"

G_BEGIN_DECLS

/**
 * CliPin:
 * @who: (nullable): who looks, if the pin says so itself
 */
typedef struct
{
  TrestleBlock block;
  guint layer;
  gint head;
  char *who;
} CliPin;

/**
 * cli_pins_parse:
 * @texts: %NULL-terminated: each "BLOCK.LAYER.HEAD", or "BLOCK.LAYER.HEAD@WHO"
 *
 * Errors: %TRESTLE_ERROR_INPUT, naming what is no pin.
 *
 * Returns: (transfer full) (element-type CliPin): in the same order
 */
GArray *cli_pins_parse (char **texts, GError **error);

/**
 * cli_pins_make_maps:
 * @query: (nullable): who looks in pins that do not say so
 * @grid: as in cli_query_find()
 *
 * Errors: those of cli_query_find() and trestle_head_map_new().
 *
 * Returns: (transfer full) (element-type TrestleAttentionMap): a map for every pin
 */
GPtrArray *
cli_pins_make_maps (GArray *pins, const TrestleTrace *trace, const char *query, const CliText *text, guint grid, GError **error);

G_END_DECLS
