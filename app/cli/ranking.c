/* Every image against every text, by one of three heads. */
#include "app/cli/ranking.h"

#include "app/cli/output.h"
#include "app/cli/subject.h"
#include "core/error.h"

#define TEXTS_AT_A_TIME 32u
#define NAMED_COLUMNS 40 /* of a word, where it is named in a sentence */

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

/* The work while it is done. */
typedef struct
{
  const Measure *measure;
  TrestleSession *session;
  char **images;
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
tokenize_texts (CliCall *call, Ranking *ranking, char **texts, GError **error)
{
  for (guint i = 0; i < ranking->n_texts; i++)
    {
      TrestleTokens *tokens = cli_tokenize_text (call, ranking->session, texts[i], error);

      if (tokens == NULL)
        return FALSE;
      g_ptr_array_add (ranking->texts, tokens);
    }
  return TRUE;
}

static Ranking *
ranking_new (CliCall *call, const Measure *measure, char **images, char **texts, GError **error)
{
  g_autoptr (Ranking) ranking = g_new0 (Ranking, 1);

  ranking->measure = measure;
  ranking->texts = g_ptr_array_new_with_free_func ((GDestroyNotify) trestle_tokens_free);
  ranking->images = images;
  ranking->n_images = g_strv_length (images);
  ranking->n_texts = g_strv_length (texts);
  ranking->embeddings = g_new0 (TrestleTensor, ranking->n_texts);
  ranking->scores = g_new0 (double, (gsize) ranking->n_images * ranking->n_texts);
  if (!check_images (images, error))
    return NULL;
  ranking->session = cli_open_model (call, error);
  if (ranking->session == NULL || !trestle_task_check (measure->task, trestle_session_get_model (ranking->session), error))
    return NULL;
  trestle_session_set_recording (ranking->session, (TrestleRecording){ .blocks = 0 });
  return tokenize_texts (call, ranking, texts, error) ? g_steal_pointer (&ranking) : NULL;
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
    ranking->scores[(gsize) index * ranking->n_texts + i] = trestle_task_cosine (embedding, &ranking->embeddings[i]);
  return TRUE;
}

/* The image with some of the texts, from the one of number @first on. */
static gboolean
run_texts (CliCall *call, Ranking *ranking, guint index, guint first, guint count, GError **error)
{
  double n_all = (double) ranking->n_images * ranking->n_texts;
  gsize place = (gsize) index * ranking->n_texts + first;
  const TrestleTokens *const *texts = (const TrestleTokens *const *) ranking->texts->pdata + first;
  g_autoptr (GPtrArray) traces = NULL;

  cli_progress_set_part (call->progress, place / n_all, (place + count) / n_all);
  traces = trestle_session_run_captions (ranking->session, texts, count, cli_progress_report, call->progress,
                                         cli_progress_get_cancellable (call->progress), error);
  for (guint i = 0; traces != NULL && i < count; i++)
    ranking->scores[place + i] = trestle_task_score (ranking->measure->task, g_ptr_array_index (traces, i));
  return traces != NULL;
}

/* The image with every text; the session looks at the image but once. */
static gboolean
run_image (CliCall *call, Ranking *ranking, guint index, GError **error)
{
  for (guint first = 0; first < ranking->n_texts; first += TEXTS_AT_A_TIME)
    if (!run_texts (call, ranking, index, first, MIN (TEXTS_AT_A_TIME, ranking->n_texts - first), error))
      return FALSE;
  return TRUE;
}

/* One image against every text. */
static gboolean
score_image (CliCall *call, Ranking *ranking, guint index, GError **error)
{
  const char *path = ranking->images[index];
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

CliRanking *
cli_ranking_new (CliCall *call, char **images, char **texts, GError **error)
{
  const Measure *measure = find_measure (call->options.by, error);
  g_autoptr (Ranking) work = measure != NULL ? ranking_new (call, measure, images, texts, error) : NULL;
  CliRanking *ranking;

  if (work == NULL || !score_all (call, work, error))
    return NULL;
  ranking = g_new (CliRanking, 1);
  *ranking = (CliRanking){ measure->name, measure->heading, work->n_images, work->n_texts, g_steal_pointer (&work->scores) };
  return ranking;
}

void
cli_ranking_free (CliRanking *ranking)
{
  g_free (ranking->scores);
  g_free (ranking);
}
