/* The Divergence page with two models, and over a list of pairs: it shows the command line's numbers, and survives what people do to it. */
#include <glib/gstdio.h>
#include <math.h>

#include "analysis/figures/head-figure.h"
#include "tests/cli-call.h"
#include "tests/scenes.h"
#include "tests/temporary-folder.h"
#include "tests/ui/export-checks.h"
#include "tests/ui/widget-tools.h"
#include "tests/ui/window-fixture.h"
#include "ui/figure-source.h"
#include "ui/list-input.h"
#include "ui/pages/divergence-page.h"
#include "ui/widgets/head-panels.h"
#include "ui/widgets/list-bar.h"

#define TOLERANCE 1e-5 /* between the window and the command line, whose products are split among threads in other ways */
#define N_PAIRS 4
#define N_LONG 200   /* pairs, more than are done before somebody stops it */
#define N_MOMENTS 12 /* at which that is tried */
#define SEED 11

static TrestleDivergencePage *
page_of (WindowFixture *fixture)
{
  return window_find (fixture, TRESTLE_TYPE_DIVERGENCE_PAGE);
}

static TrestleComparison *
comparison_of (WindowFixture *fixture)
{
  return trestle_workbench_get_comparison (fixture->workbench);
}

/* (nullable) */
static const TrestleFigure *
figure_of (WindowFixture *fixture)
{
  return trestle_figure_view_get_figure (window_find (fixture, TRESTLE_TYPE_HEAD_PANELS));
}

static const TrestleHeadDot *
dots_of (WindowFixture *fixture, guint *n_dots)
{
  *n_dots = 0;
  return figure_of (fixture) != NULL ? trestle_head_figure_get_dots (figure_of (fixture), n_dots) : NULL;
}

/* The models that have dots. */
static guint
count_models (WindowFixture *fixture)
{
  guint n_dots, n_models = 0;
  const TrestleHeadDot *dots = dots_of (fixture, &n_dots);

  for (guint i = 0; i < n_dots; i++)
    n_models = MAX (n_models, dots[i].series + 1);
  return n_models;
}

static gboolean
is_measured (WindowFixture *fixture)
{
  gboolean busy;

  g_object_get (page_of (fixture), "busy", &busy, NULL);
  return !busy && figure_of (fixture) != NULL;
}

static gboolean
shows_two (WindowFixture *fixture)
{
  return is_measured (fixture) && count_models (fixture) == 2;
}

static gboolean
is_listed (WindowFixture *fixture)
{
  gboolean running;

  g_object_get (window_find (fixture, TRESTLE_TYPE_LIST_BAR), "running", &running, NULL);
  return !running;
}

static gboolean
has_a_first_pair (WindowFixture *fixture)
{
  return figure_of (fixture) != NULL;
}

static void
show_divergence (WindowFixture *fixture)
{
  g_object_set (fixture->workbench, "page", "divergence", NULL);
  window_wait_until (fixture, is_measured);
}

static void
open_second (WindowFixture *fixture, const char *name)
{
  g_autofree char *path = window_demo_path (name);

  trestle_comparison_open_model (comparison_of (fixture), path);
  window_wait_until (fixture, shows_two);
}

/* (transfer full): a folder with so many scenes and their "pairs.jsonl" */
static char *
make_scenes (guint n)
{
  char *folder = temporary_folder_new ((TemporaryFile[]){ { NULL, NULL } });
  g_autoptr (GError) error = NULL;

  g_assert_true (scenes_write (folder, SCENES_CAPTION, n, SEED, &error));
  g_assert_no_error (error);
  return folder;
}

/* (transfer full): the path of a new file in @folder with the first @n lines of its list and then @rest */
static char *
cut_list (const char *folder, const char *name, guint n, const char *rest)
{
  g_autofree char *all = g_build_filename (folder, "pairs.jsonl", NULL);
  g_autofree char *content = NULL;
  g_autoptr (GString) cut = g_string_new (NULL);
  char *path = g_build_filename (folder, name, NULL);
  g_auto (GStrv) lines = NULL;

  g_assert_true (g_file_get_contents (all, &content, NULL, NULL));
  lines = g_strsplit (content, "\n", -1);
  for (guint i = 0; i < n; i++)
    g_string_append_printf (cut, "%s\n", lines[i]);
  g_string_append (cut, rest);
  g_assert_true (g_file_set_contents (path, cut->str, -1, NULL));
  return path;
}

