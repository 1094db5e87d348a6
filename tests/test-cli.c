/* The command line, called as a user calls it: every subcommand gives what it says it gives. */
#include <math.h>
#include <png.h>
#include <string.h>

#include "core/input/preprocess.h"
#include "tests/cli-call.h"
#include "tests/image-files.h"
#include "tests/temporary-folder.h"

#define CAPTION "a blue cross right of a blue heart"
#define MASKED "a small blue heart right of a <mask> square"
#define TOLERANCE 2e-3 /* of logits, against float64 */

typedef struct
{
  char *folder;
  char *image;
  char *other_image;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = temporary_folder_new ((TemporaryFile[]){ { NULL, NULL } });
  fixture->image = cli_data_path ("samples/scene-01.png");
  fixture->other_image = cli_data_path ("samples/scene-02.png");
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  temporary_folder_free (fixture->folder);
  g_free (fixture->image);
  g_free (fixture->other_image);
}

static char *
path_of (const Fixture *fixture, const char *name)
{
  return g_build_filename (fixture->folder, name, NULL);
}

static JsonArray *
array_of (JsonObject *object, const char *name)
{
  g_assert_true (json_object_has_member (object, name));
  return json_object_get_array_member (object, name);
}

static TrestleSafetensors *
open_file (const char *path)
{
  g_autoptr (GError) error = NULL;
  TrestleSafetensors *file = trestle_safetensors_open (path, &error);

  g_assert_no_error (error);
  return file;
}

/* The largest difference seen so far; a NaN stays. */
static void
widen (double *largest, double difference)
{
  *largest = fabs (difference) <= *largest ? *largest : fabs (difference);
}

static void
compare_captions (const char *model, const char *image, JsonArray *captions, double *largest)
{
  for (guint i = 0; i < json_array_get_length (captions); i++)
    {
      JsonObject *expected = json_array_get_object_element (captions, i);
      g_autoptr (CliResult) result = cli_call ("match", "-m", model, "--image", image, "--text",
                                               json_object_get_string_member (expected, "text"), "--json", NULL);
      JsonObject *found = json_array_get_object_element (array_of (cli_result_get_json (result), "results"), 0);

      for (guint k = 0; k < 2; k++)
        widen (largest, json_array_get_double_element (array_of (found, "logits"), k)
                            - json_array_get_double_element (array_of (expected, "logits"), k));
    }
}

/* Logarithms of probabilities are logits, but for a number that all of a text's candidates share. */
static void
compare_candidates (JsonArray *found, const char *name, JsonArray *expected, double *largest)
{
  g_assert_cmpuint (json_array_get_length (found), ==, json_array_get_length (expected));
  for (guint i = 0; i < json_array_get_length (expected); i++)
    {
      JsonObject *a = json_array_get_object_element (found, i), *b = json_array_get_object_element (expected, i);

      if (i == 0)
        g_assert_cmpstr (json_object_get_string_member (a, name), ==, json_object_get_string_member (b, "name"));
      widen (largest, log (json_object_get_double_member (a, "probability")) - log (json_object_get_double_member (b, "probability")));
    }
}

static void
compare_masked (const char *model, const char *image, JsonObject *masked, double *largest)
{
  g_autoptr (CliResult)
      result = cli_call ("fill", "-m", model, "--image", image, "--text", json_object_get_string_member (masked, "text"), "--json", NULL);
  JsonArray *found = array_of (cli_result_get_json (result), "masks"), *expected = array_of (masked, "masks");

  g_assert_cmpuint (json_array_get_length (found), ==, json_array_get_length (expected));
  for (guint i = 0; i < json_array_get_length (expected); i++)
    {
      JsonObject *a = json_array_get_object_element (found, i), *b = json_array_get_object_element (expected, i);

      g_assert_cmpint (json_object_get_int_member (a, "position"), ==, json_object_get_int_member (b, "position"));
      compare_candidates (array_of (a, "candidates"), "token", array_of (b, "best"), largest);
    }
}

static void
compare_questions (const char *model, const char *image, JsonArray *questions, double *largest)
{
  for (guint i = 0; i < json_array_get_length (questions); i++)
    {
      JsonObject *expected = json_array_get_object_element (questions, i);
      g_autoptr (CliResult) result = cli_call ("ask", "-m", model, "--image", image, "--text",
                                               json_object_get_string_member (expected, "text"), "--json", NULL);

      compare_candidates (array_of (cli_result_get_json (result), "answers"), "answer", array_of (expected, "best"), largest);
    }
}

/* Of one model, on every sample. */
static void
compare_model (JsonObject *expected)
{
  g_autofree char *folder = g_build_filename ("models", json_object_get_string_member (expected, "model"), NULL);
  g_autofree char *model = cli_data_path (folder);
  JsonArray *samples = array_of (expected, "samples");
  double match = 0.0, fill = 0.0, ask = 0.0;

  g_assert_cmpuint (json_array_get_length (samples), ==, 12);
  for (guint i = 0; i < json_array_get_length (samples); i++)
    {
      JsonObject *sample = json_array_get_object_element (samples, i);
      g_autofree char *relative = g_build_filename ("samples", json_object_get_string_member (sample, "image"), NULL);
      g_autofree char *image = cli_data_path (relative);

      compare_captions (model, image, array_of (sample, "captions"), &match);
      compare_masked (model, image, json_object_get_object_member (sample, "masked"), &fill);
      compare_questions (model, image, array_of (sample, "questions"), &ask);
    }
  g_test_message ("off by at most %.2g (match), %.2g (fill), %.2g (ask)", match, fill, ask);
  g_assert_cmpfloat (match, <=, TOLERANCE);
  g_assert_cmpfloat (fill, <=, TOLERANCE);
  g_assert_cmpfloat (ask, <=, TOLERANCE);
}

