/* The Bridges page beside its figure: its maps are what the analysis measures, nothing is measured twice, and switches are always true. */
#include <json-glib/json-glib.h>
#include <math.h>
#include <string.h>

#include "tests/temporary-folder.h"
#include "tests/ui/export-checks.h"
#include "tests/ui/widget-tools.h"
#include "tests/ui/window-fixture.h"
#include "ui/bridge-maps.h"
#include "ui/bridge-trial.h"
#include "ui/figure-source.h"
#include "ui/knock-outs.h"
#include "ui/pages/bridges-page.h"
#include "ui/widgets/bridge-panels.h"
#include "ui/widgets/bridge-switches.h"
#include "ui/widgets/image-view.h"
#include "ui/widgets/map-cell.h"
#include "ui/widgets/word-chips.h"

#define N_BRIDGES 3 /* a side, of the demo */
#define N_MANY 4000
#define TEXT "a red star"

static TrestleBridgeMaps *
maps_of (WindowFixture *fixture)
{
  return window_find (fixture, TRESTLE_TYPE_BRIDGE_MAPS);
}

static TrestleBridgeWork *
work_of (WindowFixture *fixture)
{
  return trestle_bridges_page_get_work (window_find (fixture, TRESTLE_TYPE_BRIDGES_PAGE));
}

static const TrestleBridgeStudy *
study_of (WindowFixture *fixture)
{
  return trestle_bridge_work_get_study (work_of (fixture));
}

static const TrestleKnockOut *
knock_out_of (WindowFixture *fixture)
{
  return trestle_bridge_work_get_knock_out (work_of (fixture));
}

static gboolean
has_map (WindowFixture *fixture)
{
  return trestle_bridge_maps_get_map (maps_of (fixture)) != NULL;
}

static gboolean
has_effects (WindowFixture *fixture)
{
  return study_of (fixture) != NULL && trestle_bridge_study_has_effects (study_of (fixture)) && window_is_idle (fixture);
}

static gboolean
has_knock_out (WindowFixture *fixture)
{
  return knock_out_of (fixture) != NULL;
}

static gboolean
is_stopped (WindowFixture *fixture)
{
  return trestle_bridge_work_is_stopped (work_of (fixture));
}

static void
show_bridges (WindowFixture *fixture)
{
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.page", "s", "bridges");
}

static void
switch_bridge (WindowFixture *fixture, TrestleSide side, int bridge, TrestleStandIn stand_in)
{
  g_signal_emit_by_name (window_find (fixture, TRESTLE_TYPE_BRIDGE_SWITCHES), "switched", (int) side, bridge, (int) stand_in);
}

static TrestleStandIn
get_stand_in (WindowFixture *fixture, TrestleSide side, guint bridge)
{
  guint n_bridges;
  const TrestleStandIn *stand_ins = trestle_workbench_get_stand_ins (fixture->workbench, &n_bridges);

  g_assert_cmpuint (n_bridges, ==, N_BRIDGES);
  return stand_ins[(guint) side * n_bridges + bridge];
}

static void
assert_map (const TrestleRun *run, const TrestleBridgeMap *map)
{
  g_autofree double *shares = g_new (double, map->n_tokens);
  g_autofree double *cosines = g_new (double, map->n_tokens);

  g_assert_cmpuint (map->n_bridges, ==, N_BRIDGES);
  for (guint bridge = 0; bridge < map->n_bridges; bridge++)
    {
      g_assert_true (trestle_bridge_measure_tokens (run->model, run->trace, map->side, bridge, shares, cosines));
      for (guint i = 0; i < map->n_tokens; i++)
        {
          g_assert_cmpfloat (trestle_bridge_map_get_values (map, TRESTLE_BRIDGE_MAP_SHARE, bridge)[i], ==, shares[i]);
          g_assert_cmpfloat (trestle_bridge_map_get_values (map, TRESTLE_BRIDGE_MAP_COSINE, bridge)[i], ==, cosines[i]);
        }
    }
}

