/* config.json: the sizes and choices of a model, with the published defaults for what is missing. */
#include "core/model/config.h"

#include "core/error.h"
#include "core/formats/json-settings.h"

/* VQAv2's 3,129 answers make a file of 150 kilobytes. */
#define MAX_FILE_SIZE (16u << 20)

/* Beyond any model that there is, and small enough that products of two of them fit into 32 bits. */
#define MAX_HIDDEN 16384u
#define MAX_LAYERS 256u
#define MAX_VOCABULARY (1u << 24)
#define MAX_POSITIONS 65536u
#define MAX_PIXELS 4096u
#define MAX_GRID 128u /* patches along a side: attention over more than 16,384 would take gigabytes for each head */

/* As in CLIP, whose towers the published models have. */
#define VISION_HEAD_WIDTH 64u

/* What model_type may be: how the encoder is wired to the towers. */
typedef struct
{
  const char *name;
  gboolean has_bridges;
  gboolean norms_entering;
} Wiring;

static const Wiring wirings[] = {
  { "bridgetower", TRUE, TRUE },
  { "meter", FALSE, FALSE },
};

/* One file while it is read. */
typedef struct
{
  TrestleConfig *config;
  const char *name;
} Reader;

static gboolean
set_unsupported (const Reader *reader, const char *key, const char *value, const char *supported, GError **error)
{
  g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_UNSUPPORTED, "“%s” has the %s “%s”; Trestle runs %s", reader->name, key, value,
               supported);
  return FALSE;
}

static gboolean
read_epsilon (const Reader *reader, JsonObject *object, float *epsilon, GError **error)
{
  double value = *epsilon;

  if (!trestle_json_read_number (object, "layer_norm_eps", reader->name, &value, error))
    return FALSE;
  if (value < 0.0 || value > 1.0)
    return trestle_json_set_error (reader->name, "layer_norm_eps", "a number from 0 to 1", error);
  *epsilon = (float) value;
  return TRUE;
}

static gboolean
read_text (const Reader *reader, JsonObject *object, GError **error)
{
  TrestleTextConfig *text = &reader->config->text;
  const char *name = reader->name, *activation = "gelu", *type = "roberta";
  guint pad_id = (guint) text->pad_id;

  if (!trestle_json_read_size (object, "hidden_size", name, 1, MAX_HIDDEN, &text->hidden_size, error)
      || !trestle_json_read_size (object, "num_hidden_layers", name, 1, MAX_LAYERS, &text->n_layers, error)
      || !trestle_json_read_size (object, "num_attention_heads", name, 1, MAX_HIDDEN, &text->n_heads, error)
      || !trestle_json_read_size (object, "intermediate_size", name, 1, 8 * MAX_HIDDEN, &text->intermediate_size, error)
      || !trestle_json_read_size (object, "vocab_size", name, 1, MAX_VOCABULARY, &text->vocabulary_size, error)
      || !trestle_json_read_size (object, "max_position_embeddings", name, 1, MAX_POSITIONS, &text->n_positions, error)
      || !trestle_json_read_size (object, "type_vocab_size", name, 1, 1024, &text->n_token_types, error)
      || !trestle_json_read_size (object, "pad_token_id", name, 0, MAX_VOCABULARY, &pad_id, error)
      || !trestle_json_read_string (object, "hidden_act", name, &activation, error)
      || !trestle_json_read_string (object, "model_type", name, &type, error)
      || !read_epsilon (reader, object, &text->layer_norm_epsilon, error))
    return FALSE;
  text->pad_id = (gint32) pad_id;
  text->kind = g_str_equal (type, "bert") ? TRESTLE_TEXT_BERT : TRESTLE_TEXT_ROBERTA;
  return g_str_equal (activation, "gelu") || set_unsupported (reader, "hidden_act", activation, "“gelu”", error);
}

static gboolean
read_vision (const Reader *reader, JsonObject *object, GError **error)
{
  TrestleVisionConfig *vision = &reader->config->vision;
  const char *name = reader->name, *type = "clip_vision_model";
  gboolean share_layer_norm = TRUE, remove_last_layer = FALSE;

  if (!trestle_json_read_size (object, "hidden_size", name, 1, MAX_HIDDEN, &vision->hidden_size, error)
      || !trestle_json_read_size (object, "num_hidden_layers", name, 1, MAX_LAYERS, &vision->n_layers, error)
      || !trestle_json_read_size (object, "patch_size", name, 1, MAX_PIXELS, &vision->patch_size, error)
      || !trestle_json_read_size (object, "image_size", name, 1, MAX_PIXELS, &vision->image_size, error)
      || !trestle_json_read_boolean (object, "share_layernorm", name, &share_layer_norm, error)
      || !trestle_json_read_boolean (object, "remove_last_layer", name, &remove_last_layer, error)
      || !trestle_json_read_string (object, "model_type", name, &type, error)
      || !read_epsilon (reader, object, &vision->layer_norm_epsilon, error))
    return FALSE;
  vision->kind = g_str_equal (type, "vit") ? TRESTLE_VISION_VIT : TRESTLE_VISION_CLIP;
  vision->n_layers -= remove_last_layer && vision->n_layers > 1 ? 1 : 0;
  return share_layer_norm || set_unsupported (reader, "share_layernorm", "false", "models whose tower layers share one ln_post", error);
}

