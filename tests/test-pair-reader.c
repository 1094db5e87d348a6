/* Lists that are read some images ahead: a batch is the same whoever asks for it, and a run in batches is a run. */
#include "analysis/measures/dataset.h"
#include "analysis/measures/pair-reader.h"
#include "core/error.h"
#include "tests/temporary-folder.h"

#include <gio/gio.h>
#include <string.h>
#include <unistd.h>

/* Pairs by their images; "-" is a line that is no pair. Batches of two images: aab-b, ccd, ada, e. */
#define IMAGES "aab-bccdadae"
#define N_PAIRS 12u
#define PAIRS_PER_IMAGE 64u /* the most of a batch */

typedef struct
{
  char *folder;
  char *path;
  TrestlePairList *list;
} Fixture;

/* A pair for each letter, whose text is its number. */
static void
write_list (Fixture *fixture, const char *images)
{
  g_autoptr (GString) lines = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; images[i] != '\0'; i++)
    if (images[i] == '-')
      g_string_append (lines, "no pair\n");
    else
      g_string_append_printf (lines, "{\"image\": \"%c.png\", \"text\": \"%u\"}\n", images[i], i);
  g_assert_true (g_file_set_contents (fixture->path, lines->str, -1, NULL));
  g_clear_pointer (&fixture->list, trestle_pair_list_free);
  fixture->list = trestle_pair_list_open (fixture->path, &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = temporary_folder_new ((TemporaryFile[]){ { NULL, NULL } });
  fixture->path = g_build_filename (fixture->folder, "list.jsonl", NULL);
  write_list (fixture, IMAGES);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  trestle_pair_list_free (fixture->list);
  temporary_folder_free (fixture->folder);
  g_free (fixture->path);
}

/* (transfer full): the letters of a batch */
static char *
spell (const GPtrArray *batch)
{
  GString *letters = g_string_new (NULL);

  for (guint i = 0; i < batch->len; i++)
    {
      g_autofree char *name = g_path_get_basename (((const TrestlePair *) g_ptr_array_index (batch, i))->image);

      g_string_append_c (letters, name[0]);
    }
  return g_string_free (letters, FALSE);
}

/* Finds the pair, and asserts that it is of the batch, which is a new one unless that is %NULL. */
static void
assert_finds (TrestlePairReader *reader, guint64 index, const char *expected)
{
  const GPtrArray *batch;
  g_autoptr (GError) error = NULL;
  const TrestlePairLine *line = trestle_pair_reader_find (reader, index, &batch, &error);
  g_autofree char *found = NULL;

  g_assert_no_error (error);
  g_assert_cmpuint (line->line, ==, index + 1);
  g_assert_true ((line->pair != NULL) == (IMAGES[index] != '-'));
  g_assert_true ((line->problem != NULL) == (IMAGES[index] == '-'));
  if (line->pair != NULL)
    g_assert_cmpuint (line->pair->index, ==, index);
  if (expected == NULL)
    {
      g_assert_null (batch);
      return;
    }
  g_assert_nonnull (batch);
  found = spell (batch);
  g_assert_cmpstr (found, ==, expected);
}

static void
test_batch_ends_before_one_image_too_many (Fixture *fixture, gconstpointer data)
{
  static const char *const batches[N_PAIRS] = { "aabb", NULL, NULL, NULL, NULL, "ccd", NULL, NULL, "ada", NULL, NULL, "e" };
  g_autoptr (TrestlePairReader) reader = trestle_pair_reader_new (fixture->list, 2);

  for (guint i = 0; i < N_PAIRS; i++)
    assert_finds (reader, i, batches[i]);
  g_assert_cmpuint (trestle_pair_reader_get_end (reader), ==, N_PAIRS);
}

/* Wherever reading begins, and also backwards. */
static void
test_batch_does_not_depend_on_what_is_asked_for (Fixture *fixture, gconstpointer data)
{
  static const char *const batches[N_PAIRS] = { "aabb", "aabb", "aabb", "aabb", "aabb", "ccd", "ccd", "ccd", "ada", "ada", "ada", "e" };

  for (guint i = 0; i < N_PAIRS; i++)
    {
      g_autoptr (TrestlePairReader) reader = trestle_pair_reader_new (fixture->list, 2);

      assert_finds (reader, i, batches[i]);
      if (!g_str_equal (batches[i], batches[0]))
        assert_finds (reader, 0, batches[0]);
    }
}

