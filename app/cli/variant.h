/* A model, or what is left of it without its bridges, on one image and one text: its answers, its heads, and where they look. */
#pragma once

#include "analysis/measures/attention-map.h"
#include "analysis/measures/effect.h"
#include "analysis/measures/head-profile.h"
#include "core/session.h"

G_BEGIN_DECLS

/* What has to be recorded of a run: the cross-modal encoder, which alone has bridges in front of it. */
#define CLI_VARIANT_RECORDING                                                                                                              \
  ((TrestleRecording){ .blocks = 1u << TRESTLE_BLOCK_CROSS_TEXT_SELF | 1u << TRESTLE_BLOCK_CROSS_TEXT_CROSS                                \
                                 | 1u << TRESTLE_BLOCK_CROSS_IMAGE_SELF | 1u << TRESTLE_BLOCK_CROSS_IMAGE_CROSS })

/* What is measured of the heads: bits 1 << measure. */
#define CLI_VARIANT_MEASURES                                                                                                               \
  (1u << TRESTLE_HEAD_DIVERGENCE | 1u << TRESTLE_HEAD_ENTROPY | 1u << TRESTLE_HEAD_DISTANCE | 1u << TRESTLE_HEAD_CLASS_SHARE)

/**
 * CliVariant:
 * @name: of the model
 * @answers: (nullable) (element-type TrestleAnswer): to every task that it can do
 * @shape: of the heads of its cross-modal encoder
 * @heads: `[shape.n_values]`
 * @patches: where the text looks in the image in the last layer, the mean of heads and of queries
 * @words: where the image looks in the text, likewise
 * @tokens: `[tokens]`, %NULL-terminated: the text's as a person writes them
 * @window: the part of the image that the model sees
 * @n_dropped: tokens at the end of the text that the model could not read
 */
typedef struct
{
  char *name;
  GPtrArray *answers[TRESTLE_N_EFFECT_TASKS];
  TrestleHeadShape shape;
  double *heads;
  TrestleAttentionMap *patches;
  TrestleAttentionMap *words;
  char **tokens;
  TrestleImageWindow window;
  guint n_dropped;
} CliVariant;

/**
 * cli_variant_new:
 * @trace: a run of @tokens by @session's model, recorded as above
 *
 * Errors: those of trestle_head_shape_measure().
 *
 * Returns: (transfer full): what @trace shows
 */
CliVariant *cli_variant_new (const TrestleSession *session,
                             const TrestleTrace *trace,
                             const TrestleTokens *tokens,
                             const TrestleImageWindow *window,
                             GError **error);
void cli_variant_free (CliVariant *variant);

/* A layer's mean over its heads; NAN if the model has no such layer, or the measure no meaning there. */
double cli_variant_get_layer (const CliVariant *variant, TrestleHeadMeasure measure, TrestleBlock block, guint layer);

/* The mean of that over all layers of all blocks of the cross-modal encoder where it has a meaning. */
double cli_variant_get_mean (const CliVariant *variant, TrestleHeadMeasure measure);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CliVariant, cli_variant_free)

G_END_DECLS
