/* Answers layer by layer: the last layer says what the run says, and every layer what its own heads say. */
#include "analysis/measures/readout.h"

#include <math.h>
#include <string.h>

#include "core/error.h"
#include "tests/golden.h"
#include "tests/numbers.h"
#include "tests/synthetic.h"

#define N_LAYERS 4 /* of the demo model and of tests/golden/heads-demo.json */

/* The demo model's run of a text. */
typedef struct
{
  TrestleSession *session;
  TrestleTokens *tokens;
  TrestleTrace *trace;
} Fixture;

static void
fixture_open (Fixture *fixture, const char *text)
{
  g_autofree char *demo = g_build_filename (g_getenv ("TRESTLE_DATA"), "models", "bridgetower-shapes", NULL);
  g_autoptr (TrestleImage) image = synthetic_picture (128, 128);
  g_autoptr (GError) error = NULL;

  fixture->session = trestle_session_open (demo, NULL, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (trestle_session_set_image (fixture->session, image, "scene", NULL, &error));
  fixture->tokens = trestle_session_tokenize (fixture->session, text, &error);
  g_assert_no_error (error);
  fixture->trace = trestle_session_run (fixture->session, fixture->tokens->ids, NULL, fixture->tokens->length, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
}

static void
fixture_clear (Fixture *fixture)
{
  trestle_trace_unref (fixture->trace);
  trestle_tokens_free (fixture->tokens);
  trestle_session_free (fixture->session);
}

/* (transfer full) (element-type TrestleReadout) */
static GPtrArray *
read_out (const Fixture *fixture, TrestleTask task, guint top)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *readouts = trestle_readout_new (fixture->session, fixture->trace, task, fixture->tokens, top, &error);

  g_assert_no_error (error);
  return readouts;
}

/* (transfer full) (element-type TrestleAnswer): what the heads say of a trace. */
static GPtrArray *
answer (const Fixture *fixture, const TrestleTrace *trace, TrestleTask task, guint top)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *answers = trestle_task_answer (task, trestle_session_get_model (fixture->session),
                                            trestle_session_get_tokenizer (fixture->session), trace, fixture->tokens->ids,
                                            fixture->tokens->length, top, &error);

  g_assert_no_error (error);
  return answers;
}

static const TrestleCandidate *
get_candidate (const GPtrArray *answers, guint question, guint index)
{
  return &g_array_index (((const TrestleAnswer *) g_ptr_array_index (answers, question))->candidates, TrestleCandidate, index);
}

static double
get_probability (const TrestleReadout *readout, guint index, guint layer)
{
  return readout->probabilities[index * readout->n_layers + layer];
}

/* The first @top answers are the run's own, with the run's own probabilities. */
static void
assert_last_layer_is_the_run (const Fixture *fixture, TrestleTask task, guint top)
{
  g_autoptr (GPtrArray) readouts = read_out (fixture, task, top);
  g_autoptr (GPtrArray) expected = answer (fixture, fixture->trace, task, top);

  g_assert_cmpuint (readouts->len, ==, expected->len);
  for (guint q = 0; q < readouts->len; q++)
    {
      const TrestleReadout *readout = g_ptr_array_index (readouts, q);

      g_assert_cmpuint (readout->task, ==, task);
      g_assert_cmpuint (readout->n_layers, ==, N_LAYERS);
      g_assert_cmpuint (readout->position, ==, ((const TrestleAnswer *) g_ptr_array_index (expected, q))->position);
      g_assert_cmpuint (readout->first[N_LAYERS - 1], ==, 0);
      for (guint i = 0; i < top; i++)
        {
          g_assert_cmpstr (readout->labels[i], ==, get_candidate (expected, q, i)->label);
          numbers_assert_close (get_probability (readout, i, N_LAYERS - 1), get_candidate (expected, q, i)->probability, 1e-12);
        }
    }
}

static void
test_last_layer_is_the_run (void)
{
  Fixture fixture;

  fixture_open (&fixture, "a <mask> heart right of a <mask> square");
  assert_last_layer_is_the_run (&fixture, TRESTLE_TASK_MATCH, 2);
  assert_last_layer_is_the_run (&fixture, TRESTLE_TASK_FILL, 5);
  assert_last_layer_is_the_run (&fixture, TRESTLE_TASK_ASK, 3);
  fixture_clear (&fixture);
}

