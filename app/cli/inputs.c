/* Ids and pixels from a safetensors file. */
#include "app/cli/inputs.h"

#include <math.h>
#include <string.h>

#include "core/error.h"
#include "core/formats/safetensors.h"

/* What a tensor must be; a length of 0 may be any but 0. */
typedef struct
{
  const char *name;
  TrestleDtype dtype;
  guint n_dimensions;
  gsize shape[4];
  const char *described;
} Wanted;

static const Wanted wanted_ids = { "input_ids", TRESTLE_DTYPE_I64, 2, { 1, 0 }, "[1, tokens]" };
static const Wanted wanted_mask = { "attention_mask", TRESTLE_DTYPE_I64, 2, { 1, 0 }, "[1, tokens]" };
static const Wanted wanted_pixels = { "pixel_values", TRESTLE_DTYPE_F32, 4, { 1, 3, 0, 0 }, "[1, 3, height, width]" };

static gboolean
has_shape (const TrestleStoredTensor *tensor, const Wanted *wanted)
{
  if (tensor->n_dimensions != wanted->n_dimensions)
    return FALSE;
  for (guint i = 0; i < wanted->n_dimensions; i++)
    if (wanted->shape[i] != 0 ? tensor->shape[i] != wanted->shape[i] : tensor->shape[i] == 0)
      return FALSE;
  return TRUE;
}

/* (nullable): the tensor, once it is known to be what is wanted. */
static const TrestleStoredTensor *
find (const TrestleSafetensors *file, const Wanted *wanted, const char *name, GError **error)
{
  const TrestleStoredTensor *tensor = trestle_safetensors_get (file, wanted->name);
  g_autofree char *shape = tensor != NULL ? trestle_stored_tensor_describe_shape (tensor) : NULL;

  if (tensor == NULL)
    g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_MISSING,
                 "“%s” has no tensor “%s”; input_ids, attention_mask and pixel_values are needed", name, wanted->name);
  else if (tensor->dtype != wanted->dtype)
    g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_UNSUPPORTED, "“%s” has “%s” as %s; %s was expected", name, wanted->name,
                 trestle_dtype_get_name (tensor->dtype), trestle_dtype_get_name (wanted->dtype));
  else if (!has_shape (tensor, wanted))
    g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_SHAPE, "“%s” has “%s” of the shape %s; %s was expected", name, wanted->name, shape,
                 wanted->described);
  else
    return tensor;
  return NULL;
}

static gint64
read_integer (const TrestleStoredTensor *tensor, gsize index)
{
  gint64 value;

  memcpy (&value, tensor->data + index * sizeof value, sizeof value);
  return GINT64_FROM_LE (value);
}

static gboolean
check_lengths (const TrestleStoredTensor *ids, const TrestleStoredTensor *mask, const char *name, GError **error)
{
  if (ids->count == mask->count && ids->count <= G_MAXINT)
    return TRUE;
  g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_SHAPE,
               "“%s” has %" G_GSIZE_FORMAT " ids, but an attention mask of %" G_GSIZE_FORMAT "; both must be as long as the text", name,
               ids->count, mask->count);
  return FALSE;
}

static gboolean
read_tokens (CliInputs *inputs, const TrestleStoredTensor *ids, const TrestleStoredTensor *mask, GError **error)
{
  inputs->n_tokens = (guint) ids->count;
  inputs->ids = g_new (gint32, ids->count);
  inputs->keep = g_new (gboolean, ids->count);
  for (guint i = 0; i < inputs->n_tokens; i++)
    {
      gint64 id = read_integer (ids, i), kept = read_integer (mask, i);

      if (id < 0 || id > G_MAXINT32 || kept < 0 || kept > 1)
        {
          g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INVALID,
                       "“%s” has the id %" G_GINT64_FORMAT " with the mask %" G_GINT64_FORMAT
                       " at token %u; an id from 0 on and a mask of 0 or 1 "
                       "were expected",
                       inputs->name, id, kept, i);
          return FALSE;
        }
      inputs->ids[i] = (gint32) id;
      inputs->keep[i] = kept == 1;
    }
  return TRUE;
}

static gboolean
read_pixels (CliInputs *inputs, const TrestleStoredTensor *pixels, GError **error)
{
  inputs->pixels = trestle_tensor_new (3, pixels->shape[2], pixels->shape[3]); /* [3, height, width] */
  trestle_stored_tensor_to_float (pixels, inputs->pixels.data);
  for (gsize i = 0; i < pixels->count; i++)
    if (!isfinite (inputs->pixels.data[i]))
      {
        g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INVALID,
                     "“%s” has a pixel value that is no number, the one at %" G_GSIZE_FORMAT "; all must be finite", inputs->name, i);
        return FALSE;
      }
  return TRUE;
}

CliInputs *
cli_inputs_load (const char *path, GError **error)
{
  g_autoptr (CliInputs) inputs = g_new0 (CliInputs, 1);
  g_autoptr (TrestleSafetensors) file = trestle_safetensors_open (path, error);
  const TrestleStoredTensor *ids, *mask, *pixels;

  inputs->name = g_filename_display_name (path);
  if (file == NULL)
    return NULL;
  ids = find (file, &wanted_ids, inputs->name, error);
  mask = ids != NULL ? find (file, &wanted_mask, inputs->name, error) : NULL;
  pixels = mask != NULL ? find (file, &wanted_pixels, inputs->name, error) : NULL;
  if (pixels == NULL || !check_lengths (ids, mask, inputs->name, error))
    return NULL;
  return read_tokens (inputs, ids, mask, error) && read_pixels (inputs, pixels, error) ? g_steal_pointer (&inputs) : NULL;
}

void
cli_inputs_free (CliInputs *inputs)
{
  g_free (inputs->name);
  g_free (inputs->ids);
  g_free (inputs->keep);
  trestle_tensor_clear (&inputs->pixels);
  g_free (inputs);
}
