/* How many parameters each design has: the engine's parts are asked for their tensors, and these are counted by name. */
#include "analysis/measures/design-table.h"

#include <string.h>

#include "core/formats/json-file.h"
#include "core/model/cross-encoder.h"
#include "core/model/text-tower.h"
#include "core/model/vision-tower.h"

/* Names of the cross-modal encoder's tensors. Every bridge has a LayerNorm; those in front of the first layer are called "layernorm". */
#define LAYERS "bridgetower.cross_modal_*_layers.*"
#define BRIDGES "bridgetower.cross_modal_*_link_tower.*"
#define BRIDGE_NORMS "bridgetower.cross_modal_*_link_tower.*LayerNorm.*"
#define ENTERING_NORMS "bridgetower.cross_modal_*_layernorm.*"

/* What is published with a tower and is of no use to a BridgeTower. */
#define TEXT_POOLER "text_pooler"
#define VISION_PROJECTION "vision_projection"
#define BASE_EMBEDDING 512u  /* of CLIP-ViT-B/16 */
#define LARGE_EMBEDDING 768u /* of CLIP-ViT-L/14 */

/* Published defaults are the base model. */
#define BASE "{}"
#define LARGE                                                                                                                              \
  "{\"hidden_size\": 1024, \"num_attention_heads\": 16,"                                                                                   \
  " \"text_config\": {\"hidden_size\": 1024, \"num_hidden_layers\": 24, \"num_attention_heads\": 16, \"intermediate_size\": 4096},"        \
  " \"vision_config\": {\"hidden_size\": 1024, \"num_hidden_layers\": 24, \"patch_size\": 14, \"image_size\": 294}}"

static const struct
{
  const char *name;
  const char *published;
} bridges[TRESTLE_DESIGN_N_BRIDGES] = {
  { "add", "18.4K" }, { "multiply", "18.4K" },        { "channel_interpolate", "26.0K" }, { "gate", "11.8M" },       { "linear", "11.8M" },
  { "mlp", "35.4M" }, { "cross_attention", "23.6M" }, { "cross_attention_ffn", "70.8M" }, { "add_linear", "11.8M" },
};

/* (transfer full): of a text above, which is always right */
static TrestleConfig *
make_config (const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) root = trestle_json_parse (text, strlen (text), "design", &error);
  TrestleConfig *config = root != NULL ? trestle_config_parse (json_node_get_object (root), "design", &error) : NULL;

  g_assert_no_error (error);
  return config;
}

/* (transfer full): a counter that the cross-modal encoder of a model has asked for all of its tensors */
static TrestleParameters *
count_encoder (const TrestleConfig *config)
{
  TrestleParameters *parameters = trestle_parameters_new_counter ();
  TrestleCrossEncoder encoder;

  trestle_cross_encoder_init (&encoder, config, &(TrestleLayerNorm){ NULL });
  trestle_cross_encoder_load_bridges (&encoder, parameters, config);
  trestle_cross_encoder_load_layers (&encoder, parameters, config);
  trestle_cross_encoder_clear (&encoder);
  return parameters;
}

static guint64
count_text (const TrestleConfig *config)
{
  g_autoptr (TrestleParameters) parameters = trestle_parameters_new_counter ();
  TrestleTextTower tower = { 0 };

  trestle_text_tower_load (&tower, parameters, &config->text);
  trestle_text_tower_clear (&tower);
  trestle_parameters_linear (parameters, config->text.hidden_size, config->text.hidden_size, TEXT_POOLER);
  return trestle_parameters_get_count (parameters);
}

static guint64
count_vision (const TrestleConfig *config, gsize embedding)
{
  g_autoptr (TrestleParameters) parameters = trestle_parameters_new_counter ();
  TrestleVisionTower tower = { 0 };

  trestle_vision_tower_load (&tower, parameters, &config->vision);
  trestle_vision_tower_clear (&tower);
  trestle_parameters_matrix (parameters, config->vision.hidden_size, embedding, VISION_PROJECTION);
  return trestle_parameters_get_count (parameters);
}

static guint64
count_norms (const TrestleParameters *encoder)
{
  return trestle_parameters_count_names (encoder, BRIDGE_NORMS) + trestle_parameters_count_names (encoder, ENTERING_NORMS);
}

static void
fill_bridges (TrestleDesignTable *table)
{
  g_autoptr (TrestleConfig) config = make_config (BASE);

  for (guint i = 0; i < TRESTLE_DESIGN_N_BRIDGES; i++)
    {
      g_autoptr (TrestleParameters) encoder = NULL;
      TrestleBridgeDesign *bridge = &table->bridges[i];

      config->bridge_kind = trestle_bridge_kind_find (bridges[i].name);
      encoder = count_encoder (config);
      bridge->name = bridges[i].name;
      bridge->published = bridges[i].published;
      bridge->norms = count_norms (encoder);
      bridge->bodies = trestle_parameters_count_names (encoder, BRIDGES) - trestle_parameters_count_names (encoder, BRIDGE_NORMS);
    }
}

static void
fill_layers (TrestleDesignTable *table)
{
  g_autoptr (TrestleConfig) config = make_config (BASE);

  for (guint i = 0; i < TRESTLE_DESIGN_N_LAYERS; i++)
    {
      g_autoptr (TrestleParameters) encoder = NULL;
      TrestleLayerDesign *design = &table->layers[i];

      design->n_layers = config->n_layers = config->n_internal_bridges = TRESTLE_DESIGN_LEAST_LAYERS + i;
      encoder = count_encoder (config);
      design->parameters = trestle_parameters_count_names (encoder, LAYERS);
    }
  table->layers[0].published = "37.8M";
  table->layers[TRESTLE_DESIGN_N_LAYERS - 1].published = "226.8M";
}

static void
fill_size (TrestleSizeDesign *size, const char *text, gsize embedding)
{
  g_autoptr (TrestleConfig) config = make_config (text);
  g_autoptr (TrestleParameters) encoder = count_encoder (config);

  size->text = count_text (config);
  size->vision = count_vision (config, embedding);
  size->cross_modal = trestle_parameters_count_names (encoder, LAYERS) + count_norms (encoder);
  size->total = size->text + size->vision + size->cross_modal;
}

TrestleDesignTable *
trestle_design_table_new (void)
{
  TrestleDesignTable *table = g_new0 (TrestleDesignTable, 1);

  table->base = (TrestleSizeDesign){
    .name = "base", .published_text = "124M", .published_vision = "86M", .published_cross_modal = "113M", .published_total = "323M"
  };
  table->large = (TrestleSizeDesign){
    .name = "large", .published_text = "355M", .published_vision = "304M", .published_cross_modal = "200M", .published_total = "859M"
  };
  fill_bridges (table);
  fill_layers (table);
  fill_size (&table->base, BASE, BASE_EMBEDDING);
  fill_size (&table->large, LARGE, LARGE_EMBEDDING);
  return table;
}

void
trestle_design_table_free (TrestleDesignTable *table)
{
  g_free (table);
}
