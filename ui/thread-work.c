/* Work of a task beside the main loop. */
#include "ui/thread-work.h"

static gboolean
let_go (gpointer source)
{
  g_object_unref (source);
  return G_SOURCE_REMOVE;
}

/* On whichever thread the task ended. */
static void
let_go_in_main_loop (gpointer source)
{
  g_idle_add_full (G_PRIORITY_DEFAULT, let_go, source, NULL);
}

void
trestle_task_run_in_thread (GTask *task, GTaskThreadFunc work)
{
  gpointer source = g_task_get_source_object (task);

  /* An object's data is freed after all that a task frees itself, and so after its own reference to the source. */
  if (source != NULL)
    g_object_set_data_full (G_OBJECT (task), "trestle-source", g_object_ref (source), let_go_in_main_loop);
  g_task_run_in_thread (task, work);
}
