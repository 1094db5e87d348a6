/* BERT's WordPiece (Schuster and Nakajima 2012; Devlin et al. 2018): words are cut at blanks and punctuation, and each is covered from the
 * left by the longest tokens that fit; those behind the first are written with a mark, ## as published. */
#include "core/input/tokenizer-private.h"
#include "core/text-hash.h"

#include <string.h>

/* A token without its mark. */
typedef struct
{
  const char *text;
  gsize length;
  guint64 hash;
  gint32 id;
} Piece;

/* Pieces by their text. The hash of a text grows with it, so that all lengths are tried in one pass over the text. */
typedef struct
{
  GArray *pieces;      /* Piece */
  GHashTable *by_text; /* the pieces, as a set */
  gsize longest;       /* bytes */
} PieceSet;

typedef struct
{
  TrestleWordpieceSettings settings;
  PieceSet first; /* in a word */
  PieceSet other;
} Wordpiece;

/* Room for one word, kept from word to word. */
typedef struct
{
  GString *text;
  GPtrArray *pieces; /* that cover it */
} Work;

static guint
get_hash (gconstpointer key)
{
  const Piece *piece = key;

  return trestle_text_hash_fold (piece->hash);
}

static gboolean
is_same_text (gconstpointer a, gconstpointer b)
{
  const Piece *left = a;
  const Piece *right = b;

  return left->length == right->length && memcmp (left->text, right->text, left->length) == 0;
}

/* Takes the tokens that begin with @prefix, without it. */
static void
piece_set_init (PieceSet *set, const TrestleVocabulary *vocabulary, const char *prefix)
{
  set->pieces = g_array_new (FALSE, FALSE, sizeof (Piece));
  for (guint id = 0; id < vocabulary->tokens->len; id++)
    {
      const char *token = g_ptr_array_index (vocabulary->tokens, id);
      Piece piece = { .hash = TRESTLE_TEXT_HASH_START, .id = (gint32) id };

      if (token == NULL || !g_str_has_prefix (token, prefix))
        continue;
      piece.text = token + strlen (prefix);
      for (; piece.text[piece.length] != '\0'; piece.length++)
        piece.hash = trestle_text_hash_extend (piece.hash, (guint8) piece.text[piece.length]);
      set->longest = MAX (set->longest, piece.length);
      g_array_append_val (set->pieces, piece);
    }
  set->by_text = g_hash_table_new (get_hash, is_same_text);
  for (guint i = 0; i < set->pieces->len; i++)
    g_hash_table_add (set->by_text, &g_array_index (set->pieces, Piece, i));
}

static void
piece_set_clear (PieceSet *set)
{
  g_hash_table_unref (set->by_text);
  g_array_unref (set->pieces);
}

/* (nullable): the longest piece that @text begins with. Both are UTF-8, so where they agree a character ends. */
static const Piece *
piece_set_find_longest (const PieceSet *set, const char *text, gsize length)
{
  Piece key = { .text = text, .hash = TRESTLE_TEXT_HASH_START };
  const Piece *longest = NULL;

  length = MIN (length, set->longest);
  while (key.length < length)
    {
      const Piece *found;

      key.hash = trestle_text_hash_extend (key.hash, (guint8) text[key.length++]);
      found = g_hash_table_lookup (set->by_text, &key);
      longest = found != NULL ? found : longest;
    }
  return longest;
}

static void
wordpiece_free (gpointer model)
{
  Wordpiece *wordpiece = model;

  piece_set_clear (&wordpiece->first);
  piece_set_clear (&wordpiece->other);
  g_free (wordpiece);
}

static gpointer
wordpiece_load (const TrestleTokenizerFiles *files, TrestleVocabulary *vocabulary, GError **error)
{
  TrestleWordpieceSettings settings;
  Wordpiece *wordpiece;

  if (!trestle_wordpiece_read_files (files, vocabulary, &settings, error))
    return NULL;
  wordpiece = g_new0 (Wordpiece, 1);
  wordpiece->settings = settings;
  piece_set_init (&wordpiece->first, vocabulary, "");
  piece_set_init (&wordpiece->other, vocabulary, settings.prefix);
  return wordpiece;
}

/* Unicode's P, and all signs of ASCII, of which Unicode takes some for symbols. */
static gboolean
is_punctuation (gunichar c)
{
  switch (g_unichar_type (c))
    {
    case G_UNICODE_CONNECT_PUNCTUATION:
    case G_UNICODE_DASH_PUNCTUATION:
    case G_UNICODE_CLOSE_PUNCTUATION:
    case G_UNICODE_FINAL_PUNCTUATION:
    case G_UNICODE_INITIAL_PUNCTUATION:
    case G_UNICODE_OTHER_PUNCTUATION:
    case G_UNICODE_OPEN_PUNCTUATION:
      return TRUE;
    default:
      return c < 0x80 && g_ascii_ispunct ((char) c);
    }
}

