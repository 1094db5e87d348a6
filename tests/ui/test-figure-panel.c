/* Panels of figures: their parts are pointed at, chosen with the arrow keys, and opened, whatever they are. */
#include "tests/ui/widget-tests.h"

#include "tests/ui/widget-tools.h"
#include "ui/widgets/figure-panel.h"

#define N_PARTS 3
#define PART_SIZE 20.0 /* points: each part is a square, one below the other */
#define PART_GAP 80.0
#define REACH 5.0 /* pixels, as is the gap */
#define GAP 2.0

/* How many parts the next figure has, and how often its frame was drawn. */
static guint n_parts = N_PARTS;
static guint n_frames;
static graphene_rect_t frame;

#define TEST_TYPE_PANEL (test_panel_get_type ())
G_DECLARE_FINAL_TYPE (TestPanel, test_panel, TEST, PANEL, TrestleFigurePanel)

struct _TestPanel
{
  TrestleFigurePanel parent_instance;
};

G_DEFINE_FINAL_TYPE (TestPanel, test_panel, TRESTLE_TYPE_FIGURE_PANEL)

static guint
count_parts (const TrestleFigure *figure)
{
  return n_parts;
}

static TrestleFigureArea
get_area (const TrestleFigure *figure, guint part)
{
  return (TrestleFigureArea){ PART_SIZE, part * PART_GAP, PART_SIZE, PART_SIZE };
}

static gint
find_part (const TrestleFigure *figure, double x, double y, double reach)
{
  for (guint part = 0; part < n_parts; part++)
    if (x >= PART_SIZE - reach && x < 2 * PART_SIZE + reach && y >= part * PART_GAP - reach && y < part * PART_GAP + PART_SIZE + reach)
      return (gint) part;
  return -1;
}

static guint
walk (const TrestleFigure *figure, guint part, int rows, int columns)
{
  return (guint) CLAMP ((gint) part + rows, 0, (gint) n_parts - 1);
}

static char *
describe_part (const TrestleFigure *figure, guint part)
{
  return g_strdup_printf ("part %u of %u", part + 1, n_parts);
}

static void
draw_frame (GtkSnapshot *snapshot, const graphene_rect_t *rect)
{
  n_frames++;
  frame = *rect;
}

static void
test_panel_class_init (TestPanelClass *class)
{
  TrestleFigurePanelClass *panel_class = TRESTLE_FIGURE_PANEL_CLASS (class);

  panel_class->reach = REACH;
  panel_class->gap = GAP;
  panel_class->count_parts = count_parts;
  panel_class->find_part = find_part;
  panel_class->get_area = get_area;
  panel_class->walk = walk;
  panel_class->describe_part = describe_part;
  panel_class->draw_frame = draw_frame;
}

static void
test_panel_init (TestPanel *panel)
{
}

static void
draw (cairo_t *cr, double width, double height, gpointer data)
{
}

static void
fill_table (TrestleTable *table, gpointer data)
{
}

static TrestleFigure *
make (double width_mm, gpointer data)
{
  return trestle_figure_new (width_mm, 100.0, draw, fill_table, NULL, NULL);
}

/* In a scrolled window that is not as high as the figure. */
typedef struct
{
  GtkWindow *window;
  GtkWidget *panel;
  GtkWidget *cursor;
  double scale;
  ToolsHeard hovered, activated;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  n_parts = N_PARTS;
  fixture->panel = g_object_new (TEST_TYPE_PANEL, NULL);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), fixture->panel);
  g_signal_connect (fixture->panel, "part-hovered", G_CALLBACK (tools_hear_one), &fixture->hovered);
  g_signal_connect (fixture->panel, "part-activated", G_CALLBACK (tools_hear_one), &fixture->activated);
  trestle_figure_view_set_maker (TRESTLE_FIGURE_VIEW (fixture->panel), make, NULL);
  fixture->window = tools_window_new (scrolled, 500, 200);
  fixture->cursor = tools_find (fixture->panel, "partcursor", 0);
  fixture->scale = trestle_figure_view_get_scale (TRESTLE_FIGURE_VIEW (fixture->panel));
  /* A window gives the focus to the first who can have it. */
  gtk_window_set_focus (fixture->window, NULL);
  fixture->hovered = (ToolsHeard){ 0 };
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (fixture->window);
}

