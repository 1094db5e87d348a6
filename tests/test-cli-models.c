/* The command line on models of every kind: what it asks of their heads, what it reads of their files, and what it says of them. */
#include <glib/gstdio.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/session.h"
#include "tests/cli-call.h"
#include "tests/cli-models.h"
#include "tests/temporary-folder.h"

#define CAPTION "a blue cross right of a blue heart"
#define TOLERANCE 1e-5 /* between two ways of computing the same */
#define HALF 1e-3      /* what float16 loses of a weight up to 1 */

/* A model of all heads that the demo model lacks. */
typedef struct
{
  char *folder;
  char *model;
  char *images[2];
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (JsonObject) config = cli_model_config ();

  fixture->folder = temporary_folder_new ((TemporaryFile[]){ { "model", NULL }, { NULL, NULL } });
  fixture->model = g_build_filename (fixture->folder, "model", NULL);
  fixture->images[0] = cli_data_path ("samples/scene-01.png");
  fixture->images[1] = cli_data_path ("samples/scene-02.png");
  cli_model_write (config, fixture->model);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  temporary_folder_free (fixture->folder);
  g_free (fixture->model);
  g_free (fixture->images[0]);
  g_free (fixture->images[1]);
}

static char *
path_of (const Fixture *fixture, const char *name)
{
  return g_build_filename (fixture->folder, name, NULL);
}

static TrestleSafetensors *
open_file (const char *path)
{
  g_autoptr (GError) error = NULL;
  TrestleSafetensors *file = trestle_safetensors_open (path, &error);

  g_assert_no_error (error);
  return file;
}

/* (transfer full): what `trace` writes for an image and a text. */
static TrestleSafetensors *
call_trace (const Fixture *fixture, const char *model, const char *image, const char *text)
{
  g_autofree char *path = path_of (fixture, "trace.safetensors");
  g_autoptr (CliResult) result = cli_call ("trace", "-m", model, "-i", image, "-t", text, "-o", path, NULL);

  cli_result_assert_done (result);
  return open_file (path);
}

/* (transfer full): a tensor of that trace. */
static float *
trace_values (const Fixture *fixture, const char *image, const char *text, const char *name, gsize *count)
{
  g_autoptr (TrestleSafetensors) file = call_trace (fixture, fixture->model, image, text);

  return cli_read_floats (file, name, count);
}

static double
score_at (CliResult *result, guint image, guint text)
{
  JsonArray *scores = json_object_get_array_member (cli_result_get_json (result), "scores");

  return json_array_get_double_element (json_array_get_array_element (scores, image), text);
}

static const char *const texts[] = { CAPTION, "a yellow cross", "two objects" };

static CliResult *
call_rank (const Fixture *fixture, const char *model, const char *by)
{
  return cli_call ("rank", "-m", model, "-i", fixture->images[0], "-i", fixture->images[1], "-t", texts[0], "-t", texts[1], "-t", texts[2],
                   "--by", by, "--json", NULL);
}

/* logits.itc_image and logits.itc_text of a run of both are embeddings of length 1. */
static void
test_contrast_is_that_of_full_runs (Fixture *fixture, gconstpointer data)
{
  g_autofree char *demo = cli_data_path ("models/bridgetower-shapes");
  g_autoptr (CliResult) result = call_rank (fixture, demo, "contrast");

  g_assert_cmpstr (json_object_get_string_member (cli_result_get_json (result), "by"), ==, "contrast");
  for (guint i = 0; i < 2; i++)
    for (guint k = 0; k < G_N_ELEMENTS (texts); k++)
      {
        g_autoptr (TrestleSafetensors) trace = call_trace (fixture, demo, fixture->images[i], texts[k]);
        gsize n, n_text;
        g_autofree float *image = cli_read_floats (trace, "logits.itc_image", &n);
        g_autofree float *text = cli_read_floats (trace, "logits.itc_text", &n_text);
        double cosine = 0.0;

        g_assert_cmpuint (n, ==, n_text);
        for (gsize c = 0; c < n; c++)
          cosine += (double) image[c] * text[c];
        g_assert_cmpfloat_with_epsilon (score_at (result, i, k), cosine, TOLERANCE);
      }
}

