/* What is linked in the window: heads that were pinned, side by side; and words and patches under the pointer, in both directions. */
#include "analysis/measures/attention-link.h"
#include "analysis/measures/head-map.h"
#include "tests/cli-call.h"
#include "tests/ui/export-checks.h"
#include "tests/ui/widget-tools.h"
#include "tests/ui/window-fixture.h"
#include "ui/figure-source.h"
#include "ui/input-pane.h"
#include "ui/pin-strip.h"
#include "ui/widgets/color-scale.h"
#include "ui/widgets/image-view.h"
#include "ui/widgets/pin-card.h"
#include "ui/widgets/word-chips.h"

static const TrestlePin word_pin = { TRESTLE_BLOCK_CROSS_TEXT_CROSS, 3, 1 };
static const TrestlePin mean_pin = { TRESTLE_BLOCK_CROSS_TEXT_CROSS, 1, TRESTLE_HEAD_MEAN };
static const TrestlePin patch_pin = { TRESTLE_BLOCK_CROSS_IMAGE_CROSS, 2, 0 };
static const TrestlePin rollout_pin = { TRESTLE_BLOCK_CROSS_TEXT_SELF, 3, TRESTLE_HEAD_ROLLOUT };
/* The demo model has four cross-modal layers of eight heads. */
static const TrestlePin layer_pin = { TRESTLE_BLOCK_CROSS_TEXT_CROSS, 9, 0 };
static const TrestlePin head_pin = { TRESTLE_BLOCK_CROSS_TEXT_CROSS, 0, 11 };

static TrestlePins *
pins_of (WindowFixture *fixture)
{
  return trestle_workbench_get_pins (fixture->workbench);
}

static GtkWidget *
strip_of (WindowFixture *fixture)
{
  return window_find (fixture, TRESTLE_TYPE_PIN_STRIP);
}

static const TrestlePinMaps *
maps_of (WindowFixture *fixture)
{
  return trestle_pin_strip_get_maps (TRESTLE_PIN_STRIP (strip_of (fixture)));
}

/* Whether the strip shows what is pinned by now, of the run and the query of now. */
static gboolean
strip_has_caught_up (WindowFixture *fixture)
{
  const TrestlePinMaps *maps = maps_of (fixture);
  const TrestleSelection *selection = trestle_workbench_get_selection (fixture->workbench);
  guint n_pins;
  const TrestlePin *pins = trestle_pins_get (pins_of (fixture), &n_pins);

  if (maps == NULL || maps->run != trestle_workbench_get_run (fixture->workbench) || maps->n_pins != n_pins)
    return FALSE;
  for (guint i = 0; i < n_pins; i++)
    if (maps->pins[i].head != pins[i].head || maps->pins[i].layer != pins[i].layer
        || (maps->maps[i] != NULL && trestle_block_queries_are_text (pins[i].block) && maps->maps[i]->query != selection->word))
      return FALSE;
  return TRUE;
}

static gboolean
strip_shows_something (WindowFixture *fixture)
{
  return gtk_widget_get_mapped (adw_bin_get_child (ADW_BIN (strip_of (fixture))));
}

static void
pin (WindowFixture *fixture, const TrestlePin *one)
{
  trestle_pins_toggle (pins_of (fixture), one);
  window_wait_until (fixture, strip_has_caught_up);
}

static GtkWidget *
card_of (WindowFixture *fixture, guint index)
{
  GtkWidget *card = tools_find (strip_of (fixture), "pincard", index);

  g_assert_nonnull (card);
  return card;
}

static double
max_of (GtkWidget *color_scale)
{
  double max;

  g_object_get (color_scale, "max", &max, NULL);
  return max;
}

static void
assert_weights (const TrestleAttentionMap *map, const TrestleAttentionMap *expected)
{
  g_assert_cmpuint (map->n_keys, ==, expected->n_keys);
  for (gsize i = 0; i < map->n_keys; i++)
    g_assert_cmpfloat (map->weights[i], ==, expected->weights[i]);
}

