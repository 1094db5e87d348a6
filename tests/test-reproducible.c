/* The same question gives the same bits: again, in another session, beside another one, after other questions, and as a file. More threads
 * share sums out otherwise, which may show in the last digits and no further. */
#include "core/numeric/linear.h"
#include "core/threads.h"
#include "tests/cli-call.h"
#include "tests/golden.h"
#include "tests/numbers.h"
#include "tests/temporary-folder.h"

/* Of the golden cases. */
#define ATTENTION_TOLERANCE 1e-4
#define TOLERANCE 5e-4
/* A bfloat16 has eight bits: a state whose last float32 digit differs may be rounded the other way. */
#define BFLOAT16_TOLERANCE 5e-2

#define MOST_THREADS 3

static const gint32 caption[] = { 0, 100, 270, 236, 176, 270, 227, 18, 2 };
static const gint32 other_caption[] = { 0, 31, 99, 4, 300, 44, 7, 7, 8, 250, 191, 77, 2 };

/* Of the models: the one that comes with Trestle, and that of tests/golden/bridge-add.json. */
typedef struct
{
  gboolean is_synthetic;
  TrestlePrecision precision;
} Case;

typedef struct
{
  const Case *what;
  GoldenCase golden;
  char *folder;
  TrestleTrace *expected; /* of the first run that there was */
} Fixture;

static void
set_pixels (TrestleSession *session, const char *name)
{
  guint size = trestle_model_get_config (trestle_session_get_model (session))->vision.image_size;
  TrestleTensor pixels = trestle_tensor_new (3, size, size);
  TrestleTensor rows = trestle_tensor_view (pixels.data, 1, 3 * size, size);
  g_autoptr (GError) error = NULL;

  numbers_fill (&rows, name, -2.0, 2.0);
  trestle_session_set_pixels (session, &pixels, &error);
  g_assert_no_error (error);
  trestle_tensor_clear (&pixels);
}

