/* The pairs of a list in order, read some images ahead: batches of pairs whose images a model can be shown together. */
#pragma once

#include "core/input/pair-list.h"

G_BEGIN_DECLS

/**
 * TrestlePairLine: a line of a list, which is a pair or not.
 * @pair: (nullable): %NULL if it is none
 * @line: where it stands in the file, from 1
 * @problem: (nullable): why it is none: see trestle_pair_list_read()
 */
typedef struct
{
  TrestlePair *pair;
  guint64 line;
  GError *problem;
} TrestlePairLine;

typedef struct _TrestlePairReader TrestlePairReader;

/**
 * trestle_pair_reader_new:
 * @list: (transfer none): which nobody else reads meanwhile
 * @n_images: of a batch; 1 reads nothing ahead
 *
 * A batch ends before the pair that would bring one image too many, and the next one begins there. Where batches begin depends on the list
 * and @n_images alone, not on which of its pairs are asked for: so a run that goes on behind another one computes what the other one would
 * have. That is why a reader that reads ahead reads all lines from the first one on.
 */
TrestlePairReader *trestle_pair_reader_new (TrestlePairList *list, guint n_images);
void trestle_pair_reader_free (TrestlePairReader *reader);

/**
 * trestle_pair_reader_find:
 * @index: of the pair, from 0
 * @batch: (out) (transfer none) (nullable): if it is of another batch than the pair before it, all pairs of that (element-type
 *   TrestlePair), also those in front of it; else %NULL
 *
 * Errors: %G_FILE_ERROR if the file cannot be read any more, or has become too short.
 *
 * Returns: (transfer none): the line, valid until the next call
 */
const TrestlePairLine *trestle_pair_reader_find (TrestlePairReader *reader, guint64 index, const GPtrArray **batch, GError **error);

/* Behind the last pair of the batch at hand. */
guint64 trestle_pair_reader_get_end (const TrestlePairReader *reader);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrestlePairReader, trestle_pair_reader_free)

G_END_DECLS
