/* Whether the numbers of a run are numbers, and if not, where that began: nobody is to look at pictures of NaN. */
#include <string.h>

#include "core/error.h"
#include "core/session-private.h"

#define EXPONENT 0x7f800000u /* all of its bits are set in infinities and in what is not a number */

/* Without a branch, so that it takes no time worth speaking of. */
static gboolean
values_are_finite (const float *values, gsize count)
{
  gsize n_others = 0;

  for (gsize i = 0; i < count; i++)
    {
      guint32 bits;

      memcpy (&bits, &values[i], sizeof bits);
      n_others += (bits & EXPONENT) == EXPONENT;
    }
  return n_others == 0;
}

/* Rows of a tensor may lie apart. */
static gboolean
tensor_is_finite (const TrestleTensor *tensor)
{
  for (gsize row = 0; row < tensor->rows; row++)
    if (!values_are_finite (tensor->data + row * tensor->stride, tensor->columns))
      return FALSE;
  return TRUE;
}

/* (transfer full) (nullable): the first of the checkpoint's tensors that is not finite itself */
static char *
find_weight (const TrestleModel *model)
{
  const TrestleCheckpoint *checkpoint = trestle_parameters_get_checkpoint (model->parameters);
  g_autoptr (GPtrArray) names = trestle_checkpoint_list (checkpoint);

  for (guint i = 0; i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);
      const TrestleStoredTensor *tensor = trestle_checkpoint_get (checkpoint, name);
      g_autofree float *values = g_new (float, tensor->count);

      if (trestle_stored_tensor_to_float (tensor, values) && !values_are_finite (values, tensor->count))
        return g_strdup (name);
    }
  return NULL;
}

static void
set_error (const TrestleSession *session, const char *state, GError **error)
{
  g_autofree char *weight = find_weight (session->model);

  if (weight != NULL)
    g_set_error (
        error, TRESTLE_ERROR, TRESTLE_ERROR_NOT_FINITE,
        "From “%s” on the model computes no numbers (NaN or infinity), because its weight “%s” holds such: the checkpoint of “%s” is "
        "damaged, or its training diverged",
        state, weight, trestle_model_get_name (session->model));
  else
    g_set_error (
        error, TRESTLE_ERROR, TRESTLE_ERROR_NOT_FINITE,
        "From “%s” on the model computes no numbers (NaN or infinity), although all weights of “%s” are finite: they are too large, "
        "or the input is not finite",
        state, trestle_model_get_name (session->model));
}

gboolean
trestle_session_check_finite (const TrestleSession *session, const TrestleTrace *trace, GError **error)
{
  g_autoptr (GPtrArray) names = trestle_trace_list (trace);

  for (guint i = 0; i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);

      if ((g_str_has_prefix (name, "hidden.") || g_str_has_prefix (name, "logits.")) && !tensor_is_finite (trestle_trace_get (trace, name)))
        {
          set_error (session, name, error);
          return FALSE;
        }
    }
  return TRUE;
}
