/* Lists of pairs on the command line: shards, merging, Ctrl-C, a crash, and going on behind both. */
#include <math.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>

#include "analysis/measures/dataset-state.h"
#include "tests/cli-call.h"
#include "tests/pairs-call.h"
#include "tests/temporary-folder.h"

#define N_PAIRS 61
#define TOLERANCE 1e-12 /* relative */

typedef struct
{
  char *folder;
  char *list;
  char *output;
  char *state;
} Fixture;

static char *
path_of (const Fixture *fixture, const char *name)
{
  return g_build_filename (fixture->folder, name, NULL);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = temporary_folder_new ((TemporaryFile[]){ { NULL, NULL } });
  fixture->list = path_of (fixture, "list.jsonl");
  fixture->output = path_of (fixture, "result");
  fixture->state = path_of (fixture, "result.part.json");
  pairs_write_list (fixture->list, N_PAIRS);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  temporary_folder_free (fixture->folder);
  g_free (fixture->list);
  g_free (fixture->output);
  g_free (fixture->state);
}

/* (transfer full): the result of a run without a break. */
static char *
run_whole (const Fixture *fixture)
{
  g_autoptr (PairsEnd) ended = pairs_call (0, NULL, "--pairs", fixture->list, NULL);

  pairs_end_assert_code (ended, 0);
  return g_steal_pointer (&ended->out);
}

static TrestleDataset *
load (const char *path)
{
  g_autoptr (GError) error = NULL;
  TrestleDataset *dataset = trestle_dataset_load (path, &error);

  g_assert_no_error (error);
  return dataset;
}

static void
test_list_becomes_one_result (Fixture *fixture, gconstpointer data)
{
  g_autofree char *whole = run_whole (fixture), *written = NULL;
  g_autoptr (PairsEnd) ended = pairs_call (0, NULL, "--pairs", fixture->list, "-o", fixture->output, NULL);

  pairs_end_assert_code (ended, 0);
  g_assert_true (g_str_has_prefix (ended->out, "whole 54 7 1000."));
  g_assert_cmpstr (ended->out, ==, whole);
  g_assert_true (g_file_get_contents (fixture->output, &written, NULL, NULL));
  g_assert_true (g_str_has_prefix (ended->out, written));
  g_assert_false (g_file_test (fixture->state, G_FILE_TEST_EXISTS));
  g_assert_nonnull (strstr (ended->err, "note: 7 of 61 pairs failed"));
  g_assert_nonnull (strstr (ended->err, "note: line 5: “star” is no number"));
}

static void
run_shard (const Fixture *fixture, guint part, guint n_parts, const char *name)
{
  g_autofree char *shard = g_strdup_printf ("%u/%u", part, n_parts), *path = path_of (fixture, name);
  g_autoptr (PairsEnd) ended = pairs_call (0, NULL, "--pairs", fixture->list, "--shard", shard, "-o", path, NULL);

  pairs_end_assert_code (ended, 0);
  g_assert_nonnull (strstr (ended->out, path));
}

static void
test_shards_merge_to_the_same_result (Fixture *fixture, gconstpointer data)
{
  g_autofree char *a = path_of (fixture, "a.json"), *b = path_of (fixture, "b.json"), *c = path_of (fixture, "c.json");
  g_autofree char *all = path_of (fixture, "all.json"), *one = path_of (fixture, "one.json");
  g_autoptr (CliResult) result = NULL;
  g_autoptr (TrestleDataset) merged = NULL, whole = NULL;

  run_shard (fixture, 1, 3, "a.json");
  run_shard (fixture, 2, 3, "b.json");
  run_shard (fixture, 3, 3, "c.json");
  run_shard (fixture, 1, 1, "one.json");
  result = cli_call ("merge", b, c, a, "-o", all, "--json", NULL);
  g_assert_cmpint (json_object_get_int_member (cli_result_get_json (result), "measured"), ==, 54);
  merged = load (all);
  whole = load (one);
  g_assert_false (trestle_dataset_is_partial (merged));
  g_assert_cmpuint (merged->log->n_failed, ==, whole->log->n_failed);
  for (gsize i = 0; i < whole->tally->n_values; i++)
    {
      double mean = trestle_tally_get_mean (whole->tally, i), deviation = trestle_tally_get_deviation (whole->tally, i);

      g_assert_cmpfloat_with_epsilon (trestle_tally_get_mean (merged->tally, i), mean, TOLERANCE * mean);
      g_assert_cmpfloat_with_epsilon (trestle_tally_get_deviation (merged->tally, i), deviation, TOLERANCE * deviation);
    }
}

