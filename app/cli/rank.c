/* trestle-cli rank: every image against every text. */
#include "app/cli/output.h"
#include "app/cli/subject.h"
#include "app/cli/table.h"
#include "core/error.h"

static const CliOption options[] = {
  { "image", 'i', CLI_LIST (images), "FILE", "An image, a PNG or JPEG file. May be given several times.", .is_required = TRUE },
  { "text", 't', CLI_LIST (texts), "TEXT", "A caption. May be given several times.", .is_required = TRUE },
  { "by", 0, CLI_STRING (by), "WHAT", "What to score with. \"match\", the probability of a match, is what there is, and the default." },
  CLI_MODEL,
  CLI_JSON,
  { NULL },
};

/* Every image against every text. */
typedef struct
{
  TrestleSession *session;
  guint n_images;
  guint n_texts;
  GPtrArray *texts; /* TrestleTokens */
  double *scores;   /* [images, texts] */
} Ranking;

static void
ranking_free (Ranking *ranking)
{
  g_clear_pointer (&ranking->session, trestle_session_free);
  g_ptr_array_unref (ranking->texts);
  g_free (ranking->scores);
  g_free (ranking);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Ranking, ranking_free)

static gboolean
check_by (const char *by, GError **error)
{
  if (by == NULL || g_str_equal (by, "match"))
    return TRUE;
  if (g_str_equal (by, "contrast"))
    g_set_error_literal (error, TRESTLE_ERROR, TRESTLE_ERROR_TASK, "Ranking by contrast is not there yet; --by match is");
  else
    g_set_error (error, CLI_USAGE_ERROR, 0, "--by takes “match”, not “%s”", by);
  return FALSE;
}

/* A misspelt name at the end of a long list should not be found after hours. */
static gboolean
check_images (char **paths, GError **error)
{
  for (; *paths != NULL; paths++)
    if (!g_file_test (*paths, G_FILE_TEST_IS_REGULAR))
      {
        g_autoptr (TrestleImage) image = trestle_image_load (*paths, error);

        return image != NULL;
      }
  return TRUE;
}

static Ranking *
ranking_new (CliCall *call, GError **error)
{
  g_autoptr (Ranking) ranking = g_new0 (Ranking, 1);

  ranking->texts = g_ptr_array_new_with_free_func ((GDestroyNotify) trestle_tokens_free);
  ranking->n_images = g_strv_length (call->options.images);
  ranking->n_texts = g_strv_length (call->options.texts);
  ranking->scores = g_new0 (double, ranking->n_images * ranking->n_texts);
  if (!check_images (call->options.images, error))
    return NULL;
  ranking->session = cli_open_model (call, error);
  if (ranking->session == NULL || !trestle_task_check (TRESTLE_TASK_MATCH, trestle_session_get_model (ranking->session), error))
    return NULL;
  for (guint i = 0; i < ranking->n_texts; i++)
    {
      TrestleTokens *tokens = cli_tokenize_text (call, ranking->session, call->options.texts[i], error);

      if (tokens == NULL)
        return NULL;
      g_ptr_array_add (ranking->texts, tokens);
    }
  return g_steal_pointer (&ranking);
}

/* One image against every text; the session looks at the image but once. */
static gboolean
score_image (CliCall *call, Ranking *ranking, guint index, GError **error)
{
  const char *path = call->options.images[index];
  g_autofree char *name = g_filename_display_name (path);
  g_autoptr (TrestleImage) image = trestle_image_load (path, error);
  double n_all = (double) ranking->n_images * ranking->n_texts;

  if (image == NULL || !trestle_session_set_image (ranking->session, image, name, NULL, error))
    return FALSE;
  for (guint i = 0; i < ranking->n_texts; i++)
    {
      guint place = index * ranking->n_texts + i;
      g_autoptr (TrestleTrace) trace = NULL;

      cli_progress_set_part (call->progress, place / n_all, (place + 1) / n_all);
      trace = cli_run_tokens (call, ranking->session, g_ptr_array_index (ranking->texts, i), error);
      if (trace == NULL)
        return FALSE;
      ranking->scores[place] = trestle_task_match_probability (trace);
    }
  return TRUE;
}

