/* config.json: the JSON, and what it says about a model. */
#include "core/formats/json-file.h"
#include "core/model/config.h"
#include "tests/fuzz/fuzz.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) root = trestle_json_parse ((const char *) data, size, "config.json", &error);
  g_autoptr (TrestleConfig) config = NULL;

  fuzz_check (root != NULL, g_steal_pointer (&error));
  if (root == NULL || trestle_json_object (root) == NULL)
    return 0;
  config = trestle_config_parse (trestle_json_object (root), "config.json", &error);
  fuzz_check (config != NULL, g_steal_pointer (&error));
  return 0;
}
