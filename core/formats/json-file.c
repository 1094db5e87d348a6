/* Reads text and JSON files with bounds on what a hostile one can cost (see also json-check.h). */
#include "core/formats/json-file.h"

#include "core/error.h"
#include "core/formats/json-check.h"

#include <glib/gstdio.h>
#include <string.h>

static gboolean
check_size (gint64 size, gsize max_size, const char *name, GError **error)
{
  if (size <= (gint64) max_size)
    return TRUE;
  g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_TOO_LARGE,
               "“%s” has %" G_GINT64_FORMAT " bytes; a file of this kind may have at most %" G_GSIZE_FORMAT, name, size, max_size);
  return FALSE;
}

/* Looked at before reading, so that a pipe cannot block and a huge file is not read for nothing. A missing file is reported by reading. */
static gboolean
check_file (const char *path, gsize max_size, const char *name, GError **error)
{
  GStatBuf status;

  if (g_stat (path, &status) != 0)
    return TRUE;
  if (!S_ISREG (status.st_mode))
    {
      g_set_error (error, G_FILE_ERROR, S_ISDIR (status.st_mode) ? G_FILE_ERROR_ISDIR : G_FILE_ERROR_FAILED,
                   "“%s” is not a regular file; text was expected", name);
      return FALSE;
    }
  return check_size (status.st_size, max_size, name, error);
}

char *
trestle_text_file_read (const char *path, gsize max_size, gsize *length, GError **error)
{
  g_autofree char *name = g_filename_display_name (path);
  g_autofree char *content = NULL;
  const char *bad;

  if (!check_file (path, max_size, name, error) || !g_file_get_contents (path, &content, length, error)
      || !check_size ((gint64) *length, max_size, name, error))
    return NULL;
  if (!g_utf8_validate (content, (gssize) *length, &bad))
    {
      g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INVALID,
                   "“%s” is not UTF-8 text: byte %" G_GSIZE_FORMAT " cannot be read; fetch or save the file again", name,
                   (gsize) (bad - content));
      return NULL;
    }
  return g_steal_pointer (&content);
}

char *
trestle_text_take_line (char **rest)
{
  char *line = *rest;
  gsize length = strcspn (line, "\n");

  *rest = line + length + (line[length] == '\n');
  if (length > 0 && line[length - 1] == '\r')
    length--;
  line[length] = '\0';
  return line;
}

JsonNode *
trestle_json_parse (const char *content, gsize length, const char *name, GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) parse_error = NULL;
  const char *problem = g_utf8_validate_len (content, length, NULL) ? trestle_json_check (content, length) : "it is not UTF-8 text";

  if (problem == NULL && !json_parser_load_from_data (parser, content, (gssize) length, &parse_error))
    problem = parse_error->message;
  if (problem == NULL && trestle_json_object (json_parser_get_root (parser)) == NULL)
    problem = "one object in braces was expected";
  if (problem == NULL)
    return json_parser_steal_root (parser);
  g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INVALID, "“%s” is not the JSON it should be: %s; fetch the file again", name, problem);
  return NULL;
}

JsonNode *
trestle_json_file_read (const char *path, gsize max_size, GError **error)
{
  g_autofree char *name = g_filename_display_name (path);
  g_autofree char *content = NULL;
  gsize length;

  content = trestle_text_file_read (path, max_size, &length, error);
  return content != NULL ? trestle_json_parse (content, length, name, error) : NULL;
}

JsonObject *
trestle_json_object (JsonNode *node)
{
  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

JsonArray *
trestle_json_array (JsonNode *node)
{
  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

const char *
trestle_json_string (JsonNode *node)
{
  const char *text = node != NULL && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_string (node) : NULL;

  /* json-glib takes octal escapes and half surrogates, which make bytes that are not text. */
  return text != NULL && g_utf8_validate (text, -1, NULL) ? text : NULL;
}

gboolean
trestle_json_is_true (JsonNode *node)
{
  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_BOOLEAN && json_node_get_boolean (node);
}

JsonNode *
trestle_json_find (JsonObject *object, const char *key)
{
  JsonNode *node = json_object_get_member (object, key);

  return node == NULL || JSON_NODE_HOLDS_NULL (node) ? NULL : node;
}
