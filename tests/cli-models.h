/* Small models of synthetic weights that the command line can be asked about: with a tokenizer, and with heads that no demo model has. */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* (transfer full): the config of such a model: 3 text, 4 vision and 3 cross-modal layers, of which 2 are fed by the towers. */
JsonObject *cli_model_config (void);

/* Writes the model of @config into @folder, which exists, with the demo model's tokenizer and settings of images. */
void cli_model_write (JsonObject *config, const char *folder);

G_END_DECLS