static void
test_merge_tells_what_is_missing (Fixture *fixture, gconstpointer data)
{
  g_autofree char *a = path_of (fixture, "a.json"), *c = path_of (fixture, "c.json"), *all = path_of (fixture, "all.json");
  g_autoptr (CliResult) table = NULL, json = NULL;
  JsonArray *missing;

  run_shard (fixture, 1, 4, "a.json"); /* 0 to 14 */
  run_shard (fixture, 3, 4, "c.json"); /* 30 to 44 */
  table = cli_call ("merge", a, c, "-o", all, NULL);
  cli_result_assert_done (table);
  g_assert_true (g_str_has_prefix (table->out, "30 of 61 pairs, 4 of which failed, are in “"));
  g_assert_nonnull (strstr (table->out, "\nmissing: 16 to 30\nmissing: 46 to 61\n"));
  json = cli_call ("merge", a, c, "-o", all, "--json", NULL);
  missing = json_object_get_array_member (cli_result_get_json (json), "missing");
  g_assert_cmpuint (json_array_get_length (missing), ==, 2);
  g_assert_cmpint (json_array_get_int_element (json_array_get_array_element (missing, 0), 0), ==, 15);
  g_assert_cmpint (json_array_get_int_element (json_array_get_array_element (missing, 0), 1), ==, 30);
}

static void
assert_refused (const CliResult *result, int code, const char *says)
{
  g_assert_cmpint (result->code, ==, code);
  g_assert_cmpstr (result->out, ==, "");
  g_assert_nonnull (strstr (result->err, says));
}

static void
test_merge_refuses_what_does_not_go_together (Fixture *fixture, gconstpointer data)
{
  g_autofree char *a = path_of (fixture, "a.json"), *b = path_of (fixture, "b.json"), *all = path_of (fixture, "all.json");
  g_autoptr (CliResult) twice = NULL, list = NULL, nothing = NULL, nowhere = NULL, no_part = NULL;

  run_shard (fixture, 1, 2, "a.json");
  run_shard (fixture, 2, 3, "b.json"); /* from 20 on; a.json ends before 30 */
  twice = cli_call ("merge", a, b, "-o", all, NULL);
  assert_refused (twice, 1, "b.json” both have the pairs 21 to 30");
  no_part = cli_call ("merge", a, fixture->list, "-o", all, NULL);
  assert_refused (no_part, 1, "list.jsonl");
  pairs_write_list (fixture->list, N_PAIRS + 1);
  run_shard (fixture, 2, 2, "b.json");
  list = cli_call ("merge", a, b, "-o", all, NULL);
  assert_refused (list, 1, "another list");
  nothing = cli_call ("merge", "-o", all, NULL);
  assert_refused (nothing, 2, "PART is missing");
  nowhere = cli_call ("merge", a, NULL);
  assert_refused (nowhere, 2, "--output FILE is missing");
  g_assert_false (g_file_test (all, G_FILE_TEST_EXISTS));
}

static void
test_merge_has_help (Fixture *fixture, gconstpointer data)
{
  g_autoptr (CliResult) help = cli_call ("merge", "--help", NULL);

  cli_result_assert_done (help);
  g_assert_nonnull (strstr (help->out, "trestle-cli merge PART [PART]... -o FILE"));
}

