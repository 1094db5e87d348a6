/* Calls of the command-line program as a user makes them, and what came of them. */
#pragma once

#include "core/formats/safetensors.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * CliResult:
 * @code: what the program exited with
 * @out: its standard output
 * @err: its standard error
 * @json: (nullable): @out as JSON, once cli_result_get_json() was called
 */
typedef struct
{
  int code;
  char *out;
  char *err;
  JsonNode *json;
} CliResult;

/* Runs the program of $TRESTLE_CLI with the arguments, in a locale without UTF-8, and waits for it. The test ends if it crashes. */
CliResult *cli_call (const char *subcommand, ...) G_GNUC_NULL_TERMINATED;
/* The same; @arguments: %NULL-terminated. */
CliResult *cli_call_v (const char *const *arguments);
void cli_result_free (CliResult *result);

/* Asserts that the call succeeded without a word on standard error and printed one JSON object, which belongs to the result. */
JsonObject *cli_result_get_json (CliResult *result);
/* Asserts that the call succeeded. */
void cli_result_assert_done (const CliResult *result);

/* Members that the object must have: an object, a number, and an object in an array. (transfer none) */
JsonObject *cli_json_get_object (JsonObject *object, const char *name);
double cli_json_get_number (JsonObject *object, const char *name);
JsonObject *cli_json_get_element (JsonObject *object, const char *name, guint index);

/* (transfer full): a path inside data/. */
char *cli_data_path (const char *relative);

/* (transfer full): the numbers of a tensor, `[count]`, which must be float32. */
float *cli_read_floats (const TrestleSafetensors *file, const char *name, gsize *count);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CliResult, cli_result_free)

G_END_DECLS
