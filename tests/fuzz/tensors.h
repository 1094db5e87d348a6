/* Tensors out of fuzzed files: every byte that a tensor says is its own is read. */
#pragma once

#include "core/formats/stored-tensor.h"

G_BEGIN_DECLS

/* Copies the bytes, all of which the address sanitizer checks at once, and converts what has real numbers. */
void fuzz_read_tensor (const TrestleStoredTensor *tensor);

G_END_DECLS
