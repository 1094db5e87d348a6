/* The command line's analyses: what divergence, bridges and readout print and draw is what the model does. */
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "core/session.h"
#include "tests/cli-call.h"
#include "tests/temporary-folder.h"

#define CAPTION "a blue cross right of a blue heart"
#define MASKED "a small blue heart right of a <mask> square"
#define QUESTION "how many hearts are there?"

#define TOLERANCE 1e-3 /* relative: of numbers from float32 attention, by two ways of adding up */
#define CLOSE 1e-5     /* between two runs of the same */

#define LEAST 1e-12 /* what weights are raised to in front of a logarithm */

typedef struct
{
  char *folder;
  char *image;
  char *bridgetower;
  char *meter;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = temporary_folder_new ((TemporaryFile[]){ { NULL, NULL } });
  fixture->image = cli_data_path ("samples/scene-01.png");
  fixture->bridgetower = cli_data_path ("models/bridgetower-shapes");
  fixture->meter = cli_data_path ("models/meter-shapes");
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  temporary_folder_free (fixture->folder);
  g_free (fixture->image);
  g_free (fixture->bridgetower);
  g_free (fixture->meter);
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

/* An attention of a trace, `[heads, queries, keys]`, and how many queries and keys are no padding. */
typedef struct
{
  float *weights;
  gsize n_heads, n_queries, n_keys;
  gsize n_kept_queries, n_kept_keys;
} Attention;

static void
attention_init (Attention *attention, const TrestleSafetensors *trace, const char *block, guint layer, gsize n_kept_tokens)
{
  g_autofree char *name = g_strdup_printf ("attention.%s.%u", block, layer);
  const TrestleStoredTensor *tensor = trestle_safetensors_get (trace, name);
  gboolean is_text_self = g_str_equal (block, "text") || g_str_equal (block, "cross_text_self");
  gsize count;

  g_assert_nonnull (tensor);
  attention->weights = cli_read_floats (trace, name, &count);
  attention->n_heads = tensor->shape[0];
  attention->n_queries = attention->n_kept_queries = tensor->shape[1];
  attention->n_keys = attention->n_kept_keys = tensor->shape[2];
  if (is_text_self || g_str_equal (block, "cross_text_cross"))
    attention->n_kept_queries = n_kept_tokens;
  if (is_text_self || g_str_equal (block, "cross_image_cross"))
    attention->n_kept_keys = n_kept_tokens;
}

static double
get_weight (const Attention *attention, gsize head, gsize query, gsize key)
{
  return MAX (attention->weights[(head * attention->n_queries + query) * attention->n_keys + key], LEAST);
}

/* Of one head to all others, as plainly as it can be written. */
static double
find_divergence (const Attention *attention, gsize head)
{
  double sum = 0.0;

  for (gsize other = 0; other < attention->n_heads; other++)
    for (gsize query = 0; query < attention->n_kept_queries && other != head; query++)
      for (gsize key = 0; key < attention->n_kept_keys; key++)
        sum += get_weight (attention, head, query, key)
               * log (get_weight (attention, head, query, key) / get_weight (attention, other, query, key));
  return sum / (double) (attention->n_heads - 1) / (double) attention->n_kept_queries;
}

static void
assert_relative (double found, double expected)
{
  if (!(fabs (found - expected) <= TOLERANCE * fabs (expected)))
    g_error ("%.9g was found where %.9g was expected", found, expected);
}

static void
check_layer (JsonObject *layer, const Attention *attention)
{
  JsonArray *heads = json_object_get_array_member (layer, "heads");
  double sum = 0.0;

  g_assert_cmpuint (json_array_get_length (heads), ==, attention->n_heads);
  for (guint head = 0; head < attention->n_heads; head++)
    {
      double expected = find_divergence (attention, head);

      assert_relative (json_array_get_double_element (heads, head), expected);
      sum += expected;
    }
  assert_relative (cli_json_get_number (layer, "mean"), sum / (double) attention->n_heads);
}

/* All blocks of one model against its trace. */
static void
check_model (JsonObject *model, const TrestleSafetensors *trace, gsize n_kept_tokens)
{
  static const char *const blocks[] = { "cross_image_self", "cross_text_self", "cross_image_cross", "cross_text_cross", "vision", "text" };

  for (guint i = 0; i < G_N_ELEMENTS (blocks); i++)
    {
      JsonArray *layers = json_object_get_array_member (json_object_get_object_member (model, "blocks"), blocks[i]);

      g_assert_cmpuint (json_array_get_length (layers), >, 0);
      for (guint layer = 0; layer < json_array_get_length (layers); layer++)
        {
          JsonObject *object = json_array_get_object_element (layers, layer);
          Attention attention;

          g_assert_cmpint (json_object_get_int_member (object, "layer"), ==, layer + 1);
          attention_init (&attention, trace, blocks[i], layer, n_kept_tokens);
          check_layer (object, &attention);
          g_free (attention.weights);
        }
    }
}

static void
test_divergence_is_that_of_the_trace (Fixture *fixture, gconstpointer data)
{
  const char *models[] = { fixture->meter, fixture->bridgetower };
  static const char *const names[] = { "meter-shapes", "bridgetower-shapes" };
  g_autoptr (CliResult)
      result = cli_call ("divergence", "-m", models[0], "-m", models[1], "-i", fixture->image, "-t", CAPTION, "--json", NULL);
  JsonObject *json = cli_result_get_json (result);

  g_assert_cmpstr (json_object_get_string_member (json, "measure"), ==, "divergence");
  for (guint i = 0; i < G_N_ELEMENTS (models); i++)
    {
      g_autofree char *path = path_of (fixture, "trace.safetensors");
      g_autoptr (CliResult) traced = cli_call ("trace", "-m", models[i], "-i", fixture->image, "-t", CAPTION, "-o", path, NULL);
      g_autoptr (TrestleSafetensors) trace = NULL;

      cli_result_assert_done (traced);
      trace = open_file (path);
      g_assert_cmpstr (json_object_get_string_member (cli_json_get_element (json, "models", i), "name"), ==, names[i]);
      check_model (cli_json_get_element (json, "models", i), trace, trestle_safetensors_get (trace, "attention.text.0")->shape[1]);
    }
}

#define N_PADDING 3
#define PADDING_ID 1

/* Writes what --inputs reads: the caption's ids with padding behind them. Returns how many are no padding. */
static guint
write_inputs (const Fixture *fixture, const char *path)
{
  g_autofree char *pixels_path = path_of (fixture, "pixels.safetensors");
  g_autoptr (CliResult) preprocess = cli_call ("preprocess", "-i", fixture->image, "-o", pixels_path, NULL);
  g_autoptr (CliResult) tokenize = cli_call ("tokenize", "-t", CAPTION, "--json", NULL);
  JsonArray *ids = json_object_get_array_member (cli_result_get_json (tokenize), "ids");
  guint n_kept = json_array_get_length (ids), n = n_kept + N_PADDING;
  g_autofree gint64 *values = g_new (gint64, n);
  g_autofree gint64 *mask = g_new (gint64, n);
  g_autoptr (TrestleSafetensors) pixels = NULL;
  g_autoptr (GError) error = NULL;

  cli_result_assert_done (preprocess);
  pixels = open_file (pixels_path);
  for (guint i = 0; i < n; i++)
    {
      values[i] = GINT64_TO_LE (i < n_kept ? json_array_get_int_element (ids, i) : PADDING_ID);
      mask[i] = GINT64_TO_LE (i < n_kept ? 1 : 0);
    }
  TrestleSafetensorsEntry entries[3] = {
    { "input_ids", { TRESTLE_DTYPE_I64, 2, { 1, n }, n, (const guint8 *) values } },
    { "attention_mask", { TRESTLE_DTYPE_I64, 2, { 1, n }, n, (const guint8 *) mask } },
    { "pixel_values", *trestle_safetensors_get (pixels, "pixel_values") },
  };
  trestle_safetensors_write (path, entries, G_N_ELEMENTS (entries), &error);
  g_assert_no_error (error);
  return n_kept;
}

static void
test_divergence_of_inputs_leaves_padding_out (Fixture *fixture, gconstpointer data)
{
  g_autofree char *inputs = path_of (fixture, "inputs.safetensors");
  g_autofree char *path = path_of (fixture, "trace.safetensors");
  guint n_kept = write_inputs (fixture, inputs);
  g_autoptr (CliResult) traced = cli_call ("trace", "--inputs", inputs, "-o", path, NULL);
  g_autoptr (CliResult) result = cli_call ("divergence", "--inputs", inputs, "--json", NULL);
  g_autoptr (TrestleSafetensors) trace = NULL;

  cli_result_assert_done (traced);
  trace = open_file (path);
  g_assert_cmpuint (trestle_safetensors_get (trace, "attention.text.0")->shape[1], ==, n_kept + N_PADDING);
  check_model (cli_json_get_element (cli_result_get_json (result), "models", 0), trace, n_kept);
}

static void
test_two_models_are_drawn_as_given (Fixture *fixture, gconstpointer data)
{
  static const char *const blocks[] = { "visual self-attention", "textual self-attention", "visual cross-attention",
                                        "textual cross-attention" };
  g_autofree char *path = path_of (fixture, "figure.svg");

  for (guint order = 0; order < 2; order++)
    {
      const char *models[] = { fixture->meter, fixture->bridgetower }, *names[] = { "METER", "BridgeTower" };
      g_autoptr (CliResult) result = cli_call ("divergence", "-m", models[order], "-m", models[1 - order], "-i", fixture->image, "-t",
                                               CAPTION, "-o", path, NULL);
      g_autofree char *svg = NULL;

      cli_result_assert_done (result);
      g_assert_nonnull (strstr (result->out, path));
      g_assert_true (g_file_get_contents (path, &svg, NULL, NULL));
      for (guint i = 0; i < 8; i++)
        {
          g_autofree char *title = g_strdup_printf (">(%c) %s, %s<", 'a' + i, names[(i + order) % 2], blocks[i / 2]);

          g_assert_nonnull (strstr (svg, title));
        }
      g_assert_null (strstr (svg, ">(i)"));
      g_assert_nonnull (strstr (svg, "<dc:subject>"));
    }
}

static void
test_towers_are_drawn_when_asked_for (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = path_of (fixture, "figure.svg");
  g_autoptr (CliResult)
      result = cli_call ("divergence", "-i", fixture->image, "-t", CAPTION, "--towers", "--measure", "entropy", "-o", path, "--json", NULL);
  g_autofree char *svg = NULL;

  g_assert_cmpstr (json_object_get_string_member (cli_result_get_json (result), "output"), ==, path);
  g_assert_true (g_file_get_contents (path, &svg, NULL, NULL));
  g_assert_nonnull (strstr (svg, ">(a) vision tower<"));
  g_assert_nonnull (strstr (svg, ">(b) text tower<"));
  g_assert_nonnull (strstr (svg, ">entropy (nats)<"));
  g_assert_null (strstr (svg, "self-attention"));
}

/* The figure's numbers, as --json has them. */
static void
test_figures_numbers_are_those_of_json (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = path_of (fixture, "figure.json");
  g_autoptr (CliResult)
      result = cli_call ("divergence", "-i", fixture->image, "-t", CAPTION, "--measure", "class_share", "--json", "-o", path, NULL);
  JsonObject *blocks = json_object_get_object_member (cli_json_get_element (cli_result_get_json (result), "models", 0), "blocks");
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonArray *rows;

  g_assert_true (json_parser_load_from_file (parser, path, NULL));
  rows = json_object_get_array_member (json_node_get_object (json_parser_get_root (parser)), "rows");
  g_assert_cmpuint (json_array_get_length (rows), ==, 4 * 4 * (8 + 1));
  for (guint i = 0; i < json_array_get_length (rows); i++)
    {
      JsonObject *row = json_array_get_object_element (rows, i);
      JsonObject *layer = cli_json_get_element (blocks, json_object_get_string_member (row, "block"),
                                                (guint) json_object_get_int_member (row, "layer") - 1);
      gboolean is_mean = json_object_get_null_member (row, "head");
      double expected = is_mean ? cli_json_get_number (layer, "mean")
                                : json_array_get_double_element (json_object_get_array_member (layer, "heads"),
                                                                 (guint) json_object_get_int_member (row, "head") - 1);

      /* A double that is a float32 is written with the digits of that. */
      g_assert_cmpfloat ((float) cli_json_get_number (row, "value"), ==, (float) expected);
    }
}

/* A distance has a meaning only where patches look at patches. */
static void
test_measures_have_only_their_blocks (Fixture *fixture, gconstpointer data)
{
  g_autoptr (CliResult) result = cli_call ("divergence", "-i", fixture->image, "-t", CAPTION, "--measure", "distance", "--json", NULL);
  JsonObject *blocks = json_object_get_object_member (cli_json_get_element (cli_result_get_json (result), "models", 0), "blocks");

  g_assert_cmpuint (json_object_get_size (blocks), ==, 2);
  g_assert_true (json_object_has_member (blocks, "vision"));
  g_assert_true (json_object_has_member (blocks, "cross_image_self"));
}

/* A session with image and caption, for knocking bridges out without the command line. */
typedef struct
{
  TrestleSession *session;
  TrestleTokens *tokens;
} Subject;

static void
subject_init (Subject *subject, const Fixture *fixture, const char *text)
{
  g_autoptr (TrestleImage) image = trestle_image_load (fixture->image, NULL);
  g_autoptr (GError) error = NULL;

  subject->session = trestle_session_open (fixture->bridgetower, NULL, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (trestle_session_set_image (subject->session, image, "image", NULL, &error));
  subject->tokens = trestle_session_tokenize (subject->session, text, &error);
  g_assert_no_error (error);
}

static void
subject_clear (Subject *subject)
{
  trestle_session_free (subject->session);
  trestle_tokens_free (subject->tokens);
}

/* The logit of a match, with the stand-ins that are set. */
static double
run_match (const Subject *subject)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TrestleTrace)
      trace = trestle_session_run (subject->session, subject->tokens->ids, NULL, subject->tokens->length, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  return trestle_trace_get (trace, "logits.itm")->data[1];
}

static void
test_knock_out_is_that_of_the_session (Fixture *fixture, gconstpointer data)
{
  g_autoptr (CliResult) result = cli_call ("bridges", "-i", fixture->image, "-t", CAPTION, "--ablate", "zero", "--json", NULL);
  JsonArray *bridges = json_object_get_array_member (cli_result_get_json (result), "bridges");
  Subject subject;
  double intact;

  subject_init (&subject, fixture, CAPTION);
  intact = run_match (&subject);
  g_assert_cmpuint (json_array_get_length (bridges), ==, 6);
  for (guint i = 0; i < 6; i++)
    {
      JsonObject *bridge = json_array_get_object_element (bridges, i), *knock_outs, *knock_out;

      g_assert_cmpstr (json_object_get_string_member (bridge, "side"), ==, i < 3 ? "text" : "image");
      g_assert_cmpint (json_object_get_int_member (bridge, "index"), ==, i % 3);
      knock_outs = json_object_get_object_member (bridge, "ablations");
      g_assert_cmpuint (json_object_get_size (knock_outs), ==, 1);
      knock_out = json_object_get_object_member (knock_outs, "zero");
      trestle_session_clear_stand_ins (subject.session);
      trestle_session_set_stand_in (subject.session, i < 3 ? TRESTLE_SIDE_TEXT : TRESTLE_SIDE_IMAGE, i % 3, TRESTLE_STAND_IN_ZERO);
      g_assert_cmpfloat_with_epsilon (cli_json_get_number (knock_out, "match_logit_change"), run_match (&subject) - intact, CLOSE);
      g_assert_cmpfloat (cli_json_get_number (knock_out, "output_kl"), >, 0.0);
    }
  subject_clear (&subject);
}

/* |y| / (|x| + |y|) of what enters an add bridge, each without its mean and weighed by the bridge's LayerNorm, over the tokens. */
static double
find_share (const TrestleSafetensors *trace, const float *weight, const char *side, guint bridge)
{
  g_autofree char *x_name = g_strdup_printf ("bridge.%s.%u.x", side, bridge);
  g_autofree char *y_name = g_strdup_printf ("bridge.%s.%u.y", side, bridge);
  gsize hidden = trestle_safetensors_get (trace, x_name)->shape[1], count, n_tokens;
  g_autofree float *x = cli_read_floats (trace, x_name, &count);
  g_autofree float *y = cli_read_floats (trace, y_name, &count);
  const float *parts[] = { x, y };
  double sum = 0.0;

  n_tokens = count / hidden;
  for (gsize token = 0; token < n_tokens; token++)
    {
      double lengths[2] = { 0.0, 0.0 };

      for (guint part = 0; part < 2; part++)
        {
          const float *state = parts[part] + token * hidden;
          double mean = 0.0;

          for (gsize i = 0; i < hidden; i++)
            mean += state[i] / (double) hidden;
          for (gsize i = 0; i < hidden; i++)
            lengths[part] += pow (weight[i] * (state[i] - mean), 2.0);
        }
      sum += sqrt (lengths[1]) / (sqrt (lengths[0]) + sqrt (lengths[1]));
    }
  return sum / (double) n_tokens;
}

static void
test_share_is_that_of_the_trace (Fixture *fixture, gconstpointer data)
{
  static const char *const sides[] = { "text", "image" };
  g_autofree char *path = path_of (fixture, "trace.safetensors");
  g_autofree char *weights_path = g_build_filename (fixture->bridgetower, "model.safetensors", NULL);
  g_autoptr (CliResult) traced = cli_call ("trace", "-i", fixture->image, "-t", CAPTION, "-o", path, NULL);
  g_autoptr (CliResult) result = cli_call ("bridges", "-i", fixture->image, "-t", CAPTION, "--ablate", "last", "--json", NULL);
  g_autoptr (TrestleSafetensors) trace = NULL;
  g_autoptr (TrestleSafetensors) weights = open_file (weights_path);
  JsonObject *json = cli_result_get_json (result);

  cli_result_assert_done (traced);
  trace = open_file (path);
  for (guint i = 0; i < 6; i++)
    {
      g_autofree char *name = g_strdup_printf ("bridgetower.cross_modal_%s_link_tower.%u.LayerNorm.weight", sides[i / 3], i % 3);
      const TrestleStoredTensor *tensor = trestle_safetensors_get (weights, name);
      g_autofree float *weight = g_new (float, tensor->count);

      g_assert_true (trestle_stored_tensor_to_float (tensor, weight));
      assert_relative (cli_json_get_number (cli_json_get_element (json, "bridges", i), "share"),
                       find_share (trace, weight, sides[i / 3], i % 3));
    }
}

/* What the towers' last layer is to the last bridge anyway makes no difference there. */
static void
test_last_layer_changes_nothing_at_the_last_bridge (Fixture *fixture, gconstpointer data)
{
  g_autoptr (CliResult) result = cli_call ("bridges", "-i", fixture->image, "-t", CAPTION, "--ablate", "last", "--json", NULL);
  JsonObject *json = cli_result_get_json (result);

  for (guint i = 2; i < 6; i += 3)
    {
      JsonObject *knock_out = json_object_get_object_member (
          json_object_get_object_member (cli_json_get_element (json, "bridges", i), "ablations"), "last");

      g_assert_cmpfloat_with_epsilon (cli_json_get_number (knock_out, "match_logit_change"), 0.0, CLOSE);
    }
}

/* All bridges at once, beside the intact model. */
static void
test_baseline_is_the_model_without_bridges (Fixture *fixture, gconstpointer data)
{
  g_autoptr (CliResult) result = cli_call ("bridges", "-i", fixture->image, "-t", CAPTION, "--json", NULL);
  g_autoptr (CliResult) heads = cli_call ("divergence", "-i", fixture->image, "-t", CAPTION, "--json", NULL);
  JsonObject *baseline = json_object_get_object_member (cli_result_get_json (result), "baseline");
  JsonObject *blocks = json_object_get_object_member (cli_json_get_element (cli_result_get_json (heads), "models", 0), "blocks");
  JsonObject *zero = json_object_get_object_member (baseline, "zero");
  JsonObject *match = json_object_get_object_member (json_object_get_object_member (zero, "tasks"), "match");
  JsonObject *answers = json_object_get_object_member (json_object_get_object_member (zero, "answers"), "match");
  JsonObject *layers = json_object_get_object_member (zero, "divergence");
  gboolean differs = FALSE;
  Subject subject;
  double intact;

  g_assert_cmpuint (json_object_get_size (baseline), ==, 2);
  g_assert_true (json_object_has_member (baseline, "last"));
  subject_init (&subject, fixture, CAPTION);
  intact = run_match (&subject);
  for (guint i = 0; i < 6; i++)
    trestle_session_set_stand_in (subject.session, i < 3 ? TRESTLE_SIDE_TEXT : TRESTLE_SIDE_IMAGE, i % 3, TRESTLE_STAND_IN_ZERO);
  g_assert_cmpfloat_with_epsilon (cli_json_get_number (match, "logit_change"), run_match (&subject) - intact, CLOSE);
  subject_clear (&subject);
  g_assert_true (json_object_has_member (answers, "intact"));
  g_assert_true (json_object_has_member (answers, "changed"));
  for (guint layer = 0; layer < 4; layer++)
    {
      JsonObject *pair = cli_json_get_element (layers, "cross_image_cross", layer);

      g_assert_cmpfloat_with_epsilon (cli_json_get_number (pair, "intact"),
                                      cli_json_get_number (cli_json_get_element (blocks, "cross_image_cross", layer), "mean"), CLOSE);
      differs = differs || fabs (cli_json_get_number (pair, "changed") - cli_json_get_number (pair, "intact")) > 0.01;
    }
  g_assert_true (differs);
}

/* What --json calls the output is that of the task that was asked for. */
static void
test_bridges_are_about_the_task (Fixture *fixture, gconstpointer data)
{
  g_autoptr (CliResult) result = cli_call ("bridges", "-i", fixture->image, "-t", "how many objects are there?", "--ablate", "zero",
                                           "--task", "ask", "--json", NULL);
  JsonObject *bridge = cli_json_get_element (cli_result_get_json (result), "bridges", 5);
  JsonObject *zero = json_object_get_object_member (json_object_get_object_member (bridge, "ablations"), "zero");
  JsonObject *tasks = json_object_get_object_member (zero, "tasks");

  g_assert_cmpfloat (cli_json_get_number (zero, "output_kl"), ==, cli_json_get_number (json_object_get_object_member (tasks, "ask"), "kl"));
  g_assert_cmpfloat (cli_json_get_number (zero, "output_kl"), !=,
                     cli_json_get_number (json_object_get_object_member (tasks, "match"), "kl"));
}

static void
test_bridges_are_drawn (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = path_of (fixture, "figure.svg");
  g_autoptr (CliResult) result = cli_call ("bridges", "-i", fixture->image, "-t", CAPTION, "--ablate", "zero", "--ablate", "last", "--by",
                                           "kl", "-o", path, NULL);
  g_autofree char *svg = NULL;

  cli_result_assert_done (result);
  g_assert_true (g_file_get_contents (path, &svg, NULL, NULL));
  g_assert_nonnull (strstr (svg, ">(f) image side<"));
  g_assert_nonnull (strstr (svg, ">zero<"));
  g_assert_nonnull (strstr (svg, ">last layer<"));
  g_assert_null (strstr (svg, ">mean<"));
  g_assert_nonnull (strstr (svg, ">bridgetower-shapes<"));
}

/* The last layer's are the model's own. */
static void
test_readout_ends_with_the_models_answers (Fixture *fixture, gconstpointer data)
{
  g_autoptr (CliResult) result = cli_call ("readout", "-i", fixture->image, "-t", QUESTION, "--task", "ask", "--top", "3", "--json", NULL);
  g_autoptr (CliResult) asked = cli_call ("ask", "-i", fixture->image, "-t", QUESTION, "--top", "3", "--json", NULL);
  JsonObject *readout = cli_json_get_element (cli_result_get_json (result), "readouts", 0);
  JsonObject *answers = cli_result_get_json (asked);

  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (readout, "first")), ==, 4);
  for (guint i = 0; i < 3; i++)
    {
      JsonObject *followed = cli_json_get_element (readout, "answers", i), *answer = cli_json_get_element (answers, "answers", i);
      JsonArray *probabilities = json_object_get_array_member (followed, "probabilities");

      g_assert_cmpstr (json_object_get_string_member (followed, "answer"), ==, json_object_get_string_member (answer, "answer"));
      g_assert_cmpuint (json_array_get_length (probabilities), ==, 4);
      g_assert_cmpfloat_with_epsilon (json_array_get_double_element (probabilities, 3), cli_json_get_number (answer, "probability"), CLOSE);
    }
}

