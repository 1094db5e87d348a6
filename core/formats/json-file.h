/* JSON files that come with a model or a sample: read whole, bounded, and not trusted. */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * trestle_text_file_read:
 * @max_size: the most bytes to accept
 * @length: (out): bytes read
 *
 * Reads a regular file of UTF-8 text without NUL bytes.
 *
 * Errors: %G_FILE_ERROR, %TRESTLE_ERROR_TOO_LARGE, %TRESTLE_ERROR_INVALID.
 *
 * Returns: (transfer full): the text, %NULL-terminated
 */
char *trestle_text_file_read (const char *path, gsize max_size, gsize *length, GError **error);

/* (transfer none): a line off @rest, which is not at its end, without what ends it; the text is taken apart in place. */
char *trestle_text_take_line (char **rest);

/**
 * trestle_json_file_read:
 * @max_size: the most bytes to accept
 *
 * Reads a JSON file whose outermost value is an object, with at most 64 levels inside, no name twice in one object, and no more values than
 * fit into 128 MiB.
 *
 * Errors: %G_FILE_ERROR, %TRESTLE_ERROR_TOO_LARGE, %TRESTLE_ERROR_INVALID.
 *
 * Returns: (transfer full): a node that holds the object
 */
JsonNode *trestle_json_file_read (const char *path, gsize max_size, GError **error);

/* The same from memory; @name is what errors call it. The length must be below %G_MAXSSIZE. */
JsonNode *trestle_json_parse (const char *content, gsize length, const char *name, GError **error);

/* What a node holds, or %NULL if there is no node or it holds something else. A string is UTF-8; keys of objects may not be. */
JsonObject *trestle_json_object (JsonNode *node);
JsonArray *trestle_json_array (JsonNode *node);
const char *trestle_json_string (JsonNode *node);

/* Whether @node is true; %FALSE if there is no node or it holds something else. */
gboolean trestle_json_is_true (JsonNode *node);

/* (nullable): what @key of @object holds, %NULL where it is absent or null. */
JsonNode *trestle_json_find (JsonObject *object, const char *key);

G_END_DECLS
