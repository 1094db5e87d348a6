/* Writes a copy of a window's unsaved work a moment after every change, and finds what a window that is gone has left. */
#include "ui/autosave.h"

#include "ui/thread-work.h"

/* Milliseconds from a change to its copy: what is typed and clicked meanwhile is written once. */
#define PATIENCE 2000

/**
 * TrestleAutosave:
 * @arriving: (nullable): the copy of another window that is being opened here, and becomes this one's when it is
 * @timer: until the next copy, or 0
 * @is_writing: whether a thread writes one
 * @has_changed: whether something changed since that one was begun
 * @has_failed: whether it was said that copies cannot be written
 * @is_over: whether no copy is to be written any more
 */
struct _TrestleAutosave
{
  GObject parent_instance;

  TrestleKeeper *keeper;
  char *folder;
  TrestleRescue *rescue;
  TrestleRescue *arriving;
  guint timer;
  gboolean is_writing;
  gboolean has_changed;
  gboolean has_failed;
  gboolean is_over;
};

G_DEFINE_FINAL_TYPE (TrestleAutosave, trestle_autosave, G_TYPE_OBJECT)

enum
{
  SIGNAL_FOUND,
  SIGNAL_FAILED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* What a thread writes. */
typedef struct
{
  TrestleRescue *rescue;
  TrestleWorkspace *workspace;
  GFile *original;
} Copy;

static void
copy_free (gpointer data)
{
  Copy *copy = data;

  trestle_rescue_unref (copy->rescue);
  trestle_workspace_free (copy->workspace);
  g_clear_object (&copy->original);
  g_free (copy);
}

static void autosave_wait (TrestleAutosave *autosave);

static void
autosave_fail (TrestleAutosave *autosave, const GError *error)
{
  g_autofree char *sentence = g_strdup_printf ("Unsaved work is not kept in case Trestle ends: %s", error->message);

  if (!autosave->has_failed)
    g_signal_emit (autosave, signals[SIGNAL_FAILED], 0, sentence);
  autosave->has_failed = TRUE;
}

static void
on_written (GObject *source, GAsyncResult *result, gpointer data)
{
  TrestleAutosave *autosave = TRESTLE_AUTOSAVE (source);
  g_autoptr (GError) error = NULL;
  gboolean is_written = g_task_propagate_boolean (G_TASK (result), &error);

  autosave->is_writing = FALSE;
  if (autosave->is_over)
    return;
  if (!is_written)
    autosave_fail (autosave, error);
  else
    autosave->has_failed = FALSE;
  if (autosave->has_changed)
    autosave_wait (autosave);
}

static void
write_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Copy *copy = data;
  GError *error = NULL;

