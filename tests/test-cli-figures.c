/* Figures from the command line: whole blocks, words by words, rollout, layers by layers, and the model. */
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "tests/cli-call.h"
#include "tests/temporary-folder.h"

#define CAPTION "a blue cross right of a blue heart"
#define N_WORDS 10 /* tokens of the caption */
#define N_STATES 65
#define CROSS 3 /* the token "cross" */

/**
 * Fixture:
 * @trace: everything that the demo model computes of @image and CAPTION
 */
typedef struct
{
  char *folder;
  char *image;
  TrestleSafetensors *trace;
} Fixture;

static char *
path_of (const Fixture *fixture, const char *name)
{
  return g_build_filename (fixture->folder, name, NULL);
}

static void
fixture_set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = NULL;
  g_autoptr (CliResult) result = NULL;
  g_autoptr (GError) error = NULL;

  fixture->folder = temporary_folder_new ((const TemporaryFile[]){ { NULL } });
  fixture->image = cli_data_path ("samples/scene-01.png");
  path = path_of (fixture, "trace.safetensors");
  result = cli_call ("trace", "-i", fixture->image, "-t", CAPTION, "-o", path, NULL);
  cli_result_assert_done (result);
  fixture->trace = trestle_safetensors_open (path, &error);
  g_assert_no_error (error);
}

static void
fixture_tear_down (Fixture *fixture, gconstpointer data)
{
  trestle_safetensors_free (fixture->trace);
  g_free (fixture->image);
  temporary_folder_free (fixture->folder);
}

/* (transfer full): what a file of numbers has below its headings, `[rows][columns]`. */
static GPtrArray *
read_rows (const char *path, const char *headings)
{
  g_autofree char *content = NULL;
  g_autofree char *start = g_strconcat ("\r\n", headings, "\r\n", NULL);
  g_auto (GStrv) lines = NULL;
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  const char *table;

  g_assert_true (g_file_get_contents (path, &content, NULL, NULL));
  table = strstr (content, start);
  g_assert_nonnull (table);
  lines = g_strsplit (table + strlen (start), "\r\n", -1);
  for (guint i = 0; lines[i + 1] != NULL; i++)
    g_ptr_array_add (rows, g_strsplit (lines[i], ",", -1));
  return rows;
}

static const char *
get_cell (GPtrArray *rows, guint row, guint column)
{
  return ((char **) g_ptr_array_index (rows, row))[column];
}

static double
get_number (GPtrArray *rows, guint row, guint column)
{
  return g_ascii_strtod (get_cell (rows, row, column), NULL);
}

/* (transfer full): the rows of the table that `attention` writes with the arguments, %NULL-terminated. */
static GPtrArray *
call_attention (const Fixture *fixture, const char *headings, ...)
{
  g_autofree char *path = path_of (fixture, "figure.csv");
  g_autoptr (GPtrArray) arguments = g_ptr_array_new ();
  const char *const first[] = { "attention", "-i", fixture->image, "-t", CAPTION, "-o", path };
  g_autoptr (CliResult) result = NULL;
  va_list rest;

  for (guint i = 0; i < G_N_ELEMENTS (first); i++)
    g_ptr_array_add (arguments, (gpointer) first[i]);
  va_start (rest, headings);
  for (const char *argument = va_arg (rest, const char *); argument != NULL; argument = va_arg (rest, const char *))
    g_ptr_array_add (arguments, (gpointer) argument);
  va_end (rest);
  g_ptr_array_add (arguments, NULL);
  result = cli_call_v ((const char *const *) arguments->pdata);
  cli_result_assert_done (result);
  return read_rows (path, headings);
}

