/* The one thread that runs the model: it answers requests one after the other and keeps what the next one may need again. */
#include "ui/engine.h"

#include "core/error.h"

#define N_ANSWERS 5

/* All but @pool belongs to the engine's thread. */
struct _TrestleEngine
{
  GThreadPool *pool;
  TrestleSession *session;
  TrestleModelSource *model;
  TrestleImageSource *source;
  TrestleImage *image;
  TrestleImageWindow image_window;
  gint32 *ids; /* [n_tokens], what @trace read */
  guint n_tokens;
  TrestleTrace *trace;
};

typedef struct
{
  TrestleRequest *request;
  TrestleProgress progress;
  gpointer progress_data;
  TrestleCulprit culprit;
} EngineJob;

TrestleRequest *
trestle_request_new (TrestleModelSource *model, TrestleImageSource *image, const char *text, TrestleTask task)
{
  TrestleRequest *request = g_new0 (TrestleRequest, 1);

  request->model = trestle_model_source_ref (model);
  request->image = trestle_image_source_ref (image);
  request->text = g_strdup (text);
  request->task = task;
  return request;
}

void
trestle_request_free (TrestleRequest *request)
{
  trestle_model_source_unref (request->model);
  trestle_image_source_unref (request->image);
  g_free (request->text);
  g_free (request);
}

static void
engine_job_free (gpointer data)
{
  EngineJob *job = data;

  trestle_request_free (job->request);
  g_free (job);
}

static void
engine_forget_trace (TrestleEngine *engine)
{
  g_clear_pointer (&engine->trace, trestle_trace_unref);
  g_clear_pointer (&engine->ids, g_free);
  engine->n_tokens = 0;
}

static void
engine_forget_image (TrestleEngine *engine)
{
  engine_forget_trace (engine);
  g_clear_pointer (&engine->source, trestle_image_source_unref);
  g_clear_pointer (&engine->image, trestle_image_unref);
}

/* Texts are what the window is about: a model without a tokenizer is none for it. */
static TrestleSession *
engine_open_session (const EngineJob *job, GCancellable *cancellable, GError **error)
{
  const TrestleModelSource *source = job->request->model;
  g_autoptr (TrestleSession)
      session = trestle_session_open (source->path, source->image_size, job->progress, job->progress_data, cancellable, error);

  if (session == NULL)
    return NULL;
  if (trestle_session_get_tokenizer (session) != NULL)
    return g_steal_pointer (&session);
  g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_MISSING,
               "“%s” has no tokenizer files, so it cannot read a text: put vocab.json and merges.txt, vocab.txt or tokenizer.json into its "
               "folder",
               source->path);
  return NULL;
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
  engine_forget_image (engine);
  g_clear_pointer (&engine->session, trestle_session_free);
  g_clear_pointer (&engine->model, trestle_model_source_unref);
  engine->session = g_steal_pointer (&session);
  engine->model = trestle_model_source_ref (job->request->model);
  return TRUE;
}

static gboolean
engine_use_image (TrestleEngine *engine, EngineJob *job, GCancellable *cancellable, GError **error)
{
  TrestleImageSource *source = job->request->image;
  g_autoptr (TrestleImage) image = NULL;
  TrestleImageWindow window;

  job->culprit = TRESTLE_CULPRIT_IMAGE;
  if (engine->source == source)
    return TRUE;
  image = trestle_image_source_decode (source, cancellable, error);
  if (image == NULL)
    return FALSE;
  if (!trestle_session_set_image (engine->session, image, trestle_image_source_get_name (source), &window, error))
    return FALSE;
  engine_forget_image (engine);
  engine->source = trestle_image_source_ref (source);
  engine->image = g_steal_pointer (&image);
  engine->image_window = window;
  return TRUE;
}

static gboolean
engine_has_run (const TrestleEngine *engine, const TrestleTokens *tokens)
{
  return engine->trace != NULL && engine->n_tokens == tokens->length
         && memcmp (engine->ids, tokens->ids, tokens->length * sizeof *tokens->ids) == 0;
}

