/* A list of pairs of image and text, a JSON object on every line; read line by line, however long it is, and not trusted. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * TrestlePair:
 * @index: which pair of the list it is, from 0
 * @line: where it stands in the file, from 1
 * @image: path of the image; what the list gives relative to its own folder is relative to the working folder here
 * @text: a caption, question or statement
 * @id: (nullable): what the list calls it
 * @label: (nullable): what is true of it: "yes", "true", "1", "entailment", ...; numbers and truth values are written out
 * @answers: (nullable): what people answered, %NULL-terminated, at least one
 */
typedef struct
{
  guint64 index;
  guint64 line;
  char *image;
  char *text;
  char *id;
  char *label;
  char **answers;
} TrestlePair;

void trestle_pair_free (TrestlePair *pair);

/* The pairs from @begin on and before @end. */
typedef struct
{
  guint64 begin;
  guint64 end;
} TrestlePairRange;

/* The part @shard of @n_shards, from 0, of @n_pairs pairs: neighbours stay together, and no part has over one more than another. */
TrestlePairRange trestle_pair_range_of_shard (guint64 n_pairs, guint shard, guint n_shards);

typedef struct _TrestlePairList TrestlePairList;

/**
 * trestle_pair_list_open:
 * @path: a file with lines such as {"image": "one.png", "text": "a star", "label": "yes"}; "answer" has a text or a list of texts
 *
 * Reads the file once, to count its pairs and to know it again. Every line that is not blank counts as a pair, also if it turns out not
 * to be one.
 *
 * Errors: %G_FILE_ERROR; %TRESTLE_ERROR_INPUT if nothing is in it.
 *
 * Returns: (transfer full): the list, at its first pair
 */
TrestlePairList *trestle_pair_list_open (const char *path, GError **error);
void trestle_pair_list_free (TrestlePairList *list);

/* The path, for people. */
const char *trestle_pair_list_get_name (const TrestlePairList *list);
guint64 trestle_pair_list_get_n_pairs (const TrestlePairList *list);
/* SHA-256 of the file's bytes, in hexadecimal digits. */
const char *trestle_pair_list_get_digest (const TrestlePairList *list);

/* What is read next is the pair @index, or nothing if there are not so many. Errors: %G_FILE_ERROR. */
gboolean trestle_pair_list_seek (TrestlePairList *list, guint64 index, GError **error);

/**
 * trestle_pair_list_read:
 * @pair: (out) (transfer full) (nullable): the next pair, %NULL behind the last one
 *
 * Errors: %TRESTLE_ERROR naming file and line if the line is not a pair; the next call then reads the next line. %G_FILE_ERROR if the file
 * cannot be read.
 */
gboolean trestle_pair_list_read (TrestlePairList *list, TrestlePair **pair, GError **error);

/* The line that was last read, from 1, whether it was a pair or not. */
guint64 trestle_pair_list_get_line (const TrestlePairList *list);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrestlePair, trestle_pair_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrestlePairList, trestle_pair_list_free)

G_END_DECLS