static void
test_maps_are_what_is_measured_of_tokens (WindowFixture *fixture, gconstpointer data)
{
  const TrestleRun *run = trestle_workbench_get_run (fixture->workbench);
  const TrestleBridgeMap *map;

  show_bridges (fixture);
  window_wait_until (fixture, has_map);
  map = trestle_bridge_maps_get_map (maps_of (fixture));
  g_assert_cmpint (map->side, ==, TRESTLE_SIDE_IMAGE);
  g_assert_cmpuint (map->n_tokens, ==, 1 + trestle_run_get_n_patches (run));
  assert_map (run, map);
  g_object_set (maps_of (fixture), "words", TRUE, NULL);
  map = trestle_bridge_maps_get_map (maps_of (fixture));
  g_assert_cmpint (map->side, ==, TRESTLE_SIDE_TEXT);
  g_assert_cmpuint (map->n_tokens, ==, run->tokens->length);
  assert_map (run, map);
}

static void
test_maps_export_what_the_command_line_makes (WindowFixture *fixture, gconstpointer data)
{
  show_bridges (fixture);
  window_wait_until (fixture, has_effects);
  for (guint i = 0; i < 4; i++)
    {
      g_object_set (maps_of (fixture), "words", i % 2 == 1, "cosine", i / 2 == 1, NULL);
      export_assert_repeatable (fixture, TRESTLE_TYPE_BRIDGE_MAPS);
    }
}

/* @sentence: with a number, as the page says it: "Patch 2, 2: share 0.648" */
static void
assert_says (WindowFixture *fixture, const char *name, TrestleBridgeMapQuantity quantity, guint bridge, guint token)
{
  const TrestleBridgeMap *map = trestle_bridge_maps_get_map (maps_of (fixture));
  double value = trestle_bridge_map_get_values (map, quantity, bridge)[token];
  g_autofree char *sentence = g_strdup_printf ("%s: %s %s%.3f", name, trestle_bridge_map_quantity_get_name (quantity),
                                               value < 0.0 ? "−" : "", fabs (value));

  g_test_message ("%s", sentence);
  g_assert_true (window_shows_text (GTK_WIDGET (maps_of (fixture)), sentence));
}

static void
test_pointing_tells_the_number (WindowFixture *fixture, gconstpointer data)
{
  const TrestleRun *run = trestle_workbench_get_run (fixture->workbench);
  g_autofree char *word = g_strdup_printf ("“%s”", run->words[1]);
  GtkWidget *maps = GTK_WIDGET (maps_of (fixture));

  show_bridges (fixture);
  window_wait_until (fixture, has_map);
  g_assert_true (window_shows_text (maps, "Point at a patch"));
  assert_says (fixture, "Class token, which is no place in the image", TRESTLE_BRIDGE_MAP_SHARE, 0, 0);
  /* The patch below and right of the first; before it come the first row and the class token. */
  g_signal_emit_by_name (window_find_widget (maps, TRESTLE_TYPE_IMAGE_VIEW), "patch-hovered",
                         trestle_bridge_maps_get_map (maps_of (fixture))->grid_columns + 1);
  assert_says (fixture, "Patch 2, 2", TRESTLE_BRIDGE_MAP_SHARE, 0, trestle_bridge_maps_get_map (maps_of (fixture))->grid_columns + 2);
  g_object_set (maps, "words", TRUE, "cosine", TRUE, "bridge", 2, NULL);
  g_assert_true (window_shows_text (maps, "Point at a word"));
  g_signal_emit_by_name (window_find_widget (maps, TRESTLE_TYPE_WORD_CHIPS), "word-hovered", 1);
  assert_says (fixture, word, TRESTLE_BRIDGE_MAP_COSINE, 2, 1);
}

