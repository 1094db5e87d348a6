/* Added tokens, such as <mask>: which there are, what part they play, and where they stand in a text. */
#include "core/error.h"
#include "core/formats/json-file.h"
#include "core/input/tokenizer-private.h"
#include "core/text-hash.h"

#include <string.h>

/* Published models have five. The limit bounds what one byte of text costs. */
#define MAX_ADDED_TOKENS (64 * 1024)
#define MASK "<mask>"

/* Reading state: what is said first of a token holds. */
typedef struct
{
  TrestleSpecials *specials;
  TrestleVocabulary *vocabulary;
  GHashTable *seen; /* contents */
} Reader;

static void
append (Reader *reader, TrestleAddedToken token)
{
  char *content;

  if (g_hash_table_contains (reader->seen, token.content))
    return;
  content = g_string_chunk_insert (reader->vocabulary->strings, token.content);
  g_hash_table_add (reader->seen, content);
  token.content = content;
  token.length = strlen (content);
  token.id = trestle_vocabulary_find (reader->vocabulary, content);
  g_array_append_val (reader->specials->tokens, token);
}

/* An added token as the files describe it: {"content": "<mask>", "lstrip": true, ...}. */
static gboolean
append_described (Reader *reader, JsonNode *node, gboolean is_special, const char *name, GError **error)
{
  JsonObject *object = trestle_json_object (node);
  const char *content = object != NULL ? trestle_json_string (trestle_json_find (object, "content")) : NULL;

  if (content == NULL || *content == '\0')
    {
      g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INVALID,
                   "“%s” has an added token without a “content”, which should be a text that is not empty; fetch the file again", name);
      return FALSE;
    }
  append (reader, (TrestleAddedToken){
                      .content = content,
                      .strips_left = trestle_json_is_true (trestle_json_find (object, "lstrip")),
                      .strips_right = trestle_json_is_true (trestle_json_find (object, "rstrip")),
                      .is_single_word = trestle_json_is_true (trestle_json_find (object, "single_word")),
                      .is_special = is_special || trestle_json_is_true (trestle_json_find (object, "special")),
                  });
  return TRUE;
}

/* "added_tokens" of tokenizer.json: a list of described tokens, each with its "id". */
static gboolean
read_tokenizer (Reader *reader, JsonObject *tokenizer, const char *name, GError **error)
{
  JsonNode *node = trestle_json_find (tokenizer, "added_tokens");
  JsonArray *list = trestle_json_array (node);

  if (node != NULL && list == NULL)
    {
      g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INVALID, "“%s” has “added_tokens” that are not a list; fetch the file again", name);
      return FALSE;
    }
  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    {
      JsonNode *described = json_array_get_element (list, i);
      JsonObject *object = trestle_json_object (described);
      const char *content = object != NULL ? trestle_json_string (trestle_json_find (object, "content")) : NULL;

      if (content != NULL && !trestle_vocabulary_add (reader->vocabulary, content, json_object_get_member (object, "id"), name, error))
        return FALSE;
      if (!append_described (reader, described, FALSE, name, error))
        return FALSE;
    }
  return TRUE;
}

/* "added_tokens_decoder" of tokenizer_config.json: {"50264": a described token, ...}. The numbers are those of the vocabulary. */
static gboolean
read_decoder (Reader *reader, JsonObject *config, const char *name, GError **error)
{
  JsonObject *decoder = trestle_json_object (trestle_json_find (config, "added_tokens_decoder"));
  JsonObjectIter iter;
  const char *key;
  JsonNode *node;

  if (decoder == NULL)
    return TRUE;
  json_object_iter_init_ordered (&iter, decoder);
  while (json_object_iter_next_ordered (&iter, &key, &node))
    {
      JsonObject *object = trestle_json_object (node);
      const char *content = object != NULL ? trestle_json_string (trestle_json_find (object, "content")) : NULL;
      g_autoptr (JsonNode) id = json_node_alloc ();
      gint64 number;

      json_node_init_int (id, g_ascii_string_to_signed (key, 10, 0, G_MAXINT32, &number, NULL) ? number : -1);
      if (content != NULL && !trestle_vocabulary_add (reader->vocabulary, content, id, name, error))
        return FALSE;
      if (!append_described (reader, node, FALSE, name, error))
        return FALSE;
    }
  return TRUE;
}

/* added_tokens.json: {"token": number, ...}. */
static gboolean
read_added (Reader *reader, JsonObject *added, const char *name, GError **error)
{
  JsonObjectIter iter;
  const char *content;
  JsonNode *id;

  json_object_iter_init_ordered (&iter, added);
  while (json_object_iter_next_ordered (&iter, &content, &id))
    {
      if (*content == '\0')
        {
          g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INVALID, "“%s” has a token that is empty; fetch the file again", name);
          return FALSE;
        }
      append (reader, (TrestleAddedToken){ .content = content });
    }
  return TRUE;
}

