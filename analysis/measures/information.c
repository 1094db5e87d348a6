/* Divergences and entropies of a layer's heads. */
#include "analysis/measures/information.h"

#include <math.h>

#include "core/numeric/logarithm.h"

static gsize
count_kept (const gboolean *keep, gsize count)
{
  gsize kept = 0;

  for (gsize i = 0; i < count; i++)
    kept += keep == NULL || keep[i];
  return kept;
}

/* Copies what is kept, row by row. */
static void
copy_kept (const TrestleTensor *attention, const gboolean *keep_query, const gboolean *keep_key, float *out)
{
  for (gsize row = 0; row < attention->depth * attention->rows; row++)
    {
      const float *values = attention->data + row * attention->stride; /* [keys] */

      if (keep_query != NULL && !keep_query[row % attention->rows])
        continue;
      for (gsize key = 0; key < attention->columns; key++)
        if (keep_key == NULL || keep_key[key])
          *out++ = values[key];
    }
}

/* What is left of @attention without padding: itself, or a copy in @memory, which the caller frees. */
static TrestleTensor
leave_padding_out (const TrestleTensor *attention, const gboolean *keep_query, const gboolean *keep_key, float **memory)
{
  gsize queries = count_kept (keep_query, attention->rows), keys = count_kept (keep_key, attention->columns);

  if (queries == attention->rows && keys == attention->columns && attention->stride == attention->columns)
    return *attention;
  *memory = g_new (float, attention->depth *queries *keys); /* [heads, queries, keys] */
  copy_kept (attention, keep_query, keep_key, *memory);
  return trestle_tensor_view (*memory, attention->depth, queries, keys);
}

/*
 * Of head i the mean over j != i of D(i, j) is, with h heads and m the mean of all their logarithms,
 *
 *   1 / (h - 1)  sum over j of  a_i (ln a_i - ln a_j)  =  h / (h - 1)  a_i (ln a_i - m)
 *
 * because D(i, i) = 0: no pair of heads has to be looked at, and what heads have in common is never added up to be subtracted again.
 */
void
trestle_information_measure (const TrestleTensor *attention,
                             const gboolean *keep_query,
                             const gboolean *keep_key,
                             double *divergences,
                             double *entropies)
{
  gsize n_heads = attention->depth;
  g_autofree float *memory = NULL;
  TrestleTensor kept = leave_padding_out (attention, keep_query, keep_key, &memory); /* [heads, queries, keys] */
  double others = n_heads > 1 ? (double) n_heads / (double) (n_heads - 1) : 0.0;

  trestle_logarithm_sum (&kept, TRESTLE_INFORMATION_LEAST, entropies, divergences);
  for (gsize head = 0; head < n_heads; head++)
    {
      divergences[head] *= others / (double) kept.rows;
      entropies[head] /= -(double) kept.rows;
    }
}

double
trestle_information_get_mean (const double *heads, gsize n_heads)
{
  double sum = 0.0;

  for (gsize head = 0; head < n_heads; head++)
    sum += heads[head];
  return sum / (double) n_heads;
}
