/* Checkpoints of every kind: one model in many containers and namings is one model, and what is wrong is said by name. */
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>
#include <sys/stat.h>

#include "core/error.h"
#include "core/formats/checkpoint-private.h"
#include "core/formats/json-file.h"
#include "core/formats/safetensors.h"
#include "tests/golden.h"
#include "tests/synthetic.h"
#include "tests/temporary-folder.h"
#include "tests/torch-file.h"

#define TOLERANCE 5e-4
/* of bfloat16, which keeps 8 bits */
#define HALF_A_STEP 0x1p-8f

static TrestleCheckpoint *
open_golden (const char *name)
{
  g_autofree char *relative = g_build_filename ("checkpoints", name, NULL), *path = golden_path (relative);
  g_autoptr (GError) error = NULL;
  TrestleCheckpoint *checkpoint = trestle_checkpoint_open (path, &error);

  g_assert_no_error (error);
  return checkpoint;
}

/* One file or folder of golden/checkpoints; @name begins with "hf-" where the layout is the published one. */
typedef struct
{
  const char *name;
  const char *kind;
  guint n_tensors;
  gboolean is_rounded;
} Kind;

static const Kind kinds[] = {
  { "hf-bin", "PyTorch archive", 210, FALSE },
  { "hf-bin/pytorch_model.bin", "PyTorch archive", 210, FALSE },
  { "hf-sharded", "2 safetensors shards", 210, FALSE },
  { "hf-sharded/model.safetensors.index.json", "2 safetensors shards", 210, FALSE },
  { "hf-bf16", "safetensors", 210, TRUE },
  { "hf-bf16/model.safetensors", "safetensors", 210, TRUE },
  { "bridgetower.ckpt", "trainer checkpoint", 208, FALSE },
  { "meter.ckpt", "trainer checkpoint", 200, FALSE },
  { "vit-bert.ckpt", "trainer checkpoint", 207, FALSE },
};

static void
assert_is_synthetic (const char *name, const TrestleStoredTensor *tensor, gboolean is_rounded)
{
  g_autofree float *found = g_new (float, tensor->count), *expected = g_new (float, tensor->count);

  g_assert_true (trestle_stored_tensor_to_float (tensor, found));
  if (g_str_equal (name, "temperature"))
    *expected = 0.07f;
  else
    synthetic_fill (name, tensor->shape, tensor->n_dimensions, expected);
  for (gsize i = 0; i < tensor->count; i++)
    g_assert_cmpfloat (fabsf (found[i] - expected[i]), <=, is_rounded ? HALF_A_STEP * fabsf (expected[i]) : 0.0f);
}

/* golden/checkpoints; exact, but for bfloat16 */
static void
test_tensors_have_canonical_names (gconstpointer data)
{
  const Kind *kind = data;
  g_autoptr (TrestleCheckpoint) checkpoint = open_golden (kind->name);
  g_autoptr (GPtrArray) names = trestle_checkpoint_list (checkpoint);
  guint64 size = 0;

  g_assert_cmpstr (trestle_checkpoint_get_kind (checkpoint), ==, kind->kind);
  g_assert_cmpuint (names->len, ==, kind->n_tensors);
  for (guint i = 0; i < names->len; i++)
    {
      const TrestleStoredTensor *tensor = trestle_checkpoint_get (checkpoint, g_ptr_array_index (names, i));

      assert_is_synthetic (g_ptr_array_index (names, i), tensor, kind->is_rounded);
      size += tensor->count * trestle_dtype_get_size (tensor->dtype);
    }
  g_assert_cmpuint (trestle_checkpoint_get_size (checkpoint), ==, size);
}

static void
test_original_file_has_all_of_the_published (void)
{
  g_autoptr (TrestleCheckpoint) published = open_golden ("hf-bin"), original = open_golden ("bridgetower.ckpt");
  g_autoptr (GPtrArray) names = trestle_checkpoint_list (published);

  for (guint i = 0; i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);
      gboolean is_published_only = g_str_has_prefix (name, "itc_cross_modal_head.") || g_str_equal (name, "logit_scale");

      g_assert_true ((trestle_checkpoint_get (original, name) == NULL) == is_published_only);
    }
}

#define ROBERTA                                                                                                                            \
  "'text_config': {'model_type': 'roberta', 'hidden_size': 64, 'num_hidden_layers': 2, 'num_attention_heads': 4, 'intermediate_size': "    \
  "256, 'vocab_size': 320, 'max_position_embeddings': 66, 'type_vocab_size': 1, 'layer_norm_eps': 1e-5, 'pad_token_id': 1, 'hidden_act': " \
  "'gelu'}"
