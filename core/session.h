/* What a user works with: an open model and an image; a run costs what is new: the image, the text, and of the fusion what lies behind a
 * bridge that was switched. */
#pragma once

#include <gio/gio.h>

#include "core/input/image.h"
#include "core/input/preprocess.h"
#include "core/input/tokenizer.h"
#include "core/model/model.h"
#include "core/model/pass.h"
#include "core/model/trace.h"

G_BEGIN_DECLS

typedef struct _TrestleSession TrestleSession;

/**
 * trestle_session_open:
 * @path: a model folder or a checkpoint file; tokenizer and image settings are in the folder, or beside the file
 * @settings: (nullable): as of trestle_model_load()
 * @progress: (nullable) (scope call)
 *
 * Loads config, weights, tokenizer and image settings. Without tokenizer files it opens all the same; then only ids can be run.
 *
 * Errors: %G_IO_ERROR_CANCELLED, and those of the parts, each naming the file and what to do.
 *
 * Returns: (transfer full): a session without an image. One thread may use it at a time
 */
TrestleSession *trestle_session_open (const char *path,
                                      const TrestleModelSettings *settings,
                                      TrestleProgress progress,
                                      gpointer progress_data,
                                      GCancellable *cancellable,
                                      GError **error);
/* (transfer full): another session on the same model, without an image: for two images at a time. It records and stands in as @session. */
TrestleSession *trestle_session_new_beside (const TrestleSession *session);
void trestle_session_free (TrestleSession *session);

const TrestleModel *trestle_session_get_model (const TrestleSession *session);
/* (nullable): %NULL if there are no tokenizer files */
const TrestleTokenizer *trestle_session_get_tokenizer (const TrestleSession *session);
/* The most text tokens that the model can read, special ones included. */
guint trestle_session_get_max_tokens (const TrestleSession *session);

/**
 * trestle_session_tokenize:
 *
 * Errors: %TRESTLE_ERROR_MISSING if the folder has no tokenizer files, and the tokenizer's.
 *
 * Returns: (transfer full): the text's tokens, cut at the model's length (see n_dropped)
 */
TrestleTokens *trestle_session_tokenize (const TrestleSession *session, const char *text, GError **error);

/**
 * trestle_session_set_image:
 * @name: what errors call the image
 * @window: (out) (optional): the part of the image that the model sees
 *
 * Prepares @image for the vision tower. Setting another image forgets the tower's states; on error the old image stays.
 */
gboolean trestle_session_set_image (TrestleSession *session,
                                    const TrestleImage *image,
                                    const char *name,
                                    TrestleImageWindow *window,
                                    GError **error);

/* The same from prepared pixels, `[3, height, width]`; they are copied. Errors: %TRESTLE_ERROR_SHAPE. */
gboolean trestle_session_set_pixels (TrestleSession *session, const TrestleTensor *pixels, GError **error);

/**
 * trestle_session_prepare_image:
 * @name: what errors call the image
 * @pixels: (out): `[3, height, width]`, to be freed with trestle_tensor_clear(): @image as the vision tower reads it
 * @window: (out) (optional): the part of the image that the model sees
 *
 * What trestle_session_set_image() prepares; the session keeps its own image.
 */
gboolean trestle_session_prepare_image (const TrestleSession *session,
                                        const TrestleImage *image,
                                        const char *name,
                                        TrestleTensor *pixels,
                                        TrestleImageWindow *window,
                                        GError **error);

/* An image that the vision tower has read, with all that is known of it before there is a text: its trace, so it takes memory. */
typedef struct _TrestleSeenImage TrestleSeenImage;

TrestleSeenImage *trestle_seen_image_ref (TrestleSeenImage *image);
void trestle_seen_image_unref (TrestleSeenImage *image);

/**
 * trestle_session_read_images:
 * @pixels: `[n]`: prepared, `[3, height, width]` each; they are copied
 * @progress: (nullable) (scope call)
 *
 * Takes several images through the vision tower together, as first images, for runs that come later. The session keeps its own image.
 * Each image has the numbers that it would have alone, to rounding; to the bit where layers compute with packed weights
 * (trestle_linear_get_backend()).
 *
 * Errors: %G_IO_ERROR_CANCELLED, %TRESTLE_ERROR_SHAPE, %TRESTLE_ERROR_MEMORY if there is no room for so many together.
 *
 * Returns: (transfer full) (element-type TrestleSeenImage): the images, in their order
 */
GPtrArray *trestle_session_read_images (TrestleSession *session,
                                        const TrestleTensor *pixels,
                                        guint n,
                                        TrestleProgress progress,
                                        gpointer progress_data,
                                        GCancellable *cancellable,
                                        GError **error);

/* Makes @image, which a session of the same model has read, this session's. The vision tower reads it again only if what is recorded has
 * changed since. */
void trestle_session_take_image (TrestleSession *session, TrestleSeenImage *image);

/**
 * trestle_session_run:
 * @ids: `[n_tokens]`
 * @keep: (nullable): `[n_tokens]`, %FALSE for padding; %NULL keeps all
 * @progress: (nullable) (scope call)
 *
 * Runs what is not known yet: the vision tower unless it has read this image, the text tower unless the run before had the same tokens,
 * and the encoder's layers, with the stand-ins that are set; and every head that the model has. Known layers are those in front of the
 * first bridge that was given something else in the last run on both without any stand-in, or in the last one with some: whichever is more.
 *
 * Errors: %G_IO_ERROR_CANCELLED, %TRESTLE_ERROR_INPUT (no image, an id outside the vocabulary, too many tokens),
 * %TRESTLE_ERROR_MEMORY (what it records does not fit into memory; found before anything is computed),
 * %TRESTLE_ERROR_NOT_FINITE (some state or logit is no number; the message names the first one, and the weight to blame).
 *
 * Returns: (transfer full): the trace; it stays valid whatever the session does next
 */
