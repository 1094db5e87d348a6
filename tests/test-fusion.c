/* Runs that begin with layers of runs before: they give the bits of a run that does everything, cost the layers behind the first bridge
 * that is another one, and take nothing of another image, another text or another way of recording. */
#include "core/session.h"
#include "tests/golden.h"
#include "tests/numbers.h"

#include <string.h>

/* Of tests/golden/bridge-add.json. */
#define N_LAYERS 3
#define N_TEXT_STEPS 5
#define IMAGE_SIZE 64

typedef struct
{
  GoldenCase golden;
  TrestleSession *session; /* with the case's pixels */
} Fixture;

static void
fixture_open (Fixture *fixture, const char *name)
{
  golden_case_open (&fixture->golden, name);
  fixture->session = golden_case_open_session (&fixture->golden);
}

static void
fixture_clear (Fixture *fixture)
{
  g_clear_pointer (&fixture->session, trestle_session_free);
  golden_case_clear (&fixture->golden);
}

static guint
get_n_bridges (const TrestleSession *session)
{
  return trestle_model_get_n_bridges (trestle_session_get_model (session));
}

static void
copy_stand_ins (const TrestleSession *from, TrestleSession *to)
{
  for (TrestleSide side = 0; side < TRESTLE_N_SIDES; side++)
    for (guint bridge = 0; bridge < get_n_bridges (from); bridge++)
      trestle_session_set_stand_in (to, side, bridge, trestle_session_get_stand_in (from, side, bridge));
}

/* (transfer full): what a session that has never run says, with the stand-ins that the fixture's has. */
static TrestleTrace *
run_fresh (const Fixture *fixture)
{
  g_autoptr (TrestleSession) session = golden_case_open_session (&fixture->golden);

  copy_stand_ins (fixture->session, session);
  return golden_case_run (&fixture->golden, session);
}

/* Steps of a pass, and at which one it is cancelled. */
typedef struct
{
  GCancellable *cancellable;
  guint cancel_at;
  guint n_steps;
  double last;
} Progress;

static void
count_step (double fraction, const char *stage, gpointer data)
{
  Progress *progress = data;

  g_assert_cmpfloat (fraction, >=, progress->last);
  g_assert_cmpfloat (fraction, <, 1.0);
  progress->last = fraction;
  if (progress->n_steps++ == progress->cancel_at)
    g_cancellable_cancel (progress->cancellable);
}

/* (transfer full) (nullable): a run of the case that is cancelled at a step, %NULL then; @n_steps: (out): how many there were */
static TrestleTrace *
run_until (const Fixture *fixture, guint cancel_at, guint *n_steps)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  Progress progress = { .cancellable = cancellable, .cancel_at = cancel_at };
  const GoldenCase *golden = &fixture->golden;
  TrestleTrace *trace = trestle_session_run (fixture->session, golden->ids, golden->keep, golden->n_tokens, count_step, &progress,
                                             cancellable, &error);

  if (trace == NULL)
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  *n_steps = progress.n_steps;
  return trace;
}

/* (transfer full) */
static TrestleTrace *
run_counting (const Fixture *fixture, guint *n_steps)
{
  TrestleTrace *trace = run_until (fixture, G_MAXUINT, n_steps);

  g_assert_nonnull (trace);
  return trace;
}

static guint
count_steps (const Fixture *fixture)
{
  guint n_steps;
  g_autoptr (TrestleTrace) trace = run_counting (fixture, &n_steps);

  return n_steps;
}

static void
knock_out (TrestleSession *session, TrestleSide side, guint bridge, TrestleStandIn stand_in)
{
  trestle_session_clear_stand_ins (session);
  trestle_session_set_stand_in (session, side, bridge, stand_in);
}

static guint
get_n_layers (const TrestleSession *session)
{
  return trestle_model_get_config (trestle_session_get_model (session))->n_layers;
}

/* Of one case, every bridge on every side with every stand-in, after a run of the model as it is. */
static void
test_knock_out_is_that_of_a_fresh_session (gconstpointer name)
{
  Fixture fixture;
  g_autoptr (TrestleTrace) intact = NULL;

  fixture_open (&fixture, name);
  intact = golden_case_run (&fixture.golden, fixture.session);
  for (guint bridge = 0; bridge < get_n_bridges (fixture.session); bridge++)
    for (TrestleSide side = 0; side < TRESTLE_N_SIDES; side++)
      for (TrestleStandIn stand_in = TRESTLE_STAND_IN_ZERO; stand_in < TRESTLE_N_STAND_INS; stand_in++)
        {
          g_autoptr (TrestleTrace) found = NULL, expected = NULL;
          guint n_steps;

          knock_out (fixture.session, side, bridge, stand_in);
          found = run_counting (&fixture, &n_steps);
          expected = run_fresh (&fixture);
          golden_assert_same_traces (found, expected);
          g_assert_cmpuint (n_steps, ==, get_n_layers (fixture.session) - bridge - 1);
        }
  trestle_session_clear_stand_ins (fixture.session);
  {
    g_autoptr (TrestleTrace) expected = run_fresh (&fixture);

    golden_assert_same_traces (intact, expected);
  }
  fixture_clear (&fixture);
}

