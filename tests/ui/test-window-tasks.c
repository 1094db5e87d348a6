/* What can be asked in the window: what the switch offers, and that ranking and reasoning answer as the command line does. */
#include <math.h>

#include "tests/cli-call.h"
#include "tests/temporary-folder.h"
#include "tests/ui/window-fixture.h"
#include "ui/caption-list.h"
#include "ui/samples-popover.h"
#include "ui/second-image.h"
#include "ui/widgets/answer-bars.h"
#include "ui/widgets/caption-bars.h"
#include "ui/widgets/image-view.h"

#define TOLERANCE 1e-5 /* between the window and the command line, which print and compute in other orders */
#define ALL_HEADS "itm,itc,snli,nlvr2,rank"

static TrestleRun *
run_of (WindowFixture *fixture)
{
  return trestle_workbench_get_run (fixture->workbench);
}

static const TrestleSample *
sample_at (WindowFixture *fixture, guint index)
{
  return g_ptr_array_index (trestle_workbench_get_samples (fixture->workbench), index);
}

static void
choose_task (WindowFixture *fixture, const char *name)
{
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.task", "s", name);
  window_wait_until (fixture, window_is_idle);
  window_wait_until (fixture, window_has_caught_up);
}

static void
open_second (WindowFixture *fixture, guint sample)
{
  trestle_workbench_open_second_sample (fixture->workbench, sample_at (fixture, sample));
  window_wait_until (fixture, window_is_idle);
}

static GtkTextBuffer *
captions_of (WindowFixture *fixture)
{
  return gtk_text_view_get_buffer (window_find (fixture, GTK_TYPE_TEXT_VIEW));
}

static void
type_captions (WindowFixture *fixture, const char *text)
{
  gtk_text_buffer_set_text (captions_of (fixture), text, -1);
  window_wait_until (fixture, window_has_caught_up);
}

static const TrestleRankedCaption *
ranked_at (const TrestleRun *run, guint place)
{
  g_assert_cmpuint (place, <, run->ranking->len);
  return &g_array_index (run->ranking, TrestleRankedCaption, place);
}

static GtkListBox *
bars_of (WindowFixture *fixture)
{
  return GTK_LIST_BOX (gtk_widget_get_first_child (window_find (fixture, TRESTLE_TYPE_CAPTION_BARS)));
}

/* The captions' scores by the command line, for the first sample; @captions: %NULL-terminated */
static JsonArray *
cli_scores (const char *model, const char *image, char **captions, const char *by, CliResult **result)
{
  g_autoptr (GPtrArray) arguments = g_ptr_array_new ();
  const char *const start[] = { "rank", "--json", "--model", model, "--image", image, "--by", by };

  for (guint i = 0; i < G_N_ELEMENTS (start); i++)
    g_ptr_array_add (arguments, (gpointer) start[i]);
  for (; *captions != NULL; captions++)
    {
      g_ptr_array_add (arguments, (gpointer) "--text");
      g_ptr_array_add (arguments, *captions);
    }
  g_ptr_array_add (arguments, NULL);
  *result = cli_call_v ((const char *const *) arguments->pdata);
  return json_array_get_array_element (json_object_get_array_member (cli_result_get_json (*result), "scores"), 0);
}

/* What is shown is ordered, and is what the command line gives. */
static void
assert_ranked_as_cli (WindowFixture *fixture, const char *model, const char *by)
{
  const TrestleRun *run = run_of (fixture);
  g_auto (GStrv) captions = trestle_captions_split (run->text);
  g_autoptr (CliResult) result = NULL;
  JsonArray *expected = cli_scores (model, sample_at (fixture, 0)->path, captions, by, &result);

  g_assert_cmpstr (trestle_task_get_name (run->head), ==, by);
  g_assert_cmpuint (run->ranking->len, ==, g_strv_length (captions));
  for (guint i = 0; i < run->ranking->len; i++)
    {
      const TrestleRankedCaption *ranked = ranked_at (run, i);
      GtkListBoxRow *row = gtk_list_box_get_row_at_index (bars_of (fixture), (int) i);

      g_assert_cmpstr (ranked->text, ==, captions[ranked->index]);
      g_assert_cmpfloat_with_epsilon (ranked->score, json_array_get_double_element (expected, ranked->index), TOLERANCE);
      g_assert_true (i == 0 || ranked->score <= ranked_at (run, i - 1)->score);
      g_assert_true (window_shows_text (GTK_WIDGET (row), ranked->text));
    }
}

