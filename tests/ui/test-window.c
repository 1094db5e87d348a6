/* A real window on a display: what a user does to it, and what it then shows. Skipped where there is no display. */
#include <glib/gstdio.h>

#include "tests/temporary-folder.h"
#include "tests/ui/window-fixture.h"
#include "ui/export-dialog.h"
#include "ui/image-size-dialog.h"
#include "ui/pages/attention-page.h"
#include "ui/widgets/answer-bars.h"
#include "ui/widgets/head-grid.h"
#include "ui/widgets/image-view.h"
#include "ui/widgets/word-chips.h"

#define CAPTION "there is one orange object"

static int
int_property (gpointer object, const char *name)
{
  int value;

  g_object_get (object, name, &value, NULL);
  return value;
}

static guint
uint_property (gpointer object, const char *name)
{
  guint value;

  g_object_get (object, name, &value, NULL);
  return value;
}

static void
test_window_opens_with_an_answer (WindowFixture *fixture, gconstpointer data)
{
  TrestleRun *run = trestle_workbench_get_run (fixture->workbench);
  const TrestleSample *sample = g_ptr_array_index (trestle_workbench_get_samples (fixture->workbench), 0);
  GtkEditable *entry = window_find (fixture, GTK_TYPE_ENTRY);

  g_assert_cmpstr (gtk_editable_get_text (entry), ==, sample->captions[0]);
  g_assert_nonnull (run->answers);
  g_assert_true (window_shows_text (GTK_WIDGET (fixture->window), "bridgetower-shapes"));
  g_assert_cmpint (int_property (window_find (fixture, TRESTLE_TYPE_WORD_CHIPS), "query"), ==, trestle_run_find_content_word (run));
  g_assert_cmpint (int_property (window_find (fixture, TRESTLE_TYPE_IMAGE_VIEW), "query"), ==, -1);
}

