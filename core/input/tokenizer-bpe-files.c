/* The files of byte-level BPE: vocab.json with merges.txt, or tokenizer.json. */
#include "core/error.h"
#include "core/formats/json-file.h"
#include "core/input/tokenizer-private.h"

#include <string.h>

static gboolean
append_merge (GArray *merges, const TrestleVocabulary *vocabulary, const char *left, const char *right, const char *name, GError **error)
{
  g_autofree char *joined = g_strconcat (left, right, NULL);
  TrestleMerge merge = { trestle_vocabulary_find (vocabulary, left), trestle_vocabulary_find (vocabulary, right),
                         trestle_vocabulary_find (vocabulary, joined) };

  if (merge.left < 0 || merge.right < 0 || merge.joined < 0)
    {
      const char *missing = merge.left < 0 ? left : merge.right < 0 ? right : joined;

      g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INVALID,
                   "“%s” joins “%s” and “%s” in its merge %u, but the vocabulary lacks “%s”; fetch all files of the tokenizer again", name,
                   left, right, merges->len + 1, missing);
      return FALSE;
    }
  g_array_append_val (merges, merge);
  return TRUE;
}

/* "left right", which is taken apart in place. */
static gboolean
append_merge_text (GArray *merges, const TrestleVocabulary *vocabulary, char *text, const char *name, GError **error)
{
  char *blank = strchr (text, ' ');

  if (blank == NULL || blank == text || blank[1] == '\0' || strchr (blank + 1, ' ') != NULL)
    {
      g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INVALID,
                   "“%s” has “%s” for its merge %u; two tokens with a blank between them were expected", name, text, merges->len + 1);
      return FALSE;
    }
  *blank = '\0';
  return append_merge (merges, vocabulary, text, blank + 1, name, error);
}

/* merges.txt: a merge a line, the first to be made first. */
static gboolean
read_merges_file (GArray *merges, const TrestleVocabulary *vocabulary, const char *folder, GError **error)
{
  g_autofree char *path = g_build_filename (folder, "merges.txt", NULL);
  g_autofree char *name = g_filename_display_name (path);
  gsize length;
  g_autofree char *content = trestle_text_file_read (path, TRESTLE_TOKENIZER_MAX_FILE_SIZE, &length, error);
  char *rest = content;

  if (content == NULL)
    return FALSE;
  while (*rest != '\0')
    {
      char *line = trestle_text_take_line (&rest);

      if (*line != '\0' && !g_str_has_prefix (line, "#version") && !append_merge_text (merges, vocabulary, line, name, error))
        return FALSE;
    }
  return TRUE;
}

/* An element of "merges" in tokenizer.json, "left right" or ["left", "right"]. */
static gboolean
read_merge (GArray *merges, const TrestleVocabulary *vocabulary, JsonNode *node, const char *name, GError **error)
{
  g_autofree char *text = g_strdup (trestle_json_string (node));
  JsonArray *pair = trestle_json_array (node);
  const char *left = NULL;
  const char *right = NULL;

  if (text != NULL)
    return append_merge_text (merges, vocabulary, text, name, error);
  if (pair != NULL && json_array_get_length (pair) == 2)
    {
      left = trestle_json_string (json_array_get_element (pair, 0));
      right = trestle_json_string (json_array_get_element (pair, 1));
    }
  if (left != NULL && right != NULL)
    return append_merge (merges, vocabulary, left, right, name, error);
  g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INVALID, "“%s” has a merge %u that is not two tokens; fetch the file again", name,
               merges->len + 1);
  return FALSE;
}

static gboolean
set_unsupported_error (const char *name, const char *what, GError **error)
{
  g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_UNSUPPORTED,
               "“%s” has %s, which Trestle does not read; tokenizers as RoBERTa's can be used", name, what);
  return FALSE;
}

static gboolean
has_text (JsonObject *object, const char *key)
{
  const char *text = trestle_json_string (trestle_json_find (object, key));

  return text != NULL && *text != '\0';
}