/* A part is a text or a described token; @content stays as it is where @file does not name the part. */
static gboolean
read_part (Reader *reader, JsonObject *file, const char *key, const char *name, const char **content, GError **error)
{
  JsonNode *node = file != NULL ? trestle_json_find (file, key) : NULL;
  const char *text = trestle_json_string (node);

  if (node == NULL)
    return TRUE;
  if (text == NULL)
    {
      if (!append_described (reader, node, TRUE, name, error))
        return FALSE;
      text = trestle_json_string (trestle_json_find (trestle_json_object (node), "content"));
    }
  if (*text == '\0')
    {
      g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INVALID, "“%s” has a “%s” that is empty; fetch the file again", name, key);
      return FALSE;
    }
  *content = text;
  return TRUE;
}

/* Finds who plays a part: special_tokens_map.json says, else tokenizer_config.json, else it is as published. */
static gboolean
cast (Reader *reader,
      const TrestleTokenizerFiles *files,
      const char *key,
      const char *published,
      gboolean strips_left,
      gint32 *id,
      GError **error)
{
  const char *content = published;

  if (!read_part (reader, files->config, key, files->config_name, &content, error)
      || !read_part (reader, files->special_map, key, files->special_map_name, &content, error))
    return FALSE;
  append (reader, (TrestleAddedToken){ .content = content, .strips_left = strips_left, .is_special = TRUE });
  *id = trestle_vocabulary_find (reader->vocabulary, content);
  return TRUE;
}

static gboolean
cast_required (Reader *reader, const TrestleTokenizerFiles *files, const char *key, const char *published, gint32 *id, GError **error)
{
  g_autofree char *folder = g_filename_display_name (files->folder);

  if (!cast (reader, files, key, published, FALSE, id, error))
    return FALSE;
  if (*id >= 0)
    return TRUE;
  g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_MISSING,
               "“%s” has a vocabulary without a “%s” (%s by default); add the vocabulary that the model was trained with", folder, key,
               published);
  return FALSE;
}

/* "additional_special_tokens": a list of texts or described tokens. */
static gboolean
read_additional (Reader *reader, JsonObject *file, const char *name, GError **error)
{
  JsonArray *list = file != NULL ? trestle_json_array (trestle_json_find (file, "additional_special_tokens")) : NULL;

  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    {
      JsonNode *node = json_array_get_element (list, i);
      const char *content = trestle_json_string (node);

      if (content != NULL && *content != '\0')
        append (reader, (TrestleAddedToken){ .content = content, .is_special = TRUE });
      else if (!append_described (reader, node, TRUE, name, error))
        return FALSE;
    }
  return TRUE;
}

/* A model that tokenizer.json describes names its unknown token itself. */
static const char *
find_unknown_name (JsonObject *tokenizer, const char *published)
{
  JsonObject *model = tokenizer != NULL ? trestle_json_object (trestle_json_find (tokenizer, "model")) : NULL;
  const char *name = model != NULL ? trestle_json_string (trestle_json_find (model, "unk_token")) : NULL;

  return name != NULL && *name != '\0' ? name : published;
}

static gboolean
cast_unknown (Reader *reader, const TrestleTokenizerFiles *files, const TrestleSpecialNames *names, GError **error)
{
  const char *name = find_unknown_name (files->tokenizer, names->unknown);
  gint32 *unknown = &reader->specials->unknown;

  return names->needs_unknown ? cast_required (reader, files, "unk_token", name, unknown, error)
                              : cast (reader, files, "unk_token", name, FALSE, unknown, error);
}

/* So that a user need not know what a model calls its mask: RoBERTa's name for it does for all, unless it is another token. */
static void
add_mask_alias (Reader *reader)
{
  GArray *tokens = reader->specials->tokens;

  if (reader->specials->mask < 0 || trestle_vocabulary_find (reader->vocabulary, MASK) >= 0)
    return;
  for (guint i = 0; i < tokens->len; i++)
    if (g_array_index (tokens, TrestleAddedToken, i).id == reader->specials->mask)
      {
        TrestleAddedToken alias = g_array_index (tokens, TrestleAddedToken, i);

        alias.content = MASK;
        alias.length = strlen (MASK);
        g_array_append_val (tokens, alias);
        return;
      }
}