static void
test_layers_in_front_of_a_bridge_are_shared (void)
{
  Fixture fixture;
  g_autoptr (TrestleTrace) intact = NULL, changed = NULL;

  fixture_open (&fixture, "bridge-add");
  intact = golden_case_run (&fixture.golden, fixture.session);
  knock_out (fixture.session, TRESTLE_SIDE_IMAGE, 1, TRESTLE_STAND_IN_MEAN);
  changed = golden_case_run (&fixture.golden, fixture.session);
  for (guint layer = 0; layer < N_LAYERS; layer++)
    {
      g_autofree char *name = g_strdup_printf ("hidden.cross_text.%u", layer);

      g_assert_true ((trestle_trace_get (intact, name)->data == trestle_trace_get (changed, name)->data) == (layer <= 1));
    }
  fixture_clear (&fixture);
}

/* Whichever of both runs before is the better beginning. */
static void
test_longer_beginning_is_taken (void)
{
  Fixture fixture;

  fixture_open (&fixture, "heads-demo");
  count_steps (&fixture);
  knock_out (fixture.session, TRESTLE_SIDE_TEXT, 0, TRESTLE_STAND_IN_ZERO);
  g_assert_cmpuint (count_steps (&fixture), ==, 3);
  /* One more: the last run has the first two layers, the intact one the first. */
  trestle_session_set_stand_in (fixture.session, TRESTLE_SIDE_TEXT, 1, TRESTLE_STAND_IN_ZERO);
  g_assert_cmpuint (count_steps (&fixture), ==, 2);
  /* Another one: the intact run has three. */
  knock_out (fixture.session, TRESTLE_SIDE_IMAGE, 2, TRESTLE_STAND_IN_LAST);
  g_assert_cmpuint (count_steps (&fixture), ==, 1);
  g_assert_cmpuint (count_steps (&fixture), ==, 0);
  trestle_session_clear_stand_ins (fixture.session);
  g_assert_cmpuint (count_steps (&fixture), ==, 0);
  fixture_clear (&fixture);
}

/* A run of the model as it is begins as well with one that had a bridge knocked out. */
static void
test_intact_run_takes_what_a_knock_out_left (void)
{
  Fixture fixture;
  g_autoptr (TrestleTrace) found = NULL, expected = NULL;
  guint n_steps;

  fixture_open (&fixture, "bridge-add");
  knock_out (fixture.session, TRESTLE_SIDE_TEXT, 1, TRESTLE_STAND_IN_ZERO);
  count_steps (&fixture);
  trestle_session_clear_stand_ins (fixture.session);
  found = run_counting (&fixture, &n_steps);
  g_assert_cmpuint (n_steps, ==, 1);
  expected = run_fresh (&fixture);
  golden_assert_same_traces (found, expected);
  fixture_clear (&fixture);
}

static void
set_other_pixels (TrestleSession *session, const char *name)
{
  TrestleTensor pixels = trestle_tensor_new (3, IMAGE_SIZE, IMAGE_SIZE); /* [3, size, size] */
  TrestleTensor rows = trestle_tensor_view (pixels.data, 1, 3 * IMAGE_SIZE, IMAGE_SIZE);
  g_autoptr (GError) error = NULL;

  numbers_fill (&rows, name, -2.0, 2.0);
  g_assert_true (trestle_session_set_pixels (session, &pixels, &error));
  trestle_tensor_clear (&pixels);
}

/* Other states are read by @change, then the case is run: @n_steps: how many that must take */
static void
check_forgotten (void (*change) (TrestleSession *session), guint n_steps)
{
  Fixture fixture;
  g_autoptr (TrestleSession) fresh = NULL;
  g_autoptr (TrestleTrace) found = NULL, expected = NULL;
  guint n_counted;

  fixture_open (&fixture, "bridge-add");
  count_steps (&fixture);
  knock_out (fixture.session, TRESTLE_SIDE_TEXT, 1, TRESTLE_STAND_IN_ZERO);
  count_steps (&fixture);
  change (fixture.session);
  found = run_counting (&fixture, &n_counted);
  g_assert_cmpuint (n_counted, ==, n_steps);
  fresh = golden_case_open_session (&fixture.golden);
  copy_stand_ins (fixture.session, fresh);
  change (fresh);
  expected = golden_case_run (&fixture.golden, fresh);
  golden_assert_same_traces (found, expected);
  fixture_clear (&fixture);
}

