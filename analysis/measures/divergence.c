/* How different the heads of a layer are from one another. */
#include "analysis/measures/divergence.h"

#include "analysis/measures/information.h"

double
trestle_divergence_measure (const TrestleTensor *attention, const gboolean *keep_query, const gboolean *keep_key, double *heads)
{
  g_autofree double *entropies = g_new (double, attention->depth);

  trestle_information_measure (attention, keep_query, keep_key, heads, entropies);
  return trestle_information_get_mean (heads, attention->depth);
}
