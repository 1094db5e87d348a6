/* Dense layers on OpenBLAS. Weights are used where they lie in the checkpoint, so that a model takes no more memory than its file. */
#include "core/numeric/linear.h"

#include <cblas.h>
#include <omp.h>

#include "core/numeric/few-rows.h"

/* Found by timing 325 and 577 rows on two cores; the result is flat around them. */
#define TURNS_PER_THREAD 4
#define CHUNK_STEP 48u
#define SMALLEST_CHUNK 96u
#define LARGEST_CHUNK 768u

struct _TrestleLinear
{
  TrestleTensor weight; /* [out, in] */
  const float *bias;    /* [out] */
};

TrestleLinear *
trestle_linear_new (const TrestleTensor *weight, const float *bias)
{
  TrestleLinear *linear = g_new0 (TrestleLinear, 1);

  linear->weight = *weight;
  linear->bias = bias;
  return linear;
}

void
trestle_linear_free (TrestleLinear *linear)
{
  g_free (linear);
}

gsize
trestle_linear_get_n_outputs (const TrestleLinear *linear)
{
  return linear->weight.rows;
}

static void
multiply (CBLAS_TRANSPOSE transpose, const TrestleTensor *a, const TrestleTensor *b, gsize n, const TrestleTensor *out)
{
  cblas_sgemm (CblasRowMajor, CblasNoTrans, transpose, (int) a->rows, (int) n, (int) a->columns, 1.0f, a->data, (int) a->stride, b->data,
               (int) b->stride, 0.0f, out->data, (int) out->stride);
}

/* How many outputs a thread computes at a time: several turns for each thread, so that one that is held up does not hold up the others. */
static gsize
choose_chunk (gsize n_outputs)
{
  gsize even = n_outputs / (TURNS_PER_THREAD * (gsize) omp_get_max_threads ());

  return CLAMP ((even + CHUNK_STEP - 1) / CHUNK_STEP * CHUNK_STEP, SMALLEST_CHUNK, LARGEST_CHUNK);
}

/*
 * Some outputs of every row, and all that happens to them afterwards while they are in this thread's cache. OpenBLAS works on the calling
 * thread alone here: its own threads wait for each other in the middle of a product, which costs a lot on a machine that does other work.
 */
static void
compute_outputs (const TrestleLinear *linear,
                 const TrestleTensor *input, /* [rows, in] */
                 TrestleActivation activation,
                 const TrestleTensor *residual, /* [rows, out] */
                 const TrestleTensor *out,      /* [rows, out] */
                 gsize first,
                 gsize count)
{
  TrestleTensor weight = trestle_tensor_rows (&linear->weight, first, count); /* [count, in] */
  TrestleTensor some = trestle_tensor_columns (out, first, count);            /* [rows, count] */
  TrestleTensor addend;                                                       /* [rows, count] */

  if (residual != NULL)
    addend = trestle_tensor_columns (residual, first, count);
  multiply (CblasTrans, input, &weight, count, &some);
  trestle_epilogue (&some, linear->bias != NULL ? linear->bias + first : NULL, activation, residual != NULL ? &addend : NULL);
}

void
trestle_linear_forward (const TrestleLinear *linear,
                        const TrestleTensor *input,
                        TrestleActivation activation,
                        const TrestleTensor *residual,
                        const TrestleTensor *out)
{
  gsize n_outputs = linear->weight.rows, chunk = choose_chunk (n_outputs);

  g_return_if_fail (input->columns == linear->weight.columns && out->columns == n_outputs && input->rows == out->rows);
  g_return_if_fail (residual == NULL || residual->data != out->data);

  if (input->rows < TRESTLE_FEW_ROWS)
    {
      trestle_few_rows_product (input, &linear->weight, out);
      trestle_epilogue (out, linear->bias, activation, residual);
      return;
    }
#pragma omp parallel for schedule(dynamic)
  for (gsize first = 0; first < n_outputs; first += chunk)
    compute_outputs (linear, input, activation, residual, out, first, MIN (chunk, n_outputs - first));
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
