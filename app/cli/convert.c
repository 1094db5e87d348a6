/* trestle-cli convert: any checkpoint to a folder of safetensors. */
#include "app/cli/output.h"
#include "core/formats/conversion.h"

static const char *const arguments[] = { "SRC", "DST", NULL };

static const CliOption options[] = {
  { "dtype", 0, CLI_STRING (dtype), "f32|f16|bf16",
    "What weights are stored as; f32, which loses nothing, if not given. The 16-bit ones take half the room: f16 is the more exact, bf16 "
    "has the range of f32." },
  CLI_JSON_REPORT,
  { NULL },
};

static const struct
{
  const char *name;
  TrestleDtype dtype;
} dtypes[] = {
  { "f32", TRESTLE_DTYPE_F32 },
  { "f16", TRESTLE_DTYPE_F16 },
  { "bf16", TRESTLE_DTYPE_BF16 },
};

static gboolean
find_dtype (const char *name, TrestleDtype *dtype, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (dtypes); i++)
    if (name == NULL || g_str_equal (name, dtypes[i].name))
      {
        *dtype = dtypes[i].dtype;
        return TRUE;
      }
  g_set_error (error, CLI_USAGE_ERROR, 0, "--dtype takes f32, f16 or bf16, not “%s”", name);
  return FALSE;
}

static void
print (CliCall *call, const TrestleConversion *conversion)
{
  g_autofree char *folder = g_filename_display_name (call->options.arguments[1]);
  g_autofree char *size = g_format_size (conversion->size);

  if (call->options.json)
    {
      g_autoptr (JsonBuilder) builder = json_builder_begin_object (json_builder_new ());

      cli_json_add_string (builder, "output", folder);
      cli_json_add_string (builder, "dtype", trestle_dtype_get_name (conversion->dtype));
      cli_json_add_integer (builder, "tensors", conversion->n_tensors);
      cli_json_add_integer (builder, "files", conversion->n_files);
      cli_json_add_integer (builder, "size", (gint64) conversion->size);
      cli_print_json (call, json_builder_end_object (builder));
    }
  else
    cli_print (call, "%u tensors, %s, are in “%s”", conversion->n_tensors, size, folder);
}

static gboolean
run (CliCall *call, GError **error)
{
  const CliOptions *given = &call->options;
  TrestleConversion conversion = { 0 };

  if (!find_dtype (given->dtype, &conversion.dtype, error)
      || !trestle_convert (given->arguments[0], given->arguments[1], &conversion, cli_progress_report, call->progress,
                           cli_progress_get_cancellable (call->progress), error))
    return FALSE;
  print (call, &conversion);
  return TRUE;
}

const CliCommand cli_convert = {
  .name = "convert",
  .summary = "write any checkpoint as a folder of safetensors",
  .synopsis = "SRC DST [OPTION]...",
  .description =
      "Reads SRC, a model folder or a checkpoint file of any kind that Trestle reads, those of the original trainers included, and makes "
      "the folder DST: config.json, model.safetensors under the published names, in files of 5 GB where it is larger, and the tokenizer "
      "and image settings files that lie beside SRC.\n"
      "DST must not be there yet, or be an empty folder. It appears when it is complete; work that fails or is stopped leaves nothing. "
      "A weight that is too large for float16 is an error.\n"
      "JSON: {\"output\", \"dtype\", \"tensors\", \"files\", \"size\" in bytes}.",
  .arguments = arguments,
  .options = options,
  .examples = "convert bridgetower.ckpt my-model\n"
              "convert my-model my-small-model --dtype bf16",
  .run = run,
};