static void
test_retrieve_is_what_its_head_scores (Fixture *fixture, gconstpointer data)
{
  g_autoptr (CliResult) result = call_rank (fixture, fixture->model, "retrieve");

  for (guint i = 0; i < 2; i++)
    for (guint k = 0; k < G_N_ELEMENTS (texts); k++)
      {
        gsize n;
        g_autofree float *logits = trace_values (fixture, fixture->images[i], texts[k], "logits.rank", &n);

        g_assert_cmpuint (n, ==, 1);
        g_assert_cmpfloat_with_epsilon (score_at (result, i, k), logits[0], TOLERANCE);
      }
}

/* logits.snli is entailment, neutral, contradiction. */
static void
test_entail_gives_every_label_its_probability (Fixture *fixture, gconstpointer data)
{
  static const char *const labels[] = { "entailment", "neutral", "contradiction" };
  g_autoptr (CliResult) result = cli_call ("entail", "-m", fixture->model, "-i", fixture->images[0], "-t", CAPTION, "--json", NULL);
  JsonArray *found = json_object_get_array_member (cli_result_get_json (result), "labels");
  gsize n;
  g_autofree float *logits = trace_values (fixture, fixture->images[0], CAPTION, "logits.snli", &n);
  double sum = exp (logits[0]) + exp (logits[1]) + exp (logits[2]), last = 1.0;

  g_assert_cmpuint (n, ==, 3);
  g_assert_cmpuint (json_array_get_length (found), ==, 3);
  for (guint i = 0; i < 3; i++)
    {
      JsonObject *label = json_array_get_object_element (found, i);
      double probability = json_object_get_double_member (label, "probability");
      guint k = 0;

      while (!g_str_equal (labels[k], json_object_get_string_member (label, "label")))
        g_assert_cmpuint (++k, <, 3);
      g_assert_cmpfloat_with_epsilon (probability, exp (logits[k]) / sum, TOLERANCE);
      g_assert_cmpfloat (probability, <=, last);
      last = probability;
    }
}

/* A list whose labels are what `entail` says, but for the last: three of four are right. */
static void
test_evaluate_counts_entailment (Fixture *fixture, gconstpointer data)
{
  static const char *const statements[] = { "a red star", "two", CAPTION, "nothing" };
  g_autoptr (GString) lines = g_string_new (NULL);
  g_autofree char *list = path_of (fixture, "list.jsonl");
  g_autoptr (CliResult) result = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (statements); i++)
    {
      g_autoptr (CliResult)
          said = cli_call ("entail", "-m", fixture->model, "-i", fixture->images[i % 2], "-t", statements[i], "--json", NULL);
      const char *label = json_object_get_string_member (cli_json_get_element (cli_result_get_json (said), "labels", i < 3 ? 0 : 1),
                                                         "label");

      g_string_append_printf (lines, "{\"image\": \"%s\", \"text\": \"%s\", \"label\": \"%s\"}\n", fixture->images[i % 2], statements[i],
                              label);
    }
  g_assert_true (g_file_set_contents (list, lines->str, -1, NULL));
  result = cli_call ("evaluate", "-m", fixture->model, "--pairs", list, "--json", NULL);
  g_assert_cmpstr (json_object_get_string_member (cli_result_get_json (result), "task"), ==, "entail");
  g_assert_cmpfloat (cli_json_get_number (cli_result_get_json (result), "accuracy"), ==, 0.75);
}

static TrestleTrace *
run_image (TrestleSession *session, const char *path, gboolean is_second)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TrestleImage) image = trestle_image_load (path, &error);
  g_autoptr (TrestleTokens) tokens = trestle_session_tokenize (session, CAPTION, &error);
  TrestleTrace *trace;

  g_assert_no_error (error);
  g_assert_true (trestle_session_set_image (session, image, path, NULL, &error));
  trestle_session_set_second (session, is_second);
  trace = trestle_session_run (session, tokens->ids, NULL, tokens->length, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  return trace;
}

static void
assert_reason (const Fixture *fixture, guint first, guint second)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TrestleSession) session = trestle_session_open (fixture->model, NULL, NULL, NULL, NULL, &error);
  g_autoptr (TrestleTrace) first_trace = run_image (session, fixture->images[first], FALSE);
  g_autoptr (TrestleTrace) second_trace = run_image (session, fixture->images[second], TRUE);
  g_autoptr (CliResult) result = cli_call ("reason", "-m", fixture->model, "-i", fixture->images[first], "-i", fixture->images[second],
                                           "-t", CAPTION, "--json", NULL);
  JsonObject *object = cli_result_get_json (result);
  JsonArray *found = json_object_get_array_member (object, "logits");
  float logits[2];

  g_assert_true (trestle_session_reason (session, first_trace, second_trace, logits, &error));
  for (guint i = 0; i < 2; i++)
    g_assert_cmpfloat_with_epsilon (json_array_get_double_element (found, i), logits[i], TOLERANCE);
  g_assert_cmpfloat_with_epsilon (json_object_get_double_member (object, "probability"), 1.0 / (1.0 + exp ((double) logits[0] - logits[1])),
                                  TOLERANCE);
}

