/* trestle-cli designs: the parameter tables of the paper, from the engine's own counts. */
#include "analysis/measures/design-table.h"
#include "app/cli/output.h"
#include "app/cli/table.h"

static const CliOption options[] = {
  CLI_JSON,
  { NULL },
};

static void
add_bridges (JsonBuilder *builder, const TrestleDesignTable *designs)
{
  json_builder_begin_object (json_builder_set_member_name (builder, "bridges"));
  for (guint i = 0; i < TRESTLE_DESIGN_N_BRIDGES; i++)
    cli_json_add_integer (builder, designs->bridges[i].name, (gint64) (designs->bridges[i].bodies + designs->bridges[i].norms));
  json_builder_end_object (builder);
}

static void
add_layers (JsonBuilder *builder, const TrestleDesignTable *designs)
{
  json_builder_begin_object (json_builder_set_member_name (builder, "layers"));
  for (guint i = 0; i < TRESTLE_DESIGN_N_LAYERS; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u", designs->layers[i].n_layers);

      cli_json_add_integer (builder, name, (gint64) designs->layers[i].parameters);
    }
  json_builder_end_object (builder);
}

static void
add_size (JsonBuilder *builder, const TrestleSizeDesign *size)
{
  json_builder_begin_object (json_builder_set_member_name (builder, size->name));
  cli_json_add_integer (builder, "text", (gint64) size->text);
  cli_json_add_integer (builder, "vision", (gint64) size->vision);
  cli_json_add_integer (builder, "cross_modal", (gint64) size->cross_modal);
  cli_json_add_integer (builder, "total", (gint64) size->total);
  json_builder_end_object (builder);
}

static void
print_json (CliCall *call, const TrestleDesignTable *designs)
{
  g_autoptr (JsonBuilder) builder = json_builder_begin_object (json_builder_new ());

  add_bridges (builder, designs);
  add_layers (builder, designs);
  json_builder_begin_object (json_builder_set_member_name (builder, "sizes"));
  add_size (builder, &designs->base);
  add_size (builder, &designs->large);
  json_builder_end_object (builder);
  cli_print_json (call, json_builder_end_object (builder));
}

/* @published: (nullable) */
static void
add_line (CliTable *table, const char *name, guint64 parameters, const char *published)
{
  cli_table_add (table, g_strdup (name), cli_group_digits (parameters), g_strdup (published != NULL ? published : ""));
}

static void
print_bridges (CliCall *call, const TrestleDesignTable *designs)
{
  g_autoptr (CliTable) table = cli_table_new ("lrr", "bridge", "parameters", "paper");

  for (guint i = 0; i < TRESTLE_DESIGN_N_BRIDGES; i++)
    {
      const TrestleBridgeDesign *bridge = &designs->bridges[i];

      add_line (table, bridge->name, bridge->bodies + bridge->norms, bridge->published);
    }
  cli_table_print (table, call);
}

static void
print_layers (CliCall *call, const TrestleDesignTable *designs)
{
  g_autoptr (CliTable) table = cli_table_new ("lrr", "cross-modal layers", "parameters", "paper");

  for (guint i = 0; i < TRESTLE_DESIGN_N_LAYERS; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u", designs->layers[i].n_layers);

      add_line (table, name, designs->layers[i].parameters, designs->layers[i].published);
    }
  cli_table_print (table, call);
}

static void
print_size (CliCall *call, const TrestleSizeDesign *size)
{
  g_autoptr (CliTable) table = cli_table_new ("lrr", size->name, "parameters", "paper");

  add_line (table, "text tower", size->text, size->published_text);
  add_line (table, "vision tower", size->vision, size->published_vision);
  add_line (table, "cross-modal encoder", size->cross_modal, size->published_cross_modal);
  add_line (table, "total", size->total, size->published_total);
  cli_table_print (table, call);
}

static void
print_tables (CliCall *call, const TrestleDesignTable *designs)
{
  print_bridges (call, designs);
  cli_print (call, "%s", "");
  print_layers (call, designs);
  cli_print (call, "%s", "");
  print_size (call, &designs->base);
  cli_print (call, "%s", "");
  print_size (call, &designs->large);
}

static gboolean
run (CliCall *call, GError **error)
{
  g_autoptr (TrestleDesignTable) designs = trestle_design_table_new ();

  if (call->options.json)
    print_json (call, designs);
  else
    print_tables (call, designs);
  return TRUE;
}

const CliCommand cli_designs = {
  .name = "designs",
  .summary = "count the parameters of the paper's designs",
  .synopsis = "[OPTION]...",
  .description =
      "Counts what the engine's own parts ask for, without a model, and prints it next to the numbers of the BridgeTower paper: every kind "
      "of bridge (ten of them in the base model, with their LayerNorms and the two in front of the first layer), two to twelve "
      "cross-modal layers, and the sizes base and large. Towers count with the pooler and the projection that they are published with.\n"
      "The paper cuts its numbers after the last digit and adds what it has cut, so that a last digit may be one less than here. Its large "
      "cross-modal encoder of 200M is 201.6M by this count.\n"
      "JSON: {\"bridges\": {NAME: parameters}, \"layers\": {\"2\" to \"12\": parameters}, \"sizes\": {\"base\" and \"large\": "
      "{\"text\", \"vision\", \"cross_modal\", \"total\"}}}.",
  .options = options,
  .examples = "designs\n"
              "designs --json",
  .run = run,
};
