/* A model and the image that it is asked about: where most subcommands begin. */
#pragma once

#include "app/cli/command.h"
#include "core/session.h"
#include "core/tasks.h"

G_BEGIN_DECLS

/* (transfer full): the folder or file of the model that --model names, or of the demo model. */
char *cli_find_model (const CliCall *call, GError **error);

/* (transfer full): the folder that its tokenizer and settings are in. */
char *cli_find_folder (const CliCall *call, GError **error);

/**
 * cli_find_config:
 * @config: (out) (transfer full) (nullable): what @folder's config.json says; %NULL if there is none, or one of a model that Trestle
 *   does not run, which is noted
 *
 * For subcommands that need not know the model.
 */
gboolean cli_find_config (CliCall *call, const char *folder, TrestleConfig **config, GError **error);

/* (transfer full): the model that the call names, open, for images of the size that the call names. */
TrestleSession *cli_open_model (const CliCall *call, GError **error);

/**
 * CliSubject:
 * @window: the part of the image that the model sees
 */
typedef struct
{
  TrestleSession *session;
  TrestleImage *image;
  TrestleImageWindow window;
} CliSubject;

/**
 * cli_subject_new:
 * @task: what the model must be able to do, or %TRESTLE_N_TASKS
 *
 * What is quickest to find wanting is looked at first: the image before the weights.
 *
 * Returns: (transfer full): the call's model, with the call's one image before it
 */
CliSubject *cli_subject_new (CliCall *call, TrestleTask task, GError **error);
void cli_subject_free (CliSubject *subject);

/* (transfer full): the text's tokens; if the text was too long for the model, that is noted. */
TrestleTokens *cli_tokenize_text (CliCall *call, const TrestleSession *session, const char *text, GError **error);

/* The same for any tokenizer. @max_tokens: where to cut. */
TrestleTokens *cli_tokenize_with (CliCall *call, const TrestleTokenizer *tokenizer, const char *text, guint max_tokens, GError **error);

/* (transfer full): the run of the tokens on the session's image, with progress, ended by Ctrl-C. */
TrestleTrace *cli_run_tokens (CliCall *call, TrestleSession *session, const TrestleTokens *tokens, GError **error);

/* Answers the call's one text about its one image; @answers: (out) (transfer full) (element-type TrestleAnswer). Returns its tokens. */
TrestleTokens *cli_answer_text (CliCall *call, CliSubject *subject, TrestleTask task, GPtrArray **answers, GError **error);

/* Of the tasks that one run answers, by name. Errors: %CLI_USAGE_ERROR. */
gboolean cli_choose_task (const char *name, TrestleTask *task, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CliSubject, cli_subject_free)

G_END_DECLS
