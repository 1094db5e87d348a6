/* The Bridges page: its numbers are the command line's, switches change the answer as that says, and models without bridges have none. */
#include <math.h>

#include "tests/cli-call.h"
#include "tests/ui/export-checks.h"
#include "tests/ui/window-fixture.h"
#include "ui/figure-source.h"
#include "ui/pages/bridges-page.h"
#include "ui/bridge-trial.h"
#include "ui/widgets/bridge-switches.h"
#include "ui/widgets/figure-view.h"

#define TOLERANCE 1e-4 /* of logits, which two programs compute with their products split among threads in other ways */
#define N_BRIDGES 3    /* a side, of the demo */
#define TEXT "a red star"

static TrestleBridgesPage *
page_of (WindowFixture *fixture)
{
  return window_find (fixture, TRESTLE_TYPE_BRIDGES_PAGE);
}

static const TrestleBridgeStudy *
study_of (WindowFixture *fixture)
{
  return trestle_bridge_work_get_study (trestle_bridges_page_get_work (page_of (fixture)));
}

static const TrestleKnockOut *
knock_out_of (WindowFixture *fixture)
{
  return trestle_bridge_work_get_knock_out (trestle_bridges_page_get_work (page_of (fixture)));
}

static gboolean
has_shares (WindowFixture *fixture)
{
  return study_of (fixture) != NULL;
}

static gboolean
has_effects (WindowFixture *fixture)
{
  return study_of (fixture) != NULL && study_of (fixture)->shape.stand_ins != 0 && window_is_idle (fixture);
}

static gboolean
has_knock_out (WindowFixture *fixture)
{
  return knock_out_of (fixture) != NULL;
}

static void
show_bridges (WindowFixture *fixture)
{
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.page", "s", "bridges");
}

/* As by a click on one of the buttons. @bridge: -1 for all of the side */
static void
switch_bridge (WindowFixture *fixture, TrestleSide side, int bridge, TrestleStandIn stand_in)
{
  g_signal_emit_by_name (window_find (fixture, TRESTLE_TYPE_BRIDGE_SWITCHES), "switched", (int) side, bridge, (int) stand_in);
}

static CliResult *
call_cli (WindowFixture *fixture, const char *text)
{
  TrestleRun *run = trestle_workbench_get_run (fixture->workbench);

  return cli_call ("bridges", "--json", "--image", trestle_image_source_get_path (run->image_source), "--text", text, NULL);
}

static void
assert_effect (const TrestleEffect *effect, JsonObject *expected)
{
  g_assert_cmpfloat_with_epsilon (effect->logit_change, json_object_get_double_member (expected, "logit_change"), TOLERANCE);
  g_assert_cmpfloat_with_epsilon (effect->probability_change, json_object_get_double_member (expected, "probability_change"), TOLERANCE);
  g_assert_cmpfloat_with_epsilon (effect->kl, json_object_get_double_member (expected, "kl"), TOLERANCE);
  g_assert_cmpfloat (effect->flipped, ==, json_object_get_double_member (expected, "flipped"));
}

/* What the command line says of one bridge, and of it with a stand-in, on matching. */
static JsonObject *
find_bridge (JsonObject *json, TrestleSide side, guint bridge)
{
  return json_array_get_object_element (json_object_get_array_member (json, "bridges"), (guint) side * N_BRIDGES + bridge);
}

static JsonObject *
find_effect (JsonObject *with_tasks)
{
  return json_object_get_object_member (json_object_get_object_member (with_tasks, "tasks"), "match");
}

static JsonObject *
find_knock_out (JsonObject *json, TrestleSide side, guint bridge, TrestleStandIn stand_in)
{
  JsonObject *knock_outs = json_object_get_object_member (find_bridge (json, side, bridge), "ablations");

  return find_effect (json_object_get_object_member (knock_outs, trestle_stand_in_get_name (stand_in)));
}

