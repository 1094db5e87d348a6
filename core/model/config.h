/* config.json: the sizes and choices of a model, with the published defaults for what is missing. */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* How a bridge joins the cross-modal state x and the uni-modal state y (Design I of the BridgeTower paper). */
typedef enum
{
  TRESTLE_BRIDGE_ADD,
} TrestleBridgeKind;

typedef struct
{
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
  guint hidden_size; /* heads are 64 wide */
  guint n_layers;
  guint patch_size; /* pixels */
  guint image_size; /* pixels, both ways */
  float layer_norm_epsilon;
} TrestleVisionConfig;

/**
 * TrestleConfig:
 * @n_internal_bridges: k of the design: cross-modal layers fed by a tower layer of their own; the published models have one for
 *   every layer
 * @answers: %NULL-terminated names of the question-answering classes (id2label), or %NULL
 */
typedef struct
{
  guint hidden_size;
  guint n_layers;
  guint n_heads;
  guint n_internal_bridges;
  float layer_norm_epsilon;
  TrestleBridgeKind bridge_kind;
  gboolean share_bridges;
  guint contrastive_size;
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

/* "add", ...: as link_tower_type has it */
const char *trestle_bridge_kind_get_name (TrestleBridgeKind kind);
/* Heads are 64 wide, as in CLIP; a tower that is narrower has one. */
guint trestle_vision_config_get_n_heads (const TrestleVisionConfig *config);
/* The longest text, special tokens included: RoBERTa counts its positions from the padding id + 1. */
guint trestle_text_config_get_max_tokens (const TrestleTextConfig *config);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrestleConfig, trestle_config_free)

G_END_DECLS
