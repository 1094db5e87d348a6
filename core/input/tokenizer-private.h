/* What the files of the tokenizer share, and what a kind of tokenizer (tokenizer-bpe.c, tokenizer-wordpiece.c) is to the rest; nobody
 * else includes this. */
#pragma once

#include "core/input/tokenizer.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* The published vocabulary has 0.8 MB and its ids end at 50264. */
#define TRESTLE_TOKENIZER_MAX_FILE_SIZE (64 * 1024 * 1024)
#define TRESTLE_TOKENIZER_MAX_ID (1000 * 1000)

/* The strings of a vocabulary and their numbers (tokenizer-vocabulary.c). */
typedef struct
{
  GStringChunk *strings;
  GHashTable *ids;   /* string to number */
  GPtrArray *tokens; /* [highest id + 1]: number to string, NULL where a number is not used */
} TrestleVocabulary;

void trestle_vocabulary_init (TrestleVocabulary *vocabulary);
void trestle_vocabulary_clear (TrestleVocabulary *vocabulary);

/* @token must be UTF-8, @id a whole number below the bound and not another token's; a token may be added again with the number it has. */
gboolean trestle_vocabulary_add (TrestleVocabulary *vocabulary, const char *token, JsonNode *id, const char *name, GError **error);
/* The same for a number that was counted; @token is UTF-8. */
gboolean trestle_vocabulary_add_number (TrestleVocabulary *vocabulary, const char *token, gint64 id, const char *name, GError **error);

/* Adds what @object lists: {"token": number, ...}. */
gboolean trestle_vocabulary_add_all (TrestleVocabulary *vocabulary, JsonObject *object, const char *name, GError **error);
gint32 trestle_vocabulary_find (const TrestleVocabulary *vocabulary, const char *token); /* -1 if it is not there */
const char *trestle_vocabulary_get (const TrestleVocabulary *vocabulary, gint64 id);     /* (nullable) */

/* A token that is recognised in the text before a kind sees it. */
typedef struct
{
  const char *content;
  gsize length;
  gint32 id;
  gboolean strips_left;    /* swallows the white space in front of it */
  gboolean strips_right;   /* and behind it */
  gboolean is_single_word; /* only where no letter touches it */
  gboolean is_special;     /* stands for no part of the text */
} TrestleAddedToken;

/* What a model's published files call its special tokens, for folders that do not say. */
typedef struct
{
  const char *opening;
  const char *closing;
  const char *padding;
  const char *unknown;
  const char *mask;
  gboolean mask_strips_left;
  gboolean needs_unknown; /* a vocabulary without it cannot be used */
} TrestleSpecialNames;

/* The added tokens and the parts that some of them play (tokenizer-specials.c); -1 for a part that no token plays. */
typedef struct
{
  GArray *tokens;   /* TrestleAddedToken, by first byte, longest first */
  guint first[257]; /* where the tokens that begin with a byte begin */
  gint32 opening;
  gint32 closing;
  gint32 unknown;
  gint32 mask;
} TrestleSpecials;

/* What a model folder says of its tokenizer, while it is read; %NULL where a file is absent. */
typedef struct
{
  const char *folder;
  JsonObject *tokenizer; /* tokenizer.json, only where it is needed */
  char *tokenizer_name;
  JsonObject *config; /* tokenizer_config.json */
  char *config_name;
  JsonObject *special_map; /* special_tokens_map.json */
  char *special_map_name;
  JsonObject *added; /* added_tokens.json */
  char *added_name;
} TrestleTokenizerFiles;

/* Numbers of added tokens go into @vocabulary. Without an opening and a closing token there is nothing to be done. */
gboolean trestle_specials_load (TrestleSpecials *specials,
                                const TrestleTokenizerFiles *files,
                                const TrestleSpecialNames *names,
                                TrestleVocabulary *vocabulary,
                                GError **error);
void trestle_specials_clear (TrestleSpecials *specials);

/* (nullable): the added token that stands at @position; its white space is not looked at. */
const TrestleAddedToken *trestle_specials_find_at (const TrestleSpecials *specials, const char *text, gsize length, gsize position);

/* A text on its way to ids; a kind appends to it. */
typedef struct
{
  GArray *tokens; /* TrestleTextToken */
  gint32 unknown; /* what to append for text that has no token; -1: nothing */
  gint n_words;
  gboolean in_word;
} TrestleEncoding;

