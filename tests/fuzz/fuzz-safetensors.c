/* Safetensors files: whatever is listed can be read from its first byte to its last. */
#include "core/formats/safetensors.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/tensors.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (TrestleSafetensors) file = trestle_safetensors_open_bytes (bytes, "fuzzed.safetensors", &error);
  g_autoptr (GPtrArray) names = NULL;

  fuzz_check (file != NULL, g_steal_pointer (&error));
  if (file == NULL)
    return 0;
  names = trestle_safetensors_list (file);
  for (guint i = 0; i < names->len; i++)
    fuzz_read_tensor (trestle_safetensors_get (file, g_ptr_array_index (names, i)));
  return 0;
}
