/* How far two runs of the same model on the same inputs are from each other. */
#include "analysis/measures/run-difference.h"

#include <math.h>

#include "analysis/measures/divergence.h"

static const char *const logits[] = { "logits.itm", "logits.mlm", "logits.vqa", "logits.snli", "logits.rank" };

static double
find_largest_difference (const TrestleTensor *a, const TrestleTensor *b)
{
  double largest = 0.0;

  for (gsize row = 0; row < a->depth * a->rows; row++)
    for (gsize column = 0; column < a->columns; column++)
      largest = fmax (largest, fabs ((double) a->data[row * a->stride + column] - b->data[row * b->stride + column]));
  return largest;
}

static gboolean
have_one_shape (const TrestleTensor *a, const TrestleTensor *b)
{
  return a != NULL && b != NULL && a->depth == b->depth && a->rows == b->rows && a->columns == b->columns;
}

static void
compare_layer (const TrestleTensor *a, const TrestleTensor *b, TrestleRunDifference *difference)
{
  g_autofree double *heads = NULL;
  double first, second;

  if (!have_one_shape (a, b))
    return;
  heads = g_new (double, a->depth);
  first = trestle_divergence_measure (a, NULL, NULL, heads);
  second = trestle_divergence_measure (b, NULL, NULL, heads);
  difference->attention = fmax (difference->attention, find_largest_difference (a, b));
  difference->divergence = fmax (difference->divergence, fabs (first - second));
  difference->largest_divergence = fmax (difference->largest_divergence, first);
}

TrestleRunDifference
trestle_run_difference_measure (const TrestleTrace *a, const TrestleTrace *b)
{
  TrestleRunDifference difference = { 0.0 };

  for (guint block = 0; block < TRESTLE_N_BLOCKS; block++)
    for (guint layer = 0; layer < trestle_trace_get_n_layers (a, block); layer++)
      compare_layer (trestle_trace_get_attention (a, block, layer), trestle_trace_get_attention (b, block, layer), &difference);
  for (guint i = 0; i < G_N_ELEMENTS (logits); i++)
    {
      const TrestleTensor *first = trestle_trace_get (a, logits[i]), *second = trestle_trace_get (b, logits[i]);

      if (have_one_shape (first, second))
        difference.logit = fmax (difference.logit, find_largest_difference (first, second));
    }
  return difference;
}