static void
test_readout_of_masks_is_a_panel_each (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = path_of (fixture, "figure.svg");
  g_autoptr (CliResult) result = cli_call ("readout", "-i", fixture->image, "-t", "a <mask> heart and a <mask> cross", "--task", "fill",
                                           "-o", path, "--json", NULL);
  JsonObject *json = cli_result_get_json (result);
  g_autofree char *svg = NULL;

  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (json, "readouts")), ==, 2);
  g_assert_true (g_file_get_contents (path, &svg, NULL, NULL));
  for (guint i = 0; i < 2; i++)
    {
      JsonObject *readout = cli_json_get_element (json, "readouts", i);
      g_autofree char *title = g_strdup_printf (">(%c) masked word at token %d<", 'a' + i,
                                                (int) json_object_get_int_member (readout, "position"));
      g_autofree char *label = g_strdup_printf (">%s<",
                                                json_object_get_string_member (cli_json_get_element (readout, "answers", 0), "answer"));

      g_assert_nonnull (strstr (svg, title));
      g_assert_nonnull (strstr (svg, label));
    }
}

/* Within 80 columns, and with the numbers' names. */
static void
test_tables_are_for_people (Fixture *fixture, gconstpointer data)
{
  const char *calls[][9] = {
    { "divergence", "-i", fixture->image, "-t", CAPTION, NULL },
    { "bridges", "-i", fixture->image, "-t", CAPTION, NULL },
    { "readout", "-i", fixture->image, "-t", MASKED, "--task", "fill", NULL },
  };
  static const char *const said[] = { "cross_text_cross", "cosine", "purple" };

  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    {
      g_autoptr (CliResult) result = cli_call_v (calls[i]);
      g_auto (GStrv) lines = g_strsplit (result->out, "\n", -1);

      cli_result_assert_done (result);
      g_assert_nonnull (strstr (result->out, said[i]));
      for (char **line = lines; *line != NULL; line++)
        g_assert_cmpint (g_utf8_strlen (*line, -1), <=, 80);
    }
}

