/* Sixteen-bit floating-point numbers. */
#include "core/numeric/half.h"

#include <string.h>

#include "core/numeric/vector.h"

/* Below this many numbers, waking the other threads costs more than it saves. */
#define PARALLEL_FROM 65536

static float
float_from_bits (guint32 bits)
{
  float value;

  memcpy (&value, &bits, sizeof value);
  return value;
}

static inline guint32
bits_of_float (float value)
{
  guint32 bits;

  memcpy (&bits, &value, sizeof bits);
  return bits;
}

float
trestle_half_to_float (guint16 half)
{
  guint32 sign = (guint32) (half & 0x8000u) << 16, exponent = half >> 10 & 0x1fu, mantissa = half & 0x3ffu;

  if (exponent == 0) /* zero and subnormals: the mantissa counts units of 2^-24 */
    {
      float value = (float) mantissa * 0x1p-24f;
      return sign != 0 ? -value : value;
    }
  if (exponent == 31) /* infinity and NaN */
    return float_from_bits (sign | 0x7f800000u | mantissa << 13);
  return float_from_bits (sign | (exponent + 112u) << 23 | mantissa << 13);
}

/* @bits without its lowest @count, rounded to nearest, ties to even. */
static guint32
shift_rounded (guint32 bits, guint count)
{
  guint32 half = 1u << (count - 1), rest = bits & ((1u << count) - 1), whole = bits >> count;

  return whole + (rest > half || (rest == half && (whole & 1u)) ? 1u : 0u);
}

guint16
trestle_half_from_float (float value)
{
  guint32 bits = bits_of_float (value), sign = bits >> 16 & 0x8000u, magnitude = bits & 0x7fffffffu;

  if (magnitude > 0x7f800000u) /* NaN stays one */
    return (guint16) (sign | 0x7e00u);
  if (magnitude >= 0x477ff000u) /* 65520, halfway between the largest and what would come next, and above */
    return (guint16) (sign | 0x7c00u);
  if (magnitude >= 0x38800000u) /* 2^-14: normal */
    return (guint16) (sign | shift_rounded (magnitude - 0x38000000u, 13));
  if (magnitude < 0x33000000u) /* below 2^-25: nothing is left */
    return (guint16) sign;
  return (guint16) (sign | shift_rounded ((magnitude & 0x7fffffu) | 0x800000u, 126u - (magnitude >> 23)));
}

float
trestle_bfloat_to_float (guint16 bfloat)
{
  return float_from_bits ((guint32) bfloat << 16);
}

guint16
trestle_bfloat_from_float (float value)
{
  guint32 bits = bits_of_float (value);

  if ((bits & 0x7fffffffu) > 0x7f800000u)
    return (guint16) (bits >> 16 | 0x40u);
  return (guint16) shift_rounded (bits, 16);
}

/* Without a branch, so that it becomes vector code. */
TRESTLE_VECTOR_CODE static void
narrow (const float *values, gsize count, guint16 *bfloats)
{
#pragma omp simd
  for (gsize i = 0; i < count; i++)
    {
      guint32 bits = bits_of_float (values[i]), is_nan = (bits & 0x7fffffffu) > 0x7f800000u;
      guint32 rounded = (bits + 0x7fffu + (bits >> 16 & 1u)) >> 16, quiet = bits >> 16 | 0x40u;

      bfloats[i] = (guint16) (is_nan ? quiet : rounded);
    }
}

void
trestle_bfloats_from_floats (const float *values, gsize count, guint16 *bfloats)
{
  narrow (values, count, bfloats);
}

void
trestle_halves_to_floats (const guint16 *halves, gsize count, float *values)
{
#pragma omp parallel for if (count >= PARALLEL_FROM)
  for (gsize i = 0; i < count; i++)
    values[i] = trestle_half_to_float (halves[i]);
}

void
trestle_halves_from_floats (const float *values, gsize count, guint16 *halves)
{
#pragma omp parallel for if (count >= PARALLEL_FROM)
  for (gsize i = 0; i < count; i++)
    halves[i] = trestle_half_from_float (values[i]);
}
