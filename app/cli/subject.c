/* A model and the image that it is asked about. */
#include "app/cli/subject.h"

#include "app/cli/output.h"
#include "core/data.h"
#include "core/error.h"
#include "core/formats/checkpoint.h"
#include "core/model/details.h"

#define DEMO_MODEL "models/bridgetower-shapes"
#define NAMED_COLUMNS 40 /* of a text, where it is named in a sentence */

char *
cli_find_model (const CliCall *call, GError **error)
{
  if (call->options.model != NULL)
    return g_strdup (call->options.model);
  return trestle_data_find (DEMO_MODEL, error);
}

gboolean
cli_choose_task (const char *name, TrestleTask *task, GError **error)
{
  for (*task = TRESTLE_TASK_MATCH; *task <= TRESTLE_TASK_ENTAIL; (*task)++)
    if (g_str_equal (trestle_task_get_name (*task), name))
      return TRUE;
  g_set_error (error, CLI_USAGE_ERROR, 0, "--task takes match, fill, ask or entail, not “%s”", name);
  return FALSE;
}

char *
cli_find_folder (const CliCall *call, GError **error)
{
  g_autofree char *path = cli_find_model (call, error);

  return path != NULL ? trestle_checkpoint_find_folder (path) : NULL;
}

gboolean
cli_find_config (CliCall *call, const char *folder, TrestleConfig **config, GError **error)
{
  g_autofree char *path = g_build_filename (folder, "config.json", NULL);
  g_autoptr (GError) problem = NULL;

  *config = NULL;
  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return TRUE;
  *config = trestle_config_load (path, &problem);
  if (*config != NULL)
    return TRUE;
  if (g_error_matches (problem, TRESTLE_ERROR, TRESTLE_ERROR_UNSUPPORTED))
    {
      cli_note (call, "%s; going on without it", problem->message);
      return TRUE;
    }
  g_propagate_error (error, g_steal_pointer (&problem));
  return FALSE;
}

TrestleSession *
cli_open_model (const CliCall *call, GError **error)
{
  g_autofree char *path = cli_find_model (call, error);

  if (path == NULL)
    return NULL;
  return trestle_session_open (path, &call->options.settings, cli_progress_report, call->progress,
                               cli_progress_get_cancellable (call->progress), error);
}

CliSubject *
cli_subject_new (CliCall *call, TrestleTask task, GError **error)
{
  g_autoptr (CliSubject) subject = g_new0 (CliSubject, 1);
  const char *path = call->options.images[0];
  g_autofree char *name = g_filename_display_name (path);

  subject->image = trestle_image_load (path, error);
  if (subject->image == NULL)
    return NULL;
  subject->session = cli_open_model (call, error);
  if (subject->session == NULL)
    return NULL;
  if (task != TRESTLE_N_TASKS && !trestle_task_check (task, trestle_session_get_model (subject->session), error))
    return NULL;
  if (!trestle_session_set_image (subject->session, subject->image, name, &subject->window, error))
    return NULL;
  return g_steal_pointer (&subject);
}

void
cli_subject_free (CliSubject *subject)
{
  g_clear_pointer (&subject->session, trestle_session_free);
  g_clear_pointer (&subject->image, trestle_image_unref);
  g_free (subject);
}

static void
note_dropped (CliCall *call, const char *text, const TrestleTokens *tokens)
{
  g_autofree char *name = cli_fit (text, NAMED_COLUMNS);

  if (tokens->n_dropped > 0)
    cli_note (call, "the model reads at most %u tokens, so the last %u of “%s” were left out", tokens->length, tokens->n_dropped, name);
}

TrestleTokens *
cli_tokenize_text (CliCall *call, const TrestleSession *session, const char *text, GError **error)
{
  TrestleTokens *tokens = trestle_session_tokenize (session, text, error);

  if (tokens != NULL)
    note_dropped (call, text, tokens);
  return tokens;
}

TrestleTokens *
cli_tokenize_with (CliCall *call, const TrestleTokenizer *tokenizer, const char *text, guint max_tokens, GError **error)
{
  TrestleTokens *tokens = trestle_tokenizer_encode (tokenizer, text, max_tokens, error);

  if (tokens != NULL)
    note_dropped (call, text, tokens);
  return tokens;
}

TrestleTrace *
cli_run_tokens (CliCall *call, TrestleSession *session, const TrestleTokens *tokens, GError **error)
{
  return trestle_session_run (session, tokens->ids, NULL, tokens->length, cli_progress_report, call->progress,
                              cli_progress_get_cancellable (call->progress), error);
}

TrestleTokens *
cli_answer_text (CliCall *call, CliSubject *subject, TrestleTask task, GPtrArray **answers, GError **error)
{
  g_autoptr (TrestleTokens) tokens = cli_tokenize_text (call, subject->session, call->options.texts[0], error);
  g_autoptr (TrestleTrace) trace = tokens != NULL ? cli_run_tokens (call, subject->session, tokens, error) : NULL;

  if (trace == NULL)
    return NULL;
  *answers = trestle_task_answer (task, trestle_session_get_model (subject->session), trestle_session_get_tokenizer (subject->session),
                                  trace, tokens->ids, tokens->length, (guint) call->options.top, error);
  return *answers != NULL ? g_steal_pointer (&tokens) : NULL;
}
