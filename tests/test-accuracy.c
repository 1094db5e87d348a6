/* When an answer is right: the cases of the VQAv2 evaluation. */
#include <math.h>

#include "analysis/measures/accuracy.h"

static void
assert_normal (const char *answer, const char *expected)
{
  g_autofree char *normal = trestle_answer_normalise (answer);

  g_assert_cmpstr (normal, ==, expected);
}

static void
test_letters_are_lowered (void)
{
  assert_normal ("Yes", "yes");
  assert_normal ("GRÜN", "grün");
}

static void
test_articles_go (void)
{
  assert_normal ("The dog", "dog");
  assert_normal ("an orange and a pear", "orange and pear");
  assert_normal ("a", "");
  /* Not a part of a word. */
  assert_normal ("theater", "theater");
}

static void
test_numbers_become_digits (void)
{
  assert_normal ("Two cats", "2 cats");
  assert_normal ("none", "0");
  assert_normal ("zero", "0");
  assert_normal ("ten", "10");
  assert_normal ("tens", "tens");
}

/* Within a word a mark parts two words; beside a blank it is left out, in all places of that answer. */
static void
test_marks_go (void)
{
  assert_normal ("yes!", "yes");
  assert_normal ("black/white", "black white");
  assert_normal ("black / white", "black white");
  assert_normal ("t-shirt", "t shirt");
  assert_normal ("t-shirt - red", "tshirt red");
  assert_normal ("red, white", "red white");
  assert_normal ("1,000", "1000");
  assert_normal ("don't know", "don't know");
  assert_normal ("10:30", "10:30");
  assert_normal ("?", "");
}

static void
test_full_stops_go_except_before_digits (void)
{
  assert_normal ("st. louis", "st louis");
  assert_normal ("p.m.", "pm");
  assert_normal ("3.5", "3.5");
}

static void
test_blanks_are_single (void)
{
  assert_normal ("  Red\tand\n  blue ", "red and blue");
  assert_normal ("", "");
}

/* @n_agreeing of @n people say "yes". */
static double
ask (guint n_agreeing, guint n)
{
  g_autofree const char **references = g_new0 (const char *, n + 1);

  for (guint i = 0; i < n; i++)
    references[i] = i < n_agreeing ? "yes" : "no";
  return trestle_answer_accuracy ("yes", references);
}

/* Antol et al. 2015: ten people, each left out in turn; the values that the evaluation is known for. */
static void
test_ten_answers_make_tenths (void)
{
  g_assert_cmpfloat (ask (0, 10), ==, 0.0);
  g_assert_cmpfloat_with_epsilon (ask (1, 10), 0.3, 1e-12);
  g_assert_cmpfloat_with_epsilon (ask (2, 10), 0.6, 1e-12);
  g_assert_cmpfloat_with_epsilon (ask (3, 10), 0.9, 1e-12);
  g_assert_cmpfloat (ask (4, 10), ==, 1.0);
  g_assert_cmpfloat (ask (10, 10), ==, 1.0);
}

/* By the definition, one by one. */
static void
test_any_number_from_four_on_follows_the_formula (void)
{
  for (guint n = 4; n <= 12; n++)
    for (guint n_agreeing = 0; n_agreeing <= n; n_agreeing++)
      {
        double sum = 0.0;

        for (guint left_out = 0; left_out < n; left_out++)
          sum += fmin ((n_agreeing - (left_out < n_agreeing)) / 3.0, 1.0);
        g_assert_cmpfloat_with_epsilon (ask (n_agreeing, n), sum / n, 1e-12);
      }
}

static void
test_one_of_few_answers_is_enough (void)
{
  g_assert_cmpfloat (ask (1, 1), ==, 1.0);
  g_assert_cmpfloat (ask (0, 1), ==, 0.0);
  g_assert_cmpfloat (ask (1, 2), ==, 1.0);
  g_assert_cmpfloat (ask (1, 3), ==, 1.0);
  g_assert_cmpfloat (ask (0, 3), ==, 0.0);
}

static void
test_answers_are_compared_normalised (void)
{
  g_assert_cmpfloat (trestle_answer_accuracy ("two", (const char *const[]){ "2.", NULL }), ==, 1.0);
  g_assert_cmpfloat (trestle_answer_accuracy ("Dog", (const char *const[]){ "a dog", NULL }), ==, 1.0);
  g_assert_cmpfloat (trestle_answer_accuracy ("dogs", (const char *const[]){ "dog", NULL }), ==, 0.0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/accuracy/letters-are-lowered", test_letters_are_lowered);
  g_test_add_func ("/accuracy/articles-go", test_articles_go);
  g_test_add_func ("/accuracy/numbers-become-digits", test_numbers_become_digits);
  g_test_add_func ("/accuracy/marks-go", test_marks_go);
  g_test_add_func ("/accuracy/full-stops-go-except-before-digits", test_full_stops_go_except_before_digits);
  g_test_add_func ("/accuracy/blanks-are-single", test_blanks_are_single);
  g_test_add_func ("/accuracy/ten-answers-make-tenths", test_ten_answers_make_tenths);
  g_test_add_func ("/accuracy/any-number-from-four-on-follows-the-formula", test_any_number_from_four_on_follows_the_formula);
  g_test_add_func ("/accuracy/one-of-few-answers-is-enough", test_one_of_few_answers_is_enough);
  g_test_add_func ("/accuracy/answers-are-compared-normalised", test_answers_are_compared_normalised);
  return g_test_run ();
}