static void
choose_measure (WindowFixture *fixture, TrestleTask head)
{
  g_object_set (fixture->workbench, "measure", head, NULL);
  window_wait_until (fixture, window_is_idle);
}

static void
test_demo_ranks_as_the_command_line (WindowFixture *fixture, gconstpointer data)
{
  g_autofree char *demo = window_demo_path ("bridgetower-shapes");
  const TrestleSample *sample = sample_at (fixture, 0);

  choose_task (fixture, "rank");
  g_assert_cmpuint (run_of (fixture)->ranking->len, ==, g_strv_length (sample->captions) + g_strv_length (sample->false_captions));
  g_assert_cmpfloat (ranked_at (run_of (fixture), 0)->score, >, 0.5);
  g_assert_true (window_shows_text (GTK_WIDGET (bars_of (fixture)), "%"));
  assert_ranked_as_cli (fixture, demo, "match");
  choose_measure (fixture, TRESTLE_TASK_CONTRAST);
  g_assert_false (window_shows_text (GTK_WIDGET (bars_of (fixture)), "%"));
  assert_ranked_as_cli (fixture, demo, "contrast");
}

static void
test_every_head_ranks_as_the_command_line (WindowFixture *fixture, gconstpointer data)
{
  static const TrestleTask heads[] = { TRESTLE_TASK_RETRIEVE, TRESTLE_TASK_CONTRAST, TRESTLE_TASK_MATCH };
  char *folder = window_write_model (ALL_HEADS);

  window_open_model (fixture, folder);
  choose_task (fixture, "rank");
  for (guint i = 0; i < G_N_ELEMENTS (heads); i++)
    {
      choose_measure (fixture, heads[i]);
      assert_ranked_as_cli (fixture, folder, trestle_task_get_name (heads[i]));
    }
  temporary_folder_free (folder);
}

/* A model of one head that ranks has nothing else to be asked, and no choice of heads. */
static void
test_one_head_that_ranks_is_enough (WindowFixture *fixture, gconstpointer head)
{
  g_autofree char **both = g_strsplit (head, " ", 2); /* in a config, of the task */
  char *folder = window_write_model (both[0]);
  GtkWidget *list = window_find (fixture, TRESTLE_TYPE_CAPTION_LIST);

  window_open_model (fixture, folder);
  g_assert_cmpint (trestle_workbench_get_task (fixture->workbench), ==, TRESTLE_WINDOW_RANK);
  g_assert_true (gtk_widget_get_mapped (list));
  g_assert_false (gtk_widget_get_visible (window_find_widget (list, GTK_TYPE_DROP_DOWN)));
  g_assert_true (window_shows_text (list, "scored by"));
  g_assert_nonnull (trestle_workbench_get_map (fixture->workbench));
  assert_ranked_as_cli (fixture, folder, both[1]);
  temporary_folder_free (folder);
  g_free (both[0]);
  g_free (both[1]);
}

static void
test_drop_down_chooses_the_head (WindowFixture *fixture, gconstpointer data)
{
  GtkDropDown *measure = GTK_DROP_DOWN (window_find_widget (window_find (fixture, TRESTLE_TYPE_CAPTION_LIST), GTK_TYPE_DROP_DOWN));

  choose_task (fixture, "rank");
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (measure)));
  g_assert_cmpuint (g_list_model_get_n_items (gtk_drop_down_get_model (measure)), ==, 2);
  gtk_drop_down_set_selected (measure, 1);
  window_wait_until (fixture, window_is_idle);
  g_assert_cmpint (run_of (fixture)->head, ==, TRESTLE_TASK_CONTRAST);
  g_assert_cmpuint (gtk_drop_down_get_selected (measure), ==, 1);
}

static void
choose_row (WindowFixture *fixture, guint row)
{
  gtk_list_box_select_row (bars_of (fixture), gtk_list_box_get_row_at_index (bars_of (fixture), (int) row));
  window_wait_until (fixture, window_is_idle);
}