/*
 * golden/demo-answers.json, of both demo models: logits of match within 2e-3, and the logarithms of the probabilities of words and answers
 * likewise.
 */
static void
test_answers_agree_with_golden (gconstpointer index)
{
  g_autofree char *path = g_build_filename (g_getenv ("TRESTLE_GOLDEN"), "demo-answers.json", NULL);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;
  JsonArray *models;

  json_parser_load_from_file (parser, path, &error);
  g_assert_no_error (error);
  models = array_of (json_node_get_object (json_parser_get_root (parser)), "models");
  g_assert_cmpuint (json_array_get_length (models), ==, 2);
  compare_model (json_array_get_object_element (models, GPOINTER_TO_UINT (index)));
}

static void
test_match_answers_every_text_in_order (Fixture *fixture, gconstpointer data)
{
  static const char *const texts[] = { CAPTION, "a small yellow square", "ein Kreuz, „größer“" };
  g_autoptr (CliResult) result = cli_call ("match", "-i", fixture->image, "-t", texts[0], "-t", texts[1], "-t", texts[2], "--json", NULL);
  JsonArray *results = array_of (cli_result_get_json (result), "results");

  g_assert_cmpuint (json_array_get_length (results), ==, G_N_ELEMENTS (texts));
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      JsonObject *match = json_array_get_object_element (results, i);
      double no = json_array_get_double_element (array_of (match, "logits"), 0);
      double yes = json_array_get_double_element (array_of (match, "logits"), 1);

      g_assert_cmpstr (json_object_get_string_member (match, "text"), ==, texts[i]);
      g_assert_cmpfloat_with_epsilon (json_object_get_double_member (match, "probability"), exp (yes) / (exp (no) + exp (yes)), 1e-9);
      g_assert_false (json_object_has_member (match, "dropped"));
    }
}

static void
test_fill_names_a_word_for_every_mask (Fixture *fixture, gconstpointer data)
{
  g_autoptr (CliResult)
      result = cli_call ("fill", "-i", fixture->image, "-t", "a <mask> heart right of a <mask> square", "--top", "2", "--json", NULL);
  JsonObject *answer = cli_result_get_json (result);
  JsonArray *masks = array_of (answer, "masks");
  const char *words[2];
  g_autofree char *filled = NULL;

  g_assert_cmpuint (json_array_get_length (masks), ==, 2);
  for (guint i = 0; i < 2; i++)
    {
      JsonArray *candidates = array_of (json_array_get_object_element (masks, i), "candidates");

      g_assert_cmpuint (json_array_get_length (candidates), ==, 2);
      words[i] = json_object_get_string_member (json_array_get_object_element (candidates, 0), "token");
    }
  filled = g_strdup_printf ("a %s heart right of a %s square", words[0], words[1]);
  g_assert_cmpstr (json_object_get_string_member (answer, "filled"), ==, filled);
}

static void
test_ask_gives_every_answer_with_its_probability (Fixture *fixture, gconstpointer data)
{
  g_autoptr (CliResult)
      result = cli_call ("ask", "-i", fixture->image, "-t", "how many hearts are there?", "--top", "1000", "--json", NULL);
  JsonArray *answers = array_of (cli_result_get_json (result), "answers");
  double sum = 0.0, last = 1.0;

  g_assert_cmpuint (json_array_get_length (answers), ==, 22);
  for (guint i = 0; i < 22; i++)
    {
      double probability = json_object_get_double_member (json_array_get_object_element (answers, i), "probability");

      g_assert_cmpfloat (probability, <=, last);
      last = probability;
      sum += probability;
    }
  g_assert_cmpfloat_with_epsilon (sum, 1.0, 1e-6);
}

static void
test_rank_scores_are_those_of_match (Fixture *fixture, gconstpointer data)
{
  const char *images[] = { fixture->image, fixture->other_image }, *texts[] = { CAPTION, "a yellow cross", "two objects" };
  g_autoptr (CliResult) result = cli_call ("rank", "-i", images[0], "-i", images[1], "-t", texts[0], "-t", texts[1], "-t", texts[2], "--by",
                                           "match", "--json", NULL);
  JsonArray *scores = array_of (cli_result_get_json (result), "scores");

  g_assert_cmpuint (json_array_get_length (scores), ==, 2);
  for (guint i = 0; i < 2; i++)
    for (guint k = 0; k < 3; k++)
      {
        g_autoptr (CliResult) match = cli_call ("match", "-i", images[i], "-t", texts[k], "--json", NULL);
        JsonObject *expected = json_array_get_object_element (array_of (cli_result_get_json (match), "results"), 0);

        g_assert_cmpfloat_with_epsilon (json_array_get_double_element (json_array_get_array_element (scores, i), k),
                                        json_object_get_double_member (expected, "probability"), 1e-6);
      }
}

