/* The subcommand bridges: over lists, beside another model, and as figures. */
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "tests/cli-call.h"
#include "tests/cli-models.h"
#include "tests/temporary-folder.h"

#define CAPTION "a blue cross right of a blue heart"
#define MASKED "a small blue heart right of a <mask> square"

#define SAME 1e-12  /* relative: sums in parts and in one go */
#define MEAN 1e-9   /* of numbers that two calls print */
#define CLOSE 1e-12 /* what two subcommands say of one run */
#define OF_FLOATS 1e-5
#define OF_DIGITS 1e-8 /* tables write float32 with as many digits as give that back */

/**
 * Fixture:
 * @list: three pairs, of which the third cannot be opened
 */
typedef struct
{
  char *folder;
  char *images[2];
  char *meter;
  char *list;
} Fixture;

static const char *const texts[] = { CAPTION, MASKED };

static char *
path_of (const Fixture *fixture, const char *name)
{
  return g_build_filename (fixture->folder, name, NULL);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *lines = NULL;

  fixture->folder = temporary_folder_new ((TemporaryFile[]){ { NULL, NULL } });
  fixture->images[0] = cli_data_path ("samples/scene-01.png");
  fixture->images[1] = cli_data_path ("samples/scene-02.png");
  fixture->meter = cli_data_path ("models/meter-shapes");
  fixture->list = path_of (fixture, "pairs.jsonl");
  lines = g_strdup_printf ("{\"image\": \"%s\", \"text\": \"%s\"}\n{\"image\": \"%s\", \"text\": \"%s\"}\n"
                           "{\"image\": \"absent.png\", \"text\": \"a star\"}\n",
                           fixture->images[0], texts[0], fixture->images[1], texts[1]);
  g_assert_true (g_file_set_contents (fixture->list, lines, -1, NULL));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  temporary_folder_free (fixture->folder);
  g_free (fixture->images[0]);
  g_free (fixture->images[1]);
  g_free (fixture->meter);
  g_free (fixture->list);
}

/* (transfer none): the JSON of a call that may have notes. */
static JsonObject *
read_json (CliResult *result)
{
  cli_result_assert_done (result);
  result->json = json_from_string (result->out, NULL);
  g_assert_nonnull (result->json);
  return json_node_get_object (result->json);
}

static gboolean
is_number (JsonNode *node)
{
  return JSON_NODE_HOLDS_VALUE (node)
         && (json_node_get_value_type (node) == G_TYPE_DOUBLE || json_node_get_value_type (node) == G_TYPE_INT64);
}

/* The same members and elements, and the same numbers but for @SAME. Returns how many numbers. */
static guint
assert_same (JsonNode *a, JsonNode *b)
{
  guint count = 0;

  g_assert_cmpint (json_node_get_node_type (a), ==, json_node_get_node_type (b));
  if (is_number (a))
    {
      double first = json_node_get_double (a), second = json_node_get_double (b);

      g_assert_cmpfloat (fabs (first - second), <=, SAME * fabs (first));
      return 1;
    }
  if (JSON_NODE_HOLDS_OBJECT (a))
    {
      JsonObject *object = json_node_get_object (a);
      g_autoptr (GList) names = json_object_get_members (object);

      g_assert_cmpuint (json_object_get_size (object), ==, json_object_get_size (json_node_get_object (b)));
      for (GList *name = names; name != NULL; name = name->next)
        count += assert_same (json_object_get_member (object, name->data), json_object_get_member (json_node_get_object (b), name->data));
    }
  else if (JSON_NODE_HOLDS_ARRAY (a))
    {
      JsonArray *array = json_node_get_array (a);

      g_assert_cmpuint (json_array_get_length (array), ==, json_array_get_length (json_node_get_array (b)));
      for (guint i = 0; i < json_array_get_length (array); i++)
        count += assert_same (json_array_get_element (array, i), json_array_get_element (json_node_get_array (b), i));
    }
  return count;
}

