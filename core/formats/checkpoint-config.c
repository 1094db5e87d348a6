/* The config of weights that come without a config.json: shapes first, then what the trainer noted, then published defaults. */
#include <math.h>
#include <string.h>

#include "core/error.h"
#include "core/formats/checkpoint-private.h"

#define CORE "bridgetower."
#define TEXT CORE "text_model."
#define VISION CORE "vision_model.visual."
#define HEAD_WIDTH 64u
/* Text towers of the published sizes, and larger ones, have heads of that width; smaller ones have as many as the encoder. */
#define LEAST_PUBLISHED_WIDTH 768u

#define MODEL_EPSILON 1e-5
#define ROBERTA_EPSILON 1e-5
#define BERT_EPSILON 1e-12
#define CLIP_EPSILON 1e-5
#define VIT_EPSILON 1e-6

#define BERT_VOCABULARY 30522u

/**
 * Maker:
 * @settings: (nullable)
 * @is_meter: whether it is the model without bridges
 */
typedef struct
{
  const TrestleCheckpoint *checkpoint;
  const TrestlePickleValue *settings;
  gboolean is_meter;
} Maker;

static gboolean
has (const Maker *maker, const char *name)
{
  return trestle_checkpoint_get (maker->checkpoint, name) != NULL;
}

/* 0 if there is no such tensor or dimension */
static gsize
size_of (const Maker *maker, const char *name, guint dimension)
{
  const TrestleStoredTensor *tensor = trestle_checkpoint_get (maker->checkpoint, name);

  return tensor != NULL && dimension < tensor->n_dimensions ? tensor->shape[dimension] : 0;
}

/* How many there are of "PREFIX0SUFFIX", "PREFIX1SUFFIX", ... */
static guint
count_layers (const Maker *maker, const char *prefix, const char *suffix)
{
  for (guint i = 0;; i++)
    {
      g_autofree char *name = g_strdup_printf ("%s%u%s", prefix, i, suffix);

      if (!has (maker, name))
        return i;
    }
}

static const char *
setting_text (const Maker *maker, const char *key)
{
  const char *text = trestle_pickle_value_get_string (trestle_pickle_value_lookup (maker->settings, key));

  return text != NULL ? text : "";
}

static gboolean
setting_boolean (const Maker *maker, const char *key, gboolean otherwise)
{
  const TrestlePickleValue *value = trestle_pickle_value_lookup (maker->settings, key);

  return value != NULL && value->kind == TRESTLE_PICKLE_BOOLEAN ? value->boolean : otherwise;
}

static void
set_size (JsonObject *object, const char *key, gsize size)
{
  json_object_set_int_member (object, key, (gint64) MIN (size, G_MAXINT64));
}

/* Heads of 64, unless the trainer says how many and they divide the width. */
static gsize
count_heads (const Maker *maker, gsize width)
{
  gsize noted;

  if (trestle_pickle_value_get_size (trestle_pickle_value_lookup (maker->settings, "num_heads"), &noted) && noted > 0 && width % noted == 0)
    return noted;
  return MAX (1, width / HEAD_WIDTH);
}

static gboolean
is_bert (const Maker *maker)
{
  const char *tokenizer = setting_text (maker, "tokenizer");

  if (strstr (tokenizer, "roberta") != NULL)
    return FALSE;
  if (strstr (tokenizer, "bert") != NULL)
    return TRUE;
  return size_of (maker, TEXT "embeddings.word_embeddings.weight", 0) == BERT_VOCABULARY
         || size_of (maker, TEXT "embeddings.token_type_embeddings.weight", 0) > 1;
}

static JsonObject *
make_text (const Maker *maker)
{
  JsonObject *text = json_object_new ();
  gboolean bert = is_bert (maker);
  gsize hidden = size_of (maker, TEXT "embeddings.word_embeddings.weight", 1);

  json_object_set_string_member (text, "model_type", bert ? "bert" : "roberta");
  set_size (text, "hidden_size", hidden);
  set_size (text, "num_hidden_layers", count_layers (maker, TEXT "encoder.layer.", ".attention.self.query.weight"));
  set_size (text, "num_attention_heads", hidden >= LEAST_PUBLISHED_WIDTH ? hidden / HEAD_WIDTH : count_heads (maker, hidden));
  set_size (text, "intermediate_size", size_of (maker, TEXT "encoder.layer.0.intermediate.dense.weight", 0));
  set_size (text, "vocab_size", size_of (maker, TEXT "embeddings.word_embeddings.weight", 0));
  set_size (text, "max_position_embeddings", size_of (maker, TEXT "embeddings.position_embeddings.weight", 0));
  set_size (text, "type_vocab_size", size_of (maker, TEXT "embeddings.token_type_embeddings.weight", 0));
  json_object_set_double_member (text, "layer_norm_eps", bert ? BERT_EPSILON : ROBERTA_EPSILON);
  json_object_set_int_member (text, "pad_token_id", bert ? 0 : 1);
  json_object_set_string_member (text, "hidden_act", "gelu");
  return text;
}

