/* What the tokens of one word weigh together. */
#include "analysis/measures/word-weights.h"

guint
trestle_word_count_tokens (const gint *words, gsize n_tokens, guint first)
{
  guint count = 1;

  if (words[first] < 0)
    return 1;
  while (first + count < n_tokens && words[first + count] == words[first])
    count++;
  return count;
}

double *
trestle_word_weights_new (const double *weights, const gint *words, gsize n_tokens)
{
  double *sums = g_new (double, n_tokens);

  for (guint first = 0, count; first < n_tokens; first += count)
    {
      double sum = 0.0;

      count = trestle_word_count_tokens (words, n_tokens, first);
      for (guint i = first; i < first + count; i++)
        sum += weights[i];
      for (guint i = first; i < first + count; i++)
        sums[i] = sum;
    }
  return sums;
}

double
trestle_word_weights_find_max (const double *weights, const gint *words, gsize n_tokens)
{
  g_autofree double *sums = trestle_word_weights_new (weights, words, n_tokens);
  double max = 0.0;

  for (gsize i = 0; i < n_tokens; i++)
    max = MAX (max, sums[i]);
  return max;
}
