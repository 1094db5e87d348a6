/* The one thread that runs the model: it answers requests one after the other and keeps what the next one may need again. */
#include "ui/engine.h"

#include "core/error.h"
#include "core/threads.h"
#include "ui/caption-scores.h"
#include "ui/look.h"

#define N_ANSWERS 5
#define N_LOOKS 2

/* All but @pool belongs to the engine's thread. @looks: at the image, and at the second one once a request was about two. */
struct _TrestleEngine
{
  GThreadPool *pool;
  TrestleModelSource *model;
  TrestleLook looks[N_LOOKS];
  TrestleCaptionScores *scores;
};

/**
 * EngineJob: a run or, if there is one to start from, a work.
 * @run: (nullable): what the work is about; then @request is what it was made from
 * @n_runs: how many texts are run with how many images, and @n_done of them are; for the progress
 */
typedef struct
{
  TrestleRequest *request;
  TrestleRun *run;
  TrestleWorkOrder order;
  TrestleProgress progress;
  gpointer progress_data;
  guint n_runs;
  guint n_done;
  TrestleCulprit culprit;
} EngineJob;

TrestleRequest *
trestle_request_new (TrestleModelSource *model, TrestleImageSource *image, TrestleImageSource *second, const TrestleQuestion *question)
{
  TrestleRequest *request = g_new0 (TrestleRequest, 1);

  request->model = trestle_model_source_ref (model);
  request->image = trestle_image_source_ref (image);
  if (second != NULL && question->task == TRESTLE_WINDOW_REASON)
    request->second = trestle_image_source_ref (second);
  trestle_question_set (&request->question, question);
  return request;
}

void
trestle_request_free (TrestleRequest *request)
{
  trestle_model_source_unref (request->model);
  trestle_image_source_unref (request->image);
  g_clear_pointer (&request->second, trestle_image_source_unref);
  trestle_question_clear (&request->question);
  g_free (request);
}

static void
engine_job_free (gpointer data)
{
  EngineJob *job = data;

  trestle_request_free (job->request);
  g_clear_pointer (&job->run, trestle_run_unref);
  if (job->order.free_data != NULL)
    job->order.free_data (job->order.data);
  g_free (job);
}

/* Texts are what the window is about: a model without a tokenizer is none for it. */
static TrestleSession *
engine_open_session (const EngineJob *job, GCancellable *cancellable, GError **error)
{
  const TrestleModelSource *source = job->request->model;
  g_autoptr (TrestleSession)
      session = trestle_session_open (source->path, &source->settings, job->progress, job->progress_data, cancellable, error);

  if (session == NULL
      || (source->stand_in != TRESTLE_STAND_IN_NONE && !trestle_session_take_bridges_out (session, source->stand_in, error)))
    return NULL;
  if (trestle_session_get_tokenizer (session) != NULL)
    return g_steal_pointer (&session);
  g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_MISSING,
               "“%s” has no tokenizer files, so it cannot read a text: put vocab.json and merges.txt, vocab.txt or tokenizer.json into its "
               "folder",
               source->path);
  return NULL;
}

static void
engine_forget_model (TrestleEngine *engine)
{
  for (guint i = 0; i < N_LOOKS; i++)
    trestle_look_set_session (&engine->looks[i], NULL);
  trestle_caption_scores_clear (engine->scores);
  g_clear_pointer (&engine->model, trestle_model_source_unref);
}

