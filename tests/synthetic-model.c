/* Model folders with synthetic weights: every parameter of the published layout, by name and shape. */
#include "tests/synthetic-model.h"

#include "core/formats/safetensors.h"
#include "core/numeric/tensor.h"
#include "tests/synthetic.h"

typedef struct
{
  char *name;
  guint n_dimensions;
  gsize shape[4];
} Parameter;

static void
clear_parameter (gpointer data)
{
  g_free (((Parameter *) data)->name);
}

G_GNUC_PRINTF (6, 7)
static void
add (GArray *list, gsize a, gsize b, gsize c, gsize d, const char *format, ...)
{
  Parameter parameter = { .n_dimensions = (a > 0) + (b > 0) + (c > 0) + (d > 0), .shape = { a, b, c, d } };
  va_list arguments;

  va_start (arguments, format);
  parameter.name = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_array_append_val (list, parameter);
}

static void
add_linear (GArray *list, gsize outputs, gsize inputs, const char *name)
{
  add (list, outputs, inputs, 0, 0, "%s.weight", name);
  add (list, outputs, 0, 0, 0, "%s.bias", name);
}

static void
add_norm (GArray *list, gsize hidden, const char *name)
{
  add (list, hidden, 0, 0, 0, "%s.weight", name);
  add (list, hidden, 0, 0, 0, "%s.bias", name);
}

#define NAMED(function, format, ...)                                                                                                       \
  G_STMT_START                                                                                                                             \
  {                                                                                                                                        \
    g_autofree char *built = g_strdup_printf (format, name);                                                                               \
    function (list, __VA_ARGS__, built);                                                                                                   \
  }                                                                                                                                        \
  G_STMT_END

static void
add_attention (GArray *list, gsize hidden, const char *name)
{
  NAMED (add_linear, "%s.self.query", hidden, hidden);
  NAMED (add_linear, "%s.self.key", hidden, hidden);
  NAMED (add_linear, "%s.self.value", hidden, hidden);
  NAMED (add_linear, "%s.output.dense", hidden, hidden);
  NAMED (add_norm, "%s.output.LayerNorm", hidden);
}

static void
add_layer (GArray *list, gsize hidden, gsize inner, gboolean crosses, const char *name)
{
  NAMED (add_attention, "%s.attention", hidden);
  if (crosses)
    NAMED (add_attention, "%s.crossattention", hidden);
  NAMED (add_linear, "%s.intermediate.dense", inner, hidden);
  NAMED (add_linear, "%s.output.dense", hidden, inner);
  NAMED (add_norm, "%s.output.LayerNorm", hidden);
}

static void
add_block (GArray *list, gsize hidden, const char *name)
{
  add (list, 3 * hidden, hidden, 0, 0, "%s.attn.in_proj_weight", name);
  add (list, 3 * hidden, 0, 0, 0, "%s.attn.in_proj_bias", name);
  NAMED (add_linear, "%s.attn.out_proj", hidden, hidden);
  NAMED (add_norm, "%s.ln_1", hidden);
  NAMED (add_linear, "%s.mlp.c_fc", 4 * hidden, hidden);
  NAMED (add_linear, "%s.mlp.c_proj", hidden, 4 * hidden);
  NAMED (add_norm, "%s.ln_2", hidden);
}

static gsize
size_of (JsonObject *object, const char *key)
{
  return (gsize) json_object_get_int_member (object, key);
}

/* "" if the object does not say. */
static const char *
string_of (JsonObject *object, const char *key)
{
  return json_object_get_string_member_with_default (object, key, "");
}

static void
add_text_tower (GArray *list, JsonObject *text)
{
  gsize hidden = size_of (text, "hidden_size");

  add (list, size_of (text, "vocab_size"), hidden, 0, 0, "bridgetower.text_model.embeddings.word_embeddings.weight");
  add (list, size_of (text, "max_position_embeddings"), hidden, 0, 0, "bridgetower.text_model.embeddings.position_embeddings.weight");
  add (list, size_of (text, "type_vocab_size"), hidden, 0, 0, "bridgetower.text_model.embeddings.token_type_embeddings.weight");
  add_norm (list, hidden, "bridgetower.text_model.embeddings.LayerNorm");
  for (gsize i = 0; i < size_of (text, "num_hidden_layers"); i++)
    {
      g_autofree char *name = g_strdup_printf ("bridgetower.text_model.encoder.layer.%" G_GSIZE_FORMAT, i);

      add_layer (list, hidden, size_of (text, "intermediate_size"), FALSE, name);
    }
}

