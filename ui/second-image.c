/* The second of two images: which it is, how to choose another, and which of the two is shown. */
#include "ui/second-image.h"

#include "ui/image-input.h"
#include "ui/samples-popover.h"

/* Twice what the template has, for screens with two pixels to one. */
#define THUMBNAIL_SIZE 144

struct _TrestleSecondImage
{
  AdwBin parent_instance;

  TrestleWorkbench *workbench;
  TrestleImage *image;
  GtkWidget *slot;
  GtkImage *thumbnail;
  GtkLabel *name;
  TrestleSamplesPopover *samples;
  GtkWidget *shown;
  GtkToggleButton *show_first;
  GtkToggleButton *show_second;
};

G_DEFINE_FINAL_TYPE (TrestleSecondImage, trestle_second_image, ADW_TYPE_BIN)

/* (transfer full): the whole image, small */
static GdkTexture *
make_thumbnail (const TrestleImage *image)
{
  double scale = MIN (1.0, (double) THUMBNAIL_SIZE / MAX (image->width, image->height));
  g_autoptr (GdkPixbuf) whole = gdk_pixbuf_new_from_data (image->pixels, GDK_COLORSPACE_RGB, FALSE, 8, (int) image->width,
                                                          (int) image->height, (int) image->width * 3, NULL, NULL);
  g_autoptr (GdkPixbuf) small = gdk_pixbuf_scale_simple (whole, MAX (1, (int) (scale * image->width)),
                                                         MAX (1, (int) (scale * image->height)), GDK_INTERP_BILINEAR);

  return gdk_texture_new_for_pixbuf (small);
}

static void
on_result_changed (TrestleWorkbench *workbench, TrestleSecondImage *second)
{
  const TrestleRun *run = trestle_workbench_get_run (workbench);
  g_autoptr (GdkTexture) texture = NULL;

  gtk_widget_set_visible (second->shown, run->second_image != NULL);
  if (run->second_image == NULL || run->second_image == second->image)
    return;
  texture = make_thumbnail (run->second_image);
  g_clear_pointer (&second->image, trestle_image_unref);
  second->image = trestle_image_ref (run->second_image);
  gtk_image_set_from_paintable (second->thumbnail, GDK_PAINTABLE (texture));
  gtk_widget_remove_css_class (GTK_WIDGET (second->thumbnail), "dim-label");
  gtk_label_set_text (second->name, run->second_name);
}

void
trestle_second_image_set_workbench (TrestleSecondImage *second, TrestleWorkbench *workbench)
{
  GBindingFlags both = G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE;

  g_return_if_fail (second->workbench == NULL);
  second->workbench = g_object_ref (workbench);
  trestle_samples_popover_set_workbench (second->samples, workbench);
  trestle_samples_popover_choose_second (second->samples);
  trestle_image_input_attach_second (second->slot, workbench);
  g_object_bind_property (workbench, "shows-second", second->show_second, "active", both);
  g_object_bind_property (workbench, "shows-second", second->show_first, "active", both | G_BINDING_INVERT_BOOLEAN);
  g_signal_connect_object (workbench, "result-changed", G_CALLBACK (on_result_changed), second, 0);
}

static void
trestle_second_image_dispose (GObject *object)
{
  TrestleSecondImage *second = TRESTLE_SECOND_IMAGE (object);

  g_clear_object (&second->workbench);
  g_clear_pointer (&second->image, trestle_image_unref);
  G_OBJECT_CLASS (trestle_second_image_parent_class)->dispose (object);
}

static void
trestle_second_image_class_init (TrestleSecondImageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = trestle_second_image_dispose;
  g_type_ensure (TRESTLE_TYPE_SAMPLES_POPOVER);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/trestle/Trestle/ui/second-image.ui");
  gtk_widget_class_bind_template_child (widget_class, TrestleSecondImage, slot);
  gtk_widget_class_bind_template_child (widget_class, TrestleSecondImage, thumbnail);
  gtk_widget_class_bind_template_child (widget_class, TrestleSecondImage, name);
  gtk_widget_class_bind_template_child (widget_class, TrestleSecondImage, samples);
  gtk_widget_class_bind_template_child (widget_class, TrestleSecondImage, shown);
  gtk_widget_class_bind_template_child (widget_class, TrestleSecondImage, show_first);
  gtk_widget_class_bind_template_child (widget_class, TrestleSecondImage, show_second);
}

static void
trestle_second_image_init (TrestleSecondImage *second)
{
  gtk_widget_init_template (GTK_WIDGET (second));
}