static void
assert_bridge (const TrestleBridgeStudy *study, JsonObject *json, TrestleSide side, guint bridge)
{
  JsonObject *expected = find_bridge (json, side, bridge);

  g_assert_cmpstr (json_object_get_string_member (expected, "side"), ==, trestle_side_get_name (side));
  g_assert_cmpint (json_object_get_int_member (expected, "index"), ==, (int) bridge);
  g_assert_cmpfloat_with_epsilon (trestle_bridge_shape_get_share (&study->shape, study->values, side, bridge),
                                  json_object_get_double_member (expected, "share"), TOLERANCE);
  g_assert_cmpfloat_with_epsilon (trestle_bridge_shape_get_cosine (&study->shape, study->values, side, bridge),
                                  json_object_get_double_member (expected, "cosine"), TOLERANCE);
  for (TrestleStandIn stand_in = TRESTLE_STAND_IN_ZERO; stand_in < TRESTLE_N_STAND_INS; stand_in++)
    {
      TrestleEffect effect = trestle_bridge_shape_get_effect (&study->shape, study->values, side, (gint) bridge, stand_in,
                                                              TRESTLE_TASK_MATCH);

      assert_effect (&effect, find_knock_out (json, side, bridge, stand_in));
    }
}

static void
test_bridges_are_those_of_the_command_line (WindowFixture *fixture, gconstpointer data)
{
  g_autoptr (CliResult) result = call_cli (fixture, trestle_workbench_get_text (fixture->workbench));
  JsonObject *json = cli_result_get_json (result);

  show_bridges (fixture);
  window_wait_until (fixture, has_effects);
  g_assert_cmpuint (study_of (fixture)->shape.n_bridges, ==, N_BRIDGES);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (json, "bridges")), ==, 2 * N_BRIDGES);
  for (TrestleSide side = 0; side < TRESTLE_N_SIDES; side++)
    for (guint bridge = 0; bridge < N_BRIDGES; bridge++)
      assert_bridge (study_of (fixture), json, side, bridge);
  export_assert_repeatable (fixture, TRESTLE_TYPE_BRIDGES_PAGE);
}

/* Bars are about what was asked, and so is the command line that an export names. */
static void
test_bars_are_about_the_question (WindowFixture *fixture, gconstpointer data)
{
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.task", "s", "ask");
  window_wait_until (fixture, window_is_idle);
  window_wait_until (fixture, window_has_caught_up);
  show_bridges (fixture);
  window_wait_until (fixture, has_effects);
  g_assert_cmpint (study_of (fixture)->task, ==, TRESTLE_TASK_ASK);
  export_assert_repeatable (fixture, TRESTLE_TYPE_BRIDGES_PAGE);
}

/* @has_command: whether the figure says how to make it again */
static void
assert_command (WindowFixture *fixture, gboolean has_command, const char *part)
{
  g_autoptr (TrestleFigure) figure = trestle_figure_source_make_figure (TRESTLE_FIGURE_SOURCE (page_of (fixture)), 85.0, "a.pdf");
  const TrestleOrigin *origin = trestle_figure_get_origin (figure);

  g_assert_cmpstr (origin->title, ==, "What each bridge brings");
  g_assert_true ((origin->command != NULL) == has_command);
  g_assert_true (!has_command || strstr (origin->command, part) != NULL);
}

static void
test_shares_come_before_knock_outs (WindowFixture *fixture, gconstpointer data)
{
  show_bridges (fixture);
  window_wait_until (fixture, has_shares);
  g_assert_cmpuint (study_of (fixture)->shape.stand_ins, ==, 0);
  g_assert_nonnull (
      trestle_figure_view_get_figure (TRESTLE_FIGURE_VIEW (window_find_widget (GTK_WIDGET (page_of (fixture)), TRESTLE_TYPE_FIGURE_VIEW))));
  /* No command line makes a figure without knock-outs. */
  assert_command (fixture, FALSE, NULL);
  window_wait_until (fixture, has_effects);
  assert_command (fixture, TRUE, "--task match");
}

static void
test_nothing_is_measured_until_somebody_looks (WindowFixture *fixture, gconstpointer data)
{
  g_assert_true (window_is_idle (fixture));
  g_assert_null (study_of (fixture));
  show_bridges (fixture);
  g_assert_false (window_is_idle (fixture));
}

static void
test_switch_changes_the_answer_as_the_command_line_says (WindowFixture *fixture, gconstpointer data)
{
  g_autoptr (CliResult) result = call_cli (fixture, trestle_workbench_get_text (fixture->workbench));

  show_bridges (fixture);
  for (TrestleStandIn stand_in = TRESTLE_STAND_IN_ZERO; stand_in < TRESTLE_N_STAND_INS; stand_in++)
    {
      switch_bridge (fixture, TRESTLE_SIDE_IMAGE, 2, stand_in);
      window_wait_until (fixture, has_knock_out);
      assert_effect (&knock_out_of (fixture)->effects[TRESTLE_TASK_MATCH],
                     find_knock_out (cli_result_get_json (result), TRESTLE_SIDE_IMAGE, 2, stand_in));
    }
}

