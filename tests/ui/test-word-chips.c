/* Word chips: they wrap, are shaded, chosen, opened and announced. */
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

/* "<s> the kaleidoscope, </s>", the word being four tokens. */
static const char *const tokens[] = { "<s>", "the", "kale", "ido", "scope", ",", "</s>", NULL };
static const char *const wholes[] = { "<s>", "the", "kaleidoscope,", "ido", "scope", ",", "</s>", NULL };
static const gint groups[] = { -1, 0, 1, 1, 1, 1, -1 };
static const double token_weights[] = { 0.05, 0.05, 0.1, 0.2, 0.3, 0.2, 0.1 };

static GtkWidget *
token_chips_new (GtkWindow **window)
{
  GtkWidget *chips = trestle_word_chips_new ();

  trestle_word_chips_set_tokens (TRESTLE_WORD_CHIPS (chips), tokens, groups, wholes);
  *window = tools_window_new (chips, 400, 200);
  return chips;
}

static guint
count_visible (GtkWidget *chips)
{
  guint count = 0;

  for (GtkWidget *chip = gtk_widget_get_first_child (chips); chip != NULL; chip = gtk_widget_get_next_sibling (chip))
    count += gtk_widget_get_visible (chip) ? 1 : 0;
  return count;
}

/* Of a chip: what it is called, the mark aside. */
static const char *
get_word (GtkWidget *chips, guint token)
{
  return tools_get_text (get_chip (chips, token), 0);
}

static void
assert_expanded (GtkWidget *chip, gboolean expanded)
{
  g_autofree char *difference = gtk_test_accessible_check_state (GTK_ACCESSIBLE (chip), GTK_ACCESSIBLE_STATE_EXPANDED, expanded);

  g_assert_cmpstr (difference, ==, NULL);
}

static void
test_word_of_tokens_is_one_chip (void)
{
  GtkWindow *window;
  GtkWidget *chips = token_chips_new (&window);

  g_assert_cmpuint (count_visible (chips), ==, 4);
  g_assert_cmpstr (get_word (chips, 2), ==, "kaleidoscope,");
  g_assert_true (gtk_widget_get_visible (tools_find (get_chip (chips, 2), "disclosuremark", 0)));
  g_assert_false (gtk_widget_get_visible (tools_find (get_chip (chips, 1), "disclosuremark", 0)));
  tools_assert_accessible_text (get_chip (chips, 2), GTK_ACCESSIBLE_PROPERTY_LABEL, "kaleidoscope,");
  tools_assert_accessible_text (get_chip (chips, 2), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "a word of 4 tokens");
  assert_expanded (get_chip (chips, 2), FALSE);
  trestle_word_chips_disclose (TRESTLE_WORD_CHIPS (chips), 4);
  g_assert_cmpuint (count_visible (chips), ==, 7);
  g_assert_cmpstr (get_word (chips, 2), ==, "kale");
  tools_assert_accessible_text (get_chip (chips, 2), GTK_ACCESSIBLE_PROPERTY_LABEL, "kale");
  assert_expanded (get_chip (chips, 2), TRUE);
  trestle_word_chips_disclose (TRESTLE_WORD_CHIPS (chips), 2);
  g_assert_cmpuint (count_visible (chips), ==, 4);
  /* One token cannot be opened. */
  trestle_word_chips_disclose (TRESTLE_WORD_CHIPS (chips), 1);
  g_assert_cmpuint (count_visible (chips), ==, 4);
  gtk_window_destroy (window);
}

static void
test_closed_word_has_the_sum_of_its_tokens (void)
{
  GtkWindow *window;
  GtkWidget *chips = token_chips_new (&window);
  TrestlePalette palette;
  int width, height;
  g_autofree guint32 *closed = NULL;
  g_autofree guint32 *open = NULL;

  trestle_palette_init (&palette, TRESTLE_COLORMAP_VIRIDIS);
  trestle_word_chips_set_weights (TRESTLE_WORD_CHIPS (chips), token_weights, 1.0);
  tools_wait_for_frame (chips);
  tools_assert_accessible_text (get_chip (chips, 2), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "attention 0.800, the sum over its 4 tokens");
  closed = tools_render (get_chip (chips, 2), &width, &height);
  g_assert_cmphex (closed[3 * width + 3], ==, trestle_palette_get_pixel (&palette, 0.8, 1.0));
  trestle_word_chips_disclose (TRESTLE_WORD_CHIPS (chips), 2);
  tools_wait_for_frame (chips);
  tools_assert_accessible_text (get_chip (chips, 2), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "attention 0.100");
  tools_assert_accessible_text (get_chip (chips, 4), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "attention 0.300");
  open = tools_render (get_chip (chips, 2), &width, &height);
  g_assert_cmphex (open[3 * width + 3], ==, trestle_palette_get_pixel (&palette, 0.1, 1.0));
  gtk_window_destroy (window);
}