static gboolean
engine_use_tokens (TrestleEngine *engine, EngineJob *job, const TrestleTokens *tokens, GCancellable *cancellable, GError **error)
{
  job->culprit = TRESTLE_CULPRIT_MODEL;
  if (engine_has_run (engine, tokens))
    return TRUE;
  engine_forget_trace (engine);
  engine->trace = trestle_session_run (engine->session, tokens->ids, NULL, tokens->length, job->progress, job->progress_data, cancellable,
                                       error);
  if (engine->trace == NULL)
    return FALSE;
  engine->ids = g_memdup2 (tokens->ids, tokens->length * sizeof *tokens->ids);
  engine->n_tokens = tokens->length;
  return TRUE;
}

static void
run_add_answers (TrestleRun *run)
{
  g_autoptr (GError) error = NULL;

  run->answers = trestle_task_answer (run->task, run->model, run->tokenizer, run->trace, run->tokens->ids, run->tokens->length, N_ANSWERS,
                                      &error);
  if (run->answers == NULL)
    run->note = g_strdup (error->message);
  else if (run->tokens->n_dropped > 0)
    run->note = g_strdup_printf ("The model reads at most %u tokens: the last %u of this text were left out.", run->tokens->length,
                                 run->tokens->n_dropped);
}

static TrestleRun *
engine_make_run (const TrestleEngine *engine, const TrestleRequest *request, TrestleTokens *tokens)
{
  TrestleRun *run = trestle_run_new ();

  run->model_source = trestle_model_source_ref (request->model);
  run->model = trestle_model_ref ((TrestleModel *) trestle_session_get_model (engine->session));
  run->tokenizer = trestle_tokenizer_ref ((TrestleTokenizer *) trestle_session_get_tokenizer (engine->session));
  run->image = trestle_image_ref (engine->image);
  run->image_name = g_strdup (trestle_image_source_get_name (request->image));
  run->image_window = engine->image_window;
  run->task = request->task;
  run->text = g_strdup (request->text);
  run->tokens = tokens;
  run->words = trestle_tokenizer_get_words (run->tokenizer, tokens);
  run->trace = trestle_trace_ref (engine->trace);
  run_add_answers (run);
  return run;
}

static TrestleRun *
engine_answer (TrestleEngine *engine, EngineJob *job, GCancellable *cancellable, GError **error)
{
  g_autoptr (TrestleTokens) tokens = NULL;

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  if (!engine_use_model (engine, job, cancellable, error) || !engine_use_image (engine, job, cancellable, error))
    return NULL;
  job->culprit = TRESTLE_CULPRIT_TEXT;
  tokens = trestle_session_tokenize (engine->session, job->request->text, error);
  if (tokens == NULL || !engine_use_tokens (engine, job, tokens, cancellable, error))
    return NULL;
  return engine_make_run (engine, job->request, g_steal_pointer (&tokens));
}

static void
engine_thread (gpointer data, gpointer user_data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  TrestleRun *run = engine_answer (user_data, g_task_get_task_data (task), g_task_get_cancellable (task), &error);

  if (run == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, run, (GDestroyNotify) trestle_run_unref);
}

TrestleEngine *
trestle_engine_new (void)
{
  TrestleEngine *engine = g_new0 (TrestleEngine, 1);
  g_autoptr (GError) error = NULL;

  engine->pool = g_thread_pool_new (engine_thread, engine, 1, TRUE, &error);
  if (engine->pool == NULL)
    g_error ("The thread that runs the model could not be started: %s", error->message);
  return engine;
}

void
trestle_engine_free (TrestleEngine *engine)
{
  g_thread_pool_free (engine->pool, FALSE, TRUE);
  engine_forget_image (engine);
  g_clear_pointer (&engine->session, trestle_session_free);
  g_clear_pointer (&engine->model, trestle_model_source_unref);
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
