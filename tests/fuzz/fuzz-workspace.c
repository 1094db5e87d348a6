/* Workspaces: what is read can be written, and is then read again as the same work. */
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/scratch.h"
#include "ui/workspace.h"

#define NAME "work.trestle"

static void
check_round_trip (const TrestleWorkspace *workspace, const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TrestleWorkspace) again = NULL;

  if (!trestle_workspace_save (workspace, path, &error))
    g_error ("a workspace was read and cannot be written: %s", error->message);
  again = trestle_workspace_load (path, &error);
  if (again == NULL)
    g_error ("a workspace was written and cannot be read: %s", error->message);
  if (!trestle_workspace_is_same_work (workspace, again))
    g_error ("a workspace is not the same once it was written and read");
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  const char *path = scratch_write (NAME, data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (TrestleWorkspace) workspace = trestle_workspace_load (path, &error);

  fuzz_check (workspace != NULL, g_steal_pointer (&error));
  if (workspace != NULL)
    check_round_trip (workspace, path);
  return 0;
}
