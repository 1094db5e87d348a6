/* The second model: choosing, exchanging and closing it, what it shows beside the first, and what is said when it cannot. */
#include <math.h>

#include "analysis/measures/readout.h"
#include "tests/cli-call.h"
#include "tests/temporary-folder.h"
#include "tests/ui/export-checks.h"
#include "tests/ui/window-fixture.h"
#include "ui/figure-source.h"
#include "ui/model-answers.h"
#include "ui/pages/compare-page.h"
#include "ui/second-model-button.h"
#include "ui/widgets/figure-view.h"

#define TOLERANCE 1e-5 /* between the window and the command line, whose products are split among threads in other ways */

static TrestleComparison *
comparison_of (WindowFixture *fixture)
{
  return trestle_workbench_get_comparison (fixture->workbench);
}

static TrestleComparePage *
page_of (WindowFixture *fixture)
{
  return window_find (fixture, TRESTLE_TYPE_COMPARE_PAGE);
}

static gboolean
is_compared (WindowFixture *fixture)
{
  gboolean busy;

  g_object_get (page_of (fixture), "busy", &busy, NULL);
  return !busy && window_has_caught_up (fixture) && trestle_comparison_get_run (comparison_of (fixture)) != NULL
         && trestle_compare_page_get_study (page_of (fixture), 1) != NULL;
}

static gboolean
is_closed (WindowFixture *fixture)
{
  return !trestle_comparison_is_active (comparison_of (fixture));
}

static gboolean
second_is_busy (WindowFixture *fixture)
{
  gboolean busy;

  g_object_get (trestle_comparison_get_runner (comparison_of (fixture)), "busy", &busy, NULL);
  return busy;
}

/* As the menu does it. */
static void
choose (WindowFixture *fixture, const char *action, const char *target)
{
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), action, "s", target);
}

static void
choose_meter (WindowFixture *fixture)
{
  g_autofree char *path = window_demo_path ("meter-shapes");

  choose (fixture, "win.second-model", path);
  window_wait_until (fixture, is_compared);
  g_assert_null (fixture->message);
}

static void
choose_baseline (WindowFixture *fixture, const char *stand_in)
{
  choose (fixture, "win.second-baseline", stand_in);
  window_wait_until (fixture, is_compared);
  g_assert_null (fixture->message);
}

static void
assert_button_says (WindowFixture *fixture, const char *text)
{
  g_assert_true (window_shows_text (window_find (fixture, TRESTLE_TYPE_SECOND_MODEL_BUTTON), text));
}

static void
assert_page_is (WindowFixture *fixture, const char *expected)
{
  g_autofree char *page = NULL;

  g_object_get (fixture->workbench, "page", &page, NULL);
  g_assert_cmpstr (page, ==, expected);
}

static void
test_chosen_model_is_shown (WindowFixture *fixture, gconstpointer data)
{
  assert_button_says (fixture, "Compare with…");
  assert_page_is (fixture, "attention");
  choose_meter (fixture);
  assert_button_says (fixture, "+ METER shapes");
  assert_page_is (fixture, "compare");
  g_assert_true (window_shows_text (GTK_WIDGET (page_of (fixture)), "meter-shapes"));
  g_assert_true (window_shows_text (GTK_WIDGET (page_of (fixture)), "bridgetower-shapes"));
}

/* The menu marks what is chosen, and each choice takes the other's place. */
static void
test_menu_marks_the_choice (WindowFixture *fixture, gconstpointer data)
{
  GActionGroup *actions = G_ACTION_GROUP (fixture->window);
  g_autoptr (GVariant) none = g_action_group_get_action_state (actions, "second-model");
  g_autoptr (GVariant) model = NULL;
  g_autoptr (GVariant) baseline = NULL;
  g_autofree char *path = window_demo_path ("meter-shapes");

  g_assert_cmpstr (g_variant_get_string (none, NULL), ==, "");
  choose_baseline (fixture, "last");
  baseline = g_action_group_get_action_state (actions, "second-baseline");
  g_assert_cmpstr (g_variant_get_string (baseline, NULL), ==, "last");
  g_assert_false (g_action_group_get_action_enabled (actions, "exchange-models"));
  choose_meter (fixture);
  g_clear_pointer (&baseline, g_variant_unref);
  baseline = g_action_group_get_action_state (actions, "second-baseline");
  model = g_action_group_get_action_state (actions, "second-model");
  g_assert_cmpstr (g_variant_get_string (baseline, NULL), ==, "none");
  g_assert_cmpstr (g_variant_get_string (model, NULL), ==, path);
  g_assert_true (g_action_group_get_action_enabled (actions, "exchange-models"));
}

