/* What everybody can use: every control has a name and the keyboard reaches it, and a small window clips nothing. */
#include "tests/ui/window-fixture.h"

#define SMALL_WIDTH 1024
#define SMALL_HEIGHT 700

static const char *const pages[] = { TRESTLE_PAGE_ATTENTION, TRESTLE_PAGE_DIVERGENCE, TRESTLE_PAGE_BRIDGES, TRESTLE_PAGE_COMPARE,
                                     TRESTLE_PAGE_ARCHITECTURE };

typedef void (*WidgetCheck) (GtkWidget *widget, gpointer data);

static void
walk (GtkWidget *widget, WidgetCheck check, gpointer data)
{
  if (!gtk_widget_get_mapped (widget))
    return;
  check (widget, data);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    walk (child, check, data);
}

static gboolean
window_is_shown (WindowFixture *fixture)
{
  return gtk_widget_get_width (GTK_WIDGET (fixture->window)) > 0;
}

static void
on_painted (GdkFrameClock *clock, gboolean *painted)
{
  *painted = TRUE;
}

/* Until what has changed has also been laid out. */
static void
wait_for_frame (WindowFixture *fixture)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (fixture->window));
  gboolean painted = FALSE;
  gulong handler = g_signal_connect (clock, "after-paint", G_CALLBACK (on_painted), &painted);

  gtk_widget_queue_draw (GTK_WIDGET (fixture->window));
  while (!painted)
    g_main_context_iteration (NULL, TRUE);
  g_signal_handler_disconnect (clock, handler);
}

static gboolean
comparison_has_run (WindowFixture *fixture)
{
  return trestle_comparison_get_run (trestle_workbench_get_comparison (fixture->workbench)) != NULL;
}

/* With a second model, so that no page is empty. */
static void
check_every_page (WindowFixture *fixture, WidgetCheck check)
{
  TrestleComparison *comparison = trestle_workbench_get_comparison (fixture->workbench);

  window_wait_until (fixture, window_is_shown);
  trestle_comparison_hold (comparison);
  trestle_comparison_open_without_bridges (comparison, TRESTLE_STAND_IN_LAST);
  window_wait_until (fixture, comparison_has_run);
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      g_object_set (fixture->workbench, "page", pages[i], NULL);
      window_wait_until (fixture, window_is_idle);
      wait_for_frame (fixture);
      walk (GTK_WIDGET (fixture->window), check, (gpointer) pages[i]);
    }
  trestle_comparison_release (comparison);
}

static gboolean
says_something (GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget) && *gtk_label_get_text (GTK_LABEL (widget)) != '\0')
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (says_something (child))
      return TRUE;
  return FALSE;
}

static gboolean
has_name (GtkWidget *widget)
{
  return gtk_test_accessible_has_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL)
         || gtk_test_accessible_has_relation (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_RELATION_LABELLED_BY) || says_something (widget);
}

/* Whether it is one of ours, and no part of a larger widget of GTK's. */
static gboolean
is_control (GtkWidget *widget)
{
  return GTK_IS_BUTTON (widget) || GTK_IS_DROP_DOWN (widget) || GTK_IS_SCALE (widget) || GTK_IS_ENTRY (widget)
         || g_str_has_prefix (G_OBJECT_TYPE_NAME (widget), "TrestleHeadCell")
         || g_str_has_prefix (G_OBJECT_TYPE_NAME (widget), "TrestleWordChip");
}

/* A button inside a menu button or a drop-down is reached and named through that. */
static gboolean
is_part (GtkWidget *widget)
{
  GtkWidget *parent = gtk_widget_get_parent (widget);

  return parent != NULL
         && (GTK_IS_MENU_BUTTON (parent) || GTK_IS_DROP_DOWN (parent)
             || gtk_widget_get_ancestor (widget, GTK_TYPE_WINDOW_CONTROLS) != NULL);
}

