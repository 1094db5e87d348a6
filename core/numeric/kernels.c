/* The arithmetic between matrix products. Each kind of work is a function for one row, and a loop that spreads the rows over the threads.
 */
#include "core/numeric/kernels.h"

#include <math.h>
#include <string.h>

#include "core/numeric/vector.h"

/* Below this many numbers, waking the other threads costs more than it saves. */
#define PARALLEL_FROM 16384

static inline float *
row_of (const TrestleTensor *tensor, gsize row)
{
  return tensor->data + row * tensor->stride;
}

static inline gboolean
is_worth_threads (const TrestleTensor *tensor)
{
  return tensor->rows * tensor->columns >= PARALLEL_FROM;
}

/*
 * exp for arguments up to 88: 2^n * 2^f with |f| <= 1/2 and a polynomial for 2^f; relative error below 2e-7. Arguments below -87 give what
 * -87 gives, 1e-38, which adds nothing to any sum here.
 */
static inline float
fast_exp (float x)
{
  float clamped = x < -87.0f ? -87.0f : x;
  float scaled = clamped * 1.44269504f;
  float whole = rintf (scaled);
  float f = (clamped - whole * 0.693359375f) - whole * -2.12194440e-4f;
  float p = 1.9875691500e-4f;
  guint32 bits;
  float power;

  p = p * f + 1.3981999507e-3f;
  p = p * f + 8.3334519073e-3f;
  p = p * f + 4.1665795894e-2f;
  p = p * f + 1.6666665459e-1f;
  p = p * f + 5.0000001201e-1f;
  p = p * f * f + f + 1.0f;
  bits = ((guint32) (gint32) whole + 127u) << 23; /* of NaN anything, but p is NaN then */
  memcpy (&power, &bits, sizeof power);
  return p * power;
}

/* erf by Abramowitz and Stegun, formula 7.1.26, whose error is below 1.5e-7. */
static inline float
fast_erf (float x)
{
  float a = fabsf (x);
  float t = 1.0f / (1.0f + 0.3275911f * a);
  float p = 1.061405429f;
  float y;

  p = p * t - 1.453152027f;
  p = p * t + 1.421413741f;
  p = p * t - 0.284496736f;
  p = p * t + 0.254829592f;
  y = 1.0f - p * t * fast_exp (-a * a);
  return x < 0.0f ? -y : y;
}

TRESTLE_VECTOR_CODE static void
layer_norm_row (const float *input, const float *weight, const float *bias, float epsilon, gsize count, float *out)
{
  float sum = 0.0f, squares = 0.0f, mean, scale;

#pragma omp simd reduction(+ : sum)
  for (gsize i = 0; i < count; i++)
    sum += input[i];
  mean = sum / (float) count;
#pragma omp simd reduction(+ : squares)
  for (gsize i = 0; i < count; i++)
    squares += (input[i] - mean) * (input[i] - mean);
  scale = 1.0f / sqrtf (squares / (float) count + epsilon);
#pragma omp simd
  for (gsize i = 0; i < count; i++)
    out[i] = (input[i] - mean) * scale * weight[i] + bias[i];
}

void
trestle_layer_norm (const TrestleLayerNorm *norm, const TrestleTensor *input, const TrestleTensor *out)
{
#pragma omp parallel for if (is_worth_threads(input))
  for (gsize row = 0; row < input->rows; row++)
    layer_norm_row (row_of (input, row), norm->weight, norm->bias, norm->epsilon, input->columns, row_of (out, row));
}

TRESTLE_VECTOR_CODE static void
softmax_all (float *row, gsize count, float scale)
{
  float max = row[0], sum = 0.0f, inverse;

#pragma omp simd reduction(max : max)
  for (gsize i = 0; i < count; i++)
    max = row[i] > max ? row[i] : max;
#pragma omp simd reduction(+ : sum)
  for (gsize i = 0; i < count; i++)
    {
      row[i] = fast_exp ((row[i] - max) * scale);
      sum += row[i];
    }
  inverse = 1.0f / sum;
#pragma omp simd
  for (gsize i = 0; i < count; i++)
    row[i] *= inverse;
}

static void
softmax_kept (float *row, gsize count, float scale, const gboolean *keep)
{
  float max = -INFINITY, sum = 0.0f;

  for (gsize i = 0; i < count; i++)
    if (keep[i] && row[i] > max)
      max = row[i];
  for (gsize i = 0; i < count; i++)
    {
      row[i] = keep[i] ? fast_exp ((row[i] - max) * scale) : 0.0f;
      sum += row[i];
    }
  for (gsize i = 0; i < count; i++)
    row[i] /= sum;
}

void
trestle_softmax_row (float *row, gsize count, float scale, const gboolean *keep)
{
  if (keep == NULL)
    softmax_all (row, count, scale);
  else
    softmax_kept (row, count, scale, keep);
}

TRESTLE_VECTOR_CODE static void
gelu_row (float *values, gsize count)
{
#pragma omp simd
  for (gsize i = 0; i < count; i++)
    values[i] = 0.5f * values[i] * (1.0f + fast_erf (values[i] * 0.70710678f));
}

TRESTLE_VECTOR_CODE static void
quick_gelu_row (float *values, gsize count)
{
#pragma omp simd
  for (gsize i = 0; i < count; i++)
    {
      float exponent = -1.702f * values[i];

      values[i] = values[i] / (1.0f + fast_exp (exponent > 88.0f ? 88.0f : exponent));
    }
}