static void
point_at (Fixture *fixture, double x, double y)
{
  g_signal_emit_by_name (tools_get_controller (fixture->panel, GTK_TYPE_EVENT_CONTROLLER_MOTION), "motion", x, y);
}

/* Pixels of the left and upper edges. */
static double
left_of (Fixture *fixture)
{
  return fixture->scale * PART_SIZE;
}

static double
top_of (Fixture *fixture, guint part)
{
  return fixture->scale * PART_GAP * part;
}

static void
test_pointer_finds_parts_within_reach (Fixture *fixture, gconstpointer data)
{
  point_at (fixture, left_of (fixture) - REACH + 1, top_of (fixture, 1) + 1);
  g_assert_cmpint (fixture->hovered.first, ==, 1);
  g_assert_cmpint (trestle_figure_panel_get_hovered (TRESTLE_FIGURE_PANEL (fixture->panel)), ==, 1);
  point_at (fixture, left_of (fixture) - REACH - 1, top_of (fixture, 1) + 1);
  g_assert_cmpint (fixture->hovered.first, ==, -1);
  point_at (fixture, left_of (fixture) + 1, top_of (fixture, 2) + 1);
  g_assert_cmpint (fixture->hovered.first, ==, 2);
  g_signal_emit_by_name (tools_get_controller (fixture->panel, GTK_TYPE_EVENT_CONTROLLER_MOTION), "leave");
  g_assert_cmpint (fixture->hovered.first, ==, -1);
  g_assert_cmpuint (fixture->hovered.count, ==, 4);
}

static void
test_part_under_the_pointer_has_a_frame (Fixture *fixture, gconstpointer data)
{
  point_at (fixture, left_of (fixture) + 1, top_of (fixture, 1) + 1);
  tools_wait_for_frame (fixture->panel);
  g_assert_cmpfloat_with_epsilon (frame.origin.x, left_of (fixture), 1e-3);
  g_assert_cmpfloat_with_epsilon (frame.origin.y, top_of (fixture, 1), 1e-3);
  g_assert_cmpfloat_with_epsilon (frame.size.width, fixture->scale * PART_SIZE, 1e-3);
  point_at (fixture, 0, 0);
  tools_wait_for_frame (fixture->panel);
  n_frames = 0;
  gtk_widget_queue_draw (fixture->panel);
  tools_wait_for_frame (fixture->panel);
  g_assert_cmpuint (n_frames, ==, 0);
}

static void
test_click_opens_the_part_there (Fixture *fixture, gconstpointer data)
{
  GtkEventController *click = tools_get_controller (fixture->panel, GTK_TYPE_GESTURE_CLICK);

  g_signal_emit_by_name (click, "released", 1, 0.0, 0.0);
  g_assert_cmpuint (fixture->activated.count, ==, 0);
  g_signal_emit_by_name (click, "released", 1, left_of (fixture) + 1, top_of (fixture, 2) + 1);
  g_assert_cmpuint (fixture->activated.count, ==, 1);
  g_assert_cmpint (fixture->activated.first, ==, 2);
  tools_assert_accessible_text (fixture->cursor, GTK_ACCESSIBLE_PROPERTY_LABEL, "part 3 of 3");
}

static void
test_keys_lead_from_part_to_part_and_open (Fixture *fixture, gconstpointer data)
{
  graphene_rect_t bounds;

  g_assert_true (gtk_widget_grab_focus (fixture->panel));
  g_assert_true (gtk_window_get_focus (fixture->window) == fixture->cursor);
  g_assert_cmpint (fixture->hovered.first, ==, 0);
  tools_assert_accessible_text (fixture->cursor, GTK_ACCESSIBLE_PROPERTY_LABEL, "part 1 of 3");
  g_assert_true (tools_press_key (fixture->panel, GDK_KEY_Down));
  g_assert_cmpint (fixture->hovered.first, ==, 1);
  tools_assert_accessible_text (fixture->cursor, GTK_ACCESSIBLE_PROPERTY_LABEL, "part 2 of 3");
  tools_wait_for_frame (fixture->panel);
  bounds = tools_get_bounds (fixture->cursor, fixture->panel);
  g_assert_cmpfloat_with_epsilon (bounds.origin.x, left_of (fixture) - GAP, 1.0);
  g_assert_cmpfloat_with_epsilon (bounds.origin.y, top_of (fixture, 1) - GAP, 1.0);
  g_signal_emit_by_name (fixture->cursor, "clicked");
  g_assert_cmpint (fixture->activated.first, ==, 1);
}

