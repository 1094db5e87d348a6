/* The divergence over lists of pairs: means of what single inputs give, the same in shards as in one go, and drawn as it is printed. */
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "core/input/samples.h"
#include "tests/cli-call.h"
#include "tests/temporary-folder.h"

#define SUM_TOLERANCE 1e-12 /* relative: between one run and its shards */
#define MEAN_TOLERANCE 1e-9 /* relative: between a mean and the numbers that it is of */
#define N_MODELS 2
#define N_PANELS 8

typedef struct
{
  char *folder;
  char *list; /* the first caption of every sample */
  guint n_pairs;
  char *bridgetower;
  char *meter;
} Fixture;

static char *
path_of (const Fixture *fixture, const char *name)
{
  return g_build_filename (fixture->folder, name, NULL);
}

static void
add_pair (GString *lines, const TrestleSample *sample)
{
  g_string_append_printf (lines, "{\"image\": \"%s\", \"text\": \"%s\", \"label\": \"yes\"}\n", sample->path, sample->captions[0]);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *samples_folder = cli_data_path ("samples");
  g_autoptr (GPtrArray) samples = trestle_samples_load (samples_folder, NULL);
  g_autoptr (GString) lines = g_string_new (NULL);

  fixture->folder = temporary_folder_new ((TemporaryFile[]){ { NULL, NULL } });
  fixture->list = path_of (fixture, "list.jsonl");
  fixture->bridgetower = cli_data_path ("models/bridgetower-shapes");
  fixture->meter = cli_data_path ("models/meter-shapes");
  fixture->n_pairs = samples->len;
  for (guint i = 0; i < samples->len; i++)
    add_pair (lines, g_ptr_array_index (samples, i));
  g_assert_true (g_file_set_contents (fixture->list, lines->str, -1, NULL));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  temporary_folder_free (fixture->folder);
  g_free (fixture->list);
  g_free (fixture->bridgetower);
  g_free (fixture->meter);
}

static JsonObject *
get_layer (JsonObject *result, guint model, const char *block, guint layer)
{
  JsonObject *blocks = json_object_get_object_member (
      json_array_get_object_element (json_object_get_array_member (result, "models"), model), "blocks");

  return json_array_get_object_element (json_object_get_array_member (blocks, block), layer);
}

/* Every number of both, down to the last array, within a relative tolerance. */
static void
assert_same (JsonNode *a, JsonNode *b, double tolerance)
{
  if (JSON_NODE_HOLDS_ARRAY (a))
    {
      JsonArray *left = json_node_get_array (a), *right = json_node_get_array (b);

      g_assert_cmpuint (json_array_get_length (left), ==, json_array_get_length (right));
      for (guint i = 0; i < json_array_get_length (left); i++)
        assert_same (json_array_get_element (left, i), json_array_get_element (right, i), tolerance);
    }
  else if (JSON_NODE_HOLDS_OBJECT (a))
    {
      g_autoptr (GList) names = json_object_get_members (json_node_get_object (a));

      g_assert_cmpuint (json_object_get_size (json_node_get_object (a)), ==, json_object_get_size (json_node_get_object (b)));
      for (GList *i = names; i != NULL; i = i->next)
        assert_same (json_object_get_member (json_node_get_object (a), i->data), json_object_get_member (json_node_get_object (b), i->data),
                     tolerance);
    }
  else if (json_node_get_value_type (a) == G_TYPE_STRING)
    g_assert_cmpstr (json_node_get_string (a), ==, json_node_get_string (b));
  else
    g_assert_cmpfloat (fabs (json_node_get_double (a) - json_node_get_double (b)), <=, tolerance * fabs (json_node_get_double (a)));
}

/* (transfer full): what is printed of the whole list, of both models. */
static CliResult *
measure_list (const Fixture *fixture)
{
  return cli_call ("divergence", "-m", fixture->meter, "-m", fixture->bridgetower, "--pairs", fixture->list, "--json", NULL);
}

