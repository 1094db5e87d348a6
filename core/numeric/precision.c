/* What weights are kept in, and what the products with them are made of. */
#include "core/numeric/precision.h"

static const struct
{
  const char *name;
  const char *short_name;
} names[TRESTLE_N_PRECISIONS] = {
  [TRESTLE_PRECISION_FLOAT32] = { "float32", "fp32" },
  [TRESTLE_PRECISION_BFLOAT16] = { "bfloat16", "bf16" },
};

const char *
trestle_precision_get_name (TrestlePrecision precision)
{
  return names[precision].name;
}

gboolean
trestle_precision_parse (const char *name, TrestlePrecision *precision)
{
  for (*precision = 0; *precision < TRESTLE_N_PRECISIONS; (*precision)++)
    if (g_str_equal (names[*precision].name, name) || g_str_equal (names[*precision].short_name, name))
      return TRUE;
  return FALSE;
}