static void
test_pinned_heads_share_one_scale (WindowFixture *fixture, gconstpointer data)
{
  const TrestleRun *run = trestle_workbench_get_run (fixture->workbench);
  gint word = trestle_workbench_get_selection (fixture->workbench)->word;
  g_autoptr (TrestleAttentionMap) first = NULL;
  g_autoptr (TrestleAttentionMap) second = NULL;
  g_autofree char *title = NULL;

  g_assert_false (strip_shows_something (fixture));
  pin (fixture, &word_pin);
  pin (fixture, &mean_pin);
  g_assert_true (strip_shows_something (fixture));
  g_assert_cmpuint (tools_count (strip_of (fixture), "pincard"), ==, 2);
  first = trestle_attention_map_new (run->trace, word_pin.block, word_pin.layer, word_pin.head, word, NULL);
  second = trestle_attention_map_new (run->trace, mean_pin.block, mean_pin.layer, mean_pin.head, word, NULL);
  assert_weights (maps_of (fixture)->maps[0], first);
  assert_weights (maps_of (fixture)->maps[1], second);
  g_assert_cmpfloat (first->max, !=, second->max);
  g_assert_cmpfloat (max_of (tools_find (strip_of (fixture), "colorscale", 0)), ==, MAX (first->max, second->max));
  g_object_get (card_of (fixture, 1), "title", &title, NULL);
  g_assert_cmpstr (title, ==, "text → image · layer 2 · mean of heads");
}

/* Maps over patches and over words, with words and patches that ask, and rollout: by the command line that the export names. */
static void
test_strip_is_what_the_command_line_draws (WindowFixture *fixture, gconstpointer data)
{
  trestle_workbench_choose_patch (fixture->workbench, 17);
  pin (fixture, &word_pin);
  pin (fixture, &mean_pin);
  pin (fixture, &patch_pin);
  pin (fixture, &rollout_pin);
  pin (fixture, &layer_pin);
  g_assert_cmpint (maps_of (fixture)->maps[2]->query, ==, 18);
  g_assert_cmpuint (maps_of (fixture)->n_shown, ==, 4);
  export_assert_repeatable (fixture, TRESTLE_TYPE_PIN_STRIP);
}

/* Before a patch was chosen they all ask on average, and the command line is told nothing of who asks. */
static void
test_without_a_patch_all_of_them_ask (WindowFixture *fixture, gconstpointer data)
{
  g_assert_cmpint (trestle_workbench_get_selection (fixture->workbench)->patch, ==, -1);
  pin (fixture, &patch_pin);
  pin (fixture, &word_pin);
  g_assert_cmpint (maps_of (fixture)->maps[0]->query, ==, TRESTLE_QUERY_MEAN);
  export_assert_repeatable (fixture, TRESTLE_TYPE_PIN_STRIP);
}

static void
test_strip_follows_text_and_query (WindowFixture *fixture, gconstpointer data)
{
  pin (fixture, &word_pin);
  trestle_workbench_choose_word (fixture->workbench, 2);
  window_wait_until (fixture, strip_has_caught_up);
  g_assert_cmpint (maps_of (fixture)->maps[0]->query, ==, 2);
  gtk_editable_set_text (window_find (fixture, GTK_TYPE_ENTRY), "a blue heart");
  window_wait_until (fixture, window_has_caught_up);
  window_wait_until (fixture, strip_has_caught_up);
  g_assert_cmpstr (maps_of (fixture)->run->text, ==, "a blue heart");
}

static void
test_cards_look_and_unpin (WindowFixture *fixture, gconstpointer data)
{
  const TrestleSelection *selection = trestle_workbench_get_selection (fixture->workbench);

  pin (fixture, &word_pin);
  pin (fixture, &patch_pin);
  g_signal_emit_by_name (card_of (fixture, 1), "look");
  g_assert_cmpint (selection->block, ==, patch_pin.block);
  g_assert_cmpuint (selection->layer, ==, patch_pin.layer);
  g_assert_cmpint (selection->head, ==, patch_pin.head);
  window_wait_until (fixture, strip_has_caught_up);
  g_signal_emit_by_name (card_of (fixture, 0), "unpin");
  window_wait_until (fixture, strip_has_caught_up);
  g_assert_cmpuint (tools_count (strip_of (fixture), "pincard"), ==, 1);
  g_assert_false (trestle_pins_contain (pins_of (fixture), &word_pin));
  g_assert_true (trestle_pins_contain (pins_of (fixture), &patch_pin));
}