static void
test_reason_judges_first_and_second_image (Fixture *fixture, gconstpointer data)
{
  assert_reason (fixture, 0, 1);
  assert_reason (fixture, 1, 0);
}

static void
assert_shape (const TrestleSafetensors *file, const char *name, const char *shape)
{
  const TrestleStoredTensor *tensor = trestle_safetensors_get (file, name);
  g_autofree char *found = NULL;

  g_assert_nonnull (tensor);
  found = trestle_stored_tensor_describe_shape (tensor);
  g_assert_cmpstr (found, ==, shape);
}

/* 96 pixels are 6 x 6 patches of 16. */
static void
test_image_size_changes_what_the_model_reads (Fixture *fixture, gconstpointer data)
{
  g_autofree char *pixels = path_of (fixture, "pixels.safetensors");
  g_autofree char *path = path_of (fixture, "trace.safetensors");
  g_autoptr (CliResult) preprocess = cli_call ("preprocess", "-i", fixture->images[0], "--image-size", "96", "-o", pixels, NULL);
  g_autoptr (CliResult) trace = cli_call ("trace", "-i", fixture->images[0], "-t", CAPTION, "--image-size", "96", "-o", path, NULL);
  g_autoptr (CliResult) info = cli_call ("info", "--image-size", "96", "--json", NULL);
  g_autoptr (CliResult) bench = cli_call ("bench", "--image-size", "96", "--runs", "1", "--json", NULL);
  g_autoptr (TrestleSafetensors) pixels_file = NULL;
  g_autoptr (TrestleSafetensors) file = NULL;

  cli_result_assert_done (preprocess);
  cli_result_assert_done (trace);
  pixels_file = open_file (pixels);
  file = open_file (path);
  assert_shape (pixels_file, "pixel_values", "[1, 3, 96, 96]");
  assert_shape (file, "attention.vision.0", "[2, 37, 37]");
  g_assert_cmpint (json_object_get_int_member (json_object_get_object_member (cli_result_get_json (info), "sizes"), "image_size"), ==, 96);
  g_assert_cmpint (json_object_get_int_member (cli_result_get_json (bench), "image_size"), ==, 96);
}

/* (transfer full): all four answers, best first, separated by blanks; @content: (nullable): what --answers has. */
static char *
call_ask (const Fixture *fixture, const char *content)
{
  g_autofree char *path = path_of (fixture, "answers");
  const char *arguments[] = { "ask", "-m", fixture->model, "-i", fixture->images[0], "-t", CAPTION, "--json", "--answers", path, NULL };
  g_autoptr (CliResult) result = NULL;
  GString *names = g_string_new (NULL);
  JsonArray *answers;

  if (content != NULL)
    g_assert_true (g_file_set_contents (path, content, -1, NULL));
  else
    arguments[8] = NULL;
  result = cli_call_v (arguments);
  answers = json_object_get_array_member (cli_result_get_json (result), "answers");
  g_assert_cmpuint (json_array_get_length (answers), ==, 4);
  for (guint i = 0; i < 4; i++)
    g_string_append_printf (names, "%s%s", i > 0 ? " " : "",
                            json_object_get_string_member (json_array_get_object_element (answers, i), "answer"));
  return g_string_free (names, FALSE);
}

/* Numbers without a file; the n-th name for the number n with one. */
static void
test_answers_are_named_by_a_file (Fixture *fixture, gconstpointer data)
{
  static const char *const contents[] = {
    " [\"a\", \"b\", \"c\", \"ü\"]\n",
    "{\"3\": \"ü\", \"0\": \"a\", \"1\": \"b\", \"2\": \"c\"}",
    "{\"a\": 0, \"ü\": 3, \"c\": 2, \"b\": 1}",
    "a\nb\nc\nü\n",
    "a\r\n  b\r\nc\r\nü",
  };
  g_autofree char *numbers = call_ask (fixture, NULL);
  g_auto (GStrv) order = g_strsplit (numbers, " ", -1);

  for (guint i = 0; i < G_N_ELEMENTS (contents); i++)
    {
      static const char *const names[] = { "a", "b", "c", "ü" };
      g_autofree char *found = call_ask (fixture, contents[i]);
      g_auto (GStrv) words = g_strsplit (found, " ", -1);

      for (guint k = 0; k < 4; k++)
        g_assert_cmpstr (words[k], ==, names[atoi (order[k])]);
    }
}