/* The cursor has the focus all the while, so nothing else scrolls to it. */
static void
test_keys_scroll_to_the_part (Fixture *fixture, gconstpointer data)
{
  GtkWidget *scrolled = gtk_window_get_child (fixture->window);
  GtkAdjustment *place = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled));
  double bottom = top_of (fixture, 2) + fixture->scale * PART_SIZE;

  gtk_widget_grab_focus (fixture->panel);
  g_assert_cmpfloat (gtk_adjustment_get_value (place), ==, 0);
  tools_press_key (fixture->panel, GDK_KEY_Page_Down);
  g_assert_cmpfloat (gtk_adjustment_get_value (place) + gtk_adjustment_get_page_size (place), >=, bottom);
  tools_press_key (fixture->panel, GDK_KEY_Page_Up);
  g_assert_cmpfloat (gtk_adjustment_get_value (place), ==, 0);
}

/* @keeps: whether parts have the same numbers in the next figure. */
static void
assert_next_figure (Fixture *fixture, gboolean keeps, gint hovered)
{
  TRESTLE_FIGURE_PANEL_GET_CLASS (fixture->panel)->keeps_parts = keeps;
  point_at (fixture, left_of (fixture) + 1, top_of (fixture, 1) + 1);
  trestle_figure_view_renew (TRESTLE_FIGURE_VIEW (fixture->panel));
  g_assert_cmpint (trestle_figure_panel_get_hovered (TRESTLE_FIGURE_PANEL (fixture->panel)), ==, hovered);
}

static void
test_next_figure_may_have_the_same_parts (Fixture *fixture, gconstpointer data)
{
  assert_next_figure (fixture, TRUE, 1);
  assert_next_figure (fixture, FALSE, -1);
  point_at (fixture, left_of (fixture) + 1, top_of (fixture, 1) + 1);
  n_parts = 1;
  assert_next_figure (fixture, TRUE, -1);
  TRESTLE_FIGURE_PANEL_GET_CLASS (fixture->panel)->keeps_parts = FALSE;
}

static void
test_cursor_never_stands_on_nothing (Fixture *fixture, gconstpointer data)
{
  gtk_widget_grab_focus (fixture->panel);
  tools_press_key (fixture->panel, GDK_KEY_Page_Down);
  n_parts = 2;
  trestle_figure_view_renew (TRESTLE_FIGURE_VIEW (fixture->panel));
  tools_assert_accessible_text (fixture->cursor, GTK_ACCESSIBLE_PROPERTY_LABEL, "part 1 of 2");
  n_parts = 0;
  trestle_figure_view_renew (TRESTLE_FIGURE_VIEW (fixture->panel));
  tools_assert_accessible_text (fixture->cursor, GTK_ACCESSIBLE_PROPERTY_LABEL, "No numbers yet");
  g_assert_false (tools_press_key (fixture->panel, GDK_KEY_Down));
  g_signal_emit_by_name (fixture->cursor, "clicked");
  g_assert_cmpuint (fixture->activated.count, ==, 0);
}

static void
add (const char *path, void (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

void
test_figure_panel_add (void)
{
  add ("/figure-panel/pointer-finds-parts-within-reach", test_pointer_finds_parts_within_reach);
  add ("/figure-panel/part-under-the-pointer-has-a-frame", test_part_under_the_pointer_has_a_frame);
  add ("/figure-panel/click-opens-the-part-there", test_click_opens_the_part_there);
  add ("/figure-panel/keys-lead-from-part-to-part-and-open", test_keys_lead_from_part_to_part_and_open);
  add ("/figure-panel/keys-scroll-to-the-part", test_keys_scroll_to_the_part);
  add ("/figure-panel/next-figure-may-have-the-same-parts", test_next_figure_may_have_the_same_parts);
  add ("/figure-panel/cursor-never-stands-on-nothing", test_cursor_never_stands_on_nothing);
}
