/* Sums over lists of pairs: in one go, with breaks and in parts they are the same, and files that make no sense are refused. */
#include "analysis/measures/dataset-state.h"
#include "core/error.h"
#include "tests/temporary-folder.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

#define N_VALUES 3
#define N_PAIRS 57
#define TOLERANCE 1e-12 /* relative */

typedef struct
{
  char *folder;
  char *path; /* of the list */
  TrestlePairList *list;
} Fixture;

/* What a measure and its hooks do and see. */
typedef struct
{
  guint n_measured;
  guint stop_at; /* cancelled while so many are being measured; 0 never */
  GCancellable *cancellable;
  guint64 n_done;
  guint64 n_all;
  guint64 n_failed;
  double seconds_left;
  guint n_checkpoints;
  gboolean has_full_disk;
  TrestleDataset *taken; /* (nullable): where checkpoints put the results */
} Observer;

static const char *const models[] = { "one", "two", NULL };

/* The pair @i is the text of a number; every seventh is no number, every eleventh line no pair. */
static char *
write_list (guint n_pairs)
{
  GString *content = g_string_new (NULL);

  for (guint i = 0; i < n_pairs; i++)
    if (i % 11 == 5)
      g_string_append (content, "no pair\n\n");
    else if (i % 7 == 3)
      g_string_append (content, "{\"image\": \"a.png\", \"text\": \"star\"}\n");
    else
      g_string_append_printf (content, "{\"image\": \"a.png\", \"text\": \"%.17g\"}\n", sin (i) * pow (10.0, i % 9));
  return g_string_free (content, FALSE);
}

static void
open_list (Fixture *fixture, const char *content)
{
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&fixture->list, trestle_pair_list_free);
  g_assert_true (g_file_set_contents (fixture->path, content, -1, NULL));
  fixture->list = trestle_pair_list_open (fixture->path, &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *content = write_list (N_PAIRS);

  fixture->folder = temporary_folder_new ((TemporaryFile[]){ { NULL, NULL } });
  fixture->path = g_build_filename (fixture->folder, "list.jsonl", NULL);
  open_list (fixture, content);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  trestle_pair_list_free (fixture->list);
  temporary_folder_free (fixture->folder);
  g_free (fixture->path);
}

/* The number, one over it, and for positive ones its root. */
static gboolean
measure (const TrestlePair *pair, double *values, gpointer data, GError **error)
{
  Observer *observer = data;
  char *end;

  for (guint i = 0; i < N_VALUES; i++)
    g_assert_true (isnan (values[i]));
  if (++observer->n_measured == observer->stop_at)
    g_cancellable_cancel (observer->cancellable);
  values[0] = g_ascii_strtod (pair->text, &end);
  values[1] = 1.0 / values[0];
  if (values[0] > 0.0)
    values[2] = sqrt (values[0]);
  if (*end == '\0')
    return TRUE;
  g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INPUT, "“%s” is no number", pair->text);
  return FALSE;
}

static void
watch (guint64 n_done, guint64 n_all, guint64 n_failed, double seconds_left, gpointer data)
{
  Observer *observer = data;

  g_assert_cmpuint (n_done, ==, observer->n_done + 1);
  observer->n_done = n_done;
  observer->n_all = n_all;
  observer->n_failed = n_failed;
  observer->seconds_left = seconds_left;
}

static gboolean
save (TrestleDataset *dataset, gpointer data, GError **error)
{
  Observer *observer = data;

  observer->n_checkpoints++;
  if (observer->has_full_disk)
    {
      g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_NOSPC, "“state.json” cannot be written");
      return FALSE;
    }
  if (observer->taken == NULL)
    return TRUE;
  trestle_dataset_merge (observer->taken, dataset);
  trestle_dataset_clear (dataset);
  return TRUE;
}

static TrestleDataset *
new_dataset (const Fixture *fixture)
{
  return trestle_dataset_new ("sines", models, "size=64", fixture->list, N_VALUES);
}

