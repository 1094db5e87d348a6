/* A folder for a fuzzer whose reader wants files: made once, its files written anew for every input. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* (transfer none): the path of a file of that name with that content; the folder is the process's own, in memory where there is such a
 * place */
const char *scratch_write (const char *name, const guint8 *data, gsize size);
/* Removes the file, if it is there. */
void scratch_remove (const char *name);
/* (transfer none): the folder that they are in */
const char *scratch_folder (void);

G_END_DECLS
