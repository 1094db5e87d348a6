/* The pages of the window: which one is shown, and that Divergence shows the command line's numbers and leads to a head's map. */
#include "tests/cli-call.h"
#include "tests/ui/export-checks.h"
#include "tests/ui/widget-tools.h"
#include "tests/ui/window-fixture.h"
#include "ui/pages/attention-page.h"
#include "ui/pages/divergence-page.h"
#include "ui/widgets/head-panels.h"

#define TOLERANCE 1e-5 /* between the window and the command line, whose products are split among threads in other ways */

#define TOWERS (1u << TRESTLE_BLOCK_VISION | 1u << TRESTLE_BLOCK_TEXT)
#define ENCODER (TRESTLE_RECORD_ALL & ~TOWERS)

static void
show_page (WindowFixture *fixture, const char *name)
{
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.page", "s", name);
}

static const char *
shown_page (WindowFixture *fixture)
{
  return adw_view_stack_get_visible_child_name (window_find (fixture, ADW_TYPE_VIEW_STACK));
}

static TrestleFigureView *
panels_of (WindowFixture *fixture)
{
  return window_find (fixture, TRESTLE_TYPE_HEAD_PANELS);
}

static gboolean
is_measured (WindowFixture *fixture)
{
  gboolean busy;

  g_object_get (window_find (fixture, TRESTLE_TYPE_DIVERGENCE_PAGE), "busy", &busy, NULL);
  return !busy && trestle_figure_view_get_figure (panels_of (fixture)) != NULL;
}

static const TrestleHeadDot *
dots_of (WindowFixture *fixture, guint *n_dots)
{
  return trestle_head_figure_get_dots (trestle_figure_view_get_figure (panels_of (fixture)), n_dots);
}

static const char *
image_of (WindowFixture *fixture)
{
  return trestle_image_source_get_path (trestle_workbench_get_run (fixture->workbench)->image_source);
}

static void
show_divergence (WindowFixture *fixture)
{
  show_page (fixture, "divergence");
  window_wait_until (fixture, is_measured);
}

static void
test_pages_are_turned (WindowFixture *fixture, gconstpointer data)
{
  GtkWidget *window = GTK_WIDGET (fixture->window);
  g_autofree char *page = NULL;

  g_assert_cmpstr (shown_page (fixture), ==, "attention");
  gtk_widget_activate_action (window, "win.previous-page", NULL);
  g_assert_cmpstr (shown_page (fixture), ==, "attention");
  gtk_widget_activate_action (window, "win.next-page", NULL);
  g_assert_cmpstr (shown_page (fixture), ==, "divergence");
  g_object_get (fixture->workbench, "page", &page, NULL);
  g_assert_cmpstr (page, ==, "divergence");
  gtk_widget_activate_action (window, "win.previous-page", NULL);
  g_assert_cmpstr (shown_page (fixture), ==, "attention");
}

/* By the command line: the layers of a block. */
static JsonArray *
find_layers (JsonObject *models, const TrestleHeadDot *dot)
{
  JsonObject *model = json_array_get_object_element (json_object_get_array_member (models, "models"), 0);

  return json_object_get_array_member (json_object_get_object_member (model, "blocks"), trestle_block_get_name (dot->block));
}

static void
assert_dot_is (const TrestleHeadDot *dot, JsonObject *models)
{
  JsonObject *layer = json_array_get_object_element (find_layers (models, dot), dot->layer);
  double expected = dot->head == TRESTLE_HEAD_MEAN
                        ? json_object_get_double_member (layer, "mean")
                        : json_array_get_double_element (json_object_get_array_member (layer, "heads"), (guint) dot->head);

  g_assert_cmpfloat_with_epsilon (dot->value, expected, TOLERANCE);
}

/* @blocks: bits 1 << block of those that have a panel; each has all dots of all of its layers. */
static void
assert_shows_as_cli (WindowFixture *fixture, TrestleHeadMeasure measure, gboolean towers, JsonObject *models, guint blocks)
{
  const TrestleRun *run = trestle_workbench_get_run (fixture->workbench);
  const TrestleHeadDot *dots;
  guint n_dots, n_expected = 0;

  g_object_set (window_find (fixture, TRESTLE_TYPE_DIVERGENCE_PAGE), "measure", measure, "towers", towers, NULL);
  dots = dots_of (fixture, &n_dots);
  for (guint i = 0; i < n_dots; i++)
    {
      g_assert_true (blocks & 1u << dots[i].block);
      assert_dot_is (&dots[i], models);
    }
  for (TrestleBlock block = 0; block < TRESTLE_N_BLOCKS; block++)
    if (blocks & 1u << block)
      n_expected += trestle_run_get_n_layers (run, block) * (trestle_run_get_n_heads (run, block) + 1);
  g_assert_cmpuint (n_dots, ==, n_expected);
}