static gboolean
engine_use_model (TrestleEngine *engine, EngineJob *job, GCancellable *cancellable, GError **error)
{
  g_autoptr (TrestleSession) session = NULL;

  job->culprit = TRESTLE_CULPRIT_MODEL;
  if (engine->model == job->request->model)
    return TRUE;
  job->progress (0, "opening the model", job->progress_data);
  session = engine_open_session (job, cancellable, error);
  /* Whoever cancelled it at the last moment wants what is open already. */
  if (session == NULL || g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  engine_forget_model (engine);
  trestle_look_set_session (&engine->looks[0], g_steal_pointer (&session));
  engine->model = trestle_model_source_ref (job->request->model);
  return TRUE;
}

static gboolean
engine_use_image (TrestleEngine *engine, EngineJob *job, GCancellable *cancellable, GError **error)
{
  TrestleLook *look = &engine->looks[0];

  job->culprit = TRESTLE_CULPRIT_IMAGE;
  if (look->source == job->request->image)
    return TRUE;
  if (!trestle_look_set_image (look, job->request->image, FALSE, cancellable, error))
    return FALSE;
  trestle_caption_scores_clear (engine->scores);
  return TRUE;
}

static gboolean
engine_use_second (TrestleEngine *engine, EngineJob *job, GCancellable *cancellable, GError **error)
{
  TrestleLook *look = &engine->looks[1];

  job->culprit = TRESTLE_CULPRIT_SECOND_IMAGE;
  if (job->request->second == NULL)
    return TRUE;
  if (look->session == NULL)
    trestle_look_set_session (look, trestle_session_new_beside (engine->looks[0].session));
  return trestle_look_set_image (look, job->request->second, TRUE, cancellable, error);
}

/* A #TrestleProgress: of one run among those of a job. */
static void
report_run (double fraction, const char *stage, gpointer data)
{
  EngineJob *job = data;

  job->progress ((job->n_done + fraction) / MAX (job->n_runs, 1), stage, job->progress_data);
}

/* Which text is run for good: of captions, the one that is shown. */
static const char *
choose_text (const TrestleQuestion *question, char **captions)
{
  if (question->task != TRESTLE_WINDOW_RANK)
    return question->text;
  if (captions[0] == NULL)
    return "";
  return captions[question->caption < g_strv_length (captions) ? question->caption : 0];
}

/* Whether @caption is still to be run; the one that is shown is run anyway. */
static gboolean
engine_misses (const TrestleEngine *engine, const char *caption, const char *shown)
{
  return !g_str_equal (caption, shown) && !trestle_caption_scores_have (engine->scores, caption);
}

/* All captions but the one that is shown, and those that were scored before. */
static gboolean
engine_score_captions (TrestleEngine *engine, EngineJob *job, char **captions, const char *shown, GCancellable *cancellable, GError **error)
{
  TrestleSession *session = engine->looks[0].session;
  g_autoptr (GPtrArray) missing = g_ptr_array_new ();
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func ((GDestroyNotify) trestle_tokens_free);
  g_autoptr (GPtrArray) traces = NULL;

  for (guint i = 0; captions[i] != NULL; i++)
    if (engine_misses (engine, captions[i], shown))
      {
        TrestleTokens *tokens = trestle_session_tokenize (session, captions[i], error);

        if (tokens == NULL)
          return FALSE;
        g_ptr_array_add (missing, captions[i]);
        g_ptr_array_add (texts, tokens);
      }
  if (missing->len == 0)
    return TRUE;
  job->n_runs++;
  traces = trestle_session_run_captions (session, (const TrestleTokens *const *) texts->pdata, texts->len, report_run, job, cancellable,
                                         error);
  if (traces == NULL)
    return FALSE;
  for (guint i = 0; i < missing->len; i++)
    trestle_caption_scores_add (engine->scores, g_ptr_array_index (missing, i), g_ptr_array_index (traces, i));
  job->n_done++;
  return TRUE;
}

/* The text that is shown, with the image or with both. */
static gboolean
engine_run_looks (TrestleEngine *engine, EngineJob *job, const TrestleTokens *tokens, GCancellable *cancellable, GError **error)
{
  guint n_looks = job->request->second != NULL ? 2 : 1;

  for (guint i = 0; i < n_looks; i++, job->n_done++)
    if (!trestle_look_run (&engine->looks[i], tokens, report_run, job, cancellable, error))
      return FALSE;
  return TRUE;
}

static void
engine_rank (TrestleEngine *engine, TrestleRun *run, char **captions, const char *shown, GError **error)
{
  guint n_captions = g_strv_length (captions);
  g_autofree double *scores = g_new (double, n_captions);

  if (!trestle_task_check (run->head, run->model, error))
    return;
  trestle_caption_scores_add (engine->scores, shown, engine->looks[0].trace);
  trestle_caption_scores_keep (engine->scores, captions);
  for (guint i = 0; i < n_captions; i++)
    scores[i] = trestle_caption_scores_get (engine->scores, captions[i], run->head);
  trestle_run_set_ranking (run, captions, scores);
}

static GPtrArray *
engine_reason (TrestleEngine *engine, const TrestleRun *run, GError **error)
{
  float logits[2]; /* no, yes */

  if (run->second_image == NULL)
    {
      g_set_error_literal (error, TRESTLE_ERROR, TRESTLE_ERROR_INPUT, "The statement is about two images: choose the second one.");
      return NULL;
    }
  if (!trestle_session_reason (engine->looks[0].session, engine->looks[0].trace, engine->looks[1].trace, logits, error))
    return NULL;
  return trestle_task_answer_yes_or_no (logits);
}

static void
run_note_dropped (TrestleRun *run)
{
  if (run->tokens->n_dropped > 0)
    run->note = g_strdup_printf ("The model reads at most %u tokens: the last %u of this text were left out.", run->tokens->length,
                                 run->tokens->n_dropped);
}

/* Nothing was asked while there is no text. */
static void
engine_add_answers (TrestleEngine *engine, TrestleRun *run, char **captions, const char *shown)
{
  g_autofree char *said = g_strstrip (g_strdup (shown));
  g_autoptr (GError) error = NULL;

  if (*said == '\0')
    return;
  if (run->task == TRESTLE_WINDOW_RANK)
    engine_rank (engine, run, captions, shown, &error);
  else if (run->task == TRESTLE_WINDOW_REASON)
    run->answers = engine_reason (engine, run, &error);
  else
    run->answers = trestle_task_answer (run->head, run->model, run->tokenizer, run->trace, run->tokens->ids, run->tokens->length, N_ANSWERS,
                                        &error);
  if (error != NULL)
    run->note = g_strdup (error->message);
  else
    run_note_dropped (run);
}

/* What is shown of the image, or of two. */
static void
engine_add_images (const TrestleEngine *engine, const TrestleRequest *request, TrestleRun *run)
{
  const TrestleLook *second = request->second != NULL ? &engine->looks[1] : NULL, *look;

  run->shows_second = second != NULL && request->question.shows_second;
  look = run->shows_second ? second : &engine->looks[0];
  run->image_source = trestle_image_source_ref (request->image);
  run->image = trestle_image_ref (look->image);
  run->image_name = g_strdup (trestle_image_source_get_name (look->source));
  run->image_window = look->window;
  run->trace = trestle_trace_ref (look->trace);
  if (second == NULL)
    return;
  run->second_source = trestle_image_source_ref (request->second);
  run->second_image = trestle_image_ref (second->image);
  run->second_name = g_strdup (trestle_image_source_get_name (second->source));
}

static TrestleRun *
engine_make_run (const TrestleEngine *engine, const TrestleRequest *request, TrestleTokens *tokens)
{
  const TrestleSession *session = engine->looks[0].session;
  const TrestleQuestion *question = &request->question;
  TrestleRun *run = trestle_run_new ();

  run->model_source = trestle_model_source_ref (request->model);
  run->model = trestle_model_ref ((TrestleModel *) trestle_session_get_model (session));
  run->tokenizer = trestle_tokenizer_ref ((TrestleTokenizer *) trestle_session_get_tokenizer (session));
  engine_add_images (engine, request, run);
  run->task = question->task;
  run->head = trestle_tasks_choose_head (run->model, question->task, question->measure);
  run->text = g_strdup (question->text);
  run->caption = question->caption;
  run->tokens = tokens;
  run->words = trestle_tokenizer_get_words (run->tokenizer, tokens);
  return run;
}

/* The text, and what there is to say about it with the images that are set. */
static TrestleRun *
engine_ask (TrestleEngine *engine, EngineJob *job, GCancellable *cancellable, GError **error)
{
  const TrestleQuestion *question = &job->request->question;
  g_auto (GStrv) captions = question->task == TRESTLE_WINDOW_RANK ? trestle_captions_split (question->text) : NULL;
  const char *shown = choose_text (question, captions);
  g_autoptr (TrestleTokens) tokens = NULL;
  TrestleRun *run;

  job->culprit = TRESTLE_CULPRIT_TEXT;
  job->n_runs = job->request->second != NULL ? 2 : 1;
  tokens = trestle_session_tokenize (engine->looks[0].session, shown, error);
  if (tokens == NULL)
    return NULL;
  job->culprit = TRESTLE_CULPRIT_MODEL;
  if (captions != NULL && !engine_score_captions (engine, job, captions, shown, cancellable, error))
    return NULL;
  if (!engine_run_looks (engine, job, tokens, cancellable, error))
    return NULL;
  run = engine_make_run (engine, job->request, g_steal_pointer (&tokens));
  if (captions != NULL && run->caption >= g_strv_length (captions))
    run->caption = 0;
  engine_add_answers (engine, run, captions, shown);
  return run;
}

static TrestleRun *
engine_answer (TrestleEngine *engine, EngineJob *job, GCancellable *cancellable, GError **error)
{
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  if (!engine_use_model (engine, job, cancellable, error) || !engine_use_image (engine, job, cancellable, error)
      || !engine_use_second (engine, job, cancellable, error))
    return NULL;
  return engine_ask (engine, job, cancellable, error);
}

/* (nullable): the look that made the run, opened again if need be; a second image that is gone cannot be. */
static TrestleLook *
engine_find_look (TrestleEngine *engine, EngineJob *job, GCancellable *cancellable, GError **error)
{
  if (!engine_use_model (engine, job, cancellable, error))
    return NULL;
  if (!job->run->shows_second)
    return engine_use_image (engine, job, cancellable, error) ? &engine->looks[0] : NULL;
  if (engine->looks[1].session != NULL && engine->looks[1].image == job->run->image)
    return &engine->looks[1];
  g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INPUT, "The second image, “%s”, is not open any more: choose it again.",
               job->run->image_name);
  return NULL;
}