static void
test_none_closes_it (WindowFixture *fixture, gconstpointer data)
{
  choose_meter (fixture);
  choose (fixture, "win.second-model", "");
  g_assert_false (trestle_comparison_is_active (comparison_of (fixture)));
  g_assert_null (trestle_comparison_get_run (comparison_of (fixture)));
  assert_button_says (fixture, "Compare with…");
  g_assert_true (window_shows_text (GTK_WIDGET (page_of (fixture)), "No Second Model"));
  g_assert_null (trestle_figure_source_make_figure (TRESTLE_FIGURE_SOURCE (page_of (fixture)), 85.0, "figure.pdf"));
}

/* Nothing is run unless somebody looks. */
static void
test_nothing_is_run_unseen (WindowFixture *fixture, gconstpointer data)
{
  trestle_comparison_open_without_bridges (comparison_of (fixture), TRESTLE_STAND_IN_LAST);
  trestle_workbench_set_task (fixture->workbench, TRESTLE_WINDOW_ASK);
  window_wait_until (fixture, window_has_caught_up);
  g_assert_false (second_is_busy (fixture));
  g_assert_null (trestle_comparison_get_run (comparison_of (fixture)));
  choose (fixture, "win.page", "compare");
  window_wait_until (fixture, is_compared);
}

static void
test_text_is_followed (WindowFixture *fixture, gconstpointer data)
{
  choose_meter (fixture);
  gtk_editable_set_text (window_find (fixture, GTK_TYPE_ENTRY), "a red star");
  window_wait_until (fixture, window_has_caught_up);
  window_wait_until (fixture, is_compared);
  for (guint side = 0; side < 2; side++)
    g_assert_cmpstr (trestle_compare_page_get_study (page_of (fixture), side)->run->text, ==, "a red star");
}

static CliResult *
call_cli (WindowFixture *fixture, const char *option, const char *value, const char *layer)
{
  const TrestleRun *run = trestle_workbench_get_run (fixture->workbench);
  const TrestleSelection *selection = trestle_workbench_get_selection (fixture->workbench);
  g_autofree char *head = g_strdup_printf ("%d", selection->head);
  g_autofree char *query = g_strdup_printf ("%d", trestle_selection_get_query (selection));

  return cli_call ("compare", "--json", "--image", trestle_image_source_get_path (run->image_source), "--text", run->text, option, value,
                   "--layer", layer, "--head", head, "--query", query, NULL);
}

static void
assert_numbers (const double *values, gsize n, JsonArray *expected)
{
  g_assert_cmpuint (n, ==, json_array_get_length (expected));
  for (guint i = 0; i < n; i++)
    g_assert_cmpfloat_with_epsilon (values[i], json_array_get_double_element (expected, i), TOLERANCE);
}

static void
assert_maps (WindowFixture *fixture, JsonObject *json)
{
  const TrestleMapPair *pair = trestle_compare_page_get_pair (page_of (fixture));
  JsonObject *map = cli_json_get_object (json, "map");

  for (guint i = 0; i < 2; i++)
    assert_numbers (pair->weights[i], pair->n_keys[i], json_object_get_array_member (cli_json_get_element (map, "models", i), "weights"));
  assert_numbers (pair->difference, pair->n_keys[0], json_object_get_array_member (map, "difference"));
}