#define BERT                                                                                                                               \
  "'text_config': {'model_type': 'bert', 'hidden_size': 64, 'num_hidden_layers': 2, 'num_attention_heads': 4, 'intermediate_size': "       \
  "256, 'vocab_size': 320, 'max_position_embeddings': 66, 'type_vocab_size': 2, 'layer_norm_eps': 1e-12, 'pad_token_id': 0, "              \
  "'hidden_act': 'gelu'}"
#define VISION(type, layers, epsilon, lacks_last)                                                                                          \
  "'vision_config': {" type "'hidden_size': 64, 'num_hidden_layers': " layers ", 'patch_size': 16, 'image_size': 48, 'num_channels': 3, "  \
  "'layer_norm_eps': " epsilon ", 'share_layernorm': true, 'remove_last_layer': " lacks_last "}"
#define ENCODER(type)                                                                                                                      \
  "'model_type': '" type "', 'hidden_size': 64, 'num_hidden_layers': 2, 'num_attention_heads': 4, 'layer_norm_eps': 1e-5, 'heads': "       \
  "['mlm', 'itm', 'itc', 'vqa'], 'contrastive_hidden_size': 32, 'vqa_labels': 5, 'itc_projected_image': false, "
#define BRIDGES "'link_tower_type': 'add', 'share_link_tower_layers': false, 'num_internal_bridges': 2, "

/* Quotes are double in JSON, and single here to be read. */
static const struct
{
  const char *name;
  const char *config;
} configs[] = {
  { "bridgetower.ckpt", "{" ENCODER ("bridgetower") BRIDGES ROBERTA ", " VISION ("", "2", "1e-5", "false") "}" },
  { "meter.ckpt", "{" ENCODER ("meter") ROBERTA ", " VISION ("", "3", "1e-5", "true") "}" },
  { "vit-bert.ckpt", "{" ENCODER ("bridgetower") BRIDGES BERT ", " VISION ("'model_type': 'vit', ", "2", "1e-6", "false") "}" },
};

static void
assert_config (const TrestleCheckpoint *checkpoint, const char *expected)
{
  g_autofree char *json = g_strdelimit (g_strdup (expected), "'", '"');
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) wanted = trestle_json_parse (json, strlen (json), "expected", &error);
  g_autoptr (JsonNode) found = json_node_alloc ();

  g_assert_no_error (error);
  json_node_init_object (found, trestle_checkpoint_get_config (checkpoint));
  if (!json_node_equal (found, wanted))
    {
      g_autofree char *text = json_to_string (found, FALSE);

      g_error ("the config is %s", text);
    }
}

static void
test_config_comes_from_shapes_and_settings (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (configs); i++)
    {
      g_autoptr (TrestleCheckpoint) checkpoint = open_golden (configs[i].name);

      assert_config (checkpoint, configs[i].config);
      g_assert_true (g_str_has_suffix (trestle_checkpoint_get_config_name (checkpoint), configs[i].name));
    }
}

static void
test_config_beside_a_file_is_used (void)
{
  g_autoptr (TrestleCheckpoint) checkpoint = open_golden ("hf-bin/pytorch_model.bin");
  JsonObject *config = trestle_checkpoint_get_config (checkpoint);

  g_assert_true (g_str_has_suffix (trestle_checkpoint_get_config_name (checkpoint), "hf-bin/config.json"));
  g_assert_true (g_str_has_suffix (trestle_checkpoint_get_folder (checkpoint), "hf-bin"));
  g_assert_true (g_str_has_suffix (trestle_checkpoint_get_name (checkpoint), "hf-bin/pytorch_model.bin"));
  g_assert_cmpint (json_object_get_int_member (config, "head_hidden_scale"), ==, 2);
  g_assert_false (json_object_has_member (config, "itc_projected_image"));
}

static void
assert_close (const TrestleTrace *trace, const char *name, JsonObject *expected, const char *key)
{
  const TrestleTensor *found = trestle_trace_get (trace, name);
  JsonArray *values = json_object_get_array_member (expected, key);

  g_assert_nonnull (found);
  for (guint i = 0; i < json_array_get_length (values); i++)
    g_assert_cmpfloat (fabs (found->data[i] - json_array_get_double_element (values, i)), <=, TOLERANCE);
}

