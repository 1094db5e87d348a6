/* How far, across the image, each head of a layer looks. */
#include "analysis/measures/distance.h"

#include <math.h>

#include "analysis/measures/information.h"

/* What the weights on patches are divided by at least. */
#define LEAST 1e-12f

/*
 * Distances from a patch to those of a row @n rows away: [rows, 2 columns - 1], where the middle is straight above or below. What a patch
 * has in a row of the grid lies in one piece, wherever it stands.
 */
static float *
make_distances (gsize rows, gsize columns)
{
  gsize width = 2 * columns - 1;
  float *distances = g_new (float, rows *width);

  for (gsize y = 0; y < rows; y++)
    for (gsize x = 0; x < width; x++)
      distances[y * width + x] = (float) hypot ((double) y, (double) x - (double) (columns - 1));
  return distances;
}

/* From the patch @query to all patches, row by row: @out `[rows * columns]`. */
static void
copy_distances (const float *distances, gsize rows, gsize columns, gsize query, float *out)
{
  gsize y = query / columns, x = query % columns;

  for (gsize row = 0; row < rows; row++)
    for (gsize column = 0; column < columns; column++)
      out[row * columns + column] = distances[(row > y ? row - y : y - row) * (2 * columns - 1) + columns - 1 - x + column];
}

static double
weighted_mean (const float *weights, const float *values, gsize count)
{
  float sum = 0.0f, total = 0.0f;

#pragma omp simd reduction(+ : sum, total)
  for (gsize i = 0; i < count; i++)
    {
      sum += weights[i] * values[i];
      total += weights[i];
    }
  return (double) sum / MAX (total, LEAST);
}

/* From one query patch, of every head: @out `[heads]`. */
static void
measure_query (const TrestleTensor *attention, const float *distances, gsize rows, gsize columns, gsize query, double *out)
{
  g_autofree float *own = g_new (float, rows *columns); /* [patches] */

  copy_distances (distances, rows, columns, query, own);
  for (gsize head = 0; head < attention->depth; head++)
    {
      TrestleTensor matrix = trestle_tensor_matrix (attention, head); /* [queries, keys] */

      out[head] = weighted_mean (matrix.data + (query + 1) * matrix.stride + 1, own, rows * columns);
    }
}

double
trestle_distance_measure (const TrestleTensor *attention, guint rows, guint columns, double *heads)
{
  gsize n_heads = attention->depth, n_patches = (gsize) rows * columns;
  g_autofree float *distances = make_distances (rows, columns);
  g_autofree double *means = g_new (double, n_patches *n_heads); /* [queries, heads] */

#pragma omp parallel for if (n_patches >= 64)
  for (gsize query = 0; query < n_patches; query++)
    measure_query (attention, distances, rows, columns, query, means + query * n_heads);

  for (gsize head = 0; head < n_heads; head++)
    {
      double sum = 0.0;

      for (gsize query = 0; query < n_patches; query++)
        sum += means[query * n_heads + head];
      heads[head] = sum / (double) n_patches;
    }
  return trestle_information_get_mean (heads, n_heads);
}
