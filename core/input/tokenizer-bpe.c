/* RoBERTa's byte-level BPE (Sennrich et al. 2016; Radford et al. 2019): pieces of text are written in bytes, and neighbours are joined in
 * the order in which training joined them. */
#include "core/input/tokenizer-private.h"
#include "core/text-hash.h"

#include <string.h>

/* The byte alphabet ends here: 256 and the 68 bytes that are not printable. */
#define ALPHABET_END 324

typedef struct
{
  GArray *merges;             /* TrestleMerge, by rank */
  GHashTable *by_pair;        /* the merges, as a set */
  gint32 ids[256];            /* of a byte's letter; -1 where the vocabulary lacks it */
  gint16 bytes[ALPHABET_END]; /* the byte that a letter stands for; -1 for other characters */
} Bpe;

/* A run of bytes that belong together, in a list in which neighbours can be joined; it begins where its own place in the array is. */
typedef struct
{
  gint32 id;
  guint previous;
  guint next; /* also where it ends */
} Symbol;

/* Two neighbours that may be joined, unless one of them has changed since. */
typedef struct
{
  const TrestleMerge *merge;
  guint position;
} Candidate;

/* Room for one piece, kept from piece to piece. */
typedef struct
{
  GArray *symbols;
  GArray *heap; /* Candidate, as a binary heap, the lowest rank on top */
} Work;

/* Printable letters of Latin-1 stand for themselves, the other bytes for the characters from 256 on, in order. */
static void
init_alphabet (Bpe *bpe, const TrestleVocabulary *vocabulary)
{
  guint next = 256;

  memset (bpe->bytes, 0xFF, sizeof bpe->bytes);
  for (guint byte = 0; byte < 256; byte++)
    {
      gboolean is_printable = (byte >= '!' && byte <= '~') || (byte >= 0xA1 && byte != 0xAD);
      guint letter = is_printable ? byte : next++;
      char text[7] = { 0 };

      g_unichar_to_utf8 (letter, text);
      bpe->bytes[letter] = (gint16) byte;
      bpe->ids[byte] = trestle_vocabulary_find (vocabulary, text);
    }
}

static guint
hash_pair (gconstpointer key)
{
  const TrestleMerge *merge = key;
  const gint32 pair[] = { merge->left, merge->right };

  return trestle_text_hash_fold (trestle_text_hash_of (pair, sizeof pair));
}

static gboolean
is_same_pair (gconstpointer a, gconstpointer b)
{
  const TrestleMerge *left = a;
  const TrestleMerge *right = b;

  return left->left == right->left && left->right == right->right;
}

static void
bpe_free (gpointer model)
{
  Bpe *bpe = model;

  g_hash_table_unref (bpe->by_pair);
  g_array_unref (bpe->merges);
  g_free (bpe);
}

static gpointer
bpe_load (const TrestleTokenizerFiles *files, TrestleVocabulary *vocabulary, GError **error)
{
  GArray *merges = trestle_bpe_read_files (files, vocabulary, error);
  Bpe *bpe;

  if (merges == NULL)
    return NULL;
  bpe = g_new0 (Bpe, 1);
  bpe->merges = merges;
  bpe->by_pair = g_hash_table_new (hash_pair, is_same_pair);
  for (guint i = 0; i < merges->len; i++)
    g_hash_table_add (bpe->by_pair, &g_array_index (merges, TrestleMerge, i));
  init_alphabet (bpe, vocabulary);
  return bpe;
}

/* The merge of lower rank comes first, and of one merge the place further left. Ranks are places in one array. */
static gboolean
comes_before (const Candidate *a, const Candidate *b)
{
  return a->merge != b->merge ? a->merge < b->merge : a->position < b->position;
}

static void
heap_push (GArray *heap, Candidate candidate)
{
  guint hole = heap->len;
  Candidate *items;

  g_array_append_val (heap, candidate);
  items = (Candidate *) (gpointer) heap->data;
  for (; hole > 0 && comes_before (&candidate, &items[(hole - 1) / 2]); hole = (hole - 1) / 2)
    items[hole] = items[(hole - 1) / 2];
  items[hole] = candidate;
}

static Candidate
heap_pop (GArray *heap)
{
  Candidate *items = (Candidate *) (gpointer) heap->data;
  Candidate top = items[0];
  guint last = heap->len - 1;
  Candidate moved = items[last];
  guint hole = 0;

  for (guint child = 1; child < last; child = 2 * hole + 1)
    {
      if (child + 1 < last && comes_before (&items[child + 1], &items[child]))
        child++;
      if (!comes_before (&items[child], &moved))
        break;
      items[hole] = items[child];
      hole = child;
    }
  items[hole] = moved;
  g_array_set_size (heap, last);
  return top;
}

/* (nullable): what joins the symbol at @position with the next one. */
static const TrestleMerge *
find_merge (const Bpe *bpe, const Symbol *symbols, guint n_symbols, guint position)
{
  TrestleMerge pair = { .left = symbols[position].id };

  if (pair.left < 0 || symbols[position].next == n_symbols)
    return NULL;
  pair.right = symbols[symbols[position].next].id;
  return g_hash_table_lookup (bpe->by_pair, &pair);
}