static void
measure_shard (const Fixture *fixture, guint index, guint count)
{
  g_autofree char *shard = g_strdup_printf ("%u/%u", index, count);
  g_autofree char *name = g_strdup_printf ("part-%u.json", index);
  g_autofree char *path = path_of (fixture, name);
  g_autoptr (CliResult) result = cli_call ("divergence", "-m", fixture->meter, "-m", fixture->bridgetower, "--pairs", fixture->list,
                                           "--shard", shard, "-o", path, NULL);

  cli_result_assert_done (result);
}

static void
test_shards_merged_are_one_run (Fixture *fixture, gconstpointer data)
{
  g_autofree char *first = path_of (fixture, "part-1.json"), *second = path_of (fixture, "part-2.json");
  g_autofree char *third = path_of (fixture, "part-3.json"), *all = path_of (fixture, "all.json");
  g_autoptr (CliResult) whole = measure_list (fixture);
  g_autoptr (CliResult) merged = NULL, drawn = NULL;

  for (guint i = 1; i <= 3; i++)
    measure_shard (fixture, i, 3);
  merged = cli_call ("merge", third, first, second, "-o", all, NULL);
  cli_result_assert_done (merged);
  drawn = cli_call ("divergence", "--merged", all, "--json", NULL);
  cli_result_get_json (whole);
  cli_result_get_json (drawn);
  assert_same (whole->json, drawn->json, SUM_TOLERANCE);
}

/* The mean over two pairs lies in the middle of both, and the deviation of two numbers is their difference by the root of two. */
static void
test_mean_is_of_what_single_inputs_give (Fixture *fixture, gconstpointer data)
{
  g_autofree char *list = path_of (fixture, "two.jsonl"), *image = cli_data_path ("samples/scene-02.png");
  g_autofree char *lines = g_strdup_printf ("{\"image\": \"%s\", \"text\": \"a red star\"}\n{\"image\": \"%s\", \"text\": \"two\"}\n",
                                            image, image);
  g_autoptr (CliResult) one = cli_call ("divergence", "-i", image, "-t", "a red star", "--json", NULL);
  g_autoptr (CliResult) other = cli_call ("divergence", "-i", image, "-t", "two", "--json", NULL);
  g_autoptr (CliResult) both = NULL;

  g_assert_true (g_file_set_contents (list, lines, -1, NULL));
  both = cli_call ("divergence", "--pairs", list, "--json", NULL);
  for (guint layer = 0; layer < 4; layer++)
    {
      JsonObject *mean = get_layer (cli_result_get_json (both), 0, "cross_text_cross", layer);
      double a = json_object_get_double_member (get_layer (cli_result_get_json (one), 0, "cross_text_cross", layer), "mean");
      double b = json_object_get_double_member (get_layer (cli_result_get_json (other), 0, "cross_text_cross", layer), "mean");

      g_assert_cmpfloat (fabs (a - b), >, 0.0);
      g_assert_cmpfloat_with_epsilon (json_object_get_double_member (mean, "mean"), (a + b) / 2.0, MEAN_TOLERANCE * (a + b));
      g_assert_cmpfloat_with_epsilon (json_object_get_double_member (mean, "mean_deviation"), fabs (a - b) / G_SQRT2,
                                      MEAN_TOLERANCE * (a + b));
    }
}

static guint
count (const char *text, const char *part)
{
  guint n = 0;

  for (const char *c = strstr (text, part); c != NULL; c = strstr (c + 1, part))
    n++;
  return n;
}

