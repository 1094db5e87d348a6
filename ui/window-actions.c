/* Everything that the window's menus, buttons and keys do. */
#include "ui/export-all.h"
#include "ui/export-dialog.h"
#include "ui/figure-clipboard.h"
#include "ui/image-input.h"
#include "ui/image-size-dialog.h"
#include "ui/model-details.h"
#include "ui/model-input.h"
#include "ui/settings.h"
#include "ui/window-private.h"

/* Actions that set the workbench's properties of these names. */
static const char *const choices[] = { "page", "task", "block", "model" };

void
trestle_window_enable_action (TrestleWindow *window, const char *name, gboolean is_enabled)
{
  g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (window), name)), is_enabled);
}

static TrestleFigureSource *
window_get_source (TrestleWindow *window)
{
  return TRESTLE_FIGURE_SOURCE (adw_view_stack_get_visible_child (window->pages));
}

void
trestle_window_toast (TrestleWindow *window, const char *sentence)
{
  g_autofree char *markup = g_markup_escape_text (sentence, -1);

  adw_toast_overlay_add_toast (window->toasts, adw_toast_new (markup));
}

void
trestle_window_enable_for_run (TrestleWindow *window, gboolean has_run)
{
  static const char *const names[] = { "export", "export-all", "copy-picture", "copy-command", "model-details", "image-size", "bfloat16" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    trestle_window_enable_action (window, names[i], has_run);
}

static void
on_show_in_folder (AdwToast *toast, TrestleWindow *window)
{
  GFile *file = g_object_get_data (G_OBJECT (toast), "file");
  g_autoptr (GFile) folder = g_file_get_parent (file);
  g_autofree char *uri = g_file_get_uri (folder);
  g_autoptr (GError) error = NULL;

  if (!g_app_info_launch_default_for_uri (uri, NULL, &error))
    trestle_workbench_report (window->workbench, error->message);
}

static void
on_exported (TrestleExportDialog *dialog, GFile *file, TrestleWindow *window)
{
  g_autofree char *name = g_file_get_basename (file);
  g_autofree char *text = g_strdup_printf ("Exported “%s”", name);
  g_autofree char *markup = g_markup_escape_text (text, -1);
  AdwToast *toast = adw_toast_new (markup);

  adw_toast_set_button_label (toast, "Show in Folder");
  g_object_set_data_full (G_OBJECT (toast), "file", g_object_ref (file), g_object_unref);
  g_signal_connect_object (toast, "button-clicked", G_CALLBACK (on_show_in_folder), window, 0);
  adw_toast_overlay_add_toast (window->toasts, toast);
}

static void
show_export (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  TrestleWindow *window = data;
  TrestleExportDialog *dialog = trestle_export_dialog_new (GTK_WINDOW (window), window_get_source (window));

  g_signal_connect_object (dialog, "exported", G_CALLBACK (on_exported), window, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
show_export_all (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  TrestleWindow *window = data;
  TrestleExportAll *dialog = trestle_export_all_new (GTK_WINDOW (window), window->workbench);

  g_signal_connect_object (dialog, "exported", G_CALLBACK (on_exported), window, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* (transfer full) (nullable): of the shown page, as wide as it was exported last; @ending: of the file that a command names */
static TrestleFigure *
window_make_figure (TrestleWindow *window, const char *ending)
{
  g_autofree char *base = trestle_figure_source_name_file (window_get_source (window));
  g_autofree char *name = g_strconcat (base, ending, NULL);
  TrestleFigure *figure = trestle_figure_source_make_figure (window_get_source (window), trestle_settings_get_export_width (), name);

  if (figure == NULL)
    trestle_window_toast (window, "This page has nothing to copy yet.");
  return figure;
}

static void
on_copied (GObject *clipboard, GAsyncResult *result, gpointer data)
{
  g_autoptr (TrestleWindow) window = data;
  g_autoptr (GError) error = NULL;
  gboolean is_done = trestle_figure_copy_finish (result, &error);

  /* It may have been closed in the meantime. */
  if (window->workbench == NULL)
    return;
  if (is_done)
    trestle_window_toast (window, "The picture is on the clipboard.");
  else
    trestle_workbench_report (window->workbench, error->message);
}

static void
copy_picture (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  TrestleWindow *window = data;
  TrestleFigure *figure = window_make_figure (window, ".png");

  if (figure != NULL)
    trestle_figure_copy_async (gtk_widget_get_clipboard (GTK_WIDGET (window)), figure, ".png", trestle_settings_get_export_dpi (),
                               on_copied, g_object_ref (window));
}

static void
copy_command (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  TrestleWindow *window = data;
  g_autofree char *kind = trestle_settings_get_export_kind ();
  g_autofree char *ending = g_strconcat (".", kind, NULL);
  g_autoptr (TrestleFigure) figure = window_make_figure (window, ending);
  const char *obstacle, *command = figure != NULL ? trestle_figure_find_command (figure, &obstacle) : NULL;

  if (figure == NULL)
    return;
  if (command != NULL)
    gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (window)), command);
  trestle_window_toast (window, command != NULL ? "The command is on the clipboard: paste it into a terminal." : obstacle);
}

static void
show_model_details (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  TrestleWindow *window = data;

  gtk_window_present (GTK_WINDOW (trestle_model_details_new (GTK_WINDOW (window), trestle_workbench_get_run (window->workbench))));
}

/* The page that many pages further on, as far as there are any. */
static void
window_turn_page (TrestleWindow *window, int step)
{
  g_autoptr (GtkSelectionModel) pages = adw_view_stack_get_pages (window->pages);
  int n_pages = (int) g_list_model_get_n_items (G_LIST_MODEL (pages));

  for (int i = 0; i < n_pages; i++)
    if (gtk_selection_model_is_selected (pages, (guint) i))
      {
        gtk_selection_model_select_item (pages, (guint) CLAMP (i + step, 0, n_pages - 1), TRUE);
        return;
      }
}

static void
show_next_page (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  window_turn_page (data, 1);
}

static void
show_previous_page (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  window_turn_page (data, -1);
}

static void
choose_model_folder (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  trestle_model_input_choose_folder (data, TRESTLE_WINDOW (data)->workbench);
}

static void
choose_checkpoint (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  trestle_model_input_choose_file (data, TRESTLE_WINDOW (data)->workbench);
}

static void
show_image_size (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  gtk_window_present (GTK_WINDOW (trestle_image_size_dialog_new (data, TRESTLE_WINDOW (data)->workbench)));
}

/* The mark in the menu follows when the model has answered so: opening it again may fail, or be cancelled. */
static void
change_precision (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  g_autoptr (GVariant) state = g_action_get_state (G_ACTION (action));
  TrestlePrecision precision = g_variant_get_boolean (state) ? TRESTLE_PRECISION_FLOAT32 : TRESTLE_PRECISION_BFLOAT16;

  trestle_workbench_set_precision (TRESTLE_WINDOW (data)->workbench, precision);
}

void
trestle_window_show_precision (TrestleWindow *window)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (window), "bfloat16");
  TrestlePrecision precision = trestle_workbench_get_run (window->workbench)->model_source->settings.precision;

  g_simple_action_set_state (G_SIMPLE_ACTION (action), g_variant_new_boolean (precision == TRESTLE_PRECISION_BFLOAT16));
}

static void
cancel_run (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  TrestleWindow *window = data;

  trestle_comparison_cancel (trestle_workbench_get_comparison (window->workbench));
  trestle_workbench_cancel (window->workbench);
}

static void
choose_image (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  trestle_image_input_choose (data, TRESTLE_WINDOW (data)->workbench);
}

static void
choose_folder (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  trestle_image_input_choose_folder (data, TRESTLE_WINDOW (data)->workbench);
}

static void
show_next_image (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  trestle_workbench_step_image (TRESTLE_WINDOW (data)->workbench, 1);
}

static void
show_previous_image (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  trestle_workbench_step_image (TRESTLE_WINDOW (data)->workbench, -1);
}

static void
choose_second (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  trestle_image_input_choose_second (data, TRESTLE_WINDOW (data)->workbench);
}

static void
paste_image (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  trestle_image_input_paste (data, TRESTLE_WINDOW (data)->workbench);
}

static void
show_samples (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  gtk_menu_button_popup (GTK_MENU_BUTTON (TRESTLE_WINDOW (data)->samples_button));
}

static void
focus_text (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  trestle_input_pane_focus_text (TRESTLE_WINDOW (data)->input_pane);
}

static void
show_help (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  TrestleWindow *window = data;

  if (window->help == NULL)
    g_set_weak_pointer (&window->help, trestle_help_window_new (GTK_WINDOW (window)));
  trestle_help_window_show_topic (window->help, g_variant_get_string (parameter, NULL));
}

static void
show_about (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  adw_show_about_window (data, "application-name", "Trestle", "application-icon", "org.trestle.Trestle", "version", TRESTLE_VERSION,
                         "developer-name", "The Trestle developers", "license-type", GTK_LICENSE_MIT_X11, "comments",
                         "A workbench for looking inside BridgeTower and METER, vision-language models of two towers and a "
                         "cross-modal encoder.",
                         NULL);
}

void
trestle_window_add_actions (TrestleWindow *window)
{
  static const GActionEntry entries[] = {
    { .name = "open", .activate = choose_image },
    { .name = "open-folder", .activate = choose_folder },
    { .name = "next-image", .activate = show_next_image },
    { .name = "previous-image", .activate = show_previous_image },
    { .name = "samples", .activate = show_samples },
    { .name = "paste", .activate = paste_image },
    { .name = "open-model", .activate = choose_model_folder },
    { .name = "export", .activate = show_export },
    { .name = "export-all", .activate = show_export_all },
    { .name = "copy-picture", .activate = copy_picture },
    { .name = "copy-command", .activate = copy_command },
    { .name = "model-details", .activate = show_model_details },
    { .name = "focus-text", .activate = focus_text },
    { .name = "help", .activate = show_help, .parameter_type = "s" },
    { .name = "about", .activate = show_about },
    { .name = "open-checkpoint", .activate = choose_checkpoint },
    { .name = "image-size", .activate = show_image_size },
    { .name = "bfloat16", .activate = change_precision, .state = "false" },
    { .name = "cancel", .activate = cancel_run },
    { .name = "open-second", .activate = choose_second },
    { .name = "next-page", .activate = show_next_page },
    { .name = "previous-page", .activate = show_previous_page },
  };
  g_action_map_add_action_entries (G_ACTION_MAP (window), entries, G_N_ELEMENTS (entries), window);
  for (guint i = 0; i < G_N_ELEMENTS (choices); i++)
    {
      g_autoptr (GPropertyAction) choice = g_property_action_new (choices[i], window->workbench, choices[i]);

      g_action_map_add_action (G_ACTION_MAP (window), G_ACTION (choice));
    }
  trestle_window_add_second_model_actions (window);
  trestle_window_enable_for_run (window, FALSE);
  trestle_window_enable_action (window, "cancel", FALSE);
}

/* GTK 4.8 keeps a window's actions longer than the window, and these would keep the workbench. */
void
trestle_window_remove_actions (TrestleWindow *window)
{
  for (guint i = 0; i < G_N_ELEMENTS (choices); i++)
    g_action_map_remove_action (G_ACTION_MAP (window), choices[i]);
}