/* Pixels of one side: the position embedding has a row for each patch of a square, and one for the class. */
static gboolean
find_image_size (const Maker *maker, gsize patch, gsize *size, GError **error)
{
  gsize rows = size_of (maker, VISION "embeddings.position_embedding.weight", 0);
  gsize grid = rows > 1 ? (gsize) sqrt ((double) (rows - 1)) : 0;

  *size = grid * patch;
  if (grid > 0 && patch > 0 && grid * grid == rows - 1)
    return TRUE;
  g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_SHAPE,
               "“%s” has position embeddings for %" G_GSIZE_FORMAT " places, which are not a class and a square of patches",
               trestle_checkpoint_get_name (maker->checkpoint), rows);
  return FALSE;
}

/* METER takes a CLIP tower before its last block, and does not store that. */
static JsonObject *
make_vision (const Maker *maker, GError **error)
{
  gboolean vit = !has (maker, VISION "ln_pre.weight");
  gboolean lacks_last = !vit && (maker->is_meter || setting_boolean (maker, "vit_remove_last", FALSE));
  gsize patch = size_of (maker, VISION "embeddings.patch_embedding.weight", 3), image;
  JsonObject *vision;

  if (!find_image_size (maker, patch, &image, error))
    return NULL;
  vision = json_object_new ();
  if (vit)
    json_object_set_string_member (vision, "model_type", "vit");
  set_size (vision, "hidden_size", size_of (maker, VISION "embeddings.patch_embedding.weight", 0));
  set_size (vision, "num_hidden_layers",
            count_layers (maker, VISION "transformer.resblocks.", ".attn.in_proj_weight") + (lacks_last ? 1 : 0));
  set_size (vision, "patch_size", patch);
  set_size (vision, "image_size", image);
  set_size (vision, "num_channels", size_of (maker, VISION "embeddings.patch_embedding.weight", 1));
  json_object_set_double_member (vision, "layer_norm_eps", vit ? VIT_EPSILON : CLIP_EPSILON);
  json_object_set_boolean_member (vision, "share_layernorm", setting_boolean (maker, "vit_layernorm_shared", TRUE));
  json_object_set_boolean_member (vision, "remove_last_layer", lacks_last);
  return vision;
}

/* (nullable): of which kind bridges are, if that can be told. @link: "....link_tower.0." */
static const char *
find_bridge_kind (const Maker *maker, const char *link)
{
  static const struct
  {
    const char *parameter;
    const char *kind;
  } kinds[] = {
    { "alpha", "channel_interpolate" },    { "scaled_factor", "scaled_add" }, { "beta", "interpolate" },
    { "query.weight", "cross_attention" }, { "dense_in.weight", "mlp" },
  };
  g_autofree char *inner = g_strconcat (link, "dense_in.weight", NULL), *dense = g_strconcat (link, "dense.weight", NULL);
  const char *noted = setting_text (maker, "link_tower_type");

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *name = g_strconcat (link, kinds[i].parameter, NULL);

      if (has (maker, name))
        return g_str_equal (kinds[i].kind, "cross_attention") && has (maker, inner) ? "cross_attention_ffn" : kinds[i].kind;
    }
  if (*noted != '\0')
    return noted;
  return has (maker, dense) ? NULL : "add";
}

static gboolean
add_bridges (const Maker *maker, JsonObject *config, gsize n_layers, GError **error)
{
  const char *tower = CORE "cross_modal_text_link_tower.", *kind;
  gboolean shared = has (maker, CORE "cross_modal_text_link_tower.LayerNorm.weight");
  g_autofree char *link = g_strconcat (tower, shared ? "" : "0.", NULL);

  kind = find_bridge_kind (maker, link);
  if (kind == NULL)
    {
      g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_MISSING,
                   "“%s” has bridges whose kind its tensors do not tell; put a config.json with “link_tower_type” beside it",
                   trestle_checkpoint_get_name (maker->checkpoint));
      return FALSE;
    }
  json_object_set_string_member (config, "link_tower_type", kind);
  json_object_set_boolean_member (config, "share_link_tower_layers", shared);
  set_size (config, "num_internal_bridges", shared ? n_layers : count_layers (maker, tower, ".LayerNorm.weight") + 1);
  return TRUE;
}

