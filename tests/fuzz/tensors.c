/* Tensors out of fuzzed files: every byte that a tensor says is its own is read. */
#include "tests/fuzz/tensors.h"

static volatile guint64 sum; /* so that nothing is optimised away */

void
fuzz_read_tensor (const TrestleStoredTensor *tensor)
{
  gsize size = tensor->count * trestle_dtype_get_size (tensor->dtype);
  g_autofree char *shape = trestle_stored_tensor_describe_shape (tensor);
  g_autofree float *values = g_new (float, tensor->count);

  for (gsize i = 0; i < size; i++)
    sum += tensor->data[i];
  sum += strlen (shape);
  trestle_stored_tensor_to_float (tensor, values);
}
