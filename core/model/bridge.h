/* A bridge: where the state of a tower's layer enters the cross-modal encoder (BridgeTower, section 3.3 and Design I). */
#pragma once

#include "core/model/parameters.h"

G_BEGIN_DECLS

/* One way of joining the two states. All ways are rows of a table in bridge.c; nobody else knows what they do. */
typedef struct _TrestleBridgeKind TrestleBridgeKind;

/* (transfer none) (nullable): the kind that link_tower_type calls by that name, such as "add" */
const TrestleBridgeKind *trestle_bridge_kind_find (const char *name);
const char *trestle_bridge_kind_get_name (const TrestleBridgeKind *kind);
/* (transfer container): the names of all kinds, %NULL-terminated, in the paper's order */
const char **trestle_bridge_kind_list (void);

/**
 * TrestleBridge:
 *
 * The weights of one bridge; which of them are there is the kind's business. All belong to the parameters that they came from.
 */
typedef struct
{
  const TrestleBridgeKind *kind;
  gsize n_heads;
  const float *factors;    /* [hidden] or one */
  TrestleLinear *of_cross; /* the half of a weight that reads x */
  TrestleLinear *of_uni;   /* the half that reads y, and the bias */
  const float *bias;       /* of that weight, `[outputs]` */
  TrestleLinear *query;
  TrestleLinear *key;
  TrestleLinear *value;
  TrestleLinear *output;
  TrestleLinear *inner;
  TrestleLinear *outer;
  TrestleLayerNorm norm;
} TrestleBridge;

/* @name: such as "bridgetower.cross_modal_text_link_tower.0"; @n_heads: of bridges that attend */
void trestle_bridge_load (TrestleBridge *bridge,
                          TrestleParameters *parameters,
                          const TrestleBridgeKind *kind,
                          gsize hidden,
                          gsize n_heads,
                          float epsilon,
                          const char *name);

/**
 * trestle_bridge_forward:
 * @cross: x, `[tokens, hidden]`: the cross-modal state
 * @uni: y, `[tokens, hidden]`: the projected state of the tower
 * @keep: (nullable): `[tokens]`, %FALSE for padding, which a bridge that attends does not look at
 * @out: `[tokens, hidden]`: LayerNorm (BridgeLayer (x, y)); overlaps neither
 */
void trestle_bridge_forward (const TrestleBridge *bridge,
                             const TrestleTensor *cross,
                             const TrestleTensor *uni,
                             const gboolean *keep,
                             TrestleArena *arena,
                             const TrestleTensor *out);

/* Whether what the bridge makes of x and y is the sum of what it makes of each alone; the kind decides. */
gboolean trestle_bridge_can_split (const TrestleBridge *bridge);

/**
 * trestle_bridge_split:
 * @cross: x, `[tokens, hidden]`
 * @uni: y, `[tokens, hidden]`
 * @cross_part: `[tokens, hidden]`: f (x); overlaps neither
 * @uni_part: `[tokens, hidden]`: g (y); likewise
 *
 * Splits BridgeLayer (x, y) = f (x) + g (y) + constant, before its LayerNorm. A bias is that constant and belongs to neither part. Exact
 * but for rounding: add, scaled_add, interpolate, channel_interpolate, linear and add_linear are sums of what reads x and what reads y. In
 * the others x and y meet in a product, a gate, an activation or an attention; they do not split.
 *
 * Returns: %FALSE, nothing being written, if the bridge does not split
 */
gboolean trestle_bridge_split (const TrestleBridge *bridge,
                               const TrestleTensor *cross,
                               const TrestleTensor *uni,
                               TrestleArena *arena,
                               const TrestleTensor *cross_part,
                               const TrestleTensor *uni_part);

G_END_DECLS
