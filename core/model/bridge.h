/* A bridge: where the state of a tower's layer enters the cross-modal encoder (BridgeTower, section 3.3 and Design I). */
#pragma once

#include "core/model/config.h"
#include "core/model/parameters.h"

G_BEGIN_DECLS

typedef struct
{
  TrestleBridgeKind kind;
  TrestleLayerNorm norm;
} TrestleBridge;

/* @name: such as "bridgetower.cross_modal_text_link_tower.0" */
void trestle_bridge_load (TrestleBridge *bridge,
                          TrestleParameters *parameters,
                          TrestleBridgeKind kind,
                          gsize hidden,
                          float epsilon,
                          const char *name);

/**
 * trestle_bridge_forward:
 * @cross: x, `[tokens, hidden]`: the cross-modal state
 * @uni: y, `[tokens, hidden]`: the projected state of the tower
 * @out: `[tokens, hidden]`: LayerNorm (BridgeLayer (x, y)); for %TRESTLE_BRIDGE_ADD, BridgeLayer (x, y) = x + y
 */
void trestle_bridge_forward (const TrestleBridge *bridge, const TrestleTensor *cross, const TrestleTensor *uni, const TrestleTensor *out);

G_END_DECLS