static void
test_divergence_is_that_of_the_command_line (WindowFixture *fixture, gconstpointer data)
{
  static const guint of_encoder[] = { ENCODER, ENCODER, 1u << TRESTLE_BLOCK_CROSS_IMAGE_SELF, ENCODER,
                                      1u << TRESTLE_BLOCK_CROSS_TEXT_SELF | 1u << TRESTLE_BLOCK_CROSS_IMAGE_CROSS };
  static const guint of_towers[] = { TOWERS, TOWERS, 1u << TRESTLE_BLOCK_VISION, TOWERS, 1u << TRESTLE_BLOCK_TEXT };
  const char *text = trestle_workbench_get_text (fixture->workbench);

  show_divergence (fixture);
  for (TrestleHeadMeasure measure = 0; measure < TRESTLE_N_HEAD_MEASURES; measure++)
    {
      const char *name = trestle_head_measure_get_name (measure);
      g_autoptr (CliResult)
          result = cli_call ("divergence", "--json", "--measure", name, "--image", image_of (fixture), "--text", text, NULL);

      assert_shows_as_cli (fixture, measure, FALSE, cli_result_get_json (result), of_encoder[measure]);
      assert_shows_as_cli (fixture, measure, TRUE, cli_result_get_json (result), of_towers[measure]);
    }
}

/* Numbers that come when there is a newer run are dropped, and those of the newer one measured. */
static void
test_divergence_follows_the_text (WindowFixture *fixture, gconstpointer data)
{
  g_autoptr (CliResult) result = cli_call ("divergence", "--json", "--image", image_of (fixture), "--text", "a red star", NULL);
  static GMutex mutex;

  window_occupy_threads (&mutex);
  show_page (fixture, "divergence");
  gtk_editable_set_text (window_find (fixture, GTK_TYPE_ENTRY), "a red star");
  window_wait_until (fixture, window_has_caught_up);
  g_assert_false (is_measured (fixture));
  g_mutex_unlock (&mutex);
  window_wait_until (fixture, is_measured);
  assert_shows_as_cli (fixture, TRESTLE_HEAD_DIVERGENCE, FALSE, cli_result_get_json (result), ENCODER);
}

static guint
find_dot (WindowFixture *fixture, TrestleBlock block, guint layer, gint head)
{
  guint n_dots;
  const TrestleHeadDot *dots = dots_of (fixture, &n_dots);

  for (guint i = 0; i < n_dots; i++)
    if (dots[i].block == block && dots[i].layer == layer && dots[i].head == head)
      return i;
  g_assert_not_reached ();
}

static void
assert_looks_at (WindowFixture *fixture, TrestleBlock block, guint layer, gint head)
{
  const TrestleSelection *selection = trestle_workbench_get_selection (fixture->workbench);

  g_assert_cmpstr (shown_page (fixture), ==, "attention");
  g_assert_cmpint (selection->block, ==, block);
  g_assert_cmpuint (selection->layer, ==, layer);
  g_assert_cmpint (selection->head, ==, head);
}

/* With the pointer, in the widget's own pixels. */
static void
click_dot (WindowFixture *fixture, guint dot)
{
  TrestleFigureView *panels = panels_of (fixture);
  guint n_dots;
  const TrestleHeadDot *at = &dots_of (fixture, &n_dots)[dot];
  double scale = trestle_figure_view_get_scale (panels);

  g_signal_emit_by_name (tools_get_controller (GTK_WIDGET (panels), GTK_TYPE_GESTURE_CLICK), "released", 1, scale * at->x, scale * at->y);
}

static void
test_click_on_a_dot_opens_its_head (WindowFixture *fixture, gconstpointer data)
{
  show_divergence (fixture);
  click_dot (fixture, find_dot (fixture, TRESTLE_BLOCK_CROSS_IMAGE_SELF, 1, 5));
  assert_looks_at (fixture, TRESTLE_BLOCK_CROSS_IMAGE_SELF, 1, 5);
  show_divergence (fixture);
  click_dot (fixture, find_dot (fixture, TRESTLE_BLOCK_CROSS_TEXT_CROSS, 3, TRESTLE_HEAD_MEAN));
  assert_looks_at (fixture, TRESTLE_BLOCK_CROSS_TEXT_CROSS, 3, TRESTLE_HEAD_MEAN);
}

static void
test_click_beside_the_dots_does_nothing (WindowFixture *fixture, gconstpointer data)
{
  show_divergence (fixture);
  g_signal_emit_by_name (tools_get_controller (GTK_WIDGET (panels_of (fixture)), GTK_TYPE_GESTURE_CLICK), "released", 1, 1.0, 1.0);
  g_assert_cmpstr (shown_page (fixture), ==, "divergence");
}

