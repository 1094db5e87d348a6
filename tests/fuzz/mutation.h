/* Broken files of a known beginning: the same ones every time, as long as the generator is. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* (transfer full): @input with a few bytes changed, left out, put in or repeated, numbers made extreme, or its end cut off */
GByteArray *fuzz_mutate (const guint8 *input, gsize size, GRand *random);

G_END_DECLS