static void
go_through (WindowFixture *fixture, const char *list)
{
  trestle_divergence_page_open_list (page_of (fixture), list);
  window_wait_until (fixture, is_listed);
}

/* By the command line: what the dot shows. */
static double
find_expected (const TrestleHeadDot *dot, JsonObject *result)
{
  JsonObject *blocks = cli_json_get_object (cli_json_get_element (result, "models", dot->series), "blocks");
  JsonObject *layer = cli_json_get_element (blocks, trestle_block_get_name (dot->block), dot->layer);

  if (dot->head == TRESTLE_HEAD_MEAN)
    return cli_json_get_number (layer, "mean");
  return json_array_get_double_element (json_object_get_array_member (layer, "heads"), (guint) dot->head);
}

/* All dots of @n_models models. */
static void
assert_shows_as_cli (WindowFixture *fixture, JsonObject *result, guint n_models)
{
  guint n_dots;
  const TrestleHeadDot *dots = dots_of (fixture, &n_dots);

  g_assert_cmpuint (count_models (fixture), ==, n_models);
  g_assert_cmpuint (n_dots, >, n_models * 4 * 4 * 4); /* blocks, layers, heads */
  for (guint i = 0; i < n_dots; i++)
    g_assert_cmpfloat_with_epsilon (dots[i].value, find_expected (&dots[i], result), TOLERANCE);
}

static void
test_two_models_are_those_of_the_command_line (WindowFixture *fixture, gconstpointer data)
{
  g_autofree char *first = window_demo_path ("bridgetower-shapes"), *second = window_demo_path ("meter-shapes");
  const TrestleRun *run;

  show_divergence (fixture);
  open_second (fixture, "meter-shapes");
  run = trestle_workbench_get_run (fixture->workbench);
  for (TrestleHeadMeasure measure = 0; measure < TRESTLE_N_HEAD_MEASURES; measure += TRESTLE_HEAD_CLASS_SHARE)
    {
      g_autoptr (CliResult)
          result = cli_call ("divergence", "--json", "--measure", trestle_head_measure_get_name (measure), "--model", first, "--model",
                             second, "--image", trestle_image_source_get_path (run->image_source), "--text", run->text, NULL);

      g_object_set (page_of (fixture), "measure", measure, NULL);
      assert_shows_as_cli (fixture, cli_result_get_json (result), 2);
    }
  g_object_set (page_of (fixture), "measure", TRESTLE_HEAD_DIVERGENCE, NULL);
  export_assert_repeatable (fixture, TRESTLE_TYPE_DIVERGENCE_PAGE);
}

static void
test_model_without_bridges_is_that_of_the_command_line (WindowFixture *fixture, gconstpointer data)
{
  const TrestleRun *run = trestle_workbench_get_run (fixture->workbench);
  g_autoptr (CliResult) result = cli_call ("divergence", "--json", "--without-bridges", "last", "--image",
                                           trestle_image_source_get_path (run->image_source), "--text", run->text, NULL);

  show_divergence (fixture);
  trestle_comparison_open_without_bridges (comparison_of (fixture), TRESTLE_STAND_IN_LAST);
  window_wait_until (fixture, shows_two);
  assert_shows_as_cli (fixture, cli_result_get_json (result), 2);
  export_assert_repeatable (fixture, TRESTLE_TYPE_DIVERGENCE_PAGE);
}

static gboolean
shows_one (WindowFixture *fixture)
{
  return is_measured (fixture) && count_models (fixture) == 1;
}