static void
test_small_map_is_shown_large (WindowFixture *fixture, gconstpointer data)
{
  GtkWidget *maps = GTK_WIDGET (maps_of (fixture));
  guint bridge;

  show_bridges (fixture);
  window_wait_until (fixture, has_map);
  g_assert_cmpuint (tools_count (maps, "mapcell"), ==, N_BRIDGES);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (tools_find (maps, "mapcell", 1)), TRUE);
  g_object_get (maps, "bridge", &bridge, NULL);
  g_assert_cmpuint (bridge, ==, 1);
  assert_says (fixture, "Class token, which is no place in the image", TRESTLE_BRIDGE_MAP_SHARE, 1, 0);
  g_object_set (maps, "bridge", 2, NULL);
  g_assert_true (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (tools_find (maps, "mapcell", 2))));
}

static void
on_busy_changed (GObject *runner, GParamSpec *spec, guint *n_works)
{
  gboolean is_busy;

  g_object_get (runner, "busy", &is_busy, NULL);
  *n_works += is_busy;
}

static void
test_known_knock_outs_cost_nothing (WindowFixture *fixture, gconstpointer data)
{
  guint n_works = 0;

  show_bridges (fixture);
  window_wait_until (fixture, has_effects);
  g_signal_connect (trestle_workbench_get_runner (fixture->workbench), "notify::busy", G_CALLBACK (on_busy_changed), &n_works);
  /* Bridges alone were all measured, so the answer is there at once. */
  switch_bridge (fixture, TRESTLE_SIDE_IMAGE, 1, TRESTLE_STAND_IN_MEAN);
  g_assert_nonnull (knock_out_of (fixture));
  g_assert_cmpint (knock_out_of (fixture)->stand_ins[N_BRIDGES + 1], ==, TRESTLE_STAND_IN_MEAN);
  g_assert_cmpuint (n_works, ==, 0);
  /* Two at once were not, and are then. */
  switch_bridge (fixture, TRESTLE_SIDE_TEXT, 0, TRESTLE_STAND_IN_LAST);
  g_assert_null (knock_out_of (fixture));
  window_wait_until (fixture, has_knock_out);
  g_assert_cmpuint (n_works, ==, 1);
  switch_bridge (fixture, TRESTLE_SIDE_TEXT, 0, TRESTLE_STAND_IN_NONE);
  switch_bridge (fixture, TRESTLE_SIDE_TEXT, 0, TRESTLE_STAND_IN_LAST);
  g_assert_nonnull (knock_out_of (fixture));
  g_assert_cmpuint (n_works, ==, 1);
}

static void
ask (WindowFixture *fixture, const char *task, const char *text)
{
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.task", "s", task);
  gtk_editable_set_text (window_find (fixture, GTK_TYPE_ENTRY), text);
  window_wait_until (fixture, window_has_caught_up);
}

static void
test_another_task_on_the_same_text_measures_nothing (WindowFixture *fixture, gconstpointer data)
{
  const TrestleBridgeStudy *study;
  guint n_works = 0;

  ask (fixture, "match", TEXT);
  ask (fixture, "ask", TEXT);
  show_bridges (fixture);
  window_wait_until (fixture, has_effects);
  g_assert_cmpint (study_of (fixture)->task, ==, TRESTLE_TASK_ASK);
  study = study_of (fixture);
  g_signal_connect (trestle_workbench_get_runner (fixture->workbench), "notify::busy", G_CALLBACK (on_busy_changed), &n_works);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.task", "s", "match");
  window_wait_until (fixture, window_has_caught_up);
  /* The run itself is one. */
  g_assert_cmpuint (n_works, ==, 1);
  g_assert_true (study_of (fixture) == study);
  g_assert_true (study->run == trestle_workbench_get_run (fixture->workbench));
  g_assert_cmpint (study->task, ==, TRESTLE_TASK_MATCH);
  g_assert_true (trestle_bridge_study_has_effects (study));
}

typedef struct
{
  gboolean is_done;
  GError *error;
} Heard;

static void
on_knocked_out (GObject *runner, GAsyncResult *result, gpointer data)
{
  Heard *heard = data;

  trestle_knock_outs_run_finish (TRESTLE_RUNNER (runner), result, &heard->error);
  heard->is_done = TRUE;
}

