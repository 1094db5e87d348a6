/* How much each head of a layer gives to one key. */
#include "analysis/measures/attention-share.h"

#include "analysis/measures/information.h"

static double
measure_head (const TrestleTensor *matrix, const gboolean *keep_query, gsize key)
{
  double sum = 0.0;
  gsize kept = 0;

  for (gsize query = 0; query < matrix->rows; query++)
    if (keep_query == NULL || keep_query[query])
      {
        sum += matrix->data[query * matrix->stride + key];
        kept++;
      }
  return sum / (double) kept;
}

double
trestle_attention_share_measure (const TrestleTensor *attention, const gboolean *keep_query, gsize key, double *heads)
{
  for (gsize head = 0; head < attention->depth; head++)
    {
      TrestleTensor matrix = trestle_tensor_matrix (attention, head); /* [queries, keys] */

      heads[head] = measure_head (&matrix, keep_query, key);
    }
  return trestle_information_get_mean (heads, attention->depth);
}
