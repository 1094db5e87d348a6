/* PyTorch's archives, zipped or not, and the pickle inside. */
#include "core/formats/torch-archive.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/tensors.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (TrestleTorchArchive) archive = trestle_torch_archive_open_bytes (bytes, "fuzzed.bin", &error);
  g_autoptr (GPtrArray) names = NULL;

  fuzz_check (archive != NULL, g_steal_pointer (&error));
  if (archive == NULL)
    return 0;
  names = trestle_torch_archive_list (archive);
  for (guint i = 0; i < names->len; i++)
    fuzz_read_tensor (trestle_torch_archive_get (archive, g_ptr_array_index (names, i)));
  return 0;
}
