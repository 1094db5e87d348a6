/* The ways a workspace is opened and saved, and the question before unsaved work is left. */
#include "ui/workspace-input.h"

#include <adwaita.h>

#include "ui/workspace.h"

#define DATA_KEY "trestle-workspace-input"

/*
 * What comes after unsaved work was saved or given up: another workspace, or the end. Counted. It does not keep the window: the question
 * would keep what it is about. @next: (nullable): the other workspace
 */
typedef struct
{
  GWeakRef window;
  TrestleKeeper *keeper;
  GFile *next;
} Leaving;

/* Owned by the window. */
typedef struct
{
  TrestleKeeper *keeper;
  TrestleWorkbench *workbench;
} Input;

static void
input_free (gpointer data)
{
  Input *input = data;

  g_object_unref (input->keeper);
  g_object_unref (input->workbench);
  g_free (input);
}

static Input *
get_input (gpointer window)
{
  return g_object_get_data (window, DATA_KEY);
}

gboolean
trestle_workspace_input_is_workspace (GFile *file)
{
  g_autofree char *name = g_file_get_basename (file);
  g_autofree char *small = name != NULL ? g_ascii_strdown (name, -1) : NULL;

  return small != NULL && g_str_has_suffix (small, TRESTLE_WORKSPACE_ENDING);
}

static void
leaving_clear (gpointer data)
{
  Leaving *leaving = data;

  g_weak_ref_clear (&leaving->window);
  g_object_unref (leaving->keeper);
  g_clear_object (&leaving->next);
}

static void
leaving_unref (Leaving *leaving)
{
  g_rc_box_release_full (leaving, leaving_clear);
}

/* (transfer full): @next: (nullable) */
static Leaving *
leaving_new (GtkWindow *window, TrestleKeeper *keeper, GFile *next)
{
  Leaving *leaving = g_rc_box_new0 (Leaving);

  g_weak_ref_init (&leaving->window, window);
  leaving->keeper = g_object_ref (keeper);
  g_set_object (&leaving->next, next);
  return leaving;
}

/* @next: (nullable) */
static void
go_on (GtkWindow *window, TrestleKeeper *keeper, GFile *next)
{
  if (next != NULL)
    trestle_keeper_open (keeper, next);
  else
    gtk_window_destroy (window);
}

/* What could not be saved is not left. */
static void
on_saved_before_leaving (GObject *keeper, GAsyncResult *result, gpointer data)
{
  Leaving *leaving = data;
  g_autoptr (GtkWindow) window = g_weak_ref_get (&leaving->window);
  g_autoptr (GError) error = NULL;
  gboolean is_saved = trestle_keeper_save_finish (TRESTLE_KEEPER (keeper), result, &error);

  if (window != NULL && is_saved)
    go_on (window, leaving->keeper, leaving->next);
  else if (window != NULL && get_input (window) != NULL)
    trestle_workbench_report (get_input (window)->workbench, error->message);
  leaving_unref (leaving);
}

static gboolean
on_discarded (gpointer data)
{
  Leaving *leaving = data;
  g_autoptr (GtkWindow) window = g_weak_ref_get (&leaving->window);

  if (window != NULL)
    go_on (window, leaving->keeper, leaving->next);
  leaving_unref (leaving);
  return G_SOURCE_REMOVE;
}

/* Nothing at once: GTK 4.8 does not bear that a window goes while a dialog of its is going. */
static void
on_answer (AdwMessageDialog *dialog, const char *response, Leaving *leaving)
{
  if (g_str_equal (response, "save"))
    trestle_keeper_save_async (leaving->keeper, trestle_keeper_get_file (leaving->keeper), on_saved_before_leaving,
                               g_rc_box_acquire (leaving));
  else if (g_str_equal (response, "discard"))
    g_idle_add (on_discarded, g_rc_box_acquire (leaving));
}

static void
free_leaving (gpointer data, GClosure *closure)
{
  leaving_unref (data);
}

/* @next: (nullable) */
static void
ask (GtkWindow *window, TrestleKeeper *keeper, GFile *next)
{
  g_autofree char *title = NULL;
  g_autofree char *heading = NULL;
  GtkWidget *dialog;

  g_object_get (keeper, "title", &title, NULL);
  heading = g_strdup_printf ("Save the Changes to “%s”?", title);
  dialog = adw_message_dialog_new (window, heading, "Changes that are not saved will be lost.");
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", "_Cancel", "discard", "_Discard", "save", "_Save", NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "discard", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "save", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "save");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_data (dialog, "response", G_CALLBACK (on_answer), leaving_new (window, keeper, next), free_leaving, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* @next: (nullable) */
static void
leave (GtkWindow *window, TrestleKeeper *keeper, GFile *next)
{
  if (trestle_keeper_is_modified (keeper))
    ask (window, keeper, next);
  else
    go_on (window, keeper, next);
}

static gboolean
on_close_request (GtkWindow *window, TrestleKeeper *keeper)
{
  if (!trestle_keeper_is_modified (keeper))
    return FALSE;
  ask (window, keeper, NULL);
  return TRUE;
}

static void
on_saved (GObject *keeper, GAsyncResult *result, gpointer data)
{
  g_autoptr (TrestleWorkbench) workbench = data;
  g_autoptr (GError) error = NULL;

  if (!trestle_keeper_save_finish (TRESTLE_KEEPER (keeper), result, &error))
    trestle_workbench_report (workbench, error->message);
}

static void
save_to (Input *input, GFile *file)
{
  trestle_keeper_save_async (input->keeper, file, on_saved, g_object_ref (input->workbench));
}

static void
filter_workspaces (GtkNativeDialog *chooser)
{
  g_autoptr (GtkFileFilter) workspaces = gtk_file_filter_new ();

  gtk_file_filter_set_name (workspaces, "Trestle workspaces");
  gtk_file_filter_add_pattern (workspaces, "*" TRESTLE_WORKSPACE_ENDING);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (chooser), workspaces);
}

