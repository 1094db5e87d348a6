/* The published base model on two photographs: the numbers that its authors' code gives. Skipped where TRESTLE_PUBLISHED names no folder.
 */
#include "core/session.h"
#include "core/tasks.h"

/* Expected values are of float32 arithmetic in another order. */
#define TOLERANCE 2e-3

#define CATS "000000039769.jpg"
#define WINDOW "000000360943.jpg"

typedef struct
{
  TrestleSession *session;
  TrestleTokens *tokens;
  TrestleTrace *trace;
} Fixture;

static void
fixture_run (Fixture *fixture, const char *image_name, const char *text)
{
  const char *folder = g_getenv ("TRESTLE_PUBLISHED");
  g_autofree char *model = g_build_filename (folder, "model", NULL);
  g_autofree char *path = g_build_filename (folder, image_name, NULL);
  g_autoptr (TrestleImage) image = NULL;
  g_autoptr (GError) error = NULL;

  fixture->session = trestle_session_open (model, 0, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  image = trestle_image_load (path, &error);
  g_assert_no_error (error);
  trestle_session_set_image (fixture->session, image, image_name, NULL, &error);
  g_assert_no_error (error);
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

static gboolean
is_skipped (void)
{
  if (g_getenv ("TRESTLE_PUBLISHED") != NULL)
    return FALSE;
  g_test_skip ("TRESTLE_PUBLISHED names no folder with the published model");
  return TRUE;
}

static void
assert_match_logit (const char *text, double expected)
{
  Fixture fixture = { 0 };
  const TrestleTensor *logits; /* [1, 2] */

  if (is_skipped ())
    return;
  fixture_run (&fixture, CATS, text);
  logits = trestle_trace_get (fixture.trace, "logits.itm");
  g_assert_nonnull (logits);
  g_assert_cmpfloat_with_epsilon (logits->data[1], expected, TOLERANCE);
  fixture_clear (&fixture);
}

static void
test_true_caption (void)
{
  assert_match_logit ("An image of two cats chilling on a couch", 4.8437);
}

static void
test_false_caption (void)
{
  assert_match_logit ("A football player scoring a goal", -6.8970);
}

static void
test_mask (void)
{
  Fixture fixture = { 0 };
  g_autoptr (GPtrArray) answers = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *filled = NULL;
  const TrestleModel *model;
  const TrestleTokenizer *tokenizer;

  if (is_skipped ())
    return;
  fixture_run (&fixture, WINDOW, "a <mask> looking out of the window");
  model = trestle_session_get_model (fixture.session);
  tokenizer = trestle_session_get_tokenizer (fixture.session);
  answers = trestle_task_answer (TRESTLE_TASK_FILL, model, tokenizer, fixture.trace, fixture.tokens->ids, fixture.tokens->length, 1,
                                 &error);
  g_assert_no_error (error);
  filled = trestle_task_fill_text (tokenizer, fixture.tokens->ids, fixture.tokens->length, answers);
  g_assert_cmpstr (filled, ==, "a cat looking out of the window");
  fixture_clear (&fixture);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/published/true-caption-has-the-known-logit", test_true_caption);
  g_test_add_func ("/published/false-caption-has-the-known-logit", test_false_caption);
  g_test_add_func ("/published/mask-is-filled-with-the-known-word", test_mask);
  return g_test_run ();
}
