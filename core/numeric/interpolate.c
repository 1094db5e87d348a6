/* Bicubic interpolation of states that lie on a grid. */
#include "core/numeric/interpolate.h"

#include <math.h>
#include <string.h>

#define A (-0.75)
#define N_TAPS 4

/* Where one place of the result comes from, along one side of the grid. */
typedef struct
{
  gsize places[N_TAPS];
  double weights[N_TAPS];
} Taps;

static double
kernel (double x)
{
  x = fabs (x);
  if (x <= 1.0)
    return ((A + 2.0) * x - (A + 3.0)) * x * x + 1.0;
  return ((x - 5.0) * x + 8.0) * x * A - 4.0 * A;
}

static Taps
find_taps (gsize place, gsize from, gsize to)
{
  double at = (place + 0.5) * ((double) from / (double) to) - 0.5;
  double whole = floor (at);
  Taps taps;

  for (gint i = 0; i < N_TAPS; i++)
    {
      double neighbour = whole + i - 1;

      taps.places[i] = (gsize) CLAMP (neighbour, 0.0, (double) from - 1.0);
      taps.weights[i] = kernel (at - neighbour);
    }
  return taps;
}

static void
add_weighted (const float *values, double weight, gsize count, float *out)
{
  for (gsize i = 0; i < count; i++)
    out[i] += (float) (weight * values[i]);
}

void
trestle_interpolate_grid (const TrestleTensor *values, gsize from, gsize to, const TrestleTensor *out)
{
#pragma omp parallel for
  for (gsize index = 0; index < to * to; index++)
    {
      Taps rows = find_taps (index / to, from, to), columns = find_taps (index % to, from, to);
      float *row = out->data + index * out->stride;

      memset (row, 0, out->columns * sizeof (float));
      for (guint y = 0; y < N_TAPS; y++)
        for (guint x = 0; x < N_TAPS; x++)
          add_weighted (values->data + (rows.places[y] * from + columns.places[x]) * values->stride, rows.weights[y] * columns.weights[x],
                        out->columns, row);
    }
}
