/* Tensors out of fuzzed files: every byte that a tensor says is its own is read. */
#include "tests/fuzz/tensors.h"

void
fuzz_read_tensor (const TrestleStoredTensor *tensor)
{
  gsize size = tensor->count * trestle_dtype_get_size (tensor->dtype);
  G_GNUC_UNUSED g_autofree char *shape = trestle_stored_tensor_describe_shape (tensor);
  G_GNUC_UNUSED g_autofree guint8 *bytes = g_memdup2 (tensor->data, size);
  g_autofree float *values = g_new (float, tensor->count);

  trestle_stored_tensor_to_float (tensor, values);
}
