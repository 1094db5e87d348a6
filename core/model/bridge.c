/* A bridge: where the state of a tower's layer enters the cross-modal encoder. */
#include "core/model/bridge.h"

void
trestle_bridge_load (TrestleBridge *bridge,
                     TrestleParameters *parameters,
                     TrestleBridgeKind kind,
                     gsize hidden,
                     float epsilon,
                     const char *name)
{
  bridge->kind = kind;
  bridge->norm = trestle_parameters_layer_norm (parameters, hidden, epsilon, "%s.LayerNorm", name);
}

void
trestle_bridge_forward (const TrestleBridge *bridge, const TrestleTensor *cross, const TrestleTensor *uni, const TrestleTensor *out)
{
  switch (bridge->kind)
    {
    case TRESTLE_BRIDGE_ADD:
      trestle_add (cross, uni, out);
      break;
    }
  trestle_layer_norm (&bridge->norm, out, out);
}
