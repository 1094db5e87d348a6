/* The subcommand compare: the numbers of two models, those of other subcommands about each, and what is said when it cannot be. */
#include <glib/gstdio.h>
#include <string.h>

#include "tests/cli-call.h"
#include "tests/cli-models.h"
#include "tests/temporary-folder.h"

#define CAPTION "a blue cross right of a blue heart"
#define MASKED "a blue <mask> right of a blue heart"

#define SAME 1e-6 /* of what two calls compute, whose products may be split among threads in other ways */

typedef struct
{
  char *folder;
  char *image;
  char *meter;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = temporary_folder_new ((TemporaryFile[]){ { NULL, NULL } });
  fixture->image = cli_data_path ("samples/scene-01.png");
  fixture->meter = cli_data_path ("models/meter-shapes");
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  temporary_folder_free (fixture->folder);
  g_free (fixture->image);
  g_free (fixture->meter);
}

static JsonObject *
map_of (JsonObject *json, guint model)
{
  return cli_json_get_element (cli_json_get_object (json, "map"), "models", model);
}

static JsonArray *
numbers_of (JsonObject *object, const char *name)
{
  JsonArray *numbers = json_object_get_array_member (object, name);

  g_assert_nonnull (numbers);
  return numbers;
}

static void
test_difference_is_that_of_the_weights (Fixture *fixture, gconstpointer layer)
{
  g_autoptr (CliResult) result = cli_call ("compare", "--json", "--image", fixture->image, "--text", CAPTION, "--beside", fixture->meter,
                                           "--layer", layer, "--head", "1", "--query", "2", NULL);
  JsonObject *json = cli_result_get_json (result);
  JsonArray *first = numbers_of (map_of (json, 0), "weights"), *second = numbers_of (map_of (json, 1), "weights");
  JsonArray *difference = numbers_of (cli_json_get_object (json, "map"), "difference");

  g_assert_cmpuint (json_array_get_length (difference), >, 1);
  g_assert_cmpuint (json_array_get_length (first), ==, json_array_get_length (difference));
  for (guint i = 0; i < json_array_get_length (difference); i++)
    g_assert_cmpfloat_with_epsilon (json_array_get_double_element (difference, i),
                                    json_array_get_double_element (second, i) - json_array_get_double_element (first, i), 1e-15);
  g_assert_cmpuint (json_array_get_length (numbers_of (json, "notes")), ==, 0);
}

/* Each model's weights, as "attention" writes them: the last column of a table that has a head, and a row a key. */
static void
assert_weights (Fixture *fixture, const char *model, JsonArray *weights)
{
  g_autofree char *path = g_build_filename (fixture->folder, "map.csv", NULL);
  g_autoptr (CliResult) result = cli_call ("attention", "--model", model, "--image", fixture->image, "--text", CAPTION, "--layer",
                                           "cross_text_cross.2", "--head", "1", "--query", "heart", "-o", path, NULL);
  g_autofree char *csv = NULL;
  g_auto (GStrv) lines = NULL;
  guint n_rows = 0;

  cli_result_assert_done (result);
  g_assert_true (g_file_get_contents (path, &csv, NULL, NULL));
  lines = g_strsplit (csv, "\n", -1);
  for (char **line = lines; *line != NULL; line++)
    {
      const char *comma = strrchr (*line, ',');

      if (!g_ascii_isdigit (**line) || comma == NULL)
        continue;
      g_assert_cmpfloat_with_epsilon (json_array_get_double_element (weights, n_rows), g_ascii_strtod (comma + 1, NULL), SAME);
      n_rows++;
    }
  g_assert_cmpuint (n_rows, ==, json_array_get_length (weights));
}

static void
test_weights_are_those_of_attention (Fixture *fixture, gconstpointer data)
{
  g_autofree char *demo = cli_data_path ("models/bridgetower-shapes");
  g_autoptr (CliResult) result = cli_call ("compare", "--json", "--image", fixture->image, "--text", CAPTION, "--beside", fixture->meter,
                                           "--layer", "cross_text_cross.2", "--head", "1", "--query", "heart", NULL);
  JsonObject *json = cli_result_get_json (result);

  assert_weights (fixture, demo, numbers_of (map_of (json, 0), "weights"));
  assert_weights (fixture, fixture->meter, numbers_of (map_of (json, 1), "weights"));
}

static void
assert_block (JsonObject *divergence, JsonObject *baseline, const char *block)
{
  JsonArray *layers = numbers_of (divergence, block), *expected = numbers_of (cli_json_get_object (baseline, "divergence"), block);

  g_assert_cmpuint (json_array_get_length (layers), ==, json_array_get_length (expected));
  for (guint i = 0; i < json_array_get_length (layers); i++)
    {
      JsonObject *layer = json_array_get_object_element (layers, i), *other = json_array_get_object_element (expected, i);

      g_assert_cmpfloat_with_epsilon (cli_json_get_number (layer, "first"), cli_json_get_number (other, "intact"), SAME);
      g_assert_cmpfloat_with_epsilon (cli_json_get_number (layer, "second"), cli_json_get_number (other, "changed"), SAME);
    }
}