/* golden/checkpoints/expected.json, to 5e-4 */
static void
assert_logits (const char *path, const char *key)
{
  g_autofree char *expected_path = golden_path ("checkpoints/expected.json");
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) root = trestle_json_file_read (expected_path, 1u << 20, &error);
  JsonObject *expected = json_object_get_object_member (json_node_get_object (root), key);
  JsonArray *ids_array = json_object_get_array_member (expected, "ids");
  g_autoptr (TrestleSession) session = trestle_session_open (path, NULL, NULL, NULL, NULL, &error);
  g_autofree float *values = synthetic_pixels (48);
  TrestleTensor pixels = trestle_tensor_view (values, 3, 48, 48);
  g_autoptr (TrestleTrace) trace = NULL;
  gint32 ids[16];
  guint n_tokens = json_array_get_length (ids_array);

  g_assert_no_error (error);
  g_assert_cmpuint (n_tokens, <=, G_N_ELEMENTS (ids));
  for (guint i = 0; i < n_tokens; i++)
    ids[i] = (gint32) json_array_get_int_element (ids_array, i);
  trestle_session_set_pixels (session, &pixels, &error);
  g_assert_no_error (error);
  trace = trestle_session_run (session, ids, NULL, n_tokens, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  assert_close (trace, "logits.itm", expected, "itm");
  assert_close (trace, "logits.vqa", expected, "vqa");
  assert_close (trace, "logits.mlm", expected, "mlm_0_first_8");
  assert_close (trace, "logits.itc_text", expected, "itc_text_first_4");
  assert_close (trace, "logits.itc_image", expected, "itc_image_first_4");
}

static void
test_published_layouts_give_the_logits (void)
{
  static const char *const names[] = { "hf-bin", "hf-bin/pytorch_model.bin", "hf-sharded", "hf-sharded/model.safetensors.index.json",
                                       "hf-bf16" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *relative = g_build_filename ("checkpoints", names[i], NULL), *path = golden_path (relative);

      assert_logits (path, g_str_equal (names[i], "hf-bf16") ? "hf-bf16" : "hf");
    }
}

static void
test_original_files_give_the_logits (void)
{
  static const char *const names[] = { "bridgetower.ckpt", "meter.ckpt", "vit-bert.ckpt" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *relative = g_build_filename ("checkpoints", names[i], NULL), *path = golden_path (relative);

      assert_logits (path, names[i]);
    }
}

/* Original and canonical names; %NULL for what is left out. */
static const char *const names[][2] = {
  { "vit_model.visual.class_embedding", "bridgetower.vision_model.visual.embeddings.class_embedding" },
  { "vit_model.visual.conv1.weight", "bridgetower.vision_model.visual.embeddings.patch_embedding.weight" },
  { "vit_model.visual.positional_embedding", "bridgetower.vision_model.visual.embeddings.position_embedding.weight" },
  { "vit_model.visual.ln_pre.bias", "bridgetower.vision_model.visual.ln_pre.bias" },
  { "vit_model.visual.transformer.resblocks.11.attn.in_proj_weight",
    "bridgetower.vision_model.visual.transformer.resblocks.11.attn.in_proj_weight" },
  { "vit_model.cls_token", "bridgetower.vision_model.visual.embeddings.class_embedding" },
  { "vit_model.pos_embed", "bridgetower.vision_model.visual.embeddings.position_embedding.weight" },
  { "vit_model.patch_embed.proj.bias", "bridgetower.vision_model.visual.embeddings.patch_embedding.bias" },
  { "vit_model.norm.weight", "bridgetower.vision_model.visual.ln_post.weight" },
  { "vit_model.blocks.3.norm1.weight", "bridgetower.vision_model.visual.transformer.resblocks.3.ln_1.weight" },
  { "vit_model.blocks.3.norm2.bias", "bridgetower.vision_model.visual.transformer.resblocks.3.ln_2.bias" },
  { "vit_model.blocks.10.attn.qkv.weight", "bridgetower.vision_model.visual.transformer.resblocks.10.attn.in_proj_weight" },
  { "vit_model.blocks.10.attn.qkv.bias", "bridgetower.vision_model.visual.transformer.resblocks.10.attn.in_proj_bias" },
  { "vit_model.blocks.0.attn.proj.weight", "bridgetower.vision_model.visual.transformer.resblocks.0.attn.out_proj.weight" },
  { "vit_model.blocks.0.mlp.fc1.weight", "bridgetower.vision_model.visual.transformer.resblocks.0.mlp.c_fc.weight" },
  { "vit_model.blocks.0.mlp.fc2.bias", "bridgetower.vision_model.visual.transformer.resblocks.0.mlp.c_proj.bias" },
  { "text_transformer.encoder.layer.0.output.dense.weight", "bridgetower.text_model.encoder.layer.0.output.dense.weight" },
  { "cross_modal_text_link_tower.0.LayerNorm.weight", "bridgetower.cross_modal_text_link_tower.0.LayerNorm.weight" },
  { "token_type_embeddings.weight", "bridgetower.token_type_embeddings.weight" },
  { "bridgetower.text_model.embeddings.LayerNorm.bias", "bridgetower.text_model.embeddings.LayerNorm.bias" },
  { "module.bridgetower.cross_modal_text_pooler.dense.bias", "bridgetower.cross_modal_text_pooler.dense.bias" },
  { "module.itm_score.fc.weight", "itm_score.fc.weight" },
  { "mlm_score.bias", "mlm_score.bias" },
  { "temperature", "temperature" },
  { "text_transformer.pooler.dense.weight", NULL },
  { "bridgetower.text_model.pooler.dense.weight", NULL },
  { "text_transformer.embeddings.position_ids", NULL },
  { "bridgetower.vision_model.visual.embeddings.position_ids", NULL },
  { "vit_model.positional_embedding", NULL },
  { "vit_model.ln_final.weight", NULL },
  { "vit_model.token_embedding.weight", NULL },
  { "vit_model.transformer.resblocks.0.ln_1.weight", NULL },
  { "vit_model.text_projection", NULL },
  { "vit_model.logit_scale", NULL },
  { "vit_model.visual.proj", NULL },
};

