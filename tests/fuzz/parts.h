/* Several files in one input: they are cut at bytes 0x1e, which no text has. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* (transfer full): the part up to the next cut, off the front of @data */
GBytes *fuzz_take_part (const guint8 **data, gsize *size);

/* Writes that part to the file of that name in the scratch folder. */
void fuzz_write_part (const char *name, const guint8 **data, gsize *size);

G_END_DECLS
