/* Help, from what the subcommands say of themselves. */
#pragma once

#include "app/cli/command.h"

G_BEGIN_DECLS

/* How to call the program; @commands: %NULL-terminated. */
void cli_help_print_all (const CliCommand *const *commands);
/* How to call one subcommand. */
void cli_help_print (const CliCommand *command);

G_END_DECLS
