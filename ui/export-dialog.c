/* Export of a figure: kind, size and resolution with a preview, then where to. */
#include "ui/export-dialog.h"

#include "analysis/figures/export.h"

/* In the order of the template's list. */
static const char *const endings[] = { ".pdf", ".svg", ".png", ".csv", ".json" };
static const double widths_mm[] = { 85, 170 };

#define KIND_PNG 2
#define KIND_CSV 3
#define KIND_JSON 4

struct _TrestleExportDialog
{
  AdwWindow parent_instance;

  TrestleFigureSource *source;
  TrestleFigure *figure;
  char *base_name;
  GtkStack *preview_stack;
  GtkDrawingArea *preview;
  GtkTextView *table;
  AdwComboRow *kind;
  AdwComboRow *width;
  GtkWidget *resolution_row;
  GtkSpinButton *resolution;
  GtkLabel *failure;
  GtkWidget *export_button;
};

G_DEFINE_FINAL_TYPE (TrestleExportDialog, trestle_export_dialog, ADW_TYPE_WINDOW)

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

/* The figure on its white page, as large as there is room. */
static void
draw_preview (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer data)
{
  TrestleExportDialog *dialog = data;
  double figure_width, figure_height, scale;

  if (dialog->figure == NULL)
    return;
  figure_width = trestle_figure_get_width (dialog->figure);
  figure_height = trestle_figure_get_height (dialog->figure);
  scale = MIN (width / figure_width, height / figure_height);
  cairo_translate (cr, (width - scale * figure_width) / 2, (height - scale * figure_height) / 2);
  cairo_scale (cr, scale, scale);
  cairo_rectangle (cr, 0, 0, figure_width, figure_height);
  cairo_clip (cr);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  trestle_figure_draw (dialog->figure, cr);
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
  return trestle_figure_source_make_figure (dialog->source, widths_mm[adw_combo_row_get_selected (dialog->width)], file);
}

static gboolean
is_table (guint kind)
{
  return kind == KIND_CSV || kind == KIND_JSON;
}

/* (transfer full): the file as it will be, if it is of numbers */
static char *
dialog_write_table (TrestleExportDialog *dialog)
{
  g_autoptr (TrestleTable) table = NULL;

  if (dialog->figure == NULL || !is_table (dialog_get_kind (dialog)))
    return g_strdup ("");
  table = trestle_figure_get_table (dialog->figure);
  if (dialog_get_kind (dialog) == KIND_JSON)
    return trestle_table_to_json (table, trestle_figure_get_origin (dialog->figure));
  return trestle_table_to_csv (table, trestle_figure_get_origin (dialog->figure));
}

static char *
dialog_name_file (TrestleExportDialog *dialog)
{
  return g_strconcat (dialog->base_name, endings[dialog_get_kind (dialog)], NULL);
}

static void
dialog_show_figure (TrestleExportDialog *dialog)
{
  g_autofree char *name = dialog_name_file (dialog);
  g_autofree char *text = NULL;

  g_clear_pointer (&dialog->figure, trestle_figure_free);
  dialog->figure = dialog_make_figure (dialog, name);
  text = dialog_write_table (dialog);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (dialog->table), text, -1);
  gtk_widget_set_sensitive (dialog->export_button, dialog->figure != NULL);
  gtk_widget_queue_draw (GTK_WIDGET (dialog->preview));
}

static void
on_choice_changed (TrestleExportDialog *dialog)
{
  guint kind = dialog_get_kind (dialog);

  if (dialog->source == NULL)
    return;
  gtk_stack_set_visible_child_name (dialog->preview_stack, is_table (kind) ? "table" : "figure");
  gtk_widget_set_sensitive (GTK_WIDGET (dialog->width), !is_table (kind));
  gtk_widget_set_sensitive (dialog->resolution_row, kind == KIND_PNG);
  dialog_show_figure (dialog);
}

static void
dialog_fail (TrestleExportDialog *dialog, const char *sentence)
{
  gtk_label_set_text (dialog->failure, sentence);
  gtk_widget_set_visible (GTK_WIDGET (dialog->failure), TRUE);
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
  job->dpi = gtk_spin_button_get_value (dialog->resolution);
  g_task_set_task_data (task, job, export_job_free);
  gtk_widget_set_visible (GTK_WIDGET (dialog->failure), FALSE);
  gtk_widget_set_sensitive (dialog->export_button, FALSE);
  g_task_run_in_thread (task, export_thread);
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

TrestleExportDialog *
trestle_export_dialog_new (GtkWindow *parent, TrestleFigureSource *source)
{
  TrestleExportDialog *dialog = g_object_new (TRESTLE_TYPE_EXPORT_DIALOG, "transient-for", parent, NULL);

  dialog->source = g_object_ref (source);
  dialog->base_name = trestle_figure_source_name_file (source);
  on_choice_changed (dialog);
  return dialog;
}

static void
trestle_export_dialog_dispose (GObject *object)
{
  TrestleExportDialog *dialog = TRESTLE_EXPORT_DIALOG (object);

  g_clear_object (&dialog->source);
  g_clear_pointer (&dialog->figure, trestle_figure_free);
  g_clear_pointer (&dialog->base_name, g_free);
  G_OBJECT_CLASS (trestle_export_dialog_parent_class)->dispose (object);
}

static void
trestle_export_dialog_class_init (TrestleExportDialogClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = trestle_export_dialog_dispose;
  signals[SIGNAL_EXPORTED] = g_signal_new ("exported", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                           G_TYPE_FILE);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/trestle/Trestle/ui/export-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, TrestleExportDialog, preview_stack);
  gtk_widget_class_bind_template_child (widget_class, TrestleExportDialog, preview);
  gtk_widget_class_bind_template_child (widget_class, TrestleExportDialog, table);
  gtk_widget_class_bind_template_child (widget_class, TrestleExportDialog, kind);
  gtk_widget_class_bind_template_child (widget_class, TrestleExportDialog, width);
  gtk_widget_class_bind_template_child (widget_class, TrestleExportDialog, resolution_row);
  gtk_widget_class_bind_template_child (widget_class, TrestleExportDialog, resolution);
  gtk_widget_class_bind_template_child (widget_class, TrestleExportDialog, failure);
  gtk_widget_class_bind_template_child (widget_class, TrestleExportDialog, export_button);
  gtk_widget_class_bind_template_callback (widget_class, on_choice_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_export_clicked);
}

static void
trestle_export_dialog_init (TrestleExportDialog *dialog)
{
  gtk_widget_init_template (GTK_WIDGET (dialog));
  gtk_drawing_area_set_draw_func (dialog->preview, draw_preview, dialog, NULL);
}