/* (transfer full): all lists over and over, more than can be run before anybody looks */
static GPtrArray *
make_long_list (void)
{
  GPtrArray *lists = trestle_bridge_study_list_knock_outs (N_BRIDGES);

  while (lists->len < N_MANY)
    g_ptr_array_add (lists, g_bytes_ref (g_ptr_array_index (lists, lists->len % 21)));
  return lists;
}

static void
test_cancelling_keeps_what_was_done (WindowFixture *fixture, gconstpointer data)
{
  TrestleRunner *runner = trestle_workbench_get_runner (fixture->workbench);
  g_autoptr (GPtrArray) lists = make_long_list ();
  g_autoptr (TrestleKnockOuts) knock_outs = trestle_knock_outs_new (lists);
  g_autoptr (GPtrArray) first = NULL, rest = NULL, none = NULL;
  Heard heard = { 0 };

  trestle_knock_outs_run_async (knock_outs, runner, trestle_workbench_get_run (fixture->workbench), on_knocked_out, &heard);
  /* They come while the others are run, whatever the main loop does. */
  while (first == NULL || first->len == 0)
    {
      g_clear_pointer (&first, g_ptr_array_unref);
      first = trestle_knock_outs_take (knock_outs);
      g_thread_yield ();
    }
  trestle_runner_cancel (runner);
  while (!heard.is_done)
    g_main_context_iteration (NULL, TRUE);
  g_assert_error (heard.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&heard.error);
  rest = trestle_knock_outs_take (knock_outs);
  g_assert_cmpuint (first->len + rest->len, <, N_MANY);
  none = trestle_knock_outs_take (knock_outs);
  g_assert_cmpuint (none->len, ==, 0);
  /* The last bridge of the text side, which the lists begin with. */
  g_assert_cmpint (((TrestleKnockOut *) g_ptr_array_index (first, 0))->stand_ins[N_BRIDGES - 1], ==, TRESTLE_STAND_IN_ZERO);
}

static void
test_cancelled_switch_is_true_and_can_be_run (WindowFixture *fixture, gconstpointer data)
{
  GtkWidget *trial = window_find (fixture, TRESTLE_TYPE_BRIDGE_TRIAL);

  show_bridges (fixture);
  window_wait_until (fixture, has_effects);
  switch_bridge (fixture, TRESTLE_SIDE_TEXT, 0, TRESTLE_STAND_IN_ZERO);
  g_assert_true (window_shows_text (trial, "As switched"));
  switch_bridge (fixture, TRESTLE_SIDE_IMAGE, 1, TRESTLE_STAND_IN_LAST);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.cancel", NULL);
  window_wait_until (fixture, is_stopped);
  g_assert_cmpint (get_stand_in (fixture, TRESTLE_SIDE_IMAGE, 1), ==, TRESTLE_STAND_IN_LAST);
  g_assert_true (window_shows_text (trial, "was not run with these switches"));
  g_assert_false (window_shows_text (trial, "As switched"));
  g_assert_null (fixture->message);
  gtk_widget_activate_action (trial, "bridges.retry", NULL);
  window_wait_until (fixture, has_knock_out);
  g_assert_true (window_shows_text (trial, "As switched"));
  g_assert_false (window_shows_text (trial, "was not run with these switches"));
}

