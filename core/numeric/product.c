/* Products of plain matrices, by OpenBLAS. */
#include "core/numeric/product.h"

#include <cblas.h>

static void
multiply (CBLAS_TRANSPOSE transpose, const TrestleTensor *a, const TrestleTensor *b, gsize n, const TrestleTensor *out)
{
  cblas_sgemm (CblasRowMajor, CblasNoTrans, transpose, (int) a->rows, (int) n, (int) a->columns, 1.0f, a->data, (int) a->stride, b->data,
               (int) b->stride, 0.0f, out->data, (int) out->stride);
}

void
trestle_product_transposed (const TrestleTensor *a, const TrestleTensor *b, const TrestleTensor *out)
{
  multiply (CblasTrans, a, b, b->rows, out);
}

void
trestle_product (const TrestleTensor *a, const TrestleTensor *b, const TrestleTensor *out)
{
  multiply (CblasNoTrans, a, b, b->columns, out);
}
