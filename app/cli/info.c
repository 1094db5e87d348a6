/* trestle-cli info: what a checkpoint is, what it can do, and how large its parts are. */
#include <glib/gstdio.h>
#include <string.h>

#include "app/cli/output.h"
#include "app/cli/subject.h"
#include "app/cli/table.h"

static const CliOption options[] = {
  CLI_MODEL,
  CLI_JSON,
  { NULL },
};

/* Layers, width and heads of a part that has them. */
typedef struct
{
  const char *key;
  const char *title;
  guint64 count;
  guint n_layers;
  guint hidden;
  guint n_heads;
} Part;

#define N_PARTS 5

typedef struct
{
  char *folder;
  TrestleSession *session;
  const TrestleModel *model;
  const TrestleConfig *config;
  gint64 file_size; /* bytes of the weights */
  Part parts[N_PARTS];
} Info;

static void
info_free (Info *info)
{
  g_free (info->folder);
  g_clear_pointer (&info->session, trestle_session_free);
  g_free (info);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Info, info_free)

static void
list_parts (Info *info)
{
  const TrestleConfig *config = info->config;
  TrestleParameterCounts counts = trestle_model_count (info->model);
  Part parts[N_PARTS] = {
    { "text", "text tower", counts.text, config->text.n_layers, config->text.hidden_size, config->text.n_heads },
    { "vision", "vision tower", counts.vision, config->vision.n_layers, config->vision.hidden_size,
      trestle_vision_config_get_n_heads (&config->vision) },
    { "cross_modal", "cross-modal encoder", counts.cross_modal, config->n_layers, config->hidden_size, config->n_heads },
    { "bridges", "bridges", counts.bridges, 0, 0, 0 },
    { "heads", "task heads", counts.heads, 0, 0, 0 },
  };

  memcpy (info->parts, parts, sizeof parts);
}

static gint64
measure_weights (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "model.safetensors", NULL);
  GStatBuf status;

  return g_stat (path, &status) == 0 ? (gint64) status.st_size : 0;
}

static Info *
info_new (CliCall *call, GError **error)
{
  g_autoptr (Info) info = g_new0 (Info, 1);

  info->folder = cli_find_model (call, error);
  info->session = info->folder != NULL ? trestle_session_open (info->folder, 0, error) : NULL;
  if (info->session == NULL)
    return NULL;
  info->model = trestle_session_get_model (info->session);
  info->config = trestle_model_get_config (info->model);
  info->file_size = measure_weights (info->folder);
  list_parts (info);
  return g_steal_pointer (&info);
}

/* A part of the model, with what it is built of. */
static void
add_part (JsonBuilder *builder, const Part *part)
{
  json_builder_begin_object (json_builder_set_member_name (builder, part->key));
  cli_json_add_integer (builder, "layers", part->n_layers);
  cli_json_add_integer (builder, "hidden_size", part->hidden);
  cli_json_add_integer (builder, "heads", part->n_heads);
  json_builder_end_object (builder);
}

static void
add_parameters (JsonBuilder *builder, const Info *info)
{
  json_builder_begin_object (json_builder_set_member_name (builder, "parameters"));
  for (guint i = 0; i < N_PARTS; i++)
    cli_json_add_integer (builder, info->parts[i].key, (gint64) info->parts[i].count);
  cli_json_add_integer (builder, "total", (gint64) trestle_model_count (info->model).total);
  json_builder_end_object (builder);
}

static void
add_tasks (JsonBuilder *builder, const Info *info)
{
  json_builder_begin_array (json_builder_set_member_name (builder, "tasks"));
  for (guint task = 0; task < TRESTLE_N_TASKS; task++)
    if (trestle_model_can (info->model, task))
      json_builder_add_string_value (builder, trestle_task_get_name (task));
  json_builder_end_array (builder);
}

static void
add_sizes (JsonBuilder *builder, const Info *info)
{
  const TrestleConfig *config = info->config;

  json_builder_begin_object (json_builder_set_member_name (builder, "sizes"));
  cli_json_add_integer (builder, "image_size", config->vision.image_size);
  cli_json_add_integer (builder, "patch_size", config->vision.patch_size);
  cli_json_add_integer (builder, "max_tokens", trestle_session_get_max_tokens (info->session));
  cli_json_add_integer (builder, "vocabulary", config->text.vocabulary_size);
  cli_json_add_integer (builder, "bridges", 2 * (config->n_internal_bridges - 1));
  for (guint i = 0; i < N_PARTS; i++)
    if (info->parts[i].n_layers > 0)
      add_part (builder, &info->parts[i]);
  json_builder_end_object (builder);
}