static void
test_names_become_canonical (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      gboolean is_original = FALSE;
      g_autofree char *name = trestle_checkpoint_make_name (names[i][0], &is_original);

      g_assert_cmpstr (name, ==, names[i][1]);
      g_assert_true (is_original == (strstr (names[i][0], "vit_model.") != NULL || strstr (names[i][0], "text_transformer.") != NULL));
    }
}

static void
test_leading_ones_are_taken_off (void)
{
  TrestleStoredTensor class = { .n_dimensions = 3, .shape = { 1, 1, 64 }, .count = 64 };
  TrestleStoredTensor positions = { .n_dimensions = 3, .shape = { 1, 10, 64 }, .count = 640 };
  TrestleStoredTensor other = { .n_dimensions = 2, .shape = { 1, 128 }, .count = 128 };

  trestle_checkpoint_trim_shape ("bridgetower.vision_model.visual.embeddings.class_embedding", &class);
  trestle_checkpoint_trim_shape ("bridgetower.vision_model.visual.embeddings.position_embedding.weight", &positions);
  trestle_checkpoint_trim_shape ("rank_output.weight", &other);
  g_assert_cmpuint (class.n_dimensions, ==, 1);
  g_assert_cmpuint (class.shape[0], ==, 64);
  g_assert_cmpuint (positions.n_dimensions, ==, 2);
  g_assert_cmpuint (positions.shape[0], ==, 10);
  g_assert_cmpuint (positions.shape[1], ==, 64);
  g_assert_cmpuint (other.n_dimensions, ==, 2);
}

/* A tensor of zeros, for files that are made here. */
typedef struct
{
  const char *name;
  gsize shape[4];
} Zeros;

static void
write_zeros (const char *folder, const char *file, const Zeros *tensors, gsize count)
{
  static const float zeros[1024];
  g_autofree TrestleSafetensorsEntry *entries = g_new0 (TrestleSafetensorsEntry, count);
  g_autofree char *path = g_build_filename (folder, file, NULL);
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < count; i++)
    {
      TrestleStoredTensor *tensor = &entries[i].tensor;

      entries[i].name = tensors[i].name;
      tensor->count = 1;
      for (; tensor->n_dimensions < 4 && tensors[i].shape[tensor->n_dimensions] > 0; tensor->n_dimensions++)
        tensor->count *= tensor->shape[tensor->n_dimensions] = tensors[i].shape[tensor->n_dimensions];
      g_assert_cmpuint (tensor->count, <=, G_N_ELEMENTS (zeros));
      tensor->data = (const guint8 *) zeros;
    }
  trestle_safetensors_write (path, entries, (guint) count, &error);
  g_assert_no_error (error);
}

#define CORE_ZEROS(positions)                                                                                                              \
  { "cross_modal_text_transform.weight", { 4, 4 } }, { "cross_modal_text_layers.0.attention.self.query.weight", { 4, 4 } },                \
      { "cross_modal_text_layernorm.weight", { 4 } }, { "text_model.embeddings.word_embeddings.weight", { 30, 4 } },                       \
      { "vision_model.visual.embeddings.patch_embedding.weight", { 4, 3, 2, 2 } },                                                         \
  {                                                                                                                                        \
    "vision_model.visual.embeddings.position_embedding.weight",                                                                            \
    {                                                                                                                                      \
      positions, 4                                                                                                                         \
    }                                                                                                                                      \
  }

