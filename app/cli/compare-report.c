/* What compare prints: the map, the heads and the answers of two models. */
#include <math.h>

#include "analysis/figures/head-figure.h"
#include "analysis/measures/readout.h"
#include "app/cli/compare-private.h"
#include "app/cli/figure.h"
#include "app/cli/readout.h"
#include "app/cli/table.h"

static double
get_divergence (const CliCompared *model, TrestleBlock block, guint layer)
{
  gsize place = trestle_head_shape_find (&model->shape, block, TRESTLE_HEAD_DIVERGENCE, layer, TRESTLE_HEAD_MEAN);

  return place != G_MAXSIZE ? model->heads[place] : NAN;
}

static guint
count_layers (const CliComparison *comparison, TrestleBlock block)
{
  return MAX (comparison->models[0].shape.n_layers[block], comparison->models[1].shape.n_layers[block]);
}

static void
add_numbers (JsonBuilder *builder, const char *name, const double *values, gsize n)
{
  json_builder_begin_array (json_builder_set_member_name (builder, name));
  for (gsize i = 0; i < n; i++)
    cli_json_add_element (builder, values[i]);
  json_builder_end_array (builder);
}

static void
add_strings (JsonBuilder *builder, const char *name, char **strings)
{
  json_builder_begin_array (json_builder_set_member_name (builder, name));
  for (guint i = 0; strings[i] != NULL; i++)
    {
      g_autofree char *valid = g_utf8_make_valid (strings[i], -1);

      json_builder_add_string_value (builder, valid);
    }
  json_builder_end_array (builder);
}

static void
add_map_of_model (JsonBuilder *builder, const CliComparison *comparison, guint model)
{
  const TrestleAttentionMap *map = comparison->pair->maps[model];

  json_builder_begin_object (builder);
  cli_json_add_string (builder, "name", comparison->models[model].name);
  cli_json_add_integer (builder, "layer", map->layer);
  if (map->head != TRESTLE_HEAD_MEAN)
    cli_json_add_integer (builder, "head", map->head);
  if (map->query != TRESTLE_QUERY_MEAN)
    cli_json_add_integer (builder, "query", map->query);
  add_numbers (builder, "weights", comparison->pair->weights[model], comparison->pair->n_keys[model]);
  json_builder_end_object (builder);
}

static void
add_map (JsonBuilder *builder, const CliComparison *comparison)
{
  const TrestleMapPair *pair = comparison->pair;

  json_builder_begin_object (json_builder_set_member_name (builder, "map"));
  cli_json_add_string (builder, "block", trestle_block_get_name (pair->maps[0]->block));
  json_builder_begin_array (json_builder_set_member_name (builder, "models"));
  for (guint i = 0; i < 2; i++)
    add_map_of_model (builder, comparison, i);
  json_builder_end_array (builder);
  if (pair->labels != NULL)
    add_strings (builder, "keys", pair->labels);
  if (pair->difference != NULL)
    add_numbers (builder, "difference", pair->difference, pair->n_keys[0]);
  json_builder_end_object (builder);
}