static void
assert_shape (const TrestleSafetensors *file, const char *name, const char *shape)
{
  const TrestleStoredTensor *tensor = trestle_safetensors_get (file, name);
  g_autofree char *found = NULL;

  if (tensor == NULL)
    g_test_message ("there is no “%s”", name);
  g_assert_nonnull (tensor);
  found = trestle_stored_tensor_describe_shape (tensor);
  g_assert_cmpstr (found, ==, shape);
}

/* Six tokens: <s>, four words, </s>. */
static void
test_trace_holds_every_tensor (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = path_of (fixture, "trace.safetensors");
  g_autoptr (CliResult) result = cli_call ("trace", "-i", fixture->image, "-t", "there are three objects", "-o", path, "--json", NULL);
  JsonObject *said = cli_result_get_json (result);
  g_autoptr (TrestleSafetensors) file = open_file (path);
  g_autoptr (GPtrArray) names = trestle_safetensors_list (file);

  g_assert_cmpstr (json_object_get_string_member (said, "output"), ==, path);
  g_assert_cmpint (json_object_get_int_member (said, "tensors"), ==, names->len);
  g_assert_cmpint (json_object_get_int_member (said, "tokens"), ==, 6);
  assert_shape (file, "attention.text.5", "[8, 6, 6]");
  assert_shape (file, "attention.vision.5", "[2, 65, 65]");
  assert_shape (file, "attention.cross_text_self.3", "[8, 6, 6]");
  assert_shape (file, "attention.cross_text_cross.3", "[8, 6, 65]");
  assert_shape (file, "attention.cross_image_self.0", "[8, 65, 65]");
  assert_shape (file, "attention.cross_image_cross.0", "[8, 65, 6]");
  assert_shape (file, "hidden.text.0", "[6, 128]");
  assert_shape (file, "hidden.vision.6", "[65, 128]");
  assert_shape (file, "hidden.cross_image.3", "[65, 128]");
  assert_shape (file, "bridge.text.2.x", "[6, 128]");
  assert_shape (file, "bridge.image.0.y", "[65, 128]");
  assert_shape (file, "bridge.image.2.out", "[65, 128]");
  assert_shape (file, "logits.itm", "[1, 2]");
  assert_shape (file, "logits.mlm", "[1, 6, 395]");
  assert_shape (file, "logits.vqa", "[1, 22]");
  assert_shape (file, "logits.itc_text", "[1, 64]");
}

/* Writes what --inputs reads: the ids that tokenize gave, a mask of ones and the pixels that preprocess wrote. */
static void
write_inputs (const char *path, JsonArray *ids, const TrestleSafetensors *pixels)
{
  guint n = json_array_get_length (ids);
  g_autofree gint64 *values = g_new (gint64, n);
  g_autofree gint64 *mask = g_new (gint64, n);
  TrestleSafetensorsEntry entries[3] = {
    { "input_ids", { TRESTLE_DTYPE_I64, 2, { 1, n }, n, (const guint8 *) values } },
    { "attention_mask", { TRESTLE_DTYPE_I64, 2, { 1, n }, n, (const guint8 *) mask } },
    { "pixel_values", *trestle_safetensors_get (pixels, "pixel_values") },
  };
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < n; i++)
    {
      values[i] = GINT64_TO_LE (json_array_get_int_element (ids, i));
      mask[i] = GINT64_TO_LE (1);
    }
  trestle_safetensors_write (path, entries, G_N_ELEMENTS (entries), &error);
  g_assert_no_error (error);
}

static void
assert_same_tensors (const TrestleSafetensors *a, const TrestleSafetensors *b)
{
  g_autoptr (GPtrArray) names = trestle_safetensors_list (a);
  g_autoptr (GPtrArray) other_names = trestle_safetensors_list (b);

  g_assert_cmpuint (names->len, ==, other_names->len);
  for (guint i = 0; i < names->len; i++)
    {
      gsize n, n_other;
      g_autofree float *values = cli_read_floats (a, g_ptr_array_index (names, i), &n);
      g_autofree float *others = cli_read_floats (b, g_ptr_array_index (names, i), &n_other);
      double largest = 0.0;

      g_assert_cmpuint (n, ==, n_other);
      for (gsize k = 0; k < n; k++)
        widen (&largest, (double) values[k] - others[k]);
      g_assert_cmpfloat (largest, <=, 1e-5);
    }
}

