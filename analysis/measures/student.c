/* Quantiles of Student's t. */
#include "analysis/measures/student.h"

#include <math.h>

#define PROBABILITY 0.95
/* Of the normal distribution: it is within this of 0 with that probability. */
#define NORMAL_QUANTILE 1.959963984540054
/* From here on the series in 1 / degrees is better than 1e-11. */
#define SERIES_FROM 200

/*
 * The probability to lie between -t and t, t being sqrt (degrees) tan (angle): Abramowitz and Stegun, formulas 26.7.3 and 26.7.4, whose
 * sums in powers of cos (angle) end after half as many terms as there are degrees.
 */
static double
probability_within (double angle, guint64 degrees)
{
  double sine = sin (angle), cosine = cos (angle), sum = 0.0;
  gboolean is_odd = degrees % 2 == 1;
  double term = is_odd ? cosine : 1.0;

  for (guint64 power = is_odd ? 1 : 0; power + 2 <= degrees; power += 2)
    {
      sum += term;
      term *= cosine * cosine * (double) (power + 1) / (double) (power + 2);
    }
  return is_odd ? (angle + sine * sum) * M_2_PI : sine * sum;
}

/* Halves the range of angles until nothing is left of it. */
static double
search_quantile (guint64 degrees)
{
  double low = 0.0, high = M_PI_2;

  for (guint i = 0; i < 60; i++)
    {
      double middle = (low + high) / 2.0;

      if (probability_within (middle, degrees) < PROBABILITY)
        low = middle;
      else
        high = middle;
    }
  return sqrt ((double) degrees) * tan (low);
}

/* Abramowitz and Stegun, formula 26.7.5. */
static double
sum_series (double degrees)
{
  double z = NORMAL_QUANTILE, s = z * z;
  double g1 = (s + 1.0) * z / 4.0;
  double g2 = ((5.0 * s + 16.0) * s + 3.0) * z / 96.0;
  double g3 = (((3.0 * s + 19.0) * s + 17.0) * s - 15.0) * z / 384.0;
  double g4 = ((((79.0 * s + 776.0) * s + 1482.0) * s - 1920.0) * s - 945.0) * z / 92160.0;

  return z + (g1 + (g2 + (g3 + g4 / degrees) / degrees) / degrees) / degrees;
}

double
trestle_student_get_quantile (guint64 degrees)
{
  return degrees < SERIES_FROM ? search_quantile (degrees) : sum_series ((double) degrees);
}
