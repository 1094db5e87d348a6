/* trestle-cli trace: everything that one run computed, to a file. */
#include "app/cli/output.h"
#include "app/cli/reading.h"
#include "app/cli/subject.h"

static const CliOption options[] = {
  CLI_READING_IMAGE,
  CLI_READING_TEXT,
  CLI_READING_INPUTS,
  { "output", 'o', CLI_STRING (output), "FILE", "The safetensors file to write.", .is_required = TRUE },
  { "record", 0, CLI_STRING (record), "BLOCKS",
    "Which attention to write: names of blocks with commas between them, or none; all of it without this option." },
  { "half", 0, CLI_FLAG (half), NULL, "Write attention as float16, in half of the room; weights lose digits behind the third." },
  CLI_MODEL,
  CLI_OPENING,
  CLI_JSON_REPORT,
  { NULL },
};

#define NAMED_COLUMNS 40 /* of a word, where it is named in a sentence */

/* @blocks: (out): bits of the blocks that --record names */
static gboolean
choose_blocks (const char *record, guint *blocks, GError **error)
{
  g_auto (GStrv) names = g_strsplit (record, ",", -1);

  *blocks = 0;
  for (char **name = names; *name != NULL && !g_str_equal (record, "none"); name++)
    {
      g_autofree char *shown = cli_fit (*name, NAMED_COLUMNS);
      guint block = 0;

      while (block < TRESTLE_N_BLOCKS && !g_str_equal (trestle_block_get_name (block), *name))
        block++;
      if (block == TRESTLE_N_BLOCKS)
        {
          g_set_error (error, CLI_USAGE_ERROR, 0,
                       "--record takes none, or blocks of text, vision, cross_text_self, cross_text_cross, cross_image_self and "
                       "cross_image_cross with commas between them, not “%s”",
                       shown);
          return FALSE;
        }
      *blocks |= 1u << block;
    }
  return TRUE;
}

static gboolean
choose_recording (const CliOptions *given, TrestleRecording *recording, GError **error)
{
  *recording = (TrestleRecording){ .blocks = TRESTLE_RECORD_ALL, .as_half = given->half };
  return given->record == NULL || choose_blocks (given->record, &recording->blocks, error);
}

static void
print (CliCall *call, const CliReading *reading)
{
  g_autoptr (GPtrArray) names = trestle_trace_list (reading->trace);
  g_autofree char *path = g_filename_display_name (call->options.output);

  if (call->options.json)
    {
      g_autoptr (JsonBuilder) builder = json_builder_begin_object (json_builder_new ());

      cli_json_add_string (builder, "output", path);
      cli_json_add_integer (builder, "tensors", names->len);
      cli_json_add_integer (builder, "tokens", trestle_trace_get_n_tokens (reading->trace));
      cli_json_add_dropped (builder, reading->n_dropped);
      cli_print_json (call, json_builder_end_object (builder));
    }
  else
    cli_print (call, "%u tensors of a text of %u tokens are in “%s”", names->len, trestle_trace_get_n_tokens (reading->trace), path);
}

static gboolean
run (CliCall *call, GError **error)
{
  TrestleRecording recording;
  g_autofree char *model = NULL;
  g_autoptr (CliReading) reading = NULL;

  if (!cli_reading_check (&call->options, error) || !choose_recording (&call->options, &recording, error))
    return FALSE;
  model = cli_find_model (call, error);
  reading = model != NULL ? cli_reading_new (call, model, recording, error) : NULL;
  if (reading == NULL || g_cancellable_set_error_if_cancelled (cli_progress_get_cancellable (call->progress), error)
      || !trestle_trace_save (reading->trace, call->options.output, error))
    return FALSE;
  print (call, reading);
  return TRUE;
}

const CliCommand cli_trace = {
  .name = "trace",
  .summary = "write everything that one run computes to a file",
  .synopsis = "(--image FILE --text TEXT | --inputs FILE) -o FILE [OPTION]...",
  .description =
      "Runs the model once and writes all of it to a safetensors file of float32 tensors; --record and --half make it smaller. In these "
      "names LAYER counts from 0, and "
      "SIDE is text or image:\n"
      "attention.BLOCK.LAYER [heads, queries, keys], where BLOCK is text, vision, cross_text_self, cross_text_cross, "
      "cross_image_self or cross_image_cross; cross_text_cross is the text looking at the image;\n"
      "hidden.text.LAYER and hidden.vision.LAYER [tokens, hidden], of which layer 0 is the embedding, and hidden.cross_text.LAYER "
      "and hidden.cross_image.LAYER;\n"
      "bridge.SIDE.LAYER.x, .y and .out: the cross-modal and the uni-modal state that enter a bridge, and what leaves it;\n"
      "logits.HEAD: itm, mlm, vqa, itc_text, itc_image, itc_cross, snli and rank, as far as the model has them, and the features that "
      "they are computed from: pooled, text_features, image_features.\n"
      "The file appears under its name when it is complete.",
  .options = options,
  .examples = "trace --image photo.jpg --text \"a red star\" -o trace.safetensors\n"
              "trace -i photo.jpg -t \"a red star\" -o small.safetensors \\\n"
              "    --record cross_text_cross,cross_image_cross --half\n"
              "trace --inputs inputs.safetensors -o trace.safetensors",
  .run = run,
};