/* The likeliest answer by the command line with all bridges knocked out. */
static JsonObject *
find_changed_answer (JsonObject *baseline)
{
  JsonObject *match = json_object_get_object_member (json_object_get_object_member (baseline, "answers"), "match");
  JsonArray *first = json_array_get_array_element (json_object_get_array_member (match, "changed"), 0);

  return json_array_get_object_element (first, 0);
}

static void
test_all_bridges_are_switched_at_once (WindowFixture *fixture, gconstpointer data)
{
  g_autoptr (CliResult) result = call_cli (fixture, trestle_workbench_get_text (fixture->workbench));
  JsonObject *baselines = json_object_get_object_member (cli_result_get_json (result), "baseline");
  JsonObject *baseline = json_object_get_object_member (baselines, "zero"), *expected = find_changed_answer (baseline);
  const TrestleAnswer *answer;
  const TrestleCandidate *candidate;

  show_bridges (fixture);
  switch_bridge (fixture, TRESTLE_SIDE_TEXT, TRESTLE_EVERY_BRIDGE, TRESTLE_STAND_IN_ZERO);
  switch_bridge (fixture, TRESTLE_SIDE_IMAGE, TRESTLE_EVERY_BRIDGE, TRESTLE_STAND_IN_ZERO);
  window_wait_until (fixture, has_knock_out);
  assert_effect (&knock_out_of (fixture)->effects[TRESTLE_TASK_MATCH], find_effect (baseline));
  answer = g_ptr_array_index (knock_out_of (fixture)->changed[TRESTLE_TASK_MATCH], 0);
  candidate = &g_array_index (answer->candidates, TrestleCandidate, 0);
  g_assert_cmpstr (candidate->label, ==, json_object_get_string_member (expected, "answer"));
  g_assert_cmpfloat_with_epsilon (candidate->probability, json_object_get_double_member (expected, "probability"), TOLERANCE);
  g_assert_true (window_shows_text (GTK_WIDGET (page_of (fixture)), "As switched"));
}

/* A run after a knock-out is one of the model as it is, and the switches, which stay, are about the new text. */
static void
test_switches_follow_the_text (WindowFixture *fixture, gconstpointer data)
{
  g_autoptr (CliResult) result = call_cli (fixture, TEXT);
  g_autoptr (CliResult) intact = NULL;
  const TrestleRun *run;

  show_bridges (fixture);
  switch_bridge (fixture, TRESTLE_SIDE_TEXT, 2, TRESTLE_STAND_IN_ZERO);
  window_wait_until (fixture, has_knock_out);
  gtk_editable_set_text (window_find (fixture, GTK_TYPE_ENTRY), TEXT);
  window_wait_until (fixture, window_has_caught_up);
  window_wait_until (fixture, has_knock_out);
  run = trestle_workbench_get_run (fixture->workbench);
  g_assert_true (study_of (fixture)->run == run);
  assert_effect (&knock_out_of (fixture)->effects[TRESTLE_TASK_MATCH],
                 find_knock_out (cli_result_get_json (result), TRESTLE_SIDE_TEXT, 2, TRESTLE_STAND_IN_ZERO));
  intact = cli_call ("match", "--json", "--image", trestle_image_source_get_path (run->image_source), "--text", TEXT, NULL);
  g_assert_cmpfloat_with_epsilon (
      trestle_task_match_probability (run->trace),
      json_object_get_double_member (
          json_array_get_object_element (json_object_get_array_member (cli_result_get_json (intact), "results"), 0), "probability"),
      TOLERANCE);
}

