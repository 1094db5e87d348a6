/* Answer bars: candidates as labelled meters. */
#include "tests/ui/widget-tests.h"

#include "tests/ui/widget-tools.h"
#include "ui/widgets/answer-bars.h"

static void
test_answers_are_labelled_meters (void)
{
  static const char *const labels[] = { "red", "blue", "green", "pink", NULL };
  static const double probabilities[] = { 0.91342, 0.0862, 0.0004, 0 };
  GtkWidget *bars = trestle_answer_bars_new ();
  GtkWindow *window = tools_window_new (bars, 400, 200);

  trestle_answer_bars_set_rows (TRESTLE_ANSWER_BARS (bars), labels, probabilities);
  g_assert_cmpuint (tools_count (bars, "levelbar"), ==, 4);
  g_assert_cmpstr (tools_get_text (bars, 0), ==, "red");
  g_assert_cmpstr (tools_get_text (bars, 1), ==, "91.3%");
  g_assert_cmpstr (tools_get_text (bars, 3), ==, "8.6%");
  g_assert_cmpstr (tools_get_text (bars, 5), ==, "< 0.1%");
  g_assert_cmpstr (tools_get_text (bars, 7), ==, "0.0%");
  for (guint i = 0; i < 4; i++)
    {
      GtkWidget *bar = tools_find (bars, "levelbar", i);

      g_assert_cmpint (gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (bar)), ==, GTK_ACCESSIBLE_ROLE_METER);
      g_assert_cmpfloat_with_epsilon (gtk_level_bar_get_value (GTK_LEVEL_BAR (bar)), probabilities[i], 1e-9);
      tools_assert_accessible_text (bar, GTK_ACCESSIBLE_PROPERTY_LABEL, labels[i]);
      tools_assert_accessible_text (bar, GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, tools_get_text (bars, 2 * i + 1));
      g_assert_true (gtk_widget_has_css_class (bar, "best") == (i == 0));
    }
  gtk_window_destroy (window);
}

static void
test_answers_are_replaced (void)
{
  static const char *const many[] = { "a", "b", "c", NULL };
  static const char *const none[] = { NULL };
  static const double probabilities[] = { 0.5, 0.3, 0.2 };
  GtkWidget *bars = trestle_answer_bars_new ();
  GtkWindow *window = tools_window_new (bars, 400, 200);

  trestle_answer_bars_set_rows (TRESTLE_ANSWER_BARS (bars), many, probabilities);
  trestle_answer_bars_set_rows (TRESTLE_ANSWER_BARS (bars), many + 1, probabilities);
  g_assert_cmpuint (tools_count (bars, "levelbar"), ==, 2);
  g_assert_cmpstr (tools_get_text (bars, 0), ==, "b");
  trestle_answer_bars_set_rows (TRESTLE_ANSWER_BARS (bars), none, NULL);
  g_assert_cmpuint (tools_count (bars, "levelbar"), ==, 0);
  g_assert_cmpuint (tools_count (bars, "label"), ==, 0);
  gtk_window_destroy (window);
}

static void
test_answers_fit_narrow_windows (void)
{
  static const char *const labels[] = { "an answer that is much longer than the place there is for it", NULL };
  static const double probabilities[] = { 1 };
  GtkWidget *bars = trestle_answer_bars_new ();
  GtkWindow *window = tools_window_new (bars, 300, 200);
  graphene_rect_t percent;

  trestle_answer_bars_set_rows (TRESTLE_ANSWER_BARS (bars), labels, probabilities);
  gtk_widget_allocate (bars, 240, 40, -1, NULL);
  percent = tools_get_bounds (tools_find (bars, "label", 1), bars);
  g_assert_cmpfloat (percent.origin.x + percent.size.width, <=, 240);
  g_assert_cmpfloat (tools_get_bounds (tools_find (bars, "levelbar", 0), bars).size.width, >=, 80);
  gtk_window_destroy (window);
}

void
test_answer_bars_add (void)
{
  g_test_add_func ("/answer-bars/are-labelled-meters", test_answers_are_labelled_meters);
  g_test_add_func ("/answer-bars/are-replaced", test_answers_are_replaced);
  g_test_add_func ("/answer-bars/fit-narrow-windows", test_answers_fit_narrow_windows);
}