/* (transfer full) (nullable): a file of these tensors, opened by itself */
static TrestleCheckpoint *
open_zeros (const Zeros *tensors, gsize count, GError **error)
{
  char *folder = temporary_folder_new ((TemporaryFile[]){ { NULL, NULL } });
  g_autofree char *path = g_build_filename (folder, "model.safetensors", NULL);
  TrestleCheckpoint *checkpoint;

  write_zeros (folder, "model.safetensors", tensors, count);
  checkpoint = trestle_checkpoint_open (path, error);
  temporary_folder_free (folder);
  return checkpoint;
}

/* What a bridge has beside its LayerNorm, and which kind it then is. */
static const char *const bridge_kinds[][2] = {
  { NULL, "add" },
  { "alpha", "channel_interpolate" },
  { "beta", "interpolate" },
  { "scaled_factor", "scaled_add" },
  { "dense_in.weight", "mlp" },
  { "query.weight", "cross_attention" },
};

static void
test_bridges_are_told_by_their_parameters (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (bridge_kinds); i++)
    {
      g_autofree char *parameter = g_strconcat ("cross_modal_text_link_tower.0.", bridge_kinds[i][0], NULL);
      Zeros tensors[] = { CORE_ZEROS (5), { "cross_modal_text_link_tower.0.LayerNorm.weight", { 4 } }, { parameter, { 4 } } };
      g_autoptr (GError) error = NULL;
      g_autoptr (TrestleCheckpoint) checkpoint = open_zeros (tensors, G_N_ELEMENTS (tensors) - (i == 0), &error);
      JsonObject *config;

      g_assert_no_error (error);
      config = trestle_checkpoint_get_config (checkpoint);
      g_assert_cmpstr (json_object_get_string_member (config, "link_tower_type"), ==, bridge_kinds[i][1]);
      g_assert_cmpint (json_object_get_int_member (config, "num_internal_bridges"), ==, 2);
      g_assert_false (json_object_has_member (config, "itc_projected_image"));
    }
}

static void
assert_zeros_are_refused (const Zeros *tensors, gsize count, TrestleError code, const char *says)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (open_zeros (tensors, count, &error));
  g_assert_error (error, TRESTLE_ERROR, (int) code);
  g_assert_nonnull (strstr (error->message, "model.safetensors"));
  g_assert_nonnull (strstr (error->message, says));
}

static void
test_weights_that_tell_too_little_are_refused (void)
{
  static const Zeros bridges[] = { CORE_ZEROS (5),
                                   { "cross_modal_text_link_tower.0.LayerNorm.weight", { 4 } },
                                   { "cross_modal_text_link_tower.0.dense.weight", { 4 } } };
  static const Zeros grid[] = { CORE_ZEROS (7) };
  static const Zeros nothing[] = { { "weight", { 4 } } };
  static const Zeros twice[] = { CORE_ZEROS (5), { "module.bridgetower.cross_modal_text_transform.weight", { 4, 4 } } };

  assert_zeros_are_refused (bridges, G_N_ELEMENTS (bridges), TRESTLE_ERROR_MISSING, "link_tower_type");
  assert_zeros_are_refused (grid, G_N_ELEMENTS (grid), TRESTLE_ERROR_SHAPE, "7 places");
  assert_zeros_are_refused (nothing, G_N_ELEMENTS (nothing), TRESTLE_ERROR_MISSING, "not a BridgeTower or METER model");
  assert_zeros_are_refused (twice, G_N_ELEMENTS (twice), TRESTLE_ERROR_INVALID, "two tensors for");
}

static void
assert_path_is_refused (const char *path, GQuark domain, int code, const char *says)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (trestle_checkpoint_open (path, &error));
  g_assert_error (error, domain, code);
  if (strstr (error->message, says) == NULL)
    g_error ("“%s” does not say “%s”", error->message, says);
}

static void
test_one_file_in_a_folder_is_found (void)
{
  static const Zeros tensors[] = { CORE_ZEROS (5) };
  static const char *const file_names[] = { "last.ckpt", "weights.pt", "weights.bin", "weights.safetensors" };

  for (guint i = 0; i < G_N_ELEMENTS (file_names); i++)
    {
      char *folder = temporary_folder_new ((TemporaryFile[]){ { "vocab.json", "{}" }, { "a.bin", NULL }, { NULL, NULL } });
      g_autoptr (GError) error = NULL;
      g_autoptr (TrestleCheckpoint) checkpoint = NULL;

      write_zeros (folder, file_names[i], tensors, G_N_ELEMENTS (tensors));
      checkpoint = trestle_checkpoint_open (folder, &error);
      g_assert_no_error (error);
      g_assert_true (g_str_has_suffix (trestle_checkpoint_get_name (checkpoint), file_names[i]));
      g_assert_cmpstr (trestle_checkpoint_get_kind (checkpoint), ==, "safetensors");
      temporary_folder_free (folder);
    }
}

