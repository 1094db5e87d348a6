/* What stands in for the uni-modal side of a bridge that is knocked out. */
#include "core/model/stand-in.h"

#include <string.h>

static const char *const side_names[TRESTLE_N_SIDES] = { "text", "image" };
static const char *const stand_in_names[TRESTLE_N_STAND_INS] = { "none", "zero", "mean", "last" };

const char *
trestle_side_get_name (TrestleSide side)
{
  return side_names[side];
}

const char *
trestle_stand_in_get_name (TrestleStandIn stand_in)
{
  return stand_in_names[stand_in];
}

gboolean
trestle_stand_in_parse (const char *name, TrestleStandIn *stand_in)
{
  for (guint i = 0; i < TRESTLE_N_STAND_INS; i++)
    if (g_str_equal (stand_in_names[i], name))
      {
        *stand_in = i;
        return TRUE;
      }
  return FALSE;
}

char *
trestle_stand_in_name_model (TrestleStandIn stand_in, const char *model)
{
  if (stand_in == TRESTLE_STAND_IN_NONE)
    return g_strdup (model);
  return g_strdup_printf ("%s without bridges (%s)", model, trestle_stand_in_get_name (stand_in));
}

/* Adding in float64: a long text's sum loses no digits. */
static float
find_column_mean (const TrestleTensor *values, const gboolean *keep, gsize column)
{
  double sum = 0.0;
  gsize count = 0;

  for (gsize row = 0; row < values->rows; row++)
    if (keep == NULL || keep[row])
      {
        sum += values->data[row * values->stride + column];
        count++;
      }
  return (float) (sum / (double) count);
}

static void
repeat_mean (const TrestleTensor *values, const gboolean *keep, const TrestleTensor *out)
{
  for (gsize column = 0; column < out->columns; column++)
    {
      float mean = find_column_mean (values, keep, column);

      for (gsize row = 0; row < out->rows; row++)
        out->data[row * out->stride + column] = mean;
    }
}

static void
copy_rows (const TrestleTensor *values, const TrestleTensor *out)
{
  for (gsize row = 0; row < out->rows; row++)
    memcpy (out->data + row * out->stride, values->data + row * values->stride, out->columns * sizeof (float));
}

static void
clear_rows (const TrestleTensor *out)
{
  for (gsize row = 0; row < out->rows; row++)
    memset (out->data + row * out->stride, 0, out->columns * sizeof (float));
}

void
trestle_stand_in_make (TrestleStandIn stand_in,
                       const TrestleTensor *uni,
                       const TrestleTensor *last,
                       const gboolean *keep,
                       const TrestleTensor *out)
{
  if (stand_in == TRESTLE_STAND_IN_ZERO)
    clear_rows (out);
  else if (stand_in == TRESTLE_STAND_IN_MEAN)
    repeat_mean (uni, keep, out);
  else
    copy_rows (stand_in == TRESTLE_STAND_IN_LAST ? last : uni, out);
}