/* Whatever would give other ids than RoBERTa's tokenizer must not go unnoticed. */
static gboolean
check_steps (JsonObject *tokenizer, JsonObject *model, const char *name, GError **error)
{
  JsonNode *split = trestle_json_find (tokenizer, "pre_tokenizer");
  JsonObject *splitter = trestle_json_object (split);
  const char *type = splitter != NULL ? trestle_json_string (trestle_json_find (splitter, "type")) : NULL;

  if (trestle_json_find (tokenizer, "normalizer") != NULL)
    return set_unsupported_error (name, "a “normalizer”", error);
  if (split != NULL && g_strcmp0 (type, "ByteLevel") != 0)
    return set_unsupported_error (name, "a “pre_tokenizer” that is not “ByteLevel”", error);
  if (splitter != NULL && trestle_json_is_true (trestle_json_find (splitter, "add_prefix_space")))
    return set_unsupported_error (name, "an “add_prefix_space”", error);
  if (splitter != NULL && json_object_has_member (splitter, "use_regex")
      && !trestle_json_is_true (json_object_get_member (splitter, "use_regex")))
    return set_unsupported_error (name, "a “use_regex” that is not true", error);
  if (has_text (model, "continuing_subword_prefix") || has_text (model, "end_of_word_suffix"))
    return set_unsupported_error (name, "marks at parts of words", error);
  if (trestle_json_is_true (trestle_json_find (model, "byte_fallback"))
      || trestle_json_is_true (trestle_json_find (model, "ignore_merges")))
    return set_unsupported_error (name, "a “byte_fallback” or “ignore_merges”", error);
  return TRUE;
}

/* "model" of tokenizer.json. */
static gboolean
read_tokenizer (GArray *merges, TrestleVocabulary *vocabulary, JsonObject *tokenizer, const char *name, GError **error)
{
  JsonObject *model = trestle_json_object (trestle_json_find (tokenizer, "model"));
  JsonObject *tokens = trestle_json_object (trestle_json_find (model, "vocab"));
  JsonArray *list = trestle_json_array (trestle_json_find (model, "merges"));

  if (!check_steps (tokenizer, model, name, error))
    return FALSE;
  if (tokens == NULL || list == NULL)
    {
      g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_MISSING, "“%s” has a model without “%s”, which should be %s; fetch the file again",
                   name, tokens == NULL ? "vocab" : "merges", tokens == NULL ? "an object" : "a list");
      return FALSE;
    }
  if (!trestle_vocabulary_add_all (vocabulary, tokens, name, error))
    return FALSE;
  for (guint i = 0; i < json_array_get_length (list); i++)
    if (!read_merge (merges, vocabulary, json_array_get_element (list, i), name, error))
      return FALSE;
  return TRUE;
}

/* vocab.json and merges.txt. */
static gboolean
read_pair_of_files (GArray *merges, TrestleVocabulary *vocabulary, const char *folder, GError **error)
{
  g_autofree char *path = g_build_filename (folder, "vocab.json", NULL);
  g_autofree char *name = g_filename_display_name (path);
  g_autoptr (JsonNode) root = trestle_json_file_read (path, TRESTLE_TOKENIZER_MAX_FILE_SIZE, error);

  return root != NULL && trestle_vocabulary_add_all (vocabulary, trestle_json_object (root), name, error)
         && read_merges_file (merges, vocabulary, folder, error);
}

static gboolean
read_files (GArray *merges, const TrestleTokenizerFiles *files, TrestleVocabulary *vocabulary, GError **error)
{
  if (files->config != NULL && trestle_json_is_true (trestle_json_find (files->config, "add_prefix_space")))
    return set_unsupported_error (files->config_name, "an “add_prefix_space”", error);
  return files->tokenizer != NULL ? read_tokenizer (merges, vocabulary, files->tokenizer, files->tokenizer_name, error)
                                  : read_pair_of_files (merges, vocabulary, files->folder, error);
}

GArray *
trestle_bpe_read_files (const TrestleTokenizerFiles *files, TrestleVocabulary *vocabulary, GError **error)
{
  g_autoptr (GArray) merges = g_array_new (FALSE, FALSE, sizeof (TrestleMerge));

  return read_files (merges, files, vocabulary, error) ? g_steal_pointer (&merges) : NULL;
}