static TrestleSession *
open_session (const Fixture *fixture)
{
  TrestleModelSettings settings = { .precision = fixture->what->precision };
  g_autoptr (GError) error = NULL;
  TrestleSession *session = trestle_session_open (fixture->folder, &settings, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  set_pixels (session, "pixels");
  return session;
}

static TrestleTrace *
run (TrestleSession *session, const gint32 *ids, guint n_tokens)
{
  g_autoptr (GError) error = NULL;
  TrestleTrace *trace = trestle_session_run (session, ids, NULL, n_tokens, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  return trace;
}

#define RUN(session, ids) run (session, ids, G_N_ELEMENTS (ids))

static void
assert_runs_as_expected (const Fixture *fixture, TrestleSession *session)
{
  g_autoptr (TrestleTrace) trace = RUN (session, caption);

  golden_assert_same_traces (trace, fixture->expected);
}

static void
set_up (Fixture *fixture, gconstpointer what)
{
  g_autoptr (TrestleSession) session = NULL;

  fixture->what = what;
  golden_case_open (&fixture->golden, "bridge-add");
  fixture->folder = fixture->what->is_synthetic ? g_strdup (fixture->golden.folder) : cli_data_path ("models/bridgetower-shapes");
  session = open_session (fixture);
  fixture->expected = RUN (session, caption);
}

static void
tear_down (Fixture *fixture, gconstpointer what)
{
  trestle_threads_use (0);
  trestle_trace_unref (fixture->expected);
  g_free (fixture->folder);
  golden_case_clear (&fixture->golden);
}

static void
test_run_is_that_of_any_session (Fixture *fixture, gconstpointer what)
{
  g_autoptr (TrestleSession) session = open_session (fixture);
  g_autoptr (TrestleSession) beside = trestle_session_new_beside (session);

  assert_runs_as_expected (fixture, session);
  assert_runs_as_expected (fixture, session);
  set_pixels (beside, "pixels");
  assert_runs_as_expected (fixture, beside);
}

/* What was asked before has left nothing behind: not in the towers that are kept, and not in the memory that is used again. */
static void
test_run_does_not_know_what_was_asked_before (Fixture *fixture, gconstpointer what)
{
  g_autoptr (TrestleSession) session = open_session (fixture);
  G_GNUC_UNUSED g_autoptr (TrestleTrace) other_text = RUN (session, other_caption);
  g_autoptr (TrestleTrace) without_bridge = NULL;
  g_autoptr (TrestleTrace) other_image = NULL;

  assert_runs_as_expected (fixture, session);
  trestle_session_set_stand_in (session, TRESTLE_SIDE_TEXT, 0, TRESTLE_STAND_IN_ZERO);
  without_bridge = RUN (session, caption);
  g_assert_false (numbers_are_same (trestle_trace_get (without_bridge, "logits.itm"), trestle_trace_get (fixture->expected, "logits.itm")));
  trestle_session_clear_stand_ins (session);
  assert_runs_as_expected (fixture, session);
  set_pixels (session, "other pixels");
  other_image = RUN (session, other_caption);
  set_pixels (session, "pixels");
  assert_runs_as_expected (fixture, session);
}

/* One of several that run at the same time. */
typedef struct
{
  const Fixture *fixture;
  TrestleSession *session;
  guint n_threads;
} Runner;

static gpointer
run_many_times (gpointer data)
{
  Runner *runner = data;

  trestle_threads_use (runner->n_threads);
  for (guint i = 0; i < 4; i++)
    {
      G_GNUC_UNUSED g_autoptr (TrestleTrace) other = RUN (runner->session, other_caption);

      set_pixels (runner->session, "pixels");
      assert_runs_as_expected (runner->fixture, runner->session);
    }
  return NULL;
}

/* On one model, which both read. */
static void
test_sessions_do_not_disturb_each_other (Fixture *fixture, gconstpointer what)
{
  g_autoptr (TrestleSession) session = open_session (fixture);
  g_autoptr (TrestleSession) beside = trestle_session_new_beside (session);
  Runner first = { fixture, session, trestle_threads_get_used () }, second = { fixture, beside, trestle_threads_get_used () };
  GThread *thread;

  set_pixels (beside, "pixels");
  thread = g_thread_new ("second", run_many_times, &second);
  run_many_times (&first);
  g_thread_join (thread);
}

static double
choose_tolerance (const Case *what, const char *name)
{
  if (what->precision != TRESTLE_PRECISION_FLOAT32)
    return BFLOAT16_TOLERANCE;
  return g_str_has_prefix (name, "attention.") ? ATTENTION_TOLERANCE : TOLERANCE;
}

static void
assert_close (const Case *what, const TrestleTrace *trace, const TrestleTrace *expected)
{
  g_autoptr (GPtrArray) names = trestle_trace_list (expected);

  for (guint i = 0; i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);
      const TrestleTensor *a = trestle_trace_get (trace, name), *b = trestle_trace_get (expected, name);

      g_assert_nonnull (a);
      g_assert_cmpuint (a->depth * a->rows, ==, b->depth * b->rows);
      for (gsize row = 0; row < b->depth * b->rows; row++)
        for (gsize column = 0; column < b->columns; column++)
          numbers_assert_close (*numbers_at (a, row, column), *numbers_at (b, row, column), choose_tolerance (what, name));
    }
}

/* Our own loop adds up every output in one order, whoever does it; oneDNN and OpenBLAS choose theirs by how a product is shared out. */
static void
test_any_number_of_threads_agrees (Fixture *fixture, gconstpointer what)
{
  gboolean is_exact = g_str_equal (trestle_linear_get_backend (fixture->what->precision), "packed weights");

  g_test_message ("%s: %s", trestle_linear_get_backend (fixture->what->precision), is_exact ? "to the bit" : "to rounding");
  for (guint n_threads = 1; n_threads <= MOST_THREADS; n_threads++)
    {
      g_autoptr (TrestleSession) session = NULL;
      g_autoptr (TrestleTrace) trace = NULL;
      g_autoptr (TrestleTrace) again = NULL;

      trestle_threads_use (n_threads);
      session = open_session (fixture);
      trace = RUN (session, caption);
      set_pixels (session, "pixels");
      again = RUN (session, caption);
      golden_assert_same_traces (again, trace);
      if (is_exact)
        golden_assert_same_traces (trace, fixture->expected);
      assert_close (fixture->what, trace, fixture->expected);
    }
}

/* (transfer full): the bytes of a file that "trestle-cli trace" writes */
static GBytes *
write_trace (const char *precision)
{
  char *folder = temporary_folder_new ((TemporaryFile[]){ { NULL, NULL } });
  g_autofree char *path = g_build_filename (folder, "trace.safetensors", NULL);
  g_autofree char *image = cli_data_path ("samples/scene-01.png");
  g_autoptr (CliResult)
      result = cli_call ("trace", "-i", image, "-t", "a blue cross right of a blue heart", "--precision", precision, "-o", path, NULL);
  g_autoptr (GError) error = NULL;
  char *content;
  gsize length;

  cli_result_assert_done (result);
  g_file_get_contents (path, &content, &length, &error);
  g_assert_no_error (error);
  temporary_folder_free (folder);
  return g_bytes_new_take (content, length);
}

static void
test_trace_files_are_the_same_bytes (gconstpointer precision)
{
  g_autoptr (GBytes) first = write_trace (precision);
  g_autoptr (GBytes) second = write_trace (precision);

  g_assert_cmpuint (g_bytes_get_size (first), >, 0);
  g_assert_true (g_bytes_equal (first, second));
}

static void
add_case (const char *name, const Case *what)
{
  static const struct
  {
    const char *claim;
    void (*test) (Fixture *, gconstpointer);
  } tests[] = {
    { "run-is-that-of-any-session", test_run_is_that_of_any_session },
    { "run-does-not-know-what-was-asked-before", test_run_does_not_know_what_was_asked_before },
    { "sessions-do-not-disturb-each-other", test_sessions_do_not_disturb_each_other },
    { "any-number-of-threads-agrees", test_any_number_of_threads_agrees },
  };

  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *path = g_strdup_printf ("/reproducible/%s/%s", tests[i].claim, name);

      g_test_add (path, Fixture, what, set_up, tests[i].test, tear_down);
    }
}

int
main (int argc, char **argv)
{
  static const Case demo = { FALSE, TRESTLE_PRECISION_FLOAT32 }, demo_bfloat16 = { FALSE, TRESTLE_PRECISION_BFLOAT16 };
  static const Case golden = { TRUE, TRESTLE_PRECISION_FLOAT32 }, golden_bfloat16 = { TRUE, TRESTLE_PRECISION_BFLOAT16 };

  g_test_init (&argc, &argv, NULL);
  add_case ("demo/float32", &demo);
  add_case ("demo/bfloat16", &demo_bfloat16);
  add_case ("bridge-add/float32", &golden);
  add_case ("bridge-add/bfloat16", &golden_bfloat16);
  g_test_add_data_func ("/reproducible/trace-files-are-the-same-bytes/float32", "float32", test_trace_files_are_the_same_bytes);
  g_test_add_data_func ("/reproducible/trace-files-are-the-same-bytes/bfloat16", "bf16", test_trace_files_are_the_same_bytes);
  return g_test_run ();
}
