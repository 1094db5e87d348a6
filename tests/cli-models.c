/* Small models of synthetic weights that the command line can be asked about. */
#include "tests/cli-models.h"

#include "tests/cli-call.h"
#include "tests/synthetic-model.h"

static void
narrow (JsonObject *part, gint64 n_layers)
{
  json_object_set_int_member (part, "hidden_size", 64);
  json_object_set_int_member (part, "num_hidden_layers", n_layers);
  json_object_set_int_member (part, "num_attention_heads", 4);
  json_object_set_int_member (part, "intermediate_size", 256);
}

JsonObject *
cli_model_config (void)
{
  static const char *const names[] = { "itm", "itc", "vqa", "snli", "nlvr2", "rank" };
  g_autofree char *path = cli_data_path ("models/bridgetower-shapes/config.json");
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;
  JsonArray *heads = json_array_new ();
  JsonObject *config;

  json_parser_load_from_file (parser, path, &error);
  g_assert_no_error (error);
  config = json_object_ref (json_node_get_object (json_parser_get_root (parser)));
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    json_array_add_string_element (heads, names[i]);
  json_object_set_array_member (config, "heads", heads);
  json_object_remove_member (config, "id2label");
  json_object_remove_member (config, "label2id");
  json_object_set_int_member (config, "vqa_labels", 4);
  json_object_set_int_member (config, "num_internal_bridges", 2);
  narrow (config, 3);
  narrow (json_object_get_object_member (config, "text_config"), 3);
  narrow (json_object_get_object_member (config, "vision_config"), 4);
  return config;
}

void
cli_model_write (JsonObject *config, const char *folder)
{
  static const char *const files[] = { "vocab.json", "merges.txt", "preprocessor_config.json" };
  g_autofree char *demo = cli_data_path ("models/bridgetower-shapes");

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *source = g_build_filename (demo, files[i], NULL);
      g_autofree char *target = g_build_filename (folder, files[i], NULL);
      g_autofree char *content = NULL;
      gsize length;

      g_assert_true (g_file_get_contents (source, &content, &length, NULL));
      g_assert_true (g_file_set_contents (target, content, (gssize) length, NULL));
    }
  synthetic_model_write (config, folder);
}