static gboolean
run (Fixture *fixture, TrestleDataset *dataset, TrestlePairRange range, Observer *observer, GError **error)
{
  TrestleDatasetHooks hooks = { watch, save, 1e6, observer, observer->cancellable };
  g_autoptr (GArray) missing = trestle_pair_log_find_missing (dataset->log, range);

  if (observer->taken != NULL || observer->has_full_disk)
    hooks.interval = 0.0;
  return trestle_dataset_run (dataset, fixture->list, missing, measure, observer, &hooks, error);
}

/* Runs to the end, or up to the pair before whose end @stop_at measures have begun. */
static void
run_until (Fixture *fixture, TrestleDataset *dataset, TrestlePairRange range, guint stop_at)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Observer observer = { .stop_at = stop_at, .cancellable = cancellable };
  g_autoptr (GError) error = NULL;

  g_assert_true (run (fixture, dataset, range, &observer, &error));
  g_assert_no_error (error);
}

static const TrestlePairRange all = { 0, N_PAIRS };

static TrestleDataset *
run_all (Fixture *fixture)
{
  TrestleDataset *dataset = new_dataset (fixture);

  run_until (fixture, dataset, all, 0);
  return dataset;
}

static char *
path_of (const Fixture *fixture, const char *name)
{
  return g_build_filename (fixture->folder, name, NULL);
}

static void
save_as (const Fixture *fixture, const TrestleDataset *dataset, const char *name)
{
  g_autofree char *path = path_of (fixture, name);
  g_autoptr (GError) error = NULL;

  g_assert_true (trestle_dataset_save (dataset, path, &error));
  g_assert_no_error (error);
}

static TrestleDataset *
load (const Fixture *fixture, const char *name)
{
  g_autofree char *path = path_of (fixture, name);
  g_autoptr (GError) error = NULL;
  TrestleDataset *dataset = trestle_dataset_load (path, &error);

  g_assert_no_error (error);
  return dataset;
}

/* (transfer full): what a dataset is as a file. */
static char *
text_of (const Fixture *fixture, const TrestleDataset *dataset)
{
  g_autofree char *path = path_of (fixture, "text.json");
  char *text;

  save_as (fixture, dataset, "text.json");
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  return text;
}

static const TrestlePairFailure *
failure_of (const TrestleDataset *dataset, guint i)
{
  return &g_array_index (dataset->log->failures, TrestlePairFailure, i);
}

static void
test_numbers_are_summed (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TrestleDataset) dataset = NULL;

  open_list (fixture, "{\"image\": \"a\", \"text\": \"1\"}\n{\"image\": \"a\", \"text\": \"-2\"}\n{\"image\": \"b\", \"text\": \"4\"}\n");
  dataset = new_dataset (fixture);
  run_until (fixture, dataset, (TrestlePairRange){ 0, 3 }, 0);
  g_assert_cmpuint (trestle_dataset_get_n_measured (dataset), ==, 3);
  g_assert_false (trestle_dataset_is_partial (dataset));
  g_assert_cmpfloat_with_epsilon (trestle_tally_get_mean (dataset->tally, 0), 1.0, 1e-15);
  g_assert_cmpfloat_with_epsilon (trestle_tally_get_deviation (dataset->tally, 0), 3.0, 1e-15);
  g_assert_cmpfloat_with_epsilon (trestle_tally_get_mean (dataset->tally, 1), 0.25, 1e-15);
  g_assert_cmpuint (dataset->tally->counts[2], ==, 2);
  g_assert_cmpfloat_with_epsilon (trestle_tally_get_mean (dataset->tally, 2), 1.5, 1e-15);
}