/* The attention is that of the caption that is chosen, and it stays chosen where the list around it changes. */
static void
test_chosen_caption_is_shown (WindowFixture *fixture, gconstpointer data)
{
  const TrestleRun *run;

  choose_task (fixture, "rank");
  type_captions (fixture, "two hearts\n\n  a blue cross  \na yellow star\n");
  run = run_of (fixture);
  g_assert_cmpuint (run->ranking->len, ==, 3);
  g_assert_cmpuint (run->caption, ==, 0);
  g_assert_cmpstr (run->words[1], ==, "two");

  choose_row (fixture, 0);
  run = run_of (fixture);
  g_assert_cmpstr (ranked_at (run, 0)->text, ==, "a blue cross");
  g_assert_cmpuint (run->caption, ==, 1);
  g_assert_cmpstr (run->words[2], ==, "blue");
  g_assert_true (gtk_list_box_get_selected_row (bars_of (fixture)) == gtk_list_box_get_row_at_index (bars_of (fixture), 0));

  type_captions (fixture, "one more\ntwo hearts\na blue cross");
  g_assert_cmpuint (run_of (fixture)->caption, ==, 2);
  g_assert_cmpstr (run_of (fixture)->words[2], ==, "blue");
  type_captions (fixture, "two hearts");
  g_assert_cmpuint (run_of (fixture)->caption, ==, 0);
  g_assert_cmpstr (run_of (fixture)->words[1], ==, "two");
  type_captions (fixture, " \n ");
  g_assert_null (run_of (fixture)->ranking);
  g_assert_false (gtk_widget_get_mapped (GTK_WIDGET (bars_of (fixture))));
}

/* Scores that are known already are those of the image and the model that are open. */
static void
test_another_image_ranks_anew (WindowFixture *fixture, gconstpointer data)
{
  g_autofree char *demo = window_demo_path ("bridgetower-shapes");
  g_auto (GStrv) captions = g_strsplit ("a blue cross\na yellow cross", "\n", -1);
  g_autoptr (CliResult) result = NULL;
  JsonArray *expected;

  choose_task (fixture, "rank");
  type_captions (fixture, "a blue cross\na yellow cross");
  g_assert_cmpstr (ranked_at (run_of (fixture), 0)->text, ==, "a blue cross");
  trestle_workbench_open_sample (fixture->workbench, sample_at (fixture, 1));
  type_captions (fixture, "a blue cross\na yellow cross");
  expected = cli_scores (demo, sample_at (fixture, 1)->path, captions, "match", &result);
  for (guint i = 0; i < 2; i++)
    g_assert_cmpfloat_with_epsilon (ranked_at (run_of (fixture), i)->score,
                                    json_array_get_double_element (expected, ranked_at (run_of (fixture), i)->index), TOLERANCE);
  g_assert_cmpstr (ranked_at (run_of (fixture), 0)->text, ==, "a yellow cross");
}

static void
test_ranking_is_cancelled (WindowFixture *fixture, gconstpointer data)
{
  g_autoptr (GString) text = g_string_new (NULL);
  TrestleRun *run;

  choose_task (fixture, "rank");
  run = run_of (fixture);
  for (guint i = 0; i < 500; i++)
    g_string_append_printf (text, "caption %u\n", i);
  gtk_text_buffer_set_text (captions_of (fixture), text->str, -1);
  trestle_workbench_run_now (fixture->workbench);
  g_assert_false (window_is_idle (fixture));
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.cancel", NULL);
  g_assert_true (window_is_idle (fixture));
  g_assert_true (run_of (fixture) == run);
  type_captions (fixture, "a blue cross");
  g_assert_cmpuint (run_of (fixture)->ranking->len, ==, 1);
}

/* The probability that `reason` prints. */
static double
cli_reason (const char *model, const char *first, const char *second, const char *text)
{
  g_autoptr (CliResult) result = cli_call ("reason", "--json", "--model", model, "--image", first, "--image", second, "--text", text, NULL);

  return json_object_get_double_member (cli_result_get_json (result), "probability");
}

static double
probability_of (const TrestleRun *run, const char *label)
{
  const TrestleAnswer *answer = g_ptr_array_index (run->answers, 0);

  for (guint i = 0; i < answer->candidates->len; i++)
    if (g_str_equal (g_array_index (answer->candidates, TrestleCandidate, i).label, label))
      return g_array_index (answer->candidates, TrestleCandidate, i).probability;
  g_assert_not_reached ();
}

