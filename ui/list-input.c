/* The ways a list of pairs is chosen: in a dialog, or by dropping its file. */
#include "ui/list-input.h"

static const char *const endings[] = { ".jsonl", ".ndjson", ".json" };

/* Somebody who waits for a file. */
typedef struct
{
  TrestleWorkbench *workbench;
  TrestleListChosen chosen;
  GWeakRef object;
} Request;

static void
request_free (gpointer data, GClosure *closure)
{
  Request *request = data;

  g_object_unref (request->workbench);
  g_weak_ref_clear (&request->object);
  g_free (request);
}

static Request *
request_new (TrestleWorkbench *workbench, TrestleListChosen chosen, gpointer object)
{
  Request *request = g_new0 (Request, 1);

  request->workbench = g_object_ref (workbench);
  request->chosen = chosen;
  g_weak_ref_init (&request->object, object);
  return request;
}

static void
request_answer (Request *request, GFile *file)
{
  g_autoptr (GObject) object = g_weak_ref_get (&request->object);

  if (object == NULL)
    return;
  if (g_file_peek_path (file) != NULL)
    request->chosen (object, g_file_peek_path (file));
  else
    trestle_workbench_report (request->workbench, "Lists can be opened from folders on this machine only.");
}

static void
on_response (GtkNativeDialog *chooser, int response, Request *request)
{
  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));

      request_answer (request, file);
    }
  g_object_unref (chooser);
}

GtkFileFilter *
trestle_list_input_make_filter (void)
{
  GtkFileFilter *lists = gtk_file_filter_new ();

  gtk_file_filter_set_name (lists, "JSON lines: {\"image\": …, \"text\": …}");
  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    gtk_file_filter_add_suffix (lists, endings[i] + 1);
  return lists;
}

static void
add_filters (GtkFileChooser *chooser)
{
  g_autoptr (GtkFileFilter) lists = trestle_list_input_make_filter ();
  g_autoptr (GtkFileFilter) all = gtk_file_filter_new ();

  gtk_file_filter_set_name (all, "All files");
  gtk_file_filter_add_pattern (all, "*");
  gtk_file_chooser_add_filter (chooser, lists);
  gtk_file_chooser_add_filter (chooser, all);
}

void
trestle_list_input_choose (GtkWindow *window, TrestleWorkbench *workbench, TrestleListChosen chosen, GObject *object)
{
  GtkFileChooserNative *chooser = gtk_file_chooser_native_new ("Open a List of Pairs", window, GTK_FILE_CHOOSER_ACTION_OPEN, NULL, NULL);

  add_filters (GTK_FILE_CHOOSER (chooser));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  g_signal_connect_data (chooser, "response", G_CALLBACK (on_response), request_new (workbench, chosen, object), request_free, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

static gboolean
is_list (GFile *file)
{
  g_autofree char *name = g_file_get_basename (file);

  for (guint i = 0; name != NULL && i < G_N_ELEMENTS (endings); i++)
    if (g_str_has_suffix (name, endings[i]))
      return TRUE;
  return FALSE;
}

/* A table of pairs is what people may have instead of a list. */
static gboolean
is_table (GFile *file)
{
  g_autofree char *name = g_file_get_basename (file);

  return name != NULL && g_str_has_suffix (name, ".csv");
}

static void
request_refuse_table (Request *request, GFile *file)
{
  g_autofree char *name = g_file_get_parse_name (file);
  g_autofree char *sentence = g_strdup_printf ("“%s” is a table, and lists are not read from tables. " TRESTLE_LIST_FORMAT, name);

  trestle_workbench_report (request->workbench, sentence);
}

/* What is no list is an image, as everywhere in the window. */
static gboolean
on_drop (GtkDropTarget *target, const GValue *value, double x, double y, Request *request)
{
  GSList *files = g_value_get_boxed (value);

  if (files == NULL)
    return FALSE;
  if (is_list (files->data))
    request_answer (request, files->data);
  else if (is_table (files->data))
    request_refuse_table (request, files->data);
  else
    {
      g_autoptr (TrestleImageSource) image = trestle_image_source_new_file (files->data);

      trestle_workbench_open_image (request->workbench, image);
    }
  return TRUE;
}

void
trestle_list_input_attach (GtkWidget *widget, TrestleWorkbench *workbench, TrestleListChosen chosen)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  g_signal_connect_data (target, "drop", G_CALLBACK (on_drop), request_new (workbench, chosen, widget), request_free, 0);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (target));
}