static void
test_shards_merge_to_the_whole (Fixture *fixture, gconstpointer data)
{
  g_autofree char *first = path_of (fixture, "1.json"), *second = path_of (fixture, "2.json"), *all = path_of (fixture, "all.json");
  CliResult *calls[] = {
    cli_call ("bridges", "--pairs", fixture->list, "--shard", "1/2", "-o", first, NULL),
    cli_call ("bridges", "--pairs", fixture->list, "--shard", "2/2", "--resume", "-o", second, NULL),
    cli_call ("merge", second, first, "-o", all, NULL),
  };
  g_autoptr (CliResult) merged = cli_call ("bridges", "--merged", all, "--json", NULL);
  g_autoptr (CliResult) whole = cli_call ("bridges", "--pairs", fixture->list, "--json", NULL);
  JsonObject *json = read_json (merged);

  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    {
      cli_result_assert_done (calls[i]);
      cli_result_free (calls[i]);
    }
  read_json (whole);
  g_assert_cmpuint (assert_same (merged->json, whole->json), >, 500);
  g_assert_cmpint (json_object_get_int_member (json, "pairs"), ==, 3);
  g_assert_cmpint (json_object_get_int_member (json, "failed"), ==, 1);
  g_assert_false (json_object_get_boolean_member (json, "partial"));
  g_assert_false (json_object_has_member (json, "missing"));
  g_assert_nonnull (strstr (whole->err, "1 of 3 pairs failed"));
}

static void
test_part_of_a_list_says_so (Fixture *fixture, gconstpointer data)
{
  g_autofree char *part = path_of (fixture, "1.json"), *path = path_of (fixture, "figure.svg"), *svg = NULL;
  g_autoptr (CliResult) shard = cli_call ("bridges", "--pairs", fixture->list, "--shard", "1/3", "-o", part, NULL);
  g_autoptr (CliResult) result = cli_call ("bridges", "--merged", part, "--json", "-o", path, NULL);
  JsonObject *json = read_json (result);

  cli_result_assert_done (shard);
  g_assert_true (json_object_get_boolean_member (json, "partial"));
  g_assert_cmpint (json_object_get_int_member (json, "missing"), ==, 2);
  g_assert_true (json_object_get_null_member (cli_json_get_object (cli_json_get_element (json, "bridges", 0), "interval"), "share"));
  g_assert_true (g_file_get_contents (path, &svg, NULL, NULL));
  g_assert_nonnull (strstr (svg, ">bridgetower-shapes, mean of 1 pair, partial<"));
}

/* Of two numbers: their mean, the deviation of the sample, and the interval by Student's t for one degree of freedom. */
static void
assert_mean (JsonObject *mean, JsonObject *const singles[2], const char *name)
{
  double a = cli_json_get_number (singles[0], name), b = cli_json_get_number (singles[1], name), deviation = fabs (a - b) / sqrt (2.0);

  g_assert_cmpfloat_with_epsilon (cli_json_get_number (mean, name), (a + b) / 2.0, MEAN);
  g_assert_cmpfloat_with_epsilon (cli_json_get_number (cli_json_get_object (mean, "deviation"), name), deviation, MEAN);
  g_assert_cmpfloat_with_epsilon (cli_json_get_number (cli_json_get_object (mean, "interval"), name),
                                  12.706204736432095 * deviation / sqrt (2.0), 1e-7);
}

/* Of what both pairs have; a mask is in the second one only. */
static void
assert_tasks (JsonObject *mean, JsonObject *const singles[2])
{
  static const char *const names[] = { "match", "ask" }, *const effects[] = { "logit_change", "probability_change", "kl", "flipped" };
  JsonObject *fill = cli_json_get_object (mean, "fill");

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      JsonObject *both[] = { cli_json_get_object (singles[0], names[i]), cli_json_get_object (singles[1], names[i]) };

      for (guint k = 0; k < G_N_ELEMENTS (effects); k++)
        assert_mean (cli_json_get_object (mean, names[i]), both, effects[k]);
      g_assert_cmpint (json_object_get_int_member (cli_json_get_object (mean, names[i]), "pairs"), ==, 2);
    }
  g_assert_false (json_object_has_member (singles[0], "fill"));
  g_assert_cmpfloat_with_epsilon (cli_json_get_number (fill, "kl"), cli_json_get_number (cli_json_get_object (singles[1], "fill"), "kl"),
                                  MEAN);
  g_assert_cmpint (json_object_get_int_member (fill, "pairs"), ==, 1);
  g_assert_true (json_object_get_null_member (cli_json_get_object (fill, "interval"), "kl"));
}

