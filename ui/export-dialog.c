/* Export of a figure: kind, size and resolution with a preview, then where to. */
#include "ui/export-dialog.h"

#include "analysis/figures/export.h"
#include "ui/figure-clipboard.h"
#include "ui/figure-preview.h"
#include "ui/settings.h"
#include "ui/thread-work.h"
#include "ui/width-row.h"

/* In the order of the template's list. */
static const char *const endings[] = { ".pdf", ".svg", ".png", ".csv", ".json" };

#define KIND_PNG 2
#define KIND_CSV 3
#define KIND_JSON 4

struct _TrestleExportDialog
{
  AdwWindow parent_instance;

  TrestleFigureSource *source;
  TrestleFigure *figure;
  char *base_name;
  TrestleFigurePreview *preview;
  AdwComboRow *kind;
  TrestleWidthRow *width;
  GtkWidget *resolution_row;
  GtkSpinButton *resolution;
  GtkLabel *size;
  GtkWidget *copy_button;
  GtkWidget *command_button;
  GtkLabel *done;
  GtkLabel *failure;
  GtkWidget *export_button;
};

G_DEFINE_FINAL_TYPE (TrestleExportDialog, trestle_export_dialog, ADW_TYPE_WINDOW)

enum
{
  PROP_KIND = 1,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

enum
{
  SIGNAL_EXPORTED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* What the thread needs to write a file. */
typedef struct
{
  TrestleFigure *figure;
  GFile *file;
  double dpi;
} ExportJob;

static void
export_job_free (gpointer data)
{
  ExportJob *job = data;

  g_clear_pointer (&job->figure, trestle_figure_free);
  g_object_unref (job->file);
  g_free (job);
}

static guint
dialog_get_kind (TrestleExportDialog *dialog)
{
  return adw_combo_row_get_selected (dialog->kind);
}

/* (transfer full) (nullable): at the chosen width; @file: what it is going to be called */
static TrestleFigure *
dialog_make_figure (TrestleExportDialog *dialog, const char *file)
{
  double width;

  g_object_get (dialog->width, "width", &width, NULL);
  return trestle_figure_source_make_figure (dialog->source, width, file);
}

static gboolean
is_table (guint kind)
{
  return kind == KIND_CSV || kind == KIND_JSON;
}

static char *
dialog_name_file (TrestleExportDialog *dialog)
{
  return g_strconcat (dialog->base_name, endings[dialog_get_kind (dialog)], NULL);
}

static double
dialog_get_dpi (TrestleExportDialog *dialog)
{
  return gtk_spin_button_get_value (dialog->resolution);
}

static void
dialog_show_size (TrestleExportDialog *dialog)
{
  guint kind = dialog_get_kind (dialog);
  g_autofree char *size = NULL;

  if (dialog->figure != NULL && !is_table (kind))
    size = trestle_figure_describe_size (dialog->figure, kind == KIND_PNG ? dialog_get_dpi (dialog) : 0.0);
  gtk_label_set_text (dialog->size, size != NULL ? size : "");
  gtk_widget_set_visible (GTK_WIDGET (dialog->size), size != NULL);
}

/* What cannot be copied says why. */
static void
dialog_show_copies (TrestleExportDialog *dialog)
{
  const char *obstacle = "There is nothing to export yet.";
  gboolean has_command = dialog->figure != NULL && trestle_figure_find_command (dialog->figure, &obstacle) != NULL;

  gtk_button_set_label (GTK_BUTTON (dialog->copy_button), is_table (dialog_get_kind (dialog)) ? "_Copy Numbers" : "_Copy Picture");
  gtk_widget_set_sensitive (dialog->copy_button, dialog->figure != NULL);
  gtk_widget_set_sensitive (dialog->command_button, has_command);
  gtk_widget_set_tooltip_text (dialog->command_button, has_command ? "The trestle-cli line that makes the same file" : obstacle);
}

static void
dialog_show_figure (TrestleExportDialog *dialog)
{
  g_autofree char *name = dialog_name_file (dialog);

  g_clear_pointer (&dialog->figure, trestle_figure_free);
  dialog->figure = dialog_make_figure (dialog, name);
  trestle_figure_preview_show (dialog->preview, dialog->figure, endings[dialog_get_kind (dialog)]);
  gtk_widget_set_sensitive (dialog->export_button, dialog->figure != NULL);
  gtk_widget_set_visible (GTK_WIDGET (dialog->done), FALSE);
  dialog_show_size (dialog);
  dialog_show_copies (dialog);
}

static void
on_choice_changed (TrestleExportDialog *dialog)
{
  guint kind = dialog_get_kind (dialog);

  if (dialog->source == NULL)
    return;
  gtk_widget_set_visible (GTK_WIDGET (dialog->failure), FALSE);
  gtk_widget_set_sensitive (GTK_WIDGET (dialog->width), !is_table (kind));
  gtk_widget_set_sensitive (dialog->resolution_row, kind == KIND_PNG);
  dialog_show_figure (dialog);
}

static void
on_kind_changed (TrestleExportDialog *dialog)
{
  g_object_notify_by_pspec (G_OBJECT (dialog), properties[PROP_KIND]);
  on_choice_changed (dialog);
}

static void
on_resolution_changed (TrestleExportDialog *dialog)
{
  dialog_show_size (dialog);
}

static void
dialog_say_done (TrestleExportDialog *dialog, const char *sentence)
{
  gtk_label_set_text (dialog->done, sentence);
  gtk_widget_set_visible (GTK_WIDGET (dialog->done), TRUE);
  gtk_widget_set_visible (GTK_WIDGET (dialog->failure), FALSE);
}

static void
dialog_fail (TrestleExportDialog *dialog, const char *sentence)
{
  gtk_label_set_text (dialog->failure, sentence);
  gtk_widget_set_visible (GTK_WIDGET (dialog->failure), TRUE);
  gtk_widget_set_visible (GTK_WIDGET (dialog->done), FALSE);
  gtk_widget_set_sensitive (dialog->export_button, TRUE);
}

static void
export_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  ExportJob *job = data;
  GError *error = NULL;