/* A mark by itself, or what reaches to the next mark or blank; @n_characters is not 0. */
static guint
find_length (const TrestleNormalCharacter *characters, guint n_characters)
{
  guint length = 1;

  if (is_punctuation (characters[0].c))
    return 1;
  while (length < n_characters && !trestle_is_white_space (characters[length].c) && !is_punctuation (characters[length].c))
    length++;
  return length;
}

/* Whether pieces cover the whole word. */
static gboolean
match (const Wordpiece *wordpiece, Work *work, const TrestleNormalCharacter *word, guint length)
{
  g_string_truncate (work->text, 0);
  g_ptr_array_set_size (work->pieces, 0);
  for (guint i = 0; i < length; i++)
    g_string_append_unichar (work->text, word[i].c);
  for (gsize position = 0; position < work->text->len;)
    {
      const PieceSet *set = position == 0 ? &wordpiece->first : &wordpiece->other;
      const Piece *piece = piece_set_find_longest (set, work->text->str + position, work->text->len - position);

      if (piece == NULL)
        return FALSE;
      g_ptr_array_add (work->pieces, (gpointer) piece);
      position += piece->length;
    }
  return TRUE;
}

/* A character of the text that became several can stand in several ranges. */
static void
append_range (TrestleEncoding *encoding, gint32 id, const TrestleNormalCharacter *characters, guint length)
{
  trestle_encoding_append (encoding, id, characters[0].start, characters[length - 1].end, TRUE);
}

static void
encode_word (const Wordpiece *wordpiece, Work *work, const TrestleNormalCharacter *word, guint length, TrestleEncoding *encoding)
{
  if (length > wordpiece->settings.max_word_length || !match (wordpiece, work, word, length))
    {
      append_range (encoding, encoding->unknown, word, length);
      return;
    }
  for (guint i = 0; i < work->pieces->len; i++)
    {
      const Piece *piece = g_ptr_array_index (work->pieces, i);
      guint n_characters = (guint) g_utf8_strlen (piece->text, (gssize) piece->length);

      append_range (encoding, piece->id, word, n_characters);
      word += n_characters;
    }
}

static void
encode_characters (const Wordpiece *wordpiece,
                   Work *work,
                   const TrestleNormalCharacter *characters,
                   guint length,
                   TrestleEncoding *encoding)
{
  for (guint i = 0; i < length;)
    if (!trestle_is_white_space (characters[i].c))
      {
        guint word_length = find_length (characters + i, length - i);

        encode_word (wordpiece, work, characters + i, word_length, encoding);
        i += word_length;
      }
    else
      {
        /* Blanks that were put in between ideographs end no word of the text. */
        if (characters[i].start < characters[i].end)
          trestle_encoding_end_word (encoding);
        i++;
      }
}

static void
wordpiece_encode (gconstpointer model, const char *text, gsize start, gsize end, TrestleEncoding *encoding)
{
  const Wordpiece *wordpiece = model;
  g_autoptr (GArray) characters = g_array_new (FALSE, FALSE, sizeof (TrestleNormalCharacter));
  g_autoptr (GString) word = g_string_new (NULL);
  g_autoptr (GPtrArray) pieces = g_ptr_array_new ();
  Work work = { word, pieces };

  trestle_normalise (&wordpiece->settings.normaliser, text, start, end, characters);
  encode_characters (wordpiece, &work, (const TrestleNormalCharacter *) (gpointer) characters->data, characters->len, encoding);
}

/* What the published decoder writes without a blank in front, whatever else is cleaned up. */
static gboolean
stands_close (const char *token)
{
  static const char *const close[] = { ".", "?", "!", ",", "n't", "'m", "'s", "'ve", "'re" };

  for (guint i = 0; i < G_N_ELEMENTS (close); i++)
    if (g_str_has_prefix (token, close[i]))
      return TRUE;
  return FALSE;
}

/* A token that is not behind another keeps its mark: on its own, "##s" is not the word "s". */
static void
wordpiece_append_text (gconstpointer model, const char *token, GString *text)
{
  const Wordpiece *wordpiece = model;
  const char *prefix = wordpiece->settings.prefix;

  if (text->len > 0 && g_str_has_prefix (token, prefix))
    token += strlen (prefix);
  else if (text->len > 0 && !stands_close (token))
    g_string_append_c (text, ' ');
  g_string_append (text, token);
}

static const char *const wordpiece_files[] = { "vocab.txt", NULL };

const TrestleTokenizerKind trestle_tokenizer_wordpiece = {
  .type = "WordPiece",
  .files = wordpiece_files,
  .names = { "[CLS]", "[SEP]", "[PAD]", "[UNK]", "[MASK]", .needs_unknown = TRUE },
  .load = wordpiece_load,
  .encode = wordpiece_encode,
  .append_text = wordpiece_append_text,
  .free = wordpiece_free,
};
