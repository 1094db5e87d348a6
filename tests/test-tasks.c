/* From logits to answers: order, ties, probabilities, and what a person reads. Logits are written by hand into traces. */
#include "core/tasks.h"
#include "core/error.h"
#include "core/model/trace-private.h"
#include "core/session.h"
#include "tests/golden.h"
#include "tests/numbers.h"

#include <math.h>
#include <string.h>

/* The demo model: its tokenizer and the names of its answers. */
typedef struct
{
  TrestleModel *model;
  TrestleTokenizer *tokenizer;
  TrestleTrace *trace;
} Fixture;

static void
fixture_open (Fixture *fixture)
{
  g_autofree char *folder = g_build_filename (g_getenv ("TRESTLE_DATA"), "models", "bridgetower-shapes", NULL);
  g_autoptr (GError) error = NULL;

  fixture->model = trestle_model_load (folder, NULL, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  fixture->tokenizer = trestle_tokenizer_new_from_folder (folder, &error);
  g_assert_no_error (error);
  fixture->trace = trestle_trace_new (1, NULL, 1, 1);
}

static void
fixture_clear (Fixture *fixture)
{
  trestle_model_unref (fixture->model);
  trestle_tokenizer_unref (fixture->tokenizer);
  trestle_trace_unref (fixture->trace);
}

/* The numbers from @first on in steps of @step. */
static TrestleTensor
add_logits (Fixture *fixture, const char *name, gsize rows, gsize columns, float first, float step)
{
  TrestleTensor logits = trestle_trace_add (fixture->trace, 3, 1, rows, columns, "%s", name); /* [1, rows, columns] */

  for (gsize i = 0; i < rows * columns; i++)
    logits.data[i] = first + step * (float) i;
  return logits;
}

static const TrestleAnswer *
answer_at (const GPtrArray *answers, guint index)
{
  g_assert_cmpuint (index, <, answers->len);
  return g_ptr_array_index (answers, index);
}

static const TrestleCandidate *
candidate_at (const TrestleAnswer *answer, guint index)
{
  g_assert_cmpuint (index, <, answer->candidates->len);
  return &g_array_index (answer->candidates, TrestleCandidate, index);
}

static double
sum_probabilities (const TrestleAnswer *answer)
{
  double sum = 0.0;

  for (guint i = 0; i < answer->candidates->len; i++)
    sum += candidate_at (answer, i)->probability;
  return sum;
}

static GPtrArray *
ask (Fixture *fixture, TrestleTask task, const gint32 *ids, guint n_tokens, guint top)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *answers = trestle_task_answer (task, fixture->model, fixture->tokenizer, fixture->trace, ids, n_tokens, top, &error);

  g_assert_no_error (error);
  return answers;
}

static void
check_match (float no, float yes)
{
  Fixture fixture;
  g_autoptr (GPtrArray) answers = NULL;
  const TrestleAnswer *answer;
  double probability = 1.0 / (1.0 + exp ((double) no - yes));
  gboolean is_yes = yes > no;

  fixture_open (&fixture);
  add_logits (&fixture, "logits.itm", 1, 2, no, yes - no);
  answers = ask (&fixture, TRESTLE_TASK_MATCH, NULL, 0, 1);
  g_assert_cmpuint (answers->len, ==, 1);
  answer = answer_at (answers, 0);
  g_assert_cmpuint (answer->position, ==, 0);
  g_assert_cmpuint (answer->candidates->len, ==, 2);
  g_assert_cmpstr (candidate_at (answer, 0)->label, ==, is_yes ? "yes" : "no");
  g_assert_cmpstr (candidate_at (answer, 1)->label, ==, is_yes ? "no" : "yes");
  g_assert_cmpuint (candidate_at (answer, 0)->id, ==, is_yes);
  g_assert_cmpfloat (candidate_at (answer, is_yes ? 0 : 1)->logit, ==, yes);
  g_assert_cmpfloat_with_epsilon (candidate_at (answer, is_yes ? 0 : 1)->probability, probability, 1e-12);
  g_assert_cmpfloat_with_epsilon (sum_probabilities (answer), 1.0, 1e-12);
  g_assert_cmpfloat_with_epsilon (trestle_task_match_probability (fixture.trace), probability, 1e-12);
  fixture_clear (&fixture);
}