static void
test_trace_of_prepared_inputs_is_that_of_image_and_text (Fixture *fixture, gconstpointer data)
{
  g_autofree char *pixels_path = path_of (fixture, "pixels.safetensors");
  g_autofree char *inputs_path = path_of (fixture, "inputs.safetensors");
  g_autofree char *path = path_of (fixture, "trace.safetensors");
  g_autofree char *other_path = path_of (fixture, "other-trace.safetensors");
  g_autoptr (CliResult) preprocess = cli_call ("preprocess", "-i", fixture->image, "-o", pixels_path, NULL);
  g_autoptr (CliResult) tokenize = cli_call ("tokenize", "-t", CAPTION, "--json", NULL);
  g_autoptr (CliResult) trace = cli_call ("trace", "-i", fixture->image, "-t", CAPTION, "-o", path, NULL);
  g_autoptr (TrestleSafetensors) pixels = NULL;
  g_autoptr (CliResult) other = NULL;
  g_autoptr (TrestleSafetensors) file = NULL;
  g_autoptr (TrestleSafetensors) other_file = NULL;

  cli_result_assert_done (preprocess);
  cli_result_assert_done (trace);
  pixels = open_file (pixels_path);
  write_inputs (inputs_path, array_of (cli_result_get_json (tokenize), "ids"), pixels);
  other = cli_call ("trace", "--inputs", inputs_path, "-o", other_path, NULL);
  cli_result_assert_done (other);
  file = open_file (path);
  other_file = open_file (other_path);
  assert_same_tensors (file, other_file);
}

/* (transfer full): the weights in the last column of an attention table, `[*count]`. */
static double *
read_weights (const char *path, guint *count)
{
  g_autofree char *content = NULL;
  g_auto (GStrv) lines = NULL;
  const char *table;
  double *weights;

  g_assert_true (g_file_get_contents (path, &content, NULL, NULL));
  g_assert_true (g_str_has_prefix (content, "# title: Attention of "));
  table = strstr (content, "\r\nkey,") + 2;
  lines = g_strsplit (table, "\r\n", -1);
  *count = g_strv_length (lines) - 2; /* without the headings and what follows the last line's end */
  weights = g_new (double, *count);
  for (guint i = 0; i < *count; i++)
    weights[i] = g_ascii_strtod (strrchr (lines[i + 1], ',') + 1, NULL);
  return weights;
}

/* (transfer full): what `attention` writes as a table; @head and @query may be %NULL. */
static double *
call_attention (const Fixture *fixture, const char *layer, const char *head, const char *query, guint *count)
{
  g_autofree char *path = path_of (fixture, "map.csv");
  const char *arguments[16] = { "attention", "-i", fixture->image, "-t", CAPTION ", TOO", "--layer", layer, "-o", path };
  g_autoptr (CliResult) result = NULL;
  guint n = 9;

  if (head != NULL)
    {
      arguments[n++] = "--head";
      arguments[n++] = head;
    }
  if (query != NULL)
    {
      arguments[n++] = "--query";
      arguments[n++] = query;
    }
  result = cli_call_v (arguments);
  cli_result_assert_done (result);
  return read_weights (path, count);
}

/* The trace's "attention.LAYER" [heads, queries, keys]; -1 is the mean over heads or queries. */
static void
assert_map_is_of_trace (const Fixture *fixture, const char *layer, const char *head, const char *query, gint head_index, gint query_index)
{
  g_autofree char *path = path_of (fixture, "trace.safetensors");
  g_autofree char *name = g_strconcat ("attention.", layer, NULL);
  g_autoptr (CliResult) trace = cli_call ("trace", "-i", fixture->image, "-t", CAPTION ", TOO", "-o", path, NULL);
  guint n_keys;
  g_autofree double *weights = call_attention (fixture, layer, head, query, &n_keys);
  g_autoptr (TrestleSafetensors) file = NULL;
  g_autofree float *values = NULL;
  const gsize *shape;
  gsize count;

  cli_result_assert_done (trace);
  file = open_file (path);
  shape = trestle_safetensors_get (file, name)->shape;
  values = cli_read_floats (file, name, &count);
  g_assert_cmpuint (n_keys, ==, shape[2]);
  for (gsize key = 0; key < n_keys; key++)
    {
      double sum = 0.0, n = 0.0;

      for (gsize h = 0; h < shape[0]; h++)
        for (gsize q = 0; q < shape[1]; q++)
          if ((head_index < 0 || h == (gsize) head_index) && (query_index < 0 || q == (gsize) query_index))
            {
              sum += values[(h * shape[1] + q) * n_keys + key];
              n++;
            }
      g_assert_cmpfloat_with_epsilon (weights[key], sum / n, 1e-6);
    }
}

/* "a blue cross right of a blue heart, TOO": token 3 is "cross", 2 the first "blue". */
static void
test_attention_is_what_the_trace_holds (Fixture *fixture, gconstpointer data)
{
  assert_map_is_of_trace (fixture, "cross_text_cross.3", "mean", "cross", -1, 3);
  assert_map_is_of_trace (fixture, "cross_text_cross.0", "7", "3", 7, 3);
  assert_map_is_of_trace (fixture, "cross_text_self.1", NULL, "blue", -1, 2);
  assert_map_is_of_trace (fixture, "vision.5", "1", "0", 1, 0);
  assert_map_is_of_trace (fixture, "cross_image_cross.2", "0", "2,3", 0, 1 + 2 * 8 + 3);
  assert_map_is_of_trace (fixture, "cross_image_self.2", NULL, NULL, -1, -1);
}

static void
assert_same_map (const Fixture *fixture, const char *layer, const char *query, const char *other_query)
{
  guint n, n_other;
  g_autofree double *weights = call_attention (fixture, layer, NULL, query, &n);
  g_autofree double *others = call_attention (fixture, layer, NULL, other_query, &n_other);

  g_assert_cmpuint (n, ==, n_other);
  for (guint i = 0; i < n; i++)
    g_assert_cmpfloat_with_epsilon (weights[i], others[i], 1e-6);
}

