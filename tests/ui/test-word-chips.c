/* Word chips: they wrap, are shaded, chosen and announced. */
#include "tests/ui/widget-tests.h"

#include "tests/ui/widget-tools.h"
#include "ui/widgets/palette.h"
#include "ui/widgets/word-chips.h"

static const char *const words[] = { "<s>", "there", "is", "one", "<mask>", "orange", "object", "</s>", NULL };
static const double weights[] = { 0.02, 0.04, 0.06, 0.1, 0.13, 0.31, 0.3, 0.04 };

static GtkWidget *
chips_new (GtkWindow **window)
{
  GtkWidget *chips = trestle_word_chips_new ();

  trestle_word_chips_set_words (TRESTLE_WORD_CHIPS (chips), words);
  *window = tools_window_new (chips, 400, 200);
  return chips;
}

static GtkWidget *
get_chip (GtkWidget *chips, guint index)
{
  return tools_find (chips, "wordchip", index);
}

static void
test_chips_show_words (void)
{
  GtkWindow *window;
  GtkWidget *chips = chips_new (&window);

  g_assert_cmpuint (tools_count (chips, "wordchip"), ==, 8);
  for (guint i = 0; i < 8; i++)
    {
      GtkWidget *chip = get_chip (chips, i);

      g_assert_cmpstr (tools_get_text (chip, 0), ==, words[i]);
      tools_assert_accessible_text (chip, GTK_ACCESSIBLE_PROPERTY_LABEL, words[i]);
      g_assert_true (gtk_widget_has_css_class (chip, "special") == (i == 0 || i == 7));
      g_assert_true (gtk_widget_has_css_class (chip, "mask") == (i == 4));
    }
  gtk_window_destroy (window);
}

/* The text colour of the light theme is not opaque; the ink must be. */
static guint
find_brightest (const guint32 *pixels, int count)
{
  guint brightest = 0;

  for (int i = 0; i < count; i++)
    brightest = MAX (brightest, pixels[i] & 0xff);
  return brightest;
}

static void
test_chips_are_shaded (void)
{
  GtkWindow *window;
  GtkWidget *chips = chips_new (&window);
  TrestlePalette palette;
  int width, height;
  g_autofree guint32 *shaded = NULL;
  g_autofree guint32 *plain = NULL;

  trestle_palette_init (&palette, TRESTLE_COLORMAP_INFERNO);
  g_object_set (chips, "colormap", TRESTLE_COLORMAP_INFERNO, NULL);
  trestle_word_chips_set_weights (TRESTLE_WORD_CHIPS (chips), weights, 0.31);
  tools_wait_for_frame (chips);
  shaded = tools_render (get_chip (chips, 2), &width, &height);
  g_assert_cmphex (shaded[3 * width + 3], ==, trestle_palette_get_pixel (&palette, weights[2], 0.31));
  g_assert_cmpuint (find_brightest (shaded, width * height), >, 240);
  tools_assert_accessible_text (get_chip (chips, 5), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "attention 0.310");
  trestle_word_chips_set_weights (TRESTLE_WORD_CHIPS (chips), NULL, 1);
  tools_wait_for_frame (chips);
  plain = tools_render (get_chip (chips, 2), &width, &height);
  g_assert_cmphex (plain[3 * width + 3], ==, 0);
  tools_assert_accessible_text (get_chip (chips, 5), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "");
  gtk_window_destroy (window);
}

static void
test_chips_wrap (void)
{
  GtkWindow *window;
  GtkWidget *chips = chips_new (&window);
  int one_line, narrow, natural;

  gtk_widget_measure (chips, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural, NULL, NULL);
  gtk_widget_measure (chips, GTK_ORIENTATION_VERTICAL, natural, &one_line, NULL, NULL, NULL);
  gtk_widget_measure (chips, GTK_ORIENTATION_VERTICAL, natural / 2, &narrow, NULL, NULL, NULL);
  g_assert_cmpint (narrow, >, 2 * one_line);
  for (guint mirrored = 0; mirrored < 2; mirrored++)
    {
      gtk_widget_set_direction (chips, mirrored ? GTK_TEXT_DIR_RTL : GTK_TEXT_DIR_LTR);
      gtk_widget_allocate (chips, natural / 2, narrow, -1, NULL);
      for (guint i = 0; i < 8; i++)
        {
          graphene_rect_t bounds = tools_get_bounds (get_chip (chips, i), chips);

          g_assert_cmpfloat (bounds.origin.x, >=, 0);
          g_assert_cmpfloat (bounds.origin.x + bounds.size.width, <=, natural / 2);
          g_assert_cmpfloat (bounds.origin.y + bounds.size.height, <=, narrow);
        }
      g_assert_true ((tools_get_bounds (get_chip (chips, 0), chips).origin.x == 0) == !mirrored);
    }
  gtk_window_destroy (window);
}

