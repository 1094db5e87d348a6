/* Dense layers on oneDNN, with weights packed once. Where oneDNN has no loop for packed weights, our own takes its place. */
#include "core/numeric/linear.h"
#include "core/numeric/onednn-product.h"
#include "core/numeric/packed-product.h"

struct _TrestleLinear
{
  gsize n_inputs;
  gsize n_outputs;
  const float *bias;             /* [out] */
  TrestleOnednnProduct *product; /* or NULL, and then */
  TrestlePackedWeights *packed;
};

TrestleLinear *
trestle_linear_new (const TrestleTensor *weight, const float *bias, TrestlePrecision precision)
{
  TrestleLinear *linear = trestle_linear_new_empty (weight->rows);

  linear->n_inputs = weight->columns;
  linear->bias = bias;
  if (trestle_onednn_packs (precision))
    linear->product = trestle_onednn_product_new (weight, bias, precision);
  if (linear->product == NULL)
    linear->packed = trestle_packed_weights_new (weight, precision);
  return linear;
}

TrestleLinear *
trestle_linear_new_empty (gsize n_outputs)
{
  TrestleLinear *linear = g_new0 (TrestleLinear, 1);

  linear->n_outputs = n_outputs;
  return linear;
}

void
trestle_linear_free (TrestleLinear *linear)
{
  g_clear_pointer (&linear->product, trestle_onednn_product_free);
  g_clear_pointer (&linear->packed, trestle_packed_weights_free);
  g_free (linear);
}

gboolean
trestle_linear_reads_weight (const TrestleLinear *linear)
{
  return FALSE;
}

/* oneDNN's own layouts round outputs up likewise. */
gsize
trestle_linear_estimate_copy (gsize n_outputs, gsize n_inputs, TrestlePrecision precision)
{
  return trestle_packed_weights_estimate_size (n_outputs, n_inputs, precision);
}

gsize
trestle_linear_get_n_outputs (const TrestleLinear *linear)
{
  return linear->n_outputs;
}

const char *
trestle_linear_get_backend (TrestlePrecision precision)
{
  return trestle_onednn_packs (precision) ? "oneDNN" : "packed weights";
}

void
trestle_linear_forward (const TrestleLinear *linear,
                        const TrestleTensor *input,
                        TrestleActivation activation,
                        const TrestleTensor *residual,
                        const TrestleTensor *out)
{
  g_return_if_fail (input->columns == linear->n_inputs && out->columns == linear->n_outputs && input->rows == out->rows);
  g_return_if_fail (residual == NULL || residual->data != out->data);

  if (linear->product != NULL)
    trestle_onednn_product_forward (linear->product, input, activation, residual, out);
  else
    trestle_packed_product (linear->packed, input, linear->bias, activation, residual, out);
}