static void
add_strings (JsonBuilder *builder, const char *name, char **values)
{
  json_builder_begin_array (json_builder_set_member_name (builder, name));
  for (; *values != NULL; values++)
    {
      g_autofree char *valid = g_utf8_make_valid (*values, -1);

      json_builder_add_string_value (builder, valid);
    }
  json_builder_end_array (builder);
}

static void
print_json (CliCall *call, const Ranking *ranking)
{
  g_autoptr (JsonBuilder) builder = json_builder_begin_object (json_builder_new ());

  add_strings (builder, "images", call->options.images);
  add_strings (builder, "texts", call->options.texts);
  json_builder_begin_array (json_builder_set_member_name (builder, "scores"));
  for (guint image = 0; image < ranking->n_images; image++)
    {
      json_builder_begin_array (builder);
      for (guint text = 0; text < ranking->n_texts; text++)
        cli_json_add_element (builder, ranking->scores[image * ranking->n_texts + text]);
      json_builder_end_array (builder);
    }
  json_builder_end_object (json_builder_end_array (builder));
  cli_print_json (call, builder);
}

static int
compare_scores (gconstpointer a, gconstpointer b, gpointer scores)
{
  double first = ((const double *) scores)[*(const guint *) a], second = ((const double *) scores)[*(const guint *) b];

  return (first < second) - (first > second);
}

/* For people the images of each text are put in order: that is what a ranking is for. */
static void
print_text (CliCall *call, const Ranking *ranking, guint text)
{
  g_autoptr (CliTable) table = cli_table_new ("rl", "probability", "image");
  g_autofree char *heading = cli_fit (call->options.texts[text], 80);
  g_autofree double *scores = g_new (double, ranking->n_images);
  g_autofree guint *order = g_new (guint, ranking->n_images);

  for (guint i = 0; i < ranking->n_images; i++)
    {
      order[i] = i;
      scores[i] = ranking->scores[i * ranking->n_texts + text];
    }
  g_qsort_with_data (order, (int) ranking->n_images, sizeof *order, compare_scores, scores);
  for (guint i = 0; i < ranking->n_images; i++)
    cli_table_add (table, g_strdup_printf ("%.4f", scores[order[i]]), g_filename_display_name (call->options.images[order[i]]));
  cli_print (call, "%s%s", text > 0 ? "\n" : "", heading);
  cli_table_print (table, call);
}

static gboolean
run (CliCall *call, GError **error)
{
  g_autoptr (Ranking) ranking = NULL;

  if (!check_by (call->options.by, error))
    return FALSE;
  ranking = ranking_new (call, error);
  if (ranking == NULL)
    return FALSE;
  for (guint i = 0; i < ranking->n_images; i++)
    if (!score_image (call, ranking, i, error))
      return FALSE;
  if (call->options.json)
    print_json (call, ranking);
  else
    for (guint i = 0; i < ranking->n_texts; i++)
      print_text (call, ranking, i);
  return TRUE;
}

const CliCommand cli_rank = {
  .name = "rank",
  .summary = "score every image against every text",
  .synopsis = "--image FILE [--image FILE]... --text TEXT [--text TEXT]... [--by match] [OPTION]...",
  .description =
      "Gives every pair of an image and a text the probability that they match, as \"trestle-cli match\" does. Each image is looked "
      "at once, however many texts there are. The table lists the images of each text, the best first.\n"
      "JSON: {\"images\", \"texts\", \"scores\"}; scores has a list for each image, with a number for each text, both in the order "
      "in which they were given.",
  .options = options,
  .examples = "rank --image one.png --image two.png --text \"a red star\"\n"
              "rank -i one.png -i two.png -t \"a red star\" -t \"two hearts\" --json",
  .run = run,
};