/* Does what Ctrl+Z does, wherever the focus is; %FALSE if the strip leaves the key to others. */
static gboolean
press_undo (WindowFixture *fixture)
{
  GtkWidget *strip = strip_of (fixture);
  GtkEventController *controller = tools_get_controller (strip, GTK_TYPE_SHORTCUT_CONTROLLER);
  g_autoptr (GtkShortcut) shortcut = g_list_model_get_item (G_LIST_MODEL (controller), 0);

  g_assert_cmpint (gtk_shortcut_controller_get_scope (GTK_SHORTCUT_CONTROLLER (controller)), ==, GTK_SHORTCUT_SCOPE_GLOBAL);
  return gtk_shortcut_action_activate (gtk_shortcut_get_action (shortcut), 0, strip, NULL);
}

static gboolean
shows_nothing (WindowFixture *fixture)
{
  return !strip_shows_something (fixture);
}

static gboolean
shows_pins (WindowFixture *fixture)
{
  return strip_shows_something (fixture) && strip_has_caught_up (fixture);
}

/* What its three buttons do, they offer while it can be done. */
static void
assert_offers (WindowFixture *fixture, gboolean is_offered)
{
  GtkWidget *scale = tools_find (strip_of (fixture), "colorscale", 0);
  guint n_buttons = 0;

  for (GtkWidget *button = gtk_widget_get_next_sibling (scale); button != NULL; button = gtk_widget_get_next_sibling (button), n_buttons++)
    g_assert_true (gtk_widget_is_sensitive (button) == is_offered);
  g_assert_cmpuint (n_buttons, ==, 3);
}

static void
test_clearing_is_undone (WindowFixture *fixture, gconstpointer data)
{
  gtk_window_set_focus (GTK_WINDOW (fixture->window), NULL);
  g_assert_false (press_undo (fixture));
  pin (fixture, &word_pin);
  pin (fixture, &mean_pin);
  assert_offers (fixture, TRUE);
  gtk_widget_activate_action (strip_of (fixture), "pins.clear", NULL);
  window_wait_until (fixture, shows_nothing);
  /* Else it would get no keys. */
  g_assert_true (gtk_widget_get_mapped (strip_of (fixture)));
  g_assert_true (press_undo (fixture));
  window_wait_until (fixture, shows_pins);
  g_assert_cmpuint (tools_count (strip_of (fixture), "pincard"), ==, 2);
  gtk_widget_activate_action (strip_of (fixture), "pins.undo", NULL);
  window_wait_until (fixture, strip_has_caught_up);
  g_assert_cmpuint (tools_count (strip_of (fixture), "pincard"), ==, 1);
}

/* A text has an undo of its own, and other pages have other things to undo. */
static void
test_undo_key_is_left_to_others (WindowFixture *fixture, gconstpointer data)
{
  pin (fixture, &word_pin);
  gtk_widget_grab_focus (window_find (fixture, GTK_TYPE_ENTRY));
  g_assert_false (press_undo (fixture));
  gtk_window_set_focus (GTK_WINDOW (fixture->window), NULL);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.page", "s", "bridges");
  g_assert_false (press_undo (fixture));
  g_assert_true (trestle_pins_contain (pins_of (fixture), &word_pin));
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.page", "s", "attention");
  g_assert_true (press_undo (fixture));
  g_assert_false (trestle_pins_contain (pins_of (fixture), &word_pin));
}

static void
test_what_the_model_lacks_stays_pinned (WindowFixture *fixture, gconstpointer data)
{
  g_autoptr (TrestleFigure) figure = NULL;

  pin (fixture, &layer_pin);
  pin (fixture, &head_pin);
  g_assert_true (window_shows_text (card_of (fixture, 0), "This model has no layer 10 here, only 4."));
  g_assert_true (window_shows_text (card_of (fixture, 1), "This model has no head 12 here, only 8."));
  g_assert_false (gtk_widget_get_sensitive (tools_find (card_of (fixture, 0), "button", 1)));
  g_assert_true (trestle_pins_contain (pins_of (fixture), &layer_pin));
  figure = trestle_figure_source_make_figure (TRESTLE_FIGURE_SOURCE (strip_of (fixture)), 85.0, "a.pdf");
  g_assert_null (figure);
  pin (fixture, &word_pin);
  figure = trestle_figure_source_make_figure (TRESTLE_FIGURE_SOURCE (strip_of (fixture)), 85.0, "a.pdf");
  g_assert_nonnull (figure);
  g_assert_null (strstr (trestle_figure_get_origin (figure)->command, "cross_text_cross.9"));
}

