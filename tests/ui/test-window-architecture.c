/* The Architecture page: its numbers are the command line's, its parts open what they are of, and METER has layers alone. */
#include <math.h>

#include "tests/cli-call.h"
#include "tests/ui/export-checks.h"
#include "tests/ui/widget-tools.h"
#include "tests/ui/window-fixture.h"
#include "ui/bridge-work.h"
#include "ui/figure-source.h"
#include "ui/pages/architecture-page.h"
#include "ui/widgets/model-panel.h"
#include "ui/widgets/page-heading.h"

#define TOLERANCE 1e-5       /* between the window and the command line, whose products are split among threads in other ways */
#define LOGIT_TOLERANCE 1e-4 /* of logits, likewise */
#define TEXT "a red star"

static TrestleArchitecturePage *
page_of (WindowFixture *fixture)
{
  return window_find (fixture, TRESTLE_TYPE_ARCHITECTURE_PAGE);
}

static TrestleFigureView *
panel_of (WindowFixture *fixture)
{
  return window_find (fixture, TRESTLE_TYPE_MODEL_PANEL);
}

static const TrestleModelPart *
parts_of (WindowFixture *fixture, guint *n_parts)
{
  return trestle_model_figure_get_parts (trestle_figure_view_get_figure (panel_of (fixture)), n_parts);
}

static gboolean
is_measured (WindowFixture *fixture)
{
  gboolean busy;

  g_object_get (page_of (fixture), "busy", &busy, NULL);
  return !busy && window_is_idle (fixture);
}

static void
show_architecture (WindowFixture *fixture)
{
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.page", "s", "architecture");
  window_wait_until (fixture, is_measured);
}

static void
choose (WindowFixture *fixture, const char *layers, const char *bridges)
{
  g_object_set (page_of (fixture), "layers-by", layers, "bridges-by", bridges, NULL);
  window_wait_until (fixture, is_measured);
}

static const char *
shown_page (WindowFixture *fixture)
{
  return adw_view_stack_get_visible_child_name (window_find (fixture, ADW_TYPE_VIEW_STACK));
}

static CliResult *
call_cli (WindowFixture *fixture, const char *subcommand, const char *option, const char *value)
{
  TrestleRun *run = trestle_workbench_get_run (fixture->workbench);

  return cli_call (subcommand, "--json", "--model", run->model_source->path, "--image", trestle_image_source_get_path (run->image_source),
                   "--text", run->text, option, value, NULL);
}

/* What "divergence" says of a layer: the mean of its heads; NAN for a block that the measure has no meaning for. */
static double
find_layer (JsonObject *json, TrestleBlock block, guint layer)
{
  JsonObject *blocks = cli_json_get_object (cli_json_get_element (json, "models", 0), "blocks");

  if (!json_object_has_member (blocks, trestle_block_get_name (block)))
    return NAN;
  return cli_json_get_number (cli_json_get_element (blocks, trestle_block_get_name (block), layer), "mean");
}

static void
assert_layers_are_those_of (WindowFixture *fixture, JsonObject *json)
{
  guint n_parts, n_layers = 0;
  const TrestleModelPart *parts = parts_of (fixture, &n_parts);

  for (guint i = 0; i < n_parts; i++)
    if (parts[i].kind == TRESTLE_MODEL_LAYER)
      {
        double expected = find_layer (json, parts[i].block, parts[i].layer);

        n_layers++;
        if (isnan (expected))
          g_assert_true (isnan (parts[i].value));
        else
          g_assert_cmpfloat_with_epsilon (parts[i].value, expected, TOLERANCE);
      }
  g_assert_cmpuint (n_layers, ==, 6 + 6 + 4 * 4);
}

static void
test_layers_are_those_of_the_command_line (WindowFixture *fixture, gconstpointer data)
{
  static const char *const measures[] = { "divergence", "entropy", "distance", "class_share", "separator_share" };

  show_architecture (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (measures); i++)
    {
      g_autoptr (CliResult) result = call_cli (fixture, "divergence", "--measure", measures[i]);

      choose (fixture, measures[i], "share");
      assert_layers_are_those_of (fixture, cli_result_get_json (result));
    }
}

