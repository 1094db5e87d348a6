/* The place of the image in its folder, with the ways to the one before and the next. */
#include "ui/image-stepper.h"

struct _TrestleImageStepper
{
  AdwBin parent_instance;

  TrestleWorkbench *workbench;
  GtkWidget *previous;
  GtkWidget *next;
  GtkLabel *place;
};

G_DEFINE_FINAL_TYPE (TrestleImageStepper, trestle_image_stepper, ADW_TYPE_BIN)

static void
on_folder_changed (TrestleImageFolder *folder, TrestleImageStepper *stepper)
{
  guint n_images;
  gint place = trestle_image_folder_get_place (folder, &n_images);
  g_autofree char *text = g_strdup_printf ("%d of %u", place + 1, n_images);

  gtk_widget_set_visible (GTK_WIDGET (stepper), n_images > 1);
  if (place < 0)
    return;
  gtk_label_set_text (stepper->place, text);
  gtk_widget_set_tooltip_text (GTK_WIDGET (stepper->place),
                               trestle_image_source_get_name (trestle_workbench_get_image (stepper->workbench)));
  gtk_widget_set_sensitive (stepper->previous, place > 0);
  gtk_widget_set_sensitive (stepper->next, (guint) place + 1 < n_images);
}

/* @step: (i) */
static gboolean
on_step (GtkWidget *widget, GVariant *step, gpointer data)
{
  trestle_workbench_step_image (TRESTLE_IMAGE_STEPPER (widget)->workbench, g_variant_get_int32 (step));
  return TRUE;
}

void
trestle_image_stepper_set_workbench (TrestleImageStepper *stepper, TrestleWorkbench *workbench)
{
  TrestleImageFolder *folder = trestle_workbench_get_image_folder (workbench);

  g_return_if_fail (stepper->workbench == NULL);
  stepper->workbench = g_object_ref (workbench);
  g_signal_connect_object (folder, "changed", G_CALLBACK (on_folder_changed), stepper, 0);
  on_folder_changed (folder, stepper);
}

static void
trestle_image_stepper_dispose (GObject *object)
{
  g_clear_object (&TRESTLE_IMAGE_STEPPER (object)->workbench);
  G_OBJECT_CLASS (trestle_image_stepper_parent_class)->dispose (object);
}

static void
trestle_image_stepper_class_init (TrestleImageStepperClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  static const struct
  {
    guint key;
    int step;
  } keys[] = { { GDK_KEY_Left, -1 },    { GDK_KEY_KP_Left, -1 },    { GDK_KEY_Right, 1 },     { GDK_KEY_KP_Right, 1 },
               { GDK_KEY_Page_Up, -1 }, { GDK_KEY_KP_Page_Up, -1 }, { GDK_KEY_Page_Down, 1 }, { GDK_KEY_KP_Page_Down, 1 } };

  G_OBJECT_CLASS (class)->dispose = trestle_image_stepper_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/trestle/Trestle/ui/image-stepper.ui");
  gtk_widget_class_bind_template_child (widget_class, TrestleImageStepper, previous);
  gtk_widget_class_bind_template_child (widget_class, TrestleImageStepper, next);
  gtk_widget_class_bind_template_child (widget_class, TrestleImageStepper, place);
  /* While one of the buttons has the focus; the arrow keys of the image itself move its patch cursor. */
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_widget_class_add_binding (widget_class, keys[i].key, 0, on_step, "i", keys[i].step);
}

static void
trestle_image_stepper_init (TrestleImageStepper *stepper)
{
  gtk_widget_init_template (GTK_WIDGET (stepper));
}