static void
test_unclear_folders_are_refused (void)
{
  char *two = temporary_folder_new ((TemporaryFile[]){ { "b.ckpt", "" }, { "a.pt", "" }, { NULL, NULL } });
  char *none = temporary_folder_new ((TemporaryFile[]){ { "config.json", "{}" }, { NULL, NULL } });
  g_autofree char *missing = g_build_filename (none, "nothing", NULL);

  assert_path_is_refused (two, TRESTLE_ERROR, TRESTLE_ERROR_MISSING, "2 files that may be the weights (a.pt, b.ckpt)");
  assert_path_is_refused (none, TRESTLE_ERROR, TRESTLE_ERROR_MISSING, none);
  assert_path_is_refused (missing, G_FILE_ERROR, G_FILE_ERROR_NOENT, missing);
  temporary_folder_free (two);
  temporary_folder_free (none);
}

static void
test_files_of_other_kinds_are_refused (void)
{
  char *folder = temporary_folder_new ((TemporaryFile[]){ { "empty.bin", "" },
                                                          { "text.bin", "Hello, this is no model at all." },
                                                          { "short.safetensors", "abc" },
                                                          { "old.bin", "\x80\x02\x8a\nl\xfc\x9c\x46\xf9 j\xa8P\x19." },
                                                          { NULL, NULL } });
  g_autofree char *empty = g_build_filename (folder, "empty.bin", NULL), *text = g_build_filename (folder, "text.bin", NULL);
  g_autofree char *brief = g_build_filename (folder, "short.safetensors", NULL), *old = g_build_filename (folder, "old.bin", NULL);
  g_autofree char *pipe = g_build_filename (folder, "pipe.bin", NULL);

  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  assert_path_is_refused (empty, TRESTLE_ERROR, TRESTLE_ERROR_INVALID, empty);
  assert_path_is_refused (text, TRESTLE_ERROR, TRESTLE_ERROR_INVALID, text);
  assert_path_is_refused (brief, TRESTLE_ERROR, TRESTLE_ERROR_TRUNCATED, brief);
  assert_path_is_refused (old, TRESTLE_ERROR, TRESTLE_ERROR_UNSUPPORTED, "torch.save(torch.load(FILE), NEWFILE)");
  assert_path_is_refused (pipe, G_FILE_ERROR, G_FILE_ERROR_FAILED, pipe);
  temporary_folder_free (folder);
}

/* golden/checkpoints */
static void
test_golden_bad_files_are_refused (void)
{
  g_autofree char *hostile = golden_path ("checkpoints/hostile.bin"), *truncated = golden_path ("checkpoints/truncated.bin");

  assert_path_is_refused (hostile, TRESTLE_ERROR, TRESTLE_ERROR_MISSING, "hostile.bin");
  assert_path_is_refused (truncated, TRESTLE_ERROR, TRESTLE_ERROR_TRUNCATED, "truncated.bin");
  g_assert_false (g_file_test ("hostile-code-ran", G_FILE_TEST_EXISTS));
}

/* An index, and a part of what it should say to be refused; beside it are a shard with "w", a folder and a pipe. */
static const struct
{
  const char *index;
  int code;
  const char *says;
} bad_indexes[] = {
  { "{'weight_map': {'w': '../outside.safetensors'}}", TRESTLE_ERROR_INVALID, "own folder" },
  { "{'weight_map': {'w': '/etc/passwd'}}", TRESTLE_ERROR_INVALID, "own folder" },
  { "{'weight_map': {'w': 'folder/x.safetensors'}}", TRESTLE_ERROR_INVALID, "own folder" },
  { "{'weight_map': {'w': 'folder\\\\x.safetensors'}}", TRESTLE_ERROR_INVALID, "own folder" },
  { "{'weight_map': {'w': '..'}}", TRESTLE_ERROR_INVALID, "own folder" },
  { "{'weight_map': {'w': '.'}}", TRESTLE_ERROR_INVALID, "own folder" },
  { "{'weight_map': {'w': ''}}", TRESTLE_ERROR_INVALID, "own folder" },
  { "{'weight_map': {'w': 7}}", TRESTLE_ERROR_INVALID, "weight_map" },
  { "{'weight_map': {}}", TRESTLE_ERROR_INVALID, "weight_map" },
  { "{'weight_map': []}", TRESTLE_ERROR_INVALID, "weight_map" },
  { "{'metadata': {}}", TRESTLE_ERROR_INVALID, "weight_map" },
  { "[1]", TRESTLE_ERROR_INVALID, "object" },
  { "{'weight_map': {'w': 'shard.safetensors', 'v': 'shard.safetensors'}}", TRESTLE_ERROR_MISSING, "“v”" },
};

