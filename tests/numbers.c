/* Matrices for tests of arithmetic. */
#include "tests/numbers.h"

#include <math.h>
#include <string.h>

#include "tests/synthetic.h"

/* What the margin holds: no result is this. */
#define UNTOUCHED 12345.5f

TrestleTensor
numbers_new (gsize rows, gsize columns, gsize margin)
{
  TrestleTensor whole = trestle_tensor_new (1, rows, columns + margin); /* [rows, columns + margin] */

  for (gsize row = 0; row < rows; row++)
    for (gsize i = columns; i < columns + margin; i++)
      *numbers_at (&whole, row, i) = UNTOUCHED;
  return trestle_tensor_columns (&whole, 0, columns);
}

TrestleTensor
numbers_filled (gsize rows, gsize columns, gsize margin, const char *name, double low, double high)
{
  TrestleTensor tensor = numbers_new (rows, columns, margin); /* [rows, columns] */

  numbers_fill (&tensor, name, low, high);
  return tensor;
}

void
numbers_clear (TrestleTensor *tensor)
{
  for (gsize row = 0; row < tensor->rows; row++)
    for (gsize i = tensor->columns; i < tensor->stride; i++)
      g_assert_cmpfloat (*numbers_at (tensor, row, i), ==, UNTOUCHED);
  trestle_tensor_clear (tensor);
}

void
numbers_fill (const TrestleTensor *tensor, const char *name, double low, double high)
{
  g_autofree float *units = g_new (float, tensor->rows * tensor->columns); /* [rows, columns] */

  synthetic_unit (name, tensor->rows * tensor->columns, units);
  for (gsize row = 0; row < tensor->rows; row++)
    for (gsize i = 0; i < tensor->columns; i++)
      *numbers_at (tensor, row, i) = (float) (low + (high - low) * units[row * tensor->columns + i]);
}

void
numbers_assert_close (double found, double expected, double tolerance)
{
  if (!(fabs (found - expected) <= tolerance * fmax (1.0, fabs (expected))))
    g_error ("found %.9g instead of %.9g, which is more than %g away", found, expected, tolerance);
}

double
numbers_largest_difference (const TrestleTensor *a, const TrestleTensor *b)
{
  double largest = 0.0;

  g_assert_cmpuint (a->depth * a->rows, ==, b->depth * b->rows);
  g_assert_cmpuint (a->columns, ==, b->columns);
  for (gsize row = 0; row < a->depth * a->rows; row++)
    for (gsize i = 0; i < a->columns; i++)
      {
        double difference = fabs ((double) *numbers_at (a, row, i) - *numbers_at (b, row, i));

        if (isnan (difference))
          return difference;
        largest = MAX (largest, difference);
      }
  return largest;
}

gboolean
numbers_are_same (const TrestleTensor *a, const TrestleTensor *b)
{
  if (a->depth != b->depth || a->rows != b->rows || a->columns != b->columns)
    return FALSE;
  for (gsize row = 0; row < a->depth * a->rows; row++)
    if (memcmp (numbers_at (a, row, 0), numbers_at (b, row, 0), a->columns * sizeof (float)) != 0)
      return FALSE;
  return TRUE;
}
