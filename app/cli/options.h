/* The command line to options, checked against what the subcommand takes. */
#pragma once

#include "app/cli/command.h"

G_BEGIN_DECLS

/* The option that every subcommand has beside its own. */
extern const CliOption cli_help_option;

/**
 * cli_options_parse:
 * @options: (out caller-allocates): at their defaults where nothing was given; to be cleared whatever comes of it
 * @argv: `[argc]`, the subcommand's name first
 *
 * With --help nothing else is asked for.
 *
 * Errors: %G_OPTION_ERROR and %CLI_USAGE_ERROR, for what is unknown, missing, given twice or out of range.
 */
gboolean cli_options_parse (CliOptions *options, const CliCommand *command, int argc, char **argv, GError **error);
void cli_options_clear (CliOptions *options);

G_END_DECLS