static void
assert_reasoned_as_cli (WindowFixture *fixture, const char *model, guint first, guint second)
{
  const TrestleRun *run = run_of (fixture);
  double expected = cli_reason (model, sample_at (fixture, first)->path, sample_at (fixture, second)->path, run->text);

  g_assert_cmpfloat_with_epsilon (probability_of (run, "yes"), expected, TOLERANCE);
  g_assert_cmpfloat_with_epsilon (probability_of (run, "no"), 1 - expected, TOLERANCE);
}

static void
test_two_images_are_reasoned_about_as_by_the_command_line (WindowFixture *fixture, gconstpointer data)
{
  char *folder = window_write_model (ALL_HEADS);
  GtkWidget *slot = window_find (fixture, TRESTLE_TYPE_SECOND_IMAGE);

  window_open_model (fixture, folder);
  g_assert_false (gtk_widget_get_mapped (slot));
  g_assert_false (g_action_group_get_action_enabled (G_ACTION_GROUP (fixture->window), "open-second"));
  choose_task (fixture, "reason");
  g_assert_true (gtk_widget_get_mapped (slot));
  g_assert_true (g_action_group_get_action_enabled (G_ACTION_GROUP (fixture->window), "open-second"));
  g_assert_null (run_of (fixture)->answers);
  g_assert_true (window_shows_text (GTK_WIDGET (fixture->window), "choose the second one"));

  open_second (fixture, 3);
  assert_reasoned_as_cli (fixture, folder, 0, 3);
  g_assert_true (window_shows_text (slot, "scene-04.png"));
  g_assert_true (window_shows_text (window_find (fixture, TRESTLE_TYPE_ANSWER_BARS), "True"));
  g_assert_true (window_shows_text (window_find (fixture, TRESTLE_TYPE_ANSWER_BARS), "False"));

  trestle_workbench_open_sample (fixture->workbench, sample_at (fixture, 3));
  open_second (fixture, 0);
  window_wait_until (fixture, window_has_caught_up);
  assert_reasoned_as_cli (fixture, folder, 3, 0);
  gtk_editable_set_text (window_find (fixture, GTK_TYPE_ENTRY), "both show a cross");
  window_wait_until (fixture, window_has_caught_up);
  assert_reasoned_as_cli (fixture, folder, 3, 0);
  temporary_folder_free (folder);
}

