/* A dense layer: y = activation (x Wt + b) + residual. One backend of it is built; nothing else includes that backend's header. */
#pragma once

#include "core/numeric/kernels.h"
#include "core/numeric/precision.h"
#include "core/numeric/tensor.h"

G_BEGIN_DECLS

typedef struct _TrestleLinear TrestleLinear;

/**
 * trestle_linear_new:
 * @weight: `[out, in]`, as checkpoints store it
 * @bias: (nullable): `[out]`; must outlive the layer
 *
 * Prepares the weights once, in the way that the backend likes best; see trestle_linear_reads_weight() for how long @weight is needed.
 *
 * Returns: (transfer full): the layer; threads may share it
 */
TrestleLinear *trestle_linear_new (const TrestleTensor *weight, const float *bias, TrestlePrecision precision);
/* A layer that is only counted, without numbers: nothing may be computed with it. */
TrestleLinear *trestle_linear_new_empty (gsize n_outputs);
void trestle_linear_free (TrestleLinear *linear);

/* Whether the numbers of the weight that it was made from must outlive it; if not, it has a copy of its own. */
gboolean trestle_linear_reads_weight (const TrestleLinear *linear);

/* Bytes of that copy, before there is a layer; 0 if the weight is read where it lies. */
gsize trestle_linear_estimate_copy (gsize n_outputs, gsize n_inputs, TrestlePrecision precision);

gsize trestle_linear_get_n_outputs (const TrestleLinear *linear);

/* What computes the products of layers here, for people: "OpenBLAS", "oneDNN", "packed weights" (our own loop). */
const char *trestle_linear_get_backend (TrestlePrecision precision);

/**
 * trestle_linear_forward:
 * @input: `[rows, in]`
 * @residual: (nullable): `[rows, out]`, added after the activation
 * @out: `[rows, out]`; overlaps neither
 */
void trestle_linear_forward (const TrestleLinear *linear,
                             const TrestleTensor *input,
                             TrestleActivation activation,
                             const TrestleTensor *residual,
                             const TrestleTensor *out);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrestleLinear, trestle_linear_free)

G_END_DECLS
