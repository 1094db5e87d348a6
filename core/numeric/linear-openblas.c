/* Dense layers on OpenBLAS. Weights are used where they lie in the checkpoint: a model is open at once, and programs share its pages. */
#include "core/numeric/linear.h"

#include <omp.h>

#include "core/numeric/few-rows.h"
#include "core/numeric/packed-product.h"
#include "core/numeric/product.h"

/* Found by timing 325 and 577 rows on two cores; the result is flat around them. */
#define TURNS_PER_THREAD 4
#define CHUNK_STEP 48u
#define SMALLEST_CHUNK 96u
#define LARGEST_CHUNK 768u

/* As float32 the weight lies in the checkpoint; as bfloat16, which OpenBLAS does not multiply, it is packed. */
struct _TrestleLinear
{
  TrestleTensor weight;         /* [out, in] */
  const float *bias;            /* [out] */
  TrestlePackedWeights *packed; /* of bfloat16, or NULL */
};

TrestleLinear *
trestle_linear_new (const TrestleTensor *weight, const float *bias, TrestlePrecision precision)
{
  TrestleLinear *linear = g_new0 (TrestleLinear, 1);

  linear->weight = *weight;
  linear->bias = bias;
  if (precision == TRESTLE_PRECISION_BFLOAT16)
    linear->packed = trestle_packed_weights_new (weight, precision);
  return linear;
}

TrestleLinear *
trestle_linear_new_empty (gsize n_outputs)
{
  TrestleLinear *linear = g_new0 (TrestleLinear, 1);

  linear->weight.rows = n_outputs;
  return linear;
}

void
trestle_linear_free (TrestleLinear *linear)
{
  g_clear_pointer (&linear->packed, trestle_packed_weights_free);
  g_free (linear);
}

gboolean
trestle_linear_reads_weight (const TrestleLinear *linear)
{
  return linear->packed == NULL;
}

gsize
trestle_linear_estimate_copy (gsize n_outputs, gsize n_inputs, TrestlePrecision precision)
{
  return precision == TRESTLE_PRECISION_BFLOAT16 ? trestle_packed_weights_estimate_size (n_outputs, n_inputs, precision) : 0;
}

gsize
trestle_linear_get_n_outputs (const TrestleLinear *linear)
{
  return linear->weight.rows;
}

const char *
trestle_linear_get_backend (TrestlePrecision precision)
{
  return precision == TRESTLE_PRECISION_BFLOAT16 ? "packed weights" : "OpenBLAS";
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
  trestle_product_transposed (input, &weight, &some);
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

  if (linear->packed != NULL)
    {
      trestle_packed_product (linear->packed, input, linear->bias, activation, residual, out);
      return;
    }
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
