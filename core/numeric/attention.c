/* Multi-head attention on projected states. */
#include "core/numeric/attention.h"

#include <math.h>

#include "core/numeric/kernels.h"
#include "core/numeric/product.h"

/* Queries of one head that a thread takes at once: enough for a good product, few enough that their scores stay in its cache. */
#define QUERY_BLOCK 128

/* Some queries of one head. */
static void
attend_block (const TrestleTensor *queries,
              const TrestleTensor *keys,
              const TrestleTensor *values,
              const gboolean *keep,
              const TrestleTensor *attention,
              const TrestleTensor *context)
{
  float scale = 1.0f / sqrtf ((float) queries->columns);

  trestle_product_transposed (queries, keys, attention); /* [block, n_keys] */
  for (gsize row = 0; row < attention->rows; row++)
    trestle_softmax_row (attention->data + row * attention->stride, attention->columns, scale, keep);
  trestle_product (attention, values, context); /* [block, width] */
}

void
trestle_attend (const TrestleTensor *queries,
                const TrestleTensor *keys,
                const TrestleTensor *values,
                const gboolean *keep,
                const TrestleTensor *attention,
                const TrestleTensor *context)
{
  gsize width = queries->columns / attention->depth;
  gsize n_blocks = (queries->rows + QUERY_BLOCK - 1) / QUERY_BLOCK;

#pragma omp parallel for collapse(2) schedule(dynamic)
  for (gsize head = 0; head < attention->depth; head++)
    for (gsize block = 0; block < n_blocks; block++)
      {
        gsize first = block * QUERY_BLOCK, count = MIN (QUERY_BLOCK, queries->rows - first);
        TrestleTensor head_queries = trestle_tensor_columns (queries, head * width, width);  /* [n_queries, width] */
        TrestleTensor head_keys = trestle_tensor_columns (keys, head * width, width);        /* [n_keys, width] */
        TrestleTensor head_values = trestle_tensor_columns (values, head * width, width);    /* [n_keys, width] */
        TrestleTensor head_context = trestle_tensor_columns (context, head * width, width);  /* [n_queries, width] */
        TrestleTensor head_attention = trestle_tensor_matrix (attention, head);              /* [n_queries, n_keys] */
        TrestleTensor block_queries = trestle_tensor_rows (&head_queries, first, count);     /* [count, width] */
        TrestleTensor block_attention = trestle_tensor_rows (&head_attention, first, count); /* [count, n_keys] */
        TrestleTensor block_context = trestle_tensor_rows (&head_context, first, count);     /* [count, width] */

        attend_block (&block_queries, &head_keys, &head_values, keep, &block_attention, &block_context);
      }
}
