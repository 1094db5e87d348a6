/* The session: what is run again and what is not, cancelling, progress, and traces that stay what they are. The model is that of
 * tests/golden/bridge-add.json: 4 vision, 4 text and 3 cross-modal layers. */
#include "core/session.h"
#include "core/error.h"
#include "tests/golden.h"
#include "tests/numbers.h"
#include "tests/synthetic.h"
#include "tests/temporary-folder.h"

#include <glib/gstdio.h>
#include <omp.h>
#include <math.h>
#include <string.h>

/* Of the golden cases. */
#define ATTENTION_TOLERANCE 1e-4
#define TOLERANCE 5e-4

#define N_VISION_STEPS 5 /* the tower's layers, and what the encoder prepares */
#define N_TEXT_STEPS 5   /* likewise */
#define N_FUSION_STEPS 3 /* the encoder's layers */
#define N_STEPS (N_VISION_STEPS + N_TEXT_STEPS + N_FUSION_STEPS)

static const gint32 caption[] = { 0, 100, 270, 236, 176, 270, 227, 18, 2 };
static const gint32 longer_caption[] = { 0, 31, 99, 4, 300, 44, 7, 7, 8, 250, 191, 77, 2 };
static const gint32 shorter_caption[] = { 0, 5, 2 };

typedef struct
{
  GoldenCase golden;
  TrestleSession *session; /* with the case's pixels */
} Fixture;

static void
fixture_open (Fixture *fixture)
{
  golden_case_open (&fixture->golden, "bridge-add");
  fixture->session = golden_case_open_session (&fixture->golden);
}

