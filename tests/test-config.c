/* config.json: published defaults for what is missing, and an error that names file and key for what makes no sense. */
#include "core/error.h"
#include "core/formats/json-file.h"
#include "core/model/config.h"
#include "tests/temporary-folder.h"

#include <string.h>

static TrestleConfig *
parse (const char *json, GError **error)
{
  g_autoptr (JsonNode) root = trestle_json_parse (json, strlen (json), "some/config.json", error);

  g_assert_nonnull (root);
  return trestle_config_parse (json_node_get_object (root), "some/config.json", error);
}

static TrestleConfig *
parse_good (const char *json)
{
  g_autoptr (GError) error = NULL;
  TrestleConfig *config = parse (json, &error);

  g_assert_no_error (error);
  return config;
}

/* @said: what the message has to have beside the file. */
static void
assert_refused (const char *json, TrestleError code, const char *said)
{
  g_autoptr (GError) error = NULL;

  g_test_message ("%s", json);
  g_assert_null (parse (json, &error));
  g_assert_error (error, TRESTLE_ERROR, (gint) code);
  g_assert_nonnull (strstr (error->message, "“some/config.json”"));
  if (strstr (error->message, said) == NULL)
    g_error ("“%s” does not say “%s”", error->message, said);
}

/* Those of section 4 of the design. */
static void
assert_defaults (const TrestleConfig *config)
{
  g_assert_cmpuint (config->hidden_size, ==, 768);
  g_assert_cmpuint (config->n_layers, ==, 6);
  g_assert_cmpuint (config->n_heads, ==, 12);
  g_assert_cmpuint (config->n_internal_bridges, ==, 6);
  g_assert_cmpfloat (config->layer_norm_epsilon, ==, 1e-5f);
  g_assert_cmpstr (trestle_bridge_kind_get_name (config->bridge_kind), ==, "add");
  g_assert_true (config->norms_entering);
  g_assert_true (config->projects_image);
  g_assert_false (config->share_bridges);
  g_assert_null (config->answers);
  g_assert_cmpuint (config->text.hidden_size, ==, 768);
  g_assert_cmpuint (config->text.n_layers, ==, 12);
  g_assert_cmpuint (config->text.n_heads, ==, 12);
  g_assert_cmpuint (config->text.intermediate_size, ==, 3072);
  g_assert_cmpuint (config->text.vocabulary_size, ==, 50265);
  g_assert_cmpuint (config->text.n_positions, ==, 514);
  g_assert_cmpuint (config->text.n_token_types, ==, 1);
  g_assert_cmpint (config->text.pad_id, ==, 1);
  g_assert_cmpfloat (config->text.layer_norm_epsilon, ==, 1e-5f);
  g_assert_cmpuint (config->vision.hidden_size, ==, 768);
  g_assert_cmpuint (config->vision.n_layers, ==, 12);
  g_assert_cmpuint (config->vision.patch_size, ==, 16);
  g_assert_cmpuint (config->vision.image_size, ==, 288);
  g_assert_cmpfloat (config->vision.layer_norm_epsilon, ==, 1e-5f);
  g_assert_cmpuint (trestle_vision_config_get_n_heads (&config->vision), ==, 12);
  g_assert_cmpuint (trestle_text_config_get_max_tokens (&config->text), ==, 512);
}

static void
test_missing_keys_take_the_published_defaults (void)
{
  static const char *const files[] = {
    "{}",
    "{\"text_config\": {}, \"vision_config\": {}}",
    "{\"text_config\": null, \"vision_config\": null, \"hidden_size\": null, \"id2label\": null, \"model_type\": null}",
    "{\"architectures\": [\"BridgeTowerForMaskedLM\"], \"torch_dtype\": \"float32\", \"id2label\": {}}",
    "{\"model_type\": \"bridgetower\", \"link_tower_type\": \"add\", \"share_cross_modal_transformer_layers\": true,"
    " \"text_config\": {\"hidden_act\": \"gelu\"}, \"vision_config\": {\"share_layernorm\": true}}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr (TrestleConfig) config = parse_good (files[i]);

      assert_defaults (config);
    }
}

