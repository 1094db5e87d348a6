/* Matrices for tests of arithmetic: known numbers in a view of something wider, whose margin must stay as it was. */
#pragma once

#include "core/numeric/tensor.h"

G_BEGIN_DECLS

/* A zeroed `[rows, columns]` whose rows are @margin floats apart; numbers_clear() frees it. */
TrestleTensor numbers_new (gsize rows, gsize columns, gsize margin);
/* The same, filled: see numbers_fill(). */
TrestleTensor numbers_filled (gsize rows, gsize columns, gsize margin, const char *name, double low, double high);
/* Ends the test if anything was written between the rows. */
void numbers_clear (TrestleTensor *tensor);

/* Numbers in [low, high) that depend on the name and the place alone. */
void numbers_fill (const TrestleTensor *tensor, const char *name, double low, double high);

static inline float *
numbers_at (const TrestleTensor *tensor, gsize row, gsize column)
{
  return tensor->data + row * tensor->stride + column;
}

/* Ends the test unless |found - expected| <= tolerance * max (1, |expected|); NaN is close to nothing. */
void numbers_assert_close (double found, double expected, double tolerance);

/* The largest difference between two matrices, NaN if one of them has a NaN. */
double numbers_largest_difference (const TrestleTensor *a, const TrestleTensor *b);
/* Whether two matrices have the same bits. */
gboolean numbers_are_same (const TrestleTensor *a, const TrestleTensor *b);

G_END_DECLS
