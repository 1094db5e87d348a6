/* Weights and inputs that a test and the Python that made the golden files compute alike, so that no golden file has to carry them. */
#pragma once

#include "core/input/image.h"

G_BEGIN_DECLS

/**
 * synthetic_unit:
 * @name: of the tensor
 * @values: (out caller-allocates): `[count]` in [0, 1), multiples of 2^-24
 *
 * Element i is (mix (fnv1a64 (@name) + (i + 1) * 0x9E3779B97F4A7C15) >> 40) / 2^24, where mix is the last step of splitmix64.
 */
void synthetic_unit (const char *name, gsize count, float *values);

/**
 * synthetic_fill:
 * @name: of the parameter, such as "cross_modal_text_layers.0.attention.self.query.weight"
 * @shape: `[n_dimensions]`; may be %NULL for a scalar
 * @n_dimensions: 0 for a scalar, which must be a logit_scale, a scaled_factor or a beta
 * @values: (out caller-allocates): as many as @shape says, row-major
 *
 * A parameter's values: offset + scale * (2 u - 1) in float32, u from synthetic_unit() and offset and scale from name and shape.
 */
void synthetic_fill (const char *name, const gsize *shape, guint n_dimensions, float *values);

/* (transfer full): `[3, size, size]` in [-2, 2), to be freed with g_free(). */
float *synthetic_pixels (guint size);

/* (transfer full): `[tokens]`: 0, then ids from 4 to @vocabulary - 2, then 2; @name is "input.ids" in the golden files. g_free() frees it.
 */
gint32 *synthetic_ids (guint tokens, guint vocabulary, const char *name);

/* (transfer full): a ramp in each channel plus noise, the image that golden/image was made from. */
TrestleImage *synthetic_picture (guint width, guint height);

G_END_DECLS
