/* What the tower brings to every bridge of one side, token by token: a map over the patches, or over the words. */
#pragma once

#include "analysis/measures/bridge-profile.h"

G_BEGIN_DECLS

/**
 * TrestleBridgeMapQuantity:
 * @TRESTLE_BRIDGE_MAP_SHARE: |uni| / (|cross| + |uni|), in [0, 1]
 * @TRESTLE_BRIDGE_MAP_COSINE: between what the two sides bring, in [−1, 1]
 */
typedef enum
{
  TRESTLE_BRIDGE_MAP_SHARE,
  TRESTLE_BRIDGE_MAP_COSINE,
  TRESTLE_N_BRIDGE_MAP_QUANTITIES,
} TrestleBridgeMapQuantity;

/* "share", "cosine" */
const char *trestle_bridge_map_quantity_get_name (TrestleBridgeMapQuantity quantity);
gboolean trestle_bridge_map_quantity_parse (const char *name, TrestleBridgeMapQuantity *quantity);
/* Where its scale begins; it ends at 1. */
double trestle_bridge_map_quantity_get_min (TrestleBridgeMapQuantity quantity);

/**
 * TrestleBridgeMap:
 * @n_bridges: of the side, at least 1
 * @n_tokens: of the image's side the class token, then the patches row by row; of the text's side the words
 * @grid_rows: of the patches; 0 for words
 * @grid_columns: likewise
 * @values: `[quantities][bridges, tokens]`
 * @places: likewise: where the values stand on their scales, from 0 to 1
 */
typedef struct
{
  TrestleSide side;
  guint n_bridges;
  guint n_tokens;
  guint grid_rows;
  guint grid_columns;
  double *values[TRESTLE_N_BRIDGE_MAP_QUANTITIES];
  double *places[TRESTLE_N_BRIDGE_MAP_QUANTITIES];
} TrestleBridgeMap;

/**
 * trestle_bridge_map_new:
 * @trace: a run of @model
 *
 * The numbers are those of trestle_bridge_measure_tokens().
 *
 * Returns: (transfer full) (nullable): %NULL if the model has no bridges or they do not split
 */
TrestleBridgeMap *trestle_bridge_map_new (const TrestleModel *model, const TrestleTrace *trace, TrestleSide side);
TrestleBridgeMap *trestle_bridge_map_copy (const TrestleBridgeMap *map);
void trestle_bridge_map_free (TrestleBridgeMap *map);

/* `[tokens]`, of one bridge, counted from 0. */
const double *trestle_bridge_map_get_values (const TrestleBridgeMap *map, TrestleBridgeMapQuantity quantity, guint bridge);
const double *trestle_bridge_map_get_places (const TrestleBridgeMap *map, TrestleBridgeMapQuantity quantity, guint bridge);
/* How many tokens come before the patches: the class token, or none. */
guint trestle_bridge_map_get_first_place (const TrestleBridgeMap *map);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrestleBridgeMap, trestle_bridge_map_free)

G_END_DECLS