static void
test_list_is_the_mean_of_its_pairs (Fixture *fixture, gconstpointer data)
{
  static const char *const stand_ins[] = { "zero", "mean", "last" };
  g_autoptr (CliResult) list = cli_call ("bridges", "--pairs", fixture->list, "--json", NULL);
  g_autoptr (CliResult) first = cli_call ("bridges", "-i", fixture->images[0], "-t", texts[0], "--json", NULL);
  g_autoptr (CliResult) second = cli_call ("bridges", "-i", fixture->images[1], "-t", texts[1], "--json", NULL);
  JsonObject *mean = read_json (list), *singles[] = { cli_result_get_json (first), cli_result_get_json (second) };

  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (mean, "bridges")), ==, 6);
  for (guint i = 0; i < 6; i++)
    {
      JsonObject *bridge = cli_json_get_element (mean, "bridges", i);
      JsonObject *both[] = { cli_json_get_element (singles[0], "bridges", i), cli_json_get_element (singles[1], "bridges", i) };

      assert_mean (bridge, both, "share");
      assert_mean (bridge, both, "cosine");
      for (guint k = 0; k < G_N_ELEMENTS (stand_ins); k++)
        {
          JsonObject *knock_out = cli_json_get_object (cli_json_get_object (bridge, "ablations"), stand_ins[k]);
          JsonObject *knock_outs[] = { cli_json_get_object (cli_json_get_object (both[0], "ablations"), stand_ins[k]),
                                       cli_json_get_object (cli_json_get_object (both[1], "ablations"), stand_ins[k]) };
          JsonObject *tasks[] = { cli_json_get_object (knock_outs[0], "tasks"), cli_json_get_object (knock_outs[1], "tasks") };

          assert_mean (knock_out, knock_outs, "match_logit_change");
          assert_mean (knock_out, knock_outs, "output_kl");
          assert_tasks (cli_json_get_object (knock_out, "tasks"), tasks);
        }
    }
  for (guint k = 0; k < G_N_ELEMENTS (stand_ins); k += 2)
    {
      JsonObject *baselines[] = { cli_json_get_object (cli_json_get_object (singles[0], "baseline"), stand_ins[k]),
                                  cli_json_get_object (cli_json_get_object (singles[1], "baseline"), stand_ins[k]) };
      JsonObject *tasks[] = { cli_json_get_object (baselines[0], "tasks"), cli_json_get_object (baselines[1], "tasks") };

      assert_tasks (cli_json_get_object (cli_json_get_object (cli_json_get_object (mean, "baseline"), stand_ins[k]), "tasks"), tasks);
    }
}

/* What --measure NAME says of METER, layer by layer. */
static void
assert_measure (const Fixture *fixture, JsonObject *beside, const char *measure, guint n_blocks)
{
  g_autoptr (CliResult)
      result = cli_call ("divergence", "-m", fixture->meter, "-i", fixture->images[0], "-t", CAPTION, "--measure", measure, "--json", NULL);
  JsonObject *blocks = cli_json_get_object (cli_json_get_element (cli_result_get_json (result), "models", 0), "blocks");
  JsonObject *measured = cli_json_get_object (beside, measure);
  g_autoptr (GList) names = json_object_get_members (measured);

  g_assert_cmpuint (g_list_length (names), ==, n_blocks);
  for (GList *name = names; name != NULL; name = name->next)
    {
      g_assert_cmpuint (json_array_get_length (json_object_get_array_member (measured, name->data)), ==, 4);
      for (guint layer = 0; layer < 4; layer++)
        g_assert_cmpfloat_with_epsilon (cli_json_get_number (cli_json_get_element (measured, name->data, layer), "changed"),
                                        cli_json_get_number (cli_json_get_element (blocks, name->data, layer), "mean"), CLOSE);
    }
}

/* The mean over heads and queries of the last layer's attention in a trace. */
static void
assert_looks (const TrestleSafetensors *trace, const char *name, const double *before, JsonObject *looks)
{
  const TrestleStoredTensor *tensor = trestle_safetensors_get (trace, name);
  JsonArray *weights = json_object_get_array_member (looks, "weights");
  gsize n_keys = tensor->shape[2], n_rows = tensor->shape[0] * tensor->shape[1], count;
  guint skipped = before != NULL ? 1 : 0;
  g_autofree float *values = cli_read_floats (trace, name, &count);

  g_assert_cmpuint (json_array_get_length (weights), ==, n_keys - skipped);
  for (gsize key = 0; key < n_keys; key++)
    {
      double sum = 0.0;

      for (gsize row = 0; row < n_rows; row++)
        sum += values[row * n_keys + key];
      g_assert_cmpfloat_with_epsilon (key < skipped ? *before : json_array_get_double_element (weights, key - skipped),
                                      sum / (double) n_rows, OF_FLOATS);
    }
}