static void
test_two_models_over_the_samples_are_eight_panels (Fixture *fixture, gconstpointer data)
{
  static const char *const panels[N_PANELS] = {
    ">(a) METER, visual self-attention<",        ">(b) BridgeTower, visual self-attention<",   ">(c) METER, textual self-attention<",
    ">(d) BridgeTower, textual self-attention<", ">(e) METER, visual cross-attention<",        ">(f) BridgeTower, visual cross-attention<",
    ">(g) METER, textual cross-attention<",      ">(h) BridgeTower, textual cross-attention<",
  };
  g_autofree char *svg_path = path_of (fixture, "figure.svg"), *pdf_path = path_of (fixture, "figure.pdf");
  g_autofree char *svg = NULL, *pdf = NULL, *part = g_strconcat (svg_path, ".part.json", NULL);
  g_autoptr (CliResult)
      drawn = cli_call ("divergence", "-m", fixture->meter, "-m", fixture->bridgetower, "--pairs", fixture->list, "-o", svg_path, NULL);
  g_autoptr (CliResult)
      printed = cli_call ("divergence", "-m", fixture->meter, "-m", fixture->bridgetower, "--pairs", fixture->list, "-o", pdf_path, NULL);

  cli_result_assert_done (drawn);
  cli_result_assert_done (printed);
  g_assert_true (g_file_get_contents (svg_path, &svg, NULL, NULL));
  g_assert_true (g_file_get_contents (pdf_path, &pdf, NULL, NULL));
  for (guint i = 0; i < N_PANELS; i++)
    g_assert_nonnull (strstr (svg, panels[i]));
  g_assert_cmpuint (count (svg, ">KL divergence (nats)<"), ==, N_PANELS / N_MODELS);
  g_assert_nonnull (strstr (svg, "12 pairs of list.jsonl"));
  g_assert_true (g_str_has_prefix (pdf, "%PDF"));
  g_assert_false (g_file_test (part, G_FILE_TEST_EXISTS));
}

/* The line of a table that says this of a head, or of the mean if @head is "". */
static double
find_in_table (char **lines, const char *model, const char *block, guint layer, const char *head)
{
  g_autofree char *start = g_strdup_printf ("%s,%s,%u,%s,", model, block, layer, head);

  for (; *lines != NULL; lines++)
    if (g_str_has_prefix (*lines, start))
      return g_ascii_strtod (*lines + strlen (start), NULL);
  g_error ("the table has no line that begins with “%s”", start);
}

static void
test_table_of_the_figure_is_what_is_printed (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = path_of (fixture, "figure.csv"), *content = NULL;
  g_autoptr (CliResult)
      drawn = cli_call ("divergence", "-m", fixture->meter, "-m", fixture->bridgetower, "--pairs", fixture->list, "-o", path, NULL);
  g_autoptr (CliResult) printed = measure_list (fixture);
  g_auto (GStrv) lines = NULL;

  cli_result_assert_done (drawn);
  g_assert_true (g_file_get_contents (path, &content, NULL, NULL));
  lines = g_strsplit (content, "\r\n", -1);
  for (guint layer = 0; layer < 4; layer++)
    {
      JsonObject *numbers = get_layer (cli_result_get_json (printed), 1, "cross_image_cross", layer);
      JsonArray *heads = json_object_get_array_member (numbers, "heads");

      g_assert_cmpfloat (find_in_table (lines, "BridgeTower", "cross_image_cross", layer + 1, ""), ==,
                         json_object_get_double_member (numbers, "mean"));
      g_assert_cmpfloat (find_in_table (lines, "BridgeTower", "cross_image_cross", layer + 1, "3"), ==,
                         json_array_get_double_element (heads, 2));
    }
}

static void
test_pairs_that_fail_are_left_out_and_counted (Fixture *fixture, gconstpointer data)
{
  g_autofree char *list = path_of (fixture, "broken.jsonl"), *image = cli_data_path ("samples/scene-02.png");
  g_autofree char *lines = g_strdup_printf ("{\"image\": \"none.png\", \"text\": \"a\"}\n{\"image\": \"%s\", \"text\": \"two\"}\nno pair\n",
                                            image);
  g_autoptr (CliResult) single = cli_call ("divergence", "-i", image, "-t", "two", "--json", NULL);
  g_autoptr (CliResult) result = NULL;
  g_autoptr (JsonNode) printed = NULL;
  JsonObject *object;

  g_assert_true (g_file_set_contents (list, lines, -1, NULL));
  result = cli_call ("divergence", "--pairs", list, "--json", NULL);
  cli_result_assert_done (result);
  g_assert_nonnull (strstr (result->err, "none.png"));
  printed = json_from_string (result->out, NULL);
  object = json_node_get_object (printed);
  g_assert_cmpint (json_object_get_int_member (object, "pairs"), ==, 3);
  g_assert_cmpint (json_object_get_int_member (object, "failed"), ==, 2);
  g_assert_cmpfloat (json_object_get_double_member (get_layer (object, 0, "vision", 2), "mean"), ==,
                     json_object_get_double_member (get_layer (cli_result_get_json (single), 0, "vision", 2), "mean"));
}