/* (transfer full): "“a”, “b” and “c”" */
static char *
quote_list (const char *const *names)
{
  GString *list = g_string_new (NULL);

  for (guint i = 0; names[i] != NULL; i++)
    g_string_append_printf (list, "%s“%s”", i == 0 ? "" : names[i + 1] == NULL ? " and " : ", ", names[i]);
  return g_string_free (list, FALSE);
}

static gboolean
read_bridges (const Reader *reader, JsonObject *object, GError **error)
{
  TrestleConfig *config = reader->config;
  const char *kind = "add";
  g_autofree const char **kinds = trestle_bridge_kind_list ();
  g_autofree char *known = quote_list (kinds);

  config->n_internal_bridges = config->n_layers;
  if (!trestle_json_read_string (object, "link_tower_type", reader->name, &kind, error)
      || !trestle_json_read_boolean (object, "share_link_tower_layers", reader->name, &config->share_bridges, error)
      || !trestle_json_read_size (object, "num_internal_bridges", reader->name, 1, config->n_layers, &config->n_internal_bridges, error))
    return FALSE;
  config->bridge_kind = trestle_bridge_kind_find (kind);
  return config->bridge_kind != NULL || set_unsupported (reader, "link_tower_type", kind, known, error);
}

/* How the encoder is wired to the towers. Without bridges, only the last states of the towers enter. */
static gboolean
read_wiring (const Reader *reader, JsonObject *object, GError **error)
{
  TrestleConfig *config = reader->config;
  const char *type = "bridgetower";

  if (!trestle_json_read_string (object, "model_type", reader->name, &type, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (wirings); i++)
    if (g_str_equal (wirings[i].name, type))
      {
        config->norms_entering = wirings[i].norms_entering;
        config->bridge_kind = trestle_bridge_kind_find ("add");
        config->n_internal_bridges = 1;
        return !wirings[i].has_bridges || read_bridges (reader, object, error);
      }
  return set_unsupported (reader, "model_type", type, "“bridgetower” and “meter”", error);
}

static gboolean
read_cross_modal (const Reader *reader, JsonObject *object, GError **error)
{
  TrestleConfig *config = reader->config;
  const char *name = reader->name;
  gboolean share_transforms = TRUE;

  if (!trestle_json_read_size (object, "hidden_size", name, 1, MAX_HIDDEN, &config->hidden_size, error)
      || !trestle_json_read_size (object, "num_hidden_layers", name, 1, MAX_LAYERS, &config->n_layers, error)
      || !trestle_json_read_size (object, "num_attention_heads", name, 1, MAX_HIDDEN, &config->n_heads, error)
      || !trestle_json_read_boolean (object, "itc_projected_image", name, &config->projects_image, error)
      || !trestle_json_read_boolean (object, "share_cross_modal_transformer_layers", name, &share_transforms, error)
      || !read_epsilon (reader, object, &config->layer_norm_epsilon, error))
    return FALSE;
  if (!share_transforms)
    return set_unsupported (reader, "share_cross_modal_transformer_layers", "false", "models that share them", error);
  return read_wiring (reader, object, error);
}

/* id2label, if it has a name for each of 0 .. n - 1; a model without answers has two labels there that mean nothing. */
static gboolean
read_answers (const Reader *reader, JsonObject *object, GError **error)
{
  JsonObject *labels = NULL;
  g_autoptr (GStrvBuilder) answers = g_strv_builder_new ();

  if (!trestle_json_read_object (object, "id2label", reader->name, &labels, error))
    return FALSE;
  for (guint i = 0; labels != NULL && i < json_object_get_size (labels); i++)
    {
      g_autofree char *key = g_strdup_printf ("%u", i);
      const char *label = NULL;

      if (!trestle_json_read_string (labels, key, reader->name, &label, error))
        return FALSE;
      if (label == NULL)
        return trestle_json_set_error (reader->name, "id2label", "a name for every number from 0 on", error);
      g_strv_builder_add (answers, label);
    }
  if (labels != NULL && json_object_get_size (labels) > 0)
    reader->config->answers = g_strv_builder_end (answers);
  return TRUE;
}

static gboolean
set_shape_error (const Reader *reader, const char *sentence, GError **error)
{
  g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_SHAPE, "“%s” describes no model that can be: %s", reader->name, sentence);
  return FALSE;
}