static void
test_model_beside_is_as_other_subcommands_say (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = path_of (fixture, "trace.safetensors");
  g_autoptr (CliResult) result = cli_call ("bridges", "-i", fixture->images[0], "-t", CAPTION, "--ablate", "zero", "--beside",
                                           fixture->meter, "--json", NULL);
  g_autoptr (CliResult) match = cli_call ("match", "-m", fixture->meter, "-i", fixture->images[0], "-t", CAPTION, "--json", NULL);
  g_autoptr (CliResult) traced = cli_call ("trace", "-m", fixture->meter, "-i", fixture->images[0], "-t", CAPTION, "-o", path, NULL);
  JsonObject *baseline = cli_json_get_object (cli_result_get_json (result), "baseline"), *beside = cli_json_get_object (baseline, "beside");
  JsonObject *zero = cli_json_get_object (baseline, "zero"),
             *looks = cli_json_get_object (cli_json_get_object (beside, "looks"), "changed"), *answer;
  JsonArray *said = json_object_get_array_member (cli_json_get_object (cli_json_get_object (beside, "answers"), "match"), "changed");
  static const char *const members[] = { "answers", "divergence", "entropy", "distance", "class_share", "looks" };
  g_autoptr (TrestleSafetensors) trace = NULL;
  double class_token;

  g_assert_cmpuint (json_object_get_size (baseline), ==, 2);
  g_assert_cmpstr (json_object_get_string_member (beside, "name"), ==, "meter-shapes");
  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    g_assert_true (json_object_has_member (beside, members[i]) && json_object_has_member (zero, members[i]));
  assert_measure (fixture, beside, "divergence", 4);
  assert_measure (fixture, beside, "entropy", 4);
  assert_measure (fixture, beside, "distance", 1);
  assert_measure (fixture, beside, "class_share", 4);
  answer = json_array_get_object_element (json_array_get_array_element (said, 0), 0);
  g_assert_cmpstr (json_object_get_string_member (answer, "answer"), ==, "yes");
  g_assert_cmpfloat_with_epsilon (cli_json_get_number (answer, "probability"),
                                  cli_json_get_number (cli_json_get_element (cli_result_get_json (match), "results", 0), "probability"),
                                  CLOSE);
  cli_result_assert_done (traced);
  trace = trestle_safetensors_open (path, NULL);
  class_token = cli_json_get_number (cli_json_get_object (looks, "patches"), "class_token");
  assert_looks (trace, "attention.cross_text_cross.3", &class_token, cli_json_get_object (looks, "patches"));
  assert_looks (trace, "attention.cross_image_cross.3", NULL, cli_json_get_object (looks, "words"));
  /* The intact model is the same beside both. */
  assert_same (json_object_get_member (cli_json_get_object (beside, "looks"), "intact"),
               json_object_get_member (cli_json_get_object (zero, "looks"), "intact"));
}

/* (transfer full): rows of cells, the head being left out. */
static GPtrArray *
read_csv (const char *path)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  g_autofree char *content = NULL;
  g_auto (GStrv) lines = NULL;
  gboolean is_head = TRUE;

  g_assert_true (g_file_get_contents (path, &content, NULL, NULL));
  lines = g_strsplit (content, "\r\n", -1);
  for (char **line = lines; *line != NULL && **line != '\0'; line++)
    if (**line != '#')
      {
        if (!is_head)
          g_ptr_array_add (rows, g_strsplit (*line, ",", -1));
        is_head = FALSE;
      }
  return rows;
}

