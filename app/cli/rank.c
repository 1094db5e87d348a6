/* trestle-cli rank: every image against every text. */
#include "app/cli/output.h"
#include "app/cli/subject.h"
#include "app/cli/table.h"
#include "core/error.h"

#define NAMED_COLUMNS 40 /* of a word, where it is named in a sentence */

static const CliOption options[] = {
  { "image", 'i', CLI_LIST (images), "FILE", "An image, a PNG or JPEG file. May be given several times.", .is_required = TRUE },
  { "text", 't', CLI_LIST (texts), "TEXT", "A caption. May be given several times.", .is_required = TRUE },
  { "by", 0, CLI_STRING (by), "WHAT",
    "What to score with: \"match\", the probability of a match and the default; \"contrast\", the cosine of two embeddings; \"retrieve\", "
    "the score of the retrieval head." },
  CLI_MODEL,
  CLI_IMAGE_SIZE,
  CLI_JSON,
  { NULL },
};

/* What --by names: the head that it needs, and what its scores are called in a table. */
typedef struct
{
  const char *name;
  TrestleTask task;
  const char *heading;
} Measure;

static const Measure measures[] = {
  { "match", TRESTLE_TASK_MATCH, "probability" },
  { "contrast", TRESTLE_TASK_CONTRAST, "cosine" },
  { "retrieve", TRESTLE_TASK_RETRIEVE, "score" },
};

/* Every image against every text. */
typedef struct
{
  const Measure *measure;
  TrestleSession *session;
  guint n_images;
  guint n_texts;
  GPtrArray *texts;          /* TrestleTokens */
  TrestleTensor *embeddings; /* [texts] of [1, size], for contrast */
  double *scores;            /* [images, texts] */
} Ranking;

static void
ranking_free (Ranking *ranking)
{
  g_clear_pointer (&ranking->session, trestle_session_free);
  g_ptr_array_unref (ranking->texts);
  for (guint i = 0; i < ranking->n_texts; i++)
    trestle_tensor_clear (&ranking->embeddings[i]);
  g_free (ranking->embeddings);
  g_free (ranking->scores);
  g_free (ranking);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Ranking, ranking_free)