/* Each pin is of its own layer, head and query, which are those of the trace. */
static void
test_pins_are_drawn_side_by_side (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) rows = call_attention (fixture, "pin,block,layer,head,query,key,token,row,column,weight", "--query", "cross",
                                               "--pin", "cross_text_cross.3.0", "--pin", "cross_image_cross.1.2@1,0", NULL);
  gsize count;
  g_autofree float *words = cli_read_floats (fixture->trace, "attention.cross_text_cross.3", &count);
  g_autofree float *patches = cli_read_floats (fixture->trace, "attention.cross_image_cross.1", &count);

  g_assert_cmpuint (rows->len, ==, N_STATES + N_WORDS);
  for (guint i = 0; i < N_STATES; i++)
    g_assert_cmpfloat ((float) get_number (rows, i, 9), ==, words[CROSS * N_STATES + i]);
  for (guint i = 0; i < N_WORDS; i++)
    g_assert_cmpfloat ((float) get_number (rows, N_STATES + i, 9), ==, patches[(2 * N_STATES + 9) * N_WORDS + i]);
  g_assert_cmpstr (get_cell (rows, 0, 4), ==, "3");
  g_assert_cmpstr (get_cell (rows, N_STATES, 0), ==, "2");
  g_assert_cmpstr (get_cell (rows, N_STATES, 4), ==, "9");
}

static void
test_block_is_drawn_as_a_sheet (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray)
      rows = call_attention (fixture, "layer,head,key,row,column,weight", "--layer", "cross_text_cross", "--query", "cross", NULL);

  g_assert_cmpuint (rows->len, ==, 4 * 8 * N_STATES);
  for (guint layer = 0; layer < 4; layer++)
    {
      g_autofree char *name = g_strdup_printf ("attention.cross_text_cross.%u", layer);
      gsize count;
      g_autofree float *weights = cli_read_floats (fixture->trace, name, &count);

      for (guint i = 0; i < 8 * N_STATES; i++)
        {
          guint row = layer * 8 * N_STATES + i, head = i / N_STATES, key = i % N_STATES;

          g_assert_cmpfloat (get_number (rows, row, 0), ==, layer + 1);
          g_assert_cmpfloat (get_number (rows, row, 1), ==, head + 1);
          g_assert_cmpfloat (get_number (rows, row, 2), ==, key);
          g_assert_cmpfloat_with_epsilon (get_number (rows, row, 5), weights[(head * N_WORDS + CROSS) * N_STATES + key], 1e-6);
        }
    }
}

static void
test_matrix_is_what_the_trace_holds (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray)
      rows = call_attention (fixture, "query,query_token,key,key_token,weight", "--layer", "text.5", "--head", "3", "--matrix", NULL);
  gsize count;
  g_autofree float *weights = cli_read_floats (fixture->trace, "attention.text.5", &count);

  g_assert_cmpuint (rows->len, ==, N_WORDS * N_WORDS);
  for (guint i = 0; i < N_WORDS * N_WORDS; i++)
    g_assert_cmpfloat_with_epsilon (get_number (rows, i, 4), weights[3 * N_WORDS * N_WORDS + i], 1e-6);
  g_assert_cmpstr (get_cell (rows, CROSS * N_WORDS, 1), ==, "cross");
  g_assert_cmpstr (get_cell (rows, CROSS * N_WORDS, 3), ==, "<s>");
}

/* Through one layer it is half of the query itself and half of the mean of the heads. */
static void
test_rollout_through_one_layer_is_half_of_its_attention (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray)
      rows = call_attention (fixture, "key,token,weight", "--layer", "text.0", "--head", "rollout", "--query", "cross", NULL);
  gsize count;
  g_autofree float *weights = cli_read_floats (fixture->trace, "attention.text.0", &count);

  g_assert_cmpuint (rows->len, ==, N_WORDS);
  for (guint key = 0; key < N_WORDS; key++)
    {
      double mean = 0.0;

      for (guint head = 0; head < 8; head++)
        mean += weights[(head * N_WORDS + CROSS) * N_WORDS + key] / 8.0;
      g_assert_cmpfloat_with_epsilon (get_number (rows, key, 2), (key == CROSS ? 0.5 : 0.0) + mean / 2.0, 1e-6);
    }
}

