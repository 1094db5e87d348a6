/* Several files in one input: they are cut at bytes 0x1e, which no text has. */
#include "tests/fuzz/parts.h"

#include <string.h>

#include "tests/fuzz/scratch.h"

#define CUT 0x1e

GBytes *
fuzz_take_part (const guint8 **data, gsize *size)
{
  const guint8 *end = *size > 0 ? memchr (*data, CUT, *size) : NULL;
  gsize length = end != NULL ? (gsize) (end - *data) : *size;
  GBytes *part = g_bytes_new (*data, length);

  *data += length + (end != NULL);
  *size -= length + (end != NULL);
  return part;
}

void
fuzz_write_part (const char *name, const guint8 **data, gsize *size)
{
  g_autoptr (GBytes) part = fuzz_take_part (data, size);

  scratch_write (name, g_bytes_get_data (part, NULL), g_bytes_get_size (part));
}
