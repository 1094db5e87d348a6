/* What happens between two layers of a forward pass. */
#include "core/model/pass.h"

gboolean
trestle_pass_step (TrestlePass *pass, const char *stage, GError **error)
{
  if (g_cancellable_set_error_if_cancelled (pass->cancellable, error))
    return FALSE;
  if (pass->progress != NULL)
    pass->progress ((double) pass->n_done / MAX (pass->n_steps, 1), stage, pass->progress_data);
  pass->n_done++;
  return TRUE;
}
