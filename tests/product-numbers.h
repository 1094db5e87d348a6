/* What a product of a layer needs, for tests: known numbers, each in a view of something wider. */
#pragma once

#include "tests/numbers.h"

G_BEGIN_DECLS

typedef struct
{
  TrestleTensor input;    /* [rows, inputs] */
  TrestleTensor weight;   /* [outputs, inputs] */
  TrestleTensor bias;     /* [1, outputs] */
  TrestleTensor residual; /* [rows, outputs] */
  TrestleTensor out;      /* [rows, outputs], of zeros */
} ProductNumbers;

ProductNumbers product_numbers_new (gsize rows, gsize inputs, gsize outputs);
/* Ends the test if anything was written beside a matrix: see numbers_clear(). */
void product_numbers_clear (ProductNumbers *numbers);

G_END_DECLS
