/* The ways an image gets into the window besides the sample menu: chosen, dropped, or pasted. */
#include "ui/image-input.h"

#include "ui/workspace-input.h"

/* Where an image goes: trestle_workbench_open_image() or trestle_workbench_open_second(). */
typedef void (*OpenImage) (TrestleWorkbench *workbench, TrestleImageSource *source);

static void
open_file (TrestleWorkbench *workbench, GFile *file, OpenImage open_image)
{
  g_autoptr (TrestleImageSource) source = trestle_image_source_new_file (file);

  open_image (workbench, source);
}

/* (transfer none) (nullable): the file that @value holds, or the first of several */
static GFile *
get_file (const GValue *value)
{
  GSList *files = G_VALUE_HOLDS (value, GDK_TYPE_FILE_LIST) ? g_value_get_boxed (value) : NULL;

  if (files != NULL)
    return files->data;
  return G_VALUE_HOLDS (value, G_TYPE_FILE) ? g_value_get_object (value) : NULL;
}

/* Opens what @value holds: a texture, a file, or the first of several files. */
static gboolean
open_value (TrestleWorkbench *workbench, const GValue *value, OpenImage open_image)
{
  if (G_VALUE_HOLDS (value, GDK_TYPE_TEXTURE))
    {
      g_autoptr (TrestleImageSource) source = trestle_image_source_new_texture (g_value_get_object (value));

      open_image (workbench, source);
      return TRUE;
    }
  if (get_file (value) != NULL)
    {
      open_file (workbench, get_file (value), open_image);
      return TRUE;
    }
  return FALSE;
}

/* A workspace or a folder may be dropped where an image may. */
static gboolean
on_drop (GtkDropTarget *target, const GValue *value, double x, double y, TrestleWorkbench *workbench)
{
  GtkWidget *window = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (target));
  GFile *file = get_file (value);
  g_autofree char *uri = file != NULL ? g_file_get_uri (file) : NULL;

  if (file != NULL && trestle_workspace_input_is_workspace (file))
    return gtk_widget_activate_action (window, "win.open-workspace-file", "s", uri);
  if (file != NULL && g_file_query_file_type (file, G_FILE_QUERY_INFO_NONE, NULL) == G_FILE_TYPE_DIRECTORY)
    {
      trestle_workbench_open_folder (workbench, file);
      return TRUE;
    }
  return open_value (workbench, value, trestle_workbench_open_image);
}

static gboolean
on_drop_second (GtkDropTarget *target, const GValue *value, double x, double y, TrestleWorkbench *workbench)
{
  return open_value (workbench, value, trestle_workbench_open_second);
}

static void
on_value_pasted (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TrestleWorkbench) workbench = data;
  g_autoptr (GError) error = NULL;
  const GValue *value = gdk_clipboard_read_value_finish (GDK_CLIPBOARD (source), result, &error);

  if (value == NULL || !open_value (workbench, value, trestle_workbench_open_image))
    trestle_workbench_report (workbench, error != NULL ? error->message : "The clipboard holds no image.");
}

/* Text in the clipboard may be the path or the address of an image. */
static void
on_text_pasted (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TrestleWorkbench) workbench = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, &error);
  g_autoptr (GFile) file = NULL;

  if (text == NULL)
    {
      trestle_workbench_report (workbench, error->message);
      return;
    }
  g_strstrip (text);
  file = g_path_is_absolute (text) || g_uri_is_valid (text, G_URI_FLAGS_NONE, NULL) ? g_file_parse_name (text) : NULL;
  if (file != NULL)
    open_file (workbench, file, trestle_workbench_open_image);
  else
    trestle_workbench_report (workbench, "The clipboard holds neither an image nor the path of one.");
}

static gboolean
clipboard_has (GdkClipboard *clipboard, GType type)
{
  g_autoptr (GdkContentFormats)
      readable = gdk_content_formats_union_deserialize_gtypes (gdk_content_formats_ref (gdk_clipboard_get_formats (clipboard)));

  return gdk_content_formats_contain_gtype (readable, type);
}

void
trestle_image_input_paste (GtkWindow *window, TrestleWorkbench *workbench)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (window));

  if (clipboard_has (clipboard, GDK_TYPE_FILE_LIST))
    gdk_clipboard_read_value_async (clipboard, GDK_TYPE_FILE_LIST, G_PRIORITY_DEFAULT, NULL, on_value_pasted, g_object_ref (workbench));
  else if (clipboard_has (clipboard, GDK_TYPE_TEXTURE))
    gdk_clipboard_read_value_async (clipboard, GDK_TYPE_TEXTURE, G_PRIORITY_DEFAULT, NULL, on_value_pasted, g_object_ref (workbench));
  else if (clipboard_has (clipboard, G_TYPE_STRING))
    gdk_clipboard_read_text_async (clipboard, NULL, on_text_pasted, g_object_ref (workbench));
  else
    trestle_workbench_report (workbench, "The clipboard is empty.");
}

