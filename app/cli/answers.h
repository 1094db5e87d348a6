/* Names for the answers that a model chooses among, from a file that is not trusted. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * cli_answers_load:
 * @path: a JSON list of names, a JSON object of names by number or numbers by name, or a text with a name on every line
 * @n_answers: how many the model chooses among
 *
 * Errors: those of reading a file, %TRESTLE_ERROR_INVALID for what is none of these, or names an answer twice or not at all, and
 * %TRESTLE_ERROR_SHAPE for another number of names.
 *
 * Returns: (transfer full): `[n_answers]`, %NULL-terminated
 */
char **cli_answers_load (const char *path, guint n_answers, GError **error);

G_END_DECLS