/* "TOO" is letters that the demo model has no word for. */
static void
test_query_finds_words_as_people_write_them (Fixture *fixture, gconstpointer data)
{
  assert_same_map (fixture, "text.0", "Cross", "3");
  assert_same_map (fixture, "text.0", "heart", "8");
  assert_same_map (fixture, "text.0", "heart,", "8");
  assert_same_map (fixture, "text.0", ",", "9");
  assert_same_map (fixture, "text.0", "too", "10");
  assert_same_map (fixture, "text.0", "<s>", "0");
}

static void
test_attention_writes_every_kind_of_figure (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *name;
    const char *start;
  } kinds[] = { { "map.png", "\x89PNG" },
                { "map.svg", "<?xml" },
                { "map.pdf", "%PDF" },
                { "map.csv", "# title: Attention of cross_text_cross.3" },
                { "map.json", "{\"about\": {" } };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *path = path_of (fixture, kinds[i].name);
      g_autoptr (CliResult)
          result = cli_call ("attention", "-i", fixture->image, "-t", CAPTION, "--layer", "cross_text_cross.3", "--query", "cross",
                             "--colormap", "magma", "--opacity", "0.5", "--width", "170", "--dpi", "100", "-o", path, "--json", NULL);
      JsonObject *said = cli_result_get_json (result);
      g_autofree char *content = NULL;

      g_assert_cmpstr (json_object_get_string_member (said, "output"), ==, path);
      g_assert_cmpint (json_object_get_int_member (said, "query"), ==, 3);
      g_assert_true (g_file_get_contents (path, &content, NULL, NULL));
      g_assert_true (g_str_has_prefix (content, kinds[i].start));
    }
}

static void
assert_tokens (CliResult *result, const char *const *tokens, const int *ids)
{
  JsonObject *found = cli_result_get_json (result);
  guint n = g_strv_length ((char **) tokens);

  g_assert_cmpuint (json_array_get_length (array_of (found, "tokens")), ==, n);
  g_assert_cmpuint (json_array_get_length (array_of (found, "ids")), ==, n);
  for (guint i = 0; i < n; i++)
    {
      g_assert_cmpstr (json_array_get_string_element (array_of (found, "tokens"), i), ==, tokens[i]);
      g_assert_cmpint (json_array_get_int_element (array_of (found, "ids"), i), ==, ids[i]);
    }
}

static void
test_tokenize_shows_tokens_and_ids (Fixture *fixture, gconstpointer data)
{
  g_autoptr (CliResult) result = cli_call ("tokenize", "--text", "a <mask> star", "--json", NULL);

  assert_tokens (result, (const char *[]){ "<s>", "a", "<mask>", "Ġstar", "</s>", NULL }, (int[]){ 0, 68, 394, 300, 2 });
}

/* golden/tokenizer has a vocabulary and merges, and nothing else of a model. */
static void
test_tokenize_needs_only_the_tokenizer (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = g_build_filename (g_getenv ("TRESTLE_GOLDEN"), "tokenizer", NULL);
  g_autofree char *text = g_strnfill (2 * 1000, 'a');
  g_autoptr (CliResult) result = NULL;

  for (guint i = 1; i < 2000; i += 2)
    text[i] = ' ';
  result = cli_call ("tokenize", "--text", text, "--model", folder, "--json", NULL);
  g_assert_cmpuint (json_array_get_length (array_of (cli_result_get_json (result), "ids")), >, 1000);
}

static void
test_preprocess_writes_what_the_model_sees (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = path_of (fixture, "pixels.safetensors");
  g_autofree char *model = cli_data_path ("models/bridgetower-shapes");
  g_autoptr (CliResult) result = cli_call ("preprocess", "--image", fixture->image, "-o", path, "--json", NULL);
  g_autoptr (TrestleImage) image = trestle_image_load (fixture->image, NULL);
  g_autoptr (TrestleSafetensors) file = NULL;
  g_autofree float *values = NULL;
  TrestlePreprocess settings;
  TrestleTensor pixels;
  gsize count;

  g_assert_cmpint (json_array_get_int_element (array_of (cli_result_get_json (result), "shape"), 3), ==, 128);
  g_assert_true (trestle_preprocess_load (&settings, model, 128, NULL));
  g_assert_true (trestle_preprocess_run (&settings, image, "image", &pixels, NULL, NULL));
  file = open_file (path);
  assert_shape (file, "pixel_values", "[1, 3, 128, 128]");
  values = cli_read_floats (file, "pixel_values", &count);
  g_assert_cmpmem (values, count * sizeof *values, pixels.data, trestle_tensor_count (&pixels) * sizeof (float));
  trestle_tensor_clear (&pixels);
}