/* Eight panels never show two texts, and are four again when there is one model again. */
static void
test_second_model_comes_and_goes (WindowFixture *fixture, gconstpointer data)
{
  g_autoptr (CliResult) result = NULL;
  g_autofree char *second = window_demo_path ("meter-shapes");
  g_autofree char *first = window_demo_path ("bridgetower-shapes");

  show_divergence (fixture);
  open_second (fixture, "meter-shapes");
  trestle_workbench_type (fixture->workbench, "a red star");
  trestle_workbench_run_now (fixture->workbench);
  window_wait_until (fixture, window_has_caught_up);
  window_wait_until (fixture, shows_two);
  result = cli_call ("divergence", "--json", "--model", first, "--model", second, "--image",
                     trestle_image_source_get_path (trestle_workbench_get_run (fixture->workbench)->image_source), "--text", "a red star",
                     NULL);
  assert_shows_as_cli (fixture, cli_result_get_json (result), 2);
  trestle_comparison_close (comparison_of (fixture));
  window_wait_until (fixture, shows_one);
}

/* The first dot of a model. */
static guint
find_dot_of (WindowFixture *fixture, guint series)
{
  guint n_dots;
  const TrestleHeadDot *dots = dots_of (fixture, &n_dots);

  for (guint i = 0; i < n_dots; i++)
    if (dots[i].series == series)
      return i;
  g_assert_not_reached ();
}

static gboolean
has_meter (WindowFixture *fixture)
{
  return g_str_equal (trestle_model_get_name (trestle_workbench_get_run (fixture->workbench)->model), "meter-shapes")
         && window_is_idle (fixture);
}

static char *
get_page (WindowFixture *fixture)
{
  char *page;

  g_object_get (fixture->workbench, "page", &page, NULL);
  return page;
}

/* (transfer none): the button of that label, which can be seen */
static GtkWidget *
find_button (GtkWidget *widget, const char *label)
{
  if (GTK_IS_BUTTON (widget) && g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), label) == 0)
    return gtk_widget_get_mapped (widget) ? widget : NULL;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_button (child, label);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static void
test_dot_of_the_second_model_offers_to_exchange (WindowFixture *fixture, gconstpointer data)
{
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autofree char *second = NULL;
  GtkWidget *exchange;

  show_divergence (fixture);
  open_second (fixture, "meter-shapes");
  g_signal_emit_by_name (window_find (fixture, TRESTLE_TYPE_HEAD_PANELS), "part-activated", find_dot_of (fixture, 1));
  before = get_page (fixture);
  g_assert_cmpstr (before, ==, "divergence");
  exchange = find_button (GTK_WIDGET (page_of (fixture)), "_Exchange the Models");
  g_assert_nonnull (exchange);
  g_signal_emit_by_name (exchange, "clicked");
  window_wait_until (fixture, has_meter);
  window_wait_until (fixture, shows_two);
  g_object_get (comparison_of (fixture), "model", &second, NULL);
  g_assert_true (g_str_has_suffix (second, "bridgetower-shapes"));
  g_signal_emit_by_name (window_find (fixture, TRESTLE_TYPE_HEAD_PANELS), "part-activated", find_dot_of (fixture, 0));
  after = get_page (fixture);
  g_assert_cmpstr (after, ==, "attention");
}

static void
test_list_is_that_of_the_command_line (WindowFixture *fixture, gconstpointer data)
{
  char *folder = make_scenes (N_PAIRS);
  g_autofree char *list = g_build_filename (folder, "pairs.jsonl", NULL);
  g_autoptr (CliResult) divergence = cli_call ("divergence", "--json", "--pairs", list, NULL);
  g_autoptr (CliResult) entropy = cli_call ("divergence", "--json", "--measure", "entropy", "--pairs", list, NULL);

  show_divergence (fixture);
  go_through (fixture, list);
  assert_shows_as_cli (fixture, cli_result_get_json (divergence), 1);
  g_assert_true (window_shows_text (GTK_WIDGET (page_of (fixture)), "Mean of 4 pairs of pairs.jsonl"));
  g_object_set (page_of (fixture), "measure", TRESTLE_HEAD_ENTROPY, NULL);
  assert_shows_as_cli (fixture, cli_result_get_json (entropy), 1);
  /* Intervals too. */
  export_assert_repeatable (fixture, TRESTLE_TYPE_DIVERGENCE_PAGE);
  g_object_set (page_of (fixture), "over-list", FALSE, NULL);
  window_wait_until (fixture, shows_one);
  export_assert_repeatable (fixture, TRESTLE_TYPE_DIVERGENCE_PAGE);
  temporary_folder_free (folder);
}