/* Its first token; where an inner one asks, the closed word is chosen with it. */
static void
test_closed_word_stands_for_its_first_token (void)
{
  GtkWindow *window;
  GtkWidget *chips = token_chips_new (&window);
  ToolsHeard activated = { 0 };
  g_autoptr (GtkTooltip) tooltip = g_object_new (GTK_TYPE_TOOLTIP, NULL);
  gboolean has_tooltip = FALSE;

  g_signal_connect (chips, "word-activated", G_CALLBACK (tools_hear_one), &activated);
  g_signal_emit_by_name (get_chip (chips, 2), "clicked");
  g_assert_cmpint (activated.first, ==, 2);
  g_object_set (chips, "query", 4, NULL);
  tools_assert_selected (get_chip (chips, 2), TRUE);
  trestle_word_chips_disclose (TRESTLE_WORD_CHIPS (chips), 2);
  tools_assert_selected (get_chip (chips, 2), FALSE);
  tools_assert_selected (get_chip (chips, 4), TRUE);
  g_signal_emit_by_name (get_chip (chips, 2), "query-tooltip", 1, 1, FALSE, tooltip, &has_tooltip);
  g_assert_true (has_tooltip);
  g_signal_emit_by_name (get_chip (chips, 1), "query-tooltip", 1, 1, FALSE, tooltip, &has_tooltip);
  g_assert_false (has_tooltip);
  gtk_window_destroy (window);
}

/* The gesture is the chip's own, which comes before the button's. */
static void
press (GtkWidget *chip, double x)
{
  GtkEventController *click = tools_get_controller (chip, GTK_TYPE_GESTURE_CLICK);

  g_signal_emit_by_name (click, "pressed", 1, x, 5.0);
  g_signal_emit_by_name (chip, "clicked");
}

static void
test_mark_opens_and_closes (void)
{
  GtkWindow *window;
  GtkWidget *chips = token_chips_new (&window);
  GtkWidget *chip = get_chip (chips, 2);
  ToolsHeard activated = { 0 };
  double right;

  g_signal_connect (chips, "word-activated", G_CALLBACK (tools_hear_one), &activated);
  press (chip, 6.0);
  g_assert_cmpuint (count_visible (chips), ==, 7);
  tools_wait_for_frame (chips);
  press (chip, 6.0);
  g_assert_cmpuint (count_visible (chips), ==, 4);
  g_assert_cmpuint (activated.count, ==, 0);
  tools_wait_for_frame (chips);
  right = gtk_widget_get_width (chip) - 4.0;
  press (chip, right);
  g_assert_cmpuint (count_visible (chips), ==, 4);
  g_assert_cmpint (activated.first, ==, 2);
  /* A press on a mark that became no click is forgotten by a key. */
  g_signal_emit_by_name (tools_get_controller (chip, GTK_TYPE_GESTURE_CLICK), "pressed", 1, 6.0, 5.0);
  activated.count = 0;
  g_assert_true (gtk_widget_activate (chip));
  tools_wait_for_count (&activated.count, 1);
  g_assert_cmpuint (count_visible (chips), ==, 4);
  gtk_window_destroy (window);
}

static void
test_keys_open_and_close (void)
{
  GtkWindow *window;
  GtkWidget *chips = token_chips_new (&window);
  ToolsHeard hovered = { 0 };

  g_signal_connect (chips, "word-hovered", G_CALLBACK (tools_hear_one), &hovered);
  gtk_widget_grab_focus (get_chip (chips, 1));
  g_assert_true (tools_press_key (chips, GDK_KEY_Right));
  g_assert_true (tools_press_key (chips, GDK_KEY_Right));
  g_assert_cmpint (hovered.first, ==, 6);
  g_assert_true (tools_press_key (chips, GDK_KEY_Left));
  g_assert_cmpint (hovered.first, ==, 2);
  g_assert_true (tools_press_keys (chips, GDK_KEY_Return, GDK_SHIFT_MASK));
  g_assert_cmpuint (count_visible (chips), ==, 7);
  g_assert_true (tools_press_key (chips, GDK_KEY_Right));
  g_assert_true (tools_press_key (chips, GDK_KEY_Right));
  g_assert_true (gtk_window_get_focus (window) == get_chip (chips, 4));
  /* The focus does not go down with what is closed. */
  g_assert_true (tools_press_keys (chips, GDK_KEY_Return, GDK_SHIFT_MASK));
  g_assert_cmpuint (count_visible (chips), ==, 4);
  g_assert_true (gtk_window_get_focus (window) == get_chip (chips, 2));
  gtk_window_destroy (window);
}