/* What "bridges" says of the part by that choice. */
static double
find_bridge (JsonObject *json, const TrestleModelPart *part, const char *choice)
{
  JsonArray *bridges = json_object_get_array_member (json, "bridges");

  for (guint i = 0; i < json_array_get_length (bridges); i++)
    {
      JsonObject *bridge = json_array_get_object_element (bridges, i);

      if (!g_str_equal (json_object_get_string_member (bridge, "side"), trestle_side_get_name (part->side))
          || json_object_get_int_member (bridge, "index") != part->bridge)
        continue;
      if (g_str_equal (choice, "share") || g_str_equal (choice, "cosine"))
        return cli_json_get_number (bridge, choice);
      return cli_json_get_number (cli_json_get_object (cli_json_get_object (bridge, "ablations"), choice), "match_logit_change");
    }
  g_assert_not_reached ();
}

static void
assert_bridges_are_those_of (WindowFixture *fixture, JsonObject *json, const char *choice)
{
  guint n_parts, n_bridges = 0;
  const TrestleModelPart *parts = parts_of (fixture, &n_parts);

  for (guint i = 0; i < n_parts; i++)
    if (parts[i].kind == TRESTLE_MODEL_BRIDGE)
      {
        n_bridges++;
        g_assert_cmpfloat_with_epsilon (parts[i].value, find_bridge (json, &parts[i], choice), LOGIT_TOLERANCE);
      }
  g_assert_cmpuint (n_bridges, ==, 6);
}

static void
test_bridges_are_those_of_the_command_line (WindowFixture *fixture, gconstpointer data)
{
  static const char *const choices[] = { "share", "cosine", "zero", "mean", "last" };
  g_autoptr (CliResult) result = call_cli (fixture, "bridges", NULL, NULL);

  show_architecture (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (choices); i++)
    {
      choose (fixture, "nothing", choices[i]);
      assert_bridges_are_those_of (fixture, cli_result_get_json (result), choices[i]);
    }
}

/* What was measured of a run stays measured, on the Bridges page too: knock-outs are run once, whichever is looked at first. */
static void
test_measured_bridges_are_kept (WindowFixture *fixture, gconstpointer data)
{
  static const char *const others[] = { "last", "mean", "share" };
  TrestleBridgeWork *work = trestle_bridge_work_of (fixture->workbench);
  const TrestleBridgeStudy *study;
  gboolean busy;

  show_architecture (fixture);
  choose (fixture, "entropy", "share");
  g_assert_false (trestle_bridge_study_has_effects (trestle_bridge_work_get_study (work)));
  choose (fixture, "entropy", "zero");
  study = trestle_bridge_work_get_study (work);
  g_assert_true (trestle_bridge_study_has_effects (study));
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_object_set (page_of (fixture), "bridges-by", others[i], NULL);
      g_object_get (page_of (fixture), "busy", &busy, NULL);
      g_assert_false (busy);
    }
  g_object_set (fixture->workbench, "page", TRESTLE_PAGE_BRIDGES, NULL);
  g_assert_true (window_is_idle (fixture));
  g_assert_true (trestle_bridge_work_get_study (work) == study);
}

static void
test_numbers_follow_the_text (WindowFixture *fixture, gconstpointer data)
{
  g_autoptr (CliResult) heads = NULL;
  g_autoptr (CliResult) bridges = NULL;

  show_architecture (fixture);
  choose (fixture, "divergence", "zero");
  gtk_editable_set_text (window_find (fixture, GTK_TYPE_ENTRY), TEXT);
  window_wait_until (fixture, window_has_caught_up);
  window_wait_until (fixture, is_measured);
  heads = call_cli (fixture, "divergence", NULL, NULL);
  bridges = call_cli (fixture, "bridges", NULL, NULL);
  assert_layers_are_those_of (fixture, cli_result_get_json (heads));
  assert_bridges_are_those_of (fixture, cli_result_get_json (bridges), "zero");
}