static void
fixture_clear (Fixture *fixture)
{
  g_clear_pointer (&fixture->session, trestle_session_free);
  golden_case_clear (&fixture->golden);
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

/* (transfer full): what a session of its own says. */
static TrestleTrace *
run_fresh (const Fixture *fixture, const gint32 *ids, guint n_tokens)
{
  g_autoptr (TrestleSession) session = golden_case_open_session (&fixture->golden);

  return run (session, ids, n_tokens);
}

#define RUN_FRESH(fixture, ids) run_fresh (fixture, ids, G_N_ELEMENTS (ids))

/* Other pixels than the case's. */
static void
set_other_pixels (TrestleSession *session)
{
  TrestleTensor pixels = trestle_tensor_new (3, 64, 64); /* [3, 64, 64] */
  TrestleTensor rows = trestle_tensor_view (pixels.data, 1, 3 * 64, 64);
  g_autoptr (GError) error = NULL;

  numbers_fill (&rows, "other pixels", -2.0, 2.0);
  g_assert_true (trestle_session_set_pixels (session, &pixels, &error));
  g_assert_no_error (error);
  trestle_tensor_clear (&pixels);
}

/* What progress said, and where it cancelled: at the call of that number, or never. */
typedef struct
{
  GCancellable *cancellable;
  guint cancel_at;
  guint n_calls;
  double fractions[32];
  char *stages[32];
} Progress;

static void
note_progress (double fraction, const char *stage, gpointer data)
{
  Progress *progress = data;

  g_assert_cmpuint (progress->n_calls, <, G_N_ELEMENTS (progress->fractions));
  progress->fractions[progress->n_calls] = fraction;
  progress->stages[progress->n_calls] = g_strdup (stage);
  if (progress->n_calls == progress->cancel_at)
    g_cancellable_cancel (progress->cancellable);
  progress->n_calls++;
}

static void
progress_clear (Progress *progress)
{
  for (guint i = 0; i < progress->n_calls; i++)
    g_free (progress->stages[i]);
  g_clear_object (&progress->cancellable);
}

/* How many times progress was told of a stage. */
static guint
count_stage (const Progress *progress, const char *stage)
{
  guint count = 0;

  for (guint i = 0; i < progress->n_calls; i++)
    count += g_str_equal (progress->stages[i], stage);
  return count;
}

/* Runs the caption and says how many layers of the vision tower that took. */
static guint
count_vision_layers (TrestleSession *session)
{
  Progress progress = { .cancel_at = G_MAXUINT };
  g_autoptr (GError) error = NULL;
  g_autoptr (TrestleTrace)
      trace = trestle_session_run (session, caption, NULL, G_N_ELEMENTS (caption), note_progress, &progress, NULL, &error);
  guint count = count_stage (&progress, "vision tower");

  g_assert_no_error (error);
  progress_clear (&progress);
  return count;
}

static void
test_second_caption_gives_the_same_bits (void)
{
  Fixture fixture;
  g_autoptr (TrestleTrace) expected = NULL;
  g_autoptr (TrestleTrace) expected_longer = NULL;
  g_autoptr (TrestleTrace) expected_shorter = NULL;

  fixture_open (&fixture);
  expected = RUN_FRESH (&fixture, caption);
  expected_longer = RUN_FRESH (&fixture, longer_caption);
  expected_shorter = RUN_FRESH (&fixture, shorter_caption);
  for (guint round = 0; round < 2; round++)
    {
      g_autoptr (TrestleTrace) first = RUN (fixture.session, caption);
      g_autoptr (TrestleTrace) longer = NULL;
      g_autoptr (TrestleTrace) shorter = NULL;

      golden_assert_same_traces (first, expected);
      g_clear_pointer (&first, trestle_trace_unref);
      longer = RUN (fixture.session, longer_caption);
      golden_assert_same_traces (longer, expected_longer);
      shorter = RUN (fixture.session, shorter_caption);
      golden_assert_same_traces (shorter, expected_shorter);
    }
  fixture_clear (&fixture);
}

static void
test_second_image_gives_the_same_bits (void)
{
  Fixture fixture;
  g_autoptr (TrestleTrace) expected = NULL;
  g_autoptr (TrestleTrace) found = NULL;
  g_autoptr (TrestleSession) other = NULL;
  g_autoptr (GError) error = NULL;

  fixture_open (&fixture);
  other = trestle_session_open (fixture.golden.folder, NULL, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  set_other_pixels (other);
  expected = RUN (other, caption);
  found = RUN (fixture.session, caption);
  g_assert_false (numbers_are_same (trestle_trace_get (found, "logits.pooled"), trestle_trace_get (expected, "logits.pooled")));
  g_clear_pointer (&found, trestle_trace_unref);
  set_other_pixels (fixture.session);
  found = RUN (fixture.session, caption);
  golden_assert_same_traces (found, expected);
  fixture_clear (&fixture);
}

/* The part of a tensor that is about tokens which are no padding; and padding is not looked at. */
static void
assert_kept_part_is_same (const char *name, const TrestleTensor *padded, const TrestleTensor *plain)
{
  double tolerance = g_str_has_prefix (name, "attention.") ? ATTENTION_TOLERANCE : TOLERANCE;

  g_assert_cmpuint (padded->depth, ==, plain->depth);
  for (gsize matrix = 0; matrix < plain->depth; matrix++)
    {
      TrestleTensor found = trestle_tensor_matrix (padded, matrix), expected = trestle_tensor_matrix (plain, matrix);

      for (gsize row = 0; row < expected.rows; row++)
        {
          for (gsize i = 0; i < expected.columns; i++)
            if (!(ABS (*numbers_at (&found, row, i) - *numbers_at (&expected, row, i)) <= tolerance))
              g_error ("%s differs", name);
          for (gsize i = expected.columns; i < found.columns; i++)
            g_assert_cmpfloat (*numbers_at (&found, row, i), ==, 0.0);
        }
    }
}

static void
test_padding_changes_nothing (void)
{
  static const gint32 words[] = { 0, 100, 270, 236, 176, 270, 2 };
  static const gint32 padded_words[] = { 0, 100, 270, 236, 176, 270, 2, 1, 1, 1, 1, 1 };
  static const gint32 nonsense[] = { 0, 100, 270, 236, 176, 270, 2, 300, 4, 9, 2, 77 };
  static const gboolean keep[] = { TRUE, TRUE, TRUE, TRUE, TRUE, TRUE, TRUE, FALSE, FALSE, FALSE, FALSE, FALSE };
  static const gint32 *const cases[] = { padded_words, nonsense };
  Fixture fixture;
  g_autoptr (TrestleTrace) plain = NULL;
  g_autoptr (GPtrArray) names = NULL;

  fixture_open (&fixture);
  plain = RUN (fixture.session, words);
  names = trestle_trace_list (plain);
  for (guint c = 0; c < G_N_ELEMENTS (cases); c++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (TrestleTrace)
          padded = trestle_session_run (fixture.session, cases[c], keep, G_N_ELEMENTS (keep), NULL, NULL, NULL, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (trestle_trace_get_n_tokens (padded), ==, G_N_ELEMENTS (keep));
      g_assert_cmpmem (trestle_trace_get_keep (padded), sizeof keep, keep, sizeof keep);
      for (guint i = 0; i < names->len; i++)
        {
          const char *name = g_ptr_array_index (names, i);

          assert_kept_part_is_same (name, trestle_trace_get (padded, name), trestle_trace_get (plain, name));
        }
    }
  fixture_clear (&fixture);
}

static void
test_image_tower_runs_once_an_image (void)
{
  Fixture fixture;

  fixture_open (&fixture);
  g_assert_cmpuint (count_vision_layers (fixture.session), ==, 4);
  g_assert_cmpuint (count_vision_layers (fixture.session), ==, 0);
  g_assert_cmpuint (count_vision_layers (fixture.session), ==, 0);
  set_other_pixels (fixture.session);
  g_assert_cmpuint (count_vision_layers (fixture.session), ==, 4);
  g_assert_cmpuint (count_vision_layers (fixture.session), ==, 0);
  fixture_clear (&fixture);
}

static void
check_progress (TrestleSession *session, const char *const *stages, guint n_steps)
{
  Progress progress = { .cancel_at = G_MAXUINT };
  g_autoptr (GError) error = NULL;
  g_autoptr (TrestleTrace)
      trace = trestle_session_run (session, caption, NULL, G_N_ELEMENTS (caption), note_progress, &progress, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (progress.n_calls, ==, n_steps);
  for (guint i = 0; i < n_steps; i++)
    {
      g_assert_cmpfloat_with_epsilon (progress.fractions[i], (double) i / n_steps, 1e-9);
      g_assert_cmpstr (progress.stages[i], ==, stages[i]);
    }
  progress_clear (&progress);
}

#define FOUR(stage) stage, stage, stage, stage
#define THREE(stage) stage, stage, stage

static void
test_progress_rises_through_the_stages (void)
{
  static const char *const stages[] = { FOUR ("vision tower"), "cross-modal encoder", FOUR ("text tower"), "cross-modal encoder",
                                        THREE ("cross-modal encoder") };
  static const char *const stages_without_text[] = { FOUR ("vision tower"), "cross-modal encoder", THREE ("cross-modal encoder") };
  Fixture fixture;
  g_autoptr (TrestleTrace) other = NULL;

  fixture_open (&fixture);
  check_progress (fixture.session, stages, N_STEPS);
  /* The same once more is known; without the last bridge, there is the last layer to do. */
  check_progress (fixture.session, NULL, 0);
  trestle_session_set_stand_in (fixture.session, TRESTLE_SIDE_TEXT, 1, TRESTLE_STAND_IN_ZERO);
  check_progress (fixture.session, stages + N_STEPS - 1, 1);
  trestle_session_clear_stand_ins (fixture.session);
  other = RUN (fixture.session, shorter_caption);
  check_progress (fixture.session, stages + N_VISION_STEPS, N_TEXT_STEPS + N_FUSION_STEPS);
  set_other_pixels (fixture.session);
  check_progress (fixture.session, stages_without_text, N_VISION_STEPS + N_FUSION_STEPS);
  fixture_clear (&fixture);
}

static void
run_cancelled (TrestleSession *session, guint step)
{
  Progress progress = { .cancellable = g_cancellable_new (), .cancel_at = step };
  g_autoptr (GError) error = NULL;

  g_assert_null (
      trestle_session_run (session, caption, NULL, G_N_ELEMENTS (caption), note_progress, &progress, progress.cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (progress.n_calls, ==, step + 1);
  progress_clear (&progress);
}

/* The first run of an image, cancelled at each of its steps, and that of a second caption; the next run is right. */
static void
test_cancelling_at_every_step (void)
{
  Fixture fixture;
  g_autoptr (TrestleTrace) expected = NULL;
  g_autoptr (TrestleTrace) held = NULL;

  fixture_open (&fixture);
  expected = RUN_FRESH (&fixture, caption);
  for (guint step = 0; step < N_STEPS; step++)
    {
      g_autoptr (TrestleSession) session = golden_case_open_session (&fixture.golden);
      g_autoptr (TrestleTrace) found = NULL;

      run_cancelled (session, step);
      found = RUN (session, caption);
      golden_assert_same_traces (found, expected);
    }
  held = RUN (fixture.session, caption);
  for (guint step = 0; step < N_TEXT_STEPS + N_FUSION_STEPS; step++)
    {
      g_autoptr (TrestleTrace) other = RUN (fixture.session, shorter_caption);
      g_autoptr (TrestleTrace) found = NULL;

      run_cancelled (fixture.session, step);
      found = RUN (fixture.session, caption);
      golden_assert_same_traces (found, expected);
    }
  golden_assert_same_traces (held, expected);
  fixture_clear (&fixture);
}

static void
test_cancelled_before_it_begins (void)
{
  Fixture fixture;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  fixture_open (&fixture);
  g_cancellable_cancel (cancellable);
  g_assert_null (trestle_session_run (fixture.session, caption, NULL, G_N_ELEMENTS (caption), NULL, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  fixture_clear (&fixture);
}

/* What the vision tower has done is not lost with a caption. */
static void
test_cancelled_caption_keeps_the_image (void)
{
  Fixture fixture;

  fixture_open (&fixture);
  run_cancelled (fixture.session, N_VISION_STEPS);
  g_assert_cmpuint (count_vision_layers (fixture.session), ==, 0);
  fixture_clear (&fixture);
}

/* Whether a run has the text tower's states in the very place where another has them. */
static gboolean
shares_text (const TrestleTrace *trace, const TrestleTrace *other)
{
  return trestle_trace_get (trace, "hidden.text.4")->data == trestle_trace_get (other, "hidden.text.4")->data;
}

static void
test_text_tower_runs_once_a_text (void)
{
  static const gboolean keep[] = { TRUE, TRUE, TRUE, TRUE, TRUE, TRUE, TRUE, FALSE, TRUE };
  Fixture fixture;
  g_autoptr (TrestleTrace) first = NULL;
  g_autoptr (TrestleTrace) again = NULL;
  g_autoptr (TrestleTrace) of_other_image = NULL;
  g_autoptr (TrestleTrace) padded = NULL;
  g_autoptr (TrestleTrace) recorded = NULL;
  g_autoptr (GError) error = NULL;
  gint32 other_word[G_N_ELEMENTS (caption)];

  fixture_open (&fixture);
  first = RUN (fixture.session, caption);
  again = RUN (fixture.session, caption);
  g_assert_true (shares_text (again, first));
  set_other_pixels (fixture.session);
  of_other_image = RUN (fixture.session, caption);
  g_assert_true (shares_text (of_other_image, first));
  padded = trestle_session_run (fixture.session, caption, keep, G_N_ELEMENTS (caption), NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_false (shares_text (padded, first));
  memcpy (other_word, caption, sizeof caption);
  other_word[4]++;
  for (guint round = 0; round < 2; round++)
    {
      g_autoptr (TrestleTrace) other = NULL;

      trestle_session_set_recording (fixture.session, (TrestleRecording){ .blocks = round == 0 ? TRESTLE_RECORD_ALL : 0 });
      g_clear_pointer (&recorded, trestle_trace_unref);
      recorded = RUN (fixture.session, caption);
      g_assert_true ((trestle_trace_get (recorded, "attention.text.0") == NULL) == (round == 1));
      other = RUN (fixture.session, other_word);
      g_assert_false (shares_text (other, recorded));
    }
  fixture_clear (&fixture);
}

/* The text that was known before another one of the same length was cancelled is not known any more. */
static void
test_cancelled_text_forgets_the_one_before (void)
{
  Fixture fixture;
  gint32 other_word[G_N_ELEMENTS (caption)];
  g_autoptr (TrestleTrace) expected = NULL;
  g_autoptr (TrestleTrace) found = NULL;

  memcpy (other_word, caption, sizeof caption);
  other_word[4]++;
  fixture_open (&fixture);
  expected = RUN_FRESH (&fixture, other_word);
  found = RUN (fixture.session, other_word);
  g_clear_pointer (&found, trestle_trace_unref);
  run_cancelled (fixture.session, 2);
  found = RUN (fixture.session, other_word);
  golden_assert_same_traces (found, expected);
  fixture_clear (&fixture);
}

/* Cancelled in the fusion, a caption has its text tower already, and the layers that were done; cancelled in that, it is read anew. */
static void
test_cancelled_text_is_read_anew (void)
{
  Fixture fixture;
  g_autoptr (TrestleTrace) expected = NULL;
  g_autoptr (TrestleTrace) after_fusion = NULL;
  g_autoptr (TrestleTrace) after_text = NULL;

  fixture_open (&fixture);
  expected = RUN_FRESH (&fixture, caption);
  run_cancelled (fixture.session, N_VISION_STEPS + N_TEXT_STEPS);
  run_cancelled (fixture.session, N_FUSION_STEPS - 2);
  after_fusion = RUN (fixture.session, caption);
  golden_assert_same_traces (after_fusion, expected);
  g_clear_pointer (&after_fusion, trestle_trace_unref);
  after_fusion = RUN (fixture.session, shorter_caption);
  run_cancelled (fixture.session, 2);
  run_cancelled (fixture.session, N_TEXT_STEPS + N_FUSION_STEPS - 1);
  after_text = RUN (fixture.session, caption);
  golden_assert_same_traces (after_text, expected);
  fixture_clear (&fixture);
}

/* Two traces are held while captions, images and the session come and go. */
static void
test_traces_stay_what_they_are (void)
{
  Fixture fixture;
  g_autoptr (TrestleTrace) expected = NULL;
  g_autoptr (TrestleTrace) expected_longer = NULL;
  g_autoptr (TrestleTrace) first = NULL;
  g_autoptr (TrestleTrace) second = NULL;

  fixture_open (&fixture);
  expected = RUN_FRESH (&fixture, caption);
  expected_longer = RUN_FRESH (&fixture, longer_caption);
  first = RUN (fixture.session, caption);
  second = RUN (fixture.session, longer_caption);
  for (guint round = 0; round < 3; round++)
    {
      g_autoptr (TrestleTrace) passing = RUN (fixture.session, longer_caption);
      g_autoptr (TrestleTrace) short_one = RUN (fixture.session, shorter_caption);

      golden_assert_same_traces (first, expected);
      golden_assert_same_traces (second, expected_longer);
      set_other_pixels (fixture.session);
    }
  g_clear_pointer (&fixture.session, trestle_session_free);
  golden_assert_same_traces (first, expected);
  golden_assert_same_traces (second, expected_longer);
  fixture_clear (&fixture);
}

static void
test_released_trace_lends_its_memory (void)
{
  Fixture fixture;
  float *places[4], *text_places[4], *cross_places[4];

  fixture_open (&fixture);
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autoptr (TrestleTrace) trace = RUN (fixture.session, longer_caption);

      g_autoptr (TrestleTrace) other = NULL;

      places[i] = trestle_trace_get (trace, "logits.mlm")->data;
      text_places[i] = trestle_trace_get (trace, "hidden.text.1")->data;
      cross_places[i] = trestle_trace_get (trace, "attention.cross_image_self.1")->data;
      g_clear_pointer (&trace, trestle_trace_unref);
      other = RUN (fixture.session, shorter_caption);
    }
  g_assert_true (places[2] == places[1]);
  g_assert_true (places[3] == places[1]);
  g_assert_true (text_places[2] == text_places[1]);
  g_assert_true (text_places[3] == text_places[1]);
  g_assert_true (cross_places[2] == cross_places[1]);
  g_assert_true (cross_places[3] == cross_places[1]);
  fixture_clear (&fixture);
}

static void
test_runs_give_the_same_bits_twice (void)
{
  Fixture fixture;
  g_autoptr (TrestleTrace) first = NULL;
  g_autoptr (TrestleTrace) second = NULL;
  g_autoptr (TrestleTrace) third = NULL;

  fixture_open (&fixture);
  first = RUN (fixture.session, caption);
  second = RUN (fixture.session, caption);
  golden_assert_same_traces (second, first);
  third = RUN_FRESH (&fixture, caption);
  golden_assert_same_traces (third, first);
  fixture_clear (&fixture);
}

static void
test_one_and_two_threads_agree (void)
{
  Fixture fixture;
  g_autoptr (TrestleTrace) one = NULL;
  g_autoptr (TrestleTrace) two = NULL;
  g_autoptr (GPtrArray) names = NULL;
  int n_threads = omp_get_max_threads ();

  fixture_open (&fixture);
  omp_set_num_threads (1);
  one = RUN_FRESH (&fixture, longer_caption);
  omp_set_num_threads (2);
  two = RUN_FRESH (&fixture, longer_caption);
  omp_set_num_threads (n_threads);
  names = trestle_trace_list (one);
  for (guint i = 0; i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);
      double difference = numbers_largest_difference (trestle_trace_get (one, name), trestle_trace_get (two, name));

      g_assert_cmpfloat (difference, <=, g_str_has_prefix (name, "attention.") ? ATTENTION_TOLERANCE : TOLERANCE);
    }
  fixture_clear (&fixture);
}

static void
check_ids (const Fixture *fixture, const gint32 *ids, const gboolean *keep, guint n_tokens, const char *said)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (trestle_session_run (fixture->session, ids, keep, n_tokens, NULL, NULL, NULL, &error));
  g_assert_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INPUT);
  if (strstr (error->message, said) == NULL)
    g_error ("“%s” does not say “%s”", error->message, said);
}

static void
test_ids_that_cannot_be_read_are_refused (void)
{
  static const gboolean none[3] = { FALSE, FALSE, FALSE };
  gint32 many[65] = { 0 };
  Fixture fixture;
  g_autoptr (TrestleTrace) all = NULL;

  fixture_open (&fixture);
  g_assert_cmpuint (trestle_session_get_max_tokens (fixture.session), ==, 64);
  check_ids (&fixture, caption, NULL, 0, "has 0 tokens; the model reads from 1 to 64");
  check_ids (&fixture, many, NULL, 65, "has 65 tokens; the model reads from 1 to 64");
  check_ids (&fixture, (gint32[]){ 0, 320, 2 }, NULL, 3, "Token 1 has the id 320; the model's vocabulary has 320");
  check_ids (&fixture, (gint32[]){ 0, 5, -1 }, NULL, 3, "Token 2 has the id -1");
  check_ids (&fixture, (gint32[]){ G_MININT32, 5, 2 }, NULL, 3, "Token 0 has the id -2147483648");
  check_ids (&fixture, (gint32[]){ 0, 5, 320 }, (gboolean[]){ TRUE, TRUE, FALSE }, 3, "Token 2 has the id 320");
  check_ids (&fixture, (gint32[]){ 0, 5, 2 }, none, 3, "All 3 tokens are masked out");
  all = run (fixture.session, many, 64);
  g_assert_cmpuint (trestle_trace_get (all, "hidden.text.4")->rows, ==, 64);
  fixture_clear (&fixture);
}

static void
test_ids_at_the_end_of_the_vocabulary_are_taken (void)
{
  static const gint32 ids[] = { 319 };
  Fixture fixture;
  g_autoptr (TrestleTrace) trace = NULL;

  fixture_open (&fixture);
  trace = RUN (fixture.session, ids);
  g_assert_cmpfloat (trestle_trace_get (trace, "attention.text.0")->data[0], ==, 1.0);
  fixture_clear (&fixture);
}

static void
test_run_without_an_image_is_refused (void)
{
  Fixture fixture;
  g_autoptr (TrestleSession) session = NULL;
  g_autoptr (GError) error = NULL;

  fixture_open (&fixture);
  session = trestle_session_open (fixture.golden.folder, NULL, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_null (trestle_session_run (session, caption, NULL, G_N_ELEMENTS (caption), NULL, NULL, NULL, &error));
  g_assert_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INPUT);
  g_assert_nonnull (strstr (error->message, "no image"));
  fixture_clear (&fixture);
}

/* The old image stays, and so does what was computed from it. */
static void
test_image_that_cannot_be_read_changes_nothing (void)
{
  static const gsize shapes[][3] = { { 1, 64, 64 }, { 3, 32, 64 }, { 3, 64, 32 }, { 3, 64, 65 }, { 0, 0, 0 } };
  Fixture fixture;
  g_autoptr (TrestleTrace) before = NULL;
  g_autoptr (TrestleTrace) after = NULL;
  g_autoptr (TrestleImage) strip = trestle_image_new (4000, 10);
  g_autoptr (GError) error = NULL;

  fixture_open (&fixture);
  before = RUN (fixture.session, caption);
  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      TrestleTensor pixels = trestle_tensor_new (shapes[i][0], shapes[i][1], shapes[i][2]);

      g_assert_false (trestle_session_set_pixels (fixture.session, &pixels, &error));
      g_assert_error (error, TRESTLE_ERROR, TRESTLE_ERROR_SHAPE);
      g_assert_nonnull (strstr (error->message, "“pixel_values”"));
      g_assert_nonnull (strstr (error->message, "the model reads [3, 64, 64]"));
      g_clear_error (&error);
      trestle_tensor_clear (&pixels);
    }
  g_assert_false (trestle_session_set_image (fixture.session, strip, "strip.png", NULL, &error));
  g_assert_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INPUT);
  g_assert_nonnull (strstr (error->message, "“strip.png”"));
  g_assert_cmpuint (count_vision_layers (fixture.session), ==, 0);
  after = RUN (fixture.session, caption);
  golden_assert_same_traces (after, before);
  fixture_clear (&fixture);
}

/* A preprocessor_config.json that makes other images than the model reads. */
static void
test_image_of_another_size_is_refused (void)
{
  Fixture fixture;
  g_autofree char *path = NULL;
  g_autoptr (TrestleImage) image = synthetic_picture (80, 70);
  g_autoptr (TrestleSession) session = NULL;
  g_autoptr (GError) error = NULL;

  fixture_open (&fixture);
  path = g_build_filename (fixture.golden.folder, "preprocessor_config.json", NULL);
  g_assert_true (g_file_set_contents (path, "{\"size\": 96}", -1, NULL));
  session = golden_case_open_session (&fixture.golden);
  g_assert_cmpuint (count_vision_layers (session), ==, 4);
  g_assert_false (trestle_session_set_image (session, image, "scene.png", NULL, &error));
  g_assert_error (error, TRESTLE_ERROR, TRESTLE_ERROR_SHAPE);
  g_assert_nonnull (strstr (error->message, "“scene.png” has pixels of [3, 96, 96]; the model reads [3, 64, 64]"));
  g_assert_cmpuint (count_vision_layers (session), ==, 0);
  g_assert_cmpint (g_remove (path), ==, 0);
  fixture_clear (&fixture);
}

static void
test_image_is_prepared_for_the_model (void)
{
  Fixture fixture;
  g_autoptr (TrestleImage) image = synthetic_picture (96, 64);
  g_autoptr (TrestleTrace) expected = NULL;
  g_autoptr (TrestleTrace) found = NULL;
  g_autoptr (GError) error = NULL;
  TrestlePreprocess settings;
  TrestleImageWindow window;
  TrestleTensor pixels;

  fixture_open (&fixture);
  trestle_preprocess_init (&settings, 64);
  g_assert_true (trestle_preprocess_run (&settings, image, "scene.png", &pixels, NULL, &error));
  g_assert_true (trestle_session_set_pixels (fixture.session, &pixels, &error));
  g_assert_no_error (error);
  expected = RUN (fixture.session, caption);
  g_assert_true (trestle_session_set_image (fixture.session, image, "scene.png", &window, &error));
  g_assert_no_error (error);
  g_assert_cmpfloat (window.x, ==, 16.0);
  g_assert_cmpfloat (window.width, ==, 64.0);
  found = RUN (fixture.session, caption);
  golden_assert_same_traces (found, expected);
  trestle_tensor_clear (&pixels);
  fixture_clear (&fixture);
}

/* Pixels are copied out of whatever they are part of. */
static void
test_pixels_may_be_a_view (void)
{
  Fixture fixture;
  g_autofree float *values = synthetic_pixels (64);
  TrestleTensor wide = trestle_tensor_new (3, 64, 70); /* [3, 64, 70] */
  TrestleTensor view = trestle_tensor_columns (&wide, 3, 64);
  g_autoptr (TrestleTrace) expected = NULL;
  g_autoptr (TrestleTrace) found = NULL;
  g_autoptr (GError) error = NULL;

  fixture_open (&fixture);
  expected = RUN (fixture.session, caption);
  for (gsize row = 0; row < 3 * 64; row++)
    memcpy (view.data + row * view.stride, values + row * 64, 64 * sizeof (float));
  g_assert_true (trestle_session_set_pixels (fixture.session, &view, &error));
  g_assert_no_error (error);
  trestle_tensor_clear (&wide);
  found = RUN (fixture.session, caption);
  golden_assert_same_traces (found, expected);
  fixture_clear (&fixture);
}

static void
test_folder_without_tokenizer_runs_ids_only (void)
{
  Fixture fixture;
  g_autofree char *name = NULL;
  g_autoptr (GError) error = NULL;

  fixture_open (&fixture);
  name = g_path_get_basename (fixture.golden.folder);
  g_assert_null (trestle_session_get_tokenizer (fixture.session));
  g_assert_null (trestle_session_tokenize (fixture.session, "a red circle", &error));
  g_assert_error (error, TRESTLE_ERROR, TRESTLE_ERROR_MISSING);
  g_assert_nonnull (strstr (error->message, name));
  g_assert_nonnull (strstr (error->message, "tokenizer"));
  fixture_clear (&fixture);
}

/* The demo model's tokenizer has 395 tokens, the case's model 320. */
static void
test_tokenizer_of_another_model_is_refused (void)
{
  static const char *const files[] = { "vocab.json", "merges.txt" };
  Fixture fixture;
  g_autoptr (GError) error = NULL;

  fixture_open (&fixture);
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *from = g_build_filename (g_getenv ("TRESTLE_DATA"), "models", "bridgetower-shapes", files[i], NULL);
      g_autofree char *to = g_build_filename (fixture.golden.folder, files[i], NULL);
      g_autofree char *content = NULL;

      g_assert_true (g_file_get_contents (from, &content, NULL, NULL));
      g_assert_true (g_file_set_contents (to, content, -1, NULL));
    }
  g_assert_null (trestle_session_open (fixture.golden.folder, NULL, NULL, NULL, NULL, &error));
  g_assert_error (error, TRESTLE_ERROR, TRESTLE_ERROR_SHAPE);
  g_assert_nonnull (strstr (error->message, fixture.golden.folder));
  g_assert_nonnull (strstr (error->message, "395 tokens, but its model knows only 320"));
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = g_build_filename (fixture.golden.folder, files[i], NULL);

      g_assert_cmpint (g_remove (path), ==, 0);
    }
  fixture_clear (&fixture);
}

static void
test_text_is_cut_at_the_models_length (void)
{
  g_autofree char *demo = g_build_filename (g_getenv ("TRESTLE_DATA"), "models", "bridgetower-shapes", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (TrestleSession) session = trestle_session_open (demo, NULL, NULL, NULL, NULL, &error);
  g_autoptr (GString) text = g_string_new ("a");
  g_autoptr (TrestleTokens) tokens = NULL;

  g_assert_no_error (error);
  g_assert_nonnull (trestle_session_get_tokenizer (session));
  for (guint i = 0; i < 200; i++)
    g_string_append (text, " red");
  tokens = trestle_session_tokenize (session, text->str, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (tokens->length, ==, trestle_session_get_max_tokens (session));
  g_assert_cmpuint (tokens->n_dropped, >, 0);
}

static void
test_folder_without_model_is_refused (void)
{
  char *folder = temporary_folder_new ((TemporaryFile[]){ { "vocab.json", "{}" }, { NULL, NULL } });
  g_autoptr (GError) error = NULL;

  g_assert_null (trestle_session_open (folder, NULL, NULL, NULL, NULL, &error));
  g_assert_error (error, TRESTLE_ERROR, TRESTLE_ERROR_MISSING);
  g_assert_nonnull (strstr (error->message, folder));
  temporary_folder_free (folder);
}

static gboolean
is_attention_of (const char *name, TrestleBlock block)
{
  g_autofree char *prefix = g_strdup_printf ("attention.%s.", trestle_block_get_name (block));

  return g_str_has_prefix (name, prefix);
}

/* What is not recorded is not there, and everything else is as if all had been. */
static void
test_chosen_blocks_are_recorded (void)
{
  Fixture fixture;
  g_autoptr (TrestleTrace) all = NULL;

  fixture_open (&fixture);
  all = RUN (fixture.session, caption);
  for (TrestleBlock block = 0; block < TRESTLE_N_BLOCKS; block++)
    {
      g_autoptr (TrestleTrace) some = NULL;
      g_autoptr (GPtrArray) names = trestle_trace_list (all);

      trestle_session_set_recording (fixture.session, (TrestleRecording){ .blocks = 1u << block });
      some = RUN (fixture.session, caption);
      for (guint i = 0; i < names->len; i++)
        {
          const char *name = g_ptr_array_index (names, i);
          const TrestleTensor *expected = trestle_trace_get (all, name), *found = trestle_trace_get (some, name);

          g_assert_true ((found != NULL) == (!g_str_has_prefix (name, "attention.") || is_attention_of (name, block)));
          if (found != NULL)
            g_assert_cmpmem (found->data, trestle_tensor_count (found) * sizeof (float), expected->data,
                             trestle_tensor_count (expected) * sizeof (float));
        }
    }
  fixture_clear (&fixture);
}

/* float16 has eleven bits: weights in [0, 1] are off by at most 2^-12. */
static void
test_attention_can_be_kept_as_float16 (void)
{
  Fixture fixture;
  g_autoptr (TrestleTrace) all = NULL;
  g_autoptr (TrestleTrace) half = NULL;
  g_autoptr (GPtrArray) names = NULL;

  fixture_open (&fixture);
  all = RUN (fixture.session, caption);
  trestle_session_set_recording (fixture.session, (TrestleRecording){ .blocks = TRESTLE_RECORD_ALL, .as_half = TRUE });
  half = RUN (fixture.session, caption);
  names = trestle_trace_list (all);
  for (guint i = 0; i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);
      const TrestleTensor *expected = trestle_trace_get (all, name), *found = trestle_trace_get (half, name);
      double tolerance = g_str_has_prefix (name, "attention.") ? 0x1p-12 : 1e-30; /* the macro compares by "less than" */

      g_assert_nonnull (found);
      g_assert_true (trestle_trace_get (half, name) == found);
      for (gsize k = 0; k < trestle_tensor_count (expected); k++)
        g_assert_cmpfloat_with_epsilon (found->data[k], expected->data[k], tolerance);
    }
  fixture_clear (&fixture);
}

static void
test_float16_is_saved_as_it_is (void)
{
  Fixture fixture;
  g_autoptr (TrestleTrace) half = NULL;
  char *folder = temporary_folder_new ((TemporaryFile[]){ { NULL, NULL } });
  g_autofree char *path = g_build_filename (folder, "half.safetensors", NULL);
  g_autoptr (TrestleSafetensors) file = NULL;
  g_autoptr (GError) error = NULL;

  fixture_open (&fixture);
  trestle_session_set_recording (fixture.session, (TrestleRecording){ .blocks = TRESTLE_RECORD_ALL, .as_half = TRUE });
  half = RUN (fixture.session, caption);
  trestle_trace_save (half, path, &error);
  g_assert_no_error (error);
  file = trestle_safetensors_open (path, &error);
  g_assert_no_error (error);
  g_assert_cmpint (trestle_safetensors_get (file, "attention.vision.0")->dtype, ==, TRESTLE_DTYPE_F16);
  g_assert_cmpint (trestle_safetensors_get (file, "hidden.vision.0")->dtype, ==, TRESTLE_DTYPE_F32);
  temporary_folder_free (folder);
  fixture_clear (&fixture);
}

/* The embeddings of contrast, each by its own tower, are those of a whole run. */
static void
test_towers_alone_embed_as_in_a_run (void)
{
  Fixture fixture;
  g_autoptr (TrestleTrace) trace = NULL;
  g_autoptr (GError) error = NULL;
  const TrestleTensor *image, *expected;
  TrestleTensor text;

  fixture_open (&fixture);
  image = trestle_session_embed_image (fixture.session, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (trestle_session_embed_text (fixture.session, caption, G_N_ELEMENTS (caption), NULL, &text, &error));
  trace = RUN (fixture.session, caption);
  expected = trestle_trace_get (trace, "logits.itc_image");
  g_assert_cmpmem (image->data, image->columns * sizeof (float), expected->data, expected->columns * sizeof (float));
  expected = trestle_trace_get (trace, "logits.itc_text");
  g_assert_cmpmem (text.data, text.columns * sizeof (float), expected->data, expected->columns * sizeof (float));
  g_assert_cmpfloat_with_epsilon (trestle_session_get_contrast_scale (fixture.session), exp (2.6592), 1e-3);
  trestle_tensor_clear (&text);
  fixture_clear (&fixture);
}

/* Position embeddings are interpolated: twice the size has four times the patches. */
static void
test_model_runs_at_another_image_size (void)
{
  GoldenCase golden;
  g_autoptr (GError) error = NULL;
  g_autoptr (TrestleSession) session = NULL;
  g_autoptr (TrestleTrace) trace = NULL;
  g_autofree float *values = synthetic_pixels (128);
  TrestleTensor pixels = trestle_tensor_view (values, 3, 128, 128);
  const TrestleTensor *attention;

  golden_case_open (&golden, "bridge-add");
  session = trestle_session_open (golden.folder, &(TrestleModelSettings){ .image_size = 128 }, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (trestle_session_set_pixels (session, &pixels, &error));
  trace = RUN (session, caption);
  g_assert_cmpuint (trestle_trace_get_grid_rows (trace), ==, 8);
  attention = trestle_trace_get_attention (trace, TRESTLE_BLOCK_VISION, 0);
  g_assert_cmpuint (attention->rows, ==, 65);
  g_assert_cmpuint (trestle_model_count (trestle_session_get_model (session)).total, ==,
                    json_object_get_int_member (json_node_get_object (golden.root), "parameters"));
  golden_case_clear (&golden);
}

/* Two images at a time: neither session knows what the other one looks at, and either may go first. */
static void
test_session_beside_gives_the_same_bits (void)
{
  Fixture fixture;
  g_autoptr (TrestleTrace) expected = NULL;
  g_autoptr (TrestleTrace) expected_other = NULL;
  g_autoptr (TrestleTrace) found = NULL;
  g_autoptr (TrestleTrace) found_other = NULL;
  g_autoptr (TrestleSession) other = NULL;
  g_autoptr (GError) error = NULL;

  fixture_open (&fixture);
  expected = RUN_FRESH (&fixture, caption);
  other = trestle_session_new_beside (fixture.session);
  g_assert_true (trestle_session_get_model (other) == trestle_session_get_model (fixture.session));
  g_assert_null (trestle_session_run (other, caption, NULL, G_N_ELEMENTS (caption), NULL, NULL, NULL, &error));
  g_assert_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INPUT);
  set_other_pixels (other);
  found_other = RUN (other, caption);
  found = RUN (fixture.session, caption);
  golden_assert_same_traces (found, expected);
  g_clear_pointer (&fixture.session, trestle_session_free);
  expected_other = RUN (other, caption);
  golden_assert_same_traces (found_other, expected_other);
  fixture_clear (&fixture);
}

/* How often opening said how far it is, and at which call it was cancelled. */
typedef struct
{
  GCancellable *cancellable;
  guint cancel_at;
  guint n_calls;
  double fraction;
} Opening;

static void
note_opening (double fraction, const char *stage, gpointer data)
{
  Opening *opening = data;

  g_assert_cmpstr (stage, ==, "opening the model");
  g_assert_cmpfloat (fraction, >=, opening->fraction);
  g_assert_cmpfloat (fraction, <=, 1);
  opening->fraction = fraction;
  if (opening->n_calls++ == opening->cancel_at)
    g_cancellable_cancel (opening->cancellable);
}

/* At another image size, so that position embeddings that are not there cannot be interpolated; with every tensor in turn. */
static void
test_opening_is_cancelled_at_every_step (void)
{
  GoldenCase golden;
  Opening whole = { .cancel_at = G_MAXUINT };
  g_autoptr (TrestleSession) session = NULL;
  g_autoptr (GError) problem = NULL;

  golden_case_open (&golden, "bridge-add");
  session = trestle_session_open (golden.folder, &(TrestleModelSettings){ .image_size = 128 }, note_opening, &whole, NULL, &problem);
  g_assert_no_error (problem);
  g_assert_cmpuint (whole.n_calls, >, 100);
  g_assert_cmpfloat (whole.fraction, >, 0.9);
  for (guint step = 0; step < whole.n_calls; step++)
    {
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (GError) error = NULL;
      Opening opening = { .cancellable = cancellable, .cancel_at = step };

      g_assert_null (
          trestle_session_open (golden.folder, &(TrestleModelSettings){ .image_size = 128 }, note_opening, &opening, cancellable, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_assert_cmpuint (opening.n_calls, ==, step + 1);
    }
  golden_case_clear (&golden);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/session/second-caption-gives-the-same-bits", test_second_caption_gives_the_same_bits);
  g_test_add_func ("/session/second-image-gives-the-same-bits", test_second_image_gives_the_same_bits);
  g_test_add_func ("/session/padding-changes-nothing", test_padding_changes_nothing);
  g_test_add_func ("/session/image-tower-runs-once-an-image", test_image_tower_runs_once_an_image);
  g_test_add_func ("/session/progress-rises-through-the-stages", test_progress_rises_through_the_stages);
  g_test_add_func ("/session/cancelling-at-every-step", test_cancelling_at_every_step);
  g_test_add_func ("/session/cancelled-before-it-begins", test_cancelled_before_it_begins);
  g_test_add_func ("/session/cancelled-caption-keeps-the-image", test_cancelled_caption_keeps_the_image);
  g_test_add_func ("/session/text-tower-runs-once-a-text", test_text_tower_runs_once_a_text);
  g_test_add_func ("/session/cancelled-text-is-read-anew", test_cancelled_text_is_read_anew);
  g_test_add_func ("/session/cancelled-text-forgets-the-one-before", test_cancelled_text_forgets_the_one_before);
  g_test_add_func ("/session/traces-stay-what-they-are", test_traces_stay_what_they_are);
  g_test_add_func ("/session/released-trace-lends-its-memory", test_released_trace_lends_its_memory);
  g_test_add_func ("/session/runs-give-the-same-bits-twice", test_runs_give_the_same_bits_twice);
  g_test_add_func ("/session/one-and-two-threads-agree", test_one_and_two_threads_agree);
  g_test_add_func ("/session/ids-that-cannot-be-read-are-refused", test_ids_that_cannot_be_read_are_refused);
  g_test_add_func ("/session/ids-at-the-end-of-the-vocabulary-are-taken", test_ids_at_the_end_of_the_vocabulary_are_taken);
  g_test_add_func ("/session/run-without-an-image-is-refused", test_run_without_an_image_is_refused);
  g_test_add_func ("/session/image-that-cannot-be-read-changes-nothing", test_image_that_cannot_be_read_changes_nothing);
  g_test_add_func ("/session/image-of-another-size-is-refused", test_image_of_another_size_is_refused);
  g_test_add_func ("/session/image-is-prepared-for-the-model", test_image_is_prepared_for_the_model);
  g_test_add_func ("/session/pixels-may-be-a-view", test_pixels_may_be_a_view);
  g_test_add_func ("/session/folder-without-tokenizer-runs-ids-only", test_folder_without_tokenizer_runs_ids_only);
  g_test_add_func ("/session/tokenizer-of-another-model-is-refused", test_tokenizer_of_another_model_is_refused);
  g_test_add_func ("/session/text-is-cut-at-the-models-length", test_text_is_cut_at_the_models_length);
  g_test_add_func ("/session/folder-without-model-is-refused", test_folder_without_model_is_refused);
  g_test_add_func ("/session/chosen-blocks-are-recorded", test_chosen_blocks_are_recorded);
  g_test_add_func ("/session/attention-can-be-kept-as-float16", test_attention_can_be_kept_as_float16);
  g_test_add_func ("/session/float16-is-saved-as-it-is", test_float16_is_saved_as_it_is);
  g_test_add_func ("/session/towers-alone-embed-as-in-a-run", test_towers_alone_embed_as_in_a_run);
  g_test_add_func ("/session/model-runs-at-another-image-size", test_model_runs_at_another_image_size);
  g_test_add_func ("/session/session-beside-gives-the-same-bits", test_session_beside_gives_the_same_bits);
  g_test_add_func ("/session/opening-is-cancelled-at-every-step", test_opening_is_cancelled_at_every_step);
  return g_test_run ();
}
