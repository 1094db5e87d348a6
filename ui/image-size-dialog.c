/* Another image size than the model's own: so many pixels, in whole patches. */
#include "ui/image-size-dialog.h"

struct _TrestleImageSizeDialog
{
  AdwWindow parent_instance;

  TrestleWorkbench *workbench;
  guint patch_size;
  AdwActionRow *row;
  GtkSpinButton *size;
  GtkWidget *own_button;
};

G_DEFINE_FINAL_TYPE (TrestleImageSizeDialog, trestle_image_size_dialog, ADW_TYPE_WINDOW)

static void
on_size_changed (TrestleImageSizeDialog *dialog)
{
  guint grid = dialog->patch_size > 0 ? (guint) gtk_spin_button_get_value_as_int (dialog->size) / dialog->patch_size : 0;
  g_autofree char *subtitle = g_strdup_printf ("%u × %u patches of %u pixels", grid, grid, dialog->patch_size);

  adw_action_row_set_subtitle (dialog->row, subtitle);
}

static void
on_use_clicked (TrestleImageSizeDialog *dialog)
{
  gtk_spin_button_update (dialog->size);
  trestle_workbench_set_image_size (dialog->workbench, (guint) gtk_spin_button_get_value_as_int (dialog->size));
  gtk_window_close (GTK_WINDOW (dialog));
}

static void
on_own_clicked (TrestleImageSizeDialog *dialog)
{
  trestle_workbench_set_image_size (dialog->workbench, 0);
  gtk_window_close (GTK_WINDOW (dialog));
}

static void
dialog_take_model (TrestleImageSizeDialog *dialog, const TrestleModel *model)
{
  const TrestleVisionConfig *vision = &trestle_model_get_config (model)->vision;
  g_autofree char *own = g_strdup_printf ("_Model’s Own: %u Pixels", trestle_model_get_own_image_size (model));

  dialog->patch_size = vision->patch_size;
  gtk_spin_button_set_range (dialog->size, vision->patch_size, trestle_vision_config_get_max_image_size (vision));
  gtk_spin_button_set_increments (dialog->size, vision->patch_size, 4 * vision->patch_size);
  gtk_spin_button_set_value (dialog->size, vision->image_size);
  gtk_button_set_label (GTK_BUTTON (dialog->own_button), own);
  gtk_widget_set_sensitive (dialog->own_button, vision->image_size != trestle_model_get_own_image_size (model));
  on_size_changed (dialog);
}

TrestleImageSizeDialog *
trestle_image_size_dialog_new (GtkWindow *parent, TrestleWorkbench *workbench)
{
  TrestleImageSizeDialog *dialog = g_object_new (TRESTLE_TYPE_IMAGE_SIZE_DIALOG, "transient-for", parent, NULL);

  dialog->workbench = g_object_ref (workbench);
  dialog_take_model (dialog, trestle_workbench_get_run (workbench)->model);
  gtk_widget_grab_focus (GTK_WIDGET (dialog->size));
  return dialog;
}

static void
trestle_image_size_dialog_dispose (GObject *object)
{
  g_clear_object (&TRESTLE_IMAGE_SIZE_DIALOG (object)->workbench);
  G_OBJECT_CLASS (trestle_image_size_dialog_parent_class)->dispose (object);
}

static void
trestle_image_size_dialog_class_init (TrestleImageSizeDialogClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = trestle_image_size_dialog_dispose;
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/trestle/Trestle/ui/image-size-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, TrestleImageSizeDialog, row);
  gtk_widget_class_bind_template_child (widget_class, TrestleImageSizeDialog, size);
  gtk_widget_class_bind_template_child (widget_class, TrestleImageSizeDialog, own_button);
  gtk_widget_class_bind_template_callback (widget_class, on_size_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_use_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_own_clicked);
}

static void
trestle_image_size_dialog_init (TrestleImageSizeDialog *dialog)
{
  gtk_widget_init_template (GTK_WIDGET (dialog));
  /* A spin button itself can do this from GTK 4.14 on. */
  g_object_set (gtk_editable_get_delegate (GTK_EDITABLE (dialog->size)), "activates-default", TRUE, NULL);
}