static gboolean
check_shapes (const Reader *reader, GError **error)
{
  const TrestleConfig *config = reader->config;
  const TrestleVisionConfig *vision = &config->vision;

  if (config->hidden_size % config->n_heads != 0)
    return set_shape_error (reader, "its hidden_size is not a multiple of its num_attention_heads", error);
  if (config->text.hidden_size % config->text.n_heads != 0)
    return set_shape_error (reader, "the text tower's hidden_size is not a multiple of its num_attention_heads", error);
  if (vision->hidden_size % trestle_vision_config_get_n_heads (vision) != 0)
    return set_shape_error (reader, "the vision tower's hidden_size is not a multiple of 64", error);
  if (vision->patch_size > vision->image_size)
    return set_shape_error (reader, "its patch_size is above its image_size", error);
  if (vision->image_size / vision->patch_size > MAX_GRID)
    return set_shape_error (reader, "its image_size has more than 128 patches along a side", error);
  if (config->n_internal_bridges > MIN (config->text.n_layers, vision->n_layers))
    return set_shape_error (reader, "it has more bridged cross-modal layers than its towers have layers", error);
  if (config->text.kind == TRESTLE_TEXT_ROBERTA && config->text.pad_id + 2 >= (gint64) config->text.n_positions)
    return set_shape_error (reader, "its max_position_embeddings leave no room for text", error);
  return TRUE;
}

static void
set_defaults (TrestleConfig *config)
{
  config->hidden_size = 768;
  config->n_layers = 6;
  config->n_heads = 12;
  config->layer_norm_epsilon = 1e-5f;
  config->projects_image = TRUE;
  config->text = (TrestleTextConfig){ .hidden_size = 768,
                                      .n_layers = 12,
                                      .n_heads = 12,
                                      .intermediate_size = 3072,
                                      .vocabulary_size = 50265,
                                      .n_positions = 514,
                                      .n_token_types = 1,
                                      .pad_id = 1,
                                      .layer_norm_epsilon = 1e-5f };
  config->vision = (TrestleVisionConfig){
    .hidden_size = 768, .n_layers = 12, .patch_size = 16, .image_size = 288, .layer_norm_epsilon = 1e-5f
  };
}

static gboolean
read_all (const Reader *reader, JsonObject *object, GError **error)
{
  JsonObject *text = NULL, *vision = NULL;

  return read_cross_modal (reader, object, error) && trestle_json_read_object (object, "text_config", reader->name, &text, error)
         && trestle_json_read_object (object, "vision_config", reader->name, &vision, error)
         && (text == NULL || read_text (reader, text, error)) && (vision == NULL || read_vision (reader, vision, error))
         && read_answers (reader, object, error) && check_shapes (reader, error);
}

TrestleConfig *
trestle_config_parse (JsonObject *object, const char *name, GError **error)
{
  g_autoptr (TrestleConfig) config = g_new0 (TrestleConfig, 1);
  Reader reader = { config, name };

  set_defaults (config);
  return read_all (&reader, object, error) ? g_steal_pointer (&config) : NULL;
}

TrestleConfig *
trestle_config_load (const char *path, GError **error)
{
  g_autofree char *name = g_filename_display_name (path);
  g_autoptr (JsonNode) root = trestle_json_file_read (path, MAX_FILE_SIZE, error);

  return root != NULL ? trestle_config_parse (json_node_get_object (root), name, error) : NULL;
}

void
trestle_config_free (TrestleConfig *config)
{
  g_strfreev (config->answers);
  g_free (config);
}

gboolean
trestle_config_set_image_size (TrestleConfig *config, guint image_size, GError **error)
{
  guint patch = config->vision.patch_size, most = MIN (MAX_PIXELS, patch * MAX_GRID);

  if (image_size < patch || image_size > most)
    {
      g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INPUT,
                   "An image size of %u pixels cannot be: with patches of %u, this model reads from %u to %u", image_size, patch, patch,
                   most);
      return FALSE;
    }
  config->vision.image_size = image_size;
  return TRUE;
}

guint
trestle_vision_config_get_max_image_size (const TrestleVisionConfig *config)
{
  return config->patch_size * MIN (MAX_PIXELS / config->patch_size, MAX_GRID);
}

guint
trestle_vision_config_get_n_heads (const TrestleVisionConfig *config)
{
  return MAX (1, config->hidden_size / VISION_HEAD_WIDTH);
}

guint
trestle_text_config_get_max_tokens (const TrestleTextConfig *config)
{
  return config->kind == TRESTLE_TEXT_BERT ? config->n_positions : config->n_positions - (guint) config->pad_id - 1;
}
