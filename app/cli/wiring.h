/* How a model's towers and its cross-modal encoder are connected, drawn in text. */
#pragma once

#include "core/model/config.h"

G_BEGIN_DECLS

/**
 * cli_wiring_draw:
 *
 * A mark for every layer, from left to right in the order in which they run. A cross-modal layer stands where the layer of each tower
 * does that enters it; layers that no tower enters follow on the right. The towers end in the same column, whatever their depths.
 *
 * Returns: (transfer full): lines of at most 80 columns, without the end of the last one
 */
char *cli_wiring_draw (const TrestleConfig *config);

G_END_DECLS
