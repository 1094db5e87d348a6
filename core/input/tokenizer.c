/* Text to ids and back, as far as it is the same for every kind of tokenizer: added tokens, words, truncation, decoding. */
#include "core/input/tokenizer.h"

#include "core/error.h"
#include "core/input/tokenizer-private.h"

#include <string.h>

/* A caption has a hundred bytes. */
#define MAX_TEXT_SIZE (4 * 1024 * 1024)

struct _TrestleTokenizer
{
  gatomicrefcount references;
  TrestleTokenizerParts parts;
};

void
trestle_tokens_free (TrestleTokens *tokens)
{
  g_free (tokens->ids);
  g_strfreev (tokens->tokens);
  g_free (tokens->starts);
  g_free (tokens->ends);
  g_free (tokens->words);
  g_free (tokens);
}

TrestleTokenizer *
trestle_tokenizer_new_from_folder (const char *folder, GError **error)
{
  TrestleTokenizer *tokenizer = g_new0 (TrestleTokenizer, 1);

  g_atomic_ref_count_init (&tokenizer->references);
  if (!trestle_tokenizer_load_folder (&tokenizer->parts, folder, error))
    g_clear_pointer (&tokenizer, trestle_tokenizer_unref);
  return tokenizer;
}

TrestleTokenizer *
trestle_tokenizer_ref (TrestleTokenizer *tokenizer)
{
  g_atomic_ref_count_inc (&tokenizer->references);
  return tokenizer;
}

void
trestle_tokenizer_unref (TrestleTokenizer *tokenizer)
{
  if (!g_atomic_ref_count_dec (&tokenizer->references))
    return;
  trestle_tokenizer_parts_clear (&tokenizer->parts);
  g_free (tokenizer);
}

gint32
trestle_tokenizer_get_mask_id (const TrestleTokenizer *tokenizer)
{
  return tokenizer->parts.specials.mask;
}

guint
trestle_tokenizer_get_vocabulary_size (const TrestleTokenizer *tokenizer)
{
  return tokenizer->parts.vocabulary.tokens->len;
}

void
trestle_encoding_end_word (TrestleEncoding *encoding)
{
  encoding->in_word = FALSE;
}

void
trestle_encoding_append (TrestleEncoding *encoding, gint32 id, gsize start, gsize end, gboolean is_word)
{
  TrestleTextToken token = { .id = id, .word = -1, .start = start, .end = end };

  if (is_word)
    {
      encoding->n_words += !encoding->in_word;
      token.word = encoding->n_words - 1;
    }
  encoding->in_word = is_word;
  g_array_append_val (encoding->tokens, token);
}

/* How far left of @position, but not beyond @start, white space reaches. */
static gsize
skip_white_space_back (const char *text, gsize start, gsize position)
{
  while (position > start)
    {
      const char *previous = g_utf8_prev_char (text + position);

      if (!trestle_is_white_space (g_utf8_get_char (previous)))
        break;
      position = (gsize) (previous - text);
    }
  return position;
}

static gsize
skip_white_space (const char *text, gsize position)
{
  while (trestle_is_white_space (g_utf8_get_char (text + position)))
    position = (gsize) (g_utf8_next_char (text + position) - text);
  return position;
}

/* <mask> and tokens that a model was given besides are words, <s> and its like are not. */
static void
append_added (const TrestleSpecials *specials, const TrestleAddedToken *token, gsize position, TrestleEncoding *encoding)
{
  trestle_encoding_end_word (encoding);
  trestle_encoding_append (encoding, token->id, position, position + token->length, token->id == specials->mask || !token->is_special);
  trestle_encoding_end_word (encoding);
}

static void
encode_plain (const TrestleTokenizer *tokenizer, const char *text, gsize start, gsize end, TrestleEncoding *encoding)
{
  if (start < end)
    tokenizer->parts.kind->encode (tokenizer->parts.model, text, start, end, encoding);
}

/* Cuts the text at its added tokens; what is between them is the kind's. */
static void
encode_text (const TrestleTokenizer *tokenizer, const char *text, gsize length, TrestleEncoding *encoding)
{
  const TrestleSpecials *specials = &tokenizer->parts.specials;
  gsize plain_start = 0;
  gsize position = 0;

  while (position < length)
    {
      const TrestleAddedToken *added = trestle_specials_find_at (specials, text, length, position);

      if (added == NULL)
        {
          position++;
          continue;
        }
      encode_plain (tokenizer, text, plain_start, added->strips_left ? skip_white_space_back (text, plain_start, position) : position,
                    encoding);
      append_added (specials, added, position, encoding);
      position += added->length;
      if (added->strips_right)
        position = skip_white_space (text, position);
      plain_start = position;
    }
  encode_plain (tokenizer, text, plain_start, length, encoding);
}