static void
test_chip_is_activated (void)
{
  GtkWindow *window;
  GtkWidget *chips = chips_new (&window);
  ToolsHeard heard = { 0 };

  g_signal_connect (chips, "word-activated", G_CALLBACK (tools_hear_one), &heard);
  g_assert_true (gtk_widget_activate (get_chip (chips, 5)));
  tools_wait_for_count (&heard.count, 1);
  g_assert_cmpint (heard.first, ==, 5);
  g_object_set (chips, "query", 5, NULL);
  tools_assert_selected (get_chip (chips, 5), TRUE);
  tools_assert_selected (get_chip (chips, 4), FALSE);
  g_object_set (chips, "query", -1, NULL);
  tools_assert_selected (get_chip (chips, 5), FALSE);
  gtk_window_destroy (window);
}

static void
test_chips_follow_arrow_keys (void)
{
  GtkWindow *window;
  GtkWidget *chips = chips_new (&window);
  graphene_rect_t upper, lower;
  ToolsHeard hovered = { 0 };
  ToolsHeard activated = { 0 };

  g_signal_connect (chips, "word-hovered", G_CALLBACK (tools_hear_one), &hovered);
  g_signal_connect (chips, "word-activated", G_CALLBACK (tools_hear_one), &activated);
  g_object_set (chips, "query", 1, NULL);
  gtk_window_set_focus (window, NULL);
  g_assert_true (gtk_widget_child_focus (chips, GTK_DIR_TAB_FORWARD));
  g_assert_true (gtk_window_get_focus (window) == get_chip (chips, 1));
  g_assert_true (tools_press_key (chips, GDK_KEY_Right));
  g_assert_true (gtk_window_get_focus (window) == get_chip (chips, 2));
  g_assert_cmpint (hovered.first, ==, 2);
  gtk_widget_allocate (chips, 220, 200, -1, NULL);
  g_assert_true (tools_press_key (chips, GDK_KEY_Down));
  upper = tools_get_bounds (get_chip (chips, 2), chips);
  lower = tools_get_bounds (gtk_window_get_focus (window), chips);
  g_assert_cmpfloat (lower.origin.y, >, upper.origin.y);
  g_assert_cmpfloat (lower.origin.y, <, upper.origin.y + 2 * upper.size.height);
  g_assert_true (tools_press_key (chips, GDK_KEY_End));
  g_assert_true (gtk_window_get_focus (window) == get_chip (chips, 7));
  g_assert_true (tools_press_key (chips, GDK_KEY_Return));
  tools_wait_for_count (&activated.count, 1);
  g_assert_cmpint (activated.first, ==, 7);
  g_assert_false (gtk_widget_child_focus (chips, GTK_DIR_TAB_FORWARD));
  gtk_window_destroy (window);
}

static void
test_chip_is_hovered (void)
{
  GtkWindow *window;
  GtkWidget *chips = chips_new (&window);
  GtkEventController *motion = tools_get_controller (chips, GTK_TYPE_EVENT_CONTROLLER_MOTION);
  graphene_rect_t bounds = tools_get_bounds (get_chip (chips, 3), chips);
  ToolsHeard heard = { 0 };

  g_signal_emit_by_name (motion, "leave");
  g_signal_connect (chips, "word-hovered", G_CALLBACK (tools_hear_one), &heard);
  g_signal_emit_by_name (motion, "motion", bounds.origin.x + 5.0, bounds.origin.y + 5.0);
  g_assert_cmpint (heard.first, ==, 3);
  g_signal_emit_by_name (motion, "leave");
  g_assert_cmpint (heard.first, ==, -1);
  gtk_window_destroy (window);
}

static void
test_chips_keep_the_focus (void)
{
  static const char *const fewer[] = { "<s>", "one", "\xff", NULL };
  GtkWindow *window;
  GtkWidget *chips = chips_new (&window);
  GtkWidget *chip = get_chip (chips, 1);

  trestle_word_chips_set_weights (TRESTLE_WORD_CHIPS (chips), weights, 0.31);
  gtk_widget_grab_focus (chip);
  trestle_word_chips_set_words (TRESTLE_WORD_CHIPS (chips), fewer);
  g_assert_cmpuint (tools_count (chips, "wordchip"), ==, 3);
  g_assert_true (gtk_window_get_focus (window) == chip);
  g_assert_cmpstr (tools_get_text (chip, 0), ==, "one");
  g_assert_false (gtk_widget_has_css_class (chip, "shaded"));
  /* A token of half a character. */
  g_assert_cmpstr (tools_get_text (get_chip (chips, 2), 0), ==, "\xef\xbf\xbd");
  gtk_window_destroy (window);
}

void
test_word_chips_add (void)
{
  g_test_add_func ("/word-chips/show-words", test_chips_show_words);
  g_test_add_func ("/word-chips/are-shaded", test_chips_are_shaded);
  g_test_add_func ("/word-chips/wrap", test_chips_wrap);
  g_test_add_func ("/word-chips/are-activated", test_chip_is_activated);
  g_test_add_func ("/word-chips/follow-arrow-keys", test_chips_follow_arrow_keys);
  g_test_add_func ("/word-chips/are-hovered", test_chip_is_hovered);
  g_test_add_func ("/word-chips/keep-the-focus", test_chips_keep_the_focus);
}