/* What describes tokens best comes first. */
static gboolean
read_all (Reader *reader, const TrestleTokenizerFiles *files, const TrestleSpecialNames *names, GError **error)
{
  TrestleSpecials *specials = reader->specials;
  gint32 unused;

  if (files->added != NULL && !trestle_vocabulary_add_all (reader->vocabulary, files->added, files->added_name, error))
    return FALSE;
  if (files->tokenizer != NULL && !read_tokenizer (reader, files->tokenizer, files->tokenizer_name, error))
    return FALSE;
  if (files->config != NULL && !read_decoder (reader, files->config, files->config_name, error))
    return FALSE;
  return cast_required (reader, files, "cls_token", names->opening, &specials->opening, error)
         && cast_required (reader, files, "sep_token", names->closing, &specials->closing, error)
         && cast (reader, files, "bos_token", names->opening, FALSE, &unused, error)
         && cast (reader, files, "eos_token", names->closing, FALSE, &unused, error)
         && cast (reader, files, "pad_token", names->padding, FALSE, &unused, error) && cast_unknown (reader, files, names, error)
         && cast (reader, files, "mask_token", names->mask, names->mask_strips_left, &specials->mask, error)
         && read_additional (reader, files->config, files->config_name, error)
         && read_additional (reader, files->special_map, files->special_map_name, error)
         && (files->added == NULL || read_added (reader, files->added, files->added_name, error));
}

static gint
compare_tokens (gconstpointer a, gconstpointer b)
{
  const TrestleAddedToken *left = a;
  const TrestleAddedToken *right = b;

  if (left->content[0] != right->content[0])
    return (guint8) left->content[0] < (guint8) right->content[0] ? -1 : 1;
  return left->length > right->length ? -1 : left->length < right->length;
}

/* Drops tokens that are named but have no number, and sorts the others so that the longest of a place is met first. */
static void
sort_tokens (TrestleSpecials *specials)
{
  for (guint i = specials->tokens->len; i > 0; i--)
    if (g_array_index (specials->tokens, TrestleAddedToken, i - 1).id < 0)
      g_array_remove_index_fast (specials->tokens, i - 1);
  g_array_sort (specials->tokens, compare_tokens);
  for (guint byte = 0, i = 0; byte < G_N_ELEMENTS (specials->first); byte++)
    {
      while (i < specials->tokens->len && (guint8) g_array_index (specials->tokens, TrestleAddedToken, i).content[0] < byte)
        i++;
      specials->first[byte] = i;
    }
}

gboolean
trestle_specials_load (TrestleSpecials *specials,
                       const TrestleTokenizerFiles *files,
                       const TrestleSpecialNames *names,
                       TrestleVocabulary *vocabulary,
                       GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (trestle_text_hash, g_str_equal);
  Reader reader = { specials, vocabulary, seen };
  g_autofree char *folder = g_filename_display_name (files->folder);

  specials->tokens = g_array_new (FALSE, FALSE, sizeof (TrestleAddedToken));
  if (!read_all (&reader, files, names, error))
    return FALSE;
  if (specials->tokens->len > MAX_ADDED_TOKENS)
    {
      g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_TOO_LARGE, "“%s” has a tokenizer with %u added tokens; at most %d are supported",
                   folder, specials->tokens->len, MAX_ADDED_TOKENS);
      return FALSE;
    }
  add_mask_alias (&reader);
  sort_tokens (specials);
  return TRUE;
}

void
trestle_specials_clear (TrestleSpecials *specials)
{
  g_clear_pointer (&specials->tokens, g_array_unref);
}

/* What \w means where added tokens ask for whole words. */
static gboolean
is_word_character (gunichar c)
{
  return g_unichar_isalnum (c) || g_unichar_ismark (c) || g_unichar_type (c) == G_UNICODE_CONNECT_PUNCTUATION;
}

static gboolean
touches_a_word (const TrestleAddedToken *token, const char *text, gsize length, gsize position)
{
  const char *end = text + position + token->length;

  return (position > 0 && is_word_character (g_utf8_get_char (g_utf8_prev_char (text + position))))
         || (end < text + length && is_word_character (g_utf8_get_char (end)));
}

const TrestleAddedToken *
trestle_specials_find_at (const TrestleSpecials *specials, const char *text, gsize length, gsize position)
{
  guint8 byte = (guint8) text[position];

  for (guint i = specials->first[byte]; i < specials->first[byte + 1]; i++)
    {
      const TrestleAddedToken *token = &g_array_index (specials->tokens, TrestleAddedToken, i);

      if (token->length <= length - position && memcmp (token->content, text + position, token->length) == 0)
        return token->is_single_word && touches_a_word (token, text, length, position) ? NULL : token;
    }
  return NULL;
}