static void
assert_interrupted (const Fixture *fixture, const PairsEnd *ended, guint n_done)
{
  g_autoptr (TrestleDataset) state = load (fixture->state);

  g_assert_true (WIFSIGNALED (ended->status));
  g_assert_cmpint (WTERMSIG (ended->status), ==, SIGINT);
  g_assert_true (trestle_dataset_is_partial (state));
  g_assert_cmpuint (trestle_pair_log_count (state->log), ==, n_done);
}

/* Not beginning anew: doing the first pair again would be fatal. */
static void
assert_resumes (const Fixture *fixture, const char *whole)
{
  g_autoptr (PairsEnd) end = pairs_call (0, "TEST_CRASH_AT=0", "--pairs", fixture->list, "-o", fixture->output, "--resume", NULL);

  pairs_end_assert_code (end, 0);
  g_assert_cmpstr (end->out, ==, whole);
  g_assert_false (g_file_test (fixture->state, G_FILE_TEST_EXISTS));
}

/* The pair at hand is in the result. */
static void
test_interrupt_leaves_a_partial_result (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PairsEnd) ended = pairs_call (0, "TEST_INTERRUPT_AT=19", "--pairs", fixture->list, "-o", fixture->output, NULL);
  g_autofree char *whole = run_whole (fixture), *written = NULL;

  assert_interrupted (fixture, ended, 20);
  g_assert_true (g_str_has_prefix (ended->out, "partial 18 2 "));
  g_assert_true (g_file_get_contents (fixture->output, &written, NULL, NULL));
  g_assert_true (g_str_has_prefix (written, "partial 18 2 "));
  g_assert_nonnull (strstr (ended->err, "stopped behind 20 of 61 pairs; the same call with --resume goes on"));
  assert_resumes (fixture, whole);
}

static void
test_interrupt_before_the_first_result_is_an_error (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PairsEnd) ended = NULL;

  g_assert_true (g_file_set_contents (fixture->list, "{\"image\": \"a.png\", \"text\": \"star\"}\n\n{}\n", -1, NULL));
  ended = pairs_call (0, "TEST_INTERRUPT_AT=0", "--pairs", fixture->list, "-o", fixture->output, NULL);
  assert_interrupted (fixture, ended, 1);
  g_assert_cmpstr (ended->out, ==, "");
  g_assert_nonnull (strstr (ended->err, "numbers: stopped"));
  g_assert_false (g_file_test (fixture->output, G_FILE_TEST_EXISTS));
}

static void
test_crash_costs_what_was_done_since_the_checkpoint (Fixture *fixture, gconstpointer data)
{
  g_autofree char *whole = run_whole (fixture);
  g_autoptr (PairsEnd) ended = NULL;
  g_autoptr (TrestleDataset) state = NULL;

  g_setenv ("TEST_INTERVAL", "1e-9", TRUE);
  ended = pairs_call (0, "TEST_CRASH_AT=33", "--pairs", fixture->list, "-o", fixture->output, NULL);
  g_unsetenv ("TEST_INTERVAL");
  g_assert_true (WIFSIGNALED (ended->status));
  state = load (fixture->state);
  g_assert_cmpuint (trestle_pair_log_count (state->log), ==, 33);
  assert_resumes (fixture, whole);
}