/* One image more than once, one that is absent and one that is none in the middle, and a line that is no pair. */
static void
write_mixed_list (const Fixture *fixture, const char *path)
{
  g_autofree char *samples = cli_data_path ("samples"), *broken = path_of (fixture, "broken.png");
  g_autoptr (GString) lines = g_string_new (NULL);

  for (guint i = 1; i <= 4; i++)
    {
      g_string_append_printf (lines, "{\"image\": \"%s/scene-%02u.png\", \"text\": \"a red star\"}\n", samples, i);
      if (i == 2)
        g_string_append (lines, "{\"image\": \"none.png\", \"text\": \"a\"}\n{\"image\": \"broken.png\", \"text\": \"a\"}\nno pair\n");
      g_string_append_printf (lines, "{\"image\": \"%s/scene-%02u.png\", \"text\": \"two\"}\n", samples, i);
    }
  g_assert_true (g_file_set_contents (broken, "no image", -1, NULL));
  g_assert_true (g_file_set_contents (path, lines->str, -1, NULL));
}

/* (transfer full); @err: (out): what is said of the lines that failed, behind what is said of the time that is left */
static JsonNode *
measure_in_batches (const char *list, const char *batch, char **err)
{
  g_autoptr (CliResult) result = cli_call ("divergence", "--pairs", list, "--batch", batch, "--json", NULL);

  cli_result_assert_done (result);
  *err = g_strdup (strstr (result->err, "3 of 11 pairs failed"));
  g_assert_nonnull (*err);
  return json_from_string (result->out, NULL);
}

static void
test_images_at_a_time_do_not_change_the_result (Fixture *fixture, gconstpointer data)
{
  static const char *const sizes[] = { "3", "64" };
  g_autofree char *list = path_of (fixture, "mixed.jsonl"), *said = NULL;
  g_autoptr (JsonNode) alone = NULL;

  write_mixed_list (fixture, list);
  alone = measure_in_batches (list, "1", &said);
  g_assert_cmpint (json_object_get_int_member (json_node_get_object (alone), "failed"), ==, 3);
  g_assert_nonnull (strstr (said, "line 4: "));
  g_assert_nonnull (strstr (said, "none.png"));
  g_assert_nonnull (strstr (said, "line 5: "));
  g_assert_nonnull (strstr (said, "broken.png"));
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autofree char *said_too = NULL;
      g_autoptr (JsonNode) together = measure_in_batches (list, sizes[i], &said_too);

      assert_same (together, alone, 1e-4);
      g_assert_cmpstr (said_too, ==, said);
    }
}

static void
assert_refused (int code, const char *part, const CliResult *result)
{
  g_assert_cmpint (result->code, ==, code);
  g_assert_cmpstr (result->out, ==, "");
  if (strstr (result->err, part) == NULL)
    g_error ("“%s” does not say “%s”", result->err, part);
}

static void
test_calls_that_ask_for_two_things_are_refused (Fixture *fixture, gconstpointer data)
{
  g_autoptr (CliResult) both = cli_call ("divergence", "--pairs", fixture->list, "-t", "a", NULL);
  g_autoptr (CliResult) merged = cli_call ("divergence", "--merged", "all.json", "--measure", "entropy", NULL);
  g_autoptr (CliResult) batch = cli_call ("divergence", "-i", "a.png", "-t", "a", "--batch", "2", NULL);
  g_autoptr (CliResult) merged_batch = cli_call ("divergence", "--merged", "all.json", "--batch", "2", NULL);
  g_autoptr (CliResult) shard = cli_call ("divergence", "-i", "a.png", "-t", "a", "--shard", "1/2", "-o", "x.json", NULL);
  g_autoptr (CliResult) two = cli_call ("divergence", "-m", "a", "-m", "b", "--without-bridges", "last", "--pairs", fixture->list, NULL);
  g_autoptr (CliResult) none = cli_call ("divergence", "--without-bridges", "none", "--pairs", fixture->list, NULL);
  g_autoptr (CliResult) bare = cli_call ("divergence", "-m", fixture->meter, "--without-bridges", "last", "--pairs", fixture->list, NULL);
  g_autoptr (CliResult) three = cli_call ("divergence", "-m", "a", "-m", "b", "-m", "c", "--pairs", fixture->list, NULL);

  assert_refused (2, "--pairs LIST takes the place of", both);
  assert_refused (2, "--merged FILE", merged);
  assert_refused (2, "--shard", shard);
  assert_refused (2, "--batch needs --pairs", batch);
  assert_refused (2, "--merged FILE", merged_batch);
  assert_refused (2, "--model", three);
  assert_refused (2, "--without-bridges", two);
  assert_refused (2, "zero, mean or last", none);
  assert_refused (1, "meter-shapes", bare);
}