/* Of 57 pairs the lines of 5, 16, 27, 38, 49 are none, and of the eight with 3, 10, 17, ... 52 that of 38 is among those. */
static void
test_failed_pairs_are_counted_and_told (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TrestleDataset) dataset = run_all (fixture);

  g_assert_cmpuint (dataset->log->n_failed, ==, 12 + 1); /* one over sin (0) is infinite */
  g_assert_cmpuint (dataset->log->failures->len, ==, 13);
  g_assert_cmpuint (trestle_dataset_get_n_measured (dataset), ==, N_PAIRS - 13);
  g_assert_cmpuint (dataset->tally->counts[0], ==, N_PAIRS - 13);
  g_assert_cmpuint (dataset->tally->counts[2], <, N_PAIRS - 13);
  g_assert_cmpuint (failure_of (dataset, 0)->index, ==, 0);
  g_assert_nonnull (strstr (failure_of (dataset, 0)->reason, "inf"));
  g_assert_cmpuint (failure_of (dataset, 1)->index, ==, 3);
  g_assert_cmpuint (failure_of (dataset, 1)->line, ==, 4);
  g_assert_cmpstr (failure_of (dataset, 1)->reason, ==, "“star” is no number");
  g_assert_cmpuint (failure_of (dataset, 2)->index, ==, 5);
  g_assert_cmpuint (failure_of (dataset, 2)->line, ==, 6);
  g_assert_nonnull (strstr (failure_of (dataset, 2)->reason, "list.jsonl, line 6”"));
  g_assert_cmpuint (failure_of (dataset, 4)->index, ==, 16);
  g_assert_cmpuint (failure_of (dataset, 4)->line, ==, 18);
}

static void
test_first_hundred_failures_are_remembered (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TrestlePairLog) log = trestle_pair_log_new (), other = trestle_pair_log_new ();

  for (guint64 i = 0; i < 150; i++)
    trestle_pair_log_add_failure (log, 2 * i, i, "even");
  for (guint64 i = 150; i-- > 0;)
    trestle_pair_log_add_failure (other, 2 * i + 1, i, "odd");
  trestle_pair_log_merge (other, log);
  g_assert_cmpuint (other->n_failed, ==, 300);
  g_assert_cmpuint (other->failures->len, ==, TRESTLE_MAX_FAILURES);
  g_assert_cmpuint (other->ranges->len, ==, 1);
  for (guint i = 0; i < TRESTLE_MAX_FAILURES; i++)
    {
      const TrestlePairFailure *failure = &g_array_index (other->failures, TrestlePairFailure, i);

      g_assert_cmpuint (failure->index, ==, i);
      g_assert_cmpstr (failure->reason, ==, i % 2 == 0 ? "even" : "odd");
    }
}

static void
test_missing_pairs_are_found (Fixture *fixture, gconstpointer data)
{
  static const guint64 done[] = { 9, 2, 3, 4, 8, 12 };
  static const TrestlePairRange expected[] = { { 3, 3 }, { 5, 8 }, { 10, 12 }, { 13, 14 } };
  g_autoptr (TrestlePairLog) log = trestle_pair_log_new ();
  g_autoptr (GArray) missing = NULL, slice = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (done); i++)
    trestle_pair_log_add (log, done[i]);
  g_assert_cmpuint (log->ranges->len, ==, 3);
  g_assert_cmpuint (trestle_pair_log_count (log), ==, 6);
  missing = trestle_pair_log_find_missing (log, (TrestlePairRange){ 3, 14 });
  g_assert_cmpuint (missing->len, ==, 3);
  for (guint i = 0; i < missing->len; i++)
    {
      g_assert_cmpuint (g_array_index (missing, TrestlePairRange, i).begin, ==, expected[i + 1].begin);
      g_assert_cmpuint (g_array_index (missing, TrestlePairRange, i).end, ==, expected[i + 1].end);
    }
  g_assert_cmpuint (trestle_pair_ranges_count (missing), ==, 6);
  slice = trestle_pair_ranges_slice (missing, 2, 5); /* of 5 6 7 10 11 13 */
  g_assert_cmpuint (slice->len, ==, 2);
  g_assert_cmpuint (g_array_index (slice, TrestlePairRange, 0).begin, ==, 7);
  g_assert_cmpuint (g_array_index (slice, TrestlePairRange, 0).end, ==, 8);
  g_assert_cmpuint (g_array_index (slice, TrestlePairRange, 1).begin, ==, 10);
  g_assert_cmpuint (g_array_index (slice, TrestlePairRange, 1).end, ==, 12);
}

