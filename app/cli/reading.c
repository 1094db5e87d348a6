/* One model's run of what a call asks about. */
#include "app/cli/reading.h"

#include "app/cli/figure.h"
#include "app/cli/inputs.h"
#include "app/cli/subject.h"
#include "core/error.h"

gboolean
cli_reading_check (const CliOptions *given, GError **error)
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
open_model (CliReading *reading, const CliCall *call, const char *model, TrestleRecording recording, GError **error)
{
  reading->session = trestle_session_open (model, &call->options.settings, cli_progress_report, call->progress,
                                           cli_progress_get_cancellable (call->progress), error);
  if (reading->session == NULL)
    return FALSE;
  if (reading->stand_in != TRESTLE_STAND_IN_NONE && !trestle_session_take_bridges_out (reading->session, reading->stand_in, error))
    return FALSE;
  trestle_session_set_recording (reading->session, recording);
  return TRUE;
}

static gboolean
read_inputs (CliReading *reading, CliCall *call, const char *model, TrestleRecording recording, GError **error)
{
  g_autoptr (CliInputs) inputs = cli_inputs_load (call->options.inputs, error);

  if (inputs == NULL || !open_model (reading, call, model, recording, error))
    return FALSE;
  if (trestle_session_set_pixels (reading->session, &inputs->pixels, error))
    reading->trace = trestle_session_run (reading->session, inputs->ids, inputs->keep, inputs->n_tokens, cli_progress_report,
                                          call->progress, cli_progress_get_cancellable (call->progress), error);
  if (reading->trace == NULL)
    name_inputs (inputs, error);
  return reading->trace != NULL;
}

static gboolean
read_text (CliReading *reading, CliCall *call, const char *model, TrestleRecording recording, GError **error)
{
  const char *path = call->options.images[0];
  g_autofree char *name = g_filename_display_name (path);
  g_autoptr (TrestleImage) image = trestle_image_load (path, error);

  if (image == NULL || !open_model (reading, call, model, recording, error)
      || !trestle_session_set_image (reading->session, image, name, &reading->window, error))
    return FALSE;
  reading->tokens = cli_tokenize_text (call, reading->session, call->options.texts[0], error);
  if (reading->tokens == NULL)
    return FALSE;
  reading->n_dropped = reading->tokens->n_dropped;
  reading->trace = cli_run_tokens (call, reading->session, reading->tokens, error);
  return reading->trace != NULL;
}

CliReading *
cli_reading_new (CliCall *call, const char *model, TrestleRecording recording, GError **error)
{
  return cli_reading_new_without_bridges (call, model, TRESTLE_STAND_IN_NONE, recording, error);
}

CliReading *
cli_reading_new_without_bridges (CliCall *call, const char *model, TrestleStandIn stand_in, TrestleRecording recording, GError **error)
{
  g_autoptr (CliReading) reading = g_new0 (CliReading, 1);

  reading->stand_in = stand_in;
  if (!(call->options.inputs != NULL ? read_inputs : read_text) (reading, call, model, recording, error))
    return NULL;
  return g_steal_pointer (&reading);
}

void
cli_reading_free (CliReading *reading)
{
  g_clear_pointer (&reading->session, trestle_session_free);
  g_clear_pointer (&reading->trace, trestle_trace_unref);
  g_clear_pointer (&reading->tokens, trestle_tokens_free);
  g_free (reading);
}

char *
cli_reading_name_input (const CliCall *call)
{
  g_autofree char *base = call->options.inputs != NULL ? g_path_get_basename (call->options.inputs) : NULL;

  return base != NULL ? g_filename_display_name (base) : cli_figure_name_input (call->options.images[0], call->options.texts[0]);
}
