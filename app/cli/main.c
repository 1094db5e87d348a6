/* The command-line program: finds the subcommand, lets it work, and says how that ended. */
#include <signal.h>
#include <stdio.h>

#include "app/cli/help.h"
#include "app/cli/options.h"
#include "app/cli/output.h"

/* In the order in which help lists them. */
static const CliCommand *const commands[] = {
  &cli_match,   &cli_fill,  &cli_ask,      &cli_entail,     &cli_reason, &cli_rank,    &cli_attention, &cli_divergence, &cli_bridges,
  &cli_readout, &cli_trace, &cli_tokenize, &cli_preprocess, &cli_info,   &cli_convert, &cli_designs,   &cli_bench,      NULL,
};

/* @who: what of the program is speaking. */
static void
print_error (const char *who, const char *sentence)
{
  g_autofree char *valid = g_utf8_make_valid (sentence, -1);

  fprintf (stderr, "%s: %s\n", who, valid);
}

static int
report (const CliCommand *command, const GError *error)
{
  g_autofree char *who = g_strdup_printf ("trestle-cli %s", command->name);
  g_autofree char *sentence = NULL;

  if (error->domain == CLI_USAGE_ERROR || error->domain == G_OPTION_ERROR)
    {
      sentence = g_strdup_printf ("%s; see “%s --help”", error->message, who);
      print_error (who, sentence);
      return CLI_EXIT_USAGE;
    }
  print_error (who, g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ? "stopped" : error->message);
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
  call->progress = cli_progress_new ();
  done = call->command->run (call, error) && cli_output_finish (error);
  cli_progress_hide (call->progress);
  return done;
}

/* @argv: `[argc]`, from the subcommand's name on. */
static int
run (const CliCommand *command, int argc, char **argv)
{
  CliCall call = { .command = command, .words = argv };
  g_autoptr (GError) error = NULL;
  int code = CLI_EXIT_DONE, stopped_by = 0;

  if (!cli_options_parse (&call.options, command, argc, argv, &error) || !work (&call, &error))
    {
      code = report (command, error);
      if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        stopped_by = cli_progress_get_signal (call.progress);
    }
  g_clear_pointer (&call.progress, cli_progress_free);
  cli_options_clear (&call.options);
  /* By the signal itself, so that a shell's loop around us ends too. */
  if (stopped_by != 0)
    raise (stopped_by);
  return code;
}

static const CliCommand *
find_command (const char *name)
{
  for (guint i = 0; commands[i] != NULL; i++)
    if (g_str_equal (commands[i]->name, name))
      return commands[i];
  return NULL;
}

static int
refuse (const char *name)
{
  g_autofree char *sentence = name[0] == '-' ? g_strdup_printf ("The subcommand comes first, before “%s”; see “trestle-cli --help”", name)
                                             : g_strdup_printf ("There is no subcommand “%s”; see “trestle-cli --help”", name);

  print_error ("trestle-cli", sentence);
  return CLI_EXIT_USAGE;
}

/* Ends the program when only text was asked for. */
static int
finish (void)
{
  g_autoptr (GError) error = NULL;

  if (cli_output_finish (&error))
    return CLI_EXIT_DONE;
  print_error ("trestle-cli", error->message);
  return CLI_EXIT_FAILED;
}

static int
help (const char *name)
{
  const CliCommand *command = name != NULL ? find_command (name) : NULL;

  if (name != NULL && command == NULL)
    return refuse (name);
  if (command != NULL)
    cli_help_print (command);
  else
    cli_help_print_all (commands);
  return finish ();
}

/* No locale is set: texts are bytes and numbers have points, wherever this runs. */
int
main (int argc, char **argv)
{
  const char *name = argc > 1 ? argv[1] : NULL;
  const CliCommand *command = name != NULL ? find_command (name) : NULL;

  if (command != NULL)
    return run (command, argc - 1, argv + 1);
  if (name == NULL)
    {
      print_error ("trestle-cli", "A subcommand is missing; see “trestle-cli --help”");
      return CLI_EXIT_USAGE;
    }
  if (g_str_equal (name, "--help") || g_str_equal (name, "-h") || g_str_equal (name, "help"))
    return help (argv[2]);
  if (!g_str_equal (name, "--version"))
    return refuse (name);
  puts ("trestle-cli " TRESTLE_VERSION);
  return finish ();
}
