/* Pin cards: they show a map on the image or on the words, or why there is none; they are looked at and taken off. */
#include "tests/ui/widget-tests.h"

#include "tests/ui/widget-tools.h"
#include "ui/widgets/image-view.h"
#include "ui/widgets/pin-card.h"

static const char *const words[] = { "<s>", "red", "circle", "</s>", NULL };

static GtkWidget *
card_new (GtkWindow **window)
{
  GtkWidget *card = trestle_pin_card_new ();

  g_object_set (card, "title", "text → image · layer 4 · head 3", NULL);
  gtk_widget_set_halign (card, GTK_ALIGN_START);
  gtk_widget_set_valign (card, GTK_ALIGN_START);
  *window = tools_window_new (card, 400, 400);
  return card;
}

static void
show_map (GtkWidget *card, guint rows, guint columns)
{
  g_autoptr (TrestleImage) image = trestle_image_new (40, 40);
  g_autoptr (TrestleAttentionMap) map = tools_map_new (rows, columns);

  memset (image->pixels, 0x80, 40 * 40 * 3);
  trestle_pin_card_show_map (TRESTLE_PIN_CARD (card), map, 0.5, image, &(TrestleImageWindow){ 0, 0, 40, 40 }, words);
}

static GtkWidget *
look_button (GtkWidget *card)
{
  return tools_find (card, "button", 1);
}

static void
test_card_shows_patches_and_words (void)
{
  GtkWindow *window;
  GtkWidget *card = card_new (&window);
  int width;

  show_map (card, 3, 3);
  tools_wait_for_frame (card);
  g_assert_true (gtk_widget_get_mapped (tools_find (card, "imageview", 0)));
  g_assert_false (gtk_widget_get_mapped (tools_find (card, "wordchips", 0)));
  width = gtk_widget_get_width (card);
  show_map (card, 0, 4);
  tools_wait_for_frame (card);
  g_assert_false (gtk_widget_get_mapped (tools_find (card, "imageview", 0)));
  g_assert_true (gtk_widget_get_mapped (tools_find (card, "wordchips", 0)));
  g_assert_true (gtk_widget_has_css_class (tools_find (card, "wordchip", 1), "shaded"));
  g_assert_cmpint (gtk_widget_get_width (card), >, width);
  gtk_window_destroy (window);
}

static void
test_card_is_announced (void)
{
  GtkWindow *window;
  GtkWidget *card = card_new (&window);

  show_map (card, 3, 3);
  tools_assert_accessible_text (look_button (card), GTK_ACCESSIBLE_PROPERTY_LABEL, "text → image · layer 4 · head 3");
  tools_assert_accessible_text (look_button (card), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "Look at this head");
  tools_assert_accessible_text (tools_find (card, "button", 0), GTK_ACCESSIBLE_PROPERTY_LABEL, "Unpin text → image · layer 4 · head 3");
  /* Neither its patches nor its words take the focus: Tab leads from one button to the other. */
  gtk_widget_grab_focus (tools_find (card, "button", 0));
  g_assert_true (gtk_widget_child_focus (card, GTK_DIR_TAB_FORWARD));
  g_assert_true (gtk_window_get_focus (window) == look_button (card));
  g_assert_false (gtk_widget_child_focus (card, GTK_DIR_TAB_FORWARD));
  gtk_window_destroy (window);
}

static void
on_signal (GtkWidget *card, guint *count)
{
  (*count)++;
}

static void
test_card_is_looked_at_and_taken_off (void)
{
  GtkWindow *window;
  GtkWidget *card = card_new (&window);
  guint looks = 0, unpins = 0;

  show_map (card, 3, 3);
  g_signal_connect (card, "look", G_CALLBACK (on_signal), &looks);
  g_signal_connect (card, "unpin", G_CALLBACK (on_signal), &unpins);
  g_signal_emit_by_name (look_button (card), "clicked");
  g_assert_cmpuint (looks, ==, 1);
  g_assert_cmpuint (unpins, ==, 0);
  g_signal_emit_by_name (tools_find (card, "button", 0), "clicked");
  g_assert_cmpuint (looks, ==, 1);
  g_assert_cmpuint (unpins, ==, 1);
  gtk_window_destroy (window);
}

/* It cannot be looked at, but taken off. */
static void
test_card_says_why_there_is_no_map (void)
{
  GtkWindow *window;
  GtkWidget *card = card_new (&window);

  trestle_pin_card_show_reason (TRESTLE_PIN_CARD (card), "This model has no layer 4 here, only 2.");
  g_assert_false (gtk_widget_get_sensitive (look_button (card)));
  g_assert_true (gtk_widget_get_sensitive (tools_find (card, "button", 0)));
  tools_assert_accessible_text (look_button (card), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "This model has no layer 4 here, only 2.");
  show_map (card, 3, 3);
  g_assert_true (gtk_widget_get_sensitive (look_button (card)));
  gtk_window_destroy (window);
}

void
test_pin_card_add (void)
{
  g_test_add_func ("/pin-card/shows-patches-and-words", test_card_shows_patches_and_words);
  g_test_add_func ("/pin-card/is-announced", test_card_is_announced);
  g_test_add_func ("/pin-card/is-looked-at-and-taken-off", test_card_is_looked_at_and_taken_off);
  g_test_add_func ("/pin-card/says-why-there-is-no-map", test_card_says_why_there_is_no_map);
}