/* At every place, by one map and as a matrix. */
static void
test_maximum_is_the_largest_weight_of_any_head (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) rows = call_attention (fixture, "key,token,weight", "--layer", "text.5", "--head", "max", "--query", "cross", NULL);
  g_autoptr (GPtrArray)
      matrix = call_attention (fixture, "query,query_token,key,key_token,weight", "--layer", "text.5", "--head", "max", "--matrix", NULL);
  gsize count;
  g_autofree float *weights = cli_read_floats (fixture->trace, "attention.text.5", &count);

  g_assert_cmpuint (rows->len, ==, N_WORDS);
  for (guint key = 0; key < N_WORDS; key++)
    {
      double largest = 0.0;

      for (guint head = 0; head < count / (N_WORDS * N_WORDS); head++)
        largest = MAX (largest, weights[(head * N_WORDS + CROSS) * N_WORDS + key]);
      g_assert_cmpfloat_with_epsilon (get_number (rows, key, 2), largest, 1e-6);
      g_assert_cmpfloat_with_epsilon (get_number (matrix, CROSS * N_WORDS + key, 4), largest, 1e-6);
    }
}

static double
sum_weights (GPtrArray *rows, guint column)
{
  double sum = 0.0;

  for (guint i = 0; i < rows->len; i++)
    sum += get_number (rows, i, column);
  return sum;
}

static void
test_rollout_of_words_and_patches_is_one_whole (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) patches = call_attention (fixture, "key,row,column,weight", "--layer", "cross_text_cross.3", "--head", "rollout",
                                                  "--query", "cross", NULL);
  g_autoptr (GPtrArray)
      words = call_attention (fixture, "key,token,weight", "--layer", "cross_text_self.3", "--head", "rollout", "--query", "cross", NULL);
  g_autoptr (GPtrArray) vision = call_attention (fixture, "key,row,column,weight", "--layer", "vision.5", "--head", "rollout", NULL);

  g_assert_cmpuint (patches->len, ==, N_STATES);
  g_assert_cmpuint (words->len, ==, N_WORDS);
  g_assert_cmpfloat_with_epsilon (sum_weights (patches, 3) + sum_weights (words, 2), 1.0, 1e-6);
  g_assert_cmpfloat (sum_weights (patches, 3), >, 0.1);
  g_assert_cmpfloat_with_epsilon (sum_weights (vision, 3), 1.0, 1e-6);
}

/* The values, `[rows, columns]`, as an array that the result owns. */
static JsonArray *
get_values (CliResult *result, const char *rows, const char *columns, guint n_rows, guint n_columns)
{
  JsonObject *json = cli_result_get_json (result);
  JsonArray *values = json_object_get_array_member (json, "values");

  g_assert_cmpstr (json_object_get_string_member (json, "rows"), ==, rows);
  g_assert_cmpstr (json_object_get_string_member (json, "columns"), ==, columns);
  g_assert_cmpuint (json_array_get_length (values), ==, n_rows);
  for (guint i = 0; i < n_rows; i++)
    g_assert_cmpuint (json_array_get_length (json_array_get_array_element (values, i)), ==, n_columns);
  return values;
}

static double
get_value (JsonArray *values, guint row, guint column)
{
  return json_array_get_double_element (json_array_get_array_element (values, row), column);
}

static void
test_similarity_prints_what_it_draws (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = path_of (fixture, "similarity.csv");
  g_autoptr (CliResult) result = cli_call ("similarity", "-i", fixture->image, "-t", CAPTION, "-o", path, "--json", NULL);
  JsonArray *values = get_values (result, "vision", "cross_image", 7, 4);
  g_autoptr (GPtrArray) rows = read_rows (path, "row,column,similarity");

  g_assert_cmpuint (rows->len, ==, 28);
  for (guint i = 0; i < 28; i++)
    {
      g_assert_cmpfloat_with_epsilon (get_number (rows, i, 2), get_value (values, i / 4, i % 4), 1e-12);
      g_assert_cmpfloat (get_value (values, i / 4, i % 4), >, 0.0);
      g_assert_cmpfloat (get_value (values, i / 4, i % 4), <, 1.0);
    }
  g_assert_cmpstr (get_cell (rows, 27, 0), ==, "hidden.vision.6");
  g_assert_cmpstr (get_cell (rows, 27, 1), ==, "hidden.cross_image.3");
  g_assert_cmpstr (json_object_get_string_member (cli_result_get_json (result), "output"), ==, path);
}

