/* Bridges for programs: the same layout for one image and text and for the means over a list, which have their spread beside them. */
#include <math.h>

#include "app/cli/bridges-private.h"
#include "app/cli/output.h"

/* A number of a profile. */
typedef struct
{
  const char *name;
  gsize place;
} Number;

/* The numbers of an effect, in the order in which a profile has them. */
static const char *const effects[TRESTLE_N_EFFECTS] = { "logit_change", "probability_change", "kl", "flipped" };

#define EFFECT_KL 2

/* An object @name with one of the study's lists of numbers. */
static void
add_list (JsonBuilder *builder, const char *name, const double *values, const Number *numbers, guint n)
{
  json_builder_begin_object (json_builder_set_member_name (builder, name));
  for (guint i = 0; i < n; i++)
    cli_json_add_number (builder, numbers[i].name, values[numbers[i].place]);
  json_builder_end_object (builder);
}

/* Members of the object that is open. Of a list they are means; how many pairs have a number is the same for those that stand together. */
static void
add_numbers (JsonBuilder *builder, const CliBridgeStudy *study, const Number *numbers, guint n)
{
  for (guint i = 0; i < n; i++)
    cli_json_add_number (builder, numbers[i].name, study->values[numbers[i].place]);
  if (study->intervals == NULL)
    return;
  add_list (builder, "deviation", study->deviations, numbers, n);
  add_list (builder, "interval", study->intervals, numbers, n);
}

static void
add_effect (JsonBuilder *builder, const CliBridgeStudy *study, gsize place)
{
  Number numbers[TRESTLE_N_EFFECTS];

  for (guint i = 0; i < TRESTLE_N_EFFECTS; i++)
    numbers[i] = (Number){ effects[i], place + i };
  json_builder_begin_object (builder);
  add_numbers (builder, study, numbers, TRESTLE_N_EFFECTS);
  if (study->counts != NULL)
    cli_json_add_integer (builder, "pairs", (gint64) study->counts[place]);
  json_builder_end_object (builder);
}

/* Of every task that there is something to say about. */
static void
add_tasks (JsonBuilder *builder, const CliBridgeStudy *study, TrestleSide side, gint bridge, TrestleStandIn stand_in)
{
  json_builder_begin_object (json_builder_set_member_name (builder, "tasks"));
  for (TrestleTask task = 0; task < TRESTLE_N_EFFECT_TASKS; task++)
    {
      gsize place = trestle_bridge_shape_find_effect (&study->shape, side, bridge, stand_in, task);

      if (isfinite (study->values[place + EFFECT_KL]))
        add_effect (json_builder_set_member_name (builder, trestle_task_get_name (task)), study, place);
    }
  json_builder_end_object (builder);
}

static void
add_knock_out (JsonBuilder *builder, const CliBridgeStudy *study, TrestleSide side, guint bridge, TrestleStandIn stand_in)
{
  const TrestleBridgeShape *shape = &study->shape;
  Number numbers[] = {
    { "match_logit_change", trestle_bridge_shape_find_effect (shape, side, (gint) bridge, stand_in, TRESTLE_TASK_MATCH) },
    { "output_kl", trestle_bridge_shape_find_effect (shape, side, (gint) bridge, stand_in, study->task) + EFFECT_KL },
  };

  json_builder_begin_object (json_builder_set_member_name (builder, trestle_stand_in_get_name (stand_in)));
  add_numbers (builder, study, numbers, G_N_ELEMENTS (numbers));
  add_tasks (builder, study, side, (gint) bridge, stand_in);
  json_builder_end_object (builder);
}