static void
check_name (GtkWidget *widget, gpointer page)
{
  if (is_control (widget) && !is_part (widget) && !has_name (widget))
    g_error ("On page “%s” a %s in a %s has no name", (const char *) page, G_OBJECT_TYPE_NAME (widget),
             G_OBJECT_TYPE_NAME (gtk_widget_get_parent (widget)));
}

static void
test_every_control_has_a_name (WindowFixture *fixture, gconstpointer data)
{
  check_every_page (fixture, check_name);
}

/* What names the page switcher shortens of itself is not ours to mend. */
static void
check_text (GtkWidget *widget, gpointer page)
{
  PangoLayout *layout;
  int width;

  if (!GTK_IS_LABEL (widget) || gtk_widget_get_ancestor (widget, ADW_TYPE_VIEW_SWITCHER) != NULL)
    return;
  layout = gtk_label_get_layout (GTK_LABEL (widget));
  pango_layout_get_pixel_size (layout, &width, NULL);
  if (pango_layout_is_ellipsized (layout) || gtk_widget_get_width (widget) < width)
    g_error ("On page “%s” “%s” is clipped: %d of %d pixels", (const char *) page, gtk_label_get_text (GTK_LABEL (widget)),
             gtk_widget_get_width (widget), width);
}

static gboolean
window_is_small (WindowFixture *fixture)
{
  return gtk_widget_get_width (GTK_WIDGET (fixture->window)) <= SMALL_WIDTH;
}

/* The display takes its time to show a window, and then to make it smaller. */
static void
test_small_window_clips_no_text (WindowFixture *fixture, gconstpointer data)
{
  window_wait_until (fixture, window_is_shown);
  wait_for_frame (fixture);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), SMALL_WIDTH, SMALL_HEIGHT);
  window_wait_until (fixture, window_is_small);
  check_every_page (fixture, check_text);
  g_assert_cmpint (gtk_widget_get_width (GTK_WIDGET (fixture->window)), <=, SMALL_WIDTH);
  g_assert_cmpint (gtk_widget_get_height (GTK_WIDGET (fixture->window)), <=, SMALL_HEIGHT);
}

static void
note_page (GtkWidget *widget, gpointer reached)
{
  if (gtk_widget_get_focus_child (widget) == NULL && gtk_widget_has_focus (widget))
    g_hash_table_add (reached, widget);
}

/* Where the tabulator key goes, until it comes round. */
static GHashTable *
tab_through (WindowFixture *fixture)
{
  GHashTable *reached = g_hash_table_new (NULL, NULL);
  guint n_reached = 0;

  do
    {
      n_reached = g_hash_table_size (reached);
      gtk_widget_child_focus (GTK_WIDGET (fixture->window), GTK_DIR_TAB_FORWARD);
      walk (GTK_WIDGET (fixture->window), note_page, reached);
    }
  while (g_hash_table_size (reached) > n_reached);
  return reached;
}

static void
test_tabulator_goes_round (WindowFixture *fixture, gconstpointer data)
{
  window_wait_until (fixture, window_is_shown);
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      g_autoptr (GHashTable) reached = NULL;

      g_object_set (fixture->workbench, "page", pages[i], NULL);
      window_wait_until (fixture, window_is_idle);
      gtk_window_set_focus (GTK_WINDOW (fixture->window), NULL);
      reached = tab_through (fixture);
      /* The header's buttons, the image, the colours, the words, the tasks and the text, and something of the page. */
      g_assert_cmpuint (g_hash_table_size (reached), >=, 12);
    }
}

static void
add_tests (void)
{
  WINDOW_TEST ("/access/every-control-has-a-name", test_every_control_has_a_name);
  WINDOW_TEST ("/access/small-window-clips-no-text", test_small_window_clips_no_text);
  WINDOW_TEST ("/access/tabulator-goes-round", test_tabulator_goes_round);
}

int
main (int argc, char *argv[])
{
  return window_run_tests (argc, argv, add_tests);
}
