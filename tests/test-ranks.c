/* Several processes over one list, as mpirun starts them: what one process gives, whatever becomes of them. */
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>

#include "analysis/measures/dataset-state.h"
#include "tests/pairs-call.h"
#include "tests/temporary-folder.h"

#define N_PAIRS 61

typedef struct
{
  char *folder;
  char *list;
  char *output;
  char *state;
  char *whole; /* what one process prints */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PairsEnd) end = NULL;

  fixture->folder = temporary_folder_new ((TemporaryFile[]){ { NULL, NULL } });
  fixture->list = g_build_filename (fixture->folder, "list.jsonl", NULL);
  fixture->output = g_build_filename (fixture->folder, "result", NULL);
  fixture->state = g_build_filename (fixture->folder, "result.part.json", NULL);
  pairs_write_list (fixture->list, N_PAIRS);
  end = pairs_call (0, NULL, "--pairs", fixture->list, NULL);
  pairs_end_assert_code (end, 0);
  fixture->whole = g_steal_pointer (&end->out);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  temporary_folder_free (fixture->folder);
  g_free (fixture->list);
  g_free (fixture->output);
  g_free (fixture->state);
  g_free (fixture->whole);
}

static PairsEnd *
run (const Fixture *fixture, guint n_processes, const char *setting, gboolean resume)
{
  return pairs_call (n_processes, setting, "--pairs", fixture->list, "-o", fixture->output, resume ? "--resume" : NULL, NULL);
}

static TrestleDataset *
load_state (const Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  TrestleDataset *dataset = trestle_dataset_load (fixture->state, &error);

  g_assert_no_error (error);
  return dataset;
}

/* Printed with 15 digits, and only once. */
static void
test_processes_together_give_what_one_gives (Fixture *fixture, gconstpointer data)
{
  for (guint n_processes = 1; n_processes <= 4; n_processes++)
    {
      g_autoptr (PairsEnd) end = run (fixture, n_processes, NULL, FALSE);

      pairs_end_assert_code (end, 0);
      g_assert_cmpstr (end->out, ==, fixture->whole);
      g_assert_nonnull (strstr (end->err, "note: 7 of 61 pairs failed"));
      g_assert_false (g_file_test (fixture->state, G_FILE_TEST_EXISTS));
    }
}

static void
test_more_processes_than_pairs_do_no_harm (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PairsEnd) one = NULL, many = NULL;

  pairs_write_list (fixture->list, 2);
  one = run (fixture, 0, NULL, FALSE);
  many = run (fixture, 4, NULL, FALSE);
  pairs_end_assert_code (many, 0);
  g_assert_cmpstr (many->out, ==, one->out);
}

/* A checkpoint behind every pair: all that is summed goes through messages. */
static void
test_checkpoints_collect_from_all (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PairsEnd) end = run (fixture, 3, "TEST_INTERVAL=1e-9", FALSE);

  pairs_end_assert_code (end, 0);
  g_assert_cmpstr (end->out, ==, fixture->whole);
  g_assert_nonnull (strstr (end->err, "note: 30 of 61 pairs, "));
}

/* Not beginning anew: doing the first pair again would be fatal. */
static void
assert_resumes (const Fixture *fixture, guint n_processes)
{
  g_autoptr (PairsEnd) end = run (fixture, n_processes, "TEST_CRASH_AT=0", TRUE);

  pairs_end_assert_code (end, 0);
  g_assert_cmpstr (end->out, ==, fixture->whole);
  g_assert_false (g_file_test (fixture->state, G_FILE_TEST_EXISTS));
}

/* The second of two processes has the pairs from 30 on. */
static void
test_interrupt_of_one_stops_all (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PairsEnd) end = NULL;
  g_autoptr (TrestleDataset) state = NULL;

  g_setenv ("TEST_INTERVAL", "1e-9", TRUE);
  end = run (fixture, 2, "TEST_INTERRUPT_AT=40", FALSE);
  g_unsetenv ("TEST_INTERVAL");
  g_assert_cmpint (end->status, !=, 0); /* of whichever process mpirun saw first */
  state = load_state (fixture);
  g_assert_cmpuint (state->log->ranges->len, ==, 2);
  g_assert_cmpuint (g_array_index (state->log->ranges, TrestlePairRange, 1).begin, ==, 30);
  g_assert_cmpuint (g_array_index (state->log->ranges, TrestlePairRange, 1).end, ==, 41);
  g_assert_true (g_str_has_prefix (end->out, "partial "));
  assert_resumes (fixture, 3);
}

/*
 * mpirun waits so many seconds before it passes Ctrl-C on, and as many before it kills. The first process has done all of its pairs by then
 * and waits for the second, which is at one of its own.
 */
static void
test_interrupt_of_mpirun_loses_nothing (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PairsEnd) end = NULL;
  g_autoptr (TrestleDataset) state = NULL;

  g_setenv ("OMPI_MCA_odls_base_sigkill_timeout", "4", TRUE);
  end = run (fixture, 2, "TEST_INTERRUPT_PARENT_AT=40", FALSE);
  g_unsetenv ("OMPI_MCA_odls_base_sigkill_timeout");
  g_assert_cmpint (end->status, !=, 0);
  state = load_state (fixture);
  g_assert_cmpuint (state->log->ranges->len, ==, 1);
  g_assert_cmpuint (g_array_index (state->log->ranges, TrestlePairRange, 0).end, ==, 41);
  g_assert_true (g_str_has_prefix (end->out, "partial "));
  assert_resumes (fixture, 2);
}

