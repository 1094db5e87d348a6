/* How much memory the weights of a model need. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * TrestleWeightsNeed: bytes of memory for the weights of a model
 * @own: the program's: layers that are packed, and what had to be converted to float32
 * @passing: beside that, while a layer is packed: the largest weight that is converted for it
 * @mapped: layers that are computed with where they lie in the checkpoint's file
 *
 * Only the first two can run out. Mapped pages are the file's: where memory is short the system drops some and reads them again, which is
 * slow but works. Embeddings, of which a run reads a few rows, are counted nowhere.
 */
typedef struct
{
  guint64 own;
  guint64 passing;
  guint64 mapped;
} TrestleWeightsNeed;

G_END_DECLS