static void
add_vision_tower (GArray *list, JsonObject *vision)
{
  gsize hidden = size_of (vision, "hidden_size"), patch = size_of (vision, "patch_size"), grid = size_of (vision, "image_size") / patch;
  gboolean is_vit = g_str_equal (string_of (vision, "model_type"), "vit");
  gboolean lacks_last = json_object_get_boolean_member_with_default (vision, "remove_last_layer", FALSE);

  add (list, hidden, 0, 0, 0, "bridgetower.vision_model.visual.embeddings.class_embedding");
  add (list, hidden, 3, patch, patch, "bridgetower.vision_model.visual.embeddings.patch_embedding.weight");
  add (list, 1 + grid * grid, hidden, 0, 0, "bridgetower.vision_model.visual.embeddings.position_embedding.weight");
  if (is_vit)
    add (list, hidden, 0, 0, 0, "bridgetower.vision_model.visual.embeddings.patch_embedding.bias");
  else
    add_norm (list, hidden, "bridgetower.vision_model.visual.ln_pre");
  add_norm (list, hidden, "bridgetower.vision_model.visual.ln_post");
  for (gsize i = 0; i < size_of (vision, "num_hidden_layers") - lacks_last; i++)
    {
      g_autofree char *name = g_strdup_printf ("bridgetower.vision_model.visual.transformer.resblocks.%" G_GSIZE_FORMAT, i);

      add_block (list, hidden, name);
    }
}

/* What kinds of bridges have besides a LayerNorm (Design I of the paper). */
static void
add_bridge (GArray *list, const char *kind, gsize hidden, const char *name)
{
  if (g_str_equal (kind, "channel_interpolate"))
    add (list, hidden, 0, 0, 0, "%s.alpha", name);
  else if (g_str_equal (kind, "scaled_add"))
    add (list, 0, 0, 0, 0, "%s.scaled_factor", name);
  else if (g_str_equal (kind, "interpolate"))
    add (list, 0, 0, 0, 0, "%s.beta", name);
  else if (g_str_equal (kind, "gate") || g_str_equal (kind, "linear") || g_str_equal (kind, "add_linear"))
    NAMED (add_linear, "%s.dense", hidden, 2 * hidden);
  else if (g_str_equal (kind, "mlp"))
    {
      NAMED (add_linear, "%s.dense_in", 2 * hidden, 2 * hidden);
      NAMED (add_linear, "%s.dense_out", hidden, 2 * hidden);
    }
  else if (g_str_has_prefix (kind, "cross_attention"))
    {
      NAMED (add_linear, "%s.query", hidden, hidden);
      NAMED (add_linear, "%s.key", hidden, hidden);
      NAMED (add_linear, "%s.value", hidden, hidden);
      NAMED (add_linear, "%s.dense", hidden, hidden);
    }
  if (g_str_equal (kind, "cross_attention_ffn"))
    {
      NAMED (add_linear, "%s.dense_in", 4 * hidden, hidden);
      NAMED (add_linear, "%s.dense_out", hidden, 4 * hidden);
    }
  NAMED (add_norm, "%s.LayerNorm", hidden);
}

/* Bridges, and the LayerNorm of what enters the first layer: METER has neither. */
static void
add_wiring (GArray *list, JsonObject *config, const char *name)
{
  gsize hidden = size_of (config, "hidden_size"), n_layers = size_of (config, "num_hidden_layers");
  gsize n_bridges = (gsize) json_object_get_int_member_with_default (config, "num_internal_bridges", (gint64) n_layers) - 1;
  gboolean are_shared = json_object_get_boolean_member_with_default (config, "share_link_tower_layers", FALSE);

  if (g_str_equal (string_of (config, "model_type"), "meter"))
    return;
  NAMED (add_norm, "%s_layernorm", hidden);
  if (are_shared)
    NAMED (add_bridge, "%s_link_tower", string_of (config, "link_tower_type"), hidden);
  for (gsize i = 0; i < n_bridges && !are_shared; i++)
    {
      g_autofree char *bridge = g_strdup_printf ("%s_link_tower.%" G_GSIZE_FORMAT, name, i);

      add_bridge (list, string_of (config, "link_tower_type"), hidden, bridge);
    }
}

static void
add_side (GArray *list, JsonObject *config, gsize tower_hidden, const char *side)
{
  gsize hidden = size_of (config, "hidden_size"), n_layers = size_of (config, "num_hidden_layers");
  g_autofree char *name = g_strdup_printf ("bridgetower.cross_modal_%s", side);

  NAMED (add_linear, "%s_transform", hidden, tower_hidden);
  add_wiring (list, config, name);
  NAMED (add_linear, "%s_pooler.dense", hidden, hidden);
  for (gsize i = 0; i < n_layers; i++)
    {
      g_autofree char *layer = g_strdup_printf ("%s_layers.%" G_GSIZE_FORMAT, name, i);

      add_layer (list, hidden, 4 * hidden, TRUE, layer);
    }
}

