/* trestle-cli info: what a checkpoint is, what it can do, and how large its parts are. */
#include "analysis/figures/model-figure.h"
#include "app/cli/drawing.h"
#include "app/cli/figure.h"
#include "app/cli/output.h"
#include "app/cli/reading.h"
#include "app/cli/subject.h"
#include "app/cli/table.h"
#include "app/cli/wiring.h"
#include "core/formats/stored-tensor.h"
#include "core/model/details.h"
#include "core/model/memory-need.h"

#define MOST_UNUSED 5 /* names that are shown */
#define NAME_COLUMNS 76
#define TITLE_COLUMNS 30

#define DIAGRAM_WIDTH 85.0 /* millimetres: one column of a paper */

static const CliOption options[] = {
  CLI_MODEL,
  CLI_OPENING,
  { "output", 'o', CLI_STRING (output), "FILE", "Draw the model: its layers, and where its towers enter the encoder. " CLI_FIGURE_ENDINGS },
  CLI_DRAWING_LAYERS,
  CLI_DRAWING_BRIDGES,
  CLI_READING_IMAGE,
  CLI_READING_TEXT,
  CLI_DRAWING_ABLATE,
  CLI_DRAWING_TASK,
  CLI_FIGURE_WIDTH,
  CLI_FIGURE_COLORMAP,
  CLI_FIGURE_FONT,
  CLI_FIGURE_NO_TITLE,
  CLI_FIGURE_DPI,
  CLI_JSON,
  { NULL },
};

/**
 * Info:
 * @subject: (nullable): with an image before it, which has @session then
 */
typedef struct
{
  char *path;
  CliSubject *subject;
  TrestleSession *session;
  const TrestleModel *model;
  const TrestleConfig *config;
  GPtrArray *unused; /* names of tensors that no part of the model has a use for */
  TrestlePartDetails parts[TRESTLE_N_MODEL_PARTS];
} Info;

static void
info_free (Info *info)
{
  g_free (info->path);
  g_clear_pointer (&info->unused, g_ptr_array_unref);
  if (info->subject == NULL)
    g_clear_pointer (&info->session, trestle_session_free);
  g_clear_pointer (&info->subject, cli_subject_free);
  g_free (info);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Info, info_free)

static gboolean
open_model (Info *info, CliCall *call, GError **error)
{
  if (call->options.images == NULL)
    {
      info->session = cli_open_model (call, error);
      return info->session != NULL;
    }
  info->subject = cli_subject_new (call, TRESTLE_N_TASKS, error);
  if (info->subject != NULL)
    info->session = info->subject->session;
  return info->session != NULL;
}

static Info *
info_new (CliCall *call, GError **error)
{
  g_autoptr (Info) info = g_new0 (Info, 1);

  info->path = cli_find_model (call, error);
  if (info->path == NULL || !open_model (info, call, error))
    return NULL;
  info->model = trestle_session_get_model (info->session);
  info->config = trestle_model_get_config (info->model);
  info->unused = trestle_model_list_unused (info->model);
  trestle_model_list_parts (info->model, info->parts);
  return g_steal_pointer (&info);
}

/* A part of the model, with what it is built of. */
static void
add_part (JsonBuilder *builder, const TrestlePartDetails *part)
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
  for (guint i = 0; i < TRESTLE_N_MODEL_PARTS; i++)
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
  cli_json_add_integer (builder, "internal_bridges", config->n_internal_bridges);
  cli_json_add_integer (builder, "bridges", 2 * (config->n_internal_bridges - 1));
  for (guint i = 0; i < TRESTLE_N_MODEL_PARTS; i++)
    if (info->parts[i].n_layers > 0)
      add_part (builder, &info->parts[i]);
  json_builder_end_object (builder);
}

static gboolean
is_meter (const Info *info)
{
  return !info->config->norms_entering;
}

/* What the weights are stored in and as. */
static void
add_storage (JsonBuilder *builder, const Info *info)
{
  guint dtypes = trestle_model_get_dtypes (info->model);

  cli_json_add_string (builder, "kind", trestle_model_get_kind (info->model));
  json_builder_begin_array (json_builder_set_member_name (builder, "dtypes"));
  for (guint dtype = 0; dtype < TRESTLE_N_DTYPES; dtype++)
    if (dtypes & 1u << dtype)
      json_builder_add_string_value (builder, trestle_dtype_get_name (dtype));
  json_builder_end_array (builder);
  cli_json_add_integer (builder, "weights_size", (gint64) trestle_model_get_size (info->model));
}