static TrestlePairLog *
new_log (const TrestlePairRange *ranges)
{
  TrestlePairLog *log = trestle_pair_log_new ();

  for (; ranges->end > 0; ranges++)
    for (guint64 i = ranges->begin; i < ranges->end; i++)
      trestle_pair_log_add (log, i);
  return log;
}

static void
test_overlap_is_found_wherever_it_is (Fixture *fixture, gconstpointer data)
{
  static const TrestlePairRange ranges[] = { { 2, 4 }, { 6, 8 }, { 20, 30 }, { 0, 0 } };
  static const struct
  {
    TrestlePairRange other[4];
    TrestlePairRange expected;
  } cases[] = {
    { { { 0, 2 }, { 4, 6 }, { 8, 20 } }, { 0, 0 } },
    { { { 30, 31 } }, { 0, 0 } },
    { { { 0, 1 }, { 5, 7 } }, { 6, 7 } },
    { { { 10, 12 }, { 14, 16 }, { 29, 40 } }, { 29, 30 } },
    { { { 0, 1 }, { 12, 14 }, { 22, 24 } }, { 22, 24 } },
    { { { 0, 40 } }, { 2, 4 } },
  };
  g_autoptr (TrestlePairLog) log = new_log (ranges);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TrestlePairLog) other = new_log (cases[i].other);
      TrestlePairRange there, back;

      g_assert_cmpint (trestle_pair_log_find_overlap (log, other, &there), ==, cases[i].expected.end > 0);
      g_assert_cmpint (trestle_pair_log_find_overlap (other, log, &back), ==, cases[i].expected.end > 0);
      if (cases[i].expected.end == 0)
        continue;
      g_assert_cmpuint (there.begin, ==, cases[i].expected.begin);
      g_assert_cmpuint (there.end, ==, cases[i].expected.end);
      g_assert_cmpuint (back.begin, ==, there.begin);
      g_assert_cmpuint (back.end, ==, there.end);
    }
}

static void
test_pair_at_hand_is_finished_when_stopped (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TrestleDataset) dataset = new_dataset (fixture);

  run_until (fixture, dataset, all, 4); /* 0, 1, 2 and 3 */
  g_assert_true (trestle_dataset_is_partial (dataset));
  g_assert_cmpuint (trestle_pair_log_count (dataset->log), ==, 4);
  g_assert_cmpuint (dataset->log->ranges->len, ==, 1);
}

/* Stopped after any number of pairs, saved, loaded and gone on with, the file is the same to the bit. */
static void
test_resumed_run_equals_one_without_a_break (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TrestleDataset) whole = run_all (fixture);
  g_autofree char *expected = text_of (fixture, whole);

  for (guint stop_at = 1; stop_at < N_PAIRS - 5; stop_at += 4)
    {
      g_autoptr (TrestleDataset) stopped = new_dataset (fixture), resumed = NULL;
      g_autofree char *partial = NULL, *text = NULL;

      run_until (fixture, stopped, all, stop_at);
      partial = text_of (fixture, stopped);
      g_assert_cmpstr (partial, !=, expected);
      resumed = load (fixture, "text.json");
      g_assert_true (trestle_dataset_is_partial (resumed));
      run_until (fixture, resumed, all, 0);
      text = text_of (fixture, resumed);
      g_assert_cmpstr (text, ==, expected);
    }
}

/* Stopped again and again. */
static void
test_many_breaks_change_nothing (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TrestleDataset) whole = run_all (fixture), dataset = new_dataset (fixture);
  g_autofree char *expected = text_of (fixture, whole), *text = NULL;

  for (guint i = 0; trestle_dataset_is_partial (dataset); i++)
    {
      run_until (fixture, dataset, all, 1 + i * 7 % 3);
      save_as (fixture, dataset, "state.json");
      g_clear_pointer (&dataset, trestle_dataset_free);
      dataset = load (fixture, "state.json");
    }
  text = text_of (fixture, dataset);
  g_assert_cmpstr (text, ==, expected);
}

