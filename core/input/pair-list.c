/* Reads lists of pairs, one line at a time: only the line at hand is in memory. */
#include "core/input/pair-list.h"

#include "core/error.h"
#include "core/formats/json-settings.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>

#define MAX_LINE (1u << 20) /* bytes */
#define MAX_ANSWERS 1000u   /* VQA has ten */
#define BYTE_ORDER_MARK "\xef\xbb\xbf"

/**
 * TrestlePairList:
 * @text: the line at hand, without what ends it; at most one byte more than %MAX_LINE of it
 * @line: its number, from 1; 0 before the first
 * @index: of the pair that is read next
 */
struct _TrestlePairList
{
  char *name;
  char *folder;
  char *digest;
  guint64 n_pairs;
  FILE *stream;
  GString *text;
  guint64 line;
  guint64 index;
};

void
trestle_pair_free (TrestlePair *pair)
{
  g_free (pair->image);
  g_free (pair->text);
  g_free (pair->id);
  g_free (pair->label);
  g_strfreev (pair->answers);
  g_free (pair);
}

/* floor (n_pairs shard / n_shards), where the product may be too large for a number. */
static guint64
find_begin (guint64 n_pairs, guint shard, guint n_shards)
{
  return n_pairs / n_shards * shard + n_pairs % n_shards * shard / n_shards;
}

TrestlePairRange
trestle_pair_range_of_shard (guint64 n_pairs, guint shard, guint n_shards)
{
  return (TrestlePairRange){ find_begin (n_pairs, shard, n_shards), find_begin (n_pairs, shard + 1, n_shards) };
}

void
trestle_pair_list_free (TrestlePairList *list)
{
  g_free (list->name);
  g_free (list->folder);
  g_free (list->digest);
  g_clear_pointer (&list->stream, fclose);
  g_string_free (list->text, TRUE);
  g_free (list);
}

/* @problem: an errno. Returns %FALSE. */
static gboolean
set_file_error (const TrestlePairList *list, int problem, GError **error)
{
  g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (problem), "“%s” cannot be read: %s", list->name, g_strerror (problem));
  return FALSE;
}

/* Looked at before opening: a pipe would block, and can be read only once. */
static gboolean
check_kind (const TrestlePairList *list, const char *path, GError **error)
{
  GStatBuf status;

  if (g_stat (path, &status) != 0)
    return set_file_error (list, errno, error);
  if (S_ISREG (status.st_mode))
    return TRUE;
  g_set_error (error, G_FILE_ERROR, S_ISDIR (status.st_mode) ? G_FILE_ERROR_ISDIR : G_FILE_ERROR_FAILED,
               "“%s” is not a regular file; a list of pairs was expected", list->name);
  return FALSE;
}

static gboolean
open_stream (TrestlePairList *list, const char *path, GError **error)
{
  if (!check_kind (list, path, error))
    return FALSE;
  list->stream = g_fopen (path, "rbe");
  return list->stream != NULL || set_file_error (list, errno, error);
}

static void
rewind_list (TrestlePairList *list)
{
  rewind (list->stream);
  list->line = 0;
  list->index = 0;
}

static gboolean
is_blank (const GString *text)
{
  for (gsize i = 0; i < text->len; i++)
    if (!g_ascii_isspace (text->str[i]))
      return FALSE;
  return TRUE;
}

/* Returns %FALSE at the end of the file, or if it cannot be read. */
static gboolean
take_any_line (TrestlePairList *list)
{
  int c = getc_unlocked (list->stream);

  if (c == EOF)
    return FALSE;
  g_string_truncate (list->text, 0);
  for (; c != EOF && c != '\n'; c = getc_unlocked (list->stream))
    if (list->text->len <= MAX_LINE)
      g_string_append_c (list->text, (char) c);
  list->line++;
  return TRUE;
}

/* The next line that is not blank, as a file's first can be that only begins with a mark of its byte order. */
static gboolean
take_line (TrestlePairList *list)
{
  do
    {
      if (!take_any_line (list))
        return FALSE;
      if (list->line == 1 && g_str_has_prefix (list->text->str, BYTE_ORDER_MARK))
        g_string_erase (list->text, 0, strlen (BYTE_ORDER_MARK));
    }
  while (is_blank (list->text));
  return TRUE;
}

static gboolean
compute_digest (TrestlePairList *list, GError **error)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guchar bytes[1 << 16];
  gsize length;

  while ((length = fread (bytes, 1, sizeof bytes, list->stream)) > 0)
    g_checksum_update (checksum, bytes, (gssize) length);
  if (ferror (list->stream))
    return set_file_error (list, errno, error);
  list->digest = g_strdup (g_checksum_get_string (checksum));
  return TRUE;
}

static gboolean
count_pairs (TrestlePairList *list, GError **error)
{
  while (take_line (list))
    list->n_pairs++;
  if (ferror (list->stream))
    return set_file_error (list, errno, error);
  if (list->n_pairs > 0)
    return TRUE;
  g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INPUT,
               "“%s” has no pairs; lines such as {\"image\": \"one.png\", \"text\": \"a star\"} were expected", list->name);
  return FALSE;
}

