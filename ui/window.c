/* The window: puts the workbench, the input pane and the pages together. */
#include "ui/window.h"

#include "ui/export-dialog.h"
#include "ui/help-window.h"
#include "ui/image-input.h"
#include "ui/image-size-dialog.h"
#include "ui/input-pane.h"
#include "ui/model-button.h"
#include "ui/model-input.h"
#include "ui/pages/architecture-page.h"
#include "ui/pages/attention-page.h"
#include "ui/pages/bridges-page.h"
#include "ui/pages/compare-page.h"
#include "ui/pages/divergence-page.h"
#include "ui/run-indicator.h"
#include "ui/samples-popover.h"
#include "ui/settings.h"
#include "ui/shortcuts.h"

/* Actions that set the workbench's properties of these names. */
static const char *const choices[] = { "page", "task", "block", "model" };

struct _TrestleWindow
{
  AdwApplicationWindow parent_instance;

  TrestleWorkbench *workbench;
  TrestleRun *run;
  GtkWidget *samples_button;
  TrestleSamplesPopover *samples_popover;
  TrestleModelButton *model_button;
  GtkSpinner *spinner;
  GtkInfoBar *message_bar;
  GtkLabel *message;
  AdwToastOverlay *toasts;
  TrestleRunIndicator *progress;
  TrestleRunIndicator *second_progress;
  GtkStack *stack;
  TrestleInputPane *input_pane;
  AdwViewStack *pages;
  TrestleHelpWindow *help;
};

G_DEFINE_FINAL_TYPE (TrestleWindow, trestle_window, ADW_TYPE_APPLICATION_WINDOW)

static void
on_message (TrestleWorkbench *workbench, const char *sentence, TrestleWindow *window)
{
  gtk_label_set_text (window->message, sentence);
  gtk_info_bar_set_revealed (window->message_bar, TRUE);
}

static void
on_message_response (GtkInfoBar *bar, int response, TrestleWindow *window)
{
  gtk_info_bar_set_revealed (bar, FALSE);
}

/* A message about what could not be opened is out of date when something else was. */
static void
window_forget_message (TrestleWindow *window, TrestleRun *run)
{
  if (window->run != NULL && (window->run->image != run->image || window->run->model != run->model))
    gtk_info_bar_set_revealed (window->message_bar, FALSE);
  g_clear_pointer (&window->run, trestle_run_unref);
  window->run = trestle_run_ref (run);
}

static void
window_enable_action (TrestleWindow *window, const char *name, gboolean is_enabled)
{
  g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (window), name)), is_enabled);
}

static void
on_result_changed (TrestleWorkbench *workbench, TrestleWindow *window)
{
  TrestleRun *run = trestle_workbench_get_run (workbench);

  window_forget_message (window, run);
  gtk_stack_set_visible_child_name (window->stack, "work");
  window_enable_action (window, "export", TRUE);
  window_enable_action (window, "image-size", TRUE);
}

/* The second image has its place in the window only while the task is about two. */
static void
on_task_changed (TrestleWorkbench *workbench, GParamSpec *pspec, TrestleWindow *window)
{
  window_enable_action (window, "open-second", trestle_workbench_get_task (workbench) == TRESTLE_WINDOW_REASON);
}

static gboolean
is_busy (TrestleRunner *runner)
{
  gboolean busy;

  g_object_get (runner, "busy", &busy, NULL);
  return busy;
}

/* Of either of the two models. */
static void
on_busy_changed (TrestleRunner *runner, GParamSpec *pspec, TrestleWindow *window)
{
  TrestleRunner *first = trestle_workbench_get_runner (window->workbench);
  TrestleRunner *second = trestle_comparison_get_runner (trestle_workbench_get_comparison (window->workbench));
  gboolean busy = is_busy (first) || is_busy (second);

  gtk_spinner_set_spinning (window->spinner, busy);
  window_enable_action (window, "cancel", busy);
  if (trestle_workbench_get_run (window->workbench) == NULL)
    gtk_stack_set_visible_child_name (window->stack, is_busy (first) ? "waiting" : "no-model");
}

static void
on_first_cancelled (TrestleRunIndicator *indicator, TrestleWindow *window)
{
  trestle_workbench_cancel (window->workbench);
}