static void
test_keys_are_read (void)
{
  g_autoptr (TrestleConfig) config = parse_good (
      "{\"hidden_size\": 96, \"num_hidden_layers\": 4, \"num_attention_heads\": 6, \"layer_norm_eps\": 0.25, \"num_internal_bridges\": 2,"
      " \"share_link_tower_layers\": true, \"contrastive_hidden_size\": 32, \"id2label\": {\"1\": \"no\", \"0\": \"yes\"},"
      " \"text_config\": {\"hidden_size\": 80, \"num_hidden_layers\": 3, \"num_attention_heads\": 5, \"intermediate_size\": 81,"
      " \"vocab_size\": 82, \"max_position_embeddings\": 83, \"type_vocab_size\": 2, \"pad_token_id\": 7, \"layer_norm_eps\": 0.5},"
      " \"vision_config\": {\"hidden_size\": 128, \"num_hidden_layers\": 2, \"patch_size\": 8, \"image_size\": 50, \"layer_norm_eps\": "
      "0}}");

  g_assert_cmpuint (config->hidden_size, ==, 96);
  g_assert_cmpuint (config->n_layers, ==, 4);
  g_assert_cmpuint (config->n_heads, ==, 6);
  g_assert_cmpuint (config->n_internal_bridges, ==, 2);
  g_assert_cmpfloat (config->layer_norm_epsilon, ==, 0.25);
  g_assert_true (config->share_bridges);
  g_assert_cmpuint (g_strv_length (config->answers), ==, 2);
  g_assert_cmpstr (config->answers[0], ==, "yes");
  g_assert_cmpstr (config->answers[1], ==, "no");
  g_assert_cmpuint (config->text.hidden_size, ==, 80);
  g_assert_cmpuint (config->text.n_layers, ==, 3);
  g_assert_cmpuint (config->text.n_heads, ==, 5);
  g_assert_cmpuint (config->text.intermediate_size, ==, 81);
  g_assert_cmpuint (config->text.vocabulary_size, ==, 82);
  g_assert_cmpuint (config->text.n_positions, ==, 83);
  g_assert_cmpuint (config->text.n_token_types, ==, 2);
  g_assert_cmpint (config->text.pad_id, ==, 7);
  g_assert_cmpfloat (config->text.layer_norm_epsilon, ==, 0.5);
  g_assert_cmpuint (trestle_text_config_get_max_tokens (&config->text), ==, 83 - 8);
  g_assert_cmpuint (config->vision.hidden_size, ==, 128);
  g_assert_cmpuint (config->vision.n_layers, ==, 2);
  g_assert_cmpuint (config->vision.patch_size, ==, 8);
  g_assert_cmpuint (config->vision.image_size, ==, 50);
  g_assert_cmpfloat (config->vision.layer_norm_epsilon, ==, 0.0);
  g_assert_cmpuint (trestle_vision_config_get_n_heads (&config->vision), ==, 2);
}

