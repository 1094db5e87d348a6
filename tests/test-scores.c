/* The demo models are as good as their configs say ("demo_scores"), on scenes that they have not seen. */
#include <gio/gio.h>
#include <math.h>
#include <stdlib.h>

#include "tests/cli-call.h"
#include "tests/scenes.h"
#include "tests/temporary-folder.h"

#define SEED 99
#define N_SCENES_OF_CONFIG 2000 /* that the scores in the configs are of */

static const char *const models[] = { "models/bridgetower-shapes", "models/meter-shapes" };
static guint n_scenes;
static char *folders[] = { [SCENES_MATCH] = NULL, [SCENES_ASK] = NULL };

/* A call beside another one. */
typedef struct
{
  const char *model; /* inside data/ */
  ScenesKind kind;
  double accuracy;
} Evaluation;

static gpointer
evaluate (gpointer data)
{
  Evaluation *evaluation = data;
  g_autofree char *model = cli_data_path (evaluation->model);
  g_autofree char *list = g_build_filename (folders[evaluation->kind], "pairs.jsonl", NULL);
  g_autoptr (CliResult) result = cli_call ("evaluate", "--pairs", list, "--model", model, "--json", NULL);
  JsonObject *json;

  /* On standard error there may be a line a minute about how far it is. */
  cli_result_assert_done (result);
  result->json = json_from_string (result->out, NULL);
  g_assert_nonnull (result->json);
  json = json_node_get_object (result->json);
  g_assert_cmpint (json_object_get_int_member (json, "pairs"), ==, n_scenes);
  g_assert_cmpint (json_object_get_int_member (json, "failed"), ==, 0);
  g_assert_cmpstr (json_object_get_string_member (json, "task"), ==, evaluation->kind == SCENES_MATCH ? "match" : "ask");
  evaluation->accuracy = json_object_get_double_member (json, "accuracy");
  return NULL;
}

static double
read_score (const char *model, const char *name)
{
  g_autofree char *folder = cli_data_path (model);
  g_autofree char *path = g_build_filename (folder, "config.json", NULL);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;
  JsonObject *config;

  json_parser_load_from_file (parser, path, &error);
  g_assert_no_error (error);
  config = json_node_get_object (json_parser_get_root (parser));
  return json_object_get_double_member (json_object_get_object_member (config, "demo_scores"), name);
}

/* Two and a half standard deviations of the difference between two scores, each of scenes of its own; 0.02 for 2,000 scenes. */
static double
choose_tolerance (double score)
{
  return 2.5 * sqrt (score * (1.0 - score) * (1.0 / n_scenes + 1.0 / N_SCENES_OF_CONFIG));
}

static void
assert_score (const Evaluation *evaluation, const char *name)
{
  double expected = read_score (evaluation->model, name);

  g_test_message ("%s %s: %.4f of %u scenes; its config says %.4f", evaluation->model, name, evaluation->accuracy, n_scenes, expected);
  g_assert_cmpfloat_with_epsilon (evaluation->accuracy, expected, choose_tolerance (expected));
}

static void
test_model_is_as_good_as_it_says (gconstpointer model)
{
  Evaluation match = { model, SCENES_MATCH, 0.0 }, ask = { model, SCENES_ASK, 0.0 };
  GThread *thread = g_thread_new ("match", evaluate, &match);

  evaluate (&ask);
  g_thread_join (thread);
  assert_score (&match, "itm");
  assert_score (&ask, "vqa");
}

static void
test_skipped (void)
{
  g_test_skip ("thousands of runs of a model take too long under the sanitizers; the release build has them");
}

static void
draw_scenes (void)
{
  for (guint kind = 0; kind < G_N_ELEMENTS (folders); kind++)
    {
      g_autoptr (GError) error = NULL;

      folders[kind] = temporary_folder_new ((const TemporaryFile[]){ { NULL } });
      scenes_write (folders[kind], (ScenesKind) kind, n_scenes, SEED, &error);
      g_assert_no_error (error);
    }
}

/* How many scenes for each model and question; "skip": say that nothing is tested. */
int
main (int argc, char **argv)
{
  int code;

  g_test_init (&argc, &argv, NULL);
  if (argc > 1 && g_str_equal (argv[1], "skip"))
    {
      g_test_add_func ("/scores/demo-models-are-as-good-as-they-say", test_skipped);
      return g_test_run ();
    }
  g_assert_cmpint (argc, ==, 2);
  n_scenes = (guint) atoi (argv[1]);
  g_assert_cmpuint (n_scenes, >, 0);
  draw_scenes ();
  g_test_add_data_func ("/scores/bridgetower-is-as-good-as-it-says", models[0], test_model_is_as_good_as_it_says);
  g_test_add_data_func ("/scores/meter-is-as-good-as-it-says", models[1], test_model_is_as_good_as_it_says);
  code = g_test_run ();
  for (guint kind = 0; kind < G_N_ELEMENTS (folders); kind++)
    temporary_folder_free (folders[kind]);
  return code;
}