  if (trestle_figure_export (job->figure, g_file_peek_path (job->file), job->dpi, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
on_exported (GObject *source, GAsyncResult *result, gpointer data)
{
  TrestleExportDialog *dialog = TRESTLE_EXPORT_DIALOG (source);
  ExportJob *job = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      dialog_fail (dialog, error->message);
      return;
    }
  g_signal_emit (dialog, signals[SIGNAL_EXPORTED], 0, job->file);
  gtk_window_destroy (GTK_WINDOW (dialog));
}

static gboolean
has_known_ending (const char *path)
{
  g_autofree char *lower = g_ascii_strdown (path, -1);

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    if (g_str_has_suffix (lower, endings[i]))
      return TRUE;
  return FALSE;
}

static void
dialog_write (TrestleExportDialog *dialog, const char *path)
{
  g_autoptr (GTask) task = g_task_new (dialog, NULL, on_exported, NULL);
  g_autofree char *base = g_path_get_basename (path);
  g_autofree char *name = g_filename_display_name (base);
  TrestleFigure *figure = dialog_make_figure (dialog, name);
  ExportJob *job;

  if (figure == NULL)
    {
      dialog_fail (dialog, "The window has nothing to export any more: close this and open it again.");
      return;
    }
  job = g_new0 (ExportJob, 1);
  job->figure = figure;
  job->file = g_file_new_for_path (path);
  job->dpi = dialog_get_dpi (dialog);
  g_task_set_task_data (task, job, export_job_free);
  gtk_widget_set_visible (GTK_WIDGET (dialog->failure), FALSE);
  gtk_widget_set_sensitive (dialog->export_button, FALSE);
  trestle_task_run_in_thread (task, export_thread);
}

void
trestle_export_dialog_save (TrestleExportDialog *dialog, GFile *file)
{
  const char *path = g_file_peek_path (file);
  g_autofree char *complete = NULL;

  g_return_if_fail (dialog->figure != NULL);
  if (path == NULL)
    {
      dialog_fail (dialog, "Figures can be written to folders on this machine only.");
      return;
    }
  complete = g_strconcat (path, has_known_ending (path) ? "" : endings[dialog_get_kind (dialog)], NULL);
  if (!g_str_equal (path, complete) && g_file_test (complete, G_FILE_TEST_EXISTS))
    {
      g_autofree char *sentence = g_strdup_printf ("“%s” exists already; choose it with its ending to replace it.", complete);

      dialog_fail (dialog, sentence);
      return;
    }
  dialog_write (dialog, complete);
}

static void
on_file_chosen (GtkNativeDialog *chooser, int response, TrestleExportDialog *dialog)
{
  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));

      trestle_export_dialog_save (dialog, file);
    }
  g_object_unref (chooser);
}

static void
on_export_clicked (TrestleExportDialog *dialog)
{
  GtkFileChooserNative *chooser = gtk_file_chooser_native_new ("Export", GTK_WINDOW (dialog), GTK_FILE_CHOOSER_ACTION_SAVE, NULL, NULL);
  g_autofree char *name = dialog_name_file (dialog);

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), name);
  g_signal_connect_object (chooser, "response", G_CALLBACK (on_file_chosen), dialog, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

static void
on_copied (GObject *clipboard, GAsyncResult *result, gpointer data)
{
  g_autoptr (TrestleExportDialog) dialog = data;
  g_autoptr (GError) error = NULL;
  gboolean is_done = trestle_figure_copy_finish (result, &error);

  /* It may have been closed in the meantime, which disposed of its widgets. */
  if (dialog->source == NULL)
    return;
  if (is_done)
    dialog_say_done (dialog,
                     is_table (dialog_get_kind (dialog)) ? "The numbers are on the clipboard." : "The picture is on the clipboard.");
  else
    dialog_fail (dialog, error->message);
}

static void
on_copy_clicked (TrestleExportDialog *dialog)
{
  g_autofree char *name = dialog_name_file (dialog);
  TrestleFigure *figure = dialog_make_figure (dialog, name);

  if (figure == NULL)
    {
      dialog_fail (dialog, "The window has nothing to copy any more: close this and open it again.");
      return;
    }
  trestle_figure_copy_async (gtk_widget_get_clipboard (GTK_WIDGET (dialog)), figure, endings[dialog_get_kind (dialog)],
                             dialog_get_dpi (dialog), on_copied, g_object_ref (dialog));
}

static void
on_command_clicked (TrestleExportDialog *dialog)
{
  const char *command = dialog->figure != NULL ? trestle_figure_find_command (dialog->figure, NULL) : NULL;

  if (command == NULL)
    return;
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (dialog)), command);
  dialog_say_done (dialog, "The command is on the clipboard: paste it into a terminal.");
}

