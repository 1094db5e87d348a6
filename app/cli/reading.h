/* One model's run of what a call asks about: an image and a text, or inputs that somebody else prepared. */
#pragma once

#include "app/cli/command.h"
#include "core/session.h"

G_BEGIN_DECLS

/* The options that say what is read, in this order: the first two, or the third. */
#define CLI_READING_IMAGE                                                                                                                  \
  {                                                                                                                                        \
    "image", 'i', CLI_LIST (images), "FILE", CLI_IMAGE_FILE, .is_single = TRUE                                                             \
  }
#define CLI_READING_TEXT                                                                                                                   \
  {                                                                                                                                        \
    "text", 't', CLI_LIST (texts), "TEXT", "What to read with the image.", .is_single = TRUE                                               \
  }
#define CLI_READING_INPUTS                                                                                                                 \
  {                                                                                                                                        \
    "inputs", 0, CLI_STRING (inputs), "FILE",                                                                                              \
        "A safetensors file that takes the place of --image and --text, past the tokenizer and the image processor: input_ids and "        \
        "attention_mask [1, tokens] int64, pixel_values [1, 3, height, width] float32."                                                    \
  }

/**
 * CliReading:
 * @trace: the run
 * @tokens: (nullable): of the text; %NULL if it was not text that was read
 * @window: the part of the image that the model sees; likewise
 * @stand_in: what feeds every bridge instead of its tower; %TRESTLE_STAND_IN_NONE for the model as it is
 * @n_dropped: of how many tokens of the text the end was left out
 */
typedef struct
{
  TrestleSession *session;
  TrestleTrace *trace;
  TrestleTokens *tokens;
  TrestleImageWindow window;
  TrestleStandIn stand_in;
  guint n_dropped;
} CliReading;

/* Whether the call says what to read. Errors: %CLI_USAGE_ERROR. */
gboolean cli_reading_check (const CliOptions *given, GError **error);

/**
 * cli_reading_new:
 * @model: the folder or file of the model
 *
 * What is quickest to find wanting is looked at first: image and inputs before the weights.
 *
 * Returns: (transfer full): the model, having read it
 */
CliReading *cli_reading_new (CliCall *call, const char *model, TrestleRecording recording, GError **error);
/* The same without the model's bridges: @stand_in feeds all of them. Errors: also those of trestle_session_take_bridges_out(). */
CliReading *
cli_reading_new_without_bridges (CliCall *call, const char *model, TrestleStandIn stand_in, TrestleRecording recording, GError **error);
void cli_reading_free (CliReading *reading);

/* (transfer full): what is read, for a figure's origin: "photo.jpg, “a red star”", or the name of the file of inputs. */
char *cli_reading_name_input (const CliCall *call);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CliReading, cli_reading_free)

G_END_DECLS
