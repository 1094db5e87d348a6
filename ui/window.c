/* The window: puts the workbench, the input pane and the pages together. */
#include "ui/window-private.h"

#include <string.h>

#include "ui/image-input.h"
#include "ui/pages/architecture-page.h"
#include "ui/pages/attention-page.h"
#include "ui/pages/bridges-page.h"
#include "ui/pages/compare-page.h"
#include "ui/pages/divergence-page.h"
#include "ui/settings.h"
#include "ui/shortcuts.h"
#include "ui/workspace-input.h"
#include "ui/workspace.h"

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
on_result_changed (TrestleWorkbench *workbench, TrestleWindow *window)
{
  TrestleRun *run = trestle_workbench_get_run (workbench);

  window_forget_message (window, run);
  gtk_stack_set_visible_child_name (window->stack, "work");
  trestle_window_enable_for_run (window, TRUE);
  trestle_window_show_precision (window);
}

/* The second image has its place in the window only while the task is about two. */
static void
on_task_changed (TrestleWorkbench *workbench, GParamSpec *pspec, TrestleWindow *window)
{
  trestle_window_enable_action (window, "open-second", trestle_workbench_get_task (workbench) == TRESTLE_WINDOW_REASON);
}

/* Work that is kept in a file says in which, with a dot if that does not have all of it. */
static void
on_work_changed (TrestleKeeper *keeper, GParamSpec *pspec, TrestleWindow *window)
{
  g_autofree char *title = NULL;
  g_autofree char *shown = NULL;
  gboolean is_modified;

  g_object_get (keeper, "title", &title, "modified", &is_modified, NULL);
  shown = g_strconcat (is_modified ? "• " : "", title, NULL);
  if (g_str_has_suffix (shown, TRESTLE_WORKSPACE_ENDING))
    shown[strlen (shown) - strlen (TRESTLE_WORKSPACE_ENDING)] = '\0';
  gtk_label_set_text (window->work_title, shown);
  gtk_widget_set_visible (window->work_button, *title != '\0');
  gtk_widget_set_tooltip_text (window->work_button,
                               is_modified ? "This workspace has changes that are not saved: save them (Ctrl+S)" : "Saved (Ctrl+S)");
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

  trestle_window_enable_action (window, "cancel", busy);
  if (trestle_workbench_get_run (window->workbench) == NULL)
    gtk_stack_set_visible_child_name (window->stack, is_busy (first) ? "waiting" : "no-model");
}

