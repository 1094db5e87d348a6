/* The command-line program: finds the subcommand and lets it work. */
#include <stdio.h>

#include "app/cli/help.h"
#include "app/cli/output.h"
#include "app/cli/run.h"

/* In the order in which help lists them. */
static const CliCommand *const commands[] = {
  &cli_match,      &cli_fill,    &cli_ask,     &cli_entail,  &cli_reason,     &cli_rank,  &cli_evaluate, &cli_attention,
  &cli_divergence, &cli_bridges, &cli_compare, &cli_readout, &cli_similarity, &cli_trace, &cli_merge,    &cli_tokenize,
  &cli_preprocess, &cli_info,    &cli_convert, &cli_designs, &cli_bench,      NULL,
};

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

  cli_print_error ("trestle-cli", sentence);
  return CLI_EXIT_USAGE;
}

/* Ends the program when only text was asked for. */
static int
finish (void)
{
  g_autoptr (GError) error = NULL;

  if (cli_output_finish (&error))
    return CLI_EXIT_DONE;
  cli_print_error ("trestle-cli", error->message);
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
    return cli_run (command, argc - 1, argv + 1);
  if (name == NULL)
    {
      cli_print_error ("trestle-cli", "A subcommand is missing; see “trestle-cli --help”");
      return CLI_EXIT_USAGE;
    }
  if (g_str_equal (name, "--help") || g_str_equal (name, "-h") || g_str_equal (name, "help"))
    return help (argv[2]);
  if (!g_str_equal (name, "--version"))
    return refuse (name);
  puts ("trestle-cli " TRESTLE_VERSION);
  return finish ();
}