/* All bridges at once, as "bridges" takes them out. */
static void
test_without_bridges_is_the_baseline_of_bridges (Fixture *fixture, gconstpointer stand_in)
{
  static const char *const blocks[] = { "cross_text_self", "cross_text_cross", "cross_image_self", "cross_image_cross" };
  g_autoptr (CliResult)
      result = cli_call ("compare", "--json", "--image", fixture->image, "--text", CAPTION, "--without-bridges", stand_in, NULL);
  g_autoptr (CliResult) bridges = cli_call ("bridges", "--json", "--image", fixture->image, "--text", CAPTION, "--ablate", stand_in, NULL);
  JsonObject *baseline = cli_json_get_object (cli_json_get_object (cli_result_get_json (bridges), "baseline"), stand_in);

  for (guint i = 0; i < G_N_ELEMENTS (blocks); i++)
    assert_block (cli_json_get_object (cli_result_get_json (result), "divergence"), baseline, blocks[i]);
}

static void
assert_readout (Fixture *fixture, const char *model, JsonObject *compared)
{
  g_autoptr (CliResult)
      result = cli_call ("readout", "--json", "--model", model, "--image", fixture->image, "--text", MASKED, "--task", "fill", NULL);
  JsonObject *answer = cli_json_get_element (cli_json_get_element (compared, "readouts", 0), "answers", 0);
  JsonObject *expected = cli_json_get_element (cli_json_get_element (cli_result_get_json (result), "readouts", 0), "answers", 0);
  JsonArray *probabilities = numbers_of (answer, "probabilities"), *others = numbers_of (expected, "probabilities");

  g_assert_cmpstr (json_object_get_string_member (answer, "answer"), ==, json_object_get_string_member (expected, "answer"));
  g_assert_cmpuint (json_array_get_length (probabilities), ==, json_array_get_length (others));
  for (guint i = 0; i < json_array_get_length (others); i++)
    g_assert_cmpfloat_with_epsilon (json_array_get_double_element (probabilities, i), json_array_get_double_element (others, i), SAME);
}

static void
test_answers_are_those_of_readout (Fixture *fixture, gconstpointer data)
{
  g_autofree char *demo = cli_data_path ("models/bridgetower-shapes");
  g_autoptr (CliResult) result = cli_call ("compare", "--json", "--image", fixture->image, "--text", MASKED, "--beside", fixture->meter,
                                           "--task", "fill", NULL);
  JsonObject *answers = cli_json_get_object (cli_result_get_json (result), "answers");

  g_assert_cmpstr (json_object_get_string_member (answers, "task"), ==, "fill");
  assert_readout (fixture, demo, cli_json_get_element (answers, "models", 0));
  assert_readout (fixture, fixture->meter, cli_json_get_element (answers, "models", 1));
}

/* A model of other layers, other heads, another image size and no answers to questions. */
static char *
write_other_model (Fixture *fixture)
{
  char *path = g_build_filename (fixture->folder, "other", NULL);
  JsonObject *config = cli_model_config ();

  g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
  cli_model_write (config, path);
  json_object_unref (config);
  return path;
}

static void
test_what_the_second_model_lacks_is_said (Fixture *fixture, gconstpointer data)
{
  g_autofree char *other = write_other_model (fixture);
  g_autoptr (CliResult) result = cli_call ("compare", "--json", "--image", fixture->image, "--text", "how many hearts are there?",
                                           "--beside", other, "--layer", "cross_text_cross.3", "--head", "2", "--task", "ask", NULL);
  JsonObject *json = cli_result_get_json (result);

  g_assert_cmpuint (json_array_get_length (numbers_of (json, "notes")), >, 0);
  g_assert_false (json_object_has_member (map_of (json, 0), "head"));
  g_assert_cmpfloat (cli_json_get_number (map_of (json, 1), "layer"), ==, 2.0);
}

static void
test_task_that_one_model_lacks_is_said (Fixture *fixture, gconstpointer data)
{
  g_autofree char *other = write_other_model (fixture);
  g_autoptr (CliResult) json_result = cli_call ("compare", "--json", "--image", fixture->image, "--text", CAPTION, "--beside", other,
                                                "--task", "entail", NULL);
  JsonObject *answers = cli_json_get_object (cli_result_get_json (json_result), "answers");
  g_autoptr (CliResult)
      table = cli_call ("compare", "--image", fixture->image, "--text", CAPTION, "--beside", other, "--task", "entail", NULL);

  g_assert_true (json_object_get_null_member (cli_json_get_element (answers, "models", 0), "readouts"));
  g_assert_nonnull (json_object_get_array_member (cli_json_get_element (answers, "models", 1), "readouts"));
  cli_result_assert_done (table);
  g_assert_nonnull (strstr (table->out, "bridgetower-shapes has no head for entail"));
}

