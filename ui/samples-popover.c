/* The sample images with their captions, to choose from. */
#include "ui/samples-popover.h"

#define THUMBNAIL_SIZE 96

struct _TrestleSamplesPopover
{
  GtkPopover parent_instance;

  TrestleWorkbench *workbench;
  gboolean chooses_second;
  GtkFlowBox *flow;
};

G_DEFINE_FINAL_TYPE (TrestleSamplesPopover, trestle_samples_popover, GTK_TYPE_POPOVER)

static GtkWidget *
thumbnail_new (const char *path)
{
  GtkWidget *picture = gtk_image_new ();
  g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new_from_file_at_scale (path, 2 * THUMBNAIL_SIZE, 2 * THUMBNAIL_SIZE, TRUE, NULL);

  if (pixbuf != NULL)
    {
      g_autoptr (GdkTexture) texture = gdk_texture_new_for_pixbuf (pixbuf);

      gtk_image_set_from_paintable (GTK_IMAGE (picture), GDK_PAINTABLE (texture));
    }
  gtk_image_set_pixel_size (GTK_IMAGE (picture), THUMBNAIL_SIZE);
  gtk_widget_set_halign (picture, GTK_ALIGN_CENTER);
  gtk_widget_set_overflow (picture, GTK_OVERFLOW_HIDDEN);
  gtk_widget_add_css_class (picture, "trestle-thumbnail");
  return picture;
}

static GtkWidget *
sample_card_new (const TrestleSample *sample)
{
  GtkWidget *card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *child = gtk_flow_box_child_new ();
  const char *caption = sample->captions != NULL && sample->captions[0] != NULL ? sample->captions[0] : "";
  GtkWidget *label = gtk_label_new (caption);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
  gtk_label_set_width_chars (GTK_LABEL (label), 18);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 18);
  gtk_widget_set_valign (label, GTK_ALIGN_START);
  gtk_widget_add_css_class (label, "caption");
  gtk_box_append (GTK_BOX (card), thumbnail_new (sample->path));
  gtk_box_append (GTK_BOX (card), label);
  gtk_flow_box_child_set_child (GTK_FLOW_BOX_CHILD (child), card);
  gtk_widget_add_css_class (child, "trestle-sample");
  gtk_accessible_update_property (GTK_ACCESSIBLE (child), GTK_ACCESSIBLE_PROPERTY_LABEL, caption, -1);
  return child;
}

static void
on_show (TrestleSamplesPopover *popover, gpointer data)
{
  GPtrArray *samples = trestle_workbench_get_samples (popover->workbench);

  if (gtk_flow_box_get_child_at_index (popover->flow, 0) != NULL)
    return;
  for (guint i = 0; i < samples->len; i++)
    gtk_flow_box_append (popover->flow, sample_card_new (g_ptr_array_index (samples, i)));
}

static void
on_child_activated (GtkFlowBox *flow, GtkFlowBoxChild *child, TrestleSamplesPopover *popover)
{
  GPtrArray *samples = trestle_workbench_get_samples (popover->workbench);
  const TrestleSample *sample = g_ptr_array_index (samples, gtk_flow_box_child_get_index (child));

  if (popover->chooses_second)
    trestle_workbench_open_second_sample (popover->workbench, sample);
  else
    trestle_workbench_open_sample (popover->workbench, sample);
  gtk_popover_popdown (GTK_POPOVER (popover));
}

void
trestle_samples_popover_set_workbench (TrestleSamplesPopover *popover, TrestleWorkbench *workbench)
{
  g_return_if_fail (popover->workbench == NULL);
  popover->workbench = g_object_ref (workbench);
}

void
trestle_samples_popover_choose_second (TrestleSamplesPopover *popover)
{
  popover->chooses_second = TRUE;
}

static void
trestle_samples_popover_dispose (GObject *object)
{
  g_clear_object (&TRESTLE_SAMPLES_POPOVER (object)->workbench);
  G_OBJECT_CLASS (trestle_samples_popover_parent_class)->dispose (object);
}

static void
trestle_samples_popover_class_init (TrestleSamplesPopoverClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = trestle_samples_popover_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/trestle/Trestle/ui/samples-popover.ui");
  gtk_widget_class_bind_template_child (widget_class, TrestleSamplesPopover, flow);
  gtk_widget_class_bind_template_callback (widget_class, on_show);
  gtk_widget_class_bind_template_callback (widget_class, on_child_activated);
}

static void
trestle_samples_popover_init (TrestleSamplesPopover *popover)
{
  gtk_widget_init_template (GTK_WIDGET (popover));
}
