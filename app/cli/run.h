/* One call of a subcommand, from its arguments to its exit code. */
#pragma once

#include "app/cli/command.h"

G_BEGIN_DECLS

/**
 * cli_run:
 * @argv: `[argc]`, the subcommand's name first
 *
 * Says on standard error what went wrong. Does not return from work that a signal stopped: the program then ends by that signal.
 *
 * Returns: the exit code
 */
int cli_run (const CliCommand *command, int argc, char **argv);

/* A sentence on standard error; @who: what of the program is speaking. */
void cli_print_error (const char *who, const char *sentence);

G_END_DECLS