/* The weights in a file of the figure are those that --json prints. */
static void
test_comparison_is_drawn (Fixture *fixture, gconstpointer data)
{
  static const char *const titles[] = { ">intact<",     ">without bridges (zero)<", ">without bridges (last)<", ">meter-shapes<",
                                        ">match: yes<", ">(d) text → image<" };
  g_autofree char *path = path_of (fixture, "figure.svg"), *numbers = path_of (fixture, "figure.csv"), *svg = NULL;
  g_autoptr (CliResult) drawn = cli_call ("bridges", "-i", fixture->images[0], "-t", CAPTION, "--beside", fixture->meter, "--draw",
                                          "compare", "--width", "170", "-o", path, NULL);
  g_autoptr (CliResult) written = cli_call ("bridges", "-i", fixture->images[0], "-t", CAPTION, "--beside", fixture->meter, "--draw",
                                            "compare", "-o", numbers, "--json", NULL);
  JsonObject *baseline = cli_json_get_object (cli_result_get_json (written), "baseline");
  JsonObject *looks = cli_json_get_object (cli_json_get_object (cli_json_get_object (baseline, "beside"), "looks"), "changed");
  JsonArray *weights = json_object_get_array_member (cli_json_get_object (looks, "patches"), "weights");
  g_autoptr (GPtrArray) rows = NULL;
  guint n = 0;

  cli_result_assert_done (drawn);
  g_assert_true (g_file_get_contents (path, &svg, NULL, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (titles); i++)
    g_assert_nonnull (strstr (svg, titles[i]));
  rows = read_csv (numbers);
  for (guint i = 0; i < rows->len; i++)
    {
      char **row = g_ptr_array_index (rows, i);

      if (g_str_equal (row[0], "meter-shapes") && g_str_equal (row[2], "weight") && *row[7] != '\0')
        g_assert_cmpfloat (g_ascii_strtod (row[9], NULL), ==, json_array_get_double_element (weights, n++));
    }
  g_assert_cmpuint (n, ==, json_array_get_length (weights));
}

/* Arrows have the shares without --by, and what it names with it. */
static void
test_model_is_drawn_with_what_bridges_bring (Fixture *fixture, gconstpointer data)
{
  static const char *const by[] = { NULL, "logit", "kl" };
  g_autofree char *path = path_of (fixture, "model.csv"), *picture = path_of (fixture, "model.svg"), *svg = NULL;
  g_autoptr (CliResult) drawn = cli_call ("bridges", "--pairs", fixture->list, "--draw", "model", "-o", picture, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (by); i++)
    {
      g_autoptr (CliResult) result = cli_call ("bridges", "-i", fixture->images[0], "-t", CAPTION, "--draw", "model", "--ablate", "last",
                                               "-o", path, "--json", by[i] != NULL ? "--by" : NULL, by[i], NULL);
      JsonObject *json = cli_result_get_json (result);
      g_autoptr (GPtrArray) rows = read_csv (path);
      guint bridge = 0;

      for (guint k = 0; k < rows->len; k++)
        {
          char **row = g_ptr_array_index (rows, k);
          JsonObject *object, *last;
          double expected;

          if (*row[4] == '\0')
            continue;
          object = cli_json_get_element (json, "bridges", bridge++);
          last = cli_json_get_object (cli_json_get_object (object, "ablations"), "last");
          g_assert_cmpstr (row[0], ==, json_object_get_string_member (object, "side"));
          expected = i == 0 ? cli_json_get_number (object, "share")
                            : cli_json_get_number (last, i == 1 ? "match_logit_change" : "output_kl");
          /* The last cell; what the quantity is may have a comma. */
          g_assert_cmpfloat_with_epsilon (g_ascii_strtod (row[g_strv_length (row) - 1], NULL), expected, OF_DIGITS);
        }
      g_assert_cmpuint (bridge, ==, 6);
    }
  cli_result_assert_done (drawn);
  g_assert_true (g_file_get_contents (picture, &svg, NULL, NULL));
  g_assert_nonnull (strstr (svg, "Share of the tower at each bridge, mean of 2 pairs"));
}

/* The intervals of a figure's numbers are those of --json. */
static void
test_bars_of_a_list_have_intervals (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = path_of (fixture, "bars.csv"), *state = path_of (fixture, "bars.csv.part.json");
  g_autoptr (CliResult) result = cli_call ("bridges", "--pairs", fixture->list, "-o", path, "--json", NULL);
  JsonObject *bridge = cli_json_get_element (read_json (result), "bridges", 0);
  g_autoptr (GPtrArray) rows = read_csv (path);
  char **row = g_ptr_array_index (rows, 0);

  g_assert_cmpstr (row[3], ==, "share");
  g_assert_cmpfloat (g_ascii_strtod (row[6], NULL), ==, cli_json_get_number (bridge, "share"));
  g_assert_cmpfloat (g_ascii_strtod (row[7], NULL), ==, cli_json_get_number (cli_json_get_object (bridge, "interval"), "share"));
  g_assert_false (g_file_test (state, G_FILE_TEST_EXISTS));
}

/* Within 80 columns, with a line for every variant, and below every mean its interval. */
static void
test_tables_are_for_people (Fixture *fixture, gconstpointer data)
{
  g_autoptr (CliResult) one = cli_call ("bridges", "-i", fixture->images[0], "-t", MASKED, "--beside", fixture->meter, NULL);
  g_autoptr (CliResult) many = cli_call ("bridges", "--pairs", fixture->list, NULL);
  static const char *const said[] = { "\nintact ", "\nbridges zero ", "\nbridges last ", "\nmeter-shapes ", "purple" };
  const char *const outs[] = { one->out, many->out };

  cli_result_assert_done (one);
  cli_result_assert_done (many);
  for (guint i = 0; i < G_N_ELEMENTS (said); i++)
    g_assert_nonnull (strstr (one->out, said[i]));
  g_assert_nonnull (strstr (many->out, "Means of 2 pairs"));
  g_assert_nonnull (strstr (many->out, "±"));
  for (guint i = 0; i < G_N_ELEMENTS (outs); i++)
    {
      g_auto (GStrv) lines = g_strsplit (outs[i], "\n", -1);

      for (char **line = lines; *line != NULL; line++)
        g_assert_cmpint (g_utf8_strlen (*line, -1), <=, 80);
    }
}

/* A result that somebody else wrote, or that was changed on the way. */
static void
test_results_that_do_not_fit_are_refused (Fixture *fixture, gconstpointer data)
{
  static const char *const changes[][3] = {
    { "layers: 6 6 4 4", "layers: 6 6 9 9", "does not say of which bridges" },
    { "layers: 6 6 4 4", "layers: 6 6 4 3", "does not say of which bridges" },
    { "layers: 6 6 4 4", "layers: 6 6 4 -1", "does not say of which bridges" },
    { "zero mean last", "zero mean none", "does not say of which bridges" },
    { "\"kind\":\"bridges\"", "\"kind\":\"accuracy-match\"", "results of another kind, “accuracy-match”" },
  };
  g_autofree char *part = path_of (fixture, "1.json"), *changed = path_of (fixture, "changed.json"), *content = NULL;
  g_autoptr (CliResult) shard = cli_call ("bridges", "--pairs", fixture->list, "--shard", "1/3", "-o", part, NULL);

  cli_result_assert_done (shard);
  g_assert_true (g_file_get_contents (part, &content, NULL, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_autoptr (GString) other = g_string_new (content);
      g_autoptr (CliResult) result = NULL;

      g_assert_cmpuint (g_string_replace (other, changes[i][0], changes[i][1], 0), ==, 1);
      g_assert_true (g_file_set_contents (changed, other->str, -1, NULL));
      result = cli_call ("bridges", "--merged", changed, NULL);
      g_assert_cmpint (result->code, ==, 1);
      g_assert_cmpstr (result->out, ==, "");
      g_assert_nonnull (strstr (result->err, changed));
      g_assert_nonnull (strstr (result->err, changes[i][2]));
    }
}

/* A bridge that multiplies has no share: it is empty, in a list too, and arrows are as wide as what knocking out changes. The model beside
 * has another number of layers: what one of the two lacks is empty. */
static void
test_bridges_without_a_share_are_knocked_out (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = path_of (fixture, "gated"), *path = path_of (fixture, "model.svg"), *svg = NULL;
  JsonObject *config = cli_model_config (), *bridge, *layers;
  g_autoptr (CliResult) one = NULL, many = NULL;

  json_object_set_string_member (config, "link_tower_type", "multiply");
  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  cli_model_write (config, folder);
  json_object_unref (config);
  many = cli_call ("bridges", "-m", folder, "--pairs", fixture->list, "--draw", "model", "-o", path, "--json", NULL);
  bridge = cli_json_get_element (read_json (many), "bridges", 0);
  g_assert_true (json_object_get_null_member (bridge, "share"));
  g_assert_true (json_object_get_null_member (cli_json_get_object (bridge, "interval"), "share"));
  g_assert_cmpfloat (cli_json_get_number (cli_json_get_object (cli_json_get_object (bridge, "ablations"), "zero"), "output_kl"), >, 0.0);
  g_assert_true (g_file_get_contents (path, &svg, NULL, NULL));
  g_assert_nonnull (strstr (svg, "logit, bridges given nothing"));
  one = cli_call ("bridges", "-m", folder, "-i", fixture->images[0], "-t", CAPTION, "--beside", fixture->meter, "--json", NULL);
  layers = cli_json_get_object (cli_json_get_object (cli_json_get_object (cli_result_get_json (one), "baseline"), "beside"), "divergence");
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (layers, "cross_text_cross")), ==, 4);
  g_assert_cmpfloat (cli_json_get_number (cli_json_get_element (layers, "cross_text_cross", 2), "intact"), >, 0.0);
  g_assert_true (json_object_get_null_member (cli_json_get_element (layers, "cross_text_cross", 3), "intact"));
  g_assert_cmpfloat (cli_json_get_number (cli_json_get_element (layers, "cross_text_cross", 3), "changed"), >, 0.0);
}