static void
test_list_with_two_models_is_that_of_the_command_line (WindowFixture *fixture, gconstpointer data)
{
  char *folder = make_scenes (N_PAIRS);
  g_autofree char *list = g_build_filename (folder, "pairs.jsonl", NULL);
  g_autofree char *first = window_demo_path ("bridgetower-shapes"), *second = window_demo_path ("meter-shapes");
  g_autoptr (CliResult) result = cli_call ("divergence", "--json", "--model", first, "--model", second, "--pairs", list, NULL);

  show_divergence (fixture);
  open_second (fixture, "meter-shapes");
  go_through (fixture, list);
  assert_shows_as_cli (fixture, cli_result_get_json (result), 2);
  export_assert_repeatable (fixture, TRESTLE_TYPE_DIVERGENCE_PAGE);
  temporary_folder_free (folder);
}

static void
test_list_without_bridges_can_be_repeated (WindowFixture *fixture, gconstpointer data)
{
  char *folder = make_scenes (2);
  g_autofree char *list = g_build_filename (folder, "pairs.jsonl", NULL);

  show_divergence (fixture);
  trestle_comparison_open_without_bridges (comparison_of (fixture), TRESTLE_STAND_IN_MEAN);
  go_through (fixture, list);
  g_assert_cmpuint (count_models (fixture), ==, 2);
  export_assert_repeatable (fixture, TRESTLE_TYPE_DIVERGENCE_PAGE);
  temporary_folder_free (folder);
}

static gboolean
on_moment_over (gpointer over)
{
  *(gboolean *) over = TRUE;
  return G_SOURCE_REMOVE;
}

/* Lets the window live for so many milliseconds. */
static void
live (guint milliseconds)
{
  gboolean over = FALSE;

  g_timeout_add (milliseconds, on_moment_over, &over);
  while (!over)
    g_main_context_iteration (NULL, TRUE);
}

static void
cancel (WindowFixture *fixture)
{
  g_signal_emit_by_name (window_find (fixture, TRESTLE_TYPE_LIST_BAR), "cancel");
  window_wait_until (fixture, is_listed);
}

/* How many pairs the page says that it shows the mean of. */
static guint
count_pairs (WindowFixture *fixture)
{
  g_autofree char *summary = NULL;
  guint n_pairs = 0;

  g_object_get (window_find (fixture, TRESTLE_TYPE_LIST_BAR), "summary", &summary, NULL);
  if (summary != NULL)
    g_assert_cmpint (sscanf (summary, "Mean of %u ", &n_pairs), ==, 1);
  return n_pairs;
}

static gboolean
has_several_pairs (WindowFixture *fixture)
{
  return count_pairs (fixture) >= 2;
}

/* What is kept is the mean of just those pairs that were measured. */
static void
test_cancelled_list_keeps_what_is_measured (WindowFixture *fixture, gconstpointer data)
{
  char *folder = make_scenes (N_LONG);
  g_autofree char *list = g_build_filename (folder, "pairs.jsonl", NULL);
  g_autofree char *part = NULL;
  g_autofree char *text = NULL;
  g_autoptr (CliResult) result = NULL;
  g_autoptr (TrestleFigure) figure = NULL;
  guint n_pairs;

  show_divergence (fixture);
  trestle_divergence_page_open_list (page_of (fixture), list);
  window_wait_until (fixture, has_several_pairs);
  cancel (fixture);
  n_pairs = count_pairs (fixture);
  g_assert_cmpuint (n_pairs, <, N_LONG);
  text = g_strdup_printf ("Mean of %u of %u pairs of pairs.jsonl", n_pairs, N_LONG);
  g_assert_true (window_shows_text (GTK_WIDGET (page_of (fixture)), text));
  part = cut_list (folder, "part.jsonl", n_pairs, "");
  result = cli_call ("divergence", "--json", "--pairs", part, NULL);
  assert_shows_as_cli (fixture, cli_result_get_json (result), 1);
  /* No command makes a list that was stopped. */
  figure = trestle_figure_source_make_figure (TRESTLE_FIGURE_SOURCE (page_of (fixture)), 170, "x.pdf");
  g_assert_null (trestle_figure_get_origin (figure)->command);
  g_assert_null (fixture->message);
  temporary_folder_free (folder);
}