static void
add_bridge (JsonBuilder *builder, const CliBridgeStudy *study, TrestleSide side, guint bridge)
{
  Number numbers[] = {
    { "share", trestle_bridge_shape_find_share (&study->shape, side, bridge) },
    { "cosine", trestle_bridge_shape_find_cosine (&study->shape, side, bridge) },
  };

  json_builder_begin_object (builder);
  cli_json_add_string (builder, "side", trestle_side_get_name (side));
  cli_json_add_integer (builder, "index", bridge);
  add_numbers (builder, study, numbers, G_N_ELEMENTS (numbers));
  json_builder_begin_object (json_builder_set_member_name (builder, "ablations"));
  for (TrestleStandIn i = TRESTLE_STAND_IN_ZERO; i < TRESTLE_N_STAND_INS; i++)
    if ((study->shape.stand_ins & 1u << i) != 0)
      add_knock_out (builder, study, side, bridge, i);
  json_builder_end_object (builder);
  json_builder_end_object (builder);
}

/* The best candidates for each question of a task; none if it cannot be asked. */
static void
add_answers (JsonBuilder *builder, const char *name, const GPtrArray *answers)
{
  json_builder_begin_array (json_builder_set_member_name (builder, name));
  for (guint i = 0; answers != NULL && i < answers->len; i++)
    {
      const TrestleAnswer *answer = g_ptr_array_index (answers, i);

      json_builder_begin_array (builder);
      for (guint k = 0; k < answer->candidates->len; k++)
        {
          const TrestleCandidate *candidate = &g_array_index (answer->candidates, TrestleCandidate, k);

          json_builder_begin_object (builder);
          cli_json_add_string (builder, "answer", candidate->label);
          cli_json_add_number (builder, "probability", candidate->probability);
          json_builder_end_object (builder);
        }
      json_builder_end_array (builder);
    }
  json_builder_end_array (builder);
}

/* To every task that one of the two can do. */
static void
add_all_answers (JsonBuilder *builder, const CliVariant *intact, const CliVariant *changed)
{
  json_builder_begin_object (json_builder_set_member_name (builder, "answers"));
  for (TrestleTask task = 0; task < TRESTLE_N_EFFECT_TASKS; task++)
    if (intact->answers[task] != NULL || changed->answers[task] != NULL)
      {
        json_builder_begin_object (json_builder_set_member_name (builder, trestle_task_get_name (task)));
        add_answers (builder, "intact", intact->answers[task]);
        add_answers (builder, "changed", changed->answers[task]);
        json_builder_end_object (builder);
      }
  json_builder_end_object (builder);
}

