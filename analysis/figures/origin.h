/* Where a figure comes from: what every exported file says about how it was made. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * TrestleOrigin:
 * @title: what the figure shows, in a line
 * @model: the models' names
 * @input: the image and the text, or the list of pairs
 * @command: the command line that makes the figure again
 * @obstacle: where there is no @command: why, in a sentence that says what to do; no file has it
 *
 * Each is (nullable); what is not known is not said. The version of Trestle is always said.
 */
typedef struct
{
  char *title;
  char *model;
  char *input;
  char *command;
  char *obstacle;
} TrestleOrigin;

/* (transfer full): with copies of its strings, made valid UTF-8. */
TrestleOrigin *trestle_origin_new (const char *title, const char *model, const char *input, const char *command);
TrestleOrigin *trestle_origin_copy (const TrestleOrigin *origin);
void trestle_origin_free (TrestleOrigin *origin);
/* Why there is no command, for people. */
void trestle_origin_set_obstacle (TrestleOrigin *origin, const char *obstacle);

/* (transfer full): "trestle-cli" and @words, %NULL-terminated, as a person would type them: quoted where a shell would take one apart. */
char *trestle_origin_write_command (const char *const *words);

/* "Trestle 0.1.0" */
const char *trestle_origin_get_program (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrestleOrigin, trestle_origin_free)

G_END_DECLS
