/* The switches of the bridges: what they show, and what is heard of a click. */
#include "tests/ui/widget-tests.h"

#include "tests/ui/widget-tools.h"
#include "ui/widgets/bridge-switches.h"

#define N_BRIDGES 2
#define ROW_OF_ALL 0 /* among the rows of switches; those of the bridges follow */

static const TrestleStandIn stand_ins[] = { TRESTLE_STAND_IN_NONE, TRESTLE_STAND_IN_MEAN, TRESTLE_STAND_IN_ZERO, TRESTLE_STAND_IN_ZERO };

typedef struct
{
  guint count;
  int side, bridge, stand_in;
} Heard;

static void
hear (GtkWidget *widget, int side, int bridge, int stand_in, Heard *heard)
{
  *heard = (Heard){ heard->count + 1, side, bridge, stand_in };
}

static GtkWidget *
switch_at (GtkWidget *switches, guint row, TrestleSide side)
{
  return tools_find (switches, "standinswitch", row * TRESTLE_N_SIDES + side);
}

static int
shown_at (GtkWidget *switches, guint row, TrestleSide side)
{
  int stand_in;

  g_object_get (switch_at (switches, row, side), "stand-in", &stand_in, NULL);
  return stand_in;
}

static GtkWidget *
button_at (GtkWidget *switches, guint row, TrestleSide side, TrestleStandIn stand_in)
{
  return tools_find (switch_at (switches, row, side), "button", stand_in);
}

static void
test_switches_show_what_is (void)
{
  GtkWidget *switches = trestle_bridge_switches_new ();
  GtkWindow *window = tools_window_new (switches, 600, 300);

  trestle_bridge_switches_set_stand_ins (TRESTLE_BRIDGE_SWITCHES (switches), stand_ins, N_BRIDGES);
  g_assert_cmpuint (tools_count (switches, "standinswitch"), ==, TRESTLE_N_SIDES * (N_BRIDGES + 1));
  g_assert_cmpint (shown_at (switches, 1, TRESTLE_SIDE_TEXT), ==, TRESTLE_STAND_IN_NONE);
  g_assert_cmpint (shown_at (switches, 2, TRESTLE_SIDE_TEXT), ==, TRESTLE_STAND_IN_MEAN);
  /* All of a side have a stand-in only if it is the same. */
  g_assert_cmpint (shown_at (switches, ROW_OF_ALL, TRESTLE_SIDE_TEXT), ==, -1);
  g_assert_cmpint (shown_at (switches, ROW_OF_ALL, TRESTLE_SIDE_IMAGE), ==, TRESTLE_STAND_IN_ZERO);
  g_assert_true (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (button_at (switches, 2, TRESTLE_SIDE_TEXT, TRESTLE_STAND_IN_MEAN))));
  g_assert_false (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (button_at (switches, 2, TRESTLE_SIDE_TEXT, TRESTLE_STAND_IN_NONE))));
  tools_assert_accessible_text (switch_at (switches, 2, TRESTLE_SIDE_IMAGE), GTK_ACCESSIBLE_PROPERTY_LABEL, "Image side, Bridge 2");
  gtk_window_destroy (window);
}

/* A click says what is wanted; what is shown changes when it is so. */
static void
test_click_on_a_switch_is_heard (void)
{
  GtkWidget *switches = trestle_bridge_switches_new ();
  GtkWindow *window = tools_window_new (switches, 600, 300);
  Heard heard = { 0 };

  trestle_bridge_switches_set_stand_ins (TRESTLE_BRIDGE_SWITCHES (switches), stand_ins, N_BRIDGES);
  g_signal_connect (switches, "switched", G_CALLBACK (hear), &heard);
  g_signal_emit_by_name (button_at (switches, 2, TRESTLE_SIDE_IMAGE, TRESTLE_STAND_IN_LAST), "clicked");
  g_assert_cmpuint (heard.count, ==, 1);
  g_assert_cmpint (heard.side, ==, TRESTLE_SIDE_IMAGE);
  g_assert_cmpint (heard.bridge, ==, 1);
  g_assert_cmpint (heard.stand_in, ==, TRESTLE_STAND_IN_LAST);
  g_assert_cmpint (shown_at (switches, 2, TRESTLE_SIDE_IMAGE), ==, TRESTLE_STAND_IN_ZERO);
  g_signal_emit_by_name (button_at (switches, ROW_OF_ALL, TRESTLE_SIDE_TEXT, TRESTLE_STAND_IN_MEAN), "clicked");
  g_assert_cmpuint (heard.count, ==, 2);
  g_assert_cmpint (heard.bridge, ==, -1);
  /* What is so already is not said again, and stays so. */
  g_signal_emit_by_name (button_at (switches, 1, TRESTLE_SIDE_TEXT, TRESTLE_STAND_IN_NONE), "clicked");
  g_assert_cmpuint (heard.count, ==, 2);
  g_assert_true (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (button_at (switches, 1, TRESTLE_SIDE_TEXT, TRESTLE_STAND_IN_NONE))));
  gtk_window_destroy (window);
}

static void
test_switches_follow_the_model (void)
{
  GtkWidget *switches = trestle_bridge_switches_new ();
  GtkWindow *window = tools_window_new (switches, 600, 300);

  trestle_bridge_switches_set_stand_ins (TRESTLE_BRIDGE_SWITCHES (switches), stand_ins, N_BRIDGES);
  trestle_bridge_switches_set_stand_ins (TRESTLE_BRIDGE_SWITCHES (switches), stand_ins, 1);
  g_assert_cmpuint (tools_count (switches, "standinswitch"), ==, TRESTLE_N_SIDES * 2);
  g_assert_cmpint (shown_at (switches, 1, TRESTLE_SIDE_IMAGE), ==, TRESTLE_STAND_IN_MEAN);
  gtk_window_destroy (window);
}

void
test_bridge_switches_add (void)
{
  g_test_add_func ("/bridge-switches/show-what-is", test_switches_show_what_is);
  g_test_add_func ("/bridge-switches/click-is-heard", test_click_on_a_switch_is_heard);
  g_test_add_func ("/bridge-switches/follow-the-model", test_switches_follow_the_model);
}