static void
assert_divergence (const TrestleModelStudy *study, JsonObject *json, const char *side)
{
  for (TrestleBlock block = TRESTLE_BLOCK_CROSS_TEXT_SELF; block < TRESTLE_N_BLOCKS; block++)
    {
      JsonArray *layers = json_object_get_array_member (cli_json_get_object (json, "divergence"), trestle_block_get_name (block));

      g_assert_cmpuint (study->shape.n_layers[block], ==, json_array_get_length (layers));
      for (guint layer = 0; layer < study->shape.n_layers[block]; layer++)
        g_assert_cmpfloat_with_epsilon (
            study->heads[trestle_head_shape_find (&study->shape, block, TRESTLE_HEAD_DIVERGENCE, layer, TRESTLE_HEAD_MEAN)],
            cli_json_get_number (json_array_get_object_element (layers, layer), side), TOLERANCE);
    }
}

static void
assert_readout (const TrestleModelStudy *study, JsonObject *json, guint side)
{
  JsonObject *model = cli_json_get_element (cli_json_get_object (json, "answers"), "models", side);
  const TrestleReadout *readout = g_ptr_array_index (study->readouts, 0);
  JsonObject *expected = cli_json_get_element (model, "readouts", 0);

  for (guint answer = 0; answer < readout->n_answers; answer++)
    assert_numbers (readout->probabilities + (gsize) answer * readout->n_layers, readout->n_layers,
                    json_object_get_array_member (cli_json_get_element (expected, "answers", answer), "probabilities"));
}

static void
assert_shows_as_cli (WindowFixture *fixture, const char *option, const char *value, const char *layer)
{
  g_autoptr (CliResult) result = call_cli (fixture, option, value, layer);
  JsonObject *json = cli_result_get_json (result);

  assert_maps (fixture, json);
  for (guint side = 0; side < 2; side++)
    {
      const TrestleModelStudy *study = trestle_compare_page_get_study (page_of (fixture), side);
      g_autofree char *name = trestle_run_name_model (study->run);

      g_assert_cmpstr (name, ==,
                       json_object_get_string_member (cli_json_get_element (cli_json_get_object (json, "map"), "models", side), "name"));
      assert_divergence (study, json, side == 0 ? "first" : "second");
      assert_readout (study, json, side);
    }
}

static void
test_numbers_are_those_of_the_command_line (WindowFixture *fixture, gconstpointer data)
{
  g_autofree char *meter = window_demo_path ("meter-shapes");

  choose_meter (fixture);
  trestle_workbench_set_head (fixture->workbench, 2, 1);
  assert_shows_as_cli (fixture, "--beside", meter, "cross_text_cross.2");
  trestle_workbench_choose_patch (fixture->workbench, 10);
  trestle_workbench_set_head (fixture->workbench, 1, 3);
  assert_shows_as_cli (fixture, "--beside", meter, "cross_image_cross.1");
  choose_baseline (fixture, "mean");
  assert_shows_as_cli (fixture, "--without-bridges", "mean", "cross_image_cross.1");
}

static void
test_mean_of_the_layer_is_shown_on_demand (WindowFixture *fixture, gconstpointer data)
{
  const TrestleMapPair *pair;

  choose_meter (fixture);
  trestle_workbench_set_head (fixture->workbench, 2, 1);
  g_assert_cmpint (trestle_compare_page_get_pair (page_of (fixture))->maps[1]->head, ==, 1);
  g_object_set (page_of (fixture), "mean", TRUE, NULL);
  pair = trestle_compare_page_get_pair (page_of (fixture));
  g_assert_cmpint (pair->maps[0]->head, ==, TRESTLE_HEAD_MEAN);
  g_assert_cmpint (pair->maps[1]->head, ==, TRESTLE_HEAD_MEAN);
  g_assert_cmpuint (pair->maps[1]->layer, ==, 2);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (window_find_widget (GTK_WIDGET (page_of (fixture)), TRESTLE_TYPE_FIGURE_VIEW)),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL, "text → image · layer 3 · mean of heads · “three”");
}