static GtkToggleButton *
find_toggle (GtkWidget *widget, const char *label)
{
  if (GTK_IS_TOGGLE_BUTTON (widget) && g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), label) == 0)
    return GTK_TOGGLE_BUTTON (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkToggleButton *found = find_toggle (child, label);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static void
show_image (WindowFixture *fixture, const char *label)
{
  gtk_toggle_button_set_active (find_toggle (GTK_WIDGET (fixture->window), label), TRUE);
  window_wait_until (fixture, window_is_idle);
}

/* Either image can be looked at; the answer is about both whichever it is, and other tasks are about the first. */
static void
test_second_image_can_be_shown (WindowFixture *fixture, gconstpointer data)
{
  char *folder = window_write_model ("nlvr2,itm");
  g_autoptr (TrestleRun) first = NULL;
  TrestleRun *second;

  window_open_model (fixture, folder);
  choose_task (fixture, "reason");
  open_second (fixture, 3);
  first = trestle_run_ref (run_of (fixture));
  g_assert_false (first->shows_second);

  show_image (fixture, "Show Second");
  second = run_of (fixture);
  g_assert_true (second->shows_second);
  g_assert_true (second->image == first->second_image);
  g_assert_true (second->trace != first->trace);
  g_assert_cmpstr (second->image_name, ==, "scene-04.png");
  g_assert_cmpfloat (probability_of (second, "yes"), ==, probability_of (first, "yes"));

  choose_task (fixture, "match");
  g_assert_true (run_of (fixture)->image == first->image);
  g_assert_false (run_of (fixture)->shows_second);
  choose_task (fixture, "reason");
  show_image (fixture, "Show First");
  g_assert_true (run_of (fixture)->image == first->image);
  g_assert_true (run_of (fixture)->trace == first->trace);
  temporary_folder_free (folder);
}

static void
test_broken_second_image_leaves_what_was_there (WindowFixture *fixture, gconstpointer data)
{
  char *folder = window_write_model ("nlvr2");
  g_autoptr (GFile) file = g_file_new_build_filename (folder, "broken.png", NULL);
  g_autoptr (TrestleImageSource) broken = trestle_image_source_new_file (file);
  TrestleImage *second;

  window_open_model (fixture, folder);
  g_assert_cmpint (trestle_workbench_get_task (fixture->workbench), ==, TRESTLE_WINDOW_REASON);
  g_assert_true (g_file_set_contents (g_file_peek_path (file), "this is no picture", -1, NULL));
  trestle_workbench_open_second (fixture->workbench, broken);
  window_wait_until (fixture, window_has_message);
  window_wait_until (fixture, window_is_idle);
  g_assert_nonnull (strstr (fixture->message, "broken.png"));
  g_assert_null (run_of (fixture)->second_image);

  open_second (fixture, 1);
  second = run_of (fixture)->second_image;
  g_assert_nonnull (second);
  g_clear_pointer (&fixture->message, g_free);
  trestle_workbench_open_second (fixture->workbench, broken);
  window_wait_until (fixture, window_has_message);
  window_wait_until (fixture, window_is_idle);
  gtk_editable_set_text (window_find (fixture, GTK_TYPE_ENTRY), "both show a cross");
  window_wait_until (fixture, window_has_caught_up);
  g_assert_true (run_of (fixture)->second_image == second);
  temporary_folder_free (folder);
}

/* The titles of the switch, in its order. */
static const char *const titles[] = { "Match", "Fill", "Ask", "Rank", "Entail", "Reason" };

typedef struct
{
  const char *heads;
  const char *offered;
} Offer;

static const Offer offers[] = {
  { "itm", "Match Rank" }, { "mlm", "Fill" },          { "vqa", "Ask" },
  { "itc", "Rank" },       { "rank", "Rank" },         { "snli", "Entail" },
  { "nlvr2", "Reason" },   { "mlm,itc", "Fill Rank" }, { "itm,mlm,itc,vqa,snli,nlvr2,rank", "Match Fill Ask Rank Entail Reason" },
};

static void
test_switch_offers_what_the_model_can (WindowFixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (offers); i++)
    {
      char *folder = window_write_model (offers[i].heads);
      g_autoptr (GString) offered = g_string_new (NULL);

      window_open_model (fixture, folder);
      for (guint k = 0; k < G_N_ELEMENTS (titles); k++)
        if (window_offers (GTK_WIDGET (fixture->window), titles[k]))
          g_string_append_printf (offered, "%s%s", offered->len > 0 ? " " : "", titles[k]);
      g_assert_cmpstr (offered->str, ==, offers[i].offered);
      g_assert_true (trestle_tasks_can (run_of (fixture)->model, trestle_workbench_get_task (fixture->workbench)));
      temporary_folder_free (folder);
    }
}

static void
test_sample_file_brings_its_texts (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("TRESTLE_DATA"), "samples", "scene-03.png", NULL);
  g_autoptr (GFile) image = g_file_new_for_path (path);
  WindowFixture fixture = { 0 };

  window_open (&fixture, image, NULL);
  g_assert_cmpstr (run_of (&fixture)->text, ==, sample_at (&fixture, 2)->captions[0]);
  window_tear_down (&fixture, NULL);
}

static void
test_other_file_asks_for_a_text (void)
{
  TemporaryFile nothing = { 0 };
  char *folder = temporary_folder_new (&nothing);
  g_autoptr (GFile) sample = g_file_new_build_filename (g_getenv ("TRESTLE_DATA"), "samples", "scene-03.png", NULL);
  g_autoptr (GFile) image = g_file_new_build_filename (folder, "mine.png", NULL);
  WindowFixture fixture = { 0 };
  GtkEntry *entry;

  g_assert_true (g_file_copy (sample, image, G_FILE_COPY_NONE, NULL, NULL, NULL, NULL));
  window_open (&fixture, image, NULL);
  entry = window_find (&fixture, GTK_TYPE_ENTRY);
  g_assert_cmpstr (run_of (&fixture)->image_name, ==, "mine.png");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "");
  g_assert_cmpstr (gtk_entry_get_placeholder_text (entry), ==, "A caption");
  g_assert_null (run_of (&fixture)->answers);
  g_assert_null (run_of (&fixture)->note);
  window_tear_down (&fixture, NULL);
  temporary_folder_free (folder);
}