static void
test_stand_ins_are_set_from_outside (WindowFixture *fixture, gconstpointer data)
{
  TrestleStandIn stand_ins[TRESTLE_N_SIDES * N_BRIDGES] = { [1] = TRESTLE_STAND_IN_MEAN, [5] = TRESTLE_STAND_IN_LAST };

  show_bridges (fixture);
  g_assert_true (trestle_workbench_set_stand_ins (fixture->workbench, stand_ins, N_BRIDGES));
  window_wait_until (fixture, has_knock_out);
  g_assert_cmpmem (knock_out_of (fixture)->stand_ins, sizeof stand_ins, stand_ins, sizeof stand_ins);
  g_assert_false (trestle_workbench_set_stand_ins (fixture->workbench, stand_ins, N_BRIDGES - 1));
  g_assert_cmpint (get_stand_in (fixture, TRESTLE_SIDE_TEXT, 1), ==, TRESTLE_STAND_IN_MEAN);
  /* What the user switches after that is undone, and not what was there before. */
  switch_bridge (fixture, TRESTLE_SIDE_TEXT, 1, TRESTLE_STAND_IN_ZERO);
  g_assert_cmpint (get_stand_in (fixture, TRESTLE_SIDE_TEXT, 1), ==, TRESTLE_STAND_IN_ZERO);
  for (guint i = 0; i < 2; i++)
    gtk_widget_activate_action (window_find (fixture, TRESTLE_TYPE_BRIDGE_TRIAL), "bridges.undo", NULL);
  g_assert_cmpint (get_stand_in (fixture, TRESTLE_SIDE_TEXT, 1), ==, TRESTLE_STAND_IN_MEAN);
}

static void
test_stand_ins_outlive_a_text_and_no_model (WindowFixture *fixture, gconstpointer data)
{
  g_autofree char *meter = window_demo_path ("meter-shapes");
  guint n_bridges;

  show_bridges (fixture);
  switch_bridge (fixture, TRESTLE_SIDE_IMAGE, 2, TRESTLE_STAND_IN_MEAN);
  ask (fixture, "match", TEXT);
  g_assert_cmpint (get_stand_in (fixture, TRESTLE_SIDE_IMAGE, 2), ==, TRESTLE_STAND_IN_MEAN);
  window_open_model (fixture, meter);
  trestle_workbench_get_stand_ins (fixture->workbench, &n_bridges);
  g_assert_cmpuint (n_bridges, ==, 0);
  g_assert_false (has_map (fixture));
  g_assert_true (window_shows_text (window_find (fixture, TRESTLE_TYPE_BRIDGES_PAGE), "feeds its cross-modal encoder"));
}

#define SMALL_WIDTH 620 /* pixels: what a window of 1024 leaves to a page */

static int
get_least_width (GtkWidget *widget)
{
  int minimum;

  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  g_test_message ("%s: %d", G_OBJECT_TYPE_NAME (widget), minimum);
  return minimum;
}

/* (transfer full): a folder with a model whose bridges multiply. */
static char *
write_multiplying_model (void)
{
  char *folder = window_write_model ("itm");
  g_autofree char *path = g_build_filename (folder, "config.json", NULL);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (JsonGenerator) generator = json_generator_new ();

  g_assert_true (json_parser_load_from_file (parser, path, NULL));
  json_object_set_string_member (json_node_get_object (json_parser_get_root (parser)), "link_tower_type", "multiply");
  json_generator_set_root (generator, json_parser_get_root (parser));
  g_assert_true (json_generator_to_file (generator, path, NULL));
  return folder;
}

static void
test_bridges_that_do_not_split_say_so (WindowFixture *fixture, gconstpointer data)
{
  g_autofree char *folder = write_multiplying_model ();

  window_open_model (fixture, folder);
  show_bridges (fixture);
  window_wait_until (fixture, has_effects);
  g_assert_false (has_map (fixture));
  g_assert_true (window_shows_text (GTK_WIDGET (maps_of (fixture)), "do not split"));
  g_assert_cmpint (get_least_width (window_find (fixture, TRESTLE_TYPE_BRIDGES_PAGE)), <=, SMALL_WIDTH);
  g_assert_null (trestle_figure_source_make_figure (TRESTLE_FIGURE_SOURCE (maps_of (fixture)), 85.0, "a.pdf"));
  temporary_folder_free (g_steal_pointer (&folder));
}