static void
assert_same_results (const TrestleDataset *dataset, const TrestleDataset *expected)
{
  g_assert_cmpuint (trestle_pair_log_count (dataset->log), ==, trestle_pair_log_count (expected->log));
  g_assert_cmpuint (dataset->log->ranges->len, ==, expected->log->ranges->len);
  g_assert_cmpuint (dataset->log->n_failed, ==, expected->log->n_failed);
  g_assert_cmpuint (dataset->log->failures->len, ==, expected->log->failures->len);
  for (guint i = 0; i < expected->log->failures->len; i++)
    g_assert_cmpstr (failure_of (dataset, i)->reason, ==, failure_of (expected, i)->reason);
  for (guint i = 0; i < N_VALUES; i++)
    {
      double mean = trestle_tally_get_mean (expected->tally, i), deviation = trestle_tally_get_deviation (expected->tally, i);

      g_assert_cmpuint (dataset->tally->counts[i], ==, expected->tally->counts[i]);
      g_assert_cmpfloat_with_epsilon (trestle_tally_get_mean (dataset->tally, i), mean, TOLERANCE * fabs (mean));
      g_assert_cmpfloat_with_epsilon (trestle_tally_get_deviation (dataset->tally, i), deviation, TOLERANCE * deviation);
    }
}

static void
save_shard (Fixture *fixture, guint shard, guint n_shards, const char *name)
{
  g_autoptr (TrestleDataset) dataset = new_dataset (fixture);

  run_until (fixture, dataset, trestle_pair_range_of_shard (N_PAIRS, shard, n_shards), 0);
  save_as (fixture, dataset, name);
}

static void
test_merged_shards_equal_one_run (Fixture *fixture, gconstpointer data)
{
  static const guint numbers[] = { 1, 2, 3, 16, N_PAIRS + 2 };
  g_autoptr (TrestleDataset) whole = run_all (fixture);

  for (guint k = 0; k < G_N_ELEMENTS (numbers); k++)
    {
      guint n_shards = numbers[k];
      g_auto (GStrv) paths = g_new0 (char *, n_shards + 1);
      g_autoptr (TrestleDataset) merged = NULL;
      g_autoptr (GError) error = NULL;

      for (guint i = 0; i < n_shards; i++)
        {
          g_autofree char *name = g_strdup_printf ("part-%u.json", i);

          paths[n_shards - 1 - i] = path_of (fixture, name);
          save_shard (fixture, i, n_shards, name);
        }
      merged = trestle_dataset_load_merged ((const char *const *) paths, &error);
      g_assert_no_error (error);
      assert_same_results (merged, whole);
    }
}

static void
test_merging_some_parts_is_partial (Fixture *fixture, gconstpointer data)
{
  g_autofree char *first = path_of (fixture, "a.json"), *third = path_of (fixture, "c.json");
  g_autoptr (TrestleDataset) merged = NULL, whole = run_all (fixture);

  save_shard (fixture, 0, 3, "a.json");
  save_shard (fixture, 2, 3, "c.json");
  merged = trestle_dataset_load_merged ((const char *[]){ first, third, NULL }, NULL);
  g_assert_true (trestle_dataset_is_partial (merged));
  g_assert_cmpuint (merged->log->ranges->len, ==, 2);
  run_until (fixture, merged, all, 0);
  assert_same_results (merged, whole);
}

/* Not the first and the second, but the first and the third. */
static void
test_parts_that_overlap_are_refused (Fixture *fixture, gconstpointer data)
{
  g_autofree char *a = path_of (fixture, "a.json"), *b = path_of (fixture, "b.json"), *c = path_of (fixture, "c.json");
  g_autoptr (GError) error = NULL;

  save_shard (fixture, 0, 3, "a.json"); /* 0 to 18 */
  save_shard (fixture, 2, 3, "b.json");
  save_shard (fixture, 1, 4, "c.json"); /* 14 to 27 */
  g_assert_null (trestle_dataset_load_merged ((const char *[]){ a, b, c, NULL }, &error));
  g_assert_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INPUT);
  g_assert_nonnull (strstr (error->message, "a.json”"));
  g_assert_nonnull (strstr (error->message, "c.json”"));
  g_assert_nonnull (strstr (error->message, "15 to 19"));
}

