/* Several texts on one image at a time: what the heads say is what a run of each text says. */
#include "core/error.h"
#include "core/tasks.h"
#include "tests/golden.h"

#include <math.h>
#include <string.h>

/* Of logits up to 4, whose sums are made in another order. */
#define TOLERANCE 2e-4

/* More than go through the encoder at once, of all lengths; two are the same. */
static gint32 first_text[] = { 0, 100, 270, 236, 176, 270, 227, 18, 2 };
static gint32 long_text[] = { 0, 31, 99, 4, 300, 44, 7, 7, 8, 250, 191, 77, 2 };
static gint32 short_text[] = { 0, 5, 2 };
static gint32 padded_text[] = { 0, 8, 1, 9, 2 };
static gint32 single_text[] = { 0 };

#define TEXT(numbers)                                                                                                                      \
  {                                                                                                                                        \
    .length = G_N_ELEMENTS (numbers), .ids = numbers                                                                                       \
  }
static const TrestleTokens tokens[] = { TEXT (first_text),  TEXT (long_text),   TEXT (short_text),
                                        TEXT (padded_text), TEXT (single_text), TEXT (first_text) };
#define N_TEXTS G_N_ELEMENTS (tokens)

static const TrestleTokens *texts[] = { &tokens[0], &tokens[1], &tokens[2], &tokens[3], &tokens[4], &tokens[5] };

static const char *const names[] = { "logits.pooled", "logits.itm",      "logits.vqa",       "logits.snli",
                                     "logits.rank",   "logits.itc_text", "logits.itc_image", "logits.itc_cross" };

static void
assert_same_heads (const TrestleTrace *found, const TrestleTrace *expected)
{
  guint n_compared = 0;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const TrestleTensor *a = trestle_trace_get (found, names[i]), *b = trestle_trace_get (expected, names[i]);

      g_assert_true ((a != NULL) == (b != NULL));
      if (a == NULL)
        continue;
      g_assert_cmpuint (a->columns, ==, b->columns);
      for (gsize column = 0; column < a->columns; column++)
        g_assert_cmpfloat_with_epsilon (a->data[column], b->data[column], TOLERANCE);
      n_compared++;
    }
  g_assert_cmpuint (n_compared, >=, 2);
}

static void
check_captions (TrestleSession *session)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) traces = trestle_session_run_captions (session, texts, N_TEXTS, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (traces->len, ==, N_TEXTS);
  for (guint i = 0; i < N_TEXTS; i++)
    {
      g_autoptr (TrestleTrace) alone = trestle_session_run (session, tokens[i].ids, NULL, tokens[i].length, NULL, NULL, NULL, &error);

      g_assert_no_error (error);
      assert_same_heads (g_ptr_array_index (traces, i), alone);
      g_assert_null (trestle_trace_get (g_ptr_array_index (traces, i), "logits.mlm"));
    }
}

static void
test_heads_say_the_same (gconstpointer data)
{
  GoldenCase golden;
  g_autoptr (TrestleSession) session = NULL;

  golden_case_open (&golden, data);
  session = golden_case_open_session (&golden);
  check_captions (session);
  /* And what the runs of single texts have left behind does not matter. */
  check_captions (session);
  golden_case_clear (&golden);
}

/* Cancels at the call of a number. */
typedef struct
{
  GCancellable *cancellable;
  guint n_calls;
  guint cancel_at;
  double last;
} Progress;

static void
on_progress (double fraction, const char *stage, gpointer data)
{
  Progress *progress = data;

  g_assert_cmpfloat (fraction, >=, progress->last);
  g_assert_cmpfloat (fraction, <, 1.0);
  progress->last = fraction;
  if (progress->n_calls++ == progress->cancel_at)
    g_cancellable_cancel (progress->cancellable);
}