/* Comes before the focused widget's own Ctrl+V, and leaves text to a text field. */
static gboolean
on_paste_key (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  GtkWindow *window = GTK_WINDOW (widget);
  GdkClipboard *clipboard = gtk_widget_get_clipboard (widget);

  if (GTK_IS_EDITABLE (gtk_window_get_focus (window)) && clipboard_has (clipboard, G_TYPE_STRING)
      && !clipboard_has (clipboard, GDK_TYPE_FILE_LIST))
    return FALSE;
  trestle_image_input_paste (window, data);
  return TRUE;
}

static void
accept_drops (GtkWidget *widget, GCallback on_drop_here, TrestleWorkbench *workbench)
{
  GtkDropTarget *target = gtk_drop_target_new (G_TYPE_INVALID, GDK_ACTION_COPY);
  GType types[] = { GDK_TYPE_FILE_LIST, G_TYPE_FILE, GDK_TYPE_TEXTURE };

  gtk_drop_target_set_gtypes (target, types, G_N_ELEMENTS (types));
  g_signal_connect_object (target, "drop", on_drop_here, workbench, 0);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (target));
}

void
trestle_image_input_attach_second (GtkWidget *slot, TrestleWorkbench *workbench)
{
  accept_drops (slot, G_CALLBACK (on_drop_second), workbench);
}

void
trestle_image_input_attach (GtkWindow *window, TrestleWorkbench *workbench)
{
  GtkEventController *keys = gtk_shortcut_controller_new ();

  accept_drops (GTK_WIDGET (window), G_CALLBACK (on_drop), workbench);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (keys),
      gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_v, GDK_CONTROL_MASK), gtk_callback_action_new (on_paste_key, workbench, NULL)));
  gtk_widget_add_controller (GTK_WIDGET (window), keys);
}

static void
open_chosen (GtkNativeDialog *chooser, int response, TrestleWorkbench *workbench, OpenImage open_image)
{
  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));

      open_file (workbench, file, open_image);
    }
  g_object_unref (chooser);
}

static void
on_file_chosen (GtkNativeDialog *chooser, int response, TrestleWorkbench *workbench)
{
  open_chosen (chooser, response, workbench, trestle_workbench_open_image);
}

static void
on_folder_chosen (GtkNativeDialog *chooser, int response, TrestleWorkbench *workbench)
{
  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GFile) folder = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));

      trestle_workbench_open_folder (workbench, folder);
    }
  g_object_unref (chooser);
}

static void
on_second_file_chosen (GtkNativeDialog *chooser, int response, TrestleWorkbench *workbench)
{
  open_chosen (chooser, response, workbench, trestle_workbench_open_second);
}

static void
choose (GtkWindow *window, TrestleWorkbench *workbench, const char *title, GCallback on_chosen)
{
  GtkFileChooserNative *chooser = gtk_file_chooser_native_new (title, window, GTK_FILE_CHOOSER_ACTION_OPEN, NULL, NULL);
  g_autoptr (GtkFileFilter) images = gtk_file_filter_new ();
  g_autoptr (GtkFileFilter) all = gtk_file_filter_new ();

  gtk_file_filter_set_name (images, "PNG and JPEG images");
  gtk_file_filter_add_mime_type (images, "image/png");
  gtk_file_filter_add_mime_type (images, "image/jpeg");
  gtk_file_filter_set_name (all, "All files");
  gtk_file_filter_add_pattern (all, "*");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (chooser), images);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (chooser), all);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  g_signal_connect_object (chooser, "response", on_chosen, workbench, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

void
trestle_image_input_choose (GtkWindow *window, TrestleWorkbench *workbench)
{
  choose (window, workbench, "Open an Image", G_CALLBACK (on_file_chosen));
}

void
trestle_image_input_choose_folder (GtkWindow *window, TrestleWorkbench *workbench)
{
  GtkFileChooserNative *chooser = gtk_file_chooser_native_new ("Open a Folder of Images", window, GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER,
                                                               NULL, NULL);

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  g_signal_connect_object (chooser, "response", G_CALLBACK (on_folder_chosen), workbench, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

void
trestle_image_input_choose_second (GtkWindow *window, TrestleWorkbench *workbench)
{
  choose (window, workbench, "Open a Second Image", G_CALLBACK (on_second_file_chosen));
}