static void
assert_do_not_merge (Fixture *fixture, TrestleDataset *other, const char *said)
{
  g_autofree char *a = path_of (fixture, "a.json"), *b = path_of (fixture, "b.json");
  g_autoptr (GError) error = NULL;

  save_as (fixture, other, "b.json");
  g_assert_null (trestle_dataset_load_merged ((const char *[]){ a, b, NULL }, &error));
  g_assert_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INPUT);
  g_assert_nonnull (strstr (error->message, "a.json”"));
  g_assert_nonnull (strstr (error->message, "b.json”"));
  g_assert_nonnull (strstr (error->message, said));
  trestle_dataset_free (other);
}

static void
test_parts_of_something_else_are_refused (Fixture *fixture, gconstpointer data)
{
  static const char *const other_models[] = { "one", "three", NULL };
  g_autofree char *longer = write_list (N_PAIRS + 1), *changed = write_list (N_PAIRS);

  memcpy (strstr (changed, "star"), "bear", strlen ("bear"));
  save_shard (fixture, 0, 3, "a.json");
  assert_do_not_merge (fixture, trestle_dataset_new ("cosines", models, "size=64", fixture->list, N_VALUES), "cosines");
  assert_do_not_merge (fixture, trestle_dataset_new ("sines", other_models, "size=64", fixture->list, N_VALUES), "three");
  assert_do_not_merge (fixture, trestle_dataset_new ("sines", models, "size=32", fixture->list, N_VALUES), "size=32");
  assert_do_not_merge (fixture, trestle_dataset_new ("sines", models, "size=64", fixture->list, N_VALUES + 1), "4");
  open_list (fixture, changed);
  assert_do_not_merge (fixture, trestle_dataset_new ("sines", models, "size=64", fixture->list, N_VALUES), "changed");
  open_list (fixture, longer);
  assert_do_not_merge (fixture, trestle_dataset_new ("sines", models, "size=64", fixture->list, N_VALUES), "58");
}

static void
test_progress_counts_every_pair (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TrestleDataset) dataset = new_dataset (fixture);
  Observer observer = { 0 };

  g_assert_true (run (fixture, dataset, (TrestlePairRange){ 4, 20 }, &observer, NULL));
  g_assert_cmpuint (observer.n_done, ==, 16);
  g_assert_cmpuint (observer.n_all, ==, 16);
  g_assert_cmpuint (observer.n_failed, ==, 4);
  g_assert_cmpfloat (observer.seconds_left, ==, 0.0);
  g_assert_cmpuint (observer.n_checkpoints, ==, 0);
}

/* As processes that work together do: a checkpoint hands the results on. */
static void
test_checkpoint_may_take_the_results (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TrestleDataset) whole = run_all (fixture), dataset = new_dataset (fixture), taken = new_dataset (fixture);
  Observer observer = { .taken = taken };

  g_assert_true (run (fixture, dataset, all, &observer, NULL));
  g_assert_cmpuint (observer.n_checkpoints, ==, N_PAIRS);
  g_assert_cmpuint (trestle_pair_log_count (dataset->log), ==, 0);
  assert_same_results (taken, whole);
}

static void
test_checkpoint_that_fails_ends_the_run (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TrestleDataset) dataset = new_dataset (fixture);
  Observer observer = { .has_full_disk = TRUE };
  g_autoptr (GError) error = NULL;

  g_assert_false (run (fixture, dataset, all, &observer, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOSPC);
  g_assert_cmpuint (trestle_pair_log_count (dataset->log), ==, 1);
}

static gboolean
be_cancelled (const TrestlePair *pair, double *values, gpointer data, GError **error)
{
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "stopped");
  return FALSE;
}