static void
add_classifier (GArray *list, gsize inputs, gsize labels, const char *name)
{
  NAMED (add_linear, "%s.0", inputs, inputs);
  NAMED (add_norm, "%s.1", inputs);
  NAMED (add_linear, "%s.3", labels, inputs);
}

static void
add_head (GArray *list, JsonObject *config, const char *head)
{
  gsize hidden = size_of (config, "hidden_size"), embedding = size_of (config, "contrastive_hidden_size");
  gsize vocabulary = size_of (json_object_get_object_member (config, "text_config"), "vocab_size");

  if (g_str_equal (head, "itm"))
    add_linear (list, 2, 2 * hidden, "itm_score.fc");
  else if (g_str_equal (head, "vqa"))
    add_classifier (list, 2 * hidden, size_of (config, "vqa_labels"), "vqa_classifier");
  else if (g_str_equal (head, "snli"))
    add_classifier (list, 2 * hidden, 3, "snli_classifier");
  else if (g_str_equal (head, "nlvr2"))
    add_classifier (list, 4 * hidden, 2, "nlvr2_classifier");
  else if (g_str_equal (head, "rank"))
    add_linear (list, 1, 2 * hidden, "rank_output");
  else if (g_str_equal (head, "mlm"))
    {
      add_linear (list, hidden, hidden, "mlm_score.transform.dense");
      add_norm (list, hidden, "mlm_score.transform.LayerNorm");
      add (list, vocabulary, hidden, 0, 0, "mlm_score.decoder.weight");
      add (list, vocabulary, 0, 0, 0, "mlm_score.bias");
    }
  else
    {
      g_assert_cmpstr (head, ==, "itc");
      add_linear (list, embedding, hidden, "itc_text_head.fc");
      add_linear (list, embedding, hidden, "itc_image_head.fc");
      add_linear (list, embedding, 2 * hidden, "itc_cross_modal_head.fc");
      add (list, 0, 0, 0, 0, "logit_scale");
    }
}

/* Text and image; what compares two images tells the second one apart. */
static gsize
count_types (JsonArray *heads)
{
  for (guint i = 0; i < json_array_get_length (heads); i++)
    if (g_str_equal (json_array_get_string_element (heads, i), "nlvr2"))
      return 3;
  return 2;
}

static GArray *
list_parameters (JsonObject *config)
{
  GArray *list = g_array_new (FALSE, TRUE, sizeof (Parameter));
  JsonObject *text = json_object_get_object_member (config, "text_config");
  JsonObject *vision = json_object_get_object_member (config, "vision_config");
  JsonArray *heads = json_object_get_array_member (config, "heads");

  g_array_set_clear_func (list, clear_parameter);
  add_text_tower (list, text);
  add_vision_tower (list, vision);
  add (list, count_types (heads), size_of (config, "hidden_size"), 0, 0, "bridgetower.token_type_embeddings.weight");
  add_side (list, config, size_of (text, "hidden_size"), "text");
  add_side (list, config, size_of (vision, "hidden_size"), "image");
  for (guint i = 0; i < json_array_get_length (heads); i++)
    add_head (list, config, json_array_get_string_element (heads, i));
  return list;
}

static void
write_config (JsonObject *config, const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "config.json", NULL);
  g_autoptr (JsonNode) node = json_node_alloc ();
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  json_node_init_object (node, config);
  text = json_to_string (node, TRUE);
  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

void
synthetic_model_write (JsonObject *config, const char *folder)
{
  g_autoptr (GArray) list = list_parameters (config);
  g_autofree TrestleSafetensorsEntry *entries = g_new0 (TrestleSafetensorsEntry, list->len);
  g_autofree char *path = g_build_filename (folder, "model.safetensors", NULL);
  g_autoptr (GError) error = NULL;

  write_config (config, folder);
#pragma omp parallel for schedule(dynamic)
  for (guint i = 0; i < list->len; i++)
    {
      const Parameter *parameter = &g_array_index (list, Parameter, i);
      TrestleStoredTensor *stored = &entries[i].tensor;

      entries[i].name = parameter->name;
      stored->dtype = TRESTLE_DTYPE_F32;
      stored->n_dimensions = parameter->n_dimensions;
      stored->count = 1;
      for (guint k = 0; k < parameter->n_dimensions; k++)
        stored->count *= stored->shape[k] = parameter->shape[k];
      stored->data = g_malloc (stored->count * sizeof (float));
      synthetic_fill (parameter->name, parameter->shape, parameter->n_dimensions, (float *) stored->data);
    }
  trestle_safetensors_write (path, entries, list->len, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < list->len; i++)
    g_free ((gpointer) entries[i].tensor.data);
}