/* Closed by the fixture while a thread makes the maps; a warning would end the test. */
static void
test_closing_while_maps_are_made_is_quiet (WindowFixture *fixture, gconstpointer data)
{
  trestle_pins_toggle (pins_of (fixture), &rollout_pin);
  trestle_pins_toggle (pins_of (fixture), &word_pin);
}

static GtkWidget *
chips_of (WindowFixture *fixture)
{
  return tools_find (window_find (fixture, TRESTLE_TYPE_INPUT_PANE), "wordchips", 0);
}

static GtkWidget *
view_of (WindowFixture *fixture)
{
  return tools_find (window_find (fixture, TRESTLE_TYPE_INPUT_PANE), "imageview", 0);
}

static GtkWidget *
scale_of (WindowFixture *fixture)
{
  return tools_find (window_find (fixture, TRESTLE_TYPE_INPUT_PANE), "colorscale", 0);
}

static void
hover_word (WindowFixture *fixture, gint word)
{
  g_signal_emit_by_name (chips_of (fixture), "word-hovered", word);
}

static void
hover_patch (WindowFixture *fixture, gint patch)
{
  g_signal_emit_by_name (view_of (fixture), "patch-hovered", patch);
}

static void
assert_readout (WindowFixture *fixture, const char *text)
{
  g_test_message ("%s", text);
  g_assert_true (window_shows_text (window_find (fixture, TRESTLE_TYPE_INPUT_PANE), text));
}

static TrestleAttentionLink *
make_link (WindowFixture *fixture, TrestleBlock block, guint layer, gint head, gint place)
{
  g_autoptr (GError) error = NULL;
  TrestleAttentionLink *link = trestle_attention_link_new (trestle_workbench_get_run (fixture->workbench)->trace, block, layer, head, place,
                                                           &error);

  g_assert_no_error (error);
  return link;
}

static void
look_at (WindowFixture *fixture, TrestleBlock block, guint layer, gint head)
{
  trestle_workbench_show_head (fixture->workbench, block, layer, head);
}

/* What a screen reader is told of each word is the weight that it is shaded by; words of one token each. */
static void
assert_shaded (WindowFixture *fixture, const double *weights)
{
  guint n_tokens = trestle_workbench_get_run (fixture->workbench)->tokens->length;

  for (guint i = 0; i < n_tokens; i++)
    {
      g_autofree char *text = weights != NULL ? g_strdup_printf ("attention %.3f", weights[i]) : g_strdup ("");

      tools_assert_accessible_text (tools_find (chips_of (fixture), "wordchip", i), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text);
    }
}

static void
test_hovered_word_shows_where_it_looks (WindowFixture *fixture, gconstpointer data)
{
  g_autoptr (TrestleAttentionLink) link = NULL;
  g_autofree char *readout = NULL;
  double chosen;

  look_at (fixture, TRESTLE_BLOCK_CROSS_TEXT_CROSS, 3, 1);
  chosen = max_of (scale_of (fixture));
  link = make_link (fixture, TRESTLE_BLOCK_CROSS_TEXT_CROSS, 3, 1, 2);
  readout = g_strdup_printf ("“%s”: heat where it looks, outline who looks at it",
                             trestle_workbench_get_run (fixture->workbench)->words[2]);
  hover_word (fixture, 2);
  assert_readout (fixture, readout);
  g_assert_cmpfloat (max_of (scale_of (fixture)), ==, link->row->max);
  g_assert_cmpfloat (link->row->max, !=, chosen);
  assert_shaded (fixture, NULL);
  hover_word (fixture, -1);
  assert_readout (fixture, "text → image · layer 4 · head 2");
  g_assert_cmpfloat (max_of (scale_of (fixture)), ==, chosen);
}

static void
test_hovered_patch_shows_which_words_it_looks_at (WindowFixture *fixture, gconstpointer data)
{
  g_autoptr (TrestleAttentionLink) link = NULL;
  g_autofree char *weight = NULL;
  double chosen;

  look_at (fixture, TRESTLE_BLOCK_CROSS_TEXT_CROSS, 2, TRESTLE_HEAD_MEAN);
  chosen = max_of (scale_of (fixture));
  link = make_link (fixture, TRESTLE_BLOCK_CROSS_IMAGE_CROSS, 2, TRESTLE_HEAD_MEAN, 12);
  hover_patch (fixture, 11);
  assert_shaded (fixture, link->row->weights);
  /* The heat of the chosen word stays, and so does its scale. */
  g_assert_cmpfloat (max_of (scale_of (fixture)), ==, chosen);
  assert_readout (fixture, "Patch 2, 4: shade where it looks (to ");
  assert_readout (fixture, "), line who looks at it");
  weight = g_strdup_printf ("%.4f", trestle_workbench_get_map (fixture->workbench)->weights[12]);
  assert_readout (fixture, weight);
  hover_patch (fixture, -1);
  assert_shaded (fixture, NULL);
}