static void
test_measure_that_is_cancelled_ends_the_run (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TrestleDataset) dataset = new_dataset (fixture);
  g_autoptr (GArray) missing = trestle_pair_log_find_missing (dataset->log, all);
  g_autoptr (GError) error = NULL;

  g_assert_false (trestle_dataset_run (dataset, fixture->list, missing, be_cancelled, NULL, &(TrestleDatasetHooks){ 0 }, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (trestle_pair_log_count (dataset->log), ==, 0);
}

static void
test_list_that_became_shorter_ends_the_run (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TrestleDataset) dataset = new_dataset (fixture);
  Observer observer = { 0 };
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (truncate (fixture->path, 100), ==, 0);
  g_assert_false (run (fixture, dataset, all, &observer, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_FAILED);
  g_assert_nonnull (strstr (error->message, "list.jsonl”"));
}

/* @find and what is written in its place in a file that is right. */
static const struct
{
  const char *find;
  const char *write;
  const char *said;
} spoilt[] = {
  { "trestle-partial", "trestle-part", "“format”" },
  { "\"format\":\"trestle-partial\"", "\"format\":[]", "“format”" },
  { "\"version\":1", "\"version\":2", "version" },
  { "\"version\":1", "\"version\":\"1\"", "version" },
  { "\"kind\":\"sines\"", "\"kind\":5", "“kind”" },
  { "[\"one\",\"two\"]", "[]", "“models”" },
  { "[\"one\",\"two\"]", "[1]", "“models”" },
  { "[\"one\",\"two\"]", "\"one\"", "“models”" },
  { "\"settings\":\"size=64\"", "\"settings\":null", "“settings”" },
  { "\"list\":{", "\"list\":5,\"lost\":{", "“list”" },
  { "\"sha256\":\"", "\"sha256\":\"0", "“sha256”" },
  { "\"pairs\":57", "\"pairs\":0", "“pairs”" },
  { "\"pairs\":57", "\"pairs\":-57", "“pairs”" },
  { "\"pairs\":57", "\"pairs\":20", "“ranges”" },
  { "[[0,40]]", "[[0,58]]", "“ranges”" },
  { "[[0,40]]", "[[40,0]]", "“ranges”" },
  { "[[0,40]]", "[[-1,40]]", "“ranges”" },
  { "[[0,40]]", "[[0,20],[19,40]]", "“ranges”" },
  { "[[0,40]]", "[[20,40],[0,20]]", "“ranges”" },
  { "[[0,40]]", "[[0,20,40]]", "“ranges”" },
  { "[[0,40]]", "[0,40]", "“ranges”" },
  { "[[0,40]]", "{}", "“ranges”" },
  { "[[0,40]]", "[[0,10]]", "“tally”" },
  { "\"failed\":10", "\"failed\":41", "“failed”" },
  { "\"failed\":10", "\"failed\":11", "“failures”" },
  { "\"failed\":10", "\"failed\":-1", "“failed”" },
  { "\"failures\":[{\"pair\":0", "\"failures\":[{\"pair\":57", "“failures”" },
  { "\"failures\":[{\"pair\":0", "\"failures\":[{\"pear\":0", "“failures”" },
  { "\"line\":1", "\"line\":\"1\"", "“failures”" },
  { "\"reason\":", "\"raisin\":", "“failures”" },
  { "\"values\":3", "\"values\":2", "counts" },
  { "\"values\":3", "\"values\":0", "“values”" },
  { "\"values\":3", "\"values\":9999999", "“values”" },
  { "\"values\":3", "\"values\":3.5", "“values”" },
  { "\"tally\":{", "\"tally\":5,\"tall\":{", "“tally”" },
  { "\"counts\":[", "\"counts\":[7,", "counts" },
};

static char *
replace (const char *text, const char *find, const char *write)
{
  GString *changed = g_string_new (text);

  g_assert_cmpuint (g_string_replace (changed, find, write, 1), ==, 1);
  return g_string_free (changed, FALSE);
}

static void
test_state_that_makes_no_sense_is_refused (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = path_of (fixture, "state.json");
  g_autoptr (TrestleDataset) dataset = new_dataset (fixture);
  g_autofree char *text = NULL;

  run_until (fixture, dataset, (TrestlePairRange){ 0, 40 }, 0);
  text = text_of (fixture, dataset);
  for (guint i = 0; i < G_N_ELEMENTS (spoilt); i++)
    {
      g_autofree char *content = replace (text, spoilt[i].find, spoilt[i].write);
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", spoilt[i].write);
      g_assert_true (g_file_set_contents (path, content, -1, NULL));
      g_assert_null (trestle_dataset_load (path, &error));
      g_assert_cmpuint (error->domain, ==, TRESTLE_ERROR);
      g_assert_nonnull (strstr (error->message, "state.json”"));
      g_assert_nonnull (strstr (error->message, spoilt[i].said));
    }
}

static void
test_state_that_is_cut_is_refused (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = path_of (fixture, "state.json");
  g_autoptr (TrestleDataset) dataset = run_all (fixture);
  g_autofree char *text = text_of (fixture, dataset);

  for (gsize length = 0; length < strlen (text) - 1; length += 1 + length / 20)
    {
      g_autoptr (GError) error = NULL;

      g_assert_true (g_file_set_contents (path, text, (gssize) length, NULL));
      g_assert_null (trestle_dataset_load (path, &error));
      g_assert_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INVALID);
    }
}

