/* Pickles by themselves, without the archive around them, whose checksums a fuzzer cannot guess. */
#include "core/formats/pickle.h"
#include "tests/fuzz/fuzz.h"

/* Values may contain themselves. */
#define DEPTH 16

static void
walk (const TrestlePickleValue *value, guint depth)
{
  gsize size;

  if (value == NULL || depth == 0)
    return;
  trestle_pickle_value_get_size (value, &size);
  trestle_pickle_value_get_string (value);
  trestle_pickle_value_get_global (value);
  trestle_pickle_value_lookup (value, "state_dict");
  for (guint i = 0; i < value->n_items && i < DEPTH; i++)
    walk (value->items[i], depth / 2);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (TrestlePickle) pickle = trestle_pickle_read (bytes, "fuzzed.pkl", &error);

  fuzz_check (pickle != NULL, g_steal_pointer (&error));
  if (pickle != NULL)
    walk (trestle_pickle_get_root (pickle), DEPTH);
  return 0;
}
