/* A tensor as a file holds it, and its conversion to float32. */
#include "core/formats/stored-tensor.h"

#include <string.h>

#include "core/numeric/half.h"

/* Below this many numbers, waking the other threads costs more than it saves. */
#define PARALLEL_FROM 65536

static const struct
{
  const char *name;
  gsize size;
} dtypes[TRESTLE_N_DTYPES] = {
  [TRESTLE_DTYPE_F32] = { "F32", 4 },   [TRESTLE_DTYPE_F16] = { "F16", 2 }, [TRESTLE_DTYPE_BF16] = { "BF16", 2 },
  [TRESTLE_DTYPE_F64] = { "F64", 8 },   [TRESTLE_DTYPE_I64] = { "I64", 8 }, [TRESTLE_DTYPE_I32] = { "I32", 4 },
  [TRESTLE_DTYPE_I16] = { "I16", 2 },   [TRESTLE_DTYPE_I8] = { "I8", 1 },   [TRESTLE_DTYPE_U8] = { "U8", 1 },
  [TRESTLE_DTYPE_BOOL] = { "BOOL", 1 },
};

gsize
trestle_dtype_get_size (TrestleDtype dtype)
{
  return dtypes[dtype].size;
}

const char *
trestle_dtype_get_name (TrestleDtype dtype)
{
  return dtypes[dtype].name;
}

gboolean
trestle_dtype_parse (const char *name, TrestleDtype *dtype)
{
  for (guint i = 0; i < TRESTLE_N_DTYPES; i++)
    if (strcmp (dtypes[i].name, name) == 0)
      {
        *dtype = i;
        return TRUE;
      }
  return FALSE;
}

char *
trestle_stored_tensor_describe_shape (const TrestleStoredTensor *tensor)
{
  GString *text = g_string_new ("[");

  for (guint i = 0; i < tensor->n_dimensions; i++)
    g_string_append_printf (text, "%s%" G_GSIZE_FORMAT, i > 0 ? ", " : "", tensor->shape[i]);
  g_string_append_c (text, ']');
  return g_string_free (text, FALSE);
}

gboolean
trestle_stored_tensor_is_in_place (const TrestleStoredTensor *tensor)
{
  return tensor->dtype == TRESTLE_DTYPE_F32 && G_BYTE_ORDER == G_LITTLE_ENDIAN && (guintptr) tensor->data % sizeof (float) == 0;
}

static guint16
read_16 (const guint8 *data)
{
  return (guint16) (data[0] | data[1] << 8);
}

static guint32
read_32 (const guint8 *data)
{
  return (guint32) read_16 (data) | (guint32) read_16 (data + 2) << 16;
}

static float
read_float (const guint8 *data)
{
  guint32 bits = read_32 (data);
  float value;

  memcpy (&value, &bits, sizeof value);
  return value;
}

static float
read_double (const guint8 *data)
{
  guint64 bits = (guint64) read_32 (data) | (guint64) read_32 (data + 4) << 32;
  double value;

  memcpy (&value, &bits, sizeof value);
  return (float) value;
}

gboolean
trestle_stored_tensor_to_float (const TrestleStoredTensor *tensor, float *values)
{
  switch (tensor->dtype)
    {
    case TRESTLE_DTYPE_F32:
#pragma omp parallel for if (tensor->count >= PARALLEL_FROM)
      for (gsize i = 0; i < tensor->count; i++)
        values[i] = read_float (tensor->data + 4 * i);
      return TRUE;
    case TRESTLE_DTYPE_F16:
#pragma omp parallel for if (tensor->count >= PARALLEL_FROM)
      for (gsize i = 0; i < tensor->count; i++)
        values[i] = trestle_half_to_float (read_16 (tensor->data + 2 * i));
      return TRUE;
    case TRESTLE_DTYPE_BF16:
#pragma omp parallel for if (tensor->count >= PARALLEL_FROM)
      for (gsize i = 0; i < tensor->count; i++)
        values[i] = trestle_bfloat_to_float (read_16 (tensor->data + 2 * i));
      return TRUE;
    case TRESTLE_DTYPE_F64:
#pragma omp parallel for if (tensor->count >= PARALLEL_FROM)
      for (gsize i = 0; i < tensor->count; i++)
        values[i] = read_double (tensor->data + 8 * i);
      return TRUE;
    default:
      return FALSE;
    }
}