/* The mean over the places of a map is what the table of bridges says of the whole bridge. */
static void
assert_means (JsonObject *map, JsonObject *all, guint side)
{
  JsonArray *bridges = json_object_get_array_member (map, "bridges");

  g_assert_cmpuint (json_array_get_length (bridges), ==, 3);
  for (guint i = 0; i < 3; i++)
    {
      JsonObject *bridge = json_array_get_object_element (bridges, i);
      JsonObject *expected = cli_json_get_element (all, "bridges", side * 3 + i);
      JsonArray *shares = json_object_get_array_member (bridge, "shares"), *cosines = json_object_get_array_member (bridge, "cosines");
      guint n = json_array_get_length (shares);
      double share = 0.0, cosine = 0.0;

      g_assert_cmpuint (json_array_get_length (cosines), ==, n);
      for (guint k = 0; k < n; k++)
        {
          share += json_array_get_double_element (shares, k) / n;
          cosine += json_array_get_double_element (cosines, k) / n;
        }
      g_assert_cmpfloat_with_epsilon (share, cli_json_get_number (expected, "share"), OF_FLOATS);
      g_assert_cmpfloat_with_epsilon (cosine, cli_json_get_number (expected, "cosine"), OF_FLOATS);
    }
}

static void
test_maps_have_the_shares_as_their_means (Fixture *fixture, gconstpointer data)
{
  static const char *const sides[] = { "text", "image" };
  g_autofree char *path = path_of (fixture, "map.svg"), *svg = NULL;
  g_autoptr (CliResult) all = cli_call ("bridges", "-i", fixture->images[0], "-t", CAPTION, "--json", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (sides); i++)
    {
      g_autoptr (CliResult) map = cli_call ("bridges", "-i", fixture->images[0], "-t", CAPTION, "--draw", "map", "--side", sides[i], "-o",
                                            path, "--json", NULL);
      JsonObject *json = cli_result_get_json (map);

      g_assert_cmpstr (json_object_get_string_member (json, "side"), ==, sides[i]);
      g_assert_cmpint (json_object_has_member (json, "words"), ==, i == 0);
      assert_means (json, i == 0 ? cli_result_get_json (all) : json_node_get_object (all->json), i);
    }
  g_assert_true (g_file_get_contents (path, &svg, NULL, NULL));
  g_assert_nonnull (strstr (svg, "share of the tower"));
  g_assert_nonnull (strstr (svg, "bridge 3"));
}

