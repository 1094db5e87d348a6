/* The copy of a window's unsaved work that outlives the program: where it is, whose it is, and when it goes. */
#include "ui/rescue.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#define LOCK_ENDING ".lock"
#define MAX_ORIGINAL 4096
#define N_TRIES 3

/* Seconds after which nobody comes back for a copy. */
#define MOST_AGE (7 * 24 * 3600)

/**
 * TrestleRescue:
 * @mutex: held while files are written or removed
 * @path: (nullable): of the copy
 * @lock_path: (nullable)
 * @lock: the open lock, or -1
 * @time: seconds since 1970: when a copy that was found was written
 * @is_over: whether nothing may be written any more
 */
struct _TrestleRescue
{
  gatomicrefcount references;
  GMutex mutex;
  char *folder;
  char *path;
  char *lock_path;
  int lock;
  gint64 time;
  gboolean is_over;
};

char *
trestle_rescue_find_folder (void)
{
  return g_build_filename (g_get_user_state_dir (), "trestle", NULL);
}

TrestleRescue *
trestle_rescue_new (const char *folder)
{
  TrestleRescue *rescue = g_new0 (TrestleRescue, 1);

  g_atomic_ref_count_init (&rescue->references);
  g_mutex_init (&rescue->mutex);
  rescue->folder = g_strdup (folder);
  rescue->lock = -1;
  return rescue;
}

TrestleRescue *
trestle_rescue_ref (TrestleRescue *rescue)
{
  g_atomic_ref_count_inc (&rescue->references);
  return rescue;
}

void
trestle_rescue_unref (TrestleRescue *rescue)
{
  if (!g_atomic_ref_count_dec (&rescue->references))
    return;
  if (rescue->lock >= 0)
    close (rescue->lock);
  g_mutex_clear (&rescue->mutex);
  g_free (rescue->folder);
  g_free (rescue->path);
  g_free (rescue->lock_path);
  g_free (rescue);
}

/* Whether the lock is ours now. One that somebody removed while we waited for it is none. */
static gboolean
take_lock (TrestleRescue *rescue)
{
  struct stat status;

  rescue->lock = open (rescue->lock_path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (rescue->lock < 0)
    return FALSE;
  if (flock (rescue->lock, LOCK_EX | LOCK_NB) == 0 && fstat (rescue->lock, &status) == 0 && status.st_nlink > 0)
    return TRUE;
  close (rescue->lock);
  rescue->lock = -1;
  return FALSE;
}

/* @name: without an ending */
static gboolean
claim (TrestleRescue *rescue, const char *name)
{
  g_autofree char *file = g_strconcat (name, TRESTLE_WORKSPACE_ENDING, NULL);
  g_autofree char *lock = g_strconcat (name, LOCK_ENDING, NULL);

  g_free (rescue->path);
  g_free (rescue->lock_path);
  rescue->path = g_build_filename (rescue->folder, file, NULL);
  rescue->lock_path = g_build_filename (rescue->folder, lock, NULL);
  return take_lock (rescue);
}

static gboolean
claim_new (TrestleRescue *rescue, GError **error)
{
  g_autofree char *folder = g_filename_display_name (rescue->folder);
  int problem;

  if (g_mkdir_with_parents (rescue->folder, 0700) == 0)
    for (guint i = 0; i < N_TRIES; i++)
      {
        g_autofree char *name = g_uuid_string_random ();

        if (claim (rescue, name))
          return TRUE;
      }
  problem = errno;
  g_set_error (error, G_FILE_ERROR, (int) g_file_error_from_errno (problem), "“%s” cannot be written to: %s", folder, g_strerror (problem));
  return FALSE;
}

/* One write, which a program that is killed has done or not; the end of the line counts, not that of the file. */
static void
write_original (TrestleRescue *rescue, GFile *original)
{
  const char *path = original != NULL ? g_file_peek_path (original) : NULL;
  g_autofree char *line = g_strconcat (path != NULL ? path : "", "\n", NULL);

  if (pwrite (rescue->lock, line, strlen (line), 0) < 0)
    g_debug ("“%s” cannot be written to", rescue->lock_path);
}

gboolean
trestle_rescue_write (TrestleRescue *rescue, const TrestleWorkspace *workspace, GFile *original, GError **error)
{
  G_GNUC_UNUSED g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&rescue->mutex);

  if (rescue->is_over)
    return TRUE;
  if (rescue->lock < 0 && !claim_new (rescue, error))
    return FALSE;
  write_original (rescue, original);
  return trestle_workspace_save (workspace, rescue->path, error);
}

void
trestle_rescue_clear (TrestleRescue *rescue)
{
  G_GNUC_UNUSED g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&rescue->mutex);

  if (rescue->lock >= 0)
    g_unlink (rescue->path);
}

/* The copy first: a lock without a copy is nobody's work. */
void
trestle_rescue_remove (TrestleRescue *rescue)
{
  G_GNUC_UNUSED g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&rescue->mutex);

  rescue->is_over = TRUE;
  if (rescue->lock < 0)
    return;
  g_unlink (rescue->path);
  g_unlink (rescue->lock_path);
  close (rescue->lock);
  rescue->lock = -1;
}

const char *
trestle_rescue_get_path (const TrestleRescue *rescue)
{
  return rescue->lock >= 0 ? rescue->path : NULL;
}

GDateTime *
trestle_rescue_get_time (const TrestleRescue *rescue)
{
  return g_date_time_new_from_unix_local (rescue->time);
}

GFile *
trestle_rescue_get_original (const TrestleRescue *rescue)
{
  g_autofree char *line = g_malloc0 (MAX_ORIGINAL + 1);
  gssize n = pread (rescue->lock, line, MAX_ORIGINAL, 0);
  char *end = n > 0 ? strchr (line, '\n') : NULL;

  if (end == NULL || end == line)
    return NULL;
  *end = '\0';
  return g_file_new_for_path (line);
}

/* (transfer full) (nullable): the copy of that name if its window is gone; one that nobody came back for goes. */
static TrestleRescue *
find_one (const char *folder, const char *name)
{
  g_autoptr (TrestleRescue) rescue = trestle_rescue_new (folder);
  GStatBuf status;

  if (!claim (rescue, name))
    return NULL;
  if (g_stat (rescue->path, &status) != 0)
    {
      trestle_rescue_remove (rescue);
      return NULL;
    }
  rescue->time = (gint64) status.st_mtime;
  if (g_get_real_time () / G_USEC_PER_SEC - rescue->time > MOST_AGE)
    {
      trestle_rescue_remove (rescue);
      return NULL;
    }
  return g_steal_pointer (&rescue);
}

TrestleRescue *
trestle_rescue_find (const char *folder)
{
  g_autoptr (GDir) entries = g_dir_open (folder, 0, NULL);
  g_autoptr (TrestleRescue) newest = NULL;
  const char *entry;

  while (entries != NULL && (entry = g_dir_read_name (entries)) != NULL)
    {
      g_autofree char *name = NULL;
      g_autoptr (TrestleRescue) found = NULL;

      if (!g_str_has_suffix (entry, TRESTLE_WORKSPACE_ENDING))
        continue;
      name = g_strndup (entry, strlen (entry) - strlen (TRESTLE_WORKSPACE_ENDING));
      found = find_one (folder, name);
      if (found == NULL || (newest != NULL && newest->time >= found->time))
        continue;
      g_clear_pointer (&newest, trestle_rescue_unref);
      newest = g_steal_pointer (&found);
    }
  return g_steal_pointer (&newest);
}
