/* Sixteen-bit floating-point numbers: float16 (IEEE 754 binary16) and bfloat16, to and from float32. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

float trestle_half_to_float (guint16 half);
/* Rounded to nearest, ties to even; beyond the range it becomes infinite. */
guint16 trestle_half_from_float (float value);

float trestle_bfloat_to_float (guint16 bfloat);
/* Rounded to nearest, ties to even. */
guint16 trestle_bfloat_from_float (float value);

/* `[count]` each, on the calling thread: products call it for the rows of their input. */
void trestle_bfloats_from_floats (const float *values, gsize count, guint16 *bfloats);

/* `[count]` each; spread over the threads. */
void trestle_halves_to_floats (const guint16 *halves, gsize count, float *values);
void trestle_halves_from_floats (const float *values, gsize count, guint16 *halves);

G_END_DECLS