/* Its scores are the same ones, and it takes no steps: seven texts of one sort and one of another are a single chunk. */
static void
test_text_that_stands_twice_is_computed_once (void)
{
  gint32 copy[G_N_ELEMENTS (first_text)];
  const TrestleTokens equal = TEXT (copy);
  const TrestleTokens *many[] = { &tokens[0], &tokens[5], &tokens[0], &tokens[1], &equal, &tokens[0], &tokens[0], &tokens[0] };
  GoldenCase golden;
  g_autoptr (TrestleSession) session = NULL;
  g_autoptr (GPtrArray) traces = NULL, expected = NULL;
  g_autoptr (GError) error = NULL;
  Progress progress = { .cancel_at = G_MAXUINT };

  memcpy (copy, first_text, sizeof copy);
  golden_case_open (&golden, "bridge-add");
  session = golden_case_open_session (&golden);
  expected = trestle_session_run_captions (session, texts, 2, NULL, NULL, NULL, &error);
  traces = trestle_session_run_captions (session, many, G_N_ELEMENTS (many), on_progress, &progress, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (progress.n_calls, ==, 4 + 1 + 3);
  g_assert_cmpuint (traces->len, ==, G_N_ELEMENTS (many));
  for (guint i = 0; i < traces->len; i++)
    {
      const TrestleTrace *trace = g_ptr_array_index (traces, i);

      g_assert_true (trace == g_ptr_array_index (traces, i == 3 ? 3 : 0));
      golden_assert_same_traces (trace, g_ptr_array_index (expected, i == 3 ? 1 : 0));
    }
  golden_case_clear (&golden);
}

static void
test_stand_ins_take_part (void)
{
  GoldenCase golden;
  g_autoptr (TrestleSession) session = NULL;

  golden_case_open (&golden, "bridge-add");
  session = golden_case_open_session (&golden);
  for (TrestleStandIn stand_in = TRESTLE_STAND_IN_ZERO; stand_in < TRESTLE_N_STAND_INS; stand_in++)
    {
      trestle_session_clear_stand_ins (session);
      trestle_session_set_stand_in (session, TRESTLE_SIDE_TEXT, 0, stand_in);
      trestle_session_set_stand_in (session, TRESTLE_SIDE_IMAGE, 1, stand_in);
      check_captions (session);
    }
  golden_case_clear (&golden);
}

static void
test_captions_are_cancelled_at_every_step (void)
{
  GoldenCase golden;
  guint n_steps = G_MAXUINT;

  golden_case_open (&golden, "bridge-add");
  for (guint step = 0; step <= n_steps; step++)
    {
      g_autoptr (TrestleSession) session = golden_case_open_session (&golden);
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (GError) error = NULL;
      Progress progress = { .cancellable = cancellable, .cancel_at = step };
      g_autoptr (GPtrArray) traces = trestle_session_run_captions (session, texts, N_TEXTS, on_progress, &progress, cancellable, &error);

      if (traces != NULL)
        n_steps = progress.n_calls;
      else
        g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_assert_true ((traces != NULL) == (step == n_steps));
      check_captions (session);
    }
  /* The image's five, the text tower's four and what is prepared, and two chunks of three layers. */
  g_assert_cmpuint (n_steps, ==, 16);
  golden_case_clear (&golden);
}

static void
test_texts_that_cannot_be_read_are_refused (void)
{
  GoldenCase golden;
  g_autoptr (TrestleSession) session = NULL;
  g_autoptr (GPtrArray) none = NULL;
  g_autoptr (GError) error = NULL;
  gint32 bad_ids[] = { 0, 320, 2 };
  const TrestleTokens bad = TEXT (bad_ids);
  const TrestleTokens *with_bad[] = { &tokens[0], &bad };

  golden_case_open (&golden, "bridge-add");
  session = golden_case_open_session (&golden);
  g_assert_null (trestle_session_run_captions (session, with_bad, 2, NULL, NULL, NULL, &error));
  g_assert_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INPUT);
  g_assert_nonnull (strstr (error->message, "320"));
  none = trestle_session_run_captions (session, texts, 0, NULL, NULL, NULL, NULL);
  g_assert_cmpuint (none->len, ==, 0);
  golden_case_clear (&golden);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  golden_add_cases ("/captions", "heads-say-the-same", golden_cases_with_bridges, test_heads_say_the_same);
  golden_add_cases ("/captions", "heads-say-the-same-without-bridges", golden_cases_without_bridges, test_heads_say_the_same);
  g_test_add_func ("/captions/text-that-stands-twice-is-computed-once", test_text_that_stands_twice_is_computed_once);
  g_test_add_func ("/captions/stand-ins-take-part", test_stand_ins_take_part);
  g_test_add_func ("/captions/captions-are-cancelled-at-every-step", test_captions_are_cancelled_at_every_step);
  g_test_add_func ("/captions/texts-that-cannot-be-read-are-refused", test_texts_that_cannot_be_read_are_refused);
  return g_test_run ();
}
