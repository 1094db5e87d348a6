/* The help: Markdown becomes what the window shows, and every page's link leads to its definition. */
#include "tests/ui/window-fixture.h"

#include "ui/help-text.h"
#include "ui/help-window.h"
#include "ui/widgets/page-heading.h"

static const TrestleHelpBlock *
block_at (GPtrArray *blocks, guint i)
{
  g_assert_cmpuint (i, <, blocks->len);
  return g_ptr_array_index (blocks, i);
}

static void
assert_block (const TrestleHelpBlock *block, TrestleHelpKind kind, const char *markup, const char *topic)
{
  g_assert_cmpint (block->kind, ==, kind);
  g_assert_cmpstr (block->markup, ==, markup);
  g_assert_cmpstr (block->topic, ==, topic);
}

static void
test_markdown_is_cut_into_blocks (void)
{
  const char *text = "# What *it* is\n\nA **bold** `a < b`,\nand a [link](other.md).\n\n## Over a list\n\n- one\n- two & three\n";
  g_autoptr (GPtrArray) blocks = trestle_help_text_parse (text, strlen (text));

  g_assert_cmpuint (blocks->len, ==, 5);
  assert_block (block_at (blocks, 0), TRESTLE_HELP_TITLE, "What <i>it</i> is", "what-it-is");
  assert_block (block_at (blocks, 1), TRESTLE_HELP_PARAGRAPH, "A <b>bold</b> <tt>a &lt; b</tt>, and a link.", NULL);
  assert_block (block_at (blocks, 2), TRESTLE_HELP_HEADING, "Over a list", "over-a-list");
  assert_block (block_at (blocks, 3), TRESTLE_HELP_ITEM, "one", NULL);
  assert_block (block_at (blocks, 4), TRESTLE_HELP_ITEM, "two &amp; three", NULL);
}

static void
test_rows_of_tables_are_terms_with_definitions (void)
{
  const char *text = "| measure | definition |\n|---|---|\n| entropy | how wide |\n| share | how much |\n";
  g_autoptr (GPtrArray) blocks = trestle_help_text_parse (text, strlen (text));

  g_assert_cmpuint (blocks->len, ==, 4);
  assert_block (block_at (blocks, 0), TRESTLE_HELP_TERM, "entropy", NULL);
  assert_block (block_at (blocks, 1), TRESTLE_HELP_DEFINITION, "how wide", NULL);
  assert_block (block_at (blocks, 2), TRESTLE_HELP_TERM, "share", NULL);
  assert_block (block_at (blocks, 3), TRESTLE_HELP_DEFINITION, "how much", NULL);
}

static TrestleHelpWindow *
find_help (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      if (TRESTLE_IS_HELP_WINDOW (window))
        return TRESTLE_HELP_WINDOW (window);
    }
  return NULL;
}

static TrestleHelpWindow *
open_help (WindowFixture *fixture, const char *topic)
{
  TrestleHelpWindow *help;

  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.help", "s", topic));
  help = find_help ();
  g_assert_nonnull (help);
  return help;
}

static gboolean
is_scrolled (WindowFixture *fixture)
{
  return trestle_help_window_get_place (find_help ()) > 0;
}

static void
test_help_opens_at_the_topic (WindowFixture *fixture, gconstpointer data)
{
  TrestleHelpWindow *help = open_help (fixture, "layers");

  window_wait_until (fixture, is_scrolled);
  g_assert_true (open_help (fixture, "") == help);
  g_assert_cmpfloat (trestle_help_window_get_place (help), ==, 0);
}

static guint
check_links (GtkWidget *widget, TrestleHelpWindow *help)
{
  guint n_links = 0;

  if (TRESTLE_IS_PAGE_HEADING (widget))
    {
      g_autofree char *topic = NULL;
      g_autofree char *sentence = NULL;

      g_object_get (widget, "topic", &topic, "sentence", &sentence, NULL);
      if (!trestle_help_window_has_topic (help, topic))
        g_error ("“%s” leads to “%s”, which the help does not have", sentence, topic);
      n_links = 1;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    n_links += check_links (child, help);
  return n_links;
}

static void
test_every_page_leads_to_its_definition (WindowFixture *fixture, gconstpointer data)
{
  TrestleHelpWindow *help = open_help (fixture, "");

  g_assert_cmpuint (check_links (GTK_WIDGET (fixture->window), help), >=, 5);
}

static void
add_tests (void)
{
  g_test_add_func ("/help/markdown-is-cut-into-blocks", test_markdown_is_cut_into_blocks);
  g_test_add_func ("/help/rows-of-tables-are-terms-with-definitions", test_rows_of_tables_are_terms_with_definitions);
  WINDOW_TEST ("/help/opens-at-the-topic", test_help_opens_at_the_topic);
  WINDOW_TEST ("/help/every-page-leads-to-its-definition", test_every_page_leads_to_its_definition);
}

int
main (int argc, char *argv[])
{
  return window_run_tests (argc, argv, add_tests);
}
