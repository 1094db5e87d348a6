/* What weights are kept in, and what the products with them are made of. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * TrestlePrecision:
 * @TRESTLE_PRECISION_FLOAT32: weights and products as float32
 * @TRESTLE_PRECISION_BFLOAT16: weights as bfloat16, half the memory; sums are float32, and so is everything between two products. On a
 *   processor with instructions for it, the states that a weight meets are rounded to bfloat16 as well
 */
typedef enum
{
  TRESTLE_PRECISION_FLOAT32,
  TRESTLE_PRECISION_BFLOAT16,
  TRESTLE_N_PRECISIONS,
} TrestlePrecision;

/* "float32", "bfloat16" */
const char *trestle_precision_get_name (TrestlePrecision precision);
/* Also by "fp32" and "bf16". %FALSE for another name. */
gboolean trestle_precision_parse (const char *name, TrestlePrecision *precision);

G_END_DECLS