static void
test_match_is_yes_or_no (void)
{
  check_match (-1.0f, 2.0f);
  check_match (3.0f, 0.5f);
  check_match (0.25f, 0.25f);
  check_match (-1000.0f, 1000.0f);
  check_match (1000.0f, -1000.0f);
}

static void
test_answers_are_best_first (void)
{
  Fixture fixture;
  g_autoptr (GPtrArray) answers = NULL;
  const TrestleAnswer *answer;
  TrestleTensor logits;
  double total = 0.0;

  fixture_open (&fixture);
  logits = add_logits (&fixture, "logits.vqa", 1, 22, 0.0f, 0.0f); /* [1, 22] */
  for (guint i = 0; i < 22; i++)
    total += exp (logits.data[i] = (float) (i * 5 % 22) / 4.0f);
  answers = ask (&fixture, TRESTLE_TASK_ASK, NULL, 0, 3);
  answer = answer_at (answers, 0);
  g_assert_cmpuint (answers->len, ==, 1);
  g_assert_cmpuint (answer->candidates->len, ==, 3);
  /* i with 5 i = 21, 20 and 19, modulo 22: config.json calls them “cross”, “black” and so on. */
  g_assert_cmpuint (candidate_at (answer, 0)->id, ==, 13);
  g_assert_cmpuint (candidate_at (answer, 1)->id, ==, 4);
  g_assert_cmpuint (candidate_at (answer, 2)->id, ==, 17);
  g_assert_cmpstr (candidate_at (answer, 0)->label, ==, "cross");
  g_assert_cmpstr (candidate_at (answer, 1)->label, ==, "purple");
  g_assert_cmpstr (candidate_at (answer, 2)->label, ==, "two");
  for (guint i = 0; i < 3; i++)
    {
      g_assert_cmpfloat (candidate_at (answer, i)->logit, ==, (21.0 - i) / 4.0);
      /* Of all candidates, not of those that are returned. */
      g_assert_cmpfloat_with_epsilon (candidate_at (answer, i)->probability, exp ((21.0 - i) / 4.0) / total, 1e-12);
    }
  fixture_clear (&fixture);
}

static void
test_more_than_there_are_gives_all (void)
{
  static const guint tops[] = { 22, 23, 1000, G_MAXUINT };

  for (guint t = 0; t < G_N_ELEMENTS (tops); t++)
    {
      Fixture fixture;
      g_autoptr (GPtrArray) answers = NULL;
      const TrestleAnswer *answer;

      fixture_open (&fixture);
      add_logits (&fixture, "logits.vqa", 1, 22, -3.0f, 0.5f);
      answers = ask (&fixture, TRESTLE_TASK_ASK, NULL, 0, tops[t]);
      answer = answer_at (answers, 0);
      g_assert_cmpuint (answer->candidates->len, ==, 22);
      g_assert_cmpfloat_with_epsilon (sum_probabilities (answer), 1.0, 1e-12);
      for (guint i = 0; i < 22; i++)
        g_assert_cmpuint (candidate_at (answer, i)->id, ==, 21 - i);
      fixture_clear (&fixture);
    }
}

static void
test_none_gives_the_best (void)
{
  Fixture fixture;
  g_autoptr (GPtrArray) answers = NULL;

  fixture_open (&fixture);
  add_logits (&fixture, "logits.vqa", 1, 22, 0.0f, 1.0f);
  answers = ask (&fixture, TRESTLE_TASK_ASK, NULL, 0, 0);
  g_assert_cmpuint (answer_at (answers, 0)->candidates->len, ==, 1);
  g_assert_cmpstr (candidate_at (answer_at (answers, 0), 0)->label, ==, "no");
  fixture_clear (&fixture);
}