/* What a layer has in front is followed, and every layer's probability of it is what that layer's own answers say. */
static void
assert_layers_are_their_heads (const Fixture *fixture, const GPtrArray *readouts, TrestleTask task)
{
  for (guint layer = 0; layer < N_LAYERS; layer++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (TrestleTrace) read = trestle_session_read_layer (fixture->session, fixture->trace, layer, &error);
      g_autoptr (GPtrArray) expected = answer (fixture, read, task, G_MAXUINT);

      for (guint q = 0; q < readouts->len; q++)
        {
          const TrestleReadout *readout = g_ptr_array_index (readouts, q);
          const GArray *candidates = ((const TrestleAnswer *) g_ptr_array_index (expected, q))->candidates;
          guint n_found = 0;

          g_assert_cmpstr (readout->labels[readout->first[layer]], ==, get_candidate (expected, q, 0)->label);
          for (guint i = 0; i < candidates->len; i++)
            for (guint k = 0; k < readout->n_answers; k++)
              if (g_str_equal (readout->labels[k], get_candidate (expected, q, i)->label))
                {
                  numbers_assert_close (get_probability (readout, k, layer), get_candidate (expected, q, i)->probability, 1e-12);
                  n_found++;
                }
          g_assert_cmpuint (n_found, ==, readout->n_answers);
        }
    }
}

static void
test_layers_are_their_heads (void)
{
  static const TrestleTask tasks[] = { TRESTLE_TASK_MATCH, TRESTLE_TASK_ASK };
  Fixture fixture;
  guint n_overtaken = 0;

  fixture_open (&fixture, "what color is the heart?");
  for (guint i = 0; i < G_N_ELEMENTS (tasks); i++)
    {
      g_autoptr (GPtrArray) readouts = read_out (&fixture, tasks[i], 1);
      const TrestleReadout *readout = g_ptr_array_index (readouts, 0);

      g_assert_cmpuint (readouts->len, ==, 1);
      g_assert_cmpuint (g_strv_length (readout->labels), ==, readout->n_answers);
      assert_layers_are_their_heads (&fixture, readouts, tasks[i]);
      n_overtaken += readout->n_answers - 1;
    }
  /* Otherwise nothing was added behind the last layer's first. */
  g_assert_cmpuint (n_overtaken, >, 0);
  fixture_clear (&fixture);
}

/* No answer is followed twice, and no more of the last layer's than were asked for. */
static void
test_no_answer_is_followed_twice (void)
{
  Fixture fixture;
  g_autoptr (GPtrArray) readouts = NULL;

  fixture_open (&fixture, "a <mask> heart right of a red <mask>");
  readouts = read_out (&fixture, TRESTLE_TASK_FILL, 2);
  g_assert_cmpuint (readouts->len, ==, 2);
  for (guint q = 0; q < readouts->len; q++)
    {
      const TrestleReadout *readout = g_ptr_array_index (readouts, q);

      g_assert_cmpuint (readout->n_answers, >=, 2);
      g_assert_cmpuint (readout->n_answers, <=, 2 + N_LAYERS - 1);
      for (guint i = 0; i < readout->n_answers; i++)
        for (guint k = 0; k < i; k++)
          g_assert_cmpstr (readout->labels[i], !=, readout->labels[k]);
    }
  fixture_clear (&fixture);
}

static void
assert_refused (const Fixture *fixture, TrestleTask task, int code, const char *said)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (trestle_readout_new (fixture->session, fixture->trace, task, fixture->tokens, 3, &error));
  g_assert_error (error, TRESTLE_ERROR, code);
  g_assert_nonnull (strstr (error->message, said));
}

static void
test_what_cannot_be_read_is_refused (void)
{
  Fixture fixture;

  fixture_open (&fixture, "a red heart");
  assert_refused (&fixture, TRESTLE_TASK_FILL, TRESTLE_ERROR_INPUT, "<mask>");
  assert_refused (&fixture, TRESTLE_TASK_ENTAIL, TRESTLE_ERROR_TASK, "“entail”");
  assert_refused (&fixture, TRESTLE_TASK_CONTRAST, TRESTLE_ERROR_TASK, "“contrast”");
  fixture_clear (&fixture);
}

/* A model with that head, and without a tokenizer: tests/golden/heads-demo.json. */
static void
test_entailment_is_read (void)
{
  GoldenCase golden;

  golden_case_open (&golden, "heads-demo");
  {
    g_autoptr (TrestleSession) session = golden_case_open_session (&golden);
    g_autoptr (TrestleTrace) trace = golden_case_run (&golden, session);
    TrestleTokens tokens = { .length = golden.n_tokens, .ids = golden.ids };
    Fixture fixture = { session, &tokens, trace };

    assert_last_layer_is_the_run (&fixture, TRESTLE_TASK_ENTAIL, 3);
    assert_last_layer_is_the_run (&fixture, TRESTLE_TASK_ASK, 3);
  }
  golden_case_clear (&golden);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/readout/last-layer-is-the-run", test_last_layer_is_the_run);
  g_test_add_func ("/readout/layers-are-their-heads", test_layers_are_their_heads);
  g_test_add_func ("/readout/no-answer-is-followed-twice", test_no_answer_is_followed_twice);
  g_test_add_func ("/readout/what-cannot-be-read-is-refused", test_what_cannot_be_read_is_refused);
  g_test_add_func ("/readout/entailment-is-read", test_entailment_is_read);
  return g_test_run ();
}
