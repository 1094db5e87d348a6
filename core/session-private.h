/* How a session is made up, for the files that it is spread over: opening (session-open.c), runs (session.c), their fusion
 * (session-fusion.c), images read ahead (session-images.c), whether they are numbers (session-finite.c), and what heads read off beside a
 * run (session-heads.c). */
#pragma once

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
 * TrestleSessionFusion:
 * @stand_ins: `[sides, bridges]`: of the run
 * @layers: (element-type TrestleTrace): what each layer recorded, as far as the run got; each includes the one before, the first one the
 *   towers. Runs share layers
 *
 * One run's work in the encoder, for the runs on the same image and text that begin as it did.
 */
typedef struct
{
  TrestleStandIn *stand_ins;
  GPtrArray *layers;
} TrestleSessionFusion;

/**
 * TrestleSession:
 * @arena: what a layer needs while it runs
 * @pixels: of the image, or no data
 * @is_second: whether the image is the second of a pair
 * @stand_ins: `[sides, bridges]`
 * @seen: (nullable): whose memory the image's states are in, if it was read ahead
 * @image: has no trace until the vision tower has read the image
 * @text: of the tokens @ids
 * @ids: (nullable): %NULL if @text is of no use any more but for its memory
 * @intact: of the last run without any stand-in
 * @changed: of the last run with one
 * @spare: (element-type TrestleTrace): of layers, for their memory
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
  TrestleSeenImage *seen;
  TrestleSessionTower image;
  TrestleSessionTower text;
  gint32 *ids;
  TrestleSessionFusion intact;
  TrestleSessionFusion changed;
  GPtrArray *spare;
  TrestleTrace *run_trace;
};

/* Of both sides. */
gsize trestle_session_count_stand_ins (const TrestleSession *session);

void trestle_session_forget_image (TrestleSession *session);

void trestle_session_tower_clear (TrestleSessionTower *tower);

/* Whether the model reads pixels of this shape; @name: what errors call them. Errors: %TRESTLE_ERROR_SHAPE. */
gboolean trestle_session_check_pixels (const TrestleSession *session, const TrestleTensor *pixels, const char *name, GError **error);

/* Whether there is an image, and whether the model can read the tokens: see trestle_session_run(). */
gboolean trestle_session_check_image (const TrestleSession *session, GError **error);
gboolean trestle_session_check_ids (const TrestleSession *session, const gint32 *ids, const gboolean *keep, guint n_tokens, GError **error);

/* A pass without steps and without a trace, in the session's memory. */
TrestlePass
trestle_session_begin_pass (TrestleSession *session, TrestleProgress progress, gpointer progress_data, GCancellable *cancellable);

/* A trace to record in, in the memory of @last if that is free; it takes the place of @last. */
TrestleTrace *trestle_session_begin_trace (const TrestleSession *session, TrestleTrace **last, const gboolean *keep, guint n_tokens);

void trestle_session_init_fusions (TrestleSession *session);
void trestle_session_clear_fusions (TrestleSession *session);

/* To be called before a tower runs: the layers that there are are of another image or text. */
void trestle_session_forget_fusions (TrestleSession *session);

/* How many of the encoder's layers a run need not compute, if both towers stay as they are. */
guint trestle_session_count_known_layers (const TrestleSession *session);

/* The encoder's layers, those that are known being taken; the pass's trace includes them. Errors: %G_IO_ERROR_CANCELLED. */
gboolean trestle_session_fuse (TrestleSession *session, TrestlePass *pass, GError **error);

/* The vision tower, and what the encoder can do before it knows the text. */
gboolean trestle_session_run_image (TrestleSession *session, TrestlePass *pass, GError **error);

/* Whether every state and logit of a run is a number. Errors: %TRESTLE_ERROR_NOT_FINITE, naming the first that is not, and the weight to
 * blame. */
gboolean trestle_session_check_finite (const TrestleSession *session, const TrestleTrace *trace, GError **error);

G_END_DECLS