static void
test_cancelling_a_list_at_any_moment_is_quiet (WindowFixture *fixture, gconstpointer data)
{
  char *folder = make_scenes (N_LONG);
  g_autofree char *list = g_build_filename (folder, "pairs.jsonl", NULL);

  show_divergence (fixture);
  for (guint i = 0; i < N_MOMENTS; i++)
    {
      trestle_divergence_page_open_list (page_of (fixture), list);
      live (i * i);
      cancel (fixture);
      g_assert_cmpuint (count_pairs (fixture), <, N_LONG);
      g_assert_true ((figure_of (fixture) != NULL) == (count_pairs (fixture) > 0));
    }
  g_assert_null (fixture->message);
  temporary_folder_free (folder);
}

static void
test_closing_during_a_list_is_quiet (void)
{
  char *folder = make_scenes (N_LONG);
  g_autofree char *list = g_build_filename (folder, "pairs.jsonl", NULL);

  for (guint i = 0; i < N_MOMENTS; i += 2)
    {
      WindowFixture fixture = { 0 };

      window_open (&fixture, NULL, NULL);
      show_divergence (&fixture);
      trestle_comparison_open_without_bridges (comparison_of (&fixture), TRESTLE_STAND_IN_LAST);
      trestle_divergence_page_open_list (page_of (&fixture), list);
      live (i * i);
      window_tear_down (&fixture, NULL);
    }
  temporary_folder_free (folder);
}

/* Another page is shown, and another text answered, while the list goes on. */
static void
test_window_is_used_during_a_list (WindowFixture *fixture, gconstpointer data)
{
  char *folder = make_scenes (N_LONG);
  g_autofree char *list = g_build_filename (folder, "pairs.jsonl", NULL);

  show_divergence (fixture);
  trestle_divergence_page_open_list (page_of (fixture), list);
  window_wait_until (fixture, has_a_first_pair);
  g_object_set (fixture->workbench, "page", "attention", NULL);
  trestle_workbench_type (fixture->workbench, "a red star");
  trestle_workbench_run_now (fixture->workbench);
  window_wait_until (fixture, window_has_caught_up);
  g_assert_false (is_listed (fixture));
  window_wait_until (fixture, has_several_pairs);
  cancel (fixture);
  temporary_folder_free (folder);
}

static void
test_missing_image_is_left_out_and_told (WindowFixture *fixture, gconstpointer data)
{
  char *folder = make_scenes (N_PAIRS);
  g_autofree char *list = cut_list (folder, "list.jsonl", N_PAIRS, "{\"image\": \"gone.png\", \"text\": \"a red star\"}\n");
  g_autofree char *rest = g_build_filename (folder, "pairs.jsonl", NULL);
  g_autoptr (CliResult) result = cli_call ("divergence", "--json", "--pairs", rest, NULL);
  g_autofree char *failures = NULL;

  show_divergence (fixture);
  go_through (fixture, list);
  assert_shows_as_cli (fixture, cli_result_get_json (result), 1);
  g_object_get (window_find (fixture, TRESTLE_TYPE_LIST_BAR), "failures", &failures, NULL);
  g_assert_true (window_shows_text (GTK_WIDGET (page_of (fixture)), "1 of 5 pairs could not be measured"));
  g_assert_true (g_str_has_prefix (failures, "Line 5: "));
  g_assert_nonnull (strstr (failures, "gone.png"));
  temporary_folder_free (folder);
}

static void
assert_is_refused (WindowFixture *fixture, const char *list)
{
  g_clear_pointer (&fixture->message, g_free);
  go_through (fixture, list);
  window_wait_until (fixture, window_has_message);
  g_assert_nonnull (strstr (fixture->message, list));
  g_assert_null (figure_of (fixture));
  g_assert_true (window_shows_text (GTK_WIDGET (page_of (fixture)), fixture->message));
}