static void
add_heads (const Maker *maker, JsonObject *config)
{
  static const struct
  {
    const char *name;
    const char *parameter;
  } heads[] = {
    { "mlm", "mlm_score.bias" },          { "itm", "itm_score.fc.weight" },       { "itc", "itc_text_head.fc.weight" },
    { "vqa", "vqa_classifier.0.weight" }, { "snli", "snli_classifier.0.weight" }, { "nlvr2", "nlvr2_classifier.0.weight" },
    { "rank", "rank_output.weight" },
  };
  JsonArray *names = json_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (heads); i++)
    if (has (maker, heads[i].parameter))
      json_array_add_string_element (names, heads[i].name);
  json_object_set_array_member (config, "heads", names);
  if (has (maker, "itc_text_head.fc.weight"))
    set_size (config, "contrastive_hidden_size", size_of (maker, "itc_text_head.fc.weight", 0));
  if (has (maker, "vqa_classifier.3.weight"))
    set_size (config, "vqa_labels", size_of (maker, "vqa_classifier.3.weight", 0));
}

/* Tensors without which there is nothing to tell sizes from. */
static gboolean
check_parts (const Maker *maker, GError **error)
{
  static const char *const needed[] = { CORE "cross_modal_text_transform.weight",
                                        CORE "cross_modal_text_layers.0.attention.self.query.weight",
                                        TEXT "embeddings.word_embeddings.weight", VISION "embeddings.patch_embedding.weight",
                                        VISION "embeddings.position_embedding.weight" };

  for (guint i = 0; i < G_N_ELEMENTS (needed); i++)
    if (!has (maker, needed[i]))
      {
        g_set_error (
            error, TRESTLE_ERROR, TRESTLE_ERROR_MISSING,
            "“%s” has no tensor “%s”, so it is not a BridgeTower or METER model with CLIP or ViT and RoBERTa or BERT towers; choose "
            "another file",
            trestle_checkpoint_get_name (maker->checkpoint), needed[i]);
        return FALSE;
      }
  return TRUE;
}

static gboolean
is_meter (const Maker *maker)
{
  return !g_str_equal (setting_text (maker, "model_type"), "BT") && !has (maker, CORE "cross_modal_text_layernorm.weight")
         && !has (maker, CORE "cross_modal_text_link_tower.0.LayerNorm.weight");
}

/* What belongs to neither tower. */
static gboolean
add_encoder (const Maker *maker, JsonObject *config, GError **error)
{
  gsize hidden = size_of (maker, CORE "cross_modal_text_transform.weight", 0);
  gsize n_layers = count_layers (maker, CORE "cross_modal_text_layers.", ".attention.self.query.weight");

  json_object_set_string_member (config, "model_type", maker->is_meter ? "meter" : "bridgetower");
  set_size (config, "hidden_size", hidden);
  set_size (config, "num_hidden_layers", n_layers);
  set_size (config, "num_attention_heads", count_heads (maker, hidden));
  json_object_set_double_member (config, "layer_norm_eps", MODEL_EPSILON);
  add_heads (maker, config);
  return maker->is_meter || add_bridges (maker, config, n_layers, error);
}

JsonNode *
trestle_checkpoint_make_config (const TrestleCheckpoint *checkpoint, const TrestlePickleValue *settings, GError **error)
{
  Maker maker = { .checkpoint = checkpoint, .settings = settings };
  g_autoptr (JsonObject) config = json_object_new ();
  JsonObject *vision;
  JsonNode *node;

  if (!check_parts (&maker, error))
    return NULL;
  maker.is_meter = is_meter (&maker);
  if (!add_encoder (&maker, config, error))
    return NULL;
  json_object_set_object_member (config, "text_config", make_text (&maker));
  vision = make_vision (&maker, error);
  if (vision == NULL)
    return NULL;
  json_object_set_object_member (config, "vision_config", vision);
  node = json_node_alloc ();
  json_node_init_object (node, config);
  return node;
}