TRESTLE_VECTOR_CODE static void
sigmoid_row (float *values, gsize count)
{
#pragma omp simd
  for (gsize i = 0; i < count; i++)
    values[i] = 1.0f / (1.0f + fast_exp (-values[i]));
}

static void
tanh_row (float *values, gsize count)
{
  for (gsize i = 0; i < count; i++)
    values[i] = tanhf (values[i]);
}

TRESTLE_VECTOR_CODE static void
add_rows (const float *a, const float *b, gsize count, float *out)
{
#pragma omp simd
  for (gsize i = 0; i < count; i++)
    out[i] = a[i] + b[i];
}

/* @values + @bias + @residual, in one pass. */
TRESTLE_VECTOR_CODE static void
add_two_rows (float *values, const float *bias, const float *residual, gsize count)
{
#pragma omp simd
  for (gsize i = 0; i < count; i++)
    values[i] = (values[i] + bias[i]) + residual[i];
}

static void
activate_row (float *values, gsize count, TrestleActivation activation)
{
  switch (activation)
    {
    case TRESTLE_ACTIVATION_NONE:
      break;
    case TRESTLE_ACTIVATION_GELU:
      gelu_row (values, count);
      break;
    case TRESTLE_ACTIVATION_QUICK_GELU:
      quick_gelu_row (values, count);
      break;
    case TRESTLE_ACTIVATION_TANH:
      tanh_row (values, count);
      break;
    case TRESTLE_ACTIVATION_SIGMOID:
      sigmoid_row (values, count);
      break;
    }
}

static void
finish_row (float *values, const float *bias, TrestleActivation activation, const float *residual, gsize count)
{
  if (bias != NULL && residual != NULL && activation == TRESTLE_ACTIVATION_NONE)
    {
      add_two_rows (values, bias, residual, count);
      return;
    }
  if (bias != NULL)
    add_rows (values, bias, count, values);
  activate_row (values, count, activation);
  if (residual != NULL)
    add_rows (values, residual, count, values);
}

void
trestle_epilogue (const TrestleTensor *values, const float *bias, TrestleActivation activation, const TrestleTensor *residual)
{
#pragma omp parallel for if (is_worth_threads(values))
  for (gsize row = 0; row < values->rows; row++)
    finish_row (row_of (values, row), bias, activation, residual != NULL ? row_of (residual, row) : NULL, values->columns);
}

void
trestle_add (const TrestleTensor *a, const TrestleTensor *b, const TrestleTensor *out)
{
#pragma omp parallel for if (is_worth_threads(a))
  for (gsize row = 0; row < a->rows; row++)
    add_rows (row_of (a, row), row_of (b, row), a->columns, row_of (out, row));
}

TRESTLE_VECTOR_CODE static void
multiply_rows (const float *a, const float *b, gsize count, float *out)
{
#pragma omp simd
  for (gsize i = 0; i < count; i++)
    out[i] = a[i] * b[i];
}

void
trestle_multiply (const TrestleTensor *a, const TrestleTensor *b, const TrestleTensor *out)
{
#pragma omp parallel for if (is_worth_threads(a))
  for (gsize row = 0; row < a->rows; row++)
    multiply_rows (row_of (a, row), row_of (b, row), a->columns, row_of (out, row));
}

TRESTLE_VECTOR_CODE static void
add_scaled_rows (float a_factor, const float *a, float b_factor, const float *b, gsize count, float *out)
{
#pragma omp simd
  for (gsize i = 0; i < count; i++)
    out[i] = a_factor * a[i] + b_factor * b[i];
}

void
trestle_add_scaled (float a_factor, const TrestleTensor *a, float b_factor, const TrestleTensor *b, const TrestleTensor *out)
{
#pragma omp parallel for if (is_worth_threads(a))
  for (gsize row = 0; row < a->rows; row++)
    add_scaled_rows (a_factor, row_of (a, row), b_factor, row_of (b, row), a->columns, row_of (out, row));
}

TRESTLE_VECTOR_CODE static void
blend_rows (const float *shares, const float *a, const float *b, gsize count, float *out)
{
#pragma omp simd
  for (gsize i = 0; i < count; i++)
    out[i] = shares[i] * a[i] + (1.0f - shares[i]) * b[i];
}

void
trestle_blend (const TrestleTensor *shares, const TrestleTensor *a, const TrestleTensor *b, const TrestleTensor *out)
{
#pragma omp parallel for if (is_worth_threads(a))
  for (gsize row = 0; row < a->rows; row++)
    blend_rows (row_of (shares, row), row_of (a, row), row_of (b, row), a->columns, row_of (out, row));
}

void
trestle_blend_columns (const float *shares, const TrestleTensor *a, const TrestleTensor *b, const TrestleTensor *out)
{
#pragma omp parallel for if (is_worth_threads(a))
  for (gsize row = 0; row < a->rows; row++)
    blend_rows (shares, row_of (a, row), row_of (b, row), a->columns, row_of (out, row));
}

void
trestle_add_row (const TrestleTensor *values, const float *addend, const TrestleTensor *out)
{
#pragma omp parallel for if (is_worth_threads(values))
  for (gsize row = 0; row < values->rows; row++)
    add_rows (row_of (values, row), addend, values->columns, row_of (out, row));
}

void
trestle_normalise_row (float *row, gsize count)
{
  double squares = 0.0;

  for (gsize i = 0; i < count; i++)
    squares += (double) row[i] * row[i];
  for (gsize i = 0; i < count && squares != 0.0; i++) /* NaN makes the whole row NaN: half of a direction is none */
    row[i] = (float) (row[i] / sqrt (squares));
}
