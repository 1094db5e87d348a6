/* The ways a model is chosen in a dialog: as a folder, or as a checkpoint file. */
#include "ui/model-input.h"

static const char *const endings[] = { "safetensors", "bin", "ckpt", "pt" };

static void
on_response (GtkNativeDialog *chooser, int response, TrestleWorkbench *workbench)
{
  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));

      if (g_file_peek_path (file) != NULL)
        trestle_workbench_open_model (workbench, g_file_peek_path (file));
      else
        trestle_workbench_report (workbench, "Models can be opened from folders on this machine only.");
    }
  g_object_unref (chooser);
}

static GtkFileChooserNative *
chooser_new (const char *title, GtkWindow *window, GtkFileChooserAction action, TrestleWorkbench *workbench)
{
  GtkFileChooserNative *chooser = gtk_file_chooser_native_new (title, window, action, NULL, NULL);

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  g_signal_connect_object (chooser, "response", G_CALLBACK (on_response), workbench, 0);
  return chooser;
}

void
trestle_model_input_choose_folder (GtkWindow *window, TrestleWorkbench *workbench)
{
  gtk_native_dialog_show (
      GTK_NATIVE_DIALOG (chooser_new ("Open a Model Folder", window, GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, workbench)));
}

void
trestle_model_input_choose_file (GtkWindow *window, TrestleWorkbench *workbench)
{
  GtkFileChooserNative *chooser = chooser_new ("Open a Checkpoint File", window, GTK_FILE_CHOOSER_ACTION_OPEN, workbench);
  g_autoptr (GtkFileFilter) checkpoints = gtk_file_filter_new ();
  g_autoptr (GtkFileFilter) all = gtk_file_filter_new ();

  gtk_file_filter_set_name (checkpoints, "Checkpoints");
  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    gtk_file_filter_add_suffix (checkpoints, endings[i]);
  gtk_file_filter_set_name (all, "All files");
  gtk_file_filter_add_pattern (all, "*");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (chooser), checkpoints);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (chooser), all);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}