/* The same, but the system says what is wrong. */
static const char *const unopenable[][2] = {
  { "{'weight_map': {'w': 'missing.safetensors'}}", "missing.safetensors" },
  { "{'weight_map': {'w': 'folder'}}", "not a regular file" },
  { "{'weight_map': {'w': 'pipe'}}", "not a regular file" },
};

static void
assert_index_is_refused (const char *index, GQuark domain, int code, const char *says)
{
  static const Zeros tensors[] = { { "w", { 4 } } };
  g_autofree char *json = g_strdelimit (g_strdup (index), "'", '"');
  char *folder = temporary_folder_new ((TemporaryFile[]){ { "model.safetensors.index.json", json }, { "folder", NULL }, { NULL, NULL } });
  g_autofree char *pipe = g_build_filename (folder, "pipe", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  write_zeros (folder, "shard.safetensors", tensors, G_N_ELEMENTS (tensors));
  g_assert_null (trestle_checkpoint_open (folder, &error));
  g_assert_cmpint (error->domain, ==, domain);
  g_assert_true (code < 0 || error->code == code);
  g_assert_nonnull (strstr (error->message, folder));
  if (strstr (error->message, says) == NULL)
    g_error ("“%s” does not say “%s”", error->message, says);
  temporary_folder_free (folder);
}

static void
test_bad_indexes_are_refused (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (bad_indexes); i++)
    assert_index_is_refused (bad_indexes[i].index, TRESTLE_ERROR, bad_indexes[i].code, bad_indexes[i].says);
  for (guint i = 0; i < G_N_ELEMENTS (unopenable); i++)
    assert_index_is_refused (unopenable[i][0], G_FILE_ERROR, -1, unopenable[i][1]);
}

