/* Names for the answers that a model chooses among. */
#include "app/cli/answers.h"

#include <string.h>

#include "core/error.h"
#include "core/formats/json-file.h"

/* VQAv2's 3,129 answers make a file of 100 kilobytes. */
#define MAX_FILE_SIZE (16u << 20)
#define LIST "answers"

/* One file while it is read; @names: `[n_answers]`, each %NULL until it is found. */
typedef struct
{
  const char *file;
  guint n_answers;
  char **names;
} Reader;

static gboolean
check_count (const Reader *reader, guint n_found, GError **error)
{
  if (n_found == reader->n_answers)
    return TRUE;
  g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_SHAPE, "“%s” names %u %s, but the model chooses among %u", reader->file, n_found,
               n_found == 1 ? "answer" : "answers", reader->n_answers);
  return FALSE;
}

static gboolean
set_name (Reader *reader, guint64 number, const char *name, GError **error)
{
  if (name == NULL || *name == '\0' || !g_utf8_validate (name, -1, NULL))
    g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INVALID, "“%s” has no text as the name of answer %" G_GUINT64_FORMAT, reader->file,
                 number);
  else if (number >= reader->n_answers)
    g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INVALID, "“%s” numbers an answer %" G_GUINT64_FORMAT ", but the model's are 0 to %u",
                 reader->file, number, reader->n_answers - 1);
  else if (reader->names[number] != NULL)
    g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INVALID, "“%s” names the answer %" G_GUINT64_FORMAT " twice", reader->file, number);
  else
    {
      reader->names[number] = g_strdup (name);
      return TRUE;
    }
  return FALSE;
}

static gboolean
read_list (Reader *reader, JsonArray *list, GError **error)
{
  guint n = json_array_get_length (list);

  if (!check_count (reader, n, error))
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (!set_name (reader, i, trestle_json_string (json_array_get_element (list, i)), error))
      return FALSE;
  return TRUE;
}

/* "0": "name", or "name": 0 */
static gboolean
read_member (Reader *reader, const char *key, JsonNode *value, GError **error)
{
  const char *name = trestle_json_string (value);
  guint64 number;

  if (name != NULL && g_ascii_string_to_unsigned (key, 10, 0, G_MAXUINT, &number, NULL))
    return set_name (reader, number, name, error);
  if (JSON_NODE_HOLDS_VALUE (value) && json_node_get_value_type (value) == G_TYPE_INT64 && json_node_get_int (value) >= 0)
    return set_name (reader, (guint64) json_node_get_int (value), key, error);
  g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INVALID,
               "“%s” is no list of answers: an object must have names by number, or numbers from 0 on by name", reader->file);
  return FALSE;
}

static gboolean
read_object (Reader *reader, JsonObject *object, GError **error)
{
  g_autoptr (GList) keys = json_object_get_members (object);

  if (!check_count (reader, json_object_get_size (object), error))
    return FALSE;
  for (GList *key = keys; key != NULL; key = key->next)
    if (!read_member (reader, key->data, json_object_get_member (object, key->data), error))
      return FALSE;
  return TRUE;
}

static gboolean
read_json_object (Reader *reader, const char *content, GError **error)
{
  g_autoptr (JsonNode) root = trestle_json_parse (content, strlen (content), reader->file, error);

  return root != NULL && read_object (reader, json_node_get_object (root), error);
}

/* The parser takes objects alone, so a list is made the only member of one. */
static gboolean
read_json_list (Reader *reader, const char *content, GError **error)
{
  g_autofree char *wrapped = g_strdup_printf ("{\"%s\":%s}", LIST, content);
  g_autoptr (JsonNode) root = trestle_json_parse (wrapped, strlen (wrapped), reader->file, error);
  JsonObject *object = root != NULL ? json_node_get_object (root) : NULL;
  JsonArray *list = object != NULL ? trestle_json_array (trestle_json_find (object, LIST)) : NULL;

  if (object == NULL)
    return FALSE;
  if (list != NULL && json_object_get_size (object) == 1)
    return read_list (reader, list, error);
  g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INVALID, "“%s” goes on behind its list of answers", reader->file);
  return FALSE;
}

/* Blank lines at the end are no names. */
static gboolean
read_lines (Reader *reader, char *content, GError **error)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new ();
  char *rest = g_strchomp (content);

  while (*rest != '\0')
    g_ptr_array_add (lines, g_strstrip (trestle_text_take_line (&rest)));
  if (!check_count (reader, lines->len, error))
    return FALSE;
  for (guint i = 0; i < lines->len; i++)
    if (!set_name (reader, i, g_ptr_array_index (lines, i), error))
      return FALSE;
  return TRUE;
}

char **
cli_answers_load (const char *path, guint n_answers, GError **error)
{
  g_autofree char *file = g_filename_display_name (path), *content = NULL;
  Reader reader = { file, n_answers, NULL };
  const char *start;
  gboolean done;
  gsize length;

  content = trestle_text_file_read (path, MAX_FILE_SIZE, &length, error);
  if (content == NULL)
    return NULL;
  reader.names = g_new0 (char *, (gsize) n_answers + 1);
  start = content + strspn (content, " \t\r\n");
  done = *start == '{'   ? read_json_object (&reader, start, error)
         : *start == '[' ? read_json_list (&reader, start, error)
                         : read_lines (&reader, content, error);
  if (done)
    return reader.names;
  for (guint i = 0; i < n_answers; i++)
    g_free (reader.names[i]);
  g_free (reader.names);
  return NULL;
}