static void
test_layers_are_like_themselves (Fixture *fixture, gconstpointer data)
{
  g_autoptr (CliResult)
      result = cli_call ("similarity", "-i", fixture->image, "-t", CAPTION, "--rows", "text", "--columns", "text", "--json", NULL);
  JsonArray *values = get_values (result, "text", "text", 7, 7);

  for (guint i = 0; i < 7; i++)
    for (guint j = 0; j < 7; j++)
      {
        if (i == j)
          g_assert_cmpfloat_with_epsilon (get_value (values, i, j), 1.0, 1e-9);
        else
          g_assert_cmpfloat (get_value (values, i, j), <, 0.99999);
        g_assert_cmpfloat_with_epsilon (get_value (values, i, j), get_value (values, j, i), 1e-9);
      }
}

/* What is left unsaid belongs to what was said. */
static void
test_stacks_go_with_each_other (Fixture *fixture, gconstpointer data)
{
  g_autoptr (CliResult) rows = cli_call ("similarity", "-i", fixture->image, "-t", CAPTION, "--rows", "text", "--json", NULL);
  g_autoptr (CliResult) columns = cli_call ("similarity", "-i", fixture->image, "-t", CAPTION, "--columns", "cross_text", "--json", NULL);

  get_values (rows, "text", "cross_text", 7, 4);
  get_values (columns, "text", "cross_text", 7, 4);
}

static void
test_two_models_are_compared (Fixture *fixture, gconstpointer data)
{
  g_autofree char *bridgetower = cli_data_path ("models/bridgetower-shapes");
  g_autofree char *meter = cli_data_path ("models/meter-shapes");
  g_autofree char *path = path_of (fixture, "models.svg");
  g_autofree char *svg = NULL;
  g_autoptr (CliResult) there = cli_call ("similarity", "-i", fixture->image, "-t", CAPTION, "-m", bridgetower, "-m", meter, "--rows",
                                          "cross_image", "--columns", "cross_image", "--json", "-o", path, NULL);
  g_autoptr (CliResult) back = cli_call ("similarity", "-i", fixture->image, "-t", CAPTION, "-m", meter, "-m", bridgetower, "--rows",
                                         "cross_image", "--columns", "cross_image", "--json", NULL);
  JsonArray *values = get_values (there, "cross_image", "cross_image", 4, 4);
  JsonArray *turned = get_values (back, "cross_image", "cross_image", 4, 4);

  for (guint i = 0; i < 16; i++)
    {
      g_assert_cmpfloat_with_epsilon (get_value (values, i / 4, i % 4), get_value (turned, i % 4, i / 4), 1e-9);
      g_assert_cmpfloat (get_value (values, i / 4, i % 4), <, 0.9999);
    }
  g_assert_true (g_file_get_contents (path, &svg, NULL, NULL));
  g_assert_nonnull (strstr (svg, "rows: bridgetower-shapes"));
  g_assert_nonnull (strstr (svg, "columns: meter-shapes"));
}

#define DIAGRAM_COLUMNS "side,block,tower_layer,cross_modal_layer,bridge,quantity,value"