static void
assert_table_has (const char *csv, const char *quantity)
{
  g_autofree char *cell = g_strdup_printf (",%s,", quantity);

  g_assert_nonnull (strstr (csv, cell));
}

static void
test_every_kind_of_figure_is_written (Fixture *fixture, gconstpointer data)
{
  static const char *const endings[] = { "png", "svg", "pdf", "csv", "json" };
  g_autofree char *csv = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_autofree char *path = g_strdup_printf ("%s/figure.%s", fixture->folder, endings[i]);
      g_autofree char *width = g_strdup (i % 2 == 0 ? "85" : "170");
      g_autoptr (CliResult)
          result = cli_call ("compare", "--image", fixture->image, "--text", CAPTION, "--without-bridges", "mean", "--layer",
                             i % 3 == 0 ? "cross_text_cross.1" : "cross_image_cross.1", "--width", width, "-o", path, NULL);

      cli_result_assert_done (result);
      g_assert_true (g_file_test (path, G_FILE_TEST_IS_REGULAR));
      if (g_str_equal (endings[i], "csv"))
        g_assert_true (g_file_get_contents (path, &csv, NULL, NULL));
    }
  assert_table_has (csv, "weight");
  assert_table_has (csv, "difference");
  assert_table_has (csv, "divergence");
  assert_table_has (csv, "probability");
}

static void
assert_refused (const CliResult *result, int code, const char *part)
{
  g_assert_cmpint (result->code, ==, code);
  g_assert_cmpstr (result->out, ==, "");
  g_assert_nonnull (strstr (result->err, part));
}

static void
test_errors_say_what_to_do (Fixture *fixture, gconstpointer data)
{
  const char *image = fixture->image;
  g_autofree char *absent = g_build_filename (fixture->folder, "absent", NULL);
  g_autoptr (CliResult) none = cli_call ("compare", "-i", image, "-t", CAPTION, NULL);
  g_autoptr (CliResult)
      two = cli_call ("compare", "-i", image, "-t", CAPTION, "--beside", fixture->meter, "--without-bridges", "last", NULL);
  g_autoptr (CliResult) what = cli_call ("compare", "-i", image, "-t", CAPTION, "--without-bridges", "first", NULL);
  g_autoptr (CliResult) layer = cli_call ("compare", "-i", image, "-t", CAPTION, "--without-bridges", "last", "--layer", "cross", NULL);
  g_autoptr (CliResult) head = cli_call ("compare", "-i", image, "-t", CAPTION, "--without-bridges", "last", "--head", "x", NULL);
  g_autoptr (CliResult) word = cli_call ("compare", "-i", image, "-t", CAPTION, "--without-bridges", "last", "--query", "moon", NULL);
  g_autoptr (CliResult) missing = cli_call ("compare", "-i", image, "-t", CAPTION, "--beside", absent, NULL);
  g_autoptr (CliResult) meter = cli_call ("compare", "-m", fixture->meter, "-i", image, "-t", CAPTION, "--without-bridges", "last", NULL);

  assert_refused (none, 2, "--without-bridges");
  assert_refused (two, 2, "--beside");
  assert_refused (what, 2, "zero, mean or last");
  assert_refused (layer, 1, "cross_text_cross.0");
  assert_refused (head, 1, "“mean”");
  assert_refused (word, 1, "moon");
  assert_refused (missing, 1, absent);
  assert_refused (meter, 1, "--beside PATH");
}

#define TEST(path, data, function) g_test_add ("/cli-compare/" path, Fixture, data, set_up, function, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  TEST ("difference-of-patches-is-that-of-the-weights", "cross_text_cross.1", test_difference_is_that_of_the_weights);
  TEST ("difference-of-words-is-that-of-the-weights", "cross_image_cross.0", test_difference_is_that_of_the_weights);
  TEST ("difference-in-the-tower-is-that-of-the-weights", "vision.1", test_difference_is_that_of_the_weights);
  TEST ("weights-are-those-of-attention", NULL, test_weights_are_those_of_attention);
  TEST ("without-bridges-zero-is-the-baseline", "zero", test_without_bridges_is_the_baseline_of_bridges);
  TEST ("without-bridges-last-is-the-baseline", "last", test_without_bridges_is_the_baseline_of_bridges);
  TEST ("answers-are-those-of-readout", NULL, test_answers_are_those_of_readout);
  TEST ("what-the-second-model-lacks-is-said", NULL, test_what_the_second_model_lacks_is_said);
  TEST ("task-that-one-model-lacks-is-said", NULL, test_task_that_one_model_lacks_is_said);
  TEST ("every-kind-of-figure-is-written", NULL, test_every_kind_of_figure_is_written);
  TEST ("errors-say-what-to-do", NULL, test_errors_say_what_to_do);
  return g_test_run ();
}
