/* config.json: the sizes and choices of a model, with the published defaults for what is missing. */
#pragma once

#include <json-glib/json-glib.h>

#include "core/model/bridge.h"

G_BEGIN_DECLS

/* Where a text's tokens stand: RoBERTa counts the words that are not padding from the padding id + 1, BERT counts all from 0. */
typedef enum
{
  TRESTLE_TEXT_ROBERTA,
  TRESTLE_TEXT_BERT,
} TrestleTextKind;

/* CLIP's tower has ln_pre, quick GELU and no patch bias; a plain ViT or DeiT has no ln_pre, the exact GELU and a patch bias. */
typedef enum
{
  TRESTLE_VISION_CLIP,
  TRESTLE_VISION_VIT,
} TrestleVisionKind;

typedef struct
{
  TrestleTextKind kind;
  guint hidden_size;
  guint n_layers;
  guint n_heads;
  guint intermediate_size;
  guint vocabulary_size;
  guint n_positions; /* rows of the position embedding, RoBERTa's offset included */
  guint n_token_types;
  gint32 pad_id;
  float layer_norm_epsilon;
} TrestleTextConfig;

typedef struct
{
  TrestleVisionKind kind;
  guint hidden_size; /* heads are 64 wide */
  guint n_layers;    /* that are run: METER's tower lacks its last one */
  guint patch_size;  /* pixels */
  guint image_size;  /* pixels, both ways */
  float layer_norm_epsilon;
} TrestleVisionConfig;

/**
 * TrestleConfig:
 * @n_internal_bridges: k of the design: cross-modal layers fed by a tower layer of their own; the published models have one for
 *   every layer, METER only the first
 * @norms_entering: whether what enters the first layer is normalised first; METER does not
 * @bridge_kind: how all bridges join
 * @projects_image: whether the image embedding of contrast is taken behind the encoder's image transform, as in the published layout, or
 * from the tower itself
 * @answers: %NULL-terminated names of the question-answering classes (id2label), or %NULL
 */
typedef struct
{
  guint hidden_size;
  guint n_layers;
  guint n_heads;
  guint n_internal_bridges;
  float layer_norm_epsilon;
  gboolean norms_entering;
  const TrestleBridgeKind *bridge_kind;
  gboolean share_bridges;
  gboolean projects_image;
  char **answers;
  TrestleTextConfig text;
  TrestleVisionConfig vision;
} TrestleConfig;

/**
 * trestle_config_load:
 * @path: a config.json
 *
 * Errors: %G_FILE_ERROR, %TRESTLE_ERROR_INVALID, %TRESTLE_ERROR_UNSUPPORTED (a model type, bridge or tower that Trestle does not
 * run), %TRESTLE_ERROR_TOO_LARGE (a size beyond any real model), %TRESTLE_ERROR_SHAPE (sizes that do not fit together).
 */
TrestleConfig *trestle_config_load (const char *path, GError **error);
TrestleConfig *trestle_config_parse (JsonObject *object, const char *name, GError **error);
void trestle_config_free (TrestleConfig *config);

/* Another image size, in pixels. Errors: %TRESTLE_ERROR_INPUT if no whole patch fits, or above 4096 pixels. */
gboolean trestle_config_set_image_size (TrestleConfig *config, guint image_size, GError **error);

/* The largest size of whole patches that trestle_config_set_image_size() takes. */
guint trestle_vision_config_get_max_image_size (const TrestleVisionConfig *config);
/* Heads are 64 wide, as in CLIP; a tower that is narrower has one. */
guint trestle_vision_config_get_n_heads (const TrestleVisionConfig *config);
/* The longest text, special tokens included: RoBERTa uses no position up to the padding id. */
guint trestle_text_config_get_max_tokens (const TrestleTextConfig *config);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrestleConfig, trestle_config_free)

G_END_DECLS
