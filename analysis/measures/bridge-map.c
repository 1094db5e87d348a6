/* What the tower brings to every bridge of one side, token by token. */
#include "analysis/measures/bridge-map.h"

static const struct
{
  const char *name;
  double min;
} quantities[TRESTLE_N_BRIDGE_MAP_QUANTITIES] = {
  [TRESTLE_BRIDGE_MAP_SHARE] = { "share", 0.0 },
  [TRESTLE_BRIDGE_MAP_COSINE] = { "cosine", -1.0 },
};

const char *
trestle_bridge_map_quantity_get_name (TrestleBridgeMapQuantity quantity)
{
  return quantities[quantity].name;
}

gboolean
trestle_bridge_map_quantity_parse (const char *name, TrestleBridgeMapQuantity *quantity)
{
  for (guint i = 0; i < TRESTLE_N_BRIDGE_MAP_QUANTITIES; i++)
    if (g_str_equal (quantities[i].name, name))
      {
        *quantity = i;
        return TRUE;
      }
  return FALSE;
}

double
trestle_bridge_map_quantity_get_min (TrestleBridgeMapQuantity quantity)
{
  return quantities[quantity].min;
}

void
trestle_bridge_map_free (TrestleBridgeMap *map)
{
  for (guint i = 0; i < TRESTLE_N_BRIDGE_MAP_QUANTITIES; i++)
    {
      g_free (map->values[i]);
      g_free (map->places[i]);
    }
  g_free (map);
}

static gsize
count_values (const TrestleBridgeMap *map)
{
  return (gsize) map->n_bridges * map->n_tokens;
}

TrestleBridgeMap *
trestle_bridge_map_copy (const TrestleBridgeMap *map)
{
  TrestleBridgeMap *copy = g_memdup2 (map, sizeof *map);

  for (guint i = 0; i < TRESTLE_N_BRIDGE_MAP_QUANTITIES; i++)
    {
      copy->values[i] = g_memdup2 (map->values[i], count_values (map) * sizeof *map->values[i]);
      copy->places[i] = g_memdup2 (map->places[i], count_values (map) * sizeof *map->places[i]);
    }
  return copy;
}

/* `[bridges, tokens]` of each quantity. */
static void
measure_places (TrestleBridgeMap *map)
{
  for (guint i = 0; i < TRESTLE_N_BRIDGE_MAP_QUANTITIES; i++)
    for (gsize k = 0; k < count_values (map); k++)
      map->places[i][k] = (map->values[i][k] - quantities[i].min) / (1.0 - quantities[i].min);
}

static gboolean
measure (TrestleBridgeMap *map, const TrestleModel *model, const TrestleTrace *trace)
{
  for (guint bridge = 0; bridge < map->n_bridges; bridge++)
    {
      gsize first = (gsize) bridge * map->n_tokens;

      if (!trestle_bridge_measure_tokens (model, trace, map->side, bridge, map->values[TRESTLE_BRIDGE_MAP_SHARE] + first,
                                          map->values[TRESTLE_BRIDGE_MAP_COSINE] + first))
        return FALSE;
    }
  measure_places (map);
  return TRUE;
}

TrestleBridgeMap *
trestle_bridge_map_new (const TrestleModel *model, const TrestleTrace *trace, TrestleSide side)
{
  g_autoptr (TrestleBridgeMap) map = g_new0 (TrestleBridgeMap, 1);

  map->side = side;
  map->n_bridges = trestle_model_get_n_bridges (model);
  if (side == TRESTLE_SIDE_IMAGE)
    {
      map->grid_rows = trestle_trace_get_grid_rows (trace);
      map->grid_columns = trestle_trace_get_grid_columns (trace);
      map->n_tokens = 1 + map->grid_rows * map->grid_columns;
    }
  else
    map->n_tokens = trestle_trace_get_n_tokens (trace);
  for (guint i = 0; i < TRESTLE_N_BRIDGE_MAP_QUANTITIES; i++)
    {
      map->values[i] = g_new0 (double, count_values (map));
      map->places[i] = g_new0 (double, count_values (map));
    }
  return map->n_bridges > 0 && measure (map, model, trace) ? g_steal_pointer (&map) : NULL;
}

const double *
trestle_bridge_map_get_values (const TrestleBridgeMap *map, TrestleBridgeMapQuantity quantity, guint bridge)
{
  return map->values[quantity] + (gsize) bridge * map->n_tokens;
}

const double *
trestle_bridge_map_get_places (const TrestleBridgeMap *map, TrestleBridgeMapQuantity quantity, guint bridge)
{
  return map->places[quantity] + (gsize) bridge * map->n_tokens;
}

guint
trestle_bridge_map_get_first_place (const TrestleBridgeMap *map)
{
  return map->side == TRESTLE_SIDE_IMAGE ? 1 : 0;
}
