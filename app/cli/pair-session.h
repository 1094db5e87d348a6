/* A model that is shown the pairs of a list, one after the other. */
#pragma once

#include "app/cli/command.h"
#include "core/input/pair-list.h"
#include "core/session.h"

G_BEGIN_DECLS

/**
 * CliPairSession:
 * @image: (nullable): path of the image that the session has
 * @window: the part of it that the model sees
 * @tokens: (nullable): of the pair that was last run
 * @n_cut: how many texts were longer than the model reads
 */
typedef struct
{
  TrestleSession *session;
  char *image;
  TrestleImageWindow window;
  TrestleTokens *tokens;
  guint64 n_cut;
} CliPairSession;

/* Errors: those of trestle_session_open(). */
CliPairSession *cli_pair_session_new (const char *model, guint image_size, GError **error);
void cli_pair_session_free (CliPairSession *session);

/**
 * cli_pair_session_run:
 *
 * Runs the model on a pair, to its end: it takes no part in Ctrl-C. A pair with the image of the one before costs only its text.
 *
 * Errors: those of the image, the tokenizer and the run.
 *
 * Returns: (transfer full): the trace; its tokens are in @session until the next pair
 */
TrestleTrace *cli_pair_session_run (CliPairSession *session, const TrestlePair *pair, GError **error);

/* Says how many texts lost their end, if any did. */
void cli_pair_session_note_cut (CliCall *call, const CliPairSession *session);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CliPairSession, cli_pair_session_free)

G_END_DECLS