static void
test_switches_are_undone_and_reset (WindowFixture *fixture, gconstpointer data)
{
  GtkWidget *trial = window_find (fixture, TRESTLE_TYPE_BRIDGE_TRIAL);

  show_bridges (fixture);
  switch_bridge (fixture, TRESTLE_SIDE_TEXT, 0, TRESTLE_STAND_IN_LAST);
  switch_bridge (fixture, TRESTLE_SIDE_TEXT, 0, TRESTLE_STAND_IN_MEAN);
  gtk_widget_activate_action (trial, "bridges.undo", NULL);
  window_wait_until (fixture, has_knock_out);
  g_assert_cmpint (knock_out_of (fixture)->stand_ins[0], ==, TRESTLE_STAND_IN_LAST);
  gtk_widget_activate_action (trial, "bridges.undo", NULL);
  window_wait_until (fixture, has_effects);
  g_assert_null (knock_out_of (fixture));
  switch_bridge (fixture, TRESTLE_SIDE_IMAGE, 1, TRESTLE_STAND_IN_ZERO);
  gtk_widget_activate_action (trial, "bridges.reset", NULL);
  gtk_widget_activate_action (trial, "bridges.undo", NULL);
  window_wait_until (fixture, has_knock_out);
  g_assert_cmpint (knock_out_of (fixture)->stand_ins[N_BRIDGES + 1], ==, TRESTLE_STAND_IN_ZERO);
}

static void
test_models_without_bridges_say_so (WindowFixture *fixture, gconstpointer data)
{
  g_autofree char *meter = window_demo_path ("meter-shapes");
  g_autofree char *tower = window_demo_path ("bridgetower-shapes");

  show_bridges (fixture);
  window_wait_until (fixture, has_effects);
  switch_bridge (fixture, TRESTLE_SIDE_TEXT, 0, TRESTLE_STAND_IN_LAST);
  window_open_model (fixture, meter);
  g_assert_null (study_of (fixture));
  g_assert_true (window_is_idle (fixture));
  g_assert_cmpstr (gtk_stack_get_visible_child_name (GTK_STACK (window_find_widget (GTK_WIDGET (page_of (fixture)), GTK_TYPE_STACK))), ==,
                   "no-bridges");
  g_assert_true (window_shows_text (GTK_WIDGET (page_of (fixture)), "“meter-shapes” feeds its cross-modal encoder"));
  /* Another model starts with its bridges intact. */
  window_open_model (fixture, tower);
  window_wait_until (fixture, has_effects);
  g_assert_null (knock_out_of (fixture));
}

static void
test_cancelled_measuring_can_be_taken_up (WindowFixture *fixture, gconstpointer data)
{
  show_bridges (fixture);
  g_assert_false (window_is_idle (fixture));
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.cancel", NULL);
  while (!window_shows_text (GTK_WIDGET (page_of (fixture)), "were not measured"))
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (window_is_idle (fixture));
  g_assert_null (fixture->message);
  gtk_widget_activate_action (GTK_WIDGET (page_of (fixture)), "bridges.measure", NULL);
  window_wait_until (fixture, has_effects);
  g_assert_false (window_shows_text (GTK_WIDGET (page_of (fixture)), "were not measured"));
}

/* Closed by the fixture while the engine is at work; a warning would end the test. */
static void
test_closing_while_measuring_is_quiet (WindowFixture *fixture, gconstpointer data)
{
  show_bridges (fixture);
  window_wait_until (fixture, has_shares);
  g_assert_false (window_is_idle (fixture));
}

static void
add_tests (void)
{
  WINDOW_TEST ("/bridges/are-those-of-the-command-line", test_bridges_are_those_of_the_command_line);
  WINDOW_TEST ("/bridges/bars-are-about-the-question", test_bars_are_about_the_question);
  WINDOW_TEST ("/bridges/shares-come-before-knock-outs", test_shares_come_before_knock_outs);
  WINDOW_TEST ("/bridges/nothing-is-measured-until-somebody-looks", test_nothing_is_measured_until_somebody_looks);
  WINDOW_TEST ("/bridges/switch-changes-the-answer-as-the-command-line-says", test_switch_changes_the_answer_as_the_command_line_says);
  WINDOW_TEST ("/bridges/all-are-switched-at-once", test_all_bridges_are_switched_at_once);
  WINDOW_TEST ("/bridges/switches-follow-the-text", test_switches_follow_the_text);
  WINDOW_TEST ("/bridges/switches-are-undone-and-reset", test_switches_are_undone_and_reset);
  WINDOW_TEST ("/bridges/models-without-them-say-so", test_models_without_bridges_say_so);
  WINDOW_TEST ("/bridges/cancelled-measuring-can-be-taken-up", test_cancelled_measuring_can_be_taken_up);
  WINDOW_TEST ("/bridges/closing-while-measuring-is-quiet", test_closing_while_measuring_is_quiet);
}

int
main (int argc, char *argv[])
{
  return window_run_tests (argc, argv, add_tests);
}