static void
test_map_needs_bridges_that_split (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = path_of (fixture, "multiplying"), *path = path_of (fixture, "map.csv");
  JsonObject *config = cli_model_config ();
  g_autoptr (CliResult) result = NULL;

  json_object_set_string_member (config, "link_tower_type", "multiply");
  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  cli_model_write (config, folder);
  json_object_unref (config);
  result = cli_call ("bridges", "-m", folder, "-i", fixture->images[0], "-t", CAPTION, "--draw", "map", "-o", path, NULL);
  g_assert_cmpint (result->code, ==, 1);
  g_assert_nonnull (strstr (result->err, "“multiplying” do not split"));
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

/* A call that cannot succeed: IMAGE, METER and LIST stand for what they name; a name behind "./" is in the fixture's folder. */
typedef struct
{
  const char *name;
  const char *arguments[12];
  int code;
  const char *said;
} Case;

static const Case cases[] = {
  { "nothing", { NULL }, 2, "Either --image and --text are needed, or --pairs, or --merged" },
  { "no-image", { "-t", "a" }, 2, "--image FILE is missing" },
  { "list-and-image", { "--pairs", "LIST", "-i", "IMAGE" }, 2, "either the one or the others" },
  { "list-beside", { "--pairs", "LIST", "--beside", "METER" }, 2, "--image and --text are needed" },
  { "list-compared", { "--pairs", "LIST", "--draw", "compare", "-o", "./a.png" }, 2, "--image and --text are needed" },
  { "list-without-bridges", { "--pairs", "LIST", "-m", "METER" }, 1, "“meter-shapes” has no bridges" },
  { "absent-list", { "--pairs", "./absent.jsonl" }, 1, "/absent.jsonl" },
  { "shard-of-nothing", { "-i", "IMAGE", "-t", "a", "--shard", "1/2", "-o", "./a.json" }, 2, "--shard needs --pairs" },
  { "drawn-shard", { "--pairs", "LIST", "--shard", "1/2", "--draw", "model", "-o", "./a.json" }, 2, "a shard has none" },
  { "drawn-nowhere", { "-i", "IMAGE", "-t", "a", "--draw", "model" }, 2, "--output FILE names one" },
  { "unknown-drawing", { "-i", "IMAGE", "-t", "a", "--draw", "luck", "-o", "./a.png" }, 2, "not “luck”" },
  { "map-of-a-list", { "--pairs", "LIST", "--draw", "map", "-o", "./a.png" }, 2, "--image and --text are needed" },
  { "map-of-meter", { "-m", "METER", "-i", "IMAGE", "-t", "a", "--draw", "map", "-o", "./a.png" }, 1, "“meter-shapes” has no bridges" },
  { "map-by-logit", { "-i", "IMAGE", "-t", "a", "--draw", "map", "--by", "logit", "-o", "./a.png" }, 2, "share or cosine" },
  { "map-of-no-side", { "-i", "IMAGE", "-t", "a", "--draw", "map", "--side", "left", "-o", "./a.png" }, 2, "not “left”" },
  { "map-knocked-out", { "-i", "IMAGE", "-t", "a", "--draw", "map", "--ablate", "zero", "-o", "./a.png" }, 2, "knocks nothing out" },
  { "side-of-no-map", { "-i", "IMAGE", "-t", "a", "--side", "text" }, 2, "goes with --draw map" },
  { "bars-by-share", { "-i", "IMAGE", "-t", "a", "--by", "share" }, 2, "--by takes logit or kl" },
  { "merged-and-run", { "--merged", "LIST", "--ablate", "zero" }, 2, "--merged FILE shows what there is" },
  { "absent-result", { "--merged", "./absent.json" }, 1, "/absent.json" },
  { "no-result", { "--merged", "LIST" }, 1, "/pairs.jsonl" },
  { "absent-beside", { "-i", "IMAGE", "-t", "a", "--beside", "./absent" }, 1, "/absent" },
};

static char *
expand (const Fixture *fixture, const char *argument)
{
  if (g_str_equal (argument, "IMAGE"))
    return g_strdup (fixture->images[0]);
  if (g_str_equal (argument, "METER"))
    return g_strdup (fixture->meter);
  if (g_str_equal (argument, "LIST"))
    return g_strdup (fixture->list);
  return g_str_has_prefix (argument, "./") ? path_of (fixture, argument + 2) : g_strdup (argument);
}

/* One line on standard error, and nothing on standard output. */
static void
test_failure_is_one_sentence (Fixture *fixture, gconstpointer data)
{
  const Case *call = data;
  g_auto (GStrv) arguments = g_new0 (char *, G_N_ELEMENTS (call->arguments) + 2);
  g_autoptr (CliResult) result = NULL;

  arguments[0] = g_strdup ("bridges");
  for (guint i = 0; i < G_N_ELEMENTS (call->arguments) && call->arguments[i] != NULL; i++)
    arguments[i + 1] = expand (fixture, call->arguments[i]);
  result = cli_call_v ((const char *const *) arguments);
  g_test_message ("%s", result->err);
  g_assert_cmpint (result->code, ==, call->code);
  g_assert_cmpstr (result->out, ==, "");
  g_assert_true (g_str_has_prefix (result->err, "trestle-cli bridges: "));
  g_assert_nonnull (strstr (result->err, call->said));
  g_assert_true (strchr (result->err, '\n') == result->err + strlen (result->err) - 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add ("/cli-bridges/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("shards-merge-to-the-whole", test_shards_merge_to_the_whole);
  ADD ("part-of-a-list-says-so", test_part_of_a_list_says_so);
  ADD ("list-is-the-mean-of-its-pairs", test_list_is_the_mean_of_its_pairs);
  ADD ("model-beside-is-as-other-subcommands-say", test_model_beside_is_as_other_subcommands_say);
  ADD ("comparison-is-drawn", test_comparison_is_drawn);
  ADD ("model-is-drawn-with-what-bridges-bring", test_model_is_drawn_with_what_bridges_bring);
  ADD ("bars-of-a-list-have-intervals", test_bars_of_a_list_have_intervals);
  ADD ("tables-are-for-people", test_tables_are_for_people);
  ADD ("bridges-without-a-share-are-knocked-out", test_bridges_without_a_share_are_knocked_out);
  ADD ("maps-have-the-shares-as-their-means", test_maps_have_the_shares_as_their_means);
  ADD ("map-needs-bridges-that-split", test_map_needs_bridges_that_split);
  ADD ("results-that-do-not-fit-are-refused", test_results_that_do_not_fit_are_refused);
#undef ADD
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/cli-bridges/failure-is-one-sentence/", cases[i].name, NULL);

      g_test_add (path, Fixture, &cases[i], set_up, test_failure_is_one_sentence, tear_down);
    }
  return g_test_run ();
}