static const TrestleTokens other_text = { .length = 3, .ids = (gint32[]){ 0, 5, 2 } };

static void
read_other_image (TrestleSession *session)
{
  set_other_pixels (session, "other pixels");
}

/* By scores of captions, which run the vision tower but no run of the text. */
static void
score_other_image (TrestleSession *session)
{
  const TrestleTokens *texts[] = { &other_text };
  g_autoptr (GPtrArray) traces = NULL;

  set_other_pixels (session, "other pixels");
  traces = trestle_session_run_captions (session, texts, 1, NULL, NULL, NULL, NULL);
  g_assert_nonnull (traces);
}

static void
read_other_text (TrestleSession *session)
{
  g_autoptr (TrestleTrace) trace = trestle_session_run (session, other_text.ids, NULL, other_text.length, NULL, NULL, NULL, NULL);

  g_assert_nonnull (trace);
}

static void
begin_other_text (TrestleSession *session)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Progress progress = { .cancellable = cancellable, .cancel_at = 0 };

  g_assert_null (trestle_session_run (session, other_text.ids, NULL, other_text.length, count_step, &progress, cancellable, NULL));
}

static void
record_less (TrestleSession *session)
{
  trestle_session_set_recording (session, (TrestleRecording){ .blocks = 1u << TRESTLE_BLOCK_VISION });
}

static void
make_second (TrestleSession *session)
{
  trestle_session_set_second (session, TRUE);
}

#define N_IMAGE_STEPS 5

static void
test_nothing_is_taken_of_another_image (void)
{
  check_forgotten (read_other_image, N_IMAGE_STEPS + N_LAYERS);
}

static void
test_nothing_is_taken_of_an_image_that_was_scored (void)
{
  check_forgotten (score_other_image, N_LAYERS);
}

static void
test_nothing_is_taken_of_another_text (void)
{
  check_forgotten (read_other_text, N_TEXT_STEPS + N_LAYERS);
}

static void
test_nothing_is_taken_of_before_a_cancelled_text (void)
{
  check_forgotten (begin_other_text, N_TEXT_STEPS + N_LAYERS);
}

static void
test_nothing_is_taken_of_another_recording (void)
{
  check_forgotten (record_less, N_IMAGE_STEPS + N_TEXT_STEPS + N_LAYERS);
}

static void
test_nothing_is_taken_of_a_first_image (void)
{
  check_forgotten (make_second, N_IMAGE_STEPS + N_LAYERS);
}

/* Of four layers the knock-out of the first bridge runs three; what was done before it was cancelled need not be done again. */
static void
test_cancelled_knock_out_is_taken_up (void)
{
  Fixture fixture;
  g_autoptr (TrestleTrace) intact = NULL, expected = NULL;

  fixture_open (&fixture, "heads-demo");
  intact = golden_case_run (&fixture.golden, fixture.session);
  knock_out (fixture.session, TRESTLE_SIDE_TEXT, 0, TRESTLE_STAND_IN_ZERO);
  expected = run_fresh (&fixture);
  for (guint step = 0; step < 3; step++)
    {
      g_autoptr (TrestleTrace) found = NULL;
      guint n_steps;

      knock_out (fixture.session, TRESTLE_SIDE_TEXT, 0, TRESTLE_STAND_IN_MEAN);
      count_steps (&fixture);
      knock_out (fixture.session, TRESTLE_SIDE_TEXT, 0, TRESTLE_STAND_IN_ZERO);
      g_assert_null (run_until (&fixture, step, &n_steps));
      g_assert_cmpuint (n_steps, ==, step + 1);
      found = run_counting (&fixture, &n_steps);
      g_assert_cmpuint (n_steps, ==, 3 - step - 1);
      golden_assert_same_traces (found, expected);
    }
  trestle_session_clear_stand_ins (fixture.session);
  g_clear_pointer (&expected, trestle_trace_unref);
  expected = run_fresh (&fixture);
  golden_assert_same_traces (intact, expected);
  fixture_clear (&fixture);
}

/* One that somebody holds, among many in any order, with other texts in between. */
typedef struct
{
  TrestleTrace *found;
  TrestleTrace *expected;
} Held;

static void
set_any_stand_ins (TrestleSession *session, GRand *random)
{
  trestle_session_clear_stand_ins (session);
  for (guint i = (guint) g_rand_int_range (random, 0, 3); i > 0; i--)
    trestle_session_set_stand_in (session, (TrestleSide) g_rand_int_range (random, 0, TRESTLE_N_SIDES),
                                  (guint) g_rand_int_range (random, 0, (gint32) get_n_bridges (session)),
                                  (TrestleStandIn) g_rand_int_range (random, 0, TRESTLE_N_STAND_INS));
}

#define N_RUNS 60

