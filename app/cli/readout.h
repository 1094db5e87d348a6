/* How the answers of every layer are written for programs. */
#pragma once

#include "analysis/measures/readout.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* An element of the array that is open: {"task", "position", "answers": [{"answer", "probabilities"}], "first"} */
void cli_readout_add_json (JsonBuilder *builder, const TrestleReadout *readout);

G_END_DECLS