/* What the whole trace has and this one lacks is attention of blocks that are not @recorded. */
static void
assert_recorded (const TrestleSafetensors *whole, const TrestleSafetensors *found, const char *const *recorded, gboolean as_half)
{
  g_autoptr (GPtrArray) names = trestle_safetensors_list (whole);

  for (guint i = 0; i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);
      const TrestleStoredTensor *tensor = trestle_safetensors_get (found, name);
      gboolean is_attention = g_str_has_prefix (name, "attention.");
      g_auto (GStrv) parts = g_strsplit (name, ".", -1);
      g_autofree float *values = NULL, *expected = NULL;
      gsize count;

      g_assert_cmpint (tensor != NULL, ==, !is_attention || g_strv_contains (recorded, parts[1]));
      if (tensor == NULL)
        continue;
      g_assert_cmpint (tensor->dtype, ==, is_attention && as_half ? TRESTLE_DTYPE_F16 : TRESTLE_DTYPE_F32);
      expected = cli_read_floats (whole, name, &count);
      g_assert_cmpuint (tensor->count, ==, count);
      values = g_new (float, count);
      g_assert_true (trestle_stored_tensor_to_float (tensor, values));
      for (gsize k = 0; k < count; k++)
        g_assert_cmpfloat_with_epsilon (values[k], expected[k], tensor->dtype == TRESTLE_DTYPE_F16 ? HALF : TOLERANCE);
    }
}

static void
test_trace_records_what_is_chosen (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = path_of (fixture, "chosen.safetensors");
  g_autoptr (TrestleSafetensors) whole = call_trace (fixture, fixture->model, fixture->images[0], CAPTION);
  const char *const none[] = { NULL }, *const two[] = { "text", "cross_image_cross", NULL };

  for (guint i = 0; i < 2; i++)
    {
      const char *arguments[] = { "trace",
                                  "-m",
                                  fixture->model,
                                  "-i",
                                  fixture->images[0],
                                  "-t",
                                  CAPTION,
                                  "-o",
                                  path,
                                  "--record",
                                  i == 0 ? "none" : "text,cross_image_cross",
                                  i == 0 ? NULL : "--half",
                                  NULL };
      g_autoptr (CliResult) result = cli_call_v (arguments);
      g_autoptr (TrestleSafetensors) file = NULL;

      cli_result_assert_done (result);
      file = open_file (path);
      assert_recorded (whole, file, i == 0 ? none : two, i == 1);
    }
}

/* Of every kind of file: golden/checkpoints. */
static void
test_info_names_kind_and_numbers (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *path;
    const char *type;
    const char *kind;
    const char *dtype;
  } cases[] = {
    { "checkpoints/bridgetower.ckpt", "bridgetower", "trainer checkpoint", "F32" },
    { "checkpoints/meter.ckpt", "meter", "trainer checkpoint", "F32" },
    { "checkpoints/hf-bin", "bridgetower", "PyTorch archive", "F32" },
    { "checkpoints/hf-bf16", "bridgetower", "safetensors", "BF16" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_build_filename (g_getenv ("TRESTLE_GOLDEN"), cases[i].path, NULL);
      g_autoptr (CliResult) result = cli_call ("info", "-m", path, "--json", NULL);
      JsonObject *info = cli_result_get_json (result);
      JsonArray *dtypes = json_object_get_array_member (info, "dtypes");

      g_assert_cmpstr (json_object_get_string_member (info, "model_type"), ==, cases[i].type);
      g_assert_cmpstr (json_object_get_string_member (info, "kind"), ==, cases[i].kind);
      g_assert_cmpstr (json_array_get_string_element (dtypes, 0), ==, cases[i].dtype);
      g_assert_cmpint (json_object_get_int_member (info, "weights_size"), >, 0);
    }
}