/* 3, 1, 3, 1, 3, ...: of equal ones the first. */
static void
test_equal_logits_keep_their_order (void)
{
  for (guint top = 1; top <= 22; top++)
    {
      Fixture fixture;
      g_autoptr (GPtrArray) answers = NULL;
      TrestleTensor logits;

      fixture_open (&fixture);
      logits = add_logits (&fixture, "logits.vqa", 1, 22, 0.0f, 0.0f); /* [1, 22] */
      for (guint i = 0; i < 22; i++)
        logits.data[i] = i % 2 == 0 ? 3.0f : 1.0f;
      answers = ask (&fixture, TRESTLE_TASK_ASK, NULL, 0, top);
      for (guint i = 0; i < top; i++)
        g_assert_cmpuint (candidate_at (answer_at (answers, 0), i)->id, ==, i < 11 ? 2 * i : 2 * (i - 11) + 1);
      fixture_clear (&fixture);
    }
}

static void
test_large_logits_do_not_overflow (void)
{
  Fixture fixture;
  g_autoptr (GPtrArray) answers = NULL;
  const TrestleAnswer *answer;

  fixture_open (&fixture);
  add_logits (&fixture, "logits.vqa", 1, 22, -1e4f, 1e3f);
  answers = ask (&fixture, TRESTLE_TASK_ASK, NULL, 0, 22);
  answer = answer_at (answers, 0);
  g_assert_cmpfloat (candidate_at (answer, 0)->probability, ==, 1.0);
  g_assert_cmpfloat (candidate_at (answer, 1)->probability, ==, 0.0);
  fixture_clear (&fixture);
}

/* Nobody can mistake the answer of a model that has gone wrong for an answer. */
static void
test_nan_stays_visible (void)
{
  for (guint place = 0; place < 22; place++)
    {
      Fixture fixture;
      g_autoptr (GPtrArray) answers = NULL;
      TrestleTensor logits;

      fixture_open (&fixture);
      logits = add_logits (&fixture, "logits.vqa", 1, 22, 0.0f, 1.0f); /* [1, 22] */
      logits.data[place] = NAN;
      answers = ask (&fixture, TRESTLE_TASK_ASK, NULL, 0, 3);
      for (guint i = 0; i < 3; i++)
        g_assert_true (isnan (candidate_at (answer_at (answers, 0), i)->probability));
      fixture_clear (&fixture);
    }
}