static void
test_shard_is_resumed (Fixture *fixture, gconstpointer data)
{
  g_autofree char *part = path_of (fixture, "part.json"), *one = path_of (fixture, "one.json"), *first = NULL, *second = NULL;
  g_autoptr (PairsEnd) stopped = pairs_call (0, "TEST_INTERRUPT_AT=37", "--pairs", fixture->list, "--shard", "2/2", "-o", part, NULL);
  g_autoptr (PairsEnd) other = NULL, resumed = NULL;

  g_assert_true (WIFSIGNALED (stopped->status));
  other = pairs_call (0, NULL, "--pairs", fixture->list, "--shard", "1/2", "-o", part, "--resume", NULL);
  pairs_end_assert_code (other, 1);
  g_assert_nonnull (strstr (other->err, "another shard"));
  resumed = pairs_call (0, NULL, "--pairs", fixture->list, "--shard", "2/2", "-o", part, "--resume", NULL);
  pairs_end_assert_code (resumed, 0);
  run_shard (fixture, 2, 2, "one.json");
  g_assert_true (g_file_get_contents (part, &first, NULL, NULL));
  g_assert_true (g_file_get_contents (one, &second, NULL, NULL));
  g_assert_cmpstr (first, ==, second);
}

static void
test_resume_begins_where_nothing_was_done (Fixture *fixture, gconstpointer data)
{
  g_autofree char *whole = run_whole (fixture);
  g_autoptr (PairsEnd) end = pairs_call (0, NULL, "--pairs", fixture->list, "-o", fixture->output, "--resume", NULL);

  pairs_end_assert_code (end, 0);
  g_assert_cmpstr (end->out, ==, whole);
}

static void
test_work_that_was_done_is_not_thrown_away (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PairsEnd) stopped = pairs_call (0, "TEST_INTERRUPT_AT=5", "--pairs", fixture->list, "-o", fixture->output, NULL);
  g_autoptr (PairsEnd) again = pairs_call (0, NULL, "--pairs", fixture->list, "-o", fixture->output, NULL), other = NULL;

  assert_interrupted (fixture, stopped, 6);
  pairs_end_assert_code (again, 1);
  g_assert_nonnull (strstr (again->err, "result.part.json” has 6 pairs of a run that was stopped"));
  pairs_write_list (fixture->list, N_PAIRS + 1);
  other = pairs_call (0, NULL, "--pairs", fixture->list, "-o", fixture->output, "--resume", NULL);
  pairs_end_assert_code (other, 1);
  g_assert_nonnull (strstr (other->err, "result.part.json” and “this call” do not go together"));
}

static void
test_list_of_failures_is_an_error (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PairsEnd) ended = NULL;

  g_assert_true (g_file_set_contents (fixture->list, "{\"image\": \"a.png\", \"text\": \"star\"}\n{}\n", -1, NULL));
  ended = pairs_call (0, NULL, "--pairs", fixture->list, "-o", fixture->output, NULL);
  pairs_end_assert_code (ended, 1);
  g_assert_nonnull (strstr (ended->err, "None of the 2 pairs of “"));
  g_assert_nonnull (strstr (ended->err, "“star” is no number"));
  g_assert_false (g_file_test (fixture->state, G_FILE_TEST_EXISTS));
}

static void
assert_call_fails (int code, const char *said, const char *first, const char *second, const char *third, const char *fourth)
{
  g_autoptr (PairsEnd) ended = pairs_call (0, NULL, first, second, third, fourth, NULL);

  pairs_end_assert_code (ended, code);
  g_assert_cmpstr (ended->out, ==, "");
  g_assert_nonnull (strstr (ended->err, said));
}

/* Three texts for each image. */
static void
write_list_of_images (const Fixture *fixture)
{
  g_autoptr (GString) lines = g_string_new (NULL);

  for (guint i = 0; i < N_PAIRS; i++)
    g_string_append_printf (lines, "{\"image\": \"%u.png\", \"text\": \"%u\"}\n", i / 3, i);
  g_assert_true (g_file_set_contents (fixture->list, lines->str, -1, NULL));
}

