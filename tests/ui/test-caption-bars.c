/* Caption bars: captions with scores, of which one is chosen. */
#include "tests/ui/widget-tests.h"

#include "tests/ui/widget-tools.h"
#include "ui/widgets/caption-bars.h"

static const TrestleCaptionBar rows[] = { { "a blue cross", "91.3%", 0.913 }, { "two hearts", "8.6%", 0.086 }, { "a star", "0.0%", 0 } };

static GtkWidget *
row_at (GtkWidget *bars, guint index)
{
  return tools_find (bars, "row", index);
}

static void
test_captions_are_labelled_meters (void)
{
  GtkWidget *bars = trestle_caption_bars_new ();
  GtkWindow *window = tools_window_new (bars, 400, 300);

  trestle_caption_bars_set_rows (TRESTLE_CAPTION_BARS (bars), rows, G_N_ELEMENTS (rows), 1);
  g_assert_cmpuint (tools_count (bars, "row"), ==, 3);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      GtkWidget *bar = tools_find (bars, "levelbar", i);
      g_autofree char *spoken = g_strdup_printf ("%s: %s", rows[i].caption, rows[i].score);

      g_assert_cmpstr (tools_get_text (bars, 2 * i), ==, rows[i].caption);
      g_assert_cmpstr (tools_get_text (bars, 2 * i + 1), ==, rows[i].score);
      g_assert_cmpstr (gtk_widget_get_tooltip_text (row_at (bars, i)), ==, rows[i].caption);
      g_assert_cmpfloat_with_epsilon (gtk_level_bar_get_value (GTK_LEVEL_BAR (bar)), rows[i].fraction, 1e-9);
      tools_assert_accessible_text (bar, GTK_ACCESSIBLE_PROPERTY_LABEL, rows[i].caption);
      tools_assert_accessible_text (bar, GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, rows[i].score);
      tools_assert_accessible_text (row_at (bars, i), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken);
      g_assert_true (gtk_list_box_row_is_selected (GTK_LIST_BOX_ROW (row_at (bars, i))) == (i == 1));
    }
  gtk_window_destroy (window);
}

/* Arrow keys choose, and the row that was chosen keeps the focus when it is shown as chosen. */
static void
test_keys_choose_a_caption (void)
{
  GtkWidget *bars = trestle_caption_bars_new ();
  GtkWindow *window = tools_window_new (bars, 400, 300);
  ToolsHeard heard = { 0 };
  GtkWidget *row;

  trestle_caption_bars_set_rows (TRESTLE_CAPTION_BARS (bars), rows, G_N_ELEMENTS (rows), 0);
  g_signal_connect (bars, "row-chosen", G_CALLBACK (tools_hear_one), &heard);
  row = row_at (bars, 0);
  gtk_widget_grab_focus (row);
  g_assert_cmpuint (heard.count, ==, 0);
  g_assert_true (tools_press_key (bars, GDK_KEY_Down));
  g_assert_cmpuint (heard.count, ==, 1);
  g_assert_cmpint (heard.first, ==, 1);
  trestle_caption_bars_set_rows (TRESTLE_CAPTION_BARS (bars), rows, G_N_ELEMENTS (rows), 1);
  g_assert_cmpuint (heard.count, ==, 1);
  g_assert_true (gtk_window_get_focus (window) == row_at (bars, 1));
  gtk_window_destroy (window);
}

static void
test_captions_are_replaced (void)
{
  GtkWidget *bars = trestle_caption_bars_new ();
  GtkWindow *window = tools_window_new (bars, 400, 300);
  ToolsHeard heard = { 0 };

  g_signal_connect (bars, "row-chosen", G_CALLBACK (tools_hear_one), &heard);
  trestle_caption_bars_set_rows (TRESTLE_CAPTION_BARS (bars), rows, 3, 2);
  trestle_caption_bars_set_rows (TRESTLE_CAPTION_BARS (bars), rows + 1, 2, 0);
  g_assert_cmpuint (tools_count (bars, "row"), ==, 2);
  g_assert_cmpstr (tools_get_text (bars, 0), ==, "two hearts");
  trestle_caption_bars_set_rows (TRESTLE_CAPTION_BARS (bars), NULL, 0, 0);
  g_assert_cmpuint (tools_count (bars, "row"), ==, 0);
  g_assert_cmpuint (heard.count, ==, 0);
  gtk_window_destroy (window);
}

void
test_caption_bars_add (void)
{
  g_test_add_func ("/caption-bars/are-labelled-meters", test_captions_are_labelled_meters);
  g_test_add_func ("/caption-bars/keys-choose-a-caption", test_keys_choose_a_caption);
  g_test_add_func ("/caption-bars/are-replaced", test_captions_are_replaced);
}