static void
propose (const Bpe *bpe, Work *work, guint position)
{
  const Symbol *symbols = (const Symbol *) (gpointer) work->symbols->data;
  Candidate candidate = { find_merge (bpe, symbols, work->symbols->len, position), position };

  if (candidate.merge != NULL)
    heap_push (work->heap, candidate);
}

static void
join_with_next (Symbol *symbols, guint n_symbols, guint position, gint32 id)
{
  guint dead = symbols[position].next;

  symbols[position].id = id;
  symbols[position].next = symbols[dead].next;
  symbols[dead].id = -1;
  if (symbols[position].next < n_symbols)
    symbols[symbols[position].next].previous = position;
}

/* Joins the best pair until none is left: n log n for n bytes, since a joined pair brings at most two new candidates. */
static void
merge_symbols (const Bpe *bpe, Work *work)
{
  Symbol *symbols = (Symbol *) (gpointer) work->symbols->data;
  guint n_symbols = work->symbols->len;

  for (guint i = 0; i < n_symbols; i++)
    propose (bpe, work, i);
  while (work->heap->len > 0)
    {
      Candidate best = heap_pop (work->heap);

      if (find_merge (bpe, symbols, n_symbols, best.position) != best.merge)
        continue;
      join_with_next (symbols, n_symbols, best.position, best.merge->joined);
      propose (bpe, work, best.position);
      if (best.position > 0)
        propose (bpe, work, symbols[best.position].previous);
    }
}

static void
split_into_bytes (const Bpe *bpe, Work *work, const char *piece, gsize length)
{
  g_array_set_size (work->symbols, (guint) length);
  for (guint i = 0; i < length; i++)
    g_array_index (work->symbols, Symbol, i) = (Symbol){ bpe->ids[(guint8) piece[i]], i > 0 ? i - 1 : 0, i + 1 };
}

/* Whether a character goes on, rather than begins, at @p. */
static gboolean
is_inside_character (const char *p)
{
  return ((guint8) *p & 0xC0) == 0x80;
}

/* Ranges leave out the blank in front of a word, and cover whole characters where a token holds a part of one. */
static void
append_symbols (const Work *work, const char *text, gsize start, gboolean is_word, TrestleEncoding *encoding)
{
  gsize end = start + work->symbols->len;
  gsize first = is_word && text[start] == ' ' ? start + 1 : start;

  for (guint i = 0; i < work->symbols->len; i = g_array_index (work->symbols, Symbol, i).next)
    {
      const Symbol *symbol = &g_array_index (work->symbols, Symbol, i);
      gsize token_start = MAX (start + i, first);
      gsize token_end = MAX (start + symbol->next, first);

      while (token_start > first && is_inside_character (text + token_start))
        token_start--;
      while (token_end < end && is_inside_character (text + token_end))
        token_end++;
      if (symbol->id >= 0 || encoding->unknown >= 0)
        trestle_encoding_append (encoding, symbol->id >= 0 ? symbol->id : encoding->unknown, token_start, token_end, is_word);
    }
}

static void
encode_piece (const Bpe *bpe, Work *work, const char *text, gsize start, gsize end, TrestleEncoding *encoding)
{
  /* A piece is white space throughout or has at most a blank in front. */
  gboolean is_word = !trestle_is_white_space (g_utf8_get_char (g_utf8_prev_char (text + end)));

  if (!is_word || text[start] == ' ')
    trestle_encoding_end_word (encoding);
  split_into_bytes (bpe, work, text + start, end - start);
  merge_symbols (bpe, work);
  append_symbols (work, text, start, is_word, encoding);
}

static void
bpe_encode (gconstpointer model, const char *text, gsize start, gsize end, TrestleEncoding *encoding)
{
  const Bpe *bpe = model;
  g_autoptr (GArray) symbols = g_array_new (FALSE, FALSE, sizeof (Symbol));
  g_autoptr (GArray) heap = g_array_new (FALSE, FALSE, sizeof (Candidate));
  Work work = { symbols, heap };

  while (start < end)
    {
      gsize piece_end = (gsize) (trestle_find_piece_end (text + start, text + end) - text);

      encode_piece (bpe, &work, text, start, piece_end, encoding);
      start = piece_end;
    }
}

/* A token is written in the byte alphabet, or, like added ones may be, in plain characters. */
static void
bpe_append_text (gconstpointer model, const char *token, GString *text)
{
  const Bpe *bpe = model;
  gsize length = text->len;

  for (const char *p = token; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar letter = g_utf8_get_char (p);

      if (letter >= ALPHABET_END || bpe->bytes[letter] < 0)
        {
          g_string_truncate (text, length);
          g_string_append (text, token);
          return;
        }
      g_string_append_c (text, (char) bpe->bytes[letter]);
    }
}

static const char *const bpe_files[] = { "vocab.json", "merges.txt", NULL };

const TrestleTokenizerKind trestle_tokenizer_bpe = {
  .type = "BPE",
  .files = bpe_files,
  .names = { "<s>", "</s>", "<pad>", "<unk>", "<mask>", TRUE },
  .load = bpe_load,
  .encode = bpe_encode,
  .append_text = bpe_append_text,
  .free = bpe_free,
};
