/* Keeps the work of a window in a file: opens it, saves it, and knows what was changed since. */
#include "ui/keeper.h"

#include "core/error.h"
#include "ui/thread-work.h"
#include "ui/workspace-apply.h"

/**
 * @file: (nullable): what the work is kept in
 * @kept: (nullable): what is in @file
 * @arriving: (nullable): what was opened, while its first run is not there yet
 * @opening: (nullable): what is to be said about it then
 * @reading: (nullable): stops what is being read
 * @check: of changes, when the main loop has time
 */
struct _TrestleKeeper
{
  GObject parent_instance;

  TrestleWorkbench *workbench;
  GFile *file;
  TrestleWorkspace *kept;
  gboolean is_modified;
  TrestleWorkspace *arriving;
  GPtrArray *opening;
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
  keeper->kept = kept;
  if (g_set_object (&keeper->file, file))
    g_object_notify_by_pspec (G_OBJECT (keeper), properties[PROP_TITLE]);
  trestle_keeper_is_modified (keeper);
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
      on_something_changed (keeper);
      return;
    }
  trestle_workspace_apply_to_model (arrived, keeper->workbench);
  keeper_take (keeper, keeper->file, trestle_workspace_capture (keeper->workbench));
  keeper_say (keeper, sentences);
  g_signal_emit (keeper, signals[SIGNAL_OPENED], 0);
}

static void
load_in_thread (GTask *task, gpointer source, gpointer path, GCancellable *cancellable)
{
  GError *error = NULL;
  TrestleWorkspace *workspace = trestle_workspace_load (path, &error);

  if (workspace != NULL)
    g_task_return_pointer (task, workspace, (GDestroyNotify) trestle_workspace_free);
  else
    g_task_return_error (task, error);
}

/* @workspace: (transfer full) */
static void
keeper_apply (TrestleKeeper *keeper, GFile *file, TrestleWorkspace *workspace)
{
  g_autofree char *name = name_file (file);
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
  g_autoptr (GFile) file = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TrestleWorkspace) workspace = g_task_propagate_pointer (G_TASK (result), &error);

  /* The window may have been closed meanwhile. */
  if (keeper->workbench == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (workspace != NULL)
    keeper_apply (keeper, file, g_steal_pointer (&workspace));
  else
    keeper_fail (keeper, error->message);
}

static void
keeper_stop_reading (TrestleKeeper *keeper)
{
  if (keeper->reading != NULL)
    g_cancellable_cancel (keeper->reading);
  g_clear_object (&keeper->reading);
}

void
trestle_keeper_open (TrestleKeeper *keeper, GFile *file)
{
  g_autofree char *path = g_file_get_path (file);
  g_autofree char *name = g_file_get_parse_name (file);
  g_autofree char *sentence = g_strdup_printf ("“%s” is not on this machine: copy the workspace here to open it", name);
  g_autoptr (GTask) task = NULL;

  keeper_stop_reading (keeper);
  if (path == NULL)
    {
      keeper_fail (keeper, sentence);
      return;
    }
  keeper->reading = g_cancellable_new ();
  task = g_task_new (keeper, keeper->reading, on_loaded, g_object_ref (file));
  g_task_set_task_data (task, g_steal_pointer (&path), g_free);
  trestle_task_run_in_thread (task, load_in_thread);
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
    keeper_take (keeper, saving->file, g_steal_pointer (&saving->workspace));
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