static gpointer
engine_work (TrestleEngine *engine, EngineJob *job, GCancellable *cancellable, GError **error)
{
  TrestleLook *look;

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  look = engine_find_look (engine, job, cancellable, error);
  if (look == NULL)
    return NULL;
  return job->order.work (look->session, job->run, job->order.data, job->progress, job->progress_data, cancellable, error);
}

static void
engine_thread (gpointer data, gpointer user_data)
{
  g_autoptr (GTask) task = data;
  EngineJob *job = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  gboolean is_work = job->run != NULL;
  GError *error = NULL;
  gpointer result;

  trestle_threads_use (0);
  result = is_work ? engine_work (user_data, job, cancellable, &error) : engine_answer (user_data, job, cancellable, &error);

  if (result == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, result, is_work ? job->order.free_result : (GDestroyNotify) trestle_run_unref);
}

TrestleEngine *
trestle_engine_new (void)
{
  TrestleEngine *engine = g_new0 (TrestleEngine, 1);
  g_autoptr (GError) error = NULL;

  engine->scores = trestle_caption_scores_new ();
  engine->pool = g_thread_pool_new (engine_thread, engine, 1, TRUE, &error);
  if (engine->pool == NULL)
    g_error ("The thread that runs the model could not be started: %s", error->message);
  return engine;
}