/* A spinner is drawn in every frame: it would only slow down what is over in a moment. */
static void
on_indicator_shown (TrestleWindow *window)
{
  gtk_spinner_set_spinning (window->spinner, gtk_widget_get_visible (GTK_WIDGET (window->progress))
                                                 || gtk_widget_get_visible (GTK_WIDGET (window->second_progress)));
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

void
trestle_window_leave (TrestleWindow *window)
{
  trestle_autosave_leave (window->autosave);
  gtk_window_destroy (GTK_WINDOW (window));
}

TrestleKeeper *
trestle_window_get_keeper (TrestleWindow *window)
{
  return window->keeper;
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
  trestle_window_remove_actions (window);
  trestle_workspace_input_detach (GTK_WINDOW (window));
  /* Whoever closed the window was asked before. */
  if (window->autosave != NULL)
    trestle_autosave_end (window->autosave);
  g_clear_object (&window->autosave);
  /* Even if it is still reading or writing a file. */
  if (window->keeper != NULL)
    g_object_run_dispose (G_OBJECT (window->keeper));
  g_clear_object (&window->keeper);
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
  g_type_ensure (TRESTLE_TYPE_SECOND_MODEL_BUTTON);
  g_type_ensure (TRESTLE_TYPE_INPUT_PANE);
  g_type_ensure (TRESTLE_TYPE_ATTENTION_PAGE);
  g_type_ensure (TRESTLE_TYPE_DIVERGENCE_PAGE);
  g_type_ensure (TRESTLE_TYPE_BRIDGES_PAGE);
  g_type_ensure (TRESTLE_TYPE_COMPARE_PAGE);
  g_type_ensure (TRESTLE_TYPE_ARCHITECTURE_PAGE);
  g_type_ensure (TRESTLE_TYPE_RUN_INDICATOR);
  g_type_ensure (TRESTLE_TYPE_RESCUE_OFFER);
  g_type_ensure (TRESTLE_TYPE_SAMPLES_POPOVER);
  g_type_ensure (TRESTLE_TYPE_IMAGES_POPOVER);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/trestle/Trestle/ui/window.ui");
  gtk_widget_class_bind_template_child (widget_class, TrestleWindow, images_popover);
  gtk_widget_class_bind_template_child (widget_class, TrestleWindow, work_button);
  gtk_widget_class_bind_template_child (widget_class, TrestleWindow, work_title);
  gtk_widget_class_bind_template_child (widget_class, TrestleWindow, samples_button);
  gtk_widget_class_bind_template_child (widget_class, TrestleWindow, samples_popover);
  gtk_widget_class_bind_template_child (widget_class, TrestleWindow, model_button);
  gtk_widget_class_bind_template_child (widget_class, TrestleWindow, second_model_button);
  gtk_widget_class_bind_template_child (widget_class, TrestleWindow, spinner);
  gtk_widget_class_bind_template_child (widget_class, TrestleWindow, rescue_offer);
  gtk_widget_class_bind_template_child (widget_class, TrestleWindow, message_bar);
  gtk_widget_class_bind_template_child (widget_class, TrestleWindow, message);
  gtk_widget_class_bind_template_child (widget_class, TrestleWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, TrestleWindow, progress);
  gtk_widget_class_bind_template_child (widget_class, TrestleWindow, second_progress);
  gtk_widget_class_bind_template_child (widget_class, TrestleWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, TrestleWindow, panes);
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
  g_signal_connect_object (window->progress, "notify::visible", G_CALLBACK (on_indicator_shown), window, G_CONNECT_SWAPPED);
  g_signal_connect_object (window->second_progress, "notify::visible", G_CALLBACK (on_indicator_shown), window, G_CONNECT_SWAPPED);
  g_object_bind_property (first, "stage", window->spinner, "tooltip-text", G_BINDING_SYNC_CREATE);
  g_signal_connect_object (first, "notify::busy", G_CALLBACK (on_busy_changed), window, 0);
  g_signal_connect_object (second, "notify::busy", G_CALLBACK (on_busy_changed), window, 0);
}

static void
on_no_copy (TrestleAutosave *autosave, const char *sentence, TrestleWindow *window)
{
  trestle_window_toast (window, sentence);
}

/* Of work that is not saved, for the case that we do not end as we should. */
static void
window_keep_copies (TrestleWindow *window)
{
  g_autofree char *folder = trestle_rescue_find_folder ();

  window->autosave = trestle_autosave_new (window->keeper, folder);
  g_signal_connect_object (window->autosave, "failed", G_CALLBACK (on_no_copy), window, 0);
  trestle_rescue_offer_set_autosave (window->rescue_offer, window->autosave);
  trestle_autosave_look (window->autosave);
}

static void
trestle_window_init (TrestleWindow *window)
{
  window->workbench = trestle_workbench_new ();
  gtk_widget_init_template (GTK_WIDGET (window));
  trestle_window_add_actions (window);
  window_watch_runners (window);
  window_fill_pages (window);
  trestle_model_button_set_workbench (window->model_button, window->workbench);
  trestle_second_model_button_set_workbench (window->second_model_button, window->workbench);
  trestle_input_pane_set_workbench (window->input_pane, window->workbench);
  trestle_samples_popover_set_workbench (window->samples_popover, window->workbench);
  trestle_images_popover_set_workbench (window->images_popover, window->workbench);
  trestle_image_input_attach (GTK_WINDOW (window), window->workbench);
  window->keeper = trestle_keeper_new (window->workbench);
  g_signal_connect_object (window->keeper, "notify", G_CALLBACK (on_work_changed), window, 0);
  trestle_workspace_input_attach (GTK_WINDOW (window), window->keeper, window->workbench);
  window_keep_copies (window);
  trestle_settings_attach (window->workbench, GTK_WINDOW (window));
  trestle_settings_bind ("pane-position", window->panes, "position");
  g_signal_connect_object (window->workbench, "notify::task", G_CALLBACK (on_task_changed), window, 0);
  on_task_changed (window->workbench, NULL, window);
  g_signal_connect_object (window->workbench, "message", G_CALLBACK (on_message), window, 0);
  g_signal_connect_object (window->workbench, "result-changed", G_CALLBACK (on_result_changed), window, 0);
}
