/* How a session is made up, for the files that it is spread over: opening (session-open.c), runs (session.c), whether they are numbers
 * (session-finite.c), and what heads read off beside a run (session-heads.c). */
#pragma once

#include "core/model/memory-need.h"
#include "core/model/model-private.h"
#include "core/session.h"

G_BEGIN_DECLS

/**
 * TrestleSessionTower:
 * @trace: (nullable): what it recorded
 * @memory: where @prepared lives, unless that is in the trace
 * @prepared: what the encoder has made of it
 *
 * One tower's work, for every run on the same image or text.
 */
typedef struct
{
  TrestleTrace *trace;
  TrestleArena *memory;
  TrestlePreparedSide prepared;
} TrestleSessionTower;

/**
 * TrestleSession:
 * @arena: what a layer needs while it runs
 * @pixels: of the image, or no data
 * @is_second: whether the image is the second of a pair
 * @stand_ins: `[sides, bridges]`
 * @image: has no trace until the vision tower has read the image
 * @text: of the tokens @ids
 * @ids: (nullable): %NULL if @text is of no use any more but for its memory
 * @run_trace: (nullable): the trace of the run before, whose memory the next one takes if nobody else holds it
 */
struct _TrestleSession
{
  TrestleModel *model;
  TrestleTokenizer *tokenizer;
  TrestlePreprocess preprocess;
  TrestleArena *arena;
  TrestleTensor pixels;
  gboolean is_second;
  TrestleRecording recording;
  TrestleStandIn *stand_ins;
  TrestleSessionTower image;
  TrestleSessionTower text;
  gint32 *ids;
  TrestleTrace *run_trace;
};

/* Of both sides. */
gsize trestle_session_count_stand_ins (const TrestleSession *session);

void trestle_session_forget_image (TrestleSession *session);

/* Whether there is an image, and whether the model can read the tokens: see trestle_session_run(). */
gboolean trestle_session_check_image (const TrestleSession *session, GError **error);
gboolean trestle_session_check_ids (const TrestleSession *session, const gint32 *ids, const gboolean *keep, guint n_tokens, GError **error);

/* A pass without steps and without a trace, in the session's memory. */
TrestlePass
trestle_session_begin_pass (TrestleSession *session, TrestleProgress progress, gpointer progress_data, GCancellable *cancellable);

/**
 * trestle_session_check_memory:
 * @n_tokens: of the text
 * @needs_text: whether the text tower is to run
 * @needs_fusion: whether the rest of the encoder is to run
 *
 * Before anything is taken: whether there is memory for that and, if it has not read the image, for the vision tower. Errors:
 * %TRESTLE_ERROR_MEMORY.
 */
gboolean trestle_session_check_memory (TrestleSession *session, guint n_tokens, gboolean needs_text, gboolean needs_fusion, GError **error);

/* The vision tower, and what the encoder can do before it knows the text. */
gboolean trestle_session_run_image (TrestleSession *session, TrestlePass *pass, GError **error);

/* Whether every state and logit of a run is a number. Errors: %TRESTLE_ERROR_NOT_FINITE, naming the first that is not, and the weight to
 * blame. */
gboolean trestle_session_check_finite (const TrestleSession *session, const TrestleTrace *trace, GError **error);

G_END_DECLS
