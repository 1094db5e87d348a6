/* How widely each head of a layer looks. */
#include "analysis/measures/entropy.h"

#include "analysis/measures/information.h"

double
trestle_entropy_measure (const TrestleTensor *attention, const gboolean *keep_query, const gboolean *keep_key, double *heads)
{
  g_autofree double *divergences = g_new (double, attention->depth);

  trestle_information_measure (attention, keep_query, keep_key, divergences, heads);
  return trestle_information_get_mean (heads, attention->depth);
}
