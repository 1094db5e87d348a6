/* What a model is, in words and numbers, for people: both programs say the same of it. */
#pragma once

#include "core/model/model.h"

G_BEGIN_DECLS

/**
 * TrestlePartDetails:
 * @key: for programs: "cross_modal"
 * @title: for people: "cross-modal encoder"
 * @count: of its parameters
 * @n_layers: 0, as are the next two, for a part that has none
 * @hidden: how wide its states are
 * @n_heads: of a layer
 */
typedef struct
{
  const char *key;
  const char *title;
  guint64 count;
  guint n_layers;
  guint hidden;
  guint n_heads;
} TrestlePartDetails;

#define TRESTLE_N_MODEL_PARTS 5

/* Tokens of a text as people write captions: for what depends on them. */
#define TRESTLE_USUAL_TOKENS 20

/* The two towers, the cross-modal encoder, its bridges, and the heads of its tasks. */
void trestle_model_list_parts (const TrestleModel *model, TrestlePartDetails parts[TRESTLE_N_MODEL_PARTS]);

/* The rest of these: (transfer full). */
/* "BridgeTower with 5 bridges on each side" */
char *trestle_model_describe_type (const TrestleModel *model);
/* "5 bridges: add, shared", "no bridges" */
char *trestle_config_describe_bridges (const TrestleConfig *config);
/* Where the towers enter: "the last 6 layers of each tower enter the first 6 cross-modal layers, all but the first by a bridge" */
char *trestle_model_describe_places (const TrestleModel *model);
/* "match, fill, ask": by the names of the tasks; "" if it has no heads */
char *trestle_model_describe_tasks (const TrestleModel *model);
/* "288 x 288 pixels, as 18 x 18 patches of 16" */
char *trestle_model_describe_images (const TrestleModel *model);
/* "up to 512 tokens of a vocabulary of 50265"; @can_read: whether there are tokenizer files */
char *trestle_model_describe_texts (const TrestleModel *model, gboolean can_read);
/* "F16, F32": what the tensors are stored as */
char *trestle_model_describe_dtypes (const TrestleModel *model);
/* "3.4 MB, F32, safetensors" */
char *trestle_model_describe_weights (const TrestleModel *model);
/* "1.3 GB for its weights, 142.2 MB for a run that records all", of a text of %TRESTLE_USUAL_TOKENS */
char *trestle_model_describe_memory (const TrestleModel *model);
/* (nullable): "3 of its tensors are of no use to the model", %NULL if all are of use; @n_unused: of them */
char *trestle_model_describe_unused (guint n_unused);
/* "1,234,567" */
char *trestle_group_digits (guint64 number);

G_END_DECLS
