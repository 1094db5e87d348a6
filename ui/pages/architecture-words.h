/* What the Architecture page says beside its figure: what is shown, and why something is not. */
#pragma once

#include "ui/pages/architecture-choice.h"

G_BEGIN_DECLS

/* (transfer full): what the figure shows, with the units. @model: (nullable): %NULL before there is one */
char *trestle_architecture_write_heading (const TrestleArchitectureChoice *choice, const TrestleModel *model);
/* The topic of the help that defines it. */
const char *trestle_architecture_find_topic (const TrestleArchitectureChoice *choice, const TrestleModel *model);

/* What can be done with the parts. @model: (nullable) */
const char *trestle_architecture_get_hint (const TrestleModel *model);

/**
 * trestle_architecture_explain_bridges:
 * @study: (nullable): the numbers of the choice, as far as they are known
 * @is_stopped: whether what is not known is not being measured
 *
 * Returns: why bridges have no numbers, or none yet; "" if they have, or need none
 */
const char *trestle_architecture_explain_bridges (TrestleBridgeChoice choice,
                                                  const TrestleModel *model,
                                                  const TrestleBridgeStudy *study,
                                                  gboolean is_stopped);

G_END_DECLS