typedef struct
{
  gint32 id;
  gint word;
  gsize start;
  gsize end;
} TrestleTextToken;

/* A token of the word that is open, or of a new one; with @is_word %FALSE, one of no word, which also ends the one that is open. */
void trestle_encoding_append (TrestleEncoding *encoding, gint32 id, gsize start, gsize end, gboolean is_word);
void trestle_encoding_end_word (TrestleEncoding *encoding);

/* Unicode's White_Space, which g_unichar_isspace() does not cover whole. */
gboolean trestle_is_white_space (gunichar c);

/* Where the piece that begins at @start ends, which is behind it; @start is before @end (tokenizer-split.c). */
const char *trestle_find_piece_end (const char *start, const char *end);

/**
 * TrestleTokenizerKind:
 * @type: the model type of tokenizer.json that this kind reads
 * @files: the files that it reads where a folder has them all, %NULL-terminated
 * @names: its special tokens where a folder does not name them
 * @load: reads the kind's files, or tokenizer.json where @files->tokenizer is there, and fills @vocabulary
 * @encode: appends the tokens of `text[start, end)`, which is UTF-8 and holds no added token
 * @append_text: appends what one token says behind what is there, as bytes; added tokens come too
 *
 * A way to cut text into tokens.
 */
typedef struct
{
  const char *type;
  const char *const *files;
  TrestleSpecialNames names;
  gpointer (*load) (const TrestleTokenizerFiles *files, TrestleVocabulary *vocabulary, GError **error);
  void (*encode) (gconstpointer model, const char *text, gsize start, gsize end, TrestleEncoding *encoding);
  void (*append_text) (gconstpointer model, const char *token, GString *text);
  void (*free) (gpointer model);
} TrestleTokenizerKind;

/* Two neighbours, by the numbers of their tokens, and what they become. */
typedef struct
{
  gint32 left;
  gint32 right;
  gint32 joined;
} TrestleMerge;

extern const TrestleTokenizerKind trestle_tokenizer_bpe;

/* (element-type TrestleMerge): the merges, by rank; tokens go into @vocabulary (tokenizer-bpe-files.c). */
GArray *trestle_bpe_read_files (const TrestleTokenizerFiles *files, TrestleVocabulary *vocabulary, GError **error);

/* What BERT does to a text before it is cut (tokenizer-normalise.c), step by step. */
typedef struct
{
  gboolean cleans;         /* control characters go, white space becomes blanks */
  gboolean separates_cjk;  /* an ideograph is a word */
  gboolean strips_accents; /* letters and accents come apart (NFD), and non-spacing marks go */
  gboolean lowers;
} TrestleNormaliser;

/* A character that became of the text; a blank without a range was put in. */
typedef struct
{
  gunichar c;
  guint32 start; /* bytes of the text, whole characters */
  guint32 end;
} TrestleNormalCharacter;

/* Appends what becomes of `text[start, end)` to @characters (element-type TrestleNormalCharacter); @end must fit into 32 bits. */
void trestle_normalise (const TrestleNormaliser *normaliser, const char *text, gsize start, gsize end, GArray *characters);

typedef struct
{
  TrestleNormaliser normaliser;
  const char *prefix;    /* what marks a token that continues a word; the vocabulary's */
  guint max_word_length; /* characters; longer words are unknown */
} TrestleWordpieceSettings;

extern const TrestleTokenizerKind trestle_tokenizer_wordpiece;

/* Tokens go into @vocabulary (tokenizer-wordpiece-files.c). */
gboolean trestle_wordpiece_read_files (const TrestleTokenizerFiles *files,
                                       TrestleVocabulary *vocabulary,
                                       TrestleWordpieceSettings *settings,
                                       GError **error);

/* What a folder holds (tokenizer-folder.c). */
typedef struct
{
  const TrestleTokenizerKind *kind;
  gpointer model;
  TrestleVocabulary vocabulary;
  TrestleSpecials specials;
  gboolean cleans_up; /* blanks before punctuation are dropped when decoding */
} TrestleTokenizerParts;

gboolean trestle_tokenizer_load_folder (TrestleTokenizerParts *parts, const char *folder, GError **error);
void trestle_tokenizer_parts_clear (TrestleTokenizerParts *parts);

G_END_DECLS