/* The baseline's run, made again by a session with every bridge stood in for. */
static void
assert_is_run_of_session (const TrestleRun *run, TrestleStandIn stand_in)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TrestleSession) session = trestle_session_open (run->model_source->path, NULL, NULL, NULL, NULL, &error);
  g_autoptr (TrestleTrace) trace = NULL;

  g_assert_no_error (error);
  g_assert_true (trestle_session_set_image (session, run->image, "image", NULL, &error));
  for (TrestleSide side = 0; side < TRESTLE_N_SIDES; side++)
    for (guint bridge = 0; bridge < trestle_model_get_n_bridges (run->model); bridge++)
      trestle_session_set_stand_in (session, side, bridge, stand_in);
  trace = trestle_session_run (session, run->tokens->ids, NULL, run->tokens->length, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpfloat_with_epsilon (trestle_task_match_probability (trace), trestle_task_match_probability (run->trace), TOLERANCE);
}

static void
test_baseline_has_every_bridge_stood_in_for (WindowFixture *fixture, gconstpointer data)
{
  static const TrestleStandIn stand_ins[] = { TRESTLE_STAND_IN_ZERO, TRESTLE_STAND_IN_MEAN, TRESTLE_STAND_IN_LAST };
  double previous = trestle_task_match_probability (trestle_workbench_get_run (fixture->workbench)->trace);

  for (guint i = 0; i < G_N_ELEMENTS (stand_ins); i++)
    {
      TrestleRun *run;

      choose_baseline (fixture, trestle_stand_in_get_name (stand_ins[i]));
      run = trestle_comparison_get_run (comparison_of (fixture));
      assert_is_run_of_session (run, stand_ins[i]);
      g_assert_cmpfloat (fabs (trestle_task_match_probability (run->trace) - previous), >, TOLERANCE);
      previous = trestle_task_match_probability (run->trace);
    }
}

static gboolean
is_exchanged (WindowFixture *fixture)
{
  TrestleRun *run = trestle_workbench_get_run (fixture->workbench);

  return g_str_has_suffix (run->model_source->path, "meter-shapes") && is_compared (fixture);
}

static void
test_the_two_are_exchanged (WindowFixture *fixture, gconstpointer data)
{
  choose_meter (fixture);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.exchange-models", NULL);
  /* It waits for the first one: until then it would be compared with itself. */
  g_assert_false (second_is_busy (fixture));
  window_wait_until (fixture, is_exchanged);
  assert_button_says (fixture, "+ BridgeTower shapes");
  g_assert_true (g_str_has_suffix (trestle_compare_page_get_study (page_of (fixture), 1)->run->model_source->path, "bridgetower-shapes"));
  g_assert_null (fixture->message);
}

static void
test_exports_can_be_repeated (WindowFixture *fixture, gconstpointer data)
{
  choose_meter (fixture);
  export_assert_repeatable (fixture, TRESTLE_TYPE_COMPARE_PAGE);
  trestle_workbench_choose_patch (fixture->workbench, 10);
  g_object_set (page_of (fixture), "mean", TRUE, NULL);
  export_assert_repeatable (fixture, TRESTLE_TYPE_COMPARE_PAGE);
  choose_baseline (fixture, "last");
  export_assert_repeatable (fixture, TRESTLE_TYPE_COMPARE_PAGE);
}

static void
assert_first_still_runs (WindowFixture *fixture)
{
  gtk_editable_set_text (window_find (fixture, GTK_TYPE_ENTRY), "a red star");
  window_wait_until (fixture, window_has_caught_up);
  g_assert_cmpstr (trestle_workbench_get_run (fixture->workbench)->text, ==, "a red star");
}