/* The same pair by the session itself, without a window. */
static double
session_probability (const char *image_path, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_build_filename (g_getenv ("TRESTLE_DATA"), "models", "bridgetower-shapes", NULL);
  g_autoptr (TrestleSession) session = trestle_session_open (folder, NULL, NULL, NULL, NULL, &error);
  g_autoptr (TrestleImage) image = NULL;
  g_autoptr (TrestleTokens) tokens = NULL;
  g_autoptr (TrestleTrace) trace = NULL;

  g_assert_no_error (error);
  image = trestle_image_load (image_path, &error);
  g_assert_no_error (error);
  g_assert_true (trestle_session_set_image (session, image, image_path, NULL, &error));
  tokens = trestle_session_tokenize (session, text, &error);
  g_assert_no_error (error);
  trace = trestle_session_run (session, tokens->ids, NULL, tokens->length, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  return trestle_task_match_probability (trace);
}

static double
shown_match_probability (const TrestleRun *run)
{
  const TrestleAnswer *answer = g_ptr_array_index (run->answers, 0);

  for (guint i = 0; i < answer->candidates->len; i++)
    {
      const TrestleCandidate *candidate = &g_array_index (answer->candidates, TrestleCandidate, i);

      if (g_str_equal (candidate->label, "yes"))
        return candidate->probability;
    }
  g_assert_not_reached ();
}

static void
test_typing_runs_again (WindowFixture *fixture, gconstpointer data)
{
  const TrestleSample *sample = g_ptr_array_index (trestle_workbench_get_samples (fixture->workbench), 0);
  GtkEditable *entry = window_find (fixture, GTK_TYPE_ENTRY);
  GtkWidget *bars;
  TrestleRun *run;

  gtk_editable_set_text (entry, CAPTION);
  window_wait_until (fixture, window_has_caught_up);
  run = trestle_workbench_get_run (fixture->workbench);
  g_assert_cmpstr (run->text, ==, CAPTION);
  g_assert_cmpfloat_with_epsilon (shown_match_probability (run), session_probability (sample->path, CAPTION), 1e-6);
  bars = window_find (fixture, TRESTLE_TYPE_ANSWER_BARS);
  g_assert_true (window_shows_text (bars, "No match"));
  g_assert_cmpstr (run->words[trestle_workbench_get_selection (fixture->workbench)->word], ==, "one");
}

static void
test_clicks_choose_the_query (WindowFixture *fixture, gconstpointer data)
{
  GtkWidget *chips = window_find (fixture, TRESTLE_TYPE_WORD_CHIPS);
  GtkWidget *view = window_find (fixture, TRESTLE_TYPE_IMAGE_VIEW);
  g_autofree char *block = NULL;
  guint word = trestle_workbench_get_run (fixture->workbench)->tokens->length - 2;

  g_signal_emit_by_name (chips, "word-activated", word);
  g_assert_cmpint (int_property (chips, "query"), ==, (int) word);
  g_assert_cmpint (trestle_workbench_get_map (fixture->workbench)->query, ==, (int) word);
  g_assert_cmpint (trestle_workbench_get_map (fixture->workbench)->block, ==, TRESTLE_BLOCK_CROSS_TEXT_CROSS);

  g_signal_emit_by_name (view, "patch-activated", 9u);
  g_assert_cmpint (int_property (chips, "query"), ==, -1);
  g_assert_cmpint (int_property (view, "query"), ==, 9);
  g_assert_cmpint (trestle_workbench_get_map (fixture->workbench)->query, ==, 10);
  g_object_get (fixture->workbench, "block", &block, NULL);
  g_assert_cmpstr (block, ==, "cross_image_cross");

  g_signal_emit_by_name (chips, "word-activated", word);
  g_assert_cmpint (trestle_workbench_get_map (fixture->workbench)->block, ==, TRESTLE_BLOCK_CROSS_TEXT_CROSS);
}

static void
test_every_block_is_shown (WindowFixture *fixture, gconstpointer data)
{
  GtkWidget *grid = window_find (fixture, TRESTLE_TYPE_HEAD_GRID);

  for (TrestleBlock block = 0; block < TRESTLE_N_BLOCKS; block++)
    {
      TrestleAttentionMap *map;
      gint head;

      gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.block", "s", trestle_block_get_name (block));
      g_signal_emit_by_name (grid, "head-activated", 1u, 1);
      map = trestle_workbench_get_map (fixture->workbench);
      g_assert_nonnull (map);
      g_assert_cmpint (map->block, ==, block);
      g_assert_cmpint (map->head, ==, 1);
      g_assert_cmpuint (uint_property (grid, "layer"), ==, 1);
      g_object_get (grid, "head", &head, NULL);
      g_assert_cmpint (head, ==, 1);
      g_assert_true (window_shows_text (GTK_WIDGET (fixture->window), "layer 2 · head 2"));
    }
}

static void
test_tasks_have_their_own_texts (WindowFixture *fixture, gconstpointer data)
{
  const TrestleSample *sample = g_ptr_array_index (trestle_workbench_get_samples (fixture->workbench), 0);
  GtkEditable *entry = window_find (fixture, GTK_TYPE_ENTRY);

  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.task", "s", "fill");
  window_wait_until (fixture, window_has_caught_up);
  g_assert_cmpstr (gtk_editable_get_text (entry), ==, sample->masked);
  g_assert_true (window_shows_text (window_find (fixture, TRESTLE_TYPE_ANSWER_BARS), sample->masked_word));
  gtk_editable_set_text (entry, "a <mask> cross");
  window_wait_until (fixture, window_has_caught_up);

  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.task", "s", "ask");
  window_wait_until (fixture, window_has_caught_up);
  g_assert_cmpstr (gtk_editable_get_text (entry), ==, sample->questions[0]);
  g_assert_true (window_shows_text (window_find (fixture, TRESTLE_TYPE_ANSWER_BARS), sample->answers[0]));

  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.task", "s", "fill");
  window_wait_until (fixture, window_has_caught_up);
  g_assert_cmpstr (gtk_editable_get_text (entry), ==, "a <mask> cross");
}

static void
test_nothing_to_fill_is_said (WindowFixture *fixture, gconstpointer data)
{
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.task", "s", "fill");
  gtk_editable_set_text (window_find (fixture, GTK_TYPE_ENTRY), "a blue cross");
  window_wait_until (fixture, window_has_caught_up);
  g_assert_null (trestle_workbench_get_run (fixture->workbench)->answers);
  g_assert_true (window_shows_text (GTK_WIDGET (fixture->window), "<mask>"));
}

static void
test_text_that_is_cut_is_said (WindowFixture *fixture, gconstpointer data)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < 10000; i++)
    g_string_append (text, "cross ");
  gtk_editable_set_text (window_find (fixture, GTK_TYPE_ENTRY), text->str);
  window_wait_until (fixture, window_has_caught_up);
  g_assert_cmpuint (trestle_workbench_get_run (fixture->workbench)->tokens->n_dropped, >, 0);
  g_assert_true (window_shows_text (GTK_WIDGET (fixture->window), "were left out"));
}