TrestlePairList *
trestle_pair_list_open (const char *path, GError **error)
{
  g_autoptr (TrestlePairList) list = g_new0 (TrestlePairList, 1);

  list->name = g_filename_display_name (path);
  list->folder = g_path_get_dirname (path);
  list->text = g_string_new (NULL);
  if (!open_stream (list, path, error) || !compute_digest (list, error))
    return NULL;
  rewind_list (list);
  if (!count_pairs (list, error))
    return NULL;
  rewind_list (list);
  return g_steal_pointer (&list);
}

const char *
trestle_pair_list_get_name (const TrestlePairList *list)
{
  return list->name;
}

guint64
trestle_pair_list_get_n_pairs (const TrestlePairList *list)
{
  return list->n_pairs;
}

const char *
trestle_pair_list_get_digest (const TrestlePairList *list)
{
  return list->digest;
}

guint64
trestle_pair_list_get_line (const TrestlePairList *list)
{
  return list->line;
}

gboolean
trestle_pair_list_seek (TrestlePairList *list, guint64 index, GError **error)
{
  if (index < list->index)
    rewind_list (list);
  while (list->index < index && take_line (list))
    list->index++;
  return !ferror (list->stream) || set_file_error (list, errno, error);
}

/* A text that may not be missing. */
static gboolean
read_text (JsonObject *object, const char *key, const char *place, char **text, GError **error)
{
  const char *value = trestle_json_string (trestle_json_find (object, key));

  if (value == NULL || *value == '\0')
    return trestle_json_set_error (place, key, "a text", error);
  *text = g_strdup (value);
  return TRUE;
}

/* A text, a whole number or a truth value, as text; %NULL if it is something else. */
static char *
write_out (JsonNode *node)
{
  if (!JSON_NODE_HOLDS_VALUE (node))
    return NULL;
  if (json_node_get_value_type (node) == G_TYPE_BOOLEAN)
    return g_strdup (json_node_get_boolean (node) ? "true" : "false");
  if (json_node_get_value_type (node) == G_TYPE_INT64)
    return g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (node));
  return g_strdup (trestle_json_string (node));
}

/* One that may be missing. */
static gboolean
read_name (JsonObject *object, const char *key, const char *place, char **name, GError **error)
{
  JsonNode *node = trestle_json_find (object, key);

  if (node == NULL)
    return TRUE;
  *name = write_out (node);
  return *name != NULL || trestle_json_set_error (place, key, "a text, a whole number, true or false", error);
}

static gboolean
read_answers (JsonObject *object, const char *place, TrestlePair *pair, GError **error)
{
  JsonNode *node = trestle_json_find (object, "answer");
  JsonArray *list = trestle_json_array (node);
  guint n_answers = list != NULL ? json_array_get_length (list) : 1;

  if (node == NULL)
    return TRUE;
  if (n_answers < 1 || n_answers > MAX_ANSWERS)
    return trestle_json_set_error (place, "answer", "a list of 1 to 1000 texts", error);
  pair->answers = g_new0 (char *, n_answers + 1);
  for (guint i = 0; i < n_answers; i++)
    {
      const char *answer = trestle_json_string (list != NULL ? json_array_get_element (list, i) : node);

      if (answer == NULL)
        return trestle_json_set_error (place, "answer", "a text or a list of texts", error);
      pair->answers[i] = g_strdup (answer);
    }
  return TRUE;
}

static gboolean
read_members (TrestlePairList *list, JsonObject *object, const char *place, TrestlePair *pair, GError **error)
{
  g_autofree char *image = NULL;

  if (!read_text (object, "image", place, &image, error) || !read_text (object, "text", place, &pair->text, error))
    return FALSE;
  pair->image = g_path_is_absolute (image) ? g_steal_pointer (&image) : g_build_filename (list->folder, image, NULL);
  return read_name (object, "id", place, &pair->id, error) && read_name (object, "label", place, &pair->label, error)
         && read_answers (object, place, pair, error);
}

/* (nullable): the pair that the line at hand is. */
static TrestlePair *
read_line (TrestlePairList *list, GError **error)
{
  g_autofree char *place = g_strdup_printf ("%s, line %" G_GUINT64_FORMAT, list->name, list->line);
  g_autoptr (TrestlePair) pair = g_new0 (TrestlePair, 1);
  g_autoptr (JsonNode) root = NULL;

  pair->index = list->index - 1;
  pair->line = list->line;
  if (list->text->len > MAX_LINE)
    {
      g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_TOO_LARGE, "“%s” is longer than %u bytes, the most for one pair", place, MAX_LINE);
      return NULL;
    }
  root = trestle_json_parse (list->text->str, list->text->len, place, error);
  if (root == NULL || !read_members (list, trestle_json_object (root), place, pair, error))
    return NULL;
  return g_steal_pointer (&pair);
}

gboolean
trestle_pair_list_read (TrestlePairList *list, TrestlePair **pair, GError **error)
{
  *pair = NULL;
  if (!take_line (list))
    return !ferror (list->stream) || set_file_error (list, errno, error);
  list->index++;
  *pair = read_line (list, error);
  return *pair != NULL;
}
