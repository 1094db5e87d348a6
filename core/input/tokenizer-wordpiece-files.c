/* The files of BERT's WordPiece: vocab.txt, or tokenizer.json. */
#include "core/error.h"
#include "core/formats/json-settings.h"
#include "core/input/tokenizer-private.h"

#include <string.h>

#define DEFAULT_PREFIX "##"
#define DEFAULT_MAX_WORD_LENGTH 100

/* Matching a word takes time with the square of its length. */
#define GREATEST_MAX_WORD_LENGTH 1000

/* vocab.txt: a token a line, its number being that of the line, from 0. An empty line has a number, but no token. */
static gboolean
read_vocab_file (TrestleVocabulary *vocabulary, const char *folder, GError **error)
{
  g_autofree char *path = g_build_filename (folder, "vocab.txt", NULL);
  g_autofree char *name = g_filename_display_name (path);
  gsize length;
  g_autofree char *content = trestle_text_file_read (path, TRESTLE_TOKENIZER_MAX_FILE_SIZE, &length, error);
  char *rest = content;

  if (content == NULL)
    return FALSE;
  for (gint64 id = 0; *rest != '\0'; id++)
    {
      const char *token = g_strchomp (trestle_text_take_line (&rest));

      if (*token != '\0' && !trestle_vocabulary_add_number (vocabulary, token, id, name, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
set_unsupported_error (const char *name, const char *what, GError **error)
{
  g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_UNSUPPORTED,
               "“%s” has %s, which Trestle does not read with WordPiece; tokenizers as BERT's can be used", name, what);
  return FALSE;
}

/* (nullable): what kind of step an object of tokenizer.json describes. */
static const char *
get_type (JsonObject *object)
{
  return object != NULL ? trestle_json_string (trestle_json_find (object, "type")) : NULL;
}

/* What is absent in a BertNormalizer stays as it is; without a normaliser the text is left alone. */
static gboolean
read_normaliser (TrestleNormaliser *normaliser, JsonObject *tokenizer, const char *name, GError **error)
{
  JsonObject *object = NULL;

  if (!trestle_json_read_object (tokenizer, "normalizer", name, &object, error))
    return FALSE;
  if (object == NULL)
    {
      *normaliser = (TrestleNormaliser){ FALSE };
      return TRUE;
    }
  if (g_strcmp0 (get_type (object), "BertNormalizer") != 0)
    return set_unsupported_error (name, "a “normalizer” that is not “BertNormalizer”", error);
  if (!trestle_json_read_boolean (object, "clean_text", name, &normaliser->cleans, error)
      || !trestle_json_read_boolean (object, "handle_chinese_chars", name, &normaliser->separates_cjk, error)
      || !trestle_json_read_boolean (object, "lowercase", name, &normaliser->lowers, error))
    return FALSE;
  normaliser->strips_accents = normaliser->lowers;
  return trestle_json_read_boolean (object, "strip_accents", name, &normaliser->strips_accents, error);
}

/* tokenizer_config.json has the last word. A model that says nothing of accents strips them if it lowers. */
static gboolean
read_config (TrestleNormaliser *normaliser, JsonObject *config, const char *name, GError **error)
{
  gboolean lowered = normaliser->lowers;

  if (!trestle_json_read_boolean (config, "do_lower_case", name, &normaliser->lowers, error)
      || !trestle_json_read_boolean (config, "tokenize_chinese_chars", name, &normaliser->separates_cjk, error))
    return FALSE;
  if (normaliser->lowers != lowered)
    normaliser->strips_accents = normaliser->lowers;
  return trestle_json_read_boolean (config, "strip_accents", name, &normaliser->strips_accents, error);
}

/* "model" of tokenizer.json; its "unk_token" is only checked here, and read with the other special tokens. */
static gboolean
read_model (TrestleVocabulary *vocabulary, TrestleWordpieceSettings *settings, JsonObject *model, const char *name, GError **error)
{
  const char *prefix = settings->prefix;
  const char *unknown;
  JsonObject *tokens = NULL;

  if (!trestle_json_read_string (model, "continuing_subword_prefix", name, &prefix, error)
      || !trestle_json_read_string (model, "unk_token", name, &unknown, error)
      || !trestle_json_read_size (model, "max_input_chars_per_word", name, 1, GREATEST_MAX_WORD_LENGTH, &settings->max_word_length, error)
      || !trestle_json_read_object (model, "vocab", name, &tokens, error))
    return FALSE;
  if (tokens == NULL)
    {
      g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_MISSING,
                   "“%s” has a model without “vocab”, which should be an object; fetch the file again", name);
      return FALSE;
    }
  settings->prefix = g_string_chunk_insert (vocabulary->strings, prefix);
  return trestle_vocabulary_add_all (vocabulary, tokens, name, error);
}

static gboolean
read_tokenizer (TrestleVocabulary *vocabulary, TrestleWordpieceSettings *settings, JsonObject *tokenizer, const char *name, GError **error)
{
  JsonObject *splitter = trestle_json_object (trestle_json_find (tokenizer, "pre_tokenizer"));
  JsonObject *model = trestle_json_object (trestle_json_find (tokenizer, "model"));

  if (g_strcmp0 (get_type (splitter), "BertPreTokenizer") != 0)
    return set_unsupported_error (name, "a “pre_tokenizer” that is not “BertPreTokenizer”", error);
  return read_normaliser (&settings->normaliser, tokenizer, name, error) && read_model (vocabulary, settings, model, name, error);
}

gboolean
trestle_wordpiece_read_files (const TrestleTokenizerFiles *files,
                              TrestleVocabulary *vocabulary,
                              TrestleWordpieceSettings *settings,
                              GError **error)
{
  *settings = (TrestleWordpieceSettings){ { TRUE, TRUE, TRUE, TRUE }, DEFAULT_PREFIX, DEFAULT_MAX_WORD_LENGTH };
  if (files->tokenizer != NULL ? !read_tokenizer (vocabulary, settings, files->tokenizer, files->tokenizer_name, error)
                               : !read_vocab_file (vocabulary, files->folder, error))
    return FALSE;
  return files->config == NULL || read_config (&settings->normaliser, files->config, files->config_name, error);
}
