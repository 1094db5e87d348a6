/* The strings of a vocabulary and their numbers, both ways; they come from untrusted files, so every number is checked. */
#include "core/error.h"
#include "core/input/tokenizer-private.h"
#include "core/text-hash.h"

void
trestle_vocabulary_init (TrestleVocabulary *vocabulary)
{
  vocabulary->strings = g_string_chunk_new (64 * 1024);
  vocabulary->ids = g_hash_table_new (trestle_text_hash, g_str_equal);
  vocabulary->tokens = g_ptr_array_new ();
}

void
trestle_vocabulary_clear (TrestleVocabulary *vocabulary)
{
  g_clear_pointer (&vocabulary->ids, g_hash_table_unref);
  g_clear_pointer (&vocabulary->tokens, g_ptr_array_unref);
  g_clear_pointer (&vocabulary->strings, g_string_chunk_free);
}

gint32
trestle_vocabulary_find (const TrestleVocabulary *vocabulary, const char *token)
{
  gpointer id;

  return g_hash_table_lookup_extended (vocabulary->ids, token, NULL, &id) ? GPOINTER_TO_INT (id) : -1;
}

const char *
trestle_vocabulary_get (const TrestleVocabulary *vocabulary, gint64 id)
{
  return id >= 0 && id < vocabulary->tokens->len ? g_ptr_array_index (vocabulary->tokens, id) : NULL;
}

static void
insert (TrestleVocabulary *vocabulary, const char *token, gint32 id)
{
  char *copy = g_string_chunk_insert (vocabulary->strings, token);

  if (vocabulary->tokens->len <= (guint) id)
    g_ptr_array_set_size (vocabulary->tokens, id + 1);
  g_ptr_array_index (vocabulary->tokens, id) = copy;
  g_hash_table_insert (vocabulary->ids, copy, GINT_TO_POINTER (id));
}

/* The token @token has the number @known, or the number @id belongs to @other. */
static void
set_clash_error (const char *token, gint32 id, gint32 known, const char *other, const char *name, GError **error)
{
  if (known >= 0)
    g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INVALID,
                 "“%s” gives the token “%s” the number %d, but it has %d already; fetch the tokenizer's files again, all from one model",
                 name, token, id, known);
  else
    g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INVALID,
                 "“%s” gives the token “%s” the number %d, which is that of “%s”; fetch the tokenizer's files again, all from one model",
                 name, token, id, other);
}

gboolean
trestle_vocabulary_add_number (TrestleVocabulary *vocabulary, const char *token, gint64 id, const char *name, GError **error)
{
  gint32 known = trestle_vocabulary_find (vocabulary, token);
  const char *other;

  if (id < 0 || id >= TRESTLE_TOKENIZER_MAX_ID)
    {
      g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INVALID,
                   "“%s” gives the token “%s” a number that is not whole, from 0 and below %d; fetch the file again", name, token,
                   TRESTLE_TOKENIZER_MAX_ID);
      return FALSE;
    }
  if (known == id)
    return TRUE;
  other = trestle_vocabulary_get (vocabulary, id);
  if (known >= 0 || other != NULL)
    {
      set_clash_error (token, (gint32) id, known, other, name, error);
      return FALSE;
    }
  insert (vocabulary, token, (gint32) id);
  return TRUE;
}

/* -1 for what is not a whole number. */
static gint64
read_number (JsonNode *node)
{
  gboolean is_whole = node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_INT64;

  return is_whole ? json_node_get_int (node) : -1;
}

gboolean
trestle_vocabulary_add (TrestleVocabulary *vocabulary, const char *token, JsonNode *id, const char *name, GError **error)
{
  if (g_utf8_validate (token, -1, NULL))
    return trestle_vocabulary_add_number (vocabulary, token, read_number (id), name, error);
  g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INVALID, "“%s” has a token that is not UTF-8; fetch the file again", name);
  return FALSE;
}

gboolean
trestle_vocabulary_add_all (TrestleVocabulary *vocabulary, JsonObject *object, const char *name, GError **error)
{
  JsonObjectIter iter;
  const char *token;
  JsonNode *id;

  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &token, &id))
    if (!trestle_vocabulary_add (vocabulary, token, id, name, error))
      return FALSE;
  return TRUE;
}
