/* Keeps the work of a window in a file: opens it, saves it, and knows what was changed since. */
#include "ui/keeper.h"

#include "core/error.h"
#include "ui/thread-work.h"
#include "ui/workspace-apply.h"

/**
 * @file: (nullable): what the work is kept in
 * @kept: (nullable): what is in @file
 * @first: (nullable): of work without a file, what it was when the window opened
 * @arriving: (nullable): what was opened, while its first run is not there yet
 * @opening: (nullable): what is to be said about it then
 * @recovered: (nullable): of work that is recovered, what its file has
 * @is_recovering: whether such work is being read or opened
 * @reading: (nullable): stops what is being read
 * @check: of changes, when the main loop has time
 */
struct _TrestleKeeper
{
  GObject parent_instance;

  TrestleWorkbench *workbench;
  GFile *file;
  TrestleWorkspace *kept;
  TrestleWorkspace *first;
  gboolean is_modified;
  TrestleWorkspace *arriving;
  GPtrArray *opening;
  TrestleWorkspace *recovered;
  gboolean is_recovering;
  GCancellable *reading;
  guint check;
};

G_DEFINE_FINAL_TYPE (TrestleKeeper, trestle_keeper, G_TYPE_OBJECT)

enum
{
  PROP_TITLE = 1,
  PROP_MODIFIED,
  N_PROPERTIES,
};

enum
{
  SIGNAL_OPENED,
  SIGNAL_SAVED,
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPERTIES];
static guint signals[N_SIGNALS];

static void
keeper_set_modified (TrestleKeeper *keeper, gboolean is_modified)
{
  if (keeper->is_modified == is_modified)
    return;
  keeper->is_modified = is_modified;
  g_object_notify_by_pspec (G_OBJECT (keeper), properties[PROP_MODIFIED]);
}

gboolean
trestle_keeper_is_modified (TrestleKeeper *keeper)
{
  g_autoptr (TrestleWorkspace) now = NULL;

  if (keeper->kept == NULL || keeper->opening != NULL)
    return FALSE;
  now = trestle_workspace_capture (keeper->workbench);
  keeper_set_modified (keeper, !trestle_workspace_is_same_work (keeper->kept, now));
  return keeper->is_modified;
}

static gboolean
on_check (gpointer data)
{
  TrestleKeeper *keeper = data;

  keeper->check = 0;
  trestle_keeper_is_modified (keeper);
  return G_SOURCE_REMOVE;
}

static void
on_something_changed (TrestleKeeper *keeper)
{
  if (keeper->kept != NULL && keeper->check == 0)
    keeper->check = g_idle_add (on_check, keeper);
  g_signal_emit (keeper, signals[SIGNAL_CHANGED], 0);
}

gboolean
trestle_keeper_is_opening (TrestleKeeper *keeper)
{
  return keeper->opening != NULL || keeper->is_recovering;
}

TrestleWorkspace *
trestle_keeper_capture_unsaved (TrestleKeeper *keeper)
{
  const TrestleWorkspace *saved = keeper->kept != NULL ? keeper->kept : keeper->first;
  g_autoptr (TrestleWorkspace) now = NULL;

  if (keeper->workbench == NULL || saved == NULL || trestle_keeper_is_opening (keeper))
    return NULL;
  now = trestle_workspace_capture (keeper->workbench);
  return trestle_workspace_is_same_work (saved, now) ? NULL : g_steal_pointer (&now);
}

GFile *
trestle_keeper_get_file (TrestleKeeper *keeper)
{
  return keeper->file;
}

/* (transfer full) */
static char *
name_file (GFile *file)
{
  g_autofree char *base_name = g_file_get_basename (file);

  return g_filename_display_name (base_name);
}

/* The work is that of @file now. @kept: (transfer full) */
static void
keeper_take (TrestleKeeper *keeper, GFile *file, TrestleWorkspace *kept)
{
  g_clear_pointer (&keeper->kept, trestle_workspace_free);
  g_clear_pointer (&keeper->first, trestle_workspace_free);
  keeper->kept = kept;
  if (g_set_object (&keeper->file, file))
    g_object_notify_by_pspec (G_OBJECT (keeper), properties[PROP_TITLE]);
  trestle_keeper_is_modified (keeper);
}