static void
on_second_cancelled (TrestleRunIndicator *indicator, TrestleWindow *window)
{
  trestle_comparison_cancel (trestle_workbench_get_comparison (window->workbench));
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
  TrestleFigureSource *source = TRESTLE_FIGURE_SOURCE (adw_view_stack_get_visible_child (window->pages));
  TrestleExportDialog *dialog = trestle_export_dialog_new (GTK_WINDOW (window), source);

  g_signal_connect_object (dialog, "exported", G_CALLBACK (on_exported), window, 0);
  gtk_window_present (GTK_WINDOW (dialog));
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

static void
window_add_actions (TrestleWindow *window)
{
  static const GActionEntry entries[] = {
    { .name = "open", .activate = choose_image },
    { .name = "samples", .activate = show_samples },
    { .name = "paste", .activate = paste_image },
    { .name = "open-model", .activate = choose_model_folder },
    { .name = "export", .activate = show_export },
    { .name = "focus-text", .activate = focus_text },
    { .name = "help", .activate = show_help, .parameter_type = "s" },
    { .name = "about", .activate = show_about },
    { .name = "open-checkpoint", .activate = choose_checkpoint },
    { .name = "image-size", .activate = show_image_size },
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
  window_enable_action (window, "export", FALSE);
  window_enable_action (window, "image-size", FALSE);
  window_enable_action (window, "cancel", FALSE);
}

TrestleWindow *
trestle_window_new (GtkApplication *application)
{
  trestle_shortcuts_add (application);
  return g_object_new (TRESTLE_TYPE_WINDOW, "application", application, NULL);
}

TrestleWorkbench *
trestle_window_get_workbench (TrestleWindow *window)
{
  return window->workbench;
}

static void
trestle_window_dispose (GObject *object)
{
  TrestleWindow *window = TRESTLE_WINDOW (object);

  if (window->workbench != NULL)
    {
      trestle_runner_cancel (trestle_workbench_get_runner (window->workbench));
      trestle_runner_cancel (trestle_comparison_get_runner (trestle_workbench_get_comparison (window->workbench)));
    }
  g_clear_weak_pointer (&window->help);
  /* GTK 4.8 keeps a window's actions longer than the window, and these would keep the workbench. */
  for (guint i = 0; i < G_N_ELEMENTS (choices); i++)
    g_action_map_remove_action (G_ACTION_MAP (window), choices[i]);
  g_clear_object (&window->workbench);
  g_clear_pointer (&window->run, trestle_run_unref);
  G_OBJECT_CLASS (trestle_window_parent_class)->dispose (object);
}

static void
trestle_window_class_init (TrestleWindowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = trestle_window_dispose;
  g_type_ensure (TRESTLE_TYPE_MODEL_BUTTON);
  g_type_ensure (TRESTLE_TYPE_INPUT_PANE);
  g_type_ensure (TRESTLE_TYPE_ATTENTION_PAGE);
  g_type_ensure (TRESTLE_TYPE_DIVERGENCE_PAGE);
  g_type_ensure (TRESTLE_TYPE_BRIDGES_PAGE);
  g_type_ensure (TRESTLE_TYPE_COMPARE_PAGE);
  g_type_ensure (TRESTLE_TYPE_ARCHITECTURE_PAGE);
  g_type_ensure (TRESTLE_TYPE_RUN_INDICATOR);
  g_type_ensure (TRESTLE_TYPE_SAMPLES_POPOVER);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/trestle/Trestle/ui/window.ui");
  gtk_widget_class_bind_template_child (widget_class, TrestleWindow, samples_button);
  gtk_widget_class_bind_template_child (widget_class, TrestleWindow, samples_popover);
  gtk_widget_class_bind_template_child (widget_class, TrestleWindow, model_button);
  gtk_widget_class_bind_template_child (widget_class, TrestleWindow, spinner);
  gtk_widget_class_bind_template_child (widget_class, TrestleWindow, message_bar);
  gtk_widget_class_bind_template_child (widget_class, TrestleWindow, message);
  gtk_widget_class_bind_template_child (widget_class, TrestleWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, TrestleWindow, progress);
  gtk_widget_class_bind_template_child (widget_class, TrestleWindow, second_progress);
  gtk_widget_class_bind_template_child (widget_class, TrestleWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, TrestleWindow, input_pane);
  gtk_widget_class_bind_template_child (widget_class, TrestleWindow, pages);
  gtk_widget_class_bind_template_callback (widget_class, on_message_response);
  gtk_widget_class_bind_template_callback (widget_class, on_first_cancelled);
  gtk_widget_class_bind_template_callback (widget_class, on_second_cancelled);
}

static void
window_fill_pages (TrestleWindow *window)
{
  for (GtkWidget *page = gtk_widget_get_first_child (GTK_WIDGET (window->pages)); page != NULL; page = gtk_widget_get_next_sibling (page))
    trestle_page_set_workbench (TRESTLE_PAGE (page), window->workbench);
  g_object_bind_property (window->workbench, "page", window->pages, "visible-child-name", G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
}

static void
window_watch_runners (TrestleWindow *window)
{
  TrestleRunner *first = trestle_workbench_get_runner (window->workbench);
  TrestleRunner *second = trestle_comparison_get_runner (trestle_workbench_get_comparison (window->workbench));

  trestle_run_indicator_set_runner (window->progress, first);
  trestle_run_indicator_set_runner (window->second_progress, second);
  g_object_bind_property (first, "stage", window->spinner, "tooltip-text", G_BINDING_SYNC_CREATE);
  g_signal_connect_object (first, "notify::busy", G_CALLBACK (on_busy_changed), window, 0);
  g_signal_connect_object (second, "notify::busy", G_CALLBACK (on_busy_changed), window, 0);
}

static void
trestle_window_init (TrestleWindow *window)
{
  window->workbench = trestle_workbench_new ();
  gtk_widget_init_template (GTK_WIDGET (window));
  window_add_actions (window);
  window_watch_runners (window);
  window_fill_pages (window);
  trestle_model_button_set_workbench (window->model_button, window->workbench);
  trestle_input_pane_set_workbench (window->input_pane, window->workbench);
  trestle_samples_popover_set_workbench (window->samples_popover, window->workbench);
  trestle_image_input_attach (GTK_WINDOW (window), window->workbench);
  trestle_settings_attach (window->workbench, GTK_WINDOW (window));
  g_signal_connect_object (window->workbench, "notify::task", G_CALLBACK (on_task_changed), window, 0);
  on_task_changed (window->workbench, NULL, window);
  g_signal_connect_object (window->workbench, "message", G_CALLBACK (on_message), window, 0);
  g_signal_connect_object (window->workbench, "result-changed", G_CALLBACK (on_result_changed), window, 0);
}