static void
choose (GtkWindow *window, const char *title, GtkFileChooserAction action, const char *name, GCallback on_chosen)
{
  GtkNativeDialog *chooser = GTK_NATIVE_DIALOG (gtk_file_chooser_native_new (title, window, action, NULL, NULL));

  filter_workspaces (chooser);
  if (name != NULL)
    gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), name);
  gtk_native_dialog_set_modal (chooser, TRUE);
  g_signal_connect_object (chooser, "response", on_chosen, window, 0);
  gtk_native_dialog_show (chooser);
}

/* (transfer full): with the ending that makes it a workspace for the desktop */
static GFile *
with_ending (GFile *file)
{
  g_autofree char *path = NULL;

  if (trestle_workspace_input_is_workspace (file) || g_file_peek_path (file) == NULL)
    return g_object_ref (file);
  path = g_strconcat (g_file_peek_path (file), TRESTLE_WORKSPACE_ENDING, NULL);
  return g_file_new_for_path (path);
}

static void
on_place_chosen (GtkNativeDialog *chooser, int response, GtkWindow *window)
{
  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GFile) chosen = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
      g_autoptr (GFile) file = with_ending (chosen);

      save_to (get_input (window), file);
    }
  g_object_unref (chooser);
}

static void
on_workspace_chosen (GtkNativeDialog *chooser, int response, GtkWindow *window)
{
  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));

      leave (window, get_input (window)->keeper, file);
    }
  g_object_unref (chooser);
}

static void
save_as (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  GFile *file = trestle_keeper_get_file (get_input (window)->keeper);
  g_autofree char *name = file != NULL ? g_file_get_basename (file) : g_strdup ("work" TRESTLE_WORKSPACE_ENDING);
  g_autofree char *shown = g_filename_display_name (name);

  choose (window, "Save the Workspace", GTK_FILE_CHOOSER_ACTION_SAVE, shown, G_CALLBACK (on_place_chosen));
}

static void
save (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  Input *input = get_input (window);
  GFile *file = trestle_keeper_get_file (input->keeper);

  if (file != NULL)
    save_to (input, file);
  else
    save_as (action, parameter, window);
}

static void
choose_workspace (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  choose (window, "Open a Workspace", GTK_FILE_CHOOSER_ACTION_OPEN, NULL, G_CALLBACK (on_workspace_chosen));
}

static void
open_workspace (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  g_autoptr (GFile) file = g_file_new_for_uri (g_variant_get_string (parameter, NULL));

  leave (window, get_input (window)->keeper, file);
}

static const GActionEntry entries[] = {
  { .name = "open-workspace", .activate = choose_workspace },
  { .name = "open-workspace-file", .activate = open_workspace, .parameter_type = "s" },
  { .name = "save", .activate = save },
  { .name = "save-as", .activate = save_as },
};

/* "• two-stars.trestle — Trestle" */
static void
on_title_changed (TrestleKeeper *keeper, GParamSpec *spec, GtkWindow *window)
{
  g_autofree char *title = NULL;
  g_autofree char *text = NULL;
  gboolean is_modified;

  g_object_get (keeper, "title", &title, "modified", &is_modified, NULL);
  text = g_strdup_printf ("%s%s%sTrestle", is_modified ? "• " : "", title, *title != '\0' ? " — " : "");
  gtk_window_set_title (window, text);
}

void
trestle_workspace_input_attach (GtkWindow *window, TrestleKeeper *keeper, TrestleWorkbench *workbench)
{
  Input *input = g_new0 (Input, 1);

  input->keeper = g_object_ref (keeper);
  input->workbench = g_object_ref (workbench);
  g_object_set_data_full (G_OBJECT (window), DATA_KEY, input, input_free);
  g_action_map_add_action_entries (G_ACTION_MAP (window), entries, G_N_ELEMENTS (entries), window);
  g_signal_connect_object (window, "close-request", G_CALLBACK (on_close_request), keeper, 0);
  g_signal_connect_object (keeper, "notify", G_CALLBACK (on_title_changed), window, 0);
}

void
trestle_workspace_input_detach (GtkWindow *window)
{
  g_object_set_data (G_OBJECT (window), DATA_KEY, NULL);
}
