/* What pairs are judged by, and which answers are right. */
#include <string.h>

#include "analysis/measures/judgement.h"
#include "core/error.h"

static char *one_answer[] = { (char *) "two", NULL };
static char *four_answers[] = { (char *) "red", (char *) "red", (char *) "blue", (char *) "green", NULL };

static void
assert_task (const char *label, char **answers, TrestleTask expected)
{
  const TrestlePair pair = { .label = (char *) label, .answers = answers };
  g_autoptr (GError) error = NULL;
  TrestleTask task = TRESTLE_N_TASKS;

  g_assert_true (trestle_judgement_find_task (&pair, &task, &error));
  g_assert_no_error (error);
  g_assert_cmpint (task, ==, expected);
}

static void
test_the_task_follows_from_the_pair (void)
{
  assert_task ("yes", NULL, TRESTLE_TASK_MATCH);
  assert_task ("False", NULL, TRESTLE_TASK_MATCH);
  assert_task ("0", NULL, TRESTLE_TASK_MATCH);
  assert_task ("neutral", NULL, TRESTLE_TASK_ENTAIL);
  assert_task ("Contradiction", NULL, TRESTLE_TASK_ENTAIL);
  assert_task (NULL, one_answer, TRESTLE_TASK_ASK);
  assert_task ("yes", one_answer, TRESTLE_TASK_MATCH);
}

static void
test_a_pair_of_no_task_is_an_error (void)
{
  const TrestlePair bare = { .index = 0 }, odd = { .label = (char *) "perhaps", .answers = one_answer };
  g_autoptr (GError) without = NULL, with_other = NULL;
  TrestleTask task;

  g_assert_false (trestle_judgement_find_task (&bare, &task, &without));
  g_assert_error (without, TRESTLE_ERROR, TRESTLE_ERROR_INPUT);
  g_assert_nonnull (strstr (without->message, "neither a “label” nor an “answer”"));
  g_assert_false (trestle_judgement_find_task (&odd, &task, &with_other));
  g_assert_error (with_other, TRESTLE_ERROR, TRESTLE_ERROR_INPUT);
  g_assert_nonnull (strstr (with_other->message, "“perhaps”"));
}

static double
judge (TrestleTask task, const char *label, char **answers, const char *answer)
{
  const TrestlePair pair = { .label = (char *) label, .answers = answers };
  g_autoptr (GError) error = NULL;
  double accuracy = -1.0;

  g_assert_true (trestle_judgement_make (task, &pair, answer, &accuracy, &error));
  g_assert_no_error (error);
  return accuracy;
}

static void
test_matches_are_right_or_wrong (void)
{
  g_assert_cmpfloat (judge (TRESTLE_TASK_MATCH, "yes", NULL, "yes"), ==, 1.0);
  g_assert_cmpfloat (judge (TRESTLE_TASK_MATCH, "yes", NULL, "no"), ==, 0.0);
  g_assert_cmpfloat (judge (TRESTLE_TASK_MATCH, "TRUE", NULL, "yes"), ==, 1.0);
  g_assert_cmpfloat (judge (TRESTLE_TASK_MATCH, "false", NULL, "yes"), ==, 0.0);
  g_assert_cmpfloat (judge (TRESTLE_TASK_MATCH, "0", NULL, "no"), ==, 1.0);
  g_assert_cmpfloat (judge (TRESTLE_TASK_MATCH, "1", NULL, "no"), ==, 0.0);
}

static void
test_entailment_has_three_labels (void)
{
  static const char *const names[] = { "entailment", "neutral", "contradiction" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    for (guint j = 0; j < G_N_ELEMENTS (names); j++)
      g_assert_cmpfloat (judge (TRESTLE_TASK_ENTAIL, names[i], NULL, names[j]), ==, i == j ? 1.0 : 0.0);
}

/* Four people: two who agree leave 1/3 or 2/3, so (2 * 1/3 + 2 * 2/3) / 4 = 1/2. */
static void
test_answers_are_as_accurate_as_people_agree (void)
{
  g_assert_cmpfloat (judge (TRESTLE_TASK_ASK, NULL, one_answer, "2"), ==, 1.0);
  g_assert_cmpfloat (judge (TRESTLE_TASK_ASK, NULL, one_answer, "three"), ==, 0.0);
  g_assert_cmpfloat_with_epsilon (judge (TRESTLE_TASK_ASK, NULL, four_answers, "red"), 0.5, 1e-12);
}

static void
assert_refused (TrestleTask task, const char *label, char **answers, const char *said)
{
  const TrestlePair pair = { .label = (char *) label, .answers = answers };
  g_autoptr (GError) error = NULL;
  double accuracy;

  g_assert_false (trestle_judgement_make (task, &pair, "yes", &accuracy, &error));
  g_assert_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INPUT);
  g_assert_nonnull (strstr (error->message, said));
}

static void
test_what_a_task_needs_must_be_there (void)
{
  assert_refused (TRESTLE_TASK_MATCH, NULL, one_answer, "no “label”");
  assert_refused (TRESTLE_TASK_MATCH, "neutral", NULL, "“neutral”; it should be yes or no");
  assert_refused (TRESTLE_TASK_ENTAIL, "yes", NULL, "“yes”; it should be entailment");
  assert_refused (TRESTLE_TASK_ENTAIL, "perhaps", NULL, "“perhaps”");
  assert_refused (TRESTLE_TASK_ASK, "yes", NULL, "no “answer”");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/judgement/the-task-follows-from-the-pair", test_the_task_follows_from_the_pair);
  g_test_add_func ("/judgement/a-pair-of-no-task-is-an-error", test_a_pair_of_no_task_is_an_error);
  g_test_add_func ("/judgement/matches-are-right-or-wrong", test_matches_are_right_or_wrong);
  g_test_add_func ("/judgement/entailment-has-three-labels", test_entailment_has_three_labels);
  g_test_add_func ("/judgement/answers-are-as-accurate-as-people-agree", test_answers_are_as_accurate_as_people_agree);
  g_test_add_func ("/judgement/what-a-task-needs-must-be-there", test_what_a_task_needs_must_be_there);
  return g_test_run ();
}