static void
test_crash_of_one_leaves_the_checkpoint (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PairsEnd) end = NULL;
  g_autoptr (TrestleDataset) state = NULL;

  g_setenv ("TEST_INTERVAL", "1e-9", TRUE);
  end = run (fixture, 2, "TEST_CRASH_AT=50", FALSE);
  g_unsetenv ("TEST_INTERVAL");
  g_assert_cmpint (end->status, !=, 0);
  state = load_state (fixture);
  /* Of both; the last one may have been on its way. */
  g_assert_cmpuint (trestle_pair_log_count (state->log), >=, 38);
  g_assert_cmpuint (trestle_pair_log_count (state->log), <=, 40);
  assert_resumes (fixture, 2);
}

static void
test_error_of_one_ends_all (Fixture *fixture, gconstpointer data)
{
  g_autofree char *nowhere = g_build_filename (fixture->folder, "no", "where", NULL);
  g_autoptr (PairsEnd) end = pairs_call (2, NULL, "--pairs", fixture->list, "-o", nowhere, NULL);

  g_assert_cmpint (end->status, !=, 0);
  g_assert_nonnull (strstr (end->err, "no/where.part.json"));
}

static void
assert_threads (const Fixture *fixture, guint n_processes, const char *setting, guint n_threads)
{
  g_autofree char *ending = g_strdup_printf (" %u\n", n_threads);
  g_autoptr (PairsEnd) end = NULL;

  g_setenv ("TEST_THREADS", "1", TRUE);
  end = run (fixture, n_processes, setting, FALSE);
  g_unsetenv ("TEST_THREADS");
  pairs_end_assert_code (end, 0);
  g_assert_true (g_str_has_suffix (end->out, ending));
}

static void
test_processes_share_the_cores (Fixture *fixture, gconstpointer data)
{
  guint n_cores = g_get_num_processors ();

  assert_threads (fixture, 1, NULL, n_cores);
  assert_threads (fixture, 2, NULL, MAX (n_cores / 2, 1));
  assert_threads (fixture, 2, "OMP_NUM_THREADS=3", 3);
}

/* (transfer full): what the command line itself prints about a list, begun by @launcher. */
static char *
call_divergence (const char *list, const char *const *launcher)
{
  const char *model = g_test_get_filename (G_TEST_DIST, "..", "data", "models", "meter-shapes", NULL);
  const char *arguments[] = { g_getenv ("TRESTLE_CLI"), "divergence", "-m", model, "--pairs", list, "--json", NULL };
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();
  g_auto (GStrv) argv = NULL;
  g_autoptr (GError) error = NULL;
  char *out;
  int status;

  g_strv_builder_addv (words, (const char **) launcher);
  g_strv_builder_addv (words, arguments);
  argv = g_strv_builder_end (words);
  g_spawn_sync (NULL, argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &out, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);
  return out;
}

/* With as many threads, a pair has the same numbers wherever it is run; and sums do not show who added them. */
static void
test_divergence_of_two_processes_is_that_of_one (Fixture *fixture, gconstpointer data)
{
  static const char *const alone[] = { "env", "OMP_NUM_THREADS=1", NULL };
  static const char *const together[] = { "env", "OMP_NUM_THREADS=1", "mpirun", "--oversubscribe", "-n", "2", NULL };
  const char *samples = g_test_get_filename (G_TEST_DIST, "..", "docs", "figures", "samples.jsonl", NULL);
  g_autofree char *one = call_divergence (samples, alone), *two = call_divergence (samples, together);

  g_assert_nonnull (strstr (one, "\"pairs\":24"));
  g_assert_cmpstr (one, ==, two);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *name;
    void (*test) (Fixture *fixture, gconstpointer data);
  } tests[] = {
    { "processes-together-give-what-one-gives", test_processes_together_give_what_one_gives },
    { "more-processes-than-pairs-do-no-harm", test_more_processes_than_pairs_do_no_harm },
    { "checkpoints-collect-from-all", test_checkpoints_collect_from_all },
    { "interrupt-of-one-stops-all", test_interrupt_of_one_stops_all },
    { "interrupt-of-mpirun-loses-nothing", test_interrupt_of_mpirun_loses_nothing },
    { "crash-of-one-leaves-the-checkpoint", test_crash_of_one_leaves_the_checkpoint },
    { "error-of-one-ends-all", test_error_of_one_ends_all },
    { "processes-share-the-cores", test_processes_share_the_cores },
    { "divergence-of-two-processes-is-that-of-one", test_divergence_of_two_processes_is_that_of_one },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *path = g_strconcat ("/ranks/", tests[i].name, NULL);

      g_test_add (path, Fixture, NULL, set_up, tests[i].test, tear_down);
    }
  return g_test_run ();
}
