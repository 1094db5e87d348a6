/* Settings in a JSON object, read key by key. */
#include "core/formats/json-settings.h"

#include <math.h>

#include "core/error.h"

gboolean
trestle_json_set_error (const char *name, const char *key, const char *expected, GError **error)
{
  g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INVALID, "“%s” has a “%s” that is not %s", name, key, expected);
  return FALSE;
}

gboolean
trestle_json_is_number (JsonNode *node)
{
  return JSON_NODE_HOLDS_VALUE (node)
         && (json_node_get_value_type (node) == G_TYPE_INT64 || json_node_get_value_type (node) == G_TYPE_DOUBLE)
         && isfinite (json_node_get_double (node));
}

gboolean
trestle_json_get_count (JsonNode *node, guint64 most, guint64 *value)
{
  gint64 number;

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_INT64)
    return FALSE;
  number = json_node_get_int (node);
  if (number < 0 || (guint64) number > most)
    return FALSE;
  *value = (guint64) number;
  return TRUE;
}

gboolean
trestle_json_read_boolean (JsonObject *object, const char *key, const char *name, gboolean *value, GError **error)
{
  JsonNode *node = trestle_json_find (object, key);

  if (node == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_BOOLEAN)
    return trestle_json_set_error (name, key, "true or false", error);
  *value = json_node_get_boolean (node);
  return TRUE;
}

gboolean
trestle_json_read_number (JsonObject *object, const char *key, const char *name, double *value, GError **error)
{
  JsonNode *node = trestle_json_find (object, key);

  if (node == NULL)
    return TRUE;
  if (!trestle_json_is_number (node))
    return trestle_json_set_error (name, key, "a number", error);
  *value = json_node_get_double (node);
  return TRUE;
}

gboolean
trestle_json_read_size (JsonObject *object, const char *key, const char *name, guint least, guint most, guint *value, GError **error)
{
  double number = *value;

  if (!trestle_json_read_number (object, key, name, &number, error))
    return FALSE;
  if (number < least || number > most || number != floor (number))
    {
      g_set_error (error, TRESTLE_ERROR, number > most ? TRESTLE_ERROR_TOO_LARGE : TRESTLE_ERROR_INVALID,
                   "“%s” has a “%s” of %.15g; a whole number from %u to %u was expected", name, key, number, least, most);
      return FALSE;
    }
  *value = (guint) number;
  return TRUE;
}

gboolean
trestle_json_read_string (JsonObject *object, const char *key, const char *name, const char **value, GError **error)
{
  JsonNode *node = trestle_json_find (object, key);

  if (node == NULL)
    return TRUE;
  if (trestle_json_string (node) == NULL)
    return trestle_json_set_error (name, key, "a string", error);
  *value = trestle_json_string (node);
  return TRUE;
}

gboolean
trestle_json_read_object (JsonObject *object, const char *key, const char *name, JsonObject **value, GError **error)
{
  JsonNode *node = trestle_json_find (object, key);

  if (node == NULL)
    return TRUE;
  if (trestle_json_object (node) == NULL)
    return trestle_json_set_error (name, key, "an object in braces", error);
  *value = trestle_json_object (node);
  return TRUE;
}