/* Every size: its least and its most are taken where nothing else is against them, and one beyond is refused. */
static void
test_sizes_have_bounds (void)
{
  static const struct
  {
    const char *part; /* of the file, with room for the number */
    const char *key;
    guint most;
    guint least;
  } sizes[] = {
    { "{\"hidden_size\": %s}", "hidden_size", 16384, 1 },
    { "{\"num_hidden_layers\": %s}", "num_hidden_layers", 256, 1 },
    { "{\"num_attention_heads\": %s}", "num_attention_heads", 16384, 1 },
    
    { "{\"num_internal_bridges\": %s}", "num_internal_bridges", 6, 1 },
    { "{\"text_config\": {\"hidden_size\": %s}}", "hidden_size", 16384, 1 },
    { "{\"text_config\": {\"num_hidden_layers\": %s}}", "num_hidden_layers", 256, 1 },
    { "{\"text_config\": {\"num_attention_heads\": %s}}", "num_attention_heads", 16384, 1 },
    { "{\"text_config\": {\"intermediate_size\": %s}}", "intermediate_size", 8 * 16384, 1 },
    { "{\"text_config\": {\"vocab_size\": %s}}", "vocab_size", 1u << 24, 1 },
    { "{\"text_config\": {\"max_position_embeddings\": %s}}", "max_position_embeddings", 65536, 1 },
    { "{\"text_config\": {\"type_vocab_size\": %s}}", "type_vocab_size", 1024, 1 },
    { "{\"text_config\": {\"pad_token_id\": %s}}", "pad_token_id", 1u << 24, 0 },
    { "{\"vision_config\": {\"hidden_size\": %s}}", "hidden_size", 16384, 1 },
    { "{\"vision_config\": {\"num_hidden_layers\": %s}}", "num_hidden_layers", 256, 1 },
    { "{\"vision_config\": {\"patch_size\": %s}}", "patch_size", 4096, 1 },
    { "{\"vision_config\": {\"image_size\": %s}}", "image_size", 4096, 1 },
  };
  static const struct
  {
    const char *number;
    TrestleError code;
  } numbers[] = {
    { "-1", TRESTLE_ERROR_INVALID },           { "1.5", TRESTLE_ERROR_INVALID },          { "-9223372036854775808", TRESTLE_ERROR_INVALID },
    { "\"768\"", TRESTLE_ERROR_INVALID },      { "true", TRESTLE_ERROR_INVALID },         { "[768]", TRESTLE_ERROR_INVALID },
    { "{}", TRESTLE_ERROR_INVALID },           { "1e999", TRESTLE_ERROR_INVALID },        { "1e300", TRESTLE_ERROR_TOO_LARGE },
    { "4294967296", TRESTLE_ERROR_TOO_LARGE }, { "4294967297", TRESTLE_ERROR_TOO_LARGE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autofree char *quoted = g_strdup_printf ("“%s”", sizes[i].key);

      for (guint bound = 0; bound < 2; bound++)
        {
          g_autofree char *number = g_strdup_printf ("%u", bound == 0 ? sizes[i].least : sizes[i].most);
          g_autofree char *in_bounds = g_strdup_printf (sizes[i].part, number);
          g_autoptr (GError) error = NULL;
          g_autoptr (TrestleConfig) config = parse (in_bounds, &error);

          /* Alone among defaults it may not fit, which is another error. */
          if (config == NULL)
            g_assert_error (error, TRESTLE_ERROR, TRESTLE_ERROR_SHAPE);
        }
      {
        g_autofree char *number = g_strdup_printf ("%u", sizes[i].most + 1);
        g_autofree char *beyond = g_strdup_printf (sizes[i].part, number);

        assert_refused (beyond, TRESTLE_ERROR_TOO_LARGE, quoted);
      }
      if (sizes[i].least > 0)
        {
          g_autofree char *zero = g_strdup_printf (sizes[i].part, "0");

          assert_refused (zero, TRESTLE_ERROR_INVALID, quoted);
        }
      for (guint n = 0; n < G_N_ELEMENTS (numbers); n++)
        {
          g_autofree char *json = g_strdup_printf (sizes[i].part, numbers[n].number);

          assert_refused (json, numbers[n].code, quoted);
        }
    }
}

static void
test_values_of_another_kind_are_refused (void)
{
  static const struct
  {
    const char *json;
    const char *key;
  } cases[] = {
    { "{\"layer_norm_eps\": -1e-5}", "“layer_norm_eps”" },
    { "{\"layer_norm_eps\": 1.5}", "“layer_norm_eps”" },
    { "{\"layer_norm_eps\": 1e999}", "“layer_norm_eps”" },
    { "{\"layer_norm_eps\": \"1e-5\"}", "“layer_norm_eps”" },
    { "{\"text_config\": {\"layer_norm_eps\": 2}}", "“layer_norm_eps”" },
    { "{\"vision_config\": {\"layer_norm_eps\": -2}}", "“layer_norm_eps”" },
    { "{\"share_link_tower_layers\": 1}", "“share_link_tower_layers”" },
    { "{\"share_link_tower_layers\": \"true\"}", "“share_link_tower_layers”" },
    { "{\"share_cross_modal_transformer_layers\": 1}", "“share_cross_modal_transformer_layers”" },
    { "{\"vision_config\": {\"share_layernorm\": 0}}", "“share_layernorm”" },
    { "{\"model_type\": 7}", "“model_type”" },
    { "{\"link_tower_type\": []}", "“link_tower_type”" },
    { "{\"text_config\": {\"hidden_act\": {}}}", "“hidden_act”" },
    { "{\"text_config\": []}", "“text_config”" },
    { "{\"vision_config\": \"large\"}", "“vision_config”" },
    { "{\"id2label\": [\"yes\", \"no\"]}", "“id2label”" },
    { "{\"id2label\": {\"0\": 0}}", "“0”" },
    { "{\"id2label\": {\"1\": \"yes\"}}", "“id2label”" },
    { "{\"id2label\": {\"0\": \"yes\", \"2\": \"no\"}}", "“id2label”" },
    { "{\"id2label\": {\"0\": \"yes\", \"1\": null}}", "“id2label”" },
    { "{\"id2label\": {\"00\": \"yes\"}}", "“id2label”" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_refused (cases[i].json, TRESTLE_ERROR_INVALID, cases[i].key);
}

/* Well described, but not what Trestle runs: the message says what it is. */
static void
test_other_models_are_unsupported (void)
{
  static const struct
  {
    const char *json;
    const char *said;
  } cases[] = {
    { "{\"model_type\": \"METER\"}", "the model_type “METER”; Trestle runs “bridgetower” and “meter”" },
    { "{\"model_type\": \"clip\"}", "the model_type “clip”" },
    { "{\"model_type\": \"\"}", "the model_type “”" },
    { "{\"link_tower_type\": \"ferry\"}", "the link_tower_type “ferry”; Trestle runs “add”, “multiply”, “channel_interpolate”" },
    { "{\"link_tower_type\": \"ADD\"}", "the link_tower_type “ADD”" },
    { "{\"text_config\": {\"hidden_act\": \"relu\"}}", "the hidden_act “relu”; Trestle runs “gelu”" },
    { "{\"text_config\": {\"hidden_act\": \"gelu_new\"}}", "the hidden_act “gelu_new”" },
    { "{\"share_cross_modal_transformer_layers\": false}", "the share_cross_modal_transformer_layers “false”" },
    { "{\"vision_config\": {\"share_layernorm\": false}}", "the share_layernorm “false”" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_refused (cases[i].json, TRESTLE_ERROR_UNSUPPORTED, cases[i].said);
}

static void
test_sizes_that_do_not_fit_are_refused (void)
{
  static const struct
  {
    const char *json;
    const char *said;
  } cases[] = {
    { "{\"num_attention_heads\": 7}", "its hidden_size is not a multiple of its num_attention_heads" },
    { "{\"hidden_size\": 1}", "its hidden_size is not a multiple" },
    { "{\"text_config\": {\"num_attention_heads\": 769}}", "the text tower's hidden_size is not a multiple" },
    { "{\"vision_config\": {\"hidden_size\": 200}}", "the vision tower's hidden_size is not a multiple of 64" },
    { "{\"vision_config\": {\"patch_size\": 289}}", "its patch_size is above its image_size" },
    { "{\"num_hidden_layers\": 13}", "more bridged cross-modal layers than its towers have layers" },
    { "{\"text_config\": {\"num_hidden_layers\": 5}}", "more bridged cross-modal layers" },
    { "{\"vision_config\": {\"num_hidden_layers\": 5}}", "more bridged cross-modal layers" },
    { "{\"text_config\": {\"max_position_embeddings\": 3}}", "leave no room for text" },
    { "{\"text_config\": {\"pad_token_id\": 512}}", "leave no room for text" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_refused (cases[i].json, TRESTLE_ERROR_SHAPE, cases[i].said);
}

/* One step back from those. */
static void
test_sizes_that_just_fit_are_taken (void)
{
  static const char *const files[] = {
    "{\"num_hidden_layers\": 12}",
    "{\"num_hidden_layers\": 13, \"num_internal_bridges\": 12}",
    "{\"text_config\": {\"num_hidden_layers\": 6}, \"vision_config\": {\"num_hidden_layers\": 6}}",
    "{\"text_config\": {\"max_position_embeddings\": 4}}",
    "{\"text_config\": {\"pad_token_id\": 511}}",
    "{\"vision_config\": {\"patch_size\": 288}}",
    "{\"vision_config\": {\"hidden_size\": 48}}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr (TrestleConfig) config = parse_good (files[i]);

      g_assert_cmpuint (trestle_text_config_get_max_tokens (&config->text), >=, 2);
      g_assert_cmpuint (trestle_vision_config_get_n_heads (&config->vision), >=, 1);
    }
}

static void
test_bridge_kinds_have_names (void)
{
  g_autofree const char **names = trestle_bridge_kind_list ();

  g_assert_cmpuint (g_strv_length ((char **) names), ==, 11);
  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autofree char *json = g_strdup_printf ("{\"link_tower_type\": \"%s\"}", names[i]);
      g_autoptr (TrestleConfig) config = parse_good (json);

      g_assert_cmpstr (trestle_bridge_kind_get_name (config->bridge_kind), ==, names[i]);
    }
  g_assert_null (trestle_bridge_kind_find ("ferry"));
}

/* METER has no bridges, no LayerNorm in front of its first layer, and one layer less in its CLIP tower. */
static void
test_meter_has_its_own_wiring (void)
{
  g_autoptr (TrestleConfig) config = parse_good ("{\"model_type\": \"meter\", \"num_internal_bridges\": 4,"
                                                 " \"vision_config\": {\"num_hidden_layers\": 12, \"remove_last_layer\": true}}");

  g_assert_cmpuint (config->n_internal_bridges, ==, 1);
  g_assert_false (config->norms_entering);
  g_assert_cmpuint (config->vision.n_layers, ==, 11);
}

static void
test_towers_have_kinds (void)
{
  g_autoptr (TrestleConfig) published = parse_good ("{}");
  g_autoptr (TrestleConfig) plain = parse_good ("{\"text_config\": {\"model_type\": \"bert\", \"pad_token_id\": 0,"
                                                " \"max_position_embeddings\": 512}, \"vision_config\": {\"model_type\": \"vit\"}}");

  g_assert_cmpint (published->text.kind, ==, TRESTLE_TEXT_ROBERTA);
  g_assert_cmpint (published->vision.kind, ==, TRESTLE_VISION_CLIP);
  g_assert_cmpint (plain->text.kind, ==, TRESTLE_TEXT_BERT);
  g_assert_cmpint (plain->vision.kind, ==, TRESTLE_VISION_VIT);
  g_assert_cmpuint (trestle_text_config_get_max_tokens (&plain->text), ==, 512);
}

static void
test_image_size_can_be_another (void)
{
  g_autoptr (TrestleConfig) config = parse_good ("{}");
  g_autoptr (GError) error = NULL;

  g_assert_true (trestle_config_set_image_size (config, 576, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (config->vision.image_size, ==, 576);
  g_assert_false (trestle_config_set_image_size (config, 15, &error));
  g_assert_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INPUT);
  g_clear_error (&error);
  g_assert_false (trestle_config_set_image_size (config, 129 * 16, &error));
  g_assert_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INPUT);
  g_assert_cmpuint (config->vision.image_size, ==, 576);
}

static void
test_file_is_loaded (void)
{
  char *folder = temporary_folder_new (
      (TemporaryFile[]){ { "config.json", "{\"hidden_size\": 96}" }, { "broken.json", "{\"hidden_size\": 96" }, { NULL, NULL } });
  g_autofree char *path = g_build_filename (folder, "config.json", NULL);
  g_autofree char *broken = g_build_filename (folder, "broken.json", NULL);
  g_autofree char *missing = g_build_filename (folder, "missing.json", NULL);
  g_autoptr (GError) error = NULL;
  TrestleConfig *config = trestle_config_load (path, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (config->hidden_size, ==, 96);
  trestle_config_free (config);
  g_assert_null (trestle_config_load (broken, &error));
  g_assert_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, broken));
  g_clear_error (&error);
  g_assert_null (trestle_config_load (missing, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  g_assert_nonnull (strstr (error->message, missing));
  temporary_folder_free (folder);
}

/* The file that comes with Trestle. */
static void
test_demo_config_is_read (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("TRESTLE_DATA"), "models", "bridgetower-shapes", "config.json", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (TrestleConfig) config = trestle_config_load (path, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (config->hidden_size, ==, 128);
  g_assert_cmpuint (config->vision.image_size, ==, 128);
  g_assert_cmpuint (g_strv_length (config->answers), ==, 22);
  g_assert_cmpstr (config->answers[21], ==, "no");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/config/missing-keys-take-the-published-defaults", test_missing_keys_take_the_published_defaults);
  g_test_add_func ("/config/keys-are-read", test_keys_are_read);
  g_test_add_func ("/config/sizes-have-bounds", test_sizes_have_bounds);
  g_test_add_func ("/config/values-of-another-kind-are-refused", test_values_of_another_kind_are_refused);
  g_test_add_func ("/config/other-models-are-unsupported", test_other_models_are_unsupported);
  g_test_add_func ("/config/sizes-that-do-not-fit-are-refused", test_sizes_that_do_not_fit_are_refused);
  g_test_add_func ("/config/sizes-that-just-fit-are-taken", test_sizes_that_just_fit_are_taken);
  g_test_add_func ("/config/bridge-kinds-have-names", test_bridge_kinds_have_names);
  g_test_add_func ("/config/meter-has-its-own-wiring", test_meter_has_its_own_wiring);
  g_test_add_func ("/config/towers-have-kinds", test_towers_have_kinds);
  g_test_add_func ("/config/image-size-can-be-another", test_image_size_can_be_another);
  g_test_add_func ("/config/file-is-loaded", test_file_is_loaded);
  g_test_add_func ("/config/demo-config-is-read", test_demo_config_is_read);
  return g_test_run ();
}