void
trestle_engine_free (TrestleEngine *engine)
{
  g_thread_pool_free (engine->pool, FALSE, TRUE);
  engine_forget_model (engine);
  trestle_caption_scores_free (engine->scores);
  g_free (engine);
}

void
trestle_engine_run_async (TrestleEngine *engine,
                          TrestleRequest *request,
                          TrestleProgress progress,
                          gpointer progress_data,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, data);
  EngineJob *job = g_new0 (EngineJob, 1);

  job->request = request;
  job->progress = progress;
  job->progress_data = progress_data;
  g_task_set_source_tag (task, trestle_engine_run_async);
  g_task_set_task_data (task, job, engine_job_free);
  g_thread_pool_push (engine->pool, task, NULL);
}

TrestleRun *
trestle_engine_run_finish (GAsyncResult *result, TrestleCulprit *culprit, GError **error)
{
  EngineJob *job = g_task_get_task_data (G_TASK (result));

  *culprit = job->culprit;
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
trestle_engine_work_async (TrestleEngine *engine,
                           TrestleRun *run,
                           const TrestleWorkOrder *order,
                           TrestleProgress progress,
                           gpointer progress_data,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, data);
  EngineJob *job = g_new0 (EngineJob, 1);
  TrestleQuestion question = { .text = run->text };

  job->request = trestle_request_new (run->model_source, run->image_source, NULL, &question);
  job->run = trestle_run_ref (run);
  job->order = *order;
  job->progress = progress;
  job->progress_data = progress_data;
  g_task_set_source_tag (task, trestle_engine_work_async);
  g_task_set_task_data (task, job, engine_job_free);
  g_thread_pool_push (engine->pool, task, NULL);
}

gpointer
trestle_engine_work_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