/* The model of tests/golden/heads-demo.json has eight answers and no names for them; a config may also name fewer than there are. */
static void
test_answers_without_names_are_numbers (void)
{
  GoldenCase golden;
  Fixture fixture;
  g_autoptr (GPtrArray) answers = NULL;
  g_autoptr (GPtrArray) more = NULL;
  g_autoptr (GError) error = NULL;
  TrestleModel *unnamed;

  golden_case_open (&golden, "heads-demo");
  unnamed = trestle_model_load (golden.folder, NULL, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  fixture_open (&fixture);
  add_logits (&fixture, "logits.vqa", 1, 23, 0.0f, 1.0f);
  answers = trestle_task_answer (TRESTLE_TASK_ASK, unnamed, NULL, fixture.trace, NULL, 0, 2, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (candidate_at (answer_at (answers, 0), 0)->label, ==, "22");
  g_assert_cmpstr (candidate_at (answer_at (answers, 0), 1)->label, ==, "21");
  more = ask (&fixture, TRESTLE_TASK_ASK, NULL, 0, 2);
  g_assert_cmpstr (candidate_at (answer_at (more, 0), 0)->label, ==, "22");
  g_assert_cmpstr (candidate_at (answer_at (more, 0), 1)->label, ==, "no");
  trestle_model_unref (unnamed);
  fixture_clear (&fixture);
  golden_case_clear (&golden);
}

/* (transfer full): @text as the demo model reads it. */
static TrestleTokens *
encode (const Fixture *fixture, const char *text)
{
  g_autoptr (GError) error = NULL;
  TrestleTokens *tokens = trestle_tokenizer_encode (fixture->tokenizer, text, 64, &error);

  g_assert_no_error (error);
  return tokens;
}

/* Room for the logits of @tokens, each vocabulary falling from 0 in steps of a thousandth; [1, tokens, vocabulary] */
static TrestleTensor
add_words (Fixture *fixture, const TrestleTokens *tokens)
{
  gsize vocabulary = trestle_tokenizer_get_vocabulary_size (fixture->tokenizer);
  TrestleTensor logits = add_logits (fixture, "logits.mlm", tokens->length, vocabulary, 0.0f, 0.0f); /* [1, tokens, vocabulary] */

  for (gsize i = 0; i < tokens->length * vocabulary; i++)
    logits.data[i] = -0.001f * (float) (i % vocabulary);
  return logits;
}

/* The id of the one token that @word is, behind a blank. */
static gint32
id_of (const Fixture *fixture, const char *word)
{
  g_autofree char *text = g_strconcat ("a ", word, NULL);
  g_autoptr (TrestleTokens) tokens = encode (fixture, text);

  g_assert_cmpuint (tokens->length, ==, 4);
  return tokens->ids[2];
}

static void
test_mask_is_filled (void)
{
  Fixture fixture;
  g_autoptr (TrestleTokens) tokens = NULL;
  g_autoptr (GPtrArray) answers = NULL;
  g_autofree char *filled = NULL;
  const TrestleAnswer *answer;
  TrestleTensor logits;

  fixture_open (&fixture);
  tokens = encode (&fixture, "a <mask> circle left of a star");
  logits = add_words (&fixture, tokens); /* [1, tokens, vocabulary] */
  *numbers_at (&logits, 2, id_of (&fixture, "red")) = 9.0f;
  *numbers_at (&logits, 2, id_of (&fixture, "blue")) = 8.0f;
  /* What the other tokens would say does not count. */
  *numbers_at (&logits, 1, id_of (&fixture, "green")) = 99.0f;
  answers = ask (&fixture, TRESTLE_TASK_FILL, tokens->ids, tokens->length, 5);
  g_assert_cmpuint (answers->len, ==, 1);
  answer = answer_at (answers, 0);
  g_assert_cmpuint (answer->position, ==, 2);
  g_assert_cmpuint (answer->candidates->len, ==, 5);
  g_assert_cmpstr (candidate_at (answer, 0)->label, ==, "red");
  g_assert_cmpstr (candidate_at (answer, 1)->label, ==, "blue");
  g_assert_cmpuint (candidate_at (answer, 2)->id, ==, 0);
  g_assert_cmpfloat (candidate_at (answer, 0)->probability, >, candidate_at (answer, 1)->probability);
  filled = trestle_task_fill_text (fixture.tokenizer, tokens->ids, tokens->length, answers);
  g_assert_cmpstr (filled, ==, "a red circle left of a star");
  fixture_clear (&fixture);
}

static void
test_every_mask_is_filled (void)
{
  Fixture fixture;
  g_autoptr (TrestleTokens) tokens = NULL;
  g_autoptr (GPtrArray) answers = NULL;
  g_autofree char *filled = NULL;
  static const char *const words[] = { "red", "circle", "star" };
  static const guint positions[] = { 2, 3, 7 };
  TrestleTensor logits;

  fixture_open (&fixture);
  tokens = encode (&fixture, "a <mask> <mask> left of a <mask>");
  logits = add_words (&fixture, tokens); /* [1, tokens, vocabulary] */
  for (guint i = 0; i < 3; i++)
    *numbers_at (&logits, positions[i], id_of (&fixture, words[i])) = 9.0f;
  answers = ask (&fixture, TRESTLE_TASK_FILL, tokens->ids, tokens->length, 1);
  g_assert_cmpuint (answers->len, ==, 3);
  for (guint i = 0; i < 3; i++)
    {
      g_assert_cmpuint (answer_at (answers, i)->position, ==, positions[i]);
      g_assert_cmpuint (answer_at (answers, i)->candidates->len, ==, 1);
      g_assert_cmpstr (candidate_at (answer_at (answers, i), 0)->label, ==, words[i]);
    }
  filled = trestle_task_fill_text (fixture.tokenizer, tokens->ids, tokens->length, answers);
  g_assert_cmpstr (filled, ==, "a red circle left of a star");
  fixture_clear (&fixture);
}

/* Rows of the model's vocabulary that the tokenizer has no word for are no candidates. */
static void
test_rows_without_a_word_are_no_candidates (void)
{
  Fixture fixture;
  g_autoptr (TrestleTokens) tokens = NULL;
  g_autoptr (GPtrArray) answers = NULL;
  gsize vocabulary;
  const TrestleAnswer *answer;

  fixture_open (&fixture);
  vocabulary = trestle_tokenizer_get_vocabulary_size (fixture.tokenizer);
  tokens = encode (&fixture, "<mask>");
  add_logits (&fixture, "logits.mlm", tokens->length, vocabulary + 8, 0.0f, 0.01f);
  answers = ask (&fixture, TRESTLE_TASK_FILL, tokens->ids, tokens->length, G_MAXUINT);
  answer = answer_at (answers, 0);
  g_assert_cmpuint (answer->candidates->len, ==, vocabulary);
  g_assert_cmpuint (candidate_at (answer, 0)->id, ==, vocabulary - 1);
  g_assert_cmpfloat_with_epsilon (sum_probabilities (answer), 1.0, 1e-9);
  fixture_clear (&fixture);
}

static void
test_text_without_mask_is_refused (void)
{
  Fixture fixture;
  g_autoptr (TrestleTokens) tokens = NULL;
  g_autoptr (GError) error = NULL;

  fixture_open (&fixture);
  tokens = encode (&fixture, "a red circle");
  add_words (&fixture, tokens);
  g_assert_null (
      trestle_task_answer (TRESTLE_TASK_FILL, fixture.model, fixture.tokenizer, fixture.trace, tokens->ids, tokens->length, 5, &error));
  g_assert_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INPUT);
  g_assert_nonnull (strstr (error->message, "<mask>"));
  fixture_clear (&fixture);
}

static void
test_text_of_no_words_fills_to_nothing (void)
{
  Fixture fixture;
  g_autoptr (GPtrArray) answers = g_ptr_array_new ();
  g_autofree char *empty = NULL;
  g_autofree char *one = NULL;

  fixture_open (&fixture);
  empty = trestle_task_fill_text (fixture.tokenizer, (gint32[]){ 0, 2 }, 2, answers);
  one = trestle_task_fill_text (fixture.tokenizer, (gint32[]){ 0 }, 1, answers);
  g_assert_cmpstr (empty, ==, "");
  g_assert_cmpstr (one, ==, "");
  fixture_clear (&fixture);
}

static void
test_task_without_its_head_is_refused (void)
{
  static const TrestleTask tasks[] = { TRESTLE_TASK_MATCH, TRESTLE_TASK_FILL, TRESTLE_TASK_ASK };

  for (guint i = 0; i < G_N_ELEMENTS (tasks); i++)
    {
      Fixture fixture;
      g_autofree char *said = g_strdup_printf ("“bridgetower-shapes” has no head for the task “%s”", trestle_task_get_name (tasks[i]));
      g_autoptr (GError) error = NULL;

      fixture_open (&fixture);
      g_assert_null (trestle_task_answer (tasks[i], fixture.model, fixture.tokenizer, fixture.trace, (gint32[]){ 0 }, 1, 5, &error));
      g_assert_error (error, TRESTLE_ERROR, TRESTLE_ERROR_TASK);
      g_assert_nonnull (strstr (error->message, said));
      fixture_clear (&fixture);
    }
}

static void
test_scores_are_those_of_the_heads (void)
{
  Fixture fixture;

  fixture_open (&fixture);
  g_assert_true (isnan (trestle_task_score (TRESTLE_TASK_MATCH, fixture.trace)));
  g_assert_true (isnan (trestle_task_score (TRESTLE_TASK_CONTRAST, fixture.trace)));
  g_assert_true (isnan (trestle_task_score (TRESTLE_TASK_RETRIEVE, fixture.trace)));
  add_logits (&fixture, "logits.itm", 1, 2, 1.0f, 2.0f);        /* 1, 3 */
  add_logits (&fixture, "logits.itc_text", 1, 2, 0.6f, 0.2f);   /* 0.6, 0.8 */
  add_logits (&fixture, "logits.itc_image", 1, 2, -0.8f, 1.4f); /* -0.8, 0.6 */
  add_logits (&fixture, "logits.rank", 1, 1, -7.5f, 0.0f);      /* -7.5 */
  g_assert_cmpfloat_with_epsilon (trestle_task_score (TRESTLE_TASK_MATCH, fixture.trace), 1.0 / (1.0 + exp (-2.0)), 1e-12);
  g_assert_cmpfloat_with_epsilon (trestle_task_score (TRESTLE_TASK_CONTRAST, fixture.trace), 0.0, 1e-6);
  g_assert_cmpfloat (trestle_task_score (TRESTLE_TASK_RETRIEVE, fixture.trace), ==, -7.5);
  g_assert_true (isnan (trestle_task_score (TRESTLE_TASK_ASK, fixture.trace)));
  fixture_clear (&fixture);
}

static void
test_two_logits_are_yes_or_no (void)
{
  g_autoptr (GPtrArray) answers = trestle_task_answer_yes_or_no ((float[]){ 2.0f, -1.0f });
  const TrestleAnswer *answer = answer_at (answers, 0);

  g_assert_cmpuint (answers->len, ==, 1);
  g_assert_cmpstr (candidate_at (answer, 0)->label, ==, "no");
  g_assert_cmpfloat_with_epsilon (candidate_at (answer, 0)->probability, 1.0 / (1.0 + exp (-3.0)), 1e-12);
  g_assert_cmpstr (candidate_at (answer, 1)->label, ==, "yes");
  g_assert_cmpfloat (candidate_at (answer, 1)->logit, ==, -1.0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tasks/match-is-yes-or-no", test_match_is_yes_or_no);
  g_test_add_func ("/tasks/answers-are-best-first", test_answers_are_best_first);
  g_test_add_func ("/tasks/more-than-there-are-gives-all", test_more_than_there_are_gives_all);
  g_test_add_func ("/tasks/none-gives-the-best", test_none_gives_the_best);
  g_test_add_func ("/tasks/equal-logits-keep-their-order", test_equal_logits_keep_their_order);
  g_test_add_func ("/tasks/large-logits-do-not-overflow", test_large_logits_do_not_overflow);
  g_test_add_func ("/tasks/nan-stays-visible", test_nan_stays_visible);
  g_test_add_func ("/tasks/answers-without-names-are-numbers", test_answers_without_names_are_numbers);
  g_test_add_func ("/tasks/mask-is-filled", test_mask_is_filled);
  g_test_add_func ("/tasks/every-mask-is-filled", test_every_mask_is_filled);
  g_test_add_func ("/tasks/rows-without-a-word-are-no-candidates", test_rows_without_a_word_are_no_candidates);
  g_test_add_func ("/tasks/text-without-mask-is-refused", test_text_without_mask_is_refused);
  g_test_add_func ("/tasks/text-of-no-words-fills-to-nothing", test_text_of_no_words_fills_to_nothing);
  g_test_add_func ("/tasks/task-without-its-head-is-refused", test_task_without_its_head_is_refused);
  g_test_add_func ("/tasks/scores-are-those-of-the-heads", test_scores_are_those_of_the_heads);
  g_test_add_func ("/tasks/two-logits-are-yes-or-no", test_two_logits_are_yes_or_no);
  return g_test_run ();
}