/* Ctrl-C in the middle of a batch, whose pairs have other numbers than those of the next one. */
static void
test_batch_is_resumed (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PairsEnd) one_by_one = NULL, whole = NULL, stopped = NULL, resumed = NULL;

  write_list_of_images (fixture);
  one_by_one = pairs_call (0, NULL, "--pairs", fixture->list, NULL);
  whole = pairs_call (0, NULL, "--pairs", fixture->list, "--batch", "4", NULL);
  g_assert_cmpstr (one_by_one->out, !=, whole->out);
  stopped = pairs_call (0, "TEST_INTERRUPT_AT=19", "--pairs", fixture->list, "--batch", "4", "-o", fixture->output, NULL);
  assert_interrupted (fixture, stopped, 20);
  resumed = pairs_call (0, NULL, "--pairs", fixture->list, "--batch", "4", "-o", fixture->output, "--resume", NULL);
  pairs_end_assert_code (resumed, 0);
  g_assert_cmpstr (resumed->out, ==, whole->out);
}

static void
test_wrong_calls_are_refused (Fixture *fixture, gconstpointer data)
{
  static const char *const shards[] = { "--shard=0/4", "--shard=5/4",  "--shard=1",        "--shard=1/2/3",
                                        "--shard=a/b", "--shard=-1/2", "--shard=1/1000001" };
  static const char *const batches[] = { "--batch=0", "--batch=-1", "--batch=65" };
  g_autofree char *pairs = g_strconcat ("--pairs=", fixture->list, NULL), *nowhere = path_of (fixture, "no/where");

  for (guint i = 0; i < G_N_ELEMENTS (shards); i++)
    assert_call_fails (2, "--shard takes I/N", pairs, shards[i], "-o", "part.json");
  assert_call_fails (2, "--output FILE.json is needed", pairs, "--shard=1/2", NULL, NULL);
  assert_call_fails (2, "--output FILE.json is needed", pairs, "--shard=1/2", "-o", "part.pdf");
  assert_call_fails (2, "--shard needs --pairs", "--shard=1/2", "-o", "part.json", NULL);
  assert_call_fails (2, "--batch needs --pairs", "--batch=2", NULL, NULL, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (batches); i++)
    assert_call_fails (2, "--batch takes a number from 1 to 64", pairs, batches[i], NULL, NULL);
  assert_call_fails (2, "--resume needs --pairs", "--resume", NULL, NULL, NULL);
  assert_call_fails (2, "--resume needs --output", pairs, "--resume", NULL, NULL);
  assert_call_fails (1, "absent.jsonl", "--pairs=absent.jsonl", NULL, NULL, NULL);
  assert_call_fails (1, "no/where.part.json", pairs, "-o", nowhere, NULL);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *name;
    void (*test) (Fixture *fixture, gconstpointer data);
  } tests[] = {
    { "list-becomes-one-result", test_list_becomes_one_result },
    { "shards-merge-to-the-same-result", test_shards_merge_to_the_same_result },
    { "merge-tells-what-is-missing", test_merge_tells_what_is_missing },
    { "merge-refuses-what-does-not-go-together", test_merge_refuses_what_does_not_go_together },
    { "merge-has-help", test_merge_has_help },
    { "interrupt-leaves-a-partial-result", test_interrupt_leaves_a_partial_result },
    { "interrupt-before-the-first-result-is-an-error", test_interrupt_before_the_first_result_is_an_error },
    { "crash-costs-what-was-done-since-the-checkpoint", test_crash_costs_what_was_done_since_the_checkpoint },
    { "shard-is-resumed", test_shard_is_resumed },
    { "batch-is-resumed", test_batch_is_resumed },
    { "resume-begins-where-nothing-was-done", test_resume_begins_where_nothing_was_done },
    { "work-that-was-done-is-not-thrown-away", test_work_that_was_done_is_not_thrown_away },
    { "list-of-failures-is-an-error", test_list_of_failures_is_an_error },
    { "wrong-calls-are-refused", test_wrong_calls_are_refused },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *path = g_strconcat ("/cli-pairs/", tests[i].name, NULL);

      g_test_add (path, Fixture, NULL, set_up, tests[i].test, tear_down);
    }
  return g_test_run ();
}