static void
add_block (JsonBuilder *builder, const CliComparison *comparison, TrestleBlock block)
{
  json_builder_begin_array (json_builder_set_member_name (builder, trestle_block_get_name (block)));
  for (guint layer = 0; layer < count_layers (comparison, block); layer++)
    {
      json_builder_begin_object (builder);
      cli_json_add_integer (builder, "layer", layer);
      cli_json_add_number (builder, "first", get_divergence (&comparison->models[0], block, layer));
      cli_json_add_number (builder, "second", get_divergence (&comparison->models[1], block, layer));
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
add_divergence (JsonBuilder *builder, const CliComparison *comparison)
{
  json_builder_begin_object (json_builder_set_member_name (builder, "divergence"));
  for (guint i = 0; i < G_N_ELEMENTS (trestle_head_figure_cross_blocks); i++)
    add_block (builder, comparison, trestle_head_figure_cross_blocks[i]);
  json_builder_end_object (builder);
}

static void
add_readouts (JsonBuilder *builder, const CliCompared *model)
{
  json_builder_begin_object (builder);
  cli_json_add_string (builder, "name", model->name);
  json_builder_set_member_name (builder, "readouts");
  if (model->readouts != NULL)
    json_builder_begin_array (builder);
  else
    json_builder_add_null_value (builder);
  for (guint i = 0; model->readouts != NULL && i < model->readouts->len; i++)
    cli_readout_add_json (builder, g_ptr_array_index (model->readouts, i));
  if (model->readouts != NULL)
    json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static void
add_answers (JsonBuilder *builder, const CliComparison *comparison)
{
  if (comparison->task == TRESTLE_N_TASKS)
    return;
  json_builder_begin_object (json_builder_set_member_name (builder, "answers"));
  cli_json_add_string (builder, "task", trestle_task_get_name (comparison->task));
  json_builder_begin_array (json_builder_set_member_name (builder, "models"));
  for (guint i = 0; i < 2; i++)
    add_readouts (builder, &comparison->models[i]);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

void
cli_compare_print_json (CliCall *call, const CliComparison *comparison)
{
  g_autoptr (JsonBuilder) builder = json_builder_begin_object (json_builder_new ());

  add_map (builder, comparison);
  add_divergence (builder, comparison);
  add_answers (builder, comparison);
  add_strings (builder, "notes", comparison->pair->notes);
  cli_figure_add_output (call, builder);
  cli_json_add_dropped (builder, MAX (comparison->models[0].tokens->n_dropped, comparison->models[1].tokens->n_dropped));
  cli_print_json (call, json_builder_end_object (builder));
}

/* The likeliest answers of the last layer. */
static void
print_answers (CliCall *call, const CliComparison *comparison)
{
  g_autoptr (CliTable) table = cli_table_new ("rll", "probability", "answer", "model");

  for (guint i = 0; i < 2; i++)
    for (guint k = 0; comparison->models[i].readouts != NULL && k < comparison->models[i].readouts->len; k++)
      {
        const TrestleReadout *readout = g_ptr_array_index (comparison->models[i].readouts, k);

        for (guint answer = 0; answer < readout->n_answers; answer++)
          cli_table_add (table, g_strdup_printf ("%.4f", readout->probabilities[(gsize) (answer + 1) * readout->n_layers - 1]),
                         g_strdup (readout->labels[answer]), g_strdup (comparison->models[i].name));
      }
  cli_table_print (table, call);
}

/* What a model has no head for is said, and not left out. */
static void
print_task (CliCall *call, const CliComparison *comparison)
{
  if (comparison->task == TRESTLE_N_TASKS)
    return;
  cli_print (call, "%s:", trestle_task_get_name (comparison->task));
  print_answers (call, comparison);
  for (guint i = 0; i < 2; i++)
    if (comparison->models[i].readouts == NULL)
      cli_print (call, "%s has no head for %s; it can do %s", comparison->models[i].name, trestle_task_get_name (comparison->task),
                 comparison->models[i].can);
  cli_print (call, "%s", "");
}

static char *
write_number (double number)
{
  return isfinite (number) ? g_strdup_printf ("%.4f", number) : g_strdup ("–");
}

static void
print_divergence (CliCall *call, const CliComparison *comparison)
{
  g_autoptr (CliTable) table = cli_table_new ("lrrrr", "divergence (nats)", "layer", "first", "second", "difference");

  for (guint i = 0; i < G_N_ELEMENTS (trestle_head_figure_cross_blocks); i++)
    {
      TrestleBlock block = trestle_head_figure_cross_blocks[i];

      for (guint layer = 0; layer < count_layers (comparison, block); layer++)
        {
          double first = get_divergence (&comparison->models[0], block, layer),
                 second = get_divergence (&comparison->models[1], block, layer);

          cli_table_add (table, g_strdup (trestle_block_get_name (block)), g_strdup_printf ("%u", layer + 1), write_number (first),
                         write_number (second), write_number (second - first));
        }
    }
  cli_table_print (table, call);
}

void
cli_compare_print_tables (CliCall *call, const CliComparison *comparison)
{
  print_task (call, comparison);
  print_divergence (call, comparison);
  for (guint i = 0; comparison->pair->notes[i] != NULL; i++)
    cli_note (call, "%s", comparison->pair->notes[i]);
}