static void
test_preprocess_needs_no_model (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = path_of (fixture, "pixels.safetensors");
  g_autofree char *settings = path_of (fixture, "preprocessor_config.json");
  g_autoptr (CliResult) by_default = cli_call ("preprocess", "-i", fixture->image, "-m", fixture->folder, "-o", path, NULL);
  g_autoptr (CliResult) by_settings = NULL;
  g_autoptr (TrestleSafetensors) file = NULL;

  cli_result_assert_done (by_default);
  file = open_file (path);
  assert_shape (file, "pixel_values", "[1, 3, 288, 288]");
  g_clear_pointer (&file, trestle_safetensors_free);
  g_assert_true (g_file_set_contents (settings, "{\"size\": 96}", -1, NULL));
  by_settings = cli_call ("preprocess", "-i", fixture->image, "-m", fixture->folder, "-o", path, NULL);
  cli_result_assert_done (by_settings);
  file = open_file (path);
  assert_shape (file, "pixel_values", "[1, 3, 96, 96]");
}

static void
test_info_counts_every_parameter (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = cli_data_path ("models/bridgetower-shapes/model.safetensors");
  g_autoptr (CliResult) result = cli_call ("info", "--json", NULL);
  JsonObject *info = cli_result_get_json (result), *parameters = json_object_get_object_member (info, "parameters");
  g_autoptr (TrestleSafetensors) file = open_file (path);
  g_autoptr (GPtrArray) names = trestle_safetensors_list (file);
  gint64 sum = 0, stored = 0;

  for (guint i = 0; i < names->len; i++)
    stored += (gint64) trestle_safetensors_get (file, g_ptr_array_index (names, i))->count;
  sum += json_object_get_int_member (parameters, "text");
  sum += json_object_get_int_member (parameters, "vision");
  sum += json_object_get_int_member (parameters, "cross_modal");
  sum += json_object_get_int_member (parameters, "bridges");
  sum += json_object_get_int_member (parameters, "heads");
  g_assert_cmpint (sum, ==, json_object_get_int_member (parameters, "total"));
  g_assert_cmpint (sum, ==, stored);
  g_assert_cmpuint (json_array_get_length (array_of (info, "tasks")), ==, 4);
  g_assert_cmpint (json_object_get_int_member (json_object_get_object_member (info, "sizes"), "max_tokens"), ==, 64);
  g_assert_true (json_object_get_boolean_member (info, "tokenizer"));
}

static void
test_bench_measures_every_stage (Fixture *fixture, gconstpointer data)
{
  static const char *const stages[] = { "load", "vision", "text", "fusion", "full", "caption_edit", "knock_out" };
  g_autofree char *model = cli_data_path ("models/bridgetower-shapes");
  g_autoptr (CliResult) result = cli_call ("bench", "--model", model, "--tokens", "7", "--runs", "2", "--json", NULL);
  JsonObject *bench = cli_result_get_json (result);

  for (guint i = 0; i < G_N_ELEMENTS (stages); i++)
    {
      JsonObject *times = json_object_get_object_member (bench, stages[i]);

      g_assert_cmpfloat (json_object_get_double_member (times, "min"), >, 0.0);
      g_assert_cmpfloat (json_object_get_double_member (times, "min"), <=, json_object_get_double_member (times, "median"));
      g_assert_cmpfloat (json_object_get_double_member (times, "median"), <=, json_object_get_double_member (times, "max"));
    }
  g_assert_cmpint (json_object_get_int_member (bench, "peak_memory"), >, 4 * 1000 * 1000);
  g_assert_cmpint (json_object_get_int_member (bench, "tokens"), ==, 7);
  g_assert_cmpint (json_object_get_int_member (bench, "runs"), ==, 2);
  g_assert_cmpint (json_object_get_int_member (bench, "threads"), >=, 1);
  g_assert_cmpstr (json_object_get_string_member (bench, "precision"), ==, "float32");
  g_assert_false (json_object_has_member (bench, "difference"));
  g_assert_cmpfloat (json_object_get_double_member (bench, "yardstick_gflops"), >, 0.0);
  g_assert_cmpint (json_object_get_int_member (bench, "image_size"), ==, 128);
}

/* What cannot be knocked out takes no time either. */
static void
test_bench_leaves_out_what_there_is_not (Fixture *fixture, gconstpointer data)
{
  g_autofree char *model = cli_data_path ("models/meter-shapes");
  g_autoptr (CliResult) result = cli_call ("bench", "--model", model, "--runs", "1", "--json", NULL);
  g_autoptr (CliResult) table = cli_call ("bench", "--model", model, "--runs", "1", NULL);

  g_assert_false (json_object_has_member (cli_result_get_json (result), "knock_out"));
  g_assert_true (json_object_has_member (cli_result_get_json (result), "caption_edit"));
  g_assert_null (strstr (table->out, "without one bridge"));
  g_assert_nonnull (strstr (table->out, "a new text on the same image"));
}

static void
assert_times (JsonObject *times)
{
  g_assert_cmpfloat (cli_json_get_number (times, "min"), >, 0.0);
  g_assert_cmpfloat (cli_json_get_number (times, "min"), <=, cli_json_get_number (times, "median"));
  g_assert_cmpfloat (cli_json_get_number (times, "median"), <=, cli_json_get_number (times, "max"));
}