static void
check_diagram (const Fixture *fixture, const char *model, const char *const *entering)
{
  g_autofree char *path = path_of (fixture, "model.csv");
  g_autofree char *folder = cli_data_path (model);
  g_autoptr (CliResult) result = cli_call ("info", "-m", folder, "-o", path, "--json", NULL);
  g_autoptr (GPtrArray) rows = NULL;
  guint count = g_strv_length ((char **) entering);

  g_assert_cmpstr (json_object_get_string_member (cli_result_get_json (result), "output"), ==, path);
  rows = read_rows (path, DIAGRAM_COLUMNS);
  g_assert_cmpuint (rows->len, ==, 2 * count);
  for (guint i = 0; i < 2 * count; i++)
    {
      g_assert_cmpstr (get_cell (rows, i, 0), ==, i < count ? "text" : "image");
      g_assert_cmpstr (get_cell (rows, i, 2), ==, entering[i % count]);
      g_assert_cmpfloat (get_number (rows, i, 3), ==, i % count + 1);
      g_assert_cmpstr (get_cell (rows, i, 6), ==, "");
    }
}

static void
test_info_draws_the_model (Fixture *fixture, gconstpointer data)
{
  check_diagram (fixture, "models/bridgetower-shapes", (const char *const[]){ "3", "4", "5", "6", NULL });
  check_diagram (fixture, "models/meter-shapes", (const char *const[]){ "6", NULL });
}

/* (transfer full): the rows that "info" writes of the demo model with those options. */
static GPtrArray *
draw_numbers (const Fixture *fixture, const char *model, const char *layers, const char *bridges)
{
  g_autofree char *path = path_of (fixture, "numbers.csv");
  g_autofree char *folder = cli_data_path (model);
  const char *by = layers != NULL ? "--layers-by" : "--bridges-by", *name = layers != NULL ? layers : bridges;
  g_autoptr (CliResult) result = cli_call ("info", "-m", folder, "-i", fixture->image, "-t", CAPTION, by, name, "-o", path, "--json", NULL);

  g_assert_cmpstr (json_object_get_string_member (cli_result_get_json (result), "output"), ==, path);
  return read_rows (path, DIAGRAM_COLUMNS);
}

/* Each row of a block of a layer is the mean that "divergence" prints; METER has them as well. */
static void
check_drawn_layers (const Fixture *fixture, const char *model, const char *measure)
{
  g_autofree char *folder = cli_data_path (model);
  g_autoptr (CliResult)
      result = cli_call ("divergence", "-m", folder, "-i", fixture->image, "-t", CAPTION, "--measure", measure, "--json", NULL);
  JsonObject *blocks = cli_json_get_object (cli_json_get_element (cli_result_get_json (result), "models", 0), "blocks");
  g_autoptr (GPtrArray) rows = draw_numbers (fixture, model, measure, NULL);
  guint n_layers = 0;

  for (guint i = 0; i < rows->len; i++)
    {
      const char *block = get_cell (rows, i, 1);
      gboolean is_tower = g_str_equal (block, "text") || g_str_equal (block, "vision");

      if (*block == '\0')
        continue;
      n_layers++;
      if (json_object_has_member (blocks, block))
        g_assert_cmpfloat_with_epsilon (
            get_number (rows, i, 6),
            cli_json_get_number (cli_json_get_element (blocks, block, (guint) get_number (rows, i, is_tower ? 2 : 3) - 1), "mean"), 1e-6);
      else
        g_assert_cmpstr (get_cell (rows, i, 6), ==, "");
    }
  g_assert_cmpuint (n_layers, ==, 6 + 6 + 4 * 4);
}

static void
test_drawn_layers_are_those_of_divergence (Fixture *fixture, gconstpointer data)
{
  check_drawn_layers (fixture, "models/bridgetower-shapes", "divergence");
  check_drawn_layers (fixture, "models/bridgetower-shapes", "distance");
  check_drawn_layers (fixture, "models/meter-shapes", "entropy");
}

/* The last cell of a row; before it there may be quoted commas. */
static const char *
get_value_cell (GPtrArray *rows, guint row)
{
  char **cells = g_ptr_array_index (rows, row);

  return cells[g_strv_length (cells) - 1];
}