static void
open_path (WindowFixture *fixture, const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (TrestleImageSource) source = trestle_image_source_new_file (file);

  g_clear_pointer (&fixture->message, g_free);
  trestle_workbench_open_image (fixture->workbench, source);
}

static void
test_broken_image_leaves_what_was_there (WindowFixture *fixture, gconstpointer data)
{
  g_autofree char *folder = g_dir_make_tmp ("trestle-window-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "broken.png", NULL);
  TrestleImage *image = trestle_workbench_get_run (fixture->workbench)->image;

  g_assert_true (g_file_set_contents (path, "this is no picture", -1, NULL));
  open_path (fixture, path);
  window_wait_until (fixture, window_has_message);
  window_wait_until (fixture, window_has_caught_up);
  g_assert_nonnull (strstr (fixture->message, "broken.png"));
  g_assert_true (gtk_info_bar_get_revealed (window_find (fixture, GTK_TYPE_INFO_BAR)));
  g_assert_true (window_shows_text (GTK_WIDGET (fixture->window), fixture->message));
  g_assert_true (trestle_workbench_get_run (fixture->workbench)->image == image);

  g_assert_cmpint (g_remove (path), ==, 0);
  open_path (fixture, path);
  window_wait_until (fixture, window_has_message);
  window_wait_until (fixture, window_has_caught_up);
  g_assert_nonnull (strstr (fixture->message, "broken.png"));
  g_assert_cmpint (g_rmdir (folder), ==, 0);

  trestle_workbench_open_sample (fixture->workbench, g_ptr_array_index (trestle_workbench_get_samples (fixture->workbench), 1));
  window_wait_until (fixture, window_has_caught_up);
  g_assert_false (gtk_info_bar_get_revealed (window_find (fixture, GTK_TYPE_INFO_BAR)));
}

static void
test_wrong_model_leaves_what_was_there (WindowFixture *fixture, gconstpointer data)
{
  TrestleModel *model = trestle_workbench_get_run (fixture->workbench)->model;

  trestle_workbench_open_model (fixture->workbench, g_getenv ("TRESTLE_DATA"));
  window_wait_until (fixture, window_has_message);
  window_wait_until (fixture, window_has_caught_up);
  g_assert_true (gtk_info_bar_get_revealed (window_find (fixture, GTK_TYPE_INFO_BAR)));
  g_assert_true (trestle_workbench_get_run (fixture->workbench)->model == model);
}

static void
test_meter_answers (WindowFixture *fixture, gconstpointer data)
{
  g_autofree char *path = window_demo_path ("meter-shapes");
  GtkWidget *window = GTK_WIDGET (fixture->window);
  g_autofree char *description = NULL;
  guint n_layers, n_columns;

  window_open_model (fixture, path);
  g_assert_nonnull (trestle_workbench_get_run (fixture->workbench)->answers);
  g_assert_true (window_shows_text (window, "meter-shapes"));
  description = trestle_model_describe (trestle_workbench_get_run (fixture->workbench)->model);
  g_assert_cmpstr (description, ==, "METER, no bridges");
  g_assert_true (window_offers (window, "Match"));
  g_assert_true (window_offers (window, "Fill"));
  g_assert_true (window_offers (window, "Ask"));
  g_assert_false (window_offers (window, "Entail"));

  gtk_widget_activate_action (window, "win.block", "s", "vision");
  trestle_workbench_get_maps (fixture->workbench, &n_layers, &n_columns);
  g_assert_cmpuint (n_layers, ==, 6);
}

static void
test_only_possible_tasks_are_offered (WindowFixture *fixture, gconstpointer data)
{
  char *folder = window_write_model ("snli");
  GtkWidget *window = GTK_WIDGET (fixture->window);
  const TrestleSample *sample = g_ptr_array_index (trestle_workbench_get_samples (fixture->workbench), 0);

  window_open_model (fixture, folder);
  g_assert_cmpint (trestle_workbench_get_task (fixture->workbench), ==, TRESTLE_WINDOW_ENTAIL);
  g_assert_cmpstr (trestle_workbench_get_text (fixture->workbench), ==, sample->captions[0]);
  g_assert_true (window_offers (window, "Entail"));
  g_assert_false (window_offers (window, "Match"));
  g_assert_true (window_shows_text (window_find (fixture, TRESTLE_TYPE_ANSWER_BARS), "entailment"));
  g_assert_true (window_shows_text (window_find (fixture, TRESTLE_TYPE_ANSWER_BARS), "neutral"));
  g_assert_true (window_shows_text (window_find (fixture, TRESTLE_TYPE_ANSWER_BARS), "contradiction"));
  temporary_folder_free (folder);
}

static void
test_checkpoint_without_words_leaves_what_was_there (WindowFixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (g_getenv ("TRESTLE_GOLDEN"), "checkpoints", "bridgetower.ckpt", NULL);
  TrestleModel *model = trestle_workbench_get_run (fixture->workbench)->model;

  trestle_workbench_open_model (fixture->workbench, path);
  window_wait_until (fixture, window_has_message);
  window_wait_until (fixture, window_has_caught_up);
  g_assert_nonnull (strstr (fixture->message, "bridgetower.ckpt"));
  g_assert_nonnull (strstr (fixture->message, "vocab.json"));
  g_assert_true (gtk_info_bar_get_revealed (window_find (fixture, GTK_TYPE_INFO_BAR)));
  g_assert_true (trestle_workbench_get_run (fixture->workbench)->model == model);
  g_assert_cmpuint (g_strv_length ((char **) trestle_workbench_get_recent_models (fixture->workbench)), ==, 0);
}

static void
set_image_size (WindowFixture *fixture, guint size, guint expected_grid)
{
  TrestleTrace *trace;

  trestle_workbench_set_image_size (fixture->workbench, size);
  window_wait_until (fixture, window_is_idle);
  window_wait_until (fixture, window_has_caught_up);
  trace = trestle_workbench_get_run (fixture->workbench)->trace;
  g_assert_cmpuint (trestle_trace_get_grid_rows (trace), ==, expected_grid);
  g_assert_cmpuint (trestle_trace_get_grid_columns (trace), ==, expected_grid);
}

static void
test_another_image_size_runs_and_goes_back (WindowFixture *fixture, gconstpointer data)
{
  GtkWidget *window = GTK_WIDGET (fixture->window);

  set_image_size (fixture, 256, 16);
  g_assert_true (window_shows_text (window, "256 px"));
  set_image_size (fixture, 0, 8);
  g_assert_false (window_shows_text (window, " px"));
  /* A size that cannot be is said, and the one before stays. */
  set_image_size (fixture, 15, 8);
  g_assert_nonnull (strstr (fixture->message, "15 pixels"));
}

/* The menu's mark and the name of the model say it. */
static void
test_precision_is_changed_in_the_menu (WindowFixture *fixture, gconstpointer data)
{
  GActionGroup *actions = G_ACTION_GROUP (fixture->window);
  const TrestleRun *run = trestle_workbench_get_run (fixture->workbench);
  g_autofree char *exact_name = g_strdup (trestle_model_get_name (run->model));

  for (guint turn = 0; turn < 2; turn++)
    {
      gboolean is_bfloat16 = turn == 0;
      g_autoptr (GVariant) state = NULL;

      g_action_group_activate_action (actions, "bfloat16", NULL);
      window_wait_until (fixture, window_is_idle);
      window_wait_until (fixture, window_has_caught_up);
      run = trestle_workbench_get_run (fixture->workbench);
      state = g_action_group_get_action_state (actions, "bfloat16");
      g_assert_true (g_variant_get_boolean (state) == is_bfloat16);
      g_assert_cmpuint (trestle_model_get_precision (run->model), ==, is_bfloat16 ? TRESTLE_PRECISION_BFLOAT16 : TRESTLE_PRECISION_FLOAT32);
      g_assert_true (g_str_has_prefix (trestle_model_get_name (run->model), exact_name));
      g_assert_true (g_str_has_suffix (trestle_model_get_name (run->model), " (bfloat16)") == is_bfloat16);
      g_assert_true (window_shows_text (GTK_WIDGET (fixture->window), "(bfloat16)") == is_bfloat16);
    }
}

static void
test_image_size_dialog_knows_the_model (WindowFixture *fixture, gconstpointer data)
{
  GtkWindow *dialog = GTK_WINDOW (trestle_image_size_dialog_new (GTK_WINDOW (fixture->window), fixture->workbench));
  GtkSpinButton *size = GTK_SPIN_BUTTON (window_find_widget (GTK_WIDGET (dialog), GTK_TYPE_SPIN_BUTTON));
  double least, most;

  gtk_window_present (dialog);
  gtk_spin_button_get_range (size, &least, &most);
  g_assert_cmpfloat (least, ==, 16);
  g_assert_cmpfloat (most, ==, 2048);
  g_assert_cmpint (gtk_spin_button_get_value_as_int (size), ==, 128);
  gtk_editable_set_text (GTK_EDITABLE (size), "190");
  gtk_spin_button_update (size);
  g_assert_true (window_shows_text (GTK_WIDGET (dialog), "12 × 12 patches of 16 pixels"));
  g_signal_emit_by_name (gtk_window_get_default_widget (dialog), "clicked");
  window_wait_until (fixture, window_is_idle);
  window_wait_until (fixture, window_has_caught_up);
  g_assert_cmpuint (trestle_trace_get_grid_rows (trestle_workbench_get_run (fixture->workbench)->trace), ==, 12);
}

static void
test_cancelling_leaves_what_was_there (WindowFixture *fixture, gconstpointer data)
{
  g_autofree char *path = window_demo_path ("meter-shapes");
  TrestleRun *run = trestle_workbench_get_run (fixture->workbench);

  trestle_workbench_open_model (fixture->workbench, path);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.cancel", NULL);
  g_assert_true (window_is_idle (fixture));
  g_assert_true (trestle_workbench_get_run (fixture->workbench) == run);

  gtk_editable_set_text (window_find (fixture, GTK_TYPE_ENTRY), CAPTION);
  window_wait_until (fixture, window_has_caught_up);
  g_assert_cmpstr (trestle_model_get_name (trestle_workbench_get_run (fixture->workbench)->model), ==, "bridgetower-shapes");
}

static void
test_recent_models_are_those_that_exist (WindowFixture *fixture, gconstpointer data)
{
  g_autofree char *meter = window_demo_path ("meter-shapes");
  char *first = window_write_model ("itm");
  char *second = window_write_model ("itm");
  const char *const *recent;

  window_open_model (fixture, first);
  window_open_model (fixture, meter);
  window_open_model (fixture, second);
  recent = trestle_workbench_get_recent_models (fixture->workbench);
  g_assert_cmpuint (g_strv_length ((char **) recent), ==, 2);
  g_assert_cmpstr (recent[0], ==, second);
  g_assert_cmpstr (recent[1], ==, first);

  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.model", "s", first);
  window_wait_until (fixture, window_is_idle);
  recent = trestle_workbench_get_recent_models (fixture->workbench);
  g_assert_cmpstr (recent[0], ==, first);
  g_assert_cmpstr (recent[1], ==, second);

  temporary_folder_free (second);
  recent = trestle_workbench_get_recent_models (fixture->workbench);
  g_assert_cmpuint (g_strv_length ((char **) recent), ==, 1);
  g_assert_null (fixture->message);
  temporary_folder_free (first);
}

static void
test_wrong_arguments_open_the_demo (void)
{
  WindowFixture fixture = { 0 };
  g_autoptr (GFile) image = g_file_new_for_path ("/does/not/exist.png");

  window_open (&fixture, image, "/does/not/exist");
  g_assert_nonnull (fixture.message);
  g_assert_cmpstr (trestle_model_get_name (trestle_workbench_get_run (fixture.workbench)->model), ==, "bridgetower-shapes");
  window_tear_down (&fixture, NULL);
}

static void
on_exported (TrestleExportDialog *dialog, GFile *file, char **path)
{
  *path = g_file_get_path (file);
}

static void
test_export_writes_every_kind (WindowFixture *fixture, gconstpointer ending)
{
  static const struct
  {
    const char *ending;
    const char *start;
  } kinds[] = { { ".pdf", "%PDF" }, { ".svg", "<?xml" }, { ".png", "\x89PNG" }, { ".csv", "# " }, { ".json", "{" } };
  g_autofree char *folder = g_dir_make_tmp ("trestle-window-XXXXXX", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *name = g_strconcat ("map", kinds[i].ending, NULL);
      g_autoptr (GFile) file = g_file_new_build_filename (folder, name, NULL);
      TrestleExportDialog *dialog = trestle_export_dialog_new (GTK_WINDOW (fixture->window),
                                                               window_find (fixture, TRESTLE_TYPE_ATTENTION_PAGE));
      g_autofree char *written = NULL;
      g_autofree char *content = NULL;

      g_signal_connect (dialog, "exported", G_CALLBACK (on_exported), &written);
      gtk_window_present (GTK_WINDOW (dialog));
      trestle_export_dialog_save (dialog, file);
      while (written == NULL)
        g_main_context_iteration (NULL, TRUE);
      g_assert_cmpstr (written, ==, g_file_peek_path (file));
      g_assert_true (g_file_get_contents (written, &content, NULL, NULL));
      g_assert_true (g_str_has_prefix (content, kinds[i].start));
      g_assert_cmpint (g_remove (written), ==, 0);
    }
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static void
test_failed_export_is_said (WindowFixture *fixture, gconstpointer data)
{
  TrestleExportDialog *dialog = trestle_export_dialog_new (GTK_WINDOW (fixture->window),
                                                           window_find (fixture, TRESTLE_TYPE_ATTENTION_PAGE));
  g_autoptr (GFile) file = g_file_new_for_path ("/does/not/exist/map.pdf");

  gtk_window_present (GTK_WINDOW (dialog));
  trestle_export_dialog_save (dialog, file);
  while (!window_shows_text (GTK_WIDGET (dialog), "map.pdf"))
    g_main_context_iteration (NULL, TRUE);
  gtk_window_destroy (GTK_WINDOW (dialog));
}

#define ADD WINDOW_TEST

static void
add_tests (void)
{
  ADD ("/window/opens-with-an-answer", test_window_opens_with_an_answer);
  ADD ("/window/typing-runs-again", test_typing_runs_again);
  ADD ("/window/clicks-choose-the-query", test_clicks_choose_the_query);
  ADD ("/window/every-block-is-shown", test_every_block_is_shown);
  ADD ("/window/tasks-have-their-own-texts", test_tasks_have_their_own_texts);
  ADD ("/window/nothing-to-fill-is-said", test_nothing_to_fill_is_said);
  ADD ("/window/text-that-is-cut-is-said", test_text_that_is_cut_is_said);
  ADD ("/window/broken-image-leaves-what-was-there", test_broken_image_leaves_what_was_there);
  ADD ("/window/wrong-model-leaves-what-was-there", test_wrong_model_leaves_what_was_there);
  ADD ("/window/meter-answers", test_meter_answers);
  ADD ("/window/only-possible-tasks-are-offered", test_only_possible_tasks_are_offered);
  ADD ("/window/checkpoint-without-words-leaves-what-was-there", test_checkpoint_without_words_leaves_what_was_there);
  ADD ("/window/precision-is-changed-in-the-menu", test_precision_is_changed_in_the_menu);
  ADD ("/window/another-image-size-runs-and-goes-back", test_another_image_size_runs_and_goes_back);
  ADD ("/window/image-size-dialog-knows-the-model", test_image_size_dialog_knows_the_model);
  ADD ("/window/cancelling-leaves-what-was-there", test_cancelling_leaves_what_was_there);
  ADD ("/window/recent-models-are-those-that-exist", test_recent_models_are_those_that_exist);
  g_test_add_func ("/window/wrong-arguments-open-the-demo", test_wrong_arguments_open_the_demo);
  ADD ("/window/export-writes-every-kind", test_export_writes_every_kind);
  ADD ("/window/failed-export-is-said", test_failed_export_is_said);
}

int
main (int argc, char *argv[])
{
  return window_run_tests (argc, argv, add_tests);
}
