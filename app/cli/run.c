/* Lets a subcommand work, and says how that ended. */
#include "app/cli/run.h"

#include <signal.h>
#include <stdio.h>

#include "app/cli/help.h"
#include "app/cli/options.h"
#include "app/cli/output.h"
#include "app/cli/ranks.h"
#include "core/threads.h"

void
cli_print_error (const char *who, const char *sentence)
{
  g_autofree char *valid = g_utf8_make_valid (sentence, -1);

  fprintf (stderr, "%s: %s\n", who, valid);
}

/* (transfer full): of several processes, also which one. */
static char *
name_speaker (const CliCommand *command)
{
  if (cli_ranks_get_own () == 0)
    return g_strdup_printf ("trestle-cli %s", command->name);
  return g_strdup_printf ("trestle-cli %s (process %u of %u)", command->name, cli_ranks_get_own () + 1, cli_ranks_count ());
}

static int
report (const CliCommand *command, const GError *error)
{
  g_autofree char *who = name_speaker (command);
  g_autofree char *sentence = NULL;

  if (error->domain == CLI_USAGE_ERROR || error->domain == G_OPTION_ERROR)
    {
      sentence = g_strdup_printf ("%s; see “trestle-cli %s --help”", error->message, command->name);
      cli_print_error (who, sentence);
      return CLI_EXIT_USAGE;
    }
  cli_print_error (who, g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ? "stopped" : error->message);
  return CLI_EXIT_FAILED;
}

static gboolean
work (CliCall *call, GError **error)
{
  gboolean done;

  if (call->options.help)
    {
      cli_help_print (call->command);
      return cli_output_finish (error);
    }
  if (call->options.threads > 0 || cli_ranks_count () == 1)
    trestle_threads_use ((guint) call->options.threads);
  call->progress = cli_progress_new ();
  done = call->command->run (call, error) && cli_output_finish (error);
  cli_progress_hide (call->progress);
  return done;
}

int
cli_run (const CliCommand *command, int argc, char **argv)
{
  CliCall call = { .command = command, .words = argv };
  g_autoptr (GError) error = NULL;
  int code = CLI_EXIT_DONE, stopped_by = 0;

  if (!cli_options_parse (&call.options, command, argc, argv, &error) || !work (&call, &error))
    code = report (command, error);
  else if (call.is_stopped)
    code = CLI_EXIT_FAILED;
  if (call.is_stopped || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    stopped_by = cli_progress_get_signal (call.progress);
  g_clear_pointer (&call.progress, cli_progress_free);
  cli_options_clear (&call.options);
  cli_ranks_end (error == NULL ? CLI_EXIT_DONE : code);
  /* By the signal itself, so that a shell's loop around us ends too. */
  if (stopped_by != 0)
    raise (stopped_by);
  return code;
}