static void
test_any_order_gives_the_bits_of_fresh_sessions (void)
{
  Fixture fixture;
  g_autoptr (GRand) random = g_rand_new_with_seed (7);
  Held held[N_RUNS];

  fixture_open (&fixture, "padded");
  for (guint i = 0; i < N_RUNS; i++)
    {
      guint n_steps;

      set_any_stand_ins (fixture.session, random);
      if (g_rand_int_range (random, 0, 8) == 0)
        read_other_text (fixture.session);
      if (g_rand_int_range (random, 0, 4) == 0)
        {
          held[i].found = run_until (&fixture, (guint) g_rand_int_range (random, 0, 3), &n_steps);
          g_clear_pointer (&held[i].found, trestle_trace_unref);
          set_any_stand_ins (fixture.session, random);
        }
      held[i].found = golden_case_run (&fixture.golden, fixture.session);
      held[i].expected = run_fresh (&fixture);
      /* Every other one is let go at once, so that its memory is written again. */
      if (i % 2 == 1)
        {
          golden_assert_same_traces (held[i].found, held[i].expected);
          g_clear_pointer (&held[i].found, trestle_trace_unref);
        }
    }
  fixture_clear (&fixture);
  for (guint i = 0; i < N_RUNS; i++)
    {
      if (held[i].found != NULL)
        golden_assert_same_traces (held[i].found, held[i].expected);
      g_clear_pointer (&held[i].found, trestle_trace_unref);
      trestle_trace_unref (held[i].expected);
    }
}

static void
test_session_beside_has_nothing_of_the_first (void)
{
  Fixture fixture;
  g_autoptr (TrestleSession) beside = NULL;
  g_autoptr (TrestleTrace) found = NULL, expected = NULL;

  fixture_open (&fixture, "bridge-add");
  knock_out (fixture.session, TRESTLE_SIDE_TEXT, 1, TRESTLE_STAND_IN_LAST);
  count_steps (&fixture);
  beside = trestle_session_new_beside (fixture.session);
  set_other_pixels (beside, "other pixels");
  found = golden_case_run (&fixture.golden, beside);
  set_other_pixels (fixture.session, "other pixels");
  expected = golden_case_run (&fixture.golden, fixture.session);
  golden_assert_same_traces (found, expected);
  fixture_clear (&fixture);
}

static void
test_model_without_bridges_is_run_once (void)
{
  Fixture fixture;

  fixture_open (&fixture, "meter");
  g_assert_cmpuint (count_steps (&fixture), >, 0);
  g_assert_cmpuint (count_steps (&fixture), ==, 0);
  fixture_clear (&fixture);
}

#define PREFIX "/fusion"

static const char *const cases[] = {
  "bridge-add", "bridge-cross-attention", "heads-demo", "padded", "shared-links", "two-internal", "vit-vision", NULL,
};

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  golden_add_cases (PREFIX, "knock-out-is-that-of-a-fresh-session", cases, test_knock_out_is_that_of_a_fresh_session);
  g_test_add_func (PREFIX "/layers-in-front-of-a-bridge-are-shared", test_layers_in_front_of_a_bridge_are_shared);
  g_test_add_func (PREFIX "/longer-beginning-is-taken", test_longer_beginning_is_taken);
  g_test_add_func (PREFIX "/intact-run-takes-what-a-knock-out-left", test_intact_run_takes_what_a_knock_out_left);
  g_test_add_func (PREFIX "/nothing-is-taken-of-another-image", test_nothing_is_taken_of_another_image);
  g_test_add_func (PREFIX "/nothing-is-taken-of-an-image-that-was-scored", test_nothing_is_taken_of_an_image_that_was_scored);
  g_test_add_func (PREFIX "/nothing-is-taken-of-another-text", test_nothing_is_taken_of_another_text);
  g_test_add_func (PREFIX "/nothing-is-taken-of-before-a-cancelled-text", test_nothing_is_taken_of_before_a_cancelled_text);
  g_test_add_func (PREFIX "/nothing-is-taken-of-another-recording", test_nothing_is_taken_of_another_recording);
  g_test_add_func (PREFIX "/nothing-is-taken-of-a-first-image", test_nothing_is_taken_of_a_first_image);
  g_test_add_func (PREFIX "/cancelled-knock-out-is-taken-up", test_cancelled_knock_out_is_taken_up);
  g_test_add_func (PREFIX "/any-order-gives-the-bits-of-fresh-sessions", test_any_order_gives_the_bits_of_fresh_sessions);
  g_test_add_func (PREFIX "/session-beside-has-nothing-of-the-first", test_session_beside_has_nothing_of_the_first);
  g_test_add_func (PREFIX "/model-without-bridges-is-run-once", test_model_without_bridges_is_run_once);
  return g_test_run ();
}