/* Copies the model's weights to another file beside its config.json, with @n_extra tensors more. */
static void
write_with_extras (const Fixture *fixture, const char *path, guint n_extra)
{
  static const float number = 1.0f;
  g_autofree char *weights = g_build_filename (fixture->model, "model.safetensors", NULL);
  g_autoptr (TrestleSafetensors) file = open_file (weights);
  g_autoptr (GPtrArray) names = trestle_safetensors_list (file);
  g_autoptr (GPtrArray) extras = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GArray) entries = g_array_new (FALSE, FALSE, sizeof (TrestleSafetensorsEntry));
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < names->len; i++)
    {
      TrestleSafetensorsEntry entry = { g_ptr_array_index (names, i), *trestle_safetensors_get (file, g_ptr_array_index (names, i)) };

      g_array_append_val (entries, entry);
    }
  for (guint i = 0; i < n_extra; i++)
    {
      char *name = g_strdup_printf ("extra.%u", i);
      TrestleSafetensorsEntry entry = { name, { TRESTLE_DTYPE_F32, 1, { 1 }, 1, (const guint8 *) &number } };

      g_ptr_array_add (extras, name);
      g_array_append_val (entries, entry);
    }
  trestle_safetensors_write (path, (TrestleSafetensorsEntry *) entries->data, entries->len, &error);
  g_assert_no_error (error);
}

static void
test_info_names_unused_tensors (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->model, "extra.safetensors", NULL);
  g_autoptr (CliResult) none = cli_call ("info", "-m", fixture->model, "--json", NULL);
  g_autoptr (CliResult) result = NULL;
  g_autoptr (CliResult) table = NULL;
  JsonObject *unused = json_object_get_object_member (cli_result_get_json (none), "unused");

  g_assert_cmpint (json_object_get_int_member (unused, "count"), ==, 0);
  write_with_extras (fixture, path, 7);
  result = cli_call ("info", "-m", path, "--json", NULL);
  unused = json_object_get_object_member (cli_result_get_json (result), "unused");
  g_assert_cmpint (json_object_get_int_member (unused, "count"), ==, 7);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (unused, "names")), ==, 5);
  g_assert_cmpstr (json_array_get_string_element (json_object_get_array_member (unused, "names"), 4), ==, "extra.4");
  table = cli_call ("info", "-m", path, NULL);
  g_assert_nonnull (strstr (table->out, "\n7 of its tensors are of no use to the model:\n  extra.0\n"));
  g_assert_nonnull (strstr (table->out, "\n  extra.4\n  and 2 more\n"));
}

static void
assert_drawing (const char *model, const char *drawing)
{
  g_autoptr (CliResult) result = cli_call ("info", "-m", model, NULL);

  cli_result_assert_done (result);
  g_test_message ("%s", result->out);
  g_assert_nonnull (strstr (result->out, drawing));
}

static void
test_info_draws_the_wiring (Fixture *fixture, gconstpointer data)
{
  g_autofree char *demo = cli_data_path ("models/bridgetower-shapes");
  g_autofree char *meter = cli_data_path ("models/meter-shapes");

  assert_drawing (demo, "\n"
                        "text tower    ▢▢▢▢▢▢\n"
                        "                ╱╱╱╱   3 bridges: add\n"
                        "cross-modal     ▣▣▣▣\n"
                        "                ╲╲╲╲   3 bridges: add\n"
                        "vision tower  ▢▢▢▢▢▢\n");
  assert_drawing (meter, "\n"
                         "text tower    ▢▢▢▢▢▢\n"
                         "                   ╱   no bridges\n"
                         "cross-modal        ▣▣▣▣\n"
                         "                   ╲   no bridges\n"
                         "vision tower  ▢▢▢▢▢▢\n");
  assert_drawing (fixture->model, "\n"
                                  "text tower     ▢▢▢\n"
                                  "                ╱╱   1 bridge: add\n"
                                  "cross-modal     ▣▣▣\n"
                                  "                ╲╲   1 bridge: add\n"
                                  "vision tower  ▢▢▢▢\n");
}

static void
assert_narrow (const CliResult *result)
{
  g_auto (GStrv) lines = g_strsplit (result->out, "\n", -1);

  cli_result_assert_done (result);
  for (char **line = lines; *line != NULL; line++)
    g_assert_cmpint (g_utf8_strlen (*line, -1), <=, 80);
}

static void
deepen (JsonObject *part, gint64 n_layers)
{
  json_object_set_int_member (part, "hidden_size", 8);
  json_object_set_int_member (part, "intermediate_size", 32);
  json_object_set_int_member (part, "num_hidden_layers", n_layers);
}