static void
print_json (CliCall *call, const Info *info)
{
  g_autoptr (JsonBuilder) builder = json_builder_begin_object (json_builder_new ());

  cli_json_add_string (builder, "name", trestle_model_get_name (info->model));
  cli_json_add_string (builder, "folder", info->folder);
  cli_json_add_string (builder, "model_type", "bridgetower");
  cli_json_add_string (builder, "bridge", trestle_bridge_kind_get_name (info->config->bridge_kind));
  add_tasks (builder, info);
  add_parameters (builder, info);
  add_sizes (builder, info);
  cli_json_add_integer (builder, "file_size", info->file_size);
  json_builder_add_boolean_value (json_builder_set_member_name (builder, "tokenizer"),
                                  trestle_session_get_tokenizer (info->session) != NULL);
  cli_print_json (call, json_builder_end_object (builder));
}

/* (transfer full): blank for what a part does not have. */
static char *
format_count (guint count)
{
  return count > 0 ? g_strdup_printf ("%u", count) : g_strdup ("");
}

static void
print_parts (CliCall *call, const Info *info)
{
  g_autoptr (CliTable) table = cli_table_new ("lrrrr", "part", "layers", "hidden", "heads", "parameters");

  for (guint i = 0; i < N_PARTS; i++)
    {
      const Part *part = &info->parts[i];

      cli_table_add (table, g_strdup (part->title), format_count (part->n_layers), format_count (part->hidden),
                     format_count (part->n_heads), cli_group_digits (part->count));
    }
  cli_table_add (table, g_strdup ("all of it"), g_strdup (""), g_strdup (""), g_strdup (""),
                 cli_group_digits (trestle_model_count (info->model).total));
  cli_table_print (table, call);
}

/* (transfer full): "match, fill" */
static char *
describe_tasks (const Info *info)
{
  GString *tasks = g_string_new (NULL);

  for (guint task = 0; task < TRESTLE_N_TASKS; task++)
    if (trestle_model_can (info->model, task))
      g_string_append_printf (tasks, "%s%s", tasks->len > 0 ? ", " : "", trestle_task_get_name (task));
  return g_string_free (tasks, FALSE);
}

static void
print_facts (CliCall *call, const Info *info)
{
  const TrestleConfig *config = info->config;
  guint n_bridges = config->n_internal_bridges - 1, grid = config->vision.image_size / config->vision.patch_size;
  gboolean can_read = trestle_session_get_tokenizer (info->session) != NULL;
  g_autofree char *tasks = describe_tasks (info);
  g_autofree char *size = g_format_size ((guint64) info->file_size);

  cli_print (call, "%s is a BridgeTower with %u bridges on each side (%s)\n", trestle_model_get_name (info->model), n_bridges,
             trestle_bridge_kind_get_name (config->bridge_kind));
  cli_print (call, "tasks    %s", tasks);
  cli_print (call, "images   %u x %u pixels, as %u x %u patches of %u", config->vision.image_size, config->vision.image_size, grid, grid,
             config->vision.patch_size);
  cli_print (call, "texts    up to %u tokens of a vocabulary of %u%s", trestle_session_get_max_tokens (info->session),
             config->text.vocabulary_size, can_read ? "" : "; there are no tokenizer files");
  cli_print (call, "weights  %s\n", size);
}

static gboolean
run (CliCall *call, GError **error)
{
  g_autoptr (Info) info = info_new (call, error);

  if (info == NULL)
    return FALSE;
  if (call->options.json)
    print_json (call, info);
  else
    {
      print_facts (call, info);
      print_parts (call, info);
    }
  return TRUE;
}

const CliCommand cli_info = {
  .name = "info",
  .summary = "say what a checkpoint is, what it can do, and how large it is",
  .synopsis = "[OPTION]...",
  .description =
      "Opens the model, which checks all of its files, and says which tasks it has heads for, what it reads, and how many parameters "
      "each part has, as the checkpoint holds them. Bridges are counted apart from the cross-modal encoder that they stand in.\n"
      "JSON: {\"name\", \"folder\", \"model_type\", \"bridge\", \"tasks\", \"parameters\": {\"text\", \"vision\", \"cross_modal\", "
      "\"bridges\", \"heads\", \"total\"}, \"sizes\": {\"image_size\", \"patch_size\", \"max_tokens\", \"vocabulary\", "
      "\"bridges\", and \"layers\", \"hidden_size\" and \"heads\" of each part}, \"file_size\" in bytes, \"tokenizer\"}.",
  .options = options,
  .examples = "info\n"
              "info --model my-model --json",
  .run = run,
};