/* A call that cannot succeed: IMAGE, METER and DEMO stand for what they name; a name behind "./" is in an empty folder. */
typedef struct
{
  const char *name;
  const char *arguments[14];
  int code;
  const char *said;
} Case;

static const Case cases[] = {
  { "divergence-of-nothing", { "divergence" }, 2, "--inputs" },
  { "divergence-of-both", { "divergence", "-i", "IMAGE", "-t", "a", "--inputs", "./a" }, 2, "--inputs" },
  { "three-models", { "divergence", "-m", "DEMO", "-m", "DEMO", "-m", "DEMO", "-i", "IMAGE", "-t", "a" }, 2, "only once or twice" },
  { "unknown-measure", { "divergence", "-i", "IMAGE", "-t", "a", "--measure", "luck" }, 2, "not “luck”" },
  { "figure-of-no-kind", { "divergence", "-i", "IMAGE", "-t", "a", "-o", "./a.gif" }, 1, "/a.gif” does not say" },
  { "figure-in-no-folder", { "divergence", "-i", "IMAGE", "-t", "a", "-o", "./absent/a.png" }, 1, "/absent/a.png” cannot be written" },
  { "narrow-figure", { "divergence", "-i", "IMAGE", "-t", "a", "-o", "./a.png", "--width", "10" }, 2, "--width takes" },
  { "absent-second-model", { "divergence", "-m", "DEMO", "-m", "./absent", "-i", "IMAGE", "-t", "a" }, 1, "/absent" },
  { "absent-image", { "divergence", "-i", "./absent.png", "-t", "a" }, 1, "/absent.png” cannot be opened" },
  { "absent-inputs", { "divergence", "--inputs", "./absent" }, 1, "/absent” cannot be opened" },
  { "bridges-of-no-text", { "bridges", "-i", "IMAGE" }, 2, "--text TEXT is missing" },
  { "bridges-of-none", { "bridges", "-m", "METER", "-i", "IMAGE", "-t", "a" }, 1, "“meter-shapes” has no bridges" },
  { "no-stand-in", { "bridges", "-i", "IMAGE", "-t", "a", "--ablate", "none" }, 2, "not “none”" },
  { "unknown-stand-in", { "bridges", "-i", "IMAGE", "-t", "a", "--ablate", "zero", "--ablate", "luck" }, 2, "not “luck”" },
  { "unknown-quantity", { "bridges", "-i", "IMAGE", "-t", "a", "--by", "luck" }, 2, "not “luck”" },
  { "bridges-of-no-task", { "bridges", "-i", "IMAGE", "-t", "a", "--task", "rank" }, 2, "not “rank”" },
  { "bridges-without-head", { "bridges", "-i", "IMAGE", "-t", "a", "--task", "entail" }, 1, "entail" },
  { "bridges-without-mask", { "bridges", "-i", "IMAGE", "-t", "a", "--task", "fill" }, 1, "<mask>" },
  { "unknown-task", { "readout", "-i", "IMAGE", "-t", "a", "--task", "reason" }, 2, "not “reason”" },
  { "readout-without-head", { "readout", "-i", "IMAGE", "-t", "a", "--task", "entail" }, 1, "entail" },
  { "readout-without-mask", { "readout", "-i", "IMAGE", "-t", "a", "--task", "fill" }, 1, "<mask>" },
  { "readout-of-nothing", { "readout", "-i", "IMAGE", "-t", "a", "--top", "0" }, 2, "--top takes a number from 1 on" },
};