/* The means over the heads of each layer; one of the two may have more layers. */
static void
add_layers (JsonBuilder *builder, const CliVariant *intact, const CliVariant *changed, TrestleHeadMeasure measured, TrestleBlock block)
{
  guint n_layers = MAX (intact->shape.n_layers[block], changed->shape.n_layers[block]);

  json_builder_begin_array (json_builder_set_member_name (builder, trestle_block_get_name (block)));
  for (guint layer = 0; layer < n_layers; layer++)
    {
      json_builder_begin_object (builder);
      cli_json_add_integer (builder, "layer", layer + 1);
      cli_json_add_number (builder, "intact", cli_variant_get_layer (intact, measured, block, layer));
      cli_json_add_number (builder, "changed", cli_variant_get_layer (changed, measured, block, layer));
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

/* Of the cross-modal encoder: the towers are in front of the bridges. */
static void
add_heads (JsonBuilder *builder, const CliVariant *intact, const CliVariant *changed)
{
  for (TrestleHeadMeasure measured = 0; measured < TRESTLE_N_HEAD_MEASURES; measured++)
    {
      if ((CLI_VARIANT_MEASURES & 1u << measured) == 0)
        continue;
      json_builder_begin_object (json_builder_set_member_name (builder, trestle_head_measure_get_name (measured)));
      for (TrestleBlock block = TRESTLE_BLOCK_CROSS_TEXT_SELF; block <= TRESTLE_BLOCK_CROSS_IMAGE_CROSS; block++)
        if (trestle_head_measure_applies (measured, block))
          add_layers (builder, intact, changed, measured, block);
      json_builder_end_object (builder);
    }
}

static void
add_weights (JsonBuilder *builder, const double *weights, gsize n)
{
  json_builder_begin_array (json_builder_set_member_name (builder, "weights"));
  for (gsize i = 0; i < n; i++)
    cli_json_add_element (builder, weights[i]);
  json_builder_end_array (builder);
}

/* The weights over the patches, row by row. */
static void
add_patches (JsonBuilder *builder, const TrestleAttentionMap *map)
{
  json_builder_begin_object (json_builder_set_member_name (builder, "patches"));
  cli_json_add_integer (builder, "layer", map->layer + 1);
  cli_json_add_integer (builder, "rows", map->grid_rows);
  cli_json_add_integer (builder, "columns", map->grid_columns);
  cli_json_add_number (builder, "class_token", map->weights[0]);
  add_weights (builder, trestle_attention_map_get_patches (map), (gsize) map->grid_rows * map->grid_columns);
  json_builder_end_object (builder);
}

/* The weights over the words, and which those are. */
static void
add_words (JsonBuilder *builder, const CliVariant *variant)
{
  json_builder_begin_object (json_builder_set_member_name (builder, "words"));
  cli_json_add_integer (builder, "layer", variant->words->layer + 1);
  json_builder_begin_array (json_builder_set_member_name (builder, "tokens"));
  for (char **token = variant->tokens; *token != NULL; token++)
    json_builder_add_string_value (builder, *token);
  json_builder_end_array (builder);
  add_weights (builder, variant->words->weights, variant->words->n_keys);
  json_builder_end_object (builder);
}

static void
add_looks (JsonBuilder *builder, const char *name, const CliVariant *variant)
{
  json_builder_begin_object (json_builder_set_member_name (builder, name));
  add_patches (builder, variant->patches);
  add_words (builder, variant);
  json_builder_end_object (builder);
}

/* Members of the object that is open: one variant beside the intact model. */
static void
add_variant (JsonBuilder *builder, const CliVariant *intact, const CliVariant *changed)
{
  add_all_answers (builder, intact, changed);
  add_heads (builder, intact, changed);
  json_builder_begin_object (json_builder_set_member_name (builder, "looks"));
  add_looks (builder, "intact", intact);
  add_looks (builder, "changed", changed);
  json_builder_end_object (builder);
}

/* The model without any bridges; of a list that is only what it does to the answers. */
static void
add_baseline (JsonBuilder *builder, const CliBridgeStudy *study, CliBridgeVariant which)
{
  TrestleStandIn stand_in = cli_bridge_variant_get_stand_in (which);

  if ((study->shape.stand_ins & 1u << stand_in) == 0)
    return;
  json_builder_begin_object (json_builder_set_member_name (builder, cli_bridge_variant_get_name (which)));
  add_tasks (builder, study, TRESTLE_SIDE_TEXT, TRESTLE_EVERY_BRIDGE, stand_in);
  if (study->variants[which] != NULL)
    add_variant (builder, study->variants[CLI_BRIDGE_INTACT], study->variants[which]);
  json_builder_end_object (builder);
}

static void
add_beside (JsonBuilder *builder, const CliBridgeStudy *study)
{
  const CliVariant *beside = study->variants[CLI_BRIDGE_BESIDE];

  if (beside == NULL)
    return;
  json_builder_begin_object (json_builder_set_member_name (builder, cli_bridge_variant_get_name (CLI_BRIDGE_BESIDE)));
  cli_json_add_string (builder, "name", beside->name);
  add_variant (builder, study->variants[CLI_BRIDGE_INTACT], beside);
  cli_json_add_dropped (builder, beside->n_dropped);
  json_builder_end_object (builder);
}

void
cli_bridges_add_json (JsonBuilder *builder, const CliBridgeStudy *study)
{
  json_builder_begin_array (json_builder_set_member_name (builder, "bridges"));
  for (TrestleSide side = 0; side < TRESTLE_N_SIDES; side++)
    for (guint bridge = 0; bridge < study->shape.n_bridges; bridge++)
      add_bridge (builder, study, side, bridge);
  json_builder_end_array (builder);
  json_builder_begin_object (json_builder_set_member_name (builder, "baseline"));
  add_baseline (builder, study, CLI_BRIDGE_ZERO);
  add_baseline (builder, study, CLI_BRIDGE_LAST);
  add_beside (builder, study);
  json_builder_end_object (builder);
}