/* More layers than a terminal has columns. */
static void
test_drawing_of_a_deep_model_fits_a_terminal (Fixture *fixture, gconstpointer data)
{
  g_autoptr (JsonObject) config = cli_model_config ();
  g_autofree char *model = path_of (fixture, "deep");
  g_autoptr (CliResult) result = NULL;

  deepen (config, 150);
  deepen (json_object_get_object_member (config, "text_config"), 200);
  deepen (json_object_get_object_member (config, "vision_config"), 130);
  json_object_set_int_member (config, "num_internal_bridges", 120);
  json_object_set_boolean_member (config, "share_link_tower_layers", TRUE);
  json_object_set_string_member (config, "link_tower_type", "cross_attention_ffn");
  g_assert_cmpint (g_mkdir (model, 0700), ==, 0);
  cli_model_write (config, model);
  result = cli_call ("info", "-m", model, NULL);
  assert_narrow (result);
  g_test_message ("%s", result->out);
  g_assert_nonnull (strstr (result->out, "a mark for every"));
  g_assert_nonnull (strstr (result->out, "119 bridges: cross_attention_ffn, shared\n"));
}

static void
test_tables_fit_a_terminal (Fixture *fixture, gconstpointer data)
{
#define LONG_CAPTION CAPTION " and " CAPTION " and " CAPTION
  g_autoptr (CliResult) entail = cli_call ("entail", "-m", fixture->model, "-i", fixture->images[0], "-t", LONG_CAPTION, NULL);
  g_autoptr (CliResult)
      reason = cli_call ("reason", "-m", fixture->model, "-i", fixture->images[0], "-i", fixture->images[1], "-t", LONG_CAPTION, NULL);
  g_autoptr (CliResult) rank = cli_call ("rank", "-i", fixture->images[0], "-t", LONG_CAPTION, "--by", "contrast", NULL);

  assert_narrow (entail);
  assert_narrow (reason);
  assert_narrow (rank);
}

/* The tokenizer and the settings of images are beside the file. */
static void
test_model_may_be_a_file (Fixture *fixture, gconstpointer data)
{
  g_autofree char *weights = g_build_filename (fixture->model, "model.safetensors", NULL);
  g_autofree char *pixels = path_of (fixture, "pixels.safetensors");
  g_autoptr (CliResult) match = cli_call ("match", "-m", weights, "-i", fixture->images[0], "-t", CAPTION, "--json", NULL);
  g_autoptr (CliResult) tokenize = cli_call ("tokenize", "-m", weights, "-t", CAPTION, "--json", NULL);
  g_autoptr (CliResult) preprocess = cli_call ("preprocess", "-m", weights, "-i", fixture->images[0], "-o", pixels, NULL);
  g_autoptr (TrestleSafetensors) file = NULL;

  cli_result_get_json (match);
  cli_result_get_json (tokenize);
  cli_result_assert_done (preprocess);
  file = open_file (pixels);
  assert_shape (file, "pixel_values", "[1, 3, 128, 128]");
}

#define ADD(name, function) g_test_add ("/cli-models/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("contrast-is-that-of-full-runs", test_contrast_is_that_of_full_runs);
  ADD ("retrieve-is-what-its-head-scores", test_retrieve_is_what_its_head_scores);
  ADD ("evaluate-counts-entailment", test_evaluate_counts_entailment);
  ADD ("entail-gives-every-label-its-probability", test_entail_gives_every_label_its_probability);
  ADD ("reason-judges-first-and-second-image", test_reason_judges_first_and_second_image);
  ADD ("image-size-changes-what-the-model-reads", test_image_size_changes_what_the_model_reads);
  ADD ("answers-are-named-by-a-file", test_answers_are_named_by_a_file);
  ADD ("trace-records-what-is-chosen", test_trace_records_what_is_chosen);
  ADD ("info-names-kind-and-numbers", test_info_names_kind_and_numbers);
  ADD ("info-names-unused-tensors", test_info_names_unused_tensors);
  ADD ("info-draws-the-wiring", test_info_draws_the_wiring);
  ADD ("drawing-of-a-deep-model-fits-a-terminal", test_drawing_of_a_deep_model_fits_a_terminal);
  ADD ("tables-fit-a-terminal", test_tables_fit_a_terminal);
  ADD ("model-may-be-a-file", test_model_may_be_a_file);
  return g_test_run ();
}