static void
test_one_image_reads_nothing_ahead (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TrestlePairReader) reader = trestle_pair_reader_new (fixture->list, 1);

  assert_finds (reader, 7, "d");
  assert_finds (reader, 8, "a");
  assert_finds (reader, 3, "");
  assert_finds (reader, 0, "a");
  assert_finds (reader, 1, "a");
}

/* However many texts an image has. */
static void
test_batch_ends_somewhere (Fixture *fixture, gconstpointer data)
{
  g_autofree char *letters = g_strnfill (5 * PAIRS_PER_IMAGE, 'a');
  g_autoptr (TrestlePairReader) reader = NULL;
  const GPtrArray *batch;

  write_list (fixture, letters);
  reader = trestle_pair_reader_new (fixture->list, 2);
  g_assert_nonnull (trestle_pair_reader_find (reader, 2 * PAIRS_PER_IMAGE - 1, &batch, NULL));
  g_assert_cmpuint (batch->len, ==, 2 * PAIRS_PER_IMAGE);
  g_assert_nonnull (trestle_pair_reader_find (reader, 2 * PAIRS_PER_IMAGE, &batch, NULL));
  g_assert_cmpuint (batch->len, ==, 2 * PAIRS_PER_IMAGE);
  g_assert_nonnull (trestle_pair_reader_find (reader, 5 * PAIRS_PER_IMAGE - 1, &batch, NULL));
  g_assert_cmpuint (batch->len, ==, PAIRS_PER_IMAGE);
}

static void
test_list_that_became_shorter_is_told (Fixture *fixture, gconstpointer data)
{
  for (guint n_images = 1; n_images <= 3; n_images++)
    {
      g_autoptr (TrestlePairReader) reader = trestle_pair_reader_new (fixture->list, n_images);
      g_autoptr (GError) error = NULL;
      const GPtrArray *batch;

      g_assert_cmpint (truncate (fixture->path, 100), ==, 0);
      g_assert_null (trestle_pair_reader_find (reader, N_PAIRS - 1, &batch, &error));
      g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_FAILED);
      g_assert_nonnull (strstr (error->message, "list.jsonl”"));
    }
}

/**
 * Run: what a run does and sees.
 * @told: batches and the pairs that were measured, as "[aabb]0124..."
 * @first: the first pair of the batch at hand, which what is measured depends on
 * @stop_at: cancelled while this pair is measured
 * @stops_ahead: cancelled while the second batch is read ahead
 */
typedef struct
{
  GString *told;
  guint64 first;
  guint64 stop_at;
  gboolean stops_ahead;
  GCancellable *cancellable;
} Run;

static void
read_ahead (const GPtrArray *pairs, gpointer data, GCancellable *cancellable)
{
  Run *run = data;
  g_autofree char *letters = spell (pairs);

  g_assert_true (cancellable == run->cancellable);
  if (run->stops_ahead && run->told->len > 0)
    g_cancellable_cancel (cancellable);
  g_string_append_printf (run->told, "[%s]", letters);
  run->first = ((const TrestlePair *) g_ptr_array_index (pairs, 0))->index;
}

/* As if a batch had other last digits than another. */
static gboolean
measure (const TrestlePair *pair, double *values, gpointer data, GError **error)
{
  Run *run = data;

  if (pair->index == run->stop_at)
    g_cancellable_cancel (run->cancellable);
  g_string_append_printf (run->told, "%s,", pair->text);
  values[0] = g_ascii_strtod (pair->text, NULL) + 1e-9 * (double) run->first;
  return TRUE;
}

static TrestleDataset *
new_dataset (const Fixture *fixture)
{
  return trestle_dataset_new ("numbers", (const char *const[]){ "none", NULL }, "", fixture->list, 1);
}

