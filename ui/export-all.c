/* Export of every figure of a run into a new folder. */
#include "ui/export-all.h"

#include "ui/figure-folder.h"
#include "ui/settings.h"
#include "ui/width-row.h"

/* In the order of the template's list. */
static const char *const pictures[] = { ".pdf", ".svg", ".png" };

#define KIND_PNG 2

/* @is_writing: from the choice of a folder until all is written, or is not going to be */
struct _TrestleExportAll
{
  AdwWindow parent_instance;

  TrestleWorkbench *workbench;
  GtkStack *stack;
  AdwComboRow *kind;
  GtkSwitch *tables;
  TrestleWidthRow *width;
  GtkWidget *resolution_row;
  GtkSpinButton *resolution;
  GtkWidget *export_button;
  GtkLabel *stage;
  GtkProgressBar *progress;
  GtkLabel *failure;
  gboolean is_writing;
};

G_DEFINE_FINAL_TYPE (TrestleExportAll, trestle_export_all, ADW_TYPE_WINDOW)

enum
{
  SIGNAL_EXPORTED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static TrestleRunner *
dialog_get_runner (TrestleExportAll *dialog)
{
  return trestle_workbench_get_runner (dialog->workbench);
}

static void
dialog_set_writing (TrestleExportAll *dialog, gboolean is_writing)
{
  dialog->is_writing = is_writing;
  gtk_stack_set_visible_child_name (dialog->stack, is_writing ? "writing" : "choice");
  gtk_widget_set_sensitive (dialog->export_button, !is_writing);
}

static void
dialog_fail (TrestleExportAll *dialog, const char *sentence)
{
  dialog_set_writing (dialog, FALSE);
  gtk_label_set_text (dialog->failure, sentence);
  gtk_widget_set_visible (GTK_WIDGET (dialog->failure), TRUE);
}

static void
on_kind_changed (TrestleExportAll *dialog)
{
  gtk_widget_set_sensitive (dialog->resolution_row, adw_combo_row_get_selected (dialog->kind) == KIND_PNG);
}

static void
on_progress (TrestleExportAll *dialog)
{
  g_autofree char *stage = NULL;
  double fraction;

  if (!dialog->is_writing)
    return;
  g_object_get (dialog_get_runner (dialog), "stage", &stage, "progress", &fraction, NULL);
  gtk_label_set_text (dialog->stage, stage != NULL ? stage : "");
  gtk_progress_bar_set_fraction (dialog->progress, fraction);
}

static void
on_written (GObject *runner, GAsyncResult *result, gpointer data)
{
  g_autoptr (TrestleExportAll) dialog = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = trestle_figure_folder_write_finish (TRESTLE_RUNNER (runner), result, &error);
  g_autoptr (GFile) folder = path != NULL ? g_file_new_for_path (path) : NULL;

  /* It may have been closed in the meantime. */
  if (dialog->workbench == NULL)
    return;
  if (folder == NULL)
    {
      dialog_fail (dialog, g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)
                               ? "Stopped. What was written so far is in its folder; other work of the model stops it, too."
                               : error->message);
      return;
    }
  dialog_set_writing (dialog, FALSE);
  g_signal_emit (dialog, signals[SIGNAL_EXPORTED], 0, folder);
  gtk_window_destroy (GTK_WINDOW (dialog));
}

static void
dialog_take_choice (TrestleExportAll *dialog, TrestleFigureFolderChoice *choice)
{
  *choice = (TrestleFigureFolderChoice){
    .picture = pictures[adw_combo_row_get_selected (dialog->kind)],
    .has_tables = gtk_switch_get_active (dialog->tables),
    .dpi = gtk_spin_button_get_value (dialog->resolution),
    .look = TRESTLE_LOOK_DEFAULT,
  };
  g_object_get (dialog->workbench, "colormap", &choice->look.colormap, "opacity", &choice->opacity, NULL);
  g_object_get (dialog->width, "width", &choice->look.width_mm, NULL);
}

