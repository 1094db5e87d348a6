/* Tables for people: columns side by side, within the 80 columns that a terminal has at least. */
#pragma once

#include "app/cli/command.h"

G_BEGIN_DECLS

typedef struct _CliTable CliTable;

/**
 * cli_table_new:
 * @alignments: a letter for each column: "r" for numbers, "l" for words
 * @...: a heading for each column
 *
 * Returns: (transfer full): a table without lines
 */
CliTable *cli_table_new (const char *alignments, ...);
void cli_table_free (CliTable *table);

/* A line; each cell is a (transfer full) string, of any bytes. */
void cli_table_add (CliTable *table, ...);

/* The last column is cut where it would not fit. */
void cli_table_print (const CliTable *table, CliCall *call);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CliTable, cli_table_free)

G_END_DECLS
