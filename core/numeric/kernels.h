/* The arithmetic between matrix products: LayerNorm, softmax, activations, sums. Rows are spread over the threads. */
#pragma once

#include "core/numeric/tensor.h"

G_BEGIN_DECLS

/**
 * TrestleActivation:
 * @TRESTLE_ACTIVATION_NONE: x
 * @TRESTLE_ACTIVATION_GELU: x (1 + erf (x / sqrt 2)) / 2, the exact form (Hendrycks and Gimpel 2016)
 * @TRESTLE_ACTIVATION_QUICK_GELU: x sigmoid (1.702 x), as CLIP's towers have it
 * @TRESTLE_ACTIVATION_TANH: tanh x
 * @TRESTLE_ACTIVATION_SIGMOID: 1 / (1 + exp (-x))
 */
typedef enum
{
  TRESTLE_ACTIVATION_NONE,
  TRESTLE_ACTIVATION_GELU,
  TRESTLE_ACTIVATION_QUICK_GELU,
  TRESTLE_ACTIVATION_TANH,
  TRESTLE_ACTIVATION_SIGMOID,
} TrestleActivation;

/**
 * TrestleLayerNorm:
 * @weight: `[columns]`
 * @bias: `[columns]`
 * @epsilon: added to the variance
 *
 * (x - mean) / sqrt (variance + epsilon) * weight + bias, by row (Ba et al. 2016). The numbers belong to the model.
 */
typedef struct
{
  const float *weight;
  const float *bias;
  float epsilon;
} TrestleLayerNorm;

/* @out may be @input. Both `[rows, columns]`. */
void trestle_layer_norm (const TrestleLayerNorm *norm, const TrestleTensor *input, const TrestleTensor *out);

/**
 * trestle_softmax_row:
 * @row: `[count]`, scores in, probabilities out
 * @scale: what every score is multiplied by first
 * @keep: (nullable): `[count]`; keys that are not kept get probability 0. At least one must be kept
 *
 * One row, on the calling thread: attention calls it for the rows of a head.
 */
void trestle_softmax_row (float *row, gsize count, float scale, const gboolean *keep);

/**
 * trestle_epilogue:
 * @values: `[rows, columns]`, changed in place: activation (values + bias) + residual
 * @bias: (nullable): `[columns]`
 * @residual: (nullable): `[rows, columns]`
 *
 * What follows a matrix product.
 */
void trestle_epilogue (const TrestleTensor *values, const float *bias, TrestleActivation activation, const TrestleTensor *residual);

/* @out = @a + @b, all `[rows, columns]`; @out may be one of them. */
void trestle_add (const TrestleTensor *a, const TrestleTensor *b, const TrestleTensor *out);

/* @out = @a * @b, element by element, all `[rows, columns]`; @out may be one of them. */
void trestle_multiply (const TrestleTensor *a, const TrestleTensor *b, const TrestleTensor *out);

/* @out = @a_factor @a + @b_factor @b, all `[rows, columns]`; @out may be one of them. */
void trestle_add_scaled (float a_factor, const TrestleTensor *a, float b_factor, const TrestleTensor *b, const TrestleTensor *out);

/* @out = share * @a + (1 - share) * @b; @shares: `[rows, columns]`. @out may be any of them. */
void trestle_blend (const TrestleTensor *shares, const TrestleTensor *a, const TrestleTensor *b, const TrestleTensor *out);

/* The same with one share for each column, `[columns]`. */
void trestle_blend_columns (const float *shares, const TrestleTensor *a, const TrestleTensor *b, const TrestleTensor *out);

/* @out = every row of @values + @row `[columns]`; @out may be @values. */
void trestle_add_row (const TrestleTensor *values, const float *row, const TrestleTensor *out);

/* A row divided by its Euclidean length, as embeddings that are compared by their angle are. */
void trestle_normalise_row (float *row, gsize count);

G_END_DECLS