/* Two shards that both have "w": the index says whose it is. */
static void
test_index_decides_between_shards (void)
{
  static const Zeros first[] = { CORE_ZEROS (5), { "w", { 2 } } }, second[] = { { "w", { 3 } } };
  g_autoptr (GString) map = g_string_new ("{\"weight_map\": {\"w\": \"b.safetensors\"");
  char *folder;
  g_autoptr (GError) error = NULL;
  g_autoptr (TrestleCheckpoint) checkpoint = NULL;

  for (guint i = 0; i + 1 < G_N_ELEMENTS (first); i++)
    g_string_append_printf (map, ", \"%s\": \"a.safetensors\"", first[i].name);
  g_string_append (map, "}}");
  folder = temporary_folder_new ((TemporaryFile[]){ { "model.safetensors.index.json", map->str }, { NULL, NULL } });
  write_zeros (folder, "a.safetensors", first, G_N_ELEMENTS (first));
  write_zeros (folder, "b.safetensors", second, G_N_ELEMENTS (second));
  checkpoint = trestle_checkpoint_open (folder, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (trestle_checkpoint_get (checkpoint, "w")->shape[0], ==, 3);
  g_assert_cmpstr (trestle_checkpoint_get_kind (checkpoint), ==, "2 safetensors shards");
  temporary_folder_free (folder);
}

/* Shards of torch.save, as older models have them. */
static void
test_pytorch_shards_are_read (void)
{
  g_autofree char *bin = golden_path ("checkpoints/hf-bin/pytorch_model.bin"), *copy = NULL, *content = NULL;
  g_autofree char *config = golden_path ("checkpoints/hf-bin/config.json"), *config_copy = NULL, *config_content = NULL;
  char *folder = temporary_folder_new (
      (TemporaryFile[]){ { "pytorch_model.bin.index.json", "{\"weight_map\": {\"logit_scale\": \"part.bin\"}}" }, { NULL, NULL } });
  g_autoptr (GError) error = NULL;
  g_autoptr (TrestleCheckpoint) checkpoint = NULL;
  gsize size;

  copy = g_build_filename (folder, "part.bin", NULL);
  config_copy = g_build_filename (folder, "config.json", NULL);
  g_assert_true (g_file_get_contents (bin, &content, &size, NULL) && g_file_set_contents (copy, content, (gssize) size, NULL));
  g_assert_true (g_file_get_contents (config, &config_content, &size, NULL)
                 && g_file_set_contents (config_copy, config_content, (gssize) size, NULL));
  checkpoint = trestle_checkpoint_open (folder, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (trestle_checkpoint_get_kind (checkpoint), ==, "1 PyTorch shard");
  g_assert_nonnull (trestle_checkpoint_get (checkpoint, "logit_scale"));
  temporary_folder_free (folder);
}

/* golden/checkpoints: the beginning of each file, which says what is in it; a model is tried of what can be opened. */
static void
test_spoilt_files_do_no_harm (void)
{
  static const char *const files[] = { "bridgetower.ckpt", "meter.ckpt", "vit-bert.ckpt", "hf-bin/pytorch_model.bin",
                                       "hf-bf16/model.safetensors" };
  const guint n_rounds = g_test_slow () ? 1000 : 40;
  char *folder = temporary_folder_new ((TemporaryFile[]){ { NULL, NULL } });
  g_autofree char *copy = g_build_filename (folder, "spoilt", NULL);
  guint n_opened = 0;

  for (guint i = 0; i < n_rounds * G_N_ELEMENTS (files); i++)
    {
      g_autofree char *name = g_build_filename ("checkpoints", files[i % G_N_ELEMENTS (files)], NULL), *path = golden_path (name);
      g_autoptr (GMappedFile) mapped = g_mapped_file_new (path, FALSE, NULL);
      g_autoptr (GBytes) bytes = g_mapped_file_get_bytes (mapped), spoilt = NULL;
      g_autoptr (GRand) random = g_rand_new_with_seed (i);
      g_autoptr (GError) error = NULL;
      g_autoptr (TrestleModel) model = NULL;

      spoilt = torch_mutate_part (bytes, 0, 28000, random);
      g_assert_true (g_file_set_contents_full (copy, g_bytes_get_data (spoilt, NULL), (gssize) g_bytes_get_size (spoilt),
                                               G_FILE_SET_CONTENTS_NONE, 0600, NULL));
      model = trestle_model_load (copy, NULL, NULL, NULL, NULL, &error);
      g_assert_true ((model != NULL) == (error == NULL));
      n_opened += model != NULL || strstr (error->message, "tensors that its config.json asks for") != NULL;
    }
  g_test_message ("%u of %u could be opened all the same", n_opened, n_rounds * (guint) G_N_ELEMENTS (files));
  temporary_folder_free (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *path = g_strconcat ("/checkpoint-kinds/tensors-have-canonical-names/", kinds[i].name, NULL);

      g_test_add_data_func (path, &kinds[i], test_tensors_have_canonical_names);
    }
  g_test_add_func ("/checkpoint-kinds/original-file-has-all-of-the-published", test_original_file_has_all_of_the_published);
  g_test_add_func ("/checkpoint-kinds/config-comes-from-shapes-and-settings", test_config_comes_from_shapes_and_settings);
  g_test_add_func ("/checkpoint-kinds/config-beside-a-file-is-used", test_config_beside_a_file_is_used);
  g_test_add_func ("/checkpoint-kinds/published-layouts-give-the-logits", test_published_layouts_give_the_logits);
  g_test_add_func ("/checkpoint-kinds/original-files-give-the-logits", test_original_files_give_the_logits);
  g_test_add_func ("/checkpoint-kinds/names-become-canonical", test_names_become_canonical);
  g_test_add_func ("/checkpoint-kinds/leading-ones-are-taken-off", test_leading_ones_are_taken_off);
  g_test_add_func ("/checkpoint-kinds/bridges-are-told-by-their-parameters", test_bridges_are_told_by_their_parameters);
  g_test_add_func ("/checkpoint-kinds/weights-that-tell-too-little-are-refused", test_weights_that_tell_too_little_are_refused);
  g_test_add_func ("/checkpoint-kinds/one-file-in-a-folder-is-found", test_one_file_in_a_folder_is_found);
  g_test_add_func ("/checkpoint-kinds/unclear-folders-are-refused", test_unclear_folders_are_refused);
  g_test_add_func ("/checkpoint-kinds/files-of-other-kinds-are-refused", test_files_of_other_kinds_are_refused);
  g_test_add_func ("/checkpoint-kinds/golden-bad-files-are-refused", test_golden_bad_files_are_refused);
  g_test_add_func ("/checkpoint-kinds/bad-indexes-are-refused", test_bad_indexes_are_refused);
  g_test_add_func ("/checkpoint-kinds/index-decides-between-shards", test_index_decides_between_shards);
  g_test_add_func ("/checkpoint-kinds/pytorch-shards-are-read", test_pytorch_shards_are_read);
  g_test_add_func ("/checkpoint-kinds/spoilt-files-do-no-harm", test_spoilt_files_do_no_harm);
  return g_test_run ();
}
