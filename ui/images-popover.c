/* The images that were opened lately, and the pasted ones of this work, to go back to. */
#include "ui/images-popover.h"

#include "ui/known-models.h"
#include "ui/thread-work.h"

/* @sources: (element-type TrestleImageSource): one a row */
struct _TrestleImagesPopover
{
  GtkPopover parent_instance;

  TrestleWorkbench *workbench;
  GPtrArray *sources;
  GtkListBox *list;
  GtkWidget *scroller;
  GtkWidget *nothing;
};

G_DEFINE_FINAL_TYPE (TrestleImagesPopover, trestle_images_popover, GTK_TYPE_POPOVER)

static GtkWidget *
make_label (const char *text, PangoEllipsizeMode ellipsize)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), ellipsize);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 36);
  return label;
}

/* (transfer full): where it is, for a person */
static char *
describe_folder (GFile *file)
{
  g_autoptr (GFile) home = g_file_new_for_path (g_get_home_dir ());
  g_autoptr (GFile) folder = file != NULL ? g_file_get_parent (file) : NULL;
  g_autofree char *relative = folder != NULL ? g_file_get_relative_path (home, folder) : NULL;
  g_autofree char *path = NULL;

  if (file == NULL)
    return g_strdup ("In this window, or its workspace");
  path = relative != NULL ? g_strconcat ("~/", relative, NULL) : folder != NULL ? g_file_get_parse_name (folder) : g_strdup ("");
  return g_filename_display_name (path);
}

static void
popover_add (TrestleImagesPopover *popover, TrestleImageSource *source, const char *name)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  g_autofree char *folder = describe_folder (trestle_image_source_get_file (source));
  GtkWidget *place = make_label (folder, PANGO_ELLIPSIZE_START);

  gtk_widget_add_css_class (place, "caption");
  gtk_widget_add_css_class (place, "dim-label");
  gtk_box_append (GTK_BOX (lines), make_label (name, PANGO_ELLIPSIZE_MIDDLE));
  gtk_box_append (GTK_BOX (lines), place);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), lines);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_list_box_append (popover->list, row);
  g_ptr_array_add (popover->sources, trestle_image_source_ref (source));
}

static void
popover_clear (TrestleImagesPopover *popover)
{
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (popover->list, 0)) != NULL)
    gtk_list_box_remove (popover->list, GTK_WIDGET (row));
  g_ptr_array_set_size (popover->sources, 0);
}

/* The latest first, with numbers: they have no names. */
static void
popover_add_pasted (TrestleImagesPopover *popover)
{
  GPtrArray *images = trestle_album_get_images (trestle_workbench_get_album (popover->workbench));
  guint n_pasted = 0;

  for (guint i = 0; i < images->len; i++)
    n_pasted += trestle_image_source_get_file (((TrestleAlbumImage *) images->pdata[i])->source) == NULL;
  for (guint i = images->len; i-- > 0;)
    {
      TrestleImageSource *source = ((TrestleAlbumImage *) images->pdata[i])->source;
      g_autofree char *name = g_strdup_printf ("Pasted image %u", n_pasted);

      if (trestle_image_source_get_file (source) != NULL)
        continue;
      popover_add (popover, source, name);
      n_pasted--;
    }
}

static void
popover_fill (TrestleImagesPopover *popover, const char *const *paths)
{
  popover_clear (popover);
  popover_add_pasted (popover);
  for (guint i = 0; paths[i] != NULL; i++)
    {
      g_autoptr (GFile) file = g_file_new_for_path (paths[i]);
      g_autoptr (TrestleImageSource) source = trestle_image_source_new_file (file);

      popover_add (popover, source, trestle_image_source_get_name (source));
    }
  gtk_widget_set_visible (popover->scroller, popover->sources->len > 0);
  gtk_widget_set_visible (popover->nothing, popover->sources->len == 0);
}

/* A folder on a network may take its time. */
static void
find_existing_in_thread (GTask *task, gpointer source, gpointer paths, GCancellable *cancellable)
{
  char **existing = trestle_recent_models_keep_existing ((const char *const *) paths);

  g_task_return_pointer (task, existing, (GDestroyNotify) g_strfreev);
}

static void
on_existing_found (GObject *source, GAsyncResult *result, gpointer data)
{
  TrestleImagesPopover *popover = TRESTLE_IMAGES_POPOVER (source);
  g_auto (GStrv) existing = g_task_propagate_pointer (G_TASK (result), NULL);

  if (existing != NULL && popover->workbench != NULL)
    popover_fill (popover, (const char *const *) existing);
}

static void
on_show (TrestleImagesPopover *popover, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (popover, NULL, on_existing_found, NULL);
  char **paths;

  g_object_get (popover->workbench, "recent-images", &paths, NULL);
  g_task_set_task_data (task, paths, (GDestroyNotify) g_strfreev);
  trestle_task_run_in_thread (task, find_existing_in_thread);
}

static void
on_row_activated (GtkListBox *list, GtkListBoxRow *row, TrestleImagesPopover *popover)
{
  TrestleImageSource *source = g_ptr_array_index (popover->sources, gtk_list_box_row_get_index (row));

  trestle_workbench_open_image (popover->workbench, source);
  gtk_popover_popdown (GTK_POPOVER (popover));
}

static void
on_button_clicked (GtkButton *button, TrestleImagesPopover *popover)
{
  gtk_popover_popdown (GTK_POPOVER (popover));
}

void
trestle_images_popover_set_workbench (TrestleImagesPopover *popover, TrestleWorkbench *workbench)
{
  g_return_if_fail (popover->workbench == NULL);
  popover->workbench = g_object_ref (workbench);
}

static void
trestle_images_popover_dispose (GObject *object)
{
  TrestleImagesPopover *popover = TRESTLE_IMAGES_POPOVER (object);

  g_clear_object (&popover->workbench);
  g_clear_pointer (&popover->sources, g_ptr_array_unref);
  G_OBJECT_CLASS (trestle_images_popover_parent_class)->dispose (object);
}

static void
trestle_images_popover_class_init (TrestleImagesPopoverClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = trestle_images_popover_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/trestle/Trestle/ui/images-popover.ui");
  gtk_widget_class_bind_template_child (widget_class, TrestleImagesPopover, list);
  gtk_widget_class_bind_template_child (widget_class, TrestleImagesPopover, scroller);
  gtk_widget_class_bind_template_child (widget_class, TrestleImagesPopover, nothing);
  gtk_widget_class_bind_template_callback (widget_class, on_show);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_button_clicked);
}

static void
trestle_images_popover_init (TrestleImagesPopover *popover)
{
  popover->sources = g_ptr_array_new_with_free_func ((GDestroyNotify) trestle_image_source_unref);
  gtk_widget_init_template (GTK_WIDGET (popover));
}