/* What "bridges" prints of a bridge. */
static double
get_bridge (JsonObject *bridge, const char *measure)
{
  JsonObject *effect;

  if (json_object_has_member (bridge, measure))
    return cli_json_get_number (bridge, measure);
  effect = cli_json_get_object (cli_json_get_object (bridge, "ablations"), "zero");
  return cli_json_get_number (effect, g_str_equal (measure, "kl") ? "output_kl" : "match_logit_change");
}

static void
test_drawn_bridges_are_those_of_bridges (Fixture *fixture, gconstpointer data)
{
  static const char *const measures[] = { "share", "cosine", "logit", "kl" };
  g_autoptr (CliResult) result = cli_call ("bridges", "-i", fixture->image, "-t", CAPTION, "--ablate", "zero", "--json", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (measures); i++)
    {
      g_autoptr (GPtrArray) rows = draw_numbers (fixture, "models/bridgetower-shapes", NULL, measures[i]);

      g_assert_cmpuint (rows->len, ==, 8);
      for (guint row = 0; row < rows->len; row++)
        {
          guint bridge = (guint) get_number (rows, row, 3) - 2;

          if (row % 4 == 0)
            g_assert_cmpstr (get_value_cell (rows, row), ==, "");
          else
            g_assert_cmpfloat_with_epsilon (
                g_ascii_strtod (get_value_cell (rows, row), NULL),
                get_bridge (cli_json_get_element (cli_result_get_json (result), "bridges", row / 4 * 3 + bridge), measures[i]), 1e-4);
        }
    }
}