void
trestle_export_all_save (TrestleExportAll *dialog, GFile *parent)
{
  const char *path = g_file_peek_path (parent);
  TrestleFigureFolderChoice choice;

  if (path == NULL)
    {
      dialog_fail (dialog, "Figures can be written to folders on this machine only.");
      return;
    }
  dialog_take_choice (dialog, &choice);
  dialog_set_writing (dialog, TRUE);
  gtk_widget_set_visible (GTK_WIDGET (dialog->failure), FALSE);
  trestle_figure_folder_write_async (dialog_get_runner (dialog), trestle_workbench_get_run (dialog->workbench),
                                     trestle_workbench_get_selection (dialog->workbench), &choice, path, on_written, g_object_ref (dialog));
}

static void
on_folder_chosen (GtkNativeDialog *chooser, int response, TrestleExportAll *dialog)
{
  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GFile) folder = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));

      trestle_export_all_save (dialog, folder);
    }
  g_object_unref (chooser);
}

static void
on_export_clicked (TrestleExportAll *dialog)
{
  GtkFileChooserNative *chooser = gtk_file_chooser_native_new ("Export All Figures", GTK_WINDOW (dialog),
                                                               GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, "_Export Here", NULL);

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  g_signal_connect_object (chooser, "response", G_CALLBACK (on_folder_chosen), dialog, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

static void
dialog_stop (TrestleExportAll *dialog)
{
  if (dialog->is_writing && dialog->workbench != NULL)
    trestle_runner_cancel (dialog_get_runner (dialog));
}

/* While it writes, that is what is cancelled; after that the dialog. */
static void
on_cancel_clicked (TrestleExportAll *dialog)
{
  if (dialog->is_writing)
    dialog_stop (dialog);
  else
    gtk_window_close (GTK_WINDOW (dialog));
}

static gboolean
cancel_by_key (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  on_cancel_clicked (TRESTLE_EXPORT_ALL (widget));
  return TRUE;
}

TrestleExportAll *
trestle_export_all_new (GtkWindow *parent, TrestleWorkbench *workbench)
{
  TrestleExportAll *dialog = g_object_new (TRESTLE_TYPE_EXPORT_ALL, "transient-for", parent, NULL);
  TrestleRunner *runner = trestle_workbench_get_runner (workbench);

  dialog->workbench = g_object_ref (workbench);
  g_signal_connect_object (runner, "notify::stage", G_CALLBACK (on_progress), dialog, G_CONNECT_SWAPPED);
  g_signal_connect_object (runner, "notify::progress", G_CALLBACK (on_progress), dialog, G_CONNECT_SWAPPED);
  trestle_settings_bind ("export-width", dialog->width, "width");
  trestle_settings_bind ("export-dpi", gtk_spin_button_get_adjustment (dialog->resolution), "value");
  on_kind_changed (dialog);
  return dialog;
}

static void
trestle_export_all_dispose (GObject *object)
{
  TrestleExportAll *dialog = TRESTLE_EXPORT_ALL (object);

  dialog_stop (dialog);
  g_clear_object (&dialog->workbench);
  G_OBJECT_CLASS (trestle_export_all_parent_class)->dispose (object);
}

static void
trestle_export_all_class_init (TrestleExportAllClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = trestle_export_all_dispose;
  signals[SIGNAL_EXPORTED] = g_signal_new ("exported", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                           G_TYPE_FILE);
  g_type_ensure (TRESTLE_TYPE_WIDTH_ROW);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, cancel_by_key, NULL);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/trestle/Trestle/ui/export-all.ui");
  gtk_widget_class_bind_template_child (widget_class, TrestleExportAll, stack);
  gtk_widget_class_bind_template_child (widget_class, TrestleExportAll, kind);
  gtk_widget_class_bind_template_child (widget_class, TrestleExportAll, tables);
  gtk_widget_class_bind_template_child (widget_class, TrestleExportAll, width);
  gtk_widget_class_bind_template_child (widget_class, TrestleExportAll, resolution_row);
  gtk_widget_class_bind_template_child (widget_class, TrestleExportAll, resolution);
  gtk_widget_class_bind_template_child (widget_class, TrestleExportAll, export_button);
  gtk_widget_class_bind_template_child (widget_class, TrestleExportAll, stage);
  gtk_widget_class_bind_template_child (widget_class, TrestleExportAll, progress);
  gtk_widget_class_bind_template_child (widget_class, TrestleExportAll, failure);
  gtk_widget_class_bind_template_callback (widget_class, on_kind_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_export_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel_clicked);
}

static void
trestle_export_all_init (TrestleExportAll *dialog)
{
  gtk_widget_init_template (GTK_WIDGET (dialog));
}
