/* Images: PNG and JPEG, told apart by their content. */
#include "core/input/image.h"
#include "tests/fuzz/fuzz.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (TrestleImage) image = trestle_image_load_bytes (bytes, "fuzzed.png", &error);

  fuzz_check (image != NULL, g_steal_pointer (&error));
  return 0;
}
