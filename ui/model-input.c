/* The ways a model is chosen in a dialog: as a folder, or as a checkpoint file. */
#include "ui/model-input.h"

static const char *const endings[] = { "safetensors", "bin", "ckpt", "pt" };

/* The file that was chosen; %NULL, which is said, if it is not on this machine. */
static GFile *
take_file (GtkNativeDialog *chooser, int response, TrestleWorkbench *workbench)
{
  g_autoptr (GFile) file = response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser)) : NULL;

  g_object_unref (chooser);
  if (file == NULL || g_file_peek_path (file) != NULL)
    return g_steal_pointer (&file);
  trestle_workbench_report (workbench, "Models can be opened from folders on this machine only.");
  return NULL;
}

static void
on_first_chosen (GtkNativeDialog *chooser, int response, TrestleWorkbench *workbench)
{
  g_autoptr (GFile) file = take_file (chooser, response, workbench);

  if (file != NULL)
    trestle_workbench_open_model (workbench, g_file_peek_path (file));
}

static void
on_second_chosen (GtkNativeDialog *chooser, int response, TrestleWorkbench *workbench)
{
  g_autoptr (GFile) file = take_file (chooser, response, workbench);

  if (file != NULL)
    trestle_comparison_open_model (trestle_workbench_get_comparison (workbench), g_file_peek_path (file));
}

static void
add_filters (GtkFileChooser *chooser)
{
  g_autoptr (GtkFileFilter) checkpoints = gtk_file_filter_new ();
  g_autoptr (GtkFileFilter) all = gtk_file_filter_new ();

  gtk_file_filter_set_name (checkpoints, "Checkpoints");
  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    gtk_file_filter_add_suffix (checkpoints, endings[i]);
  gtk_file_filter_set_name (all, "All files");
  gtk_file_filter_add_pattern (all, "*");
  gtk_file_chooser_add_filter (chooser, checkpoints);
  gtk_file_chooser_add_filter (chooser, all);
}

/* @on_response: a handler of "response", with @workbench */
static void
choose (GtkWindow *window, TrestleWorkbench *workbench, const char *title, GtkFileChooserAction action, GCallback on_response)
{
  GtkFileChooserNative *chooser = gtk_file_chooser_native_new (title, window, action, NULL, NULL);

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  if (action == GTK_FILE_CHOOSER_ACTION_OPEN)
    add_filters (GTK_FILE_CHOOSER (chooser));
  g_signal_connect_object (chooser, "response", on_response, workbench, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

void
trestle_model_input_choose_folder (GtkWindow *window, TrestleWorkbench *workbench)
{
  choose (window, workbench, "Open a Model Folder", GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, G_CALLBACK (on_first_chosen));
}

void
trestle_model_input_choose_file (GtkWindow *window, TrestleWorkbench *workbench)
{
  choose (window, workbench, "Open a Checkpoint File", GTK_FILE_CHOOSER_ACTION_OPEN, G_CALLBACK (on_first_chosen));
}

void
trestle_model_input_choose_second_folder (GtkWindow *window, TrestleWorkbench *workbench)
{
  choose (window, workbench, "Compare with a Model Folder", GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, G_CALLBACK (on_second_chosen));
}

void
trestle_model_input_choose_second_file (GtkWindow *window, TrestleWorkbench *workbench)
{
  choose (window, workbench, "Compare with a Checkpoint File", GTK_FILE_CHOOSER_ACTION_OPEN, G_CALLBACK (on_second_chosen));
}