static void
test_missing_file_brings_the_texts_of_what_is_shown (void)
{
  g_autoptr (GFile) image = g_file_new_for_path ("/does/not/exist.png");
  WindowFixture fixture = { 0 };

  window_open (&fixture, image, NULL);
  g_assert_nonnull (fixture.message);
  g_assert_cmpstr (run_of (&fixture)->text, ==, sample_at (&fixture, 0)->captions[0]);
  window_tear_down (&fixture, NULL);
}

static void
test_captions_are_lines_that_say_something (void)
{
  g_auto (GStrv) captions = trestle_captions_split ("\n one \r\n\t\ntwo\n\n");
  g_auto (GStrv) none = trestle_captions_split ("");

  g_assert_cmpuint (g_strv_length (captions), ==, 2);
  g_assert_cmpstr (captions[0], ==, "one");
  g_assert_cmpstr (captions[1], ==, "two");
  g_assert_null (none[0]);
}

static void
test_caption_is_followed_where_it_goes (void)
{
  g_assert_cmpuint (trestle_captions_follow ("a\nb\nc", 1, "x\na\nb\nc"), ==, 2);
  g_assert_cmpuint (trestle_captions_follow ("a\nb\nc", 1, "b"), ==, 0);
  g_assert_cmpuint (trestle_captions_follow ("a\nb\nc", 1, "a\nbb\nc"), ==, 1);
  g_assert_cmpuint (trestle_captions_follow ("a\nb\nc", 2, "a\nb"), ==, 0);
  g_assert_cmpuint (trestle_captions_follow ("a\na", 1, "a\na\nb"), ==, 1);
  g_assert_cmpuint (trestle_captions_follow ("", 0, "a"), ==, 0);
}

static void
add_tests (void)
{
  g_test_add_func ("/window-tasks/captions-are-lines-that-say-something", test_captions_are_lines_that_say_something);
  g_test_add_func ("/window-tasks/caption-is-followed-where-it-goes", test_caption_is_followed_where_it_goes);
  WINDOW_TEST ("/window-tasks/demo-ranks-as-the-command-line", test_demo_ranks_as_the_command_line);
  WINDOW_TEST ("/window-tasks/every-head-ranks-as-the-command-line", test_every_head_ranks_as_the_command_line);
  g_test_add ("/window-tasks/contrast-alone-can-be-asked", WindowFixture, "itc contrast", window_set_up, test_one_head_that_ranks_is_enough,
              window_tear_down);
  g_test_add ("/window-tasks/retrieval-alone-can-be-asked", WindowFixture, "rank retrieve", window_set_up,
              test_one_head_that_ranks_is_enough, window_tear_down);
  WINDOW_TEST ("/window-tasks/drop-down-chooses-the-head", test_drop_down_chooses_the_head);
  WINDOW_TEST ("/window-tasks/chosen-caption-is-shown", test_chosen_caption_is_shown);
  WINDOW_TEST ("/window-tasks/another-image-ranks-anew", test_another_image_ranks_anew);
  WINDOW_TEST ("/window-tasks/ranking-is-cancelled", test_ranking_is_cancelled);
  WINDOW_TEST ("/window-tasks/two-images-are-reasoned-about-as-by-the-command-line",
               test_two_images_are_reasoned_about_as_by_the_command_line);
  WINDOW_TEST ("/window-tasks/second-image-can-be-shown", test_second_image_can_be_shown);
  WINDOW_TEST ("/window-tasks/broken-second-image-leaves-what-was-there", test_broken_second_image_leaves_what_was_there);
  WINDOW_TEST ("/window-tasks/switch-offers-what-the-model-can", test_switch_offers_what_the_model_can);
  g_test_add_func ("/window-tasks/sample-file-brings-its-texts", test_sample_file_brings_its_texts);
  g_test_add_func ("/window-tasks/other-file-asks-for-a-text", test_other_file_asks_for_a_text);
  g_test_add_func ("/window-tasks/missing-file-brings-the-texts-of-what-is-shown", test_missing_file_brings_the_texts_of_what_is_shown);
}

int
main (int argc, char *argv[])
{
  return window_run_tests (argc, argv, add_tests);
}
