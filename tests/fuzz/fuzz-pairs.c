/* Lists of pairs: every line is a pair or an error that names it, and the end comes. */
#include "core/input/pair-list.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/scratch.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TrestlePairList) list = trestle_pair_list_open (scratch_write ("pairs.jsonl", data, size), &error);
  guint64 n_read = 0;

  fuzz_check (list != NULL, g_steal_pointer (&error));
  if (list == NULL)
    return 0;
  for (;;)
    {
      g_autoptr (TrestlePair) pair = NULL;
      gboolean is_read = trestle_pair_list_read (list, &pair, &error);

      fuzz_check (is_read, g_steal_pointer (&error));
      if (is_read && pair == NULL)
        break;
      n_read++;
    }
  if (n_read != trestle_pair_list_get_n_pairs (list))
    g_error ("%" G_GUINT64_FORMAT " pairs were counted and %" G_GUINT64_FORMAT " read", trestle_pair_list_get_n_pairs (list), n_read);
  return 0;
}
