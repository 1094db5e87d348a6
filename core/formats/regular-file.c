/* Whether a path is a file at all, before it is opened. */
#include "core/formats/regular-file.h"

#include <errno.h>
#include <glib/gstdio.h>

gboolean
trestle_regular_file_check (const char *path, const char *expected, GError **error)
{
  g_autofree char *name = g_filename_display_name (path);
  GStatBuf status;

  if (g_stat (path, &status) != 0)
    {
      int code = errno;

      g_set_error (error, G_FILE_ERROR, (int) g_file_error_from_errno (code), "“%s” cannot be opened: %s", name, g_strerror (code));
      return FALSE;
    }
  if (S_ISREG (status.st_mode))
    return TRUE;
  g_set_error (error, G_FILE_ERROR, S_ISDIR (status.st_mode) ? G_FILE_ERROR_ISDIR : G_FILE_ERROR_FAILED,
               "“%s” is not a regular file; %s was expected", name, expected);
  return FALSE;
}