/* The encoding as callers see it, cut to @max_length: the end of the text goes, the closing token stays. */
static TrestleTokens *
make_tokens (const TrestleTokenizer *tokenizer, const TrestleEncoding *encoding, guint max_length)
{
  TrestleTokens *tokens = g_new0 (TrestleTokens, 1);
  guint n_all = encoding->tokens->len;

  tokens->length = MIN (n_all, max_length);
  tokens->n_dropped = n_all - tokens->length;
  tokens->ids = g_new (gint32, tokens->length);
  tokens->tokens = g_new0 (char *, tokens->length + 1);
  tokens->starts = g_new (gsize, tokens->length);
  tokens->ends = g_new (gsize, tokens->length);
  tokens->words = g_new (gint, tokens->length);
  for (guint i = 0; i < tokens->length; i++)
    {
      guint source = i + 1 < tokens->length ? i : n_all - 1;
      const TrestleTextToken *token = &g_array_index (encoding->tokens, TrestleTextToken, source);

      tokens->ids[i] = token->id;
      tokens->tokens[i] = g_strdup (trestle_vocabulary_get (&tokenizer->parts.vocabulary, token->id));
      tokens->starts[i] = token->start;
      tokens->ends[i] = token->end;
      tokens->words[i] = token->word;
    }
  return tokens;
}

static gboolean
check_text (const char *text, gsize length, guint max_length, GError **error)
{
  const char *bad;

  if (max_length < 2)
    {
      g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INPUT,
                   "a text cannot be cut to %u tokens; its opening and closing token need at least 2", max_length);
      return FALSE;
    }
  if (length > MAX_TEXT_SIZE)
    {
      g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_TOO_LARGE, "the text has %" G_GSIZE_FORMAT " bytes; at most %d are read", length,
                   MAX_TEXT_SIZE);
      return FALSE;
    }
  if (!g_utf8_validate (text, (gssize) length, &bad))
    {
      g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INPUT,
                   "the text is not UTF-8: its byte %" G_GSIZE_FORMAT " cannot be read; convert it to UTF-8 first", (gsize) (bad - text));
      return FALSE;
    }
  return TRUE;
}

TrestleTokens *
trestle_tokenizer_encode (const TrestleTokenizer *tokenizer, const char *text, guint max_length, GError **error)
{
  const TrestleSpecials *specials = &tokenizer->parts.specials;
  g_autoptr (GArray) tokens = g_array_new (FALSE, FALSE, sizeof (TrestleTextToken));
  TrestleEncoding encoding = { .tokens = tokens, .unknown = specials->unknown };
  gsize length = strlen (text);

  if (!check_text (text, length, max_length, error))
    return NULL;
  trestle_encoding_append (&encoding, specials->opening, 0, 0, FALSE);
  encode_text (tokenizer, text, length, &encoding);
  trestle_encoding_append (&encoding, specials->closing, length, length, FALSE);
  return make_tokens (tokenizer, &encoding, max_length);
}

static char *
replace_all (const char *text, const char *find, const char *with)
{
  GString *replaced = g_string_new (NULL);
  const char *hit;

  for (; (hit = strstr (text, find)) != NULL; text = hit + strlen (find))
    {
      g_string_append_len (replaced, text, hit - text);
      g_string_append (replaced, with);
    }
  g_string_append (replaced, text);
  return g_string_free (replaced, FALSE);
}

/* Takes away the blanks that the published tokenizers take away, one rule after the other. */
static char *
clean_up (char *text)
{
  static const char *const rules[] = { " .", " ?", " !", " ,", " ' ", " n't", " 'm", " 's", " 've", " 're" };

  for (guint i = 0; i < G_N_ELEMENTS (rules); i++)
    {
      g_autofree char *with = g_strstrip (g_strdup (rules[i]));
      g_autofree char *before = text;

      text = replace_all (before, rules[i], with);
    }
  return text;
}

char *
trestle_tokenizer_decode (const TrestleTokenizer *tokenizer, const gint32 *ids, gsize length)
{
  const TrestleTokenizerParts *parts = &tokenizer->parts;
  g_autoptr (GString) bytes = g_string_new (NULL);
  char *text;

  for (gsize i = 0; i < length; i++)
    {
      const char *token = trestle_vocabulary_get (&parts->vocabulary, ids[i]);

      if (token != NULL)
        parts->kind->append_text (parts->model, token, bytes);
    }
  text = g_utf8_make_valid (bytes->str, (gssize) bytes->len);
  return parts->cleans_up ? clean_up (text) : text;
}

char *
trestle_tokenizer_get_word (const TrestleTokenizer *tokenizer, gint32 id)
{
  const TrestleTokenizerParts *parts = &tokenizer->parts;
  const char *token = trestle_vocabulary_get (&parts->vocabulary, id);
  g_autoptr (GString) bytes = g_string_new (NULL);

  if (token == NULL)
    return NULL;
  parts->kind->append_text (parts->model, token, bytes);
  if (bytes->len > 1 && bytes->str[0] == ' ')
    g_string_erase (bytes, 0, 1);
  return g_utf8_make_valid (bytes->str, (gssize) bytes->len);
}

char **
trestle_tokenizer_get_words (const TrestleTokenizer *tokenizer, const TrestleTokens *tokens)
{
  char **words = g_new0 (char *, tokens->length + 1);

  for (guint i = 0; i < tokens->length; i++)
    words[i] = trestle_tokenizer_get_word (tokenizer, tokens->ids[i]);
  return words;
}
