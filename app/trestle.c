/* The window program: trestle [IMAGE | WORKSPACE] [--model PATH] [--text TEXT]. */
#include "ui/window.h"
#include "ui/workspace-input.h"

static void
quit (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  GList *windows = g_list_copy (gtk_application_get_windows (data));

  /* Each may ask first. */
  g_list_free_full (windows, (GDestroyNotify) gtk_window_close);
}

static void
on_startup (GApplication *application)
{
  static const GActionEntry entries[] = { { .name = "quit", .activate = quit } };

  g_action_map_add_action_entries (G_ACTION_MAP (application), entries, G_N_ELEMENTS (entries), application);
  gtk_application_set_accels_for_action (GTK_APPLICATION (application), "app.quit", (const char *[]){ "<Control>q", NULL });
}

/* The window is on the screen before the weights are read: that happens in its own thread. */
static void
open_window (GApplication *application, const char *model, GFile *image, const char *text)
{
  TrestleWindow *window = trestle_window_new (GTK_APPLICATION (application));

  trestle_workbench_start (trestle_window_get_workbench (window), model, image, text);
  gtk_window_present (GTK_WINDOW (window));
}

static void
open_workspace (GApplication *application, GFile *file)
{
  TrestleWindow *window = trestle_window_new (GTK_APPLICATION (application));

  trestle_keeper_open (trestle_window_get_keeper (window), file);
  gtk_window_present (GTK_WINDOW (window));
}

/* What else was asked for does not go with a workspace, which says that itself. */
static int
open_named (GApplicationCommandLine *line, GApplication *application, const char *model, GFile *file, const char *text)
{
  gboolean is_workspace = file != NULL && trestle_workspace_input_is_workspace (file);

  if (is_workspace && (model != NULL || text != NULL))
    {
      g_application_command_line_printerr (line, "trestle: a workspace says which model and text; leave --model and --text out\n");
      return 2;
    }
  if (is_workspace)
    open_workspace (application, file);
  else
    open_window (application, model, file, text);
  return 0;
}

static int
on_command_line (GApplication *application, GApplicationCommandLine *line)
{
  GVariantDict *options = g_application_command_line_get_options_dict (line);
  g_autofree const char **files = NULL;
  g_autofree char *model_argument = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GFile) file = NULL;
  g_autoptr (GFile) model = NULL;

  g_variant_dict_lookup (options, "model", "^ay", &model_argument);
  g_variant_dict_lookup (options, "text", "s", &text);
  g_variant_dict_lookup (options, G_OPTION_REMAINING, "^a&ay", &files);
  if (files != NULL && files[0] != NULL && files[1] != NULL)
    {
      g_application_command_line_printerr (line, "trestle: one image or workspace at a time, please\n");
      return 2;
    }
  if (files != NULL && files[0] != NULL)
    file = g_application_command_line_create_file_for_arg (line, files[0]);
  if (model_argument != NULL)
    model = g_application_command_line_create_file_for_arg (line, model_argument);
  return open_named (line, application, model != NULL ? g_file_peek_path (model) : NULL, file, text);
}

/* What needs no window, and so no display. */
static int
on_local_options (GApplication *application, GVariantDict *options)
{
  if (!g_variant_dict_contains (options, "version"))
    return -1;
  g_print ("trestle %s\n", TRESTLE_VERSION);
  return 0;
}

int
main (int argc, char *argv[])
{
  static const GOptionEntry options[] = {
    { "model", 'm', 0, G_OPTION_ARG_FILENAME, NULL, "A model folder or checkpoint file, or else the demo", "PATH" },
    { "text", 't', 0, G_OPTION_ARG_STRING, NULL, "A caption, a sentence with <mask>, or a question", "TEXT" },
    { "version", 0, 0, G_OPTION_ARG_NONE, NULL, "Print the version", NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, NULL, NULL, "[IMAGE|WORKSPACE]" },
    { NULL },
  };
  g_autoptr (AdwApplication) application = adw_application_new ("org.trestle.Trestle", G_APPLICATION_HANDLES_COMMAND_LINE);

  g_set_application_name ("Trestle");
  g_application_add_main_option_entries (G_APPLICATION (application), options);
  g_application_set_option_context_summary (G_APPLICATION (application), "Looks inside BridgeTower and METER, vision-language models.");
  g_application_set_option_context_description (
      G_APPLICATION (application),
      "Without --text, a sample image brings its own caption. A WORKSPACE is what the\nwindow has saved (.trestle): model, images, texts "
      "and pinned heads.\nThe model's name in the window's title opens a menu of models; “Image "
      "Size”\nthere runs the model at another size than its own.");
  g_signal_connect (application, "handle-local-options", G_CALLBACK (on_local_options), NULL);
  g_signal_connect (application, "startup", G_CALLBACK (on_startup), NULL);
  g_signal_connect (application, "command-line", G_CALLBACK (on_command_line), NULL);
  return g_application_run (G_APPLICATION (application), argc, argv);
}