static void
test_bench_measures_captions_and_batches (Fixture *fixture, gconstpointer data)
{
  g_autoptr (CliResult)
      result = cli_call ("bench", "--tokens", "7", "--runs", "1", "--captions", "1,3", "--batches", "1,2,3", "--json", NULL);
  JsonObject *bench = cli_result_get_json (result);
  JsonObject *captions = cli_json_get_object (bench, "captions"), *batches = cli_json_get_object (bench, "batches");
  static const char *const numbers[] = { "1", "2", "3" };

  assert_times (cli_json_get_object (bench, "vision"));
  g_assert_cmpuint (json_object_get_size (captions), ==, 2);
  assert_times (cli_json_get_object (captions, "1"));
  assert_times (cli_json_get_object (captions, "3"));
  g_assert_cmpuint (json_object_get_size (batches), ==, G_N_ELEMENTS (numbers));
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      JsonObject *times = cli_json_get_object (batches, numbers[i]);

      assert_times (times);
      g_assert_cmpfloat_with_epsilon (cli_json_get_number (times, "pairs_per_second") * cli_json_get_number (times, "median"), i + 1.0,
                                      1e-9);
    }
}

static void
test_bench_says_how_far_bfloat16_is_from_float32 (Fixture *fixture, gconstpointer data)
{
  g_autoptr (CliResult) result = cli_call ("bench", "--tokens", "7", "--runs", "1", "--precision", "bf16", "--json", NULL);
  JsonObject *bench = cli_result_get_json (result);
  JsonObject *difference = cli_json_get_object (bench, "difference");

  g_assert_cmpstr (json_object_get_string_member (bench, "precision"), ==, "bfloat16");
  g_assert_cmpuint (strlen (json_object_get_string_member (bench, "backend")), >, 0);
  g_assert_cmpfloat (cli_json_get_number (difference, "attention"), >, 0.0);
  g_assert_cmpfloat (cli_json_get_number (difference, "attention"), <, 0.2);
  g_assert_cmpfloat (cli_json_get_number (difference, "logit"), >, 0.0);
  g_assert_cmpfloat (cli_json_get_number (difference, "logit"), <, 1.0);
  g_assert_cmpfloat (cli_json_get_number (difference, "divergence"), >, 0.0);
  g_assert_cmpfloat (cli_json_get_number (difference, "divergence"), <, cli_json_get_number (difference, "largest_divergence"));
}

static void
assert_narrow (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  g_assert_cmpuint (g_strv_length (lines), >, 1);
  for (char **line = lines; *line != NULL; line++)
    g_assert_cmpint (g_utf8_strlen (*line, -1), <=, 80);
}

static void
test_help_explains_every_subcommand (void)
{
  static const char *const names[] = { "match",      "fill",      "ask",        "entail",     "reason",  "rank",
                                       "evaluate",   "attention", "divergence", "bridges",    "compare", "readout",
                                       "similarity", "trace",     "tokenize",   "preprocess", "info",    "bench" };
  g_autoptr (CliResult) all = cli_call ("--help", NULL);
  g_autoptr (CliResult) same = cli_call ("help", NULL);

  cli_result_assert_done (all);
  assert_narrow (all->out);
  g_assert_cmpstr (all->out, ==, same->out);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (CliResult) help = cli_call (names[i], "--help", NULL);
      g_autoptr (CliResult) other = cli_call ("help", names[i], NULL);

      cli_result_assert_done (help);
      g_assert_nonnull (strstr (all->out, names[i]));
      g_assert_cmpstr (help->out, ==, other->out);
      g_assert_nonnull (strstr (help->out, "--model PATH"));
      g_assert_nonnull (strstr (help->out, "\nExamples:\n"));
      g_assert_nonnull (strstr (help->out, "\nExit codes:\n"));
      assert_narrow (help->out);
    }
}

static void
test_version_is_said (void)
{
  g_autoptr (CliResult) result = cli_call ("--version", NULL);

  cli_result_assert_done (result);
  g_assert_true (g_str_has_prefix (result->out, "trestle-cli "));
}