/* In bytes. */
static void
add_memory (JsonBuilder *builder, const Info *info)
{
  TrestleWeightsNeed weights = trestle_model_get_weights_need (info->model);
  TrestleRecording recording = { .blocks = TRESTLE_RECORD_ALL };
  TrestleRunNeed run = trestle_model_estimate_run (info->model, TRESTLE_USUAL_TOKENS, recording, NULL);

  json_builder_begin_object (json_builder_set_member_name (builder, "memory"));
  cli_json_add_integer (builder, "weights", (gint64) weights.own);
  cli_json_add_integer (builder, "mapped_weights", (gint64) weights.mapped);
  cli_json_add_integer (builder, "run", (gint64) trestle_run_need_sum (&run));
  json_builder_end_object (builder);
}

static void
add_unused (JsonBuilder *builder, const Info *info)
{
  json_builder_begin_object (json_builder_set_member_name (builder, "unused"));
  cli_json_add_integer (builder, "count", info->unused->len);
  json_builder_begin_array (json_builder_set_member_name (builder, "names"));
  for (guint i = 0; i < MIN (info->unused->len, MOST_UNUSED); i++)
    {
      g_autofree char *name = g_utf8_make_valid (g_ptr_array_index (info->unused, i), -1);

      json_builder_add_string_value (builder, name);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static void
print_json (CliCall *call, const Info *info)
{
  g_autoptr (JsonBuilder) builder = json_builder_begin_object (json_builder_new ());

  cli_json_add_string (builder, "name", trestle_model_get_name (info->model));
  cli_json_add_string (builder, "path", info->path);
  cli_json_add_string (builder, "model_type", is_meter (info) ? "meter" : "bridgetower");
  cli_json_add_string (builder, "bridge", trestle_bridge_kind_get_name (info->config->bridge_kind));
  add_tasks (builder, info);
  add_parameters (builder, info);
  add_sizes (builder, info);
  add_storage (builder, info);
  add_memory (builder, info);
  add_unused (builder, info);
  if (call->options.output != NULL)
    {
      g_autofree char *output = g_filename_display_name (call->options.output);

      cli_json_add_string (builder, "output", output);
    }
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

  for (guint i = 0; i < TRESTLE_N_MODEL_PARTS; i++)
    {
      const TrestlePartDetails *part = &info->parts[i];

      cli_table_add (table, g_strdup (part->title), format_count (part->n_layers), format_count (part->hidden),
                     format_count (part->n_heads), cli_group_digits (part->count));
    }
  cli_table_add (table, g_strdup ("all of it"), g_strdup (""), g_strdup (""), g_strdup (""),
                 cli_group_digits (trestle_model_count (info->model).total));
  cli_table_print (table, call);
}

static void
print_unused (CliCall *call, const Info *info)
{
  g_autofree char *sentence = trestle_model_describe_unused (info->unused->len);

  if (sentence == NULL)
    return;
  cli_print (call, "\n%s:", sentence);
  for (guint i = 0; i < MIN (info->unused->len, MOST_UNUSED); i++)
    {
      g_autofree char *name = cli_fit (g_ptr_array_index (info->unused, i), NAME_COLUMNS);

      cli_print (call, "  %s", name);
    }
  if (info->unused->len > MOST_UNUSED)
    cli_print (call, "  and %u more", info->unused->len - MOST_UNUSED);
}

static void
print_facts (CliCall *call, const Info *info)
{
  g_autofree char *tasks = trestle_model_describe_tasks (info->model);
  g_autofree char *images = trestle_model_describe_images (info->model);
  g_autofree char *texts = trestle_model_describe_texts (info->model, trestle_session_get_tokenizer (info->session) != NULL);
  g_autofree char *weights = trestle_model_describe_weights (info->model);
  g_autofree char *memory = trestle_model_describe_memory (info->model);
  g_autofree char *name = cli_fit (trestle_model_get_name (info->model), TITLE_COLUMNS);
  g_autofree char *type = trestle_model_describe_type (info->model);
  g_autofree char *wiring = cli_wiring_draw (info->config);

  cli_print (call, "%s is a %s\n\n%s\n", name, type, wiring);
  cli_print (call, "tasks    %s", tasks);
  cli_print (call, "images   %s", images);
  cli_print (call, "texts    %s", texts);
  cli_print (call, "weights  %s", weights);
  cli_print (call, "memory   %s\n", memory);
}

/* The model drawn, if a file is named for that. */
static gboolean
write_diagram (CliCall *call, const Info *info, const CliDrawing *drawing, const TrestleLook *look, GError **error)
{
  const char *name = trestle_model_get_name (info->model);
  g_autofree char *tasks = trestle_model_describe_tasks (info->model);
  g_autofree char *input = info->subject != NULL ? cli_reading_name_input (call) : NULL;
  g_autoptr (TrestleModelNumbers) numbers = NULL;
  g_autoptr (TrestleFigure) figure = NULL;
  TrestleModelOutline outline;

  if (call->options.output == NULL)
    return TRUE;
  if (info->subject != NULL && (numbers = cli_drawing_measure (call, info->subject, drawing, error)) == NULL)
    return FALSE;
  trestle_model_outline_init (&outline, info->config, name, *tasks != '\0' ? tasks : NULL);
  figure = trestle_model_figure_new (&outline, g_steal_pointer (&numbers), look);
  return cli_figure_write (call, figure, "How the model is built", name, input, error);
}

static gboolean
run (CliCall *call, GError **error)
{
  g_autoptr (Info) info = NULL;
  CliDrawing drawing;
  TrestleLook look;

  if (!cli_drawing_choose (call, &drawing, error) || !cli_figure_choose (call, DIAGRAM_WIDTH, &look, error))
    return FALSE;
  info = info_new (call, error);
  if (info == NULL || !write_diagram (call, info, &drawing, &look, error))
    return FALSE;
  if (call->options.json)
    print_json (call, info);
  else
    {
      print_facts (call, info);
      print_parts (call, info);
      print_unused (call, info);
    }
  return TRUE;
}

const CliCommand cli_info = {
  .name = "info",
  .summary = "say what a checkpoint is, what it can do, and how large it is",
  .synopsis = "[-o FILE [--image FILE --text TEXT [--layers-by NAME] [--bridges-by NAME]]] [OPTION]...",
  .description =
      "Opens the model, which checks all of its files, and says which tasks it has heads for, what it reads, and how many parameters "
      "each part has, as the checkpoint holds them. Bridges are counted apart from the cross-modal encoder that they stand in.\n"
      "The drawing has a mark for every layer, in the order in which they run. Where a line joins a layer of a tower and a cross-modal "
      "one, the first enters the second; the first of these lines is no bridge, the others are.\n"
      "Memory is what the weights take once they are laid out for this processor, those that are used where they lie in the file being "
      "pages that the system can take back, and what a run with a text of 20 tokens takes beside them if all of its attention is recorded. "
      "A "
      "model or a run for which there is not so much is refused, with a sentence that says what would do.\n"
      "Tensors that the checkpoint has and the model has no use for are counted, and the first five are named.\n"
      "JSON: {\"name\", \"path\", \"model_type\", \"bridge\", \"tasks\", \"parameters\": {\"text\", \"vision\", \"cross_modal\", "
      "\"bridges\", \"heads\", \"total\"}, \"sizes\": {\"image_size\", \"patch_size\", \"max_tokens\", \"vocabulary\", "
      "\"internal_bridges\", \"bridges\", and \"layers\", \"hidden_size\" and \"heads\" of each part}, \"kind\" of file, \"dtypes\", "
      "\"weights_size\" in bytes, \"memory\": {\"weights\", \"mapped_weights\", \"run\"} in bytes, \"unused\": {\"count\", \"names\"}, "
      "\"tokenizer\"}.\n"
      "With --output the model is drawn as a figure for a paper as well, and a .csv or .json says which layer of a tower enters which "
      "layer of the encoder. With --layers-by and --bridges-by it reads an image and a text, and the drawing shows what its layers and its "
      "bridges do then: layers in colours, cross-modal ones divided into self-attention and cross-attention, and bridges as arrows of a "
      "width. Each number is in the .csv or .json.",
  .options = options,
  .examples = "info\n"
              "info --model my-model --json\n"
              "info --model my-model -o model.pdf\n"
              "info -i photo.jpg -t \"a red star\" \\\n"
              "    --layers-by divergence --bridges-by share -o model.pdf",
  .run = run,
};