static void
test_broken_list_is_named (WindowFixture *fixture, gconstpointer data)
{
  char *folder = temporary_folder_new (
      (TemporaryFile[]){ { "empty.jsonl", "\n\n" }, { "words.csv", "image,text\na,b\n" }, { NULL, NULL } });
  g_autofree char *empty = g_build_filename (folder, "empty.jsonl", NULL);
  g_autofree char *gone = g_build_filename (folder, "gone.jsonl", NULL);
  g_autofree char *words = g_build_filename (folder, "words.csv", NULL);

  show_divergence (fixture);
  assert_is_refused (fixture, empty);
  assert_is_refused (fixture, gone);
  go_through (fixture, words);
  g_assert_true (window_shows_text (GTK_WIDGET (page_of (fixture)), "None of the 2 pairs of words.csv could be measured"));
  g_assert_null (figure_of (fixture));
  temporary_folder_free (folder);
}

static gboolean
has_notice (WindowFixture *fixture)
{
  g_autofree char *notice = NULL;

  g_object_get (window_find (fixture, TRESTLE_TYPE_LIST_BAR), "notice", &notice, NULL);
  return notice != NULL;
}

/* The numbers stay those of the models that they are of, and are said to be, until the list is run again. */
static void
test_other_models_make_a_list_out_of_date (WindowFixture *fixture, gconstpointer data)
{
  char *folder = make_scenes (2);
  g_autofree char *list = g_build_filename (folder, "pairs.jsonl", NULL);
  g_autofree char *meter = window_demo_path ("meter-shapes");
  g_autoptr (CliResult) old = cli_call ("divergence", "--json", "--pairs", list, NULL);
  g_autoptr (CliResult) new = cli_call ("divergence", "--json", "--model", meter, "--pairs", list, NULL);
  GtkWidget *again;

  show_divergence (fixture);
  go_through (fixture, list);
  g_assert_false (has_notice (fixture));
  window_open_model (fixture, meter);
  g_assert_true (has_notice (fixture));
  g_assert_true (window_shows_text (GTK_WIDGET (page_of (fixture)), "These numbers are of bridgetower-shapes."));
  assert_shows_as_cli (fixture, cli_result_get_json (old), 1);
  /* A head of the model that is not open any more cannot be opened. */
  g_signal_emit_by_name (window_find (fixture, TRESTLE_TYPE_HEAD_PANELS), "part-activated", 0);
  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (page_of (fixture))));
  again = find_button (GTK_WIDGET (page_of (fixture)), "_Run Again");
  g_assert_nonnull (again);
  g_signal_emit_by_name (again, "clicked");
  window_wait_until (fixture, is_listed);
  g_assert_false (has_notice (fixture));
  assert_shows_as_cli (fixture, cli_result_get_json (new), 1);
  trestle_comparison_open_without_bridges (comparison_of (fixture), TRESTLE_STAND_IN_LAST);
  g_assert_true (has_notice (fixture));
  temporary_folder_free (folder);
}

/* What a drop on the page carries. */
static void
drop (WindowFixture *fixture, const char *path)
{
  GValue value = G_VALUE_INIT;
  g_autoptr (GFile) file = g_file_new_for_path (path);
  GSList files = { file, NULL };
  gboolean is_taken = FALSE;

  g_value_init (&value, GDK_TYPE_FILE_LIST);
  g_value_set_static_boxed (&value, &files);
  g_signal_emit_by_name (tools_get_controller (GTK_WIDGET (page_of (fixture)), GTK_TYPE_DROP_TARGET), "drop", &value, 0.0, 0.0, &is_taken);
  g_assert_true (is_taken);
  g_value_unset (&value);
}

static void
test_list_is_dropped (WindowFixture *fixture, gconstpointer data)
{
  char *folder = make_scenes (1);
  g_autofree char *list = g_build_filename (folder, "pairs.jsonl", NULL);
  g_autofree char *image = g_build_filename (folder, "scene-00000.png", NULL);
  g_autofree char *remembered = NULL;

  show_divergence (fixture);
  drop (fixture, list);
  g_assert_false (is_listed (fixture));
  window_wait_until (fixture, is_listed);
  g_object_get (page_of (fixture), "list", &remembered, NULL);
  g_assert_cmpstr (remembered, ==, list);
  g_assert_true (window_shows_text (GTK_WIDGET (page_of (fixture)), "Mean of 1 pair of pairs.jsonl"));
  /* An image that misses the picture is still an image. */
  drop (fixture, image);
  window_wait_until (fixture, window_has_caught_up);
  g_assert_cmpstr (trestle_workbench_get_run (fixture->workbench)->image_name, ==, "scene-00000.png");
  temporary_folder_free (folder);
}