/* Whoever looks at the tokens of a word goes on doing so while the text changes around it. */
static void
test_open_words_stay_open (void)
{
  static const char *const more[] = { "<s>", "a", "kale", "ido", "scope", ",", "star", "ry", "</s>", NULL };
  static const char *const more_wholes[] = { "<s>", "a", "kaleidoscope,", "ido", "scope", ",", "starry", "ry", "</s>", NULL };
  static const gint more_groups[] = { -1, 0, 1, 1, 1, 1, 2, 2, -1 };
  GtkWindow *window;
  GtkWidget *chips = token_chips_new (&window);

  trestle_word_chips_disclose (TRESTLE_WORD_CHIPS (chips), 2);
  trestle_word_chips_set_tokens (TRESTLE_WORD_CHIPS (chips), more, more_groups, more_wholes);
  g_assert_cmpuint (count_visible (chips), ==, 8);
  g_assert_cmpstr (get_word (chips, 2), ==, "kale");
  g_assert_cmpstr (get_word (chips, 6), ==, "starry");
  trestle_word_chips_set_tokens (TRESTLE_WORD_CHIPS (chips), words, (const gint[]){ 0, 1, 2, 3, 4, 5, 6, 7 }, words);
  trestle_word_chips_set_tokens (TRESTLE_WORD_CHIPS (chips), tokens, groups, wholes);
  g_assert_cmpuint (count_visible (chips), ==, 4);
  gtk_window_destroy (window);
}

/* Below each chip, as long as its weight says. */
static void
test_words_are_underlined (void)
{
  static const double lines[] = { 0, 0.5, 0, 0, 0, 0, 1 };
  GtkWindow *window;
  GtkWidget *chips = token_chips_new (&window);
  graphene_rect_t half = tools_get_bounds (get_chip (chips, 1), chips), all = tools_get_bounds (get_chip (chips, 6), chips);
  int width, height, y = (int) (half.origin.y + half.size.height) + 4;
  g_autofree guint32 *drawn = NULL;
  g_autofree guint32 *plain = NULL;

  trestle_word_chips_set_lines (TRESTLE_WORD_CHIPS (chips), lines, 1.0);
  drawn = tools_render (chips, &width, &height);
  g_assert_cmphex (drawn[y * width + (int) (half.origin.x + 0.25f * half.size.width)] >> 24, !=, 0);
  g_assert_cmphex (drawn[y * width + (int) (half.origin.x + 0.75f * half.size.width)] >> 24, ==, 0);
  g_assert_cmphex (drawn[y * width + (int) (all.origin.x + 0.9f * all.size.width)] >> 24, !=, 0);
  g_assert_cmphex (drawn[y * width + (int) (tools_get_bounds (get_chip (chips, 2), chips).origin.x + 2)] >> 24, ==, 0);
  trestle_word_chips_set_lines (TRESTLE_WORD_CHIPS (chips), NULL, 1.0);
  plain = tools_render (chips, &width, &height);
  g_assert_cmphex (plain[y * width + (int) (all.origin.x + 0.9f * all.size.width)] >> 24, ==, 0);
  gtk_window_destroy (window);
}

/* From one chip to the next there is no moment without any. */
static void
test_gaps_belong_to_a_chip (void)
{
  GtkWindow *window;
  GtkWidget *chips = chips_new (&window);
  GtkEventController *motion = tools_get_controller (chips, GTK_TYPE_EVENT_CONTROLLER_MOTION);
  graphene_rect_t first = tools_get_bounds (get_chip (chips, 1), chips), second = tools_get_bounds (get_chip (chips, 2), chips);
  ToolsHeard heard = { 0 };

  g_signal_emit_by_name (motion, "leave");
  g_signal_connect (chips, "word-hovered", G_CALLBACK (tools_hear_one), &heard);
  for (double x = first.origin.x + 1.0; x < second.origin.x + 2.0; x++)
    {
      g_signal_emit_by_name (motion, "motion", x, first.origin.y + 5.0);
      g_assert_true (heard.first == 1 || heard.first == 2);
    }
  g_assert_cmpuint (heard.count, ==, 2);
  gtk_window_destroy (window);
}

void
test_word_chips_add (void)
{
  g_test_add_func ("/word-chips/word-of-tokens-is-one-chip", test_word_of_tokens_is_one_chip);
  g_test_add_func ("/word-chips/closed-word-has-the-sum-of-its-tokens", test_closed_word_has_the_sum_of_its_tokens);
  g_test_add_func ("/word-chips/closed-word-stands-for-its-first-token", test_closed_word_stands_for_its_first_token);
  g_test_add_func ("/word-chips/mark-opens-and-closes", test_mark_opens_and_closes);
  g_test_add_func ("/word-chips/keys-open-and-close", test_keys_open_and_close);
  g_test_add_func ("/word-chips/open-words-stay-open", test_open_words_stay_open);
  g_test_add_func ("/word-chips/words-are-underlined", test_words_are_underlined);
  g_test_add_func ("/word-chips/gaps-belong-to-a-chip", test_gaps_belong_to_a_chip);
  g_test_add_func ("/word-chips/show-words", test_chips_show_words);
  g_test_add_func ("/word-chips/are-shaded", test_chips_are_shaded);
  g_test_add_func ("/word-chips/wrap", test_chips_wrap);
  g_test_add_func ("/word-chips/are-activated", test_chip_is_activated);
  g_test_add_func ("/word-chips/follow-arrow-keys", test_chips_follow_arrow_keys);
  g_test_add_func ("/word-chips/are-hovered", test_chip_is_hovered);
  g_test_add_func ("/word-chips/keep-the-focus", test_chips_keep_the_focus);
}