static void
test_state_that_is_not_there_is_named (Fixture *fixture, gconstpointer data)
{
  g_autofree char *absent = path_of (fixture, "absent.json"), *nowhere = path_of (fixture, "no/folder.json");
  g_autoptr (TrestleDataset) dataset = new_dataset (fixture);
  g_autoptr (GError) loading = NULL, saving = NULL;

  g_assert_null (trestle_dataset_load (absent, &loading));
  g_assert_error (loading, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  g_assert_nonnull (strstr (loading->message, "absent.json"));
  g_assert_false (trestle_dataset_save (dataset, nowhere, &saving));
  g_assert_error (saving, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  g_assert_nonnull (strstr (saving->message, "no/folder.json"));
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *name;
    void (*test) (Fixture *fixture, gconstpointer data);
  } tests[] = {
    { "numbers-are-summed", test_numbers_are_summed },
    { "failed-pairs-are-counted-and-told", test_failed_pairs_are_counted_and_told },
    { "first-hundred-failures-are-remembered", test_first_hundred_failures_are_remembered },
    { "missing-pairs-are-found", test_missing_pairs_are_found },
    { "overlap-is-found-wherever-it-is", test_overlap_is_found_wherever_it_is },
    { "pair-at-hand-is-finished-when-stopped", test_pair_at_hand_is_finished_when_stopped },
    { "resumed-run-equals-one-without-a-break", test_resumed_run_equals_one_without_a_break },
    { "many-breaks-change-nothing", test_many_breaks_change_nothing },
    { "merged-shards-equal-one-run", test_merged_shards_equal_one_run },
    { "merging-some-parts-is-partial", test_merging_some_parts_is_partial },
    { "parts-that-overlap-are-refused", test_parts_that_overlap_are_refused },
    { "parts-of-something-else-are-refused", test_parts_of_something_else_are_refused },
    { "progress-counts-every-pair", test_progress_counts_every_pair },
    { "checkpoint-may-take-the-results", test_checkpoint_may_take_the_results },
    { "checkpoint-that-fails-ends-the-run", test_checkpoint_that_fails_ends_the_run },
    { "measure-that-is-cancelled-ends-the-run", test_measure_that_is_cancelled_ends_the_run },
    { "list-that-became-shorter-ends-the-run", test_list_that_became_shorter_ends_the_run },
    { "state-that-makes-no-sense-is-refused", test_state_that_makes_no_sense_is_refused },
    { "state-that-is-cut-is-refused", test_state_that_is_cut_is_refused },
    { "state-that-is-not-there-is-named", test_state_that_is_not_there_is_named },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *path = g_strconcat ("/dataset/", tests[i].name, NULL);

      g_test_add (path, Fixture, NULL, set_up, tests[i].test, tear_down);
    }
  return g_test_run ();
}