  if (trestle_rescue_write (copy->rescue, copy->workspace, copy->original, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* @workspace: (transfer full) */
static void
autosave_write (TrestleAutosave *autosave, TrestleWorkspace *workspace)
{
  g_autoptr (GTask) task = g_task_new (autosave, NULL, on_written, NULL);
  Copy *copy = g_new0 (Copy, 1);

  copy->rescue = trestle_rescue_ref (autosave->rescue);
  copy->workspace = workspace;
  g_set_object (&copy->original, trestle_keeper_get_file (autosave->keeper));
  g_task_set_task_data (task, copy, copy_free);
  autosave->is_writing = TRUE;
  autosave->has_changed = FALSE;
  trestle_task_run_in_thread (task, write_in_thread);
}

static gboolean
on_time (gpointer data)
{
  TrestleAutosave *autosave = data;
  TrestleWorkspace *workspace;

  autosave->timer = 0;
  if (autosave->is_writing)
    {
      autosave->has_changed = TRUE;
      return G_SOURCE_REMOVE;
    }
  workspace = trestle_keeper_capture_unsaved (autosave->keeper);
  if (workspace != NULL)
    autosave_write (autosave, workspace);
  else if (!trestle_keeper_is_opening (autosave->keeper))
    trestle_rescue_clear (autosave->rescue);
  return G_SOURCE_REMOVE;
}

static void
autosave_wait (TrestleAutosave *autosave)
{
  if (!autosave->is_over && autosave->timer == 0)
    autosave->timer = g_timeout_add (PATIENCE, on_time, autosave);
}

static void
on_found (GObject *source, GAsyncResult *result, gpointer data)
{
  TrestleAutosave *autosave = TRESTLE_AUTOSAVE (source);
  g_autoptr (TrestleRescue) rescue = g_task_propagate_pointer (G_TASK (result), NULL);

  if (rescue != NULL && !autosave->is_over)
    g_signal_emit (autosave, signals[SIGNAL_FOUND], 0, rescue);
}

static void
find_in_thread (GTask *task, gpointer source, gpointer folder, GCancellable *cancellable)
{
  g_task_return_pointer (task, trestle_rescue_find (folder), (GDestroyNotify) trestle_rescue_unref);
}

void
trestle_autosave_look (TrestleAutosave *autosave)
{
  g_autoptr (GTask) task = g_task_new (autosave, NULL, on_found, NULL);

  g_task_set_task_data (task, g_strdup (autosave->folder), g_free);
  trestle_task_run_in_thread (task, find_in_thread);
}

static void
on_opened (TrestleAutosave *autosave)
{
  if (autosave->arriving == NULL)
    return;
  trestle_rescue_remove (autosave->rescue);
  trestle_rescue_unref (autosave->rescue);
  autosave->rescue = g_steal_pointer (&autosave->arriving);
}

/* What could not be opened stays where it is. */
static void
on_changed (TrestleAutosave *autosave)
{
  if (!trestle_keeper_is_opening (autosave->keeper))
    g_clear_pointer (&autosave->arriving, trestle_rescue_unref);
  autosave_wait (autosave);
}

void
trestle_autosave_reopen (TrestleAutosave *autosave, TrestleRescue *rescue)
{
  g_autoptr (GFile) original = trestle_rescue_get_original (rescue);

  g_clear_pointer (&autosave->arriving, trestle_rescue_unref);
  autosave->arriving = trestle_rescue_ref (rescue);
  trestle_keeper_recover (autosave->keeper, trestle_rescue_get_path (rescue), original);
}

void
trestle_autosave_leave (TrestleAutosave *autosave)
{
  g_autoptr (TrestleWorkspace) workspace = autosave->is_over ? NULL : trestle_keeper_capture_unsaved (autosave->keeper);

  if (workspace == NULL)
    return;
  trestle_rescue_write (autosave->rescue, workspace, trestle_keeper_get_file (autosave->keeper), NULL);
  autosave->is_over = TRUE;
}

void
trestle_autosave_end (TrestleAutosave *autosave)
{
  g_clear_handle_id (&autosave->timer, g_source_remove);
  if (!autosave->is_over)
    trestle_rescue_remove (autosave->rescue);
  autosave->is_over = TRUE;
}

static void
trestle_autosave_finalize (GObject *object)
{
  TrestleAutosave *autosave = TRESTLE_AUTOSAVE (object);

  trestle_autosave_end (autosave);
  g_clear_object (&autosave->keeper);
  g_clear_pointer (&autosave->arriving, trestle_rescue_unref);
  trestle_rescue_unref (autosave->rescue);
  g_free (autosave->folder);
  G_OBJECT_CLASS (trestle_autosave_parent_class)->finalize (object);
}

static void
trestle_autosave_class_init (TrestleAutosaveClass *class)
{
  GType type = G_TYPE_FROM_CLASS (class);

  G_OBJECT_CLASS (class)->finalize = trestle_autosave_finalize;
  signals[SIGNAL_FOUND] = g_signal_new ("found", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[SIGNAL_FAILED] = g_signal_new ("failed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
trestle_autosave_init (TrestleAutosave *autosave)
{
}

TrestleAutosave *
trestle_autosave_new (TrestleKeeper *keeper, const char *folder)
{
  TrestleAutosave *autosave = g_object_new (TRESTLE_TYPE_AUTOSAVE, NULL);

  autosave->keeper = g_object_ref (keeper);
  autosave->folder = g_strdup (folder);
  autosave->rescue = trestle_rescue_new (folder);
  g_signal_connect_object (keeper, "changed", G_CALLBACK (on_changed), autosave, G_CONNECT_SWAPPED);
  g_signal_connect_object (keeper, "opened", G_CALLBACK (on_opened), autosave, G_CONNECT_SWAPPED);
  return autosave;
}
