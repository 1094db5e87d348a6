/* What a subcommand says: results on standard output, notes and errors on standard error; all of it UTF-8, whatever the locale. */
#pragma once

#include <json-glib/json-glib.h>

#include "app/cli/command.h"

G_BEGIN_DECLS

/* A sentence about something that did not keep the work from being done. */
void cli_note (CliCall *call, const char *format, ...) G_GNUC_PRINTF (2, 3);

/* A line of results for people. */
void cli_print (CliCall *call, const char *format, ...) G_GNUC_PRINTF (2, 3);

/* (transfer full): a text on one line of at most @columns columns, as a terminal counts them; "…" where it was cut. */
char *cli_fit (const char *text, guint columns);
/* How many columns of a terminal the text takes. */
guint cli_measure (const char *text);
/* (transfer full): "1,234,567" */
char *cli_group_digits (guint64 number);

/* Members of the JSON object that is open. Bytes that are not UTF-8 become U+FFFD, numbers that JSON does not have null. */
void cli_json_add_string (JsonBuilder *builder, const char *name, const char *value);
void cli_json_add_integer (JsonBuilder *builder, const char *name, gint64 value);
void cli_json_add_number (JsonBuilder *builder, const char *name, double value);
/* An element of the array that is open, likewise. */
void cli_json_add_element (JsonBuilder *builder, double value);
/* "dropped", if @n_dropped tokens of a text were left out. */
void cli_json_add_dropped (JsonBuilder *builder, guint n_dropped);

/* What was built, on one line. */
void cli_print_json (CliCall *call, JsonBuilder *builder);

/* Writes the same to the file @path, if that is not %NULL. Errors: %G_FILE_ERROR. */
gboolean cli_write_json (const char *path, JsonBuilder *builder, GError **error);

/* Whether everything printed has left the program. Errors: %G_FILE_ERROR. */
gboolean cli_output_finish (GError **error);

G_END_DECLS