TrestleTrace *trestle_session_run (TrestleSession *session,
                                   const gint32 *ids,
                                   const gboolean *keep,
                                   guint n_tokens,
                                   TrestleProgress progress,
                                   gpointer progress_data,
                                   GCancellable *cancellable,
                                   GError **error);

/**
 * trestle_session_run_captions:
 * @texts: `[n_texts]`
 * @progress: (nullable) (scope call)
 *
 * Several texts on the image at a time, for their scores: quicker than a run of each, because texts share the reading of weights, nothing
 * is recorded, and in the last layer only the class tokens are computed, which is what the heads read. A text that stands there twice is
 * computed once. With the stand-ins that are set.
 *
 * Errors: those of trestle_session_run().
 *
 * Returns: (transfer full) (element-type TrestleTrace): a trace for each text, in their order, the same one for texts that are the same:
 * the image's, and the logits of every head but "logits.mlm", which trestle_session_run() would give, to rounding
 */
GPtrArray *trestle_session_run_captions (TrestleSession *session,
                                         const TrestleTokens *const *texts,
                                         guint n_texts,
                                         TrestleProgress progress,
                                         gpointer progress_data,
                                         GCancellable *cancellable,
                                         GError **error);

/**
 * trestle_session_set_stand_in:
 * @bridge: counted from 0, less than trestle_model_get_n_bridges()
 * @stand_in: %TRESTLE_STAND_IN_NONE for the bridge as the model has it
 *
 * Knocks a bridge out: the runs from now on, of whatever image, give it @stand_in for its uni-modal side, and record that as
 * "bridge.SIDE.I.y". Such a run costs no more than the layers behind the bridge, if there was one with all bridges as they are on the same
 * image and text; who knocks out one bridge after the other does well to begin with the last one all the same.
 */
void trestle_session_set_stand_in (TrestleSession *session, TrestleSide side, guint bridge, TrestleStandIn stand_in);
TrestleStandIn trestle_session_get_stand_in (const TrestleSession *session, TrestleSide side, guint bridge);
/* All bridges at once. Errors: %TRESTLE_ERROR_INPUT if the model has none. */
gboolean trestle_session_take_bridges_out (TrestleSession *session, TrestleStandIn stand_in, GError **error);
/* All bridges are as the model has them again. */
void trestle_session_clear_stand_ins (TrestleSession *session);

/**
 * trestle_session_read_layer:
 * @trace: of a run with this model
 * @layer: of the cross-modal encoder, counted from 0
 *
 * The poolers and the heads applied to the states that left @layer, as if it were the last: at the last one they give the run's own
 * logits, to the bit.
 *
 * Errors: %TRESTLE_ERROR_INPUT if the run has no such layer, %TRESTLE_ERROR_SHAPE if it is of another model.
 *
 * Returns: (transfer full): a trace of these logits alone: "logits.pooled", "logits.itm", "logits.mlm", ... (see trestle_heads_forward())
 */
TrestleTrace *trestle_session_read_layer (TrestleSession *session, const TrestleTrace *trace, guint layer, GError **error);

/* Which attention the runs from now on record; all of it as float32 unless this is called. */
void trestle_session_set_recording (TrestleSession *session, TrestleRecording recording);

/* Whether the image is the second of a pair: models that compare two images tell them apart. A new image is a first one. */
void trestle_session_set_second (TrestleSession *session, gboolean is_second);

/**
 * trestle_session_reason:
 * @first: a run of the statement with the first image
 * @second: a run of it with the second (see trestle_session_set_second())
 * @logits: (out): that the statement does not hold of the two, that it does
 *
 * Errors: %TRESTLE_ERROR_TASK if the model has no head for two images.
 */
gboolean
trestle_session_reason (TrestleSession *session, const TrestleTrace *first, const TrestleTrace *second, float logits[2], GError **error);

/**
 * trestle_session_embed_image:
 *
 * Errors: those of trestle_session_run(), %TRESTLE_ERROR_TASK if the model has no contrast.
 *
 * Returns: (transfer none): the image's embedding `[1, size]`, of length 1, valid until there is another image; the text side takes no part
 */
const TrestleTensor *trestle_session_embed_image (TrestleSession *session,
                                                  TrestleProgress progress,
                                                  gpointer progress_data,
                                                  GCancellable *cancellable,
                                                  GError **error);

/**
 * trestle_session_embed_text:
 * @ids: `[n_tokens]`
 * @embedding: (out): `[1, size]`, of length 1, to be freed with trestle_tensor_clear()
 *
 * The text tower alone; no image is needed. Errors: those of trestle_session_run(), %TRESTLE_ERROR_TASK if the model has no contrast.
 */
gboolean trestle_session_embed_text (TrestleSession *session,
                                     const gint32 *ids,
                                     guint n_tokens,
                                     GCancellable *cancellable,
                                     TrestleTensor *embedding,
                                     GError **error);

/* What cosines between embeddings are multiplied by before the softmax over candidates: exp (logit_scale). */
double trestle_session_get_contrast_scale (const TrestleSession *session);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrestleSession, trestle_session_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrestleSeenImage, trestle_seen_image_unref)

G_END_DECLS
