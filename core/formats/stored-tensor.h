/* A tensor as a file holds it: dtype, shape and raw bytes; every container gives these. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define TRESTLE_MAX_DIMENSIONS 8

typedef enum
{
  TRESTLE_DTYPE_F32,
  TRESTLE_DTYPE_F16,
  TRESTLE_DTYPE_BF16,
  TRESTLE_DTYPE_F64,
  TRESTLE_DTYPE_I64,
  TRESTLE_DTYPE_I32,
  TRESTLE_DTYPE_I16,
  TRESTLE_DTYPE_I8,
  TRESTLE_DTYPE_U8,
  TRESTLE_DTYPE_BOOL,
  TRESTLE_N_DTYPES,
} TrestleDtype;

gsize trestle_dtype_get_size (TrestleDtype dtype);       /* bytes of one element */
const char *trestle_dtype_get_name (TrestleDtype dtype); /* "F32", as in safetensors */
gboolean trestle_dtype_parse (const char *name, TrestleDtype *dtype);

/**
 * TrestleStoredTensor:
 * @data: little-endian, row-major, not necessarily aligned; owned by the container
 */
typedef struct
{
  TrestleDtype dtype;
  guint n_dimensions;
  gsize shape[TRESTLE_MAX_DIMENSIONS];
  gsize count; /* of elements: the product of the shape */
  const guint8 *data;
} TrestleStoredTensor;

/* "[768, 3, 16, 16]"; (transfer full) */
char *trestle_stored_tensor_describe_shape (const TrestleStoredTensor *tensor);

/* Whether its numbers can be read as float32 where they lie. */
gboolean trestle_stored_tensor_is_in_place (const TrestleStoredTensor *tensor);

/* Converts @count elements from any floating-point dtype; @values: (out): `[count]`. %FALSE if the dtype holds no real numbers. */
gboolean trestle_stored_tensor_to_float (const TrestleStoredTensor *tensor, float *values);

G_END_DECLS