/* Where words look at words, and patches at patches; the other side is linked within itself as well. */
static void
test_self_attention_is_linked_within_a_side (WindowFixture *fixture, gconstpointer data)
{
  g_autoptr (TrestleAttentionLink) words = NULL;
  g_autoptr (TrestleAttentionLink) patches = NULL;

  look_at (fixture, TRESTLE_BLOCK_CROSS_TEXT_SELF, 1, 4);
  words = make_link (fixture, TRESTLE_BLOCK_CROSS_TEXT_SELF, 1, 4, 1);
  patches = make_link (fixture, TRESTLE_BLOCK_CROSS_IMAGE_SELF, 1, 4, 6);
  hover_word (fixture, 1);
  assert_shaded (fixture, words->row->weights);
  assert_readout (fixture, ": shade where it looks, line who looks at it");
  hover_word (fixture, -1);
  assert_shaded (fixture, trestle_workbench_get_map (fixture->workbench)->weights);
  look_at (fixture, TRESTLE_BLOCK_CROSS_IMAGE_SELF, 1, 4);
  hover_patch (fixture, 5);
  g_assert_cmpfloat (max_of (scale_of (fixture)), ==, patches->row->max);
  assert_readout (fixture, "Patch 1, 6: heat where it looks, outline who looks at it");
}

static guint32 *
render_view (WindowFixture *fixture, gsize *size)
{
  int width, height;
  guint32 *pixels = tools_render (view_of (fixture), &width, &height);

  *size = sizeof *pixels * (gsize) width * (gsize) height;
  return pixels;
}

static void
test_leaving_restores_the_picture (WindowFixture *fixture, gconstpointer data)
{
  gsize size, hovered_size, after_size;
  g_autofree guint32 *before = NULL;
  g_autofree guint32 *hovered = NULL;
  g_autofree guint32 *after = NULL;

  tools_wait_for_frame (view_of (fixture));
  before = render_view (fixture, &size);
  hover_word (fixture, 1);
  tools_wait_for_frame (view_of (fixture));
  hovered = render_view (fixture, &hovered_size);
  hover_word (fixture, -1);
  tools_wait_for_frame (view_of (fixture));
  after = render_view (fixture, &after_size);
  /* Nothing moves, whatever the line below says. */
  g_assert_cmpuint (hovered_size, ==, size);
  g_assert_cmpint (memcmp (hovered, before, size), !=, 0);
  g_assert_cmpmem (after, after_size, before, size);
}

/* The arrow keys do as the pointer does, and leaving by Tab as leaving by it. */
static void
test_keys_link_as_the_pointer_does (WindowFixture *fixture, gconstpointer data)
{
  gint word = trestle_workbench_get_selection (fixture->workbench)->word;
  g_autofree char *readout = g_strdup_printf ("“%s”: heat where it looks", trestle_workbench_get_run (fixture->workbench)->words[word - 1]);

  gtk_widget_grab_focus (chips_of (fixture));
  g_assert_true (tools_press_key (chips_of (fixture), GDK_KEY_Left));
  assert_readout (fixture, readout);
  gtk_widget_grab_focus (view_of (fixture));
  g_assert_true (tools_press_key (view_of (fixture), GDK_KEY_Down));
  assert_readout (fixture, "Patch 2, 1: shade where it looks");
}

/* Following a word through every layer takes too long for what the pointer passes. */
static void
test_rollout_waits_for_a_click (WindowFixture *fixture, gconstpointer data)
{
  look_at (fixture, TRESTLE_BLOCK_CROSS_TEXT_CROSS, 3, TRESTLE_HEAD_ROLLOUT);
  hover_word (fixture, 1);
  assert_readout (fixture, ": click to follow it through the layers");
  hover_word (fixture, -1);
  assert_readout (fixture, "text → image · layers 1 to 4 · rollout");
}