/* (nullable): what --by names */
static const Measure *
find_measure (const char *by, GError **error)
{
  g_autofree char *shown = by != NULL ? cli_fit (by, NAMED_COLUMNS) : NULL;

  if (by == NULL)
    return &measures[0];
  for (guint i = 0; i < G_N_ELEMENTS (measures); i++)
    if (g_str_equal (measures[i].name, by))
      return &measures[i];
  g_set_error (error, CLI_USAGE_ERROR, 0, "--by takes “match”, “contrast” or “retrieve”, not “%s”", shown);
  return NULL;
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

static gboolean
tokenize_texts (CliCall *call, Ranking *ranking, GError **error)
{
  for (guint i = 0; i < ranking->n_texts; i++)
    {
      TrestleTokens *tokens = cli_tokenize_text (call, ranking->session, call->options.texts[i], error);

      if (tokens == NULL)
        return FALSE;
      g_ptr_array_add (ranking->texts, tokens);
    }
  return TRUE;
}

static Ranking *
ranking_new (CliCall *call, const Measure *measure, GError **error)
{
  g_autoptr (Ranking) ranking = g_new0 (Ranking, 1);

  ranking->measure = measure;
  ranking->texts = g_ptr_array_new_with_free_func ((GDestroyNotify) trestle_tokens_free);
  ranking->n_images = g_strv_length (call->options.images);
  ranking->n_texts = g_strv_length (call->options.texts);
  ranking->embeddings = g_new0 (TrestleTensor, ranking->n_texts);
  ranking->scores = g_new0 (double, (gsize) ranking->n_images * ranking->n_texts);
  if (!check_images (call->options.images, error))
    return NULL;
  ranking->session = cli_open_model (call, error);
  if (ranking->session == NULL || !trestle_task_check (measure->task, trestle_session_get_model (ranking->session), error))
    return NULL;
  trestle_session_set_recording (ranking->session, (TrestleRecording){ .blocks = 0 });
  return tokenize_texts (call, ranking, error) ? g_steal_pointer (&ranking) : NULL;
}

/* Of contrast: what each text alone becomes. All of them are done before the first image. */
static gboolean
embed_texts (CliCall *call, Ranking *ranking, GError **error)
{
  double n_all = (double) ranking->n_images + ranking->n_texts;

  for (guint i = 0; i < ranking->n_texts; i++)
    {
      const TrestleTokens *tokens = g_ptr_array_index (ranking->texts, i);

      cli_progress_set_part (call->progress, i / n_all, (i + 1) / n_all);
      cli_progress_report (0.0, "text tower", call->progress);
      if (!trestle_session_embed_text (ranking->session, tokens->ids, tokens->length, cli_progress_get_cancellable (call->progress),
                                       &ranking->embeddings[i], error))
        return FALSE;
    }
  return TRUE;
}

/* Of two embeddings `[1, size]`, each of length 1. */
static double
find_cosine (const TrestleTensor *a, const TrestleTensor *b)
{
  double sum = 0.0;

  for (gsize i = 0; i < a->columns; i++)
    sum += (double) a->data[i] * b->data[i];
  return sum;
}

/* The image alone, against every text. */
static gboolean
contrast_image (CliCall *call, Ranking *ranking, guint index, GError **error)
{
  double n_all = (double) ranking->n_images + ranking->n_texts, done = (double) ranking->n_texts + index;
  const TrestleTensor *embedding; /* [1, size] */

  cli_progress_set_part (call->progress, done / n_all, (done + 1.0) / n_all);
  embedding = trestle_session_embed_image (ranking->session, cli_progress_report, call->progress,
                                           cli_progress_get_cancellable (call->progress), error);
  if (embedding == NULL)
    return FALSE;
  for (guint i = 0; i < ranking->n_texts; i++)
    ranking->scores[index * ranking->n_texts + i] = find_cosine (embedding, &ranking->embeddings[i]);
  return TRUE;
}

/* The image with every text; the session looks at the image but once. */
static gboolean
run_image (CliCall *call, Ranking *ranking, guint index, GError **error)
{
  double n_all = (double) ranking->n_images * ranking->n_texts;

  for (guint i = 0; i < ranking->n_texts; i++)
    {
      guint place = index * ranking->n_texts + i;
      g_autoptr (TrestleTrace) trace = NULL;

      cli_progress_set_part (call->progress, place / n_all, (place + 1) / n_all);
      trace = cli_run_tokens (call, ranking->session, g_ptr_array_index (ranking->texts, i), error);
      if (trace == NULL)
        return FALSE;
      ranking->scores[place] = ranking->measure->task == TRESTLE_TASK_MATCH ? trestle_task_match_probability (trace)
                                                                            : trestle_trace_get (trace, "logits.rank")->data[0];
    }
  return TRUE;
}

/* One image against every text. */
static gboolean
score_image (CliCall *call, Ranking *ranking, guint index, GError **error)
{
  const char *path = call->options.images[index];
  g_autofree char *name = g_filename_display_name (path);
  g_autoptr (TrestleImage) image = trestle_image_load (path, error);

  if (image == NULL || !trestle_session_set_image (ranking->session, image, name, NULL, error))
    return FALSE;
  return ranking->measure->task == TRESTLE_TASK_CONTRAST ? contrast_image (call, ranking, index, error)
                                                         : run_image (call, ranking, index, error);
}

static gboolean
score_all (CliCall *call, Ranking *ranking, GError **error)
{
  if (ranking->measure->task == TRESTLE_TASK_CONTRAST && !embed_texts (call, ranking, error))
    return FALSE;
  for (guint i = 0; i < ranking->n_images; i++)
    if (!score_image (call, ranking, i, error))
      return FALSE;
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

  cli_json_add_string (builder, "by", ranking->measure->name);
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
  g_autoptr (CliTable) table = cli_table_new ("rl", ranking->measure->heading, "image");
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
  const Measure *measure = find_measure (call->options.by, error);
  g_autoptr (Ranking) ranking = measure != NULL ? ranking_new (call, measure, error) : NULL;

  if (ranking == NULL || !score_all (call, ranking, error))
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
  .synopsis = "--image FILE [--image FILE]... --text TEXT [--text TEXT]... [--by WHAT] [OPTION]...",
  .description =
      "Gives every pair of an image and a text a score; the more they belong together, the higher. The table lists the images of each "
      "text, the best first.\n"
      "--by match is the probability that they match, as \"trestle-cli match\" gives it, and retrieve what the head scores that some "
      "checkpoints were trained with for search. Both run the model for every pair, and look at each image once.\n"
      "--by contrast runs a tower once for each image and once for each text, so it is much quicker where there are many of both. The "
      "score is the cosine between the two embeddings, from -1 to 1.\n"
      "JSON: {\"by\", \"images\", \"texts\", \"scores\"}; scores has a list for each image, with a number for each text, both in the "
      "order in which they were given.",
  .options = options,
  .examples = "rank --image one.png --image two.png --text \"a red star\"\n"
              "rank -i one.png -i two.png -t \"a red star\" -t \"two hearts\" --json\n"
              "rank -i one.png -i two.png -t \"a red star\" --by contrast",
  .run = run,
};