static void
test_tables_fit_a_terminal (Fixture *fixture, gconstpointer data)
{
#define LONG_CAPTION CAPTION " and " CAPTION " and " CAPTION
  const char *calls[][8] = {
    { "match", "-i", fixture->image, "-t", CAPTION, "-t", LONG_CAPTION, NULL },
    { "fill", "-i", fixture->image, "-t", MASKED, NULL },
    { "ask", "-i", fixture->image, "-t", "how many objects are there?", NULL },
    { "rank", "-i", fixture->image, "-i", fixture->other_image, "-t", LONG_CAPTION, NULL },
    { "tokenize", "-t", LONG_CAPTION, NULL },
    { "info", NULL },
    { "bench", "--runs", "1", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    {
      g_autoptr (CliResult) result = cli_call_v (calls[i]);

      cli_result_assert_done (result);
      assert_narrow (result->out);
    }
}

/* A file name is any bytes, and JSON is UTF-8. */
static void
test_json_is_valid_for_odd_names (Fixture *fixture, gconstpointer data)
{
  g_autofree char *image = path_of (fixture, "odd \xff \"\n name.png");
  g_autofree char *output = path_of (fixture, "trace \xfe.safetensors");
  g_autofree char *content = NULL;
  g_autoptr (CliResult) rank = NULL;
  g_autoptr (CliResult) trace = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (fixture->image, &content, &length, NULL));
  g_assert_true (g_file_set_contents (image, content, (gssize) length, NULL));
  rank = cli_call ("rank", "-i", image, "-t", "tab\there \"quoted\" \\ \x01 é", "--json", NULL);
  trace = cli_call ("trace", "-i", image, "-t", CAPTION, "-o", output, "--json", NULL);
  g_assert_cmpstr (json_array_get_string_element (array_of (cli_result_get_json (rank), "texts"), 0), ==, "tab\there \"quoted\" \\ \x01 é");
  g_assert_nonnull (strstr (json_array_get_string_element (array_of (json_node_get_object (rank->json), "images"), 0), "odd \uFFFD \"\n"));
  g_assert_nonnull (strstr (json_object_get_string_member (cli_result_get_json (trace), "output"), "trace \uFFFD"));
  g_assert_true (g_file_test (output, G_FILE_TEST_EXISTS));
}

static char *
make_long_text (void)
{
  GString *text = g_string_new ("a <mask>");

  for (guint i = 0; i < 10000; i++)
    g_string_append (text, " star");
  return g_string_free (text, FALSE);
}

/* The demo model reads 64 tokens; these are 10,004. */
static void
test_cut_text_is_said (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = make_long_text ();
  static const char *const names[] = { "match", "fill", "ask" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (CliResult) result = cli_call (names[i], "-i", fixture->image, "-t", text, "--json", NULL);
      g_autofree char *said = g_strdup_printf ("trestle-cli %s: note: the model reads at most 64 tokens, so the last 9940 of", names[i]);
      JsonObject *object;

      cli_result_assert_done (result);
      g_assert_true (g_str_has_prefix (result->err, said));
      result->json = json_from_string (result->out, NULL);
      object = json_node_get_object (result->json);
      if (json_object_has_member (object, "results"))
        object = json_array_get_object_element (array_of (object, "results"), 0);
      g_assert_cmpint (json_object_get_int_member (object, "dropped"), ==, 9940);
    }
}

static void
test_tiny_image_can_be_asked_about (Fixture *fixture, gconstpointer data)
{
  static const guint16 samples[1];
  ImageFile file = { .color_type = PNG_COLOR_TYPE_GRAY, .bit_depth = 8, .width = 1, .height = 1, .n_channels = 1, .samples = samples };
  g_autoptr (GByteArray) png = image_file_to_png (&file);
  g_autofree char *image = path_of (fixture, "one-pixel.png");
  g_autoptr (CliResult) result = NULL;

  g_assert_true (g_file_set_contents (image, (const char *) png->data, png->len, NULL));
  result = cli_call ("match", "-i", image, "-t", CAPTION, "--json", NULL);
  g_assert_cmpuint (json_array_get_length (array_of (cli_result_get_json (result), "results")), ==, 1);
}

#define ADD(name, function) g_test_add ("/cli/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/cli/answers-agree-with-golden/bridgetower", GUINT_TO_POINTER (0), test_answers_agree_with_golden);
  g_test_add_data_func ("/cli/answers-agree-with-golden/meter", GUINT_TO_POINTER (1), test_answers_agree_with_golden);
  ADD ("match-answers-every-text-in-order", test_match_answers_every_text_in_order);
  ADD ("fill-names-a-word-for-every-mask", test_fill_names_a_word_for_every_mask);
  ADD ("ask-gives-every-answer-with-its-probability", test_ask_gives_every_answer_with_its_probability);
  ADD ("rank-scores-are-those-of-match", test_rank_scores_are_those_of_match);
  ADD ("trace-holds-every-tensor", test_trace_holds_every_tensor);
  ADD ("trace-of-prepared-inputs-is-that-of-image-and-text", test_trace_of_prepared_inputs_is_that_of_image_and_text);
  ADD ("attention-is-what-the-trace-holds", test_attention_is_what_the_trace_holds);
  ADD ("query-finds-words-as-people-write-them", test_query_finds_words_as_people_write_them);
  ADD ("attention-writes-every-kind-of-figure", test_attention_writes_every_kind_of_figure);
  ADD ("tokenize-shows-tokens-and-ids", test_tokenize_shows_tokens_and_ids);
  ADD ("tokenize-needs-only-the-tokenizer", test_tokenize_needs_only_the_tokenizer);
  ADD ("preprocess-writes-what-the-model-sees", test_preprocess_writes_what_the_model_sees);
  ADD ("preprocess-needs-no-model", test_preprocess_needs_no_model);
  ADD ("info-counts-every-parameter", test_info_counts_every_parameter);
  ADD ("bench-measures-every-stage", test_bench_measures_every_stage);
  ADD ("bench-measures-captions-and-batches", test_bench_measures_captions_and_batches);
  ADD ("bench-says-how-far-bfloat16-is-from-float32", test_bench_says_how_far_bfloat16_is_from_float32);
  ADD ("bench-leaves-out-what-there-is-not", test_bench_leaves_out_what_there_is_not);
  g_test_add_func ("/cli/help-explains-every-subcommand", test_help_explains_every_subcommand);
  g_test_add_func ("/cli/version-is-said", test_version_is_said);
  ADD ("tables-fit-a-terminal", test_tables_fit_a_terminal);
  ADD ("json-is-valid-for-odd-names", test_json_is_valid_for_odd_names);
  ADD ("cut-text-is-said", test_cut_text_is_said);
  ADD ("tiny-image-can-be-asked-about", test_tiny_image_can_be_asked_about);
  return g_test_run ();
}