/* While the first one runs as well. */
static void
test_broken_model_is_said_and_gone (WindowFixture *fixture, gconstpointer data)
{
  const TemporaryFile file = { "config.json", "{}" }, files[] = { file, { NULL, NULL } };
  char *folder = temporary_folder_new (files);

  choose (fixture, "win.page", "compare");
  trestle_workbench_set_task (fixture->workbench, TRESTLE_WINDOW_ASK);
  choose (fixture, "win.second-model", folder);
  window_wait_until (fixture, window_has_message);
  g_assert_nonnull (strstr (fixture->message, folder));
  window_wait_until (fixture, is_closed);
  assert_button_says (fixture, "Compare with…");
  g_assert_true (window_shows_text (GTK_WIDGET (page_of (fixture)), "No Second Model"));
  window_wait_until (fixture, window_has_caught_up);
  g_assert_false (second_is_busy (fixture));
  assert_first_still_runs (fixture);
  temporary_folder_free (folder);
}

/* A good one was open before: nothing is opened in its place. */
static void
test_broken_model_after_a_good_one_leaves_none (WindowFixture *fixture, gconstpointer data)
{
  choose_meter (fixture);
  choose (fixture, "win.second-model", "/nowhere/at-all");
  window_wait_until (fixture, window_has_message);
  g_assert_nonnull (strstr (fixture->message, "/nowhere/at-all"));
  g_assert_false (trestle_comparison_is_active (comparison_of (fixture)));
  g_assert_false (second_is_busy (fixture));
}

static void
test_meter_has_no_bridges_to_take_out (WindowFixture *fixture, gconstpointer data)
{
  g_autofree char *meter = window_demo_path ("meter-shapes");

  window_open_model (fixture, meter);
  choose (fixture, "win.second-baseline", "last");
  window_wait_until (fixture, window_has_message);
  g_assert_nonnull (strstr (fixture->message, "meter-shapes"));
  g_assert_nonnull (strstr (fixture->message, "no bridges"));
  g_assert_false (trestle_comparison_is_active (comparison_of (fixture)));
}

static TrestleModelAnswers *
second_answers_of (WindowFixture *fixture)
{
  GtkWidget *first = window_find_widget (GTK_WIDGET (page_of (fixture)), TRESTLE_TYPE_MODEL_ANSWERS);

  return TRESTLE_MODEL_ANSWERS (gtk_widget_get_next_sibling (first));
}

/* A model that can match alone says so where its answer would stand, in every task. */
static void
test_tasks_that_it_cannot_do_are_said (WindowFixture *fixture, gconstpointer data)
{
  static const TrestleWindowTask tasks[] = { TRESTLE_WINDOW_FILL, TRESTLE_WINDOW_ASK };
  g_autofree char *folder = window_write_model ("itm");

  choose (fixture, "win.second-model", folder);
  window_wait_until (fixture, is_compared);
  for (guint i = 0; i < G_N_ELEMENTS (tasks); i++)
    {
      TrestleRun *run;

      trestle_workbench_set_task (fixture->workbench, tasks[i]);
      window_wait_until (fixture, window_has_caught_up);
      window_wait_until (fixture, is_compared);
      run = trestle_comparison_get_run (comparison_of (fixture));
      g_assert_nonnull (run->note);
      g_assert_true (window_shows_text (GTK_WIDGET (second_answers_of (fixture)), run->note));
      g_assert_null (trestle_compare_page_get_study (page_of (fixture), 1)->readouts);
      g_assert_nonnull (trestle_compare_page_get_study (page_of (fixture), 0)->readouts);
    }
  export_assert_repeatable (fixture, TRESTLE_TYPE_COMPARE_PAGE);
  temporary_folder_free (g_steal_pointer (&folder));
}

/* Scores of another head are not the same numbers, so it is said which they are. */
static void
test_ranking_by_another_head_is_said (WindowFixture *fixture, gconstpointer data)
{
  g_autofree char *folder = window_write_model ("itm");

  choose (fixture, "win.second-model", folder);
  trestle_workbench_set_task (fixture->workbench, TRESTLE_WINDOW_RANK);
  trestle_workbench_set_measure (fixture->workbench, TRESTLE_TASK_CONTRAST);
  window_wait_until (fixture, window_has_caught_up);
  window_wait_until (fixture, is_compared);
  g_assert_true (window_shows_text (GTK_WIDGET (page_of (fixture)), "Scored: By contrast"));
  g_assert_true (window_shows_text (GTK_WIDGET (second_answers_of (fixture)), "Scored: By match"));
  temporary_folder_free (g_steal_pointer (&folder));
}