/* The work goes on from what was saved of it, which is nothing if it had no file. */
static void
keeper_take_recovered (TrestleKeeper *keeper)
{
  TrestleWorkspace *saved = g_steal_pointer (&keeper->recovered);

  keeper->is_recovering = FALSE;
  if (keeper->file != NULL)
    {
      keeper_take (keeper, keeper->file, saved);
      return;
    }
  g_clear_pointer (&keeper->first, trestle_workspace_free);
  keeper->first = saved;
}

/* What is said while a workspace is being opened would be out of date with its first run: it is said again then, all at once. */
static void
on_message (TrestleWorkbench *workbench, const char *sentence, TrestleKeeper *keeper)
{
  if (keeper->opening != NULL)
    g_ptr_array_add (keeper->opening, g_strdup (sentence));
}

static void
keeper_say (TrestleKeeper *keeper, GPtrArray *sentences)
{
  g_autofree char *text = NULL;

  if (sentences->len == 0)
    return;
  g_ptr_array_add (sentences, NULL);
  text = g_strjoinv (" ", (char **) sentences->pdata);
  trestle_workbench_report (keeper->workbench, text);
}

/* Comes after the workbench's own handler: what is shown is what was opened, as far as it could be. */
static void
on_done (TrestleRunner *runner, TrestleRun *run, TrestleKeeper *keeper)
{
  g_autoptr (TrestleWorkspace) arrived = g_steal_pointer (&keeper->arriving);
  g_autoptr (GPtrArray) sentences = g_steal_pointer (&keeper->opening);

  if (arrived == NULL)
    {
      if (keeper->kept == NULL && keeper->first == NULL)
        keeper->first = trestle_workspace_capture (keeper->workbench);
      on_something_changed (keeper);
      return;
    }
  trestle_workspace_apply_to_model (arrived, keeper->workbench);
  if (keeper->recovered == NULL)
    keeper_take (keeper, keeper->file, trestle_workspace_capture (keeper->workbench));
  else
    keeper_take_recovered (keeper);
  keeper_say (keeper, sentences);
  g_signal_emit (keeper, signals[SIGNAL_OPENED], 0);
  on_something_changed (keeper);
}

/**
 * Reading: what a thread reads.
 * @file: (nullable): what the work is kept in
 * @saved: (nullable): of work that is recovered, what is in @file
 */
typedef struct
{
  char *path;
  GFile *file;
  gboolean is_recovered;
  TrestleWorkspace *saved;
} Reading;

static void
reading_free (gpointer data)
{
  Reading *reading = data;

  g_free (reading->path);
  g_clear_object (&reading->file);
  g_clear_pointer (&reading->saved, trestle_workspace_free);
  g_free (reading);
}

/* (transfer full): what is saved of recovered work; a file that is gone has nothing of it. */
static TrestleWorkspace *
load_saved (const Reading *reading)
{
  TrestleWorkspace *saved = reading->file != NULL ? trestle_workspace_load (g_file_peek_path (reading->file), NULL) : NULL;

  return saved != NULL ? saved : trestle_workspace_new ();
}

static void
load_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Reading *reading = data;
  GError *error = NULL;
  TrestleWorkspace *workspace = trestle_workspace_load (reading->path, &error);

  if (reading->is_recovered)
    reading->saved = load_saved (reading);

  if (workspace != NULL)
    g_task_return_pointer (task, workspace, (GDestroyNotify) trestle_workspace_free);
  else
    g_task_return_error (task, error);
}

