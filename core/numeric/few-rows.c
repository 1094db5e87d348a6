/* The product of a few rows with a large weight matrix, in tiles whose sums stay in registers. */
#include "core/numeric/few-rows.h"

#include "core/numeric/vector.h"

/* Three rows of weights by four of input: twelve sums, three weights and one input make the sixteen vector registers of AVX2. */
#define TILE_WEIGHTS 3
#define TILE_INPUTS 4

static inline float
sum_vector (const TrestleVector *v)
{
  float low = ((*v)[0] + (*v)[4]) + ((*v)[1] + (*v)[5]);
  float high = ((*v)[2] + (*v)[6]) + ((*v)[3] + (*v)[7]);

  return low + high;
}

/* A macro, because a function that returns vectors has no fixed calling convention. */
#define LOAD(values) (*(const TrestleVector *) (values))

/* A full tile, for as many columns as fill whole vectors; the rest of each sum is added one by one. */
TRESTLE_VECTOR_CODE static void
full_tile (const float *input, gsize input_stride, const float *weight, gsize weight_stride, gsize count, float *out, gsize out_stride)
{
  TrestleVector sums[TILE_WEIGHTS][TILE_INPUTS] = { 0 };
  gsize whole = count - count % TRESTLE_VECTOR_WIDTH;

  for (gsize i = 0; i < whole; i += TRESTLE_VECTOR_WIDTH)
    {
      TrestleVector w0 = LOAD (weight + i);
      TrestleVector w1 = LOAD (weight + weight_stride + i);
      TrestleVector w2 = LOAD (weight + 2 * weight_stride + i);

      for (gsize r = 0; r < TILE_INPUTS; r++)
        {
          TrestleVector x = LOAD (input + r * input_stride + i);

          sums[0][r] += w0 * x;
          sums[1][r] += w1 * x;
          sums[2][r] += w2 * x;
        }
    }
  for (gsize r = 0; r < TILE_INPUTS; r++)
    for (gsize o = 0; o < TILE_WEIGHTS; o++)
      {
        float sum = sum_vector (&sums[o][r]);

        for (gsize i = whole; i < count; i++)
          sum += weight[o * weight_stride + i] * input[r * input_stride + i];
        out[r * out_stride + o] = sum;
      }
}

TRESTLE_VECTOR_CODE static float
single_product (const float *a, const float *b, gsize count)
{
  float sum = 0.0f;

#pragma omp simd reduction(+ : sum)
  for (gsize i = 0; i < count; i++)
    sum += a[i] * b[i];
  return sum;
}

/* What is left at the lower and the right edge. */
static void
partial_tile (const TrestleTensor *input, gsize row, const TrestleTensor *weight, gsize column, const TrestleTensor *out)
{
  gsize rows = MIN (TILE_INPUTS, input->rows - row), columns = MIN (TILE_WEIGHTS, weight->rows - column);

  for (gsize r = row; r < row + rows; r++)
    for (gsize o = column; o < column + columns; o++)
      out->data[r * out->stride + o] = single_product (input->data + r * input->stride, weight->data + o * weight->stride, input->columns);
}

void
trestle_few_rows_product (const TrestleTensor *input, const TrestleTensor *weight, const TrestleTensor *out)
{
#pragma omp parallel for schedule(static)
  for (gsize column = 0; column < weight->rows; column += TILE_WEIGHTS)
    for (gsize row = 0; row < input->rows; row += TILE_INPUTS)
      if (row + TILE_INPUTS <= input->rows && column + TILE_WEIGHTS <= weight->rows)
        full_tile (input->data + row * input->stride, input->stride, weight->data + column * weight->stride, weight->stride, input->columns,
                   out->data + row * out->stride + column, out->stride);
      else
        partial_tile (input, row, weight, column, out);
}