static void
dialog_remember (TrestleExportDialog *dialog)
{
  trestle_settings_bind ("export-width", dialog->width, "width");
  trestle_settings_bind ("export-dpi", gtk_spin_button_get_adjustment (dialog->resolution), "value");
  trestle_settings_bind ("export-kind", dialog, "kind");
}

TrestleExportDialog *
trestle_export_dialog_new (GtkWindow *parent, TrestleFigureSource *source)
{
  TrestleExportDialog *dialog = g_object_new (TRESTLE_TYPE_EXPORT_DIALOG, "transient-for", parent, NULL);

  dialog->source = g_object_ref (source);
  dialog->base_name = trestle_figure_source_name_file (source);
  dialog_remember (dialog);
  on_choice_changed (dialog);
  return dialog;
}

/* By name, as the endings go without their point. */
static void
dialog_set_kind (TrestleExportDialog *dialog, const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    if (g_strcmp0 (endings[i] + 1, name) == 0)
      adw_combo_row_set_selected (dialog->kind, i);
}

static void
trestle_export_dialog_set_property (GObject *object, guint id, const GValue *value, GParamSpec *spec)
{
  if (id == PROP_KIND)
    dialog_set_kind (TRESTLE_EXPORT_DIALOG (object), g_value_get_string (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
}

static void
trestle_export_dialog_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  if (id == PROP_KIND)
    g_value_set_string (value, endings[dialog_get_kind (TRESTLE_EXPORT_DIALOG (object))] + 1);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
}

/* A task that has just ended may hold the closed dialog longer than there is a window that it belongs to. */
static void
trestle_export_dialog_unrealize (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (trestle_export_dialog_parent_class)->unrealize (widget);
  gtk_window_set_transient_for (GTK_WINDOW (widget), NULL);
}

static void
trestle_export_dialog_dispose (GObject *object)
{
  TrestleExportDialog *dialog = TRESTLE_EXPORT_DIALOG (object);

  g_clear_object (&dialog->source);
  if (dialog->preview != NULL)
    trestle_figure_preview_show (dialog->preview, NULL, endings[dialog_get_kind (dialog)]);
  g_clear_pointer (&dialog->figure, trestle_figure_free);
  g_clear_pointer (&dialog->base_name, g_free);
  G_OBJECT_CLASS (trestle_export_dialog_parent_class)->dispose (object);
}

static void
trestle_export_dialog_class_init (TrestleExportDialogClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  object_class->dispose = trestle_export_dialog_dispose;
  object_class->set_property = trestle_export_dialog_set_property;
  object_class->get_property = trestle_export_dialog_get_property;
  widget_class->unrealize = trestle_export_dialog_unrealize;
  properties[PROP_KIND] = g_param_spec_string ("kind", NULL, NULL, "pdf",
                                               G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
  g_type_ensure (TRESTLE_TYPE_FIGURE_PREVIEW);
  g_type_ensure (TRESTLE_TYPE_WIDTH_ROW);
  signals[SIGNAL_EXPORTED] = g_signal_new ("exported", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                           G_TYPE_FILE);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/trestle/Trestle/ui/export-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, TrestleExportDialog, preview);
  gtk_widget_class_bind_template_child (widget_class, TrestleExportDialog, kind);
  gtk_widget_class_bind_template_child (widget_class, TrestleExportDialog, width);
  gtk_widget_class_bind_template_child (widget_class, TrestleExportDialog, resolution_row);
  gtk_widget_class_bind_template_child (widget_class, TrestleExportDialog, resolution);
  gtk_widget_class_bind_template_child (widget_class, TrestleExportDialog, size);
  gtk_widget_class_bind_template_child (widget_class, TrestleExportDialog, copy_button);
  gtk_widget_class_bind_template_child (widget_class, TrestleExportDialog, command_button);
  gtk_widget_class_bind_template_child (widget_class, TrestleExportDialog, done);
  gtk_widget_class_bind_template_child (widget_class, TrestleExportDialog, failure);
  gtk_widget_class_bind_template_child (widget_class, TrestleExportDialog, export_button);
  gtk_widget_class_bind_template_callback (widget_class, on_choice_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_kind_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_resolution_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_copy_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_command_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_export_clicked);
}

static void
trestle_export_dialog_init (TrestleExportDialog *dialog)
{
  gtk_widget_init_template (GTK_WIDGET (dialog));
}