static void
test_cancelled_comparison_can_be_tried_again (WindowFixture *fixture, gconstpointer data)
{
  g_autofree char *path = window_demo_path ("meter-shapes");

  choose (fixture, "win.second-model", path);
  g_assert_true (second_is_busy (fixture));
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.cancel", NULL);
  g_assert_false (second_is_busy (fixture));
  g_assert_true (window_shows_text (GTK_WIDGET (page_of (fixture)), "The comparison was stopped."));
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.try-second-again", NULL);
  window_wait_until (fixture, is_compared);
  g_assert_null (fixture->message);
}

/* Closed by the fixture while the second model is opened; a warning would end the test. */
static void
test_closing_while_opening_is_quiet (WindowFixture *fixture, gconstpointer data)
{
  g_autofree char *path = window_demo_path ("meter-shapes");

  choose (fixture, "win.second-model", path);
  g_assert_true (second_is_busy (fixture));
}

static void
test_changing_often_ends_with_the_last (WindowFixture *fixture, gconstpointer data)
{
  g_autofree char *meter = window_demo_path ("meter-shapes");

  for (guint i = 0; i < 6; i++)
    {
      choose (fixture, "win.second-model", meter);
      choose (fixture, "win.second-baseline", i % 2 == 0 ? "zero" : "mean");
    }
  choose (fixture, "win.second-baseline", "last");
  window_wait_until (fixture, is_compared);
  g_assert_cmpuint (trestle_compare_page_get_study (page_of (fixture), 1)->run->model_source->stand_in, ==, TRESTLE_STAND_IN_LAST);
  g_assert_null (fixture->message);
}

static void
add_tests (void)
{
  WINDOW_TEST ("/compare/chosen-model-is-shown", test_chosen_model_is_shown);
  WINDOW_TEST ("/compare/menu-marks-the-choice", test_menu_marks_the_choice);
  WINDOW_TEST ("/compare/none-closes-it", test_none_closes_it);
  WINDOW_TEST ("/compare/nothing-is-run-unseen", test_nothing_is_run_unseen);
  WINDOW_TEST ("/compare/text-is-followed", test_text_is_followed);
  WINDOW_TEST ("/compare/numbers-are-those-of-the-command-line", test_numbers_are_those_of_the_command_line);
  WINDOW_TEST ("/compare/mean-of-the-layer-is-shown-on-demand", test_mean_of_the_layer_is_shown_on_demand);
  WINDOW_TEST ("/compare/baseline-has-every-bridge-stood-in-for", test_baseline_has_every_bridge_stood_in_for);
  WINDOW_TEST ("/compare/the-two-are-exchanged", test_the_two_are_exchanged);
  WINDOW_TEST ("/compare/exports-can-be-repeated", test_exports_can_be_repeated);
  WINDOW_TEST ("/compare/broken-model-is-said-and-gone", test_broken_model_is_said_and_gone);
  WINDOW_TEST ("/compare/broken-model-after-a-good-one-leaves-none", test_broken_model_after_a_good_one_leaves_none);
  WINDOW_TEST ("/compare/meter-has-no-bridges-to-take-out", test_meter_has_no_bridges_to_take_out);
  WINDOW_TEST ("/compare/tasks-that-it-cannot-do-are-said", test_tasks_that_it_cannot_do_are_said);
  WINDOW_TEST ("/compare/ranking-by-another-head-is-said", test_ranking_by_another_head_is_said);
  WINDOW_TEST ("/compare/cancelled-comparison-can-be-tried-again", test_cancelled_comparison_can_be_tried_again);
  WINDOW_TEST ("/compare/closing-while-opening-is-quiet", test_closing_while_opening_is_quiet);
  WINDOW_TEST ("/compare/changing-often-ends-with-the-last", test_changing_often_ends_with_the_last);
}

int
main (int argc, char *argv[])
{
  return window_run_tests (argc, argv, add_tests);
}
