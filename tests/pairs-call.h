/* Calls of the program for lists of pairs, alone or as several processes, and a list for it. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Writes a list of @n_pairs numbers near 1000, of which every ninth, from 4 on, is none. */
void pairs_write_list (const char *path, guint n_pairs);

/* What came of a call. @status: as waitpid() has it */
typedef struct
{
  int status;
  char *out;
  char *err;
} PairsEnd;

/**
 * pairs_call:
 * @n_processes: how many mpirun is to start; 0 to call the program itself
 * @setting: (nullable): NAME=VALUE for the environment
 * @...: arguments, up to %NULL
 */
PairsEnd *pairs_call (guint n_processes, const char *setting, ...) G_GNUC_NULL_TERMINATED;
void pairs_end_free (PairsEnd *end);

/* Asserts that the program ended by itself, with that exit code. */
void pairs_end_assert_code (const PairsEnd *end, int code);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PairsEnd, pairs_end_free)

G_END_DECLS