static void
test_models_without_bridges_have_none_to_draw (Fixture *fixture, gconstpointer data)
{
  g_autofree char *meter = cli_data_path ("models/meter-shapes");
  g_autofree char *path = path_of (fixture, "meter.csv");
  g_autoptr (CliResult)
      result = cli_call ("info", "-m", meter, "-i", fixture->image, "-t", CAPTION, "--bridges-by", "share", "-o", path, NULL);

  g_assert_cmpint (result->code, ==, 1);
  g_assert_nonnull (strstr (result->err, "“meter-shapes” has no bridges"));
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

/* The arguments of a call that draws, after the file's name. */
static const char *const drawings[][10] = {
  { "attention", "--layer", "vision" },
  { "attention", "--layer", "cross_image_cross", "--query", "2,3" },
  { "attention", "--layer", "cross_text_self.1", "--matrix" },
  { "attention", "--layer", "cross_image_self.3", "--head", "rollout", "--query", "2,3" },
  { "attention", "--layer", "cross_image_cross.3", "--head", "max", "--query", "2,3" },
  { "similarity", "--colormap", "magma" },
  { "info", "--no-title" },
};

static void
check_kind (const Fixture *fixture, const char *const *drawing, const char *name, const char *start)
{
  g_autofree char *path = path_of (fixture, name);
  const char *const look[] = { "-o", path, "--width", "170", "--dpi", "50", "--font", "Serif" };
  const char *const subject[] = { "-i", fixture->image, "-t", CAPTION };
  g_autoptr (GPtrArray) arguments = g_ptr_array_new ();
  g_autoptr (CliResult) result = NULL;
  g_autofree char *content = NULL;

  for (guint i = 0; drawing[i] != NULL; i++)
    g_ptr_array_add (arguments, (gpointer) drawing[i]);
  for (guint i = 0; i < G_N_ELEMENTS (look); i++)
    g_ptr_array_add (arguments, (gpointer) look[i]);
  for (guint i = 0; i < G_N_ELEMENTS (subject) && !g_str_equal (drawing[0], "info"); i++)
    g_ptr_array_add (arguments, (gpointer) subject[i]);
  g_ptr_array_add (arguments, NULL);
  result = cli_call_v ((const char *const *) arguments->pdata);
  cli_result_assert_done (result);
  g_assert_true (g_file_get_contents (path, &content, NULL, NULL));
  g_assert_true (g_str_has_prefix (content, start));
}

static void
test_every_kind_of_figure_is_written (Fixture *fixture, gconstpointer data)
{
  static const char *const kinds[][2] = {
    { "a.png", "\x89PNG" }, { "a.svg", "<?xml" }, { "a.pdf", "%PDF" }, { "a.csv", "# title: " }, { "a.json", "{\"about\": {" }
  };

  for (guint i = 0; i < G_N_ELEMENTS (drawings); i++)
    for (guint j = 0; j < G_N_ELEMENTS (kinds); j++)
      {
        g_test_message ("%s %s %s", drawings[i][0], drawings[i][1], kinds[j][0]);
        check_kind (fixture, drawings[i], kinds[j][0], kinds[j][1]);
      }
}

/* A call that cannot succeed; image and text are added. */
typedef struct
{
  const char *arguments[12];
  int code;
  const char *said;
} Case;

static const Case cases[] = {
  { { "attention", "--layer", "vision", "--head", "1", "-o", "a.png" }, 2, "“vision” names all layers" },
  { { "attention", "--layer", "vision", "--head", "rollout", "-o", "a.png" }, 2, "“vision” names all layers" },
  { { "attention", "--layer", "visions", "-o", "a.png" }, 1, "“visions” is no layer" },
  { { "attention", "--layer", "text", "--query", "dog", "-o", "a.png" }, 1, "no word “dog”" },
  { { "attention", "--layer", "text", "--query", "40", "-o", "a.png" }, 1, "no query 40" },
  { { "attention", "--layer", "text", "--matrix", "-o", "a.png" }, 2, "“text.0”" },
  { { "attention", "--layer", "text.0", "--matrix", "--query", "a", "-o", "a.png" }, 2, "no --query" },
  { { "attention", "--layer", "text.0", "--matrix", "--head", "rollout", "-o", "a.png" }, 2, "“rollout”" },
  { { "attention", "--layer", "text.0", "--matrix", "--head", "9", "-o", "a.png" }, 1, "no head 9" },
  { { "attention", "--layer", "text.9", "--matrix", "-o", "a.png" }, 1, "no layer 9" },
  { { "attention", "--layer", "cross_text_cross.0", "--matrix", "-o", "a.png" }, 2, "not in “cross_text_cross.0”" },
  { { "attention", "--layer", "vision.0", "--matrix", "-o", "a.png" }, 2, "not in “vision.0”" },
  { { "attention", "--layer", "vision.6", "--head", "rollout", "-o", "a.png" }, 1, "no layer 6" },
  { { "attention", "--layer", "text.0", "--head", "rolled", "-o", "a.png" }, 1, "“mean”, “max” or “rollout”" },
  { { "similarity" }, 2, "--output FILE is missing, or --json" },
  { { "similarity", "--json", "--rows", "bridges" }, 2, "--rows takes text, vision, cross_text or cross_image, not “bridges”" },
  { { "similarity", "--json", "--columns", "bridges" }, 2, "--columns takes" },
  { { "similarity", "--json", "--rows", "text", "--columns", "vision" }, 2, "“text” and “vision” have no tokens in common" },
  { { "similarity", "--json", "-m", "a", "-m", "b", "-m", "c" }, 2, "not 3 times" },
  { { "similarity", "--json", "-m", "absent" }, 1, "“absent” cannot be opened" },
  { { "similarity", "-o", "a.bmp" }, 1, "“a.bmp”" },
  { { "similarity", "-o", "a.png", "--width", "3" }, 2, "--width takes a number from 40" },
  { { "info", "-o", "a.bmp" }, 1, "“a.bmp”" },
  { { "info", "-o", "a.png", "--layers-by", "depth" }, 2, "--layers-by takes divergence, entropy" },
  { { "info", "-o", "a.png", "--bridges-by", "width" }, 2, "--bridges-by takes share, cosine, logit or kl, not “width”" },
  { { "info", "-o", "a.png", "--layers-by", "entropy" }, 2, "so --image and --text are needed" },
  { { "info", "-o", "a.png", "--layers-by", "entropy", "-t", "a" }, 2, "so --image and --text are needed" },
  { { "info", "--layers-by", "entropy", "-i", "b.png", "-t", "a" }, 2, "--output FILE names one" },
  { { "info", "-o", "a.png", "-i", "b.png", "-t", "a" }, 2, "neither is given" },
  { { "info", "-o", "a.png", "--layers-by", "entropy", "-i", "b.png", "-t", "a" }, 1, "b.png”" },
  { { "info", "-o", "a.png", "--bridges-by", "share", "-i", "b.png", "-t", "a", "--ablate", "last" }, 2, "--bridges-by logit or kl" },
  { { "info", "-o", "a.png", "--bridges-by", "logit", "-i", "b.png", "-t", "a", "--ablate", "none" }, 2, "not “none”" },
  { { "info", "-o", "a.png", "--bridges-by", "logit", "-i", "b.png", "-t", "a", "--task", "guess" }, 2, "not “guess”" },
  { { "info", "-o", "absent/a.png" }, 1, "absent/a.png”" },
};

static void
test_failure_is_one_sentence (gconstpointer data)
{
  const Case *call = data;
  const char *arguments[17] = { 0 };
  g_autofree char *image = cli_data_path ("samples/scene-01.png");
  g_autoptr (CliResult) result = NULL;
  guint n = 0;

  for (; call->arguments[n] != NULL; n++)
    arguments[n] = call->arguments[n];
  if (!g_str_equal (arguments[0], "info"))
    {
      arguments[n++] = "-i";
      arguments[n++] = image;
      arguments[n++] = "-t";
      arguments[n++] = CAPTION;
    }
  result = cli_call_v (arguments);
  g_test_message ("%s", result->err);
  g_assert_cmpint (result->code, ==, call->code);
  g_assert_cmpstr (result->out, ==, "");
  g_assert_nonnull (strstr (result->err, call->said));
  g_assert_true (strchr (result->err, '\n') == result->err + strlen (result->err) - 1);
  g_assert_false (g_file_test ("a.png", G_FILE_TEST_EXISTS));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, test) g_test_add ("/cli-figures/" name, Fixture, NULL, fixture_set_up, test, fixture_tear_down)
  ADD ("pins-are-drawn-side-by-side", test_pins_are_drawn_side_by_side);
  ADD ("block-is-drawn-as-a-sheet", test_block_is_drawn_as_a_sheet);
  ADD ("matrix-is-what-the-trace-holds", test_matrix_is_what_the_trace_holds);
  ADD ("maximum-is-the-largest-weight-of-any-head", test_maximum_is_the_largest_weight_of_any_head);
  ADD ("rollout-through-one-layer-is-half-of-its-attention", test_rollout_through_one_layer_is_half_of_its_attention);
  ADD ("rollout-of-words-and-patches-is-one-whole", test_rollout_of_words_and_patches_is_one_whole);
  ADD ("similarity-prints-what-it-draws", test_similarity_prints_what_it_draws);
  ADD ("layers-are-like-themselves", test_layers_are_like_themselves);
  ADD ("stacks-go-with-each-other", test_stacks_go_with_each_other);
  ADD ("two-models-are-compared", test_two_models_are_compared);
  ADD ("info-draws-the-model", test_info_draws_the_model);
  ADD ("drawn-layers-are-those-of-divergence", test_drawn_layers_are_those_of_divergence);
  ADD ("drawn-bridges-are-those-of-bridges", test_drawn_bridges_are_those_of_bridges);
  ADD ("models-without-bridges-have-none-to-draw", test_models_without_bridges_have_none_to_draw);
  ADD ("every-kind-of-figure-is-written", test_every_kind_of_figure_is_written);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/cli-figures/failure-is-one-sentence/%u", i);

      g_test_add_data_func (path, &cases[i], test_failure_is_one_sentence);
    }
  return g_test_run ();
}