/* (transfer full): what was told. Does what is missing of the pairs. */
static char *
go_on (const Fixture *fixture, TrestleDataset *dataset, TrestlePairRange range, guint64 stop_at, gboolean stops_ahead)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Run run = { .told = g_string_new (NULL), .stop_at = stop_at, .stops_ahead = stops_ahead, .cancellable = cancellable };
  const TrestleDatasetHooks hooks = { .cancellable = cancellable, .read_ahead = read_ahead, .n_images = 2 };
  g_autoptr (GArray) missing = trestle_pair_log_find_missing (dataset->log, range);
  g_autoptr (GError) error = NULL;

  g_assert_true (trestle_dataset_run (dataset, fixture->list, missing, measure, &run, &hooks, &error));
  g_assert_no_error (error);
  return g_string_free (run.told, FALSE);
}

static const TrestlePairRange all = { 0, N_PAIRS };

static void
test_run_reads_ahead_and_measures_in_order (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TrestleDataset) dataset = new_dataset (fixture);
  g_autofree char *told = go_on (fixture, dataset, all, G_MAXUINT64, FALSE);

  g_assert_cmpstr (told, ==, "[aabb]0,1,2,4,[ccd]5,6,7,[ada]8,9,10,[e]11,");
  g_assert_cmpuint (dataset->log->n_failed, ==, 1);
  g_assert_cmpuint (g_array_index (dataset->log->failures, TrestlePairFailure, 0).line, ==, 4);
}

/* To the bit, wherever it was stopped; also in the middle of a batch. */
static void
test_run_that_goes_on_is_one_run (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TrestleDataset) whole = new_dataset (fixture);

  g_free (go_on (fixture, whole, all, G_MAXUINT64, FALSE));
  for (guint i = 0; i < N_PAIRS; i++)
    {
      g_autoptr (TrestleDataset) dataset = new_dataset (fixture);

      g_free (go_on (fixture, dataset, all, i, FALSE));
      if (IMAGES[i] != '-')
        g_assert_cmpuint (trestle_pair_log_count (dataset->log), ==, i + 1);
      g_free (go_on (fixture, dataset, all, G_MAXUINT64, FALSE));
      g_assert_false (trestle_dataset_is_partial (dataset));
      g_assert_cmpfloat (trestle_tally_get_mean (dataset->tally, 0), ==, trestle_tally_get_mean (whole->tally, 0));
      g_assert_cmpfloat (trestle_tally_get_deviation (dataset->tally, 0), ==, trestle_tally_get_deviation (whole->tally, 0));
    }
}

/* The batch that a part begins in the middle of is read as a whole. */
static void
test_parts_have_the_same_batches (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TrestleDataset) dataset = new_dataset (fixture);
  g_autofree char *second = go_on (fixture, dataset, (TrestlePairRange){ 6, 10 }, G_MAXUINT64, FALSE);
  g_autofree char *rest = go_on (fixture, dataset, all, G_MAXUINT64, FALSE);

  g_assert_cmpstr (second, ==, "[ccd]6,7,[ada]8,9,");
  g_assert_cmpstr (rest, ==, "[aabb]0,1,2,4,[ccd]5,[ada]10,[e]11,");
}

/* No pair is begun then. */
static void
test_reading_ahead_can_be_stopped (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TrestleDataset) dataset = new_dataset (fixture);
  g_autofree char *told = go_on (fixture, dataset, all, G_MAXUINT64, TRUE);

  g_assert_cmpstr (told, ==, "[aabb]0,1,2,4,[ccd]");
  g_assert_cmpuint (trestle_pair_log_count (dataset->log), ==, 5);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add ("/pair-reader/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("batch-ends-before-one-image-too-many", test_batch_ends_before_one_image_too_many);
  ADD ("batch-does-not-depend-on-what-is-asked-for", test_batch_does_not_depend_on_what_is_asked_for);
  ADD ("one-image-reads-nothing-ahead", test_one_image_reads_nothing_ahead);
  ADD ("batch-ends-somewhere", test_batch_ends_somewhere);
  ADD ("list-that-became-shorter-is-told", test_list_that_became_shorter_is_told);
  ADD ("run-reads-ahead-and-measures-in-order", test_run_reads_ahead_and_measures_in_order);
  ADD ("run-that-goes-on-is-one-run", test_run_that_goes_on_is_one_run);
  ADD ("parts-have-the-same-batches", test_parts_have_the_same_batches);
  ADD ("reading-ahead-can-be-stopped", test_reading_ahead_can_be_stopped);
#undef ADD
  return g_test_run ();
}