/* While they are missing the drawing is there, as large as with them. */
static void
test_drawing_does_not_wait_for_numbers (WindowFixture *fixture, gconstpointer data)
{
  const TrestleModelPart *parts;
  guint n_parts;
  double height;

  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.page", "s", "architecture");
  while (trestle_figure_view_get_figure (panel_of (fixture)) == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_object_set (page_of (fixture), "bridges-by", "zero", NULL);
  height = trestle_figure_get_height (trestle_figure_view_get_figure (panel_of (fixture)));
  parts = parts_of (fixture, &n_parts);
  for (guint i = 0; i < n_parts; i++)
    g_assert_true (parts[i].kind == TRESTLE_MODEL_LAYER || isnan (parts[i].value));
  g_assert_true (window_shows_text (GTK_WIDGET (page_of (fixture)), "Knocking out each bridge…"));
  window_wait_until (fixture, is_measured);
  g_assert_false (window_shows_text (GTK_WIDGET (page_of (fixture)), "Knocking out each bridge…"));
  g_assert_cmpfloat (trestle_figure_get_height (trestle_figure_view_get_figure (panel_of (fixture))), ==, height);
}

static guint
find_part (WindowFixture *fixture, TrestleModelPartKind kind, TrestleBlock block, guint layer)
{
  guint n_parts;
  const TrestleModelPart *parts = parts_of (fixture, &n_parts);

  for (guint i = 0; i < n_parts; i++)
    if (parts[i].kind == kind && parts[i].block == block && parts[i].layer == layer)
      return i;
  g_assert_not_reached ();
}

/* With the pointer, in the widget's own pixels. */
static void
click_part (WindowFixture *fixture, guint part)
{
  guint n_parts;
  const TrestleModelPart *at = &parts_of (fixture, &n_parts)[part];
  double scale = trestle_figure_view_get_scale (panel_of (fixture));

  g_signal_emit_by_name (tools_get_controller (GTK_WIDGET (panel_of (fixture)), GTK_TYPE_GESTURE_CLICK), "released", 1,
                         scale * (at->x + at->width / 2.0), scale * (at->y + at->height / 2.0));
}

static void
assert_looks_at (WindowFixture *fixture, TrestleBlock block, guint layer)
{
  const TrestleSelection *selection = trestle_workbench_get_selection (fixture->workbench);

  g_assert_cmpstr (shown_page (fixture), ==, "attention");
  g_assert_cmpint (selection->block, ==, block);
  g_assert_cmpuint (selection->layer, ==, layer);
  g_assert_cmpint (selection->head, ==, TRESTLE_HEAD_MEAN);
}

static void
test_click_on_a_layer_opens_its_attention (WindowFixture *fixture, gconstpointer data)
{
  show_architecture (fixture);
  click_part (fixture, find_part (fixture, TRESTLE_MODEL_LAYER, TRESTLE_BLOCK_CROSS_IMAGE_SELF, 1));
  assert_looks_at (fixture, TRESTLE_BLOCK_CROSS_IMAGE_SELF, 1);
  show_architecture (fixture);
  click_part (fixture, find_part (fixture, TRESTLE_MODEL_LAYER, TRESTLE_BLOCK_VISION, 0));
  assert_looks_at (fixture, TRESTLE_BLOCK_VISION, 0);
  /* Undivided, a cross-modal layer opens where it looks at the other side, and a box of several the highest of them. */
  show_architecture (fixture);
  choose (fixture, "nothing", "nothing");
  click_part (fixture, find_part (fixture, TRESTLE_MODEL_LAYER, TRESTLE_BLOCK_CROSS_TEXT_CROSS, 2));
  assert_looks_at (fixture, TRESTLE_BLOCK_CROSS_TEXT_CROSS, 2);
  show_architecture (fixture);
  click_part (fixture, find_part (fixture, TRESTLE_MODEL_LAYER, TRESTLE_BLOCK_TEXT, 1));
  assert_looks_at (fixture, TRESTLE_BLOCK_TEXT, 1);
}

static void
test_click_on_a_bridge_opens_the_bridges (WindowFixture *fixture, gconstpointer data)
{
  show_architecture (fixture);
  click_part (fixture, find_part (fixture, TRESTLE_MODEL_BRIDGE, TRESTLE_BLOCK_VISION, 4));
  g_assert_cmpstr (shown_page (fixture), ==, "bridges");
}

static void
test_click_beside_the_parts_does_nothing (WindowFixture *fixture, gconstpointer data)
{
  show_architecture (fixture);
  g_signal_emit_by_name (tools_get_controller (GTK_WIDGET (panel_of (fixture)), GTK_TYPE_GESTURE_CLICK), "released", 1, 1.0, 1.0);
  g_assert_cmpstr (shown_page (fixture), ==, "architecture");
}

/* The pointer's part is named with its number, and what can be done is said where it is on none. */
static void
test_part_under_the_pointer_is_named (WindowFixture *fixture, gconstpointer data)
{
  GtkEventController *motion = tools_get_controller (GTK_WIDGET (panel_of (fixture)), GTK_TYPE_EVENT_CONTROLLER_MOTION);
  const TrestleModelPart *part;
  g_autofree char *text = NULL;
  guint n_parts;
  double scale;

  show_architecture (fixture);
  part = &parts_of (fixture, &n_parts)[find_part (fixture, TRESTLE_MODEL_LAYER, TRESTLE_BLOCK_CROSS_IMAGE_CROSS, 2)];
  scale = trestle_figure_view_get_scale (panel_of (fixture));
  text = g_strdup_printf ("Cross-modal layer 3, image side, cross-attention: divergence %.4f nats", part->value);
  g_assert_true (window_shows_text (GTK_WIDGET (page_of (fixture)), "Click a layer"));
  g_signal_emit_by_name (motion, "motion", scale * part->x + 2.0, scale * part->y + 2.0);
  g_assert_true (window_shows_text (GTK_WIDGET (page_of (fixture)), text));
  g_signal_emit_by_name (motion, "leave");
  g_assert_true (window_shows_text (GTK_WIDGET (page_of (fixture)), "Click a layer"));
}

static void
test_keys_reach_a_part_and_open_it (WindowFixture *fixture, gconstpointer data)
{
  GtkWidget *panel = GTK_WIDGET (panel_of (fixture));
  GtkWidget *cursor = tools_find (panel, "partcursor", 0);
  g_autofree char *name = NULL;
  guint part;

  show_architecture (fixture);
  g_assert_true (gtk_widget_grab_focus (panel));
  g_assert_true (gtk_root_get_focus (GTK_ROOT (fixture->window)) == cursor);
  g_assert_true (tools_press_key (panel, GDK_KEY_Page_Up));
  g_assert_true (tools_press_key (panel, GDK_KEY_Right));
  g_assert_true (tools_press_key (panel, GDK_KEY_Right));
  g_assert_true (tools_press_key (panel, GDK_KEY_Down));
  part = (guint) trestle_figure_panel_get_hovered (TRESTLE_FIGURE_PANEL (panel));
  g_assert_cmpuint (part, ==, find_part (fixture, TRESTLE_MODEL_LAYER, TRESTLE_BLOCK_CROSS_TEXT_SELF, 3));
  name = trestle_model_figure_describe_part (trestle_figure_view_get_figure (panel_of (fixture)), part);
  tools_assert_accessible_text (cursor, GTK_ACCESSIBLE_PROPERTY_LABEL, name);
  g_assert_true (window_shows_text (GTK_WIDGET (page_of (fixture)), name));
  g_signal_emit_by_name (cursor, "clicked");
  assert_looks_at (fixture, TRESTLE_BLOCK_CROSS_TEXT_SELF, 3);
}

static void
assert_heading (WindowFixture *fixture, const char *topic, const char *part)
{
  g_autofree char *actual = NULL;
  g_autofree char *sentence = NULL;

  g_object_get (window_find_widget (GTK_WIDGET (page_of (fixture)), TRESTLE_TYPE_PAGE_HEADING), "topic", &actual, "sentence", &sentence,
                NULL);
  g_assert_cmpstr (actual, ==, topic);
  g_assert_nonnull (strstr (sentence, part));
}

static void
test_heading_says_what_was_chosen (WindowFixture *fixture, gconstpointer data)
{
  show_architecture (fixture);
  choose (fixture, "entropy", "share");
  assert_heading (fixture, "heads", "entropy in nats");
  choose (fixture, "nothing", "cosine");
  assert_heading (fixture, "bridges", "from −1 to 1");
  choose (fixture, "nothing", "nothing");
  assert_heading (fixture, "layers", "from its inputs up to its answers");
}

static void
test_exports_can_be_repeated (WindowFixture *fixture, gconstpointer data)
{
  show_architecture (fixture);
  export_assert_repeatable (fixture, TRESTLE_TYPE_ARCHITECTURE_PAGE);
  choose (fixture, "distance", "mean");
  g_object_set (fixture->workbench, "colormap", TRESTLE_COLORMAP_MAGMA, NULL);
  export_assert_repeatable (fixture, TRESTLE_TYPE_ARCHITECTURE_PAGE);
  choose (fixture, "nothing", "cosine");
  export_assert_repeatable (fixture, TRESTLE_TYPE_ARCHITECTURE_PAGE);
  choose (fixture, "nothing", "nothing");
  export_assert_repeatable (fixture, TRESTLE_TYPE_ARCHITECTURE_PAGE);
}

/* What is exported is what was measured, and the command is about that. */
static void
test_export_does_not_promise_what_is_missing (WindowFixture *fixture, gconstpointer data)
{
  g_autoptr (TrestleFigure) figure = NULL;
  const char *command;

  show_architecture (fixture);
  g_object_set (page_of (fixture), "bridges-by", "zero", NULL);
  figure = trestle_figure_source_make_figure (TRESTLE_FIGURE_SOURCE (page_of (fixture)), 85.0, "a.pdf");
  command = trestle_figure_get_origin (figure)->command;
  g_assert_nonnull (strstr (command, "--layers-by divergence"));
  g_assert_null (strstr (command, "--bridges-by"));
}

static void
test_meter_has_layers_alone (WindowFixture *fixture, gconstpointer data)
{
  g_autofree char *meter = window_demo_path ("meter-shapes");
  g_autoptr (CliResult) result = NULL;
  guint n_parts;
  const TrestleModelPart *parts;

  show_architecture (fixture);
  choose (fixture, "divergence", "zero");
  window_open_model (fixture, meter);
  window_wait_until (fixture, is_measured);
  result = call_cli (fixture, "divergence", NULL, NULL);
  assert_layers_are_those_of (fixture, cli_result_get_json (result));
  parts = parts_of (fixture, &n_parts);
  for (guint i = 0; i < n_parts; i++)
    g_assert_cmpint (parts[i].kind, ==, TRESTLE_MODEL_LAYER);
  g_assert_true (window_shows_text (GTK_WIDGET (page_of (fixture)), "This model has no bridges"));
  g_assert_null (fixture->message);
  export_assert_repeatable (fixture, TRESTLE_TYPE_ARCHITECTURE_PAGE);
  click_part (fixture, find_part (fixture, TRESTLE_MODEL_LAYER, TRESTLE_BLOCK_VISION, 5));
  assert_looks_at (fixture, TRESTLE_BLOCK_VISION, 5);
}

static void
test_cancelled_measuring_can_be_taken_up (WindowFixture *fixture, gconstpointer data)
{
  g_autoptr (CliResult) result = call_cli (fixture, "bridges", NULL, NULL);

  show_architecture (fixture);
  g_object_set (page_of (fixture), "bridges-by", "zero", NULL);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.cancel", NULL);
  while (!window_shows_text (GTK_WIDGET (page_of (fixture)), "The knock-outs were not measured."))
    g_main_context_iteration (NULL, TRUE);
  g_assert_null (fixture->message);
  gtk_widget_activate_action (GTK_WIDGET (page_of (fixture)), "architecture.measure", NULL);
  window_wait_until (fixture, is_measured);
  g_assert_false (window_shows_text (GTK_WIDGET (page_of (fixture)), "were not measured"));
  assert_bridges_are_those_of (fixture, cli_result_get_json (result), "zero");
}

static void
test_unknown_choices_change_nothing (WindowFixture *fixture, gconstpointer data)
{
  g_autofree char *layers = NULL;
  g_autofree char *bridges = NULL;

  g_object_set (page_of (fixture), "layers-by", "depth", "bridges-by", "none", NULL);
  g_object_get (page_of (fixture), "layers-by", &layers, "bridges-by", &bridges, NULL);
  g_assert_cmpstr (layers, ==, "divergence");
  g_assert_cmpstr (bridges, ==, "share");
}

/* Closed by the fixture while thread and engine are at work; a warning would end the test. */
static void
test_closing_while_measuring_is_quiet (WindowFixture *fixture, gconstpointer data)
{
  gboolean busy;

  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.page", "s", "architecture");
  g_object_set (page_of (fixture), "bridges-by", "zero", NULL);
  g_object_get (page_of (fixture), "busy", &busy, NULL);
  g_assert_true (busy);
}

static void
add_tests (void)
{
  WINDOW_TEST ("/architecture/layers-are-those-of-the-command-line", test_layers_are_those_of_the_command_line);
  WINDOW_TEST ("/architecture/bridges-are-those-of-the-command-line", test_bridges_are_those_of_the_command_line);
  WINDOW_TEST ("/architecture/measured-bridges-are-kept", test_measured_bridges_are_kept);
  WINDOW_TEST ("/architecture/numbers-follow-the-text", test_numbers_follow_the_text);
  WINDOW_TEST ("/architecture/drawing-does-not-wait-for-numbers", test_drawing_does_not_wait_for_numbers);
  WINDOW_TEST ("/architecture/click-on-a-layer-opens-its-attention", test_click_on_a_layer_opens_its_attention);
  WINDOW_TEST ("/architecture/click-on-a-bridge-opens-the-bridges", test_click_on_a_bridge_opens_the_bridges);
  WINDOW_TEST ("/architecture/click-beside-the-parts-does-nothing", test_click_beside_the_parts_does_nothing);
  WINDOW_TEST ("/architecture/part-under-the-pointer-is-named", test_part_under_the_pointer_is_named);
  WINDOW_TEST ("/architecture/keys-reach-a-part-and-open-it", test_keys_reach_a_part_and_open_it);
  WINDOW_TEST ("/architecture/heading-says-what-was-chosen", test_heading_says_what_was_chosen);
  WINDOW_TEST ("/architecture/exports-can-be-repeated", test_exports_can_be_repeated);
  WINDOW_TEST ("/architecture/export-does-not-promise-what-is-missing", test_export_does_not_promise_what_is_missing);
  WINDOW_TEST ("/architecture/meter-has-layers-alone", test_meter_has_layers_alone);
  WINDOW_TEST ("/architecture/cancelled-measuring-can-be-taken-up", test_cancelled_measuring_can_be_taken_up);
  WINDOW_TEST ("/architecture/unknown-choices-change-nothing", test_unknown_choices_change_nothing);
  WINDOW_TEST ("/architecture/closing-while-measuring-is-quiet", test_closing_while_measuring_is_quiet);
}

int
main (int argc, char **argv)
{
  return window_run_tests (argc, argv, add_tests);
}