static char *
expand (const Fixture *fixture, const char *argument)
{
  if (g_str_equal (argument, "IMAGE"))
    return g_strdup (fixture->image);
  if (g_str_equal (argument, "METER"))
    return g_strdup (fixture->meter);
  if (g_str_equal (argument, "DEMO"))
    return g_strdup (fixture->bridgetower);
  return g_str_has_prefix (argument, "./") ? path_of (fixture, argument + 2) : g_strdup (argument);
}

/* One line on standard error, nothing on standard output, and no file. */
static void
test_failure_is_one_sentence (Fixture *fixture, gconstpointer data)
{
  const Case *call = data;
  g_auto (GStrv) arguments = g_new0 (char *, G_N_ELEMENTS (call->arguments) + 1);
  g_autoptr (CliResult) result = NULL;
  g_autoptr (GDir) folder = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (call->arguments) && call->arguments[i] != NULL; i++)
    arguments[i] = expand (fixture, call->arguments[i]);
  result = cli_call_v ((const char *const *) arguments);
  g_test_message ("%s", result->err);
  g_assert_cmpint (result->code, ==, call->code);
  g_assert_cmpstr (result->out, ==, "");
  g_assert_true (g_str_has_prefix (result->err, "trestle-cli "));
  g_assert_nonnull (strstr (result->err, call->said));
  g_assert_true (strchr (result->err, '\n') == result->err + strlen (result->err) - 1);
  folder = g_dir_open (fixture->folder, 0, NULL);
  g_assert_null (g_dir_read_name (folder));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add ("/cli-analyses/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("divergence-is-that-of-the-trace", test_divergence_is_that_of_the_trace);
  ADD ("divergence-of-inputs-leaves-padding-out", test_divergence_of_inputs_leaves_padding_out);
  ADD ("two-models-are-drawn-as-given", test_two_models_are_drawn_as_given);
  ADD ("towers-are-drawn-when-asked-for", test_towers_are_drawn_when_asked_for);
  ADD ("figures-numbers-are-those-of-json", test_figures_numbers_are_those_of_json);
  ADD ("measures-have-only-their-blocks", test_measures_have_only_their_blocks);
  ADD ("knock-out-is-that-of-the-session", test_knock_out_is_that_of_the_session);
  ADD ("share-is-that-of-the-trace", test_share_is_that_of_the_trace);
  ADD ("last-layer-changes-nothing-at-the-last-bridge", test_last_layer_changes_nothing_at_the_last_bridge);
  ADD ("baseline-is-the-model-without-bridges", test_baseline_is_the_model_without_bridges);
  ADD ("bridges-are-about-the-task", test_bridges_are_about_the_task);
  ADD ("bridges-are-drawn", test_bridges_are_drawn);
  ADD ("readout-ends-with-the-models-answers", test_readout_ends_with_the_models_answers);
  ADD ("readout-of-masks-is-a-panel-each", test_readout_of_masks_is_a_panel_each);
  ADD ("tables-are-for-people", test_tables_are_for_people);
#undef ADD
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/cli-analyses/failure-is-one-sentence/", cases[i].name, NULL);

      g_test_add (path, Fixture, &cases[i], set_up, test_failure_is_one_sentence, tear_down);
    }
  return g_test_run ();
}