/* @workspace: (transfer full); @file: (nullable) */
static void
keeper_apply (TrestleKeeper *keeper, GFile *file, TrestleWorkspace *workspace)
{
  g_autofree char *name = file != NULL ? name_file (file) : g_strdup ("the unsaved work");
  char *missing = trestle_workspace_describe_missing (workspace, name);

  g_clear_pointer (&keeper->kept, trestle_workspace_free);
  g_clear_pointer (&keeper->arriving, trestle_workspace_free);
  keeper->arriving = workspace;
  g_clear_pointer (&keeper->opening, g_ptr_array_unref);
  keeper->opening = g_ptr_array_new_with_free_func (g_free);
  if (missing != NULL)
    g_ptr_array_add (keeper->opening, missing);
  g_set_object (&keeper->file, file);
  keeper_set_modified (keeper, FALSE);
  g_object_notify_by_pspec (G_OBJECT (keeper), properties[PROP_TITLE]);
  trestle_workspace_apply (workspace, keeper->workbench);
}

static void
keeper_fail (TrestleKeeper *keeper, const char *sentence)
{
  if (trestle_workbench_get_run (keeper->workbench) == NULL)
    trestle_workbench_start (keeper->workbench, NULL, NULL, NULL);
  trestle_workbench_report (keeper->workbench, sentence);
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer data)
{
  TrestleKeeper *keeper = TRESTLE_KEEPER (source);
  Reading *reading = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  g_autoptr (TrestleWorkspace) workspace = g_task_propagate_pointer (G_TASK (result), &error);

  /* The window may have been closed meanwhile. */
  if (keeper->workbench == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_pointer (&keeper->recovered, trestle_workspace_free);
  keeper->recovered = g_steal_pointer (&reading->saved);
  if (workspace != NULL)
    keeper_apply (keeper, reading->file, g_steal_pointer (&workspace));
  else
    {
      keeper->is_recovering = FALSE;
      keeper_fail (keeper, error->message);
      on_something_changed (keeper);
    }
}

static void
keeper_stop_reading (TrestleKeeper *keeper)
{
  if (keeper->reading != NULL)
    g_cancellable_cancel (keeper->reading);
  g_clear_object (&keeper->reading);
}

/* @file: (nullable) */
static void
keeper_read (TrestleKeeper *keeper, const char *path, GFile *file, gboolean is_recovered)
{
  Reading *reading = g_new0 (Reading, 1);
  g_autoptr (GTask) task = NULL;

  keeper_stop_reading (keeper);
  keeper->reading = g_cancellable_new ();
  keeper->is_recovering = is_recovered;
  reading->path = g_strdup (path);
  g_set_object (&reading->file, file);
  reading->is_recovered = is_recovered;
  task = g_task_new (keeper, keeper->reading, on_loaded, NULL);
  g_task_set_task_data (task, reading, reading_free);
  trestle_task_run_in_thread (task, load_in_thread);
}

void
trestle_keeper_open (TrestleKeeper *keeper, GFile *file)
{
  const char *path = g_file_peek_path (file);
  g_autofree char *name = g_file_get_parse_name (file);
  g_autofree char *sentence = g_strdup_printf ("“%s” is not on this machine: copy the workspace here to open it", name);

  if (path != NULL)
    {
      keeper_read (keeper, path, file, FALSE);
      return;
    }
  keeper_stop_reading (keeper);
  keeper_fail (keeper, sentence);
}

void
trestle_keeper_recover (TrestleKeeper *keeper, const char *copy, GFile *original)
{
  keeper_read (keeper, copy, original, TRUE);
}

typedef struct
{
  GFile *file;
  TrestleWorkspace *workspace;
} Saving;

static void
saving_free (gpointer data)
{
  Saving *saving = data;

  g_object_unref (saving->file);
  g_clear_pointer (&saving->workspace, trestle_workspace_free);
  g_free (saving);
}

static void
save_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Saving *saving = data;
  GError *error = NULL;

  if (trestle_workspace_save (saving->workspace, g_file_peek_path (saving->file), &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
trestle_keeper_save_async (TrestleKeeper *keeper, GFile *file, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (keeper, NULL, callback, data);
  Saving *saving;

  if (g_file_peek_path (file) == NULL)
    {
      g_task_return_new_error (task, TRESTLE_ERROR, TRESTLE_ERROR_INPUT,
                               "A workspace cannot be saved on another machine: choose a folder on this one");
      return;
    }
  if (keeper->opening != NULL || trestle_workbench_get_run (keeper->workbench) == NULL)
    {
      g_task_return_new_error (task, TRESTLE_ERROR, TRESTLE_ERROR_INPUT,
                               "The model is still being opened: save the workspace when it has answered");
      return;
    }
  saving = g_new0 (Saving, 1);
  saving->file = g_object_ref (file);
  saving->workspace = trestle_workspace_capture (keeper->workbench);
  g_task_set_task_data (task, saving, saving_free);
  trestle_task_run_in_thread (task, save_in_thread);
}

gboolean
trestle_keeper_save_finish (TrestleKeeper *keeper, GAsyncResult *result, GError **error)
{
  Saving *saving = g_task_get_task_data (G_TASK (result));

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;
  if (keeper->workbench != NULL && keeper->opening == NULL)
    {
      keeper_take (keeper, saving->file, g_steal_pointer (&saving->workspace));
      on_something_changed (keeper);
    }
  g_signal_emit (keeper, signals[SIGNAL_SAVED], 0);
  return TRUE;
}

static void
trestle_keeper_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  TrestleKeeper *keeper = TRESTLE_KEEPER (object);

  switch (id)
    {
    case PROP_TITLE:
      g_value_take_string (value, keeper->file != NULL ? name_file (keeper->file) : g_strdup (""));
      break;
    case PROP_MODIFIED:
      g_value_set_boolean (value, keeper->is_modified);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
    }
}

static void
trestle_keeper_dispose (GObject *object)
{
  TrestleKeeper *keeper = TRESTLE_KEEPER (object);

  keeper_stop_reading (keeper);
  g_clear_handle_id (&keeper->check, g_source_remove);
  g_clear_object (&keeper->workbench);
  g_clear_object (&keeper->file);
  g_clear_pointer (&keeper->kept, trestle_workspace_free);
  g_clear_pointer (&keeper->first, trestle_workspace_free);
  g_clear_pointer (&keeper->recovered, trestle_workspace_free);
  g_clear_pointer (&keeper->arriving, trestle_workspace_free);
  g_clear_pointer (&keeper->opening, g_ptr_array_unref);
  G_OBJECT_CLASS (trestle_keeper_parent_class)->dispose (object);
}

static void
trestle_keeper_class_init (TrestleKeeperClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;
  GType type = G_TYPE_FROM_CLASS (class);

  object_class->get_property = trestle_keeper_get_property;
  object_class->dispose = trestle_keeper_dispose;
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, "", flags);
  properties[PROP_MODIFIED] = g_param_spec_boolean ("modified", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
  signals[SIGNAL_OPENED] = g_signal_new ("opened", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_SAVED] = g_signal_new ("saved", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
trestle_keeper_init (TrestleKeeper *keeper)
{
}

/* Everything that a workspace keeps, whoever changes it. */
static void
keeper_watch (TrestleKeeper *keeper, gpointer object, const char *signal)
{
  g_signal_connect_object (object, signal, G_CALLBACK (on_something_changed), keeper, G_CONNECT_SWAPPED);
}

TrestleKeeper *
trestle_keeper_new (TrestleWorkbench *workbench)
{
  TrestleKeeper *keeper = g_object_new (TRESTLE_TYPE_KEEPER, NULL);

  keeper->workbench = g_object_ref (workbench);
  g_signal_connect_object (workbench, "message", G_CALLBACK (on_message), keeper, 0);
  g_signal_connect_object (trestle_workbench_get_runner (workbench), "done", G_CALLBACK (on_done), keeper, G_CONNECT_AFTER);
  keeper_watch (keeper, workbench, "selection-changed");
  keeper_watch (keeper, workbench, "stand-ins-changed");
  keeper_watch (keeper, workbench, "notify");
  keeper_watch (keeper, trestle_workbench_get_album (workbench), "changed");
  keeper_watch (keeper, trestle_workbench_get_pins (workbench), "changed");
  keeper_watch (keeper, trestle_workbench_get_comparison (workbench), "changed");
  return keeper;
}
