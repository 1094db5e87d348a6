/*
 * Partial results over a list of pairs: one file, or two, cut at a byte 0x1e, to be merged. What is read can be written, and is then read
 * again with the same numbers.
 */
#include "analysis/measures/dataset-state.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/parts.h"
#include "tests/fuzz/scratch.h"

static const char *const names[] = { "one.json", "two.json" };

/* Bit by bit, as numbers that are none are not equal. */
static gboolean
are_same (const TrestleTally *a, const TrestleTally *b)
{
  return a->n_values == b->n_values && memcmp (a->counts, b->counts, a->n_values * sizeof *a->counts) == 0
         && memcmp (a->sums, b->sums, 2 * a->n_values * sizeof *a->sums) == 0
         && memcmp (a->squares, b->squares, 2 * a->n_values * sizeof *a->squares) == 0;
}

static void
check_round_trip (const TrestleDataset *dataset)
{
  g_autofree char *path = g_build_filename (scratch_folder (), names[0], NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (TrestleDataset) again = NULL;

  if (!trestle_dataset_save (dataset, path, &error))
    g_error ("results were read and cannot be written: %s", error->message);
  again = trestle_dataset_load (path, &error);
  if (again == NULL)
    g_error ("results were written and cannot be read: %s", error->message);
  if (!are_same (dataset->tally, again->tally) || trestle_dataset_get_n_measured (dataset) != trestle_dataset_get_n_measured (again))
    g_error ("results are not the same once they were written and read");
}

static void
read_all (const TrestleDataset *dataset)
{
  for (gsize i = 0; i < dataset->tally->n_values; i++)
    {
      trestle_tally_get_mean (dataset->tally, i);
      trestle_tally_get_deviation (dataset->tally, i);
    }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *first = g_build_filename (scratch_folder (), names[0], NULL);
  g_autofree char *second = g_build_filename (scratch_folder (), names[1], NULL);
  const char *paths[] = { first, NULL, NULL };
  g_autoptr (TrestleDataset) dataset = NULL;
  g_autoptr (GError) error = NULL;

  fuzz_write_part (names[0], &data, &size);
  if (size > 0)
    {
      fuzz_write_part (names[1], &data, &size);
      paths[1] = second;
    }
  dataset = trestle_dataset_load_merged (paths, &error);
  fuzz_check (dataset != NULL, g_steal_pointer (&error));
  if (dataset == NULL)
    return 0;
  read_all (dataset);
  check_round_trip (dataset);
  return 0;
}
