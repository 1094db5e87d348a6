/* Settings in a JSON object, read key by key, with an error that names file and key where a value makes no sense. */
#pragma once

#include "core/formats/json-file.h"

G_BEGIN_DECLS

/* Sets %TRESTLE_ERROR_INVALID: “@name” has a “@key” that is not @expected. Always %FALSE. */
gboolean trestle_json_set_error (const char *name, const char *key, const char *expected, GError **error);

gboolean trestle_json_is_number (JsonNode *node);

/* (nullable) @node: a whole number from 0 to @most, which must be below 2^63; @value stays as it was if it is something else. */
gboolean trestle_json_get_count (JsonNode *node, guint64 most, guint64 *value);

/* Each leaves @value as it was if the key is absent or null; @name is what errors call the file. */
gboolean trestle_json_read_boolean (JsonObject *object, const char *key, const char *name, gboolean *value, GError **error);
gboolean trestle_json_read_number (JsonObject *object, const char *key, const char *name, double *value, GError **error);
/* A whole number from @least to @most. */
gboolean
trestle_json_read_size (JsonObject *object, const char *key, const char *name, guint least, guint most, guint *value, GError **error);
/* (transfer none): @value belongs to @object */
gboolean trestle_json_read_string (JsonObject *object, const char *key, const char *name, const char **value, GError **error);
/* (transfer none): @value belongs to @object */
gboolean trestle_json_read_object (JsonObject *object, const char *key, const char *name, JsonObject **value, GError **error);

G_END_DECLS