static void
test_dropped_table_is_refused_by_name (WindowFixture *fixture, gconstpointer data)
{
  char *folder = temporary_folder_new ((TemporaryFile[]){ { "words.csv", "image,text\na,b\n" }, { NULL, NULL } });
  g_autofree char *words = g_build_filename (folder, "words.csv", NULL);
  g_autofree char *list = NULL;

  show_divergence (fixture);
  drop (fixture, words);
  g_assert_nonnull (fixture->message);
  g_assert_nonnull (strstr (fixture->message, words));
  g_assert_nonnull (strstr (fixture->message, "A line of JSON for each pair"));
  g_object_get (page_of (fixture), "list", &list, NULL);
  g_assert_cmpstr (list, ==, "");
  temporary_folder_free (folder);
}

static gboolean
lets_through (GtkFilter *filter, const char *name)
{
  g_autoptr (GFileInfo) info = g_file_info_new ();

  g_file_info_set_display_name (info, name);
  return gtk_filter_match (filter, info);
}

static void
test_chooser_offers_what_can_be_read (void)
{
  g_autoptr (GtkFileFilter) filter = trestle_list_input_make_filter ();

  g_assert_true (lets_through (GTK_FILTER (filter), "pairs.jsonl"));
  g_assert_true (lets_through (GTK_FILTER (filter), "pairs.json"));
  g_assert_false (lets_through (GTK_FILTER (filter), "pairs.csv"));
  g_assert_false (lets_through (GTK_FILTER (filter), "one.png"));
}

static void
add_tests (void)
{
  WINDOW_TEST ("/divergence/two-models-are-those-of-the-command-line", test_two_models_are_those_of_the_command_line);
  WINDOW_TEST ("/divergence/model-without-bridges-is-that-of-the-command-line", test_model_without_bridges_is_that_of_the_command_line);
  WINDOW_TEST ("/divergence/second-model-comes-and-goes", test_second_model_comes_and_goes);
  WINDOW_TEST ("/divergence/dot-of-the-second-model-offers-to-exchange", test_dot_of_the_second_model_offers_to_exchange);
  WINDOW_TEST ("/divergence/list-is-that-of-the-command-line", test_list_is_that_of_the_command_line);
  WINDOW_TEST ("/divergence/list-with-two-models-is-that-of-the-command-line", test_list_with_two_models_is_that_of_the_command_line);
  WINDOW_TEST ("/divergence/list-without-bridges-can-be-repeated", test_list_without_bridges_can_be_repeated);
  WINDOW_TEST ("/divergence/cancelled-list-keeps-what-is-measured", test_cancelled_list_keeps_what_is_measured);
  WINDOW_TEST ("/divergence/cancelling-a-list-at-any-moment-is-quiet", test_cancelling_a_list_at_any_moment_is_quiet);
  g_test_add_func ("/divergence/closing-during-a-list-is-quiet", test_closing_during_a_list_is_quiet);
  WINDOW_TEST ("/divergence/window-is-used-during-a-list", test_window_is_used_during_a_list);
  WINDOW_TEST ("/divergence/missing-image-is-left-out-and-told", test_missing_image_is_left_out_and_told);
  WINDOW_TEST ("/divergence/broken-list-is-named", test_broken_list_is_named);
  WINDOW_TEST ("/divergence/other-models-make-a-list-out-of-date", test_other_models_make_a_list_out_of_date);
  WINDOW_TEST ("/divergence/list-is-dropped", test_list_is_dropped);
  WINDOW_TEST ("/divergence/dropped-table-is-refused-by-name", test_dropped_table_is_refused_by_name);
  g_test_add_func ("/divergence/chooser-offers-what-can-be-read", test_chooser_offers_what_can_be_read);
}

int
main (int argc, char *argv[])
{
  return window_run_tests (argc, argv, add_tests);
}
