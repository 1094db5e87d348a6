/* Model folders with synthetic weights, written for a golden case's config; small ones for tests, large ones to measure speed with. */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * synthetic_model_write:
 * @config: of a golden case; its "heads" say which heads there are
 * @folder: an existing folder; gets a config.json and a model.safetensors
 *
 * Tensors by the published names, values by the rule of synthetic.h. Ends the test if something cannot be written.
 */
void synthetic_model_write (JsonObject *config, const char *folder);

G_END_DECLS
