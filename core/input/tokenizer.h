/* Text to token ids and back: what every kind of tokenizer does. The kinds live in tokenizer-*.c. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _TrestleTokenizer TrestleTokenizer;

/**
 * TrestleTokens:
 * @length: how many tokens, the opening and the closing one included
 * @ids: `[length]`, vocabulary indices
 * @tokens: `[length]`, %NULL-terminated: the vocabulary's own strings, such as "Ġred" or "##ing"
 * @starts: `[length]`, byte offset in the text where a token begins
 * @ends: `[length]`, byte offset behind its last byte; equal to its start for tokens that stand for no text (`<s>`, `</s>`,
 *   `[CLS]`, `[SEP]`, unless they were written in it). A token's blank in front of the word is not part of its range. A range covers whole
 * characters, with accents that BERT strips, so tokens that share one overlap. It always refers to the text as it was given, not as it was
 * made alike
 * @words: `[length]`, which word a token belongs to, counted from 0; -1 for tokens of no word: `<s>`, `</s>`, `[CLS]`, `[SEP]` and
 *   white space alone. A word ends where white space of the text begins; a `<mask>` is always a word of its own
 * @n_dropped: tokens cut off because the text was longer than allowed; 0 if all of it is here
 *
 * A text as the model reads it.
 */
typedef struct
{
  guint length;
  gint32 *ids;
  char **tokens;
  gsize *starts;
  gsize *ends;
  gint *words;
  guint n_dropped;
} TrestleTokens;

void trestle_tokens_free (TrestleTokens *tokens);

/**
 * trestle_tokenizer_new_from_folder:
 * @folder: a model folder
 *
 * Reads `vocab.json` and `merges.txt`, or `vocab.txt`, or else `tokenizer.json`, and of `tokenizer_config.json`,
 * `special_tokens_map.json` and `added_tokens.json` those that are there; without them the special tokens are the published ones. Where
 * both kinds of vocabulary are, `text_config.model_type` of `config.json` decides: "bert" has `vocab.txt`, anything else `vocab.json`.
 *
 * RoBERTa's byte-level BPE: the text is split by GPT-2's pattern, each piece is written in the byte alphabet and merged by rank
 * (Sennrich et al. 2016; Radford et al. 2019).
 *
 * BERT's WordPiece, of `vocab.txt`: control characters go, white space becomes blanks, Chinese characters stand alone, letters are
 * lowered and lose their accents, as far as the files ask for it; words are cut at blanks and punctuation and covered by the longest
 * tokens from the left, and a word that cannot be covered, or has more than 100 characters, is `[UNK]` (Schuster and Nakajima 2012;
 * Devlin et al. 2018).
 *
 * Errors: %G_FILE_ERROR for missing files, %TRESTLE_ERROR_INVALID, %TRESTLE_ERROR_MISSING, %TRESTLE_ERROR_UNSUPPORTED and
 * %TRESTLE_ERROR_TOO_LARGE.
 *
 * Returns: (transfer full): a tokenizer; it never changes, so threads may share it
 */
TrestleTokenizer *trestle_tokenizer_new_from_folder (const char *folder, GError **error);
TrestleTokenizer *trestle_tokenizer_ref (TrestleTokenizer *tokenizer);
void trestle_tokenizer_unref (TrestleTokenizer *tokenizer);

/**
 * trestle_tokenizer_encode:
 * @text: UTF-8; invalid bytes are an error
 * @max_length: the most tokens to return (at least 2), special ones included; a longer text loses its end, but keeps `</s>` or `[SEP]`
 *
 * Special tokens written in the text (`<mask>`, `</s>`, `[SEP]`, ...) are recognised as they are written, whatever else is lowered;
 * RoBERTa's `<mask>` swallows the white space on its left. `<mask>` stands for the mask whatever the vocabulary calls it, so that nobody
 * need know which text tower a model has: BERT's `[MASK]` can be written either way.
 *
 * Errors: %TRESTLE_ERROR_INPUT, and %TRESTLE_ERROR_TOO_LARGE for more than 4 MB.
 *
 * Returns: (transfer full): the tokens
 */
TrestleTokens *trestle_tokenizer_encode (const TrestleTokenizer *tokenizer, const char *text, guint max_length, GError **error);

/**
 * trestle_tokenizer_decode:
 * @ids: `[length]`
 *
 * Ids outside the vocabulary are left out. As with the published tokenizer, a blank before a full stop, a comma, a question or
 * exclamation mark or a contraction goes, unless `tokenizer_config.json` has a `clean_up_tokenization_spaces` that is false.
 * WordPiece has a blank between any two words, marks among them, and as BERT's own decoder does drops those before full stops, commas and
 * question and exclamation marks even then.
 *
 * Returns: (transfer full): the text behind the ids, special tokens written out; bytes that are not UTF-8 become U+FFFD
 */
char *trestle_tokenizer_decode (const TrestleTokenizer *tokenizer, const gint32 *ids, gsize length);

/**
 * trestle_tokenizer_get_word:
 *
 * Returns: (transfer full) (nullable): one token as a person would write it ("red", not "Ġred"), or %NULL for an id outside the vocabulary.
 *   WordPiece's "##ing" stays so: it is how BERT's readers know an end of a word from a word, and both may be among a mask's candidates
 */
char *trestle_tokenizer_get_word (const TrestleTokenizer *tokenizer, gint32 id);

/* (transfer full): `[tokens->length]`, %NULL-terminated: every token of @tokens as a person would write it, special ones included. */
char **trestle_tokenizer_get_words (const TrestleTokenizer *tokenizer, const TrestleTokens *tokens);

/* -1 if the vocabulary has no `<mask>`. */
gint32 trestle_tokenizer_get_mask_id (const TrestleTokenizer *tokenizer);

/* One above the highest id. */
guint trestle_tokenizer_get_vocabulary_size (const TrestleTokenizer *tokenizer);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrestleTokens, trestle_tokens_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrestleTokenizer, trestle_tokenizer_unref)

G_END_DECLS