static void
test_hovered_dot_is_named (WindowFixture *fixture, gconstpointer data)
{
  TrestleFigureView *panels = panels_of (fixture);
  guint n_dots, dot;
  g_autofree char *text = NULL;

  show_divergence (fixture);
  dot = find_dot (fixture, TRESTLE_BLOCK_CROSS_IMAGE_CROSS, 2, 4);
  text = g_strdup_printf ("image → text · layer 3 · head 5: %.4f", dots_of (fixture, &n_dots)[dot].value);
  g_signal_emit_by_name (panels, "part-hovered", (int) dot);
  g_assert_true (window_shows_text (window_find (fixture, TRESTLE_TYPE_DIVERGENCE_PAGE), text));
  g_signal_emit_by_name (panels, "part-hovered", -1);
  g_assert_false (window_shows_text (window_find (fixture, TRESTLE_TYPE_DIVERGENCE_PAGE), text));
}

static void
test_keys_reach_a_dot_and_open_it (WindowFixture *fixture, gconstpointer data)
{
  TrestleFigureView *panels = panels_of (fixture);
  const TrestleHeadDot *dots;
  guint n_dots, above;
  GtkWidget *cursor;

  show_divergence (fixture);
  dots = dots_of (fixture, &n_dots);
  g_assert_true (gtk_widget_grab_focus (GTK_WIDGET (panels)));
  g_assert_true (tools_press_key (GTK_WIDGET (panels), GDK_KEY_Page_Down));
  g_assert_true (tools_press_key (GTK_WIDGET (panels), GDK_KEY_Up));
  above = trestle_head_figure_walk (trestle_figure_view_get_figure (panels),
                                    find_dot (fixture, TRESTLE_BLOCK_CROSS_TEXT_SELF, dots[0].layer, dots[0].head), TRESTLE_HEAD_BY_VALUE,
                                    TRUE);
  cursor = tools_find (GTK_WIDGET (panels), "partcursor", 0);
  g_assert_true (gtk_root_get_focus (GTK_ROOT (fixture->window)) == cursor);
  g_assert_cmpint (dots[above].block, ==, TRESTLE_BLOCK_CROSS_TEXT_SELF);
  g_assert_true (window_shows_text (window_find (fixture, TRESTLE_TYPE_DIVERGENCE_PAGE), "text self-attention · layer 1"));
  g_signal_emit_by_name (cursor, "clicked");
  assert_looks_at (fixture, TRESTLE_BLOCK_CROSS_TEXT_SELF, dots[above].layer, dots[above].head);
}

static void
test_exports_can_be_repeated (WindowFixture *fixture, gconstpointer data)
{
  export_assert_repeatable (fixture, TRESTLE_TYPE_ATTENTION_PAGE);
  show_divergence (fixture);
  export_assert_repeatable (fixture, TRESTLE_TYPE_DIVERGENCE_PAGE);
  g_object_set (window_find (fixture, TRESTLE_TYPE_DIVERGENCE_PAGE), "measure", TRESTLE_HEAD_ENTROPY, "towers", TRUE, NULL);
  export_assert_repeatable (fixture, TRESTLE_TYPE_DIVERGENCE_PAGE);
}

/* Closed by the fixture while the thread is at work; a warning would end the test. */
static void
test_closing_while_measuring_is_quiet (WindowFixture *fixture, gconstpointer data)
{
  gboolean busy;

  show_page (fixture, "divergence");
  g_object_get (window_find (fixture, TRESTLE_TYPE_DIVERGENCE_PAGE), "busy", &busy, NULL);
  g_assert_true (busy);
}

static void
add_tests (void)
{
  WINDOW_TEST ("/pages/are-turned", test_pages_are_turned);
  WINDOW_TEST ("/pages/divergence-is-that-of-the-command-line", test_divergence_is_that_of_the_command_line);
  WINDOW_TEST ("/pages/divergence-follows-the-text", test_divergence_follows_the_text);
  WINDOW_TEST ("/pages/click-on-a-dot-opens-its-head", test_click_on_a_dot_opens_its_head);
  WINDOW_TEST ("/pages/click-beside-the-dots-does-nothing", test_click_beside_the_dots_does_nothing);
  WINDOW_TEST ("/pages/hovered-dot-is-named", test_hovered_dot_is_named);
  WINDOW_TEST ("/pages/keys-reach-a-dot-and-open-it", test_keys_reach_a_dot_and_open_it);
  WINDOW_TEST ("/pages/exports-can-be-repeated", test_exports_can_be_repeated);
  WINDOW_TEST ("/pages/closing-while-measuring-is-quiet", test_closing_while_measuring_is_quiet);
}

int
main (int argc, char *argv[])
{
  return window_run_tests (argc, argv, add_tests);
}