/* A word that the new text does not have any more is not linked; and what was hovered last counts. */
static void
test_links_end_with_what_they_are_of (WindowFixture *fixture, gconstpointer data)
{
  gint last = (gint) trestle_workbench_get_run (fixture->workbench)->tokens->length - 1;

  hover_word (fixture, last);
  gtk_editable_set_text (window_find (fixture, GTK_TYPE_ENTRY), "a");
  window_wait_until (fixture, window_has_caught_up);
  assert_readout (fixture, "text → image · layer 4 · mean of heads");
  hover_patch (fixture, 3);
  hover_word (fixture, 1);
  hover_patch (fixture, -1);
  assert_readout (fixture, "“a”: heat where it looks, outline who looks at it");
}

/* The scale of words ends where a closed word's sum does, so that no shade is beyond it. */
static void
test_long_words_are_one_chip (WindowFixture *fixture, gconstpointer data)
{
  const TrestleAttentionMap *map;
  const TrestleRun *run;
  double sum = 0.0;
  g_autofree char *description = NULL;
  guint count = 0;

  gtk_editable_set_text (window_find (fixture, GTK_TYPE_ENTRY), "kaleidoscope");
  window_wait_until (fixture, window_has_caught_up);
  look_at (fixture, TRESTLE_BLOCK_CROSS_TEXT_SELF, 3, TRESTLE_HEAD_MEAN);
  run = trestle_workbench_get_run (fixture->workbench);
  map = trestle_workbench_get_map (fixture->workbench);
  for (guint i = 0; i < run->tokens->length; i++)
    if (run->tokens->words[i] == 0)
      {
        sum += map->weights[i];
        count++;
      }
  g_assert_cmpuint (count, >, 2);
  description = g_strdup_printf ("attention %.3f, the sum over its %u tokens", sum, count);
  tools_assert_accessible_text (tools_find (chips_of (fixture), "wordchip", 1), GTK_ACCESSIBLE_PROPERTY_LABEL, "kaleidoscope");
  tools_assert_accessible_text (tools_find (chips_of (fixture), "wordchip", 1), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description);
  g_assert_cmpfloat (max_of (scale_of (fixture)), >=, sum);
}

static void
add_tests (void)
{
  WINDOW_TEST ("/pins/share-one-scale", test_pinned_heads_share_one_scale);
  WINDOW_TEST ("/pins/are-what-the-command-line-draws", test_strip_is_what_the_command_line_draws);
  WINDOW_TEST ("/pins/without-a-patch-all-of-them-ask", test_without_a_patch_all_of_them_ask);
  WINDOW_TEST ("/pins/follow-text-and-query", test_strip_follows_text_and_query);
  WINDOW_TEST ("/pins/cards-look-and-unpin", test_cards_look_and_unpin);
  WINDOW_TEST ("/pins/clearing-is-undone", test_clearing_is_undone);
  WINDOW_TEST ("/pins/undo-key-is-left-to-others", test_undo_key_is_left_to_others);
  WINDOW_TEST ("/pins/what-the-model-lacks-stays-pinned", test_what_the_model_lacks_stays_pinned);
  WINDOW_TEST ("/pins/closing-while-maps-are-made-is-quiet", test_closing_while_maps_are_made_is_quiet);
  WINDOW_TEST ("/hover/word-shows-where-it-looks", test_hovered_word_shows_where_it_looks);
  WINDOW_TEST ("/hover/patch-shows-which-words-it-looks-at", test_hovered_patch_shows_which_words_it_looks_at);
  WINDOW_TEST ("/hover/self-attention-is-linked-within-a-side", test_self_attention_is_linked_within_a_side);
  WINDOW_TEST ("/hover/leaving-restores-the-picture", test_leaving_restores_the_picture);
  WINDOW_TEST ("/hover/keys-link-as-the-pointer-does", test_keys_link_as_the_pointer_does);
  WINDOW_TEST ("/hover/rollout-waits-for-a-click", test_rollout_waits_for_a_click);
  WINDOW_TEST ("/hover/links-end-with-what-they-are-of", test_links_end_with_what_they_are_of);
  WINDOW_TEST ("/chips/long-words-are-one-chip", test_long_words_are_one_chip);
}

int
main (int argc, char *argv[])
{
  /* What a screen reader would be told can be asked for. */
  g_setenv ("GTK_A11Y", "test", TRUE);
  return window_run_tests (argc, argv, add_tests);
}