static double
get_mean (JsonObject *object, guint model, const char *block)
{
  return json_object_get_double_member (get_layer (object, model, block, 2), "mean");
}

/* The towers do not know of the bridges; what stands behind a bridge does. */
static void
test_model_without_bridges_keeps_its_towers (Fixture *fixture, gconstpointer data)
{
  g_autofree char *image = cli_data_path ("samples/scene-02.png");
  g_autoptr (CliResult) result = cli_call ("divergence", "--without-bridges", "last", "-i", image, "-t", "two", "--json", NULL);
  JsonObject *object = cli_result_get_json (result);

  g_assert_cmpstr (json_object_get_string_member (cli_json_get_element (object, "models", 1), "name"), ==,
                   "bridgetower-shapes without bridges (last)");
  g_assert_cmpfloat (get_mean (object, 0, "vision"), ==, get_mean (object, 1, "vision"));
  g_assert_cmpfloat (get_mean (object, 0, "text"), ==, get_mean (object, 1, "text"));
  g_assert_cmpfloat (fabs (get_mean (object, 0, "cross_text_cross") - get_mean (object, 1, "cross_text_cross")), >, 0.01);
}

/* A file of results whose settings, which say where each number stands, are no such thing. */
static void
test_results_that_do_not_fit_are_refused (Fixture *fixture, gconstpointer data)
{
  static const char *const changes[][2] = {
    { "cross_text_self 4x8", "cross_text_self 4x9" },
    { "cross_text_self 4x8", "cross_text_self 4" },
    { "cross_text_self 4x8", "cross_text_self 99999999x8" },
    { "cross_text_self 4x8", "text 4x8" },
    { "measure divergence", "measure nothing" },
    { "\"heads\"", "\"accuracy-match\"" },
  };
  g_autofree char *part = path_of (fixture, "part-1.json"), *bad = path_of (fixture, "bad.json"), *content = NULL;

  measure_shard (fixture, 1, 6);
  g_assert_true (g_file_get_contents (part, &content, NULL, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_auto (GStrv) pieces = g_strsplit (content, changes[i][0], 2);
      g_autofree char *changed = g_strjoinv (changes[i][1], pieces);
      g_autoptr (CliResult) result = NULL;

      g_assert_cmpuint (g_strv_length (pieces), ==, 2);
      g_assert_true (g_file_set_contents (bad, changed, -1, NULL));
      result = cli_call ("divergence", "--merged", bad, NULL);
      assert_refused (1, "bad.json", result);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add ("/cli-divergence/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("shards-merged-are-one-run", test_shards_merged_are_one_run);
  ADD ("mean-is-of-what-single-inputs-give", test_mean_is_of_what_single_inputs_give);
  ADD ("two-models-over-the-samples-are-eight-panels", test_two_models_over_the_samples_are_eight_panels);
  ADD ("table-of-the-figure-is-what-is-printed", test_table_of_the_figure_is_what_is_printed);
  ADD ("pairs-that-fail-are-left-out-and-counted", test_pairs_that_fail_are_left_out_and_counted);
  ADD ("images-at-a-time-do-not-change-the-result", test_images_at_a_time_do_not_change_the_result);
  ADD ("calls-that-ask-for-two-things-are-refused", test_calls_that_ask_for_two_things_are_refused);
  ADD ("model-without-bridges-keeps-its-towers", test_model_without_bridges_keeps_its_towers);
  ADD ("results-that-do-not-fit-are-refused", test_results_that_do_not_fit_are_refused);
#undef ADD
  return g_test_run ();
}
