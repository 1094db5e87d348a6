/* trestle-cli trace: everything that one run computed, to a file. */
#include "app/cli/inputs.h"
#include "app/cli/output.h"
#include "app/cli/subject.h"
#include "core/error.h"

static const CliOption options[] = {
  { "image", 'i', CLI_LIST (images), "FILE", CLI_IMAGE_FILE, .is_single = TRUE },
  { "text", 't', CLI_LIST (texts), "TEXT", "What to read with the image.", .is_single = TRUE },
  { "inputs", 0, CLI_STRING (inputs), "FILE",
    "A safetensors file that takes the place of --image and --text, past the tokenizer and the image processor: input_ids and "
    "attention_mask [1, tokens] int64, pixel_values [1, 3, height, width] float32." },
  { "output", 'o', CLI_STRING (output), "FILE", "The safetensors file to write.", .is_required = TRUE },
  { "record", 0, CLI_STRING (record), "BLOCKS",
    "Which attention to write: names of blocks with commas between them, or none; all of it without this option." },
  { "half", 0, CLI_FLAG (half), NULL, "Write attention as float16, in half of the room; weights lose digits behind the third." },
  CLI_MODEL,
  CLI_IMAGE_SIZE,
  CLI_JSON_REPORT,
  { NULL },
};

#define NAMED_COLUMNS 40 /* of a word, where it is named in a sentence */

/* The run that was asked for, what it records, and of how long a text the end was left out. */
typedef struct
{
  TrestleRecording recording;
  TrestleTrace *trace;
  guint n_dropped;
} Traced;

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

static gboolean
check_call (const CliOptions *given, GError **error)
{
  gboolean has_any = given->images != NULL || given->texts != NULL, has_both = given->images != NULL && given->texts != NULL;

  if (given->inputs != NULL ? !has_any : has_both)
    return TRUE;
  g_set_error_literal (error, CLI_USAGE_ERROR, 0, "Either --inputs is needed, or both --image and --text");
  return FALSE;
}

/* What the model cannot read of the inputs, with the name of the file that they are from. */
static void
name_inputs (const CliInputs *inputs, GError **error)
{
  if (error != NULL && *error != NULL && (*error)->domain == TRESTLE_ERROR)
    g_prefix_error (error, "“%s” cannot be run: ", inputs->name);
}

static gboolean
trace_inputs (CliCall *call, Traced *traced, GError **error)
{
  g_autoptr (CliInputs) inputs = cli_inputs_load (call->options.inputs, error);
  g_autoptr (TrestleSession) session = inputs != NULL ? cli_open_model (call, error) : NULL;

  if (session == NULL)
    return FALSE;
  trestle_session_set_recording (session, traced->recording);
  if (trestle_session_set_pixels (session, &inputs->pixels, error))
    traced->trace = trestle_session_run (session, inputs->ids, inputs->keep, inputs->n_tokens, cli_progress_report, call->progress,
                                         cli_progress_get_cancellable (call->progress), error);
  if (traced->trace == NULL)
    name_inputs (inputs, error);
  return traced->trace != NULL;
}

static gboolean
trace_text (CliCall *call, Traced *traced, GError **error)
{
  g_autoptr (CliSubject) subject = cli_subject_new (call, TRESTLE_N_TASKS, error);
  g_autoptr (TrestleTokens) tokens = NULL;

  if (subject == NULL)
    return FALSE;
  trestle_session_set_recording (subject->session, traced->recording);
  tokens = cli_tokenize_text (call, subject->session, call->options.texts[0], error);
  if (tokens == NULL)
    return FALSE;
  traced->n_dropped = tokens->n_dropped;
  traced->trace = cli_run_tokens (call, subject->session, tokens, error);
  return traced->trace != NULL;
}

static void
print (CliCall *call, const Traced *traced)
{
  g_autoptr (GPtrArray) names = trestle_trace_list (traced->trace);
  g_autofree char *path = g_filename_display_name (call->options.output);

  if (call->options.json)
    {
      g_autoptr (JsonBuilder) builder = json_builder_begin_object (json_builder_new ());

      cli_json_add_string (builder, "output", path);
      cli_json_add_integer (builder, "tensors", names->len);
      cli_json_add_integer (builder, "tokens", trestle_trace_get_n_tokens (traced->trace));
      cli_json_add_dropped (builder, traced->n_dropped);
      cli_print_json (call, json_builder_end_object (builder));
    }
  else
    cli_print (call, "%u tensors of a text of %u tokens are in “%s”", names->len, trestle_trace_get_n_tokens (traced->trace), path);
}

static gboolean
run (CliCall *call, GError **error)
{
  g_autoptr (TrestleTrace) trace = NULL;
  Traced traced = { .trace = NULL };

  if (!check_call (&call->options, error) || !choose_recording (&call->options, &traced.recording, error))
    return FALSE;
  if (!(call->options.inputs != NULL ? trace_inputs (call, &traced, error) : trace_text (call, &traced, error)))
    return FALSE;
  trace = traced.trace;
  if (g_cancellable_set_error_if_cancelled (cli_progress_get_cancellable (call->progress), error)
      || !trestle_trace_save (trace, call->options.output, error))
    return FALSE;
  print (call, &traced);
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
