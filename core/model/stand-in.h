/* What stands in for the uni-modal side of a bridge that is knocked out, to see what that bridge brings. */
#pragma once

#include "core/numeric/tensor.h"

G_BEGIN_DECLS

/* The two halves of the cross-modal encoder, and so of its bridges. */
typedef enum
{
  TRESTLE_SIDE_TEXT,
  TRESTLE_SIDE_IMAGE,
  TRESTLE_N_SIDES,
} TrestleSide;

/**
 * TrestleStandIn:
 * @TRESTLE_STAND_IN_NONE: the bridge is as the model has it
 * @TRESTLE_STAND_IN_ZERO: nothing: the bridge sees the cross-modal state and zeros
 * @TRESTLE_STAND_IN_MEAN: the uni-modal state's mean over the tokens that are kept, so that only what differs between tokens is gone
 * @TRESTLE_STAND_IN_LAST: the tower's last layer, which is what a model without bridges is fed
 */
typedef enum
{
  TRESTLE_STAND_IN_NONE,
  TRESTLE_STAND_IN_ZERO,
  TRESTLE_STAND_IN_MEAN,
  TRESTLE_STAND_IN_LAST,
  TRESTLE_N_STAND_INS,
} TrestleStandIn;

/* "text", "image" */
const char *trestle_side_get_name (TrestleSide side);
/* "none", "zero", "mean", "last" */
const char *trestle_stand_in_get_name (TrestleStandIn stand_in);
gboolean trestle_stand_in_parse (const char *name, TrestleStandIn *stand_in);
/* (transfer full): what people call a model whose bridges are all fed that: "shapes", "shapes without bridges (last)" */
char *trestle_stand_in_name_model (TrestleStandIn stand_in, const char *model);

/**
 * trestle_stand_in_make:
 * @uni: `[tokens, hidden]`: the state that the bridge would be given
 * @last: `[tokens, hidden]`: the tower's last layer, projected as @uni is
 * @keep: (nullable): `[tokens]`, %FALSE for padding; at least one is kept
 * @out: `[tokens, hidden]`: what it is given instead; overlaps neither
 */
void trestle_stand_in_make (TrestleStandIn stand_in,
                            const TrestleTensor *uni,
                            const TrestleTensor *last,
                            const gboolean *keep,
                            const TrestleTensor *out);

G_END_DECLS