/* The figure's marks from the first on, by keyboard: each tells its number. */
static void
test_bars_are_reached_by_keyboard (WindowFixture *fixture, gconstpointer data)
{
  GtkWidget *panels = window_find (fixture, TRESTLE_TYPE_BRIDGE_PANELS);
  const TrestleBridgeStudy *study;
  g_autofree char *first = NULL, *bar = NULL;

  show_bridges (fixture);
  window_wait_until (fixture, has_effects);
  study = study_of (fixture);
  gtk_widget_grab_focus (panels);
  first = g_strdup_printf ("Text side, bridge 1: share %.4f", trestle_bridge_shape_get_share (&study->shape, study->values, 0, 0));
  g_assert_true (window_shows_text (window_find (fixture, TRESTLE_TYPE_BRIDGES_PAGE), first));
  g_assert_true (tools_press_key (panels, GDK_KEY_Page_Down));
  g_assert_true (tools_press_key (panels, GDK_KEY_Down));
  g_assert_true (tools_press_key (panels, GDK_KEY_End));
  bar = g_strdup_printf (
      "%s%.4f",
      trestle_bridge_shape_get_effect (&study->shape, study->values, TRESTLE_SIDE_IMAGE, 2, TRESTLE_STAND_IN_LAST, study->task).logit_change
              < 0.0
          ? "−"
          : "",
      fabs (trestle_bridge_shape_get_effect (&study->shape, study->values, TRESTLE_SIDE_IMAGE, 2, TRESTLE_STAND_IN_LAST, study->task)
                .logit_change));
  g_assert_true (window_shows_text (window_find (fixture, TRESTLE_TYPE_BRIDGES_PAGE), "Image side, bridge 3: match logit change, given"));
  g_assert_true (window_shows_text (window_find (fixture, TRESTLE_TYPE_BRIDGES_PAGE), bar));
}

static void
test_page_fits_into_a_small_window (WindowFixture *fixture, gconstpointer data)
{
  show_bridges (fixture);
  window_wait_until (fixture, has_effects);
  g_assert_cmpint (get_least_width (window_find (fixture, TRESTLE_TYPE_BRIDGES_PAGE)), <=, SMALL_WIDTH);
}

static void
add_tests (void)
{
  WINDOW_TEST ("/bridge-maps/are-what-is-measured-of-tokens", test_maps_are_what_is_measured_of_tokens);
  WINDOW_TEST ("/bridge-maps/export-what-the-command-line-makes", test_maps_export_what_the_command_line_makes);
  WINDOW_TEST ("/bridge-maps/pointing-tells-the-number", test_pointing_tells_the_number);
  WINDOW_TEST ("/bridge-maps/small-one-is-shown-large", test_small_map_is_shown_large);
  WINDOW_TEST ("/bridge-maps/bridges-that-do-not-split-say-so", test_bridges_that_do_not_split_say_so);
  WINDOW_TEST ("/bridge-work/known-knock-outs-cost-nothing", test_known_knock_outs_cost_nothing);
  WINDOW_TEST ("/bridge-work/another-task-on-the-same-text-measures-nothing", test_another_task_on_the_same_text_measures_nothing);
  WINDOW_TEST ("/bridge-work/cancelling-keeps-what-was-done", test_cancelling_keeps_what_was_done);
  WINDOW_TEST ("/bridge-trial/cancelled-switch-is-true-and-can-be-run", test_cancelled_switch_is_true_and_can_be_run);
  WINDOW_TEST ("/bridge-trial/stand-ins-are-set-from-outside", test_stand_ins_are_set_from_outside);
  WINDOW_TEST ("/bridge-trial/stand-ins-outlive-a-text-and-no-model", test_stand_ins_outlive_a_text_and_no_model);
  WINDOW_TEST ("/bridge-maps/page-fits-into-a-small-window", test_page_fits_into_a_small_window);
  WINDOW_TEST ("/bridge-panels/bars-are-reached-by-keyboard", test_bars_are_reached_by_keyboard);
}

int
main (int argc, char *argv[])
{
  return window_run_tests (argc, argv, add_tests);
}
